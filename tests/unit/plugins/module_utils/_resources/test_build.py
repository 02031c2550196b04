# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, Plan, Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Ref, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.build import BUILDS, Build, for_request
from ansible_collections.community.heroku.plugins.module_utils._resources.common import RELEASES
from ansible_collections.community.heroku.plugins.module_utils._resources.sources import (
    check_address,
    spell_checksum,
)
from planning import desired

DIGEST = "0123456789abcdef" * 4
CHECKSUM = f"SHA256:{DIGEST}"
OTHER = "SHA256:" + "f" * 64
URL = "https://example.com/source.tar.gz?signature=secret"


def build(status: str = "succeeded", checksum: str | None = CHECKSUM, **others: Any) -> dict[str, Any]:
    blob = {"checksum": checksum, "url": URL, "version": "v1", "version_description": None}
    release = {"id": "release-id"} if status == "succeeded" else None
    return {
        **BUILDS.shape,
        "id": "build-id",
        "status": status,
        "source_blob": blob,
        "release": release,
        "output_stream_url": "https://example.com/log",
        **others,
    }


def wanted(**options: Any) -> Desired:
    want = desired(Build, app="example", **options)
    Build.check(want)
    with contextlib.ExitStack() as stack:
        return Build.prepare(want, stack)


def planned(builds: list[dict[str, Any]], phase: str | None = None, **options: Any) -> Plan:
    """The plan by these builds, the newest first; ``phase`` is the status of the release of the first."""
    release = {**RELEASES.shape, "id": "release-id", "version": 1, "status": phase} if phase else None
    facts = {BUILDS.newest(50, "example"): builds, RELEASES.named("release-id", "example"): release}
    return Build.plan(wanted(**{"url": URL, "checksum": CHECKSUM, **options}), View(facts))


@pytest.mark.parametrize(
    ("newest", "found"),
    [
        ({}, True),
        ({"slug": {"id": "another-slug"}}, False),
        ({"created_at": "2026-11-27T09:59:59Z"}, False),
    ],
)
def test_the_release_of_a_build_that_does_not_tell_it(newest: dict[str, Any], found: bool) -> None:
    """Its failed release phase is not overlooked: recorded.md E."""
    release = {**RELEASES.shape, "id": "r", "version": 3, "status": "failed", "created_at": "2026-11-27T10:00:02Z"}
    told = {"slug": {"id": "slug-id"}, "created_at": "2026-11-27T10:00:00Z", "release": None}
    facts = {
        BUILDS.newest(50, "example"): [build(**told)],
        RELEASES.newest(1, "example", by="version"): [{**release, **newest}],
    }
    plan = Build.plan(wanted(url=URL, checksum=CHECKSUM), View(facts))
    assert bool(plan.actions) is found


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
    there = build(buildpacks=[{"name": "heroku/ruby", "url": "urn:buildpack:heroku/ruby"}])
    assert Build.same_source(wanted(**{"url": URL, **options}), there) is same


@pytest.mark.parametrize(
    ("status", "buildpacks", "same"),
    [("pending", None, False), ("succeeded", None, True), ("succeeded", UNKNOWN, False)],
)
def test_a_build_that_tells_no_buildpacks_is_of_others_unless_heroku_never_tells(
    status: str, buildpacks: Any, same: bool
) -> None:
    there = build(status, buildpacks=buildpacks)
    assert Build.same_source(wanted(url=URL, buildpacks=["heroku/ruby"]), there) is same


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
        (build("failed"), {}, None, True),
        (build(checksum=OTHER), {}, None, True),
        (build("pending", checksum=OTHER), {}, None, True),
        (build(checksum=None), {}, None, True),
    ],
)
def test_when_it_is_built(
    current: dict[str, Any] | None, options: dict[str, Any], release_status: str | None, builds: bool
) -> None:
    plan = planned([current] if current else [], release_status, **options)
    assert [action.verb for action in plan.actions] == (["create"] if builds else [])
    assert (plan.before != plan.after) is builds


@pytest.mark.parametrize(("wait", "status"), [(True, "succeeded"), (False, "pending")])
@pytest.mark.parametrize("current", [None, build("pending")])
def test_the_prediction(wait: bool, status: str, current: dict[str, Any] | None) -> None:
    plan = planned([current] if current else [], version="v1", wait=wait)
    predicted = plan.record["build"]
    assert predicted["status"] == status
    assert predicted["release"] is (UNKNOWN if wait or not current else None)
    assert predicted["source_blob"]["checksum"] == CHECKSUM
    assert predicted["id"] == (current or {"id": UNKNOWN})["id"]
    assert Build.result(wanted(url=URL), plan.record)["output"] is (UNKNOWN if wait else None)
    assert [wait.name for wait in plan.waits] == (["build", "release phase"] if wait else [])


def test_what_stands_is_predicted_as_it_is() -> None:
    plan = planned([build()])
    assert plan.record["build"] == build()
    assert not plan.waits


def test_a_release_phase_that_goes_on_is_waited_for() -> None:
    plan = planned([build()], "pending")
    assert [wait.name for wait in plan.waits] == ["release phase"]
    assert Build.result(wanted(url=URL), plan.record)["output"] is UNKNOWN


def test_no_address_is_in_a_result_or_a_diff() -> None:
    record = build(buildpacks=[{"name": "git", "url": "https://git:password@git.example/private.git"}])
    shown = Build.result(wanted(url=URL), {"build": record, "phase": None})
    assert shown["build"]["buildpacks"] == [{"name": "git", "url": "https://********@git.example/private.git"}]
    assert shown["build"]["source_blob"]["url"] is None
    assert "output_stream_url" not in shown["build"]
    plan = planned([build(checksum=OTHER)])
    assert "example.com" not in repr((plan.before, plan.after, shown, plan.changes))


def test_a_source_is_brought_to_heroku_in_three_writes(tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("web: run\n")
    with contextlib.ExitStack() as stack:
        want = Build.prepare(desired(Build, app="example", path=str(tmp_path), version="v1"), stack)
        reserve, upload, create = Build.plan(want, View({BUILDS.newest(50, "example"): []})).actions
        with upload.request.upload() as opened:
            assert opened.read(2) == b"\x1f\x8b"
    assert [action.verb for action in (reserve, upload, create)] == ["reserve", "upload", "create"]
    assert upload.request.values == (Ref(reserve.id, ("source_blob", "put_url")),)
    url = Ref(reserve.id, ("source_blob", "get_url"))
    assert create.request.body == {"source_blob": {"url": url, "checksum": want["checksum"], "version": "v1"}}
    assert (upload.after, create.after) == ((reserve.id,), (upload.id,))
    answer = {"source_blob": {"get_url": "https://a.example/get", "put_url": "https://a.example/put"}}
    assert list(Build.secrets_in(want, reserve, answer)) == ["https://a.example/get", "https://a.example/put"]


def test_the_address_of_a_source_is_a_secret() -> None:
    (create,) = planned([], buildpacks=["heroku/ruby"]).actions
    assert isinstance(create.request.body["source_blob"]["url"], Secret)
    assert create.request.body["buildpacks"] == [{"name": "heroku/ruby"}]


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("status", ["pending", "succeeded", "failed"])
def test_a_build_whose_answer_was_lost_is_found_by_its_source(status: str, force: bool) -> None:
    want, before = wanted(url=URL, checksum=CHECKSUM), [build("failed"), build(checksum=OTHER, id="other")]
    (action,) = planned(before, force=force).actions
    assert Build.is_left(want, action, planned(before, force=force))
    assert Build.is_left(want, action, planned([build(checksum=OTHER, id="strange"), *before], force=force))
    observed = planned([build(status, id="new"), *before], "succeeded", force=force)
    assert not Build.is_left(want, action, observed)
    assert Build.adopted(want, action, observed)["id"] == "new"


@pytest.mark.parametrize(
    ("status", "verdict"), [("pending", Status.PENDING), ("succeeded", Status.READY), ("failed", Status.FAILED)]
)
def test_what_a_build_came_to(status: str, verdict: Status) -> None:
    record = {"build": {**build(status), "output": ["a line"]}, "phase": None}
    found = Build.judge(wanted(url=URL), Wait("build", "it"), record)
    assert found.status is verdict
    assert found.text.endswith("a line") is (status == "failed")
    assert Build.judge(wanted(url=URL), Wait("release phase", "it"), record).status is Status.READY


def test_what_is_under_way_is_cancelled_and_nothing_else() -> None:
    over, one, two = build(id="over"), build("pending", id="one"), build("pending", id="two")
    plan = planned([two, over, one], state="cancelled", url=None)
    assert [action.request.values for action in plan.actions] == [("example", "two"), ("example", "one")]
    assert {action.request.method for action in plan.actions} == {"DELETE"}
    assert (plan.before, plan.after) == ({"pending": ["two", "one"]}, {"pending": []})
    assert [item["status"] for item in plan.record["builds"]] == ["failed", "failed"]
    assert [wait.about for wait in plan.waits] == [("two",), ("one",)]
    assert not planned([over], state="cancelled", url=None).actions


def test_one_build_is_cancelled_unless_it_is_over() -> None:
    for status, verbs in (("pending", ["cancel"]), ("succeeded", [])):
        want = wanted(state="cancelled", build="one")
        plan = Build.plan(want, View({BUILDS.named("one", "example"): build(status, id="one")}))
        assert [action.verb for action in plan.actions] == verbs
        assert [item["id"] for item in plan.record["builds"]] == ["one"]
    with pytest.raises(HerokuError, match="heroku_build_info lists those"):
        Build.plan(want, View({BUILDS.named("one", "example"): None}))


def test_what_is_not_waited_for_may_be_pending_still() -> None:
    plan = planned([build("pending")], state="cancelled", url=None, wait=False)
    assert [item["status"] for item in plan.record["builds"]] == ["pending"]
    assert not plan.waits
