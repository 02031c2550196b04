# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is found by name or id, and renamed."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.named import NamedResource
from ansible_collections.community.heroku.plugins.module_utils.plan import Field
from ansible_collections.community.heroku.plugins.module_utils.resource import converge

NOBODY = "01234567-89ab-cdef-0123-456789abcdef"


class Site(NamedResource):
    """A resource of the tests: an app with nothing but its name."""

    noun = "site"
    path = "/apps/{}"
    fields = (Field("name"),)
    blank = {"id": None, "name": None, "updated_at": None}  # noqa: RUF012

    def check_name(self, option: str, name: str) -> None:
        if "example" not in name:
            raise InvalidInput(f"{option} {name!r} is no name of a site.")

    def create(self, fields: dict[str, Any]) -> Any:
        return self.client.post("/apps", fields)


@pytest.fixture
def site(connect: Any, simulator: Any) -> Any:
    """Make a Site with these options."""
    return lambda **params: Site(connect(simulator), {"state": "present", **params})


@pytest.fixture
def there(site: Any) -> Any:
    """Two of them stand already."""
    return [converge(site(name=name), check_mode=False).record for name in ("example", "example-other")]


def sent(resource: Site) -> int:
    """How many requests it took."""
    return resource.client.requests_sent


def test_it_is_found_by_name_and_by_id(site: Any, there: Any):
    for name in ("example", there[0]["id"]):
        resource = site(name=name)
        outcome = converge(resource, check_mode=False)
        assert (outcome.record["id"], outcome.done, sent(resource)) == (there[0]["id"], [], 1)


@pytest.mark.parametrize(("by", "requests"), [("name", (3, 2)), ("id", (3, 1))])
def test_it_is_renamed_once(site: Any, there: Any, by: str, requests: tuple[int, int]):
    for expected, done in zip(requests, (["update"], [])):
        resource = site(name=there[0][by], new_name="example-new")
        outcome = converge(resource, check_mode=False)
        assert outcome.done == done
        assert (outcome.record["id"], outcome.record["name"]) == (there[0]["id"], "example-new")
        assert sent(resource) == expected


def test_what_has_its_new_name_already(site: Any, there: Any):
    resource = site(name="example", new_name="example")
    assert not converge(resource, check_mode=False).plan.changes


def test_a_new_one_has_its_new_name(site: Any):
    assert converge(site(name="example", new_name="example-new"), check_mode=False).record["name"] == "example-new"


def test_it_goes_by_either_name(site: Any, there: Any):
    outcome = converge(site(name="example-gone", new_name="example", state="absent"), check_mode=False)
    assert outcome.done == ["delete"]


@pytest.mark.parametrize("state", ["present", "absent"])
def test_both_names_are_taken(site: Any, there: Any, state: str):
    with pytest.raises(InvalidInput, match="Cannot rename example to example-other: another site of yours has that"):
        converge(site(name="example", new_name="example-other", state=state), check_mode=True)


def test_an_id_that_means_nothing(site: Any):
    with pytest.raises(InvalidInput, match=f"no site with the id {NOBODY}, and Heroku chooses the id of a new one"):
        converge(site(name=NOBODY), check_mode=True)
    assert not converge(site(name=NOBODY, state="absent"), check_mode=True).plan.changes


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
    resource = site(**options)
    with pytest.raises(InvalidInput, match=message):
        converge(resource, check_mode=False)
    assert sent(resource) == 0


def test_a_creation_without_an_answer_under_a_name_of_somebody_else(site: Any, simulator: Any):
    simulator.backdoor("POST", "faults", {"fault": "reset", "when": "before", "method": "POST", "count": 1})
    theirs = {"fault": "error", "status": 403, "path": "/apps/example", "method": "GET", "skip": 1, "count": 1}
    simulator.backdoor("POST", "faults", theirs)
    outcome = converge(site(name="example"), check_mode=False)
    assert outcome.record["name"] == "example"
    assert [entry["method"] for entry in simulator.requests()] == ["GET", "POST", "GET", "POST"]


def test_a_rename_is_done_though_a_stranger_has_the_old_name_since(site: Any, there: Any, simulator: Any, connect: Any):
    converge(site(name="example", new_name="example-new"), check_mode=False)
    connect(simulator, "simulator-token-other").post("/apps", {"name": "example"})
    resource = site(name="example", new_name="example-new")
    outcome = converge(resource, check_mode=False)
    assert (outcome.record["id"], outcome.done) == (there[0]["id"], [])
