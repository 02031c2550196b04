# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only the partner may do who provides an add-on: its config, its state, webhooks of its own.

The partner of a service is the account that the world file names. Webhooks of add-ons are kept, but nothing is
delivered to them, and so there are no events and deliveries [I].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..chance import hexadecimal
from ..clock import clock, iso
from ..operation import View, operation, resolver, writer
from ..params import list_of, structure, text
from ..store import Table
from ..webhook import SECRETS, Webhook, check_webhook, webhook_params, written
from .add_on import (
    DEPROVISIONING,
    PROVISIONING,
    AddOn,
    AddOnAttachment,
    add_ons,
    attachments,
    change_values,
    deprovision,
    provision,
    resolve_addon,
)
from .add_on_service import add_on_services
from .app import apps
from .app_webhook import WebhookDelivery, WebhookEvent
from .space import spaces

if TYPE_CHECKING:
    from ..application import Call

INGRESS_SECONDS = 3600


@dataclass(kw_only=True)
class AddOnWebhook(Webhook):
    """A partner's subscription to what happens to an add-on."""

    addon_id: str


addon_webhooks = Table("addon_webhooks", AddOnWebhook, parents={"addon_id": add_ons}, secrets=SECRETS)


def _is_partner(call: Call, addon: AddOn) -> bool:
    return call.account.email == add_on_services[addon.service_id].partner


@resolver("partner_addon")
def resolve_partner_addon(call: Call, identity: str) -> AddOn:
    """By id or name. A customer who sees it is refused [I: text]; to all others it does not exist."""
    addon = add_ons.find(identity, "name")
    if addon is not None and _is_partner(call, addon):
        return addon
    raise errors.forbidden(f"Only the provider of the add-on {resolve_addon(call, identity).name} may do that.")


@resolver("readable_addon")
def resolve_readable_addon(call: Call, identity: str) -> AddOn:
    """By id or name, for the partner and for customers."""
    addon = add_ons.find(identity, "name")
    return addon if addon is not None and _is_partner(call, addon) else resolve_addon(call, identity)


@resolver("addon_webhook")
def resolve_addon_webhook(call: Call, identity: str) -> AddOnWebhook:
    """By id, within the add-on of the path."""
    found = addon_webhooks.get(identity)
    if found is None or found.addon_id != call.found["partner_addon"].id:
        raise errors.not_found("webhook")
    return found


@writer(AddOnWebhook)
def write(webhook: AddOnWebhook, view: View) -> dict[str, Any]:
    """The resource ``add-on-webhook``."""
    addon = add_ons[webhook.addon_id]
    return {"addon": {"id": addon.id, "name": addon.name}, **written(webhook)}


# --- Config and state


def _config(addon: AddOn) -> list[dict[str, Any]]:
    """The resource ``add-on-config``: the values by their suffix [I]."""
    return [{"name": name, "value": value} for name, value in addon.values.items()]


@operation("GET", "/addons/{readable_addon}/config", scope="protected", secret_body=True)
def list_config(call: Call, readable_addon: AddOn) -> list[dict[str, Any]]:
    """Add-on Config List."""
    return _config(readable_addon)


@operation(
    "PATCH",
    "/addons/{partner_addon}/config",
    params={"config": list_of(structure({"name": text(required=True), "value": text(nullable=True)}))},
    scope="protected",
    secret_body=True,
)
def update_config(call: Call, partner_addon: AddOn) -> list[dict[str, Any]]:
    """Add-on Config Update: every app that has it attached gets a release (recorded.md A 3)."""
    given = {item["name"]: item.get("value") for item in call.body.get("config", [])}
    values = {**partner_addon.values, **given}
    change_values(partner_addon, {name: value for name, value in values.items() if value is not None})
    return _config(partner_addon)


@resolver("partner_attachment")
def resolve_partner_attachment(call: Call, identity: str) -> AddOnAttachment:
    """By id, for the partner of the add-on that is attached; to all others it does not exist [I]."""
    attachment = attachments.get(identity)
    if attachment is None or not _is_partner(call, add_ons[attachment.addon_id]):
        raise errors.not_found("attachment")
    return attachment


@operation("GET", "/addon-attachments/{partner_attachment}/telemetry-ingress-info", secret_body=True)
def telemetry_ingress_info(call: Call, partner_attachment: AddOnAttachment) -> dict[str, Any]:
    """Telemetry Ingress Info: where an add-on writes to the log of an app, which only Fir has (the schema).

    The address and the lifetime of the token, an hour, are ours [I].
    """
    app = apps[partner_attachment.app_id]
    if app.generation != "fir":
        raise errors.invalid_params(f"The app {app.name} is not of the Fir generation.")
    space = spaces.get(app.space_id)
    host = f"https://telemetry-ingress.{space.name if space else app.name}.herokuspace.com"
    return {
        "id_token": hexadecimal(64),
        "token_type": "Bearer",
        "transports": {"http": f"{host}/v1/logs", "logpex": f"{host}/logplex/logs"},
        "expires_at": iso(int(clock.now()) + INGRESS_SECONDS),
    }


@operation("POST", "/addons/{partner_addon}/actions/provision", status=200)
def mark_provisioned(call: Call, partner_addon: AddOn) -> AddOn:
    """Add-on Action Provision."""
    if partner_addon.state != PROVISIONING:
        raise errors.invalid_params(f"The add-on is {partner_addon.state}.")
    provision(partner_addon.id)
    return partner_addon


@operation("POST", "/addons/{partner_addon}/actions/deprovision", status=200)
def mark_deprovisioned(call: Call, partner_addon: AddOn) -> AddOn:
    """Add-on Action Deprovision."""
    if partner_addon.state != DEPROVISIONING:
        raise errors.invalid_params(f"The add-on is {partner_addon.state}.")
    add_ons.update(partner_addon, state="deprovisioned")
    deprovision(partner_addon.id)
    return partner_addon


@operation("POST", "/addons/{partner_addon}/actions/peer", params={"pcx_id": text(required=True)}, status=202)
def peer(call: Call, partner_addon: AddOn) -> dict[str, Any]:
    """Add-on Action Peer: another peering takes the place of the one that is there. No resource shows it."""
    add_ons.update(partner_addon, touch=False, pcx_id=call.body["pcx_id"])
    return {}


@operation("POST", "/addons/{partner_addon}/actions/unpeer", status=202)
def unpeer(call: Call, partner_addon: AddOn) -> dict[str, Any]:
    """Add-on Action Unpeer; nothing happens to an add-on without a peering [I]."""
    add_ons.update(partner_addon, touch=False, pcx_id=None)
    return {}


# --- Webhooks


@operation("GET", "/addons/{partner_addon}/webhooks", ranges=("id",))
def list_webhooks(call: Call, partner_addon: AddOn) -> list[AddOnWebhook]:
    """Add-on Webhook List."""
    return addon_webhooks.where("addon_id", partner_addon.id)


@operation("GET", "/addons/{partner_addon}/webhooks/{addon_webhook}")
def info_webhook(call: Call, partner_addon: AddOn, addon_webhook: AddOnWebhook) -> AddOnWebhook:
    """Add-on Webhook Info."""
    return addon_webhook


@operation("POST", "/addons/{partner_addon}/webhooks", params=webhook_params(required=True))
def create_webhook(call: Call, partner_addon: AddOn) -> AddOnWebhook:
    """Add-on Webhook Create."""
    check_webhook(call.body)
    return addon_webhooks.add(AddOnWebhook(addon_id=partner_addon.id, **call.body))


@operation("PATCH", "/addons/{partner_addon}/webhooks/{addon_webhook}", params=webhook_params(required=False))
def update_webhook(call: Call, partner_addon: AddOn, addon_webhook: AddOnWebhook) -> AddOnWebhook:
    """Add-on Webhook Update."""
    check_webhook(call.body)
    addon_webhooks.update(addon_webhook, **call.body)
    return addon_webhook


@operation("DELETE", "/addons/{partner_addon}/webhooks/{addon_webhook}")
def delete_webhook(call: Call, partner_addon: AddOn, addon_webhook: AddOnWebhook) -> AddOnWebhook:
    """Add-on Webhook Delete."""
    addon_webhooks.remove(addon_webhook)
    return addon_webhook


@operation("GET", "/addons/{partner_addon}/webhook-events", ranges=("id",))
def list_events(call: Call, partner_addon: AddOn) -> list[WebhookEvent]:
    """Add-on Webhook Event List."""
    return []


@operation("GET", "/addons/{partner_addon}/webhook-events/{event:text}")
def info_event(call: Call, partner_addon: AddOn, event: str) -> WebhookEvent:
    """Add-on Webhook Event Info."""
    raise errors.not_found("webhook event", resource="webhook_event")


@operation("GET", "/addons/{partner_addon}/webhook-deliveries", ranges=("id",))
def list_deliveries(call: Call, partner_addon: AddOn) -> list[WebhookDelivery]:
    """Add-on Webhook Delivery List."""
    return []


@operation("GET", "/addons/{partner_addon}/webhook-deliveries/{delivery:text}")
def info_delivery(call: Call, partner_addon: AddOn, delivery: str) -> WebhookDelivery:
    """Add-on Webhook Delivery Info."""
    raise errors.not_found("webhook delivery", resource="webhook_delivery")
