# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments of add-ons to apps: behaviour.md 3.5."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.attached import (
    TELL_CONFIG_VARS,
    check_nothing_in_the_way,
    reattach,
    stripped,
)
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.history import await_release
from ansible_collections.community.heroku.plugins.module_utils.options import NONE
from ansible_collections.community.heroku.plugins.module_utils.plan import (
    Field,
    Plan,
    Step,
    is_uuid,
    plan_fields,
    same_ignoring_case,
    same_reference,
    show,
)
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
)
from ansible_collections.community.heroku.plugins.module_utils.resources.addon import ATTACHMENT

CREDENTIAL = "credential:"


def same_namespace(wanted: str | None, have: str | None) -> bool:
    """Whether two namespaces are the same one; an empty text is the default one, which Heroku shows as null."""
    return (wanted or None) == (have or None)


def without_extras(attachment: dict[str, t.Any]) -> dict[str, t.Any]:
    """An attachment without the address to write to the app's logs at, which holds the token for it.

    Nor with its config vars, which Heroku only tells when asked to.
    """
    return {name: value for name, value in attachment.items() if name not in ("log_input_url", "config_vars")}


def names_of(attachments: t.Iterable[dict[str, t.Any]]) -> str:
    """Attachments as a message lists them."""
    return ", ".join(sorted(attachment["name"] for attachment in attachments))


class AddonAttachment(AppResource):
    """An add-on's attachment to an app, found by its name, else by the add-on. Changing one means replacing it."""

    noun = "addon_attachment"
    plural = "addon_attachments"
    title = "add-on attachment"
    identity = ("name", "addon")
    empty: t.ClassVar[dict[str, str]] = {"namespace": NONE}
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "addon": {"type": "str"},
        "name": {"type": "str"},
        "namespace": {"type": "str"},
        "namespace_config": {"type": "dict"},
        "confirm": {"type": "str"},
        "wait": {"type": "bool", "default": False},
        "wait_timeout": WAIT_OPTIONS["wait_timeout"],
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("addon", "name")],
        "required_if": [("state", "present", ("addon",))],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "app": {"type": "str"},
        "addon": {"type": "str"},
        "name": {"type": "str"},
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("addon", reference=True),
        Field("name", equal=same_ignoring_case),
        Field("namespace", equal=same_namespace),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("addon", "app", "created_at", "id", "name", "namespace", "updated_at", "web_url")
    )

    there: t.Sequence[dict[str, t.Any]] = ()  # every attachment of the app
    missing: t.Sequence[str] = ()  # config vars of the attachment that the app has lost
    addon: dict[str, t.Any] | None = None  # the add-on that is to be attached, once it was looked up
    written = False  # whether this run made a release

    @property
    def absent(self) -> bool:
        """Whether the attachment is to go."""
        return self.given("state") == "absent"

    @property
    def name(self) -> str | None:
        """The wanted name as Heroku spells it, or the id of an attachment."""
        name = self.given("name")
        return name if name is None or is_uuid(name) else name.upper()

    def check(self) -> None:
        name = self.name
        if name is not None and not is_uuid(name) and not ATTACHMENT.fullmatch(name):
            raise InvalidInput(
                f"name {self.params['name']!r} is no attachment name: "
                "letters, digits and underscores, starting with a letter."
            )

    # Which attachment is meant

    def read(self) -> dict[str, t.Any] | None:
        path = self.in_app("/addon-attachments")
        found = self.or_none(lambda: self.client.list(path, headers=TELL_CONFIG_VARS)) or ()
        self.there = [without_extras(attachment) for attachment in found]
        meant = self.meant(self.there)
        if len(meant) > 1 and self.absent:
            raise InvalidInput(
                f"{self.params['addon']} is attached to {self.params['app']} as {names_of(meant)}. Say which with name."
            )
        one = min(meant, key=lambda attachment: attachment["name"], default=None)
        self.missing = ()
        if one is not None and not self.absent and self.fits(one):
            told = next(item.get("config_vars") for item in found if item["id"] == one["id"])
            self.missing = stripped(self, told or ())
        return one

    def meant(self, attachments: t.Iterable[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """Those that the options fit.

        One that has the wanted name holds its place whatever it is of, but only what fits in everything is taken away.
        """
        if self.name is None or self.absent:
            attachments = [attachment for attachment in attachments if self.fits(attachment)]
        return [item for item in attachments if self.name in (None, item["id"], item["name"].upper())]

    def fits(self, attachment: dict[str, t.Any]) -> bool:
        """Whether it is of the wanted add-on and namespace."""
        addon, namespace = self.given("addon"), self.given("namespace")
        return (addon is None or same_reference(addon, attachment["addon"])) and (
            namespace is None or same_namespace(namespace, attachment["namespace"])
        )

    # What is to be done about it

    def wanted(self) -> dict[str, t.Any]:
        wanted = super().wanted()
        wanted.pop("name", None)
        if self.name is not None and not is_uuid(self.name):
            wanted["name"] = self.name
        return wanted

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.absent:
            return super().plan(current)
        if current is not None and self.fits(current):
            return self.plan_restoration(current)
        if is_uuid(self.name or ""):
            raise InvalidInput(
                f"{self.params['app']} has no attachment of {self.params['addon']} with the id {self.name}: "
                "give a name."
            )
        wanted = self.wanted()
        if current is not None:
            self.check_replacement(current)
            wanted["name"] = current["name"]
        plan = plan_fields(self.fields, wanted, None, self.blank)
        predicted = {**plan.predicted, "namespace": wanted.get("namespace") or None}
        if self.addon:
            predicted["addon"] = {name: self.addon[name] for name in ("id", "name", "app")}
        after = show(self.fields, predicted, (), only=wanted)
        return dataclasses.replace(
            plan,
            before={} if current is None else show(self.fields, current, (), only=wanted),
            after=after,
            steps=tuple(dataclasses.replace(step, fields=wanted) for step in plan.steps),
            predicted=predicted,
        )

    def plan_restoration(self, current: dict[str, t.Any]) -> Plan:
        """The plan for an attachment that is as it should be: to attach anew if the app has lost its config vars."""
        plan = super().plan(current)
        if not self.missing:
            return plan
        new = {**current, **dict.fromkeys(("created_at", "id", "updated_at"))}
        return dataclasses.replace(
            plan,
            before={**plan.before, "missing_config_vars": list(self.missing)},
            after={**plan.after, "missing_config_vars": []},
            steps=(Step("restore"),),
            predicted=new,
        )

    def check_replacement(self, current: dict[str, t.Any]) -> None:
        """Raises InvalidInput as long as nobody confirmed that what has the name is to be replaced."""
        app = current["app"]["name"]
        if self.given("confirm") != app:
            namespace = f" in the namespace {current['namespace']}" if current["namespace"] else ""
            raise InvalidInput(
                f"{current['name']} of {app} is {current['addon']['name']}{namespace}. To replace it, which detaches "
                f"that, set confirm to {app}."
            )

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """What is to be attached has to exist; the app that pays for an add-on keeps one attachment."""
        action = plan.steps[0].action
        if action == "delete":
            self.check_not_last(
                current or {}, "community.heroku.heroku_addon with state=absent deletes the add-on itself."
            )
            return current
        self.addon = addon = self.fetch("/addons/{}", self.params["addon"])
        if addon is None:
            raise InvalidInput(
                f"There is no add-on {self.params['addon']} that this account can see. "
                "community.heroku.heroku_addon_info lists the add-ons."
            )
        if action == "restore":
            return self.examine_restoration(current or {}, addon)
        self.check_place(current, addon, plan)
        namespace = self.given("namespace") or ""
        if namespace.startswith(CREDENTIAL) and namespace != f"{CREDENTIAL}default":
            self.check_credential(addon, namespace)
        return current

    def examine_restoration(self, current: dict[str, t.Any], addon: dict[str, t.Any]) -> dict[str, t.Any]:
        """An add-on that is not provisioned yet has config vars still to come; else say what is missing."""
        if addon["state"] != "provisioned":
            self.missing = ()
        else:
            self.talk.warn(
                f"{self.params['app']} lacks {', '.join(self.missing)} although {addon['name']} is attached as "
                f"{current['name']}, as after a rollback to a release before it was: it is attached again."
            )
        return current

    def check_place(self, current: dict[str, t.Any] | None, addon: dict[str, t.Any], plan: Plan) -> None:
        """Raises InvalidInput when the add-on cannot be attached here, or what has the name cannot be replaced."""
        if self.params["app"] not in (addon["app"]["id"], addon["app"]["name"]):
            service = self.fetch("/addon-services/{}", addon["addon_service"]["id"]) or {}
            if service.get("supports_sharing") is False:
                raise InvalidInput(
                    f"{addon['name']} belongs to {addon['app']['name']}, and other apps cannot have add-ons of "
                    f"{addon['addon_service']['name']} attached."
                )
        name = plan.steps[0].fields.get("name")
        if current is not None:
            self.check_not_last(current, "Attach that one under another name first.", but=addon["id"])
        elif name:
            check_nothing_in_the_way(self, name, addon["config_vars"])

    def check_not_last(self, current: dict[str, t.Any], advice: str, but: str | None = None) -> None:
        """Raises InvalidInput for the last attachment of an add-on to the app that pays for it.

        Neither can be detached (behaviour.md 3.5) nor replaced (recorded.md A 4), but by one of the add-on C(but).
        """
        addon = current["addon"]
        same = [attachment for attachment in self.there if attachment["addon"]["id"] == addon["id"]]
        if addon["app"]["id"] == current["app"]["id"] and len(same) == 1 and addon["id"] != but:
            raise InvalidInput(
                f"{current['name']} is the last attachment of {addon['name']} to the app that it is billed to, which "
                f"Heroku keeps. {advice}"
            )

    def check_credential(self, addon: dict[str, t.Any], namespace: str) -> None:
        """Raises InvalidInput for a credential that the add-on does not have (behaviour.md 3.4)."""
        try:
            config = self.client.get(segments("/addons/{}/config/{}", addon["id"], namespace))
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return  # somebody else's add-on, or one without credentials: Heroku will judge
        self.talk.hide(item["value"] for item in config)
        if not config:
            raise InvalidInput(
                f"{addon['name']} has no credential {namespace[len(CREDENTIAL) :]}. "
                "'heroku pg:credentials:create' makes one."
            )

    # Writing

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"app": self.params["app"], **{name: value for name, value in fields.items() if value}}
        body.update({name: self.params[name] for name in ("confirm", "namespace_config") if self.given(name)})
        self.written = True
        try:
            return without_extras(self.client.post("/addon-attachments", body))
        except HerokuError as error:
            if error.id == "confirmation_required":
                raise error.with_hint("To have it all the same, set confirm to the app's name.") from None
            if "last billing attachment" in error.message:
                raise error.with_hint("Attach that one under another name first.") from None
            raise

    def restore(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Bring back the config vars that the app has lost, by attaching the add-on anew."""
        self.written = True
        return without_extras(reattach(self, current))

    def made(self) -> dict[str, t.Any] | None:
        found = self.read()
        return found if found is not None and self.fits(found) else None

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        self.written = True
        return without_extras(self.client.delete(segments("/addon-attachments/{}", current["id"])))

    def settle(self, record: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        if self.written and self.params["wait"]:
            await_release(self, self.client.newest(self.in_app("/releases"), by="version")[0])
        return record

    # Looking up

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("app"):
            found = self.of_app(lambda: self.client.list(self.in_app("/addon-attachments")))
        elif self.given("addon"):
            found = self.client.list(segments("/addons/{}/addon-attachments", self.params["addon"]))
        else:
            found = self.client.list("/addon-attachments")
        return sorted(
            (without_extras(item) for item in self.meant(found) if self.fits(item)),
            key=lambda item: (item["app"]["name"], item["name"]),
        )
