# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dynos, the processes of an app that run now: behaviour.md 3.3."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.history import await_release
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, WAIT_OPTIONS, AppResource

ONE_OFF = ("run", "release")  # types of dynos that no formation asks for; 'heroku ps:wait' leaves them out too
AT_REST = ("up", "idle")  # an Eco dyno sleeps until a request comes
LOOK_BACK = 10  # releases; failed ones are passed over in search of the one that the dynos are to run
WORDS = {"restart": "restarted", "stop": "stopped"}

Dynos = list[dict[str, t.Any]]


def shown(dyno: dict[str, t.Any]) -> dict[str, t.Any]:
    """A dyno without the address at which anybody could meet its command."""
    return {name: value for name, value in dyno.items() if name != "attach_url"}


def place(dyno: dict[str, t.Any]) -> tuple[t.Any, ...]:
    """What dynos are sorted by: C(web.2) comes before C(web.10)."""
    return tuple(int(part) if part.isdigit() else part for part in re.split(r"(\d+)", dyno["name"]))


def listed(resource: AppResource) -> Dynos:
    """All dynos of the app, sorted by name, without their addresses. Raises HerokuError."""
    dynos = resource.of_app(lambda: resource.client.list(resource.in_app("/dynos")))
    resource.talk.hide(dyno["attach_url"] for dyno in dynos if dyno["attach_url"])
    return sorted((shown(dyno) for dyno in dynos), key=place)


class Dyno(AppResource):
    """Dynos of one app: all that its formation asks for, those of a process type, or one.

    C(read) gives those that are meant. Heroku answers neither restarts nor stops with anything, so what became of them
    is looked up.
    """

    noun = "dynos"
    plural = "dynos"
    identity = ("dyno", "type")
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "dyno": {"type": "str"},
        "type": {"type": "str"},
        "state": {"type": "str", "choices": ["up", "restarted", "stopped"], "default": "up"},
        **WAIT_OPTIONS,
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [("dyno", "type")]}
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "dyno": {"type": "str"},
        "type": {"type": "str"},
    }
    info_constraints = constraints

    replaced: frozenset[tuple[str, str]] = frozenset()  # id and time of the last change of what was restarted, stopped

    def read(self) -> Dynos:
        dynos = listed(self)
        meant = self.select(dynos)
        if not meant and self.given("dyno") and self.params["state"] != "stopped":
            names = ", ".join(dyno["name"] for dyno in dynos) or "none"
            raise InvalidInput(f"{self.params['app']} has no dyno {self.params['dyno']}; it has {names}.")
        if not meant and self.given("type"):
            self.check_type()
        return meant

    def select(self, dynos: Dynos) -> Dynos:
        """Those that the options mean; without any, what the formation asks for."""
        if self.given("dyno"):
            return [dyno for dyno in dynos if self.params["dyno"] in (dyno["name"], dyno["id"])]
        if self.given("type"):
            return [dyno for dyno in dynos if dyno["type"] == self.params["type"]]
        return [dyno for dyno in dynos if dyno["type"] not in ONE_OFF]

    def check_type(self) -> None:
        """A process type without dynos may be scaled to none; one that is not there is a slip. Raises InvalidInput."""
        formation = self.client.list(self.in_app("/formation"))
        types = sorted(item["type"] for item in formation)
        if self.params["type"] not in (*types, *ONE_OFF):
            raise InvalidInput(
                f"{self.params['app']} has no process type {self.params['type']}; it has {', '.join(types) or 'none'}."
            )

    def plan(self, current: Dynos) -> Plan:
        state = self.params["state"]
        action = {"restarted": "restart", "stopped": "stop"}.get(state, "")
        if action == "restart" and self.given("dyno") and current[0]["type"] in ONE_OFF:
            raise InvalidInput(f"{current[0]['name']} is a one-off dyno, which can be stopped but not restarted.")
        touched = [dyno for dyno in current if action == "restart" or (action and dyno["state"] != "down")]
        after = {dyno["name"]: dyno["state"] for dyno in current}
        return Plan(
            before=dict(after),
            after={**after, **{dyno["name"]: WORDS[action] for dyno in touched}},
            steps=(Step(action),) if touched else (),
            predicted=[
                self.anew(dyno, action) if dyno in touched else dyno
                for dyno in current
                if dyno not in touched or dyno["type"] not in ONE_OFF
            ],
        )

    def anew(self, dyno: dict[str, t.Any], action: str) -> dict[str, t.Any]:
        """What Heroku starts in a dyno's place."""
        unknown = dict.fromkeys(("created_at", "id", "release", "updated_at"))
        state = "up" if action == "restart" and self.params["wait"] else None
        return {**dyno, **unknown, "state": state}

    def restart(self, current: Dynos, _fields: dict[str, t.Any]) -> Dynos:
        self.remember(current)
        if self.given("dyno"):
            self.client.delete(self.in_app("/dynos/{}", current[0]["name"]))
        elif self.given("type"):
            self.client.delete(self.in_app("/formations/{}", self.params["type"]))
        else:
            self.client.delete(self.in_app("/dynos"))
        return current

    def stop(self, current: Dynos, _fields: dict[str, t.Any]) -> Dynos:
        self.remember(current)
        if self.given("dyno"):
            self.client.post(self.in_app("/dynos/{}/actions/stop", current[0]["name"]))
        else:
            for name in sorted({dyno["type"] for dyno in current if dyno["state"] != "down"}):
                self.client.post(self.in_app("/formations/{}/actions/stop", name))
        return current

    def remember(self, dynos: Dynos) -> None:
        """Keep how these dynos looked before the write."""
        self.replaced = frozenset((dyno["id"], dyno["updated_at"]) for dyno in dynos)

    def is_old(self, dyno: dict[str, t.Any]) -> bool:
        """Whether Heroku still shows a dyno as it was before the write."""
        return (dyno["id"], dyno["updated_at"]) in self.replaced

    def settle(self, record: Dynos) -> Dynos:
        if self.params["state"] == "stopped":
            return self.until_stopped(record) if self.replaced else record
        if not self.params["wait"]:
            return self.select(listed(self)) if self.replaced else record
        return self.until_up(record) if record else record

    def until_stopped(self, record: Dynos) -> Dynos:
        """What is there once the dynos have stopped; Heroku soon starts those of the formation again."""
        if not self.params["wait"]:
            return self.select(listed(self))
        return self.wait_until(
            ask=lambda: self.select(listed(self)),
            done=lambda dynos: not any(self.is_old(dyno) for dyno in dynos if dyno["state"] != "down"),
            waiting_for=f"{names_of(record)} of {self.params['app']} to stop",
            state=describe,
        )

    def until_up(self, record: Dynos) -> Dynos:
        """The dynos once all of them are up and run the newest release. Raises Failure for one that crashes."""
        version = self.version()

        def current(dyno: dict[str, t.Any]) -> bool:
            return not self.is_old(dyno) and dyno["release"]["version"] >= version

        def done(dynos: Dynos) -> bool:
            crashed = [dyno for dyno in dynos if current(dyno) and dyno["state"] == "crashed"]
            if crashed:
                raise Failure(
                    f"{names_of(crashed)} of {self.params['app']} crashed. community.heroku.heroku_log with "
                    f"dyno={crashed[0]['name']} shows what it said.",
                    dynos=dynos,
                )
            return bool(dynos) and all(current(dyno) and dyno["state"] in AT_REST for dyno in dynos)

        if not self.replaced and done(record):  # what was read at first is as good as asking again
            return record
        return self.wait_until(
            ask=lambda: self.select(listed(self)),
            done=done,
            waiting_for=f"the dynos of {self.params['app']} to be up on v{version}",
            state=describe,
        )

    def version(self) -> int:
        """Which release the dynos are to run: the newest that did not fail, once its release phase is over."""
        releases = self.client.newest(self.in_app("/releases"), by="version", count=LOOK_BACK)
        wanted = next((item for item in releases if item["status"] not in ("failed", "expired")), None)
        if wanted and wanted["status"] == "pending":
            await_release(self, wanted)
        return wanted["version"] if wanted else 0

    def find(self) -> Dynos:
        dynos = listed(self)
        return self.select(dynos) if self.given("dyno") or self.given("type") else dynos


def names_of(dynos: Dynos) -> str:
    """The dynos' names, for a message."""
    return ", ".join(dyno["name"] for dyno in dynos)


def describe(dynos: Dynos) -> str:
    """How far they are: C(web.1 up, web.2 starting)."""
    return ", ".join(f"{dyno['name']} {dyno['state']}" for dyno in dynos) or "none is there"
