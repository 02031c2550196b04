# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names for add-ons that the user gave none, in Heroku's style: ``postgresql-slippery-34466`` (behaviour.md 3.4).

The names of add-ons are unique, and Heroku has no other key for a purchase. So a name that follows from what is bought,
and where, is what keeps a purchase whose answer got lost from being made twice: the second one is refused, however late
the first one is committed, and by whichever run. A stranger may have the name, or an add-on that was bought for the
same place before: then the next one of a sequence is taken.
"""

from __future__ import annotations

import hashlib
import re
import typing as t

from .._api.errors import HerokuError

MOST_NAMES = 8  # that are tried
NAME_TAKEN = re.compile(r"\bname\b.*\b(taken|in use|exists)\b", re.IGNORECASE)
# The names follow from these words and their order, so another list would give a place another name.
WORDS = (
    "agile airy amber ample angular apt ardent arid azure balmy beaming bold boreal brave breezy bright brisk "
    "bronze calm candid careful casual cheery chilly civil clear clever cloudy coastal cobalt cool copper coral "
    "cordial cosmic crisp crystal curious dapper daring dawning deft dense dewy distant dusky eager early earthy "
    "eastern elastic emerald even exact fabled faint fair famous fertile fluent foggy formal frank fresh frosty "
    "gallant genial gilded glacial glad glassy gleaming golden grand granite grassy hardy hazel hazy hearty "
    "hollow honest humble humid icy idle ivory jaunty jolly jovial keen kind lasting leafy level lilac limpid "
    "linear lively local loyal lucid lunar magnetic maple marble mellow merry mild misty modest mossy neat nimble "
    "noble northern novel oaken opal orderly ornate patient pearly placid plain plucky polished prime prompt "
    "proud quick rapid ready regal robust rosy round rugged rustic sandy scenic sharp shiny silken silver simple "
    "sincere sleek smooth snowy snug solar solid spry stable starry steady stellar sterling stony sturdy subtle "
    "sunny supple swift tactful tame tidal tidy timely topaz tender trusty upbeat useful utter velvet verdant "
    "vernal vivid warm western whole willing windy wintry wise witty woody zesty"
).split()


def derived(prefix: str, seed: str) -> str:
    """A name that begins with ``prefix`` and follows from ``seed``."""
    digest = hashlib.sha256(seed.encode()).digest()
    word = WORDS[int.from_bytes(digest[:8], "big") % len(WORDS)]
    return f"{prefix}-{word}-{10000 + int.from_bytes(digest[8:16], 'big') % 90000}"


def first_name(app_id: str, service: str, attachment: str) -> str:
    """What to call the add-on of a service in an app, under the name of an attachment if that was given."""
    return derived(service.removeprefix("heroku-"), f"{app_id}/{service}/{attachment.upper()}")


def next_name(name: str) -> str:
    """What to try when a name that was chosen here is taken."""
    return derived(name.rsplit("-", 2)[0], name)


def names(app_id: str, service: str, attachment: str) -> list[str]:
    """The names that are tried for a place, in order."""
    found = [first_name(app_id, service, attachment)]
    while len(found) < MOST_NAMES:
        found.append(next_name(found[-1]))
    return found


def first_free(app_id: str, service: str, attachment: str, taken: t.Collection[str]) -> str:
    """The first of these names that no add-on of the app has, of those that were bought before and are still there."""
    name = first_name(app_id, service, attachment)
    while name in taken:
        name = next_name(name)
    return name


def is_taken(error: HerokuError) -> bool:
    """Whether Heroku refuses a name because something has it; nobody has recorded the text (behaviour.md 3.4)."""
    return error.status in (409, 422) and bool(NAME_TAKEN.search(error.message))
