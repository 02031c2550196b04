# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From options to what stands at Heroku and back: which requests that takes, and what is told when it breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.client import backoff
from ansible_collections.community.heroku.plugins.module_utils._api.errors import (
    Failure,
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
    Timeout,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.attributes import BOOL, Attribute, computed
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import ATTEMPTS, Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Kind
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, Plan, Request, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import RELEASES


class Site(Resource):
    """A resource of the tests: an app that is changed in two ways, one of them a POST."""

    noun = "site"
    kind = Kind("site", "/apps")
    key = "name"
    attributes = (
        Attribute("name", spec={"required": True}),
        Attribute("maintenance", BOOL, create=False, default=False),
        Attribute("acm", BOOL, call="acm", create=False, default=False),
        *computed("id", "updated_at"),
    )
    controls: ClassVar[dict[str, Any]] = {"wait_timeout": {"type": "int"}}

    @classmethod
    def change(cls, want: Any, call: str, record_id: Any, fields: Any) -> Any:
        action = super().change(want, call, record_id, fields)
        if call != "acm":
            return action
        return replace(action, request=Request("POST" if fields["acm"] else "DELETE", "/apps/{}/acm", (record_id,)))


class Task:
    """One task: its run, and what it says."""

    def __init__(self, client: Any, resource: type[Resource], options: dict[str, Any]) -> None:
        self.warned: list[str] = []
        reporter = Reporter()
        reporter.warn = self.warned.append  # type: ignore[method-assign]
        self.run = Run.of(client, reporter)
        empty = dict.fromkeys(resource.options)
        given = {**empty, "name": "example", "state": "present", "wait_timeout": 60, **options}
        self.subject = Subject(resource, Desired(given))

    def converge(self, *, check_mode: bool = False) -> tuple[Plan, Any]:
        """Its plan, and the record then. Raises Failure."""
        self.subject.resource.check(self.subject.want)
        return self.run.converge(self.subject, check_mode=check_mode)

    @property
    def done(self) -> list[str]:
        return self.run.journal.done


Make = Callable[..., Task]


@pytest.fixture
def site(connect: Any, simulator: Any) -> Make:
    """Make a task with these options."""
    return lambda kind=Site, **options: Task(connect(simulator), kind, options)


@pytest.fixture
def there(site: Make, simulator: Any) -> Any:
    """The app stands already; the log is empty."""
    _plan, record = site().converge()
    simulator.backdoor("DELETE", "requests")
    return record


def fault(simulator: Any, kind: str, **more: Any) -> None:
    simulator.backdoor("POST", "faults", {"fault": kind, **more})


def methods(simulator: Any) -> list[str]:
    return [entry["method"] for entry in simulator.requests()]


def apps(simulator: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = simulator.backdoor("GET", "state")["tables"]["apps"]
    return found


class TestConverge:
    def test_creation_and_again(self, site: Make, simulator: Any) -> None:
        task = site(maintenance=True, acm=True)
        _plan, record = task.converge()
        assert task.done == ["create", "update", "acm"]
        assert record["maintenance"]
        assert record["acm"]
        assert methods(simulator) == ["GET", "POST", "PATCH", "POST"]
        plan, again = site(maintenance=True, acm=True).converge()
        assert plan.actions == ()
        assert methods(simulator)[4:] == ["GET"]
        assert again["id"] == record["id"]

    def test_check_mode_reads_and_predicts(self, site: Make, simulator: Any) -> None:
        task = site(maintenance=True)
        plan, _record = task.converge(check_mode=True)
        assert methods(simulator) == ["GET"]
        unknown = dict.fromkeys(("id", "updated_at"), UNKNOWN)
        assert plan.record == {"name": "example", "maintenance": True, "acm": False, **unknown}
        assert not task.run.journal.changed

    def test_what_was_not_given_is_left_alone(self, site: Make, there: Any, simulator: Any) -> None:
        site(acm=True).converge()
        _plan, record = site(maintenance=True).converge()
        assert record["acm"]
        assert simulator.requests()[-1]["body"] == ["maintenance"]

    def test_false_was_given(self, site: Make, there: Any) -> None:
        site(acm=True).converge()
        task = site(acm=False)
        task.converge()
        assert task.done == ["acm"]

    def test_absence_and_again(self, site: Make, there: Any, simulator: Any) -> None:
        task = site(state="absent")
        _plan, record = task.converge()
        assert (task.done, record) == (["delete"], None)
        assert apps(simulator) == []
        plan, record = site(state="absent").converge()
        assert (plan.actions, record) == ((), None)
        assert methods(simulator) == ["GET", "DELETE", "GET"]

    def test_absence_in_check_mode(self, site: Make, there: Any, simulator: Any) -> None:
        plan, _record = site(state="absent").converge(check_mode=True)
        assert plan.actions
        assert plan.record is None
        assert methods(simulator) == ["GET"]

    def test_a_failure_midway_says_what_was_done(self, site: Make, simulator: Any) -> None:
        fault(simulator, "error", status=422, path="/apps/*/acm", message="No.")
        with pytest.raises(HerokuError) as caught:
            site(maintenance=True, acm=True).converge()
        assert caught.value.details["changed"] is True
        assert caught.value.details["done"] == ["create", "update"]
        assert caught.value.details["error"]["message"] == "No."
        plan, _record = site(maintenance=True, acm=True).converge(check_mode=True)
        assert [action.verb for action in plan.actions] == ["acm"]

    def test_a_failure_before_the_first_write_says_nothing_of_that(self, site: Make, simulator: Any) -> None:
        fault(simulator, "error", status=422, method="POST")
        with pytest.raises(HerokuError) as caught:
            site().converge()
        assert set(caught.value.details) == {"error"}

    def test_other_errors_stay_errors(self, site: Make, simulator: Any) -> None:
        fault(simulator, "forbidden")
        with pytest.raises(HerokuError) as caught:
            site().converge()
        assert caught.value.status == 403


class Examined(Site):
    """Finds, when it looks closer, that maintenance is on already."""

    @classmethod
    def preflight(cls, want: Any, view: Any, draft: Any) -> None:
        releases = view.get(RELEASES.newest(1, want["name"]))
        assert releases
        draft.updates.clear()
        draft.record["maintenance"] = True


class Refused(Site):
    """Knows, when it looks closer, that Heroku would refuse."""

    @classmethod
    def preflight(cls, want: Any, view: Any, draft: Any) -> None:
        raise InvalidInput("Heroku would refuse that.")


class TestPreflight:
    def test_it_costs_nothing_when_there_is_nothing_to_do(self, site: Make, there: Any, simulator: Any) -> None:
        site(Examined, maintenance=False).converge()
        assert methods(simulator) == ["GET"]

    @pytest.mark.parametrize("check_mode", [True, False])
    def test_fresher_facts_count(self, site: Make, there: Any, simulator: Any, check_mode: bool) -> None:
        plan, _record = site(Examined, maintenance=True).converge(check_mode=check_mode)
        assert plan.actions == ()
        assert plan.record["maintenance"]
        assert methods(simulator) == ["GET", "GET"]

    @pytest.mark.parametrize("check_mode", [True, False])
    def test_it_refuses_in_check_mode_too(self, site: Make, there: Any, simulator: Any, check_mode: bool) -> None:
        with pytest.raises(InvalidInput):
            site(Refused, maintenance=True).converge(check_mode=check_mode)
        assert methods(simulator) == ["GET"]


class Slow(Site):
    """Is never ready."""

    @classmethod
    def foresee(cls, want: Any, view: Any, draft: Any) -> None:
        draft.waits.append(Wait("end", "the end"))

    @classmethod
    def judge(cls, want: Any, wait: Wait, record: Any) -> Any:
        raise Timeout("Still busy.")


class TestWaits:
    def test_it_waits_for_what_an_earlier_run_began(self, site: Make, there: Any) -> None:
        with pytest.raises(Timeout) as caught:
            site(Slow).converge()
        assert "changed" not in caught.value.details

    def test_what_was_done_before_it_is_told(self, site: Make, there: Any) -> None:
        with pytest.raises(Timeout) as caught:
            site(Slow, maintenance=True).converge()
        assert caught.value.details == {"changed": True, "done": ["update"]}

    def test_nothing_is_waited_for_in_check_mode(self, site: Make, there: Any) -> None:
        plan, _record = site(Slow, maintenance=True).converge(check_mode=True)
        assert plan.actions


LOST: list[dict[str, Any]] = [
    {"kind": "reset"},
    {"kind": "unavailable"},
    {"kind": "error", "status": 500},
    {"kind": "html", "status": 201},
    {"kind": "html", "status": 504},
]


class TestCreationsWithoutAnAnswer:
    @pytest.mark.parametrize("lost", LOST, ids=str)
    def test_it_was_made(self, site: Make, simulator: Any, pauses: Any, lost: dict[str, Any]) -> None:
        fault(simulator, **lost, when="after", method="POST")
        task = site()
        _plan, record = task.converge()
        assert methods(simulator) == ["GET", "POST", "GET"]
        assert [app["id"] for app in apps(simulator)] == [record["id"]]
        assert task.warned == [
            "Heroku did not answer the creation of site example, but it took effect; the task went on with it."
        ]

    @pytest.mark.parametrize("lost", LOST, ids=str)
    def test_it_was_not_made(self, site: Make, simulator: Any, pauses: Any, lost: dict[str, Any]) -> None:
        fault(simulator, **lost, when="before", method="POST", count=1)
        task = site()
        _plan, record = task.converge()
        assert methods(simulator)[:3] == ["GET", "POST", "GET"]
        assert methods(simulator).count("POST") == 2
        assert methods(simulator)[-1] == "POST"
        assert [app["id"] for app in apps(simulator)] == [record["id"]]
        assert task.warned == []

    def test_it_is_found_only_later(self, site: Make, simulator: Any, pauses: Any) -> None:
        """It may not be found for longer than it is looked for: then its name is taken, by nobody else."""
        fault(simulator, "reset", when="after", method="POST", count=1)
        fault(simulator, "not_found", path="/apps/example", method="GET", skip=1, count=4)
        task = site()
        _plan, record = task.converge()
        assert methods(simulator).count("POST") == 2
        assert [app["id"] for app in apps(simulator)] == [record["id"]]
        assert task.run.journal.changed

    def test_never_an_answer(self, site: Make, simulator: Any, pauses: Any) -> None:
        fault(simulator, "reset", method="POST")
        with pytest.raises(OutcomeUnknown) as caught:
            site().converge()
        assert methods(simulator).count("POST") == ATTEMPTS
        assert {backoff(attempt) for attempt in range(1, ATTEMPTS)} <= set(pauses)
        assert caught.value.details["changed"] is True, "it may have taken effect"

    @pytest.mark.parametrize("status", [409, 422])
    def test_a_refusal_at_first_is_no_lost_answer(self, site: Make, simulator: Any, status: int) -> None:
        fault(simulator, "error", status=status, method="POST")
        with pytest.raises(HerokuError) as caught:
            site().converge()
        assert caught.value.status == status
        assert methods(simulator) == ["GET", "POST", "GET"]

    @pytest.mark.parametrize("status", [409, 422])
    def test_a_refusal_later_is_final_when_nothing_was_made(
        self, site: Make, simulator: Any, pauses: Any, status: int
    ) -> None:
        fault(simulator, "reset", method="POST", count=1)
        fault(simulator, "error", status=status, method="POST")
        with pytest.raises(HerokuError) as caught:
            site().converge()
        assert caught.value.status == status
        assert methods(simulator).count("POST") == 2

    def test_looking_fails(self, site: Make, simulator: Any, pauses: Any) -> None:
        """Then nobody knows."""
        fault(simulator, "reset", when="after", method="POST")
        fault(simulator, "forbidden", method="GET", skip=1)
        with pytest.raises(Failure) as caught:
            site().converge()
        assert caught.value.details["changed"] is True


class TestChangesWithoutAnAnswer:
    """Changes that are a POST; others are repeated by the client."""

    @pytest.mark.parametrize("lost", LOST, ids=str)
    def test_it_was_done(self, site: Make, there: Any, simulator: Any, pauses: Any, lost: dict[str, Any]) -> None:
        fault(simulator, **lost, when="after", method="POST")
        task = site(acm=True)
        _plan, record = task.converge()
        assert record["acm"]
        assert task.done == ["acm"]
        assert methods(simulator) == ["GET", "POST", "GET"]
        assert "it took effect; the task went on with it." in task.warned[0]

    @pytest.mark.parametrize("lost", LOST, ids=str)
    def test_it_was_not_done(self, site: Make, there: Any, simulator: Any, pauses: Any, lost: dict[str, Any]) -> None:
        fault(simulator, **lost, when="before", method="POST", count=1)
        task = site(acm=True)
        _plan, record = task.converge()
        assert record["acm"]
        assert methods(simulator) == ["GET", "POST", "GET", "POST"]
        assert task.warned == []

    def test_never_an_answer(self, site: Make, there: Any, simulator: Any, pauses: Any) -> None:
        fault(simulator, "reset", method="POST")
        with pytest.raises(OutcomeUnknown):
            site(acm=True).converge()
        assert methods(simulator) == ["GET"] + ["POST", "GET"] * ATTEMPTS

    def test_a_refusal_is_final(self, site: Make, there: Any, simulator: Any, pauses: Any) -> None:
        fault(simulator, "reset", method="POST", count=1)
        fault(simulator, "error", status=422, method="POST")
        with pytest.raises(HerokuError) as caught:
            site(acm=True).converge()
        assert caught.value.status == 422
        assert methods(simulator).count("POST") == 2


class TestRemoving:
    def test_it_is_gone_meanwhile(self, site: Make, there: Any, simulator: Any) -> None:
        fault(simulator, "not_found", method="DELETE")
        fault(simulator, "not_found", method="GET", skip=1)
        plan, record = site(state="absent").converge()
        assert (plan.actions, record) == ((), None)

    def test_the_answer_is_lost(self, site: Make, there: Any, simulator: Any, pauses: Any) -> None:
        fault(simulator, "reset", when="after", method="DELETE", count=1)
        assert site(state="absent").converge()[1] is None
        assert methods(simulator) == ["GET", "DELETE", "DELETE"]
        assert apps(simulator) == []

    @pytest.mark.parametrize("reading", ["not_found", "forbidden"])
    def test_a_403_for_what_is_gone(self, site: Make, there: Any, simulator: Any, reading: str) -> None:
        fault(simulator, "forbidden", method="DELETE")
        fault(simulator, reading, method="GET", skip=1)
        _plan, record = site(state="absent").converge()
        assert record is None
        assert methods(simulator) == ["GET", "DELETE", "GET"]

    def test_a_403_for_what_is_there(self, site: Make, there: Any, simulator: Any) -> None:
        fault(simulator, "forbidden", method="DELETE", message="You do not have permission to do that.")
        with pytest.raises(HerokuError, match="You do not have permission"):
            site(state="absent").converge()
        assert len(apps(simulator)) == 1

    def test_a_403_and_then_nobody_knows(self, site: Make, there: Any, simulator: Any) -> None:
        """It must not count as gone because looking failed."""
        fault(simulator, "forbidden", method="DELETE", message="You do not have permission to do that.")
        fault(simulator, "unauthorized", method="GET", skip=1)
        with pytest.raises(HerokuError, match="You do not have permission"):
            site(state="absent").converge()

    @pytest.mark.parametrize("status", [409, 422, 423])
    def test_a_refusal(self, site: Make, there: Any, simulator: Any, status: int) -> None:
        fault(simulator, "error", status=status, method="DELETE")
        with pytest.raises(HerokuError) as caught:
            site(state="absent").converge()
        assert caught.value.status == status
