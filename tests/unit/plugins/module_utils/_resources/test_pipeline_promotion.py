# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Need, View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Shadow
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS, RELEASES
from ansible_collections.community.heroku.plugins.module_utils._resources.in_pipeline import COUPLING, COUPLINGS
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_promotion import (
    LATEST,
    SLUGS,
    PipelinePromotion,
    Target,
    code_of,
    progress,
)
from planning import desired, plan, verbs

APP = {"id": "1", "name": "shop"}


def release(slug: str | None, status: str = "succeeded", **more: Any) -> dict[str, Any]:
    return {"slug": slug and {"id": slug}, "status": status, **more}


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (None, None),
        (release(None), None),
        (release("a"), "a"),
        (release("a", artifacts=[{"type": "slug", "id": "a"}]), "a"),
        (release(None, artifacts=[{"type": "oci-image", "id": "c"}, {"type": "oci-image", "id": "b"}]), "b c"),
        (release(None, artifacts=[]), None),
    ],
)
def test_what_a_release_runs(one: dict[str, Any] | None, code: str | None) -> None:
    assert code_of(one) == code


@pytest.mark.parametrize(
    ("current", "newest", "runs"),
    [
        (release("a"), release("a"), True),
        (release("b"), release("b"), False),
        (None, None, False),
        (release("b"), release("a", "pending"), True),
        (release("a"), release("b", "pending"), False),
        (release("b"), release("a", "failed"), False),
        (release("a"), release("b", "failed"), True),
        (release("a"), None, True),
    ],
)
def test_what_a_target_runs_or_will(current: Any, newest: Any, runs: bool) -> None:
    assert Target(APP, current, newest).runs("a") is runs


def test_progress() -> None:
    targets = [{"app": APP, "status": "pending"}, {"app": {"name": "eu"}, "status": "failed"}]
    assert progress({"targets": targets}) == "shop pending, eu failed"


LINE = "01234567-89ab-cdef-0123-456789abcdef"
SHOP, EU, STAGE = ({"id": f"id-{name}", "name": name} for name in ("shop", "eu", "stage"))
CEDAR = {"stack": {"name": "heroku-24"}}


def made(app: dict[str, Any], version: int, slug: str | None, **more: Any) -> dict[str, Any]:
    number = f"{app['name']}-{version}"
    one = {"id": number, "app": app, "version": version, "current": True, **release(slug), **more}
    return RELEASES.normal(one)


def coupled(app: dict[str, Any], stage: str) -> dict[str, Any]:
    return {"id": f"c-{app['name']}", "app": {"id": app["id"]}, "pipeline": {"id": LINE, "name": None}, "stage": stage}


def facts(*latest: dict[str, Any], **more: Any) -> dict[Need, Any]:
    slugs = {(item["slug"]["id"], item["app"]["id"]) for item in latest if item["slug"]}
    return {
        COUPLING.of("stage"): coupled(STAGE, "staging"),
        COUPLINGS.of(LINE): [coupled(STAGE, "staging"), coupled(SHOP, "production"), coupled(EU, "production")],
        LATEST.of(LINE): list(latest),
        **{SLUGS.named(slug, app): {**CEDAR, "commit": f"{slug * 7}0", **more} for slug, app in slugs},
    }


SOURCE = made(STAGE, 9, "a")
WORLD = facts(SOURCE, made(SHOP, 3, "a"), made(EU, 4, "b"))


def test_only_what_runs_something_else_is_promoted() -> None:
    planned = plan(PipelinePromotion, WORLD, app="stage", stage="production")
    assert verbs(planned) == [
        (
            "create",
            {
                "pipeline": {"id": LINE},
                "source": {"app": {"id": "id-stage"}, "release": {"id": "stage-9"}},
                "targets": [{"app": {"id": "id-eu"}}],
            },
        )
    ]
    assert planned.before == {"eu": "v4 (bbbbbbb)", "shop": "v3 (aaaaaaa)"}
    assert planned.after == {"eu": "v9 of stage (aaaaaaa)", "shop": "v3 (aaaaaaa)"}
    assert [(item["app"]["name"], item["promoted"]) for item in planned.record["targets"]] == [
        ("eu", True),
        ("shop", False),
    ]
    assert "output" in planned.unknown
    assert "targets[0].release" in planned.unknown
    assert "targets[1].release" not in planned.unknown


def test_what_runs_everywhere_is_promoted_nowhere() -> None:
    planned = plan(PipelinePromotion, WORLD, app="stage", targets=["shop"])
    assert not planned.actions
    assert not planned.waits
    assert planned.unknown == []
    assert not any(need.kind is SLUGS for need in planned.seen)


def test_a_release_phase_that_is_under_way_is_waited_for() -> None:
    world = facts(SOURCE, made(SHOP, 4, "a", status="pending", current=False), made(EU, 4, "a"))
    world[RELEASES.newest(100, "id-shop")] = [made(SHOP, 4, "a", status="pending", current=False), made(SHOP, 3, "b")]
    planned = plan(PipelinePromotion, world, app="stage", stage="production")
    assert not planned.actions
    assert [wait.name for wait in planned.waits] == ["targets"]
    assert [item["status"] for item in planned.current["targets"]] == ["succeeded", "pending"]
    assert not plan(PipelinePromotion, world, app="stage", stage="production", wait=False).waits


def test_what_tells_that_a_promotion_took_effect() -> None:
    want = desired(PipelinePromotion, app="stage", stage="production")
    before = facts(SOURCE, made(SHOP, 3, "b"), made(EU, 4, "b"))
    first = PipelinePromotion.plan(want, View(before))
    action = first.actions[0]
    assert PipelinePromotion.is_left(want, action, first)
    half = PipelinePromotion.plan(want, View(facts(SOURCE, made(SHOP, 4, "a"), made(EU, 4, "b"))))
    assert not PipelinePromotion.is_left(want, action, half)
    adopted = PipelinePromotion.adopted(want, action, half)
    assert [(item["promoted"], item["status"]) for item in adopted["targets"]] == [
        (True, "pending"),
        (True, "succeeded"),
    ]
    assert PipelinePromotion.outcome(want, first, {action.id: adopted}) == adopted
    assert PipelinePromotion.judge(want, Wait("targets", "it"), adopted).status is Status.PENDING


def test_a_later_task_of_a_check_sees_the_new_releases(tmp_path: Any) -> None:
    want = desired(PipelinePromotion, app="stage", stage="production")
    shadow = Shadow(str(tmp_path), "account")
    shadow.record(PipelinePromotion.plan(want, View(WORLD)).changes, ())
    assert not PipelinePromotion.plan(want, shadow.over(View(WORLD))).actions


def test_containers_are_not_promoted() -> None:
    world = facts(SOURCE, made(SHOP, 3, "b"), made(EU, 4, "a"), stack={"name": "container"})
    with pytest.raises(InvalidInput, match="stage has the stack container"):
        plan(PipelinePromotion, world, app="stage", stage="production")


@pytest.mark.parametrize(
    ("statuses", "status", "text"),
    [
        (["succeeded", "succeeded"], Status.READY, ""),
        (["failed", "pending"], Status.PENDING, "shop failed, eu pending"),
        (["failed", "succeeded"], Status.FAILED, "1 of 2 targets failed. shop: It broke. They go on running what"),
    ],
)
def test_when_the_waiting_is_over(statuses: list[str], status: Status, text: str) -> None:
    targets = [
        {"app": app, "status": one, "error_message": "It broke." if one == "failed" else None}
        for app, one in zip((SHOP, EU), statuses)
    ]
    record = {"targets": targets, "output": []}
    verdict = PipelinePromotion.judge(desired(PipelinePromotion, app="stage"), Wait("targets", "it"), record)
    assert verdict.status is status
    assert text in verdict.text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"app": "stage", "targets": ["stage"]}, "cannot be promoted to itself"),
        ({"app": "stage", "stage": "test"}, "no other app in the stage test"),
        ({"app": "alone", "stage": "test"}, "alone is in no pipeline"),
        ({"app": "stage", "targets": ["other"]}, "other is not in the pipeline of stage. In it are eu, shop, stage"),
    ],
)
def test_what_cannot_be(options: dict[str, Any], message: str) -> None:
    other = {APPS.named("other"): {"id": "id-other", "name": "other"}, COUPLING.of("alone"): None}
    with pytest.raises(InvalidInput, match=message):
        plan(PipelinePromotion, {**WORLD, **other}, **options)
