# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slugs, made without a build: behaviour.md 3.14."""

from __future__ import annotations

import contextlib
import re
import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import blank_of, computed
from .._engine.facts import Kind, View
from .._engine.options import OMITTED
from .._engine.plan import Action, Desired, Resend
from .._engine.resource import Draft, Resource
from .._engine.texts import check_value
from .._engine.values import UNKNOWN, Observed, Record, Ref, Spec, Values
from .._lib.references import is_uuid, same_reference
from .common import APP_OPTIONS, NO_APP, RELEASES
from .history import LOOK_BACK
from .release import version_of
from .sources import PATH_OPTIONS, packed, upload

PROCESS_TYPE = re.compile(r"[-\w]{1,128}", re.ASCII)
TOP = "app/"  # the directory of the archive that becomes the app's home directory
DESCRIPTIONS = ("buildpack_provided_description", "commit", "commit_description")
AVAILABLE_STACKS = Kind("stack", "/apps/{}/available-stacks", parent="app", no_parent=NO_APP)


def addresses_in(found: Observed) -> list[str]:
    """The address of a slug's content, which lets anybody download the code, or replace it."""
    blob = found.get("blob") if isinstance(found, dict) else None
    return [blob["url"]] if blob and isinstance(blob.get("url"), str) else []


def shown_slug(slug: Record) -> Record:
    """A slug as results show it."""
    return {name: value for name, value in slug.items() if name != "blob"}


class Slug(Resource):
    """A slug with this content, these process types and this stack.

    Heroku lists no slugs, so the one to compare with is that of the app's newest release, whatever became of it. One
    whose creation was not answered cannot be found, has no content, and costs nothing: another one is made.
    """

    noun = "slug"
    plural = "slugs"
    kind = Kind(
        "slug",
        "/apps/{}/slugs",
        keys=("id",),
        partial=True,
        parent="app",
        no_parent=NO_APP,
        shape={**dict.fromkeys((*DESCRIPTIONS, "checksum", "stack")), "process_types": {}},
        secrets=addresses_in,
    )
    scope = ("app",)
    resend = Resend.SAFE
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(("stack", *DESCRIPTIONS), OMITTED)
    attributes = (
        *computed("created_at", "id", "size", "stack", "updated_at"),
        *computed(*DESCRIPTIONS, "deleted_at", default=None),
    )
    controls: t.ClassVar[Spec] = {
        **PATH_OPTIONS,
        "path": {"type": "path", "required": True},
        "process_types": {"type": "dict", "required": True},
        **{name: {"type": "str"} for name in ("stack", *DESCRIPTIONS)},
    }
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        "slug": {"type": "str"},
        "release": {"type": "str"},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("slug", "release")]}
    text_maps = ("process_types",)

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("slug") and not is_uuid(want["slug"]):
            raise InvalidInput("slug must be the ID of a slug: slugs have no names.")
        types = want.get("process_types")
        if types == {}:
            raise InvalidInput("process_types names no process type, and nothing of the slug could run.")
        for name, command in (types or {}).items():
            if not isinstance(name, str) or not PROCESS_TYPE.fullmatch(name):
                raise InvalidInput(
                    f"{name!r} cannot be a process type: only letters, digits, underscores and dashes, at most 128."
                )
            check_value(f"process_types.{name}", command)
            if not isinstance(command, str) or not command:
                raise InvalidInput(f"The command of the process type {name} must be a string that says what to run.")

    @classmethod
    def prepare(cls, want: Desired, stack: contextlib.ExitStack) -> Desired:
        want = packed(want, stack, below=TOP)
        names = want["source"].names if want.get("source") else ()
        outside = [name for name in names if not name.removeprefix("./").startswith(TOP)]
        if outside:
            raise InvalidInput(
                f"{want['path']} holds {outside[0]}, and everything in a slug is below ./app. "
                "Pack it from above the directory app, as `tar -czf FILE ./app` does, or give the directory itself."
            )
        return want

    # What is there

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        newest = view.get(RELEASES.newest(1, want["app"]))
        return cls.slug_of(want, view, newest[0]) if newest else None

    @classmethod
    def slug_of(cls, want: Desired, view: View, release: Record | None) -> Record | None:
        """The slug that a release runs, if it runs one, and one that can be looked up."""
        if not release or not release["slug"] or release["slug"]["id"] is UNKNOWN:
            return None
        return t.cast("Record | None", view.get(cls.kind.named(release["slug"]["id"], want["app"])))

    @classmethod
    def same(cls, want: Desired, slug: Record) -> bool:
        """Whether a slug is what is wanted. What its commit is called says nothing about that."""
        return (
            str(slug["checksum"]).lower() == want["checksum"].lower()
            and slug["process_types"] == want["process_types"]
            and (not want.get("stack") or same_reference(want["stack"], slug["stack"]))
        )

    # What has to change

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if current and cls.same(want, current):
            return Draft(current, current)
        specified = {name: want.get(name) for name in ("checksum", "process_types", "stack", *DESCRIPTIONS)}
        fields = {name: value for name, value in specified.items() if value is not None}
        new = {**blank_of(cls.attributes), **fields, "stack": UNKNOWN}
        return Draft(current, new, creation=fields)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Look the stack up, so that one that does not exist fails before anything is uploaded."""
        if not want.get("stack"):
            return
        stacks = view.get(AVAILABLE_STACKS.of(want["app"]))
        found = next((item for item in stacks if same_reference(want["stack"], item)), None)
        if found is None:
            names = ", ".join(sorted(item["name"] for item in stacks))
            raise InvalidInput(f"There is no stack {want['stack']} for this app; choose one of {names}.")
        draft.record["stack"] = {"id": found["id"], "name": found["name"]}

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        if record is None:
            return {}
        stack = record["stack"]["name"] if isinstance(record["stack"], dict) else record["stack"]
        return {**{name: record[name] for name in ("checksum", "commit", "id", "process_types")}, "stack": stack}

    # The writes

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        create = cls.creation(want, draft)
        return [create, upload(cls, want, Ref(create.id, ("blob", "url")))]

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        return dict(fields)

    @classmethod
    def result(cls, want: Desired, record: Record) -> Record:
        return {"slug": shown_slug(record)}

    # The _info module

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("slug"):
            found = view.get(cls.kind.named(want["slug"], want["app"]))
        elif want.get("release"):
            release = view.get(RELEASES.named(version_of(want["release"]), want["app"]))
            found = cls.slug_of(want, view, release)
        else:
            releases = view.get(RELEASES.newest(LOOK_BACK, want["app"]))
            current = next((release for release in releases if release["current"] is True), None)
            found = cls.slug_of(want, view, current)
        return [found] if found else []

    @classmethod
    def info(cls, want: Desired, found: list[Record]) -> Record:
        return {"slugs": [shown_slug(slug) for slug in found]}
