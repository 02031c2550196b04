# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checkout as Ansible wants it: below a folder ``ansible_collections/community/heroku``."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
COLLECTIONS = CACHE / "collections"
# For tools that write into the home folder of whoever runs them.
HOME = CACHE / "home"
INSIDE = Path("ansible_collections", "community", "heroku")


@contextmanager
def lock(name: str) -> Iterator[None]:
    """Wait until no other process has the lock of that name on this checkout, and hold it."""
    folder = CACHE / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def files() -> list[Path]:
    """The project's files, relative to the checkout: what git tracks or would track, as it stands in the work tree.

    Raises subprocess.CalledProcessError outside a git checkout.
    """
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    # What the index knows may be deleted in the work tree.
    return sorted({Path(name) for name in answer.split("\0") if name and (ROOT / name).is_file()})


def copy(parent: Path) -> Path:
    """Copy the project's files below ``parent``, replacing an older copy; returns the collection's folder there."""
    target = parent / INSIDE
    shutil.rmtree(target, ignore_errors=True)
    for file in files():
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, target / file, follow_symlinks=False)
    return target


def link() -> Path:
    """Make or refresh a tree of links to the work tree; returns the folder for ANSIBLE_COLLECTIONS_PATH or PYTHONPATH.

    Each entry at the top is linked by itself: a link to the whole checkout would hold the cache, which holds the link.
    """
    target = COLLECTIONS / INSIDE
    target.mkdir(parents=True, exist_ok=True)
    wanted = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    for stale in {entry.name for entry in target.iterdir()} - wanted:
        (target / stale).unlink()
    for name in wanted:
        if not (target / name).is_symlink():
            try:
                (target / name).symlink_to(ROOT / name)
            except FileExistsError:  # another process was faster
                continue
    return COLLECTIONS


if __name__ == "__main__":
    sys.stdout.write(f"{link()}\n")
