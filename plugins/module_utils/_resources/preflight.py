# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Heroku certainly refuses, and a read can tell before anything is written: behaviour.md 2 and 3.

Called from preflights, so only by tasks that are about to write, in check mode too. Where the token may not look,
Heroku judges.
"""

from __future__ import annotations

import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, Need, View, part_of
from .._engine.values import Record
from .._lib.references import same_thing
from .common import ACCOUNT, FIR, FORMATION, REGIONS, SPACES, STACKS, TEAMS

IN_PROJECT = "that can be set from outside: its project.toml names them"
VERIFY = "https://heroku.com/verify"


def allowed(view: View, need: Need) -> t.Any:
    """The answer to a question that the token may not be allowed to ask: None for a 403. Raises as View.get does."""
    try:
        return view.get(need)
    except HerokuError as error:
        if error.status != 403:
            raise
        return None


def check_exists(view: View, kind: Kind, name: str, what: str) -> Record | None:
    """The thing of this name or id; None when the token may not look.

    Raises InvalidInput when nothing is there; ``what`` names it, such as "team".
    """
    try:
        found = view.get(kind.named(name))
    except HerokuError as error:
        if error.status == 403:
            return None
        raise
    if found is None:
        raise InvalidInput(f"There is no {what} {name}, or the token's account has no access to it.")
    return t.cast(Record, found)


def check_listed(view: View, kind: Kind, name: str, what: str) -> Record:
    """The item of this name or id of a list that everybody can see. Raises InvalidInput with what there is."""
    known = view.get(kind.of())
    found = next((item for item in known if name in (item["id"], item["name"])), None)
    if found is None:
        names = ", ".join(sorted(item["name"] for item in known))
        raise InvalidInput(f"There is no {what} {name}; choose one of {names}.")
    return t.cast(Record, found)


def check_places(view: View, places: t.Mapping[str, str | None]) -> dict[str, Record | None]:
    """Where an app is put has to exist: its region, stack, team and space, by these keys; returns what was looked up.

    Raises InvalidInput, and when the space belongs to another team.
    """
    found: dict[str, Record | None] = {}
    for what, kind in (("region", REGIONS), ("stack", STACKS)):
        if places.get(what):
            found[what] = check_listed(view, kind, places[what] or "", what)
    for what, kind in (("team", TEAMS), ("space", SPACES)):
        found[what] = check_exists(view, kind, places[what] or "", what) if places.get(what) else None
    team, space = found["team"], found["space"]
    if team and space and not same_thing(space["team"], team):
        raise InvalidInput(
            f"The space {space['name']} belongs to the team {space['team']['name']}, and not to {team['name']}."
        )
    if space and found.get("region"):
        check_region(space, t.cast(Record, found["region"]))
    return found


def check_region(space: Record, region: Record) -> None:
    """Raises InvalidInput for a region that a new app could not have, since its space is elsewhere."""
    where = space["region"]["name"]
    if region.get("private_capable") is False or (isinstance(where, str) and where != region["name"]):
        there = f" {where}" if isinstance(where, str) else ""
        raise InvalidInput(
            f"An app is in the region{there} of its space, {space['name']}, and cannot be in {region['name']}: leave "
            "region out.",
            option="region",
        )


def check_verified(view: View, deed: str, owner: t.Callable[[], t.Any] | None = None) -> None:
    """Raises InvalidInput when the account has to be verified before ``deed``, such as "make an app".

    ``owner``, asked only if the account is not verified, is the id of the account that it depends on: of any other one,
    a team's above all, nothing is known here.
    """
    account = allowed(view, ACCOUNT.of())
    if account and account["verified"] is False and (owner is None or owner() == account["id"]):
        raise InvalidInput(
            f"The account {account['email']} cannot {deed} before it is verified, which takes payment information: "
            f"{VERIFY}"
        )


def check_room(there: t.Sequence[t.Any], most: int, what: str, owner: str = "app") -> None:
    """Raises InvalidInput when there are as many of something as an app, or another owner, can have."""
    if len(there) >= most:
        raise InvalidInput(f"The {owner} has {len(there)} {what} already, and Heroku allows {most}: remove one first.")


def check_cedar(view: View, need: Need, what: str) -> None:
    """Raises InvalidInput for a space or app that is only foreseen and of the Fir generation, which has no ``what``.

    Of one that is there, Heroku itself says so when it is asked for it, in check mode too.
    """
    thing = view.foreseen(need)
    if thing and part_of(thing, "generation.name") == FIR:
        raise InvalidInput(f"{thing['name']} is of the Fir generation, which has no {what}.")


def check_no_eco(view: View, app: str, thing: str) -> None:
    """Raises InvalidInput when an app, by name or id, runs on Eco dynos (behaviour.md 2.2).

    ``thing`` begins the message, such as "Certificates are".
    """
    eco = sorted(item["type"] for item in allowed(view, FORMATION.of(app)) or () if str(item["size"]).lower() == "eco")
    if eco:
        raise InvalidInput(
            f"{thing} not for Eco dynos, and {', '.join(eco)} of {app} "
            f"{'has' if len(eco) == 1 else 'have'} that size: community.heroku.heroku_formation changes it."
        )
