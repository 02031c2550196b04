# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that Heroku picks at random, from one seeded source: a run with ``--seed`` can be repeated exactly."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence

from .context import per_simulator

_random = per_simulator(random.Random)

ADJECTIVES = tuple(
    "afternoon arcane blooming boiling calm cold cool damp dry evening fast fierce floating frozen gentle guarded"
    " hidden immense infinite intense lit lovely mighty morning mysterious nameless obscure peaceful pacific polar"
    " powerful protected pure quiet radiant rocky safe salty secret serene shielded shrouded sleepy still stormy"
    " sheltered tranquil thawing warm young".split()
)
NOUNS = tuple(
    "atoll badlands basin bastion beach bayou brook brushlands castle cliffs cove crag depths dusk escarpment"
    " everglades eyrie falls fjord forest fortress garden gorge harbor hamlet headland hollows inlet island journey"
    " lake lowlands meadow mesa mountain oasis ocean peak plains plateau ravine reaches refuge ridge river savannah"
    " scrubland sea shelf shore spire springs stream temple tundra valley waters wave wildwood woodland".split()
)
ADVERBS = tuple(
    "animated asymmetrical clean colorful concave contoured convex cubic curly deep elliptical fitted flat".split()
)
COLOURS = tuple(
    "AMBER AQUA BLACK BLUE BRONZE BROWN CHARCOAL COBALT COPPER CRIMSON CYAN GOLD GRAY GREEN IVORY JADE MAROON MAUVE"
    " NAVY OLIVE ONYX ORANGE PINK PUCE PURPLE RED ROSE SILVER TEAL VIOLET WHITE YELLOW".split()
)
CITIES = tuple(
    "akita chiba fukui gifu hyogo ishikari kagawa kobe kochi mie nagano nara oita osaka saga tokyo tottori".split()
)


def seed(value: int | None) -> None:
    """Start the sequence again; ``None`` takes the seed from the operating system."""
    _random.seed(value)


def new_id() -> str:
    """A random lower-case UUID, as every id at Heroku is (behaviour.md 3)."""
    digits = f"{_random.getrandbits(128):032x}"
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def hexadecimal(length: int) -> str:
    """``length`` random hexadecimal digits."""
    return f"{_random.getrandbits(length * 4):0{length}x}"


def number(digits: int) -> str:
    """A random decimal number of exactly ``digits`` digits."""
    return str(_random.randrange(10 ** (digits - 1), 10**digits))


def choice(words: Sequence[str]) -> str:
    """One of ``words``."""
    return _random.choice(words)


def app_name() -> str:
    """A name such as ``young-eyrie-24091`` (behaviour.md 3.1)."""
    return f"{choice(ADJECTIVES)}-{choice(NOUNS)}-{number(5)}"


def addon_name(service: str) -> str:
    """A name such as ``postgresql-contoured-12345`` (behaviour.md 3.4)."""
    return f"{service.removeprefix('heroku-')}-{choice(ADVERBS)}-{number(5)}"


def sni_endpoint_name() -> str:
    """A name such as ``tokyo-1050`` (behaviour.md 3.7)."""
    return f"{choice(CITIES)}-{number(4)}"


def dns_target() -> str:
    """A target such as ``guarded-oasis-ab12cd34ef56gh78ij90kl12.herokudns.com`` (recorded.md A 2)."""
    letters = "".join(_random.choices(string.ascii_lowercase + string.digits, k=24))
    return f"{choice(ADJECTIVES)}-{choice(NOUNS)}-{letters}.herokudns.com"
