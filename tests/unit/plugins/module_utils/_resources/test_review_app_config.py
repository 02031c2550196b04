# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import REGIONS, SPACES
from ansible_collections.community.heroku.plugins.module_utils._resources.review_app_config import (
    ReviewAppConfig,
    find_target,
)
from planning import plan, verbs

LINE = "01234567-89ab-cdef-0123-456789abcdef"
NOWHERE = "11234567-89ab-cdef-0123-456789abcdef"
EU = {"id": "21234567-89ab-cdef-0123-456789abcdef", "name": "eu"}
SPACE = {"id": "31234567-89ab-cdef-0123-456789abcdef", "name": "acme-space"}
CONFIG = ReviewAppConfig.kind.of(LINE)
THERE = {
    "automatic_review_apps": True,
    "base_name": "pr",
    "deploy_target": {"id": EU["id"], "type": "region"},
    "destroy_stale_apps": False,
    "pipeline_id": LINE,
    "repo": {"id": 4711},
    "stale_days": 5,
    "wait_for_ci": False,
}
FACTS = {
    REGIONS.named("eu"): EU,
    REGIONS.named(EU["id"]): EU,
    REGIONS.named(NOWHERE): {"id": NOWHERE, "name": "nowhere"},
    SPACES.named("acme-space"): SPACE,
    SPACES.named("no-such-space"): None,
}


@pytest.mark.parametrize(
    ("wanted", "have", "kept", "looks"),
    [
        (("eu", "region"), None, False, 0),
        (("eu", "region"), ("eu", "region"), False, 0),
        (("eu", "region"), ("us", "region"), False, 0),
        (("eu", "region"), (EU["id"], "region"), True, 1),
        (("us", "region"), (EU["id"], "region"), False, 1),
        ((EU["id"], "region"), ("eu", "region"), True, 1),
        ((EU["id"], "region"), (NOWHERE, "region"), False, 0),
        (("eu", "region"), (NOWHERE, "space"), False, 0),
        (("acme-space", "space"), (EU["id"], "region"), False, 1),
    ],
)
def test_deploy_targets(wanted: Any, have: Any, kept: bool, looks: int) -> None:
    view = View(FACTS)
    one, other = (pair and {"id": pair[0], "type": pair[1]} for pair in (wanted, have))
    found = find_target(view, one, other)
    if kept:
        assert found == other
    elif wanted[1] == "space":
        assert found == {"id": SPACE["id"], "type": "space"}
    else:
        assert found == one
    assert len(view.used) == looks


def test_a_space_has_to_exist() -> None:
    with pytest.raises(HerokuError, match="Couldn't find that space"):
        find_target(View(FACTS), {"id": "no-such-space", "type": "space"}, None)


def test_the_repository_alone_is_in_the_diff() -> None:
    made = plan(ReviewAppConfig, {CONFIG: None}, pipeline=LINE, repo="acme/shop")
    assert verbs(made) == [("create", {"repo": "acme/shop"})]
    assert (made.before, made.after) == ({}, {"repo": "acme/shop"})
    assert made.record["pipeline_id"] == LINE
    assert made.unknown == sorted([*({*THERE} - {"pipeline_id", "repo"}), "repo.id"])


def test_the_repository_is_not_compared() -> None:
    made = plan(ReviewAppConfig, {CONFIG: THERE}, pipeline=LINE, repo="acme/other", stale_days=5)
    assert not made.actions
    assert made.before == made.after
    assert made.record == THERE


def test_without_settings_the_repository_is_needed() -> None:
    with pytest.raises(InvalidInput, match="The pipeline has no review apps yet: give repo"):
        plan(ReviewAppConfig, {CONFIG: None}, pipeline=LINE, stale_days=3)


def test_an_empty_base_name_is_sent_as_null() -> None:
    made = plan(ReviewAppConfig, {CONFIG: THERE}, pipeline=LINE, base_name="", stale_days=3)
    assert verbs(made) == [("update", {"base_name": None, "stale_days": 3})]
    assert made.record == {**THERE, "base_name": None, "stale_days": 3}
    assert not plan(ReviewAppConfig, {CONFIG: {**THERE, "base_name": None}}, pipeline=LINE, base_name="").actions


def test_heroku_may_tell_another_name_of_a_region() -> None:
    target = {"id": "us", "type": "region"}
    made = plan(ReviewAppConfig, {**FACTS, CONFIG: THERE}, pipeline=LINE, deploy_target=target)
    assert verbs(made) == [("update", {"deploy_target": target})]
    assert made.record["deploy_target"] == {"id": UNKNOWN, "type": "region"}
    assert made.after["deploy_target"] == target


def test_absent() -> None:
    made = plan(ReviewAppConfig, {CONFIG: THERE}, pipeline=LINE, state="absent")
    assert verbs(made) == [("delete", None)]
    assert made.actions[0].request.values == (LINE,)
    assert not plan(ReviewAppConfig, {CONFIG: None}, pipeline=LINE, state="absent").actions
