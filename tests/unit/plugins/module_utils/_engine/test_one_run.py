# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of one run of Ansible: what they share by its folder, the locks and the shadow of check mode."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import planning
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.run_context import RunContext
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import Domain

HOSTNAME = "www.example.com"
TORN = "The reads do not fit together."


@pytest.fixture
def task(connect: Any, simulator: Any, tmp_path: Path) -> Callable[..., Run]:
    """Make the run of one of these tasks; each is a process of its own, with a client of its own."""

    def make(token: str | None = None, **context: Any) -> Run:
        return Run.of(connect(simulator, token), Reporter(), RunContext(**{"locks": str(tmp_path), **context}))

    return make


def domain(resource: type[Domain] = Domain, **options: Any) -> Subject:
    return Subject(resource, planning.desired(resource, **{"app": "example", "hostname": HOSTNAME, **options}))


def app(**options: Any) -> Subject:
    return Subject(App, planning.desired(App, **{"name": "example", **options}))


class Torn(Domain):
    """Between its first reads something happens, and they do not fit together."""

    locked_as = "Domain"

    @classmethod
    def resolve(cls, want: Desired, view: Any) -> Desired:
        if want["meanwhile"]:
            want["meanwhile"].pop()()
            raise InvalidInput(TORN)
        return want


def test_what_another_task_makes_between_the_reads_is_found(task: Callable[..., Run]) -> None:
    other, run = task(), task()
    other.converge(app(), check_mode=False)
    meanwhile = [lambda: other.converge(domain(), check_mode=False)]
    _plan, record = run.converge(domain(Torn, meanwhile=meanwhile), check_mode=False)
    assert record["hostname"] == HOSTNAME
    assert (other.journal.changed, run.journal.changed) == (True, False)


@pytest.mark.parametrize("shared", [True, False])
def test_a_failure_is_one_where_nobody_made_the_thing_meanwhile(
    task: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    """Nor where another task of a command did: each is meant."""
    other, run = task(), task()
    other.converge(app(), check_mode=False)
    monkeypatch.setattr(Torn, "shared", shared)
    meanwhile: Any = (lambda: None) if shared else lambda: other.converge(domain(), check_mode=False)
    with pytest.raises(InvalidInput, match=TORN):
        run.converge(domain(Torn, meanwhile=[meanwhile]), check_mode=False)


def test_however_a_thing_is_spelt_its_tasks_share_a_lock(task: Callable[..., Run]) -> None:
    """And those of other things, other kinds and other accounts do not."""
    run, other = task(), task(token="simulator-token-other")
    same = [domain(app="example"), domain(app="EXAMPLE"), domain(app="Example", hostname="other.example.com")]
    assert len({run.lock(subject).key for subject in same}) == 1
    different = [domain(), domain(app="another"), app()]
    assert len({owner.lock(subject).key for subject in different for owner in (run, other)}) == 6


# Check mode


def test_a_task_sees_what_those_before_it_would_have_made(task: Callable[..., Run], tmp_path: Path) -> None:
    first, second, elsewhere = task(shadow=str(tmp_path)), task(shadow=str(tmp_path)), task()
    assert first.converge(app(), check_mode=True)[0].actions
    assert second.converge(domain(), check_mode=True)[0].actions
    assert not task(shadow=str(tmp_path)).converge(domain(), check_mode=True)[0].actions
    with pytest.raises(HerokuError, match="Couldn't find that app"):
        elsewhere.converge(domain(), check_mode=True)


def test_a_task_out_of_reach_of_the_folder_plans_against_heroku_as_it_is(task: Callable[..., Run]) -> None:
    plan, record = task(shadow="/nowhere/on/this/machine").converge(app(), check_mode=True)
    assert (len(plan.actions), record["name"]) == (1, "example")


def test_one_task_plans_at_a_time_so_that_none_misses_what_another_would_make(
    task: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two tasks of hosts side by side that would make the same app: one of them would, and the other finds it."""
    both, plan = threading.Barrier(2), App.plan

    def planned_together(want: Desired, view: Any) -> Any:
        made = plan(want, view)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(0.5)  # in vain, since no task gets here while another one has not recorded its plan
        return made

    monkeypatch.setattr(App, "plan", planned_together)
    found: list[int] = []

    def work(run: Run) -> None:
        found.append(len(run.converge(app(), check_mode=True)[0].actions))

    threads = [threading.Thread(target=work, args=(task(shadow=str(tmp_path)),)) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == [0, 1]
