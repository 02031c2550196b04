# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renew the pinned requirement files (requirements/*.txt) from what is asked for (requirements/*.in).

    python tests/tools/pin.py [NAME...]         # all of them, or just these: make requirements ARGS=dev

One package has one version in all files, so that any two of them can be installed together: each file is resolved
with the ones before it as constraints, beginning with the oldest Python. Only what venvs.ALONE lists asks for older
libraries where the others take the newest. The resolver is uv, itself pinned in dev.txt.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import matrix
import tree
import venvs

HEADER = "# Made by `make requirements`; see requirements/README.md.\n"
# The simulator runs on any Python that one of the cores runs on, the tools on what the default core runs on.
OLDEST_PYTHON, TOOLS_PYTHON = "3.10", "3.11"
# The simulator is a package of its own, whose requirements are pinned as well.
PACKAGE = tree.ROOT / "tests" / "simulator" / "pyproject.toml"
# What shares a virtual environment with the default core.
BESIDE_A_CORE = ("dev", "docsite", "ecosystem")


def compile_file(name: str, python: str, settled: dict[str, str]) -> None:
    """Resolve requirements/NAME.in into NAME.txt, keeping ``settled`` (package to its line) and adding to it."""
    source = venvs.REQUIREMENTS / f"{name}.in"
    with tempfile.TemporaryDirectory() as scratch:
        constraints = Path(scratch) / "constraints.txt"
        constraints.write_text("".join(settled.values()), encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade", str(source)]
        command += ["--python-version", python, "--constraint", str(constraints), "--fork-strategy", "fewest"]
        command += ["--no-header", "--no-annotate"]
        if name in ("simulator", *BESIDE_A_CORE):
            # Which core stands beside the tools depends on the Python: core-*.txt says it.
            command += ["--no-emit-package", "ansible-core"]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    venvs.REQUIREMENTS.joinpath(f"{name}.txt").write_text(HEADER + answer.stdout, encoding="utf-8")
    settle(answer.stdout, settled)


def settle(pinned: str, settled: dict[str, str]) -> None:
    """Add the packages of a pinned file's text to ``settled``, but for ansible-core, which each file has its own of."""
    for line in pinned.splitlines():
        package = line.split("==")[0].strip()
        if not line.startswith("#") and package != "ansible-core":
            settled[package] = line.split(";")[0].strip() + "\n"


def pin_package(settled: dict[str, str]) -> None:
    """Let the simulator's own package ask for what requirements/simulator.in asks for, in these versions."""
    asked = re.findall(r"^[a-z0-9.-]+", venvs.REQUIREMENTS.joinpath("simulator.in").read_text("utf-8"), re.MULTILINE)
    pinned = "".join(f'  "{settled[package].strip()}",\n' for package in sorted(asked))
    text = PACKAGE.read_text(encoding="utf-8")
    PACKAGE.write_text(
        re.sub(r"(?<=^dependencies = \[\n).*?(?=^\])", pinned, text, flags=re.MULTILINE | re.DOTALL), "utf-8"
    )


def files() -> dict[str, str]:
    """Each requirement file, in the order in which they are resolved, with the oldest Python that it is for."""
    cores = sorted((*matrix.CORES, *matrix.SMOKE_CORES), key=lambda candidate: candidate.version)
    oldest = {core: min(core.pythons, key=lambda version: int(version.split(".")[1])) for core in cores}
    return {
        **{f"core-{core.version}": python for core, python in oldest.items()},
        "simulator": OLDEST_PYTHON,
        **dict.fromkeys(BESIDE_A_CORE, TOOLS_PYTHON),
        "repository": TOOLS_PYTHON,
        "importer": TOOLS_PYTHON,
        venvs.OLDEST: OLDEST_PYTHON,
        venvs.TARGET: matrix.TARGET_PYTHONS[0],
    }


def main(names: list[str]) -> int:
    """Renew the files of those names, beside what the others have; without a name, all of them."""
    settled: dict[str, str] = {}
    unknown = set(names) - set(files())
    if unknown:
        sys.stderr.write(f"no requirements/{min(unknown)}.in; there are {', '.join(files())}\n")
        return 1
    for name, python in files().items():
        if not names or name in names:
            compile_file(name, python, {} if name in venvs.ALONE else settled)
        elif name not in venvs.ALONE:
            settle(venvs.REQUIREMENTS.joinpath(f"{name}.txt").read_text(encoding="utf-8"), settled)
    pin_package(settled)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
