# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Teams: behaviour.md 3.10."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.named import NAME_OPTIONS, NamedResource
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_exists
from ansible_collections.community.heroku.plugins.module_utils.resource import CONFIRM_OPTIONS
from ansible_collections.community.heroku.plugins.module_utils.team import SDK

TAKEN = "Somebody else's team has that name: names of teams are unique at Heroku."
MOST_NAMES = 5  # apps that a message lists
BILLING = (
    "address_1",
    "address_2",
    "card_number",
    "city",
    "country",
    "cvv",
    "device_data",
    "expiration_month",
    "expiration_year",
    "first_name",
    "last_name",
    "nonce",
    "other",
    "postal_code",
    "state",
)


class Team(NamedResource):
    """A team, found by name or id. With C(enterprise_account) a new one is an enterprise team.

    C(billing) is only ever sent, with the creation of a self-service team: Heroku does not show it. As a dict it is one
    secret, whose short parts (a month, a country) do not mask half of the result.
    """

    noun = "team"
    plural = "teams"
    protected_kind = "team"
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(("new_name", *(f"billing.{name}" for name in BILLING)), OMITTED)
    path = "/teams/{}"
    taken = TAKEN
    options: t.ClassVar[dict[str, t.Any]] = {
        **NAME_OPTIONS,
        "default": {"type": "bool"},
        "enterprise_account": {"type": "str"},
        "addons_controls": {"type": "bool"},
        "billing": {"type": "dict", "secret": True, "options": {name: {"type": "str"} for name in BILLING}},
        **CONFIRM_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("enterprise_account", "billing")]}
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "name": {"type": "str"},
        "enterprise_account": {"type": "str"},
        "preferences": {"type": "bool", "default": False},
        "delinquency": {"type": "bool", "default": False},
        "licenses": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("name", "enterprise_account")]}
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("name"),
        Field(
            "enterprise_account",
            reference=True,
            update=None,
            fixed="A team stays where it was made; Heroku's support can move it.",
        ),
        Field("default", create=False, initial=False),
        Field("addons_controls", update="prefer", create=False, initial=False),
    )
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(
            (
                "created_at",
                "credit_card_collections",
                "enterprise_account",
                "id",
                "identity_provider",
                "membership_limit",
                "name",
                "provisioned_licenses",
                "role",
                "type",
                "updated_at",
            )
        ),
        "default": False,
    }

    def check_name(self, option: str, name: str) -> None:
        if not name.strip():
            raise InvalidInput(f"{option} is empty.")

    def read(self) -> dict[str, t.Any] | None:
        team = super().read()
        if team and self.given("addons_controls") is not None:
            team["addons_controls"] = self.preferences(team)["addons_controls"]
        return team

    def preferences(self, team: dict[str, t.Any]) -> dict[str, t.Any]:
        """A team's preferences, with names that an option can have."""
        found = self.client.get(segments("/teams/{}/preferences", team["id"]))
        return preferred(found)

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        plan = super().plan(current)
        if current is None and plan.changes:
            plan.predicted["type"] = "enterprise" if self.given("enterprise_account") else "team"
            if self.given("addons_controls") is not None:
                plan.predicted.setdefault("addons_controls", False)
        return plan

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """A team that owns apps is not deleted, and one of an Enterprise Account is only made in one that exists."""
        enterprise = self.given("enterprise_account")
        if current is None and enterprise:
            check_exists(self.client, "/enterprise-accounts/{}", enterprise, "Enterprise Account")
        if current is not None and self.given("state") == "absent":
            apps = self.client.list(segments("/teams/{}/apps", current["id"]), by="name")
            if apps:
                names = ", ".join(app["name"] for app in apps[:MOST_NAMES])
                more = f" and {len(apps) - MOST_NAMES} more" if len(apps) > MOST_NAMES else ""
                raise InvalidInput(
                    f"The team {current['name']} still owns the apps {names}{more}. community.heroku.heroku_app hands "
                    "them over (owner) or deletes them (state=absent)."
                )
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        enterprise = fields.get("enterprise_account")
        if enterprise:
            path = segments("/enterprise-accounts/{}/teams", enterprise)
            team = self.client.post(path, {"name": fields["name"]})
        else:
            billing = {name: value for name, value in (self.given("billing") or {}).items() if value is not None}
            team = self.client.post("/teams", {"name": fields["name"], **billing})
        return self.complete(team, {})

    def complete(self, answer: dict[str, t.Any], current: dict[str, t.Any]) -> dict[str, t.Any]:
        """A team's own endpoint does not show C(addons_controls); what is known of it stays in the record."""
        if self.given("addons_controls") is None:
            return answer
        return {**answer, "addons_controls": current.get("addons_controls", False)}

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.complete(super().update(current, fields), current)

    def prefer(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Change a preference, which is an endpoint of its own."""
        path = segments("/teams/{}/preferences", current["id"])
        found = preferred(self.client.patch(path, {"addons-controls": fields["addons_controls"]}))
        return {**current, "addons_controls": found["addons_controls"]}

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("name"):
            found = [team for team in [self.fetch("/teams/{}", self.params["name"])] if team]
        elif self.given("enterprise_account"):
            found = self.client.list(segments("/enterprise-accounts/{}/teams", self.params["enterprise_account"]))
        else:
            found = self.client.list("/teams", by="name")
        return [self.with_more(team) for team in sorted(found, key=lambda team: team["name"])]

    def with_more(self, team: dict[str, t.Any]) -> dict[str, t.Any]:
        """A team with what has to be asked for by itself."""
        path = segments("/teams/{}", team["id"])
        if self.given("preferences"):
            team["preferences"] = self.preferences(team)
        if self.given("delinquency"):
            team["delinquency"] = self.client.get(f"{path}/delinquency")
        if self.given("licenses"):
            team["licenses"] = self.client.get(f"{path}/licenses", headers=SDK)
        return team


def preferred(found: dict[str, t.Any]) -> dict[str, t.Any]:
    """Preferences with names that an option can have; null means off."""
    return {
        "addons_controls": bool(found["addons-controls"]),
        "default_permission": found.get("default-permission"),
    }
