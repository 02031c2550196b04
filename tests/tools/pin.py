# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renew the pinned requirement files (requirements/*.txt) from what is asked for (requirements/*.in).

One package has one version in all files, so that any two of them can be installed together: each file is resolved
with the ones before it as constraints, beginning with the oldest Python. Only oldest.txt stands alone: it asks for
the oldest libraries where the others take the newest. The resolver is uv, itself pinned in dev.txt.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import matrix
import venvs

HEADER = "# Made by `make requirements`; see requirements/README.md.\n"
# The simulator runs on any Python that one of the cores runs on, the tools on what the default core runs on.
OLDEST_PYTHON, TOOLS_PYTHON = "3.10", "3.11"


def compile_file(name: str, python: str, settled: dict[str, str]) -> None:
    """Resolve requirements/NAME.in into NAME.txt, keeping ``settled`` (package to its line) and adding to it."""
    source = venvs.REQUIREMENTS / f"{name}.in"
    with tempfile.TemporaryDirectory() as scratch:
        constraints = Path(scratch) / "constraints.txt"
        constraints.write_text("".join(settled.values()), encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade", str(source)]
        command += ["--python-version", python, "--constraint", str(constraints), "--fork-strategy", "fewest"]
        command += ["--no-header", "--no-annotate"]
        if name in ("simulator", "dev", "docsite"):
            # Which core stands beside the tools depends on the Python: core-*.txt says it.
            command += ["--no-emit-package", "ansible-core"]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    venvs.REQUIREMENTS.joinpath(f"{name}.txt").write_text(HEADER + answer.stdout, encoding="utf-8")
    for line in answer.stdout.splitlines(keepends=True):
        package = line.split("==")[0].strip()
        if not line.startswith("#") and package != "ansible-core":
            settled[package] = line.split(";")[0].strip() + "\n"


def main() -> int:
    """Renew all of them."""
    settled: dict[str, str] = {}
    for core in sorted((*matrix.CORES, *matrix.SMOKE_CORES), key=lambda candidate: candidate.version):
        oldest = min(core.pythons, key=lambda version: int(version.split(".")[1]))
        compile_file(f"core-{core.version}", oldest, settled)
    compile_file("simulator", OLDEST_PYTHON, settled)
    compile_file("dev", TOOLS_PYTHON, settled)
    compile_file("docsite", TOOLS_PYTHON, settled)
    compile_file("oldest", OLDEST_PYTHON, {})
    return 0


if __name__ == "__main__":
    sys.exit(main())
