# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is meant, and what the records of people hold."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.people import (
    People,
    called,
    check_person,
    find_person,
    foreseen_person,
    names_of,
    sorted_permissions,
    with_names,
)

ID = "01234567-89ab-cdef-0123-456789abcdef"


def person(email: str | None, user_id: str | None = None) -> dict[str, Any]:
    """A record of somebody."""
    return {"id": f"record-of-{email}", "user": {"email": email, "id": user_id}}


PEOPLE = [person("a@example.com", ID), person("me@example.com")]


@pytest.mark.parametrize(
    ("user", "found"),
    [
        ("a@example.com", PEOPLE[0]),
        ("A@Example.COM", PEOPLE[0]),
        (ID, PEOPLE[0]),
        ("record-of-a@example.com", PEOPLE[0]),
        ("aa@example.com", None),
        ("example.com", None),
    ],
)
def test_a_person_has_several_spellings(user: str, found: dict[str, Any] | None):
    assert find_person(user, PEOPLE) == found


@pytest.mark.parametrize("user", ["me", "", ID.upper(), f"{ID}\n", f" {ID}"])
def test_what_can_mean_nobody(user: str):
    with pytest.raises(InvalidInput, match="neither an e-mail address nor the id"):
        check_person(user)


@pytest.mark.parametrize("user", ["A@example.com", ID])
def test_who_is_foreseen_is_found_again(user: str):
    check_person(user)
    foreseen = {"id": UNKNOWN, "user": foreseen_person(user)}
    assert find_person(user, [foreseen]) is foreseen
    assert called(foreseen) == user.lower()


def test_people_are_in_the_order_of_their_addresses():
    people = [person("B@example.com"), person("c@example.com"), person(None, "b"), person("a@example.com")]
    assert [called(item) for item in People.in_order(people)] == [
        "a@example.com",
        "b",
        "B@example.com",
        "c@example.com",
    ]


def test_permissions_have_an_order_and_keep_what_is_known_of_them():
    view, deploy = {"name": "view", "description": "See"}, {"name": "deploy", "description": "Do"}
    assert sorted_permissions({"permissions": [view, deploy]}) == {"permissions": [deploy, view]}
    assert names_of([view, deploy]) == ["deploy", "view"]
    assert with_names([view, deploy], ["operate", "view"]) == [{"name": "operate", "description": UNKNOWN}, view]
    assert names_of(None) == sorted_permissions({"permissions": None})["permissions"] == []
