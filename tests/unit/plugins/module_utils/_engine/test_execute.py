# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import planning
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, HerokuError, OutcomeUnknown
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import LONGEST_POLL, Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import (
    Action,
    Desired,
    Moment,
    Plan,
    Request,
    Resend,
    Status,
    Verdict,
    Wait,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Draft
from ansible_collections.community.heroku.plugins.module_utils._resources.account import Account
from ansible_collections.community.heroku.plugins.module_utils._resources.build_cache import BuildCache
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import Domain
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_authorization import OauthAuthorization

HOSTNAME = "www.example.com"
DOMAINS = "/apps/example/domains"


class Heard(Reporter):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.said: list[str] = []
        self.hidden: set[str] = set()

    def hide(self, values: Iterable[str]) -> None:
        self.hidden.update(values)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def run(connect: Any, simulator: Any) -> Run:
    client = connect(simulator)
    client.post("/apps", {"name": "example"})
    return Run.of(client, Heard())


def domain(**options: Any) -> Subject:
    defaults = {"app": "example", "hostname": HOSTNAME, "state": "present", "wait": True, "wait_timeout": 60}
    return Subject(Domain, Desired({"sni_endpoint": None, "wait_for_acm": False, **defaults, **options}))


def converge(run: Run, subject: Subject) -> Any:
    return run.apply(subject, run.plan(subject))


def hostnames(run: Run) -> list[str]:
    return [item["hostname"] for item in run.client.get(DOMAINS) if item["kind"] == "custom"]


def fault(simulator: Any, kind: str, **details: Any) -> None:
    simulator.backdoor("POST", "faults", {"fault": kind, "count": 1, "path": DOMAINS + "**", **details})


def test_planning_sends_no_write_and_is_the_same_twice(run: Run, simulator: Any) -> None:
    assert run.plan(domain()) == run.plan(domain())
    assert {item["method"] for item in simulator.requests()[1:]} == {"GET"}


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "unavailable", "when": "before"},
        {"kind": "unavailable", "when": "after"},
        {"kind": "reset", "when": "before"},
        {"kind": "reset", "when": "after"},
        {"kind": "truncate"},
        {"kind": "html", "status": 200, "when": "after"},
    ],
    ids=str,
)
def test_whatever_becomes_of_an_answer_there_is_one_domain(
    run: Run, simulator: Any, pauses: Any, trouble: dict[str, Any]
) -> None:
    fault(simulator, method="POST", **trouble)
    record = converge(run, domain())
    assert record["hostname"] == HOSTNAME
    assert record["cname"]
    assert hostnames(run) == [HOSTNAME]
    assert run.journal.changed
    assert not Run.of(run.client, Heard()).plan(domain()).actions


@pytest.mark.parametrize("seconds", [0.3, 1.5, 8])
@pytest.mark.parametrize("lost", [False, True])
def test_a_late_commit_makes_no_second_domain(
    run: Run, simulator: Any, pauses: Any, seconds: float, lost: bool
) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    pauses.meanwhile.append(lambda paused: simulator.backdoor("POST", "clock", {"advance": paused}))
    fault(simulator, "late_commit", method="POST", seconds=seconds, lost=lost)
    assert converge(run, domain(wait=False))["hostname"] == HOSTNAME
    simulator.backdoor("POST", "clock", {"advance": 30})
    assert hostnames(run) == [HOSTNAME]
    assert not Run.of(run.client, Heard()).plan(domain()).actions


def test_a_lost_answer_to_what_must_not_be_repeated_ends_in_doubt(
    run: Run, simulator: Any, pauses: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Domain, "resend", Resend.NEVER)
    fault(simulator, "unavailable", method="POST")
    with pytest.raises(OutcomeUnknown, match="not known whether this took effect") as failure:
        converge(run, domain())
    assert sum(pauses) >= 30, "it has not looked for long enough"
    assert [item["method"] for item in simulator.requests() if item["path"] == DOMAINS].count("POST") == 1
    assert failure.value.details["changed"]


def test_a_resource_says_where_to_look_what_became_of_a_lost_answer(
    run: Run, simulator: Any, pauses: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Domain, "resend", Resend.NEVER)
    monkeypatch.setattr(Domain, "explain", lambda want, action, error: f"Ask the owner of {want['hostname']}.")
    fault(simulator, "unavailable", method="POST")
    with pytest.raises(OutcomeUnknown, match=f"Ask the owner of {HOSTNAME}"):
        converge(run, domain())


@pytest.mark.parametrize("status", [200, 403, 404])
def test_what_no_answer_tells_is_read_unless_nobody_may_see_it(
    run: Run, simulator: Any, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    need = Domain.kind.named("www.elsewhere.example" if status == 404 else HOSTNAME, "example")
    predicted = {"as": "predicted", "hostname": "www.before.example"}
    monkeypatch.setattr(Domain, "outcome", lambda want, plan, answers: predicted)
    monkeypatch.setattr(Domain, "untold", lambda want, plan: need)
    plan = run.plan(domain(wait=False))
    if status == 403:
        fault(simulator, "forbidden", method="GET")
    record = run.apply(domain(wait=False), plan)
    assert record["as"] == "predicted"
    assert record["hostname"] == (HOSTNAME if status == 200 else "www.before.example")


@pytest.mark.parametrize("known", [True, False])
def test_what_was_there_before_is_not_taken_for_what_an_action_made(
    run: Run, simulator: Any, pauses: Any, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """A type whose things are made anew although the plan stays the same finds its own by what it knew before."""
    there = run.client.post(DOMAINS, {"hostname": HOSTNAME, "sni_endpoint": None})
    monkeypatch.setattr(
        Domain, "is_left", classmethod(lambda cls, want, action, observed: observed.current["id"] in action.known)
    )
    request = Request("POST", DOMAINS, (), {"hostname": "other.example.com", "sni_endpoint": None}, says="Adding it")
    action = Action("x: create", "create", request, Resend.NEVER, known=(there["id"],) if known else ())
    fault(simulator, "unavailable", method="POST")
    plan = replace(run.plan(domain()), actions=(action,))
    if known:
        with pytest.raises(OutcomeUnknown):
            run.drive(run.write_steps(domain(), plan))
    else:
        run.drive(run.write_steps(domain(), plan))
        assert run.journal.answers["x: create"]["id"] == there["id"]
    assert run.reporter.said[0] == "Adding it"


def test_a_secret_that_an_answer_tells_is_hidden_from_then_on(run: Run) -> None:
    options = {"description": "for the deployment", "scope": ["read"], "wait_timeout": 60}
    made = run.converge(Subject(OauthAuthorization, planning.desired(OauthAuthorization, **options)), check_mode=False)[
        1
    ]
    assert made["access_token"]["token"]
    assert made["access_token"]["token"] in run.reporter.hidden


def test_a_refusal_after_a_lost_answer_may_be_a_change(run: Run, simulator: Any, pauses: Any) -> None:
    class Unseen(Domain):
        @classmethod
        def observe(cls, want: Desired, view: Any) -> None:
            return None

    fault(simulator, "unavailable", method="POST", when="after")
    with pytest.raises(HerokuError) as failure:
        converge(run, Subject(Unseen, domain().want))
    assert failure.value.status == 422
    assert failure.value.details["changed"]
    assert hostnames(run) == [HOSTNAME]


def test_a_refusal_is_no_change(run: Run, simulator: Any) -> None:
    fault(simulator, "forbidden", method="POST")
    with pytest.raises(HerokuError) as failure:
        converge(run, domain())
    assert "changed" not in failure.value.details


def test_a_failure_after_a_write_tells_the_write(run: Run, simulator: Any, pauses: Any) -> None:
    plan = run.plan(domain())
    simulator.backdoor("POST", "clock", {"mode": "0"})
    fault(simulator, "forbidden", method="GET")
    with pytest.raises(Failure) as failure:
        run.apply(domain(), plan)
    assert failure.value.details["changed"]
    assert (failure.value.about, failure.value.details["done"]) == (f"example domain {HOSTNAME}", ["create"])


def test_what_somebody_else_made_meanwhile_is_taken(run: Run) -> None:
    plan = run.plan(domain())
    run.client.post(DOMAINS, {"hostname": HOSTNAME, "sni_endpoint": None})
    assert run.apply(domain(), plan)["hostname"] == HOSTNAME
    assert hostnames(run) == [HOSTNAME]


class Other(Domain):
    """Takes another hostname where the wanted one is refused, and deletes it when that is refused too."""

    @classmethod
    def instead(cls, want: Desired, action: Action, error: HerokuError, run: Run) -> list[Action]:
        body = {"hostname": f"other.{HOSTNAME}", "sni_endpoint": None}
        return [] if action.request.body == body else [replace(action, request=replace(action.request, body=body))]

    @classmethod
    def undo(cls, want: Desired, plan: Plan, action: Action) -> list[Action]:
        return [Action("undone", "undo", Request("DELETE", DOMAINS + "/{}", ("former.example.com",)))]


def test_what_is_refused_is_done_in_another_way(run: Run, simulator: Any) -> None:
    fault(simulator, "forbidden", method="POST")
    assert converge(run, Subject(Other, domain().want))["hostname"] == f"other.{HOSTNAME}"
    assert [entry.outcome for entry in run.journal.entries] == ["refused", "done"]


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_refused_in_any_way_undoes_what_was_done_before(run: Run, simulator: Any, gone: bool) -> None:
    run.client.post(DOMAINS, {"hostname": "former.example.com", "sni_endpoint": None})
    fault(simulator, "forbidden", method="POST", count=2)
    if gone:
        fault(simulator, "error", method="DELETE", status=409, id="conflict", message="Not now.")
    with pytest.raises(HerokuError) as failure:
        converge(run, Subject(Other, domain().want))
    assert failure.value.method == "POST"
    assert hostnames(run) == (["former.example.com"] if gone else [])
    assert len(run.reporter.warnings) == gone


def test_after_a_lost_answer_nothing_is_done_in_another_way(run: Run, simulator: Any, pauses: Any) -> None:
    """A refusal may then be of what was made already."""
    fault(simulator, "unavailable", method="POST", when="before")
    fault(simulator, "forbidden", method="POST", skip=1)
    with pytest.raises(HerokuError):
        converge(run, Subject(Other, domain().want))
    assert hostnames(run) == []


def test_a_refusal_of_what_was_already_done_by_a_lost_answer_is_a_change(run: Run, simulator: Any, pauses: Any) -> None:
    """The client sends a PATCH again by itself, and Heroku refuses the second one."""
    converge(run, domain())
    fault(simulator, "unavailable", method="PATCH", when="after")
    fault(simulator, "error", method="PATCH", skip=1, status=422, id="invalid_params", message="It has it already.")
    patch = Action("x: update", "update", Request("PATCH", DOMAINS + "/{}", (HOSTNAME,), {"sni_endpoint": None}))
    run = Run.of(run.client, Heard())
    run.drive(run.write_steps(domain(), replace(run.plan(domain()), actions=(patch,))))
    assert run.journal.changed


def test_what_an_earlier_attempt_of_the_same_request_did_is_a_change(connect: Any, simulator: Any, pauses: Any) -> None:
    """The password that was sent is wrong for the attempt that the client makes after a lost answer."""
    account = Run.of(connect(simulator, "simulator-token-other"), Heard())
    options = {**dict.fromkeys(Account.options), "new_password": "battery staple", "password": "correct horse"}
    fault(simulator, "reset", method="PATCH", when="after", path="/account")
    plan, _record = account.converge(Subject(Account, Desired(options)), check_mode=False)
    assert [item["status"] for item in simulator.requests() if item["method"] == "PATCH"][-1:] == [422]
    assert [action.verb for action in plan.actions] == ["update"]
    assert account.journal.changed


def test_what_somebody_else_deleted_meanwhile_is_gone_and_no_change(run: Run) -> None:
    converge(run, domain())
    gone = domain(state="absent")
    run = Run.of(run.client, Heard())
    plan = run.plan(gone)
    run.client.delete(f"{DOMAINS}/{HOSTNAME}")
    followed, record = tuple(run.drive(run.converge_steps(gone, plan)))
    assert record is None
    assert not run.journal.changed
    assert followed.before == followed.after == {}


@pytest.mark.parametrize("times", [1, 9])
def test_a_404_of_what_is_there_deletes_nothing_by_itself(run: Run, simulator: Any, pauses: Any, times: int) -> None:
    """As Heroku gives it for what is not seen everywhere yet."""
    converge(run, domain())
    fault(simulator, "not_found", method="DELETE", count=times)
    gone, run = domain(state="absent"), Run.of(run.client, Heard())
    with contextlib.nullcontext() if times == 1 else pytest.raises(HerokuError, match="HTTP 404"):
        run.converge(gone, check_mode=False)
    assert hostnames(run) == ([] if times == 1 else [HOSTNAME])
    assert run.journal.changed is (times == 1)


def test_a_404_after_a_lost_answer_tells_that_it_was_deleted(run: Run, simulator: Any, pauses: Any) -> None:
    converge(run, domain())
    fault(simulator, "reset", method="DELETE", when="after")
    run = Run.of(run.client, Heard())
    run.converge(domain(state="absent"), check_mode=False)
    assert [entry.outcome for entry in run.journal.entries] == ["found"]
    assert run.journal.changed


def test_a_404_of_what_is_done_rather_than_kept_is_a_failure(run: Run, simulator: Any) -> None:
    fault(simulator, "not_found", method="DELETE", path="/apps/example/build-cache")
    with pytest.raises(HerokuError, match="HTTP 404"):
        run.converge(Subject(BuildCache, Desired({"app": "example"})), check_mode=False)
    assert not run.journal.changed


def test_room_for_a_source_that_nothing_is_built_of_is_no_change(run: Run) -> None:
    reserve, other = (
        Action(f"x: {lasting}", "reserve", Request("POST", "/sources"), lasting=lasting) for lasting in (False, True)
    )
    for action, expected in ((reserve, False), (other, True)):
        run.drive(run.write_steps(domain(), replace(run.plan(domain()), actions=(action,))))
        assert run.journal.changed is expected
        assert bool(run.journal.done) is expected


def test_all_waits_have_one_deadline(run: Run, simulator: Any, pauses: Any) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    run.client.post("/apps/example/acm")
    with pytest.raises(Failure, match="Gave up waiting for the DNS target"):
        converge(run, domain(wait_for_acm=True))
    assert 50 <= sum(pauses) <= 60
    assert max(pauses) <= LONGEST_POLL
    assert pauses == sorted(pauses)
    assert run.reporter.waiting_for == f"the DNS target of {HOSTNAME} (pending)"


def test_a_wait_that_has_no_time_does_not_pause(run: Run, simulator: Any, pauses: Any) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    run.client.post("/apps/example/acm")
    with pytest.raises(Failure, match=r"after 0 s: it is still pending.*wait_timeout"):
        converge(run, domain(wait_timeout=0))
    assert pauses == []


def test_what_is_ready_is_not_waited_for(run: Run, pauses: Any) -> None:
    converge(run, domain())
    pauses.clear()
    again = Run.of(run.client, Heard())
    assert again.plan(domain()).waits
    assert converge(again, domain())["cname"]
    assert again.reporter.said == pauses == []
    assert again.reporter.waiting_for == ""


def test_each_state_of_a_wait_is_said(run: Run, simulator: Any, pauses: Any) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    run.client.post("/apps/example/acm")
    pauses.meanwhile.append(lambda seconds: simulator.backdoor("POST", "clock", {"advance": 10 * seconds}))
    record = converge(run, domain(wait_for_acm=True, wait_timeout=900))
    assert record["acm_status"] == "cert issued"
    assert run.reporter.said == [
        "Waiting for the DNS target of www.example.com: pending",
        "Waiting for the certificate of www.example.com: pending",
        "Waiting for the certificate of www.example.com: verified",
    ]


def test_a_wait_in_which_nothing_happens_is_told_of_each_minute(run: Run, simulator: Any, pauses: Any) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    run.client.post("/apps/example/acm")
    with pytest.raises(Failure, match="Gave up waiting"):
        converge(run, domain(wait_for_acm=True, wait_timeout=200))
    assert run.reporter.said == [
        "Waiting for the DNS target of www.example.com: pending",
        *(
            f"Still waiting for the DNS target of www.example.com: pending, for {minutes} min now"
            for minutes in (1, 2, 3)
        ),
    ]


def test_nothing_is_written_before_it_can_be(run: Run, simulator: Any, pauses: Any) -> None:
    looks: list[list[str]] = []

    class Late(Domain):
        @classmethod
        def foresee(cls, want: Desired, view: Any, draft: Draft) -> None:
            draft.waits.append(Wait("app", "the app", aside=True, moment=Moment.WRITE))

        @classmethod
        def watch(cls, want: Desired, wait: Wait, record: Any, run: Run) -> Any:
            looks.append([item["method"] for item in simulator.requests() if item["path"] == DOMAINS])
            return len(looks)

        @classmethod
        def judge(cls, want: Desired, wait: Wait, record: Any) -> Verdict:
            return Verdict(Status.READY) if record == 3 else Verdict(Status.PENDING, "not yet")

    record = converge(run, Subject(Late, domain().want))
    assert record["hostname"] == HOSTNAME
    assert len(looks) == 3
    assert not any("POST" in methods for methods in looks)
    assert run.reporter.said == ["Waiting for the app: not yet"]


def test_what_no_answer_shows_is_looked_at(run: Run, simulator: Any) -> None:
    class Silent(Domain):
        @classmethod
        def foresee(cls, want: Desired, view: Any, draft: Draft) -> None:
            draft.waits.append(Wait("seen", "the domain", look=True))

        @classmethod
        def outcome(cls, want: Desired, plan: Plan, answers: Any) -> Any:
            return plan.record

        @classmethod
        def watch(cls, want: Desired, wait: Wait, record: Any, run: Run) -> Any:
            return run.facts.refresh(cls.need(want))

        @classmethod
        def judge(cls, want: Desired, wait: Wait, record: Any) -> Verdict:
            return Verdict(Status.READY)

    record = converge(run, Subject(Silent, domain().want))
    assert record["id"] == run.client.get(f"{DOMAINS}/{HOSTNAME}")["id"]


def test_an_intent_is_noted_before_the_request_leaves(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = run.plan(domain())

    def stop(*_arguments: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run.client, "request", stop)
    with pytest.raises(KeyboardInterrupt):
        run.apply(domain(), plan)
    assert [entry.outcome for entry in run.journal.entries] == ["sent"]
    assert run.journal.changed


def test_a_run_that_does_nothing_has_changed_nothing(run: Run) -> None:
    converge(run, domain())
    again = Run.of(run.client, Heard())
    sent = run.client.requests_sent
    assert converge(again, domain())["hostname"] == HOSTNAME
    assert not again.journal.changed
    assert run.client.requests_sent - sent == 1
