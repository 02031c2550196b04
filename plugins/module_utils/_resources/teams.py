# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What belongs to teams and to enterprise accounts, and is asked for by several resources: behaviour.md 3.10."""

from __future__ import annotations

from .._engine.facts import Kind, View
from .._engine.values import Record, Spec
from .common import INVITE, NO_TEAM, TEAM_FEATURES, TEAMS, existing

TEAM_OPTIONS: Spec = {"team": {"type": "str", "required": True}}
ENTERPRISE_OPTIONS: Spec = {"enterprise_account": {"type": "str", "required": True}}
NO_ENTERPRISE_ACCOUNT = (
    "Check the enterprise account's name; community.heroku.heroku_enterprise_account_info lists yours."
)
SDK = {"Accept": "application/vnd.heroku+json; version=3.sdk"}  # for what only this variant of the API has
INVITATIONS = {"Accept": "application/vnd.heroku+json; version=3.team-invitations"}
ROLES = ("admin", "member", "viewer")  # of members; who is only a collaborator of some of the team's apps is none
PERSON: Record = {"email": None, "id": None, "name": None}

ENTERPRISE_ACCOUNTS = Kind("enterprise_account", "/enterprise-accounts", shape={"identity_provider": None})
ENTERPRISE_TEAMS = Kind(
    "enterprise_team", "/enterprise-accounts/{}/teams", parent="enterprise_account", no_parent=NO_ENTERPRISE_ACCOUNT
)
TEAM_MEMBERS = Kind(
    "team_member",
    "/teams/{}/members",
    keys=("id", "email"),
    by="email",
    parent="team",
    no_parent=NO_TEAM,
    shape={
        "federated": False,
        **dict.fromkeys(("created_at", "identity_provider", "two_factor_authentication", "updated_at")),
        "user": PERSON,
    },
)
TEAM_INVITATIONS = Kind(
    "team_invitation",
    "/teams/{}/invitations",
    parent="team",
    no_parent=NO_TEAM,
    shape={**dict.fromkeys(("created_at", "invited_by", "team", "updated_at")), "user": PERSON},
)


def team_of(view: View, team: str) -> Record:
    """The team of this name or id, which has to exist. Raises HerokuError, with what to do."""
    return existing(view, TEAMS.named(team), NO_TEAM)


def enterprise_account_of(view: View, account: str) -> Record:
    """The enterprise account of this name or id, which has to exist. Raises HerokuError, with what to do."""
    return existing(view, ENTERPRISE_ACCOUNTS.named(account), NO_ENTERPRISE_ACCOUNT)


def invites_members(view: View, team: str) -> bool:
    """Whether people have to accept an invitation before they are in the team (behaviour.md 3.10).

    The feature counts for self-service teams only. One GET where it is off, two where it is on.
    """
    features = view.get(TEAM_FEATURES.of(team))
    if not any(feature["name"] == INVITE and feature["enabled"] for feature in features):
        return False
    return bool(team_of(view, team)["type"] == "team")
