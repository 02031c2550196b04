# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.build import (
    Build,
    check_address,
    for_request,
    spell_checksum,
)

DIGEST = "0123456789abcdef" * 4
CHECKSUM = f"SHA256:{DIGEST}"
OTHER = "SHA256:" + "f" * 64
URL = "https://example.com/source.tar.gz?signature=secret"


def build(status: str = "succeeded", checksum: str | None = CHECKSUM, **others: Any) -> dict[str, Any]:
    blob = {"checksum": checksum, "url": URL, "version": "v1", "version_description": None}
    release = {"id": "release-id"} if status == "succeeded" else None
    return {
        **Build.blank,
        "id": "build-id",
        "status": status,
        "source_blob": blob,
        "release": release,
        "output_stream_url": "https://example.com/log",
        **others,
    }


def resource(**options: Any) -> Build:
    defaults = dict.fromkeys(("path", "url", "checksum", "version", "buildpacks"))
    return Build(None, {**defaults, "app": "example", "force": False, "wait": True, **options})


def with_checksum(checksum: str = CHECKSUM, **options: Any) -> Build:
    wanted = resource(url=URL, checksum=checksum, **options)
    wanted.check()
    return wanted


@pytest.mark.parametrize("spelling", [CHECKSUM, DIGEST, f"sha256:{DIGEST}", CHECKSUM.upper(), DIGEST.upper()])
def test_spellings_of_a_checksum(spelling: str) -> None:
    assert spell_checksum(spelling) == CHECKSUM


@pytest.mark.parametrize("text", ["", "SHA256:", DIGEST[1:], f"{DIGEST}0", f"MD5:{DIGEST}", f"{CHECKSUM}\n", "x" * 64])
def test_what_is_no_checksum(text: str) -> None:
    with pytest.raises(InvalidInput):
        spell_checksum(text)


@pytest.mark.parametrize(
    "address",
    [
        URL,
        "https://user:token@example.com/a.tgz",
        "http://127.0.0.1:8000/a.tgz",
        "http://localhost/a",
        "http://[::1]/a",
    ],
)
def test_addresses_that_heroku_may_fetch(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address", ["http://example.com/hidden", "https:///hidden", "ftp://example.com/hidden", "hidden", "https://[hidden"]
)
def test_a_bad_address_is_not_repeated(address: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        check_address(address)
    assert "hidden" not in str(raised.value)


def test_buildpacks_in_a_request() -> None:
    assert for_request("heroku/ruby") == {"name": "heroku/ruby"}
    assert for_request("urn:buildpack:heroku/ruby") == {"url": "urn:buildpack:heroku/ruby"}
    assert for_request("https://example.com/a.git") == {"url": "https://example.com/a.git"}


@pytest.mark.parametrize(
    ("options", "same"),
    [
        ({"checksum": CHECKSUM}, True),
        ({"checksum": CHECKSUM, "version": "v2"}, True),
        ({"checksum": OTHER, "version": "v1"}, False),
        ({"version": "v1", "url": "https://example.com/other"}, True),
        ({"version": "v2"}, False),
        ({}, True),
        ({"url": "https://example.com/other"}, False),
        ({"buildpacks": ["urn:buildpack:heroku/ruby"]}, True),
        ({"buildpacks": ["heroku/ruby", "heroku/python"]}, False),
        ({"buildpacks": ["heroku/python"]}, False),
        ({"buildpacks": []}, True),
    ],
)
def test_what_tells_one_source_from_another(options: dict[str, Any], same: bool) -> None:
    wanted = resource(**{"url": URL, **options})
    wanted.check()
    assert wanted.same_source(build(buildpacks=[{"name": "heroku/ruby", "url": "urn:buildpack:heroku/ruby"}])) is same


def test_a_build_that_tells_no_buildpacks_is_of_others() -> None:
    wanted = resource(url=URL, buildpacks=["heroku/ruby"])
    assert not wanted.same_source(build(buildpacks=None))


@pytest.mark.parametrize(
    ("current", "options", "release_status", "builds"),
    [
        (None, {}, None, True),
        (build(), {}, "succeeded", False),
        (build(), {}, "pending", False),
        (build(), {}, "expired", False),
        (build(), {}, None, False),
        (build(), {}, "failed", True),
        (build(), {"force": True}, "succeeded", True),
        (build("pending"), {}, None, False),
        (build("pending"), {"force": True}, None, False),
        (build(checksum=OTHER), {}, None, True),
        (build("pending", checksum=OTHER), {}, None, True),
        (build(checksum=None), {}, None, True),
    ],
)
def test_when_it_is_built(
    current: dict[str, Any] | None, options: dict[str, Any], release_status: str | None, builds: bool
) -> None:
    wanted = with_checksum(**options)
    wanted.release = {"status": release_status} if release_status else None
    plan = wanted.plan(current)
    assert [step.action for step in plan.steps] == (["create"] if builds else [])
    assert (plan.before != plan.after) is builds


@pytest.mark.parametrize(("wait", "status"), [(True, "succeeded"), (False, "pending")])
@pytest.mark.parametrize("current", [None, build("pending")])
def test_the_prediction(wait: bool, status: str, current: dict[str, Any] | None) -> None:
    plan = with_checksum(version="v1", wait=wait).plan(current)
    assert plan.predicted["status"] == status
    assert plan.predicted["release"] is None
    assert plan.predicted["source_blob"]["checksum"] == CHECKSUM
    assert plan.predicted["id"] == (current or {"id": None})["id"]


def test_what_stands_is_predicted_as_it_is() -> None:
    assert with_checksum().plan(build()).predicted == build()


def test_no_address_is_in_a_result_or_a_diff() -> None:
    wanted = with_checksum()
    shown = wanted.result(build(buildpacks=[{"name": "git", "url": "https://git:password@git.example/private.git"}]))
    assert shown["build"]["buildpacks"] == [{"name": "git", "url": "https://********@git.example/private.git"}]
    assert shown["build"]["source_blob"]["url"] is None
    assert "output_stream_url" not in shown["build"]
    plan = wanted.plan(build(checksum=OTHER))
    assert "example.com" not in repr((plan.before, plan.after, shown))


def test_what_is_under_way_is_cancelled_and_nothing_else() -> None:
    wanted = resource(state="cancelled")
    over, one, two = build(id="over"), build("pending", id="one"), build("pending", id="two")
    plan = wanted.plan([two, over, one])
    assert [step.action for step in plan.steps] == ["cancel"]
    assert (plan.before, plan.after) == ({"pending": ["two", "one"]}, {"pending": []})
    assert [item["status"] for item in plan.predicted] == ["failed", "succeeded", "failed"]
    assert not wanted.plan([over]).changes


def test_what_is_not_waited_for_may_be_pending_still() -> None:
    plan = resource(state="cancelled", wait=False).plan([build("pending")])
    assert [item["status"] for item in plan.predicted] == ["pending"]
