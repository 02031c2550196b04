# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build metadata: addresses of an app's repository and of its build cache, credentials included (the schema).

For what builds in place of Heroku. Both are blobs of the simulator: empty until somebody puts something there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..files import blob_url, blobs, empty, new_blob
from ..hooks import on
from ..operation import operation
from ..store import Record, Table
from .app import App, apps, mention

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class BuildMetadata(Record):
    """Where the repository and the build cache of an app lie."""

    app_id: str
    repo_blob_id: str
    cache_blob_id: str


build_metadata = Table("build_metadata", BuildMetadata, unique=("app_id",), parents={"app_id": apps})


def _of(app: App) -> BuildMetadata:
    """That of an app, made when it is first asked for."""
    found: BuildMetadata | None = build_metadata.by("app_id", app.id)
    return found or build_metadata.add(
        BuildMetadata(app_id=app.id, repo_blob_id=new_blob().id, cache_blob_id=new_blob().id)
    )


@operation("GET", "/apps/{app}/build-metadata", access="deploy", secret_body=True)
def info(call: Call, app: App) -> dict[str, Any]:
    """Build Metadata Info. One address serves all three ways of using what lies there."""
    metadata = _of(app)
    places = {"cache": metadata.cache_blob_id, "repo": metadata.repo_blob_id}
    addresses = {
        f"{place}_{way}_url": blob_url(blobs[blob_id])
        for place, blob_id in places.items()
        for way in ("delete", "get", "put")
    }
    return {"app": mention(app), **addresses}


@on("build_cache.deleted")
def _cache_deleted(app: App) -> None:
    metadata: BuildMetadata | None = build_metadata.by("app_id", app.id)
    if metadata is not None:
        empty(blobs[metadata.cache_blob_id])
