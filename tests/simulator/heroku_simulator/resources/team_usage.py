# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Usage and licences of teams and enterprise accounts (the schema; which numbers come is ours [I]).

What an app has now is what it had on each day that is asked for: a dyno counts as one, an add-on with its share of the
price.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import errors
from ..clock import clock
from ..operation import operation
from .add_on import add_ons
from .add_on_service import add_on_services
from .app import App, apps
from .enterprise_account import EnterpriseAccount, check_permission
from .formation import formations
from .plan import plans
from .space import spaces
from .team import Team, teams

if TYPE_CHECKING:
    from ..application import Call

_DAYS_OF_A_MONTH = 30
_FIRST_PARTY = ("heroku-postgresql", "heroku-redis", "heroku-kafka")
_SUMS = ("addons", "data", "dynos", "partner", "space")
_FORMATS = MappingProxyType({"daily": "%Y-%m-%d", "monthly": "%Y-%m"})


def _today() -> dt.date:
    return dt.date.fromisoformat(clock.timestamp()[:10])


def _moment(call: Call, name: str, kind: str) -> dt.date:
    given = call.query.get(name)
    if given is None:
        return _today()
    try:
        found = dt.datetime.strptime(given, _FORMATS[kind]).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise errors.invalid_params(f"{name.capitalize()} is not a valid date") from None
    return found


def _periods(call: Call, kind: str) -> Iterator[str]:
    """The days or months that a call asks for, as texts. Raises the errors for parameters that make no sense."""
    if "start" not in call.query:
        raise errors.required_params(["start"])
    start, end = _moment(call, "start", kind), _moment(call, "end", kind)
    if end < start:
        raise errors.invalid_params("End must not be before start")
    while start <= end:
        yield start.strftime(_FORMATS[kind])
        start += dt.timedelta(days=1)
        if kind == "monthly":
            while start.day != 1 and start <= end:
                start += dt.timedelta(days=1)


def _of_app(app: App, days: int) -> dict[str, Any]:
    cost = {"data": 0.0, "partner": 0.0}
    for addon in add_ons.where("app_id", app.id):
        plan = plans[addon.plan_id]
        kind = "data" if add_on_services[plan.service_id].name in _FIRST_PARTY else "partner"
        cost[kind] += plan.cents / 100 / _DAYS_OF_A_MONTH * days
    return {
        "addons": round(cost["data"] + cost["partner"], 2),
        "app_name": app.name,
        "data": round(cost["data"], 2),
        "dynos": float(sum(item.quantity for item in formations.where("app_id", app.id)) * days),
        "partner": round(cost["partner"], 2),
    }


def _of_team(team: Team, kind: str) -> dict[str, Any]:
    days = 1 if kind == "daily" else _DAYS_OF_A_MONTH
    used = [_of_app(app, days) for app in apps.where("team_id", team.id)]
    usage = {name: round(sum(app[name] for app in used), 2) for name in _SUMS if name != "space"}
    usage |= {"apps": used, "id": team.id, "name": team.name, "space": float(spaces.count("team_id", team.id))}
    return usage if kind == "daily" else {**usage, "connect": 0}


def _stamped(usage: dict[str, Any], kind: str, period: str) -> dict[str, Any]:
    return {**usage, "date" if kind == "daily" else "month": period}


def _team_usage(call: Call, team: Team, kind: str) -> list[dict[str, Any]]:
    return [_stamped(_of_team(team, kind), kind, period) for period in _periods(call, kind)]


def _enterprise_usage(call: Call, enterprise: EnterpriseAccount, kind: str) -> list[dict[str, Any]]:
    check_permission(call.account, enterprise, "view")
    answers = []
    for period in _periods(call, kind):
        used = [_of_team(team, kind) for team in teams.where("enterprise_account_id", enterprise.id)]
        names = _SUMS if kind == "daily" else (*_SUMS, "connect")
        sums = {name: round(sum(team[name] for team in used), 2) for name in names}
        answers.append(_stamped({**sums, "id": enterprise.id, "name": enterprise.name, "teams": used}, kind, period))
    return answers


@operation("GET", "/teams/{team}/usage/daily")
def daily(call: Call, team: Team) -> list[dict[str, Any]]:
    """Team Daily Usage Info."""
    return _team_usage(call, team, "daily")


@operation("GET", "/teams/{team}/usage/monthly")
def monthly(call: Call, team: Team) -> list[dict[str, Any]]:
    """Team Monthly Usage Info."""
    return _team_usage(call, team, "monthly")


@operation("GET", "/enterprise-accounts/{enterprise_account}/usage/daily")
def enterprise_daily(call: Call, enterprise_account: EnterpriseAccount) -> list[dict[str, Any]]:
    """Enterprise Account Daily Usage Info."""
    return _enterprise_usage(call, enterprise_account, "daily")


@operation("GET", "/enterprise-accounts/{enterprise_account}/usage/monthly")
def enterprise_monthly(call: Call, enterprise_account: EnterpriseAccount) -> list[dict[str, Any]]:
    """Enterprise Account Monthly Usage Info."""
    return _enterprise_usage(call, enterprise_account, "monthly")


def _licenses(team: Team) -> list[dict[str, Any]]:
    if not team.provisioned_licenses:
        return []
    used = sum(item.quantity for app in apps.where("team_id", team.id) for item in formations.where("app_id", app.id))
    year = _today().year
    return [
        {
            "start_date": f"{year}-01-01",
            "end_date": f"{year}-12-31",
            "qty": 100,
            "consumed": used,
            "code": "add",
            "name": "HerokuDynoUnits1",
        }
    ]


@operation("GET", "/teams/{team}/licenses")
def list_licenses(call: Call, team: Team) -> list[dict[str, Any]]:
    """Team License List (version 3.sdk): of teams whose licences are provisioned."""
    return _licenses(team)


@operation("GET", "/teams/{team}/license-collections")
def list_license_collections(call: Call, team: Team) -> list[dict[str, Any]]:
    """Team License Collection List (version 3.sdk)."""
    licenses = _licenses(team)
    return [{"period": _today().strftime("%Y-%m"), "licenses": licenses}] if licenses else []
