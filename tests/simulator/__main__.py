# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the simulator: ``python tests/simulator --port 0``."""

from __future__ import annotations

import sys

try:
    from heroku_simulator.cli import main
except ModuleNotFoundError as missing:
    sys.exit(
        f"The simulator needs the Python package {missing.name}, which {sys.executable} does not have: "
        "install what requirements/simulator.txt lists."
    )

if __name__ == "__main__":
    sys.exit(main())
