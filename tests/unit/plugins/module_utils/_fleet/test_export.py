# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Export, then apply: nothing changes. Export of what a document made: the same document."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from typing import Any

import fleets
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._fleet.apart import joined
from hypothesis import HealthCheck, Phase, given, settings

WORLDS = int(os.environ.get("FLEET_WORLDS", "3"))  # `make fleet` tries many more
# A world takes half a second, and a smaller one that fails too takes minutes to find: only on request.
PHASES = [phase for phase in Phase if phase is not Phase.shrink or "FLEET_SHRINK" in os.environ]


def whole(found: dict[str, Any]) -> Any:
    return joined(found["document"], found["secrets"])


def with_code(document: Any, original: Any) -> Any:
    """A document with the code of the one that made its apps, since Heroku does not give code back."""
    document = copy.deepcopy(document)
    for name, app in original["apps"].items():
        if "build" in app:
            document["apps"][name]["build"] = app["build"]
    return document


@settings(
    max_examples=WORLDS,
    deadline=None,
    phases=PHASES,
    derandomize=WORLDS < 100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=fleets.worlds())
def test_what_is_exported_is_what_is_there(
    document: dict[str, Any], simulator: Any, connect: Callable[..., HerokuClient]
) -> None:
    simulator.backdoor("POST", "reset")
    client = connect(simulator)
    fleets.apply(document, client)
    first = fleets.export(client)
    assert fleets.differences(whole(first), client) == {}
    assert fleets.differences(document, client) == {}

    simulator.backdoor("POST", "reset")
    client = connect(simulator)
    fleets.apply(with_code(whole(first), document), client)
    assert fleets.export(client) == first
