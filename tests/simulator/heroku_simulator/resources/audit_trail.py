# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit trail of enterprise accounts: events by the day, archives by the month (behaviour.md 3.22, the schema).

Recorded here: apps that are made, and releases. Archives come from the world file. Who may look, what events are
called, and what their data are is ours [I].
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .. import errors
from ..clock import clock
from ..files import blob_url, blobs, content_of, new_blob, store
from ..hooks import on
from ..operation import View, operation, writer
from ..store import Record, Table
from .account import Account, accounts, reference
from .app import App, mention
from .enterprise_account import EnterpriseAccount, check_permission, enterprise_accounts
from .enterprise_account import reference as enterprise_reference
from .release import Release
from .team import manager_email, teams
from .team import reference as team_reference

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class AuditTrailEvent(Record):
    """What somebody did with an app of a team of an enterprise account; all of it as it was then."""

    enterprise_account_id: str
    type: str
    action: str
    actor: dict[str, str]
    app: dict[str, str]
    owner: dict[str, str]
    team: dict[str, str]
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Archive(Record):
    """The events of a month, as JSON in a gzip file; ``month`` is like ``2026-01``."""

    enterprise_account_id: str
    month: str
    blob_id: str


audit_trail_events = Table(
    "audit_trail_events", AuditTrailEvent, parents={"enterprise_account_id": enterprise_accounts}
)
archives = Table("archives", Archive, parents={"enterprise_account_id": enterprise_accounts})


@writer(AuditTrailEvent)
def write(event: AuditTrailEvent, view: View) -> dict[str, Any]:
    """The resource ``audit-trail-event``."""
    return {
        "action": event.action,
        "actor": event.actor,
        "app": event.app,
        "created_at": event.created_at,
        "data": event.data,
        "enterprise_account": enterprise_reference(enterprise_accounts[event.enterprise_account_id]),
        "id": event.id,
        "owner": event.owner,
        "request": {"ip_address": "127.0.0.1"},
        "team": event.team,
        "type": event.type,
    }


@writer(Archive)
def write_archive(archive: Archive, view: View) -> dict[str, Any]:
    """The resource ``archive``; its url is signed."""
    blob = blobs[archive.blob_id]
    content = content_of(blob) or b""
    year, month = archive.month.split("-")
    return {
        "checksum": f"SHA256:{hashlib.sha256(content).hexdigest()}",
        "created_at": archive.created_at,
        "month": month,
        "size": len(content),
        "url": blob_url(blob),
        "year": int(year),
    }


def add_archive(enterprise: EnterpriseAccount, month: str) -> None:
    """What happened in a month, which is nothing: the simulator was not there."""
    blob = store(new_blob(), gzip.compress(json.dumps([]).encode(), mtime=0))
    archives.add(Archive(enterprise_account_id=enterprise.id, month=month, blob_id=blob.id))


def _record(app: App, actor: Account | None, event_type: str, action: str, data: dict[str, Any]) -> None:
    team = teams.get(app.team_id)
    enterprise = enterprise_accounts.get(team.enterprise_account_id) if team else None
    if team is None or enterprise is None or actor is None:
        return
    audit_trail_events.add(
        AuditTrailEvent(
            enterprise_account_id=enterprise.id,
            type=event_type,
            action=action,
            actor=reference(actor),
            app=mention(app),
            owner={"email": manager_email(team), "id": team.manager_id},
            team=team_reference(team),
            data=data,
        )
    )


@on("app.created")
def _app_created(app: App, actor: Account) -> None:
    _record(app, actor, "app", "create", {})


@on("release.created")
def _release_created(release: Release, app: App) -> None:
    _record(app, accounts.get(release.user_id), "release", "create", {"version": release.version})


FILTERS = ("action", "actor", "day", "order", "type")


@operation("GET", "/enterprise-accounts/{enterprise_account}/events")
def list_events(call: Call, enterprise_account: EnterpriseAccount) -> list[AuditTrailEvent]:
    """Audit Trail Event List: those of one day, today's unless the query says so."""
    check_permission(call.account, enterprise_account, "manage")
    query = {name: call.query[name] for name in FILTERS if name in call.query}
    day = query.get("day", clock.timestamp()[:10])
    try:
        datetime.strptime(day, "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise errors.invalid_params("Day is not a valid date") from None
    if query.get("order", "asc") not in ("asc", "desc"):
        raise errors.invalid_params("Order must be one of asc, desc.")
    found = [
        event
        for event in audit_trail_events.where("enterprise_account_id", enterprise_account.id)
        if event.created_at.startswith(day)
        and query.get("actor", event.actor["email"]).lower() == event.actor["email"]
        and query.get("action", event.action) == event.action
        and query.get("type", event.type) == event.type
    ]
    return found[::-1] if query.get("order") == "desc" else found


@operation("GET", "/enterprise-accounts/{enterprise_account}/archives")
def list_archives(call: Call, enterprise_account: EnterpriseAccount) -> list[Archive]:
    """Archive List."""
    check_permission(call.account, enterprise_account, "manage")
    return archives.where("enterprise_account_id", enterprise_account.id)


@operation("GET", "/enterprise-accounts/{enterprise_account}/archives/{year:text}/{month:text}")
def info_archive(call: Call, enterprise_account: EnterpriseAccount, year: str, month: str) -> Archive:
    """Archive Info."""
    check_permission(call.account, enterprise_account, "manage")
    wanted = f"{year}-{month}"
    for archive in archives.where("enterprise_account_id", enterprise_account.id):
        if archive.month == wanted:
            return archive
    raise errors.not_found("archive")
