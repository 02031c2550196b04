# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can own apps, pipelines and the like: a person or a team, behaviour.md 3.1, 3.12 and 3.20."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import HerokuClient, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import is_uuid
from ansible_collections.community.heroku.plugins.module_utils.team import TEAM_OWNER

SELF = "self"  # the account that the token belongs to
USER, TEAM = "user", "team"


def is_address(text: str) -> bool:
    """Whether an owner is given as the e-mail address of a person, and not as the one that stands for a team."""
    return "@" in text and not text.endswith(TEAM_OWNER)


def find_owner(client: HerokuClient, text: str) -> dict[str, t.Any]:
    """Who is meant by C(self), an e-mail address, the name of a team, or the id of either.

    Returns C({id, type, name}): C(type) is C(user) or C(team), C(name) the address or the team's name. Of an address
    the id is None, since Heroku does not look people up; of the id of a person, the name. No request for an address,
    else one. Raises InvalidInput for what can mean nobody, and HerokuError.
    """
    if text == SELF:
        account = client.get("/account")
        return {"id": account["id"], "type": USER, "name": account["email"]}
    if is_address(text):
        return {"id": None, "type": USER, "name": text}
    name = text.removesuffix(TEAM_OWNER)
    try:
        team = client.get(segments("/teams/{}", name))
    except HerokuError as error:
        if error.status not in (403, 404):
            raise
        if is_uuid(text):
            return {"id": text, "type": USER, "name": None}
        raise InvalidInput(
            f"The token's account is in no team {name}: give a team, an e-mail address, an ID, or {SELF}."
        ) from None
    return {"id": team["id"], "type": TEAM, "name": team["name"]}


def find_owner_id(client: HerokuClient, text: str) -> dict[str, str]:
    """The C({id, type}) of who is meant; an address is searched among the account's own and those of its teams.

    Raises InvalidInput when there is nobody, and HerokuError.
    """
    owner = find_owner(client, text)
    return {"id": owner["id"] or find_person(client, text), "type": owner["type"]}


def find_person(client: HerokuClient, email: str) -> str:
    """The id of a person. Raises InvalidInput for somebody whom the account does not know."""
    account = client.get("/account")
    if account["email"].lower() == email.lower():
        return account["id"]
    for team in client.list("/teams", by="name"):
        try:
            members = client.list(segments("/teams/{}/members", team["id"]), by="email")
        except HerokuError as error:  # not everybody in a team may see who else is
            if error.status not in (403, 404):
                raise
            continue
        for member in members:
            if member["email"].lower() == email.lower() and member.get("user"):
                return member["user"]["id"]
    raise InvalidInput(f"{email} is in none of your teams, so Heroku does not tell who that is: give the account's ID.")
