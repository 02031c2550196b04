# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Slugs: what a build makes and a release runs (behaviour.md 3.14).

A slug is looked up in the app that it was made for, and in every app that it was released on: `heroku pipelines:diff`
asks each app of a pipeline for the slug that it runs, which after a promotion is another's (cli-requests.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import not_found
from ..files import blob_url, blobs, content_of, new_blob
from ..hooks import on
from ..operation import View, operation, resolver, writer
from ..params import PROCESS_TYPE, identity, identity_of, text, texts
from ..store import Record, Table
from .app import App
from .stack import reference as stack_reference
from .stack import stacks, wanted_stack

if TYPE_CHECKING:
    from ..application import Call
    from .release import Release


@dataclass(kw_only=True)
class Slug(Record):
    """What runs: the process types, and where the code is; or, of pushed ``images``, the id of each by process type."""

    app_id: str
    stack_id: str
    process_types: dict[str, str] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    blob_id: str | None = None
    buildpack_provided_description: str | None = None
    checksum: str | None = None
    commit: str | None = None
    commit_description: str | None = None
    size: int | None = None
    released_on: list[str] = field(default_factory=list)  # the ids of other apps


# A slug of one app can be released on another, so a slug outlives its app.
slugs = Table("slugs", Slug, groups=("app_id",))


@resolver("slug")
def resolve_slug(call: Call, identity: str) -> Slug:
    """By id, within the app of the path."""
    slug = slugs.get(identity)
    if slug is None or call.found["app"].id not in (slug.app_id, *slug.released_on):
        raise not_found("slug")
    return slug


@on("release.created")
def _released(release: Release, app: App) -> None:
    slug = slugs.get(release.slug_id)
    if slug is not None and app.id not in (slug.app_id, *slug.released_on):
        slugs.update(slug, touch=False, released_on=[*slug.released_on, app.id])


@writer(Slug)
def write(slug: Slug, view: View) -> dict[str, Any]:
    """The resource ``slug``."""
    blob = blobs.get(slug.blob_id)
    content = content_of(blob) if blob and slug.size is None else None
    return {
        "blob": {"method": "get", "url": blob_url(blob) if blob else ""},
        "buildpack_provided_description": slug.buildpack_provided_description,
        "checksum": slug.checksum,
        "commit": slug.commit,
        "commit_description": slug.commit_description,
        "created_at": slug.created_at,
        "id": slug.id,
        "process_types": slug.process_types,
        "size": slug.size if content is None else len(content),
        "stack": stack_reference(stacks[slug.stack_id]),
        "updated_at": slug.updated_at,
        "deleted_at": None,
    }


@operation("GET", "/apps/{app}/slugs/{slug}")
def info(call: Call, app: App, slug: Slug) -> Slug:
    """Slug Info: its blob can be downloaded."""
    return slug


@operation(
    "POST",
    "/apps/{app}/slugs",
    params={
        "process_types": texts(PROCESS_TYPE, required=True),
        "buildpack_provided_description": text(nullable=True),
        "checksum": text(nullable=True),
        "commit": text(nullable=True),
        "commit_description": text(nullable=True),
        "stack": identity(),
    },
    access="deploy",
)
def create(call: Call, app: App) -> dict[str, Any]:
    """Slug Create: answers where to PUT its blob."""
    body = call.body
    stack = identity_of(body.get("stack"))
    slug = slugs.add(
        Slug(
            app_id=app.id,
            stack_id=wanted_stack(stack).id if stack else app.build_stack_id,
            process_types=body["process_types"],
            blob_id=new_blob().id,
            buildpack_provided_description=body.get("buildpack_provided_description"),
            checksum=body.get("checksum"),
            commit=body.get("commit"),
            commit_description=body.get("commit_description"),
        )
    )
    return {**write(slug, call.view), "blob": {"method": "put", "url": blob_url(blobs[slug.blob_id or ""])}}
