# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Promotions: the code that runs on one app of a pipeline is released on others. behaviour.md 3.12.

A promotion makes a new release on each target, whatever runs there. So the targets are looked at first, and only those
that run something else are promoted.
"""

from __future__ import annotations

import time
import typing as t
from types import MappingProxyType

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.history import end_of, follow, new_output
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, WAIT_OPTIONS, AppResource
from ansible_collections.community.heroku.plugins.module_utils.resources.pipeline import STAGES

PENDING, SUCCEEDED = "pending", "succeeded"
SHORT = 7  # characters of a commit, as Git shows it
LOOK_BACK = 100  # releases among which the current one is searched
CONTAINER = "container"  # the stack
PAUSES = (1, 2, 4, 8)  # seconds between looks for the releases of a promotion that was not answered


def code_of(release: t.Mapping[str, t.Any] | None) -> str | None:
    """What a release runs, as one text to compare: its slug, or else its image; None for one without code."""
    if release is None:
        return None
    if release["slug"]:
        return release["slug"]["id"]
    images = sorted(item["id"] for item in release.get("artifacts") or () if item["type"] != "slug")
    return " ".join(images) or None


class Target(t.NamedTuple):
    """An app to promote to: the release in force there, and the newest one, which may still be pending."""

    app: dict[str, t.Any]
    current: dict[str, t.Any] | None
    newest: dict[str, t.Any] | None

    def runs(self, code: str | None) -> bool:
        """Whether that code runs there, or will when the release phase that is under way has succeeded."""
        return code == code_of(self.to_be)

    @property
    def under_way(self) -> dict[str, t.Any] | None:
        """The newest release while it is pending."""
        return self.newest if self.newest and self.newest["status"] == PENDING else None

    @property
    def to_be(self) -> dict[str, t.Any] | None:
        """The release that will be in force if all goes well."""
        return self.under_way or self.current


class State(t.NamedTuple):
    """What is there: the source of the promotion, and its targets, sorted by name."""

    pipeline_id: str
    app: dict[str, t.Any]
    release: dict[str, t.Any]
    targets: list[Target]

    @property
    def code(self) -> str | None:
        """What is to run everywhere."""
        return code_of(self.release)

    @property
    def todo(self) -> list[Target]:
        """The targets that run something else."""
        return [target for target in self.targets if not target.runs(self.code)]


class PipelinePromotion(AppResource):
    """A promotion from the app C(app) to C(targets), or to a stage of its pipeline."""

    noun = "pipeline_promotion"
    identity = ("stage",)
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "release": {"type": "str"},
        "targets": {"type": "list", "elements": "str"},
        "stage": {"type": "str", "choices": STAGES},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("targets", "stage")],
        "mutually_exclusive": [("targets", "stage")],
    }

    state: State  # as it was read last
    commits: t.Mapping[str, str] = MappingProxyType({})  # of slugs by their ids, once they were looked up

    def __init__(self, *arguments: t.Any, **named: t.Any) -> None:
        super().__init__(*arguments, **named)
        self.output = new_output()

    def check(self) -> None:
        if self.given("targets") == []:
            raise InvalidInput("targets is empty: name at least one app, or give stage.")

    # What is there

    def read(self) -> State:
        coupling = self.fetch(self.in_app("/pipeline-couplings"))
        if coupling is None:
            raise InvalidInput(
                f"{self.params['app']} is in no pipeline. community.heroku.heroku_pipeline_coupling puts it into one."
            )
        pipeline_id, source_id = coupling["pipeline"]["id"], coupling["app"]["id"]
        listed = self.client.list(segments("/pipelines/{}/latest-releases", pipeline_id))
        newest = {release["app"]["id"]: release for release in listed}
        release = self.source_release(source_id, newest.get(source_id))
        chosen = self.in_stage(pipeline_id) if self.given("stage") else self.named(pipeline_id, newest)
        if source_id in chosen and not self.given("stage"):
            raise InvalidInput(f"{self.params['app']} cannot be promoted to itself: take it out of targets.")
        targets = [self.target(app_id, newest.get(app_id)) for app_id in chosen if app_id != source_id]
        if not targets:
            raise InvalidInput(f"There is no other app in the stage {self.params['stage']} of the pipeline.")
        targets.sort(key=lambda target: target.app["name"])
        self.state = State(pipeline_id, release["app"], release, targets)
        return self.state

    def source_release(self, app_id: str, newest: dict[str, t.Any] | None) -> dict[str, t.Any]:
        """The release to promote: the one that was asked for, or the current one."""
        app = self.params["app"]
        if self.given("release"):
            version = self.params["release"].lower()
            release = self.fetch(self.in_app("/releases/{}", version.removeprefix("v")))
            if release is None:
                raise InvalidInput(f"{app} has no release {self.params['release']}.")
        else:
            release = self.current_of(app_id, newest)
        if release is None or code_of(release) is None:
            which = f"v{release['version']} of {app}" if release else app
            raise InvalidInput(f"{which} has no code to promote: build it first, with community.heroku.heroku_build.")
        return release

    def current_of(self, app_id: str, newest: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        """The release in force on an app: the newest, unless that is pending or has failed."""
        if newest is not None and newest["current"]:
            return newest
        releases = self.client.newest(segments("/apps/{}/releases", app_id), by="version", count=LOOK_BACK)
        return next((release for release in releases if release["current"]), None)

    def in_stage(self, pipeline_id: str) -> list[str]:
        """The apps of a stage of the pipeline, by id."""
        couplings = self.client.list(segments("/pipelines/{}/pipeline-couplings", pipeline_id))
        return [item["app"]["id"] for item in couplings if item["stage"] == self.params["stage"]]

    def named(self, pipeline_id: str, newest: dict[str, dict[str, t.Any]]) -> list[str]:
        """The apps that the option C(targets) names, by id. Raises InvalidInput for one that is not in the pipeline."""
        ids = {release["app"]["name"]: app_id for app_id, release in newest.items()}
        found = {name: name if name in newest else ids.get(name) for name in self.params["targets"]}
        if None in found.values():
            couplings = self.client.list(segments("/pipelines/{}/pipeline-couplings", pipeline_id))
            coupled = {item["app"]["id"] for item in couplings}
            for name in [name for name, app_id in found.items() if app_id is None]:
                app = self.fetch("/apps/{}", name)
                app_id = app["id"] if app else None
                if app_id not in coupled:
                    raise InvalidInput(
                        f"{name} is not in the pipeline of {self.params['app']}. In it are {', '.join(sorted(ids))}."
                    )
                found[name] = app_id
        return list(dict.fromkeys(app_id for app_id in found.values() if app_id))

    def target(self, app_id: str, newest: dict[str, t.Any] | None) -> Target:
        """What is known of an app to promote to."""
        current = self.current_of(app_id, newest)
        known = newest or current
        app = known["app"] if known else self.client.get(segments("/apps/{}", app_id))
        return Target({"id": app_id, "name": app["name"]}, current, newest)

    # What is to be done about it

    def plan(self, current: State) -> Plan:
        before = {target.app["name"]: self.version_of(target.to_be) for target in current.targets}
        todo = [target.app["id"] for target in current.todo]
        if not todo:
            return Plan(before, before, (), self.record(current, None, {}, self.params["wait"]))
        promoted_release = self.version_of(current.release, current.app["name"])
        after = {**before, **{target.app["name"]: promoted_release for target in current.todo}}
        promotion = {
            **dict.fromkeys(("created_at", "id", "status", "updated_at")),
            "pipeline": {"id": current.pipeline_id},
            "source": {"app": {"id": current.app["id"]}, "release": {"id": current.release["id"]}},
        }
        if self.params["wait"]:
            promotion["status"] = "completed"
        promoted = {"status": SUCCEEDED if self.params["wait"] else PENDING, "error_message": None, "release": None}
        predicted = self.record(current, promotion, dict.fromkeys(todo, promoted), self.params["wait"])
        return Plan(before, after, (Step("create"),), predicted)

    def version_of(self, release: dict[str, t.Any] | None, app: str | None = None) -> str | None:
        """A release in words: its version, the app's name if it is given, and its commit as far as that is known."""
        if release is None:
            return None
        commit = self.commits.get(release["slug"]["id"]) if release["slug"] else None
        return f"v{release['version']}{f' of {app}' if app else ''}{f' ({commit[:SHORT]})' if commit else ''}"

    def examine(self, current: State, plan: Plan) -> State:
        """Whether it can be promoted (recorded.md A 13), and for the diff the commits: one GET for each slug."""
        releases = [current.release, *(target.to_be for target in current.todo)]
        slugs = {item["slug"]["id"]: item["app"]["id"] for item in releases if item and item["slug"]}
        found = {slug: self.slug(app, slug) for slug, app in slugs.items()}
        self.commits = {slug: item["commit"] for slug, item in found.items() if item.get("commit")}
        source = found.get((current.release["slug"] or {}).get("id"), {})
        if (source.get("stack") or {}).get("name") == CONTAINER:
            raise InvalidInput(
                f"{self.params['app']} has the stack container, and Heroku promotes no such apps: "
                "release the image to the other apps too."
            )
        return current

    def slug(self, app: str, slug: str) -> dict[str, t.Any]:
        """A slug of an app; empty when the token may not see it."""
        try:
            return self.client.get(segments("/apps/{}/slugs/{}", app, slug))
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return {}

    def record(
        self,
        state: State,
        promotion: dict[str, t.Any] | None,
        promoted: t.Mapping[str, t.Mapping[str, t.Any]],
        waited: bool,
    ) -> dict[str, t.Any]:
        """The task's result. C(promoted) has what became of the targets that were promoted, by the app's id."""
        targets = []
        for target in state.targets:
            done = promoted.get(target.app["id"])
            release = target.to_be
            standing = {
                "error_message": None,
                "release": release and {"id": release["id"]},
                "status": SUCCEEDED if waited or not target.under_way else PENDING,
            }
            part = {name: done[name] for name in standing} if done else standing
            targets.append({"app": target.app, "promoted": done is not None, **part})
        source = {
            "app": state.app,
            "release": {"id": state.release["id"], "version": state.release["version"]},
        }
        return {"pipeline_promotion": promotion, "source": source, "targets": targets}

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {
            "pipeline": {"id": self.state.pipeline_id},
            "source": {"app": {"id": self.state.app["id"]}, "release": {"id": self.state.release["id"]}},
            "targets": [{"app": {"id": target.app["id"]}} for target in self.state.todo],
        }
        promotion = self.client.post("/pipeline-promotions", body)
        pending = {"status": PENDING, "error_message": None, "release": None}
        promoted = {target.app["id"]: pending for target in self.state.todo}
        return self.record(self.state, promotion, promoted, False)

    def made(self) -> dict[str, t.Any] | None:
        """Promotions are in no list, so what tells of one that was not answered are the releases that it makes."""
        todo = {target.app["id"]: target for target in self.state.todo}
        for pause in PAUSES:
            time.sleep(pause)
            state = self.read()
            arrived = [target for target in state.targets if target.app["id"] in todo and target not in state.todo]
            if arrived:
                return self.unanswered(state, set(todo))
        return None

    def unanswered(self, state: State, promoted: set[str]) -> dict[str, t.Any]:
        """The result of a promotion of which nothing but its releases is known."""
        parts = {}
        for target in state.targets:
            if target.app["id"] in promoted:
                release = target.to_be
                over = target.runs(state.code) and not target.under_way
                status = SUCCEEDED if over else PENDING
                arrived = {"id": release["id"]} if release and code_of(release) == state.code else None
                parts[target.app["id"]] = {"status": status, "error_message": None, "release": arrived}
        return self.record(state, None, parts, False)

    # Waiting

    def settle(self, record: t.Any) -> dict[str, t.Any]:
        if isinstance(record, State):
            record = self.record(record, None, {}, False)
        if not self.params["wait"]:
            return record
        promotion = record["pipeline_promotion"]
        if promotion:
            record = self.until_over(record)
        elif any(target["promoted"] for target in record["targets"]):
            promoted = {target["app"]["id"] for target in record["targets"] if target["promoted"]}
            record = self.wait_until(
                lambda: self.unanswered(self.read(), promoted),
                done=lambda answer: all(target["status"] != PENDING for target in answer["targets"]),
                waiting_for=f"the promotion of {self.params['app']}",
                state=progress,
            )
        else:
            for target in record["targets"]:
                if target["status"] == PENDING:
                    self.follow_release(target)
        self.fail_if_any(record)
        return record

    def until_over(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """Wait for all targets, saying what their release commands say."""
        path = segments("/pipeline-promotions/{}", record["pipeline_promotion"]["id"])

        def ask() -> dict[str, t.Any]:
            answer = {item["app"]["id"]: item for item in self.client.list(f"{path}/promotion-targets")}
            fresh = {
                app_id: {**item, "release": item["release"] and {"id": item["release"]["id"]}}
                for app_id, item in answer.items()
            }
            return self.record(self.state, record["pipeline_promotion"], fresh, False)

        def wait(done: t.Callable[[dict[str, t.Any]], bool]) -> dict[str, t.Any]:
            waiting_for = f"the promotion of {self.params['app']}"
            return self.wait_until(
                ask,
                done=lambda answer: all(done(item) for item in answer["targets"]),
                waiting_for=waiting_for,
                state=progress,
            )

        begun = wait(lambda item: item["status"] != PENDING or item["release"] is not None)
        over = begun
        if any(target["status"] == PENDING for target in begun["targets"]):
            for target in begun["targets"]:
                if target["status"] == PENDING:
                    self.follow_release(target)
            over = wait(lambda item: not item["promoted"] or item["status"] != PENDING)
            others = {target["app"]["id"]: target for target in begun["targets"] if not target["promoted"]}
            over["targets"] = [others.get(target["app"]["id"], target) for target in over["targets"]]
        for target in over["targets"]:
            self.talk.say(f"{target['app']['name']}: {target['status']}")
        over["pipeline_promotion"] = self.client.get(path)
        return over

    def follow_release(self, target: dict[str, t.Any]) -> None:
        """Wait for the release phase on a target, and put down what came of it."""
        path = segments("/apps/{}/releases/{}", target["app"]["id"], target["release"]["id"])
        release = self.client.get(path)
        if release["status"] == PENDING:
            waiting_for = f"the release phase of v{release['version']} of {target['app']['name']}"
            release = follow(self, path, release, waiting_for, self.output)
        target["status"] = release["status"]
        if release["status"] != SUCCEEDED:
            target["error_message"] = f"The release phase of v{release['version']} {release['status']}."

    def fail_if_any(self, record: dict[str, t.Any]) -> None:
        """Raises Failure when a target failed; it says of each why."""
        failed = [target for target in record["targets"] if target["status"] != SUCCEEDED]
        if failed:
            reasons = "; ".join(
                f"{target['app']['name']}: {(target['error_message'] or target['status']).rstrip('.')}"
                for target in failed
            )
            raise Failure(
                f"{len(failed)} of {len(record['targets'])} targets failed. {reasons}. They go on running what they "
                f"ran.{end_of(self.output)}",
                **record,
                output=list(self.output),
            )

    def result(self, record: t.Any) -> dict[str, t.Any]:
        return {**record, "output": list(self.output) or None}


def progress(record: dict[str, t.Any]) -> str:
    """How far the targets are, in words."""
    return ", ".join(f"{target['app']['name']} {target['status']}" for target in record["targets"])
