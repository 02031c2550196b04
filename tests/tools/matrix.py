# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The supported controllers: the one place that says which ansible-core is tested, and on which Python."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Core:
    """One supported release line of ansible-core, ``pythons`` being the controller Pythons in the order tried."""

    version: str
    pythons: tuple[str, ...]


# Oldest: what Automation Platform 2.5 and 2.6 run. Then the newest that Python 3.11 gets, the latest line, and the one
# that comes next.
# Each takes the first of its Pythons that this machine has; the first choices spread the Pythons over the cores.
CORES = (
    Core("2.16", ("3.10", "3.11", "3.12")),
    Core("2.19", ("3.11", "3.12", "3.13")),
    Core("2.21", ("3.13", "3.12", "3.14")),
    Core("2.22", ("3.14", "3.13")),
)

# What lies between them: `make matrix` runs there what shows whether a core works at all.
SMOKE_CORES = (
    Core("2.17", ("3.12", "3.11", "3.10")),
    Core("2.18", ("3.12", "3.11", "3.13")),
    Core("2.20", ("3.13", "3.12", "3.14")),
)
SMOKE_TARGETS = ("client", "execution", "heroku_app", "heroku_config", "inventory_heroku", "secrets")

# The Pythons that a module may meet on a target or in another interpreter (tests/config.yml has the lower bound).
TARGET_PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")


class MissingPython(Exception):
    """No interpreter on this machine can run what is asked for; the text says which would."""


def core(version: str) -> Core:
    """The supported core of that version (``2.19``); raises LookupError, naming those that there are."""
    known = sorted((*CORES, *SMOKE_CORES), key=lambda candidate: candidate.version)
    for candidate in known:
        if candidate.version == version:
            return candidate
    raise LookupError(
        f"ansible-core {version} is not one of {', '.join(c.version for c in known)} (tests/tools/matrix.py)"
    )


def running_python() -> str:
    """Version (``3.11``) of the Python that runs this."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def default_core() -> Core:
    """The newest core for the Python that runs this: what ``pip install ansible-core`` would give.

    Raises MissingPython where that Python is too old or too new for all of them.
    """
    for candidate in reversed(CORES):
        if running_python() in candidate.pythons:
            return candidate
    known = sorted({python for c in CORES for python in c.pythons}, key=lambda v: int(v.split(".")[1]))
    raise MissingPython(f"Python {running_python()} runs no supported ansible-core; use one of {', '.join(known)}")


@functools.cache
def find_python(version: str) -> Path | None:
    """Path of an interpreter of that version (``3.13``) which can make virtual environments, or None.

    Looked for: the Python that runs this, PATH, and pyenv's own folders. A candidate must run and tell the right
    version: pyenv's shims are on PATH for versions that they then refuse to run.
    """
    candidates = []
    if version == running_python():
        # Not the virtual environment that may run this, but the interpreter beneath it.
        candidates.append(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
    found = shutil.which(f"python{version}")
    if found:
        candidates.append(found)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    by_patch = sorted(pyenv.glob(f"{version}.*"), key=lambda p: [int(n) for n in p.name.split(".") if n.isdigit()])
    candidates.extend(str(folder / "bin" / "python") for folder in reversed(by_patch))
    probe = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"
    for candidate in candidates:
        try:
            answer = subprocess.run([candidate, "-c", probe], capture_output=True, text=True, check=True, timeout=60)
        except (OSError, subprocess.SubprocessError):
            continue
        told, executable = answer.stdout.splitlines()[:2]
        if told == version:
            # One name for one interpreter, whatever the way to it: virtual environments remember it.
            return Path(executable).resolve()
    return None


def python_for(wanted: Core) -> Path:
    """Path of the first interpreter that this machine has for a core; raises MissingPython, naming them all."""
    for version in wanted.pythons:
        found = find_python(version)
        if found:
            return found
    raise MissingPython(
        f"ansible-core {wanted.version} needs Python {' or '.join(wanted.pythons)}, and none of them is here"
    )


def oldest_target_python() -> Path:
    """Path of the oldest Python that modules run on; raises MissingPython."""
    found = find_python(TARGET_PYTHONS[0])
    if found is None:
        raise MissingPython(f"modules are to run on Python {TARGET_PYTHONS[0]}, which is not here")
    return found


if __name__ == "__main__":
    print(" ".join(candidate.version for candidate in (SMOKE_CORES if "smoke" in sys.argv else CORES)))
