# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import importlib.util

import pytest
import tree

_spec = importlib.util.spec_from_file_location("rules", tree.ROOT / "tests" / "integration" / "rules.py")
rules = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(rules)

APP = {
    "id": None,
    "name": "example",
    "maintenance": True,
    "region": {"id": None, "name": "eu"},
    "domains": [{"id": None}],
}
MADE = {
    "id": "1",
    "name": "example",
    "maintenance": True,
    "region": {"id": "2", "name": "eu"},
    "domains": [{"id": "3"}],
}
NOT_THE_SAME = "the two runs did not do the same tasks, or not with the same success"
HEADERS = {"before_header": "app example", "after_header": "app example"}
DIFF = {"before": {}, "after": {"name": "example"}, **HEADERS}


def record(task, outcome="ok", *, check_mode=False, ignored=False, action="heroku_app", **result):
    return {
        "task": task,
        "action": f"community.heroku.{action}" if action.startswith("heroku") else action,
        "check_mode": check_mode,
        "ignored": ignored,
        "outcome": outcome,
        "result": {"changed": False, **result},
    }


def change(name="Make it"):
    """The three tasks of a change that is as it should be."""
    return [
        record(f"{name} | check", check_mode=True, changed=True, diff=DIFF, app=APP, requests=1),
        record(name, changed=True, diff=DIFF, app=MADE, requests=2),
        record(f"{name} | again", app=MADE, requests=1),
    ]


class TestViolations:
    def test_a_change_as_it_should_be(self):
        assert rules.violations(change()) == []

    def test_order_does_not_count(self):
        assert rules.violations(change()[::-1]) == []

    @pytest.mark.parametrize(
        ("which", "alter", "problem"),
        [
            (0, {"changed": False}, "check mode said changed=False"),
            (0, {"diff": {"before": {}, "after": {}}}, "check mode's diff"),
            (0, {"app": {**APP, "name": "other"}}, "predicted app.name='other', it is 'example'"),
            (0, {"app": {**APP, "more": None}}, "predicted app with the keys"),
            (0, {"app": {**APP, "region": {"id": None, "name": "us"}}}, "predicted app.region.name='us'"),
            (0, {"app": {**APP, "domains": []}}, "predicted app.domains=[]"),
            (0, {"app": {**APP, "domains": [{"id": "9"}]}}, "predicted app.domains[0].id='9'"),
            (0, {"app": {**APP, "maintenance": False}}, "predicted app.maintenance=False"),
            (0, {"names": None}, "only check mode returns names"),
            (1, {"names": ["A"]}, "only the run returns names"),
            (0, {"failed": True, "msg": "No."}, "check mode fails"),
            (1, {"failed": True, "msg": "No."}, "check mode does not fail"),
            (1, {"diff": {"before": {"a": 1}, "after": {"a": 1}, **HEADERS}}, "its diff does not show"),
            (1, {"diff": {"before": {}, "after": {"a": 1}}}, "its diff does not say which thing it is about"),
            (2, {"changed": True}, "the second run changes something again"),
            (2, {"changed": None}, "the second run changes something again"),
        ],
    )
    def test_a_broken_promise(self, which, alter, problem):
        records = change()
        records[which]["result"].update(alter)
        if "diff" in alter and which == 1:
            records[0]["result"].update(alter)
        found = rules.violations(records)
        assert [text for text in found if problem in text], found
        assert all(text.startswith("Make it") for text in found)

    def test_without_diff(self):
        records = change()
        for item in records[:2]:
            del item["result"]["diff"]
        assert rules.violations(records) == ["Make it: it is not run with diff"]

    def test_a_check_that_is_none(self):
        records = change()
        records[0]["check_mode"] = False
        assert rules.violations(records) == ["Make it | check: is not in check mode"]

    @pytest.mark.parametrize("missing", [0, 2])
    def test_a_change_that_is_not_tried_three_times(self, missing):
        records = change()
        del records[missing]
        assert rules.violations(records) == ["Make it: changes something, and has no check and again beside it"]

    def test_setting_up_is_no_subject(self):
        assert rules.violations([record("Set up an app", changed=True)]) == []

    def test_looking_needs_no_check(self):
        assert rules.violations([record("Look up apps", action="heroku_app_info")]) == []

    @pytest.mark.parametrize("ignored", [True, False])
    def test_failures(self, ignored):
        found = rules.violations([record("Wrong input", "failed", ignored=ignored, failed=True, msg="No.")])
        assert found == ([] if ignored else ["Wrong input: failed: No."])

    def test_both_fail(self):
        """What check mode refuses, the run has to refuse too."""
        records = change()
        for item in records:
            item.update(outcome="failed", ignored=True)
            item["result"] = {"changed": False, "failed": True, "msg": "No."}
        assert rules.violations(records) == []

    def test_two_tasks_of_one_name(self):
        assert rules.violations([record("Look"), record("Look")]) == ["two tasks are named 'Look'"]

    @pytest.mark.parametrize("outcome", ["item ok", "item failed", "retry", "async ok"])
    def test_items_and_retries_are_parts_of_a_task(self, outcome):
        assert rules.violations([record("Look", outcome), record("Look", outcome), record("Look")]) == []

    def test_tasks_of_others_are_no_subject(self):
        other = record("Read", action="ansible.builtin.uri", changed=True)
        assert rules.violations([other, other]) == []


class TestPredictions:
    @pytest.mark.parametrize(
        ("predicted", "real"),
        [(None, "anything"), (None, None), ({"id": None}, {"id": "1"}), ([None, 1], [2, 1]), ("a", "a"), ([], [])],
    )
    def test_true(self, predicted, real):
        assert rules.mispredicted(predicted, real, "x") == []

    @pytest.mark.parametrize(
        ("predicted", "real"),
        [
            ("a", "b"),
            ("a", None),
            ({"a": 1}, {}),
            ({}, {"a": 1}),
            ([1], [1, 2]),
            ([1], [2]),
            ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}),
        ],
    )
    def test_false(self, predicted, real):
        assert len(rules.mispredicted(predicted, real, "x")) == 1


class TestDifferences:
    def both(self, **result):
        """Two runs of one task; the result of the second is altered."""
        first = [record("Look", app=copy.deepcopy(MADE), requests=1, msg="It is there.")]
        second = copy.deepcopy(first)
        second[0]["result"].update(result)
        return rules.differences(first, second)

    def test_none(self):
        assert self.both() == []

    @pytest.mark.parametrize(
        ("result", "problem"),
        [
            ({"changed": True}, "result.changed is False in one and True in the other"),
            ({"requests": 2}, "result.requests is 1 in one and 2 in the other"),
            ({"extra": None}, "result.extra is only in one of them"),
            ({"app": {**MADE, "name": "other"}}, "result.app.name is 'example' in one and 'other' in the other"),
            ({"app": {**MADE, "id": None}}, "result.app.id is a str in one and a NoneType in the other"),
            ({"app": {**MADE, "maintenance": 1}}, "result.app.maintenance is a bool in one and a int in the other"),
            ({"app": {**MADE, "domains": []}}, "result.app.domains is [{'id': '3'}] in one and [] in the other"),
            ({"msg": "It is gone."}, "result.msg is 'It is there.' in one and 'It is gone.' in the other"),
            ({"warnings": ["Careful."]}, "result.warnings is only in one of them"),
            ({"invocation": {}}, "result.invocation is only in one of them"),
        ],
    )
    def test_what_means_something_else(self, result, problem):
        assert self.both(**result) == [f"Look: {problem}"]

    @pytest.mark.parametrize(
        "result",
        [
            {"app": {**MADE, "id": "9"}},
            {"app": {**MADE, "domains": [{"id": "9"}]}},
            {"ansible_facts": {"discovered_interpreter_python": "/usr/bin/python3"}},
            {"exception": "(traceback unavailable)"},
        ],
    )
    def test_what_two_worlds_differ_in(self, result):
        assert self.both(**result) == []

    def test_words_with_digits_are_made_up(self):
        first = [record("Look", msg="The app cold-dusk-12345 is there.")]
        assert rules.differences(first, [record("Look", msg="The app calm-bay-54321 is there.")]) == []
        assert rules.differences(first, [record("Look", msg="The app calm-bay-54321 is gone.")]) != []

    def test_other_tasks(self):
        assert rules.differences([record("One")], [record("Two")]) == [NOT_THE_SAME]
        assert rules.differences([record("One")], []) == [NOT_THE_SAME]

    def test_each_item_is_compared(self):
        first = [record("Look", "item ok", app=MADE), record("Look")]
        second = [record("Look", "item ok", app={**MADE, "name": "other"}), record("Look")]
        assert len(rules.differences(first, second)) == 1

    def test_outcomes(self):
        failed = [record("Look", "failed", failed=True)]
        assert rules.differences([record("Look", failed=True)], failed) == [NOT_THE_SAME]

    def test_warnings_of_an_attempt_are_shown_already(self):
        first, second = [record("Look", "retry", warnings=[])], [record("Look", "retry")]
        assert rules.differences(first, second) == []

    def test_who_waits_may_ask_more_often(self):
        first, second = ([record("Wait for it", requests=count, app=MADE)] for count in (3, 7))
        assert rules.differences(first, second) == []

    def test_tasks_of_others_are_no_subject(self):
        assert rules.differences([record("Read", action="ansible.builtin.uri")], []) == []
