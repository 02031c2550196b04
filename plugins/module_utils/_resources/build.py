# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds of an app from source: behaviour.md 3.14."""

from __future__ import annotations

import contextlib
import typing as t

from .._engine.attributes import blank_of, computed
from .._engine.execute import Run
from .._engine.facts import Kind, View
from .._engine.options import OMITTED
from .._engine.output import end_of
from .._engine.plan import Action, Change, Desired, Plan, Request, Resend, Status, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.secrets import credentials_in, without_credentials
from .._engine.values import UNKNOWN, Json, Observed, Record, Spec, Values
from .buildpacks import URN, same_buildpacks
from .common import APP_OPTIONS, APPS, FORMATION, NO_APP, RELEASES, TYPES_TO_COME, WAIT_OPTIONS, addresses_of
from .following import OUTPUT, follow, judge_release, look_at_release, release_of, without_address
from .history import LOOK_BACK, created_since, one_of, select, shown_output
from .preflight import IN_PROJECT, check_cedar
from .sources import RESERVE, SOURCE_OPTIONS, addresses_in, check_source, packed, source_blob, to_sources

CANCELLED = "cancelled"
BUILDS = Kind(
    "build",
    "/apps/{}/builds",
    keys=("id",),
    by="started_at",
    parent="app",
    no_parent=NO_APP,
    shape={
        **dict.fromkeys(("buildpacks", "generation", "output_stream_url", "release", "slug", "stack")),
        "source_blob": dict.fromkeys(("checksum", "url", "version", "version_description")),
        "app": {"id": None},
    },
    secrets=addresses_of,
)


def for_request(buildpack: str) -> dict[str, str]:
    """A buildpack as the API takes it: by address, or by its name in the registry."""
    return {"url": buildpack} if "://" in buildpack or buildpack.startswith(URN) else {"name": buildpack}


def shown_build(build: Record) -> Record:
    """A build without what lets anybody read its source, its log or its buildpacks."""
    shown = {**without_address(build), "source_blob": {**build["source_blob"], "url": None}}
    if isinstance(build["buildpacks"], list):
        shown["buildpacks"] = [
            {name: text and without_credentials(text) for name, text in buildpack.items()}
            for buildpack in build["buildpacks"]
        ]
    return shown


class Build(Resource):
    """A build of a source, told from others by its checksum, else its version, else its address.

    A source that the last build that counts was made of is not built again. One counts that is still pending, or that
    succeeded and whose release did not fail. A record holds that ``build``, its release (``phase``) once it was looked
    up, and all builds of the ``same`` source, the newest first.

    With ``state=cancelled`` it is about the builds that are under way instead, and a record holds a list of ``builds``.
    """

    noun = "build"
    plural = "builds"
    kind = BUILDS
    scope = ("app",)
    identity = ("build", "version")
    resend = Resend.LOOK
    empty: t.ClassVar[dict[str, str]] = {"checksum": OMITTED, "version": OMITTED}
    attributes = (
        *computed("app", "buildpacks", "created_at", "generation", "id", "release", "slug", "stack"),
        *computed("updated_at", "user"),
        *computed("status", default="pending"),
    )
    controls: t.ClassVar[Spec] = {
        **SOURCE_OPTIONS,
        "buildpacks": {"type": "list", "elements": "str"},
        "force": {"type": "bool", "default": False},
        "build": {"type": "str"},
        "state": {"type": "str", "choices": ["present", CANCELLED], "default": "present"},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = {
        "required_if": [("state", "present", ("path", "url"), True)],
        "mutually_exclusive": [("path", "url"), ("path", "checksum"), ("build", "path", "url")],
    }
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        "build": {"type": "str"},
        "limit": {"type": "int", "default": 10},
        "status": {"type": "str", "choices": ["failed", "pending", "succeeded"]},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("build", "status")]}

    # What is asked for

    @classmethod
    def secrets(cls, want: Desired) -> t.Iterable[str]:
        return [secret for buildpack in want.get("buildpacks", ()) for secret in credentials_in(buildpack)]

    @classmethod
    def hidden_options(cls, want: Desired) -> t.Iterable[str]:
        return ("buildpacks",) if cls.secrets(want) else ()

    @classmethod
    def check(cls, want: Desired) -> None:
        check_source(want)

    @classmethod
    def prepare(cls, want: Desired, stack: contextlib.ExitStack) -> Desired:
        return want if cls.cancels(want) else packed(want, stack)

    @staticmethod
    def cancels(want: Desired) -> bool:
        """Whether builds are to be ended, and none to be made."""
        return want.get("state") == CANCELLED

    # What is there

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record:
        if cls.cancels(want) and want.get("build"):
            return {"builds": [one_of(want, view, cls.kind, want["build"])]}
        builds = view.get(cls.kind.newest(LOOK_BACK, want["app"]))
        if cls.cancels(want):
            return {"builds": [build for build in builds if build["status"] == "pending"]}
        build = next((build for build in builds if build["status"] != "failed"), None)
        same = [build for build in builds if cls.same_source(want, build)]
        phase = release_of(build, want["app"], view.get) if build and build in same else None
        return {"build": build, "phase": phase, "same": same}

    @classmethod
    def same_source(cls, want: Desired, build: Record) -> bool:
        """Whether a build was made of what is to be built now, with the buildpacks that were given."""
        blob = build["source_blob"]
        if want.get("checksum"):
            same = str(blob["checksum"]).lower() == want["checksum"].lower()
        elif want.get("version"):
            same = blob["version"] == want["version"]
        else:
            same = blob["url"] == want["url"]
        wanted, used = want.get("buildpacks"), build["buildpacks"]
        if used is None and build["status"] == "succeeded":  # Heroku does not tell (recorded.md E)
            return same
        return same and (not wanted or (isinstance(used, list) and same_buildpacks(wanted, used)))

    @classmethod
    def counts(cls, want: Desired, current: Record) -> bool:
        """Whether the build of the source that is there makes another one needless."""
        if current["build"]["status"] == "pending":
            return True
        return not want["force"] and not (current["phase"] and current["phase"]["status"] == "failed")

    # What has to change

    @classmethod
    def draft(cls, want: Desired, current: Record) -> Draft:
        if cls.cancels(want):
            return cls.cancellation(want, current)
        if current["build"] in current["same"] and cls.counts(want, current):
            return Draft(current, current)
        blob = {"checksum": want.get("checksum"), "url": None, "version": want.get("version")}
        new = {**blank_of(cls.attributes), "source_blob": {**blob, "version_description": None}}
        return Draft(current, {"build": new, "phase": None}, creation={})

    @classmethod
    def cancellation(cls, want: Desired, current: Record) -> Draft:
        """End what is under way. A build that is cancelled has failed (behaviour.md 3.14)."""
        ended = {"status": "failed", "updated_at": UNKNOWN} if want["wait"] else {}
        builds = [{**build, **ended} if build["status"] == "pending" else build for build in current["builds"]]
        draft = Draft(current, {"builds": builds})
        for build in current["builds"]:
            if build["status"] == "pending":
                draft.updates[build["id"]] = {}
                if want["wait"]:
                    draft.waits.append(Wait("end", f"the end of the build {build['id']}", (build["id"],), look=True))
        return draft

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        if want.get("buildpacks"):
            check_cedar(view, APPS.named(want["app"]), f"buildpacks {IN_PROJECT}")

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """A build that is waited for succeeds, and its release phase too, or the task fails."""
        if cls.cancels(want) or not want["wait"]:
            return
        build, phase, app = draft.record["build"], draft.record["phase"], want["app"]
        if build["status"] == "pending":
            later = dict.fromkeys(("release", "slug", "stack", "updated_at", OUTPUT), UNKNOWN)
            draft.record = {**draft.record, "build": {**build, "status": "succeeded", **later}}
            draft.waits.append(Wait("build", f"the build of {app}", look=True))
        elif phase and phase["status"] == "pending":
            draft.record = {**draft.record, "phase": {**phase, OUTPUT: UNKNOWN}}
        else:
            return
        draft.waits.append(Wait("release phase", f"the release phase of {app}", look=True))

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        if cls.cancels(want):
            left = [build for build in record["builds"] if record is draft.current and build["status"] == "pending"]
            return {"pending": [build["id"] for build in left]}
        build = record["build"]
        names = ("checksum", "version")
        return {"id": build["id"], **{name: build["source_blob"][name] for name in names}} if build else {}

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """A build that succeeds brings a release, and with it process types."""
        scope = cls.scope_of(want)
        if cls.cancels(want):
            pairs = zip(draft.current["builds"], draft.record["builds"])
            return [Change(cls.kind.name, scope, before, after) for before, after in pairs]
        code = {"artifacts": [{"type": "slug", "id": UNKNOWN}], "slug": {"id": UNKNOWN}}
        what = {"current": True, "eligible_for_rollback": True, "id": UNKNOWN, "version": UNKNOWN}
        what["app"] = {"id": UNKNOWN, "name": want["app"]}
        build = {name: value for name, value in draft.record["build"].items() if name != OUTPUT}
        return [
            Change(cls.kind.name, scope, None, {**build, "output_stream_url": None}),
            Change(RELEASES.name, scope, None, {**RELEASES.shape, **what, **code}),
            Change(FORMATION.name, scope, None, TYPES_TO_COME),
        ]

    # The writes, and what became of them

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        if cls.cancels(want):
            return [
                Action(cls.id_of(want, f"cancel {key}"), "cancel", request, answers=False)
                for key, request in (
                    (key, Request("DELETE", f"{cls.kind.path}/{{}}", (want["app"], key))) for key in draft.updates
                )
            ]
        before = to_sources(cls, want)
        body: Record = {"source_blob": source_blob(want, before)}
        if want.get("buildpacks"):
            body["buildpacks"] = [for_request(buildpack) for buildpack in want["buildpacks"]]
        create = Action(
            cls.id_of(want, "create"),
            "create",
            Request("POST", cls.kind.path, cls.scope_of(want), body),
            cls.resend,
            stale=(RELEASES.name,),
            after=tuple(action.id for action in before[-1:]),
            creates=True,
            known=tuple(build["id"] for build in draft.current["same"]),
        )
        return [*before, create]

    @classmethod
    def secrets_in(cls, want: Desired, action: Action, answer: Json) -> t.Iterable[str]:
        return addresses_in(answer) if action.verb == RESERVE else super().secrets_in(want, action, answer)

    @classmethod
    def is_left(cls, want: Desired, action: Action, observed: Plan) -> bool:
        """A new build of the source is the one whose answer got lost, whatever became of it since."""
        if action.verb == "create" and created_since(action, observed.current["same"]):
            return False
        return super().is_left(want, action, observed)

    @classmethod
    def adopted(cls, want: Desired, action: Action, observed: Plan) -> Observed:
        found = created_since(action, observed.current["same"]) if action.verb == "create" else None
        return found or observed.current.get("build")

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        """What the cancellation of a build answers is not known to be the build (behaviour.md 1.3)."""
        if cls.cancels(want):
            return t.cast(Record, plan.current)
        return {"build": cls.kind.normal(answers[plan.actions[-1].id]), "phase": None}

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record, run: Run) -> Record:
        if wait.name == "end":
            ended = run.facts.refresh(cls.kind.named(wait.about[0], want["app"]))
            return {"builds": [ended if build["id"] == wait.about[0] else build for build in record["builds"]]}
        if wait.name == "release phase":
            phase = record["phase"]
            return {**record, "phase": look_at_release(want, wait, phase, run) if phase else None}
        build = follow(want, wait, record["build"], run, cls.kind.named(record["build"]["id"], want["app"]))
        succeeded = build["status"] == "succeeded"
        return {"build": build, "phase": release_of(build, want["app"], run.facts.refresh) if succeeded else None}

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record) -> Verdict:
        if wait.name == "release phase":
            return cls.judge_phase(want, record["phase"])
        key = wait.about[0] if wait.about else None
        build = next(item for item in record["builds"] if item["id"] == key) if key else record["build"]
        if build["status"] == "pending":
            return Verdict(Status.PENDING, "pending")
        if build["status"] == "failed" and not key:
            return Verdict(Status.FAILED, f"The build failed.{end_of(build[OUTPUT])}")
        return Verdict(Status.READY)

    @classmethod
    def judge_phase(cls, want: Desired, phase: Record | None) -> Verdict:
        """Whether the release phase is over; what it said is a part of the result's output."""
        if phase is None:
            return Verdict(Status.READY)
        verdict = judge_release(want, {OUTPUT: [], **phase})
        return verdict._replace(details={key: value for key, value in verdict.details.items() if key != OUTPUT})

    @classmethod
    def result(cls, want: Desired, record: Record) -> Record:
        if cls.cancels(want):
            return {"builds": [shown_build(build) for build in record["builds"]]}
        return {"build": shown_build(record["build"]), "output": shown_output(record["build"], record["phase"])}

    # The _info module

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("build"):
            one = view.get(cls.kind.named(want["build"], want["app"]))
            return [one] if one else []
        return select(want, view, cls.kind, ("status",))

    @classmethod
    def info(cls, want: Desired, found: list[Record]) -> Record:
        return {"builds": [shown_build(build) for build in found]}
