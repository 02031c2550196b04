# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters: many records in one request, by their ids (behaviour.md 1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..operation import operation
from ..params import list_of, structure, text
from .app import App, apps, permissions_of, visible_apps
from .team_app import write

if TYPE_CHECKING:
    from ..application import Call


@operation(
    "POST",
    "/filters/apps",
    params={"in": structure({"id": list_of(text())})},
    status=200,
    ranges=("id",),
    scope="read",
    write_as=write,
)
def filter_apps(call: Call) -> list[App]:
    """Filters Apps: those that the caller cannot see are left out."""
    wanted = call.body.get("in", {}).get("id")
    if wanted is None:
        return visible_apps(call.account)
    found = [apps.get(app_id) for app_id in dict.fromkeys(wanted)]
    return [app for app in found if app and permissions_of(call.account, app)]
