# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The dynos of a space, by app: what the official command asks for, though the schema does not have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..operation import View, operation
from .app import apps
from .dyno import dynos, write
from .space import Space

if TYPE_CHECKING:
    from ..application import Call


@operation("GET", "/spaces/{space}/dynos")
def list_(call: Call, space: Space) -> list[dict[str, Any]]:
    """Space Dyno List."""
    view = View()
    return [
        {
            "app_id": app.id,
            "app_name": app.name,
            "dynos": [write(dyno, view) for dyno in dynos.where("app_id", app.id)],
        }
        for app in apps.where("space_id", space.id)
    ]
