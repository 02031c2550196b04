# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Webhooks of pipelines: the official command asks for them (cli-requests.md), no schema has them.

They are like those of apps, and told of what happens to the apps of the pipeline [I]: ``pipeline_webhook_event.py`` has
the events and deliveries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import Reply, View, operation, resolver, writer
from ..store import Table
from ..webhook import SECRETS, Webhook, check_webhook, subscribe, webhook_params, written
from .pipeline import Pipeline, pipelines

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class PipelineWebhook(Webhook):
    """A subscription to what happens to a pipeline."""

    pipeline_id: str


pipeline_webhooks = Table(
    "pipeline_webhooks",
    PipelineWebhook,
    parents={"pipeline_id": pipelines},
    secrets=SECRETS,
)


@resolver("pipeline_webhook")
def resolve_pipeline_webhook(call: Call, identity: str) -> PipelineWebhook:
    """By id, within the pipeline of the path."""
    webhook = pipeline_webhooks.get(identity)
    if webhook is None or webhook.pipeline_id != call.found["pipeline"].id:
        raise errors.not_found("webhook")
    return webhook


@writer(PipelineWebhook)
def write(webhook: PipelineWebhook, view: View) -> dict[str, Any]:
    """Like the resource ``app-webhook``, with the pipeline in place of the app [I]."""
    return {"pipeline": {"id": webhook.pipeline_id, "name": pipelines[webhook.pipeline_id].name}, **written(webhook)}


@operation("GET", "/pipelines/{pipeline}/webhooks", ranges=("id",))
def list_(call: Call, pipeline: Pipeline) -> list[PipelineWebhook]:
    """List of the webhooks of a pipeline."""
    return pipeline_webhooks.where("pipeline_id", pipeline.id)


@operation("GET", "/pipelines/{pipeline}/webhooks/{pipeline_webhook}")
def info(call: Call, pipeline: Pipeline, pipeline_webhook: PipelineWebhook) -> PipelineWebhook:
    """One webhook of a pipeline."""
    return pipeline_webhook


@operation("POST", "/pipelines/{pipeline}/webhooks", params=webhook_params(required=True))
def create(call: Call, pipeline: Pipeline) -> Reply:
    """A new webhook; a secret that was made up is told once, in a header."""
    check_webhook(call.body)
    return subscribe(pipeline_webhooks, PipelineWebhook(pipeline_id=pipeline.id, **call.body), "pipeline")


@operation("PATCH", "/pipelines/{pipeline}/webhooks/{pipeline_webhook}", params=webhook_params(required=False))
def update(call: Call, pipeline: Pipeline, pipeline_webhook: PipelineWebhook) -> PipelineWebhook:
    """Change a webhook."""
    check_webhook(call.body)
    pipeline_webhooks.update(pipeline_webhook, **call.body)
    return pipeline_webhook


@operation("DELETE", "/pipelines/{pipeline}/webhooks/{pipeline_webhook}")
def delete(call: Call, pipeline: Pipeline, pipeline_webhook: PipelineWebhook) -> PipelineWebhook:
    """Remove a webhook."""
    pipeline_webhooks.remove(pipeline_webhook)
    return pipeline_webhook
