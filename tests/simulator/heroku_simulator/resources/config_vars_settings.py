# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Config vars with what is known about each (``3.sdk`` only): which are masked, for good, so that nobody reads them.

What else masking does is ours [I]: here it hides the value from this list, and not from ``config-vars``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import invalid_params
from ..operation import operation
from ..params import boolean, list_of, structure, text
from ..store import Record, Table
from .add_on import attachments, config_of
from .app import App, apps
from .config_var import change

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class MaskedConfigVar(Record):
    """That a config var of an app is masked."""

    app_id: str
    key: str


masked_config_vars = Table("masked_config_vars", MaskedConfigVar, parents={"app_id": apps})


def _masked(app: App) -> set[str]:
    return {item.key for item in masked_config_vars.where("app_id", app.id)}


def _settings(app: App) -> list[dict[str, Any]]:
    """The resource ``config-vars-settings`` of each config var."""
    owners = {name: item.id for item in attachments.where("app_id", app.id) for name in config_of(item)}
    masked = _masked(app)
    return [
        {
            "attachment": {"id": owners[key]} if key in owners else None,
            "key": key,
            "masked": key in masked,
            "masking_supported": key not in owners,
            "value": None if key in masked else value,
            "value_updated_at": app.released_at or app.created_at,
        }
        for key, value in sorted(app.config.items())
    ]


@operation("GET", "/apps/{app}/config-vars-settings", scope="protected", access="deploy", secret_body=True)
def list_(call: Call, app: App) -> list[dict[str, Any]]:
    """Config Vars Settings List."""
    return _settings(app)


@operation(
    "PATCH",
    "/apps/{app}/config-vars-settings",
    params={
        "config": list_of(
            structure({"key": text(required=True), "value": text(nullable=True), "masked": boolean()}), required=True
        )
    },
    scope="protected",
    access="deploy",
    secret_body=True,
)
def update(call: Call, app: App) -> list[dict[str, Any]]:
    """Config Vars Settings Update, in one release; what is masked cannot be unmasked."""
    masked = _masked(app)
    wanted = call.body["config"]
    for item in wanted:
        if item["key"] in masked and item.get("masked") is False:
            raise invalid_params(f"Config var {item['key']} is masked, and cannot be unmasked.")
    values = {item["key"]: item["value"] for item in wanted if "value" in item}
    if values:
        change(call, app, values)
    for item in wanted:
        if item.get("masked") and item["key"] not in masked:
            masked_config_vars.add(MaskedConfigVar(app_id=app.id, key=item["key"]))
    for stored in masked_config_vars.where("app_id", app.id):
        if values.get(stored.key, "") is None:
            masked_config_vars.remove(stored)
    return _settings(app)
