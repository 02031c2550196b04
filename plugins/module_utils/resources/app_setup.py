# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Apps made from a source with an app.json, in one go: behaviour.md 3.20."""

from __future__ import annotations

import json
import tarfile
import time
import typing as t

from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.sources import (
    PATH_OPTIONS,
    check_address,
    pack,
    spell_checksum,
)
from ansible_collections.community.heroku.plugins.module_utils.client import backoff, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.history import (
    end_of,
    follow,
    new_output,
    without_address,
)
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_places, check_verified
from ansible_collections.community.heroku.plugins.module_utils.resource import WAIT_OPTIONS, Resource
from ansible_collections.community.heroku.plugins.module_utils.secrets import credentials_in
from ansible_collections.community.heroku.plugins.module_utils.source import Source
from ansible_collections.community.heroku.plugins.module_utils.texts import as_texts, check_texts
from ansible_collections.community.heroku.plugins.module_utils.upload import to_sources

LOST_ATTEMPTS = 6  # to find the build of a set-up whose ID is not known
DELETE_FIRST = "Delete the app before you set it up again: community.heroku.heroku_app, state=absent."


def missing_values(manifest: t.Mapping[str, t.Any], given: t.Container[str]) -> list[str]:
    """The config vars of an app.json that are required, and have no value there or among those given."""
    declared = manifest.get("env")
    if not isinstance(declared, dict):
        return []
    return [
        name
        for name, entry in declared.items()
        if isinstance(entry, dict)
        and entry.get("value") is None
        and "generator" not in entry
        and entry.get("required", True)
        and name not in given
    ]


def read_manifest(source: Source, path: str) -> dict[str, t.Any]:
    """The app.json at the top of a source. Raises InvalidInput."""
    with source.open() as file, tarfile.open(fileobj=file) as archive:
        names = {name.removeprefix("./"): name for name in archive.getnames()}
        opened = archive.extractfile(names["app.json"]) if "app.json" in names else None
        if opened is None:
            raise InvalidInput(f"There is no app.json at the top of {path}, which says what the app needs.")
        text = opened.read()
    try:
        manifest = json.loads(text)
    except ValueError as error:
        raise InvalidInput(f"The app.json in {path} is not valid JSON: {error}.") from None
    if not isinstance(manifest, dict):
        raise InvalidInput(f"The app.json in {path} is not an object.")
    return manifest


class AppSetup(Resource):
    """An app that is set up once: one that exists is not set up again.

    A record holds the C(app) and the C(setup). The latter is None for an app that was there already, since Heroku
    knows a set-up by its ID only.
    """

    noun = "app_setup"
    plural = "app_setups"
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(
        ("checksum", "version", "app.organization", "app.space", "app.region", "app.stack"), OMITTED
    )
    options: t.ClassVar[dict[str, t.Any]] = {
        **PATH_OPTIONS,
        "url": {"type": "str", "no_log": True},
        "checksum": {"type": "str"},
        "version": {"type": "str"},
        "app": {
            "type": "dict",
            "required": True,
            "options": {
                "name": {"type": "str", "required": True},
                "organization": {"type": "str", "aliases": ["team"]},
                "personal": {"type": "bool"},
                "space": {"type": "str"},
                "region": {"type": "str"},
                "stack": {"type": "str"},
                "locked": {"type": "bool"},
            },
            "mutually_exclusive": [("organization", "personal")],
        },
        "overrides": {
            "type": "dict",
            "options": {
                "env": {"type": "dict", "secret": True},
                "buildpacks": {"type": "list", "elements": "str"},
            },
        },
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("path", "url")],
        "mutually_exclusive": [("path", "url"), ("path", "checksum")],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {"id": {"type": "str", "required": True}}

    text_maps = ("overrides.env",)

    source: Source | None = None  # what path holds, packed
    checksum: str | None = None
    uploaded: str | None = None  # the address from which Heroku reads the source
    lost = False  # whether a set-up was started whose answer, and ID, got lost

    def __init__(self, *arguments: t.Any, **named: t.Any) -> None:
        super().__init__(*arguments, **named)
        self.output = new_output()

    @property
    def name(self) -> str:
        """The app's name."""
        return self.params["app"]["name"]

    @property
    def env(self) -> dict[str, t.Any]:
        """The config vars that are given."""
        return (self.given("overrides") or {}).get("env") or {}

    def belongs_to(self) -> str:
        return self.params["app"]["name"]

    def check(self) -> None:
        if "app" not in self.params:
            return
        App.check_name("app.name", self.name)
        check_texts("overrides.env", self.env)
        secrets = [
            secret
            for buildpack in (self.given("overrides") or {}).get("buildpacks") or ()
            for secret in credentials_in(buildpack)
        ]
        if secrets:
            self.talk.hide(secrets)
            self.talk.hide_option("overrides")
        if self.given("url"):
            check_address(self.params["url"])
        if self.given("checksum"):
            self.checksum = spell_checksum(self.params["checksum"])
        if self.given("path"):
            self.source = pack(self.params)
            self.checksum = self.source.checksum
            missing = missing_values(read_manifest(self.source, self.params["path"]), self.env)
            if missing:
                raise InvalidInput(f"app.json requires values for {', '.join(missing)}: give them in overrides.env.")

    def close(self) -> None:
        if self.source:
            self.source.close()

    # Whether there is an app

    def read(self) -> dict[str, t.Any] | None:
        try:
            app = self.client.get(segments("/apps/{}", self.name))
        except HerokuError as error:
            if not error.not_found:
                raise
            return None
        return {"app": app, "setup": None}

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        after = {"name": self.name, "checksum": self.checksum, "version": self.given("version")}
        if current is not None:
            return Plan({"name": self.name}, {"name": self.name}, (), current)
        setup: dict[str, t.Any] = {
            **dict.fromkeys(("id", "created_at", "updated_at", "failure_message", "build", "postdeploy")),
            "app": {"id": None, "name": self.name},
            "manifest_errors": [],
            "resolved_success_url": None,
            "status": "succeeded" if self.params["wait"] else "pending",
        }
        return Plan({}, after, (Step("create"),), {"app": setup["app"], "setup": setup})

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """Where the app is put has to exist, and the account has to be one that can have apps."""
        app = self.params["app"]
        places = {"team": app.get("organization"), **{what: app.get(what) for what in ("region", "stack", "space")}}
        check_places(self.client, places)
        if not (places["team"] or places["space"]):
            check_verified(self, "make an app", owner=self.payer)
        return current

    def payer(self) -> str:
        """The id of the account that the app will belong to; empty if that is a team, the account's default one."""
        account = self.client.get("/account")
        return "" if account.get("default_team") and not self.params["app"].get("personal") else account["id"]

    # Setting it up

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        if self.source and self.uploaded is None:
            self.uploaded = to_sources(self, self.source)
        blob = {"url": self.uploaded or self.params["url"], "checksum": self.checksum, "version": self.given("version")}
        overrides: dict[str, t.Any] = {}
        if self.env:
            overrides["env"] = as_texts(self.env)
        if (self.given("overrides") or {}).get("buildpacks") is not None:
            overrides["buildpacks"] = [{"url": buildpack} for buildpack in self.params["overrides"]["buildpacks"]]
        body = {
            "source_blob": {name: value for name, value in blob.items() if value is not None},
            "app": {name: value for name, value in self.params["app"].items() if value is not None and name != "team"},
            **({"overrides": overrides} if overrides else {}),
        }
        setup = self.client.post("/app-setups", body)
        return {"app": setup["app"], "setup": setup}

    def made(self) -> dict[str, t.Any] | None:
        found = self.read()
        self.lost = found is not None
        return found

    def settle(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        if not self.params["wait"]:
            return record
        try:
            if record["setup"]:
                record = {**record, "setup": self.follow_setup(record["setup"])}
                self.judge(record["setup"])
            elif self.lost or record["app"]["slug_size"] is None:
                self.follow_earlier(record["app"])
        except Failure as failure:
            failure.details.update({"output": list(self.output), **failure.details, **self.result(record)})
            raise
        return record

    def follow_setup(self, setup: dict[str, t.Any]) -> dict[str, t.Any]:
        """Wait until a set-up has ended, showing the log of its build. Returns it as it is then; raises Timeout."""
        path = segments("/app-setups/{}", setup["id"])

        def wait(done: t.Callable[[t.Any], bool], state: str) -> dict[str, t.Any]:
            return self.wait_until(
                lambda: self.client.get(path), done, f"the set-up of {self.name}", lambda answer: state
            )

        setup = wait(lambda answer: answer["build"] or answer["status"] != "pending", "reading app.json")
        if setup["build"]:
            self.follow_build(setup["app"]["id"], setup["build"])
            setup = wait(lambda answer: answer["status"] != "pending", "built")
        return setup

    def follow_build(self, app: str, build: dict[str, t.Any]) -> dict[str, t.Any]:
        """Wait until a build has ended; one whose app is gone has."""
        path = segments("/apps/{}/builds/{}", app, build["id"])
        try:
            return follow(self, path, build, f"the build of {self.name}", self.output)
        except HerokuError as error:
            if not error.not_found:
                raise
            return {**build, "status": "failed", "release": None}

    def judge(self, setup: dict[str, t.Any]) -> None:
        """Raises Failure for a set-up that failed, with all that Heroku says about the reason."""
        if setup["status"] != "failed":
            return
        reasons = [setup["failure_message"] or "no reason is given", *setup["manifest_errors"]]
        postdeploy = setup["postdeploy"]
        said = postdeploy["output"].splitlines() if postdeploy and postdeploy["exit_code"] else self.output
        text = f"The set-up of {self.name} failed: {'; '.join(reasons).rstrip('.')}. {DELETE_FIRST}"
        raise Failure(text + (end_of(said) if setup["build"] else ""))

    def follow_earlier(self, app: dict[str, t.Any]) -> None:
        """Go on waiting for a set-up of which there is only the app: what can be seen of it is the build.

        Raises Failure when nothing is or was deployed.
        """
        builds: list[dict[str, t.Any]] = []
        for attempt in range(1, (LOST_ATTEMPTS if self.lost else 1) + 1):
            builds = self.client.newest(segments("/apps/{}/builds", app["id"]), by="started_at")
            if builds or not self.lost:
                break
            time.sleep(backoff(attempt))
        if not builds:
            raise Failure(
                f"{self.name} is there, but nothing was built for it: an earlier set-up failed, or is just beginning. "
                + DELETE_FIRST
            )
        build = self.follow_build(app["id"], builds[0])
        release = build["release"] and self.client.get(
            segments("/apps/{}/releases/{}", app["id"], build["release"]["id"])
        )
        if release and release["status"] == "pending":
            path = segments("/apps/{}/releases/{}", app["id"], release["id"])
            release = follow(self, path, release, f"the release phase of {self.name}", self.output)
        if not release or release["status"] != "succeeded":
            what = "release phase" if release else "build"
            raise Failure(f"The {what} of {self.name} failed. {DELETE_FIRST}{end_of(self.output)}")
        self.talk.warn(
            f"{self.name} was deployed by a set-up that was started earlier. Whether its postdeploy script did its "
            "work cannot be seen."
        )

    # What is shown

    def shown(self, setup: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        """A set-up without the address of its build's log, and without secrets in what its script printed."""
        if setup is None:
            return None
        postdeploy = setup["postdeploy"]
        return {
            **setup,
            "build": setup["build"] and without_address(setup["build"]),
            "postdeploy": postdeploy and {**postdeploy, "output": self.talk.censor(postdeploy["output"])},
        }

    def result(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        app = {name: record["app"][name] for name in ("id", "name")}
        return {"app": app, "app_setup": self.shown(record["setup"]), "output": list(self.output) or None}

    def find(self) -> list[dict[str, t.Any] | None]:
        setup = self.fetch("/app-setups/{}", self.params["id"])
        return [self.shown(setup)] if setup else []
