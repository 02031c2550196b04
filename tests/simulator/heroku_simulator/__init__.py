# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stateful simulator of Heroku's Platform API v3, for tests and for trying things out without an account.

::

    from heroku_simulator import Simulator

    with Simulator(world="pipeline", clock="instant") as simulator:
        print(simulator.url, simulator.token)
"""

from __future__ import annotations

import importlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .server import PortError
    from .simulator import Simulator
    from .world_file import WorldError

__all__ = ["PortError", "Simulator", "WorldError", "__version__"]

# Loaded when they are first asked for: half a second, which pytest should not wait for where no test needs them.
_PLACES = MappingProxyType({"PortError": ".server", "Simulator": ".simulator", "WorldError": ".world_file"})


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_PLACES[name], __name__), name)
