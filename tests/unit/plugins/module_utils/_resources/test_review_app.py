# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Moment, Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS
from ansible_collections.community.heroku.plugins.module_utils._resources.review_app import (
    REVIEW_APPS,
    ReviewApp,
    reason,
)
from planning import desired, plan, verbs, written

LINE = "01234567-89ab-cdef-0123-456789abcdef"
SOURCE = {"url": "https://example.com/source.tgz?signature=secret", "version": None}
FIX: dict[str, Any] = {"pipeline": LINE, "branch": "fix"}


def review_app(number: int, status: str = "created", **more: Any) -> dict[str, Any]:
    fork = more.pop("fork", None)
    return REVIEW_APPS.normal(
        {
            "app": {"id": f"a{number}"},
            "branch": "fix",
            "created_at": f"2026-11-2{number}T10:00:00Z",
            "fork_repo": fork and {"id": fork},
            "id": f"{number}",
            "pipeline": {"id": LINE},
            "status": status,
            "updated_at": "2026-11-21T10:00:00Z",
            **more,
        }
    )


def planned(*there: Any, **options: Any) -> Any:
    return plan(ReviewApp, {REVIEW_APPS.of(LINE): list(there)}, **{**FIX, **options})


def deleted(made: Any) -> list[str]:
    return [action.request.values[-1] for action in made.actions]


def test_reasons_end_with_one_full_stop() -> None:
    assert reason({"message": "Build failed"}) == reason({"message": "Build failed."}) == "Build failed."
    assert reason({"message": None}) == "Heroku does not say why."


def test_a_new_one() -> None:
    made = planned(source_blob=SOURCE, environment={"KEY": "text", "GONE": None, "COUNT": 2}, pr_number=24)
    environment = {"KEY": "text", "GONE": None, "COUNT": "2"}
    body = {"branch": "fix", "pr_number": 24, "pipeline": LINE, "source_blob": SOURCE, "environment": environment}
    assert verbs(made) == [("create", body)]
    assert isinstance(made.actions[0].request.body["environment"]["KEY"], Secret)
    assert "signature" not in written(made)
    assert made.record["status"] == "created"
    assert made.record["app"] is UNKNOWN
    assert [(wait.name, wait.moment is Moment.WRITE) for wait in made.waits] == [("ready", False)]
    assert planned(source_blob=SOURCE, wait=False).record["status"] == "pending"


def test_one_that_is_there() -> None:
    made = planned(review_app(1), review_app(2, branch="other"), review_app(3, "deleted"), source_blob=SOURCE)
    assert not made.actions
    assert not made.waits
    assert made.record == review_app(1)


def test_one_that_an_earlier_run_began_is_waited_for() -> None:
    made = planned(review_app(1, "creating"))
    assert not made.actions
    assert [wait.name for wait in made.waits] == ["ready"]
    assert made.record["status"] == "created"


def test_one_that_is_leaving_has_to_be_gone_first() -> None:
    made = planned(review_app(1, "deleting"), source_blob=SOURCE)
    assert [(wait.name, wait.about, wait.moment is Moment.WRITE) for wait in made.waits] == [
        ("gone", ("1",), True),
        ("ready", (), False),
    ]
    gone = planned(review_app(1, "deleting"), state="absent")
    assert not gone.actions
    assert [(wait.name, wait.about, wait.moment is Moment.WRITE) for wait in gone.waits] == [("gone", ("1",), False)]


@pytest.mark.parametrize(
    ("there", "options", "message"),
    [
        ([], {}, "The branch fix has no review app yet: give source_blob"),
        ([review_app(1, "errored", message="Build failed")], {}, "could not be made: Build failed. Delete it with"),
        ([review_app(1, pr_number=24)], {"pr_number": 3}, "pr_number cannot be changed from 24 to 3"),
    ],
)
def test_what_cannot_be(there: list, options: dict, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        planned(*there, **options)


OWN, FORKED = review_app(1, pr_number=24), review_app(2, pr_number=30, fork=99)


def test_of_two_of_a_branch_name_none_is_deleted_on_a_guess() -> None:
    message = "There are 2 review apps of branches fix: 1 .pull request 24 of the pipeline's own.*2 .pull.* fork 99"
    for state in ("present", "absent"):
        with pytest.raises(InvalidInput, match=message):
            planned(OWN, FORKED, state=state)


@pytest.mark.parametrize(
    ("options", "going"),
    [({"pr_number": 24}, ["1"]), ({"pr_number": 30}, ["2"]), ({"fork_repo_id": 99}, ["2"]), ({"pr_number": 5}, [])],
)
def test_the_pull_request_or_the_fork_says_which_is_meant(options: dict, going: list) -> None:
    for there in ((OWN, FORKED), (FORKED, OWN)):
        assert deleted(planned(*there, **options, state="absent")) == going


def test_anothers_pull_request_is_not_deleted() -> None:
    assert not planned(FORKED, pr_number=24, state="absent").actions
    assert not planned(OWN, fork_repo_id=99, state="absent").actions


def test_of_two_of_one_source_the_newest_counts() -> None:
    assert planned(review_app(2), review_app(1, "errored")).record["id"] == "2"


def test_the_app_that_goes_with_it_can_be_protected() -> None:
    assert planned(OWN, state="absent").deletes == ((APPS.named("a1"),),)
    assert planned(review_app(1, app=None), state="absent").deletes == ()


@pytest.mark.parametrize(
    ("name", "status", "verdict"),
    [
        ("ready", "pending", Status.PENDING),
        ("ready", "creating", Status.PENDING),
        ("ready", "created", Status.READY),
        ("ready", "errored", Status.FAILED),
        ("ready", "deleting", Status.FAILED),
        ("gone", "deleting", Status.PENDING),
        ("gone", "deleted", Status.READY),
        ("gone", None, Status.READY),
    ],
)
def test_when_the_waiting_is_over(name: str, status: str | None, verdict: Status) -> None:
    record = review_app(1, status) if status else None
    assert ReviewApp.judge(desired(ReviewApp, **FIX), Wait(name, "it"), record).status is verdict
