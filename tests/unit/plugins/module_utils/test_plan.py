# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.attributes import (
    same_ignoring_case,
    same_set,
)
from ansible_collections.community.heroku.plugins.module_utils._lib.references import (
    is_uuid,
    same_address,
    same_reference,
)
from ansible_collections.community.heroku.plugins.module_utils.plan import (
    Field,
    Plan,
    Step,
    hidden,
    plan_absence,
    plan_fields,
)
from hypothesis import given
from hypothesis import strategies as st

US = {"id": "11111111-1111-4111-8111-111111111111", "name": "us"}
EU = {"id": "22222222-2222-4222-8222-222222222222", "name": "eu"}
REFERENCES = {key: item for item in (US, EU) for key in item.values()}

# A made-up resource with a field of every kind.
FIELDS = (
    Field("name"),
    Field("size", equal=same_ignoring_case),
    Field("region", reference=True, update=None, fixed="Make another one."),
    Field("stack", at="build_stack", reference=True),
    Field("space", reference=True, update="move"),
    Field("locked", update="lock", create=False, initial=False),
    Field("maintenance", create=False, initial=False),
    Field("password", secret=True),
    Field("key", secret=True, update=None),
)
NAMES = {item.option for item in FIELDS}
BLANK = {
    **dict.fromkeys(("id", "name", "size", "region", "build_stack", "space", "password", "key", "updated_at")),
    "locked": False,
    "maintenance": False,
}
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


def plan_for(wanted, *current):
    """The plan for what is there, unless something else is given."""
    return plan_fields(FIELDS, wanted, current[0] if current else THERE, BLANK)


class TestComparing:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("01234567-89ab-cdef-0123-456789abcdef", True),
            ("01234567-89AB-CDEF-0123-456789ABCDEF", False),  # ids are lower case
            ("01234567-89ab-cdef-0123-456789abcdef\n", False),
            ("x01234567-89ab-cdef-0123-456789abcdef", False),
            ("01234567-89ab-cdef-0123-456789abcde", False),
            ("example", False),
            ("", False),
        ],
    )
    def test_is_uuid(self, text, expected):
        assert is_uuid(text) is expected

    @pytest.mark.parametrize(
        ("wanted", "have", "expected"),
        [
            ("us", US, True),
            (US["id"], US, True),
            ("eu", US, False),
            ("us", None, False),
            ("", US, False),
            ("", None, True),
            (None, US, False),
            (None, None, True),
        ],
    )
    def test_same_reference(self, wanted, have, expected):
        assert same_reference(wanted, have) is expected

    @pytest.mark.parametrize(
        ("wanted", "have", "expected"),
        [("Basic", "basic", True), ("", None, True), ("basic", None, False), ("basic", "eco", False)],
    )
    def test_same_ignoring_case(self, wanted, have, expected):
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
    def test_same_set(self, wanted, have, expected):
        assert same_set(wanted, have) is expected

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ("https://logs.example.com/a", "HTTPS://Logs.Example.com/a", True),
            ("https://user:Secret@logs.example.com/a", "https://user:Secret@LOGS.example.com/a", True),
            ("https://user:Secret@logs.example.com/a", "https://user:secret@logs.example.com/a", False),
            ("https://user:secret@logs.example.com/a", "https://logs.example.com/a", False),
            ("https://logs.example.com/a", "https://logs.example.com/A", False),
            ("https://logs.example.com/?t=a", "https://logs.example.com/?t=b", False),
            ("https://logs.example.com:1/", "https://logs.example.com:2/", False),
            ("syslog://logs.example.com:1", "syslog+tls://logs.example.com:1", False),
        ],
    )
    def test_same_address(self, one, other, expected):
        assert same_address(one, other) is expected
        assert same_address(other, one) is expected


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
    )
    def test_nothing(self, wanted):
        plan = plan_for(wanted)
        assert plan.steps == ()
        assert not plan.changes
        assert plan.before == plan.after
        assert plan.predicted == THERE

    @pytest.mark.parametrize(
        ("wanted", "steps", "predicted"),
        [
            ({"name": "other"}, [Step("update", {"name": "other"})], {"name": "other"}),
            ({"size": "eco"}, [Step("update", {"size": "eco"})], {"size": "eco"}),
            ({"stack": "us"}, [Step("update", {"stack": "us"})], {"build_stack": {"id": None, "name": "us"}}),
            (
                {"stack": US["id"]},
                [Step("update", {"stack": US["id"]})],
                {"build_stack": {"id": US["id"], "name": None}},
            ),
            ({"space": "eu"}, [Step("move", {"space": "eu"})], {"space": {"id": None, "name": "eu"}}),
            ({"locked": True}, [Step("lock", {"locked": True})], {"locked": True}),
            (
                {"name": "other", "region": "us", "maintenance": False, "locked": True, "size": "basic"},
                [Step("update", {"name": "other", "maintenance": False}), Step("lock", {"locked": True})],
                {"name": "other", "maintenance": False, "locked": True},
            ),
        ],
    )
    def test_steps(self, wanted, steps, predicted):
        """All fields of one method in one write, and what does not differ in none."""
        plan = plan_for(wanted)
        assert sorted(plan.steps, key=lambda step: step.action) == sorted(steps, key=lambda step: step.action)
        assert plan.predicted == {**THERE, **predicted, "updated_at": None}

    def test_diff_is_in_the_words_of_the_options(self):
        plan = plan_for({"stack": "us", "name": "other"})
        assert plan.before["stack"] == "eu"
        assert plan.after["stack"] == "us"
        assert (plan.before["name"], plan.after["name"]) == ("example", "other")
        assert set(plan.before) == set(plan.after) == NAMES

    def test_a_reference_by_id_is_shown_as_it_was_given(self):
        assert plan_for({"stack": US["id"]}).after["stack"] == US["id"]

    def test_what_is_sent_is_what_was_written(self):
        """The form of the option, not that of Heroku."""
        assert plan_for({"size": "ECO"}).steps[0].fields == {"size": "ECO"}

    def test_other_unpredictable_properties(self):
        plan = plan_fields(FIELDS, {"name": "other"}, THERE, BLANK, ("web_url", "not_there"))
        assert plan.predicted == {**THERE, "name": "other", "web_url": None}

    def test_what_cannot_change(self):
        with pytest.raises(InvalidInput) as caught:
            plan_for({"region": "eu", "name": "other"})
        assert str(caught.value) == "region cannot be changed from 'us' to 'eu'. Make another one."
        assert caught.value.details == {"option": "region"}

    def test_a_secret_that_cannot_change_is_not_told(self):
        with pytest.raises(InvalidInput) as caught:
            plan_for({"key": "new-key"})
        assert str(caught.value) == "key cannot be changed."


class TestCreating:
    def test_all_at_once(self):
        plan = plan_for({"name": "example", "region": "eu", "size": "eco", "password": "new-secret"}, None)
        assert plan.steps == (
            Step("create", {"name": "example", "region": "eu", "size": "eco", "password": "new-secret"}),
        )
        assert plan.before == {}
        assert plan.after == {"name": "example", "region": "eu", "size": "eco", "password": "(hidden, new value)"}
        assert plan.predicted["name"] == "example"
        assert plan.predicted["region"] == {"id": None, "name": "eu"}
        assert plan.predicted["id"] is None

    def test_what_cannot_be_given_at_creation_comes_after_it(self):
        plan = plan_for({"name": "example", "maintenance": True, "locked": False}, None)
        assert plan.steps == (Step("create", {"name": "example"}), Step("update", {"maintenance": True}))
        assert plan.after == {"name": "example", "maintenance": True, "locked": False}
        assert plan.predicted["maintenance"] is True

    def test_a_reference_to_nothing_is_not_sent(self):
        plan = plan_for({"name": "example", "space": "", "region": ""}, None)
        assert plan.steps == (Step("create", {"name": "example"}),)
        assert plan.after == {"name": "example", "space": None, "region": None}

    def test_without_a_field(self):
        assert plan_for({}, None).steps == (Step("create", {}),)


class TestAbsence:
    def test_there(self):
        plan = plan_absence(FIELDS, THERE)
        assert plan.steps == (Step("delete"),)
        assert plan.before["name"] == "example"
        assert plan.after == {}
        assert plan.predicted is None
        assert "standing" not in str(plan.before)

    def test_not_there(self):
        plan = plan_absence(FIELDS, None)
        assert plan == Plan(before={}, after={}, steps=(), predicted=None)
        assert not plan.changes


def test_a_hidden_value_says_whether_it_changes():
    assert hidden(True) != hidden(False)


# What Heroku would do with the steps, written without a look at the code that plans them.


class Service:
    """One object of the made-up resource at Heroku, or none."""

    def __init__(self, record):
        self.record = copy.deepcopy(record)
        self.writes = 0

    def take(self, step):
        self.writes += 1
        if step.action == "create":
            assert self.record is None
            assert not {"locked", "maintenance"} & set(step.fields), "these cannot be given at creation"
            self.record = {**BLANK, "id": THERE["id"], "name": "chosen-by-heroku", "size": "Basic", "region": US}
        allowed = {"move": {"space"}, "lock": {"locked"}, "create": NAMES, "update": NAMES - {"space", "locked"}}
        assert set(step.fields) <= allowed[step.action] - (set() if step.action == "create" else {"region", "key"})
        for name, value in step.fields.items():
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
def records(draw):
    """What may be there: nothing, or an object made and changed in some way."""
    if draw(st.booleans()):
        return None
    service = Service(None)
    fields = draw(options)
    late = {"locked", "maintenance"} & set(fields)
    service.take(Step("create", {name: value for name, value in fields.items() if name not in late}))
    service.record.update({name: fields[name] for name in late})
    return service.record


def planned(wanted, record):
    """The plan, or None when what is asked for cannot be: then planning has to fail."""
    if record is not None:
        region = "region" in wanted and REFERENCES[wanted["region"]] != record["region"]
        key = "key" in wanted and wanted["key"] != record["key"]
        if region or key:
            with pytest.raises(InvalidInput, match="cannot be changed"):
                plan_for(wanted, record)
            return None
    return plan_for(wanted, record)


def carried_out(wanted, record):
    """The plan, or None, and the service that its steps were taken at."""
    plan = planned(wanted, record)
    service = Service(record)
    for step in plan.steps if plan else ():
        service.take(step)
    return plan, service


@given(wanted=options, record=records())
def test_property_what_was_done_needs_no_second_time(wanted, record):
    plan, service = carried_out(wanted, record)
    if plan is None:
        return
    again = plan_for(wanted, service.record)
    assert again.steps == ()
    assert again.before == again.after
    assert service.writes == len({step.action for step in plan.steps}), "one write for each method"


@given(wanted=options, record=records())
def test_property_the_prediction_comes_true(wanted, record):
    plan, service = carried_out(wanted, record)
    if plan is None:
        return
    for name, predicted in plan.predicted.items():
        real = service.record[name]
        if predicted is None or name == "size":  # the case of a size is Heroku's choice
            continue
        if isinstance(predicted, dict) and None in predicted.values():
            assert {key: value for key, value in predicted.items() if value is not None}.items() <= real.items()
        else:
            assert predicted == real


@given(wanted=options, record=records())
def test_property_what_was_not_given_is_not_touched(wanted, record):
    plan = planned(wanted, record)
    if plan is None:
        return
    assert {name for step in plan.steps for name in step.fields} <= set(wanted)
    if record is not None:
        service = Service(record)
        for step in plan.steps:
            service.take(step)
        for item in FIELDS:
            if item.option not in wanted:
                assert service.record[item.key] == record[item.key]


@given(wanted=options, record=records())
def test_property_no_secret_in_the_diff(wanted, record):
    plan = planned(wanted, record)
    for side in (plan, plan_absence(FIELDS, record)):
        if side is not None:
            assert "secret-" not in str(side.before) + str(side.after)


@given(wanted=options, record=records())
def test_property_planning_leaves_its_input_alone(wanted, record):
    """And gives the same again: it is a function."""
    before = copy.deepcopy((wanted, record))
    first = planned(wanted, record)
    if first is not None:
        for step in first.steps:
            step.fields.clear()
        if first.predicted:
            for value in first.predicted.values():
                if isinstance(value, dict):
                    value.clear()
    assert (wanted, record) == before
    second = planned(wanted, record)
    assert (second is None) == (first is None)
    assert second is None or second == planned(wanted, record)


@given(wanted=options, record=records())
def test_property_the_diff_shows_every_change_and_no_other(wanted, record):
    plan = planned(wanted, record)
    if plan is None:
        return
    assert (plan.before != plan.after) == (plan.changes and bool(wanted or record))
    if record is not None:
        shown = {name for name in plan.after if plan.before[name] != plan.after[name]}
        assert shown == {name for step in plan.steps for name in step.fields}
