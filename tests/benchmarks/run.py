# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure against the simulator, beside ansible.builtin.uri in the same run, and print tables. Nothing here is a test.

    python tests/benchmarks/run.py [counts] [demo] [tasks] [profile] [simulator] [--runs 5] [--core 2.19]
    python tests/benchmarks/run.py tasks --beside COMMIT
    python tests/benchmarks/run.py fleet [--apps 50] [--ways fleet,hosts,loops,role] [--core 2.19]

``counts``: requests of each module and kind of run. ``demo``: playbooks/demo.yml beside demo_uri.yml and demo_cli.sh.
``tasks``: what one task and one item of a loop cost, beside ping and uri, with and without latency; ``--beside`` adds
the collection as it was at another commit.
``profile``: where the milliseconds of one task and of one item of a loop go.
``simulator``: what a GET costs the simulator itself, and its memory, with few apps and with many; what many simulators
in one process cost.
``fleet``: what many apps cost, by heroku_fleet, hosts, loops and the role, once each; it takes a quarter of an hour, so
it is only measured when it is asked for.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pstats
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "simulator"))

import fleet
import matrix
import official
import requests
import simulated
import tree
import venvs
from heroku_simulator import Simulator

HERE = Path(__file__).resolve().parent
CALLBACKS = tree.ROOT / "tests" / "integration" / "callback"
ALL = ("counts", "demo", "tasks", "profile", "simulator")
TASKS = 30
PLAY = """- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
"""
URI = """    - ansible.builtin.uri:
        url: "{{ lookup('ansible.builtin.env', 'HEROKU_API_URL') }}/apps/bench"
        headers:
          Accept: application/vnd.heroku+json; version=3
          Authorization: "Bearer {{ lookup('ansible.builtin.env', 'HEROKU_API_KEY') }}"
"""
OURS = "    - community.heroku.heroku_app: {name: bench}\n"
# What a task is, by the name under which it is shown.
KINDS = {
    "ansible.builtin.ping": "    - ansible.builtin.ping:\n",
    "ansible.builtin.uri GET": URI,
    "heroku_app as a module": OURS + "      vars: {ansible_heroku_execution: module}\n",
    "heroku_app in the controller": OURS,
}


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds, and megabytes of memory that it and its children had at the most."""

    wall: float
    cpu: float
    memory: float = 0


class Bench:
    """Runs playbooks with one core's Python, and the collection that is below a folder of collections."""

    def __init__(self, core: str, collections: Path | None = None) -> None:
        self.collections = collections or tree.link()
        self.core = core
        self.python = venvs.ensure(core if core != matrix.default_core().version else "dev")
        self.home = tempfile.TemporaryDirectory(prefix="heroku-bench-")
        self.record = Path(self.home.name) / "record.jsonl"
        self.settings = Path(self.home.name) / "ansible.cfg"
        self.settings.touch()

    def environment(self, simulator: simulated.Simulator) -> dict[str, str]:
        """The environment of a playbook: this simulator, and nothing of the user's."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
            "ANSIBLE_CALLBACKS_ENABLED": "record",
            "ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS),
            "ANSIBLE_COLLECTIONS_PATH": str(self.collections),
            "ANSIBLE_CONFIG": str(self.settings),
            "ANSIBLE_HOME": self.home.name,
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
            "HEROKU_API_KEY": simulator.token,
            "HEROKU_API_URL": simulator.url,
            "HEROKU_RECORD": str(self.record),
        }

    def play(self, playbook: Path, simulator: simulated.Simulator, *arguments: str) -> Cost:
        """Run a playbook and return its cost. Raises SystemExit with its output when it fails."""
        self.record.unlink(missing_ok=True)
        command = [str(self.python), "-m", "ansible", "playbook", *arguments, str(playbook)]
        return measured(command, self.environment(simulator))

    def script(self, script: Path, simulator: simulated.Simulator) -> Cost:
        """Run a shell script around the official command and return its cost."""
        return measured(["bash", str(script)], official.environment(simulator, self.home.name))

    def play_text(self, text: str, simulator: simulated.Simulator, *arguments: str) -> Cost:
        """Run a playbook that is given as text."""
        file = Path(self.home.name) / "play.yml"
        file.write_text(text, encoding="utf-8")
        return self.play(file, simulator, *arguments)


def measured(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command to its end and return its cost. Raises SystemExit with its output when it fails."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        peak = Peak(process.pid)
        output, _errors = process.communicate()
        memory = peak.ended()
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{output}")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory)


class Peak(threading.Thread):
    """Watches the memory of a process and of its children, what they share being counted once; Linux only."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.megabytes = 0.0
        self.over = threading.Event()
        self.start()

    def run(self) -> None:
        """Look five times a second."""
        while not self.over.wait(0.2):
            self.megabytes = max(self.megabytes, sum(map(share, family(self.process))))

    def ended(self) -> float:
        """The most that there was, in megabytes."""
        self.over.set()
        self.join()
        return self.megabytes


def family(process: int) -> list[int]:
    """A process and all that it has begun, and they."""
    found = [process]
    for parent in found:  # it grows meanwhile
        with contextlib.suppress(OSError):
            for children in Path(f"/proc/{parent}/task").glob("*/children"):
                found.extend(map(int, children.read_text(encoding="ascii").split()))
    return found


def share(process: int) -> float:
    """A process's proportional share of memory, in megabytes; 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0


def lines_of(path: Path) -> int:
    """Lines that are neither blank nor comment."""
    return sum(
        1
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.lstrip().startswith(("#", "---"))
    )


def counts(bench: Bench) -> None:
    """Print the requests of each kind of run of each module, as the simulator's log counts them."""
    print("\n## Requests of each module and kind of run\n")
    print(f"| {'module':24} | {'run':44} | requests | changed |\n|{'-' * 26}|{'-' * 46}|---------:|---------|")
    with simulated.simulator("--clock", "instant") as simulator:
        bench.play(HERE / "requests.yml", simulator)
        for line in bench.record.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            module, _bar, kind = record["task"].partition(" | ")
            if kind:
                result = record["result"]
                print(
                    f"| {module:24} | {kind:44} | {result['requests']:8} | {'yes' if result['changed'] else 'no':7} |"
                )


def demo(bench: Bench, runs: int) -> None:
    """Print the demo beside its twins: lines, requests, seconds of a first run and of one that changes nothing."""
    print("\n## The demo, first run and a second that changes nothing\n")
    print(
        "| written with | lines | requests first/second | seconds first | seconds second |\n|---|---:|---:|---:|---:|"
    )
    written: dict[str, tuple[Path, Callable[[Path, simulated.Simulator], Cost]]] = {
        "community.heroku": (tree.ROOT / "playbooks" / "demo.yml", bench.play),
        "ansible.builtin.uri": (HERE / "demo_uri.yml", bench.play),
    }
    if official.available():
        official.install()
        written["the official command, in a script"] = (HERE / "demo_cli.sh", bench.script)
    for name, (path, run) in written.items():
        first, second, sent = [], [], ("", "")
        for _run in range(runs):
            with simulated.simulator("--clock", "instant") as simulator:
                first.append(run(path, simulator))
                after_first = len(simulator.requests())
                second.append(run(path, simulator))
                sent = (str(after_first), str(len(simulator.requests()) - after_first))
        print(
            f"| {name} | {lines_of(path)} | {'/'.join(sent)} | {median(first).wall:.1f} | {median(second).wall:.1f} |",
            flush=True,
        )
    if not official.available():
        print("(The official command is left out: there is no npm here.)")


def bare_requests(simulator: simulated.Simulator) -> Cost:
    """TASKS GETs on one connection, without Ansible: the least that they can cost."""
    session = requests.Session()
    headers = {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {simulator.token}"}
    begun, cpu = time.monotonic(), time.process_time()
    for _number in range(TASKS):
        session.get(f"{simulator.url}/apps/bench", headers=headers, timeout=60).raise_for_status()
    return Cost(time.monotonic() - begun, time.process_time() - cpu)


def earlier(commit: str, scratch: Path) -> Path:
    """A folder of collections with the collection as it was at a commit."""
    target = scratch / tree.INSIDE
    target.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", commit], cwd=tree.ROOT, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive, check=True)
    return scratch


def tasks(bench: Bench, runs: int, beside: str = "") -> None:
    """Print what a task and an item of a loop cost above a play without tasks: milliseconds, medians."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = [(name, task, bench) for name, task in KINDS.items()]
        if beside:
            before = Bench(bench.core, earlier(beside, Path(scratch)))
            rows.append((f"heroku_app in the controller, at {beside}", OURS, before))
        cost_of_tasks(bench, runs, rows)


def cost_of_tasks(bench: Bench, runs: int, rows: list[tuple[str, str, Bench]]) -> None:
    """Print the tables of ``tasks``: one row for each name, task and bench that runs it."""
    for latency in (0, 50):
        print(
            f"\n## One task, milliseconds above an empty play "
            f"({TASKS} of them, median of {runs}, latency {latency} ms)\n"
        )
        print("| what | as tasks: wall | CPU | as a loop: wall | CPU |\n|---|---:|---:|---:|---:|")
        with simulated.simulator(
            "--clock", "instant", "--latency-ms", str(latency), "--rate-limit", "1000000"
        ) as simulator:
            bench.play_text(PLAY + OURS, simulator)
            floor = median([bench.play_text(PLAY + "    []\n", simulator) for _run in range(runs)])
            plain = median([bare_requests(simulator) for _run in range(runs)])
            for name, task, runner in rows:
                as_tasks = median([runner.play_text(PLAY + task * TASKS, simulator) for _run in range(runs)])
                loop = f'{task}      loop: "{{{{ range({TASKS}) | list }}}}"\n'
                as_loop = median([runner.play_text(PLAY + loop, simulator) for _run in range(runs)])
                cells = [
                    1000 * (cost - base) / TASKS
                    for cost, base in zip(
                        (as_tasks.wall, as_tasks.cpu, as_loop.wall, as_loop.cpu),
                        (floor.wall, floor.cpu) * 2,
                        strict=True,
                    )
                ]
                print(f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |", flush=True)
            print(
                "| bare requests, one connection | | "
                f"| {1000 * plain.wall / TASKS:.1f} | {1000 * plain.cpu / TASKS:.1f} |"
            )
            print(f"\nAn empty play: {floor.wall:.2f} s wall, {floor.cpu:.2f} s CPU.")


# Where the time of a worker goes: what is shown, the file and name of the function, and how far inside another it is.
PARTS = (
    ("the worker, from its fork to its exit", "process/worker.py", "_run", 0),
    ("Ansible: the keywords and options of the task are templated", "playbook/task.py", "post_validate", 1),
    ("Ansible: connection and action plugin", "executor/task_executor.py", "_get_connection", 1),
    (
        "Ansible: connection and action plugin",
        "executor/task_executor.py",
        "_get_action_handler_with_module_context",
        1,
    ),
    ("Ansible: the result goes to the main process", "executor/task_queue_manager.py", "send_callback", 1),
    ("Ansible: the result goes to the main process", "executor/task_queue_manager.py", "send_task_result", 1),
    ("our action plugin", "plugin_utils/action.py", "run", 1),
    ("where the task has to run", "plugin_utils/action.py", "why_not_here", 2),
    ("its options are validated", "common/arg_spec.py", "validate", 2),
    ("the module's work", "module_utils/_ansible/module.py", "execute", 2),
    ("the request, and waiting for its answer", "requests/sessions.py", "request", 3),
    ("the plan", "module_utils/_engine/plan.py", "plan_all", 3),
    ("secrets are taken out of the result", "common/parameters.py", "remove_values", 2),
)


def profile(bench: Bench) -> None:
    """Print where the milliseconds of a task that changes nothing go, and those of an item of a loop."""
    items = 100
    dumped = Path(bench.home.name) / "profile"
    spent = []
    with simulated.simulator("--clock", "instant", "--rate-limit", "1000000") as simulator:
        bench.play_text(PLAY + OURS, simulator)
        for text, count in ((OURS, 1), (f'{OURS}      loop: "{{{{ range({items}) | list }}}}"\n', items)):
            file = Path(bench.home.name) / "profiled.yml"
            file.write_text(PLAY + text, encoding="utf-8")
            command = [str(bench.python), str(HERE / "profiled.py"), str(dumped), str(file)]
            measured(command, bench.environment(simulator))
            spent.append(milliseconds(dumped, count))
    print("\n## Where the time of a task in the controller goes: milliseconds, with the profiler's own share in them\n")
    print(f"| | one task | an item of a loop of {items} |\n|---|---:|---:|")
    for label, depth in dict.fromkeys((label, depth) for label, _file, _name, depth in PARTS):
        print(f"| {'. ' * depth}{label} | " + " | ".join(f"{column[label]:.1f}" for column in spent) + " |")


def milliseconds(dumped: Path, count: int) -> dict[str, float]:
    """What each of PARTS took, by its label, divided by ``count``."""
    found = dict.fromkeys((label for label, *_rest in PARTS), 0.0)
    for (file, _line, name), (*_calls, cumulative, _callers) in pstats.Stats(str(dumped)).stats.items():  # type: ignore[attr-defined]
        for label, ending, function, _depth in PARTS:
            if file.endswith(ending) and name == function:
                found[label] += 1000 * cumulative / count
    return found


# What is asked of the simulator itself, how often, and with which Range.
GETS = (
    ("an app", "/apps/app-1", 2000, ""),
    ("its config vars", "/apps/app-1/config-vars", 2000, ""),
    ("its releases", "/apps/app-1/releases", 2000, ""),
    ("a page of apps, 1000 at most", "/apps", 50, "id ..; max=1000"),
)


def simulator_itself(bench: Bench) -> None:
    """Print what a GET costs the simulator, in milliseconds of its CPU, and what its world takes to make."""
    world = Path(bench.home.name) / "world.yml"
    columns: list[list[str]] = []
    sizes = (1, 100, 10_000)
    for size in sizes:
        world.write_text(f"apps: [{{name: pattern}}, {{name: 'app-{{n}}', count: {size}, like: pattern}}]\n", "utf-8")
        begun = time.monotonic()
        with simulated.simulator("--world", str(world), "--rate-limit", "1000000") as simulator:
            column = [f"{time.monotonic() - begun:.1f} s", f"{memory(simulator.process):.0f} MB"]
            session = requests.Session()
            session.headers["Accept"] = "application/vnd.heroku+json; version=3"
            session.headers["Authorization"] = f"Bearer {simulator.token}"
            for _label, path, count, span in GETS:
                before = cpu(simulator.process)
                for _number in range(count):
                    session.get(simulator.url + path, headers={"Range": span} if span else {}, timeout=60)
                column.append(f"{1000 * (cpu(simulator.process) - before) / count:.2f}")
        columns.append(column)
    print("\n## What a GET costs the simulator: milliseconds of its CPU\n")
    print("| GET | " + " | ".join(f"{size} app{'s' * (size > 1)}" for size in sizes) + " |")
    print("|---|" + "---:|" * len(sizes))
    labels = ("(until it is ready)", "(its memory then)", *(label for label, *_rest in GETS))
    for label, *cells in zip(labels, *columns, strict=True):
        print(f"| {label} | " + " | ".join(cells) + " |")


MANY = 100


def many_simulators() -> None:
    """Print what it takes to start, use and end many simulators in this process, and the memory that one takes."""
    print(f"\n## {MANY} simulators in one process, in each of which an app is made and read\n")
    print("| | seconds | of CPU |\n|---|---:|---:|")
    for label, port in (("with a port each", 0), ("with a transport, without ports", None)):
        use(port)  # what is only done once is done
        wall, taken = time.monotonic(), time.process_time()
        for _number in range(MANY):
            use(port)
        wall, taken = time.monotonic() - wall, time.process_time() - taken
        print(f"| {label} | {wall:.1f} s | {taken:.1f} s |")
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    with contextlib.ExitStack() as stack:
        for _number in range(MANY):
            stack.enter_context(Simulator())
        each = (tracemalloc.get_traced_memory()[0] - before) / MANY
    tracemalloc.stop()
    print(f"\nSide by side, each of them takes {each / 1000:.0f} kB of memory.")


def use(port: int | None) -> None:
    """Start a simulator, make an app in it, read it, and end it."""
    with Simulator(port=port) as simulator, requests.Session() as session:
        if port is None:
            session.mount(simulator.url, simulator.adapter())
        session.headers["Accept"] = "application/vnd.heroku+json; version=3"
        session.headers["Authorization"] = f"Bearer {simulator.token}"
        session.post(f"{simulator.url}/apps", json={"name": "bench"}, timeout=60).raise_for_status()
        session.get(f"{simulator.url}/apps/bench", timeout=60).raise_for_status()


def many_apps(bench: Bench, count: int, ways: list[str]) -> None:
    """Print what it costs to create many apps, and to find nothing to do, in several ways: once each, real clock."""
    world = Path(bench.home.name) / "world.yml"
    world.write_text(fleet.world_for(count), encoding="utf-8")
    arguments = ("--world", str(world), "--clock", "real", "--latency-ms", "50", "--rate-limit", "1000000")
    names = fleet.names_of(count)
    with simulated.simulator(*arguments) as simulator:
        floor = median([bench.play_text(fleet.text_of(fleet.EMPTY), simulator) for _run in range(3)])
    print(f"\n## {count} apps: app, config var, feature, domain, collaborator, add-on (latency 50 ms, real clock)\n")
    print("| written as | | wall | above an empty play | CPU | requests | peak memory |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for way in ways:
        text = fleet.written(way, names)
        with simulated.simulator(*arguments) as simulator:
            sent = 0
            for kind in ("create", "no change"):
                cost = bench.play_text(text, simulator, *fleet.WAYS[way].arguments)
                before, sent = sent, len(simulator.requests())
                print(
                    f"| {fleet.WAYS[way].label} | {kind} | {cost.wall:.1f} s | {cost.wall - floor.wall:.1f} s "
                    f"| {cost.cpu:.1f} s | {sent - before} | {cost.memory:.0f} MB |",
                    flush=True,
                )
    print(
        f"\nAn empty play: {floor.wall:.2f} s wall, {floor.cpu:.2f} s CPU, {floor.memory:.0f} MB. "
        f"Load of the machine at the end: {os.getloadavg()[0]:.1f}."
    )


def cpu(process: int) -> float:
    """Seconds of CPU that a process has taken so far, of the kernel for it included; Linux only."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Megabytes of memory that a process has; Linux only."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def median(costs: list[Cost]) -> Cost:
    """The medians of several runs."""
    return Cost(*(statistics.median(getattr(cost, field.name) for cost in costs) for field in fields(Cost)))


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description="Measure against the simulator.")
    parser.add_argument("what", nargs="*", metavar="|".join((*ALL, "fleet")), default=list(ALL))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--core", default=matrix.default_core().version)
    parser.add_argument("--beside", default="", metavar="COMMIT", help="another commit to measure tasks of")
    parser.add_argument("--apps", type=int, default=50, help="how many apps a fleet has")
    parser.add_argument("--ways", default=",".join(fleet.WAYS), help="in which ways a fleet is written")
    options = parser.parse_args()
    bench = Bench(options.core)
    print(f"ansible-core {options.core}, Python of {bench.python.parent.parent.name}, {os.cpu_count()} CPUs")
    if "counts" in options.what:
        counts(bench)
    if "demo" in options.what:
        demo(bench, options.runs)
    if "tasks" in options.what:
        tasks(bench, options.runs, options.beside)
    if "profile" in options.what:
        profile(bench)
    if "simulator" in options.what:
        simulator_itself(bench)
        many_simulators()
    if "fleet" in options.what:
        many_apps(bench, options.apps, options.ways.split(","))
    return 0


if __name__ == "__main__":
    sys.exit(main())
