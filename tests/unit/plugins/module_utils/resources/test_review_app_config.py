# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.resources.review_app_config import ReviewAppConfig, body

NOWHERE = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.fixture
def config(simulator: Any, connect: Any) -> ReviewAppConfig:
    return ReviewAppConfig(connect(simulator), {"pipeline": NOWHERE})


@pytest.mark.parametrize(
    ("wanted", "have", "kept", "requests"),
    [
        (("eu", "region"), None, False, 0),
        (("eu", "region"), ("eu", "region"), False, 0),
        (("eu", "region"), ("us", "region"), False, 0),
        (("eu", "region"), ("{eu}", "region"), True, 1),
        (("us", "region"), ("{eu}", "region"), False, 1),
        (("{eu}", "region"), ("eu", "region"), True, 1),
        (("{eu}", "region"), (NOWHERE, "region"), False, 0),
        (("eu", "region"), (NOWHERE, "space"), False, 0),
        (("acme-space", "space"), ("{eu}", "region"), False, 1),
    ],
)
def test_deploy_targets(config: ReviewAppConfig, wanted: Any, have: Any, kept: bool, requests: int) -> None:
    region = config.client.get("/regions/eu")["id"]
    asked = config.client.requests_sent
    one, other = (pair and {"id": pair[0].format(eu=region), "type": pair[1]} for pair in (wanted, have))
    found = config.find_target(one, other)
    if kept:
        assert found == other
    elif wanted[1] == "space":
        assert found["id"] == config.client.get("/spaces/acme-space")["id"]
        asked += 1
    else:
        assert found == one
    assert config.client.requests_sent - asked == requests


def test_an_empty_base_name_is_sent_as_null() -> None:
    assert body({"base_name": "", "stale_days": 3}) == {"base_name": None, "stale_days": 3}
