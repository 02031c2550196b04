# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds of an app from source: behaviour.md 3.14."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from ansible_collections.community.heroku.plugins.module_utils.credentials import is_loopback
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.history import (
    await_release,
    end_of,
    follow,
    new_output,
    newest,
    without_address,
)
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
)
from ansible_collections.community.heroku.plugins.module_utils.resources.buildpacks import (
    URN,
    same_buildpacks,
)
from ansible_collections.community.heroku.plugins.module_utils.secrets import credentials_in, without_credentials
from ansible_collections.community.heroku.plugins.module_utils.source import Source
from ansible_collections.community.heroku.plugins.module_utils.upload import PATH_OPTIONS, pack, to_sources

CANCELLED = "cancelled"
LOOK_BACK = 50  # builds; failed ones are passed over in search of the last that succeeded
CHECKSUM = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.IGNORECASE)


def spell_checksum(text: str) -> str:
    """A SHA-256 as Heroku writes it, of one with or without its prefix, in any case. Raises InvalidInput."""
    match = CHECKSUM.fullmatch(text)
    if not match:
        raise InvalidInput("checksum must be SHA256: followed by 64 hexadecimal digits.")
    return f"SHA256:{match[1].lower()}"


def check_address(url: str) -> None:
    """Raises InvalidInput, without repeating the address, unless it is https, or http to a loopback address."""
    try:
        parts = urlsplit(url)
        usable = parts.hostname and (
            parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
        )
    except ValueError:
        usable = False
    if not usable:
        raise InvalidInput("url must be an https address (http is for loopback addresses only).")


def for_request(buildpack: str) -> dict[str, str]:
    """A buildpack as the API takes it: by address, or by its name in the registry."""
    return {"url": buildpack} if "://" in buildpack or buildpack.startswith(URN) else {"name": buildpack}


class Build(AppResource):
    """A build of a source, told from others by its checksum, else its version, else its address.

    A source that the last build that counts was made of is not built again. One counts that is still pending, or that
    succeeded and whose release did not fail.

    With C(state=cancelled) it is about the builds that are under way instead, and what stands for a record is a list.
    """

    noun = "build"
    plural = "builds"
    identity = ("build", "version")
    empty: t.ClassVar[dict[str, str]] = {"checksum": OMITTED, "version": OMITTED}
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        **PATH_OPTIONS,
        "url": {"type": "str", "no_log": True},
        "checksum": {"type": "str"},
        "version": {"type": "str"},
        "buildpacks": {"type": "list", "elements": "str"},
        "force": {"type": "bool", "default": False},
        "build": {"type": "str"},
        "state": {"type": "str", "choices": ["present", CANCELLED], "default": "present"},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_if": [("state", "present", ("path", "url"), True)],
        "mutually_exclusive": [("path", "url"), ("path", "checksum"), ("build", "path", "url")],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "build": {"type": "str"},
        "limit": {"type": "int", "default": 10},
        "status": {"type": "str", "choices": ["failed", "pending", "succeeded"]},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("build", "status")]}
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(
            (
                "app",
                "buildpacks",
                "created_at",
                "generation",
                "id",
                "release",
                "slug",
                "stack",
                "updated_at",
                "user",
            )
        ),
        "status": "pending",
    }

    source: Source | None = None  # what path holds, packed
    checksum: str | None = None  # of the source, where it is known
    before: frozenset[str] = frozenset()  # ids of the builds that were there before this one
    release: dict[str, t.Any] | None = None  # of the build that is there
    uploaded: str | None = None  # the address from which Heroku reads the source

    def __init__(self, *arguments: t.Any, **named: t.Any) -> None:
        super().__init__(*arguments, **named)
        self.output = new_output()

    def check(self) -> None:
        if self.given("url"):
            check_address(self.params["url"])
        secrets = [secret for buildpack in self.given("buildpacks") or () for secret in credentials_in(buildpack)]
        if secrets:
            self.talk.hide(secrets)
            self.talk.hide_option("buildpacks")
        if self.given("checksum"):
            self.checksum = spell_checksum(self.params["checksum"])
        if self.given("path") and not self.cancels:
            self.source = pack(self.params)
            self.checksum = self.source.checksum

    @property
    def cancels(self) -> bool:
        """Whether builds are to be ended, and none to be made."""
        return self.given("state") == CANCELLED

    def close(self) -> None:
        if self.source:
            self.source.close()

    def builds(self) -> list[dict[str, t.Any]]:
        """The latest builds, the newest first."""
        return self.of_app(lambda: self.client.newest(self.in_app("/builds"), by="started_at", count=LOOK_BACK))

    def read(self) -> t.Any:
        if self.cancels:
            return self.concerned()
        builds = self.builds()
        self.before = frozenset(build["id"] for build in builds)
        build = next((build for build in builds if build["status"] != "failed"), None)
        if build and build["release"] and self.same_source(build):
            self.release = self.fetch(self.in_app("/releases/{}", build["release"]["id"]))
        return build

    def concerned(self) -> list[dict[str, t.Any]]:
        """What is to be cancelled: the build that is named, though it may be over, or all that are under way."""
        if self.given("build"):
            return [self.of_app(lambda: self.client.get(self.in_app("/builds/{}", self.params["build"])))]
        return [build for build in self.builds() if build["status"] == "pending"]

    def same_source(self, build: dict[str, t.Any]) -> bool:
        """Whether a build was made of what is to be built now, with the buildpacks that were given."""
        blob = build["source_blob"]
        if self.checksum:
            same = (blob["checksum"] or "").lower() == self.checksum.lower()
        elif self.given("version"):
            same = blob["version"] == self.params["version"]
        else:
            same = blob["url"] == self.params["url"]
        return same and (
            not self.given("buildpacks") or same_buildpacks(self.params["buildpacks"], build["buildpacks"] or [])
        )

    def counts(self, build: dict[str, t.Any]) -> bool:
        """Whether this build of the source makes another one needless."""
        if build["status"] == "pending":
            return True
        return not self.params["force"] and not (self.release and self.release["status"] == "failed")

    def plan(self, current: t.Any) -> Plan:
        if self.cancels:
            return self.plan_cancellation(current)
        before = self.side(current) if current else {}
        if current and self.same_source(current) and self.counts(current):
            return Plan(before=before, after=before, steps=(), predicted=self.in_the_end(current))
        blob = {"checksum": self.checksum, "url": None, "version": self.given("version"), "version_description": None}
        new = {**self.blank, "source_blob": blob}
        return Plan(before=before, after=self.side(new), steps=(Step("create"),), predicted=self.in_the_end(new))

    def plan_cancellation(self, builds: list[dict[str, t.Any]]) -> Plan:
        """End what is under way. A build that is cancelled has failed (behaviour.md 3.14)."""
        ended = {"status": "failed", "updated_at": None} if self.params["wait"] else {}
        pending = [build["id"] for build in builds if build["status"] == "pending"]
        return Plan(
            before={"pending": pending},
            after={"pending": []},
            steps=(Step("cancel"),) if pending else (),
            predicted=[{**build, **ended} if build["id"] in pending else build for build in builds],
        )

    @staticmethod
    def side(build: dict[str, t.Any]) -> dict[str, t.Any]:
        """One side of the diff."""
        return {
            "id": build["id"],
            "checksum": build["source_blob"]["checksum"],
            "version": build["source_blob"]["version"],
        }

    def in_the_end(self, build: dict[str, t.Any]) -> dict[str, t.Any]:
        """What a build will be when the task is over."""
        if build["status"] != "pending" or not self.params["wait"]:
            return build
        return {**build, "status": "succeeded", **dict.fromkeys(("release", "slug", "stack", "updated_at"))}

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        blob = {"url": self.upload(self.source) if self.source else self.params["url"]}
        if self.checksum:
            blob["checksum"] = self.checksum
        if self.given("version"):
            blob["version"] = self.params["version"]
        body: dict[str, t.Any] = {"source_blob": blob}
        if self.given("buildpacks"):
            body["buildpacks"] = [for_request(buildpack) for buildpack in self.params["buildpacks"]]
        return self.client.post(self.in_app("/builds"), body)

    def cancel(self, builds: list[dict[str, t.Any]], fields: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        """One request a build; what it answers is not known to be the build (behaviour.md 1.3)."""
        for build in builds:
            if build["status"] == "pending":
                self.client.delete(self.in_app("/builds/{}", build["id"]))
        return builds

    def await_end(self, build: dict[str, t.Any]) -> dict[str, t.Any]:
        """Wait up to wait_timeout until a build that was cancelled is no longer pending."""
        return self.wait_until(
            lambda: self.client.get(self.in_app("/builds/{}", build["id"])),
            done=lambda answer: answer["status"] != "pending",
            waiting_for=f"the end of the build {build['id']}",
            state=lambda answer: answer["status"],
        )

    def upload(self, source: Source) -> str:
        """Bring the source to where Heroku can read it, unless an earlier attempt did, and return that address."""
        if self.uploaded is None:
            self.uploaded = to_sources(self, source)
        return self.uploaded

    def made(self) -> dict[str, t.Any] | None:
        new = (build for build in self.builds() if build["id"] not in self.before)
        return next((build for build in new if self.same_source(build)), None)

    def settle(self, record: t.Any) -> t.Any:
        if self.cancels:
            waits = self.params["wait"]
            return [self.await_end(build) if waits and build["status"] == "pending" else build for build in record]
        if not self.params["wait"]:
            return record
        # A new build may be over already, if its creation was not answered; its output is shown all the same.
        if record["status"] == "pending" or record["id"] not in self.before:
            path = self.in_app("/builds/{}", record["id"])
            record = follow(self, path, record, f"the build of {self.params['app']}", self.output)
            if record["status"] == "failed":
                raise Failure(f"The build failed.{end_of(self.output)}", **self.result(record))
            release = record["release"] and self.client.get(self.in_app("/releases/{}", record["release"]["id"]))
        else:
            release = self.release if self.release and self.release["status"] == "pending" else None
        if release:
            try:
                await_release(self, release, self.output)
            except Failure as failure:
                failure.details.update(self.result(record))
                raise
        return record

    def shown(self, build: dict[str, t.Any]) -> dict[str, t.Any]:
        """A build without what lets anybody read its source, its log or its buildpacks."""
        buildpacks = build["buildpacks"] and [
            {name: text and without_credentials(text) for name, text in buildpack.items()}
            for buildpack in build["buildpacks"]
        ]
        blob = {**build["source_blob"], "url": None}
        return {**without_address(build), "buildpacks": buildpacks, "source_blob": blob}

    def result(self, record: t.Any) -> dict[str, t.Any]:
        if self.cancels:
            return {"builds": [self.shown(build) for build in record]}
        return {"build": self.shown(record), "output": list(self.output) or None}

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("build"):
            one = self.fetch(self.in_app("/builds/{}", self.params["build"]))
            found = [one] if one else []
        else:
            found = newest(self, "/builds", by="started_at", filters=("status",))
        return [self.shown(build) for build in found]
