# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which files of a git checkout C(git push) would send: git itself says.

Its own rules would not be enough, since the index counts more: a file that was added by force is sent though it is
ignored, and one that was never added is not, nor is another repository inside.
"""

from __future__ import annotations

import os
import subprocess

from .._api.errors import InvalidInput

# What a git hook sets, and what would lead git to another repository.
FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX")


class Checkout:
    """A directory in a git checkout: C(root) itself, and C(top), where the checkout's C(.git) is."""

    def __init__(self, root: bytes, top: bytes) -> None:
        self.root = root
        self.top = top

    def files(self, *, untracked: bool, ignored: bool) -> set[bytes] | None:
        """The files that git would send, as paths from the root.

        None where git knows no repository, or ignores the directory as a whole: then it is no source code of this one.

        With C(untracked), also those that C(git add) would add; with C(ignored), also those that it would not. Raises
        InvalidInput when git is missing, refuses, or knows of no file, and for a submodule that is not there.
        """
        found = self.listed("--cached", "--recurse-submodules")
        if found is None or (not found and self.ignores_all()):
            return None
        if untracked:
            found |= self.listed("--others", "--exclude-standard") or set()
        if ignored:
            found |= self.listed("--others", "--ignored", "--exclude-standard") or set()
        files = {name for name in found if self.is_file(name)}
        if not files:
            raise InvalidInput(
                f"git tracks no file in {shown(self.root)}, so there is nothing to send. Add what is to be sent "
                "('git add'), or set untracked=true."
            )
        return files

    def ignores_all(self) -> bool:
        """Whether git ignores the directory as a whole, for whatever reason."""
        if self.root == self.top:
            return False
        return self.git("check-ignore", "-q", "--", os.fsdecode(self.root)).returncode == 0

    def listed(self, *options: str) -> set[bytes] | None:
        """What C(git ls-files) lists."""
        answer = self.git("ls-files", "-z", *options)
        if answer.returncode and b"not a git repository" in answer.stderr:
            return None
        if answer.returncode:
            raise InvalidInput(
                f"git does not say what is in {shown(self.root)}: {answer.stderr.decode('utf-8', 'replace').strip()}"
            )
        return set(answer.stdout.split(b"\0")[:-1])

    def git(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command of git's in the directory. Raises InvalidInput when there is no git."""
        try:
            # pylint: disable-next=ansible-bad-function
            return subprocess.run(
                ["git", "-c", "core.fsmonitor=false", *command],  # noqa: S607 - where it is differs from host to host
                cwd=self.root,
                env=self.environment(),
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise InvalidInput(
                f"{shown(self.root)} is in a git checkout, and what git would send is sent. There is no git where this "
                "task runs: install it, or give an archive, as 'git archive --format=tar.gz HEAD' makes it."
            ) from None

    def environment(self) -> dict[str, str]:
        """The environment of git: it is not to look above this checkout, nor to write."""
        own = {
            "GIT_CEILING_DIRECTORIES": os.path.dirname(os.fsdecode(self.top)),
            "GIT_OPTIONAL_LOCKS": "0",
            "LC_ALL": "C",
        }
        return {**{name: value for name, value in os.environ.items() if name not in FOREIGN}, **own}

    def is_file(self, name: bytes) -> bool:
        """Whether there is a file or a link of this name. Raises InvalidInput for a submodule without its files."""
        path = os.path.join(self.root, name)
        if name.endswith(b"/"):  # another repository, into which git does not look
            return False
        if os.path.isdir(path) and not os.path.islink(path):
            raise InvalidInput(
                f"{shown(path)} is a submodule that is not checked out. Run 'git submodule update --init --recursive'."
            )
        return os.path.islink(path) or os.path.isfile(path)


def shown(name: bytes) -> str:
    """A name of bytes as a message has it."""
    return name.decode("utf-8", "backslashreplace")
