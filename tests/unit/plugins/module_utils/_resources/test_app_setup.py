# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, Plan, Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.app_setup import (
    AppSetup,
    missing_values,
    read_manifest,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.common import ACCOUNT, APPS
from ansible_collections.community.heroku.plugins.module_utils._resources.sources import pack
from planning import desired, written

BUILDS = b'[{"id": "b", "status": "pending", "release": null, "output_stream_url": null}]'
APP = {"id": "a", "name": "example", "slug_size": None}
WAIT = Wait("set-up", "the set-up of example", look=True)


def wanted(**options: Any) -> Desired:
    return desired(AppSetup, **{"app": {"name": "example"}, "wait_timeout": 60, **options})


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


@pytest.mark.parametrize("build", [None, {"id": None, "status": None}, {"id": "1"}])
def test_a_failure_says_all_that_is_known(build: Any) -> None:
    setup = {
        "status": "failed",
        "failure_message": "invalid app.json",
        "manifest_errors": ['config var "A" is required', "no such plan."],
        "postdeploy": None,
        "build": build,
    }
    record = {"app": APP, "setup": setup, "build": build and {**build, "output": ["a line"]}}
    verdict = AppSetup.judge(wanted(), WAIT, record)
    text = verdict.text
    assert verdict.status is Status.FAILED
    assert 'failed: invalid app.json; config var "A" is required; no such plan. Delete the app' in text
    assert text.endswith("a line") is (build is not None and build["id"] is not None)


def waited(run: Run, **lost: int) -> Any:
    """The record after a wait for a set-up of which there is only the app."""
    steps = run.wait_steps(Subject(AppSetup, wanted()), WAIT, {"app": APP, "setup": None, **lost})
    return run.drive(steps)


@pytest.mark.parametrize("lost", [{"lost": 6}, {}], ids=["an answer", "a whole task, which was killed"])
def test_what_was_lost_is_waited_for(loopback: Any, connect: Any, pauses: list[float], lost: dict[str, int]) -> None:
    """The app is there, the set-up's ID is not, and its build comes a moment later."""
    server = loopback(
        {"body": b"[]"},
        {"body": BUILDS},
        {"body": b'{"id": "b", "status": "succeeded", "release": {"id": "r"}, "output_stream_url": null}'},
        {"body": b'{"id": "r", "status": "succeeded", "output_stream_url": null}'},
    )
    record = waited(Run.of(connect(server), Reporter()), **lost)
    assert (record["build"]["id"], record["phase"]["id"]) == ("b", "r")
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
    with pytest.raises(Failure) as raised:
        waited(Run.of(connect(loopback(*answers)), Reporter()))
    assert message in str(raised.value)


def test_buildpacks_with_credentials_are_hidden() -> None:
    overrides = {"env": None, "buildpacks": ["heroku/python", "https://user:s3cret@example.com/pack.git"]}
    want = wanted(url="https://example.com/x.tgz", checksum="0" * 64, overrides=overrides)
    AppSetup.check(want)
    assert "overrides" in AppSetup.hidden_options(want)
    assert any("s3cret" in value for value in AppSetup.secrets(want))


def planned(app: Any, **options: Any) -> Plan:
    facts = {APPS.named("example"): app, ACCOUNT.of(): {"id": "1", "verified": True}}
    return AppSetup.plan(wanted(url="https://example.com/x.tgz", **options), View(facts))


def test_a_set_up_is_sent_with_its_secrets_as_such() -> None:
    plan = planned(None, overrides={"env": {"KEY": "v", "ON": 1}, "buildpacks": ["heroku/ruby"]}, version="v1")
    (create,) = plan.actions
    assert create.request.body == {
        "source_blob": {"url": "https://example.com/x.tgz", "version": "v1"},
        "app": {"name": "example"},
        "overrides": {"env": {"KEY": "v", "ON": "1"}, "buildpacks": [{"url": "heroku/ruby"}]},
    }
    assert isinstance(create.request.body["overrides"]["env"]["KEY"], Secret)
    assert "example.com" not in repr((plan.before, plan.after, plan.record, written(plan)))
    result = AppSetup.result(wanted(), plan.record)
    assert result["app_setup"]["status"] == "succeeded"
    assert result["app"] == {"id": UNKNOWN, "name": "example"}
    assert result["output"] is UNKNOWN
    assert [change.kind for change in plan.changes] == ["app"]


@pytest.mark.parametrize(("slug_size", "wait", "waits"), [(None, True, 1), (None, False, 0), (1, True, 0)])
def test_an_app_that_is_there_is_not_set_up_again(slug_size: Any, wait: bool, waits: int) -> None:
    plan = planned({**APP, "slug_size": slug_size}, wait=wait)
    assert not plan.actions
    assert plan.before == plan.after == {"name": "example"}
    assert len(plan.waits) == waits


def test_what_an_answer_that_was_lost_leaves_is_the_app() -> None:
    (create,) = planned(None).actions
    found = AppSetup.adopted(wanted(), create, planned(APP))
    assert AppSetup.outcome(wanted(), planned(None), {create.id: found}) == {"app": APP, "setup": None, "lost": 9}
