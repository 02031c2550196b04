# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Heroku's schema does not require may be missing in an answer (recorded.md E), and is in our records."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._engine.attributes import blank_of
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.build import Build
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_authorization import OauthAuthorization
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_token import OauthToken

# By resource: the properties that the schema requires.
REQUIRED: dict[Any, str] = {
    App: "build_stack created_at git_url id name region released_at slug_size stack updated_at web_url maintenance acm",
    Build: "buildpacks created_at id output_stream_url release slug source_blob status updated_at user",
}
ONLY_OF_TEAMS = {"locked"}


@pytest.mark.parametrize("resource", REQUIRED, ids=lambda resource: resource.noun)
def test_a_record_has_every_property_that_is_predicted(resource: Any) -> None:
    answer = dict.fromkeys(REQUIRED[resource].split())
    assert set(blank_of(resource.attributes)) - set(resource.kind.normal(answer)) <= ONLY_OF_TEAMS


@pytest.mark.parametrize("resource", [OauthAuthorization, OauthToken], ids=lambda resource: resource.noun)
def test_a_token_that_tells_no_lifetime_has_none(resource: Any) -> None:
    record = resource.kind.normal({"access_token": {"id": "1", "token": "t"}})
    assert record["access_token"] == {"id": "1", "token": "t", "expires_in": None}
    assert record["refresh_token"] is None
