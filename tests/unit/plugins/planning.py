# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans by facts that a test gives, without any request: resources are pure."""

from __future__ import annotations

from typing import Any

from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Need, View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._engine.saved import Vault, save


def defaults(resource: type[Resource]) -> dict[str, Any]:
    """Every option of a resource's module with its default, as Ansible's validation fills them in."""
    return {"state": "present", **{name: spec.get("default") for name, spec in resource.options.items()}}


def desired(resource: type[Resource], **options: Any) -> Desired:
    """What a task with these options asks for."""
    return Desired({**defaults(resource), **options})


def plan(resource: type[Resource], facts: dict[Need, Any], **options: Any) -> Plan:
    """The plan by these facts. Raises Missing, which names it, for one that is not given."""
    return resource.plan(desired(resource, **options), View(facts))


def written(made: Plan) -> str:
    """A plan as another process gets it, by which only what it marks as a secret is kept apart."""
    return str(save(made, Vault(lambda text: False)))


def verbs(made: Plan) -> list[tuple[str, Any]]:
    """What a plan does: each action's verb, and the body that it sends."""
    return [(action.verb, action.request.body) for action in made.actions]
