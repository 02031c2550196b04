# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Apps: behaviour.md 3.1; transfers between people: behaviour.md 3.20."""

from __future__ import annotations

import re
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import BOOL, REFERENCE, Attribute, computed
from .._engine.facts import Kind, Need, View
from .._engine.options import OMITTED
from .._engine.plan import Action, Change, Desired, Plan, Request
from .._engine.protection import Thing
from .._engine.resource import Draft, compare
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .._lib.references import same_reference, same_thing
from .attached import attachments_gone
from .common import (
    ADDONS,
    APPS,
    APPS_OF_TEAM,
    CONFIRM_OPTIONS,
    TEAM_OWNER,
    handle,
    other_users,
    unjoined_apps,
)
from .named import NAME as NAMED
from .named import NEW_NAME, Named
from .owner import SELF, TEAM, find_owner, is_address
from .preflight import check_no_eco, check_places, check_verified
from .transfers import TRANSFERS, explain_transfer, pending_transfer, same_person, transfer_action

NAME = re.compile(r"[a-z][a-z0-9-]{1,28}[a-z0-9]")
STAYS = "An app stays where it was created; create another one and migrate."
TEAM_APPS = Kind("team_app", "/teams/apps", partial=True, shape={"locked": False})
ACM = "/apps/{}/acm"


def same_owner(wanted: str, have: Record | None) -> bool:
    """Whether an e-mail address or a team's name means this owner; a team owns as ``team@herokumanager.com``."""
    return same_person(wanted, have) or same_person(wanted + TEAM_OWNER, have)


class Owner(Attribute):
    """The owner is an ``{id, email}`` object; a team's app also has the team."""

    def shown(self, record: Values) -> Value:
        owner = record.get("owner")
        if not isinstance(owner, dict):
            return owner
        return owner["email"] if isinstance(owner["email"], str) else owner["id"]

    def holds(self, wanted: Value, record: Values) -> bool:
        owner, team = record.get("owner"), record.get("team")
        return (isinstance(owner, dict) and same_owner(wanted, owner)) or (
            isinstance(team, dict) and same_reference(wanted, team)
        )

    def put(self, record: Record, wanted: Value) -> None:
        """As the option spells it; the preflight knows more."""
        record["owner"] = {"id": UNKNOWN, "email": wanted}


def addon_view(addon: Record, users: list[str]) -> Record:
    """An add-on that goes with its app, as diff and result show it."""
    return {"name": addon["name"], "plan": addon["plan"]["name"], "attached_to": users}


class App(Named):
    """An app, found by name or id."""

    noun = "app"
    plural = "apps"
    kind = APPS
    protected_kind = "app"
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(
        ("new_name", "team", "owner", "space", "region", "build_stack"), OMITTED
    )
    taken = (
        "Somebody else has an app of that name, and names of apps are unique at Heroku: choose another one. If the app "
        "is yours or your team's, use a token of an account that it is shared with."
    )
    attributes = (
        Attribute("team", REFERENCE, call="transfer", default=None),
        Owner("owner", call="transfer", create=False),
        NAMED,
        Attribute(
            "region", REFERENCE, fixed="An app stays in the region where it was created; create another and migrate."
        ),
        Attribute("space", REFERENCE, fixed=STAYS, default=None),
        Attribute("internal_routing", BOOL, fixed="It is chosen when the app is created.", default=UNKNOWN),
        Attribute("build_stack", REFERENCE, spec={"aliases": ["stack"]}),
        Attribute("locked", BOOL, call="lock", default=False),
        Attribute("maintenance", BOOL, create=False, default=False),
        Attribute("acm", BOOL, create=False, call="acm", default=False),
        *computed("archived_at", "buildpack_provided_description", default=None),
        *computed("created_at", "generation", "git_url", "id", "organization", "released_at", "repo_size", "slug_size"),
        *computed("stack", "updated_at", "web_url"),
    )
    controls: t.ClassVar[Spec] = {
        **NEW_NAME,
        "force": {"type": "bool", "default": False},
        **CONFIRM_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("team", "owner")]}
    info_options: t.ClassVar[Spec] = {name: {"type": "str"} for name in ("name", "team", "space")}

    @classmethod
    def check_name(cls, option: str, name: str) -> None:
        if not NAME.fullmatch(name):
            raise InvalidInput(
                f"{option} {name!r} is not a valid app name: use 3 to 30 lower-case letters, digits and dashes, "
                "starting with a letter, ending with a letter or digit."
            )

    @classmethod
    def check(cls, want: Desired) -> None:
        super().check(want)
        if want.get("internal_routing") and not want.get("space"):
            raise InvalidInput("internal_routing is for apps in a Private Space: give space too.")

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        """The app, with ``locked`` where that was asked for: only the team's view of an app tells it."""
        app = super().observe(want, view)
        if app and want.get("locked") is not None and app["team"] and not want.absent:
            found = view.get(TEAM_APPS.named(handle(app))) or {"locked": False}
            app = {**app, "locked": found["locked"]}
        return app

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if not want.absent and want.get("locked") and not cls.has_team(want, current):
            whose = f"; {current['name']} belongs to {current['owner']['email']}." if current else ": give team too."
            raise InvalidInput(f"Only a team's app can be locked{whose}")
        return super().draft(want, current)

    @staticmethod
    def has_team(want: Desired, current: Record | None) -> bool:
        """Whether the app is, or becomes, a team's, as far as the options tell."""
        owner = want.get("owner", SELF)
        return bool(want.get("team") or (current and current["team"]) or (owner != SELF and not is_address(owner)))

    # What has to be looked up before anything is written

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        if want.absent:
            cls.look_at_addons(want, view, draft)
            return
        changed = {name: want.get(name) for name in draft.changed}
        names = {"region": "region", "stack": "build_stack", "team": "team", "space": "space"}
        found = check_places(view, {what: changed.get(option) for what, option in names.items()})
        cls.place(draft, found)
        if draft.creation is not None and not (want.get("team") or want.get("space")):
            check_verified(view, "make an app")
        if "acm" in changed and want["acm"] and draft.current:
            check_no_eco(view, draft.current["name"], "Automated certificate management is")
        if "owner" in changed:
            cls.hand_over(want, view, draft)

    @staticmethod
    def place(draft: Draft, found: t.Mapping[str, Record | None]) -> None:
        """Predict where the app is in full; an app in a space is its team's."""
        for what, record in found.items():
            if record:
                keys = ("id", "name", "shield") if what == "space" else ("id", "name")
                draft.record["build_stack" if what == "stack" else what] = {key: record[key] for key in keys}
        space = found.get("space")
        if space and not found.get("team"):
            draft.record["team"] = {key: space["team"][key] for key in ("id", "name")}

        if not draft.current and (space or draft.record["space"] is None):  # Fir is for spaces only
            draft.record["generation"] = space["generation"] if space else {"id": UNKNOWN, "name": "cedar"}

    @classmethod
    def hand_over(cls, want: Desired, view: View, draft: Draft) -> None:
        """Whom the app goes to: at once where a team is involved, else as an offer that waits to be accepted."""
        owner = find_owner(view, want["owner"])
        known = owner["name"] or owner["id"]
        text = f"{known}{TEAM_OWNER}" if owner["type"] == TEAM else known
        redone = compare(cls.attributes, {**cls.desired(want, draft.current), "owner": text}, draft.current)
        draft.updates, draft.record["owner"] = redone.updates, redone.record["owner"]
        if "owner" not in draft.changed:
            return
        between_people = owner["type"] != TEAM and not (draft.current and draft.current["team"])
        if between_people and draft.current:
            cls.check_transfer(view, draft, owner)
        if between_people:
            draft.record["owner"] = draft.current["owner"] if draft.current else UNKNOWN
            draft.extras["recipient"] = known
            if draft.changed == {"owner"} and draft.current:
                draft.record["updated_at"] = draft.current["updated_at"]
            return
        team = {key: owner[key] for key in ("id", "name")} if owner["type"] == TEAM else None
        draft.record["team"] = draft.record["organization"] = team
        draft.record["owner"] = {"id": UNKNOWN if team else owner["id"] or UNKNOWN, "email": text}

    @staticmethod
    def check_transfer(view: View, draft: Draft, owner: Record) -> None:
        """The offer that stands is as good; raises InvalidInput for one to somebody else."""
        transfer = pending_transfer(view, draft.current["id"])
        if transfer is None:
            return
        if not any(owner[key] and same_person(owner[key], transfer["recipient"]) for key in ("id", "name")):
            raise InvalidInput(
                f"{draft.current['name']} is offered to {transfer['recipient']['email']} already. "
                "community.heroku.heroku_app_transfer takes that back, or offers it to somebody else instead."
            )
        draft.extras["app_transfer"] = transfer
        draft.updates.get("transfer", {}).pop("owner", None)
        draft.updates = {call: fields for call, fields in draft.updates.items() if fields}

    @classmethod
    def look_at_addons(cls, want: Desired, view: View, draft: Draft) -> None:
        """What goes with the app: its add-ons, with all that they hold, also where other apps use them.

        Raises InvalidInput when other apps use one, unless it is forced.
        """
        app = draft.current
        own = [addon for addon in view.get(ADDONS.of(handle(app))) if same_thing(addon["app"], app)]
        views = [addon_view(addon, other_users(view, addon)) for addon in own]
        going = sorted(views, key=lambda addon: (str(addon["plan"]), str(addon["name"])))
        shared = [f"{addon['name']} by {', '.join(addon['attached_to'])}" for addon in going if addon["attached_to"]]
        if shared and not want["force"]:
            raise InvalidInput(
                f"Other apps use add-ons of {app['name']}, which would go with it: {'; '.join(shared)}. They would "
                "lose the data and the config vars. To delete it anyway, set force."
            )
        draft.extras["addons"] = going
        draft.related = [Thing("addon", addon["name"], addon["id"]) for addon in own]
        for addon in own:
            draft.changes += [Change(ADDONS.name, (), addon, None), *attachments_gone(view, handle(app), addon)]

    # What follows by itself

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """What follows from a change by itself (behaviour.md 3.1)."""
        if want.absent:
            draft.extras.setdefault("addons", [])
        after = draft.record
        if after is None:
            return
        if "locked" in after and not (want.get("locked") is not None and cls.has_team(want, draft.current)):
            del after["locked"]
        if not draft.writes:
            return
        if "name" in draft.changed:
            after["git_url"] = f"https://git.heroku.com/{after['name']}.git"
            after["web_url"] = UNKNOWN
        if draft.current is None:
            after["stack"] = after["build_stack"]
        elif "build_stack" in draft.changed:
            after["released_at"] = UNKNOWN
            if draft.current["slug_size"] is None:
                after["stack"] = after["build_stack"]
        if after["team"] is not None and (draft.current is None or "team" in draft.changed):
            after["organization"] = after["team"]
            after["owner"] = UNKNOWN
        elif draft.current is None:
            after["organization"] = None
        if draft.creation is not None:
            draft.changes.append(Change("collaborator", (after["name"],), None, cls.owning(after)))

    @staticmethod
    def owning(app: Record) -> Record:
        """The owner of a new app, who is its first collaborator (behaviour.md 3.9)."""
        email = f"{app['team']['name']}{TEAM_OWNER}" if app["team"] else UNKNOWN
        unknown = dict.fromkeys(("created_at", "id", "permissions", "updated_at"), UNKNOWN)
        user = {"email": email, "id": UNKNOWN, "federated": UNKNOWN}
        return {**unknown, "app": {"id": UNKNOWN, "name": app["name"]}, "role": "owner", "user": user}

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        side = super().side(want, draft, record)
        if record is not None and draft.deletion and draft.extras["addons"]:
            return {**side, "addons": draft.extras["addons"]}
        if record is draft.record and "recipient" in draft.extras and record is not None and "owner" in draft.changed:
            return {**side, "owner": draft.extras["recipient"]}
        return side

    # The writes

    @classmethod
    def creation(cls, want: Desired, draft: Draft) -> Action:
        body = {"stack" if name == "build_stack" else name: value for name, value in (draft.creation or {}).items()}
        path = "/teams/apps" if "team" in body or "space" in body else "/apps"
        if path == "/apps":
            body.pop("internal_routing", None)
            body.pop("locked", None)
        return Action(cls.id_of(want, "create"), "create", Request("POST", path, (), body), cls.resend, creates=True)

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        actions = []
        for action in super().actions(want, draft):
            record_id = action.request.values[0] if action.request.values else None
            if action.verb == "transfer":
                actions.append(cls.transfer(want, draft, record_id))
            elif action.verb == "lock":
                request = Request("PATCH", "/teams/apps/{}", (record_id,), {"locked": want["locked"]})
                actions.append(cls.with_request(action, request, answers=False))
            elif action.verb == "acm":
                request = (
                    Request("POST", ACM, (record_id,), {}) if want["acm"] else Request("DELETE", ACM, (record_id,))
                )
                actions.append(cls.with_request(action, request))
            else:
                actions.append(action)
        return actions

    @staticmethod
    def with_request(action: Action, request: Request, *, answers: bool = True) -> Action:
        """The action, by an endpoint of its own."""
        return Action(action.id, action.verb, request, answers=answers, after=action.after)

    @classmethod
    def transfer(cls, want: Desired, draft: Draft, record_id: Value) -> Action:
        """Hand the app to another owner."""
        fields = draft.updates["transfer"]
        if "recipient" in draft.extras:
            return transfer_action(cls.id_of(want, "transfer"), record_id, draft.extras["recipient"])
        new_owner = fields.get("team") or str(fields["owner"])
        new_owner = new_owner.removesuffix(TEAM_OWNER)
        request = Request("PATCH", "/teams/apps/{}", (record_id,), {"owner": new_owner})
        return Action(
            cls.id_of(want, "transfer"), "transfer", request, answers=False, stale=("team_app", APPS_OF_TEAM.name)
        )

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Value:
        return dict(fields)

    # Afterwards

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        return super().explain(want, action, error) or (explain_transfer(error) if action.verb == "transfer" else "")

    @classmethod
    def adopted(cls, want: Desired, action: Action, observed: Plan) -> Observed:
        """An offer whose answer got lost is the one that stands."""
        transfer = observed.extras.get("app_transfer") if action.verb == "transfer" else None
        return transfer or super().adopted(want, action, observed)

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Observed:
        """The app, with what its own endpoint does not show and its team's does: whether it is locked."""
        record = super().outcome(want, plan, answers)
        if record is None:
            return None
        locked = {"locked": plan.record["locked"]} if "locked" in plan.record else {}
        return {**{key: value for key, value in record.items() if key in plan.record}, **locked}

    @classmethod
    def untold(cls, want: Desired, plan: Plan) -> Need | None:
        """The app itself, where its team's endpoints answered."""
        if not any(action.request.path.startswith("/teams/apps") for action in plan.actions):
            return None
        return APPS.named((plan.current or {"id": plan.record["name"]})["id"])

    @classmethod
    def extras(cls, want: Desired, plan: Plan, answers: Values) -> Values:
        """The offer of the app that waits to be accepted; what went with the app."""
        transfer = plan.extras.get("app_transfer")
        if "recipient" in plan.extras and transfer is None:
            answer = next((answers.get(action.id) for action in plan.actions if action.verb == "transfer"), None)
            transfer = TRANSFERS.normal(answer) if answer else UNKNOWN
        return {"app_transfer": transfer, **({"addons": plan.extras["addons"]} if want.absent else {})}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        """Apps by name, or all that the token sees; a team lists its own, also those that nobody has joined."""
        if want.get("name"):
            one = cls.look_up(want, view, want["name"])
            found = [one] if one else []
        elif want.get("team"):
            found = cls.of_team(view, want["team"])
        else:
            found = view.get(APPS.of())
        chosen = (
            app
            for app in found
            if all(not want.get(key) or same_reference(want[key], app[key]) for key in ("team", "space"))
        )
        return sorted(chosen, key=lambda app: str(app["name"]))

    @classmethod
    def of_team(cls, view: View, team: str) -> list[Record]:
        """The apps of a team: those that the token sees as apps, and those that its account has not joined.

        The team's own list tells less of an app, and none of it may be for somebody who is not a member.
        """
        names = [item.key for item in cls.attributes if item.name != "locked"]
        others = [{name: app.get(name) for name in names} for app in unjoined_apps(view, team)]
        return [*view.get(APPS.of()), *others]
