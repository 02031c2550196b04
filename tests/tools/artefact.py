# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the collection, install it as a user does, and see that it holds what users need and nothing else.

The simulator that comes with it is a Python package: that is built from there, installed and used too.

Run by the Python of a virtual environment with ansible-core, whose commands are taken.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import modules
import tree
import wheel

# What a user gets, by the beginning of its path. A new entry at the top is either named here or in build_ignore.
SHIPPED = (
    "CHANGELOG.rst",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "FILES.json",
    "LICENSE",
    "LICENSES/",
    "MANIFEST.json",
    "README.md",
    "REUSE.toml",
    "SECURITY.md",
    "changelogs/changelog.yaml",
    "changelogs/config.yaml",
    "docs/",
    "extensions/",
    "meta/",
    "playbooks/",
    "plugins/",
    "requirements/simulator.txt",
    "roles/",
    # It tells ansible-test which Pythons the modules are for: whoever certifies the artefact asks it.
    "tests/config.yml",
    "tests/simulator/",
)
# Without these the collection would not be one.
NEEDED = (
    "LICENSE",
    "MANIFEST.json",
    "README.md",
    "meta/runtime.yml",
    "plugins/module_utils/_api/client.py",
    "tests/config.yml",
)
NEEDED_SIMULATOR = ("requirements/simulator.txt", "tests/simulator/__main__.py", "tests/simulator/pyproject.toml")
# Folders that only belong to others.
FOREIGN = ("__pycache__", ".git")


def run(command: str, *arguments: str, collections: Path) -> str:
    """Run a command of this Python's ansible-core with collections from one folder alone; returns what it prints.

    Raises subprocess.CalledProcessError, the command having said why.
    """
    executable = Path(sys.executable).with_name(command)
    environment = {
        **os.environ,
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false",
    }
    return subprocess.run(
        [str(executable), *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def complaints(installed: Path, names: list[str]) -> list[str]:
    """What is wrong with the files of an installed collection that is to hold these modules."""
    files = {str(file.relative_to(installed)) for file in installed.rglob("*") if file.is_file()}
    found = [
        f"{file} is shipped"
        for file in sorted(files)
        if not file.startswith(SHIPPED) or set(Path(file).parts) & set(FOREIGN)
    ]
    wanted = {*NEEDED, *NEEDED_SIMULATOR, *(f"plugins/modules/{name}.py" for name in names)}
    found += [f"{file} is missing" for file in sorted(wanted - files)]
    return found + [
        f"{file} links to {target}, which is not shipped"
        for file in sorted(files)
        if file.endswith(".md")
        for target in links((installed / file).read_text(encoding="utf-8"))
        if not (installed / file).parent.joinpath(target).exists()
    ]


def links(text: str) -> list[str]:
    """The files that Markdown links to, without those on other servers; what is in backticks is code."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    found = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    return [target for target in found if "://" not in target and not target.startswith("mailto:")]


def undocumented(collections: Path, names: list[str]) -> list[str]:
    """What ansible-doc does not know or cannot show of the installed modules."""
    listed = json.loads(run("ansible-doc", "--list", "--json", "community.heroku", collections=collections))
    wanted = [f"community.heroku.{name}" for name in names]
    found = [f"ansible-doc --list does not have {name}" for name in sorted(set(wanted) - set(listed))]
    if wanted:
        shown = json.loads(run("ansible-doc", "--json", *wanted, collections=collections))
        found += [
            f"ansible-doc does not show {name}"
            for name in wanted
            if not shown.get(name, {}).get("doc", {}).get("options")
        ]
    return found


def build(scratch: Path) -> Path:
    """Build the project's files as they stand in the work tree; returns the artefact, below ``scratch``."""
    built = scratch / "built"
    source = tree.copy(scratch / "source")
    run("ansible-galaxy", "collection", "build", str(source), "--output-path", str(built), collections=scratch)
    (artefact,) = built.iterdir()
    return artefact


def install(artefact: Path, scratch: Path) -> Path:
    """Install an artefact as a user does; returns the collections folder, below ``scratch``."""
    collections = scratch / "collections"
    command = ("collection", "install", "--offline", str(artefact), "-p", str(collections))
    run("ansible-galaxy", *command, collections=collections)
    return collections


def main() -> int:
    """Build, install, look; the exit code is 1 when something is wrong."""
    names = modules.names()
    with tempfile.TemporaryDirectory() as scratch:
        artefact = build(Path(scratch))
        collections = install(artefact, Path(scratch))
        found = complaints(collections / tree.INSIDE, names) + undocumented(collections, names)
        installed = collections / tree.INSIDE
        found += wheel.main(installed / "tests" / "simulator", installed / "docs" / "simulator", Path(scratch))
        size = artefact.stat().st_size
    for complaint in found:
        print(complaint)
    print(f"{artefact.name}: {size // 1024} KiB, {len(names)} modules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
