# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One file per Heroku resource: its record, its table, its operations. ``load_all`` finds them by themselves."""

from __future__ import annotations

import importlib
import pkgutil


def load_all() -> None:
    """Import every file of this package, so that its operations, transitions and tables are registered."""
    for module in sorted(item.name for item in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{module}")
