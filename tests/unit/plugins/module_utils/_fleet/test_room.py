# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes makes room for what comes, in one run: names that nothing else can have, config vars, and what is bounded.

What goes is absent in the document, or pruned. Check mode says what the run then does, and another run changes nothing.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
from typing import Any

import fleets
import pytest
from ansible_collections.community.heroku.plugins.module_utils._ansible.sections import validated
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._fleet import document, prune
from ansible_collections.community.heroku.plugins.module_utils._fleet.jobs import works_of
from ansible_collections.community.heroku.plugins.module_utils._fleet.order import ordered, without_circles

ABSENT = "absent"
SPACES: dict[str, Any] = {"spaces": {"fir-space": {"team": "acme", "generation": "fir"}}}
APPS = {"prune": ["apps"], "prune_scope": {"name": "*"}}
CODE = {
    "build": {"path": fleets.SOURCE},
    "formation": {kind: {"quantity": 0, "size": "basic"} for kind in ("web", "worker")},
}
FIRST, SECOND = (
    dict(zip(("certificate_chain", "private_key"), fleets.certificate(host))) for host in ("a.b.example", "*.b.example")
)
KEPT = {"config": {"A": "b"}}


def redis(name: str, place: str = "", **more: Any) -> dict[str, Any]:
    return {"plan": "heroku-redis:mini", "name": name, **({"as": place} if place else {}), **more}


def base(name: str, place: str = "") -> dict[str, Any]:
    return {**redis(name, place), "plan": "heroku-postgresql:essential-0"}


def gone(**options: Any) -> dict[str, Any]:
    return {**options, "state": ABSENT}


def apps(**some: dict[str, Any]) -> dict[str, Any]:
    return {"apps": some}


def line(*coupled: Any, **pipelines: Any) -> dict[str, Any]:
    return {"pipelines": {"line": {"stages": {"staging": list(coupled)}}, **pipelines}}


def drains(*numbers: int) -> list[str]:
    return [f"https://a.example.com/{number}" for number in numbers]


def webhooks(*numbers: int) -> list[dict[str, Any]]:
    return [{"url": url, "include": ["api:release"], "level": "notify"} for url in drains(*numbers)]


def telemetry(*numbers: int) -> list[dict[str, Any]]:
    return [{"endpoint": url, "exporter_type": "otlphttp", "signals": ["logs"]} for url in drains(*numbers)]


HOST, WILD = "www.x.example", "*.x.example"
SHARED = [{"addon": "old", "name": "STORE"}]
ONE_HAS_OLD = apps(one={"addons": [redis("old", "CACHE")]}, two={"attachments": SHARED})
MOVED = [{"addon": "new", "name": "STORE", "confirm": "two"}]

# What is there, then the document, and the options of the task.
MAKES_ROOM: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    # Hostnames
    "a domain that another app gives up": (
        apps(one={"domains": [HOST]}, two={}),
        apps(two={"domains": ["WWW.x.example"]}, one={"domains": [gone(hostname="www.X.example.")]}),
        {},
    ),
    "a domain that is pruned elsewhere": (
        apps(one={"domains": [HOST]}, two={}),
        apps(two={"domains": [HOST]}, one={"domains": []}),
        {"prune": ["domains"]},
    ),
    "domains that two apps exchange": (
        apps(one={"domains": [HOST]}, two={"domains": ["www.y.example"]}),
        apps(one={"domains": ["www.y.example"]}, two={"domains": [HOST]}),
        {"prune": ["domains"]},
    ),
    "a domain of an app that goes": (
        apps(one={"domains": [HOST]}),
        apps(two={"domains": [HOST]}, one={"state": ABSENT}),
        {},
    ),
    "a domain of an app that is pruned": (apps(one={"domains": [HOST]}), apps(two={"domains": [HOST]}), APPS),
    "a hostname below a wildcard that goes": (
        apps(one={"domains": [WILD]}, two={}),
        apps(two={"domains": [HOST]}, one={"domains": [gone(hostname=WILD)]}),
        {},
    ),
    "a hostname below a wildcard that is pruned": (
        apps(one={"domains": [WILD]}, two={}),
        apps(two={"domains": [HOST]}, one={"domains": []}),
        {"prune": ["domains"]},
    ),
    "a hostname below a wildcard of an app that goes": (
        apps(one={"domains": [WILD]}),
        apps(two={"domains": [HOST]}, one={"state": ABSENT}),
        {},
    ),
    "a hostname below a wildcard of an app that is pruned": (
        apps(one={"domains": [WILD]}),
        apps(two={"domains": [HOST]}),
        APPS,
    ),
    # Names of add-ons
    "the name of an add-on that goes": (
        apps(one={"addons": [redis("old")]}, two={}),
        apps(two={"addons": [redis("old")]}, one={"addons": [gone(name="old")]}),
        {},
    ),
    "the name of an add-on that is pruned": (
        apps(one={"addons": [redis("old")]}, two={}),
        apps(two={"addons": [redis("old")]}, one={"addons": []}),
        {"prune": ["addons"]},
    ),
    "the name of an add-on whose app goes": (
        apps(one={"addons": [redis("old")]}),
        apps(two={"addons": [redis("old")]}, one={"state": ABSENT}),
        {},
    ),
    "the name of an add-on whose app is pruned": (
        apps(one={"addons": [redis("old")]}),
        apps(two={"addons": [redis("old")]}),
        APPS,
    ),
    "the name and the place of an add-on whose app goes": (
        ONE_HAS_OLD,
        apps(two={"addons": [redis("old", "STORE")]}, one={"state": ABSENT, "force": True}),
        {},
    ),
    # Names of attachments, and what uses an add-on that goes
    "the place of an add-on that goes": (
        apps(one={"addons": [redis("old", "STORE")]}),
        apps(one={"addons": [base("new", "STORE"), gone(name="old")]}),
        {},
    ),
    "the place of an attachment that goes": (
        ONE_HAS_OLD,
        apps(one={}, two={"addons": [base("new", "STORE")], "attachments": [gone(**SHARED[0])]}),
        {},
    ),
    "the place of an attachment that is pruned": (
        ONE_HAS_OLD,
        apps(one={}, two={"addons": [base("new", "STORE")], "attachments": []}),
        {"prune": ["attachments"]},
    ),
    "an add-on that goes once others use another": (
        ONE_HAS_OLD,
        apps(one={"addons": [gone(name="old"), redis("new", "NEW")]}, two={"attachments": MOVED}),
        {},
    ),
    "an add-on that is pruned once others use another": (
        ONE_HAS_OLD,
        apps(one={"addons": [redis("new", "NEW")]}, two={"attachments": MOVED}),
        {"prune": ["addons"]},
    ),
    "an app that is pruned once others use another add-on": (
        ONE_HAS_OLD,
        apps(two={"addons": [redis("new", "NEW")], "attachments": MOVED}),
        APPS,
    ),
    # Config vars
    "a config var of an add-on that goes": (
        ONE_HAS_OLD,
        apps(one={"config": {"CACHE_URL": "x"}, "addons": [gone(name="old", force=True)]}),
        {},
    ),
    "a config var of an add-on that is pruned": (
        apps(one={"addons": [redis("old", "CACHE")]}),
        apps(one={"config": {"CACHE_URL": "x"}, "addons": []}),
        {"prune": ["addons"]},
    ),
    "a config var of an attachment that goes": (
        ONE_HAS_OLD,
        apps(two={"config": {"STORE_URL": "x"}, "attachments": [gone(**SHARED[0])]}),
        {},
    ),
    "a config var of an attachment that is pruned": (
        ONE_HAS_OLD,
        apps(one={}, two={"config": {"STORE_URL": "x"}}),
        {"prune": ["attachments"]},
    ),
    "an add-on in the place of a config var that is pruned": (
        apps(one={"config": {"CACHE_URL": "x"}}),
        apps(one={"config": {}, "addons": [redis("new", "CACHE")]}),
        {"prune": ["config"]},
    ),
    # What there are few of
    "the only add-on of a service that goes": (
        apps(one={"addons": [{"plan": "scheduler", "name": "old"}]}),
        apps(one={"addons": [{"plan": "scheduler", "name": "new"}, gone(name="old")]}),
        {},
    ),
    "the only add-on of a service that is pruned": (
        apps(one={"addons": [{"plan": "scheduler", "name": "old"}]}),
        apps(one={"addons": [{"plan": "scheduler", "name": "new"}]}),
        {"prune": ["addons"]},
    ),
    "one of five drains that goes": (
        apps(one={"drains": drains(0, 1, 2, 3, 4)}),
        apps(one={"drains": [*drains(5), gone(url=drains(0)[0])]}),
        {},
    ),
    "five drains that are pruned": (
        apps(one={"drains": drains(0, 1, 2, 3, 4)}),
        apps(one={"drains": drains(5)}),
        {"prune": ["drains"]},
    ),
    "one of ten webhooks that goes": (
        apps(one={"webhooks": webhooks(*range(10))}),
        apps(one={"webhooks": [*webhooks(10), gone(url=drains(0)[0])]}),
        {},
    ),
    "ten webhooks that are pruned": (
        apps(one={"webhooks": webhooks(*range(10))}),
        apps(one={"webhooks": webhooks(10)}),
        {"prune": ["webhooks"]},
    ),
    "one of five telemetry drains of a space that goes": (
        {"spaces": {"fir-space": {**SPACES["spaces"]["fir-space"], "telemetry_drains": telemetry(0, 1, 2, 3, 4)}}},
        {"spaces": {"fir-space": {"telemetry_drains": [*telemetry(5), gone(endpoint=drains(0)[0])]}}},
        {},
    ),
    "five telemetry drains that are pruned": (
        {**SPACES, **apps(one={"space": "fir-space", "telemetry_drains": telemetry(0, 1, 2, 3, 4)})},
        apps(one={"telemetry_drains": telemetry(5)}),
        {"prune": ["telemetry_drains"]},
    ),
    "a certificate that is pruned once a domain uses another": (
        apps(one={**CODE, "domains": ["a.b.example"], "certificates": [{**FIRST, "name": "first"}]}),
        apps(
            one={
                "domains": [{"hostname": "a.b.example", "sni_endpoint": "second"}],
                "certificates": [{**SECOND, "name": "second"}],
            }
        ),
        {"prune": ["certificates"]},
    ),
    # Pipelines
    "an app of a pipeline that goes": (
        {**apps(one={}), **line("one")},
        {**apps(one={}), "pipelines": {"track": {"stages": {"staging": ["one"]}}, "line": {"state": ABSENT}}},
        {},
    ),
    "another generation once an app leaves": (
        {**SPACES, **apps(one={}, fir={"space": "fir-space"}), **line("one")},
        line("fir", gone(app="one")),
        {},
    ),
    "another generation once an app goes": (
        {**SPACES, **apps(one={}, fir={"space": "fir-space"}), **line("one")},
        {**apps(one={"state": ABSENT}), **line("fir")},
        {},
    ),
    "another generation once an app is pruned": (
        {**SPACES, **apps(one={}, fir={"space": "fir-space"}), **line("one")},
        {**apps(fir={}), **line("fir")},
        APPS,
    ),
    # What owns apps
    "a space that goes with its app": (
        {"spaces": {"new-space": {"team": "acme"}}, **apps(one={"space": "new-space"})},
        {"spaces": {"new-space": {"state": ABSENT}}, **apps(one={"state": ABSENT})},
        {},
    ),
    "a space that goes, its app pruned": (
        {"spaces": {"new-space": {"team": "acme"}}, **apps(one={"space": "new-space"}, two={})},
        {"spaces": {"new-space": {"state": ABSENT}}, **apps(two={})},
        {"prune": ["apps"], "prune_scope": {"space": "new-space"}},
    ),
    "a team that goes, its app pruned": (
        {"teams": {"new-team": {}}, **apps(one={"team": "new-team"}, two={})},
        {"teams": {"new-team": {"state": ABSENT}}, **apps(two={})},
        {"prune": ["apps"], "prune_scope": {"team": "new-team"}},
    ),
    "a team that goes once its app is another's": (
        {"teams": {"old-team": {}, "new-team": {}}, **apps(one={"team": "old-team"})},
        {"teams": {"old-team": {"state": ABSENT}}, **apps(one={"team": "new-team"})},
        {},
    ),
}


@pytest.fixture
def task(simulator: Any) -> fleets.Task:
    return fleets.Task(simulator)


def told(result: Any) -> dict[str, Any]:
    """What a result says of each thing, and in all."""
    groups = {group: result.get(group, {}) for group in ("teams", "spaces", "apps", "pipelines")}
    said = {f"{group}.{name}": sorted(item["done"]) for group, some in groups.items() for name, item in some.items()}
    return {"said": said, **{name: result[name] for name in ("changed", "summary", "cost", "unmanaged")}}


@pytest.mark.parametrize("name", MAKES_ROOM)
def test_one_run_is_enough(task: fleets.Task, name: str) -> None:
    before, after, options = copy.deepcopy(MAKES_ROOM[name])
    task.done(before)
    predicted, made = task.done(after, check_mode=True, **options), task.done(after, **options)
    assert told(made) == told(predicted)
    assert made["summary"]["destroy"] > 0
    assert task.done(after, **options)["changed"] is False


# What must not go for the sake of something else


def test_what_is_in_nobodys_way_goes_last_and_stays_when_the_rest_fails(task: fleets.Task) -> None:
    task.done(apps(one={"addons": [redis("old")]}, two={"domains": [HOST]}))
    bad = {"hostname": "a.b.example", "sni_endpoint": "nothing"}
    whole = apps(one={"addons": [], "domains": [bad]}, new={"domains": ["www.y.example"]})
    options = {"prune": ["apps", "addons"], "prune_scope": {"name": "*"}}
    for check_mode in (True, False):
        result = task.run(whole, check_mode=check_mode, **options)
        assert result["apps"]["new"]["done"] == ["add app", "add domain www.y.example"]
        assert [item["what"] for item in result["apps"]["one"]["left"]] == ["one add-on old"]
        assert [item["what"] for item in result["apps"]["two"]["left"]] == ["app two"]
        assert result["unmanaged"] == {}


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ("heroku-redis:mini", "heroku-redis:no-such-plan"),  # means what is there, and cannot be had
        (redis("old", "STORE"), base("new", "STORE")),  # the same, of another service: nobody can tell
    ],
)
def test_what_something_that_fails_may_mean_is_not_pruned(task: fleets.Task, there: Any, wanted: Any) -> None:
    task.done(apps(one={"addons": [there], "drains": drains(0)}))
    whole = apps(one={"addons": [wanted], "drains": drains(1)})
    for check_mode in (True, False):
        result = task.run(whole, check_mode=check_mode, prune=["addons", "drains"])
        assert [item["path"] for item in result["apps"]["one"]["failed"]] == ["apps.one.addons[0]"]
        assert [item["path"] for item in result["apps"]["one"]["left"]] == ["apps.one.drains"]
        assert result["summary"] == {"add": 1, "change": 0, "destroy": 0}


def test_a_plan_that_is_to_go_is_none_of_those_that_have_a_name(task: fleets.Task) -> None:
    whole = apps(one={"addons": [redis("kept", "CACHE"), gone(plan="heroku-redis:mini")]})
    task.done(whole)
    assert task.done(whole)["changed"] is False


@pytest.mark.parametrize("nameless", ["heroku-redis", "heroku-redis:mini"])
def test_an_add_on_that_nothing_tells_from_one_that_is_to_go_is_refused(task: fleets.Task, nameless: str) -> None:
    whole = apps(one={"addons": ["heroku-redis:premium-0", gone(plan=nameless)]})
    if nameless == "heroku-redis":
        assert "nothing tells them apart" in task.run(whole)["msg"]
        return
    task.done(apps(one={"addons": [nameless]}))
    assert task.done(whole)["changed"] is True
    assert task.done(whole)["changed"] is False


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_that_an_app_is_to_get_has_to_be_free_before(task: fleets.Task, order: int) -> None:
    whole = apps(**dict([("one", {"new_name": "two"}), ("two", {"state": ABSENT})][::order]))
    said = task.run(whole)["msg"]
    assert said.endswith("leave one out. A run without new_name has to remove it first.")


# The order


def test_what_goes_last_comes_behind_what_may_use_it_in_other_apps() -> None:
    whole = apps(one={"addons": []}, two={"attachments": MOVED})
    run = Run.of(HerokuClient("token-of-the-test", "http://127.0.0.1:1"), Reporter())
    with contextlib.ExitStack() as stack:
        entries = document.read(whole, validated)
        removal = prune.entry_of(entries[0], prune.SECTIONS["addons"], gone(name="old"), {})
        *declared, last = works_of([*entries, removal], run, stack)
    works = ordered([*declared, dataclasses.replace(last, last=True)])
    paths = {work.job.id: work.entry.path for work in works}
    assert [paths[name] for name in works[-1].job.after] == ["apps.one"]
    assert [paths[name] for name in works[-1].job.behind] == ["apps.two.attachments[0]"]


@pytest.mark.parametrize(
    ("after", "wishes", "granted"),
    [
        ({"a": [], "b": []}, [("a", ["b"])], {"a": ("b",)}),
        ({"a": [], "b": ["a"]}, [("a", ["b"])], {}),
        ({"a": [], "b": ["c"], "c": ["a"]}, [("a", ["b"])], {}),
        ({"a": [], "b": []}, [("a", ["b"]), ("b", ["a"])], {"a": ("b",)}),
        ({"a": [], "b": []}, [("a", ["a", "b"])], {"a": ("b",)}),
        ({"a": [], "b": [], "c": []}, [("a", ["b"]), ("b", ["c"]), ("c", ["a", "b"])], {"a": ("b",), "b": ("c",)}),
        ({"a": [], "b": [], "c": []}, [("a", ["b"]), ("a", []), ("a", ["c", "b"])], {"a": ("b", "c")}),
    ],
)
def test_what_would_go_in_a_circle_is_not_granted(after: Any, wishes: Any, granted: Any) -> None:
    assert without_circles(after, wishes) == granted
