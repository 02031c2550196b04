# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Do what the guides say: write their files and type their commands, each guide in a folder and a simulator of its own.

    python tests/tools/guides.py [GUIDE ...]

A code block with a caption is the file of that name, written over an earlier one. In a ``console`` block each line that
begins with ``$ `` is typed; a command that is typed twice in a row changes nothing the second time. ``# exits with 2``
at the end of a command says how it ends, where that is not 0. A block below the comment ``.. not typed: REASON`` is
left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import simulated
import tree
import venvs

GUIDES = tree.ROOT / "docs" / "docsite" / "rst"
BLOCK = re.compile(
    r"(?P<comment>^\.\. not typed: .*\n\n)?^\.\. code-block:: (?P<language>\S+)\n(?:   :caption: (?P<caption>\S+)\n)?\n"
    r"(?P<text>(?:(?:   .*)?\n)+)",
    re.MULTILINE,
)
EXIT = re.compile(r"\s+# exits with (\d+)$")
CHANGED = re.compile(r"\bchanged=[1-9]")
LONGEST = 300  # seconds; what hangs, not what is slow on a busy machine


@dataclass(frozen=True)
class Block:
    """A code block of a guide: a file to write if it has a name, else lines to read or to type."""

    language: str
    name: str
    text: str


def blocks(text: str) -> list[Block]:
    """The blocks that are written or typed, in order."""
    found = []
    for match in BLOCK.finditer(text):
        lines = [line[3:] for line in match["text"].rstrip("\n").split("\n")]
        if not match["comment"]:
            found.append(Block(match["language"], match["caption"] or "", "\n".join(lines).strip("\n") + "\n"))
    return found


def commands(block: Block) -> list[tuple[str, int]]:
    """The commands of a console block, each with the exit code that it should end with."""
    if block.language != "console":
        return []
    typed = re.findall(r"^\$ ((?:.*\\\n)*.*)$", block.text, re.MULTILINE)
    return [(EXIT.sub("", line), int(found[1]) if (found := EXIT.search(line)) else 0) for line in typed]


def prepare(home: Path, simulator: simulated.Simulator) -> dict[str, str]:
    """The environment of a shell that has the collection, a token and the simulator in the place of Heroku."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))}
    return {
        **kept,
        "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
        "ANSIBLE_HOME": str(home / ".ansible"),
        "ANSIBLE_LOCALHOST_WARNING": "0",
        "HEROKU_API_KEY": simulator.token,
        "HEROKU_API_URL": simulator.url,
        "HOME": str(home),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]]),
    }


def follow(guide: Path) -> list[str]:
    """Do all that a guide says; returns what is wrong, and stops there."""
    with tempfile.TemporaryDirectory() as scratch, simulated.simulator("--clock", "instant") as simulator:
        folder = Path(scratch)
        environment = prepare(folder, simulator)
        before = ""
        for block in blocks(guide.read_text(encoding="utf-8")):
            if block.name:
                (folder / block.name).parent.mkdir(parents=True, exist_ok=True)
                (folder / block.name).write_text(block.text, encoding="utf-8")
            for command, expected in commands(block):
                done = subprocess.run(
                    ["bash", "-c", command],
                    cwd=folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    timeout=LONGEST,
                    check=False,
                )
                if done.returncode != expected:
                    return [f"{command}: ended with {done.returncode}\n{done.stdout}"]
                if command == before and CHANGED.search(done.stdout):
                    return [f"{command}: the second time it changes something\n{done.stdout}"]
                before = command
    return []


def guides() -> list[Path]:
    """All guides."""
    return sorted(GUIDES.glob("guide_*.rst"))


def main(names: list[str]) -> int:
    """Follow the guides that are named, or all; the exit code is 1 when one does not work."""
    venvs.ensure("simulator")
    chosen = [guide for guide in guides() if not names or guide.stem in names]
    failed = 0
    for guide in chosen:
        problems = follow(guide)
        failed += bool(problems)
        print(f"{'FAILED' if problems else 'ok    '} {guide.stem}", *problems, sep="\n", flush=True)
    print(f"{len(chosen) - failed} guides work, {failed} do not")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
