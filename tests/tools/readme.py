# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Type the commands of the README as they stand, one after the other, as two people do.

One has a clone of the repository, the other has installed the collection. Each types the blocks that are called
``shell`` and are for what the person has, into one shell that stops at the first error, with a home folder that is
empty but for the files that the README shows: blocks of YAML whose first line is a comment with a name. What cannot be
had without the network or without paying is put in place of itself, and said.

    python tests/tools/readme.py [clone] [installed]
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import artefact
import sanity
import tree
import venvs

WAYS = ("clone", "installed")
# How a command that is only for one of them begins.
ONLY = {"clone": ("make ", "git ", "cd "), "installed": ("ansible", "pip ")}
LONGEST = 600  # seconds; what hangs, not what is slow on a busy machine
GALAXY = "ansible-galaxy collection install community.heroku"
FROM_GIT = "ansible-galaxy collection install git+https://github.com/ansible-collections/community.heroku"
STOP = {
    "clone": 'make -C "$HOME/community.heroku" play P=simulator ARGS="-e state=stopped"',
    "installed": "ansible-playbook community.heroku.simulator -e state=stopped",
}
PRINTS_THE_TOKEN = '#!/bin/sh\necho "$HEROKU_API_KEY"\n'


def blocks(text: str) -> list[list[str]]:
    """The commands of each block of Markdown that is called ``shell``."""
    return [
        block.strip().splitlines() for block in re.findall(r"^```shell\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ]


def commands(text: str, way: str) -> list[str]:
    """The commands in Markdown for somebody who goes this way: all blocks but those that only others can type.

    Raises ValueError for a block with commands of both ways, which nobody could type.
    """
    chosen = []
    for block in blocks(text):
        ways = {only for line in block for only, begins in ONLY.items() if line.startswith(begins)}
        if len(ways) > 1:
            raise ValueError(f"in one block are commands for a clone and for the installed collection: {block}")
        if ways <= {way}:
            chosen += block
    return chosen


def files(text: str) -> dict[str, str]:
    """What the person writes: each block of YAML that begins with its name, as ``# site.yml``, by that name."""
    return {
        match[2]: match[1]
        for match in re.finditer(r"^```yaml\n(# (\S+\.yml)\n.*?)^```$", text, re.MULTILINE | re.DOTALL)
    }


def stand_ins(way: str, scratch: Path) -> dict[str, str]:
    """What is typed in place of commands that need the network, or Heroku."""
    if way == "clone":
        copy = tree.copy(scratch / "source")
        # The environments of this checkout: they are made of the same pins.
        own = f"cp -R {shlex.quote(str(copy))} community.heroku && ln -s {tree.ROOT}/.venvs community.heroku/.venvs"
        places = {"git clone https://github.com/ansible-collections/community.heroku": own}
    else:
        built = artefact.build(scratch)
        places = {
            GALAXY: f"ansible-galaxy collection install --offline {built}",
            # Beside the other one: what is installed already would not be installed again.
            FROM_GIT: f'ansible-galaxy collection install --offline -p "$HOME/from-git" git+file://{tree.ROOT}',
            "pip install requests": "pip install --no-index requests",
        }
    # The simulator stands in for Heroku.
    return {**places, "unset HEROKU_API_URL": ":"}


def script(lines: list[str], places: dict[str, str]) -> str:
    """The lines as a shell script that says each before it does it. Raises ValueError for a stand-in of nothing."""
    unused = set(places) - set(lines)
    if unused:
        raise ValueError(f"the README does not have: {', '.join(sorted(unused))}")
    typed = []
    for line in lines:
        said = f"{line}     (here: {places[line]})" if line in places else line
        typed += [f"printf '\\n$ %s\\n' {shlex.quote(said)}", places.get(line, line)]
    return "\n".join(["set -eu", *typed]) + "\n"


def prepare(home: Path) -> dict[str, str]:
    """Make a home folder with what the README takes for granted; returns the environment of a shell there."""
    (home / "bin").mkdir()
    (home / "bin" / "heroku").write_text(PRINTS_THE_TOKEN, encoding="utf-8")
    (home / "bin" / "heroku").chmod(0o755)
    (home / ".ssh").mkdir()
    key = (tree.ROOT / "playbooks" / "files" / "demo_key.pub").read_text(encoding="utf-8")
    (home / ".ssh" / "id_ed25519.pub").write_text(key, encoding="utf-8")
    sanity.keep_pip_settings(home)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_", "MAKE"))}
    return {
        **kept,
        "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false",
        "HOME": str(home),
        "PATH": os.pathsep.join([str(home / "bin"), str(Path(sys.executable).parent), kept["PATH"]]),
        "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip")),
    }


def type_all(way: str) -> bool:
    """Type all commands for one way; whether all went well. Nothing stays running."""
    text = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch, "home")
        home.mkdir()
        environment = prepare(home)
        for name, content in files(text).items():
            (home / name).write_text(content, encoding="utf-8")
        typed = script(commands(text, way), stand_ins(way, Path(scratch)))
        print(f"\n==== {way}", flush=True)
        try:
            done = subprocess.run(
                ["bash", "-c", typed], cwd=home, env=environment, stdin=subprocess.DEVNULL, timeout=LONGEST, check=False
            )
        finally:
            subprocess.run(["bash", "-c", STOP[way]], cwd=home, env=environment, stdout=subprocess.DEVNULL, check=False)
        print(f"==== {way}: {'all of them work' if not done.returncode else 'the last one failed'}", flush=True)
        return done.returncode == 0


def main(ways: list[str]) -> int:
    """Go the ways that are named, or both; the exit code is 1 when a command failed."""
    for environment in ("demo", "simulator"):  # not by two at a time, as a clone has locks of its own
        venvs.ensure(environment)
    worked = {way: type_all(way) for way in ways or WAYS}
    return 0 if all(worked.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
