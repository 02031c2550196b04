# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive Heroku's official command against the simulator through whole stories, and our modules beside it, both ways.

    python tests/conformance/run.py [--jobs 2] [STORY ...]

A story is a file in ``stories/``: its steps run in order against a simulator of its own. docs/simulator/extending.md
says what a step can be. Everything a story printed and recorded is left in ``tests/output/conformance/STORY/``. Ends
with how many stories, commands and tasks that were, and the line ``N passed, N failed``; the schema check of all that
was recorded counts as one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import IO, TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import official
import simulated
import tree
import venvs
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

STORIES = Path(__file__).resolve().parent / "stories"
OUTPUT = tree.ROOT / "tests" / "output" / "conformance"
LONGEST_COMMAND = 120  # seconds; what hangs, not what is slow on a busy machine
LOOK_EVERY = 0.1  # seconds, at what a command that goes on has printed
MOST_PRINTED = 60  # lines of what was printed that a failure shows; all of it is in printed.txt
CERTIFICATE = "simulator.pem"  # in a story's folder: what to trust for attached dynos
# The keys of a step: what it does, and what it may expect of each.
DOES = {
    "run": {"as", "env", "exit", "shows", "hides", "keep", "input", "meanwhile"},
    "play": {"changed"},
    "api": {"as", "body", "status", "is", "keep"},
    "backdoor": {"body", "is"},
}


class Unexpected(Exception):
    """A step went another way than the story says: what was expected, what came instead, and what was printed."""

    def __init__(self, expected: str, found: str, printed: str = "") -> None:
        text = f"  expected: {expected}\n  found:    {found}"
        lines = printed.strip().splitlines()
        if lines:
            left_out = len(lines) - MOST_PRINTED
            rest = [f"... and {left_out} lines more"] if left_out > 0 else []
            text += "\n  printed:\n" + textwrap.indent("\n".join([*lines[:MOST_PRINTED], *rest]), "    ")
        super().__init__(text)


@dataclass
class Story:
    """One story while it is told: what it keeps of earlier answers, and what it wrote."""

    name: str
    simulator: simulated.Simulator
    folder: Path
    log: IO[str]
    kept: dict[str, str] = field(default_factory=dict)
    commands: int = 0
    tasks: int = 0

    def tell(self, step: dict[str, Any]) -> None:
        """Do one step. Raises Unexpected."""
        kind = next((kind for kind in DOES if kind in step), None)
        if kind is None or set(step) - {kind, *DOES[kind]}:
            raise Unexpected(f"a step with one of {', '.join(DOES)}, and what belongs to it", f"{sorted(step)}")
        getattr(self, f"_{kind}")(self._filled(step))

    def _filled(self, value: Any) -> Any:
        """A part of a step with what was kept in place of ``$name``."""
        if isinstance(value, dict):
            return {self._filled(name): self._filled(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        return Template(value).safe_substitute(self.kept) if isinstance(value, str) else value

    def _token(self, step: dict[str, Any]) -> str:
        return f"simulator-token-{step['as']}" if "as" in step else self.simulator.token

    def _run(self, step: dict[str, Any]) -> None:
        """Run a command; ``exit`` is its exit code, ``shows`` and ``hides`` what is and is not in its output.

        One that does not end by itself has the steps ``meanwhile``: they are done when it has shown the first of
        ``shows``, and it is ended when it has shown them all.
        """
        environment = official.environment(self.simulator, self.folder / "home")
        environment["HEROKU_API_KEY"] = self._token(step)
        environment.update(step.get("env", {}))
        self.commands += 1
        self.log.write(f"\n$ {step['run']}\n")
        self.log.flush()
        output = self.folder / f"command-{self.commands}.txt"  # a file, for a pipe would have to be read all the time
        with (
            open(output, "w", encoding="utf-8") as stream,
            subprocess.Popen(
                shlex.split(step["run"]),
                cwd=self.folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=subprocess.STDOUT,
                text=True,
            ) as process,
        ):
            try:
                self._attend(process, output, step)
            finally:
                process.kill()
                printed = output.read_text(encoding="utf-8")
                output.unlink()
                self.log.write(printed)
        wanted = -signal.SIGTERM if "meanwhile" in step else step.get("exit", 0)
        if process.returncode != wanted:
            raise Unexpected(f"exit code {wanted}", f"exit code {process.returncode}", printed)
        self._judge_text(step, printed)

    def _attend(self, process: subprocess.Popen[str], output: Path, step: dict[str, Any]) -> None:
        """Be with a command until it ends."""
        if "meanwhile" in step:
            self._wait_until_shown(process, output, listed(step["shows"])[:1])
            for other in step["meanwhile"]:
                self.tell(other)
            self._wait_until_shown(process, output, listed(step["shows"]))
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(step.get("input", ""), timeout=LONGEST_COMMAND)
        except subprocess.TimeoutExpired:
            printed = output.read_text(encoding="utf-8")
            raise Unexpected("an end", f"none within {LONGEST_COMMAND} s", printed) from None

    @staticmethod
    def _wait_until_shown(process: subprocess.Popen[str], output: Path, wanted: list[str]) -> None:
        """Wait until a command that goes on has printed all of this. Raises Unexpected when it ends or never does."""
        deadline = time.monotonic() + LONGEST_COMMAND
        while True:
            running = process.poll() is None
            printed = output.read_text(encoding="utf-8")
            left = not_shown(wanted, printed)
            if not left:
                return
            if not running or time.monotonic() > deadline:
                found = "not shown in time" if running else f"it ended with exit code {process.returncode}"
                raise Unexpected(f"to show {left[0]!r}", found, printed)
            time.sleep(LOOK_EVERY)

    def _judge_text(self, step: dict[str, Any], printed: str) -> None:
        for wanted in not_shown(listed(step.get("shows", [])), printed):
            raise Unexpected(f"to show {wanted!r}", "it does not", printed)
        text = on_one_line(printed)
        for unwanted in listed(step.get("hides", [])):
            if re.search(pattern(unwanted), text):
                raise Unexpected(f"not to show {unwanted!r}", "it does", printed)
        for name, expression in step.get("keep", {}).items():
            found = re.search(expression, text)
            if not found:
                raise Unexpected(f"{expression!r}, to keep as {name}", "it is not there", printed)
            self.kept[name] = found.group(1)

    def _play(self, step: dict[str, Any]) -> None:
        """Run tasks with our modules; ``changed`` says how many of them change something."""
        self.tasks += len(step["play"])
        playbook = self.folder / "playbook.yml"
        play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": step["play"]}
        playbook.write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
        settings = self.folder / "ansible.cfg"
        settings.touch()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
            "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
            "ANSIBLE_CONFIG": str(settings),
            "ANSIBLE_FORCE_COLOR": "0",
            "ANSIBLE_HOME": str(self.folder / "home"),
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "HEROKU_API_KEY": self.simulator.token,
            "HEROKU_API_URL": self.simulator.url,
        }
        python = venvs.path("dev") / "bin" / "python"
        done = subprocess.run(
            [str(python), "-m", "ansible", "playbook", "--diff", str(playbook)],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_COMMAND,
            check=False,
        )
        self.log.write(done.stdout)
        changed = re.search(r"changed=(\d+)", done.stdout)
        if done.returncode or not changed:
            raise Unexpected("all tasks to succeed", f"exit code {done.returncode}", done.stdout)
        if int(changed[1]) != step.get("changed", 0):
            raise Unexpected(f"{step.get('changed', 0)} tasks to change something", f"{changed[1]} did", done.stdout)

    def _api(self, step: dict[str, Any]) -> None:
        """Ask the API; ``is`` is what the answer must have."""
        method, path = step["api"].split(" ", 1)
        headers = {
            "Accept": "application/vnd.heroku+json; version=3",
            "Authorization": f"Bearer {self._token(step)}",
            "Content-Type": "application/json",
        }
        data = json.dumps(step["body"]).encode() if "body" in step else None
        request = urllib.request.Request(self.simulator.url + path, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                status, answer = response.status, json.loads(response.read() or "null")
        except urllib.error.HTTPError as error:
            status, answer = error.code, json.loads(error.read())
        self.log.write(f"\n{step['api']}: {status}\n{json.dumps(answer, indent=1)}\n")
        if status != step.get("status", status if 200 <= status < 300 else 200):
            raise Unexpected(f"status {step.get('status', '2xx')}", f"status {status}", json.dumps(answer, indent=1))
        self._judge_answer(step, answer)

    def _backdoor(self, step: dict[str, Any]) -> None:
        """Ask the back door; ``is`` is what the answer must have."""
        method, path = step["backdoor"].split(" ", 1)
        self._judge_answer(step, self.simulator.backdoor(method, path, step.get("body")))

    def _judge_answer(self, step: dict[str, Any], answer: Any) -> None:
        if "is" in step:
            problems = missing(step["is"], answer, "it")
            if problems:
                raise Unexpected(json.dumps(step["is"]), "; ".join(problems), json.dumps(answer, indent=1))
        for name, where in step.get("keep", {}).items():
            found = answer
            try:
                for part in where.split("."):
                    found = found[int(part) if isinstance(found, list) else part]
            except (IndexError, KeyError, TypeError):
                raise Unexpected(f"{where}, to keep as {name}", "nothing", json.dumps(answer, indent=1)) from None
            self.kept[name] = found

    def unknown(self) -> list[str]:
        """What was asked and is not simulated, and what broke the simulator."""
        return sorted(
            {
                f"{entry['method']} {entry['path']} is {entry['status']}: {what}"
                for entry in self.simulator.requests()
                if (what := "not simulated" if entry["operation"] is None else "a bug" * (entry["status"] == 500))
                # Files and the container registry are no operations.
                and not (entry["path"].endswith("/...") or entry["path"].startswith("/v2/"))
            }
        )


def listed(value: Any) -> list[str]:
    """One text or several, as a list."""
    return value if isinstance(value, list) else [value]


def on_one_line(printed: str) -> str:
    """What was printed as one line: the command wraps long lines, and begins those of errors with an angle."""
    return " ".join(printed.replace("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", " ").split())


def not_shown(wanted: Iterable[str], printed: str) -> list[str]:
    """What of ``wanted`` is not in what was printed."""
    text = on_one_line(printed)
    return [one for one in wanted if not re.search(pattern(one), text)]


def pattern(text: str) -> str:
    """A text as it stands, or what is between slashes as a regular expression."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "/" else re.escape(" ".join(text.split()))


def missing(wanted: Any, found: Any, where: str) -> list[str]:
    """What of ``wanted`` is not in ``found``: of an object the named properties, of a list as many items."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        problems = [f"{where} has no {name}" for name in wanted if name not in found]
        for name in wanted.keys() & found.keys():
            problems += missing(wanted[name], found[name], f"{where}.{name}")
        return problems
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            return [f"{where} has {len(found)} items, not {len(wanted)}"]
        return [
            problem for index, pair in enumerate(zip(wanted, found)) for problem in missing(*pair, f"{where}[{index}]")
        ]
    if isinstance(wanted, str) and isinstance(found, str):
        return [] if re.fullmatch(pattern(wanted), found) else [f"{where} is {found!r}, not {wanted!r}"]
    return [] if wanted == found else [f"{where} is {found!r}, not {wanted!r}"]


def tell(name: str) -> tuple[int, int, str]:
    """Tell a story; returns the numbers of commands and of tasks that it ran, and what went wrong."""
    text = yaml.safe_load((STORIES / f"{name}.yml").read_text(encoding="utf-8"))
    folder = OUTPUT / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "home").mkdir(parents=True)
    for file, content in text.get("files", {}).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(content, encoding="utf-8")
    options = ["--clock", str(text.get("clock", "instant")), "--record", str(folder / "exchanges.jsonl")]
    if "world" in text:
        world = folder / "world.yml"
        world.write_text(yaml.safe_dump(text["world"]), encoding="utf-8")
        options += ["--world", str(world)]
    with (
        open(folder / "printed.txt", "w", encoding="utf-8") as log,
        simulated.simulator(*options) as simulator,
    ):
        (folder / CERTIFICATE).write_text(simulator.certificate(), encoding="utf-8")
        story = Story(name, simulator, folder, log, {"token": simulator.token, "url": simulator.url})
        problems = []
        for number, step in enumerate(text["steps"], 1):
            try:
                story.tell(step)
            except (Unexpected, OSError, subprocess.TimeoutExpired) as problem:
                # The story goes on: its later steps may say more of what is wrong.
                kind = next((kind for kind in DOES if kind in step), "?")
                what = f"play of {len(step['play'])} tasks" if kind == "play" else step.get(kind)
                problems.append(f"step {number} of {len(text['steps'])}: {what}\n{problem}")
        return story.commands, story.tasks, "\n".join(problems + story.unknown())


def main() -> int:
    """Tell what is asked for."""
    parser = argparse.ArgumentParser(description="Drive the official command against the simulator.")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("stories", nargs="*", metavar="STORY")
    options = parser.parse_args()
    names = options.stories or sorted(path.stem for path in STORIES.glob("*.yml"))
    if not official.available():
        print("There is no npm to install the official command with.", file=sys.stderr)
        return 1
    official.install()
    venvs.ensure("simulator")
    begun, commands, tasks, failed = time.monotonic(), 0, 0, 0

    def timed(name: str) -> tuple[str, int, int, str, float]:
        started = time.monotonic()
        return name, *tell(name), time.monotonic() - started

    with ThreadPoolExecutor(options.jobs) as pool:
        for name, ran, played, problem, seconds in pool.map(timed, names):
            commands, tasks, failed = commands + ran, tasks + played, failed + bool(problem)
            verdict = "FAILED" if problem else "ok    "
            print(f"{verdict} {name:20}{ran:4} commands{played:4} tasks {seconds:6.1f} s", flush=True)
            if problem:
                print("".join(f"       {line}\n" for line in problem.splitlines()), end="", flush=True)
    recordings = [str(OUTPUT / name / "exchanges.jsonl") for name in names]
    check = [sys.executable, "tests/simulator/check_schema.py", *recordings]
    checked = subprocess.run(check, cwd=tree.ROOT, stdout=subprocess.PIPE, text=True, check=False)
    print(checked.stdout, end="")
    ran, fits = "not run" not in checked.stdout, checked.returncode == 0
    print(
        f"{len(names)} stories, {commands} commands, {tasks} tasks of our modules, {time.monotonic() - begun:.0f} s\n"
        f"{len(names) - failed + (ran and fits)} passed, {failed + (not fits)} failed",
        flush=True,
    )
    return 1 if failed or not fits else 0


if __name__ == "__main__":
    sys.exit(main())
