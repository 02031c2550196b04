# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The container registry: where it is, what it is asked with, and what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
import simulated
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._api.registry import (
    digest_of_config,
    image_id,
    registry_beside,
)

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


@pytest.mark.parametrize(
    ("api", "registry"),
    [
        ("https://api.heroku.com", "https://registry.heroku.com"),
        ("https://api.staging.example.com:8443", "https://registry.staging.example.com:8443"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("https://heroku.example.com/api", "https://heroku.example.com/api"),
        ("https://apis.example.com", "https://apis.example.com"),
    ],
)
def test_where_the_registry_of_an_api_is(api: str, registry: str) -> None:
    assert registry_beside(api) == registry


@pytest.fixture
def client(connect: Callable[..., Any], simulator: simulated.Simulator) -> Any:
    made = connect(simulator)
    made.post("/apps", {"name": "shop", "stack": "container"})
    return made


def push(simulator: simulated.Simulator, tag: str) -> str:
    """Push an image without layers as shop/web; returns its id."""
    config = json.dumps({"config": {"Cmd": [tag]}}).encode()
    digest = f"sha256:{hashlib.sha256(config).hexdigest()}"
    address, auth = f"{simulator.url}/v2/shop/web", ("_", simulator.token)
    upload = requests.post(f"{address}/blobs/uploads/", data=config, params={"digest": digest}, auth=auth, timeout=30)
    assert upload.status_code == 201
    manifest = {"schemaVersion": 2, "config": {"digest": digest}, "layers": []}
    answer = requests.put(
        f"{address}/manifests/{tag}", json=manifest, headers={"Content-Type": MANIFEST}, auth=auth, timeout=30
    )
    assert answer.status_code == 201
    return digest


def test_a_tag_is_the_id_of_an_image(client: Any, simulator: simulated.Simulator) -> None:
    digest = push(simulator, "v1")
    sent = client.requests_sent
    assert image_id(client, "", "shop", "web", "v1") == digest
    assert image_id(client, simulator.url, "shop", "web", "v1") == digest
    assert client.requests_sent == sent + 2


def test_an_image_that_is_not_there(client: Any) -> None:
    with pytest.raises(HerokuError) as raised:
        image_id(client, "", "shop", "web", "v1")
    assert (raised.value.status, raised.value.id, raised.value.message) == (404, "MANIFEST_UNKNOWN", "manifest unknown")


def test_an_app_that_is_not_there_is_explained(client: Any) -> None:
    with pytest.raises(HerokuError) as raised:
        image_id(client, "", "shopp", "web", "v1")
    assert "check that shopp exists" in str(raised.value)
    assert raised.value.status == 401


def test_an_answer_that_fails_is_asked_for_again(client: Any, simulator: simulated.Simulator, pauses: Any) -> None:
    digest = push(simulator, "v1")
    simulator.backdoor("POST", "faults", {"fault": "unavailable", "path": "/v2/**", "count": 2})
    assert image_id(client, "", "shop", "web", "v1") == digest


@pytest.mark.parametrize(
    ("manifest", "digest"),
    [
        ({"config": {"digest": "sha256:a"}}, "sha256:a"),
        ({}, None),
        ([], None),
        (None, None),
        ({"config": {}}, None),
        ({"config": "x"}, None),
        ({"config": {"digest": 1}}, None),
        ({"manifests": [{"digest": "sha256:a"}]}, None),
    ],
)
def test_only_a_single_image_has_an_id(manifest: Any, digest: str | None) -> None:
    assert digest_of_config(manifest) == digest
