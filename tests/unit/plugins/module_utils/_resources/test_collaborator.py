# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is added, changed and removed."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.collaborator import Collaborator, team_of
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS, TEAM_FEATURES
from ansible_collections.community.heroku.plugins.module_utils._resources.people import find_person
from planning import desired, plan

ID = "01234567-89ab-cdef-0123-456789abcde"


def person(email: str, *permissions: str, role: str | None = "collaborator", number: int = 0) -> dict[str, Any]:
    """A collaborator as Heroku shows them."""
    return {
        "app": {"id": "id-of-example", "name": "example"},
        "created_at": "2026-11-21T10:00:00Z",
        "id": f"collaborator-{number}",
        "permissions": [{"name": name, "description": f"Can {name}"} for name in permissions],
        "role": role,
        "updated_at": "2026-11-21T10:00:00Z",
        "user": {"email": email, "federated": False, "id": f"{ID}{number}"},
    }


PERSONAL = [person("a@example.com", number=1), person("me@example.com", role="owner")]
TEAM = [
    person("a@example.com", "deploy", "view", number=1),
    person("acme@herokumanager.com", role="owner"),
    person("boss@example.com", "view", role="admin", number=2),
    person("c@example.com", "view", role=None, number=3),
    person("m@example.com", "view", role="member", number=4),
]


FEATURES = [{"name": "org-access-controls", "enabled": True}]


def planned(records: list[dict[str, Any]], **options: Any) -> Plan:
    """The plan for an app with these collaborators."""
    facts = {Collaborator.kind.of("example"): records, TEAM_FEATURES.of("acme"): FEATURES}
    return plan(Collaborator, facts, app="example", **options)


def steps(records: list[dict[str, Any]], **options: Any) -> list[tuple[str, list[str] | None]]:
    """What is planned: the verb with the person, and the permissions."""
    made = planned(records, **options)
    return [(action.verb, (action.request.body or {}).get("permissions")) for action in made.actions]


def test_who_owns_an_app_is_known_though_no_role_is_told():
    """Nobody removes the owner; recorded.md E."""
    nameless = [{**record, "role": None} for record in PERSONAL]
    facts = {
        Collaborator.kind.of("example"): nameless,
        APPS.named("example"): {"name": "example", "owner": {"email": "me@example.com", "id": f"{ID}0"}},
    }
    made = plan(
        Collaborator,
        facts,
        app="example",
        collaborators=[{"user": "b@example.com", "permissions": None}],
        exclusive=True,
    )
    assert [action.verb for action in made.actions] == ["add b@example.com", "remove a@example.com"]
    team = [Collaborator.kind.normal({**record, "role": None}) for record in TEAM]
    assert team_of(team) == "acme"


@pytest.mark.parametrize(("records", "team"), [(PERSONAL, None), (TEAM, "acme"), ([], None)])
def test_the_owner_tells_the_team(records: list[dict[str, Any]], team: str | None):
    assert team_of(records) == team


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"user": "a@example.com"}, []),
        ({"user": "a@example.com", "permissions": ["deploy"]}, []),
        ({"user": "a@example.com", "permissions": ["view", "deploy"]}, []),
        ({"user": "A@example.com", "permissions": []}, [("change A@example.com", ["view"])]),
        ({"user": "new@example.com"}, [("add new@example.com", None)]),
        ({"user": "new@example.com", "permissions": []}, [("add new@example.com", ["view"])]),
        ({"user": "acme@herokumanager.com", "permissions": ["view"]}, []),
        ({"user": "new@example.com", "state": "absent"}, []),
        ({"user": "C@example.com", "state": "absent"}, [("remove c@example.com", None)]),
        ({"user": "boss@example.com", "state": "absent"}, [("remove boss@example.com", None)]),
        (
            {"collaborators": [{"user": "a@example.com", "permissions": None}], "exclusive": True},
            [("remove c@example.com", None), ("remove m@example.com", None)],
        ),
        (
            {
                "collaborators": [
                    {"user": "m@example.com", "permissions": ["manage"]},
                    {"user": "new@example.com", "permissions": None},
                ]
            },
            [("change m@example.com", ["manage", "view"]), ("add new@example.com", None)],
        ),
        ({"collaborators": []}, []),
    ],
)
def test_what_is_planned(options: dict[str, Any], expected: list[tuple[str, list[str] | None]]):
    assert steps(TEAM, **options) == expected


def test_nobody_else_is_to_stay_but_owner_and_admins():
    made = planned(TEAM, collaborators=[], exclusive=True)
    assert [record["user"]["email"] for record in made.record] == ["acme@herokumanager.com", "boss@example.com"]
    assert [shown["user"] for shown in made.after["collaborators"]] == ["acme@herokumanager.com", "boss@example.com"]


def test_the_prediction_keeps_what_is_known_of_permissions():
    made = planned(TEAM, user="a@example.com", permissions=["operate"])
    assert find_person("a@example.com", made.record)["permissions"] == [
        {"name": "operate", "description": UNKNOWN},
        {"name": "view", "description": "Can view"},
    ]
    assert find_person("a@example.com", TEAM)["permissions"][0]["name"] == "deploy"


@pytest.mark.parametrize("permissions", [[], ["view"]])
def test_an_app_of_a_person_has_no_permissions(permissions: list[str]):
    with pytest.raises(InvalidInput, match="belongs to a person"):
        planned(PERSONAL, user="a@example.com", permissions=permissions)


@pytest.mark.parametrize(("records", "owner"), [(PERSONAL, "me@example.com"), (TEAM, "acme@herokumanager.com")])
def test_the_owner_is_not_removed(records: list[dict[str, Any]], owner: str):
    with pytest.raises(InvalidInput, match=f"{owner} owns example"):
        planned(records, user=owner, state="absent")


@pytest.mark.parametrize("user", ["me", "~", "example.com", f"{ID}12", f"{ID}1".upper(), f"{ID}1\n"])
def test_what_is_no_person_is_refused(user: str):
    with pytest.raises(InvalidInput, match="neither an e-mail address nor the id"):
        Collaborator.check(desired(Collaborator, app="example", user=user))


@pytest.mark.parametrize("user", [None, ""])
def test_nobody_is_refused(user: str | None):
    with pytest.raises(InvalidInput, match="user is empty"):
        Collaborator.check(desired(Collaborator, app="example", user=user))


@pytest.mark.parametrize(("status", "refused"), [(403, False), (404, False), (422, True)])
def test_whoever_may_not_see_the_features_of_a_team_is_judged_by_heroku(status: int, refused: bool) -> None:
    """Such as a member of another team: the plan is made. Any other error is one."""
    facts = {Collaborator.kind.of("example"): TEAM, TEAM_FEATURES.of("acme"): HerokuError("No.", status=status)}
    options = {"user": "new@example.com", "permissions": ["view"]}
    if refused:
        with pytest.raises(HerokuError, match="HTTP 422"):
            plan(Collaborator, facts, app="example", **options)
    else:
        assert [action.verb for action in plan(Collaborator, facts, app="example", **options).actions] == [
            "add new@example.com"
        ]


@pytest.mark.parametrize("wait", [True, False])
def test_only_for_who_leaves_is_waited(wait: bool) -> None:
    leaves = planned(PERSONAL, user="a@example.com", state="absent", wait=wait)
    assert [item.about for item in leaves.waits] == ([("collaborator-1",)] if wait else [])
    assert not planned(PERSONAL, user="new@example.com", wait=wait).waits
