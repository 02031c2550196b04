# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gates, each a list of commands. test.py runs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import matrix
import measure
import tree
import venvs

TOOLS = "tests/tools"
OLDEST, DEFAULT, NEWEST = matrix.CORES[0].version, matrix.default_core().version, matrix.CORES[-1].version
TARGETS = tree.ROOT / "tests" / "integration" / "targets"
BOTH_WAYS_EVERYWHERE = ("client", "secrets")
EVERYWHERE = ("execution",)
# What hides something, waits for something, or prints while it runs: there the two ways have most to do with it.
BOTH_WAYS = (*BOTH_WAYS_EVERYWHERE, *EVERYWHERE, "heroku_config", "heroku_run")
# ansible-test of the oldest core does not know the Pythons and the documentation of today, and that of the newest asks
# GitHub, and no package registry, for a part of what lints. So all of sanity is for those between, here for the newer
# of them; `make matrix` has the rest.
SANITY_CORE = matrix.CORES[-2].version
# How few apps, and how many times a fleet is killed or broken, of what `make fleet` does with fifty.
FEW = ("--apps", "12", "--points", "1", "--rounds", "1", "--one-in", "3")
# Some tools call ansible-doc and the like by name: it is to be the one beside them.
TOOLS_FIRST = {"PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])}


@dataclass(frozen=True)
class Command:
    """What to run in the checkout, and the variables to set for it."""

    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One gate. ``commands`` is called when it starts, makes the environments it needs, and may raise MissingPython.

    All the commands are run, also when one fails. ``after`` names steps that must have ended when this one starts;
    ``show`` is for output that is worth reading when all is well.
    """

    name: str
    about: str
    commands: Callable[[], list[Command]]
    after: tuple[str, ...] = ()
    show: bool = False


def _tool(script: str, *arguments: str) -> Command:
    return Command([sys.executable, f"{TOOLS}/{script}", *arguments])


def _sanity() -> list[Command]:
    venvs.ensure(SANITY_CORE)
    return [_tool("sanity.py", SANITY_CORE)]


def _demo() -> list[Command]:
    return [_tool("terminal.py", sys.executable, f"{TOOLS}/demo.py"), _tool("demo.py")]


def _certification() -> list[Command]:
    venvs.ensure(OLDEST)
    venvs.ensure("importer")
    return [_tool("importer.py"), _tool("sanity.py", OLDEST, "--artefact")]


def _units(core: str | None) -> Step:
    """The unit tests: all of them beside the tools, those of plugins/ on the oldest and the newest core too."""
    name = f"units-{core}" if core else "units"

    def commands() -> list[Command]:
        python = str(venvs.ensure(core)) if core else sys.executable
        measure.forget(name)
        variables = {"PYTHONPATH": str(tree.link()), **measure.environment(name)}
        return [Command([python, "-m", "pytest", "-q", "tests/unit/plugins" if core else "tests/unit"], variables)]

    return Step(name, f"unit tests of plugins/ with ansible-core {core}" if core else "all unit tests", commands)


def _targets() -> list[str]:
    """The names of all targets that are run by themselves."""
    names = sorted(path.parent.parent.name for path in TARGETS.glob("*/tasks/main.yml"))
    return [name for name in names if not name.startswith("setup_")]


def _both_ways(core: str) -> Step:
    """What could differ between the two ways: as an ordinary module, a target costs a Python process a task.

    `make matrix` leaves nothing out.
    """
    targets = BOTH_WAYS if core == DEFAULT else BOTH_WAYS_EVERYWHERE

    def commands() -> list[Command]:
        venvs.ensure(core)
        return [Command([sys.executable, "tests/integration/run.py", "--core", core, "--jobs", "1", *targets])]

    return Step(f"ways-{core}", f"the targets that could differ by way of running, with ansible-core {core}", commands)


def _integration(core: str) -> Step:
    """All targets on the default core, a third on another, inside the controller; `make matrix` leaves nothing out."""

    def commands() -> list[Command]:
        venvs.ensure(core)
        targets = [name for name in _targets() if name not in (BOTH_WAYS if core == DEFAULT else BOTH_WAYS_EVERYWHERE)]
        if core != DEFAULT:
            # What consists of modules only is run once.
            modules = [name for name in targets if name not in EVERYWHERE and not name.startswith(("role_", "story"))]
            others = [other.version for other in matrix.CORES if other.version != DEFAULT]
            targets = [*EVERYWHERE, *modules[others.index(core) :: len(others)]]
        inside = [sys.executable, "tests/integration/run.py", "--core", core, "--jobs", "1", "--ways", "inside"]
        killed = [Command([sys.executable, "tests/integration/interrupted.py"])] if core == DEFAULT else []
        return [Command([*inside, *targets]), *killed]

    about = f"integration targets against the simulator with ansible-core {core}"
    return Step(f"integration-{core}", about, commands)


def _ecosystem() -> list[Command]:
    venvs.ensure("ecosystem")
    venvs.ensure("simulator")
    return [Command([sys.executable, "-m", "pytest", "-q", "tests/ecosystem"], {"PYTHONPATH": str(tree.link())})]


def _schema() -> list[Command]:
    # What the integration targets and the unit tests made the simulator say.
    output = tree.ROOT / "tests" / "output"
    recordings = [*output.glob(f"integration/{DEFAULT}/*/*/exchanges.jsonl"), *output.glob("units/exchanges*.jsonl")]
    return [Command([sys.executable, "tests/simulator/check_schema.py", *map(str, sorted(recordings))])]


def _lint() -> list[Command]:
    python = [sys.executable, "-m"]
    plugins = "ansible_collections.community.heroku.plugins"
    packages = [
        word
        for kind in ("module_utils", "plugin_utils", "callback", "filter", "inventory", "lookup")
        for word in ("-p", f"{plugins}.{kind}")
    ]
    types = {"MYPYPATH": os.pathsep.join([str(tree.link()), TOOLS, "tests/simulator"])}
    return [
        Command([*python, "ruff", "format", "--check"]),
        Command([*python, "ruff", "check"]),
        Command([*python, "mypy", *packages], types),
        Command([*python, "mypy", TOOLS], types),
        Command([*python, "mypy", "-p", "heroku_simulator"], types),
        Command([*python, "yamllint", "--strict", *map(str, _yaml_files())]),
        *_repository(),
    ]


# What GitHub reads, and by which of the schemas that come with check-jsonschema.
SCHEMAS = {
    "vendor.dependabot": ".github/dependabot.yml",
    "vendor.github-actions": ".github/actions/*/action.yml",
    "vendor.github-issue-config": ".github/ISSUE_TEMPLATE/config.yml",
    "vendor.github-issue-forms": ".github/ISSUE_TEMPLATE/[!c]*.yml",
    "vendor.github-workflows": ".github/workflows/*.yml",
    "custom.github-workflows-require-timeout": ".github/workflows/*.yml",
}


def _repository() -> list[Command]:
    """Licences, and what GitHub is to do."""
    tools = venvs.ensure("repository").parent
    check = [str(tools / "check-jsonschema"), "--builtin-schema"]
    return [
        Command([str(tools / "reuse"), "lint", "--lines"]),
        *(Command([*check, schema, *map(str, tree.ROOT.glob(pattern))]) for schema, pattern in SCHEMAS.items()),
        Command([str(tools / "zizmor"), "--offline", "--quiet", ".github"]),
    ]


def _yaml_files() -> list[os.PathLike[str]]:
    return [
        file for file in tree.files() if file.suffix in (".yml", ".yaml") or file.name in (".yamllint", ".ansible-lint")
    ]


def _beside(command: str) -> str:
    """A command of the virtual environment that runs this."""
    return os.path.join(os.path.dirname(sys.executable), command)


def _docs() -> list[Command]:
    lint = [_beside("antsibull-docs"), "lint-collection-docs", "--plugin-docs", "--validate-collection-refs=all", "."]
    tree.HOME.mkdir(parents=True, exist_ok=True)
    return [
        Command(lint, {**TOOLS_FIRST, "HOME": str(tree.HOME)}),  # it leaves a log there
        _tool("returns.py", "--check"),
        _tool("routing.py", "--check"),
        _tool("fleet_schema.py", "--check"),
        _tool("topics.py", "--check"),
    ]


def _changelog() -> list[Command]:
    changelog = _beside("antsibull-changelog")
    return [
        Command([changelog, "lint"]),
        Command([changelog, "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml"]),
    ]


def _ansible_lint() -> list[Command]:
    linted = [
        name
        for name in ("extensions", "galaxy.yml", "meta/runtime.yml", "playbooks", "roles")
        if (tree.ROOT / name).exists()
    ]
    environment = {**TOOLS_FIRST, "ANSIBLE_COLLECTIONS_PATH": str(tree.link())}
    return [Command([_beside("ansible-lint"), "--offline", "--strict", *linted], environment)]


STEPS = [
    # The longest first, since several run at a time.
    _integration(DEFAULT),
    _integration(OLDEST),
    *(_both_ways(core) for core in (DEFAULT, OLDEST, NEWEST)),
    Step(f"sanity-{SANITY_CORE}", f"ansible-test sanity of ansible-core {SANITY_CORE}", _sanity),
    Step("certification", f"what the importer runs on the artefact, with ansible-core {OLDEST}", _certification),
    _units(None),
    _units(OLDEST),
    _units(NEWEST),
    Step(
        "inputs",
        "hostile values in the options of every module: a sample, `make inputs` has all",
        lambda: [Command([sys.executable, "tests/inputs/run.py", "--jobs", "1", "--one-in", "4"])],
        show=True,
    ),
    Step(
        "faults",
        "faults at writes of every module, random tasks, and fleets: a sample, `make faults` and `make fleet` have all",
        lambda: [
            Command([sys.executable, "tests/faults/run.py", "--jobs", "1", "--one-in", "100"]),
            Command([sys.executable, "tests/faults/random_tasks.py", "--jobs", "1", "--cases", "90", "--seed", "1"]),
            Command([sys.executable, "tests/faults/fleet.py", "killed", "broken", *FEW, "--seed", "1"]),
        ],
        show=True,
    ),
    Step("lint", "ruff, mypy, yamllint, licences, workflows", _lint),
    Step("docs", "documentation: references, RETURN, routing", _docs),
    Step("changelog", "changelog and its fragments", _changelog),
    Step("ansible-lint", "roles and playbooks at the production profile", _ansible_lint),
    Step("ecosystem", "ansible-rulebook, ansible-runner, ansible-builder and jq with the collection", _ecosystem),
    Step("demo", "the demo, on a terminal and without one", _demo),
    Step("readme", "type the README's commands, from a clone and with the artefact", lambda: [_tool("readme.py")]),
    Step("guides", "do what the guides say, against the simulator", lambda: [_tool("guides.py")]),
    Step("docsite", "build the documentation site of the artefact", lambda: [_tool("docsite.py", "--artefact")]),
    Step("artefact", "build, install, and read the documentation from there", lambda: [_tool("artefact.py")]),
    Step(
        "schema",
        "all that the simulator said, held against Heroku's hyper-schema where there is one",
        _schema,
        after=("units", f"integration-{DEFAULT}", f"ways-{DEFAULT}"),
        show=True,
    ),
    Step(
        "coverage",
        f"coverage of plugins/ by the unit tests, {measure.FAIL_UNDER} % at least",
        lambda: [_tool("measure.py")],
        after=("units", f"units-{OLDEST}", f"units-{NEWEST}"),
        show=True,
    ),
]
