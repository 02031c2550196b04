# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit trail of an enterprise account: behaviour.md 3.22. Events by the day, archives by the month."""

from __future__ import annotations

import re
import typing as t
from datetime import date
from urllib.parse import urlencode

from ansible_collections.community.heroku.plugins.module_utils._resources.teams import ENTERPRISE_OPTIONS
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils.resources.webhook import without_addresses

FILTERS = ("day", "actor", "action", "type")
FIRST_YEAR = 2017  # that Heroku has archives of, as its schema says


class AuditTrailEvent(Resource):
    """What happened on one day."""

    noun = "audit_trail_event"
    plural = "audit_trail_events"
    info_options: t.ClassVar[dict[str, t.Any]] = {**ENTERPRISE_OPTIONS, **{name: {"type": "str"} for name in FILTERS}}

    def check(self) -> None:
        day = self.given("day")
        if day is None:
            return
        try:
            valid = re.fullmatch(r"\d{4}-\d\d-\d\d", day) and date.fromisoformat(day)
        except ValueError:
            valid = None
        if not valid:
            raise InvalidInput(f"day {day!r} is not a date such as 2026-01-31.", option="day")

    def find(self) -> list[dict[str, t.Any]]:
        query = urlencode({name: self.params[name] for name in FILTERS if self.given(name) is not None})
        path = segments("/enterprise-accounts/{}/events", self.params["enterprise_account"])
        events = self.client.get(f"{path}?{query}" if query else path)
        found = [without_addresses(event) for event in events]
        return sorted(found, key=lambda event: event["created_at"])  # of one second: in Heroku's order


class AuditTrailArchive(Resource):
    """The events of a month as a file. Its address is a credential."""

    noun = "audit_trail_archive"
    plural = "audit_trail_archives"
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **ENTERPRISE_OPTIONS,
        "year": {"type": "int"},
        "month": {"type": "int"},
        "show_url": {"type": "bool", "default": False},
    }

    def check(self) -> None:
        if self.given("month") is not None and not 1 <= self.params["month"] <= 12:
            raise InvalidInput("month must be from 1 to 12.", option="month")
        if self.given("year") is not None and self.params["year"] < FIRST_YEAR:
            raise InvalidInput(f"year must be {FIRST_YEAR} or later: there are no older archives.", option="year")

    def find(self) -> list[dict[str, t.Any]]:
        year, month = self.given("year"), self.given("month")
        # A list, since a 404 would not say whether it is the archive that is missing, or the account.
        found = self.client.list(segments("/enterprise-accounts/{}/archives", self.params["enterprise_account"]))
        chosen = [
            self.presented(archive)
            for archive in found
            if year in (None, archive["year"]) and month in (None, int(archive["month"]))
        ]
        return sorted(chosen, key=lambda archive: (archive["year"], archive["month"]))

    def presented(self, archive: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku's object, with its address only for who asks for it."""
        self.talk.hide([archive["url"]])
        return archive if self.params["show_url"] else {**archive, "url": None}
