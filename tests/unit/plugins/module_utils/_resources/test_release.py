# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Need
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan, Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.attached import ATTACHMENTS
from ansible_collections.community.heroku.plugins.module_utils._resources.common import RELEASES
from ansible_collections.community.heroku.plugins.module_utils._resources.release import (
    CONFIG,
    IMAGES,
    Release,
    before_the_last_code,
    code_of,
    in_force,
    with_images,
)
from planning import desired, plan, verbs

A, B, C = (f"{letter}1234567-89ab-cdef-0123-456789abcdef" for letter in "abc")


def release(version: int, slug: str | None, status: str = "succeeded", **others: Any) -> dict[str, Any]:
    return {
        **RELEASES.shape,
        "artifacts": [{"type": "slug", "id": slug}] if slug else [],
        "eligible_for_rollback": bool(slug) and status == "succeeded",
        "id": f"{version:08d}-89ab-cdef-0123-456789abcdef",
        "slug": {"id": slug} if slug else None,
        "status": status,
        "version": version,
        **others,
    }


def history(*slugs: Any) -> list[dict[str, Any]]:
    """Releases, the newest first, of slugs, the oldest first; one in a pair has a status."""
    pairs = (slug if isinstance(slug, tuple) else (slug, "succeeded") for slug in slugs)
    return [release(version, *pair) for version, pair in enumerate(pairs, 1)][::-1]


def facts(releases: list[dict[str, Any]]) -> dict[Need, Any]:
    """What Heroku answers of an app with these releases, as far as plans ask for it."""
    config = {CONFIG.of("example", item["id"]): {"KEY": "value"} for item in releases}
    return {RELEASES.newest(count, "example"): releases for count in (50, 1000)} | config


def planned(releases: list[dict[str, Any]], **options: Any) -> Plan:
    Release.check(desired(Release, app="example", **options))
    return plan(Release, {**facts(releases), RELEASES.named("9", "example"): None}, app="example", **options)


def test_what_a_release_runs() -> None:
    assert code_of(None) is None
    assert code_of(release(1, None)) is None
    assert code_of(release(1, A)) == ("slug", A)
    assert code_of(release(1, A, artifacts=[])) == ("slug", A)
    assert code_of(release(1, None, artifacts=[{"type": "oci-image", "id": B}])) == ("oci-image", B)


@pytest.mark.parametrize(
    ("releases", "version"),
    [
        ([], None),
        (history((A, "failed")), None),
        (history(A), 1),
        (history(A, (B, "failed")), 1),
        (history(A, (B, "expired")), 1),
        (history(A, (B, "pending")), 2),
    ],
)
def test_what_is_in_force(releases: list[dict[str, Any]], version: int | None) -> None:
    found = in_force(releases)
    assert (found and found["version"]) == version


@pytest.mark.parametrize(
    ("releases", "version"),
    [
        (history(None, A, B), 2),
        (history(A, A, B, B), 2),  # config vars have changed in between
        (history(A, B, A), None),  # rolled back already
        (history(A, B, A, A), None),  # and config vars have changed since
        (history(A, B, A, C), 3),
        (history(A, B, C, A), None),  # further than one
        (history(A, (B, "failed")), None),  # which never came into force
        (history(A, (B, "pending")), 1),
        (history(A, (B, "failed"), C), 1),  # what failed is no place to go to
        (history(A, B, (A, "failed")), 1),  # a rollback that failed
    ],
)
def test_where_previous_leads(releases: list[dict[str, Any]], version: int | None) -> None:
    found = before_the_last_code(releases)
    assert (found and found["version"]) == version


def of_images(*descriptions: Any) -> list[dict[str, Any]]:
    """Releases of an app that runs pushed images, which tell no code; one in a pair has a status."""
    pairs = (text if isinstance(text, tuple) else (text, "succeeded") for text in descriptions)
    code = ("Initial release", "Enable Logplex")
    return [
        release(
            version, None, status, description=text, eligible_for_rollback=status == "succeeded" and text not in code
        )
        for version, (text, status) in enumerate(pairs, 1)
    ][::-1]


ONE, TWO = "Deployed web (aaaaaaaaaaaa)", "Deployed web, worker (bbbbbbbbbbbb, cccccccccccc)"


@pytest.mark.parametrize(
    ("releases", "codes"),
    [
        (of_images("Initial release", ONE, TWO), [None, "v2", "v3"]),
        (of_images("Initial release", ONE, "Set A config vars", TWO), [None, "v2", "v2", "v4"]),
        (of_images(ONE, TWO, "Rollback to v1", "Set A config vars"), ["v1", "v2", "v1", "v1"]),
        (of_images(ONE, "Rollback to v9"), ["v1", "v9"]),  # which is not in the list
        (of_images(ONE, (TWO, "failed"), "Set A config vars"), ["v1", "v2", "v1"]),
        (of_images(ONE, (TWO, "pending"), ("Set A config vars", "pending")), ["v1", "v2", "v2"]),
        (of_images("Set A config vars", TWO), ["v1", "v2"]),  # the list begins later than the app
    ],
)
def test_what_releases_of_pushed_images_run(releases: list[dict[str, Any]], codes: list[str | None]) -> None:
    """They tell neither a slug nor an artifact, so it is read off their descriptions (recorded.md A 21)."""
    found = [code_of(item) for item in with_images(releases)][::-1]
    assert found == [version and ("images_of", version) for version in codes]
    assert [item for item in releases if "code" in item] == []


def test_what_releases_tell_themselves_counts() -> None:
    assert with_images(history(None, A, (B, "failed"))) == history(None, A, (B, "failed"))
    mixed = [release(2, None, description=ONE, eligible_for_rollback=True), release(1, A)]
    assert [code_of(item) for item in with_images(mixed)] == [("images_of", "v2"), ("slug", A)]


@pytest.mark.parametrize(
    ("releases", "rollback", "sent"),
    [
        (of_images(ONE, TWO), "v1", [1]),
        (of_images(ONE, TWO), "previous", [1]),
        (of_images(ONE, TWO, "Rollback to v1"), "v1", []),
        (of_images(ONE, TWO, "Rollback to v1", "Set A config vars"), "previous", []),
        (of_images(ONE, (TWO, "failed")), "previous", []),
        (of_images(ONE, TWO, "Set A config vars"), "v2", []),
    ],
)
def test_pushed_images_can_be_rolled_back_to(releases: list[dict[str, Any]], rollback: str, sent: list[int]) -> None:
    made = planned(releases, rollback=rollback)
    ids = [release(version, None)["id"] for version in sent]
    assert verbs(made) == [("create", {"release": item}) for item in ids]
    if sent:
        assert (made.before["images_of"], made.after["images_of"]) == ("v2", "v1")
        assert made.record["release"]["artifacts"] == []
    assert "code" not in Release.result(desired(Release), made.record)["release"]


@pytest.mark.parametrize(
    "releases", [[], history(None, None), history(None, A), history((A, "failed"), B), history((A, "failed"))]
)
def test_nothing_to_go_back_to(releases: list[dict[str, Any]]) -> None:
    with pytest.raises(InvalidInput, match="nothing to roll back to"):
        before_the_last_code(releases)


@pytest.mark.parametrize(
    ("releases", "options", "body"),
    [
        ([], {"slug": A}, {"slug": A}),
        (history(A), {"slug": A}, None),
        (history(A), {"slug": B, "description": "new"}, {"slug": B, "description": "new"}),
        (history(A, (B, "pending")), {"slug": B}, None),
        (history(A, (B, "pending")), {"slug": A}, {"slug": A}),
        (history(A, (B, "failed")), {"slug": B}, {"slug": B}),
        (history(A, (B, "failed")), {"slug": A, "description": "other"}, None),
        (history(A), {"oci_image": A}, {"oci_image": A}),
        (history(A, B), {"rollback": "1"}, {"release": release(1, A)["id"]}),
        (history(A, B), {"rollback": "V1"}, {"release": release(1, A)["id"]}),
        (history(A, B), {"rollback": release(1, A)["id"]}, {"release": release(1, A)["id"]}),
        (history(A, B), {"rollback": "previous"}, {"release": release(1, A)["id"]}),
        (history(A, B, A), {"rollback": "v1"}, None),
        (history(A, B, A), {"rollback": "previous"}, None),
        (history(A, (B, "failed")), {"rollback": "1"}, None),
    ],
)
def test_when_it_is_released(
    releases: list[dict[str, Any]], options: dict[str, Any], body: dict[str, Any] | None
) -> None:
    made = planned(releases, **options)
    assert verbs(made) == ([("create", body)] if body else [])
    assert (made.before != made.after) is bool(body)
    predicted = made.record["release"]
    assert predicted["status"] == "succeeded"
    assert predicted["id"] is UNKNOWN or not body
    assert predicted["current"] is True or not made.waits


@pytest.mark.parametrize(
    ("rollback", "why"),
    [("v1", "it has no code"), ("v3", "it is failed"), ("v9", "has no release v9")],
)
def test_where_one_cannot_go_back_to(rollback: str, why: str) -> None:
    releases = history(None, A, (B, "failed"))
    with pytest.raises(InvalidInput, match=why):
        planned(releases, rollback=rollback)


@pytest.mark.parametrize(
    "options",
    [
        {"slug": "v12"},
        {"slug": ""},
        {"oci_image": "latest"},
        {"oci_image": "sha256:abc"},
        {"rollback": "last"},
        {"rollback": "v0"},
        {"rollback": ""},
    ],
)
def test_what_is_no_release(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        planned([], **options)


def test_a_digest_names_an_image() -> None:
    digest = f"sha256:{'0' * 64}"
    image = IMAGES.named(digest, "example")
    made = plan(Release, {**facts([]), image: [{"id": A}]}, app="example", oci_image=digest)
    assert verbs(made) == [("create", {"oci_image": digest})]
    assert made.record["release"]["artifacts"] == [{"type": "oci-image", "id": A}]
    with pytest.raises(InvalidInput, match="no image with the digest"):
        plan(Release, {**facts([]), image: None}, app="example", oci_image=digest)


@pytest.mark.parametrize(("then", "names"), [({"KEY": "value"}, []), ({"KEY": "old", "X_URL": "a"}, ["KEY"])])
def test_the_same_code_is_rolled_back_to_for_other_config_vars(then: dict[str, str], names: list[str]) -> None:
    releases = history(A, A)
    older = {CONFIG.of("example", releases[1]["id"]): then, ATTACHMENTS.of("example"): [{"config_vars": ["X_URL"]}]}
    made = plan(Release, {**facts(releases), **older}, app="example", rollback="v1")
    assert [action.verb for action in made.actions] == ["create"] * bool(names)
    assert made.after.get("changed_config_vars", []) == names


def test_what_is_known_before_a_release_and_what_not() -> None:
    made = planned(history(A), slug=B, description="new", wait=False)
    assert made.record["release"]["slug"] == {"id": B}
    assert made.record["release"]["description"] == "new"
    assert {name for name, value in made.record["release"].items() if value is UNKNOWN} == {
        *("addon_plan_names", "app", "created_at", "id", "updated_at", "user", "version"),
        *("current", "eligible_for_rollback", "status"),
    }
    assert not made.waits
    waited = planned(history(A), slug=B)
    assert Release.result(desired(Release, app="example"), waited.record)["output"] is UNKNOWN
    assert [wait.what for wait in waited.waits] == ["the release phase of example"]
    assert [(change.kind, change.before) for change in waited.changes] == [("release", None), ("formation", None)]


def test_a_release_whose_answer_was_lost_is_found_by_what_it_runs() -> None:
    want = desired(Release, app="example", slug=A)
    (action,) = planned(history(A, B), slug=A).actions
    assert Release.is_left(want, action, planned(history(A, B), slug=A))
    assert Release.is_left(want, action, planned(history(A, B, C), slug=A))
    for status in ("pending", "succeeded", "failed"):
        observed = planned(history(A, B, (A, status)), slug=A)
        assert not Release.is_left(want, action, observed)
        assert Release.adopted(want, action, observed)["version"] == 3


@pytest.mark.parametrize(
    ("status", "verdict"), [("pending", Status.PENDING), ("succeeded", Status.READY), ("failed", Status.FAILED)]
)
def test_what_a_release_phase_came_to(status: str, verdict: Status) -> None:
    found = Release.judge(
        desired(Release, app="example"), Wait("release phase", "it"), {"release": release(1, A, status)}
    )
    assert found.status is verdict
