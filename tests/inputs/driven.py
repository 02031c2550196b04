# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs modules in this process against one simulator, in a world that `tasks.yml` describes.

The gates of hostile inputs and of faults share it.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import importlib
import io
import json
import multiprocessing
import os
import queue
import re
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import simulated
import tree
import yaml

sys.path.insert(1, str(tree.link()))

from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import connection_loader
from ansible.template import Templar
from ansible_collections.community.heroku.plugins.module_utils._api.clock import Clock
from ansible_collections.community.heroku.plugins.plugin_utils import action

HERE = Path(__file__).resolve().parent
STANDING = "canary-standing-6f1d0c7b92"  # a secret that stands at Heroku
CERTIFICATES = tree.ROOT / "tests/integration/targets/heroku_certificate/files/certificates.py"
FIXED = {
    "@secret": STANDING,
    "@files": str(tree.ROOT / "playbooks" / "files"),
    "@here": str(HERE / "files"),
}
WORLD = tree.ROOT / "tests/integration/targets/heroku_review_app_config/world.yml"
# What these do is done anew by each task, as their documentation says.
ALWAYS_CHANGE = ("heroku_api", "heroku_build_cache", "heroku_dyno", "heroku_oauth_token", "heroku_run", "heroku_slug")
CHANGE_WITH = ("force", "regenerate", "rotate_credentials", "update_secrets")


class Controller:
    """Runs modules as the action plugin does, against one simulator, in a time that does not pass while they sleep."""

    def __init__(self, simulator: simulated.Simulator) -> None:
        loader, context = DataLoader(), PlayContext()
        loader.set_basedir(str(HERE / "files" / "set-up"))  # where relative paths lead, and ".." from there
        self.task = Task()
        connection = connection_loader.get("local", context)
        self.plugin = action.HerokuAction(self.task, connection, context, loader, Templar(loader), None)
        self.plain = action.plain
        # By the environment, so that options that count as not given lead nowhere else.
        os.environ.update(HEROKU_API_KEY=simulator.token, HEROKU_API_URL=simulator.url)
        self.slept = 0.0
        self.meanwhile: list[Callable[[float], Any]] = []  # called with the seconds that they sleep
        monotonic = time.monotonic
        time.sleep = self.sleep
        time.monotonic = lambda: monotonic() + self.slept
        Clock.next_of = self.next_of

    def next_of(self, arrivals: queue.SimpleQueue[Any], seconds: float | None, *, busy: bool) -> Any:
        """What comes of threads at work; with nobody at work, that much time has passed."""
        try:
            return arrivals.get(block=busy or seconds is None)
        except queue.Empty:
            self.sleep(max(seconds or 0.0, 0.0))
            return None

    def sleep(self, seconds: float) -> None:
        """Let that much time have passed."""
        self.slept += seconds
        for happen in self.meanwhile:
            happen(seconds)

    def run(self, name: str, options: dict[str, Any], check_mode: bool = False) -> dict[str, Any]:
        """The result of a task. Raises what the action plugin lets through."""
        module = importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{name}").MODULE
        self.task.check_mode, self.task.diff = check_mode, True
        return self.plugin.in_process(
            module,
            f"community.heroku.{name}",
            self.plain(options),
            {"ansible_inject_invocation": True, "ansible_heroku_progress": "never"},
        )


class World:
    """What the cases are run against: made once by the tasks of ``world``, and again as it was for each case."""

    def __init__(self, controller: Controller, simulator: simulated.Simulator, source: str) -> None:
        self.simulator = simulator
        self.fixed = {**FIXED, "@source": source}
        plan = yaml.safe_load((HERE / "tasks.yml").read_text(encoding="utf-8"))
        made = subprocess.run([sys.executable, str(CERTIFICATES)], check=True, capture_output=True, text=True).stdout
        self.saved: dict[str, Any] = {"certificates": json.loads(made)}
        for entry in plan["world"]:
            (name, options), *_save = entry.items()
            result = controller.run(name, self.resolved(options))
            if result.get("failed"):
                raise RuntimeError(f"{name} {options}: {result['msg']} {result.get('traceback')}")
            if "save" in entry:
                self.saved[entry["save"]] = result
        self.state = json.dumps(simulator.backdoor("GET", "state?secrets=1")).encode()
        self.tasks: dict[str, list[dict[str, Any]]] = self.resolved(plan["tasks"])

    def resolved(self, value: Any) -> Any:
        """Options with what ``@`` stands for."""
        if isinstance(value, dict):
            return {key: self.resolved(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.resolved(item) for item in value]
        if not isinstance(value, str):
            return value
        for name, text in self.fixed.items():
            value = value.replace(name, text)
        if not re.fullmatch(r"@[\w.]+", value):
            return value
        found: Any = self.saved
        for key in value[1:].split("."):
            found = found[key]
        return found


def writes(sent: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Method and path of the requests that change something."""
    return [(request["method"], request["path"]) for request in sent if is_write(request)]


def is_write(request: dict[str, Any]) -> bool:
    """Whether a request changes something. To read a log, one asks for a session with a POST."""
    return request["method"] not in ("GET", "HEAD") and not request["path"].endswith("/log-sessions")


def uploads(request: dict[str, Any]) -> bool:
    """Whether a request only hands over a source, which nothing is made of yet."""
    return request["path"] == "/sources" or request["path"].startswith("/blobs/")


@contextlib.contextmanager
def workers(jobs: int, begin: Callable[[Any, str], None]) -> Iterator[concurrent.futures.Executor]:
    """A pool of processes. Each calls ``begin`` first, with a queue that has a simulator for it, and as ``served``."""
    context = multiprocessing.get_context("spawn")
    with contextlib.ExitStack() as stack:
        simulators, source = context.SimpleQueue(), stack.enter_context(served())
        for _job in range(jobs):
            arguments = ("--clock", "instant", "--rate-limit", "10000000", "--world", str(WORLD))
            simulators.put(stack.enter_context(simulated.simulator(*arguments)))
        yield stack.enter_context(
            concurrent.futures.ProcessPoolExecutor(jobs, context, initializer=begin, initargs=(simulators, source))
        )


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address at which the source of files/set-up can be had meanwhile, packed."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(HERE / "files" / "set-up", ".")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(packed.getvalue())

        def log_message(self, *arguments: Any) -> None:
            """Nobody wants to read it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/source.tgz"
    server.shutdown()
