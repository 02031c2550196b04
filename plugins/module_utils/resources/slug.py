# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slugs, made without a build: behaviour.md 3.14."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, is_uuid, same_reference
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    AppResource,
)
from ansible_collections.community.heroku.plugins.module_utils.source import Source
from ansible_collections.community.heroku.plugins.module_utils.texts import check_value
from ansible_collections.community.heroku.plugins.module_utils.upload import PATH_OPTIONS, pack, send

PROCESS_TYPE = re.compile(r"[-\w]{1,128}", re.ASCII)
TOP = "app/"  # the directory of the archive that becomes the app's home directory
DESCRIPTIONS = ("buildpack_provided_description", "commit", "commit_description")


class Slug(AppResource):
    """A slug with this content, these process types and this stack.

    Heroku lists no slugs, so the one to compare with is that of the app's newest release, whatever became of it.
    """

    noun = "slug"
    plural = "slugs"
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(
        ("stack", "buildpack_provided_description", "commit", "commit_description"), OMITTED
    )
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        **PATH_OPTIONS,
        "path": {"type": "path", "required": True},
        "process_types": {"type": "dict", "required": True},
        "stack": {"type": "str"},
        **{name: {"type": "str"} for name in DESCRIPTIONS},
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "slug": {"type": "str"},
        "release": {"type": "str"},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("slug", "release")]}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        (
            "buildpack_provided_description",
            "checksum",
            "commit",
            "commit_description",
            "created_at",
            "deleted_at",
            "id",
            "process_types",
            "size",
            "stack",
            "updated_at",
        )
    )

    text_maps = ("process_types",)

    source: Source | None = None  # what path holds, packed
    stack: dict[str, t.Any] | None = None  # the one that the option names, once it was looked up

    def check(self) -> None:
        if "path" not in self.params:  # looking up
            if self.given("slug") and not is_uuid(self.params["slug"]):
                raise InvalidInput("slug must be the ID of a slug: slugs have no names.")
            return
        types = self.params["process_types"]
        if not types:
            raise InvalidInput("process_types names no process type, and nothing of the slug could run.")
        for name, command in types.items():
            if not isinstance(name, str) or not PROCESS_TYPE.fullmatch(name):
                raise InvalidInput(
                    f"{name!r} cannot be a process type: only letters, digits, underscores and dashes, at most 128."
                )
            check_value(f"process_types.{name}", command)
            if not isinstance(command, str) or not command:
                raise InvalidInput(f"The command of the process type {name} must be a text that says what to run.")
        self.source = pack(self.params, below=TOP)
        outside = [name for name in self.source.names if not name.removeprefix("./").startswith(TOP)]
        if outside:
            raise InvalidInput(
                f"{self.params['path']} holds {outside[0]}, and everything in a slug is below ./app. "
                "Pack it from above the directory app, as `tar -czf FILE ./app` does, or give the directory itself."
            )

    def close(self) -> None:
        if self.source:
            self.source.close()

    def read(self) -> dict[str, t.Any] | None:
        newest = self.of_app(lambda: self.client.newest(self.in_app("/releases"), by="version"))
        return self.slug_of(newest[0]) if newest else None

    def slug_of(self, release: dict[str, t.Any]) -> dict[str, t.Any] | None:
        """The slug that a release runs, if it runs one, and one that can be looked up."""
        return release["slug"] and self.fetch(self.in_app("/slugs/{}", release["slug"]["id"]))

    @property
    def content(self) -> dict[str, t.Any]:
        """What tells a slug from others."""
        return {
            "checksum": self.source and self.source.checksum,
            "process_types": self.params["process_types"],
            "stack": self.given("stack"),
        }

    def same(self, slug: dict[str, t.Any]) -> bool:
        """Whether a slug is what is wanted. What its commit is called says nothing about that."""
        wanted = self.content
        return (
            (slug["checksum"] or "").lower() == str(wanted["checksum"]).lower()
            and slug["process_types"] == wanted["process_types"]
            and (not wanted["stack"] or same_reference(wanted["stack"], slug["stack"]))
        )

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        before = self.side(current) if current else {}
        if current and self.same(current):
            return Plan(before=before, after=before, steps=(), predicted=current)
        names = {name: self.given(name) for name in DESCRIPTIONS}
        new = {**self.blank, **names, **self.content, "stack": self.stack}
        return Plan(before=before, after=self.side(new), steps=(Step("create"),), predicted=new)

    @staticmethod
    def side(slug: dict[str, t.Any]) -> dict[str, t.Any]:
        """One side of the diff."""
        stack = slug["stack"] and slug["stack"]["name"]
        return {**{name: slug[name] for name in ("checksum", "commit", "id", "process_types")}, "stack": stack}

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """Look the stack up, so that one that does not exist fails before anything is uploaded."""
        if self.given("stack"):
            stacks = self.client.list(self.in_app("/available-stacks"))
            found = next((item for item in stacks if same_reference(self.params["stack"], item)), None)
            if found is None:
                names = ", ".join(sorted(item["name"] for item in stacks))
                raise InvalidInput(f"There is no stack {self.params['stack']} for this app. There are {names}.")
            self.stack = {"id": found["id"], "name": found["name"]}
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        given = {name: value for name, value in self.content.items() if value}
        given.update({name: self.params[name] for name in DESCRIPTIONS if self.given(name) is not None})
        slug = self.client.post(self.in_app("/slugs"), given)
        if self.source:
            send(self, self.source, slug["blob"]["url"])
        return slug

    def made(self) -> None:
        """A slug whose creation was not answered cannot be found, has no content, and costs nothing: make another."""

    def shown(self, slug: dict[str, t.Any]) -> dict[str, t.Any]:
        """A slug without the address of its content, which lets anybody download the code."""
        return {name: value for name, value in slug.items() if name != "blob"}

    def result(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        return {"slug": self.shown(record)}

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("slug"):
            found = self.fetch(self.in_app("/slugs/{}", self.params["slug"]))
        elif self.given("release"):
            release = self.fetch(self.in_app("/releases/{}", self.params["release"].lower().removeprefix("v")))
            found = release and self.slug_of(release)
        else:
            releases = self.of_app(lambda: self.client.newest(self.in_app("/releases"), by="version", count=50))
            current = next((release for release in releases if release["current"]), None)
            found = current and self.slug_of(current)
        return [self.shown(found)] if found else []
