# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dynos, the processes of an app that run now: behaviour.md 3.3."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._api.errors import InvalidInput
from .._engine.execute import Run
from .._engine.facts import Kind, View, records_in
from .._engine.plan import Action, Change, Desired, Plan, Request, Resend, Status, Verdict, Wait
from .._engine.resource import Draft, Operation
from .._engine.values import UNKNOWN, Observed, Record, Spec, Values
from .common import APP_OPTIONS, NO_APP, RELEASES, WAIT_OPTIONS, formation_of
from .following import follow, judge_release

ONE_OFF = ("run", "release")  # types of dynos that no formation asks for; 'heroku ps:wait' leaves them out too
AT_REST = ("up", "idle")  # an Eco dyno sleeps until a request comes
LOOK_BACK = 10  # releases; failed ones are passed over in search of the one that the dynos are to run
DIGITS = re.compile(r"(\d+)")
NUMBERED = re.compile(r".+\.[0-9]+")  # names that stay, as opposed to those of the Fir generation
WORDS = {"restart": "restarted", "stop": "stopped"}
VERBS = {state: verb for verb, state in WORDS.items()}

Dynos = list[Record]


def addresses_of(found: Observed) -> t.Iterable[str]:
    """The secrets in a dyno, or in a list of them: the addresses at which anybody could meet their commands."""
    return [dyno["attach_url"] for dyno in records_in(found) if dyno["attach_url"]]


DYNOS = Kind(
    "dyno",
    "/apps/{}/dynos",
    keys=("id", "name"),
    parent="app",
    no_parent=NO_APP,
    shape={"attach_url": None, "release": {"id": None, "version": None}},
    secrets=addresses_of,
)


def place(dyno: Record) -> tuple[t.Any, ...]:
    """What dynos are sorted by: ``web.2`` comes before ``web.10``."""
    return tuple(int(part) if part.isdigit() else part for part in DIGITS.split(dyno["name"]))


def shown(dynos: t.Iterable[Record]) -> Dynos:
    """Dynos sorted by name, without their addresses."""
    plain = ({name: value for name, value in dyno.items() if name != "attach_url"} for dyno in dynos)
    return sorted(plain, key=place)


def select(want: Desired, dynos: Dynos) -> Dynos:
    """Those that the options mean; without any, what the formation asks for."""
    if want.get("dyno"):
        return [dyno for dyno in dynos if want["dyno"] in (dyno["name"], dyno["id"])]
    if want.get("type"):
        return [dyno for dyno in dynos if dyno["type"] == want["type"]]
    return [dyno for dyno in dynos if dyno["type"] not in ONE_OFF]


def names_of(dynos: t.Iterable[Record]) -> str:
    """The dynos' names, for a message."""
    return ", ".join(dyno["name"] for dyno in dynos)


def describe(dynos: Dynos) -> str:
    """How far they are: ``web.1 up, web.2 starting``."""
    return ", ".join(f"{dyno['name']} {dyno['state']}" for dyno in dynos) or "none is there"


def look_of(dyno: Record) -> str:
    """What changes when Heroku puts another dyno in the place of one."""
    return f"{dyno['id']} {dyno['updated_at']}"


def judge_stopped(wait: Wait, dynos: Dynos) -> Verdict:
    """Whether dynos that were stopped, by their look before that, are gone or down."""
    left = any(look_of(dyno) in wait.about for dyno in dynos if dyno["state"] != "down")
    return Verdict(Status.PENDING if left else Status.READY, describe(dynos))


def judge_up(want: Desired, wait: Wait, dynos: Dynos, version: int) -> Verdict:
    """Whether all dynos are up and run this release or a newer one."""
    current = [
        dyno for dyno in dynos if look_of(dyno) not in wait.about and (dyno["release"]["version"] or 0) >= version
    ]
    crashed = [dyno for dyno in current if dyno["state"] == "crashed"]
    if crashed:
        return Verdict(
            Status.FAILED,
            f"{names_of(crashed)} of {want['app']} crashed. community.heroku.heroku_log with "
            f"dyno={crashed[0]['name']} shows what it said.",
        )
    up = bool(dynos) and len(current) == len(dynos) and all(dyno["state"] in AT_REST for dyno in dynos)
    what = f"the dynos of {want['app']} to be up on v{version}"
    return Verdict(Status.READY if up else Status.PENDING, describe(dynos), what)


class Dyno(Operation):
    """Dynos of one app: all that its formation asks for, those of a process type, or one.

    A record is ``{dynos, release}``: those that are meant, and once they are waited for the release that they are to
    run. Heroku answers neither restarts nor stops with anything, so what became of them is looked up.
    """

    noun = "dynos"
    plural = "dynos"
    kind = DYNOS
    scope = ("app",)
    resend = Resend.SAFE
    controls: t.ClassVar[Spec] = {
        "dyno": {"type": "str"},
        "type": {"type": "str"},
        "state": {"type": "str", "choices": ["up", "restarted", "stopped"], "default": "up"},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[Spec] = {"mutually_exclusive": [("dyno", "type")]}
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        "dyno": {"type": "str"},
        "type": {"type": "str"},
    }
    info_constraints: t.ClassVar[Spec] = constraints

    @classmethod
    def title(cls, want: Desired) -> str:
        return " ".join([want["app"], "dynos", want.get("dyno") or want.get("type", "")]).strip()

    @classmethod
    def observe(cls, want: Desired, view: View) -> Dynos:
        dynos = shown(view.get(cls.kind.of(want["app"])))
        meant = select(want, dynos)
        if not meant and want.get("dyno") and want["state"] != "stopped":
            raise InvalidInput(f"{want['app']} has no dyno {want['dyno']}; it has {names_of(dynos) or 'none'}.")
        if not meant and want.get("type"):
            cls.check_type(want, view)
        return meant

    @staticmethod
    def check_type(want: Desired, view: View) -> None:
        """A process type without dynos may be scaled to none; one that is not there is a slip. Raises InvalidInput."""
        types = [item["type"] for item in formation_of(view, want["app"], [want["type"]])]
        if want["type"] not in (*types, *ONE_OFF):
            raise InvalidInput(
                f"{want['app']} has no process type {want['type']}; it has {', '.join(types) or 'none'}."
            )

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        dynos, verb = cls.observe(want, view), VERBS.get(want["state"], "")
        if verb == "restart" and want.get("dyno") and dynos[0]["type"] in ONE_OFF:
            raise InvalidInput(f"{dynos[0]['name']} is a one-off dyno, which can be stopped but not restarted.")
        touched = [dyno for dyno in dynos if verb == "restart" or (verb and dyno["state"] != "down")]
        gone = [dyno for dyno in touched if dyno["type"] in ONE_OFF]
        moving = [dyno for dyno in dynos if want["state"] == "up" and want["wait"] and dyno["state"] not in AT_REST]
        left = [cls.anew(want, dyno) if dyno in [*touched, *moving] else dyno for dyno in dynos if dyno not in gone]
        states = {dyno["name"]: dyno["state"] for dyno in dynos}
        draft = Draft({"dynos": dynos, "release": None}, {"dynos": left, "release": None})
        return dataclasses.replace(
            cls.freeze(want, view, draft),
            before=states,
            after={**states, **{dyno["name"]: WORDS[verb] for dyno in touched}},
            actions=tuple(cls.doing(want, verb, touched)) if touched else (),
            waits=tuple(cls.waits(want, dynos, touched)),
            changes=tuple(Change(cls.kind.name, (want["app"],), dyno, None) for dyno in gone),
        )

    @staticmethod
    def anew(want: Desired, dyno: Record) -> Record:
        """What Heroku starts in a dyno's place, or what becomes of one that is waited for."""
        fresh: Record = dict.fromkeys(("created_at", "id", "release", "state", "updated_at"), UNKNOWN)
        if not NUMBERED.fullmatch(dyno["name"]):
            fresh["name"] = UNKNOWN
        return {**dyno, **fresh, **({"state": "up"} if want["state"] != "stopped" and want["wait"] else {})}

    @classmethod
    def doing(cls, want: Desired, verb: str, dynos: Dynos) -> list[Action]:
        """The requests: Heroku restarts all at a time, and stops one dyno or one process type."""
        app, method, one, many = want["app"], "DELETE", "/apps/{}/dynos/{}", "/apps/{}/formations/{}"
        if verb == "stop":
            method, one, many = "POST", one + "/actions/stop", many + "/actions/stop"
        if want.get("dyno"):
            requests = {verb: Request(method, one, (app, dynos[0]["name"]))}
        elif verb == "restart" and not want.get("type"):
            requests = {verb: Request(method, cls.kind.path, (app,))}
        else:
            types = sorted({dyno["type"] for dyno in dynos})
            requests = {
                verb if len(types) == 1 else f"{verb} {name}": Request(method, many, (app, name)) for name in types
            }
        return [cls.operation(want, name, request, answers=False) for name, request in requests.items()]

    @staticmethod
    def waits(want: Desired, dynos: Dynos, touched: Dynos) -> list[Wait]:
        """What to look at afterwards: at the dynos themselves at least when any was touched."""
        about = tuple(map(look_of, dynos)) if touched else ()
        if want["wait"] and want["state"] != "stopped" and dynos:
            return [Wait("up", f"the dynos of {want['app']} to be up", about, look=True)]
        if want["wait"] and touched:
            return [Wait("stopped", f"{names_of(dynos)} of {want['app']} to stop", about, look=True)]
        return [Wait("seen", f"the dynos of {want['app']}", about, look=True)] if touched else []

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Observed, run: Run) -> Record:
        """The dynos as they are now, and which release they are to run: the newest that did not fail.

        A release that is pending is followed first. What was read for the plan is as good as asking again.
        """
        app, release, dynos = want["app"], record["release"], record["dynos"]
        if wait.name == "up" and release is None:
            newest = run.facts.refresh(RELEASES.newest(LOOK_BACK, app))
            release = next((item for item in newest if item["status"] not in ("failed", "expired")), {})
            if not wait.about:
                return {"dynos": dynos, "release": release}
        elif wait.name == "up" and release.get("status") == "pending":
            return {"dynos": dynos, "release": follow(want, wait, release, run, RELEASES.named(release["id"], app))}
        found = select(want, shown(run.facts.refresh(cls.kind.of(app))))
        return {"dynos": found, "release": release}

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Observed) -> Verdict:
        release = record["release"]
        if wait.name != "up":
            return judge_stopped(wait, record["dynos"]) if wait.name == "stopped" else Verdict(Status.READY)
        if release and release["status"] != "succeeded":
            return judge_release(want, {"output": [], **release})
        return judge_up(want, wait, record["dynos"], release["version"] if release else 0)

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        """Nothing is answered, so it is what was there until that is looked at."""
        return t.cast(Record, plan.current)

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        return {"dynos": record["dynos"]}

    @classmethod
    def find(cls, want: Desired, view: View) -> Dynos:
        dynos = shown(view.get(cls.kind.of(want["app"])))
        return select(want, dynos) if want.get("dyno") or want.get("type") else dynos
