# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on one-off dynos: behaviour.md 3.3, and what C(heroku run) sends in cli-requests.md."""

from __future__ import annotations

import re
import secrets
import time
import typing as t

from ansible_collections.community.heroku.plugins.module_utils._api import rendezvous
from ansible_collections.community.heroku.plugins.module_utils._api.errors import (
    Failure,
    HerokuError,
    InvalidInput,
    Timeout,
)
from ansible_collections.community.heroku.plugins.module_utils._api.transport import authorities
from ansible_collections.community.heroku.plugins.module_utils._engine.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils._engine.output import end_of, new_lines
from ansible_collections.community.heroku.plugins.module_utils._engine.secrets import tokens_in
from ansible_collections.community.heroku.plugins.module_utils._engine.texts import as_texts, check_texts
from ansible_collections.community.heroku.plugins.module_utils._resources import log_reader
from ansible_collections.community.heroku.plugins.module_utils._resources.dyno_size import (
    by_every_name,
    no_such_size,
    plain_size,
)
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, hidden
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
)

ECO = "eco"
RUNNING = ("starting", "up")
LONGEST_LIFE = 86400  # seconds
PAUSE = 1.0  # seconds between two log sessions
LONGEST_SILENCE = 30.0  # seconds without a line in the log, after which the dyno is looked for
EXITED = re.compile(r"Process exited with status (\d+)")
OVER = re.compile(r"State changed from \w+ to (complete|crashed)")
# What a result holds of the dyno: its command, which may hold secrets, only when asked to, and never its address, which
# is one.
SHOWN = ("app", "created_at", "id", "name", "release", "size", "type")


class Run(AppResource):
    """One command on a one-off dyno of its own.

    Attached, its output comes over a connection to the dyno, and its exit code as a last line that the shell is told to
    add, as the official command does. Detached, both are read from the app's log.
    """

    noun = "dyno"
    plural = "dynos"
    title = "one-off dyno"
    shared = False
    empty: t.ClassVar[dict[str, str]] = {"size": OMITTED, "type": OMITTED}
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "command": {"type": "str", "required": True, "secret": True},
        "attach": {"type": "bool", "default": True},
        "env": {"type": "dict", "secret": True},
        "show_command": {"type": "bool", "default": False},
        "size": {"type": "str"},
        "success_codes": {"type": "list", "elements": "int", "default": [0]},
        "time_to_live": {"type": "int"},
        "type": {"type": "str"},
        **WAIT_OPTIONS,
    }
    unrepeated = ("command",)
    text_maps = ("env",)

    size: str | None = None  # in Heroku's spelling
    exit_code: int | None = None
    there: t.Sequence[dict[str, t.Any]] = ()  # the dynos that were there before this one
    before: frozenset[str] = frozenset()  # their ids

    def __init__(self, *arguments: t.Any, **named: t.Any) -> None:
        super().__init__(*arguments, **named)
        self.output = new_lines()
        # Tells this command from others, and its last line from whatever it puts out itself.
        self.marker = f"\uffff heroku-command-exit-status {secrets.token_hex(8)}: "

    @property
    def command(self) -> str:
        """The command as Heroku gets it. The space before the semicolon lets it be the name of a process type."""
        command = self.params["command"].strip()
        return f'{command} ; echo "{self.marker}$?"' if self.params["attach"] else command

    @property
    def shown_command(self) -> str | None:
        """The command as the user gave it, if it is no secret."""
        return self.params["command"] if self.params["show_command"] else None

    def check(self) -> None:
        if not self.params["command"].strip():
            raise InvalidInput("command is empty.")
        if not self.params["show_command"]:
            # An error may quote it. A single word would be missed in the output, and is no secret unless it looks so.
            quotable = len(self.params["command"].split()) > 1
            self.talk.hide([self.params["command"], self.command] if quotable else [])
            self.talk.hide(tokens_in(self.params["command"]))
        if self.params["attach"] and not self.params["wait"]:
            raise InvalidInput("An attached command is always waited for: wait=false needs attach=false.")
        seconds = self.given("time_to_live")
        if seconds is not None and not 1 <= seconds <= LONGEST_LIFE:
            raise InvalidInput(f"time_to_live must be between 1 and {LONGEST_LIFE} seconds.")
        check_texts("env", self.given("env") or {})

    def dynos(self) -> list[dict[str, t.Any]]:
        """All dynos of the app; what lets anybody meet one is kept out of whatever is said."""
        dynos = self.of_app(lambda: self.client.list(self.in_app("/dynos")))
        self.talk.hide(dyno["attach_url"] for dyno in dynos if dyno["attach_url"])
        return dynos

    def read(self) -> None:
        self.there = self.dynos()
        self.before = frozenset(dyno["id"] for dyno in self.there)

    def plan(self, current: None) -> Plan:
        shown = {name: self.given(name) for name in ("attach", "size", "time_to_live", "type")}
        after = {name: value for name, value in shown.items() if value is not None}
        if self.given("env"):
            after["env"] = sorted(self.params["env"])
        return Plan(
            before={},
            after={"command": self.shown_command or hidden(False), **after},
            steps=(Step("create"),),
            predicted={
                **dict.fromkeys(SHOWN),
                "command": self.shown_command,
                "size": self.size,
                "type": self.given("type") or "run",
            },
        )

    def examine(self, current: None, plan: Plan) -> None:
        """The size has to be one that the app can use, and of Eco dynos an app has one (recorded.md A 5)."""
        wanted = self.given("size")
        eco = [dyno["name"] for dyno in self.there if plain_size(dyno["size"]) == ECO and dyno["state"] in RUNNING]
        if eco and plain_size(wanted or ECO) == ECO:
            raise InvalidInput(
                f"{self.params['app']} runs an Eco dyno already, {eco[0]}, and Heroku allows one at a time: give the "
                "app another size, or wait until that one has ended."
            )
        if wanted:
            usable = by_every_name(self.client.list(self.in_app("/available-dyno-sizes")))
            if plain_size(wanted) not in usable:
                raise InvalidInput(no_such_size(self.params["app"], wanted, usable))
            self.size = usable[plain_size(wanted)]["name"]

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body: dict[str, t.Any] = {"attach": self.params["attach"], "command": self.command}
        if self.params["attach"]:
            body["force_no_tty"] = True
        if self.given("env"):
            body["env"] = as_texts(self.params["env"])
        if self.size:
            body["size"] = self.size
        body.update({name: self.params[name] for name in ("time_to_live", "type") if self.given(name) is not None})
        dyno = self.client.post(self.in_app("/dynos"), body)
        self.talk.hide([dyno["attach_url"] or ""])
        return dyno

    def made(self) -> dict[str, t.Any] | None:
        """The dyno that runs this command, if there is one.

        An attached one waits for its client, so without one the command was not begun and may be tried again. A
        detached one may be over already, so that it is never tried twice.
        """
        found = [dyno for dyno in self.dynos() if dyno["id"] not in self.before and dyno["command"] == self.command]
        if len(found) == 1:
            return found[0]
        if self.params["attach"]:
            return None
        raise Failure(
            "Heroku did not answer, and the command may be running, or have run. It is not tried again: look whether "
            "it did what it should (community.heroku.heroku_log, 'heroku ps') before the task is repeated. "
            "A command with attach=true can be found again."
        )

    def settle(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        if self.params["attach"]:
            self.listen(record)
        elif self.params["wait"]:
            self.follow_log(record)
        return record

    def hear(self, line: str) -> None:
        """A line of the command's output."""
        self.output.append(self.talk.censor(line))
        self.talk.say(self.output[-1])

    def where(self, dyno: dict[str, t.Any]) -> str:
        """The dyno, for a message."""
        return f"{dyno['name']} of {self.params['app']}"

    def failure(self, dyno: dict[str, t.Any], text: str, kind: type[Failure] = Failure) -> Failure:
        """A failure with the output so far in its message and, with the dyno, in its details."""
        return kind(f"{text}{end_of(self.output)}", **self.parts(dyno))

    def listen(self, dyno: dict[str, t.Any]) -> None:
        """Take the output and the exit code of an attached command. Raises Failure."""
        url = dyno["attach_url"] or ""
        if not rendezvous.is_rendezvous(url):
            raise self.failure(
                dyno,
                f"Heroku gives no address by which {self.where(dyno)} could be listened to; apps in some spaces want "
                "ssh. Use attach=false.",
            )
        self.talk.say(f"Running on {self.where(dyno)}")
        try:
            for line in rendezvous.output(
                url,
                deadline=self.deadline,
                connect_timeout=self.client.timeout[0],
                authorities=authorities(),
            ):
                before, marker, code = line.partition(self.marker)
                if before or not marker:
                    self.hear(before)
                if marker and code.strip().isdigit():
                    self.exit_code = int(code)
                    return
        except rendezvous.DeadlineError:
            raise self.failure(
                dyno,
                f"Gave up listening to {self.where(dyno)} after {self.params['wait_timeout']} s. Heroku may end an "
                "attached command that nobody listens to. Raise wait_timeout, or use attach=false for what takes long.",
                Timeout,
            ) from None
        except HerokuError as error:
            raise self.failure(
                dyno,
                f"{error} What became of the command is not known; community.heroku.heroku_dyno_info shows "
                f"whether {dyno['name']} still runs.",
            ) from None
        raise self.failure(
            dyno,
            f"The command on {self.where(dyno)} ended without an exit code. It was stopped, or it ends the shell that "
            "was to tell it: write (exit 1) in place of exit 1.",
        )

    def follow_log(self, dyno: dict[str, t.Any]) -> None:
        """Take the output and the exit code of a detached command from the app's log. Raises Failure."""
        self.talk.say(f"Running on {self.where(dyno)}")
        reader = log_reader.Reader(
            self.client, self.talk, self.params["app"], log_reader.MOST_LINES, dyno_name=dyno["name"]
        )
        gone = False
        while not self.read_log(dyno, reader, tail=not gone):
            if gone:
                break
            if time.monotonic() >= self.deadline:
                raise self.failure(
                    dyno,
                    f"Gave up waiting for {self.where(dyno)} after {self.params['wait_timeout']} s. The command goes "
                    "on; community.heroku.heroku_log shows what it says.",
                    Timeout,
                )
            time.sleep(max(0.0, min(PAUSE, self.deadline - time.monotonic())))
            gone = self.fetch(self.in_app("/dynos/{}", dyno["id"])) is None
        if self.exit_code is None:
            raise self.failure(
                dyno, f"The command on {self.where(dyno)} is over, but the app's log does not say how it ended."
            )

    def read_log(self, dyno: dict[str, t.Any], reader: log_reader.Reader, *, tail: bool) -> bool:
        """Read one log session; True once it has told that the command is over."""
        idle = max(1.0, min(LONGEST_SILENCE, self.deadline - time.monotonic()))
        try:
            for line in reader.read(tail=tail, idle=idle, until=self.deadline):
                if self.take(dyno, line):
                    return True
        except HerokuError as error:
            # Silence, or a session that broke: the dyno tells whether there is more to come.
            if error.id not in ("connection", "deadline", "silence", "stream"):
                raise
        return False

    def take(self, dyno: dict[str, t.Any], line: str) -> bool:
        """Take in what a line of the log tells; True when it tells that the command is over."""
        entry = log_reader.parse(line)
        if entry is None or entry.process != dyno["name"]:
            return False
        if entry.source == "app":
            self.hear(entry.text)
            return False
        exited = EXITED.search(entry.text)
        if exited:
            self.exit_code = int(exited[1])
        return self.exit_code is not None and bool(OVER.search(entry.text))

    def parts(self, dyno: dict[str, t.Any]) -> dict[str, t.Any]:
        """The result's own keys."""
        heard = self.exit_code is not None or self.output
        return {
            "dyno": {**{name: dyno[name] for name in SHOWN}, "command": self.shown_command},
            "exit_code": self.exit_code,
            "output": list(self.output) if heard else None,
        }

    def result(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """The result; an exit code that is not among success_codes is a failure."""
        if self.exit_code is not None and self.exit_code not in self.params["success_codes"]:
            failure = self.failure(
                record, f"The command on {self.where(record)} ended with exit code {self.exit_code}."
            )
            failure.details["changed"] = True
            raise failure
        return self.parts(record)
