# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations to teams: behaviour.md 3.10."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils._resources.teams import INVITATIONS, ROLES
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.people import find_person, ordered
from ansible_collections.community.heroku.plugins.module_utils.plan import (
    Field,
    Plan,
    Step,
    plan_absence,
    same_ignoring_case,
)
from ansible_collections.community.heroku.plugins.module_utils.team import TEAM_OPTIONS, TeamResource


class TeamInvitation(TeamResource):
    """An invitation by the e-mail address that it is for; or, to accept one's own, by its token.

    C(member) is set when somebody is in the team already: an invitation is no longer needed then.
    """

    noun = "invitation"
    plural = "invitations"
    identity = ("email",)
    options: t.ClassVar[dict[str, t.Any]] = {
        **TEAM_OPTIONS,
        "email": {"type": "str"},
        "role": {"type": "str", "choices": list(ROLES)},
        "token": {"type": "str", "no_log": True},
        "state": {"type": "str", "choices": ["present", "absent", "accepted"], "default": "present"},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_if": [
            ("state", "present", ("email", "role")),
            ("state", "absent", ("email",)),
            ("state", "accepted", ("token",)),
        ],
        "mutually_exclusive": [("email", "token"), ("role", "token")],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**TEAM_OPTIONS, "email": {"type": "str"}}
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("email", equal=same_ignoring_case),
        Field("role"),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("created_at", "email", "id", "invited_by", "role", "team", "updated_at", "user")
    )

    member = False

    def check(self) -> None:
        email = self.given("email")
        if email is not None and "@" not in email:
            raise InvalidInput(f"{email!r} is not an e-mail address.")

    def read(self) -> dict[str, t.Any] | None:
        if self.given("state") == "accepted":
            return self.own()
        found = find_person(self.params["email"], self.invitations())
        if found is None and self.given("state") == "present":
            members = self.fetch_list(self.in_team("/members"), by="email") or ()
            member = find_person(self.params["email"], members)
            self.member = member is not None and member["role"] in ROLES
        return found

    def invitations(self) -> list[dict[str, t.Any]]:
        """All invitations to the team, by the addresses that they are for."""
        return ordered(presented(record) for record in self.fetch_list(self.in_team("/invitations")) or ())

    def is_member(self) -> bool:
        """Whether the account of the API token is in the team."""
        try:
            return self.client.get(self.in_team())["role"] in ROLES
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return False

    def own(self) -> dict[str, t.Any] | None:
        """The invitation that the token is of; None for somebody who is in the team already."""
        self.member = self.is_member()
        if self.member:
            return None
        found = self.or_none(lambda: self.client.get(segments("/teams/invitations/{}", self.params["token"])))
        if found is None:
            raise InvalidInput(
                f"There is no such invitation to {self.params['team']} for the account of this API token: it was "
                "revoked, it is for somebody else, or the token is not the one of the e-mail."
            )
        if self.params["team"] not in (found["team"]["id"], found["team"]["name"]):
            raise InvalidInput(f"The invitation is one to {found['team']['name']}, not to {self.params['team']}.")
        return presented(found)

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.given("state") == "accepted":
            if current is None:
                return plan_absence(self.fields, None)
            gone = plan_absence(self.fields, current)
            return Plan(before=gone.before, after=gone.after, steps=(Step("accept"),), predicted=None)
        if self.given("state") == "present" and self.member:
            return plan_absence(self.fields, None)
        plan = super().plan(current)
        if current is None and plan.changes:
            email = self.params["email"].lower()
            plan.predicted["user"] = {"email": email, "id": None, "name": None}
        return plan

    def wanted(self) -> dict[str, t.Any]:
        return {**super().wanted(), "email": self.params["email"].lower()}

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """Only some teams invite people."""
        if any(step.action == "create" for step in plan.steps) and not self.takes_by_invitation():
            raise InvalidInput(
                f"The team {self.params['team']} takes people without an invitation: "
                "community.heroku.heroku_team_member adds them."
            )
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"email": fields["email"], "role": fields["role"]}
        return presented(self.client.put(self.in_team("/invitations"), body, headers=INVITATIONS))

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.create({"email": current["email"], **fields})

    def accept(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> None:
        """Accept one's own invitation. What comes of it is a member, no invitation."""
        try:
            self.client.post(segments("/teams/invitations/{}/accept", self.params["token"]))
        except HerokuError as error:
            if not (error.not_found and self.is_member()):  # an earlier try, whose answer was lost, accepted it
                raise

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_team("/invitations/{}", current["email"]))

    def find(self) -> list[dict[str, t.Any]]:
        email = self.given("email")
        found = find_person(email, self.invitations()) if email else None
        return self.invitations() if not email else [found] if found else []


def presented(record: dict[str, t.Any]) -> dict[str, t.Any]:
    """Heroku's object with the address where it can be compared."""
    return {**record, "email": record["user"]["email"]}
