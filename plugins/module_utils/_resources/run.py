# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on one-off dynos: behaviour.md 3.3, and what ``heroku run`` sends in cli-requests.md."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import secrets
import typing as t

from .._api import rendezvous
from .._api.errors import HerokuError, InvalidInput, OutcomeUnknown
from .._api.transport import authorities
from .._engine.execute import Run
from .._engine.facts import View
from .._engine.options import OMITTED
from .._engine.output import LONGEST_SILENCE, Output, end_of
from .._engine.plan import Action, Desired, Plan, Request, Resend, Status, Verdict, Wait
from .._engine.resource import HIDDEN, Draft, Operation
from .._engine.secrets import tokens_in
from .._engine.texts import as_texts, check_texts
from .._engine.values import UNKNOWN, Observed, Record, Secret, Spec
from . import log_reader
from .common import WAIT_OPTIONS
from .dyno import DYNOS
from .dyno_size import no_such_size, plain_size, usable_sizes

ECO = "eco"
RUNNING = ("starting", "up")
LONGEST_LIFE = 86400  # seconds
EXITED = re.compile(r"Process exited with status (\d+)")
OVER = re.compile(r"State changed from \w+ to (complete|crashed)")
# What a result holds of the dyno: its command, which may hold secrets, only when asked to, and never its address, which
# is one.
SHOWN = ("app", "created_at", "id", "name", "release", "size", "type")
ATTACHED = "attached"  # the wait for the end of an attached command
GOES_ON = "The command goes on; community.heroku.heroku_log shows what it says."
MARKER, KNOWN = "marker", "known"  # what is added to the options


def command_of(want: Desired) -> str:
    """The command as Heroku gets it. The space before the semicolon lets it be the name of a process type."""
    command: str = want["command"].strip()
    return f'{command} ; echo "{want.get(MARKER)}$?"' if want["attach"] else command


def shown_command(want: Desired) -> str | None:
    """The command as the user gave it, if it is no secret."""
    return want["command"] if want["show_command"] else None


def where(want: Desired, dyno: Record) -> str:
    """The dyno, for a message."""
    return f"{dyno['name']} of {want['app']}"


def trouble(text: str) -> Record:
    """What a record says of a command whose end nobody will know."""
    return {"trouble": text}


class OneOff(Operation):
    """One command on a one-off dyno of its own.

    Attached, its output comes over a connection to the dyno, and its exit code as a last line that the shell is told to
    add, as the official command does. Detached, both are read from the app's log.

    A record is the dyno with the ``output`` so far, the ``exit_code`` once it is known, and what is to be said of a
    command whose end nobody will know (``trouble``). Read off the log, an exit code is known before the end (``over``).
    """

    noun = "dyno"
    plural = "dynos"
    called = "one-off dyno"
    kind = DYNOS
    scope = ("app",)
    shared = False
    empty: t.ClassVar[dict[str, str]] = {"size": OMITTED, "type": OMITTED}
    controls: t.ClassVar[Spec] = {
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

    # What is asked for

    @classmethod
    def secrets(cls, want: Desired) -> t.Iterable[str]:
        """An error may quote the command. A single word would be missed in the output, and is no secret as such."""
        if want["show_command"]:
            return ()
        quotable = len(want["command"].split()) > 1
        return [*([want["command"]] if quotable else []), *tokens_in(want["command"])]

    @classmethod
    def check(cls, want: Desired) -> None:
        if not want["command"].strip():
            raise InvalidInput("command is empty.")
        if want["attach"] and not want["wait"]:
            raise InvalidInput("An attached command is always waited for: wait=false needs attach=false.")
        seconds = want.get("time_to_live")
        if seconds is not None and not 1 <= seconds <= LONGEST_LIFE:
            raise InvalidInput(f"time_to_live must be between 1 and {LONGEST_LIFE} seconds.")
        check_texts("env", want.get("env", {}))

    @classmethod
    def prepare(cls, want: Desired, stack: contextlib.ExitStack) -> Desired:
        """A marker tells this command from others, and its last line from whatever it puts out itself."""
        return Desired({**want.options, MARKER: f"\uffff heroku-command-exit-status {secrets.token_hex(8)}: "})

    # What is to be done

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        dynos: list[Record] = view.get(cls.kind.of(want["app"]))
        cls.check_eco(want, dynos)
        size = cls.size_of(want, view)
        told = {name: want[name] for name in ("attach", "size", "time_to_live", "type") if want.get(name) is not None}
        env = {"env": sorted(want["env"])} if want.get("env") else {}
        record = {
            **dict.fromkeys(SHOWN, UNKNOWN),
            "size": size or UNKNOWN,
            "type": want.get("type", "run"),
            **dict.fromkeys(("exit_code", "output"), UNKNOWN if want.waits else None),
        }
        name = ATTACHED if want["attach"] else "log"
        wait = Wait(name, f"the command on {want['app']}", look=True, advice=GOES_ON)
        return dataclasses.replace(
            cls.freeze(want, view, Draft(dynos, record)),
            before={},
            after={"command": shown_command(want) or HIDDEN, **told, **env},
            actions=(cls.begin(want, size, dynos),),
            waits=(wait,) if want.waits else (),
        )

    @classmethod
    def check_eco(cls, want: Desired, dynos: t.Iterable[Record]) -> None:
        """Of Eco dynos an app has one (recorded.md A 5). Raises InvalidInput for a second."""
        eco = [dyno["name"] for dyno in dynos if plain_size(dyno["size"]) == ECO and dyno["state"] in RUNNING]
        if eco and KNOWN not in want.options and plain_size(want.get("size", ECO)) == ECO:
            raise InvalidInput(
                f"{want['app']} runs an Eco dyno already, {eco[0]}, and Heroku allows one at a time: give the "
                "app another size, or wait until that one has ended."
            )

    @classmethod
    def size_of(cls, want: Desired, view: View) -> str:
        """The size in Heroku's spelling, if one was given; it has to be one that the app can use."""
        if not want.get("size"):
            return ""
        usable = usable_sizes(view, want["app"])
        if plain_size(want["size"]) not in usable:
            raise InvalidInput(no_such_size(want["app"], want["size"], usable))
        return str(usable[plain_size(want["size"])]["name"])

    @classmethod
    def begin(cls, want: Desired, size: str, dynos: t.Iterable[Record]) -> Action:
        """The one write.

        An attached dyno waits for its client, so a command whose answer got lost was not begun without one, and may be
        sent again once it was looked for. A detached one may be over already, so that it is never sent twice.
        """
        body: Record = {"attach": want["attach"], "command": Secret(command_of(want))}
        if want["attach"]:
            body["force_no_tty"] = True
        if want.get("env"):
            body["env"] = {name: text and Secret(text) for name, text in as_texts(want["env"]).items()}
        if size:
            body["size"] = size
        body.update({name: want[name] for name in ("time_to_live", "type") if want.get(name) is not None})
        request = Request("POST", cls.kind.path, (want["app"],), body)
        resend = Resend.LOOK if want["attach"] else Resend.NEVER
        known = tuple(dyno["id"] for dyno in dynos)
        return dataclasses.replace(cls.operation(want, "create", request, resend=resend), known=known)

    # A lost answer

    @classmethod
    def in_doubt(cls, want: Desired, action: Action) -> Desired:
        """An Eco dyno that is there now may be the one that was asked for."""
        return Desired({**want.options, KNOWN: action.known})

    @classmethod
    def begun(cls, want: Desired, action: Action, dynos: t.Iterable[Record]) -> Record | None:
        """The dyno that runs this command: by its marker, or the only new one with the command."""
        new = [dyno for dyno in dynos if dyno["id"] not in action.known and dyno["command"] == command_of(want)]
        return new[0] if len(new) == 1 or (new and want["attach"]) else None

    @classmethod
    def is_left(cls, want: Desired, action: Action, observed: Plan) -> bool:
        return cls.begun(want, action, observed.current) is None

    @classmethod
    def adopted(cls, want: Desired, action: Action, observed: Plan) -> Observed:
        return cls.begun(want, action, observed.current)

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if not isinstance(error, OutcomeUnknown):
            return ""
        if want["attach"]:
            return "An attached command does not begin until somebody listens to it: the task can be run again."
        return (
            "It is not sent again, since the command may be running, or have run: look whether it did what it should "
            "(community.heroku.heroku_log, 'heroku ps') before the task is repeated. A command with attach=true can be "
            "found again."
        )

    # What it says, and how it ends

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record, run: Run) -> Record:
        """Read the output, and say each line at once: to its end where attached, else one session of the log."""
        output = run.output(wait)
        if wait.name == ATTACHED:
            ended = cls.hear(want, record, run, output)
        else:
            ended = cls.follow_log(want, record, run, output)
        return {**record, **ended, "output": list(output.lines)}

    @classmethod
    def hear(cls, want: Desired, dyno: Record, run: Run, output: Output) -> Record:
        """Hear an attached command to its end; returns what is to be known of that."""
        url, marker = dyno["attach_url"] or "", want[MARKER]
        if not rendezvous.is_rendezvous(url):
            return trouble(
                f"Heroku gives no address by which {where(want, dyno)} could be listened to; apps in some spaces want "
                "ssh. Use attach=false."
            )
        run.reporter.say(f"Running on {where(want, dyno)}")
        timeout = run.client.timeout[0]
        try:
            for line in rendezvous.output(
                url, deadline=run.until(want), connect_timeout=timeout, authorities=authorities(), clock=run.clock
            ):
                before, marked, code = line.partition(marker)
                if before or not marked:
                    output.hear(before, run.reporter)
                if marked and code.strip().isdigit():
                    return {"exit_code": int(code)}
        except rendezvous.DeadlineError:
            return trouble(
                f"Gave up listening to {where(want, dyno)} after {want['wait_timeout']} s. Heroku may end an attached "
                "command that nobody listens to. Raise wait_timeout, or use attach=false for what takes long."
            )
        except HerokuError as error:
            return trouble(
                f"{error} What became of the command is not known; community.heroku.heroku_dyno_info shows whether "
                f"{dyno['name']} still runs."
            )
        return trouble(
            f"The command on {where(want, dyno)} ended without an exit code. It was stopped, or it ends the shell that "
            "was to tell it: write (exit 1) instead of exit 1."
        )

    @classmethod
    def follow_log(cls, want: Desired, dyno: Record, run: Run, output: Output) -> Record:
        """Read one session of the log; the last one once the dyno is gone. Returns what it tells of the end."""
        gone = False
        if output.record is None:
            run.reporter.say(f"Running on {where(want, dyno)}")
            output.record = dyno
        else:
            gone = run.facts.refresh(cls.kind.named(dyno["id"], want["app"])) is None
        code, over = cls.read_log(want, dyno, run, output, tail=not gone)
        if gone and code is None:
            return trouble(f"The command on {where(want, dyno)} is over, but the app's log does not say how it ended.")
        return {"exit_code": code, "over": over or gone}

    @classmethod
    def read_log(cls, want: Desired, dyno: Record, run: Run, output: Output, *, tail: bool) -> tuple[int | None, bool]:
        """Read one session of the log; returns the exit code, if it was told so far, and whether the end was."""
        reader = log_reader.Reader(
            run.client, run.reporter, want["app"], log_reader.MOST_LINES, output.seen, dyno_name=dyno["name"]
        )
        until, code = run.until(want), dyno.get("exit_code")
        idle = max(1.0, min(LONGEST_SILENCE, until - run.clock.monotonic()))
        try:
            for line in reader.read(tail=tail, idle=idle, until=until):
                entry = log_reader.parse(line)
                if entry is None or entry.process != dyno["name"]:
                    continue
                if entry.source == "app":
                    output.hear(entry.text, run.reporter)
                    continue
                exited = EXITED.search(entry.text)
                code = int(exited[1]) if exited else code
                if code is not None and OVER.search(entry.text):
                    return code, True
        except HerokuError as error:
            # Silence, or a session that broke: the dyno tells whether there is more to come.
            if error.id not in ("connection", "deadline", "silence", "stream"):
                raise
        return code, False

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record) -> Verdict:
        code, end = record.get("exit_code"), end_of(record["output"])
        if record.get("trouble"):
            return Verdict(Status.FAILED, f"{record['trouble']}{end}")
        if code is None or not record.get("over", True):
            return Verdict(Status.PENDING, "running", where(want, record))
        if code not in want["success_codes"]:
            return Verdict(Status.FAILED, f"The command on {where(want, record)} ended with exit code {code}.{end}")
        return Verdict(Status.READY)

    @classmethod
    def result(cls, want: Desired, record: Record) -> Record:
        output, code = record.get("output"), record.get("exit_code")
        heard = output is UNKNOWN or code is not None or bool(output)
        return {
            "dyno": {**{name: record[name] for name in SHOWN}, "command": shown_command(want)},
            "exit_code": code,
            "output": output if heard else None,
        }
