# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.community.heroku.plugins.module_utils._engine.journal import Journal
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Action, Request


def test_sixteen_threads_write_into_one_journal_while_others_read() -> None:
    journal, started, before = Journal(), threading.Barrier(16), sys.getswitchinterval()

    def work(number: int) -> None:
        started.wait(10)
        for index in range(100):
            name = f"{number} {index}"
            entry = journal.intent(Action(name, "create", Request("POST", "/apps")), name)
            entry.answer, entry.outcome = {"id": name}, "done"
            assert journal.changed
            assert journal.answers[name] == {"id": name}

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as threads:
            list(threads.map(work, range(16)))
    finally:
        sys.setswitchinterval(before)
    assert len(journal.done) == len(journal.answers) == 1600
