# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import (
    Facts,
    Kind,
    Listed,
    Missing,
    View,
    Wanted,
    complete,
    gathered,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.values import Secret

APP = Kind("app", "/apps", wide="/apps", shape={"team": None, "owner": {"email": None, "id": None}})
DOMAIN = Kind("domain", "/apps/{}/domains", keys=("id", "hostname"), parent="app", no_parent="Make it first.")
CONFIG = Kind("config", "/apps/{}/config-vars", document=True, secrets=lambda found: (found or {}).values())


def requests_of(simulator: Any) -> list[str]:
    return [f"{item['method']} {item['path']}" for item in simulator.requests()]


@pytest.fixture
def facts(connect: Any, simulator: Any) -> Facts:
    client = connect(simulator)
    for name in ("one-app", "two-app", "three-app"):
        client.post("/apps", {"name": name})
        client.post(f"/apps/{name}/domains", {"hostname": f"www.{name}.example", "sni_endpoint": None})
    client.requests_sent = 0
    return Facts(client)


def test_a_view_says_what_it_does_not_know(facts: Facts) -> None:
    need = APP.named("one-app")
    with pytest.raises(Missing) as missing:
        facts.view().get(need)
    assert list(missing.value.needs) == [need]
    facts.fetch([need])
    assert facts.view().get(need)["name"] == "one-app"
    assert facts.client.requests_sent == 1


def test_what_is_known_to_be_there_are_the_things_of_that_kind_that_were_found() -> None:
    """Neither those that Heroku did not find, nor the parts of a document that looks like one."""
    settings = Kind("app", "/apps/{}/settings", document=True)
    view = View(
        {
            APP.named("one-app"): {"id": "1", "name": "one-app"},
            APP.of(): [{"id": "2", "name": "two-app"}, {"id": None, "name": "three-app"}],
            APP.named("gone"): None,
            APP.named("hidden"): HerokuError("No.", status=403),
            DOMAIN.of("one-app"): [{"id": "3", "name": "no app"}],
            settings.of("one-app"): {"id": "4", "name": "no app"},
        }
    )
    assert set(view.names("app")) == {"1", "one-app", "2", "two-app", "three-app"}


def test_independent_questions_are_asked_together(facts: Facts) -> None:
    needs = [APP.named("one-app"), DOMAIN.of("one-app")]
    with pytest.raises(Missing) as missing:
        facts.view().get_all(*needs)
    assert list(missing.value.needs) == needs


def test_a_view_does_not_change(facts: Facts) -> None:
    view = facts.view()
    facts.fetch([APP.named("one-app")])
    with pytest.raises(Missing):
        view.get(APP.named("one-app"))


def test_one_list_answers_for_many_apps(facts: Facts) -> None:
    needs = [APP.named(name) for name in ("one-app", "two-app", "three-app")]
    facts.fetch(needs)
    assert facts.client.requests_sent == 1
    assert [facts.view().get(need)["name"] for need in needs] == ["one-app", "two-app", "three-app"]


ADDON = Kind("addon", "/apps/{}/addons", wide="/addons", owner="app", parent="app")


def test_an_account_wide_list_answers_only_about_what_is_known_to_be_there(facts: Facts, simulator: Any) -> None:
    """It says nothing of an app that does not exist, or is not known to: that one is asked about by itself."""
    names = ("one-app", "two-app", "three-app")
    facts.fetch([ADDON.of(name) for name in names])
    assert facts.client.requests_sent == 3
    facts.clear()
    facts.fetch([APP.of()])
    ids = [app["id"] for app in facts.view().get(APP.of()) if app["name"] in names]
    before = len(simulator.requests())
    needs = [ADDON.of(names[0]), *(ADDON.of(one) for one in ids), ADDON.of("no-such-app")]
    facts.fetch(needs)
    asked = requests_of(simulator)[before:]
    assert sorted(asked) == ["GET /addons", "GET /apps/no-such-app/addons"]
    assert [facts.view().get(need) for need in needs[:-1]] == [[]] * 4
    with pytest.raises(HerokuError, match="Couldn't find that app"):
        facts.view().get(needs[-1])


def test_what_two_kinds_read_of_one_path_is_asked_once(facts: Facts) -> None:
    names = dataclasses.replace(CONFIG, canonical=lambda record: dict.fromkeys(record, ""))
    facts.client.patch("/apps/one-app/config-vars", {"A": "b"})
    before = facts.client.requests_sent
    assert facts.get(CONFIG.of("one-app")) == {"A": "b"}
    assert facts.get(names.of("one-app")) == {"A": ""}
    assert facts.client.requests_sent == before + 1
    facts.stale(["config"])
    facts.client.patch("/apps/one-app/config-vars", {"C": "d"})
    facts.fetch([CONFIG.of("one-app"), names.of("one-app")])
    assert facts.get(names.of("one-app")) == {"A": "", "C": ""}
    assert facts.client.requests_sent == before + 3


def test_a_fork_leaves_the_store_as_it_is(facts: Facts) -> None:
    one, two = APP.named("one-app"), APP.named("two-app")
    facts.fetch([one, two])
    before, fork = facts.client.requests_sent, facts.fork([one])
    assert fork.get(one)["name"] == "one-app"
    assert facts.client.requests_sent == before
    assert fork.get(two)["name"] == "two-app"
    fork.stale(["app"])
    fork.clear()
    assert facts.client.requests_sent == before + 1
    assert facts.view().knows(one)
    assert facts.view().knows(two)


def test_a_fatal_error_is_raised_at_once(facts: Facts) -> None:
    facts.threads = 1
    needs = [DOMAIN.of("no-such-app"), *(DOMAIN.of(name) for name in ("one-app", "two-app", "three-app"))]
    with pytest.raises(HerokuError, match="Make it first"):
        facts.fetch(needs, is_fatal=lambda need, error: True)
    assert facts.client.requests_sent <= 2


def test_one_list_answers_for_many_things_of_a_scope(facts: Facts) -> None:
    needs = [DOMAIN.named(f"www{number}.example.com", "one-app") for number in range(5)]
    facts.fetch([*needs, DOMAIN.named("www.one-app.example", "one-app")])
    assert facts.client.requests_sent == 1
    assert facts.view().get(needs[0]) is None
    assert facts.view().get(DOMAIN.named("www.one-app.example", "one-app"))["hostname"] == "www.one-app.example"


def test_lists_that_may_lack_things_answer_for_no_single_one(facts: Facts) -> None:
    partial = dataclasses.replace(APP, partial=True)
    needs = [partial.named(name) for name in ("one-app", "two-app", "three-app")]
    facts.fetch([*needs, partial.of()])
    assert facts.client.requests_sent == 4
    assert [facts.view().get(need)["name"] for need in needs] == ["one-app", "two-app", "three-app"]


def test_what_is_not_there_is_a_fact_and_a_missing_parent_an_error(facts: Facts) -> None:
    assert facts.get(DOMAIN.named("www.example.com", "one-app")) is None
    for _again in range(2):
        with pytest.raises(HerokuError, match="Make it first") as error:
            facts.get(DOMAIN.named("www.example.com", "no-such-app"))
        assert error.value.resource == "app"
    assert facts.client.requests_sent == 2


def test_secrets_are_hidden_before_anybody_sees_them(connect: Any, simulator: Any) -> None:
    client = connect(simulator)
    client.post("/apps", {"name": "one-app"})
    client.patch("/apps/one-app/config-vars", {"TOKEN": "canary"})
    hidden: list[str] = []
    facts = Facts(client, hidden.extend)
    facts.get(CONFIG.of("one-app"))
    assert "canary" in hidden


def test_a_write_makes_facts_stale(facts: Facts) -> None:
    need = DOMAIN.of("one-app")
    facts.get(need)
    facts.stale(["config"])
    facts.get(need)
    assert facts.client.requests_sent == 1
    facts.stale(["domain"])
    facts.get(need)
    assert facts.client.requests_sent == 2


def test_a_document_may_be_missing_but_not_what_it_belongs_to(connect: Any, simulator: Any) -> None:
    drain = Kind("space_log_drain", "/spaces/{}/log-drain", document=True, optional=True, parent="space")
    facts = Facts(connect(simulator))
    assert facts.get(drain.of("acme-space")) is None
    with pytest.raises(HerokuError, match="Couldn't find that space"):
        facts.get(drain.of("no-such-space"))


def test_a_list_that_comes_in_one_piece_is_asked_for_without_a_range(connect: Any, simulator: Any) -> None:
    peerings = Kind("peering", "/spaces/{}/peerings", keys=("pcx_id",), by="")
    facts = Facts(connect(simulator))
    assert len(facts.get(peerings.of("acme-space"))) > 1
    assert [item["headers"].get("Range") for item in simulator.requests()] == [None]


def test_what_heroku_does_not_find_by_its_key_is_looked_for_in_the_list(connect: Any, simulator: Any) -> None:
    peerings = Kind("peering", "/spaces/{}/peerings", keys=("pcx_id",), by="", listed=True)
    facts = Facts(connect(simulator))
    assert facts.get(peerings.named("pcx-0123456789abcdef0", "acme-space"))["pcx_id"] == "pcx-0123456789abcdef0"
    assert facts.get(peerings.named("pcx-0123456789abcdef9", "acme-space")) is None
    assert facts.refresh(peerings.named("pcx-0123456789abcdef0", "acme-space"))
    assert requests_of(simulator) == ["GET /spaces/acme-space/peerings"] * 3


def test_a_key_may_be_part_of_an_object() -> None:
    kind = Kind("space_access", "/spaces/{}/members", keys=("user.email", "user.id"))
    assert kind.is_one("a@example.com", {"id": "1", "user": {"email": "a@example.com", "id": "2"}})
    assert kind.is_one("2", {"id": "1", "user": {"email": "a@example.com", "id": "2"}})
    assert not kind.is_one("1", {"id": "1", "user": None})


def test_what_can_be_written_in_several_ways_is_read_in_one() -> None:
    kind = Kind("key", "/keys", shape={"parts": ()}, canonical=lambda record: {"parts": sorted(record["parts"])})
    assert kind.normal({"parts": ["b", "a"]}) == {"parts": ["a", "b"]}
    assert kind.normal({}) == {"parts": []}


@pytest.mark.parametrize(
    ("record", "whole"),
    [
        ({}, {"team": None, "owner": {"email": None, "id": None}}),
        ({"owner": None}, {"team": None, "owner": {"email": None, "id": None}}),
        ({"team": 1, "owner": {"id": 2}, "more": 3}, {"team": 1, "owner": {"email": None, "id": 2}, "more": 3}),
    ],
)
def test_what_heroku_leaves_out_is_filled_in(record: dict, whole: dict) -> None:
    assert complete(record, APP.shape) == whole


def test_a_question_says_no_secret_that_it_holds() -> None:
    assert str(Kind("password", "").of("me@example.com", Secret("s3cret"))) == "password me@example.com/********"


def test_a_question_in_its_own_way(facts: Facts) -> None:
    kind = Kind("answer", "", ask=lambda client, need: client.get(f"/apps/{need.scope[0]}")["name"])
    assert facts.get(kind.of("one-app", ".")) == "one-app"


def test_what_an_incomplete_list_lacks_is_asked_for_by_itself(facts: Facts, simulator: Any) -> None:
    incomplete = dataclasses.replace(APP, incomplete=True)
    simulator.backdoor("DELETE", "requests")
    needs = [incomplete.named(name) for name in ("one-app", "two-app", "nobodys-app")]
    facts.fetch(needs)
    assert [facts.view().get(need) and facts.view().get(need)["name"] for need in needs] == ["one-app", "two-app", None]
    assert requests_of(simulator) == ["GET /apps", "GET /apps/nobodys-app"]


def test_whole_lists_are_asked_for_where_that_is_wanted(facts: Facts, simulator: Any) -> None:
    facts.whole = {"domain"}
    simulator.backdoor("DELETE", "requests")
    facts.fetch([DOMAIN.named("www.one-app.example", "one-app")])
    assert requests_of(simulator) == ["GET /apps/one-app/domains"]
    assert facts.view().get(DOMAIN.named("www.one-app.example", "one-app"))["kind"] == "custom"
    assert facts.view().knows(DOMAIN.of("one-app"))


def steps_of(work: Callable[[], Any]) -> int:
    """How many instructions of Python some work takes: unlike time, the same on each machine."""
    steps = 0

    def trace(frame: Any, event: str, _arg: Any) -> Any:
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


def steps_for(count: int) -> int:
    """How many steps it takes to sort out what to ask about so many apps, and what the answers say of each."""
    apps = [{"id": f"id-{number}", "name": f"app-{number}", "team": None} for number in range(count)]
    addons = [{"id": f"addon-{app['id']}", "name": "x", "app": {"id": app["id"], "name": app["name"]}} for app in apps]
    needs = [kind.of(app["name"]) for app in apps for kind in (DOMAIN, CONFIG, ADDON)]
    needs += [APP.named(app["name"]) for app in apps]
    known = {"app": {name: (app["id"], app["name"]) for app in apps for name in (app["id"], app["name"])}}
    questions, found = [], []

    def work() -> None:
        questions.extend(gathered(needs, known))
        wanted = Wanted(needs)
        for question in questions:
            wanted.told_by(question, known)
        for kind, records in ((APP, apps), (ADDON, addons)):
            listed = Listed(kind, records)
            found.append([listed.select(need, known) for need in wanted.told_by(kind.of(), known)])

    steps = steps_of(work)
    assert len(questions) == 2 * count + 2
    assert found == [apps, [[addon] for addon in addons]]
    return steps


def test_the_work_for_many_apps_grows_no_faster_than_they_do() -> None:
    assert steps_for(200) < 5 * steps_for(50)


PLACED = Kind("placed", "/apps/{}/placed", keys=("id", "user.email"), wide="/placed", owner="app", parent="app")


def record_of(number: int, app: str, email: str | None) -> dict[str, Any]:
    return {"id": str(number), "user": email and {"email": email}, "app": {"id": f"id-{app}", "name": app}}


def test_a_wide_list_answers_each_scope_in_its_order_by_all_its_names() -> None:
    records = [record_of(1, "b", "x"), record_of(2, "a", "x"), record_of(3, "b", "y"), record_of(4, "b", None)]
    records.append({"id": "5", "user": None, "app": None})
    known = {"app": {"b": ("b", "id-b"), "id-b": ("b", "id-b")}}
    listed = Listed(PLACED, records)
    for name in ("b", "id-b"):
        assert listed.select(PLACED.of(name), known) == [records[0], records[2], records[3]]
        assert listed.select(PLACED.named("x", name), known) == records[0]
        assert listed.select(PLACED.named("2", name), known) is None
    assert listed.select(PLACED.of("a"), known) == [records[1]]
    assert listed.select(PLACED.of(), known) == records
    assert listed.select(PLACED.named("x"), known) == records[0]
