# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Gateway tokens: what services within Heroku tell each other about who calls (the schema).

How long one lives, who issues it and what signs it are ours [I].
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from typing import TYPE_CHECKING, Any

import orjson

from ..authentication import token_of
from ..clock import clock
from ..oauth import OauthAuthorization, OauthToken, issue, oauth_authorizations
from ..operation import Reply, operation
from ..settings import settings

if TYPE_CHECKING:
    from ..application import Call

HEADER = "Heroku-Gateway-Token"
GATEWAY_SECONDS = 300
PROXY_SECONDS = 600


def _claims(call: Call) -> dict[str, Any]:
    """What a gateway token says of the caller: the properties of the schema."""
    now = int(clock.now())
    token = token_of(call.headers.get("authorization"))
    return {
        "iss": settings.url,
        "iat": now,
        "exp": now + GATEWAY_SECONDS,
        "sub": call.account.id,
        "user_id": call.account.id,
        "user_email": call.account.email,
        "authorization_id": token.authorization_id if token is not None else None,
        "rate_limit_enabled": True,
        "rate_limit_multiplier": call.account.rate_limit_multiplier,
        "second_factor": call.account.two_factor_authentication,
        "sudo": False,
        "sudo_user_id": None,
        "sudo_reason": None,
        "sudo_force": False,
    }


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _jwt(claims: dict[str, Any]) -> str:
    """The claims as a JSON web token."""
    signed = f"{_encoded(orjson.dumps({'alg': 'HS256', 'typ': 'JWT'}))}.{_encoded(orjson.dumps(claims))}"
    key = uuid.UUID(claims["user_id"]).bytes
    return f"{signed}.{_encoded(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"


@operation("POST", "/users/~/gateway-tokens", status=200, scope="account")
def create(call: Call) -> Reply:
    """Gateway Token Create: what it says in the body, and the token itself in a header."""
    claims = _claims(call)
    return Reply(claims, headers={HEADER: _jwt(claims)})


@operation("POST", "/users/~/gateway-tokens/oauth-authorization", status=200, scope="account")
def create_proxy(call: Call) -> OauthToken:
    """Gateway Token OAuth Token: an access token with the scope of the caller's, which soon ends."""
    authorization = oauth_authorizations.add(
        OauthAuthorization(
            account_id=call.account.id,
            description="Proxy of a gateway token",
            scope=list(call.scopes),
            expires_in=PROXY_SECONDS,
        )
    )
    return issue(authorization)
