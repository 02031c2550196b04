# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What builds and releases have in common beside their outputs: a history that Heroku lists the newest first.

behaviour.md 3.14, 3.15.
"""

from __future__ import annotations

import typing as t

from .._api.client import PAGE
from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, View
from .._engine.plan import Action, Desired
from .._engine.values import UNKNOWN, Record, Value
from .following import OUTPUT

LOOK_BACK = 50  # those that failed are passed over in search of the last one that did not


def select(want: Desired, view: View, kind: Kind, filters: t.Sequence[str]) -> list[Record]:
    """The newest of an app's list, up to the option ``limit``, that are as the options in ``filters`` say.

    Heroku does not filter, so with a filter the longest page there is gets searched. Raises InvalidInput for a limit
    beyond it, and HerokuError.
    """
    limit = want["limit"]
    if not 1 <= limit <= PAGE:
        raise InvalidInput(f"limit must be between 1 and {PAGE}, not {limit}.")
    wanted = {name: want.get(name) for name in filters if want.get(name) is not None}
    items = view.get(kind.newest(PAGE if wanted else limit, want["app"]))
    return [item for item in items if all(item[name] == value for name, value in wanted.items())][:limit]


def one_of(want: Desired, view: View, kind: Kind, key: str) -> Record:
    """The one of an app's list that an option names, which has to exist. Raises HerokuError, with what to do."""
    found = view.get(kind.named(key, want["app"]))
    if found is None:
        raise HerokuError(
            f"Couldn't find that {kind.name}.",
            id="not_found",
            status=404,
            resource=kind.name,
            method="GET",
            path=kind.address((want["app"],), key),
            hint=f"community.heroku.heroku_{kind.name}_info lists those that the app has.",
        )
    return t.cast(Record, found)


def created_since(action: Action, records: t.Iterable[Record]) -> Record | None:
    """The newest of these, the newest first, that was not there when an action was planned."""
    return next((item for item in records if item["id"] not in action.known), None)


def shown_output(*records: Record | None) -> Value:
    """The lines that were read while these were followed; None for none, UNKNOWN where they are still to come."""
    outputs = [record.get(OUTPUT) for record in records if record is not None]
    if any(output is UNKNOWN for output in outputs):
        return UNKNOWN
    return [line for output in outputs for line in output or ()] or None
