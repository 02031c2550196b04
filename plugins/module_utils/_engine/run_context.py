# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task knows of the run of Ansible that it is part of: what is protected, and the locks that its tasks share.

The action plugin hands it to a module that runs as another process as C(OPTION), beside the task's options.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import typing as t
from dataclasses import dataclass, field

from .._api.errors import Failure
from .values import Record, Values

OPTION = "_heroku_run"  # never in an argument spec: OrdinaryModule takes it out of the options before they are judged


class LockNeeded(Failure):
    """A task has to hold the lock C(key), and cannot take it where it runs: nothing was written yet."""

    def __init__(self, key: str) -> None:
        super().__init__("The task needs a lock that only the controller has.")
        self.key = key


class Lock:
    """Held by one task of a run at a time, from its last read to its write. This one is no lock.

    ``key`` tells locks apart; it is empty for what is no lock.
    """

    key = ""

    def writes(self) -> int:
        """How many writes there have been under the lock, so that a task knows whether what it read is still true."""
        return 0

    def is_held(self) -> bool:
        """Whether somebody holds it."""
        return False

    @contextlib.contextmanager
    def held(self) -> t.Iterator[None]:
        """Hold the lock, waiting as long as that takes, and count a write."""
        yield

    def acquire(self, stack: contextlib.ExitStack) -> bool:  # noqa: ARG002 - the signature of all locks
        """Take the lock, if nobody has it, until the stack is left; then a write is counted. Returns whether it could.

        A write is counted however it ended: it may have reached Heroku.
        """
        return True


class FileLock(Lock):
    """A lock on a file in the run's temporary folder. It ends with its process, however that ends.

    The file has as many bytes as there were writes.
    """

    def __init__(self, folder: str, key: str) -> None:
        self.key = key
        self.path = os.path.join(folder, f"heroku-{key}.lock")

    def writes(self) -> int:
        """The size of the file, 0 when nobody has held the lock yet."""
        try:
            return os.path.getsize(self.path)
        except OSError:
            return 0

    def is_held(self) -> bool:
        """Whether the file is locked."""
        try:
            with open(self.path, "rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def acquire(self, stack: contextlib.ExitStack) -> bool:
        """Take the lock, if nobody has it, until the stack is left."""
        with contextlib.ExitStack() as opened:
            file = opened.enter_context(open(self.path, "ab"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            opened.callback(count, file)
            stack.enter_context(opened.pop_all())
            return True

    @contextlib.contextmanager
    def held(self) -> t.Iterator[None]:
        """Hold the lock, waiting as long as that takes."""
        with open(self.path, "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                count(file)


def count(file: t.BinaryIO) -> None:
    """Count a write in the file of a lock."""
    file.write(b".")
    file.flush()


@dataclass(frozen=True)
class DistantLock(Lock):
    """A lock that the controller has to take for a task that runs elsewhere."""

    key: str

    def acquire(self, stack: contextlib.ExitStack) -> bool:  # noqa: ARG002 - the signature of all locks
        """Raises LockNeeded."""
        raise LockNeeded(self.key)

    @contextlib.contextmanager
    def held(self) -> t.Iterator[None]:
        """Raises LockNeeded."""
        if self.key:
            raise LockNeeded(self.key)
        yield


def is_ours(folder: str) -> bool:
    """Whether a folder of the controller's is in reach of this process: the same machine, the same user."""
    try:
        return os.stat(folder).st_uid == os.geteuid()
    except OSError:
        return False


@dataclass(frozen=True)
class RunContext:
    """C(protected) are names and patterns of what no task deletes; C(locks) is the folder of the run's locks.

    C(locks) is None where there is nothing to wait for, C("") where the folder cannot be reached. C(shadow) is the same
    folder in a run in check mode, where later tasks see what earlier ones would have done; else None.
    """

    protected: t.Sequence[str] = field(default=())
    locks: str | None = None
    shadow: str | None = None

    def lock(self, *scope: str) -> Lock:
        """The lock of all tasks that say the same C(scope). Only a hash of that leaves this process."""
        key = hashlib.sha256("\0".join(scope).encode("utf-8", "surrogatepass")).hexdigest()
        if self.locks is None:
            return Lock()
        return FileLock(self.locks, key) if is_ours(self.locks) else DistantLock(key)

    def as_option(self) -> Record:
        """The value of C(OPTION)."""
        return {"protected": list(self.protected), "locks": self.locks, "shadow": self.shadow}

    @classmethod
    def of_option(cls, value: Values | None) -> RunContext:
        """The context that C(OPTION) stands for."""
        return cls(**value) if value else cls()
