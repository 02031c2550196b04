# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import planning
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Changes
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.app_transfer import AppTransfer
from ansible_collections.community.heroku.plugins.module_utils._resources.common import ACCOUNT, APPS
from ansible_collections.community.heroku.plugins.module_utils._resources.transfers import (
    TRANSFERS,
    same_person,
    transfers_of,
)

ID = "01234567-89ab-cdef-0123-456789abcdef"
PERSON = {"id": ID, "email": "New.Owner@example.com"}


def transfer(state: str = "pending", at: str = "10", app: str = "shop", email: str = "new@example.com") -> dict:
    return {
        "id": f"{state}-{at}",
        "app": {"id": f"id-of-{app}", "name": app},
        "state": state,
        "created_at": at,
        "updated_at": at,
        "owner": {"id": "1", "email": "old@example.com"},
        "recipient": {"id": "2", "email": email},
    }


@pytest.mark.parametrize(
    ("wanted", "same"),
    [("new.owner@example.com", True), (ID, True), (ID.upper(), True), ("owner@example.com", False), ("", False)],
)
def test_one_person(wanted: str, same: bool) -> None:
    assert same_person(wanted, PERSON) is same
    assert not same_person(wanted, None)


def test_the_pending_transfer_of_an_app_counts_most_and_then_the_last() -> None:
    view = View(
        {
            TRANSFERS.of(): [
                transfer("pending", "10"),
                transfer("declined", "30"),
                transfer("accepted", "20"),
                transfer("pending", "40", app="other"),
                {**transfer("declined", "35"), "updated_at": UNKNOWN},  # in check mode
            ]
        }
    )
    ids = [item["id"] for item in transfers_of(view, "shop")]
    assert ids == ["accepted-20", "declined-30", "declined-35", "pending-10"]
    assert transfers_of(view, "id-of-shop") == transfers_of(view, "shop")


APP = {"id": "id-of-shop", "name": "shop", "team": None, "owner": {"id": "1", "email": "old@example.com"}}
NEW = {"id": "2", "email": "new@example.com"}


# pylint: disable-next=dangerous-default-value
def plan(current: Any, account: str = "2", app: Any = APP, **options: Any) -> Plan:
    facts = {
        TRANSFERS.of(): [current] if current else [],
        APPS.named("shop"): app,
        ACCOUNT.of(): {"id": account, "email": "me@example.com"},
    }
    return planning.plan(AppTransfer, facts, app="shop", **options)


@pytest.mark.parametrize(
    ("state", "current", "steps"),
    [
        ("pending", None, ["create"]),
        ("pending", transfer(), []),
        ("pending", transfer(email="somebody@example.com"), ["delete", "create"]),
        ("pending", transfer("declined"), ["create"]),
        ("pending", transfer("accepted"), ["create"]),  # unless the app turns out to be the recipient's
        ("accepted", transfer(), ["answer"]),
        ("accepted", transfer("accepted"), []),
        ("declined", transfer(), ["answer"]),
        ("absent", transfer(), ["delete"]),
        ("absent", transfer("accepted"), []),
        ("absent", None, []),
    ],
)
def test_what_is_done(state: str, current: dict | None, steps: list[str]) -> None:
    made = plan(current, "1" if state == "absent" else "2", recipient="NEW@example.com", state=state)
    assert [action.verb for action in made.actions] == steps
    assert (made.before == made.after) is (not steps)
    assert bool(made.changes) is bool(steps)


def test_an_offer_waits_for_the_one_before_to_be_taken_back() -> None:
    back, offered = plan(transfer(email="somebody@example.com"), recipient="new@example.com").actions
    assert offered.after == (back.id,)
    assert back.request.values == ("pending-10",)
    assert offered.request.body == {"app": "shop", "recipient": "new@example.com"}


def test_the_recipient_is_predicted_as_heroku_spells_it() -> None:
    made = plan(None, recipient="New.Owner@Example.com")
    assert made.record["recipient"] == {"id": UNKNOWN, "email": "new.owner@example.com"}
    assert made.record["app"] == {"id": "id-of-shop", "name": "shop"}
    assert made.record["owner"] == APP["owner"]
    assert made.unknown == ["created_at", "id", "recipient.id", "updated_at"]


@pytest.mark.parametrize(
    ("app", "current", "needed"),
    [
        ({**APP, "owner": NEW}, transfer("accepted"), False),
        ({**APP, "owner": NEW}, None, False),
        (HerokuError("", status=403), transfer("accepted"), False),
        (None, transfer("accepted"), False),
        (APP, transfer("accepted"), True),
    ],
)
def test_what_the_recipient_has_is_not_offered(app: Any, current: Any, needed: bool) -> None:
    made = plan(current, app=app, recipient="new@example.com")
    assert bool(made.actions) is needed
    assert needed or made.record == current


@pytest.mark.parametrize("app", [HerokuError("No access.", status=403), None])
def test_an_app_that_cannot_be_seen_is_not_offered(app: Any) -> None:
    with pytest.raises(HerokuError):
        plan(transfer("declined"), app=app, recipient="new@example.com")


@pytest.mark.parametrize(
    ("options", "account", "current", "message"),
    [
        ({"state": "accepted"}, "1", transfer(), "Only new@example.com, the recipient of this transfer"),
        ({"state": "absent"}, "2", transfer(), "The recipient declines an app with state=declined"),
        ({"state": "accepted"}, "2", None, "Nobody offers the app shop"),
        ({"state": "accepted"}, "2", transfer("declined"), "was declined already"),
        ({"state": "accepted", "recipient": "x@example.com"}, "2", transfer(), "Nobody offers the app shop"),
    ],
)
def test_what_nobody_can_do(options: dict, account: str, current: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        plan(current, account, **options)


@pytest.fixture
def run(connect: Any, simulator: Any) -> Run:
    client = connect(simulator)
    client.post("/apps", {"name": "shop"})
    client.post("/account/app-transfers", {"app": "shop", "recipient": "other@example.com"})
    return Run.of(client, Reporter())


def offer(recipient: str) -> Subject:
    return Subject(AppTransfer, planning.desired(AppTransfer, app="shop", recipient=recipient, state="pending"))


def recipients(run: Run) -> list[str]:
    return [item["recipient"]["email"] for item in run.client.list("/account/app-transfers")]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("method", ["DELETE", "POST"])
@pytest.mark.parametrize("kind", ["reset", "unavailable"])
def test_a_replacement_is_done_when_nothing_is_left_to_do(
    run: Run, simulator: Any, pauses: Any, when: str, method: str, kind: str
) -> None:
    """That the former offer is gone does not mean that the new one was made."""
    where = {"method": method, "path": "/account/app-transfers**", "count": 1}
    simulator.backdoor("POST", "faults", {"fault": kind, "when": when, **where})
    record = run.apply(offer("member@example.com"), run.plan(offer("member@example.com")))
    assert record["recipient"]["email"] == "member@example.com"
    assert recipients(run) == ["member@example.com"]
    assert run.journal.changed


@pytest.mark.parametrize("seconds", [0.3, 1.5, 8])
@pytest.mark.parametrize("lost", [False, True])
def test_a_late_offer_is_made_once(run: Run, simulator: Any, pauses: Any, seconds: float, lost: bool) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    pauses.meanwhile.append(lambda paused: simulator.backdoor("POST", "clock", {"advance": paused}))
    late = {"fault": "late_commit", "seconds": seconds, "lost": lost, "count": 1}
    simulator.backdoor("POST", "faults", {"method": "POST", "path": "/account/app-transfers", **late})
    run.apply(offer("member@example.com"), run.plan(offer("member@example.com")))
    simulator.backdoor("POST", "clock", {"advance": 30})
    assert recipients(run) == ["member@example.com"]


def test_an_offer_that_heroku_refuses_leaves_the_former_one(run: Run) -> None:
    with pytest.raises(HerokuError, match="Only people who have an account at Heroku can be offered an app") as failure:
        run.apply(offer("nobody@example.com"), run.plan(offer("nobody@example.com")))
    assert recipients(run) == ["other@example.com"]
    assert failure.value.details["done"] == ["delete", "restore"]


def test_an_app_that_would_be_accepted_is_there_for_later_tasks() -> None:
    """In check mode: the recipient cannot see it before."""
    made = plan(transfer(), state="accepted")
    stranger = HerokuError("You do not have access to the app shop.", status=403)
    view = Changes(made.changes).over(View({APPS.named("shop"): stranger}))
    assert not App.plan(planning.desired(App, name="shop"), view).actions
    assert view.get(APPS.named("shop"))["owner"] == NEW
    declined = plan(transfer(), state="declined")
    with pytest.raises(HerokuError, match="do not have access"):
        Changes(declined.changes).over(View({APPS.named("shop"): stranger})).get(APPS.named("shop"))
