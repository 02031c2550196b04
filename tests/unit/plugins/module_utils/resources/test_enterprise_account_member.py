# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What members of an enterprise account may do, and that somebody can manage it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.enterprise_account_member import (
    EnterpriseAccountMember,
)

ID = "01234567-89ab-cdef-0123-456789abcde"


def person(email: str, *permissions: str, number: int) -> dict[str, Any]:
    """A member as Heroku shows them."""
    return {
        "enterprise_account": {"id": "id-of-acme", "name": "acme"},
        "id": f"record-{number}",
        "identity_provider": None,
        "permissions": [{"name": name, "description": f"Can {name}"} for name in permissions],
        "two_factor_authentication": True,
        "user": {"email": email, "id": f"{ID}{number}"},
    }


ACCOUNT = [person("a@example.com", "view", number=1), person("boss@example.com", "manage", "view", number=2)]


def resource(**options: Any) -> EnterpriseAccountMember:
    """The resource with these options; it is never asked to send anything."""
    params = {"enterprise_account": "acme", "state": "present", "exclusive": False, **options}
    return EnterpriseAccountMember(None, params)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "planned"),
    [
        ({"user": "A@example.com"}, []),
        ({"user": f"{ID}1", "permissions": ["view"]}, []),
        ({"user": "a@example.com", "permissions": []}, []),
        ({"user": "boss@example.com", "permissions": ["manage"]}, []),
        ({"user": "a@example.com", "permissions": ["billing"]}, [("update", ["billing", "view"])]),
        ({"user": "b@example.com", "permissions": ["create"]}, [("create", ["create", "view"])]),
        ({"user": "a@example.com", "state": "absent"}, [("withdraw", None)]),
    ],
)
def test_what_is_planned(options: dict[str, Any], planned: list[tuple[str, list[str] | None]]):
    plan = resource(**options).plan(ACCOUNT)
    assert [(step.action, step.fields.get("permissions")) for step in plan.steps] == planned


def test_who_becomes_a_manager_comes_first():
    members = [
        {"user": "boss@example.com", "permissions": ["view"], "federated": None},
        {"user": "a@example.com", "permissions": ["manage"], "federated": None},
    ]
    steps = resource(members=members).plan(ACCOUNT).steps
    assert [step.fields["user"] for step in steps] == ["a@example.com", "boss@example.com"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"user": "boss@example.com", "state": "absent"},
            "enterprise account acme would be left without a manager",
        ),
        ({"user": "boss@example.com", "permissions": ["view"]}, "boss@example.com has to keep the permission manage"),
        ({"user": "b@example.com"}, "b@example.com is not in the enterprise account acme yet: give permissions too."),
    ],
)
def test_what_heroku_would_refuse(options: dict[str, Any], message: str):
    with pytest.raises(InvalidInput, match=message):
        resource(**options).plan(ACCOUNT)
