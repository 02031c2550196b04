# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases of an app: behaviour.md 3.15."""

from __future__ import annotations

import re
import time
import typing as t
from collections import deque

from ansible_collections.community.heroku.plugins.module_utils.attached import attachment_vars
from ansible_collections.community.heroku.plugins.module_utils.client import PAGE
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.history import (
    clean,
    end_of,
    follow,
    new_output,
    newest,
    without_address,
)
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, is_uuid
from ansible_collections.community.heroku.plugins.module_utils.preflight import look
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
)

LONGEST_READ = 60.0  # seconds, of an output that is over
LOOK_BACK = 50  # releases; those that failed are passed over in search of the last one that did not
PREVIOUS = "previous"
VERSION = re.compile(r"v?([1-9][0-9]*)", re.IGNORECASE)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
SLUG, IMAGE = "slug", "oci-image"

Code = t.Optional[tuple[str, t.Optional[str]]]


def code_of(release: dict[str, t.Any] | None) -> Code:
    """What a release runs: the kind and the id of its slug or image."""
    if release is None:
        return None
    artifacts = [(item["type"], item["id"]) for item in release["artifacts"] or []]
    return artifacts[0] if artifacts else ((SLUG, release["slug"]["id"]) if release["slug"] else None)


def in_force(releases: t.Sequence[dict[str, t.Any]]) -> dict[str, t.Any] | None:
    """Of releases, the newest first: the one that the app runs, or will run when its release phase is over."""
    return next((release for release in releases if release["status"] not in ("failed", "expired")), None)


def before_the_last_code(releases: t.Sequence[dict[str, t.Any]]) -> dict[str, t.Any] | None:
    """Where to go back to from the newest code, of releases, the newest first; None when the app has gone back already.

    The newest code is the one that was first released last, whether its release phase failed or not. So a second run
    finds the app on older code and leaves it there, and so does one after a release that did not come into force.
    Raises InvalidInput when there is nothing to go back to.
    """
    first_seen = {code_of(release): release["version"] for release in releases}  # the oldest comes last
    first_seen.pop(None, None)
    if not first_seen:
        raise InvalidInput("There is nothing to roll back to: the app has no code yet.")
    last = max(first_seen, key=lambda code: first_seen[code])
    if code_of(in_force(releases)) != last:
        return None
    good = (release for release in releases if release["eligible_for_rollback"] and code_of(release) != last)
    found = next(good, None)
    if found is None:
        raise InvalidInput("There is nothing to roll back to: no release with other code has succeeded.")
    return found


class Release(AppResource):
    """What an app runs: a slug or an image released, or an earlier release again.

    Releases are told from others by what they run: one that is in force, or that is on its way, is not made again.
    An _info module finds one by its version, with or without a C(v), or by its id.
    """

    noun = "release"
    plural = "releases"
    empty: t.ClassVar[dict[str, str]] = {"description": OMITTED}
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "slug": {"type": "str"},
        "oci_image": {"type": "str"},
        "rollback": {"type": "str"},
        "description": {"type": "str"},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("slug", "oci_image", "rollback")],
        "mutually_exclusive": [("slug", "oci_image", "rollback"), ("rollback", "description")],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "release": {"type": "str"},
        "limit": {"type": "int", "default": 10},
        "status": {"type": "str", "choices": ["expired", "failed", "pending", "succeeded"]},
        "current": {"type": "bool"},
        "output": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {
        "mutually_exclusive": [("release", "status"), ("release", "current")]
    }
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(
            (
                "addon_plan_names",
                "app",
                "artifacts",
                "created_at",
                "description",
                "id",
                "slug",
                "updated_at",
                "user",
                "version",
            )
        ),
        "current": False,
        "eligible_for_rollback": False,
        "status": "pending",
    }

    releases: t.Sequence[dict[str, t.Any]] = ()  # the newest first, as M(read) found them
    differing: t.Sequence[str] = ()  # config vars that a rollback to the same code would change
    image: dict[str, t.Any] | None = None  # the one that the option oci_image names by its digest

    def __init__(self, *arguments: t.Any, **named: t.Any) -> None:
        super().__init__(*arguments, **named)
        self.output = new_output()

    def check(self) -> None:
        slug, image, rollback = (self.given(name) for name in ("slug", "oci_image", "rollback"))
        if slug is not None and not is_uuid(slug):
            raise InvalidInput(
                f"slug must be the ID of a slug, not {slug!r}. heroku_slug makes one and returns its ID."
            )
        if image is not None and not is_uuid(image) and not DIGEST.fullmatch(image):
            raise InvalidInput(
                f"oci_image must be the ID of an image, or its digest (sha256: and 64 digits): {image!r}."
            )
        if rollback is not None and rollback != PREVIOUS and not is_uuid(rollback) and not VERSION.fullmatch(rollback):
            raise InvalidInput(
                f"rollback must be a version such as v12, the ID of a release, or previous: {rollback!r}."
            )

    def read(self) -> dict[str, t.Any] | None:
        count = PAGE if self.given("rollback") == PREVIOUS else LOOK_BACK
        self.releases = self.of_app(lambda: self.client.newest(self.in_app("/releases"), by="version", count=count))
        if self.given("oci_image") and not is_uuid(self.params["oci_image"]):
            self.image = self.find_image()
        if self.given("rollback") not in (None, PREVIOUS) and self.named() is None:
            older = self.fetch(self.in_app("/releases/{}", self.version_or_id))
            self.releases = [*self.releases, *([older] if older else [])]
        current = in_force(self.releases)
        self.differing = self.other_config_vars(current)
        return current

    def other_config_vars(self, current: dict[str, t.Any] | None) -> list[str]:
        """The names of the config vars that differ between the release in force and the named one of the same code.

        To bring those back is what a bad change of them is rolled back for. What attachments own does not count, since
        it changes by itself. No GET while another release of other code is wanted, else two, three where they differ.
        """
        target = self.named() if self.given("rollback") not in (None, PREVIOUS) else None
        if not (current and target and target["eligible_for_rollback"]) or target["id"] == current["id"]:
            return []
        if code_of(target) != code_of(current):
            return []
        now, then = (self.config_vars_of(release) for release in (current, target))
        if now is None or then is None:
            return []
        names = {name for name in {*now, *then} if now.get(name) != then.get(name)}
        return sorted(names - attachment_vars(self)) if names else []

    def config_vars_of(self, release: dict[str, t.Any]) -> dict[str, str] | None:
        """The config vars of a release; None when the token may not see them."""
        return look(lambda: self.client.get(self.in_app("/releases/{}/config-vars", release["id"])))

    def find_image(self) -> dict[str, t.Any]:
        """The image with the digest that was given. Raises InvalidInput when the app has none."""
        images = self.client.get(self.in_app("/oci-images/{}", self.params["oci_image"]))
        if not images:
            raise InvalidInput(f"{self.params['app']} has no image with the digest {self.params['oci_image']}.")
        return images[-1]

    @property
    def version_or_id(self) -> str:
        """The option rollback as the API takes it."""
        return self.params["rollback"].lower().removeprefix("v")

    def named(self) -> dict[str, t.Any] | None:
        """The release that the option rollback names, if it is among those that were read."""
        wanted = self.version_or_id
        return next((item for item in self.releases if wanted in (item["id"], str(item["version"]))), None)

    def target(self) -> dict[str, t.Any] | None:
        """The release to roll back to; None when the app has gone back already. Raises InvalidInput."""
        if self.params["rollback"] == PREVIOUS:
            return before_the_last_code(self.releases)
        release = self.named()
        if release is None:
            raise InvalidInput(f"{self.params['app']} has no release {self.params['rollback']}.")
        code = code_of(release)
        if not code or (not release["eligible_for_rollback"] and code != code_of(in_force(self.releases))):
            reason = f"it is {release['status']}" if code else "it has no code"
            raise InvalidInput(f"{self.params['app']} cannot be rolled back to v{release['version']}: {reason}.")
        return release

    def wanted_code(self) -> Code:
        """What is to be released."""
        if self.given("slug"):
            return (SLUG, self.params["slug"])
        return (IMAGE, self.image["id"] if self.image else self.params["oci_image"])

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        before = self.side(current) if current else {}
        target = self.target() if self.given("rollback") else None
        code = code_of(target) if self.given("rollback") else self.wanted_code()
        if current and (code is None or (code == code_of(current) and not self.differing)):
            return Plan(before=before, after=before, steps=(), predicted=self.in_the_end(current))
        new = {
            **self.blank,
            "artifacts": code and [{"type": code[0], "id": code[1]}],
            "description": f"Rollback to v{target['version']}" if target else self.given("description"),
            "slug": {"id": code[1]} if code and code[0] == SLUG else None,
        }
        fields = {"release": target["id"]} if target else self.body()
        after = {**self.side(new), **({"changed_config_vars": list(self.differing)} if self.differing else {})}
        return Plan(before=before, after=after, steps=(Step("create", fields),), predicted=self.in_the_end(new))

    def body(self) -> dict[str, t.Any]:
        """What is sent to release something new."""
        names = ("slug", "oci_image", "description")
        return {name: self.params[name] for name in names if self.given(name) is not None}

    @staticmethod
    def side(release: dict[str, t.Any]) -> dict[str, t.Any]:
        """One side of the diff."""
        code = code_of(release)
        return {
            "version": release["version"],
            "description": release["description"],
            **({code[0].replace("-", "_"): code[1]} if code else {}),
        }

    def in_the_end(self, release: dict[str, t.Any]) -> dict[str, t.Any]:
        """What a release will be when the task is over."""
        if release["status"] != "pending":
            return release
        if not self.params["wait"]:
            # Only what has a release phase stays pending, and that cannot be known of something new.
            return (
                release
                if release["id"]
                else {**release, **dict.fromkeys(("current", "status", "eligible_for_rollback"))}
            )
        return {**release, "current": True, "eligible_for_rollback": True, "status": "succeeded", "updated_at": None}

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        try:
            return self.client.post(self.in_app("/releases"), fields)
        except HerokuError as error:
            if error.not_found and error.resource == "slug":
                raise error.with_hint("heroku_slug makes a slug; old ones that no app runs are deleted.") from None
            raise

    def made(self) -> dict[str, t.Any] | None:
        known = {release["id"] for release in self.releases}
        wanted = code_of(self.target()) if self.given("rollback") else self.wanted_code()
        fresh = self.client.newest(self.in_app("/releases"), by="version", count=LOOK_BACK)
        return next((item for item in fresh if item["id"] not in known and code_of(item) == wanted), None)

    def settle(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        new = all(record["id"] != release["id"] for release in self.releases)
        if not self.params["wait"] or not (new or record["status"] == "pending"):
            return record
        record = await_release(self, record, self.output)
        # The answer to the POST may be older than what it did.
        return self.client.get(self.in_app("/releases/{}", record["id"])) if not record["current"] else record

    def result(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        return {"release": without_address(record), "output": list(self.output) or None}

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("release"):
            one = self.fetch(self.in_app("/releases/{}", self.params["release"].lower().removeprefix("v")))
            found = [one] if one else []
        else:
            found = newest(self, "/releases", by="version", filters=("status", "current"))
        self.releases = found
        return [without_address(release) for release in found]

    def info(self, found: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        if not self.params["output"]:
            return super().info(found)
        return {
            **super().info(found),
            "outputs": {str(item["version"]): self.read_output(item) for item in self.releases},
        }

    def read_output(self, release: dict[str, t.Any]) -> list[str] | None:
        """What the release phase said; None without one, while it runs, and when Heroku has it no longer."""
        address = release["output_stream_url"]
        self.talk.hide([address or ""])
        if not address or release["status"] == "pending":
            return None
        lines = new_output()
        until = time.monotonic() + LONGEST_READ
        try:
            lines.extend(clean(self, line) for line in self.client.stream(address, patience=0, until=until))
        except HerokuError:
            return None
        return list(lines)


def await_release(
    resource: AppResource, release: dict[str, t.Any], output: deque[str] | None = None
) -> dict[str, t.Any]:
    """Wait up to wait_timeout until this release has left C(pending), saying what its release command says.

    The lines go into C(output) too, also those of a command that is over already.
    Returns the release; raises Timeout, and Failure when the command failed.
    """
    lines = new_output() if output is None else output
    if release["status"] == "pending" or release["output_stream_url"]:
        path = resource.in_app("/releases/{}", release["id"])
        waiting_for = f"the release phase of v{release['version']} of {resource.params['app']}"
        release = follow(resource, path, release, waiting_for, lines)
    if release["status"] != "succeeded":
        version = f"v{release['version']}"
        raise Failure(
            f"The release phase of {version} {release['status']}: the dynos go on running the release before it."
            + (end_of(lines) or f" 'heroku releases:output {version} --app {resource.params['app']}' shows why."),
            release=without_address(release),
            output=list(lines),
        )
    return release
