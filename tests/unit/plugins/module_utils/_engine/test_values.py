# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._engine.values import (
    UNKNOWN,
    UNSET,
    Ref,
    Secret,
    concealed,
    from_json,
    known,
    merged,
    resolved,
    to_json,
    unknown_paths,
)
from hypothesis import given
from hypothesis import strategies as st

LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.just(UNKNOWN)
NAMES = st.text().filter(lambda name: not name.startswith("$"))
VALUES = st.recursive(
    LEAVES | st.builds(Ref, st.text(), st.lists(st.text()).map(tuple)),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
)


@pytest.mark.parametrize("mark", [UNKNOWN, UNSET])
def test_a_mark_has_no_truth_value(mark: Any) -> None:
    with pytest.raises(TypeError, match="no truth value"):
        bool(mark)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda mark: pickle.loads(pickle.dumps(mark))])  # noqa: S301
def test_a_mark_stays_itself(again: Any) -> None:
    assert again(UNKNOWN) is UNKNOWN


def test_what_is_unknown_is_listed_by_path() -> None:
    value = {
        "id": UNKNOWN,
        "user": {"email": "a@example.com", "id": UNKNOWN},
        "parts": [1, {"x": Ref("make", ("id",))}],
    }
    assert sorted(unknown_paths(value)) == ["id", "parts[1].x", "user.id"]
    assert not known(value)
    assert known({"id": None})


@given(VALUES)
def test_a_value_survives_json(value: Any) -> None:
    assert from_json(json.loads(json.dumps(to_json(value)))) == value


def test_json_refuses_marks_that_nobody_tagged() -> None:
    with pytest.raises(TypeError):
        json.dumps({"id": UNKNOWN})


def test_a_secret_is_in_no_saved_form() -> None:
    body = {"secret": Secret("canary"), "name": "a"}
    assert "canary" not in json.dumps(to_json(body))
    assert "canary" not in repr(body)
    assert from_json(to_json(body)) == {"secret": UNKNOWN, "name": "a"}


def test_references_are_filled_with_answers() -> None:
    body = {"app": Ref("app: create", ("id",)), "list": [Ref("app: create", ("owner", "email"))]}
    answers = {"app: create": {"id": "1", "owner": {"email": "a@example.com"}}}
    assert resolved(body, answers) == {"app": "1", "list": ["a@example.com"]}
    with pytest.raises(KeyError):
        resolved(body, {})


def test_an_answer_fills_only_what_is_unknown() -> None:
    predicted = {"id": UNKNOWN, "name": "wanted", "user": {"email": "a", "id": UNKNOWN}, "left_out": UNKNOWN}
    answer = {"id": "1", "name": "other", "user": {"email": "b", "id": "2"}, "more": True}
    assert merged(predicted, answer) == {
        "id": "1",
        "name": "wanted",
        "user": {"email": "a", "id": "2"},
        "left_out": UNKNOWN,
    }


@given(VALUES)
def test_nothing_unknown_is_left_to_be_shown(value: Any) -> None:
    json.dumps(concealed(value, "(known after apply)"))
