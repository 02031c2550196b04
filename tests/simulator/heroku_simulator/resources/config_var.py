# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Config vars (behaviour.md 3.2): one object per app, merged by PATCH, one release per effective change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..errors import attachment_values, invalid_params, wrong_type
from ..operation import operation
from ..params import VARIABLE
from ..switches import switches
from .add_on import owned_names
from .app import App
from .release import COMMAND_WARNING, Release, create_release, next_config

if TYPE_CHECKING:
    from ..application import Call


def _clean(body: dict[str, Any]) -> dict[str, str | None]:
    """The changes that a body asks for. Raises the 422 for keys and values that cannot be [I: texts]."""
    changes: dict[str, str | None] = {}
    for key, given in body.items():
        value = given
        if not re.fullmatch(VARIABLE, key):
            raise invalid_params(f"Config var names cannot be empty, nor contain = or NUL, as {key!r} does.")
        if value is not None and not isinstance(value, str):
            if switches["config_value_types"] == "refused" or isinstance(value, (dict, list)):
                raise wrong_type(key, "a string")
            value = str(value).lower() if isinstance(value, bool) else str(value)
        if value == "" and switches["empty_config_value"] == "refused":
            raise invalid_params(f"Config var {key} can't be blank.")
        changes[key] = value
    return changes


def describe(set_keys: list[str], removed: list[str]) -> str:
    """``Set A, B config vars``; sorted, as in the recorded samples."""
    parts = []
    if set_keys:
        parts.append(f"Set {', '.join(sorted(set_keys))}")
    if removed:
        parts.append(f"Remove {', '.join(sorted(removed))}")
    return f"{', '.join(parts) or 'Set'} config vars"


def check_size(config: dict[str, str]) -> None:
    """Raises the 422 for a config that is too large (behaviour.md 3.2; the text is ours)."""
    limit = switches.status("config_size")
    if sum(len(key.encode()) + len(value.encode()) for key, value in config.items()) > limit:
        raise invalid_params(f"Config vars are limited to {limit} bytes per app.")


@operation("GET", "/apps/{app}/config-vars", scope="protected", access="deploy", secret_body=True)
def info_for_app(call: Call, app: App) -> dict[str, str]:
    """Config Vars Info for App: everything, what attachments own included."""
    return app.config


@operation("GET", "/apps/{app}/releases/{release}/config-vars", scope="protected", access="deploy", secret_body=True)
def info_for_app_release(call: Call, app: App, release: Release) -> dict[str, str]:
    """Config Vars Info for App Release."""
    return release.config


def change(call: Call, app: App, given: dict[str, Any]) -> Release | None:
    """Change config vars, all or nothing, in one release, which is returned; None when nothing is to be done."""
    changes = _clean(given)
    config = next_config(app)
    set_keys = [key for key, value in changes.items() if value is not None and config.get(key) != value]
    removed = [key for key, value in changes.items() if value is None and key in config]
    owned = owned_names(app) & set(changes)
    if owned:
        raise attachment_values(owned)
    wanted = {key: value for key, value in config.items() if key not in removed}
    wanted |= {key: changes[key] or "" for key in set_keys}
    check_size(wanted)
    if not set_keys and not removed:
        if switches["noop_config_patch"] == "no_release":
            return None
        set_keys = [key for key, value in changes.items() if value is not None]
    release = create_release(app, call.account, describe(set_keys, removed), config=wanted)
    if release.status == "pending":
        call.warn(COMMAND_WARNING)
    return release


@operation("PATCH", "/apps/{app}/config-vars", scope="protected", access="deploy", secret_body=True)
def update(call: Call, app: App) -> dict[str, str]:
    """Config Vars Update: all or nothing, and one release."""
    release = change(call, app, call.body)
    if release is not None and release.status == "pending" and switches["config_patch_body"] == "new":
        return release.config
    return app.config
