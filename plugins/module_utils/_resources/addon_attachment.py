# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments of add-ons to apps: behaviour.md 3.5."""

from __future__ import annotations

import re
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import CASELESS, REFERENCE, Attribute, Type, computed
from .._engine.execute import Run
from .._engine.facts import Kind, View
from .._engine.options import NONE
from .._engine.plan import Action, Change, Desired, Request, Resend, Wait
from .._engine.resource import Draft, compare
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value
from .._lib.references import is_uuid, same_reference, same_thing
from .addon_plan import ANY_ADDON, SERVICES
from .attached import (
    ATTACHING,
    ATTACHMENTS,
    MISSING,
    RENEW,
    Renewable,
    attachment_changes,
    check_nothing_in_the_way,
    config_changes,
    explain_renewal,
    renew_in_between,
    renewal,
    stripped,
    vars_gone,
    vars_to_come,
)
from .common import ATTACHMENTS_OF, CONFIRM_OPTIONS, WAIT_OPTIONS, without_log_address
from .following import ReleasePhase

NAME = re.compile(r"[A-Z][A-Z0-9_]*")
CREDENTIAL = "credential:"
EVERYWHERE = Kind("addon_attachment", ATTACHING, shape=ATTACHMENTS.shape, canonical=without_log_address)


def secrets_of(config: Value) -> t.Iterable[str]:
    """The values of an add-on's config."""
    return [item["value"] for item in config or () if isinstance(item.get("value"), str)]


CREDENTIALS = Kind("credential", "/addons/{}/config/{}", keys=("name",), by="", partial=True, secrets=secrets_of)


def same_namespace(wanted: str | None, have: Value) -> bool:
    """Whether two namespaces are the same one; an empty text is the default one, which Heroku shows as null."""
    return (wanted or None) == have


def without_extras(attachment: Record) -> Record:
    """An attachment without its config vars, which Heroku only tells when asked to."""
    return {name: value for name, value in attachment.items() if name not in ("config_vars", MISSING)}


def names_of(attachments: t.Iterable[Record]) -> str:
    """Attachments as a message lists them."""
    return ", ".join(sorted(str(attachment["name"]) for attachment in attachments))


class AddonAttachment(Renewable, ReleasePhase):
    """An add-on's attachment to an app, found by its name, else by the add-on. Changing one means replacing it."""

    noun = "addon_attachment"
    plural = "addon_attachments"
    called = "add-on attachment"
    kind = ATTACHMENTS
    scope = ("app",)
    identity = ("name", "addon")
    stale = ("addon", "config")
    empty: t.ClassVar[dict[str, str]] = {"namespace": NONE}
    attributes = (
        Attribute("addon", REFERENCE),
        Attribute("name", CASELESS),
        Attribute("namespace", Type("str", same_namespace), default=None),
        Attribute("app", REFERENCE, option=False),
        *computed("created_at", "id", "updated_at", "web_url"),
    )
    controls: t.ClassVar[Spec] = {
        "namespace_config": {"type": "dict"},
        **CONFIRM_OPTIONS,
        "wait": {"type": "bool", "default": False},
        "wait_timeout": WAIT_OPTIONS["wait_timeout"],
    }
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [("addon", "name")],
        "required_if": [("state", "present", ("addon",))],
    }
    info_options: t.ClassVar[Spec] = {name: {"type": "str"} for name in ("app", "addon", "name")}

    @classmethod
    def name(cls, want: Desired) -> str | None:
        """The wanted name as Heroku spells it, or the id of an attachment."""
        name: str | None = want.get("name")
        return name if name is None or is_uuid(name) else name.upper()

    @classmethod
    def check(cls, want: Desired) -> None:
        name = cls.name(want)
        if name is not None and not is_uuid(name) and not NAME.fullmatch(name):
            raise InvalidInput(
                f"name {want['name']!r} is not a valid attachment name: use letters, digits and underscores, "
                "starting with a letter."
            )

    # Which attachment is meant

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        meant = cls.meant(want, cls.look(want, view, ATTACHMENTS.of(want["app"])) or ())
        if len(meant) > 1 and want.absent:
            raise InvalidInput(
                f"{want['addon']} is attached to {want['app']} as {names_of(meant)}. Set name to choose one."
            )
        one = min(meant, key=lambda attachment: str(attachment["name"]), default=None)
        if one is None or want.absent or not cls.fits(want, one):
            return one
        return {**one, MISSING: stripped(view, want["app"], one["config_vars"])}

    @classmethod
    def meant(cls, want: Desired, attachments: t.Iterable[Record]) -> list[Record]:
        """Those that the options fit.

        One that has the wanted name holds its place whatever it is of, but only what fits in everything is taken away.
        """
        name = cls.name(want)
        if name is None or want.absent:
            attachments = [attachment for attachment in attachments if cls.fits(want, attachment)]
        return [item for item in attachments if name in (None, item["id"], str(item["name"]).upper())]

    @classmethod
    def fits(cls, want: Desired, attachment: Record) -> bool:
        """Whether it is of the wanted add-on and namespace."""
        addon, namespace = want.get("addon"), want.get("namespace")
        return (addon is None or same_reference(addon, attachment["addon"])) and (
            namespace is None or same_namespace(namespace, attachment["namespace"])
        )

    # What is to be done about it

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        """The given options; the name as what has it spells it, and an id is no name to be given."""
        desired = super().desired(want, current)
        name = cls.name(want)
        if name is not None and is_uuid(name):
            del desired["name"]
        elif name is not None:
            desired["name"] = current["name"] if current else name
        return desired

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if want.absent:
            return super().draft(want, current)
        if current is not None and cls.fits(want, current):
            return cls.draft_restoration(current)
        if is_uuid(cls.name(want) or ""):
            raise InvalidInput(
                f"{want['app']} has no attachment of {want['addon']} with the id {want['name']}: give a name."
            )
        if current is not None:
            cls.check_replacement(want, current)
        draft = compare(cls.attributes, cls.desired(want, current), None)
        draft.current = current
        next(item for item in cls.attributes if item.name == "app").put(draft.record, want["app"])
        return draft

    @classmethod
    def draft_restoration(cls, current: Record) -> Draft:
        """What is as it should be is attached anew if the app has lost its config vars."""
        if not current[MISSING]:
            return Draft(current, current)
        new = {**current, **dict.fromkeys(("created_at", "id", "updated_at"), UNKNOWN), MISSING: []}
        return Draft(current, new, updates={RENEW: {MISSING: current[MISSING]}})

    @classmethod
    def check_replacement(cls, want: Desired, current: Record) -> None:
        """Raises InvalidInput as long as nobody confirmed that what has the name is to be replaced."""
        app = current["app"]["name"]
        if want.get("confirm") != app:
            namespace = f" in the namespace {current['namespace']}" if current["namespace"] else ""
            raise InvalidInput(
                f"{current['name']} of {app} is {current['addon']['name']}{namespace}. To replace it, which detaches "
                f"that, set confirm to {app}."
            )

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """What is to be attached has to exist; the app that pays for an add-on keeps one attachment."""
        if draft.deletion:
            way_out = "community.heroku.heroku_addon with state=absent deletes the add-on itself."
            cls.check_not_last(want, view, draft.current, way_out)
            return
        addon = view.get(ANY_ADDON.named(want["addon"]))
        if addon is None:
            raise InvalidInput(
                f"There is no add-on {want['addon']} that this account can see. "
                "community.heroku.heroku_addon_info lists the add-ons."
            )
        if draft.creation is None:
            cls.look_at_restoration(want, draft, addon)
            return
        draft.record["addon"] = {name: addon[name] for name in ("id", "name", "app")}
        draft.changes += config_changes(want["app"], new=vars_to_come(draft.record, addon["config_vars"]))
        cls.check_place(want, view, draft, addon)
        namespace = want.get("namespace", "")
        if namespace.startswith(CREDENTIAL) and namespace != f"{CREDENTIAL}default":
            cls.check_credential(view, addon, namespace)

    @classmethod
    def look_at_restoration(cls, want: Desired, draft: Draft, addon: Record) -> None:
        """An add-on that is not provisioned yet has config vars still to come; else say what is missing."""
        if addon["state"] != "provisioned":
            draft.updates, draft.record = {}, draft.current
            return
        draft.warnings.append(
            f"{want['app']} lacks {', '.join(draft.current[MISSING])} although {addon['name']} is attached as "
            f"{draft.current['name']}, as after a rollback to a release before it was: it is attached again."
        )

    @classmethod
    def check_place(cls, want: Desired, view: View, draft: Draft, addon: Record) -> None:
        """Raises InvalidInput when the add-on cannot be attached here, or what has the name cannot be replaced."""
        if want["app"] not in (addon["app"]["id"], addon["app"]["name"]):
            service = view.get(SERVICES.named(addon["addon_service"]["id"]))
            if service and service["supports_sharing"] is False:
                raise InvalidInput(
                    f"{addon['name']} belongs to {addon['app']['name']}, and other apps cannot have add-ons of "
                    f"{addon['addon_service']['name']} attached."
                )
        name = (draft.creation or {}).get("name")
        if draft.current is not None:
            way_out = "Attach that one under another name first."
            cls.check_not_last(want, view, draft.current, way_out, but=addon)
        elif name:
            check_nothing_in_the_way(view, want["app"], want.get("confirm"), name, addon["config_vars"])

    @classmethod
    def check_not_last(cls, want: Desired, view: View, current: Record, advice: str, but: Record | None = None) -> None:
        """Raises InvalidInput for the last attachment of an add-on to the app that pays for it.

        Neither can be detached (behaviour.md 3.5) nor replaced (recorded.md A 4), but by one of the add-on ``but``.
        """
        addon = current["addon"]
        there = view.get(ATTACHMENTS.of(want["app"]))
        same = [attachment for attachment in there if same_thing(attachment["addon"], addon)]
        if same_thing(addon["app"], current["app"]) and len(same) == 1 and not (but and same_thing(addon, but)):
            raise InvalidInput(
                f"{current['name']} is the last attachment of {addon['name']} to the app that it is billed to, which "
                f"Heroku keeps. {advice}"
            )

    @classmethod
    def check_credential(cls, view: View, addon: Record, namespace: str) -> None:
        """Raises InvalidInput for a credential that the add-on does not have (behaviour.md 3.4)."""
        if not isinstance(addon["id"], str):
            return  # a task before this one would buy it
        try:
            config = view.get(CREDENTIALS.of(addon["id"], namespace))
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return  # somebody else's add-on, or one without credentials: Heroku will judge
        if not config:
            raise InvalidInput(
                f"{addon['name']} has no credential {namespace[len(CREDENTIAL) :]}. "
                "'heroku pg:credentials:create' makes one."
            )

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        if draft.writes and want["wait"]:
            draft.waits.append(Wait("release", "the release phase", aside=True))

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        """Of what is attached, or replaced, what was asked for."""
        if record is None:
            return {}
        asked = None if draft.creation is None else cls.desired(want, draft.current)
        shown = {
            item.name: item.shown(record)
            for item in cls.attributes
            if item.option and (asked is None or item.name in asked)
        }
        return {**shown, MISSING: record[MISSING]} if draft.updates else shown

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        before = draft.current and without_extras(draft.current)
        after = draft.record and {"config_vars": UNKNOWN, **draft.record}
        changes = attachment_changes(want["app"], before, after)
        if draft.updates:
            return [*changes, *config_changes(want["app"], new=draft.current[MISSING])]
        return [*changes, *config_changes(want["app"], gone=vars_gone(draft.current) if draft.current else ())]

    # Writing

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        if draft.deletion:
            request = Request("DELETE", ATTACHING + "/{}", (draft.current["id"],))
            return [Action(cls.id_of(want, "delete"), "delete", request, answers=False, stale=cls.stale)]
        if draft.updates:
            return [renewal(cls.id_of(want, RENEW), draft.current)]
        desired = cls.desired(want, draft.current)
        body = {"app": want["app"], **{name: value for name, value in desired.items() if value}}
        body.update({name: want[name] for name in ("confirm", "namespace_config") if want.get(name)})
        resend = Resend.KEYED if "name" in body else Resend.LOOK
        request = Request("POST", ATTACHING, (), body)
        return [Action(cls.id_of(want, "create"), "create", request, resend, stale=cls.stale, creates=True)]

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if action.verb == RENEW:
            return explain_renewal(action)
        if error.id == "confirmation_required":
            return "To continue anyway, set confirm to the app's name."
        return "Attach that one under another name first." if "last billing attachment" in error.message else ""

    @classmethod
    def instead(cls, want: Desired, action: Action, error: HerokuError, run: Run) -> list[Action]:
        return renew_in_between(action, error)

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        return {cls.noun: record and without_extras(record)}

    # Looking up

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("app"):
            found = view.get(ATTACHMENTS.of(want["app"]))
        elif want.get("addon"):
            found = view.get(ATTACHMENTS_OF.of(want["addon"]))
        else:
            found = view.get(EVERYWHERE.of())
        chosen = (without_extras(item) for item in cls.meant(want, found) if cls.fits(want, item))
        return sorted(chosen, key=lambda item: (str(item["app"]["name"]), str(item["name"])))
