# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Apps: behaviour.md 3.1; transfers between people: behaviour.md 3.20."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.attached import other_users
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.named import NAME_OPTIONS, NamedResource
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.owner import SELF, TEAM, find_owner, is_address
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, same_reference
from ansible_collections.community.heroku.plugins.module_utils.preflight import (
    check_no_eco,
    check_places,
    check_verified,
)
from ansible_collections.community.heroku.plugins.module_utils.protection import Thing
from ansible_collections.community.heroku.plugins.module_utils.resource import CONFIRM_OPTIONS
from ansible_collections.community.heroku.plugins.module_utils.resources.app_transfer import (
    offer,
    pending_transfer,
    same_person,
)
from ansible_collections.community.heroku.plugins.module_utils.team import TEAM_OWNER

TAKEN = (
    "Somebody else has an app of that name, and names of apps are unique at Heroku: choose another one. If the app is "
    "yours or your team's, use a token of an account that it is shared with."
)
NAME = re.compile(r"[a-z][a-z0-9-]{1,28}[a-z0-9]")


def same_owner(wanted: str, have: dict[str, t.Any] | None) -> bool:
    """Whether an e-mail address or a team's name means this owner; a team owns as C(team@herokumanager.com)."""
    return same_person(wanted, have) or same_person(wanted + TEAM_OWNER, have)


def check_name(option: str, name: str) -> None:
    """Raises InvalidInput for what Heroku does not take as the name of a new app."""
    if not NAME.fullmatch(name):
        raise InvalidInput(
            f"{option} {name!r} is no app name: 3 to 30 lower-case letters, digits and dashes, "
            "starting with a letter, ending with a letter or digit."
        )


class OwnerField(Field):
    """The owner is an C({id, email}) object; a team's app also has the team."""

    def shown(self, record: t.Mapping[str, t.Any]) -> t.Any:
        owner = record.get("owner") or {}
        return owner.get("email") or owner.get("id")

    def holds(self, wanted: t.Any, record: t.Mapping[str, t.Any]) -> bool:
        return same_owner(wanted, record.get("owner")) or same_reference(wanted, record.get("team"))

    def set(self, record: dict[str, t.Any], wanted: t.Any) -> None:
        """As the option spells it; M(App.predict) knows more once the owner was looked up."""
        record["owner"] = {"id": None, "email": wanted}


def addon_view(addon: dict[str, t.Any]) -> dict[str, t.Any]:
    """An add-on that goes with its app, as diff and result show it."""
    return {"name": addon["name"], "plan": addon["plan"]["name"], "attached_to": addon["attached_to"]}


class App(NamedResource):
    """An app, found by name or id."""

    noun = "app"
    plural = "apps"
    protected_kind = "app"
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(
        ("new_name", "team", "owner", "space", "region", "build_stack"), OMITTED
    )
    path = "/apps/{}"
    taken = TAKEN
    options: t.ClassVar[dict[str, t.Any]] = {
        **NAME_OPTIONS,
        "team": {"type": "str"},
        "owner": {"type": "str"},
        "space": {"type": "str"},
        "region": {"type": "str"},
        "build_stack": {"type": "str", "aliases": ["stack"]},
        "internal_routing": {"type": "bool"},
        "locked": {"type": "bool"},
        "maintenance": {"type": "bool"},
        "acm": {"type": "bool"},
        "force": {"type": "bool", "default": False},
        **CONFIRM_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("team", "owner")]}
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "name": {"type": "str"},
        "team": {"type": "str"},
        "space": {"type": "str"},
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("team", reference=True, update="transfer"),
        OwnerField("owner", update="transfer", create=False),
        Field("name"),
        Field(
            "region",
            reference=True,
            update=None,
            fixed="An app stays in the region where it was made; make another one and move over.",
        ),
        Field(
            "space",
            reference=True,
            update=None,
            fixed="An app stays where it was made; make another one and move over.",
        ),
        Field(
            "internal_routing",
            update=None,
            initial=False,
            fixed="It is chosen when the app is made.",
            equal=lambda wanted, have: wanted == bool(have),
        ),
        Field("build_stack", reference=True),
        Field("locked", update="lock", initial=False),
        Field("maintenance", create=False, initial=False),
        Field("acm", update="set_acm", create=False, initial=False),
    )
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(
            (
                "archived_at",
                "buildpack_provided_description",
                "build_stack",
                "created_at",
                "generation",
                "git_url",
                "id",
                "internal_routing",
                "name",
                "organization",
                "owner",
                "region",
                "released_at",
                "repo_size",
                "slug_size",
                "space",
                "stack",
                "team",
                "updated_at",
                "web_url",
            )
        ),
        "acm": False,
        "maintenance": False,
    }

    going: t.Sequence[dict[str, t.Any]] = ()  # the add-ons that go with the app, once they were looked up
    pending: dict[str, t.Any] | None = None  # a transfer to the wanted owner that waits to be accepted
    new_owner: dict[str, t.Any] | None = None  # whom the option owner means, once that was looked up

    def check_name(self, option: str, name: str) -> None:
        check_name(option, name)

    def check(self) -> None:
        super().check()
        if self.given("internal_routing") and not self.given("space"):
            raise InvalidInput("internal_routing is for apps in a Private Space: give space too.")

    def read(self) -> dict[str, t.Any] | None:
        app = super().read()
        if self.given("owner") == SELF and self.given("state") != "absent":
            self.look_up_owner()
        if app and self.given("locked") is not None and app.get("team"):
            app["locked"] = self.client.get(segments("/teams/apps/{}", app["id"]))["locked"]
        return app

    def wanted(self) -> dict[str, t.Any]:
        wanted = super().wanted()
        if self.pending:
            wanted.pop("owner", None)
        elif self.new_owner:
            known = self.new_owner["name"] or self.new_owner["id"]
            wanted["owner"] = f"{known}{TEAM_OWNER}" if self.to_team() else known
        return wanted

    def look_up_owner(self) -> dict[str, t.Any]:
        """Whom the option C(owner) means: see find_owner. Raises InvalidInput for nobody."""
        if self.new_owner is None:
            self.new_owner = find_owner(self.client, self.params["owner"])
        return self.new_owner

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.given("state") == "absent":
            plan = super().plan(current)
            addons = [addon_view(addon) for addon in self.going]
            return dataclasses.replace(plan, before={**plan.before, "addons": addons}) if addons else plan
        wanted = self.wanted()
        if current is None:
            if wanted.get("locked") and not wanted.get("team"):
                raise InvalidInput("Only a team's app can be locked: give team too.")
        elif wanted.get("locked") and not current.get("team") and not wanted.get("team") and not self.to_team():
            raise InvalidInput(
                f"Only a team's app can be locked; {current['name']} belongs to {current['owner']['email']}."
            )
        plan = super().plan(current)
        if plan.changes:
            self.predict(plan, current)
        return plan

    def predict(self, plan: Plan, current: dict[str, t.Any] | None) -> None:
        """What follows from a change by itself (behaviour.md 3.1)."""
        after = plan.predicted
        changed = {name for step in plan.steps for name in step.fields}
        if "name" in changed:
            after["git_url"] = f"https://git.heroku.com/{after['name']}.git"
            after["web_url"] = None
        if current is None:
            after["stack"] = after["build_stack"]
        elif "build_stack" in changed:
            after["released_at"] = None
            if current.get("slug_size") is None:
                after["stack"] = after["build_stack"]
        if after.get("team") and (current is None or "team" in changed):
            after["organization"] = after["team"]
            after["owner"] = None
        if "owner" in changed:
            self.predict_owner(after, current)
            if changed == {"owner"} and current is not None and self.between_people(current):
                after["updated_at"] = current["updated_at"]

    def predict_owner(self, after: dict[str, t.Any], current: dict[str, t.Any] | None) -> None:
        """Whose the app will be: an offer leaves it where it is."""
        if self.between_people(current or after):
            after["owner"] = current["owner"] if current else None
        elif self.new_owner:
            team = self.new_owner if self.to_team() else None
            after["team"] = after["organization"] = {name: team[name] for name in ("id", "name")} if team else None
            email = f"{team['name']}{TEAM_OWNER}" if team else self.new_owner["name"]
            after["owner"] = {"id": None if team else self.new_owner["id"], "email": email}

    def to_team(self) -> bool:
        """Whether the option C(owner) means a team; an id, as long as it was not looked up, does not."""
        owner = self.given("owner")
        if not owner:
            return False
        return self.new_owner["type"] == TEAM if self.new_owner else owner != SELF and not is_address(owner)

    def between_people(self, current: dict[str, t.Any]) -> bool:
        """Such a transfer waits until the other person accepts it; with a team on either side it is immediate."""
        return bool(self.given("owner")) and not self.to_team() and not current.get("team")

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        if self.given("state") == "absent":
            if current is not None:
                self.look_at_addons(current)
            return current
        changed = {name: value for step in plan.steps for name, value in step.fields.items()}
        names = {"region": "region", "stack": "build_stack", "team": "team", "space": "space"}
        check_places(self.client, {what: changed.get(option) for what, option in names.items()})
        if current is None and not (self.given("team") or self.given("space")):
            check_verified(self, "make an app")
        if changed.get("acm") and current is not None:
            check_no_eco(self.client, current["name"], "Automated certificate management is")
        if "owner" in changed:
            self.look_up_owner()
        if current is None or "owner" not in changed or not self.between_people(current):
            return current
        return self.with_pending_transfer(current)

    def with_pending_transfer(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        """The app, once it is known whether it is offered already. Raises InvalidInput for another offer."""
        transfer = pending_transfer(self.client, current["id"])
        if transfer and not self.means(transfer["recipient"]):
            raise InvalidInput(
                f"{current['name']} is offered to {transfer['recipient']['email']} already. "
                "community.heroku.heroku_app_transfer takes that back, or offers it to somebody else instead."
            )
        self.pending = transfer
        return dict(current)

    def means(self, person: dict[str, t.Any]) -> bool:
        """Whether the option C(owner), once looked up, means this C({id, email})."""
        owner = self.new_owner or {}
        return any(owner.get(key) and same_person(owner[key], person) for key in ("id", "name"))

    def look_at_addons(self, app: dict[str, t.Any]) -> None:
        """What goes with the app: its add-ons, with all that they hold, also where other apps use them.

        One GET, and one for each add-on. Raises InvalidInput when other apps use one, unless it is forced.
        """
        found = self.or_none(lambda: self.client.list(segments("/apps/{}/addons", app["id"]))) or ()
        self.going = [
            {**addon, "attached_to": other_users(self, addon)} for addon in found if addon["app"]["id"] == app["id"]
        ]
        shared = [
            f"{addon['name']} by {', '.join(addon['attached_to'])}" for addon in self.going if addon["attached_to"]
        ]
        if shared and not self.params["force"]:
            raise InvalidInput(
                f"Other apps use add-ons of {app['name']}, which would go with it: {'; '.join(shared)}. They would "
                "lose the data and the config vars. To delete it all the same, set force."
            )

    def related(self, current: dict[str, t.Any]) -> t.Iterable[Thing]:
        """The add-ons that go with it."""
        return [Thing("addon", addon["name"], addon["id"]) for addon in self.going]

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = dict(fields)
        if "build_stack" in body:
            body["stack"] = body.pop("build_stack")
        if not ("team" in body or "space" in body):
            body.pop("internal_routing", None)
            body.pop("locked", None)
            return self.post("/apps", body)
        made = self.post("/teams/apps", body)
        app = self.client.get(segments("/apps/{}", made["id"]))
        if self.given("locked") is not None:
            app["locked"] = made["locked"]
        if fields.get("locked") and not made["locked"]:
            return self.lock(app, {"locked": True})
        return app

    def post(self, path: str, body: dict[str, t.Any]) -> dict[str, t.Any]:
        """Make it. Raises HerokuError, with what to do for a name that somebody has."""
        try:
            return self.client.post(path, body)
        except HerokuError as error:
            raise error.with_hint(TAKEN) if "already taken" in error.message else error from None

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.keep_locked(current, super().update(current, fields))

    def transfer(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Hand the app to another owner: at once when a team is involved, else as an offer that the other accepts."""
        owner = None if fields.get("team") else self.look_up_owner()
        new_owner = fields["team"] if owner is None else owner["name"] or owner["id"]
        if same_owner(new_owner, current["owner"]) or same_reference(new_owner, current.get("team")):
            return current
        if owner is not None and self.between_people(current):
            self.pending = offer(self.client, current["id"], new_owner)
            return current
        self.client.patch(segments("/teams/apps/{}", current["id"]), {"owner": new_owner})
        return self.keep_locked(current, self.client.get(segments("/apps/{}", current["id"])))

    def lock(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Lock or unlock a team's app."""
        changed = self.client.patch(segments("/teams/apps/{}", current["id"]), {"locked": fields["locked"]})
        return {**current, "locked": changed["locked"], "updated_at": changed["updated_at"]}

    def set_acm(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Automated certificate management on or off; both answer with the app."""
        path = segments("/apps/{}/acm", current["id"])
        return self.keep_locked(current, self.client.post(path) if fields["acm"] else self.client.delete(path))

    def keep_locked(self, current: dict[str, t.Any], answer: dict[str, t.Any]) -> dict[str, t.Any]:
        """An app's own endpoint does not show C(locked); what is known of it stays in the record."""
        return {**answer, "locked": current["locked"]} if "locked" in current else answer

    def result(self, record: dict[str, t.Any] | None) -> dict[str, t.Any]:
        result: dict[str, t.Any] = {"app": record, "app_transfer": self.pending}
        if self.given("state") == "absent":
            result["addons"] = [addon_view(addon) for addon in self.going]
        return result

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("name"):
            app = self.look_up(self.params["name"])
            found = [app] if app else []
        else:
            found = self.client.list("/apps")
        return [
            app
            for app in sorted(found, key=lambda app: app["name"])
            if all(
                not self.given(option) or same_reference(self.params[option], app.get(option))
                for option in ("team", "space")
            )
        ]
