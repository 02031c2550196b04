# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Heroku certainly refuses, and a read can tell before anything is written: behaviour.md 2 and 3.

Each check costs the requests that it names, and is called from M(Resource.examine), so only by tasks that are about to
write, in check mode too. Where the token may not look, Heroku judges.
"""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import HerokuClient, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

VERIFY = "https://heroku.com/verify"


def look(ask: t.Callable[[], t.Any]) -> t.Any:
    """The answer to a question that the token may not be allowed to ask: None for a 403. Raises HerokuError."""
    try:
        return ask()
    except HerokuError as error:
        if error.status != 403:
            raise
        return None


def check_exists(client: HerokuClient, path: str, name: str, what: str) -> dict[str, t.Any] | None:
    """What is there under C(path), such as C(/teams/{}), by this name or id; None when the token may not look.

    One GET. Raises InvalidInput when nothing is there; C(what) names it, such as C(team).
    """
    try:
        return look(lambda: client.get(segments(path, name)))
    except HerokuError as error:
        if not error.not_found:
            raise
        raise InvalidInput(f"There is no {what} {name}, or the token's account has no access to it.") from None


def check_listed(client: HerokuClient, path: str, name: str, what: str) -> None:
    """Raises InvalidInput, with what there is, when a list that everybody can see has no item C(name). One GET."""
    known = client.list(path)
    if not any(name in (item["id"], item["name"]) for item in known):
        raise InvalidInput(f"There is no {what} {name}. There are {', '.join(sorted(item['name'] for item in known))}.")


def check_places(client: HerokuClient, places: t.Mapping[str, str | None]) -> None:
    """Where an app is put has to exist: its region, stack, team and space, by these keys. One GET for each.

    Raises InvalidInput, and when the space belongs to another team.
    """
    for what in ("region", "stack"):
        if places.get(what):
            check_listed(client, f"/{what}s", places[what] or "", what)
    team, space = (
        check_exists(client, f"/{what}s/{{}}", places[what] or "", what) if places.get(what) else None
        for what in ("team", "space")
    )
    if team and space and space["team"]["id"] != team["id"]:
        raise InvalidInput(
            f"The space {space['name']} belongs to the team {space['team']['name']}, and not to {team['name']}."
        )


def check_verified(resource: Resource, deed: str, owner: t.Callable[[], str] | None = None) -> None:
    """Raises InvalidInput when the account has to be verified before C(deed), such as C(make an app).

    One GET. C(owner), asked only if the account is not verified, is the id of the account that it depends on: of any
    other one, a team's above all, nothing is known here.
    """
    account = look(lambda: resource.client.get("/account"))
    if account and account.get("verified") is False and (owner is None or owner() == account["id"]):
        raise InvalidInput(
            f"The account {account['email']} cannot {deed} before it is verified, which takes payment information: "
            f"{VERIFY}"
        )


def check_room(there: t.Sequence[t.Any], most: int, what: str) -> None:
    """Raises InvalidInput when there are as many of something as an app can have. No request."""
    if len(there) >= most:
        raise InvalidInput(f"The app has {len(there)} {what} already, and Heroku allows {most}: take one away first.")


def check_no_eco(client: HerokuClient, app: str, thing: str) -> None:
    """Raises InvalidInput when an app, by name or id, runs on Eco dynos (behaviour.md 2.2). One GET.

    C(thing) begins the message, such as C(Certificates are).
    """
    formation = look(lambda: client.list(segments("/apps/{}/formation", app)))
    eco = sorted(item["type"] for item in formation or () if (item["size"] or "").lower() == "eco")
    if eco:
        raise InvalidInput(
            f"{thing} not for Eco dynos, and {', '.join(eco)} of {app} "
            f"{'has' if len(eco) == 1 else 'have'} that size: community.heroku.heroku_formation changes it."
        )
