# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of ``make bench ARGS=fleet``: one fleet of apps, written in the ways that there are to write it.

Each app has a config var, a feature, a domain, a collaborator and an add-on.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import heroku_simulator
import yaml

Item = dict[str, Any]
Playbook = list[Item]

COLLABORATOR = "other@example.com"
PLAN = "heroku-postgresql:essential-0"
FEATURE = "http-session-affinity"
HOST = "www.{name}.example.com"
LOCAL = {"connection": "local", "gather_facts": False}
EMPTY: Playbook = [{"hosts": "localhost", **LOCAL, "tasks": []}]


def names_of(count: int) -> list[str]:
    """The names of so many apps."""
    return [f"bench-{number:03}" for number in range(count)]


def world_for(count: int) -> str:
    """The simulator's own world, as YAML, but that its first account may have so many apps."""
    default = Path(heroku_simulator.__file__).parent / "default_world.yml"
    accounts = yaml.safe_load(default.read_text(encoding="utf-8"))["accounts"]
    accounts[0]["app_limit"] = count
    return yaml.safe_dump({"accounts": accounts})


def six_tasks(name: str) -> list[Item]:
    """The six tasks that make one app; ``name`` is its name, or a template of it."""
    return [
        {"community.heroku.heroku_app": {"name": name}},
        {"community.heroku.heroku_config": {"app": name, "config": {"LOG_LEVEL": "info"}}},
        {"community.heroku.heroku_app_feature": {"app": name, "name": FEATURE}},
        {"community.heroku.heroku_domain": {"app": name, "hostname": HOST.format(name=name)}},
        {"community.heroku.heroku_collaborator": {"app": name, "user": COLLABORATOR}},
        {"community.heroku.heroku_addon": {"app": name, "plan": PLAN}},
    ]


def by_fleet(names: list[str]) -> Playbook:
    """One task of heroku_fleet."""
    defaults = {
        "config": {"LOG_LEVEL": "info"},
        "features": {FEATURE: True},
        "collaborators": [COLLABORATOR],
        "addons": [PLAN],
    }
    apps = {name: {"domains": [HOST.format(name=name)]} for name in names}
    document = {"defaults": defaults, "apps": apps}
    return [{"hosts": "localhost", **LOCAL, "tasks": [{"community.heroku.heroku_fleet": {"document": document}}]}]


def by_hosts(names: list[str]) -> Playbook:
    """The six tasks on as many hosts, ten side by side."""
    add = {"ansible.builtin.add_host": {"name": "{{ item }}", "groups": "apps"}, "loop": names}
    return [
        {"hosts": "localhost", **LOCAL, "tasks": [add]},
        {"hosts": "apps", **LOCAL, "tasks": six_tasks("{{ inventory_hostname }}")},
    ]


def by_loops(names: list[str]) -> Playbook:
    """The six tasks, each a loop over the apps."""
    return [{"hosts": "localhost", **LOCAL, "tasks": [{**task, "loop": names} for task in six_tasks("{{ item }}")]}]


def by_role(names: list[str]) -> Playbook:
    """The role, included for each app."""
    settings = {
        "app_name": "{{ item }}",
        "app_config": {"LOG_LEVEL": "info"},
        "app_features": [FEATURE],
        "app_domains": [HOST.format(name="{{ item }}")],
        "app_collaborators": [COLLABORATOR],
        "app_addons": [PLAN],
    }
    include = {"ansible.builtin.include_role": {"name": "community.heroku.app"}, "vars": settings, "loop": names}
    return [{"hosts": "localhost", **LOCAL, "tasks": [include]}]


class Way(NamedTuple):
    """One way to write a fleet: what the table calls it, its playbook, and arguments of the command."""

    label: str
    playbook: Callable[[list[str]], Playbook]
    arguments: tuple[str, ...] = ()


WAYS = {
    "fleet": Way("`heroku_fleet`, one task", by_fleet),
    "hosts": Way("hosts with `-f 10`, six tasks", by_hosts, ("-f", "10")),
    "loops": Way("six tasks with loops", by_loops),
    "role": Way("the role `app`, included for each app", by_role),
}


def text_of(playbook: Playbook) -> str:
    """A playbook as YAML."""
    return yaml.safe_dump(playbook, sort_keys=False)


def written(way: str, names: list[str]) -> str:
    """The playbook of a way, as YAML."""
    return text_of(WAYS[way].playbook(names))
