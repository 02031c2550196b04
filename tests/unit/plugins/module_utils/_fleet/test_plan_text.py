# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Action, Desired, Plan, Request
from ansible_collections.community.heroku.plugins.module_utils._engine.schedule import Job, Left
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._fleet.plan_text import counts, printed, thing
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import Domain

ACTION = Action("id", "create", Request("POST", "/apps"))


def job(name: str, group: str) -> Job:
    return Job(name, group, Subject(Domain, Desired({"app": group})))


def changing(title: str, before: Any, after: Any) -> Plan:
    return Plan(title, before, after, None, None, (ACTION,))


@pytest.mark.parametrize(
    ("group", "title", "shown"),
    [
        ("shop", "app shop", "app"),
        ("shop", "shop domain a.b", "domain a.b"),
        ("shop", "shop add-on shop", "add-on shop"),
        ("pipeline shop", "pipeline shop", "pipeline"),
        ("pipeline shop", "shop config vars test", "config vars test"),
        ("pipeline shop", "api pipeline coupling shop", "api pipeline coupling"),
        ("pipeline shop", "shop pipeline coupling shop", "shop pipeline coupling"),
    ],
)
def test_what_is_called_like_what_it_is_shown_under_keeps_its_name(group: str, title: str, shown: str) -> None:
    assert thing(job(title, group), changing(title, {}, {})) == shown


def test_the_plan_of_a_fleet() -> None:
    plans = {
        "app shop": changing("app shop", {}, {"name": "shop", "region": "eu", "id": UNKNOWN}),
        "shop config vars": changing(
            "shop config vars",
            {"OLD": "(hidden)", "SAME": "(hidden)", "KEY": "(hidden)"},
            {"NEW": "(hidden, new value)", "SAME": "(hidden)", "KEY": "(hidden, new value)"},
        ),
        "shop domain a.b": changing("shop domain a.b", {"hostname": "a.b"}, {}),
        "shop domain c.d": Plan("shop domain c.d", {"hostname": "c.d"}, {"hostname": "c.d"}, None, None),
        "api collaborators": changing(
            "api collaborators",
            {"collaborators": [{"user": "a@b.c", "permissions": []}]},
            {"collaborators": [{"user": "d@e.f", "permissions": []}]},
        ),
        "api formation": changing(
            "api formation",
            {"web": {"quantity": 1, "size": "Eco"}, "worker": {"quantity": 0, "size": "Eco"}},
            {
                "web": {"quantity": 2, "size": "Basic"},
                "worker": {"quantity": 1, "size": "Eco"},
                "clock": {"quantity": 1},
            },
        ),
        "api add-on redis": InvalidInput("There is no plan.\nMore."),
        "api attachment": Left("api add-on redis"),
    }
    groups = {name: "api" if name.startswith("api") else "shop" for name in plans}
    text = printed([job(name, groups[name]) for name in plans], plans, ["Requests needed: at least 4."])
    assert (
        text
        == """\
shop
  + app: name shop, region eu, id (known after apply)
  ~ config vars
      + NEW: (hidden, new value)
      ~ KEY: (hidden) -> (hidden, new value)
      - OLD: (hidden)
  - domain a.b: hostname a.b

api
  ~ collaborators
      - collaborators: user a@b.c, permissions []
      + collaborators: user d@e.f, permissions []
  ~ formation
      ~ web: quantity 1 -> 2, size Eco -> Basic
      ~ worker: quantity 0 -> 1
      + clock: {"quantity": 1}
  ! api add-on redis: There is no plan.
    api attachment: Left as it is, since api add-on redis failed.

1 to add, 3 to change, 1 to destroy.
Requests needed: at least 4.
"""
    )


def test_what_has_no_plan_is_not_counted() -> None:
    assert counts([InvalidInput("x"), changing("a", {}, {"b": 1})]) == {"add": 1, "change": 0, "destroy": 0}
