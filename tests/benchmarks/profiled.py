# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-playbook whose last worker leaves a profile in the file that comes first in the arguments (see run.py)."""

from __future__ import annotations

import cProfile
import multiprocessing
import signal
import sys
from typing import Any

from ansible.cli.playbook import main
from ansible.executor.process.worker import WorkerProcess

output, *arguments = sys.argv[1:]
work = WorkerProcess._run  # what a worker does between its fork and its exit


def profiled(self: Any, *given: Any) -> Any:
    """The worker's work, profiled."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the main process has the result, and would not wait for the profile
    profile = cProfile.Profile()
    try:
        return profile.runcall(work, self, *given)
    finally:
        profile.dump_stats(output)


WorkerProcess._run = profiled
sys.argv = ["ansible-playbook", *arguments]
try:
    main()
finally:
    for worker in multiprocessing.active_children():
        worker.join()
