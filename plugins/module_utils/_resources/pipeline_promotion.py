# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Promotions: the code that runs on one app of a pipeline is released on others. behaviour.md 3.12.

A promotion makes a new release on each target, whatever runs there. So the targets are looked at first, and only those
that run something else are promoted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.execute import Run, Subject
from .._engine.facts import Kind, View
from .._engine.output import end_of
from .._engine.plan import Action, Change, Desired, Plan, Request, Resend, Status, Verdict, Wait, plan_all
from .._engine.resource import Operation
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .common import FORMATION, RELEASES, TYPES_TO_COME, WAIT_OPTIONS, addresses_of, app_of, handle
from .following import OUTPUT, follow, is_followed
from .in_pipeline import COUPLING, COUPLINGS, STAGES
from .preflight import allowed

PENDING, SUCCEEDED = "pending", "succeeded"
SHORT = 7  # characters of a commit, as Git shows it
LOOK_BACK = 100  # releases among which the current one is searched
CONTAINER = "container"  # the stack
PROMOTIONS = Kind("pipeline_promotion", "/pipeline-promotions", partial=True)
TARGETS = Kind(
    "promotion_target",
    "/pipeline-promotions/{}/promotion-targets",
    shape=dict.fromkeys(("error_message", "release")),
)
LATEST = Kind(
    "latest_releases",
    "/pipelines/{}/latest-releases",
    parent="pipeline",
    shape=RELEASES.shape,
    secrets=addresses_of,
)
SLUGS = Kind("slug", "/apps/{}/slugs", partial=True, shape={"commit": None, "stack": {"name": None}})
PROMISED = ("created_at", "id", "status", "updated_at")  # of a promotion, what Heroku chooses


def code_of(release: Record | None) -> str | None:
    """What a release runs, as one text to compare: its slug, or else its image; None for one without code."""
    if release is None:
        return None
    if release["slug"]:
        return str(release["slug"]["id"])
    images = sorted(item["id"] for item in release.get("artifacts") or () if item["type"] != "slug")
    return " ".join(images) or None


class Target(t.NamedTuple):
    """An app to promote to: the release in force there, and the newest one, which may still be pending."""

    app: Record
    current: Record | None
    newest: Record | None

    def runs(self, code: str | None) -> bool:
        """Whether that code runs there, or will when the release phase that is under way has succeeded."""
        return code == code_of(self.to_be)

    @property
    def under_way(self) -> Record | None:
        """The newest release while it is pending."""
        return self.newest if self.newest and self.newest["status"] == PENDING else None

    @property
    def to_be(self) -> Record | None:
        """The release that will be in force if all goes well."""
        return self.under_way or self.current


class State(t.NamedTuple):
    """What is there: the source of the promotion, and its targets, sorted by name."""

    pipeline: Record
    release: Record
    targets: list[Target]

    @property
    def todo(self) -> list[Target]:
        """The targets that run something else."""
        return [target for target in self.targets if not target.runs(code_of(self.release))]


# What is there


def observe(want: Desired, view: View) -> State:
    """The source and the targets that the options mean. Raises Missing, InvalidInput and HerokuError."""
    coupling = view.get(COUPLING.of(want["app"]))
    if coupling is None:
        raise InvalidInput(
            f"{want['app']} is in no pipeline. community.heroku.heroku_pipeline_coupling puts it into one."
        )
    place, source = handle(coupling["pipeline"]), handle(coupling["app"])
    newest = {handle(release["app"]): release for release in view.get(LATEST.of(place))}
    release = source_release(want, view, source, newest.get(source))
    chosen = in_stage(want, view, place) if want.get("stage") else named(want, view, place, newest)
    if source in chosen and not want.get("stage"):
        raise InvalidInput(f"{want['app']} cannot be promoted to itself: take it out of targets.")
    chosen = [app for app in chosen if app != source]
    if not chosen:
        raise InvalidInput(f"There is no other app in the stage {want['stage']} of the pipeline.")
    view.get_all(*(history(app) for app in chosen if not in_force(newest.get(app))))
    targets = [target(view, app, newest.get(app)) for app in chosen]
    return State(coupling["pipeline"], release, sorted(targets, key=lambda item: str(item.app["name"])))


def history(app: str) -> Observed:
    """The need for the releases among which the one in force is searched."""
    return RELEASES.newest(LOOK_BACK, app)


def in_force(newest: Record | None) -> bool:
    """Whether an app's newest release is in force, so that no other has to be looked for."""
    return newest is not None and bool(newest["current"])


def current_of(view: View, app: str, newest: Record | None) -> Record | None:
    """The release in force on an app: the newest, unless that is pending or has failed."""
    if in_force(newest):
        return newest
    return next((release for release in view.get(history(app)) if release["current"]), None)


def source_release(want: Desired, view: View, app: str, newest: Record | None) -> Record:
    """The release to promote: the one that was asked for, or the current one. Raises InvalidInput."""
    name = want["app"]
    if want.get("release"):
        release = view.get(RELEASES.named(want["release"].lower().removeprefix("v"), name))
        if release is None:
            raise InvalidInput(f"{name} has no release {want['release']}.")
    else:
        release = current_of(view, app, newest)
    if release is None or code_of(release) is None:
        which = f"v{release['version']} of {name}" if release else name
        raise InvalidInput(f"{which} has no code to promote: build it first, with community.heroku.heroku_build.")
    return t.cast(Record, release)


def in_stage(want: Desired, view: View, place: str) -> list[str]:
    """The apps of a stage of the pipeline, by id."""
    couplings = view.get(COUPLINGS.of(place))
    return [handle(item["app"]) for item in couplings if item["stage"] == want["stage"]]


def named(want: Desired, view: View, place: str, newest: t.Mapping[str, Record]) -> list[str]:
    """The apps that the option ``targets`` names, by id. Raises InvalidInput for one that is not in the pipeline."""
    ids = {release["app"]["name"]: app for app, release in newest.items()}
    found = {name: name if name in newest else ids.get(name) for name in want["targets"]}
    if None in found.values():
        coupled = {handle(item["app"]) for item in view.get(COUPLINGS.of(place))}
        for name in [name for name, app in found.items() if app is None]:
            app = handle(app_of(view, name))
            if app not in coupled:
                raise InvalidInput(
                    f"{name} is not in the pipeline of {want['app']}. In it are {', '.join(sorted(ids))}."
                )
            found[name] = app
    return list(dict.fromkeys(app for app in found.values() if app))


def target(view: View, app: str, newest: Record | None) -> Target:
    """What is known of an app to promote to."""
    current = current_of(view, app, newest)
    known = newest or current
    found = known["app"] if known else app_of(view, app)
    return Target({"id": found["id"], "name": found["name"]}, current, newest)


# The commits, for the diff


def slugs_of(view: View, releases: t.Iterable[Record | None]) -> dict[str, Record]:
    """The slugs of releases by their ids, as far as the token may see them: one GET each."""
    needs = {
        item["slug"]["id"]: SLUGS.named(item["slug"]["id"], handle(item["app"]))
        for item in releases
        if item and isinstance(item["slug"], dict) and isinstance(item["slug"]["id"], str)
    }
    with contextlib.suppress(HerokuError):  # here only all are asked for together
        view.get_all(*needs.values())
    found = {slug: allowed(view, need) for slug, need in needs.items()}
    return {slug: record for slug, record in found.items() if record}


def version_of(release: Record | None, slugs: t.Mapping[str, Record], app: str | None = None) -> Value:
    """A release in words: its version, the app's name if it is given, and its commit as far as that is known."""
    if release is None or release["version"] is UNKNOWN:
        return release and UNKNOWN
    commit = slugs.get(release["slug"]["id"], {}).get("commit") if release["slug"] else None
    return f"v{release['version']}{f' of {app}' if app else ''}{f' ({commit[:SHORT]})' if commit else ''}"


# The result


def record_of(state: State, promotion: Record | None, promoted: t.Mapping[t.Any, Record], *, waited: bool) -> Record:
    """What stands for a record: the task's result. ``promoted`` tells of the targets that were, by the app's id."""
    targets = []
    for item in state.targets:
        done = promoted.get(item.app["id"])
        standing = {
            "error_message": None,
            "release": item.to_be and {"id": item.to_be["id"]},
            "status": SUCCEEDED if waited or not item.under_way else PENDING,
        }
        targets.append({"app": item.app, "promoted": done is not None, **standing, **(done or {})})
    release = state.release
    source = {"app": release["app"], "release": {"id": release["id"], "version": release["version"]}}
    return {"pipeline_promotion": promotion, "source": source, "targets": targets, OUTPUT: []}


def progress(record: Record) -> str:
    """How far the targets are, in words."""
    return ", ".join(f"{item['app']['name']} {item['status']}" for item in record["targets"])


class PipelinePromotion(Operation):
    """A promotion from the app ``app`` to ``targets``, or to a stage of its pipeline.

    Promotions are in no list. What tells of one that was not answered are the releases that it makes.
    """

    noun = "pipeline_promotion"
    kind = PROMOTIONS
    scope = ("app",)
    identity = ("stage",)
    resend = Resend.LOOK
    stale: t.ClassVar[tuple[str, ...]] = (LATEST.name, RELEASES.name)
    controls: t.ClassVar[Spec] = {
        "release": {"type": "str"},
        "targets": {"type": "list", "elements": "str"},
        "stage": {"type": "str", "choices": list(STAGES)},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [("targets", "stage")],
        "mutually_exclusive": [("targets", "stage")],
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("targets") == []:
            raise InvalidInput("targets is empty: name at least one app, or give stage.")

    # What is to be done

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        """Special: what is compared is what many apps run."""
        state = observe(want, view)
        todo = state.todo
        slugs = slugs_of(view, [state.release, *(item.to_be for item in todo)]) if todo else {}
        cls.refuse_container(want, state, slugs)
        before = {item.app["name"]: version_of(item.to_be, slugs) for item in state.targets}
        promoted_version = version_of(state.release, slugs, state.release["app"]["name"])
        waits = want["wait"] and (todo or any(item.under_way for item in state.targets))
        current, predicted = record_of(state, None, {}, waited=False), cls.predicted(want, state)
        return Plan(
            title=cls.title(want),
            before=before,
            after={**before, **{item.app["name"]: promoted_version for item in todo}},
            current=current,
            record={**predicted, OUTPUT: UNKNOWN} if waits else predicted,
            actions=(cls.promotion(want, state),) if todo else (),
            waits=(Wait("targets", f"the promotion of {want['app']}", look=True),) if waits else (),
            changes=tuple(cls.releases(state)),
            seen=view.used,
        )

    @staticmethod
    def refuse_container(want: Desired, state: State, slugs: t.Mapping[str, Record]) -> None:
        """Raises InvalidInput for what Heroku does not promote (recorded.md A 13)."""
        slug = slugs.get(state.release["slug"]["id"]) if state.release["slug"] else None
        if slug and slug["stack"]["name"] == CONTAINER:
            raise InvalidInput(
                f"{want['app']} has the stack container, and Heroku promotes no such apps: "
                "release the image to the other apps too."
            )

    @staticmethod
    def predicted(want: Desired, state: State) -> Record:
        """The result as it will be, when all goes well."""
        if not state.todo:
            return record_of(state, None, {}, waited=want["wait"])
        release = state.release
        promotion = {
            **dict.fromkeys(PROMISED, UNKNOWN),
            "pipeline": {"id": state.pipeline["id"]},
            "source": {"app": {"id": release["app"]["id"]}, "release": {"id": release["id"]}},
        }
        promoted: Record = {"status": PENDING, "error_message": None, "release": None}
        if want["wait"]:
            promotion["status"] = "completed"
            promoted.update(status=SUCCEEDED, release=UNKNOWN)
        return record_of(state, promotion, {item.app["id"]: promoted for item in state.todo}, waited=want["wait"])

    @staticmethod
    def releases(state: State) -> t.Iterator[Change]:
        """The new releases of the targets."""
        later = dict.fromkeys(("created_at", "id", "updated_at", "version"), UNKNOWN)
        for item in state.todo:
            promoted = {**state.release, **later, "app": item.app, "current": True, "status": SUCCEEDED}
            promoted["output_stream_url"] = None
            old = item.newest and {"id": item.newest["id"], "app": item.app}
            yield Change(LATEST.name, (handle(state.pipeline),), old, promoted)
            yield Change(RELEASES.name, (handle(item.app),), None, promoted)
            yield Change(FORMATION.name, (handle(item.app),), None, TYPES_TO_COME)

    @classmethod
    def promotion(cls, want: Desired, state: State) -> Action:
        """The write."""
        body = {
            "pipeline": {"id": state.pipeline["id"]},
            "source": {"app": {"id": state.release["app"]["id"]}, "release": {"id": state.release["id"]}},
            "targets": [{"app": {"id": item.app["id"]}} for item in state.todo],
        }
        return cls.operation(want, "create", Request("POST", PROMOTIONS.path, (), body))

    # What became of it

    @staticmethod
    def promoted_by(action: Action) -> set[str]:
        """The ids of the apps that an action promotes to."""
        return {item["app"]["id"] for item in action.request.body["targets"]}

    @classmethod
    def is_left(cls, want: Desired, action: Action, observed: Plan) -> bool:
        """It took effect when any of its targets has the release."""
        left = {app for item in observed.actions for app in cls.promoted_by(item)}
        return cls.promoted_by(action) <= left

    @classmethod
    def adopted(cls, want: Desired, action: Action, observed: Plan) -> Record:
        return cls.unanswered(observed, cls.promoted_by(action))

    @classmethod
    def unanswered(cls, observed: Plan, promoted: t.Collection[str]) -> Record:
        """The result of a promotion of which nothing but its releases is known."""
        left = {app for item in observed.actions for app in cls.promoted_by(item)}
        targets = []
        for item in observed.current["targets"]:
            was_promoted = item["app"]["id"] in promoted
            to_come = {"release": None, "status": PENDING} if was_promoted and item["app"]["id"] in left else {}
            targets.append({**item, **to_come, "promoted": was_promoted})
        return {**observed.current, "targets": targets}

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        action = plan.actions[0]
        answer = answers[action.id]
        if "targets" in answer and "pipeline_promotion" in answer:
            return t.cast(Record, answer)
        pending = {"promoted": True, "status": PENDING, "error_message": None, "release": None}
        promoted = cls.promoted_by(action)
        targets = [{**item, **pending} if item["app"]["id"] in promoted else item for item in plan.current["targets"]]
        return {**plan.current, "pipeline_promotion": answer, "targets": targets}

    # Waiting

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record, run: Run) -> Record:
        """The targets as they are now, once what their release commands say meanwhile was said."""
        record = cls.refreshed(want, record, run)
        promotion = record["pipeline_promotion"]
        targets = [cls.followed(want, wait, item, run, answered=bool(promotion)) for item in record["targets"]]
        lines = [line for output in run.outputs.values() for line in output.lines]
        if promotion and all(item["status"] != PENDING for item in targets):
            promotion = run.facts.refresh(PROMOTIONS.named(promotion["id"])) or promotion
        return {**record, "pipeline_promotion": promotion, "targets": targets, OUTPUT: lines}

    @classmethod
    def refreshed(cls, want: Desired, record: Record, run: Run) -> Record:
        """What Heroku says of the targets that were promoted."""
        promoted = {item["app"]["id"] for item in record["targets"] if item["promoted"]}
        if not promoted:
            return record
        if not record["pipeline_promotion"]:
            run.facts.clear()
            return cls.unanswered(plan_all([Subject(cls, want)], run.facts)[0], promoted)
        answer = run.facts.refresh(TARGETS.of(record["pipeline_promotion"]["id"]))
        fresh = {
            item["app"]["id"]: {
                "error_message": item["error_message"],
                "release": item["release"] and {"id": item["release"]["id"]},
                "status": item["status"],
            }
            for item in answer
        }
        return {**record, "targets": [{**item, **fresh.get(item["app"]["id"], {})} for item in record["targets"]]}

    @classmethod
    def followed(cls, want: Desired, wait: Wait, item: Record, run: Run, *, answered: bool) -> Record:
        """A target with what came of its release phase, if that is under way.

        Where an answer to the promotion tells of its targets, that is what counts in the end.
        """
        app = item["app"]["id"]
        phase = dataclasses.replace(wait, about=(app,))
        output = run.output(phase)
        if item["status"] != PENDING or (item["release"] is None and output.record is None):
            return item
        need = RELEASES.named(output.record["id"] if output.record else item["release"]["id"], app)
        release = output.record or run.facts.refresh(need)
        if release["status"] == PENDING or (output.record is None and is_followed(release)):
            release = follow(want, phase, release, run, need)
        output.record = release
        if answered and item["promoted"]:
            return item
        failure = None if release["status"] in (PENDING, SUCCEEDED) else release["status"]
        message = failure and f"The release phase of v{release['version']} {failure}."
        return {**item, "status": release["status"], "error_message": message}

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record) -> Verdict:
        if any(item["status"] == PENDING for item in record["targets"]):
            return Verdict(Status.PENDING, progress(record))
        failed = [item for item in record["targets"] if item["status"] != SUCCEEDED]
        if not failed:
            return Verdict(Status.READY)
        reasons = "; ".join(
            f"{item['app']['name']}: {(item['error_message'] or item['status']).rstrip('.')}" for item in failed
        )
        return Verdict(
            Status.FAILED,
            f"{len(failed)} of {len(record['targets'])} targets failed. {reasons}. They go on running what they "
            f"ran.{end_of(record[OUTPUT])}",
        )

    @classmethod
    def result(cls, want: Desired, record: Record) -> Record:
        output = record[OUTPUT]
        return {**record, OUTPUT: output if output is UNKNOWN else output or None}
