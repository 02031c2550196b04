# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attachments of add-ons to apps (behaviour.md 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import View, operation, resolver, writer
from ..params import identity, identity_of, mapping, text
from ..switches import switches
from .account import Account
from .add_on import (
    AddOn,
    AddOnAttachment,
    add_ons,
    attach,
    attachments,
    check_attachment_name,
    config_of,
    default_attachment_name,
    detach,
    find_attachment,
    fold_name,
    is_last_billing,
    suffixes_of,
)
from .add_on_service import add_on_services
from .app import App, apps, check_ready, mention, permissions_of, visible_apps, wanted_app
from .plan import plans, reference_plan

if TYPE_CHECKING:
    from ..application import Call


@resolver("attachment")
def resolve_attachment(call: Call, identity: str) -> AddOnAttachment:
    """By id; below an app also by name."""
    app: App | None = call.found.get("app")
    attachment = attachments.get(identity) if app is None else find_attachment(app, identity)
    if attachment is None:
        raise errors.not_found("attachment")
    if not permissions_of(call.account, apps[attachment.app_id]):
        raise errors.no_access_to_app(apps[attachment.app_id].name)
    return attachment


@writer(AddOnAttachment)
def write(attachment: AddOnAttachment, view: View) -> dict[str, Any]:
    """The resource ``add-on-attachment``. ``Accept-Inclusion`` adds the add-on's plan and the config vars."""
    addon = add_ons[attachment.addon_id]
    addon_body: dict[str, Any] = {"id": addon.id, "name": addon.name, "app": mention(apps[addon.app_id])}
    if "addon:plan" in view.inclusions:
        addon_body["plan"] = reference_plan(plans[addon.plan_id])
    body: dict[str, Any] = {
        "addon": addon_body,
        "app": mention(apps[attachment.app_id]),
        "created_at": attachment.created_at,
        "id": attachment.id,
        "name": attachment.name,
        "namespace": attachment.namespace,
        "updated_at": attachment.updated_at,
        "web_url": addon.web_url,
        "log_input_url": f"https://token:{attachment.log_token}@1.us.logplex.io/logs" if attachment.log_token else None,
    }
    if "config_vars" in view.inclusions:
        body["config_vars"] = sorted(config_of(attachment))
    return body


def _visible(account: Account) -> list[AddOnAttachment]:
    return [item for app in visible_apps(account) for item in attachments.where("app_id", app.id)]


@operation("GET", "/addon-attachments", ranges=("id", "name"))
def list_(call: Call) -> list[AddOnAttachment]:
    """Add-on Attachment List."""
    return _visible(call.account)


@operation("GET", "/addon-attachments/{attachment}")
def info(call: Call, attachment: AddOnAttachment) -> AddOnAttachment:
    """Add-on Attachment Info."""
    return attachment


@operation("GET", "/addons/{addon}/addon-attachments", ranges=("id", "name"))
def list_by_addon(call: Call, addon: AddOn) -> list[AddOnAttachment]:
    """Add-on Attachment List by Add-on."""
    return attachments.where("addon_id", addon.id)


@operation("GET", "/apps/{app}/addon-attachments", ranges=("id", "name"))
def list_by_app(call: Call, app: App) -> list[AddOnAttachment]:
    """Add-on Attachment List by App."""
    return attachments.where("app_id", app.id)


@operation("GET", "/apps/{app}/addon-attachments/{attachment}")
def info_by_app(call: Call, app: App, attachment: AddOnAttachment) -> AddOnAttachment:
    """Add-on Attachment Info by App."""
    return attachment


@operation(
    "POST",
    "/addon-attachments",
    params={
        "addon": identity(required=True),
        "app": identity(required=True),
        "confirm": text(),
        "name": text(),
        "namespace": text(nullable=True),
        "namespace_config": mapping(nullable=True),
    },
)
def create(call: Call) -> AddOnAttachment:
    """Add-on Attachment Create; with ``confirm`` an attachment of that name is replaced."""
    body = call.body
    app = wanted_app(identity_of(body["app"]) or "", call.account, "deploy")
    addon = add_ons.find(identity_of(body["addon"]) or "", "name")
    if addon is None or not permissions_of(call.account, apps[addon.app_id]):
        raise errors.not_found("add-on", resource="addon")
    check_ready(app)
    service = add_on_services[addon.service_id]
    if app.id != addon.app_id and not service.supports_sharing:
        raise errors.invalid_params(f"{service.human_name} cannot be attached to other apps.")
    name = fold_name(body["name"]) if body.get("name") else default_attachment_name(app, service)
    replaced = check_attachment_name(
        app,
        name,
        suffixes=suffixes_of(addon),
        confirm=body.get("confirm"),
        status=switches.status("attachment_in_use_status"),
        addon=addon,
    )
    if replaced is not None:
        detach(replaced, call.account)
    return attach(addon, app, call.account, name, body.get("namespace"))


@operation("DELETE", "/addon-attachments/{attachment}")
def delete(call: Call, attachment: AddOnAttachment) -> AddOnAttachment:
    """Add-on Attachment Delete; the billing app keeps at least one."""
    wanted_app(attachment.app_id, call.account, "deploy")
    if is_last_billing(attachment):
        raise errors.last_attachment(add_ons[attachment.addon_id].name)
    detach(attachment, call.account)
    return attachment


@operation(
    "POST",
    "/actions/addon-attachments/resolve",
    params={
        "addon_attachment": text(required=True),
        "app": identity(nullable=True),
        "addon_service": identity(nullable=True),
    },
    status=200,
    scope="read",
)
def resolve(call: Call) -> list[AddOnAttachment]:
    """Add-on Attachment Resolution: by id, name (``app::NAME``), or the add-on's name."""
    wanted: str = call.body["addon_attachment"]
    app_name = identity_of(call.body.get("app"))
    if "::" in wanted:
        app_name, _separator, wanted = wanted.partition("::")
    app = wanted_app(app_name, call.account) if app_name else None
    candidates = attachments.where("app_id", app.id) if app else _visible(call.account)
    found = [item for item in candidates if wanted == item.id or wanted.upper() == item.name.upper()]
    found = found or [item for item in candidates if wanted == add_ons[item.addon_id].name]
    service = identity_of(call.body.get("addon_service"))
    if service:
        found = [item for item in found if add_on_services[add_ons[item.addon_id].service_id].name == service]
    if not found:
        raise errors.not_found("add-on attachment", resource="add_on attachment")
    if len(found) > 1 and switches["resolve_several"] == "error":
        raise errors.multiple_matches()
    return found
