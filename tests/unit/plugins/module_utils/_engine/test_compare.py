# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan that a declaration makes: what differs, and which writes change it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.attributes import (
    BOOL,
    CASELESS,
    REFERENCE,
    Attribute,
    computed,
    same_ignoring_case,
    same_set,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Kind
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import HIDDEN, NEWLY_HIDDEN, Resource
from ansible_collections.community.heroku.plugins.module_utils._engine.saved import Vault, save
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from hypothesis import given
from hypothesis import strategies as st
from planning import plan

US = {"id": "11111111-1111-4111-8111-111111111111", "name": "us"}
EU = {"id": "22222222-2222-4222-8222-222222222222", "name": "eu"}
REFERENCES = {key: item for item in (US, EU) for key in item.values()}


class Machine(Resource):
    """A made-up thing, of which an account has one, with an attribute of every kind."""

    noun = "machine"
    kind = Kind("machine", "/machine", document=True, optional=True)
    attributes = (
        Attribute("name"),
        Attribute("size", CASELESS),
        Attribute("region", REFERENCE, fixed="Make another one."),
        Attribute("stack", REFERENCE, at="build_stack"),
        Attribute("space", REFERENCE, call="move"),
        Attribute("locked", BOOL, call="lock", create=False, default=False),
        Attribute("maintenance", BOOL, create=False, default=False),
        Attribute("password", secret=True),
        Attribute("key", secret=True, fixed="Make another one."),
        *computed("id", "updated_at"),
    )


NAMES = {item.name for item in Machine.attributes if item.option}
THERE = {
    "id": "33333333-3333-4333-8333-333333333333",
    "name": "example",
    "size": "Basic",
    "region": US,
    "build_stack": EU,
    "space": None,
    "locked": False,
    "maintenance": True,
    "password": "standing-secret",
    "key": "standing-key",
    "updated_at": "2026-01-01T00:00:00Z",
    "web_url": "https://example.com/",
}
Write = tuple[str, dict[str, Any]]


def plan_for(wanted: dict[str, Any], *current: Any) -> Plan:
    """The plan for what is there, unless something else is given."""
    return plan(Machine, {Machine.kind.of(): current[0] if current else THERE}, **wanted)


def writes(made: Plan) -> list[Write]:
    """Verbs and bodies of what a plan does."""
    return [(action.verb, action.request.body) for action in made.actions]


@pytest.mark.parametrize(
    ("wanted", "have", "expected"),
    [("Basic", "basic", True), ("", None, True), ("basic", None, False), ("basic", "eco", False)],
)
def test_same_ignoring_case(wanted: str, have: Any, expected: bool) -> None:
    assert same_ignoring_case(wanted, have) is expected


@pytest.mark.parametrize(
    ("wanted", "have", "expected"),
    [
        (["a", "b"], ["b", "a"], True),
        (["a", "a"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["a"], ["A"], False),
        (["a"], None, False),
    ],
)
def test_same_set(wanted: list[str], have: Any, expected: bool) -> None:
    assert same_set(wanted, have) is expected


class TestChanging:
    @pytest.mark.parametrize(
        "wanted",
        [
            {},
            {"name": "example"},
            {"size": "BASIC"},
            {"region": "us", "stack": "eu", "space": ""},
            {"region": US["id"], "stack": EU["id"]},
            {"locked": False, "maintenance": True},
            {"password": "standing-secret", "key": "standing-key"},
        ],
        ids=str,
    )
    def test_nothing(self, wanted: dict[str, Any]) -> None:
        made = plan_for(wanted)
        assert made.actions == ()
        assert made.before == made.after
        assert made.record == THERE

    @pytest.mark.parametrize(
        ("wanted", "expected", "predicted"),
        [
            ({"name": "other"}, [("update", {"name": "other"})], {"name": "other"}),
            ({"size": "eco"}, [("update", {"size": "eco"})], {"size": "eco"}),
            ({"stack": "us"}, [("update", {"stack": "us"})], {"build_stack": {"id": UNKNOWN, "name": "us"}}),
            (
                {"stack": US["id"]},
                [("update", {"stack": US["id"]})],
                {"build_stack": {"id": US["id"], "name": UNKNOWN}},
            ),
            ({"space": "eu"}, [("move", {"space": "eu"})], {"space": {"id": UNKNOWN, "name": "eu"}}),
            ({"locked": True}, [("lock", {"locked": True})], {"locked": True}),
            (
                {"name": "other", "region": "us", "maintenance": False, "locked": True, "size": "basic"},
                [("update", {"name": "other", "maintenance": False}), ("lock", {"locked": True})],
                {"name": "other", "maintenance": False, "locked": True},
            ),
        ],
        ids=str,
    )
    def test_writes(self, wanted: dict[str, Any], expected: list[Write], predicted: dict[str, Any]) -> None:
        """All attributes of one call in one write, and what does not differ in none."""
        made = plan_for(wanted)
        assert sorted(writes(made)) == sorted(expected)
        assert made.record == {**THERE, **predicted, "updated_at": UNKNOWN}

    def test_diff_is_in_the_words_of_the_options(self) -> None:
        made = plan_for({"stack": "us", "name": "other"})
        assert (made.before["stack"], made.after["stack"]) == ("eu", "us")
        assert (made.before["name"], made.after["name"]) == ("example", "other")
        assert set(made.before) == set(made.after) == NAMES

    def test_a_reference_by_id_is_shown_as_it_was_given(self) -> None:
        assert plan_for({"stack": US["id"]}).after["stack"] == US["id"]

    def test_what_is_sent_is_what_was_written(self) -> None:
        """The form of the option, not that of Heroku."""
        assert writes(plan_for({"size": "ECO"})) == [("update", {"size": "ECO"})]

    def test_what_cannot_change(self) -> None:
        with pytest.raises(InvalidInput) as caught:
            plan_for({"region": "eu", "name": "other"})
        assert str(caught.value) == "region cannot be changed from 'us' to 'eu'. Make another one."
        assert caught.value.details == {"option": "region"}

    def test_a_secret_that_cannot_change_is_not_told(self) -> None:
        with pytest.raises(InvalidInput) as caught:
            plan_for({"key": "new-key"})
        assert str(caught.value) == "key cannot be changed. Make another one."


class TestCreating:
    def test_all_at_once(self) -> None:
        made = plan_for({"name": "example", "region": "eu", "size": "eco", "password": "new-secret"}, None)
        assert writes(made) == [
            ("create", {"name": "example", "region": "eu", "size": "eco", "password": "new-secret"})
        ]
        assert made.before == {}
        assert made.after == {"name": "example", "region": "eu", "size": "eco", "password": NEWLY_HIDDEN}
        assert made.record["name"] == "example"
        assert made.record["region"] == {"id": UNKNOWN, "name": "eu"}
        assert made.record["id"] is UNKNOWN

    def test_what_cannot_be_given_at_creation_comes_after_it(self) -> None:
        made = plan_for({"name": "example", "maintenance": True, "locked": False}, None)
        assert writes(made) == [("create", {"name": "example"}), ("update", {"maintenance": True})]
        assert made.actions[1].after == (made.actions[0].id,)
        assert made.after == {"name": "example", "maintenance": True, "locked": False}
        assert made.record["maintenance"] is True

    def test_a_reference_to_nothing_is_not_sent(self) -> None:
        made = plan_for({"name": "example", "space": "", "region": ""}, None)
        assert writes(made) == [("create", {"name": "example"})]
        assert made.after == {"name": "example", "space": None, "region": None}

    def test_without_an_attribute(self) -> None:
        assert writes(plan_for({}, None)) == [("create", {})]


class TestAbsence:
    def test_there(self) -> None:
        made = plan_for({"state": "absent"})
        assert [(action.verb, action.request.method) for action in made.actions] == [("delete", "DELETE")]
        assert made.before["name"] == "example"
        assert made.before["password"] == HIDDEN
        assert made.after == {}
        assert made.record is None
        assert "standing" not in str(made.before)

    def test_not_there(self) -> None:
        made = plan_for({"state": "absent"}, None)
        assert (made.before, made.after, made.actions, made.record) == ({}, {}, (), None)


def test_a_hidden_value_says_whether_it_changes() -> None:
    assert plan_for({"password": "other"}).after["password"] == NEWLY_HIDDEN != HIDDEN


# What Heroku would do with the writes, written without a look at the code that plans them.


class Service:
    """One object of the made-up kind at Heroku, or none."""

    def __init__(self, record: Any) -> None:
        self.record = copy.deepcopy(record)
        self.writes = 0

    def take(self, verb: str, body: dict[str, Any]) -> None:
        self.writes += 1
        if verb == "create":
            assert self.record is None
            assert not {"locked", "maintenance"} & set(body), "these cannot be given at creation"
            nothing = dict.fromkeys(("build_stack", "space", "password", "key"))
            self.record = {**nothing, "id": THERE["id"], "name": "chosen-by-heroku", "size": "Basic", "region": US}
            self.record.update(locked=False, maintenance=False)
        allowed = {"move": {"space"}, "lock": {"locked"}, "create": NAMES, "update": NAMES - {"space", "locked"}}
        assert set(body) <= allowed[verb] - (set() if verb == "create" else {"region", "key"})
        for name, value in body.items():
            if name in ("region", "stack", "space"):
                self.record["build_stack" if name == "stack" else name] = REFERENCES[value] if value else None
            else:
                self.record[name] = value.title() if name == "size" else value
        self.record["updated_at"] = "2026-02-02T00:00:00Z"


references = st.sampled_from([*REFERENCES])
options = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["example", "other"]),
        "size": st.sampled_from(["Basic", "basic", "ECO", "eco", "Eco"]),
        "region": references,
        "stack": references,
        "space": st.sampled_from(["", *REFERENCES]),
        "locked": st.booleans(),
        "maintenance": st.booleans(),
        "password": st.sampled_from(["secret-one", "secret-two"]),
        "key": st.sampled_from(["secret-key-one", "secret-key-two"]),
    },
)


@st.composite
def records(draw: Any) -> Any:
    """What may be there: nothing, or an object made and changed in some way."""
    if draw(st.booleans()):
        return None
    service = Service(None)
    given_options = draw(options)
    late = {"locked", "maintenance"} & set(given_options)
    service.take("create", {name: value for name, value in given_options.items() if name not in late})
    service.record.update({name: given_options[name] for name in late})
    return service.record


def planned(wanted: dict[str, Any], record: Any) -> Plan | None:
    """The plan, or None when what is asked for cannot be: then planning has to fail."""
    if record is not None:
        region = "region" in wanted and REFERENCES[wanted["region"]] != record["region"]
        key = "key" in wanted and wanted["key"] != record["key"]
        if region or key:
            with pytest.raises(InvalidInput, match="cannot be changed"):
                plan_for(wanted, record)
            return None
    return plan_for(wanted, record)


def carried_out(wanted: dict[str, Any], record: Any) -> tuple[Plan | None, Service]:
    """The plan, or None, and the service that its writes were taken at."""
    made = planned(wanted, record)
    service = Service(record)
    for verb, body in writes(made) if made else ():
        service.take(verb, body)
    return made, service


@given(wanted=options, record=records())
def test_property_what_was_done_needs_no_second_time(wanted: dict[str, Any], record: Any) -> None:
    made, service = carried_out(wanted, record)
    if made is None:
        return
    again = plan_for(wanted, service.record)
    assert again.actions == ()
    assert again.before == again.after
    assert service.writes == len({action.verb for action in made.actions}), "one write for each call"


def comes_true(predicted: Any, real: Any) -> bool:
    """Whether a value is as it was predicted, as far as that was known."""
    if isinstance(predicted, dict) and isinstance(real, dict):
        return all(comes_true(predicted[key], real[key]) for key in predicted)
    return predicted is UNKNOWN or predicted == real


@given(wanted=options, record=records())
def test_property_the_prediction_comes_true(wanted: dict[str, Any], record: Any) -> None:
    made, service = carried_out(wanted, record)
    if made is None:
        return
    for name, predicted in made.record.items():
        assert name == "size" or comes_true(predicted, service.record[name]), name  # its case is Heroku's choice


@given(wanted=options, record=records())
def test_property_what_was_not_given_is_not_touched(wanted: dict[str, Any], record: Any) -> None:
    made, service = carried_out(wanted, record)
    if made is None:
        return
    assert {name for _verb, body in writes(made) for name in body} <= set(wanted)
    if record is not None:
        for item in Machine.attributes:
            if item.option and item.name not in wanted:
                assert service.record[item.key] == record[item.key]


@given(wanted=options, record=records())
def test_property_no_secret_in_the_diff_and_in_what_is_saved(wanted: dict[str, Any], record: Any) -> None:
    made = planned(wanted, record)
    for item in (made, plan_for({"state": "absent"}, record)):
        if item is not None:
            saved = save(item, Vault(lambda text: "secret-" in text))
            assert "secret-" not in str(item.before) + str(item.after) + str(saved)


@given(wanted=options, record=records())
def test_property_planning_leaves_its_input_alone(wanted: dict[str, Any], record: Any) -> None:
    """And gives the same again: it is a function."""
    before = copy.deepcopy((wanted, record))
    first = planned(wanted, record)
    if first is not None:
        for _verb, body in writes(first):
            body.clear()
        for value in (first.record or {}).values():
            if isinstance(value, dict):
                value.clear()
    assert (wanted, record) == before
    second = planned(wanted, record)
    assert (second is None) == (first is None)
    assert second is None or second == planned(wanted, record)


@given(wanted=options, record=records())
def test_property_the_diff_shows_every_change_and_no_other(wanted: dict[str, Any], record: Any) -> None:
    made = planned(wanted, record)
    if made is None:
        return
    assert (made.before != made.after) == (bool(made.actions) and bool(wanted or record))
    if record is not None:
        shown = {name for name in made.after if made.before[name] != made.after[name]}
        assert shown == {name for _verb, body in writes(made) for name in body}
