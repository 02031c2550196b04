# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import (
    HINTS,
    Failure,
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
    Timeout,
)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"method": "GET", "path": "/apps", "id": "connection"}, "It failed. [GET /apps, id connection]"),
        (
            {"method": "GET", "path": "/apps", "status": 500, "id": "x", "request_id": "r", "url": "https://u"},
            "It failed. [GET /apps, HTTP 500, id x, Request-Id r] See https://u",
        ),
        ({"method": "GET", "path": "/apps", "hint": "Do it."}, "It failed. Do it. [GET /apps]"),
        ({"message": "Taken", "method": "GET", "path": "/apps", "hint": "Do it."}, "Taken. Do it. [GET /apps]"),
        ({"message": "Taken", "method": "GET", "path": "/apps"}, "Taken [GET /apps]"),
        ({"method": "GET", "path": "/apps", "id": "unknown-to-us"}, "It failed. [GET /apps, id unknown-to-us]"),
    ],
)
def test_the_whole_error_in_one_paragraph(parts, text):
    assert str(HerokuError(**{"message": "It failed.", **parts})) == text


def test_several_lines_become_one():
    error = HerokuError("\nNot now.\nLater.\n", method="GET", path="/")
    assert str(error) == "Not now. Later. [GET /]"
    assert error.message == "\nNot now.\nLater.\n"


@pytest.mark.parametrize("name", HINTS)
def test_each_known_id_has_its_hint(name):
    assert f" {HINTS[name]} [" in str(HerokuError("It failed.", id=name))


def test_a_better_hint_takes_the_place_of_the_usual_one():
    error = HerokuError("It failed.", id="forbidden", method="GET", path="/apps")
    assert error.with_hint("Ask the owner.") is error
    assert str(error) == "It failed. Ask the owner. [GET /apps, id forbidden]"


def test_the_hint_that_is_given_wins():
    assert "Ask the owner." in str(HerokuError("It failed.", id="forbidden", hint="Ask the owner."))


def test_an_unknown_outcome_says_that_another_run_does_no_harm():
    assert "run the task again" in str(OutcomeUnknown("No answer."))
    assert "two_factor_code" in str(OutcomeUnknown("No answer.", id="two_factor"))


def test_the_parts_are_there_for_playbooks():
    error = HerokuError("It failed.", id="x", status=404, url="u", request_id="r", method="GET", path="/apps")
    assert error.details == {
        "error": {
            "id": "x",
            "message": "It failed.",
            "method": "GET",
            "path": "/apps",
            "request_id": "r",
            "status": 404,
            "url": "u",
        }
    }
    assert error.not_found
    assert not HerokuError("It failed.", status=403).not_found


def test_failures_carry_details():
    failure = Failure("It failed.", option="name")
    assert str(failure) == "It failed."
    assert failure.details == {"option": "name"}
    assert all(issubclass(kind, Failure) for kind in (InvalidInput, Timeout, HerokuError, OutcomeUnknown))
    assert issubclass(OutcomeUnknown, HerokuError)
