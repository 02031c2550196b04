# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What metered add-ons were used (``3.sdk`` only; the numbers are ours [I]: nothing is used here, so all are 0)."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..clock import clock, iso, seconds_of
from ..operation import operation
from .account import Account
from .add_on import AddOn, add_ons
from .app import App, apps, wanted_app
from .plan import plans
from .team import Team

if TYPE_CHECKING:
    from ..application import Call

METER = "storage"
# How long a history may be, and the size of its pieces.
DURATIONS = MappingProxyType(
    {
        "P3D": (timedelta(days=3), "PT1H", timedelta(hours=1)),
        "P1W": (timedelta(days=7), "PT2H", timedelta(hours=2)),
        "P2W": (timedelta(days=14), "PT4H", timedelta(hours=4)),
        "P1M": (timedelta(days=30), "PT6H", timedelta(hours=6)),
        "P3M": (timedelta(days=90), "P1D", timedelta(days=1)),
    }
)


def _of_app(app: App) -> list[dict[str, Any]]:
    metered = [addon for addon in add_ons.where("app_id", app.id) if plans[addon.plan_id].metered]
    return [{"id": addon.id, "meters": {METER: {"quantity": 0}}} for addon in metered]


@operation("GET", "/apps/{app}/usage")
def info(call: Call, app: App) -> dict[str, Any]:
    """Usage Info of an app."""
    return {"addons": _of_app(app)}


@operation("GET", "/teams/{team}/apps/{app}/usage")
def info_of_team_app(call: Call, team: Team, app: App) -> dict[str, Any]:
    """Usage Info of a team's app."""
    if app.team_id != team.id:
        raise errors.not_found("app")
    return {"addons": _of_app(app)}


@operation("GET", "/teams/{team}/usage")
def info_of_team(call: Call, team: Team) -> dict[str, Any]:
    """Usage Info of a team's apps."""
    return {"apps": [{"id": app.id, "addons": _of_app(app)} for app in apps.where("team_id", team.id)]}


def _metered(identity: str, account: Account) -> AddOn:
    addon = add_ons.get(identity)
    if addon is None:
        raise errors.not_found("resource")
    wanted_app(addon.app_id, account, "view")
    return addon


@operation("GET", "/resource/{resource_id:text}/usage-history")
def history(call: Call, resource_id: str) -> dict[str, Any]:
    """Usage History Info, of an add-on: a month unless the query says so."""
    addon = _metered(resource_id, call.account)
    duration = call.query.get("duration", "P1M")
    if duration not in DURATIONS:
        raise errors.invalid_params(f"Duration must be one of {', '.join(DURATIONS)}.")
    length, resolution, step = DURATIONS[duration]
    begin = clock.now() - length.total_seconds()
    if "start" in call.query:
        try:
            begin = seconds_of(f"{call.query['start']}T00:00:00Z")
        except ValueError:
            raise errors.invalid_params("Start is not a valid date") from None
    times = [iso(begin + number * step.total_seconds()) for number in range(int(length / step))]
    points = [0] * len(times)
    usage = [{"meter_key": METER, "usage_data_points": points}] if plans[addon.plan_id].metered else []
    return {
        "bucket_resolution": resolution,
        "resource_id": addon.id,
        "usage": usage,
        "usage_timestamps": times,
    }
