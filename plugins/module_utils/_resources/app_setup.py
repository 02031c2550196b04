# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Apps made from a source with an app.json, in one go: behaviour.md 3.20."""

from __future__ import annotations

import contextlib
import json
import tarfile
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import blank_of
from .._engine.execute import Run
from .._engine.facts import Kind, View
from .._engine.options import OMITTED
from .._engine.output import end_of
from .._engine.plan import Action, Change, Desired, Plan, Request, Status, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.secrets import credentials_in
from .._engine.texts import as_texts, check_texts
from .._engine.values import UNKNOWN, Json, Observed, Record, Secret, Spec, Values
from .._lib.source import Source
from .app import App
from .build import BUILDS
from .common import ACCOUNT, APPS, RELEASES, WAIT_OPTIONS
from .following import OUTPUT, follow, release_of, without_address
from .history import shown_output
from .preflight import check_places, check_verified
from .sources import RESERVE, SOURCE_OPTIONS, addresses_in, check_source, packed, source_blob, to_sources

LOST_ATTEMPTS = 9  # to find the build of a set-up whose answer got lost
EARLIER_ATTEMPTS = 6  # and of one that an earlier task began, which may have been killed just now
DELETE_FIRST = "Delete the app before you set it up again: community.heroku.heroku_app, state=absent."


def build_of(setup: Record) -> Record | None:
    """The build of a set-up; an object of nulls is none (recorded.md E)."""
    build = setup["build"]
    return BUILDS.normal(build) if build and build.get("id") else None


def output_address(setup: t.Any) -> t.Iterable[str]:
    """The address of the log of a set-up's build, which lets anybody read it."""
    build = setup.get("build") if isinstance(setup, dict) else None
    address = build.get("output_stream_url") if isinstance(build, dict) else None
    return [address] if address else []


def censored(setup: Record, run: Run) -> Record:
    """A set-up without secrets in what its script printed."""
    postdeploy = setup["postdeploy"]
    if not postdeploy or not postdeploy.get("output"):
        return setup
    return {**setup, "postdeploy": {**postdeploy, "output": run.reporter.censor(postdeploy["output"])}}


def shown_setup(setup: Record | None) -> Record | None:
    """A set-up as results show it."""
    if setup is None or not isinstance(setup["build"], dict):
        return setup
    return {**setup, "build": without_address(setup["build"])}


def missing_values(manifest: Values, specified: t.Container[str]) -> list[str]:
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
        and name not in specified
    ]


def read_manifest(source: Source, path: str) -> Record:
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

    A record holds the ``app`` and the ``setup``. The latter is None for an app that was there already, since Heroku
    knows a set-up by its ID only; what can be seen of it is its ``build`` and that one's release (``phase``).
    """

    noun = "app_setup"
    plural = "app_setups"
    kind = Kind(
        "app_setup",
        "/app-setups",
        keys=("id",),
        partial=True,
        shape={
            **dict.fromkeys(("build", "failure_message", "manifest_errors", "postdeploy", "resolved_success_url")),
            "status": "pending",
        },
        secrets=output_address,
    )
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(
        ("checksum", "version", "app.organization", "app.space", "app.region", "app.stack"), OMITTED
    )
    controls: t.ClassVar[Spec] = {
        **SOURCE_OPTIONS,
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
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [("path", "url")],
        "mutually_exclusive": [("path", "url"), ("path", "checksum")],
    }
    info_options: t.ClassVar[Spec] = {"id": {"type": "str", "required": True}}

    text_maps = ("overrides.env",)

    # What is asked for

    @classmethod
    def title(cls, want: Desired) -> str:
        return f"{want['app']['name']} app setup" if want.get("app") else "app setup"

    @staticmethod
    def overrides(want: Desired, name: str) -> t.Any:
        """What is given in the place of what app.json says."""
        return want.get("overrides", {}).get(name) or ()

    @classmethod
    def secrets(cls, want: Desired) -> t.Iterable[str]:
        return [text for buildpack in cls.overrides(want, "buildpacks") for text in credentials_in(buildpack)]

    @classmethod
    def hidden_options(cls, want: Desired) -> t.Iterable[str]:
        return ("overrides",) if cls.secrets(want) else ()

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("app"):
            App.check_name("app.name", want["app"]["name"])
            check_texts("overrides.env", dict(cls.overrides(want, "env")))
            check_source(want)

    @classmethod
    def prepare(cls, want: Desired, stack: contextlib.ExitStack) -> Desired:
        """What app.json requires has to be given."""
        want = packed(want, stack)
        if want.get("source"):
            missing = missing_values(read_manifest(want["source"], want["path"]), cls.overrides(want, "env"))
            if missing:
                raise InvalidInput(f"app.json requires values for {', '.join(missing)}: give them in overrides.env.")
        return want

    # Whether there is an app

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record:
        return {"app": view.get(APPS.named(want["app"]["name"])), "setup": None}

    @classmethod
    def draft(cls, want: Desired, current: Record) -> Draft:
        if current["app"] is not None:
            return Draft(current, current)
        setup: Record = {
            **dict.fromkeys(("id", "created_at", "updated_at", "build", "postdeploy"), UNKNOWN),
            "failure_message": None,
            "manifest_errors": [],
            "resolved_success_url": UNKNOWN,
            "app": {"id": UNKNOWN, "name": want["app"]["name"]},
            "status": "succeeded" if want["wait"] else "pending",
        }
        return Draft(current, {"app": setup["app"], "setup": setup}, creation={})

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Where the app is put has to exist, and the account has to be one that can have apps."""
        app = want["app"]
        places = {"team": app.get("organization"), **{what: app.get(what) for what in ("region", "stack", "space")}}
        check_places(view, places)
        if not (places["team"] or places["space"]):
            check_verified(view, "make an app", owner=lambda: cls.payer(want, view))

    @classmethod
    def payer(cls, want: Desired, view: View) -> str:
        """The id of the account that the app will belong to; empty if that is a team, the account's default one."""
        account = view.get(ACCOUNT.of())
        return "" if account.get("default_team") and not want["app"].get("personal") else account["id"]

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """An app that was there before was set up if it has code."""
        app = draft.current["app"]
        if want["wait"] and (draft.writes or app["slug_size"] is None):
            draft.record = {**draft.record, "build": {OUTPUT: UNKNOWN}}
            draft.waits.append(Wait("set-up", f"the set-up of {want['app']['name']}", look=True))

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        if record["app"] is None:
            return {}
        name = {"name": want["app"]["name"]}
        return {**name, "checksum": want.get("checksum"), "version": want.get("version")} if draft.writes else name

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        app = {**APPS.shape, **blank_of(App.attributes), "name": want["app"]["name"], "slug_size": UNKNOWN}
        return [Change(APPS.name, (), None, app)]

    # Setting it up

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        before = to_sources(cls, want)
        app = {name: value for name, value in want["app"].items() if value is not None and name != "team"}
        body: Record = {"source_blob": source_blob(want, before), "app": app}
        env, buildpacks = cls.overrides(want, "env"), want.get("overrides", {}).get("buildpacks")
        overrides: Record = (
            {"env": {name: text and Secret(text) for name, text in as_texts(dict(env)).items()}} if env else {}
        )
        if buildpacks is not None:
            overrides["buildpacks"] = [{"url": Secret(buildpack)} for buildpack in buildpacks]
        if overrides:
            body["overrides"] = overrides
        request = Request("POST", cls.kind.path, (), body)
        after = tuple(action.id for action in before[-1:])
        create = Action(cls.id_of(want, "create"), "create", request, cls.resend, after=after, creates=True)
        return [*before, create]

    @classmethod
    def secrets_in(cls, want: Desired, action: Action, answer: Json) -> t.Iterable[str]:
        return addresses_in(answer) if action.verb == RESERVE else super().secrets_in(want, action, answer)

    @classmethod
    def adopted(cls, want: Desired, action: Action, observed: Plan) -> Record:
        """The app tells that it is being set up; the set-up's ID is lost."""
        return {**observed.current, "lost": LOST_ATTEMPTS}

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        answer = answers[plan.actions[-1].id]
        return answer if "lost" in answer else {"app": answer["app"], "setup": cls.kind.normal(answer)}

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record, run: Run) -> Record:
        if record["setup"] is None:
            return cls.watch_earlier(want, wait, record, run)
        need, build = cls.kind.named(record["setup"]["id"]), record.get("build")
        setup = run.facts.refresh(need) or record["setup"]
        new = build_of(setup)
        if new and (build is None or build["status"] == "pending"):
            build = cls.follow_build(want, wait, setup["app"]["id"], build or new, run)
            setup = run.facts.refresh(need) or setup
        return {**record, "setup": censored(setup, run), "build": build}

    @classmethod
    def watch_earlier(cls, want: Desired, wait: Wait, record: Record, run: Run) -> Record:
        """Of a set-up whose ID is not known there is only the app, and what can be seen of it is the build."""
        app, build, phase = record["app"]["id"], record.get("build"), record.get("phase")
        if build is None:
            build = next(iter(run.facts.refresh(BUILDS.newest(1, app))), None)
        if build is None:
            return {**record, "lost": max(record.get("lost", EARLIER_ATTEMPTS) - 1, 0)}
        if OUTPUT not in build or build["status"] == "pending":
            build = cls.follow_build(want, wait, app, build, run)
            phase = release_of(build, app, run.facts.refresh)
        elif phase and phase["status"] == "pending":
            about = Wait("release phase", f"the release phase of {want['app']['name']}")
            phase = follow(want, about, phase, run, RELEASES.named(phase["id"], app))
        if phase and phase["status"] == "succeeded":
            run.reporter.warn(
                f"{want['app']['name']} was deployed by a set-up that was started earlier. Whether its postdeploy "
                "script did its work cannot be seen."
            )
        return {**record, "build": build, "phase": phase}

    @classmethod
    def follow_build(cls, want: Desired, wait: Wait, app: str, build: Record, run: Run) -> Record:
        """One look at a build; one whose app is gone has failed."""
        need = BUILDS.named(build["id"], app)
        try:
            followed = follow(want, wait, build, run, need)
            gone = run.facts.get(need) is None
        except HerokuError as error:
            if not error.not_found:
                raise
            followed, gone = {OUTPUT: list(run.output(wait).lines), **build}, True
        return {**followed, "status": "failed", "release": None} if gone else followed

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record) -> Verdict:
        setup, build = record["setup"], record.get("build")
        if setup is None:
            return cls.judge_earlier(want, record)
        if setup["status"] == "pending":
            if build and build["status"] == "pending":
                return Verdict(Status.PENDING, "pending", f"the build of {want['app']['name']}")
            return Verdict(Status.PENDING, "built" if build else "reading app.json")
        if setup["status"] != "failed":
            return Verdict(Status.READY)
        reasons = [setup["failure_message"] or "no reason is given", *(setup["manifest_errors"] or ())]
        postdeploy = setup["postdeploy"]
        said = (build or {}).get(OUTPUT) or ()
        if postdeploy and postdeploy["exit_code"]:
            said = (postdeploy["output"] or "").splitlines()
        text = f"The set-up of {want['app']['name']} failed: {'; '.join(reasons).rstrip('.')}. {DELETE_FIRST}"
        return Verdict(Status.FAILED, text + (end_of(said) if build_of(setup) else ""))

    @classmethod
    def judge_earlier(cls, want: Desired, record: Record) -> Verdict:
        """What became of a set-up of which there is only the app. It failed when nothing is or was deployed."""
        name, build, phase = want["app"]["name"], record.get("build"), record.get("phase")
        if build is None and record.get("lost"):
            return Verdict(Status.PENDING, "not building yet")
        if build is None:
            return Verdict(
                Status.FAILED,
                f"{name} is there, but nothing was built for it: an earlier set-up failed, or is just beginning. "
                + DELETE_FIRST,
            )
        if "pending" in (build["status"], phase and phase["status"]):
            return Verdict(Status.PENDING, "pending", f"the {'release phase' if phase else 'build'} of {name}")
        if phase and phase["status"] == "succeeded":
            return Verdict(Status.READY)
        lines = [*(build.get(OUTPUT) or ()), *((phase or {}).get(OUTPUT) or ())]
        what = "release phase" if phase else "build"
        return Verdict(Status.FAILED, f"The {what} of {name} failed. {DELETE_FIRST}{end_of(lines)}")

    # What is shown

    @classmethod
    def result(cls, want: Desired, record: Record) -> Record:
        app = {name: record["app"][name] for name in ("id", "name")}
        output = shown_output(record.get("build"), record.get("phase"))
        return {"app": app, "app_setup": shown_setup(record["setup"]), "output": output}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        setup = view.get(cls.kind.named(want["id"]))
        return [setup] if setup else []

    @classmethod
    def listen(cls, want: Desired, found: list[Record], run: Run) -> list[Record]:
        return [censored(setup, run) for setup in found]

    @classmethod
    def info(cls, want: Desired, found: list[Record]) -> Record:
        return {"app_setups": [shown_setup(setup) for setup in found]}
