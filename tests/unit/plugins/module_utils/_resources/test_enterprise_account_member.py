# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What members of an enterprise account may do, and that somebody can manage it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.enterprise_account_member import (
    EnterpriseAccountMember,
)
from planning import plan, verbs

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


def planned(**options: Any) -> Plan:
    """The plan for these members."""
    return plan(
        EnterpriseAccountMember,
        {EnterpriseAccountMember.kind.of("acme"): ACCOUNT},
        enterprise_account="acme",
        **options,
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"user": "A@example.com"}, []),
        ({"user": f"{ID}1", "permissions": ["view"]}, []),
        ({"user": "a@example.com", "permissions": []}, []),
        ({"user": "boss@example.com", "permissions": ["manage"]}, []),
        ({"user": "a@example.com", "permissions": ["billing"]}, [("change a@example.com", ["billing", "view"])]),
        ({"user": "b@example.com", "permissions": ["create"]}, [("add b@example.com", ["create", "view"])]),
        ({"user": "a@example.com", "state": "absent"}, [("remove a@example.com", None)]),
    ],
)
def test_what_is_planned(options: dict[str, Any], expected: list[tuple[str, list[str] | None]]):
    made = planned(**options)
    assert [(verb, (body or {}).get("permissions")) for verb, body in verbs(made)] == expected


def test_who_becomes_a_manager_comes_first():
    members = [
        {"user": "boss@example.com", "permissions": ["view"], "federated": None},
        {"user": "a@example.com", "permissions": ["manage"], "federated": None},
    ]
    done = [verb for verb, _body in verbs(planned(members=members))]
    assert done == ["change a@example.com", "change boss@example.com"]


def test_the_prediction_says_what_only_heroku_knows():
    (record,) = (item for item in planned(user=f"{ID}3", permissions=["view"]).record if item["id"] is UNKNOWN)
    assert record == {
        "enterprise_account": {"id": "id-of-acme", "name": "acme"},
        "id": UNKNOWN,
        "identity_provider": UNKNOWN,
        "permissions": [{"name": "view", "description": UNKNOWN}],
        "two_factor_authentication": UNKNOWN,
        "user": {"email": UNKNOWN, "id": f"{ID}3"},
    }


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
        planned(**options)
