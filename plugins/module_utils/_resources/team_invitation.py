# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations to teams: behaviour.md 3.10."""

from __future__ import annotations

import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import CASELESS, Attribute, computed, same_ignoring_case
from .._engine.facts import Kind, View
from .._engine.plan import Action, Desired, Request, Resend
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Observed, Record, Secret, Spec, Value, Values
from .common import TEAMS
from .people import called, find_person
from .teams import INVITATIONS, PERSON, ROLES, TEAM_INVITATIONS, TEAM_MEMBERS, TEAM_OPTIONS, invites_members

OWN = Kind("team_invitation", "/teams/invitations/{}", document=True, optional=True, shape=TEAM_INVITATIONS.shape)


def presented(record: Record) -> Record:
    """Heroku's object with the address where it can be compared."""
    return {**record, "email": record["user"]["email"]}


class TeamInvitation(Resource):
    """An invitation by the e-mail address that it is for; or, to accept one's own, by its token.

    Who is in the team already needs none.
    """

    noun = "invitation"
    plural = "invitations"
    kind = TEAM_INVITATIONS
    scope = ("team",)
    key = "email"
    attributes = (
        Attribute("email", CASELESS),
        Attribute("role", spec={"choices": list(ROLES)}),
        *computed("created_at", "id", "invited_by", "team", "updated_at", "user"),
    )
    controls: t.ClassVar[Spec] = {
        "token": {"type": "str", "no_log": True},
        "state": {"type": "str", "choices": ["present", "absent", "accepted"], "default": "present"},
    }
    constraints: t.ClassVar[Spec] = {
        "required_if": [
            ("state", "present", ("email", "role")),
            ("state", "absent", ("email",)),
            ("state", "accepted", ("token",)),
        ],
        "mutually_exclusive": [("email", "token"), ("role", "token")],
    }
    info_options: t.ClassVar[Spec] = {**TEAM_OPTIONS, "email": {"type": "str"}}
    stale = (TEAM_MEMBERS.name,)

    @classmethod
    def check(cls, want: Desired) -> None:
        email = want.get("email")
        if email is not None and "@" not in email:
            raise InvalidInput(f"{email!r} is not an e-mail address.")

    @classmethod
    def accepts(cls, want: Desired) -> bool:
        """Whether the task is about the invitation that the token is of."""
        return bool(want["state"] == "accepted")

    # What is there

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        if cls.accepts(want):
            return cls.own(want, view)
        found = find_person(want["email"], cls.look(want, view, cls.kind.of(want["team"])) or ())
        return presented(found) if found else None

    @classmethod
    def is_member(cls, want: Desired, view: View) -> bool:
        """Whether the account of the API token is in the team."""
        try:
            team = view.get(TEAMS.named(want["team"]))
        except HerokuError as error:
            if error.status != 403:
                raise
            return False
        return bool(team and team["role"] in ROLES)

    @classmethod
    def own(cls, want: Desired, view: View) -> Record | None:
        """The invitation that the token is of; None for somebody who is in the team already."""
        if cls.is_member(want, view):
            return None
        found = view.get(OWN.of(Secret(want["token"])))
        if found is None:
            raise InvalidInput(
                f"There is no such invitation to {want['team']} for the account of this API token: it was "
                "revoked, it is for somebody else, or the token is not the one of the e-mail."
            )
        if found["team"] and want["team"] not in (found["team"]["id"], found["team"]["name"]):
            raise InvalidInput(f"The invitation is one to {found['team']['name']}, not to {want['team']}.")
        return presented(found)

    # What has to be done

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        """What comes of an invitation that is accepted is a member, no invitation."""
        if cls.accepts(want):
            return Draft(current, None, deletion=current is not None)
        return super().draft(want, current)

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        return {**super().desired(want, current), "email": want["email"].lower()}

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Who is in the team needs no invitation, and only some teams invite people."""
        if draft.creation is None:
            return
        members = [record for record in view.get(TEAM_MEMBERS.of(want["team"])) if record["role"] in ROLES]
        if any(same_ignoring_case(want["email"], record["email"]) for record in members):
            draft.creation = draft.record = None
        elif not invites_members(view, want["team"]):
            raise InvalidInput(
                f"The team {want['team']} takes people without an invitation: "
                "community.heroku.heroku_team_member adds them."
            )
        else:
            draft.record["user"] = {**dict.fromkeys(PERSON, UNKNOWN), "email": draft.record["email"]}

    # The requests

    @classmethod
    def record_id(cls, record: Observed) -> Value:
        return called(record)

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        """Invitations are put, a change of the role too; so doing it twice does no harm. Accepting twice is refused."""
        if cls.accepts(want):
            request = Request("POST", OWN.path + "/accept", (Secret(want["token"]),))
            stale = (*cls.stale, TEAMS.name)
            return [Action(cls.id_of(want, "accept"), "accept", request, Resend.LOOK, answers=False, stale=stale)]
        if draft.deletion:
            return super().actions(want, draft)
        verb = "update" if draft.creation is None else "create"
        body = {name: draft.record[name] for name in ("email", "role")}
        request = Request("PUT", cls.kind.path, cls.scope_of(want), body, INVITATIONS)
        return [Action(cls.id_of(want, verb), verb, request, stale=cls.stale, creates=verb == "create")]

    @classmethod
    def outcome(cls, want: Desired, plan: t.Any, answers: Values) -> Observed:
        record = super().outcome(want, plan, answers)
        return record and presented(record)

    # The _info module

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        found = view.get(cls.kind.of(want["team"]))
        if want.get("email"):
            one = find_person(want["email"], found)
            found = [one] if one else []
        return sorted(map(presented, found), key=lambda record: called(record).lower())
