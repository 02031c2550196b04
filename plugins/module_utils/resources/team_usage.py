# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What teams and enterprise accounts used, by day or by month: the schema's usage resources."""

from __future__ import annotations

import datetime as dt
import typing as t
from urllib.parse import urlencode

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

FORMATS = {"daily": ("%Y-%m-%d", "2026-11-30"), "monthly": ("%Y-%m", "2026-11")}
OWNERS = {"team": "/teams/{}", "enterprise_account": "/enterprise-accounts/{}"}


class TeamUsage(Resource):
    """Usage, of a team or of an enterprise account with all its teams. Heroku finds either by its id only."""

    noun = "usage"
    plural = "usage"
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **{name: {"type": "str"} for name in OWNERS},
        "period": {"type": "str", "choices": list(FORMATS), "default": "daily"},
        "start": {"type": "str", "required": True},
        "end": {"type": "str"},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [tuple(OWNERS)],
        "mutually_exclusive": [tuple(OWNERS)],
    }

    def check(self) -> None:
        form, example = FORMATS[self.params["period"]]
        days = {}
        for option in ("start", "end"):
            text = self.given(option)
            if text is None:
                continue
            try:
                days[option] = dt.datetime.strptime(text, form)  # noqa: DTZ007 - a day has no zone
            except ValueError:
                raise InvalidInput(
                    f"{option} {text!r} is not written like {example}, as {self.params['period']} usage needs it."
                ) from None
        if "end" in days and days["end"] < days["start"]:
            raise InvalidInput(f"end {self.params['end']} is before start {self.params['start']}.")

    def find(self) -> list[dict[str, t.Any]]:
        kind = next(name for name in OWNERS if self.given(name) is not None)
        owner = self.params[kind]
        if not is_uuid(owner):
            owner = self.client.get(segments(OWNERS[kind], owner))["id"]
        wanted = {name: self.params[name] for name in ("start", "end") if self.given(name)}
        path = segments(OWNERS[kind] + "/usage/{}", owner, self.params["period"])
        return self.client.get(f"{path}?{urlencode(wanted)}")
