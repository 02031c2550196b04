# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.release import (
    Release,
    before_the_last_code,
    code_of,
    in_force,
)

A, B, C = (f"{letter}1234567-89ab-cdef-0123-456789abcdef" for letter in "abc")


def release(version: int, slug: str | None, status: str = "succeeded", **others: Any) -> dict[str, Any]:
    return {
        **Release.blank,
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


def resource(releases: list[dict[str, Any]], **options: Any) -> Release:
    defaults = dict.fromkeys(("slug", "oci_image", "rollback", "description"))
    wanted = Release(None, {**defaults, "app": "example", "wait": True, **options})
    wanted.check()
    wanted.releases = releases
    return wanted


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


@pytest.mark.parametrize("releases", [[], history(None, None), history(None, A), history((A, "failed"), B)])
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
    plan = resource(releases, **options).plan(in_force(releases))
    assert [step.fields for step in plan.steps] == ([body] if body else [])
    assert (plan.before != plan.after) is bool(body)
    assert plan.predicted["status"] == "succeeded"
    assert plan.predicted["current"] is bool(body) or plan.predicted["id"] is not None


@pytest.mark.parametrize(
    ("rollback", "why"),
    [("v1", "it has no code"), ("v3", "it is failed"), ("v9", "has no release v9")],
)
def test_where_one_cannot_go_back_to(rollback: str, why: str) -> None:
    releases = history(None, A, (B, "failed"))
    with pytest.raises(InvalidInput, match=why):
        resource(releases, rollback=rollback).plan(in_force(releases))


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
        resource([], **options)
