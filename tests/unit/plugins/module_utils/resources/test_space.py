# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.space import Space

STANDING = {
    **Space.blank,
    "cidr": "10.0.0.0/16",
    "id": "01234567-89ab-cdef-0123-456789abcdef",
    "name": "example",
    "shield": False,
    "state": "allocated",
    "team": {"id": "11234567-89ab-cdef-0123-456789abcdef", "name": "acme"},
}


def space(**options: object) -> Space:
    """A space with these options, and nobody to ask."""
    return Space(None, {"name": "example", "state": "present", "wait": True, **options})  # type: ignore[arg-type]


def test_only_the_name_can_change() -> None:
    plan = space(new_name="renamed", team="acme", cidr="10.0.1.2/16").plan(STANDING)
    assert [(step.action, step.fields) for step in plan.steps] == [("update", {"name": "renamed"})]
    for wrong in ({"team": "other"}, {"region": "virginia"}, {"shield": True}, {"cidr": "10.1.0.0/16"}):
        with pytest.raises(InvalidInput, match="cannot be changed"):
            space(**wrong).plan(STANDING)


def test_the_drain_of_a_space_is_sent_once_and_never_shown() -> None:
    options = {"team": "acme", "log_drain_url": "https://s3cret@logs.example.com/"}
    made = space(**options).plan(None)
    assert made.steps[0].fields["log_drain_url"] == options["log_drain_url"]
    assert "s3cret" not in str((made.before, made.after, made.predicted))
    standing = space(**options).plan(STANDING)
    assert not standing.changes
    assert "log_drain_url" not in {*standing.before, *standing.after, *standing.predicted}


def test_a_space_that_goes() -> None:
    going = {**STANDING, "state": "deleting"}
    assert not space(state="absent").plan(going).changes
    assert space(state="absent").plan(STANDING).changes
    with pytest.raises(InvalidInput, match="is being deleted"):
        space().plan(going)


def test_a_space_that_is_under_way_is_foreseen_as_it_will_be() -> None:
    under_way = {**STANDING, "state": "allocating"}
    assert space().plan(under_way).predicted["state"] == "allocated"
    assert space(wait=False).plan(under_way).predicted["state"] == "allocating"
