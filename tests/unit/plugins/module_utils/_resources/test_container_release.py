# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Missing, Need, View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Change, Plan, Status
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Shadow
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import (
    APPS,
    FORMATION,
    RELEASES,
    TYPES_TO_COME,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.container_release import (
    IMAGES_OF,
    PUSHED,
    ContainerRelease,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.formation import Formation
from planning import desired, plan

ID = "01234567-89ab-cdef-0123-456789abcdef"
ONE, TWO, THREE = (f"sha256:{letter * 64}" for letter in "abc")
FORMATION_OF = IMAGES_OF.of("shop")
NEWEST = RELEASES.newest(1, "shop", by="version")
APP = APPS.normal({"id": ID, "name": "shop", "stack": {"name": "container"}, "build_stack": {"name": "container"}})
PENDING = {"id": "1", "version": 7, "status": "pending", "description": f"Deployed web ({TWO[7:19]})"}
SUCCEEDED = {**PENDING, "status": "succeeded"}


def process(name: str, image: str | None = ONE, **others: Any) -> dict[str, Any]:
    entry = {"type": name, "quantity": 1, "size": "Basic", "dyno_size": {"id": ID, "name": "Basic"}, "id": name}
    return {**entry, "command": "run", "updated_at": "2026-11-21T10:00:00Z", "docker_image": {"id": image}, **others}


def released(current: list[dict[str, Any]], facts: dict[Need, Any] | None = None, **options: Any) -> Plan:
    """The plan for an app on the container stack with this formation, whose last release is over."""
    known = {FORMATION_OF: current, APPS.named("shop"): APP, NEWEST: [SUCCEEDED], **(facts or {})}
    return plan(ContainerRelease, known, app="shop", **options)


def updates(**images: str) -> list[dict[str, str]]:
    return [{"type": name, "docker_image": image} for name, image in images.items()]


def sent(made: Plan) -> Any:
    return [action.request.body["updates"] for action in made.actions]


def pushed(process_type: str, tag: str, app: str = "shop", url: str = "") -> Need:
    return PUSHED.of(url, app, process_type, tag)


def test_what_runs_already_costs_one_question() -> None:
    """One GET: nothing but the formation is asked for."""
    made = plan(ContainerRelease, {FORMATION_OF: [process("web")]}, app="shop", updates=updates(web=ONE))
    assert not made.actions
    assert not made.waits
    assert made.before == made.after == {"web": {"docker_image": ONE}}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"web": TWO}, [{"type": "web", "docker_image": TWO}]),
        ({"web": ONE, "worker": TWO}, [{"type": "worker", "docker_image": TWO}]),
        ({"worker": TWO, "web": THREE}, updates(worker=TWO, web=THREE)),
        ({"clock": ONE}, updates(clock=ONE)),
        ({"plain": ONE}, updates(plain=ONE)),
    ],
)
def test_what_differs_goes_into_one_request(wanted: dict[str, str], expected: Any) -> None:
    current = [process("web"), process("worker"), process("plain", None)]
    made = released(current, updates=updates(**wanted))
    assert sent(made) == [expected]
    [action] = made.actions
    assert (action.request.method, action.request.path) == ("PATCH", "/apps/{}/formation")
    assert action.request.headers["Accept"] == "application/vnd.heroku+json; version=3.docker-releases"
    assert [item["docker_image"] for item in current] == [{"id": ONE}, {"id": ONE}, {"id": None}], "facts do not change"


def test_the_prediction_says_what_will_run() -> None:
    made = released([process("web"), process("worker")], updates=updates(web=TWO, admin=THREE))
    assert made.before == {name: {"docker_image": ONE} for name in ("web", "worker")}
    assert made.after == {
        "admin": {"docker_image": THREE},
        "web": {"docker_image": TWO},
        "worker": {"docker_image": ONE},
    }
    admin, web, worker = made.record["formation"]
    assert admin == {**TYPES_TO_COME, "type": "admin", "docker_image": {"id": THREE}}
    assert web == process("web", TWO, command=UNKNOWN, updated_at=UNKNOWN)
    assert worker == process("worker")
    assert made.record["release"]["status"] == "succeeded"


def test_without_waiting_nobody_knows_when_a_release_phase_is_over() -> None:
    current = [process("web"), process("release")]
    image = {"id": UNKNOWN}
    assert released(current, updates=updates(web=TWO), wait=False).record["formation"][1]["docker_image"] == image
    assert (
        released(current[:1], updates=updates(web=TWO), wait=False).record["formation"][0]["docker_image"]["id"] == TWO
    )
    assert released(current, updates=updates(web=TWO)).record["formation"][1]["docker_image"]["id"] == TWO


def test_tags_are_what_the_registry_says() -> None:
    facts = {pushed("web", "latest"): {"id": ONE}, pushed("worker", "v2"): {"id": TWO}}
    current = [process("web"), process("worker")]
    made = released(current, facts, updates=updates(web="latest", worker="v2"))
    assert sent(made) == [updates(worker=TWO)]
    with pytest.raises(InvalidInput, match=r"The registry has no image shop/web:v9\. 'docker push' puts one there\."):
        released(current, {pushed("web", "v9"): None}, updates=updates(web="v9"))


def test_the_registry_is_asked_for_all_tags_at_once() -> None:
    with pytest.raises(Missing) as raised:
        released([process("web")], updates=updates(web="latest", worker="latest", admin=ONE))
    assert set(raised.value.needs) == {pushed("web", "latest"), pushed("worker", "latest")}


def test_repositories_are_named_after_the_app_however_it_is_named() -> None:
    facts = {
        IMAGES_OF.of(ID): [process("web")],
        APPS.named(ID): APP,
        RELEASES.newest(1, ID, by="version"): [],
        pushed("web", "latest"): {"id": ONE},
    }
    assert not plan(ContainerRelease, facts, app=ID, updates=updates(web="latest")).actions


def test_a_registry_elsewhere() -> None:
    facts = {pushed("web", "v1", url="https://registry.example.com"): {"id": ONE}}
    wanted = updates(web="v1")
    assert not released([process("web")], facts, updates=wanted, registry_url="https://registry.example.com/").actions


@pytest.mark.parametrize(
    ("image", "fits"),
    [
        ("latest", True),
        ("v1.2_3-rc", True),
        ("A" * 128, True),
        (ONE, True),
        ("A" * 129, False),
        (".hidden", False),
        ("web:v1", False),
        ("registry.heroku.com/shop/web", False),
        ("sha256:abc", False),
        (ONE.upper(), False),
        ("v1\n", False),
        ("", False),
    ],
)
def test_images_that_can_be_named(image: str, fits: bool) -> None:
    want = desired(ContainerRelease, app="shop", updates=updates(web=image))
    if fits:
        ContainerRelease.check(want)
    else:
        with pytest.raises(InvalidInput, match="docker_image of web must be the ID of an image"):
            ContainerRelease.check(want)


def test_options_that_contradict_themselves() -> None:
    twice = [*updates(web=ONE), *updates(web=TWO)]
    with pytest.raises(InvalidInput, match="The process type web is listed more than once"):
        ContainerRelease.check(desired(ContainerRelease, app="shop", updates=twice))
    with pytest.raises(InvalidInput, match="registry_url must be an https URL"):
        ContainerRelease.check(desired(ContainerRelease, app="shop", updates=[], registry_url="http://example.com"))


@pytest.mark.parametrize(
    ("app", "message"),
    [
        ({"generation": {"id": ID, "name": "fir"}}, "heroku_release releases one, with oci_image"),
        ({"stack": {"name": "heroku-22"}, "build_stack": {"name": "heroku-24"}}, "its stack is heroku-24"),
    ],
)
def test_apps_that_run_no_images_are_refused(app: dict[str, Any], message: str) -> None:
    facts = {APPS.named("shop"): {**APP, **app}}
    with pytest.raises(InvalidInput, match=message):
        released([], facts, updates=updates(web=ONE))


@pytest.mark.parametrize("app", [{"build_stack": {"name": "heroku-24"}}, {"stack": {"name": "heroku-24"}}])
def test_one_of_the_stacks_is_enough(app: dict[str, Any]) -> None:
    """The official command takes either: the one follows the other with the next release."""
    assert released([], {APPS.named("shop"): {**APP, **app}}, updates=updates(web=ONE)).actions


def test_a_release_that_is_under_way_is_not_made_again() -> None:
    facts = {NEWEST: [PENDING]}
    made = released([process("web")], facts, updates=updates(web=TWO))
    assert not made.actions
    assert made.before == made.after
    [wait] = made.waits
    assert wait.look
    assert made.current["release"] == PENDING
    assert made.record["formation"][0]["docker_image"]["id"] == TWO
    unwaited = released([process("web")], facts, updates=updates(web=TWO), wait=False)
    assert (unwaited.actions, unwaited.waits) == ((), ())
    assert unwaited.record == {"formation": [process("web")], "release": None}


@pytest.mark.parametrize("release", [{**PENDING, "status": "failed"}, {**PENDING, "description": "Set A config vars"}])
def test_another_release_under_way_does_not_count(release: dict[str, Any]) -> None:
    assert released([process("web")], {NEWEST: [release]}, updates=updates(web=TWO)).actions
    assert released([process("web")], {NEWEST: [PENDING]}, updates=updates(web=TWO, worker=THREE)).actions


def test_what_heroku_answers_may_be_all_or_only_what_changed() -> None:
    made = released([process("web"), process("worker")], updates=updates(web=TWO))
    answer = [process("web", TWO)]
    for more in ([], [process("worker")]):
        found = ContainerRelease.outcome(desired(ContainerRelease), made, {made.actions[0].id: answer + more})
        assert [(item["type"], item["docker_image"]["id"]) for item in found["formation"]] == [
            ("web", TWO),
            ("worker", ONE),
        ]


def test_a_release_phase_is_judged() -> None:
    want = desired(ContainerRelease, app="shop", updates=updates(web=TWO))
    [wait] = released([process("web")], updates=updates(web=TWO)).waits
    for status, verdict in (("pending", Status.PENDING), ("succeeded", Status.READY), ("failed", Status.FAILED)):
        record = {"formation": [], "release": {**PENDING, "status": status, "output_stream_url": None, "output": []}}
        assert ContainerRelease.judge(want, wait, record).status is verdict


def test_an_image_that_heroku_does_not_know_is_explained() -> None:
    want, [action] = desired(ContainerRelease, app="shop"), released([], updates=updates(web=ONE)).actions
    error = HerokuError(f"Couldn't find the image {ONE}.", id="invalid_params", status=422)
    assert "not that of its manifest" in ContainerRelease.explain(want, action, error)
    assert ContainerRelease.explain(want, action, HerokuError("No.", id="forbidden", status=403)) == ""


# What earlier tasks of a run in check mode would have done


@pytest.fixture
def shadow(tmp_path: Any) -> Shadow:
    return Shadow(str(tmp_path), "account")


def test_of_an_app_that_would_be_made_nobody_knows_the_image(shadow: Shadow) -> None:
    app = {"id": UNKNOWN, "name": "shop", "build_stack": {"id": UNKNOWN, "name": "container"}, "stack": UNKNOWN}
    shadow.record([Change("app", (), None, APPS.normal(app))], set())
    made = plan_over(shadow, {}, updates(web="latest", worker=ONE))
    assert made.after == {"web": {"docker_image": UNKNOWN}, "worker": {"docker_image": ONE}}
    shadow.record(made.changes, set())
    scaled = Formation.plan(
        desired(Formation, app="shop", updates=[{"type": "web", "quantity": 2, "size": None}]), shadow.over(View({}))
    )
    assert scaled.actions, "later tasks see the process types"


def test_what_would_be_released_is_not_released_again(shadow: Shadow) -> None:
    facts = {FORMATION_OF: [process("web")], APPS.named("shop"): APP, NEWEST: []}
    shadow.record(plan_over(shadow, facts, updates(web=TWO)).changes, set())
    assert not plan_over(shadow, facts, updates(web=TWO)).actions
    assert plan_over(shadow, facts, updates(web=ONE)).actions


def test_what_would_be_scaled_runs_the_image_that_it_ran(shadow: Shadow) -> None:
    """The formation as other modules see it tells no images."""
    plain = {name: value for name, value in process("web").items() if name != "docker_image"}
    shadow.record([Change(FORMATION.name, ("shop",), plain, {**plain, "quantity": 5})], set())
    made = plan_over(shadow, {FORMATION_OF: [process("web")]}, updates(web=ONE))
    assert not made.actions
    assert made.record["formation"] == [process("web", quantity=5)]


def test_of_process_types_that_a_build_would_bring_nobody_knows_the_image(shadow: Shadow) -> None:
    shadow.record([Change(FORMATION.name, ("shop",), None, TYPES_TO_COME)], set())
    assert plan_over(shadow, {FORMATION_OF: [], APPS.named("shop"): APP, NEWEST: []}, updates(web=ONE)).actions


def plan_over(shadow: Shadow, facts: dict[Need, Any], wanted: list[dict[str, str]]) -> Plan:
    return ContainerRelease.plan(desired(ContainerRelease, app="shop", updates=wanted), shadow.over(View(facts)))
