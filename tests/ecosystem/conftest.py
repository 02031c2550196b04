# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programs of others are tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import machine as machines
import pytest
import simulated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[machines.Machine]:
    """A machine whose Heroku is a simulator that wastes no time."""
    with simulated.simulator("--clock", "instant") as simulator:
        yield machines.set_up(tmp_path, simulator)
