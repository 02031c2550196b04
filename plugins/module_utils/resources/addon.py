# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Add-ons of an app: behaviour.md 3.4."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.attached import (
    TELL_CONFIG_VARS,
    check_nothing_in_the_way,
    other_users,
    reattach,
    stripped,
)
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.offer import find_plan, same_plan, service_of
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, Step, is_uuid
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_verified
from ansible_collections.community.heroku.plugins.module_utils.protection import Thing
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
)
from ansible_collections.community.heroku.plugins.module_utils.texts import check_texts

NAME = re.compile(r"[a-zA-Z][A-Za-z0-9_-]{1,255}")
ATTACHMENT = re.compile(r"[A-Z][A-Z0-9_]*")
POSTGRES = "heroku-postgresql"
ESSENTIAL = ("essential-", "mini", "basic", "hobby-")  # how the plans of that tier of Postgres begin
LEAVING = ("deprovisioning", "deprovisioned")
# Without it Heroku keeps the provider's words to itself (behaviour.md 1.1).
MESSAGES = {"X-Heroku-Legacy-Provider-Messages": "true"}


def spell_option(value: t.Any) -> str | bool:
    """A value of C(config) as providers take it: a text or a boolean."""
    return value if isinstance(value, bool) else str(value)


def postgres_tier(plan: str) -> str:
    """Plans of Postgres can be changed within one of these (recorded.md A 11)."""
    return "essential" if plan.partition(":")[2].startswith(ESSENTIAL) else "dedicated"


class Addon(AppResource):
    """An add-on of an app, found so that a repeated run never buys a second one.

    It is looked for by its name, else by the name it is attached under, else as the app's only one of its service.
    """

    noun = "addon"
    plural = "addons"
    title = "add-on"
    identity = ("name", "as", "plan")
    protected_kind = "addon"
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "plan": {"type": "str"},
        "name": {"type": "str"},
        "as": {"type": "str"},
        "config": {"type": "dict", "secret": True},
        "confirm": {"type": "str"},
        "force": {"type": "bool", "default": False},
        "own": {"type": "bool"},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("plan", "name", "as")],
        "required_if": [("state", "present", ("plan",))],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "app": {"type": "str"},
        "team": {"type": "str"},
        "addon": {"type": "str"},
        "addon_service": {"type": "str"},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("app", "team"), ("team", "addon")]}
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("plan", reference=True, equal=same_plan),
        Field("name"),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        (
            "actions",
            "addon_service",
            "app",
            "billed_price",
            "billing_entity",
            "config_vars",
            "created_at",
            "id",
            "name",
            "plan",
            "provider_id",
            "provision_message",
            "state",
            "updated_at",
            "web_url",
        )
    )

    text_maps = boolean_maps = ("config",)

    known_plan: dict[str, t.Any] | None = None  # the plan that is to be bought, once it was looked up
    addons: t.Sequence[dict[str, t.Any]] = ()  # every add-on of the app, as M(read) found them
    leaving: dict[str, t.Any] | None = None  # one that is just being taken away, whose place a new one takes
    missing: t.Sequence[str] = ()  # config vars of the add-on that the app has lost
    bought = False  # whether this run made it

    @property
    def absent(self) -> bool:
        """Whether the add-on is to go."""
        return self.given("state") == "absent"

    def check(self) -> None:
        name, attachment = self.given("name"), self.given("as")
        if name and not NAME.fullmatch(name) and not is_uuid(name):
            raise InvalidInput(
                f"name {name!r} is no add-on name: letters, digits, dashes and underscores, starting with a letter."
            )
        if attachment and not ATTACHMENT.fullmatch(attachment.upper()):
            raise InvalidInput(
                f"as {attachment!r} is no attachment name: letters, digits and underscores, starting with a letter."
            )
        check_texts("config", self.given("config") or {}, booleans=True)

    # Which add-on is meant

    def read(self) -> dict[str, t.Any] | None:
        addons = self.listed()
        if addons is None:
            return None
        self.addons = addons
        found = self.pick([addon for addon in addons if addon["state"] not in LEAVING])
        going = [addon for addon in addons if addon["state"] == "deprovisioning"]
        if found is None and going:
            self.leaving = next(iter(self.meant(going)), None)
        self.missing = ()
        if found is not None and not self.absent:
            self.check_owner(found)
            if found["state"] == "provisioned" and self.own(found):
                self.missing = stripped(self, found["config_vars"])
        return found

    def check_owner(self, addon: dict[str, t.Any]) -> None:
        """Say that another app's add-on is used, unless that was asked for. Raises InvalidInput for C(own=true)."""
        own = self.given("own")
        named = self.given("name") in (addon["name"], addon["id"])
        if self.own(addon) or not (own or (own is None and not named)):
            return
        place = f" as {self.params['as'].upper()}" if self.given("as") else ""
        text = (
            f"{self.params['app']} has no add-on of its own here: {addon['name']}, which it uses{place}, belongs to "
            f"{addon['app']['name']}, and so does the data in it."
        )
        if own:
            raise InvalidInput(
                f"{text} Detach it with community.heroku.heroku_addon_attachment, or give the new add-on another name."
            )
        self.talk.warn(f"{text} own=true makes that an error, own=false is content with it.")

    def listed(self) -> list[dict[str, t.Any]] | None:
        """Every add-on of the app, attached ones of other apps included."""
        return self.or_none(lambda: self.client.list(self.in_app("/addons"), headers=MESSAGES))

    def pick(self, addons: list[dict[str, t.Any]]) -> dict[str, t.Any] | None:
        """The add-on that the options mean, out of some of the app. Raises InvalidInput when several could be meant."""
        found = self.meant(addons)
        if len(found) > 1:
            raise InvalidInput(
                f"{self.params['app']} has several add-ons that plan {self.params['plan']} could mean: "
                f"{names_of(found)}. Say which one with name, or with as."
            )
        if not found:
            return None
        if self.given("plan") and not is_uuid(self.params["plan"]):
            self.check_service(found[0], service_of(self.params["plan"]))
        return found[0]

    def meant(self, addons: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """Those that the options fit; more than one only if there is neither a name nor an attachment to go by."""
        name = self.given("name")
        if not name and not self.given("as"):
            return self.of_plan(addons)
        found = [addon for addon in addons if name in (addon["name"], addon["id"])]
        if not found and self.given("as") and not (name and self.absent):
            return self.attached(addons)
        return found

    def attached(self, addons: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """The add-on, be it another app's, that is attached to the app under the name C(as); a list of one, or none."""
        attachment = self.fetch(self.in_app("/addon-attachments/{}", self.params["as"].upper()))
        if attachment is None:
            return []
        listed = [addon for addon in addons if addon["id"] == attachment["addon"]["id"]]
        if listed or self.own(attachment["addon"]):
            return listed
        return [self.client.get(segments("/addons/{}", attachment["addon"]["id"]), headers=MESSAGES)]

    def of_plan(self, addons: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """The app's own add-on of the plan, if there is just one, else all of the plan's service.

        To be taken away, it must have the plan: nothing goes that was not named.
        """
        plan = self.params["plan"]
        own = [addon for addon in addons if self.own(addon)]
        found = [addon for addon in own if same_plan(plan, addon["plan"])]
        if len(found) == 1 or (self.absent and found):
            return found
        by_id = is_uuid(plan) and not self.absent
        service = self.look_up(plan)["addon_service"]["name"] if by_id else service_of(plan)
        relatives = [addon for addon in own if addon["addon_service"]["name"] == service]
        if not self.absent:
            return relatives
        if relatives and relatives[0]["state"] not in LEAVING:
            self.talk.warn(f"Nothing has the plan {plan}, so {names_of(relatives)} stays.")
        return []

    def own(self, addon: dict[str, t.Any]) -> bool:
        """Whether the add-on is billed to this app, and not just attached to it from another one."""
        return self.params["app"] in (addon["app"]["id"], addon["app"]["name"])

    def check_service(self, addon: dict[str, t.Any], service: str) -> None:
        """Raises InvalidInput when an add-on is not of this service, since no plan change leads there."""
        if addon["addon_service"]["name"] != service:
            raise InvalidInput(f"{addon['name']} is an add-on of {addon['addon_service']['name']}, not of {service}.")

    # What is to be done about it

    def wanted(self) -> dict[str, t.Any]:
        wanted = super().wanted()
        if is_uuid(wanted.get("name", "")):
            del wanted["name"]
        return wanted

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if current is None and not self.absent and is_uuid(self.given("name") or ""):
            raise InvalidInput(
                f"{self.params['app']} has no add-on with the id {self.params['name']}, and Heroku chooses the id of a "
                "new one: give a name."
            )
        plan = super().plan(current)
        if plan.changes and current is not None and not self.own(current):
            raise InvalidInput(
                f"{current['name']} is only attached to {self.params['app']}: it belongs to {current['app']['name']}, "
                "so change it there."
            )
        return plan if self.absent else self.foresee(self.with_restoration(plan), current)

    def with_restoration(self, plan: Plan) -> Plan:
        """The plan with what brings back the config vars that the app has lost."""
        if not self.missing:
            return plan
        names = plan.predicted["config_vars"]
        return dataclasses.replace(
            plan,
            before={**plan.before, "config_vars": [name for name in names if name not in self.missing]},
            after={**plan.after, "config_vars": names},
            steps=(*plan.steps, Step("restore", {"config_vars": list(self.missing)})),
        )

    def foresee(self, plan: Plan, current: dict[str, t.Any] | None) -> Plan:
        """The plan with what follows from it, and from waiting, by itself."""
        predicted = plan.predicted
        new_plan = any("plan" in step.fields for step in plan.steps)
        provisioned = self.params["wait"] and current is not None and current["state"] == "provisioning"
        if new_plan or provisioned:
            predicted.update(dict.fromkeys(("billed_price", "provision_message", "updated_at")))
            predicted["state"] = "provisioned" if self.params["wait"] else None
        if provisioned:
            predicted.update(dict.fromkeys(("config_vars", "provider_id", "web_url")))
        if new_plan and self.known_plan:
            predicted["plan"] = {"id": self.known_plan["id"], "name": self.known_plan["name"]}
            predicted["addon_service"] = self.known_plan["addon_service"]
        after = dict(plan.after, plan=predicted["plan"]["name"])
        if current is None and self.given("as"):
            after["as"] = self.params["as"].upper()
        return dataclasses.replace(plan, after=after)

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """What is to be bought has to exist, and its name must not: names are unique across all apps."""
        if self.absent:
            self.check_not_shared(current or {})
            return current
        if current is None and self.given("name"):
            current = self.of_that_name()
            if current is not None:
                self.check_owner(current)
                return current
        if any("plan" in step.fields for step in plan.steps):
            known = self.look_up(self.params["plan"])
            if current is None:
                self.check_purchase(known)
            else:
                self.check_service(current, known["addon_service"]["name"])
                self.check_change(current, known)
        if self.missing:
            self.talk.warn(
                f"{self.params['app']} lacks {', '.join(self.missing)} although {(current or {})['name']} is attached, "
                "as after a rollback to a release before it was: the add-on is attached again."
            )
        return current

    def check_not_shared(self, addon: dict[str, t.Any]) -> None:
        """Raises InvalidInput for the deletion of what other apps use, unless it is forced (behaviour.md 3.4)."""
        if self.params["force"]:
            return
        others = other_users(self, addon)
        if others:
            raise InvalidInput(
                f"{addon['name']} is attached to {', '.join(others)} too, which would lose it: force=true deletes it "
                "all the same."
            )

    def check_purchase(self, plan: dict[str, t.Any]) -> None:
        """Raises InvalidInput for what Heroku would refuse to sell to this app (behaviour.md 2.2)."""
        service = plan["addon_service"]["name"]
        present = [item for item in self.addons if self.own(item) and item["addon_service"]["name"] == service]
        there = [item for item in present if item["state"] not in LEAVING]
        if there and not self.client.get(segments("/addon-services/{}", service))["supports_multiple_installations"]:
            raise InvalidInput(
                f"{self.params['app']} has {names_of(there)} already, and no app can have two add-ons of {service}."
            )
        self.check_app(plan)
        if self.given("as"):
            known = {name for item in present for name in item["config_vars"]}
            check_nothing_in_the_way(self, self.params["as"].upper(), known)

    def check_app(self, plan: dict[str, t.Any]) -> None:
        """Raises InvalidInput when the plan is not for where the app is, or its owner cannot pay."""
        app = self.client.get(self.in_app())
        if app.get("space"):
            inside = plan.get("installable_inside_private_network") is not False
            if not inside and self.given("confirm") != app["name"]:
                raise InvalidInput(
                    f"{plan['name']} is not connected with the app's Private Space {app['space']['name']}. To have it "
                    f"all the same, set confirm to {app['name']}."
                )
        elif plan.get("installable_outside_private_network") is False:
            raise InvalidInput(f"{plan['name']} is for apps in a Private Space, and {app['name']} is in none.")
        if not app.get("team") and (plan.get("price") or {}).get("cents"):
            check_verified(self, f"buy {plan['name']}", owner=lambda: app["owner"]["id"])

    def check_change(self, current: dict[str, t.Any], plan: dict[str, t.Any]) -> None:
        """Warn of a cheaper plan. Raises InvalidInput for a change that Heroku does not make (recorded.md A 11)."""
        before, after = current["plan"]["name"], plan["name"]
        if plan["addon_service"]["name"] == POSTGRES and postgres_tier(before) != postgres_tier(after):
            raise InvalidInput(
                f"{current['name']} cannot go from {before} to {after}: Postgres changes plans within the essential "
                "tier, and among the others. Make a new database with the new plan, and copy the data."
            )
        costs, will_cost = ((item or {}).get("cents") for item in (current["billed_price"], plan.get("price")))
        if costs and will_cost is not None and will_cost < costs:
            self.talk.warn(
                f"{after} is a smaller plan than {before}, which {current['name']} has: see first that its data and "
                "its connections fit."
            )

    def of_that_name(self) -> dict[str, t.Any] | None:
        """The add-on of the name C(name), attached to the app, which its list may leave out (behaviour.md 3.4).

        None when nothing has that name, or what has it is just going. Raises InvalidInput when it has nothing to do
        with the app.
        """
        found = self.fetch("/addons/{}", self.params["name"], headers=MESSAGES)
        if found is None or found["name"] != self.params["name"] or found["state"] in LEAVING:
            return None
        attachments = self.client.list(segments("/addons/{}/addon-attachments", found["id"]))
        if not any(self.params["app"] in attachment["app"].values() for attachment in attachments):
            raise InvalidInput(
                f"There is an add-on {found['name']} already, which belongs to {found['app']['name']}. Give another "
                "name; or attach that one with community.heroku.heroku_addon_attachment."
            )
        if not is_uuid(self.params["plan"]):
            self.check_service(found, service_of(self.params["plan"]))
        return found

    def look_up(self, wanted: str) -> dict[str, t.Any]:
        """The plan of this name or id, or a service's default one. Raises InvalidInput, saying what plans there are."""
        if self.known_plan is None:
            self.known_plan = find_plan(self, wanted)
        return self.known_plan

    def related(self, current: dict[str, t.Any]) -> t.Iterable[Thing]:
        """The app that it belongs to, whose data it holds."""
        return (Thing("app", current["app"]["name"], current["app"]["id"]),)

    # Writing

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        if self.leaving and self.params["wait"]:
            self.wait_until_gone(self.leaving)
        self.bought = True
        body: dict[str, t.Any] = {"plan": self.look_up(fields["plan"])["name"]}
        body.update({option: self.params[option] for option in ("name", "confirm") if self.given(option)})
        if self.given("as"):
            body["attachment"] = {"name": self.params["as"].upper()}
        if self.given("config"):
            body["config"] = {key: spell_option(value) for key, value in self.params["config"].items()}
        try:
            return self.client.post(self.in_app("/addons"), body, headers=MESSAGES)
        except HerokuError as error:
            if error.id == "confirmation_required":
                raise error.with_hint("To have it all the same, set confirm to the app's name.") from None
            raise

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        try:
            return self.client.patch(self.in_app("/addons/{}", current["id"]), fields, headers=MESSAGES)
        except HerokuError as error:
            if error.status == 422 and "plan" in fields:
                raise error.with_hint(
                    "Not every service changes the plan of what is there: "
                    "where it does not, make a second add-on under another name and move over."
                ) from None
            raise

    def restore(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Bring back the config vars that the app has lost, by attaching the add-on anew where they belong."""
        attachments = self.client.list(self.in_app("/addon-attachments"), headers=TELL_CONFIG_VARS)
        for attachment in attachments:
            names = attachment.get("config_vars")
            owns = [
                var
                for var in fields["config_vars"]
                if (var in names if names is not None else var.startswith(f"{attachment['name']}_"))
            ]
            if attachment["addon"]["id"] == current["id"] and owns:
                reattach(self, attachment)
        return current

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"force": self.params["force"]}
        try:
            return self.client.delete(self.in_app("/addons/{}", current["id"]), body=body) or current
        except HerokuError as error:
            if error.status == 422 and not self.params["force"]:
                raise error.with_hint("If other apps have it attached, force=true deletes it all the same.") from None
            raise

    # Waiting

    def settle(self, record: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        if self.absent:
            going = record or self.leaving
            if going and self.params["wait"]:
                self.wait_until_gone(going)
            return None
        if record is None:
            return None
        new = self.bought or record["state"] == "provisioning"
        if record["state"] == "provisioning" and self.params["wait"]:
            record = self.wait_until_provisioned(record)
        if record["state"] == "deprovisioned":
            told = record.get("provision_message")
            raise Failure(
                f"The provider could not provision {record['name']} ({record['plan']['name']})."
                + (f" It says: {told}" if told else ""),
                addon=record,
            )
        if new and self.params["wait"] and record["config_vars"] and self.own(record):
            self.wait_for_config_vars(record)
        return record

    def wait_until_provisioned(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """The add-on when its provider is done with it; its state is C(deprovisioned) when Heroku has forgotten it."""
        path = segments("/addons/{}", record["id"])
        return self.wait_until(
            ask=lambda: self.fetch(path, headers=MESSAGES) or {**record, "state": "deprovisioned"},
            done=lambda addon: addon["state"] != "provisioning",
            waiting_for=f"{record['plan']['name']} ({record['name']})",
            state=lambda addon: addon["state"],
        )

    def wait_for_config_vars(self, record: dict[str, t.Any]) -> None:
        """They may come a moment later (peers.md c 33), and not before a release phase has ended (behaviour.md 3.2)."""
        self.wait_until(
            ask=lambda: set(record["config_vars"]).difference(self.client.get(self.in_app("/config-vars"))),
            done=lambda missing: not missing,
            waiting_for=f"the config vars of {record['name']}",
            state=lambda missing: f"without {', '.join(sorted(missing))}",
        )

    def wait_until_gone(self, record: dict[str, t.Any]) -> None:
        """Heroku forgets an add-on when it has been deprovisioned (behaviour.md 3.4)."""
        if record["state"] == "deprovisioned":
            return
        path = segments("/addons/{}", record["id"])
        self.wait_until(
            ask=lambda: self.fetch(path),
            done=lambda addon: addon is None or addon["state"] == "deprovisioned",
            waiting_for=f"{record['name']} to go",
            state=lambda addon: addon["state"],
        )

    # Looking up

    def find(self) -> list[dict[str, t.Any]]:
        addon, service = self.given("addon"), self.given("addon_service")
        if addon:
            one = self.fetch(
                (self.in_app() if self.given("app") else "") + segments("/addons/{}", addon), headers=MESSAGES
            )
            # Within an app Heroku takes the name of a service too (peers.md c 4).
            found = [one] if one and addon in (one["id"], one["name"]) else []
        elif self.given("app"):
            found = self.listed() or []
        else:
            path = segments("/teams/{}/addons", self.params["team"]) if self.given("team") else "/addons"
            found = self.client.list(path, headers=MESSAGES)
        chosen = (item for item in found if service in (None, item["addon_service"]["name"]))
        return sorted(chosen, key=lambda item: item["name"])


def names_of(addons: list[dict[str, t.Any]]) -> str:
    """Add-ons as a message lists them."""
    return ", ".join(sorted(f"{addon['name']} ({addon['plan']['name']})" for addon in addons))
