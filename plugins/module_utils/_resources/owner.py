# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can own apps, pipelines and the like: behaviour.md 3.1, 3.12."""

from __future__ import annotations

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, View
from .._engine.values import Record
from .._lib.references import is_uuid
from .common import ACCOUNT, TEAM_OWNER, TEAMS, handle

SELF = "self"  # the account that the token belongs to
USER, TEAM = "user", "team"
MEMBERS = Kind("team_member", "/teams/{}/members", by="email", parent="team", shape={"user": {"id": None}, "email": ""})


def is_address(text: str) -> bool:
    """Whether an owner is given as the e-mail address of a person, and not as the one that stands for a team."""
    return "@" in text and not text.endswith(TEAM_OWNER)


def team_name(text: str) -> str:
    """The name of a team, given as such or as the address that stands for it."""
    return text.removesuffix(TEAM_OWNER)


def find_owner(view: View, text: str) -> Record:
    """Who is meant by "self", an e-mail address, the name of a team, or the id of either.

    Returns ``{id, type, name}``: ``type`` is "user" or "team", ``name`` an address or a name. Of an address the
    id is None, since Heroku does not look people up; of the id of a person, the name. Nothing is read for an address.
    Raises InvalidInput for what can mean nobody, and HerokuError.
    """
    if text == SELF:
        account = view.get(ACCOUNT.of())
        return {"id": account["id"], "type": USER, "name": account["email"]}
    if is_address(text):
        return {"id": None, "type": USER, "name": text}
    name = team_name(text)
    try:
        team = view.get(TEAMS.named(name))
    except HerokuError as error:
        if error.status != 403:
            raise
        team = None
    if team is not None:
        return {"id": team["id"], "type": TEAM, "name": team["name"]}
    if is_uuid(text):
        return {"id": text, "type": USER, "name": None}
    raise InvalidInput(f"The token's account is in no team {name}: give a team, an e-mail address, an ID, or {SELF}.")


def find_owner_id(view: View, text: str) -> Record:
    """The ``{id, type}`` of who is meant; an address is searched among the account's own and those of its teams.

    Raises InvalidInput when there is nobody, and HerokuError.
    """
    owner = find_owner(view, text)
    return {"id": find_person(view, text) if owner["id"] is None else owner["id"], "type": owner["type"]}


def find_person(view: View, email: str) -> str:
    """The id of a person. Raises InvalidInput for somebody whom the account does not know."""
    account = view.get(ACCOUNT.of())
    if account["email"].lower() == email.lower():
        return str(account["id"])
    for team in view.get(TEAMS.of()):
        try:
            members = view.get(MEMBERS.of(handle(team)))
        except HerokuError as error:  # not everybody in a team may see who else is
            if error.status not in (403, 404):
                raise
            continue
        for member in members:
            if member["email"].lower() == email.lower() and member["user"]["id"]:
                return str(member["user"]["id"])
    raise InvalidInput(f"{email} is in none of your teams, so Heroku does not tell who that is: give the account's ID.")
