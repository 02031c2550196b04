# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_token import OauthToken
from planning import desired, plan, verbs, written

CODE = {"client": {"secret": "s3cret-of-client"}, "grant": {"type": "authorization_code", "code": "s3cret-code"}}
REFRESH = {
    "client": {"secret": "s3cret-of-client"},
    "grant": {"type": "refresh_token", "code": None},
    "refresh_token": {"token": "s3cret-refresh"},
}


@pytest.mark.parametrize("options", [CODE, REFRESH], ids=["code", "refresh"])
def test_what_is_sent_and_that_a_saved_plan_holds_no_secret(options: dict[str, Any]) -> None:
    made = plan(OauthToken, {}, **options)
    ((_verb, body),) = verbs(made)
    assert body == {
        key: {name: item for name, item in value.items() if item is not None} for key, value in options.items()
    }
    assert "s3cret" not in written(made)
    assert isinstance(body["client"]["secret"], Secret)


@pytest.mark.parametrize(("options", "hinted"), [(CODE, True), (REFRESH, False)], ids=["code", "refresh"])
def test_a_refused_code_may_have_been_used_before(options: dict[str, Any], hinted: bool) -> None:
    (action,) = plan(OauthToken, {}, **options).actions
    hint = OauthToken.explain(desired(OauthToken, **options), action, HerokuError("No", status=401))
    assert ("works once" in hint) is hinted


@pytest.mark.parametrize("show_token", [True, False])
@pytest.mark.parametrize("refresh", ["s3cret-refresh", "s3cret-new", None])
def test_what_is_told(refresh: str | None, show_token: bool) -> None:
    want = desired(OauthToken, **REFRESH, show_token=show_token)
    answer = {
        "id": "1",
        "access_token": {"expires_in": 60, "id": "2", "token": "s3cret-access"},
        "refresh_token": refresh and {"expires_in": None, "id": "3", "token": refresh},
        "grant": None,
        "client": {"secret": "s3cret-of-client"},
        "session": None,
    }
    result = OauthToken.result(want, answer)
    assert result["token"] == ("s3cret-access" if show_token else None)
    assert result["refresh_token"] == (refresh if show_token and refresh == "s3cret-new" else None)
    assert "s3cret" not in str(result["oauth_token"])
    assert result["oauth_token"]["grant"] is None


def test_what_check_mode_cannot_know() -> None:
    want = desired(OauthToken, **REFRESH, show_token=True)
    result = OauthToken.result(want, plan(OauthToken, {}, **REFRESH).record)
    assert result["token"] is UNKNOWN
    assert result["refresh_token"] is UNKNOWN
    assert result["oauth_token"]["client"] == {"secret": None}
