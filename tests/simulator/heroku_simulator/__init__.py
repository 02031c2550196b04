# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stateful simulator of Heroku's Platform API v3, for tests and for trying things out without an account.

::

    from heroku_simulator import Simulator

    with Simulator(world="pipeline", clock="instant") as simulator:
        print(simulator.url, simulator.token)
"""

from .server import PortError
from .simulator import Simulator
from .version import __version__
from .world_file import WorldError

__all__ = ["PortError", "Simulator", "WorldError", "__version__"]
