# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which apps are meant, of all that the token sees: the filters of the inventory and of what exports them."""

from __future__ import annotations

import typing as t
from fnmatch import fnmatchcase

from .._engine.values import Record
from .._lib.references import same_reference

# The options that filter by a name or id, and the field of an app that each is about.
FILTERS = {"teams": "team", "spaces": "space", "pipelines": "pipeline"}


def matches(name: str, patterns: t.Iterable[str]) -> bool:
    """Whether a name matches one of some patterns."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def wanted(app: Record, filters: t.Mapping[str, list[str]], names: list[str], exclude: list[str]) -> bool:
    """Whether the filters leave an app. Those that are empty leave everything."""
    return (
        all(
            not items or any(same_reference(item, app.get(FILTERS[option])) for item in items)
            for option, items in filters.items()
        )
        and (not names or matches(app["name"], names))
        and not matches(app["name"], exclude)
    )
