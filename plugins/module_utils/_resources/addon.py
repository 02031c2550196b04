# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Add-ons of an app: behaviour.md 3.4."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field, replace

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import Attribute, Type, computed
from .._engine.execute import Run
from .._engine.facts import View
from .._engine.plan import Action, Change, Desired, Plan, Status, Verdict, Wait
from .._engine.protection import Thing
from .._engine.resource import Draft, Resource
from .._engine.texts import check_texts
from .._engine.values import UNKNOWN, Observed, Record, Secret, Spec, Value, Values
from .._lib.references import is_uuid
from .addon_attachment import MISSING
from .addon_attachment import NAME as ATTACHMENT
from .addon_name import MOST_NAMES, first_free, is_taken, names, next_name
from .attached import (
    ATTACHMENTS,
    CONFIG_NAMES,
    RENEW,
    attachment_changes,
    check_nothing_in_the_way,
    config_changes,
    explain_renewal,
    is_second_renewal,
    known_names,
    renew_in_between,
    renewal,
    stripped,
    undo_renewal,
)
from .common import ADDONS, ATTACHMENTS_OF, CONFIRM_OPTIONS, WAIT_OPTIONS, app_of, other_users
from .offer import ANY_ADDON, OF_TEAM, SERVICES, find_plan, same_plan, service_of
from .preflight import allowed, check_verified

NAME = re.compile(r"[a-zA-Z][A-Za-z0-9_-]{1,255}")
POSTGRES = "heroku-postgresql"
ESSENTIAL = ("essential-", "mini", "basic", "hobby-")  # how the plans of that tier of Postgres begin
PROVISIONING, DEPROVISIONED = "provisioning", "deprovisioned"
LEAVING = ("deprovisioning", DEPROVISIONED)
BY_PLAN = ("billed_price", "provision_message", "state", "updated_at")
BY_PROVIDER = ("config_vars", "provider_id", "web_url")


def spell_option(value: Value) -> str | bool:
    """A value of ``config`` as providers take it: a text or a boolean."""
    return value if isinstance(value, bool) else Secret(value)


def postgres_tier(plan: str) -> str:
    """Plans of Postgres can be changed within one of these (recorded.md A 11)."""
    return "essential" if plan.partition(":")[2].startswith(ESSENTIAL) else "dedicated"


def names_of(addons: t.Iterable[Record]) -> str:
    """Add-ons as a message lists them."""
    return ", ".join(sorted(f"{addon['name']} ({addon['plan']['name']})" for addon in addons))


def is_own(want: Desired, addon: Record) -> bool:
    """Whether the add-on is billed to this app, and not just attached to it from another one."""
    return want["app"] in (addon["app"]["id"], addon["app"]["name"])


def is_same(addon: Record, mention: Record) -> bool:
    """Whether an add-on is the one that an attachment mentions; one of a task before this has no id yet."""
    key = "id" if isinstance(mention["id"], str) else "name"
    return bool(addon[key] == mention[key])


def check_service(addon: Record, service: str) -> None:
    """Raises InvalidInput when an add-on is not of this service, since no plan change leads there."""
    if addon["addon_service"]["name"] != service:
        raise InvalidInput(f"{addon['name']} is an add-on of {addon['addon_service']['name']}, not of {service}.")


def without_extras(addon: Observed) -> Value:
    """An add-on as Heroku shows it."""
    return addon and {name: value for name, value in addon.items() if name != MISSING}


class PlanOf(Attribute):
    """The plan is an ``{id, name}`` object; a service alone means any plan of it."""

    def put(self, record: Record, wanted: Value) -> None:
        record["plan"] = {"id": wanted, "name": UNKNOWN} if is_uuid(wanted) else {"id": UNKNOWN, "name": wanted}

    def shown(self, record: Values) -> Value:
        plan = record["plan"]
        return plan["id"] if plan["name"] is UNKNOWN else plan["name"]


@dataclass
class Purchase(Draft):
    """The draft for an add-on.

    Parameters:
        name: What a new one is to be called; UNKNOWN for an app that a task before this one would make.
        renewals: The attachments that are made anew.
    """

    name: Value = UNKNOWN
    renewals: list[Record] = field(default_factory=list)


class Addon(Resource):
    """An add-on of an app, found so that a repeated run never buys a second one.

    It is looked for by its name, else by the name it is attached under, else as the app's only one of its service. A
    new one that the user gave no name gets one that follows from these: Heroku refuses a second one of that name.
    """

    noun = "addon"
    plural = "addons"
    called = "add-on"
    kind = ADDONS
    scope = ("app",)
    key = "name"
    identity = ("name", "as", "plan")
    protected_kind = "addon"
    billed = True
    stale = ("addon_attachment", "config", "release")
    attributes = (
        PlanOf("plan", Type("str", same_plan)),
        Attribute("name"),
        *computed("actions", "addon_service", "app", "billed_price", "billing_entity", "config_vars", "created_at"),
        *computed("id", "provider_id", "provision_message", "state", "updated_at", "web_url"),
    )
    controls: t.ClassVar[Spec] = {
        "as": {"type": "str"},
        "config": {"type": "dict", "secret": True},
        **CONFIRM_OPTIONS,
        "force": {"type": "bool", "default": False},
        "own": {"type": "bool"},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [("plan", "name", "as")],
        "required_if": [("state", "present", ("plan",))],
    }
    info_options: t.ClassVar[Spec] = {name: {"type": "str"} for name in ("app", "team", "addon", "addon_service")}
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("app", "team"), ("team", "addon")]}
    text_maps = boolean_maps = ("config",)

    @classmethod
    def check(cls, want: Desired) -> None:
        name, attachment = want.get("name"), want.get("as")
        if name and not NAME.fullmatch(name) and not is_uuid(name):
            raise InvalidInput(
                f"name {name!r} is no add-on name: letters, digits, dashes and underscores, starting with a letter."
            )
        if attachment and not ATTACHMENT.fullmatch(attachment.upper()):
            raise InvalidInput(
                f"as {attachment!r} is no attachment name: letters, digits and underscores, starting with a letter."
            )
        check_texts("config", want.get("config", {}), booleans=True)

    # Which add-on is meant

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        """The add-on, with those of its config vars that the app has lost.

        Raises InvalidInput for one of another app where an own one is wanted.
        """
        addons = cls.look(want, view, ADDONS.of(want["app"]))
        if addons is None:
            return None
        found = cls.pick(want, view, [addon for addon in addons if addon["state"] not in LEAVING])
        if want.absent:
            return found
        if found is None and want.get("name"):
            found = cls.of_that_name(want, view)
        if found is None:
            return None
        if want.get("own") and cls.borrowed(want, found):
            raise InvalidInput(
                f"{cls.borrowed(want, found)} Detach it with community.heroku.heroku_addon_attachment, or give the new "
                "add-on another name."
            )
        whole = found["state"] == "provisioned" and is_own(want, found)
        return {**found, MISSING: stripped(view, want["app"], found["config_vars"]) if whole else []}

    @classmethod
    def borrowed(cls, want: Desired, addon: Record) -> str:
        """That another app's add-on is used, as a sentence; empty when it is not, or was asked for."""
        own = want.get("own")
        named = want.get("name") in (addon["name"], addon["id"])
        if is_own(want, addon) or not (own or (own is None and not named)):
            return ""
        place = f" as {want['as'].upper()}" if want.get("as") else ""
        return (
            f"{want['app']} has no add-on of its own here: {addon['name']}, which it uses{place}, belongs to "
            f"{addon['app']['name']}, and so does the data in it."
        )

    @classmethod
    def pick(cls, want: Desired, view: View, addons: list[Record]) -> Record | None:
        """The add-on that the options mean, out of some of the app. Raises InvalidInput when several could be meant."""
        found = cls.meant(want, view, addons)
        if len(found) > 1:
            raise InvalidInput(
                f"{want['app']} has several add-ons that plan {want['plan']} could mean: "
                f"{names_of(found)}. Say which one with name, or with as."
            )
        if not found:
            return None
        if want.get("plan") and not is_uuid(want["plan"]):
            check_service(found[0], service_of(want["plan"]))
        return found[0]

    @classmethod
    def meant(cls, want: Desired, view: View, addons: list[Record]) -> list[Record]:
        """Those that the options fit; more than one only if there is neither a name nor an attachment to go by."""
        name = want.get("name")
        if not name and not want.get("as"):
            return cls.of_plan(want, view, addons)
        found = [addon for addon in addons if name in (addon["name"], addon["id"])]
        if not found and want.get("as") and not (name and want.absent):
            return cls.attached(want, view, addons)
        return found

    @classmethod
    def attached(cls, want: Desired, view: View, addons: list[Record]) -> list[Record]:
        """The add-on, be it another app's, that is attached to the app as ``as``; a list of one, or none."""
        attachment = view.get(ATTACHMENTS.named(want["as"].upper(), want["app"]))
        if attachment is None:
            return [addon for addon in addons if cls.is_bought_as(want, addon)]
        listed = [addon for addon in addons if is_same(addon, attachment["addon"])]
        if len(listed) > 1:  # tasks before this one would make them, and Heroku name them
            service = service_of(want.get("plan", ""))
            listed = [addon for addon in listed if addon["addon_service"]["name"] == service][:1]
        if listed or is_own(want, attachment["addon"]):
            return listed
        found = view.get(ANY_ADDON.named(attachment["addon"]["id"]))
        return [found] if found else []

    @staticmethod
    def is_bought_as(want: Desired, addon: Record) -> bool:
        """Whether an add-on that is not attached yet was bought for this place, as its name tells."""
        mine = addon["state"] == PROVISIONING and is_own(want, addon) and not want.get("name")
        return mine and addon["name"] in names(addon["app"]["id"], addon["addon_service"]["name"], want["as"])

    @classmethod
    def of_plan(cls, want: Desired, view: View, addons: list[Record]) -> list[Record]:
        """The app's own add-on of the plan, if there is just one, else all of the plan's service.

        To be taken away, it must have the plan: nothing goes that was not named.
        """
        plan = want["plan"]
        own = [addon for addon in addons if is_own(want, addon)]
        found = [addon for addon in own if same_plan(plan, addon["plan"])]
        if len(found) == 1 or (want.absent and found):
            return found
        return [] if want.absent else cls.of_service(want, view, own)

    @classmethod
    def of_service(cls, want: Desired, view: View, addons: t.Iterable[Record]) -> list[Record]:
        """Those of the service that the wanted plan is of."""
        plan = want["plan"]
        by_id = is_uuid(plan) and not want.absent
        service = find_plan(view, plan, want["app"])["addon_service"]["name"] if by_id else service_of(plan)
        return [addon for addon in addons if addon["addon_service"]["name"] == service]

    @classmethod
    def of_that_name(cls, want: Desired, view: View) -> Record | None:
        """The add-on of the name ``name``, attached to the app, which its list may leave out (behaviour.md 3.4).

        None when nothing has that name, or what has it is just going. Raises InvalidInput when it has nothing to do
        with the app.
        """
        found: Record | None = None if is_uuid(want["name"]) else view.get(ANY_ADDON.named(want["name"]))
        if found is None or found["name"] != want["name"] or found["state"] in LEAVING:
            return None
        attachments = view.get(ATTACHMENTS_OF.of(found["id"]))
        if not any(want["app"] in attachment["app"].values() for attachment in attachments):
            raise InvalidInput(
                f"There is an add-on {found['name']} already, which belongs to {found['app']['name']}. Give another "
                "name; or attach that one with community.heroku.heroku_addon_attachment."
            )
        if not is_uuid(want["plan"]):
            check_service(found, service_of(want["plan"]))
        return found

    @classmethod
    def going(cls, want: Desired, view: View) -> Record | None:
        """One that is just being taken away, and whose place a new one takes."""
        addons = cls.look(want, view, ADDONS.of(want["app"])) or ()
        going = [addon for addon in addons if addon["state"] == "deprovisioning"]
        return next(iter(cls.meant(want, view, going)), None) if going else None

    # What is to be done about it

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        desired = super().desired(want, current)
        if is_uuid(desired.get("name", "")):
            del desired["name"]
        return desired

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        draft = Purchase(**vars(super().draft(want, current)))
        if draft.writes and current is not None and not is_own(want, current):
            raise InvalidInput(
                f"{current['name']} is only attached to {want['app']}: it belongs to {current['app']['name']}, "
                "so change it there."
            )
        if current is not None and not want.absent and current[MISSING]:
            draft.updates[RENEW] = {}
        return draft

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """What is to be bought has to exist, and its name must not: names are unique across all apps."""
        current = draft.current
        if draft.deletion:
            draft.related = [Thing("app", current["app"]["name"], current["app"]["id"])]
            cls.check_not_shared(want, view, draft)
            return
        if "plan" in draft.changed:
            known = find_plan(view, want["plan"], want["app"])
            draft.record["plan"] = {name: known[name] for name in ("id", "name")}
            draft.record["addon_service"] = known["addon_service"]
            if current is None:
                cls.check_purchase(want, view, t.cast(Purchase, draft), known)
            else:
                check_service(current, known["addon_service"]["name"])
                cls.check_change(current, known, draft)
        if RENEW in draft.updates:
            cls.look_at_renewals(want, view, t.cast(Purchase, draft))

    @classmethod
    def check_not_shared(cls, want: Desired, view: View, draft: Draft) -> None:
        """Raises InvalidInput for the deletion of what other apps use, unless it is forced (behaviour.md 3.4)."""
        if want["force"]:
            return
        others = other_users(view, draft.current)
        if others:
            raise InvalidInput(
                f"{draft.current['name']} is attached to {', '.join(others)} too, which would lose it: force=true "
                "deletes it all the same."
            )

    @classmethod
    def check_purchase(cls, want: Desired, view: View, draft: Purchase, plan: Record) -> None:
        """Choose a name. Raises InvalidInput for what Heroku would refuse to sell to this app (behaviour.md 2.2)."""
        service, addons = plan["addon_service"]["name"], view.get(ADDONS.of(want["app"]))
        present = [item for item in addons if is_own(want, item) and item["addon_service"]["name"] == service]
        there = [item for item in present if item["state"] not in LEAVING]
        offered = view.get(SERVICES.named(service)) if there else None
        if offered and not offered["supports_multiple_installations"]:
            raise InvalidInput(
                f"{want['app']} has {names_of(there)} already, and no app can have two add-ons of {service}."
            )
        app = app_of(view, want["app"])
        cls.check_app(want, view, app, plan)
        if want.get("as"):
            known = [name for item in present for name in known_names(item["config_vars"])]
            check_nothing_in_the_way(view, want["app"], want.get("confirm"), want["as"].upper(), known)
        draft.record["app"] = {name: app[name] for name in ("id", "name")}
        draft.name = want.get("name") or (
            first_free(app["id"], service, want.get("as", ""), {item["name"] for item in addons})
            if isinstance(app["id"], str)
            else UNKNOWN
        )

    @classmethod
    def check_app(cls, want: Desired, view: View, app: Record, plan: Record) -> None:
        """Raises InvalidInput when the plan is not for where the app is, or its owner cannot pay."""
        if app["space"]:
            inside = plan["installable_inside_private_network"] is not False
            if not inside and want.get("confirm") != app["name"]:
                raise InvalidInput(
                    f"{plan['name']} is not connected with the app's Private Space {app['space']['name']}. To have it "
                    f"all the same, set confirm to {app['name']}."
                )
        elif plan["installable_outside_private_network"] is False:
            raise InvalidInput(f"{plan['name']} is for apps in a Private Space, and {app['name']} is in none.")
        if not app["team"] and plan["price"]["cents"]:
            check_verified(view, f"buy {plan['name']}", owner=lambda: app["owner"]["id"])

    @classmethod
    def check_change(cls, current: Record, plan: Record, draft: Draft) -> None:
        """Warn of a cheaper plan. Raises InvalidInput for a change that Heroku does not make (recorded.md A 11)."""
        before, after = current["plan"]["name"], plan["name"]
        if plan["addon_service"]["name"] == POSTGRES and postgres_tier(before) != postgres_tier(after):
            raise InvalidInput(
                f"{current['name']} cannot go from {before} to {after}: Postgres changes plans within the essential "
                "tier, and among the others. Make a new database with the new plan, and copy the data."
            )
        price = current["billed_price"]
        costs, will_cost = price.get("cents") if isinstance(price, dict) else None, plan["price"]["cents"]
        if costs and will_cost is not None and will_cost < costs:
            draft.warnings.append(
                f"{after} is a smaller plan than {before}, which {current['name']} has: see first that its data and "
                "its connections fit."
            )

    @classmethod
    def look_at_renewals(cls, want: Desired, view: View, draft: Purchase) -> None:
        """Which attachments set the config vars that the app has lost."""
        current, missing = draft.current, draft.current[MISSING]
        draft.warnings.append(
            f"{want['app']} lacks {', '.join(missing)} although {current['name']} is attached, "
            "as after a rollback to a release before it was: the add-on is attached again."
        )
        for attachment in view.get(ATTACHMENTS.of(want["app"])):
            told = attachment["config_vars"]
            sets = [var for var in missing if (var in told if told else var.startswith(f"{attachment['name']}_"))]
            if attachment["addon"]["id"] == current["id"] and sets:
                draft.renewals.append(attachment)

    # What follows by itself, and what to wait for

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        current, going = draft.current, None
        if current is None:
            going = cls.going(want, view)
        if want.absent:
            cls.foresee_absence(want, view, draft, going)
            return
        if current is not None and cls.borrowed(want, current):
            draft.warnings.append(
                f"{cls.borrowed(want, current)} own=true makes that an error, own=false is content with it."
            )
        provisioned = want["wait"] and current is not None and current["state"] == PROVISIONING
        if "plan" in draft.changed or provisioned:
            draft.record.update(dict.fromkeys(BY_PLAN, UNKNOWN))
            if want["wait"]:
                draft.record["state"] = "provisioned"
        if provisioned:
            draft.record.update(dict.fromkeys(BY_PROVIDER, UNKNOWN))
        if going and want["wait"]:
            draft.waits.append(Wait("gone", f"{going['name']} to go", (going["id"],), aside=True, before=True))
        draft.waits.append(Wait("provisioned", "the add-on"))
        if want["wait"] and (current is None or current["state"] == PROVISIONING):
            draft.waits.append(Wait("config vars", "the config vars", aside=True))

    @classmethod
    def foresee_absence(cls, want: Desired, view: View, draft: Draft, going: Record | None) -> None:
        """Say what stays although its service was named, and wait for what goes."""
        leaving = draft.current or going
        if leaving and want["wait"]:
            look = draft.current is None
            draft.waits.append(Wait("gone", f"{leaving['name']} to go", (leaving["id"],), look=look))
        if draft.current is None and not want.get("name") and not want.get("as"):
            addons = cls.look(want, view, ADDONS.of(want["app"])) or ()
            own = [addon for addon in addons if is_own(want, addon) and addon["state"] not in LEAVING]
            relatives = cls.of_service(want, view, own)
            if relatives:
                draft.warnings.append(f"Nothing has the plan {want['plan']}, so {names_of(relatives)} stays.")

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        side = super().side(want, draft, record)
        if record is None:
            return side
        if draft.creation is not None and want.get("as"):
            side["as"] = want["as"].upper()
        if RENEW in draft.updates:
            lost = () if record is draft.record else record[MISSING]
            side["config_vars"] = [name for name in record["config_vars"] if name not in lost]
        return side

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """The add-on in its two lists; a new one is attached, and what goes takes its config vars along."""
        app, before, after = want["app"], without_extras(draft.current), without_extras(draft.record)
        changes = [Change(ADDONS.name, scope, before, after) for scope in ((app,), ())]
        if draft.creation is not None:
            attachment: Record = dict.fromkeys(("created_at", "id", "name", "updated_at", "config_vars"), UNKNOWN)
            attachment.update(addon={name: after[name] for name in ("id", "name", "app")}, app=after["app"])
            attachment.update(namespace=None, web_url=UNKNOWN)
            if want.get("as"):
                attachment["name"] = want["as"].upper()
            changes += attachment_changes(app, None, attachment)
        if draft.deletion:
            changes += config_changes(app, gone=before["config_vars"])
        if RENEW in draft.updates:
            changes += config_changes(app, new=draft.current[MISSING])
        return changes

    # Writing

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        if draft.deletion:
            body = {"force": want["force"]}
            return [cls.action(want, "delete", "DELETE", draft.current["id"], body=body)]
        renewals = [
            renewal(cls.id_of(want, f"{RENEW} {item['name']}"), item, verb=f"{RENEW} {item['name']}", answers=False)
            for item in t.cast(Purchase, draft).renewals
        ]
        return [action for action in super().actions(want, draft) if action.verb != RENEW] + renewals

    @classmethod
    def creation(cls, want: Desired, draft: Draft) -> Action:
        body: Record = {"plan": draft.record["plan"]["name"], "name": t.cast(Purchase, draft).name}
        if want.get("confirm"):
            body["confirm"] = want["confirm"]
        if want.get("as"):
            body["attachment"] = {"name": want["as"].upper()}
        if want.get("config"):
            body["config"] = {key: spell_option(value) for key, value in want["config"].items()}
        action = super().creation(want, draft)
        return replace(action, request=replace(action.request, body=body))

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if action.verb.startswith(RENEW):
            return explain_renewal(action)
        if error.id == "confirmation_required":
            return "To have it all the same, set confirm to the app's name."
        if error.status == 422 and action.verb == "update" and "plan" in action.request.body:
            return (
                "Not every service changes the plan of what is there: "
                "where it does not, make a second add-on under another name and move over."
            )
        if error.status == 422 and action.verb == "delete" and not want["force"]:
            return "If other apps have it attached, force=true deletes it all the same."
        return ""

    @classmethod
    def instead(cls, want: Desired, action: Action, error: HerokuError, run: Run) -> list[Action]:
        """The next name, when what has the chosen one is not this app's. One GET."""
        if action.verb != "create" or want.get("name") or not is_taken(error):
            return renew_in_between(action, error)
        tried = [entry for entry in run.journal.entries if entry.action.id == action.id]
        name = action.request.body["name"]
        run.facts.forget([ANY_ADDON.named(name)])
        run.facts.fetch([ANY_ADDON.named(name)])
        holder = allowed(run.facts.view(), ANY_ADDON.named(name))
        if len(tried) >= MOST_NAMES or (holder and is_own(want, holder) and holder["state"] not in LEAVING):
            return []
        body = {**action.request.body, "name": next_name(name)}
        return [replace(action, request=replace(action.request, body=body))]

    @classmethod
    def undo(cls, want: Desired, plan: Plan, action: Action) -> list[Action]:
        return undo_renewal(action)

    @classmethod
    def is_left(cls, want: Desired, action: Action, observed: Plan) -> bool:
        return is_second_renewal(action) or super().is_left(want, action, observed)

    # Waiting

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Observed, run: Run) -> Observed:
        if wait.name == "config vars":
            return cls.missing_config_vars(want, record, run)
        found = run.facts.refresh(ANY_ADDON.named(wait.about[0] if wait.about else record["id"]))
        # Heroku forgets what could not be provisioned, and what has been deprovisioned (behaviour.md 3.4).
        return found or (record and {**record, "state": DEPROVISIONED})

    @classmethod
    def missing_config_vars(cls, want: Desired, record: Record, run: Run) -> list[str]:
        """Those of a new add-on that are still to come.

        They may come a moment later (peers.md c 33), and not before a release phase has ended (behaviour.md 3.2).
        """
        if not record["config_vars"] or not is_own(want, record):
            return []
        run.facts.forget([CONFIG_NAMES.of(want["app"])])
        run.facts.fetch([CONFIG_NAMES.of(want["app"])])
        there = allowed(run.facts.view(), CONFIG_NAMES.of(want["app"]))
        return [] if there is None else sorted(set(record["config_vars"]).difference(there))

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Observed) -> Verdict:
        if wait.name == "config vars":
            return Verdict(Status.PENDING if record else Status.READY, f"without {', '.join(record)}")
        if wait.name == "gone":
            gone = record is None or record["state"] == DEPROVISIONED
            return Verdict(Status.READY) if gone else Verdict(Status.PENDING, record["state"])
        what = f"{record['plan']['name']} ({record['name']})"
        if record["state"] == DEPROVISIONED:
            told = record["provision_message"]
            return Verdict(
                Status.FAILED,
                f"The provider could not provision {record['name']} ({record['plan']['name']})."
                + (f" It says: {told}" if told else ""),
            )
        pending = record["state"] == PROVISIONING and want["wait"]
        return Verdict(Status.PENDING if pending else Status.READY, record["state"], what)

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        return {cls.noun: None if want.absent else without_extras(record)}

    # Looking up

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        app, addon, service = want.get("app"), want.get("addon"), want.get("addon_service")
        if addon:
            one = view.get(ADDONS.named(addon, app) if app else ANY_ADDON.named(addon))
            # Within an app Heroku takes the name of a service too (peers.md c 4).
            found = [one] if one and addon in (one["id"], one["name"]) else []
        elif app:
            found = view.get(ADDONS.of(app))
        else:
            found = view.get(OF_TEAM.of(want["team"]) if want.get("team") else ANY_ADDON.of())
        chosen = (item for item in found if service in (None, item["addon_service"]["name"]))
        return sorted(chosen, key=lambda item: str(item["name"]))
