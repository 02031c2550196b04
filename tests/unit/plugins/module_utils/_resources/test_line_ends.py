# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line end after a value, as YAML's block texts and files have it, is no part of a name, and is not sent."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._resources.addon import Addon
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_attachment import AddonAttachment
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.buildpacks import Buildpacks
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline import Pipeline
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_config import PipelineConfig
from ansible_collections.community.heroku.plugins.module_utils._resources.release import Release
from ansible_collections.community.heroku.plugins.module_utils._resources.review_app_config import ReviewAppConfig
from ansible_collections.community.heroku.plugins.module_utils._resources.space import Space
from ansible_collections.community.heroku.plugins.module_utils._resources.space_peering import Peering
from ansible_collections.community.heroku.plugins.module_utils._resources.telemetry_drain import TelemetryDrain
from ansible_collections.community.heroku.plugins.module_utils._resources.webhook import Webhook
from planning import desired

ID = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (Addon, {"name": "example-db"}),
        (Addon, {"as": "DATABASE"}),
        (AddonAttachment, {"addon": "example-db", "name": "DATABASE"}),
        (App, {"name": "example"}),
        (App, {"name": ID}),
        (App, {"new_name": "example"}),
        (Buildpacks, {"buildpacks": ["heroku/python"]}),
        (Config, {"config": {"KEY": "value"}}),
        (Pipeline, {"id": ID}),
        (Pipeline, {"name": "example"}),
        (Pipeline, {"new_name": "example"}),
        (PipelineConfig, {"config": {"KEY": "value"}}),
        (Release, {"rollback": "v1"}),
        (ReviewAppConfig, {"repo": "acme/example"}),
        (ReviewAppConfig, {"deploy_target": {"id": "eu", "type": "region"}}),
        (Space, {"name": "example"}),
        (Space, {"new_name": "example"}),
        (Peering, {"pcx_id": "pcx-1"}),
        (TelemetryDrain, {"headers": {"Name": "value"}}),
        (TelemetryDrain, {"id": ID}),
        (Webhook, {"id": ID}),
        (Webhook, {"url": "https://example.com/hook"}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "-".join(value),
)
def test_a_line_end_is_refused_before_any_request(kind: type[Resource], options: dict[str, Any]):
    def check(end: str) -> None:
        given = {name: with_end(value, end) for name, value in options.items()}
        kind.check(desired(kind, **given))

    check("")
    with pytest.raises(InvalidInput, match=r"\\n"):
        check("\n")


def with_end(value: Any, end: str) -> Any:
    """The value with an end after its text; that of a dict is its names, or its C(id)."""
    if isinstance(value, list):
        return [item + end for item in value]
    if isinstance(value, dict):
        return {**value, "id": value["id"] + end} if "id" in value else {name + end: value[name] for name in value}
    return value + end


def test_the_name_of_an_app_that_is_set_up():
    with pytest.raises(InvalidInput, match="is not a valid app name"):
        App.check_name("app.name", "example\n")
