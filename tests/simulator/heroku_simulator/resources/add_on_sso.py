# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a customer gets to an add-on's dashboard (``3.sdk`` only): an address and what to send there, signed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from ..clock import clock
from ..operation import operation
from ..settings import settings
from .add_on import AddOn, attachments
from .app import App, apps

if TYPE_CHECKING:
    from ..application import Call


def _sso(call: Call, addon: AddOn, app: App | None) -> dict[str, Any]:
    owning = apps[addon.app_id]
    attached = app or next((apps[item.app_id] for item in attachments.where("addon_id", addon.id)), owning)
    timestamp = int(clock.now())
    token = hashlib.sha1(f"{addon.id}:{timestamp}".encode(), usedforsecurity=False).hexdigest()
    return {
        "action": f"{settings.url}/heroku/resources/{addon.provider_id}",
        "method": "post",
        "params": {
            "attached_app": attached.name,
            "email": call.account.email,
            "id": addon.provider_id,
            "nav-data": "e30=",
            "owning_app": owning.name,
            "resource_id": addon.id,
            "resource_token": token,
            "timestamp": timestamp,
            "token": token,
            "user_id": call.account.id,
        },
    }


@operation("GET", "/addons/{addon}/sso", secret_body=True)
def info(call: Call, addon: AddOn) -> dict[str, Any]:
    """Add-on SSO."""
    return _sso(call, addon, None)


@operation("GET", "/apps/{app}/addons/{addon}/sso", secret_body=True)
def info_by_app(call: Call, app: App, addon: AddOn) -> dict[str, Any]:
    """Add-on SSO by App."""
    return _sso(call, addon, app)
