# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Webhooks of an app (behaviour.md 3.19), the events that they tell of, and the deliveries of these.

Deliveries go to loopback addresses (``delivery.py``); to others they succeed, and nothing is sent. Webhooks of a
pipeline are told of its apps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from .. import errors
from ..chance import new_id
from ..clock import clock, iso, transition
from ..delivery import Attempt, is_loopback, send
from ..faults import faults
from ..hooks import on
from ..operation import Reply, View, operation, resolver, writer
from ..operation import write as write_record
from ..settings import settings
from ..store import Record, Table
from ..webhook import SECRETS, Webhook, check_webhook, subscribe, webhook_params, written
from .account import Account, accounts, reference
from .app import App, apps, mention
from .build import Build
from .dyno import Dyno
from .pipeline import pipelines
from .pipeline_coupling import pipeline_couplings
from .pipeline_webhook import pipeline_webhooks
from .release import Release, author_of
from .sni_endpoint import SniEndpoint

if TYPE_CHECKING:
    from ..application import Call

MOST_ATTEMPTS = 10
SECONDS_BETWEEN_ATTEMPTS = 60


@dataclass(kw_only=True)
class AppWebhook(Webhook):
    """A subscription to what happens to an app."""

    app_id: str


@dataclass(kw_only=True)
class WebhookEvent(Record):
    """Something that happened to an app that has a webhook for it, or whose pipeline (``pipeline_id``) has one."""

    app_id: str
    include: str
    payload: dict[str, Any]
    pipeline_id: str | None = None


@dataclass(kw_only=True)
class WebhookDelivery(Record):
    """One event on its way to one webhook. ``seq`` counts upwards, and can be sorted by."""

    app_id: str
    webhook_id: str
    event_id: str
    seq: int
    status: str = "pending"
    num_attempts: int = 0
    next_attempt_at: str | None = None
    last_attempt: dict[str, Any] | None = field(default=None)
    pipeline_id: str | None = None


webhooks = Table("app_webhooks", AppWebhook, parents={"app_id": apps}, secrets=SECRETS)
events = Table("webhook_events", WebhookEvent, parents={"app_id": apps, "pipeline_id": pipelines}, secrets=("payload",))
deliveries = Table(
    "webhook_deliveries",
    WebhookDelivery,
    groups=("webhook_id",),
    parents={"app_id": apps, "event_id": events, "pipeline_id": pipelines},
)


def _webhook_goes(webhook: Webhook) -> None:
    """With a webhook go its deliveries."""
    for delivery in deliveries.where("webhook_id", webhook.id):
        deliveries.remove(delivery)


for _table in (webhooks, pipeline_webhooks):
    _table.before_remove(_webhook_goes)


def _webhook_of(delivery: WebhookDelivery) -> Webhook:
    """The webhook that a delivery is for, of an app or of a pipeline."""
    found: Webhook | None = webhooks.get(delivery.webhook_id)
    return found or pipeline_webhooks[delivery.webhook_id]


Told = TypeVar("Told", WebhookEvent, WebhookDelivery)


def of_app(table: Table[Told], app: App) -> list[Told]:
    """The events or deliveries of an app, without those of its pipeline."""
    return [item for item in table.where("app_id", app.id) if item.pipeline_id is None]


# --- What is shown


@writer(AppWebhook, optional=())
def write(webhook: AppWebhook, view: View) -> dict[str, Any]:
    """The resource ``app-webhook``."""
    return {"app": mention(apps[webhook.app_id]), **written(webhook)}


@writer(WebhookEvent)
def _write_event(event: WebhookEvent, view: View) -> dict[str, Any]:
    return {
        "created_at": event.created_at,
        "id": event.id,
        "include": event.include,
        "payload": event.payload,
        "updated_at": event.updated_at,
    }


@writer(WebhookDelivery)
def _write_delivery(delivery: WebhookDelivery, view: View) -> dict[str, Any]:
    return {
        "created_at": delivery.created_at,
        "event": {"id": delivery.event_id, "include": events[delivery.event_id].include},
        "id": delivery.id,
        "num_attempts": delivery.num_attempts,
        "next_attempt_at": delivery.next_attempt_at,
        "last_attempt": delivery.last_attempt,
        "status": delivery.status,
        "updated_at": delivery.updated_at,
        "webhook": {"id": delivery.webhook_id, "level": _webhook_of(delivery).level},
    }


def with_status(found: list[WebhookDelivery], call: Call) -> list[WebhookDelivery]:
    """Those deliveries that ``?eq[status]=`` asks for, as ``heroku webhooks:deliveries --status`` does."""
    status = call.query.get("eq[status]")
    return [item for item in found if status in (None, item.status)]


def _of_app(table: Table[Any], call: Call, identity: str, noun: str) -> Any:
    record = table.get(identity)
    if record is None or record.app_id != call.found["app"].id or getattr(record, "pipeline_id", None) is not None:
        raise errors.not_found(noun, resource=noun.replace(" ", "_"))
    return record


@resolver("webhook")
def resolve_webhook(call: Call, identity: str) -> AppWebhook:
    """By id, within the app of the path."""
    return _of_app(webhooks, call, identity, "webhook")


@resolver("webhook_event")
def resolve_event(call: Call, identity: str) -> WebhookEvent:
    """By id, within the app of the path."""
    return _of_app(events, call, identity, "webhook event")


@resolver("webhook_delivery")
def resolve_delivery(call: Call, identity: str) -> WebhookDelivery:
    """By id, within the app of the path."""
    return _of_app(deliveries, call, identity, "webhook delivery")


# --- Subscriptions


@operation("GET", "/apps/{app}/webhooks", ranges=("id",))
def list_(call: Call, app: App) -> list[AppWebhook]:
    """App Webhook List."""
    return webhooks.where("app_id", app.id)


@operation("GET", "/apps/{app}/webhooks/{webhook}")
def info(call: Call, app: App, webhook: AppWebhook) -> AppWebhook:
    """App Webhook Info."""
    return webhook


@operation("POST", "/apps/{app}/webhooks", params=webhook_params(required=True))
def create(call: Call, app: App) -> Reply:
    """App Webhook Create. A secret that was made up is told once, in a header (behaviour.md 3.19)."""
    check_webhook(call.body)
    return subscribe(webhooks, AppWebhook(app_id=app.id, **call.body), "app")


@operation("PATCH", "/apps/{app}/webhooks/{webhook}", params=webhook_params(required=False))
def update(call: Call, app: App, webhook: AppWebhook) -> AppWebhook:
    """App Webhook Update."""
    check_webhook(call.body)
    webhooks.update(webhook, **call.body)
    return webhook


@operation("DELETE", "/apps/{app}/webhooks/{webhook}")
def delete(call: Call, app: App, webhook: AppWebhook) -> AppWebhook:
    """App Webhook Delete."""
    webhooks.remove(webhook)
    return webhook


# --- Events and deliveries


@operation("GET", "/apps/{app}/webhook-events", ranges=("id",))
def list_events(call: Call, app: App) -> list[WebhookEvent]:
    """App Webhook Event List."""
    return of_app(events, app)


@operation("GET", "/apps/{app}/webhook-events/{webhook_event}")
def info_event(call: Call, app: App, webhook_event: WebhookEvent) -> WebhookEvent:
    """App Webhook Event Info."""
    return webhook_event


@operation("GET", "/apps/{app}/webhook-deliveries", ranges=("id", "seq"))
def list_deliveries(call: Call, app: App) -> list[WebhookDelivery]:
    """App Webhook Delivery List; the CLI sorts by ``seq``."""
    return with_status(of_app(deliveries, app), call)


@operation("GET", "/apps/{app}/webhook-deliveries/{webhook_delivery}")
def info_delivery(call: Call, app: App, webhook_delivery: WebhookDelivery) -> WebhookDelivery:
    """App Webhook Delivery Info."""
    return webhook_delivery


def _data(record: Record, action: str) -> dict[str, Any]:
    """A record as events show it: a new release as the current one, a dyno with how it ended (recorded.md A 6, 17)."""
    body: dict[str, Any] = write_record(record, View())
    if isinstance(record, Release) and action == "create":
        body["current"] = True
    if isinstance(record, Dyno):
        ended = record.state in ("complete", "crashed") or action == "destroy"
        body["exit_status"] = record.exit_code if ended else None
        body["management"] = (
            f"run:{'attached' if record.secret else 'detached'}" if record.one_off else (f"formation:{record.type}")
        )
    return body


def _happened(
    app: App, entity: str, action: str, record: Record, previous: dict[str, Any], actor_id: str | None
) -> None:
    """Tell the webhooks of the app of an event, and those of its pipeline [I: nobody has recorded what these get]."""
    coupling = pipeline_couplings.by("app_id", app.id)
    pipeline_id = coupling.pipeline_id if coupling is not None else None
    of_pipeline = pipeline_webhooks.where("pipeline_id", pipeline_id)
    for subscribed, told_id in ((webhooks.where("app_id", app.id), None), (of_pipeline, pipeline_id)):
        wanted = [item for item in subscribed if f"api:{entity}" in item.include]
        if wanted:
            what = {
                "action": action,
                "actor": _author(app, record, actor_id),
                "data": _data(record, action),
                "previous_data": previous,
                "resource": entity,
            }
            _send_out(wanted, _event(app, told_id, what))


def _author(app: App, record: Record, actor_id: str | None) -> dict[str, Any]:
    """Who did what an event tells of."""
    if isinstance(record, Release):
        return author_of(record)
    actor = accounts.get(actor_id or app.owner_id)
    return reference(actor) if actor else {"email": "system@heroku.com", "id": app.id}


def _event(app: App, pipeline_id: str | None, what: dict[str, Any]) -> WebhookEvent:
    """A new event of an app, or of its pipeline."""
    event = WebhookEvent(app_id=app.id, pipeline_id=pipeline_id, include=f"api:{what['resource']}", payload={})
    event.payload = {
        **what,
        "created_at": event.created_at,
        "id": event.id,
        "published_at": event.created_at,
        "sequence": None,
        "updated_at": event.updated_at,
        "version": "application/vnd.heroku+json; version=3",
    }
    return events.add(event)


def _send_out(subscribed: Sequence[Webhook], event: WebhookEvent) -> None:
    """Send an event on its way to the webhooks that want it."""
    for webhook in subscribed:
        last = deliveries.newest()
        delivery = deliveries.add(
            WebhookDelivery(
                app_id=event.app_id,
                pipeline_id=event.pipeline_id,
                webhook_id=webhook.id,
                event_id=event.id,
                seq=last.seq + 1 if last else 1,
            )
        )
        clock.after(settings.timings.webhook_delivery, "webhook.deliver", delivery.id)


@transition("webhook.deliver", can_fail=True)
def _deliver(delivery_id: str) -> None:
    """One attempt; the level ``sync`` has more of them."""
    delivery = deliveries.get(delivery_id)
    if delivery is None:
        return
    webhook = _webhook_of(delivery)
    if faults.transition_fails("webhook.deliver"):
        _attempted(delivery_id, Attempt(code=500))
    elif not is_loopback(webhook.url):
        _attempted(delivery_id, Attempt(code=200))  # as if: nothing is sent to other machines
    else:
        attempt_id = new_id()
        metadata = {
            "attempt": {"id": attempt_id},
            "delivery": {"id": delivery.id},
            "event": {"id": delivery.event_id, "include": events[delivery.event_id].include},
            "webhook": {"id": webhook.id},
        }
        body = orjson.dumps({**events[delivery.event_id].payload, "webhook_metadata": metadata})
        send(webhook.url, body, webhook.secret, webhook.authorization, partial(_sent, delivery_id, attempt_id))


def _sent(delivery_id: str, attempt_id: str, attempt: Attempt) -> None:
    """The receiver has answered, or did not."""
    clock.run_due()
    _attempted(delivery_id, attempt, attempt_id)
    clock.settle()
    clock.wake()


def _attempted(delivery_id: str, attempt: Attempt, attempt_id: str | None = None) -> None:
    """Note how an attempt ended, and plan the next one where it failed."""
    delivery = deliveries.get(delivery_id)
    if delivery is None:
        return
    failed = not attempt.succeeded
    attempts = delivery.num_attempts + 1
    again = failed and _webhook_of(delivery).level == "sync" and attempts < MOST_ATTEMPTS
    now = clock.timestamp()
    deliveries.update(
        delivery,
        num_attempts=attempts,
        status="retrying" if again else "failed" if failed else "succeeded",
        next_attempt_at=iso(clock.now() + SECONDS_BETWEEN_ATTEMPTS) if again else None,
        last_attempt={
            "id": attempt_id or new_id(),
            "code": attempt.code,
            "error_class": attempt.error_class,
            "status": "failed" if failed else "succeeded",
            "created_at": now,
            "updated_at": now,
        },
    )
    if again:
        clock.after(SECONDS_BETWEEN_ATTEMPTS, "webhook.deliver", delivery.id)


@on("record.changed")
def _record_changed(app: App, entity: str, action: str, record: Record, actor: Account | None = None) -> None:
    """Whatever else webhooks tell of; what is destroyed is told just before it goes."""
    _happened(app, entity, action, record, {}, actor.id if actor else None)


@on("release.created")
def _release_created(release: Release, app: App) -> None:
    _happened(app, "release", "create", release, {}, release.user_id)


@on("release.succeeded")
@on("release.failed")
def _release_ended(release: Release, app: App) -> None:
    _happened(app, "release", "update", release, {"status": "pending"}, release.user_id)


@on("build.started")
def _build_started(build: Build, app: App) -> None:
    _happened(app, "build", "create", build, {}, build.user_id)


@on("build.succeeded")
@on("build.failed")
def _build_ended(build: Build, app: App) -> None:
    _happened(app, "build", "update", build, {"status": "pending"}, build.user_id)


@on("app.updated")
def _app_updated(app: App, actor: Account, previous: dict[str, Any]) -> None:
    _happened(app, "app", "update", app, previous, actor.id)


@on("sni_endpoint.deleted")
def _certificate_deleted(endpoint: SniEndpoint) -> None:
    _happened(apps[endpoint.app_id], "sni-endpoint", "destroy", endpoint, {}, None)
