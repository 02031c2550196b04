# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ansible-test sanity of one core over a copy of the project, or over what the artefact holds.

    python tests/tools/sanity.py 2.21 [--test pep8 ...]
    python tests/tools/sanity.py 2.16 --artefact

Every test runs on the Python of that core's virtual environment, ``compile`` and ``import`` on every Python of
``matrix.TARGET_PYTHONS`` that this machine has and that core supports. There is no ignore file, and none may come.

With ``--artefact`` it is what the importer that certifies collections runs, on the files that users get: those that are
not shipped cannot help, and its ansible-test is that of the oldest core. What else it does is importer.py's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import artefact
import matrix
import tree
import venvs

# ansible-test keeps its downloads and the environments of its tests below the home folder, so it gets tree.HOME.
# What pip may read from the real one:
PIP_SETTINGS = (".config/pip", ".pip", "Library/Application Support/pip")
# What pip says when all is well; ansible-test lets none of pip's settings for that through.
PIP_TALK = re.compile(
    r"\s*$|\s*(?:Attempting|Collecting|Downloading|Found existing|Installing|Looking in|Processing|Requirement already"
    r"|Successfully|Uninstalling|Using cached|WARNING: Location|━)"
)
ASK_PIP_VERSION = """
from types import SimpleNamespace
from ansible_test._internal.python_requirements import get_venv_packages
print(get_venv_packages(SimpleNamespace(version="3.12"))["pip"])
"""


# What galaxy-importer (ansible_test/container/entrypoint.sh) leaves out, since its container cannot run them.
NOT_OF_THE_IMPORTER = ("import", "validate-modules", "pslint", "ansible-doc")


def keep_pip_settings(home: Path) -> None:
    """Let pip find the settings of whoever runs this in another home folder too."""
    for settings in PIP_SETTINGS:
        ours = home / settings
        if (Path.home() / settings).exists() and not ours.is_symlink():
            ours.parent.mkdir(parents=True, exist_ok=True)
            ours.symlink_to(Path.home() / settings)


def prepare_home(python: Path) -> None:
    """Make the home folder for ansible-test: pip's settings, and our get_pip.py under the name it looks for."""
    keep_pip_settings(tree.HOME)
    answer = subprocess.run([str(python), "-c", ASK_PIP_VERSION], check=True, capture_output=True, text=True)
    name = f"get_pip_{answer.stdout.strip().replace('.', '_')}.py"
    cache = tree.HOME / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(__file__).with_name("get_pip.py"), cache / name)


def search_path(python: Path) -> str:
    """PATH on which ansible-test finds each target Python once, and no shim that would not run."""
    folders = [str(python.parent)]
    folders += [str(found.parent) for found in map(matrix.find_python, matrix.TARGET_PYTHONS) if found]
    folders += [folder for folder in os.environ["PATH"].split(os.pathsep) if Path(folder).name != "shims"]
    return os.pathsep.join(dict.fromkeys(folders))


def unpack(parent: Path) -> Path:
    """Build the artefact and unpack it below ``parent``; returns the collection's folder there."""
    collection = parent / tree.INSIDE
    shutil.rmtree(collection, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(artefact.build(Path(scratch))) as archive:
        archive.extractall(collection, filter="data")
    return collection


def sanity(collection: Path, python: Path, options: list[str]) -> int:
    """Run sanity in a folder of the collection; returns the exit code of ansible-test."""
    if any((collection / "tests" / "sanity").glob("ignore*.txt")):
        sys.stderr.write("tests/sanity has an ignore file: mend what it hides instead\n")
        return 1
    # A repository of its own, or ansible-test asks the one around it, which ignores all that is in the cache.
    subprocess.run(["git", "init", "--quiet", str(collection)], check=True)
    environment = {
        **os.environ,
        "HOME": str(tree.HOME),
        "PATH": search_path(python),
        "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip")),
    }
    command = [str(python.with_name("ansible-test")), "sanity", "--local", "--color", "no", *options]
    with subprocess.Popen(command, cwd=collection, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if not PIP_TALK.match(line):
                print(line, end="", flush=True)
    return process.returncode


def main(arguments: list[str]) -> int:
    """Run sanity of the core that comes first in the arguments, the rest being for ansible-test."""
    version, *options = arguments
    python = venvs.ensure(version)
    prepare_home(python)
    folder = tree.CACHE / f"sanity-{version}"
    with tree.lock(folder.name):  # two runs would take the copy from under each other
        if options[:1] == ["--artefact"]:
            skip = [word for test in NOT_OF_THE_IMPORTER for word in ("--skip-test", test)]
            collection = unpack(folder)
            return sanity(collection, python, [*skip, *options[1:]])
        return sanity(tree.copy(folder), python, options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
