# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Teams: behaviour.md 3.10."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import BOOL, REFERENCE, Attribute, computed
from .._engine.facts import Kind, Need, View
from .._engine.options import OMITTED
from .._engine.plan import Action, Desired, Plan, Request
from .._engine.resource import Draft
from .._engine.values import UNSET, Json, Observed, Record, Secret, Spec, Value, Values
from .common import APPS_OF_TEAM, CONFIRM_OPTIONS, NO_TEAM, TEAMS
from .named import NAME, NEW_NAME, Named
from .preflight import check_exists
from .teams import ENTERPRISE_ACCOUNTS, ENTERPRISE_TEAMS, SDK

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


def preferred(found: Record) -> Record:
    """Preferences with names that an option can have; null means off."""
    return {
        "addons_controls": bool(found.get("addons-controls")),
        "default_permission": found.get("default-permission"),
    }


def nothing_preferred(need: Need) -> Record:  # noqa: ARG001 - the signature of all such functions
    """The preferences of a new team."""
    return preferred({})


PREFERENCES = Kind(
    "team_preferences",
    "/teams/{}/preferences",
    parent="team",
    no_parent=NO_TEAM,
    document=True,
    canonical=preferred,
    newborn=nothing_preferred,
)
# What has to be asked for by itself, by the option of the _info module that does.
MORE = {
    "preferences": PREFERENCES,
    "delinquency": Kind("team_delinquency", "/teams/{}/delinquency", document=True),
    "licenses": Kind("team_licenses", "/teams/{}/licenses", document=True, headers=SDK),
}


class Team(Named):
    """A team, found by name or id. With ``enterprise_account`` a new one is an enterprise team.

    ``billing`` is only ever sent, with the creation of a self-service team: Heroku does not show it. As a dict it is
    one secret, whose short parts (a month, a country) do not mask half of the result.
    """

    noun = "team"
    plural = "teams"
    kind = TEAMS
    protected_kind = "team"
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(("new_name", *(f"billing.{name}" for name in BILLING)), OMITTED)
    taken = "Somebody else's team has that name: names of teams are unique at Heroku."
    attributes = (
        NAME,
        Attribute(
            "enterprise_account",
            REFERENCE,
            fixed="A team stays where it was created; Heroku's support can move it.",
            default=None,
        ),
        Attribute("default", BOOL, create=False, default=False),
        Attribute("addons_controls", BOOL, call="prefer", create=False, default=UNSET),
        *computed("created_at", "credit_card_collections", "id", "identity_provider", "membership_limit"),
        *computed("provisioned_licenses", "role", "type", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {
        **NEW_NAME,
        "billing": {"type": "dict", "secret": True, "options": {name: {"type": "str"} for name in BILLING}},
        **CONFIRM_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("enterprise_account", "billing")]}
    info_options: t.ClassVar[Spec] = {
        "name": {"type": "str"},
        "enterprise_account": {"type": "str"},
        **{name: {"type": "bool", "default": False} for name in MORE},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("name", "enterprise_account")]}

    @classmethod
    def check_name(cls, option: str, name: str) -> None:
        if not name.strip() or "/" in name:
            raise InvalidInput(f"{option} {name!r} is not a valid team name.")

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        """The team; with ``addons_controls``, which is a preference, if the task is about that."""
        team = super().observe(want, view)
        if team is None or want.get("addons_controls") is None:
            return team
        return {**team, "addons_controls": view.get(PREFERENCES.of(team["name"]))["addons_controls"]}

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """A team that owns apps is not deleted, and one of an Enterprise Account is only made in one that exists."""
        enterprise = want.get("enterprise_account")
        if draft.creation is not None and enterprise:
            check_exists(view, ENTERPRISE_ACCOUNTS, enterprise, "Enterprise Account")
        apps = view.get(APPS_OF_TEAM.of(draft.current["name"])) if draft.deletion else []
        if apps:
            names = ", ".join(app["name"] for app in apps[:MOST_NAMES])
            more = f" and {len(apps) - MOST_NAMES} more" if len(apps) > MOST_NAMES else ""
            raise InvalidInput(
                f"The team {draft.current['name']} still owns the apps {names}{more}. community.heroku.heroku_app "
                "hands them over (owner) or deletes them (state=absent)."
            )

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        if draft.creation is not None:
            draft.record["type"] = "enterprise" if want.get("enterprise_account") else "team"
            if want.get("addons_controls") is not None:
                draft.record.setdefault("addons_controls", False)

    # The requests

    @classmethod
    def creation(cls, want: Desired, draft: Draft) -> Action:
        """Teams of an enterprise account are made below it; the others need to know who pays."""
        enterprise, name = want.get("enterprise_account"), (draft.creation or {})["name"]
        if enterprise:
            request = Request("POST", ENTERPRISE_TEAMS.path, (enterprise,), {"name": name})
        else:
            billing = {key: Secret(text) for key, text in want.get("billing", {}).items() if text is not None}
            request = Request("POST", cls.kind.path, (), {"name": name, **billing})
        stale = (ENTERPRISE_TEAMS.name,)
        return Action(cls.id_of(want, "create"), "create", request, cls.resend, stale=stale, creates=True)

    @classmethod
    def action(
        cls, want: Desired, verb: str, method: str, record_id: Value, *, body: Json = None, answers: bool = True
    ) -> Action:
        """A preference is changed at an endpoint of its own, which does not answer with the team."""
        action = super().action(want, verb, method, record_id, body=body, answers=answers and verb != "prefer")
        if verb != "prefer":
            return action
        request = Request("PATCH", PREFERENCES.path, (record_id,), {"addons-controls": body["addons_controls"]})
        return dataclasses.replace(action, request=request, stale=(PREFERENCES.name,))

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Observed:
        """A team's own endpoint does not show ``addons_controls``, and that of preferences nothing else."""
        if plan.record is None:
            return None
        answered = any(action.answers for action in plan.actions)
        record = super().outcome(want, plan, answers) if answered else plan.current
        known = {key: plan.record[key] for key in ("addons_controls",) if key in plan.record}
        return {**record, **known}

    # The _info module

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("name"):
            one = view.get(cls.kind.named(want["name"]))
            found = [one] if one else []
        elif want.get("enterprise_account"):
            found = view.get(ENTERPRISE_TEAMS.of(want["enterprise_account"]))
        else:
            found = view.get(cls.kind.of())
        asked = [name for name in MORE if want.get(name)]
        view.get_all(*(MORE[name].of(team["id"]) for team in found for name in asked))
        return [
            {**team, **{name: view.get(MORE[name].of(team["id"])) for name in asked}}
            for team in sorted(found, key=lambda team: team["name"])
        ]
