# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sources: where to upload a tarball, and where a build gets it (behaviour.md 3.14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..files import blob_url, new_blob
from ..operation import operation
from .app import App

if TYPE_CHECKING:
    from ..application import Call


def _source() -> dict[str, Any]:
    url = blob_url(new_blob())
    return {"source_blob": {"get_url": url, "put_url": url}}


@operation("POST", "/sources")
def create(call: Call) -> dict[str, Any]:
    """Source Create."""
    return _source()


@operation("POST", "/apps/{app}/sources", access="deploy")
def create_deprecated(call: Call, app: App) -> dict[str, Any]:
    """Source Create - Deprecated: below an app."""
    return _source()
