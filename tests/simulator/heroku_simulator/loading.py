# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Importing whatever declares something, before the first simulator is made; afterwards declarations are fixed."""

from __future__ import annotations

from . import application, resources
from .clock import TRANSITIONS
from .files import RESPONDERS
from .hooks import LISTENERS
from .operation import OPERATIONS, OPTIONAL, RESOLVERS, ROUTER, WRITERS, check_declarations
from .store import TABLES

__all__ = ["application", "load"]  # importing it brings along what declares something beside the resources


def load() -> None:
    """Import all resources, check what they declare, and fix it. Raises LookupError for what does not fit."""
    resources.load_all()
    check_declarations()
    for declared in (LISTENERS, OPERATIONS, OPTIONAL, RESOLVERS, RESPONDERS, ROUTER, TABLES, TRANSITIONS, WRITERS):
        declared.freeze()
