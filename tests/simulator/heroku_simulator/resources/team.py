# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Teams, who is in them with which role, what they may do, and their settings (behaviour.md 3.10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..chance import new_id
from ..errors import forbidden, invalid_params, name_taken, no_access_to_team, not_found, verification_required
from ..operation import View, operation, resolver, writer
from ..params import boolean, text
from ..store import TABLES, Record, Table
from .account import Account, accounts
from .enterprise_account import EnterpriseAccount, check_permission, enterprise_accounts
from .enterprise_account import reference as enterprise_reference

if TYPE_CHECKING:
    from ..application import Call

# What a role lets somebody do with the team and with its unlocked apps.
ROLE_ACCESS = MappingProxyType(
    {
        "admin": frozenset({"view", "operate", "manage"}),
        "member": frozenset({"view", "operate"}),
        "viewer": frozenset({"view"}),
        "collaborator": frozenset({"view"}),
    }
)


@dataclass(kw_only=True)
class Team(Record):
    """A team; ``manager_id`` is the id of ``NAME@herokumanager.com``, who owns its apps."""

    name: str
    type: str = "team"
    enterprise_account_id: str | None = None
    addons_controls: bool = False
    manager_id: str = field(default_factory=new_id)
    credit_card_collections: bool = False
    membership_limit: int | None = 25
    provisioned_licenses: bool = False
    verified: bool = True
    delinquent_at: str | None = None


@dataclass(kw_only=True)
class TeamMember(Record):
    """Somebody in a team."""

    team_id: str
    account_id: str
    role: str = "member"
    federated: bool = False


@dataclass(kw_only=True)
class TeamFeature(Record):
    """Something a team may do, or not."""

    team_id: str
    name: str
    enabled: bool = False
    state: str = "general"
    description: str = ""
    display_name: str = ""


TEAM_FEATURES = MappingProxyType(
    {
        "org-access-controls": "App permissions for members of the team",
        "team-invite-acceptance": "People accept an invitation before they are in the team",
        "spaces": "The team may make private spaces",
    }
)


teams = Table("teams", Team, unique=("name",), groups=("enterprise_account_id",))
team_members = Table("team_members", TeamMember, parents={"team_id": teams, "account_id": accounts})
team_features = Table("team_features", TeamFeature, parents={"team_id": teams})


def reference(team: Team) -> dict[str, str]:
    """How other records mention a team."""
    return {"id": team.id, "name": team.name}


def identity_provider_of(owner_id: str) -> dict[str, Any] | None:
    """How a team or an enterprise account mentions its identity provider."""
    provider = next(iter(TABLES["identity_providers"].where("owner_id", owner_id)), None)
    return provider.reference() if provider else None


def manager_email(team: Team) -> str:
    """The owner of the team's apps, as Heroku shows it (behaviour.md 3.1)."""
    return f"{team.name}@herokumanager.com"


def membership(team_id: str | None, account: Account) -> TeamMember | None:
    """The caller's place in a team."""
    return next((member for member in team_members.where("team_id", team_id) if member.account_id == account.id), None)


def role_of(team_id: str | None, account: Account) -> str | None:
    """The caller's role in a team."""
    member = membership(team_id, account)
    return member.role if member else None


def feature_enabled(team_id: str | None, name: str) -> bool:
    """Whether a team has a feature."""
    return any(item.enabled for item in team_features.where("team_id", team_id) if item.name == name)


def wanted_team(identity: str, account: Account) -> Team:
    """The team that a parameter names, if the caller is in it. Raises 404 or 403."""
    team = teams.find(identity, "name")
    if team is None:
        raise not_found("team")
    if role_of(team.id, account) is None:
        raise no_access_to_team(team.name)
    return team


def check_role(call: Call, team_id: str, what: str) -> None:
    """Raises the 403 when the caller's role in the team does not allow the operation; ``what`` names its object."""
    if call.operation.access not in ROLE_ACCESS[role_of(team_id, call.account) or "collaborator"]:
        raise forbidden(f"You do not have permission to do that on {what}.")


@resolver("team")
def resolve_team(call: Call, identity: str) -> Team:
    """By id or name; the operation's ``access`` is judged by the caller's role."""
    team = wanted_team(identity, call.account)
    check_role(call, team.id, f"the team {team.name}")
    return team


@resolver("team_feature")
def resolve_team_feature(call: Call, identity: str) -> TeamFeature:
    """By id or name, within the team of the path."""
    for feature in team_features.where("team_id", call.found["team"].id):
        if identity in (feature.id, feature.name):
            return feature
    raise not_found("feature")


def create_team(name: str, admin: Account, **more: Any) -> Team:
    """A new team with its features; whoever makes it is its first admin [I]. Raises the 422 for a name in use."""
    if not name:
        raise invalid_params("Name can't be blank")
    if teams.by("name", name):
        raise name_taken()
    team = teams.add(Team(name=name, **more))
    team_members.add(TeamMember(team_id=team.id, account_id=admin.id, role="admin"))
    # Enterprise teams have what is sold with them, the others let people accept first (behaviour.md 3.9 and 3.10) [I].
    enabled = ("org-access-controls", "spaces") if team.type == "enterprise" else ("team-invite-acceptance",)
    add_features(team, enabled)
    return team


def add_features(team: Team, enabled: Iterable[str]) -> None:
    """Give a team its features, some of them enabled."""
    for name, description in TEAM_FEATURES.items():
        team_features.add(TeamFeature(team_id=team.id, name=name, enabled=name in enabled, description=description))


@writer(Team)
def write(team: Team, view: View) -> dict[str, Any]:
    """The resource ``team``, as one of its members sees it."""
    enterprise: EnterpriseAccount | None = enterprise_accounts.get(team.enterprise_account_id)
    body: dict[str, Any] = {
        "id": team.id,
        "created_at": team.created_at,
        "credit_card_collections": team.credit_card_collections,
        "default": view.account is not None and view.account.default_team_id == team.id,
        "enterprise_account": enterprise_reference(enterprise) if enterprise else None,
        "identity_provider": identity_provider_of(team.id),
        "membership_limit": team.membership_limit,
        "name": team.name,
        "provisioned_licenses": team.provisioned_licenses,
        "role": role_of(team.id, view.account) if view.account else None,
        "type": team.type,
        "updated_at": team.updated_at,
    }
    if view.sdk:
        body |= {"pipeline_cost_consent_at": None, "pipeline_cost_consent_user_email": None}
    return body


@writer(TeamFeature)
def write_feature(feature: TeamFeature, view: View) -> dict[str, Any]:
    """The resource ``team-feature``."""
    return {
        "created_at": feature.created_at,
        "description": feature.description,
        "doc_url": f"https://devcenter.heroku.com/articles/{feature.name}",
        "enabled": feature.enabled,
        "id": feature.id,
        "name": feature.name,
        "state": feature.state,
        "updated_at": feature.updated_at,
        "display_name": feature.display_name or feature.name,
        "feedback_email": "feedback@heroku.com",
    }


@operation("GET", "/teams", ranges=("name",), order_by="name")
def list_(call: Call) -> list[Team]:
    """Team List: those that the caller is in."""
    return [teams[member.team_id] for member in team_members.where("account_id", call.account.id)]


_BILLING_REQUIRED = ("address_1", "city", "country", "first_name", "last_name", "postal_code", "state")
_BILLING_NULLABLE = (
    "address_2",
    "card_number",
    "cvv",
    "expiration_month",
    "expiration_year",
    "other",
    "nonce",
    "device_data",
)


@operation(
    "POST",
    "/teams",
    params={
        "name": text(required=True),
        **{name: text() for name in _BILLING_REQUIRED},
        **{name: text(nullable=True) for name in _BILLING_NULLABLE},
    },
    secret_body=True,
)
def create(call: Call) -> Team:
    """Team Create: a self-service team. Needs billing data, or an account that is verified already [I]."""
    if not call.account.verified and not (call.body.get("card_number") or call.body.get("nonce")):
        raise verification_required(
            "Please verify your account to create a team (please enter a credit card) For more information, see "
            "https://devcenter.heroku.com/categories/billing Verify now at https://heroku.com/verify"
        )
    return create_team(call.body["name"], call.account)


@operation("GET", "/enterprise-accounts/{enterprise_account}/teams", ranges=("id", "name"))
def list_by_enterprise_account(call: Call, enterprise_account: EnterpriseAccount) -> list[Team]:
    """Team List By Enterprise Account."""
    return teams.where("enterprise_account_id", enterprise_account.id)


@operation(
    "POST", "/enterprise-accounts/{enterprise_account}/teams", params={"name": text(required=True)}, access="view"
)
def create_in_enterprise_account(call: Call, enterprise_account: EnterpriseAccount) -> Team:
    """Team Create in Enterprise Account."""
    check_permission(call.account, enterprise_account, "create")
    return create_team(
        call.body["name"],
        call.account,
        type="enterprise",
        enterprise_account_id=enterprise_account.id,
        membership_limit=None,
        provisioned_licenses=True,
    )


@operation("GET", "/teams/{team}")
def info(call: Call, team: Team) -> Team:
    """Team Info."""
    return team


@operation("PATCH", "/teams/{team}", params={"default": boolean(), "name": text()}, access="manage")
def update(call: Call, team: Team) -> Team:
    """Team Update."""
    name = call.body.get("name", team.name)
    if not name:
        raise invalid_params("Name can't be blank")
    if name != team.name and teams.by("name", name):
        raise name_taken()
    teams.update(team, name=name)
    if "default" in call.body:
        accounts.update(call.account, default_team_id=team.id if call.body["default"] else None)
    return team


@operation("DELETE", "/teams/{team}", access="manage")
def delete(call: Call, team: Team) -> Team:
    """Team Delete; refused while it owns apps [I]."""
    if TABLES["apps"].count("team_id", team.id):
        raise invalid_params(f"The team {team.name} still owns apps.")
    teams.remove(team)
    return team


@operation("GET", "/teams/{team}/features", ranges=("id", "name"))
def list_features(call: Call, team: Team) -> list[TeamFeature]:
    """Team Feature List."""
    return team_features.where("team_id", team.id)


@operation("GET", "/teams/{team}/features/{team_feature}")
def info_feature(call: Call, team: Team, team_feature: TeamFeature) -> TeamFeature:
    """Team Feature Info."""
    return team_feature


def write_preferences(team: Team) -> dict[str, Any]:
    """The resource ``team-preferences``."""
    return {"default-permission": None, "addons-controls": team.addons_controls}


@operation("GET", "/teams/{team}/preferences")
def list_preferences(call: Call, team: Team) -> dict[str, Any]:
    """Team Preferences List."""
    return write_preferences(team)


@operation("PATCH", "/teams/{team}/preferences", params={"addons-controls": boolean(nullable=True)}, access="manage")
def update_preferences(call: Call, team: Team) -> dict[str, Any]:
    """Team Preferences Update."""
    if "addons-controls" in call.body:
        teams.update(team, addons_controls=bool(call.body["addons-controls"]))
    return write_preferences(team)
