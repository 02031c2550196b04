# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils.resources.app_transfer import (
    AppTransfer,
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
    assert same_person(wanted, None) is (wanted == "")


def test_the_pending_transfer_of_an_app_counts_most_and_then_the_last() -> None:
    class Client:
        def list(self, path: str) -> list:
            return [
                transfer("pending", "10"),
                transfer("declined", "30"),
                transfer("accepted", "20"),
                transfer("pending", "40", app="other"),
            ]

    ids = [item["id"] for item in transfers_of(Client(), "shop")]
    assert ids == ["accepted-20", "declined-30", "pending-10"]
    assert transfers_of(Client(), "id-of-shop") == transfers_of(Client(), "shop")


@pytest.mark.parametrize(
    ("state", "current", "steps"),
    [
        ("pending", None, ["create"]),
        ("pending", transfer(), []),
        ("pending", transfer(email="somebody@example.com"), ["replace"]),
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
    params = {"app": "shop", "recipient": "NEW@example.com", "state": state}
    plan = AppTransfer(None, params).plan(current)
    assert [step.action for step in plan.steps] == steps
    assert (plan.before == plan.after) is (not steps)
