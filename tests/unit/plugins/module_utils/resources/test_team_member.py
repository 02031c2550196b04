# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is added, invited, changed and removed, and that a team keeps an admin."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.team_member import TeamMember, invited, member

ID = "01234567-89ab-cdef-0123-456789abcde"


def person(email: str, role: str, number: int, *, pending: bool = False) -> dict[str, Any]:
    """A member, or somebody who is invited, as the resource keeps them."""
    record: dict[str, Any] = {
        "created_at": "2026-11-21T10:00:00Z",
        "id": f"record-{number}",
        "role": role,
        "updated_at": "2026-11-21T10:00:00Z",
        "user": {"email": email, "id": f"{ID}{number}", "name": None},
    }
    if pending:
        return invited({**record, "invited_by": {"email": "boss@example.com"}, "team": {"name": "acme"}})
    more = {"email": email, "federated": False, "identity_provider": None, "two_factor_authentication": True}
    return member({**record, **more})


TEAM = [
    person("a@example.com", "member", 1),
    person("boss@example.com", "admin", 2),
    person("new@example.com", "admin", 3, pending=True),
]


def resource(**options: Any) -> TeamMember:
    """The resource with these options; it is never asked to send anything."""
    return TeamMember(None, {"team": "acme", "state": "present", "exclusive": False, **options})  # type: ignore[arg-type]


def entry(email: str, role: str, federated: bool | None = None) -> dict[str, Any]:
    """One item of the option members."""
    return {"email": email, "role": role, "federated": federated}


@pytest.mark.parametrize(
    ("options", "planned"),
    [
        ({"email": "A@example.com"}, []),
        ({"email": "A@example.com", "role": "member"}, []),
        ({"email": "a@example.com", "role": "viewer"}, [("update", "a@example.com")]),
        ({"email": "a@example.com", "federated": True}, [("update", "a@example.com")]),
        ({"email": "b@example.com", "role": "viewer"}, [("create", "b@example.com")]),
        ({"email": "NEW@example.com", "role": "admin", "federated": True}, []),
        ({"email": "new@example.com", "role": "viewer"}, [("update", "new@example.com")]),
        ({"email": "new@example.com", "state": "absent"}, [("withdraw", "new@example.com")]),
        ({"email": "b@example.com", "state": "absent"}, []),
        (
            {"members": [entry("boss@example.com", "admin")], "exclusive": True},
            [("withdraw", "a@example.com"), ("withdraw", "new@example.com")],
        ),
        (
            {"members": [entry("boss@example.com", "viewer"), entry("a@example.com", "admin")]},
            [("update", "a@example.com"), ("update", "boss@example.com")],
        ),
    ],
)
def test_what_is_planned(options: dict[str, Any], planned: list[tuple[str, str]]):
    plan = resource(**options).plan(TEAM)
    assert [(step.action, step.fields["email"]) for step in plan.steps] == planned
    assert plan.changes == (plan.before != plan.after)


@pytest.mark.parametrize(
    "options",
    [
        {"email": "boss@example.com", "role": "member"},
        {"email": "boss@example.com", "state": "absent"},
        {"members": [entry("boss@example.com", "member"), entry("new@example.com", "admin")]},
        {"members": [entry("new@example.com", "admin")], "exclusive": True},
    ],
)
def test_the_last_admin_stays(options: dict[str, Any]):
    with pytest.raises(InvalidInput, match=r"left without an admin: boss@example\.com"):
        resource(**options).plan(TEAM)


def test_somebody_new_needs_a_role():
    with pytest.raises(InvalidInput, match="is not in the team acme yet: give role too"):
        resource(email="b@example.com").plan(TEAM)


def test_who_has_to_accept_is_predicted_as_invited():
    team = resource(email="B@example.com", role="admin", federated=True)
    team.by_invitation = True
    (predicted,) = [record for record in team.plan(TEAM).predicted if record["email"] == "b@example.com"]
    assert predicted["pending"]
    assert predicted["federated"] is None
    assert set(predicted) == set(TEAM[0]) == set(TEAM[2])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"email": "somebody"}, "'somebody' is not an e-mail address."),
        ({"email": None}, "email is empty."),
        ({"members": [entry("a@b.c", "admin"), entry("", "viewer")]}, "email is empty."),
        ({"members": [entry("a@b.c", "admin"), entry("A@b.c", "viewer")]}, "a@b.c is listed more than once."),
    ],
)
def test_what_cannot_be_meant(options: dict[str, Any], message: str):
    with pytest.raises(InvalidInput, match=message):
        resource(**options).check()
