# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is found by name or id, and renamed."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.attributes import computed
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS
from ansible_collections.community.heroku.plugins.module_utils._resources.named import NAME, NEW_NAME, Named
from planning import desired

NOBODY = "01234567-89ab-cdef-0123-456789abcdef"


class Site(Named):
    """A resource of the tests: an app with nothing but its name."""

    noun = "site"
    plural = "sites"
    kind = APPS
    attributes = (NAME, *computed("id", "updated_at"))
    controls = NEW_NAME

    @classmethod
    def check_name(cls, option: str, name: str) -> None:
        if "example" not in name:
            raise InvalidInput(f"{option} {name!r} is no name of a site.")


@dataclass
class Outcome:
    """What became of a task."""

    plan: Plan
    record: Any
    done: list[str]


class Task:
    """A task about a Site, with a client of its own."""

    def __init__(self, client: HerokuClient, options: dict[str, Any]) -> None:
        self.client = client
        self.run = Run.of(client, Reporter())
        self.subject = Subject(Site, desired(Site, **options))

    def converge(self, *, check_mode: bool = False) -> Outcome:
        with contextlib.ExitStack() as stack:
            subject = self.run.prepare(self.subject, stack)
            plan, record = self.run.converge(subject, check_mode=check_mode)
        return Outcome(plan, record, self.run.journal.done)


@pytest.fixture
def site(connect: Any, simulator: Any) -> Any:
    """Make a task about a Site with these options."""
    return lambda **options: Task(connect(simulator), options)


@pytest.fixture
def there(site: Any) -> Any:
    """Two of them stand already."""
    return [site(name=name).converge().record for name in ("example", "example-other")]


def sent(task: Task) -> int:
    """How many requests it took."""
    return task.client.requests_sent


def test_it_is_found_by_name_and_by_id(site: Any, there: Any):
    for name in ("example", there[0]["id"]):
        task = site(name=name)
        outcome = task.converge()
        assert (outcome.record["id"], outcome.done, sent(task)) == (there[0]["id"], [], 1)


@pytest.mark.parametrize(("by", "requests"), [("name", (3, 2)), ("id", (3, 1))])
def test_it_is_renamed_once(site: Any, there: Any, by: str, requests: tuple[int, int]):
    for expected, done in zip(requests, (["update"], [])):
        task = site(name=there[0][by], new_name="example-new")
        outcome = task.converge()
        assert outcome.done == done
        assert (outcome.record["id"], outcome.record["name"]) == (there[0]["id"], "example-new")
        assert sent(task) == expected


def test_what_has_its_new_name_already(site: Any, there: Any):
    assert not site(name="example", new_name="example").converge().plan.actions


def test_a_new_one_has_its_new_name(site: Any):
    assert site(name="example", new_name="example-new").converge().record["name"] == "example-new"


def test_it_goes_by_either_name(site: Any, there: Any):
    assert site(name="example-gone", new_name="example", state="absent").converge().done == ["delete"]


@pytest.mark.parametrize("state", ["present", "absent"])
def test_both_names_are_taken(site: Any, there: Any, state: str):
    with pytest.raises(InvalidInput, match="Cannot rename example to example-other: another site of yours has that"):
        site(name="example", new_name="example-other", state=state).converge(check_mode=True)


def test_an_id_that_means_nothing(site: Any):
    with pytest.raises(InvalidInput, match=f"no site with the id {NOBODY}, and Heroku chooses the id of a new one"):
        site(name=NOBODY).converge(check_mode=True)
    assert not site(name=NOBODY, state="absent").converge(check_mode=True).plan.actions


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": ""}, "name '' is no name of a site."),
        ({"name": "wrong"}, "name 'wrong' is no name of a site."),
        ({"name": "example", "new_name": ""}, "new_name '' is no name of a site."),
        ({"name": "example", "new_name": "wrong"}, "new_name 'wrong' is no name of a site."),
        ({"name": NOBODY + "\n"}, "is no name of a site."),
        ({"name": "example", "new_name": NOBODY}, f"new_name {NOBODY} is an id, and no site can be called that."),
    ],
)
def test_names_are_judged_before_any_request(site: Any, options: dict[str, str], message: str):
    task = site(**options)
    with pytest.raises(InvalidInput, match=message):
        task.converge()
    assert sent(task) == 0


def test_a_creation_without_an_answer_under_a_name_of_somebody_else(site: Any, simulator: Any, pauses: Any):
    """However often it is looked for, what it meets there is no site of its own, and so it is made."""
    simulator.backdoor("POST", "faults", {"fault": "reset", "when": "before", "method": "POST", "count": 1})
    theirs = {"fault": "error", "status": 403, "path": "/apps/example", "method": "GET", "skip": 1}
    simulator.backdoor("POST", "faults", theirs)
    assert site(name="example").converge().record["name"] == "example"
    methods = [method for method, _repeated in itertools.groupby(item["method"] for item in simulator.requests())]
    assert methods == ["GET", "POST", "GET", "POST"]


def test_a_rename_is_done_though_a_stranger_has_the_old_name_since(site: Any, there: Any, simulator: Any, connect: Any):
    site(name="example", new_name="example-new").converge()
    connect(simulator, "simulator-token-other").post("/apps", {"name": "example"})
    outcome = site(name="example", new_name="example-new").converge()
    assert (outcome.record["id"], outcome.done) == (there[0]["id"], [])
