# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit trail of an enterprise account: behaviour.md 3.22. Events by the day, archives by the month."""

from __future__ import annotations

import functools
import re
import typing as t
from datetime import date

from .._api.errors import InvalidInput
from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Observed, Record, Spec, without
from .teams import ENTERPRISE_OPTIONS
from .webhook import SIGNED_ADDRESSES

FILTERS = ("day", "actor", "action", "type")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FIRST_YEAR = 2017  # that Heroku has archives of, as its schema says


@functools.cache
def events_by(filters: tuple[str, ...]) -> Kind:
    """Events of which these properties are asked for: the last parts of a need's scope."""
    query = "&".join(f"{name}={{}}" for name in filters)
    path = "/enterprise-accounts/{}/events" + (f"?{query}" if query else "")
    return Kind("audit_trail_event", path, by="", shape={"created_at": ""})


def urls_of(found: Observed) -> t.Iterable[str]:
    """The secrets in a list of archives: their addresses."""
    return [archive["url"] for archive in found or () if archive["url"]]


class AuditTrailEvent(Resource):
    """What happened on one day."""

    noun = "audit_trail_event"
    plural = "audit_trail_events"
    info_options: t.ClassVar[Spec] = {**ENTERPRISE_OPTIONS, **{name: {"type": "str"} for name in FILTERS}}

    @classmethod
    def check(cls, want: Desired) -> None:
        day = want.get("day")
        if day is None:
            return
        try:
            valid = DAY.fullmatch(day) and date.fromisoformat(day)
        except ValueError:
            valid = None
        if not valid:
            raise InvalidInput(f"day {day!r} is not a date such as 2026-01-31.", option="day")

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        filters = tuple(name for name in FILTERS if want.get(name) is not None)
        events = view.get(events_by(filters).of(want["enterprise_account"], *(want[name] for name in filters)))
        # Those of one second stay in Heroku's order.
        return sorted(without(events, SIGNED_ADDRESSES), key=lambda event: event["created_at"])


class AuditTrailArchive(Resource):
    """The events of a month as a file. Its address is a credential."""

    noun = "audit_trail_archive"
    plural = "audit_trail_archives"
    # Always the list, since a 404 would not say whether it is the archive that is missing, or the account.
    kind = Kind("audit_trail_archive", "/enterprise-accounts/{}/archives", shape={"url": None}, secrets=urls_of)
    info_options: t.ClassVar[Spec] = {
        **ENTERPRISE_OPTIONS,
        "year": {"type": "int"},
        "month": {"type": "int"},
        "show_url": {"type": "bool", "default": False},
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        if not 1 <= want.get("month", 1) <= 12:
            raise InvalidInput("month must be from 1 to 12.", option="month")
        if want.get("year", FIRST_YEAR) < FIRST_YEAR:
            raise InvalidInput(f"year must be {FIRST_YEAR} or later: there are no older archives.", option="year")

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        year, month = want.get("year"), want.get("month")
        chosen = (
            {**archive, "url": archive["url"] if want["show_url"] else None}
            for archive in view.get(cls.kind.of(want["enterprise_account"]))
            if year in (None, archive["year"]) and month in (None, int(archive["month"]))
        )
        return sorted(chosen, key=lambda archive: (archive["year"], archive["month"]))
