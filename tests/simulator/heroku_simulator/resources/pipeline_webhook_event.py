# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the webhooks of a pipeline were told, which the official command asks for (cli-requests.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..operation import operation
from .app_webhook import WebhookDelivery, WebhookEvent, deliveries, events
from .pipeline import Pipeline

if TYPE_CHECKING:
    from ..application import Call


@operation("GET", "/pipelines/{pipeline}/webhook-events", ranges=("id",))
def list_events(call: Call, pipeline: Pipeline) -> list[WebhookEvent]:
    """What happened to the apps of a pipeline that a webhook of it wants to know."""
    return events.where("pipeline_id", pipeline.id)


@operation("GET", "/pipelines/{pipeline}/webhook-deliveries", ranges=("id", "seq"))
def list_deliveries(call: Call, pipeline: Pipeline) -> list[WebhookDelivery]:
    """What was told to the webhooks of a pipeline."""
    return deliveries.where("pipeline_id", pipeline.id)
