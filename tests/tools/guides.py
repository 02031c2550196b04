# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Do what the guides say: write their files and type their commands, each guide in a folder and a simulator of its own.

    python tests/tools/guides.py [GUIDE ...]

A code block with a caption is the file of that name, written over an earlier one. In a ``console`` block each line that
begins with ``$ `` is typed; a command that is typed twice in a row changes nothing then. ``# exits with 2`` at the end
of a command says how it ends, where that is not 0. What is exported stays so.

A block below the comment ``.. not typed: REASON`` is left out. One below ``.. in a terminal of its own`` goes on while
the rest is typed, and is ended with the guide; what it prints is in ``terminal.log``. A comment ``.. typed: COMMAND``
is typed too, though readers do not see it: it is what they see for themselves, such as that something has begun.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import simulated
import tree
import venvs

if TYPE_CHECKING:
    from typing_extensions import Self

GUIDES = tree.ROOT / "docs" / "docsite" / "rst"
BLOCK = re.compile(
    r"^\.\. typed: (?P<unseen>.*)\n|"
    r"(?P<comment>^\.\. (?:not typed: .*|in a terminal of its own)\n\n)?"
    r"^\.\. code-block:: (?P<language>\S+)\n(?:   :caption: (?P<caption>\S+)\n)?\n"
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
    apart: bool = False


def blocks(text: str) -> list[Block]:
    """The blocks that are written or typed, in order."""
    found = []
    for match in BLOCK.finditer(text):
        if match["unseen"]:
            found.append(Block("console", "", f"$ {match['unseen']}\n"))
        elif "not typed" not in (match["comment"] or ""):
            lines = "\n".join(line[3:] for line in match["text"].rstrip("\n").split("\n")).strip("\n")
            found.append(Block(match["language"], match["caption"] or "", f"{lines}\n", apart=bool(match["comment"])))
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
        # The programs of others, such as ansible-runner, behind our own ansible-playbook.
        "PATH": os.pathsep.join(
            [*(str(venvs.path(name) / "bin") for name in ("dev", "repository", "ecosystem")), kept["PATH"]]
        ),
    }


class Shell:
    """Types commands in a folder, and remembers what they export; ends what goes on in terminals of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self._apart: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        """Nothing runs yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End what still runs."""
        for process in self._apart:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()

    def type(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; its output is in ``stdout``."""
        if command.startswith("export "):
            told = self._run(f"{command}; env -0").stdout
            self.environment = dict(entry.split("=", 1) for entry in told.split("\0") if "=" in entry)
            return subprocess.CompletedProcess(command, 0, "")
        return self._run(command)

    def _run(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST,
            check=False,
        )

    def begin(self, command: str) -> None:
        """Let a command go on while others are typed."""
        with (self.folder / "terminal.log").open("w", encoding="utf-8") as log:
            self._apart.append(
                subprocess.Popen(
                    ["bash", "-c", command],
                    cwd=self.folder,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    text=True,
                    start_new_session=True,
                )
            )


def follow(guide: Path) -> list[str]:
    """Do all that a guide says; returns what is wrong, and stops there."""
    with tempfile.TemporaryDirectory() as scratch, simulated.simulator("--clock", "instant") as simulator:
        folder = Path(scratch)
        with Shell(folder, prepare(folder, simulator)) as shell:
            return follow_blocks(blocks(guide.read_text(encoding="utf-8")), shell)


def follow_blocks(found: list[Block], shell: Shell) -> list[str]:
    """Write and type the blocks; returns what is wrong, and stops there."""
    before = ""
    for block in found:
        if block.name:
            (shell.folder / block.name).parent.mkdir(parents=True, exist_ok=True)
            (shell.folder / block.name).write_text(block.text, encoding="utf-8")
        for command, expected in commands(block):
            if block.apart:
                shell.begin(command)
                continue
            done = shell.type(command)
            if done.returncode != expected:
                return [f"{command}: ended with {done.returncode}\n{done.stdout}{told(shell.folder)}"]
            if command == before and CHANGED.search(done.stdout):
                return [f"{command}: the second time it changes something\n{done.stdout}"]
            before = command
    return []


def told(folder: Path) -> str:
    """What was printed in a terminal of its own, if there was one."""
    log = folder / "terminal.log"
    return f"In the other terminal:\n{log.read_text(encoding='utf-8')}" if log.is_file() else ""


def guides() -> list[Path]:
    """All guides."""
    return sorted(GUIDES.glob("guide_*.rst"))


def main(names: list[str]) -> int:
    """Follow the guides that are named, or all; the exit code is 1 when one does not work."""
    for name in ("simulator", "repository", "ecosystem"):
        venvs.ensure(name)
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
