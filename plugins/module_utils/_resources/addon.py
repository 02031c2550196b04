# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Add-ons of an app: behaviour.md 3.4."""

from __future__ import annotations

import re
import typing as t
from dataclasses import replace

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import Attribute, Type, computed
from .._engine.execute import Run
from .._engine.facts import View
from .._engine.plan import Action, Change, Desired, Moment, Status, Verdict, Wait
from .._engine.protection import Thing
from .._engine.resource import Draft
from .._engine.texts import check_texts
from .._engine.values import UNKNOWN, Observed, Record, Secret, Spec, Value, Values
from .._lib.references import is_uuid
from .addon_attachment import NAME as ATTACHMENT
from .addon_choice import DEPROVISIONED, LEAVING, PROVISIONING, ChosenAddon, check_service, is_own, names_of
from .addon_name import MOST_NAMES, is_taken, next_name
from .addon_plan import ANY_ADDON, OF_TEAM, find_plan, same_plan
from .addon_purchase import (
    Purchase,
    check_change,
    check_not_shared,
    check_purchase,
    look_at_renewals,
)
from .attached import (
    CONFIG_NAMES,
    MISSING,
    RENEW,
    attachment_changes,
    attachments_gone,
    config_changes,
    explain_renewal,
    renew_in_between,
    renewal,
    vars_to_come,
)
from .common import ADDONS, CONFIRM_OPTIONS, WAIT_OPTIONS
from .preflight import allowed

NAME = re.compile(r"[a-zA-Z][A-Za-z0-9_-]{1,255}")
BY_PLAN = ("billed_price", "provision_message", "state", "updated_at")
BY_PROVIDER = ("config_vars", "provider_id", "web_url")


def spell_option(value: Value) -> str | bool:
    """A value of ``config`` as providers take it: a text or a boolean."""
    return value if isinstance(value, bool) else Secret(value)


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


class Addon(ChosenAddon):
    """An add-on of an app. A new one that the user gave no name gets one that follows from where it is looked for.

    So Heroku refuses a second one of that name.
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
                f"name {name!r} is not a valid add-on name: use letters, digits, dashes and underscores, starting with "
                "a letter."
            )
        if attachment and not ATTACHMENT.fullmatch(attachment.upper()):
            raise InvalidInput(
                f"as {attachment!r} is not a valid attachment name: use letters, digits and underscores, starting with "
                "a letter."
            )
        check_texts("config", want.get("config", {}), booleans=True)

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
            check_not_shared(want, view, draft)
            return
        if "plan" in draft.changed:
            known = find_plan(view, want["plan"], want["app"])
            draft.record["plan"] = {name: known[name] for name in ("id", "name")}
            draft.record["addon_service"] = known["addon_service"]
            if current is None:
                check_purchase(want, view, t.cast(Purchase, draft), known)
            else:
                check_service(current, known["addon_service"]["name"])
                check_change(current, known, draft)
        if RENEW in draft.updates:
            look_at_renewals(want, view, t.cast(Purchase, draft))

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
            draft.warnings.append(f"{cls.borrowed(want, current)} own=true makes that an error, own=false accepts it.")
        provisioned = want["wait"] and current is not None and current["state"] == PROVISIONING
        if "plan" in draft.changed or provisioned:
            draft.record.update(dict.fromkeys(BY_PLAN, UNKNOWN))
            if want["wait"]:
                draft.record["state"] = "provisioned"
        if provisioned:
            draft.record.update(dict.fromkeys(BY_PROVIDER, UNKNOWN))
        if going and want["wait"]:
            draft.waits.append(Wait("gone", f"{going['name']} to go", (going["id"],), aside=True, moment=Moment.WRITE))
        draft.waits.append(Wait("provisioned", "the add-on"))
        if want["wait"] and (current is None or current["state"] == PROVISIONING):
            draft.waits.append(Wait("config vars", "the config vars", aside=True))

    @classmethod
    def foresee_absence(cls, want: Desired, view: View, draft: Draft, going: Record | None) -> None:
        """Say what stays although its service was named, and wait for what goes, the attachments with it."""
        leaving = draft.current or going
        if draft.deletion:
            draft.changes += attachments_gone(view, want["app"], draft.current)
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
            changes += config_changes(app, new=vars_to_come(attachment))
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
            return "To continue anyway, set confirm to the app's name."
        if error.status == 422 and action.verb == "update" and "plan" in action.request.body:
            return (
                "Not every service changes the plan of what is there: "
                "where it does not, make a second add-on under another name and move over."
            )
        if error.status == 422 and action.verb == "delete" and not want["force"]:
            return "If other apps have it attached, force=true deletes it anyway."
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
