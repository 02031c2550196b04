# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


def test_every_request_costs_a_token_but_asking_for_them(api):
    api.clock(mode="0")
    assert api.send("GET", "/account").headers["RateLimit-Remaining"] == "4499"
    assert api.get("/account/rate-limits") == {"remaining": 4499}
    assert api.get("/account/rate-limits") == {"remaining": 4499}
    api.get("/apps/nope", status=404)
    assert api.get("/account/rate-limits") == {"remaining": 4498}
    api.get("/pipelines")
    api.get("/addon-services", Authorization=None)
    assert api.get("/account/rate-limits") == {"remaining": 4498}


def test_the_pool_is_the_accounts(api):
    api.clock(mode="0")
    api.get("/account")
    assert api.as_("simulator-token-owner-read").get("/account/rate-limits") == {"remaining": 4499}
    assert api.as_("simulator-token-other").get("/account/rate-limits") == {"remaining": 4500}


def test_an_empty_pool_and_its_refill(api):
    api.clock(mode="0")
    api.running.backdoor("POST", "settings", {"rate_limit": 60})
    for _time in range(60):
        api.get("/account")
    refused = api.send("GET", "/account", status=429)
    assert refused.json() == {
        "id": "rate_limit",
        "message": "Your account reached the API rate limit\nPlease wait a few minutes before making new requests",
        "url": "https://devcenter.heroku.com/articles/platform-api-reference#rate-limits",
    }
    assert "Retry-After" not in refused.headers
    api.clock(advance=59)
    api.get("/account", status=429)
    api.clock(advance=1)
    api.get("/account")
    api.get("/account", status=429)
    api.switch(retry_after="present")
    assert api.send("GET", "/account", status=429).headers["Retry-After"] == "60"
    api.clock(advance=7200)
    assert api.get("/account/rate-limits") == {"remaining": 60}
