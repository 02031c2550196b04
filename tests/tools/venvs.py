# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the virtual environments of the checkout from the pinned requirement files, and keep them fresh.

    python3 tests/tools/venvs.py dev 2.21 simulator     # makes what is missing or stale, prints their Pythons

``dev`` (``.venv``): every tool, beside the newest core for the Python that runs this, the default core. ``2.16`` and so
on (``.venvs/2.16``): just that core and what its tests need; the default core has ``dev``. ``demo``: just the default
core. ``docsite``: what builds the documentation site. ``simulator``: just the simulator. ``oldest``: the oldest core
beside the oldest libraries that users may have.
``ecosystem``: the programs of others that run collections, beside the default core. ``importer``: what Galaxy and
Automation Hub run. ``repository``: what lints the repository. ``target``: what
modules need where they are delegated to.
Runs on any Python from 3.9, with nothing installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import matrix
import tree
from tree import ROOT

REQUIREMENTS = ROOT / "requirements"
# Of the environment with the oldest libraries that meta/ee-requirements.txt allows.
OLDEST = "oldest"
# Of a host that modules are delegated to, with the oldest Python that they run on.
TARGET = "target"
# Of the development branch of ansible-core, which no file can pin: devel.py makes it.
DEVEL = "devel"
# These have other versions of what the other files pin, and nothing else beside them.
ALONE = ("importer", OLDEST, TARGET)


def path(name: str) -> Path:
    """Folder of the virtual environment ``name``, made or not; raises MissingPython if no core runs on this Python."""
    return ROOT / ".venv" if name in ("dev", matrix.default_core().version) else ROOT / ".venvs" / name


def _recipe(name: str) -> tuple[Path, list[Path]]:
    """Interpreter and requirement files of a virtual environment; raises MissingPython or LookupError."""
    default = matrix.default_core().version
    ours = {
        "dev": [f"core-{default}", "simulator", "dev"],
        "demo": [f"core-{default}"],
        "docsite": [f"core-{default}", "docsite"],
        "simulator": ["simulator"],
        "ecosystem": [f"core-{default}", "ecosystem"],
        "importer": ["importer"],
        "repository": ["repository"],
    }
    apart = (OLDEST, TARGET)
    files = ours["dev"] if name == default else ours.get(name, [name if name in apart else f"core-{name}"])
    python: Path | None
    if name == TARGET:
        python = matrix.oldest_target_python()
    elif files in ours.values():
        python = matrix.find_python(matrix.running_python())
    else:
        python = matrix.python_for(matrix.CORES[0] if name == OLDEST else matrix.core(name))
    if python is None:
        raise matrix.MissingPython(f"{sys.executable} lacks venv or ensurepip, and so can make no virtual environments")
    return python, [REQUIREMENTS / f"{file}.txt" for file in files]


def ensure(name: str) -> Path:
    """Make the virtual environment if it is missing or stale, and return the path of its Python.

    Stale means another interpreter or other requirement files than those it was made of. Raises MissingPython,
    LookupError for an unknown name, and subprocess.CalledProcessError, pip having said why.
    """
    if name == DEVEL:
        return path(name) / "bin" / "python"
    python, files = _recipe(name)
    folder = path(name)
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp, made_of = folder / "made-of", f"{python}\n{digest}\n"
    executable = folder / "bin" / "python"
    with tree.lock(folder.name):
        before = stamp.read_text(encoding="utf-8") if stamp.is_file() else ""
        # Unit tests of every core use one simulator, each on its own Python: that of whoever made it serves them all.
        shared = name == "simulator" and before.partition("\n")[2] == f"{digest}\n" and executable.exists()
        if shared or before == made_of:
            return executable
        packages = sum(not line.startswith("#") for file in files for line in file.read_text("utf-8").splitlines())
        print(f"Making the virtual environment {folder.relative_to(ROOT)} with {python}:", file=sys.stderr)
        print(
            f"pip installs {packages} packages, which takes up to some minutes, once ...", file=sys.stderr, flush=True
        )
        begun = time.monotonic()
        if before.partition("\n")[0] != str(python):
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([str(python), "-m", "venv", str(folder)], check=True)
        # Under the same interpreter it is brought up to date in place: somebody may be working in it.
        install = [str(executable), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
        for file in files:
            install += ["-r", str(file)]
        # pip may warn, but what the caller reads from our stdout are the paths alone.
        subprocess.run(
            install, check=True, stdout=sys.stderr.fileno(), env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
        )
        stamp.write_text(made_of, encoding="utf-8")
        print(f"... made in {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return executable


def main(names: list[str]) -> int:
    """Make each environment named; the exit code is 1 where one cannot be had."""
    for name in names:
        try:
            print(ensure(name))
        except (matrix.MissingPython, LookupError, FileNotFoundError) as problem:
            print(f"{name}: {problem}", file=sys.stderr)
            return 1
        except subprocess.CalledProcessError:
            print(f"{name}: pip could not install what {REQUIREMENTS.relative_to(ROOT)} asks for", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
