# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When an account or a team that does not pay loses its service (behaviour.md 3.22). How long Heroku waits is [I]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..clock import iso, seconds_of
from ..operation import operation
from .team import Team

if TYPE_CHECKING:
    from ..application import Call

DAY = 86400
SUSPENDED_AFTER = 30 * DAY
DELETED_AFTER = 60 * DAY


def _schedule(delinquent_at: str | None) -> dict[str, Any]:
    """The resources ``account-delinquency`` and ``team-delinquency``."""
    if delinquent_at is None:
        return {"scheduled_suspension_time": None, "scheduled_deletion_time": None}
    since = seconds_of(delinquent_at)
    return {
        "scheduled_suspension_time": iso(since + SUSPENDED_AFTER),
        "scheduled_deletion_time": iso(since + DELETED_AFTER),
    }


@operation("GET", "/account/delinquency")
def info(call: Call) -> dict[str, Any]:
    """Account Delinquency Info."""
    return _schedule(call.account.delinquent_at)


@operation("GET", "/teams/{team}/delinquency")
def info_of_team(call: Call, team: Team) -> dict[str, Any]:
    """Team Delinquency Info."""
    return _schedule(team.delinquent_at)
