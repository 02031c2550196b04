# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._resources.sources import pack
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resource import Talk
from ansible_collections.community.heroku.plugins.module_utils.resources.app_setup import (
    AppSetup,
    missing_values,
    read_manifest,
)

BUILDS = b'[{"id": "b", "status": "pending", "release": null, "output_stream_url": null}]'
PARAMS = {"app": {"name": "example"}, "overrides": None, "wait": True, "wait_timeout": 60}


@pytest.mark.parametrize(
    ("entry", "missing"),
    [
        ("a value", False),
        ({"value": "a value"}, False),
        ({"value": ""}, False),
        ({"value": None}, True),
        ({}, True),
        ({"description": "x"}, True),
        ({"required": True}, True),
        ({"required": False}, False),
        ({"generator": "secret"}, False),
    ],
)
def test_what_a_manifest_requires(entry: Any, missing: bool) -> None:
    assert missing_values({"env": {"KEY": entry}}, ()) == ["KEY"] * missing
    assert missing_values({"env": {"KEY": entry}}, {"KEY": "x"}) == []


@pytest.mark.parametrize("manifest", [{}, {"env": None}, {"env": ["KEY"]}])
def test_a_manifest_without_config_vars(manifest: dict[str, Any]) -> None:
    assert missing_values(manifest, ()) == []


def test_the_manifest_of_a_directory(tmp_path: Path) -> None:
    (tmp_path / "app.json").write_text('{"name": "x"}')
    with pack({"path": str(tmp_path)}) as source:
        assert read_manifest(source, "there") == {"name": "x"}


@pytest.mark.parametrize(
    ("text", "message"), [(None, "no app.json at the top of there"), ("{", "not valid JSON"), ("[1]", "not an object")]
)
def test_a_source_without_a_manifest(tmp_path: Path, text: str | None, message: str) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "app.json").write_text("{}")
    if text is not None:
        (tmp_path / "app.json").write_text(text)
    with pack({"path": str(tmp_path)}) as source, pytest.raises(InvalidInput, match=message):
        read_manifest(source, "there")


@pytest.mark.parametrize("build", [None, {"id": "1"}])
def test_a_failure_says_all_that_is_known(build: Any) -> None:
    setup = {
        "status": "failed",
        "failure_message": "invalid app.json",
        "manifest_errors": ['config var "A" is required', "no such plan."],
        "postdeploy": None,
        "build": build,
    }
    resource = AppSetup(None, PARAMS)
    resource.output.append("a line")
    with pytest.raises(Failure) as raised:
        resource.judge(setup)
    text = str(raised.value)
    assert 'failed: invalid app.json; config var "A" is required; no such plan. Delete the app' in text
    assert text.endswith("a line") is (build is not None)


def test_what_was_lost_is_waited_for(loopback: Any, connect: Any, pauses: list[float]) -> None:
    """The app is there, the set-up's ID is not, and its build comes a moment later."""
    server = loopback(
        {"body": b"[]"},
        {"body": BUILDS},
        {"body": b'{"id": "b", "status": "succeeded", "release": {"id": "r"}, "output_stream_url": null}'},
        {"body": b'{"id": "r", "status": "succeeded", "output_stream_url": null}'},
    )
    resource = AppSetup(connect(server), PARAMS)
    resource.lost = True
    resource.follow_earlier({"id": "a", "name": "example", "slug_size": None})
    assert [seen.path for seen in server.seen] == [
        "/apps/a/builds",
        "/apps/a/builds",
        "/apps/a/builds/b",
        "/apps/a/releases/r",
    ]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([{"body": b"[]"}], "nothing was built for it"),
        ([{"body": BUILDS}, {"status": 404, "body": b'{"id": "not_found", "message": "x"}'}], "The build of example"),
        ([{"body": BUILDS}, {"status": 403, "body": b'{"id": "forbidden", "message": "No."}'}], "No. "),
        (
            [
                {"body": BUILDS},
                {"body": b'{"id": "b", "status": "succeeded", "release": {"id": "r"}}'},
                {"body": b'{"id": "r", "status": "pending", "output_stream_url": null}'},
                {"body": b'{"id": "r", "status": "failed"}'},
            ],
            "The release phase of example failed. Delete the app",
        ),
    ],
)
def test_an_earlier_set_up_that_failed(
    loopback: Any, connect: Any, pauses: list[float], answers: list[dict[str, Any]], message: str
) -> None:
    resource = AppSetup(connect(loopback(*answers)), PARAMS)
    with pytest.raises(Failure) as raised:
        resource.follow_earlier({"id": "a", "name": "example", "slug_size": None})
    assert message in str(raised.value)


def test_buildpacks_with_credentials_are_hidden() -> None:
    class Heard(Talk):
        def __init__(self) -> None:
            self.heard: list[Any] = []

        def hide(self, values: Any) -> None:
            self.heard += values

        def hide_option(self, name: str) -> None:
            self.heard.append(name)

    talk = Heard()
    overrides = {"env": None, "buildpacks": ["heroku/python", "https://user:s3cret@example.com/pack.git"]}
    source = {"url": "https://example.com/x.tgz", "checksum": "0" * 64}
    resource = AppSetup(None, {**PARAMS, **source, "overrides": overrides}, talk)
    resource.check()
    assert "overrides" in talk.heard
    assert any("s3cret" in value for value in talk.heard)
    assert resource.checksum == f"SHA256:{'0' * 64}"
