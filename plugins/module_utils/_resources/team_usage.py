# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What teams and enterprise accounts used, by day or by month: the schema's usage resources."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing as t

from .._api.errors import InvalidInput
from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import UNKNOWN, Record, Spec
from .._lib.references import is_uuid
from .teams import enterprise_account_of, team_of

FORMATS = {"daily": ("%Y-%m-%d", "2026-11-30"), "monthly": ("%Y-%m", "2026-11")}
OWNERS = {"team": team_of, "enterprise_account": enterprise_account_of}
SINCE = {
    "team": Kind("usage", "/teams/{}/usage/{}?start={}", document=True),
    "enterprise_account": Kind("usage", "/enterprise-accounts/{}/usage/{}?start={}", document=True),
}
BETWEEN = {name: dataclasses.replace(kind, path=kind.path + "&end={}") for name, kind in SINCE.items()}


class TeamUsage(Resource):
    """Usage, of a team or of an enterprise account with all its teams. Heroku finds either by its id only."""

    noun = "usage"
    plural = "usage"
    info_options: t.ClassVar[Spec] = {
        **{name: {"type": "str"} for name in OWNERS},
        "period": {"type": "str", "choices": list(FORMATS), "default": "daily"},
        "start": {"type": "str", "required": True},
        "end": {"type": "str"},
    }
    info_constraints: t.ClassVar[Spec] = {
        "required_one_of": [tuple(OWNERS)],
        "mutually_exclusive": [tuple(OWNERS)],
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        form, example = FORMATS[want["period"]]
        days = {}
        for option in ("start", "end"):
            text = want.get(option)
            if text is None:
                continue
            try:
                days[option] = dt.datetime.strptime(text, form)  # noqa: DTZ007 - a day has no zone
            except ValueError:
                raise InvalidInput(
                    f"{option} {text!r} is not written like {example}, as {want['period']} usage needs it."
                ) from None
        if "end" in days and days["end"] < days["start"]:
            raise InvalidInput(f"end {want['end']} is before start {want['start']}.")

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        """The usage; none of an owner that an earlier task of a run in check mode would make."""
        option = next(name for name in OWNERS if want.get(name) is not None)
        owner = want[option] if is_uuid(want[option]) else OWNERS[option](view, want[option])["id"]
        if owner is UNKNOWN:
            return []
        times = [want[name] for name in ("start", "end") if want.get(name)]
        kind = (SINCE if len(times) == 1 else BETWEEN)[option]
        return t.cast("list[Record]", view.get(kind.of(owner, want["period"], *times)))
