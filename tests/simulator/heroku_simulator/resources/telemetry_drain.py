# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Telemetry drains of apps and spaces of the fir generation (behaviour.md 3.18): a satellite service.

Only the shapes and limits are known from the schema; the texts, and that the fir generation is needed, are [I].
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import SATELLITE, View, operation, resolver, writer
from ..params import list_of, mapping, one_of, structure, text
from ..store import Record, Table
from .account import Account
from .app import App, apps, permissions_of
from .space import Space, spaces
from .team import ROLE_ACCESS, role_of

if TYPE_CHECKING:
    from ..application import Call

MOST_DRAINS = 5
MOST_HEADERS = 20
LONGEST_TEXT = 1000  # of an endpoint, of the value of a header
SIGNALS = ("traces", "metrics", "logs")
TYPES = ("otlphttp", "otlp")
_HEADER = re.compile(r"[A-Za-z0-9\-_]{1,100}")


@dataclass(kw_only=True)
class TelemetryDrain(Record):
    """A drain. Exactly one of ``app_id`` and ``space_id`` is set."""

    app_id: str | None = None
    space_id: str | None = None
    signals: list[str]
    type: str
    endpoint: str
    headers: dict[str, str] = field(default_factory=dict)


telemetry_drains = Table(
    "telemetry_drains", TelemetryDrain, parents={"app_id": apps, "space_id": spaces}, secrets=("headers",)
)


def _allowed(account: Account, owner: App | Space | None, permission: str) -> bool:
    """Whether the account may do that with what owns a drain."""
    if isinstance(owner, App):
        return permission in permissions_of(account, owner)
    if owner is None:
        return False
    role = role_of(owner.team_id, account)
    return role is not None and permission in ROLE_ACCESS[role]


@resolver("telemetry_drain")
def resolve_telemetry_drain(call: Call, identity: str) -> TelemetryDrain:
    """By id, when the caller may do that with its owner."""
    drain = telemetry_drains.get(identity)
    if drain is None:
        raise errors.satellite_not_found()
    owner = apps.get(drain.app_id) or spaces.get(drain.space_id)
    if not _allowed(call.account, owner, call.operation.access):
        raise errors.satellite_not_found()
    return drain


@writer(TelemetryDrain)
def write(drain: TelemetryDrain, view: View) -> dict[str, Any]:
    """The resource ``telemetry-drain``; headers are shown as they are."""
    return {
        "created_at": drain.created_at,
        "id": drain.id,
        "owner": {"id": drain.app_id or drain.space_id, "type": "app" if drain.app_id else "space"},
        "signals": drain.signals,
        "exporter": {"type": drain.type, "endpoint": drain.endpoint, "headers": drain.headers},
        "updated_at": drain.updated_at,
    }


def _params(required: bool) -> dict[str, Any]:
    exporter = {
        "type": one_of(*TYPES, required=True),
        "endpoint": text(required=True),
        "headers": mapping(),
    }
    return {
        "signals": list_of(one_of(*SIGNALS), required=required),
        "exporter": structure(exporter, required=required),
    }


def _check(body: dict[str, Any]) -> None:
    """Raises the 400 for what the schema does not allow."""
    signals = body.get("signals", SIGNALS)
    if not signals or len(set(signals)) < len(signals):
        raise errors.schema_violation("signals", "must be at least one, each of them once.")
    exporter = body.get("exporter", {"endpoint": ""})
    headers = exporter.get("headers", {})
    if len(exporter["endpoint"]) > LONGEST_TEXT:
        raise errors.schema_violation("exporter/endpoint", f"is longer than {LONGEST_TEXT}.")
    if len(headers) > MOST_HEADERS:
        raise errors.schema_violation("exporter/headers", f"are more than {MOST_HEADERS}.")
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise errors.schema_violation("exporter/headers", "is not valid.")


@operation("GET", "/apps/{app}/telemetry-drains", service=SATELLITE, ranges=("id",))
def list_by_app(call: Call, app: App) -> list[TelemetryDrain]:
    """Telemetry Drain List by App."""
    return telemetry_drains.where("app_id", app.id)


@operation("GET", "/spaces/{space}/telemetry-drains", service=SATELLITE, ranges=("id",))
def list_by_space(call: Call, space: Space) -> list[TelemetryDrain]:
    """Telemetry Drain List by Space."""
    return telemetry_drains.where("space_id", space.id)


@operation("GET", "/telemetry-drains/{telemetry_drain}", service=SATELLITE)
def info(call: Call, telemetry_drain: TelemetryDrain) -> TelemetryDrain:
    """Telemetry Drain Info."""
    return telemetry_drain


@operation(
    "POST",
    "/telemetry-drains",
    service=SATELLITE,
    params={
        "owner": structure({"id": text(required=True), "type": one_of("app", "space", required=True)}, required=True),
        **_params(required=True),
    },
)
def create(call: Call) -> TelemetryDrain:
    """Telemetry Drain Create; the owner is named by its id."""
    _check(call.body)
    owner_id, kind = call.body["owner"]["id"], call.body["owner"]["type"]
    owner: App | Space | None = apps.get(owner_id) if kind == "app" else spaces.get(owner_id)
    if owner is None or not _allowed(call.account, owner, "operate" if kind == "app" else "manage"):
        raise errors.satellite_not_found()
    if owner.generation != "fir":
        raise errors.invalid_params(f"Telemetry drains are not available for {kind}s of the cedar generation.")
    if telemetry_drains.count(f"{kind}_id", owner_id) >= MOST_DRAINS:
        raise errors.invalid_params(f"You have reached the limit of {MOST_DRAINS} telemetry drains for this {kind}.")
    whose = {f"{kind}_id": owner_id}
    return telemetry_drains.add(TelemetryDrain(**whose, signals=call.body["signals"], **call.body["exporter"]))


@operation("PATCH", "/telemetry-drains/{telemetry_drain}", service=SATELLITE, params=_params(required=False))
def update(call: Call, telemetry_drain: TelemetryDrain) -> TelemetryDrain:
    """Telemetry Drain Update: an exporter takes the place of the old one as a whole [I], headers included."""
    _check(call.body)
    changes: dict[str, Any] = {name: value for name, value in call.body.items() if name == "signals"}
    if "exporter" in call.body:
        changes |= {"headers": {}, **call.body["exporter"]}
    telemetry_drains.update(telemetry_drain, **changes)
    return telemetry_drain


@operation("DELETE", "/telemetry-drains/{telemetry_drain}", service=SATELLITE)
def delete(call: Call, telemetry_drain: TelemetryDrain) -> TelemetryDrain:
    """Telemetry Drain Delete."""
    telemetry_drains.remove(telemetry_drain)
    return telemetry_drain
