# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Log drains (behaviour.md 3.18). Their urls hold credentials, so they are secrets, in paths too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .. import errors
from ..chance import hexadecimal, new_id, number
from ..hooks import on
from ..operation import View, operation, resolver, writer
from ..params import text
from ..store import Record, Table
from ..switches import switches
from .add_on import AddOn, add_ons
from .add_on_service import add_on_services
from .app import App, apps, mention

if TYPE_CHECKING:
    from ..application import Call

MOST_DRAINS = 5
SCHEMES = ("syslog", "syslog+tls", "http", "https")


@dataclass(kw_only=True)
class LogDrain(Record):
    """A drain, of the user or of an add-on."""

    app_id: str
    url: str
    token: str
    addon_id: str | None = None


log_drains = Table("log_drains", LogDrain, parents={"app_id": apps, "addon_id": add_ons}, secrets=("url", "token"))


@resolver("log_drain", secret=True)
def resolve_log_drain(call: Call, identity: str) -> LogDrain:
    """By id, url or token, within the app or the add-on of the path."""
    addon: AddOn | None = call.found.get("addon")
    found = log_drains.where("addon_id", addon.id) if addon else log_drains.where("app_id", call.found["app"].id)
    for drain in found:
        if identity in (drain.id, drain.url, drain.token):
            return drain
    raise errors.not_found("log drain", resource="log_drain")


@writer(LogDrain)
def write(drain: LogDrain, view: View) -> dict[str, Any]:
    """The resource ``log-drain``."""
    addon = add_ons.get(drain.addon_id)
    return {
        "addon": {"id": addon.id, "name": addon.name, "app": mention(apps[addon.app_id])} if addon else None,
        "app": mention(apps[drain.app_id]),
        "created_at": drain.created_at,
        "id": drain.id,
        "token": drain.token,
        "updated_at": drain.updated_at,
        "url": drain.url,
    }


def add_drain(app: App, url: str, addon_id: str | None = None) -> LogDrain:
    """Take a drain in."""
    return log_drains.add(LogDrain(app_id=app.id, url=url, token=f"d.{new_id()}", addon_id=addon_id))


@on("addon.provisioned")
def _drain_of_provider(addon: AddOn) -> None:
    """Providers that read logs add a drain of their own, which goes with the add-on."""
    if add_on_services[addon.service_id].reads_logs:
        add_drain(apps[addon.app_id], f"syslog+tls://{hexadecimal(8)}.simulator.invalid:{number(4)}", addon.id)


@operation("GET", "/apps/{app}/log-drains", ranges=("id", "url"))
def list_(call: Call, app: App) -> list[LogDrain]:
    """Log Drain List."""
    return log_drains.where("app_id", app.id)


@operation("GET", "/apps/{app}/log-drains/{log_drain}")
def info(call: Call, app: App, log_drain: LogDrain) -> LogDrain:
    """Log Drain Info."""
    return log_drain


@operation("POST", "/apps/{app}/log-drains", params={"url": text(required=True)})
def create(call: Call, app: App) -> LogDrain:
    """Log Drain Create; a very new app has no log channel yet (behaviour.md 2.2)."""
    if app.generation == "fir":
        raise errors.invalid_params("Log drains are not available for apps of the fir generation.")
    if not app.has_log_channel:
        message = "App hasn't yet been assigned a log channel. Please try again momentarily."
        raise errors.ApiError(switches.status("log_channel_status"), "invalid_params", message)
    url: str = call.body["url"]
    parts = urlsplit(url)
    bare = "://" not in url and switches["drain_without_scheme"] == "taken"
    if not bare and (parts.scheme not in SCHEMES or not parts.netloc):
        raise errors.invalid_params("Url is invalid")
    own = [drain for drain in log_drains.where("app_id", app.id) if drain.addon_id is None]
    if any(drain.url == url for drain in own):
        raise errors.invalid_params("Url has already been taken")
    if len(own) >= MOST_DRAINS:
        raise errors.invalid_params(f"You have reached the limit of {MOST_DRAINS} log drains for this app.")
    return add_drain(app, url)


@operation("DELETE", "/apps/{app}/log-drains/{log_drain}")
def delete(call: Call, app: App, log_drain: LogDrain) -> LogDrain:
    """Log Drain Delete; that of an add-on goes with the add-on only."""
    if log_drain.addon_id is not None:
        raise errors.forbidden("This log drain belongs to an add-on and cannot be removed.")
    log_drains.remove(log_drain)
    return log_drain


@operation("GET", "/addons/{addon}/log-drains", ranges=("id", "url"))
def list_by_addon(call: Call, addon: AddOn) -> list[LogDrain]:
    """Log Drain List By Add-on."""
    return log_drains.where("addon_id", addon.id)


@operation("PUT", "/addons/{addon}/log-drains/{log_drain}", params={"url": text(required=True)})
def update_by_addon(call: Call, addon: AddOn, log_drain: LogDrain) -> LogDrain:
    """Log Drain Update: for the partner that owns it."""
    log_drains.update(log_drain, url=call.body["url"])
    return log_drain
