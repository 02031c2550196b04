# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The private spaces of a team (behaviour.md 3.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..operation import operation
from .space import Space, spaces
from .team import Team

if TYPE_CHECKING:
    from ..application import Call


@operation("GET", "/teams/{team}/spaces", ranges=("id", "name"))
def list_(call: Call, team: Team) -> list[Space]:
    """Team Space List By Team."""
    return spaces.where("team_id", team.id)
