# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the caller may do (``3.sdk`` only).

The names of capabilities are not in the schema: who can change a thing has every capability on it, who cannot see it
has none [I].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..operation import operation
from ..params import list_of, structure, text
from .account import Account
from .app import App, apps, permissions_of
from .team import role_of, teams

if TYPE_CHECKING:
    from ..application import Call


def _app_can(app: App | None, account: Account) -> bool:
    return app is not None and "operate" in permissions_of(account, app)


def _answer(asked: dict[str, Any], account: Account) -> dict[str, Any]:
    identity = asked["resource_id"] or ""
    app = apps.find(identity, "name") if asked["resource_type"] == "app" else None
    team = teams.find(identity, "name") if asked["resource_type"] == "team" else None
    found = app or team
    return {
        "capability": asked["capability"],
        "capable": _app_can(app, account) or (team is not None and role_of(team.id, account) == "admin"),
        "requires_second_factor": app is not None and app.two_factor,
        "resource_canonical_id": found.id if found else "",
        "resource_id": asked["resource_id"],
        "resource_type": asked["resource_type"],
    }


@operation(
    "PUT",
    "/users/~/capabilities",
    params={
        "capabilities": list_of(
            structure(
                {
                    "capability": text(required=True),
                    "resource_id": text(required=True, nullable=True),
                    "resource_type": text(required=True),
                }
            ),
            required=True,
        )
    },
    scope="read",
)
def capabilities(call: Call) -> dict[str, Any]:
    """Capabilities."""
    return {"capabilities": [_answer(asked, call.account) for asked in call.body["capabilities"]]}
