# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Add-ons (behaviour.md 3.4): bought, provisioned over time, changed, deprovisioned.

The tables of add-ons and of their attachments are both here, since neither makes sense without the other; the
operations on attachments are in ``add_on_attachment.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import chance, errors
from ..clock import clock, transition
from ..faults import faults
from ..hooks import emit, on
from ..operation import Reply, View, operation, resolver, writer
from ..params import boolean, identity, identity_of, mapping, structure, text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .account import Account, accounts
from .add_on_service import AddOnService, add_on_services
from .add_on_service import reference as service_reference
from .add_on_service import write as write_service
from .app import ADDONS, App, apps, check_ready, may_see_addons, mention, permissions_of, visible_apps, wanted_app
from .plan import DEPROVISIONED, PROVISIONED, Plan, plans, price, reference_plan, wanted_plan
from .plan import write as write_plan
from .release import Release, create_release, next_config
from .team import Team, teams

if TYPE_CHECKING:
    from ..application import Call

NAME_PATTERN = r"[a-zA-Z][A-Za-z0-9_-]{0,255}"
ATTACHMENT_PATTERN = r"[A-Z][A-Z0-9_]*"
PROVISIONING = "provisioning"
DEPROVISIONING = "deprovisioning"
CREDENTIAL = "credential:"


@dataclass(kw_only=True)
class AddOn(Record):
    """An add-on. ``app_id`` is the billing app; ``values`` are what its attachments set, by suffix.

    ``credentials`` are further values by the name of a credential, for attachments of its namespace. ``pcx_id`` is the
    peering through which a network reaches it.
    """

    app_id: str
    name: str
    plan_id: str
    service_id: str
    buyer_id: str
    state: str = PROVISIONING
    provider_id: str = ""
    provision_message: str = ""
    web_url: str | None = None
    config: dict[str, Any] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    credentials: dict[str, dict[str, str]] = field(default_factory=dict)
    pcx_id: str | None = None


@dataclass(kw_only=True)
class AddOnAttachment(Record):
    """The use of an add-on by an app, under a name that starts the names of the config vars it sets.

    ``log_token`` lets an add-on write to the app's log.
    """

    addon_id: str
    app_id: str
    name: str
    namespace: str | None = None
    log_token: str | None = None


add_ons = Table(
    "add_ons",
    AddOn,
    unique=("name",),
    groups=("service_id",),
    parents={"app_id": apps, "plan_id": plans},
    secrets=("config", "values", "credentials"),
)
attachments = Table(
    "add_on_attachments", AddOnAttachment, parents={"addon_id": add_ons, "app_id": apps}, secrets=("log_token",)
)


# --- Attachments and the config vars they own


def config_of(attachment: AddOnAttachment) -> dict[str, str]:
    """The config vars that an attachment sets; none until its add-on is provisioned."""
    addon = add_ons[attachment.addon_id]
    credential = (attachment.namespace or "").removeprefix(CREDENTIAL)
    values = addon.credentials.get(credential, addon.values)
    return {var_name(attachment.name, suffix): value for suffix, value in values.items()}


def var_name(attachment_name: str, suffix: str) -> str:
    """The name of a config var that an attachment of that name sets."""
    return f"{attachment_name}_{suffix}" if suffix else attachment_name


def owned_names(app: App) -> set[str]:
    """The config vars of an app that belong to attachments, those included that a provider is still to set.

    Nobody may set these meanwhile [I], for the add-on would take them when it is there (recorded.md A 1).
    """
    return {
        var_name(attachment.name, suffix)
        for attachment in attachments.where("app_id", app.id)
        for suffix in suffixes_of(add_ons[attachment.addon_id])
    }


def find_attachment(app: App, identity: str) -> AddOnAttachment | None:
    """By id or name within an app; the name in any case."""
    for attachment in attachments.where("app_id", app.id):
        if identity == attachment.id or identity.upper() == attachment.name.upper():
            return attachment
    return None


def fold_name(name: str) -> str:
    """How an attachment's name is stored."""
    return name.upper() if switches["fold_case"] == "folded" else name


def default_attachment_name(app: App, service: AddOnService) -> str:
    """The service's first name, else one with a colour (behaviour.md 3.4 and 3.5).

    A name is not free when an attachment has it, nor when somebody set a config var that it would set
    (recorded.md A 1).
    """
    used = {attachment.name for attachment in attachments.where("app_id", app.id)}

    def free(name: str) -> bool:
        return name not in used and not _present(app, name, service.config_vars)

    if free(service.attachment):
        return service.attachment
    prefix = service.config_prefix or service.attachment
    return f"{prefix}_{chance.choice([colour for colour in chance.COLOURS if free(f'{prefix}_{colour}')])}"


def _present(app: App, name: str, suffixes: Iterable[str]) -> set[str]:
    """The config vars of an app that an attachment called ``name`` would set, and that are there already."""
    return {var_name(name, suffix) for suffix in suffixes} & set(next_config(app))


def attach(addon: AddOn, app: App, user: Account, name: str, namespace: str | None = None) -> AddOnAttachment:
    """Attach an add-on to an app: a release, which sets the config vars if they are known already."""
    attachment = _attach_unseen(addon, app, user, name, namespace)
    config = next_config(app) | config_of(attachment)
    create_release(app, user, f"Attach {name} (@ref:{addon.name})", config=config)
    return attachment


def _attach_unseen(addon: AddOn, app: App, user: Account, name: str, namespace: str | None = None) -> AddOnAttachment:
    """Attach an add-on without a release, as it is done while the add-on is provisioned (recorded.md A 3)."""
    attachment = attachments.add(AddOnAttachment(addon_id=addon.id, app_id=app.id, name=name, namespace=namespace))
    if add_on_services[addon.service_id].writes_logs:
        attachments.update(attachment, touch=False, log_token=f"t.{chance.new_id()}")
    emit("record.changed", app, "addon-attachment", "create", attachment, user)
    return attachment


def detach(attachment: AddOnAttachment, user: Account) -> None:
    """Take an attachment away, with the config vars that it set: a release."""
    app = apps[attachment.app_id]
    addon = add_ons[attachment.addon_id]
    gone = config_of(attachment)
    emit("record.changed", app, "addon-attachment", "destroy", attachment, user)
    attachments.remove(attachment)
    config = {name: value for name, value in next_config(app).items() if name not in gone}
    create_release(app, user, f"Detach {attachment.name} (@ref:{addon.name})", config=config)


def check_attachment_name(
    app: App,
    name: str,
    *,
    suffixes: Iterable[str],
    confirm: str | None,
    status: int = 423,
    addon: AddOn | None = None,
) -> AddOnAttachment | None:
    """The attachment that a new one of that name would replace.

    ``suffixes``: of the config vars that the new one is to set; ``addon``: what it is to be of, where that exists
    already. Raises confirmation_required while nobody confirmed that an attachment, or config vars that the user set
    himself, are to be overwritten (recorded.md A 1), and what refuses the last billing attachment (A 4).
    """
    if switches["fold_case"] == "folded" and not re.fullmatch(ATTACHMENT_PATTERN, name):
        raise errors.invalid_params("Name is invalid")
    replaced = find_attachment(app, name)
    if replaced is not None and confirm != app.name:
        message = f"{replaced.name} is already attached to {app.name} as {add_ons[replaced.addon_id].name}."
        raise errors.confirmation_required(app.name, message, status)
    overwritten = _present(app, name, suffixes) - set(config_of(replaced) if replaced else ())
    if overwritten and confirm != app.name:
        raise errors.confirmation_required(app.name, errors.would_overwrite(name, app.name, overwritten), status)
    if replaced is not None and (addon is None or replaced.addon_id != addon.id) and is_last_billing(replaced):
        raise errors.last_billing_attachment(replaced.name, app.name, add_ons[replaced.addon_id].name)
    return replaced


def is_last_billing(attachment: AddOnAttachment) -> bool:
    """Whether it is the only attachment of an add-on to the app that pays for it."""
    addon = add_ons[attachment.addon_id]
    on_billing_app = [item for item in attachments.where("addon_id", addon.id) if item.app_id == addon.app_id]
    return on_billing_app == [attachment]


def suffixes_of(addon: AddOn) -> Iterable[str]:
    """What the config vars of an add-on end in; while it is provisioned, what they will."""
    return addon.values or add_on_services[addon.service_id].config_vars


@on("app.deleted")
def _detach_everywhere(app: App) -> None:
    """With an app its add-ons go, and from every other app that has one attached (recorded.md A 18)."""
    for addon in add_ons.where("app_id", app.id):
        for attachment in attachments.where("addon_id", addon.id):
            if attachment.app_id != app.id:
                detach(attachment, _payer(addon))


def _payer(addon: AddOn) -> Account:
    """Whom the releases of an add-on that nobody asked for now are by: the owner of its app, else who bought it."""
    app = apps[addon.app_id]
    return accounts.get(app.owner_id) or accounts[addon.buyer_id]


@on("release.created")
def _note_plans(release: Release, app: App) -> None:
    names = {plans[add_ons[item.addon_id].plan_id].name for item in attachments.where("app_id", app.id)}
    release.addon_plan_names = sorted(names)


# --- Provisioning


def add_credential(addon: AddOn, name: str) -> None:
    """Give an add-on one more credential: values of their own for attachments of the namespace ``credential:NAME``."""
    values = _new_values(addon, add_on_services[addon.service_id])
    add_ons.update(addon, credentials={**addon.credentials, name: values})


def _new_values(addon: AddOn, service: AddOnService) -> dict[str, str]:
    """The values that a provider sets, made from the service's templates."""
    words = {
        "name": addon.name,
        "user": f"u{chance.hexadecimal(13)}",
        "password": f"p{chance.hexadecimal(63)}",
        "host": f"{chance.hexadecimal(12)}.simulator.invalid",
        "database": f"d{chance.hexadecimal(13)}",
        "id": addon.provider_id,
    }
    return {suffix: template.format(**words) for suffix, template in service.config_vars.items()}


def buy(app: App, user: Account, plan: Plan, *, name: str | None, attachment: str, config: dict[str, Any]) -> AddOn:
    """Make an add-on and attach it. A plan that needs no time is provisioned before the request ends."""
    service = add_on_services[plan.service_id]
    addon = add_ons.add(
        AddOn(
            app_id=app.id,
            name=name or add_ons.unused("name", lambda: chance.addon_name(service.name)),
            plan_id=plan.id,
            service_id=service.id,
            buyer_id=user.id,
            provider_id=chance.new_id(),
            config=config,
        )
    )
    add_ons.update(addon, touch=False, web_url=f"https://addons-sso.heroku.com/apps/{app.id}/addons/{addon.id}")
    emit("record.changed", app, "addon", "create", addon, user)
    seconds = plan.provisioning_seconds if plan.provisioning_seconds is not None else service.provisioning_seconds
    if seconds == 0:
        _finish(addon, attachment)
    if addon.state == PROVISIONED:
        attached = attach(addon, app, user, attachment)
        if addon.values:
            create_release(app, user, _completed(addon, config_of(attached)))
    if addon.state == PROVISIONING:
        _attach_unseen(addon, app, user, attachment)
        message = f"{addon.name} is being created in the background. The app will restart when complete..."
        add_ons.update(addon, provision_message=message)
        clock.after(seconds, "addon.provision", addon.id)
    return addon


def _finish(addon: AddOn, attached_as: str | None) -> None:
    """End provisioning, well or not; ``attached_as`` is what the add-on is called by the app that it belongs to."""
    plan = plans[addon.plan_id]
    if plan.outcome == DEPROVISIONED or faults.transition_fails("addon.provision"):
        add_ons.update(addon, state=DEPROVISIONED, provision_message="The add-on was unable to be created.")
        emit("record.changed", apps[addon.app_id], "addon", "update", addon)
        if switches["failed_addons"] == "gone":
            clock.after(settings.timings.failed_addon, "addon.forget", addon.id, deadline=True)
        return
    service = add_on_services[addon.service_id]
    message = f"Created {addon.name}" + (f" as {attached_as}" if attached_as else "")
    add_ons.update(addon, state=PROVISIONED, values=_new_values(addon, service), provision_message=message)
    emit("addon.provisioned", addon)
    emit("record.changed", apps[addon.app_id], "addon", "update", addon)


@transition("addon.provision", can_fail=True)
def provision(addon_id: str) -> None:
    """The provider is done: the add-on's config vars appear, each app gets a release for them (behaviour.md 3.4)."""
    addon = add_ons.get(addon_id)
    if addon is None or addon.state != PROVISIONING:
        return
    used_by = attachments.where("addon_id", addon.id)
    _finish(addon, next((attachment.name for attachment in used_by if attachment.app_id == addon.app_id), None))
    if addon.state == DEPROVISIONED:
        for attachment in used_by:
            attachments.remove(attachment)
        return
    for app_id in dict.fromkeys(attachment.app_id for attachment in used_by):
        app = apps[app_id]
        values = {
            name: value
            for attachment in used_by
            if attachment.app_id == app_id
            for name, value in config_of(attachment).items()
        }
        if values:
            create_release(
                app,
                accounts[addon.buyer_id],
                _completed(addon, values),
                config=next_config(app) | values,
                runs_command=False,
                provider=add_on_services[addon.service_id].name,
            )


def _completed(addon: AddOn, names: Iterable[str]) -> str:
    """How the release is described that brings the config vars of a new add-on."""
    return f"@ref:{addon.name} completed provisioning, setting {', '.join(sorted(names))}."


def change_values(addon: AddOn, values: dict[str, str]) -> None:
    """Let the provider change what an add-on sets: a release by the service of every app (recorded.md A 3).

    Raises the 422 for what somebody has set himself (A 1) [I: that a provider is told so].
    """
    used_by = attachments.where("addon_id", addon.id)
    old = {item.id: config_of(item) for item in used_by}
    for item in used_by:
        app = apps[item.app_id]
        overwritten = _present(app, item.name, values.keys() - addon.values.keys())
        if overwritten:
            raise errors.invalid_params(errors.would_overwrite(item.name, app.name, overwritten))
    add_ons.update(addon, values=values)
    service = add_on_services[addon.service_id].name
    for attachment in used_by:
        new = config_of(attachment)
        if new != old[attachment.id]:
            app = apps[attachment.app_id]
            config = {key: value for key, value in next_config(app).items() if key not in old[attachment.id]} | new
            create_release(
                app,
                accounts[addon.buyer_id],
                f"Update {attachment.name} by {service}",
                config=config,
                runs_command=False,
                provider=service,
            )


@transition("addon.forget")
def forget(addon_id: str) -> None:
    """What could not be provisioned goes, as all that is deprovisioned does (behaviour.md 3.4)."""
    addon = add_ons.get(addon_id)
    if addon is not None and addon.state == DEPROVISIONED:
        add_ons.remove(addon)


@transition("addon.deprovision")
def deprovision(addon_id: str) -> None:
    """A deleted add-on is gone: from now on it is a 404."""
    addon = add_ons.get(addon_id)
    if addon is not None:
        add_ons.remove(addon)


# --- Paths and lists


@resolver("addon")
def resolve_addon(call: Call, identity: str) -> AddOn:
    """By id or name; below an app also by a service's or an attachment's name (behaviour.md 3.4)."""
    app: App | None = call.found.get("app")
    addon = add_ons.find(identity, "name")
    if app is not None:
        mine = addons_of_app(app, attached=True)
        if addon not in mine:
            matches = [item for item in mine if add_on_services[item.service_id].name == identity]
            attachment = find_attachment(app, identity)
            addon = add_ons[attachment.addon_id] if attachment else matches[0] if len(matches) == 1 else None
    if addon is None or not _visible(addon, call.account):
        raise errors.not_found("add-on", resource="addon")
    return addon


def _visible(addon: AddOn, account: Account) -> bool:
    """Whoever sees the add-ons of the billing app, or of an app that the add-on is attached to, sees the add-on."""
    used_by = [apps[item.app_id] for item in attachments.where("addon_id", addon.id)]
    return any(may_see_addons(permissions_of(account, app)) for app in [apps[addon.app_id], *used_by])


def addons_of_app(app: App, *, attached: bool) -> list[AddOn]:
    """The add-ons billed to an app, and those that are only attached to it."""
    found = {addon.id: addon for addon in add_ons.where("app_id", app.id)}
    if attached:
        for attachment in attachments.where("app_id", app.id):
            found.setdefault(attachment.addon_id, add_ons[attachment.addon_id])
    return list(found.values())


def visible_addons(account: Account) -> list[AddOn]:
    """The add-ons of all apps of which the account may see them."""
    mine = [app for app in visible_apps(account) if may_see_addons(permissions_of(account, app))]
    return list({addon.id: addon for app in mine for addon in addons_of_app(app, attached=True)}.values())


@writer(AddOn, optional=("provision_message",))
def write(addon: AddOn, view: View) -> dict[str, Any]:
    """The resource ``add-on``. ``Accept-Expansion`` nests the service and the plan in full."""
    service, plan, app = add_on_services[addon.service_id], plans[addon.plan_id], apps[addon.app_id]
    team: Team | None = teams.get(app.team_id)
    entity = {"id": team.id, "name": team.name, "type": "team"} if team else {**mention(app), "type": "app"}
    suffixes = addon.values or (service.config_vars if switches["addon_config_vars"] == "at_once" else {})
    names = {
        var_name(attachment.name, suffix)
        for attachment in attachments.where("addon_id", addon.id)
        if attachment.app_id == app.id
        for suffix in suffixes
    }
    plan_body = write_plan(plan, view) if "plan" in view.expansions else reference_plan(plan)
    if view.sdk:
        plan_body = {**plan_body, "meters": []}
    return {
        "actions": [],
        "addon_service": write_service(service, view)
        if "addon_service" in view.expansions
        else service_reference(service),
        "billing_entity": entity,
        "app": mention(app),
        "billed_price": price(plan, view),
        "config_vars": sorted(names),
        "created_at": addon.created_at,
        "id": addon.id,
        "name": addon.name,
        "plan": plan_body,
        "provider_id": addon.provider_id,
        "provision_message": addon.provision_message,
        "state": addon.state,
        "updated_at": addon.updated_at,
        "web_url": addon.web_url,
    }


@operation("GET", "/addons", ranges=("id", "name"))
def list_(call: Call) -> list[AddOn]:
    """Add-on List."""
    return visible_addons(call.account)


@operation("GET", "/addons/{addon}")
def info(call: Call, addon: AddOn) -> AddOn:
    """Add-on Info."""
    return addon


@operation("GET", "/addons/{addon}/config/{namespace:text}", scope="protected")
def list_config(call: Call, addon: AddOn, namespace: str) -> list[dict[str, str]]:
    """Add-on Config of a credential, as the official command asks for it: empty when there is no such credential."""
    values = addon.credentials.get(namespace.removeprefix(CREDENTIAL), {}) if namespace.startswith(CREDENTIAL) else {}
    return [{"name": name, "value": value} for name, value in values.items()]


@operation("GET", "/users/{account}/addons", ranges=("id", "name"))
def list_by_user(call: Call, account: Account) -> list[AddOn]:
    """Add-on List By User: those of the account's own apps."""
    return [addon for app in apps.where("owner_id", account.id) for addon in add_ons.where("app_id", app.id)]


@operation("GET", "/teams/{team}/addons", ranges=("id", "name"))
def list_by_team(call: Call, team: Team) -> list[AddOn]:
    """Add-on List By Team."""
    return [addon for app in apps.where("team_id", team.id) for addon in add_ons.where("app_id", app.id)]


@operation("GET", "/apps/{app}/addons", ranges=("id", "name"), access=ADDONS)
def list_by_app(call: Call, app: App) -> list[AddOn]:
    """Add-on List By App."""
    return addons_of_app(app, attached=switches["app_addons"] == "billed_and_attached")


@operation("GET", "/apps/{app}/addons/{addon}", access=ADDONS)
def info_by_app(call: Call, app: App, addon: AddOn) -> AddOn:
    """Add-on Info By App."""
    return addon


# --- Changes


def _name_invalid() -> errors.ApiError:
    return errors.invalid_params("Name is invalid")


def _check_may_pay(account: Account, app: App, plan: Plan) -> None:
    """A plain collaborator neither adds nor removes what costs money (behaviour.md 3.9; the text is ours)."""
    if plan.cents > 0 and app.team_id is None and "own" not in permissions_of(account, app):
        raise errors.forbidden(f"You do not have permission to manage paid add-ons of the app {app.name}.")


def _check_plan(account: Account, app: App, plan: Plan, confirm: str | None) -> None:
    """Raises what speaks against a plan on an app."""
    team: Team | None = teams.get(app.team_id)
    if plan.cents > 0 and not (team.verified if team else account.verified):
        raise errors.verify_to_install_addon()
    _check_may_pay(account, app, plan)
    if not plan.open:
        raise errors.invalid_params("That add-on plan is only available to select users.")
    if not app.space_id and not plan.outside_private_network:
        raise errors.invalid_params(f"The plan {plan.name} can only be installed on apps in Private Spaces.")
    if app.space_id and not plan.inside_private_network and confirm != app.name:
        raise errors.confirmation_required(
            app.name, "This add-on is not automatically networked with this Private Space. "
        )


@operation(
    "POST",
    "/apps/{app}/addons",
    params={
        "plan": identity(required=True),
        "attachment": structure({"name": text()}),
        "config": mapping(),
        "confirm": text(),
        "name": text(pattern=NAME_PATTERN, invalid=_name_invalid),
    },
    access="deploy",
)
def create(call: Call, app: App) -> AddOn:
    """Add-on Create."""
    body = call.body
    check_ready(app)
    plan = wanted_plan(identity_of(body["plan"]) or "", in_space=app.space_id is not None)
    service = add_on_services[plan.service_id]
    confirm = body.get("confirm")
    _check_plan(call.account, app, plan, confirm)
    emit("add_on.wanted", app, service=service, account=call.account)
    present = [item for item in add_ons.where("app_id", app.id) if item.service_id == service.id]
    if present and not service.supports_multiple_installations:
        raise errors.invalid_params(f"{service.human_name} is already installed on {app.name}.")
    if body.get("name") and add_ons.by("name", body["name"]):
        raise errors.name_taken()
    asked = body.get("attachment", {}).get("name")
    check_provider(service, plan, body.get("config", {}))
    name = fold_name(asked) if asked else default_attachment_name(app, service)
    replaced = check_attachment_name(app, name, suffixes=service.config_vars, confirm=confirm)
    if replaced is not None:
        detach(replaced, call.account)
    return buy(app, call.account, plan, name=body.get("name"), attachment=name, config=body.get("config", {}))


@operation(
    "PATCH",
    "/apps/{app}/addons/{addon}",
    params={"plan": identity(), "name": text(pattern=NAME_PATTERN, invalid=_name_invalid)},
    access="deploy",
)
def update(call: Call, app: App, addon: AddOn) -> AddOn:
    """Add-on Update: plan, name, or both (the reference requires a plan, the service does not; cli-requests.md A)."""
    body = call.body
    if not body:
        raise errors.required_params(["plan"])
    name = body.get("name", addon.name)
    if name != addon.name and add_ons.by("name", name):
        raise errors.name_taken()
    if "plan" in body:
        plan = wanted_plan(identity_of(body["plan"]) or "", in_space=app.space_id is not None)
        service = add_on_services[addon.service_id]
        if plan.service_id != service.id:
            raise errors.no_addon_service(plan.name)
        _check_change(service, plans[addon.plan_id], plan)
        _check_plan(call.account, app, plan, app.name)
        add_ons.update(addon, plan_id=plan.id, provision_message=f"Plan changed to {plan.name}")
    add_ons.update(addon, name=name)
    emit("record.changed", apps[addon.app_id], "addon", "update", addon, call.account)
    return addon


def check_provider(service: AddOnService, plan: Plan, config: dict[str, Any]) -> None:
    """Raises what Heroku passes on when a provider refuses what it is asked for (recorded.md A 10)."""
    version = config.get("version")
    if service.versions and version is not None and str(version) not in service.versions:
        raise errors.refused_by_provider(
            plan.name,
            f"Unsupported version: {version}. We support the following versions: {', '.join(service.versions)}",
        )


def _check_change(service: AddOnService, old: Plan, new: Plan) -> None:
    """Raises the 422 where a service does not change from one plan to the other (recorded.md A 11) [I: texts]."""
    if new.id == old.id:
        return
    if not service.plan_changes:
        raise errors.invalid_params(f"{service.human_name} plans cannot be changed. Create another add-on instead.")
    if new.tier != old.tier:
        raise errors.invalid_params(
            f"{service.human_name} add-ons cannot be changed from {old.name} to {new.name}. "
            "Create another add-on and move the data over."
        )


@operation("DELETE", "/apps/{app}/addons/{addon}", params={"force": boolean()}, access="deploy")
def delete(call: Call, app: App, addon: AddOn) -> Reply:
    """Add-on Delete: 200 deprovisioned, or 202 deprovisioning and a 404 later (behaviour.md 1.3)."""
    used_by = attachments.where("addon_id", addon.id)
    billing_app = wanted_app(addon.app_id, call.account, "deploy")
    _check_may_pay(call.account, billing_app, plans[addon.plan_id])
    if any(item.app_id != addon.app_id for item in used_by) and not call.body.get("force"):
        raise errors.invalid_params(
            f"{addon.name} is attached to other apps. Use `force` to delete it with all of its attachments."
        )
    for attachment in used_by:
        detach(attachment, call.account)
    emit("record.changed", billing_app, "addon", "destroy", addon, call.account)
    if switches["addon_delete_answer"] == "deferred":
        add_ons.update(addon, state=DEPROVISIONING)
        clock.after(settings.timings.addon_deprovision, "addon.deprovision", addon.id)
        return Reply(addon, status=202)
    add_ons.update(addon, state=DEPROVISIONED)
    add_ons.remove(addon)
    return Reply(addon)


@operation(
    "POST",
    "/actions/addons/resolve",
    params={"addon": text(required=True), "app": identity(nullable=True), "addon_service": identity(nullable=True)},
    status=200,
    scope="read",
)
def resolve(call: Call) -> list[AddOn]:
    """Add-on Resolution: by id, name, attachment (``DATABASE``, ``app::DATABASE``) or service (behaviour.md 3.4)."""
    wanted: str = call.body["addon"]
    app_name = identity_of(call.body.get("app"))
    if "::" in wanted:
        app_name, _separator, wanted = wanted.partition("::")
    app = wanted_app(app_name, call.account) if app_name else None
    found = _matches(call.account, wanted, app)
    service = identity_of(call.body.get("addon_service"))
    if service:
        found = [addon for addon in found if service in (addon.service_id, add_on_services[addon.service_id].name)]
    if not found:
        raise errors.not_found("add-on", resource="add_on")
    if len(found) > 1 and switches["resolve_several"] == "error":
        raise errors.multiple_matches()
    return found


def _matches(account: Account, wanted: str, app: App | None) -> list[AddOn]:
    exact = add_ons.find(wanted, "name")
    if exact is not None and _visible(exact, account):
        return [exact]
    if app is None:
        return []
    attachment = find_attachment(app, wanted)
    if attachment is not None:
        return [add_ons[attachment.addon_id]]
    return [addon for addon in addons_of_app(app, attached=True) if add_on_services[addon.service_id].name == wanted]
