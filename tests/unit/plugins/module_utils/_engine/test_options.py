# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What texts options can hold, and what an empty one means."""

from __future__ import annotations

import modules
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.options import (
    LONGEST_MESSAGE,
    LONGEST_NAME,
    LONGEST_TEXT,
    NONE,
    OMITTED,
    check_texts,
    prepared,
    shortened,
    suggestions,
)

SPEC = {
    "name": {"type": "str", "aliases": ["called"]},
    "stack": {},
    "tags": {"type": "list", "elements": "str"},
    "config": {"type": "dict"},
    "certificate_chain": {"type": "str"},
    "app": {"type": "dict", "options": {"region": {"type": "str"}}},
    "parts": {"type": "list", "elements": "dict", "options": {"size": {"type": "str"}}},
    "count": {"type": "int"},
}
BLANKS = ("", " ", "\t \n")


@pytest.mark.parametrize("blank", BLANKS)
def test_an_empty_text_is_left_out_where_that_is_what_it_means(blank):
    options = {"called": blank, "app": {"region": blank}, "parts": [{"size": blank}, {"size": "big"}], "stack": "x"}
    meanings = {"name": OMITTED, "app.region": OMITTED, "parts.size": OMITTED, "stack": OMITTED}
    assert prepared(options, SPEC, meanings) == {"app": {}, "parts": [{}, {"size": "big"}], "stack": "x"}


@pytest.mark.parametrize("blank", BLANKS)
def test_an_empty_text_that_takes_something_away_is_empty(blank):
    options = prepared({"name": blank}, SPEC, {"name": NONE})
    check_texts(options, SPEC, {"name": NONE})
    assert options == {"name": ""}


@pytest.mark.parametrize(
    "options",
    [
        {"name": ""},
        {"stack": " "},
        {"tags": ["a", "\n"]},
        {"app": {"region": ""}},
        {"parts": [{"size": "big"}, {"size": " "}]},
    ],
)
def test_other_empty_texts_are_refused(options):
    assert prepared(options, SPEC, {}) == options
    with pytest.raises(InvalidInput, match=r"default\(omit\)"):
        check_texts(options, SPEC, {})


def test_what_is_data_may_be_empty():
    check_texts({"config": {"A": "", "B": [" "]}, "name": None, "count": 3}, SPEC, {})


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "a\udfff"])
@pytest.mark.parametrize("where", ["name", "tags", "config", "key", "app", "parts"])
def test_what_no_text_at_heroku_can_be_is_refused(where, text):
    options = {
        "name": {"name": text},
        "tags": {"tags": [text]},
        "config": {"config": {"A": [{"B": text}]}},
        "key": {"config": {text: "A"}},
        "app": {"app": {"region": text}},
        "parts": {"parts": [{"size": text}]},
    }[where]
    with pytest.raises(InvalidInput) as caught:
        check_texts(options, SPEC, {})
    assert text not in str(caught.value)
    str(caught.value).encode()


@pytest.mark.parametrize(
    ("option", "longest"), [("name", LONGEST_NAME), ("certificate_chain", LONGEST_TEXT), ("config", LONGEST_TEXT)]
)
def test_a_text_can_be_too_long(option, longest):
    def options(length):
        return {option: {"A": "x" * length} if option == "config" else "x" * length}

    check_texts(options(longest), SPEC, {})
    with pytest.raises(InvalidInput) as caught:
        check_texts(options(longest + 1), SPEC, {})
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("value", [7, -1.5, True])
def test_what_ansible_would_trip_over_it_can_refuse(value):
    assert prepared({"app": value, "count": value}, SPEC, {}) == {"app": str(value), "count": value}


@pytest.mark.parametrize("text", ["x" * 100_000, "x y " * 30_000])
def test_a_long_message_is_shortened(text):
    message = shortened(f"value of state must be one of: present, absent, got: {text}")
    assert message.startswith("value of state must be one of: present, absent, got: x")
    assert len(message) < LONGEST_MESSAGE + 100


def test_a_short_message_is_left_alone():
    assert shortened("x" * LONGEST_MESSAGE) == "x" * LONGEST_MESSAGE


# Misspelt options


LONG_ENOUGH = 5  # letters; of fewer, one that is missing leaves too little


def slips(spec, where=""):
    """For each option of an argument spec, at any depth: options with a letter missing, and what should be said."""
    for name, item in spec.items():
        slip = f"{name[: len(name) // 2]}{name[len(name) // 2 + 1 :]}"
        if len(name) >= LONG_ENOUGH and slip not in spec:
            yield {slip: None}, f"{where}{slip}: did you mean {name}?"
        for inner, text in slips(item.get("options", {}), f"{where}{name}."):
            yield {name: [inner] if item["type"] == "list" else inner}, text


@pytest.mark.parametrize("module", modules.names())
def test_a_misspelt_option_is_told_from_the_one_that_is_meant(module):
    spec = modules.arguments(module)["argument_spec"]
    for options, text in slips(spec):
        assert list(suggestions(options, spec)) == [text]


def test_an_option_that_is_like_none_has_no_suggestion():
    assert list(suggestions({"colour": "x", "app": {"zone": 1}, "parts": "x"}, SPEC)) == []
