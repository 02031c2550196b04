# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the webhooks of a pipeline were told, which the official command asks for (cli-requests.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import errors
from ..operation import operation, resolver
from .app_webhook import WebhookDelivery, WebhookEvent, deliveries, events, with_status
from .pipeline import Pipeline

if TYPE_CHECKING:
    from ..application import Call


@resolver("pipeline_webhook_event")
def resolve_event(call: Call, identity: str) -> WebhookEvent:
    """By id, within the pipeline of the path."""
    event = events.get(identity)
    if event is None or event.pipeline_id != call.found["pipeline"].id:
        raise errors.not_found("webhook event", resource="webhook_event")
    return event


@resolver("pipeline_webhook_delivery")
def resolve_delivery(call: Call, identity: str) -> WebhookDelivery:
    """By id, within the pipeline of the path."""
    delivery = deliveries.get(identity)
    if delivery is None or delivery.pipeline_id != call.found["pipeline"].id:
        raise errors.not_found("webhook delivery", resource="webhook_delivery")
    return delivery


@operation("GET", "/pipelines/{pipeline}/webhook-events", ranges=("id",))
def list_events(call: Call, pipeline: Pipeline) -> list[WebhookEvent]:
    """What happened to the apps of a pipeline that a webhook of it wants to know."""
    return events.where("pipeline_id", pipeline.id)


@operation("GET", "/pipelines/{pipeline}/webhook-deliveries", ranges=("id", "seq"))
def list_deliveries(call: Call, pipeline: Pipeline) -> list[WebhookDelivery]:
    """What was told to the webhooks of a pipeline."""
    return with_status(deliveries.where("pipeline_id", pipeline.id), call)


@operation("GET", "/pipelines/{pipeline}/webhook-events/{pipeline_webhook_event}")
def info_event(call: Call, pipeline: Pipeline, pipeline_webhook_event: WebhookEvent) -> WebhookEvent:
    """One of the events."""
    return pipeline_webhook_event


@operation("GET", "/pipelines/{pipeline}/webhook-deliveries/{pipeline_webhook_delivery}")
def info_delivery(call: Call, pipeline: Pipeline, pipeline_webhook_delivery: WebhookDelivery) -> WebhookDelivery:
    """One of the deliveries."""
    return pipeline_webhook_delivery
