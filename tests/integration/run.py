# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the integration targets against simulators, each of them both ways, and check what must always hold.

    python tests/integration/run.py [--core 2.19] [--ways module,inside] [--switches other|left_out] [--jobs 2]
        [--smoke] [--oldest-python] [TARGET ...]

Each target gets a simulator of its own, with the arguments in its ``simulator.txt`` if it has one. With ``--switches
other`` every open question about Heroku has its second answer there, unless the target's arguments say otherwise. With
``--switches left_out`` answers leave out all that Heroku's schema does not require: then only what must hold for every
target is judged, not what it asserts itself, which is about whole answers. With ``--oldest-python`` ordinary modules
run on the oldest Python that they support, as where they are delegated to. What was printed (at -vvvv) and recorded is
left in ``tests/output/integration/CORE/WAY/TARGET/``. Ends with a line ``N passed, N failed``.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "simulator"))

import matrix
import rules
import simulated
import tree
import venvs
from heroku_simulator.switches import SWITCHES

HERE = Path(__file__).resolve().parent
TARGETS = HERE / "targets"
LEFT_OUT = "optional_properties"  # the switch
OUTPUT = tree.ROOT / "tests" / "output" / "integration"
# As an ordinary module, and inside the controller.
WAYS = {"module": "module", "inside": "auto"}
# Secrets that targets use and that must never be seen. Their texts are made here, so that no file of a target shows
# them.
CANARIES = {
    name: f"canary-{name}-6f1d0c7b92"
    for name in ("api_key", "two_factor", "config", "standing", "addon", "drain", "webhook", "private_key")
}
# Another token of the same account, for what targets ask without the collection: it is in what those tasks print.
OTHER_TOKEN = "simulator-token-owner-second"
PLAYBOOK = """
- name: Integration target {target}
  hosts: testhost
  gather_facts: false
  module_defaults:
    group/community.heroku.heroku: {{}}
  tasks:
    - name: Run the target
      ansible.builtin.include_role:
        name: "{target}"
"""


def targets() -> list[str]:
    """The names of all targets that are run by themselves."""
    return sorted(
        path.name
        for path in TARGETS.iterdir()
        if (path / "tasks" / "main.yml").is_file() and not path.name.startswith("setup_")
    )


def simulator_arguments(target: str, switches: str) -> list[str]:
    """With what a target's simulator is started: its own arguments come last, and so rule."""
    own = TARGETS / target / "simulator.txt"
    arguments = own.read_text(encoding="utf-8").split() if own.is_file() else ["--clock", "instant"]
    if switches == "default":
        return arguments
    # What may be missing is no question with two answers: it may be there in one answer and not in the next.
    names = [LEFT_OUT] if switches == "left_out" else [name for name in SWITCHES if name != LEFT_OUT]
    others = [word for name in names for word in ("--switch", f"{name}={SWITCHES[name].answers[1]}")]
    return others + arguments


@dataclass(frozen=True)
class Run:
    """One run of one target: with which core, in which way, under which answers."""

    target: str
    core: str
    way: str
    switches: str
    oldest_python: bool = False

    @property
    def label(self) -> str:
        """What it is a run of, for people and for folders."""
        special = [self.switches] * (self.switches != "default") + ["oldest-python"] * self.oldest_python
        return "-".join([self.core, *special])

    @property
    def controller(self) -> Path:
        """The Python that runs Ansible."""
        return venvs.path(self.core if self.core != matrix.default_core().version else "dev") / "bin" / "python"

    @property
    def interpreter(self) -> Path:
        """The Python that runs ordinary modules."""
        return venvs.path(venvs.TARGET) / "bin" / "python" if self.oldest_python else self.controller


def timed(run: Run) -> tuple[list[str], float]:
    """Run one target; returns what is wrong, and how many seconds it took."""
    begun = time.monotonic()
    return run_target(run), time.monotonic() - begun


def run_target(run: Run) -> list[str]:
    """Run one target; returns what is wrong."""
    target, way = run.target, run.way
    folder = OUTPUT / run.label / way / target
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    playbook, inventory, variables, record = (
        folder / name for name in ("playbook.yml", "inventory.ini", "variables.json", "record.jsonl")
    )
    settings = folder / "ansible.cfg"
    settings.touch()
    playbook.write_text(PLAYBOOK.format(target=target), encoding="utf-8")
    python = run.controller
    host = f"testhost ansible_connection=local ansible_python_interpreter={run.interpreter}\n"
    inventory.write_text(host, encoding="utf-8")
    exchanges = ["--record", str(folder / "exchanges.jsonl")]
    with simulated.within(*exchanges, *simulator_arguments(target, run.switches)) as simulator:
        facts = {
            "canaries": CANARIES,
            "simulator_url": simulator.url,
            "simulator_token": OTHER_TOKEN,
            "output_dir": str(folder),
            "execution": way,
        }
        variables.write_text(json.dumps(facts), encoding="utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
            "ANSIBLE_ACTION_PLUGINS": str(HERE / "action"),
            "ANSIBLE_CALLBACKS_ENABLED": "record",
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback"),
            "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
            "ANSIBLE_CONFIG": str(settings),
            "ANSIBLE_FORCE_COLOR": "0",
            "ANSIBLE_HEROKU_EXECUTION": WAYS[way],
            "ANSIBLE_HEROKU_PROGRESS": "always",
            "ANSIBLE_HOME": str(folder / "home"),
            "ANSIBLE_PIPELINING": "1",
            "ANSIBLE_RETRY_FILES_ENABLED": "0",
            "ANSIBLE_ROLES_PATH": str(unjudged(folder) if run.switches == "left_out" else TARGETS),
            "HEROKU_API_KEY": simulator.token,
            "HEROKU_API_URL": simulator.url,
            "HEROKU_RECORD": str(record),
            "HOME": str(folder),
            "PYTHONHASHSEED": "0",  # some of Ansible's messages list a set
            "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        }
        command = [
            str(python),
            "-m",
            "ansible",
            "playbook",
            "-vvvv",
            "-i",
            str(inventory),
            "-e",
            f"@{variables}",
            str(playbook),
        ]
        with open(folder / "printed.txt", "w", encoding="utf-8") as printed:
            code = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                stdout=printed,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                check=False,
            ).returncode
        for log in ("requests", "operations"):
            (folder / f"{log}.json").write_text(json.dumps(simulator.backdoor("GET", log)), encoding="utf-8")
    problems = [f"ansible-playbook ended with {code}: {folder / 'printed.txt'}"] if code else []
    problems += rules.violations(recorded(target, run.label, way))
    variables.unlink()
    return problems + [f"the secret {name} is in {path}" for name, path in leaks(folder, simulator.token)]


def unjudged(folder: Path) -> Path:
    """A copy of all targets, in which none of them judges by itself; returns where it is."""
    copied = Path(shutil.copytree(TARGETS, folder / TARGETS.relative_to(tree.ROOT)))
    (folder / "playbooks").symlink_to(tree.ROOT / "playbooks")  # which some of them use
    for path in copied.rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("ansible.builtin.assert:", "unjudged:"), encoding="utf-8")
    return copied


def recorded(target: str, label: str, way: str) -> list[dict[str, Any]]:
    """The results of a run, in their order."""
    record = OUTPUT / label / way / target / "record.jsonl"
    return [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()] if record.is_file() else []


def leaks(folder: Path, token: str) -> list[tuple[str, Path]]:
    """Which secret stands in which file of what a run left behind."""
    secrets = {**CANARIES, "token": token}
    texts = (
        (path, path.read_text(encoding="utf-8", errors="replace"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )
    return [(name, path) for path, text in texts for name, secret in secrets.items() if secret in text]


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="Run the integration targets against simulators.")
    parser.add_argument("--core", default=matrix.default_core().version)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument(
        "--switches", choices=("default", "other", "left_out"), default="default", help="what simulators answer"
    )
    parser.add_argument("--smoke", action="store_true", help="only what shows whether a core works at all")
    parser.add_argument("--oldest-python", action="store_true", help="run ordinary modules on it")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    options = parser.parse_args()
    wanted = options.targets or (list(matrix.SMOKE_TARGETS) if options.smoke else targets())
    ways = options.ways.split(",")
    venvs.ensure(options.core if options.core != matrix.default_core().version else "dev")
    venvs.ensure("simulator")
    if options.oldest_python:
        venvs.ensure(venvs.TARGET)
    failed = 0
    runs = [
        Run(target, options.core, way, options.switches, options.oldest_python) for target in wanted for way in ways
    ]
    label = runs[0].label
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        begun = time.monotonic()
        pending = {pool.submit(timed, run): run for run in runs}
        for future in concurrent.futures.as_completed(pending):
            run = pending[future]
            problems, seconds = future.result()
            failed += bool(problems)
            verdict = "FAILED" if problems else "ok    "
            print(f"{verdict} {label} {run.way:6} {run.target} {seconds:.1f} s", flush=True)
            for problem in problems:
                print(f"       {problem}", flush=True)
    passed = len(runs) - failed
    if len(ways) == len(WAYS):
        for target in wanted:
            problems = rules.differences(*(recorded(target, label, way) for way in WAYS))
            failed, passed = failed + bool(problems), passed + (not problems)
            for problem in problems:
                print(f"FAILED {label} {target}: the two ways differ: {problem}", flush=True)
    print(
        f"integration on ansible-core {label}, {time.monotonic() - begun:.0f} s\n{passed} passed, {failed} failed",
        flush=True,
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
