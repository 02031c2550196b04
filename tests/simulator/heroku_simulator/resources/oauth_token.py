# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens: what clients send to say who they are, and how they get them (behaviour.md 3.21).

Which parameters a grant's type needs, and the texts of errors, are ours [I].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import invalid_params, not_found, required_params
from ..oauth import (
    CLIENT_TOKEN_SECONDS,
    REFRESH,
    OauthAuthorization,
    OauthClient,
    OauthSession,
    OauthToken,
    issue,
    oauth_authorizations,
    oauth_clients,
    oauth_grants,
    oauth_sessions,
    oauth_tokens,
    remaining,
    token_of,
)
from ..operation import View, operation, resolver, writer
from ..params import one_of, structure, text

if TYPE_CHECKING:
    from ..application import Call


@resolver("oauth_token")
def resolve_oauth_token(call: Call, identity: str) -> OauthToken:
    """By id, among the access tokens of the caller."""
    token = oauth_tokens.get(identity)
    if token is None or token.account_id != call.account.id or token.kind == REFRESH:
        raise not_found("token")
    return token


def brief(token: OauthToken | None, view: View, *, versioned: bool) -> dict[str, Any] | None:
    """How a token is shown within other records; ``versioned``: where ``3.sdk`` has its version too."""
    if token is None:
        return None
    body = {"expires_in": remaining(token.expires_at), "id": token.id, "token": token.token}
    return {**body, "version": 1} if versioned and view.sdk else body


@writer(OauthToken)
def write(token: OauthToken, view: View) -> dict[str, Any]:
    """The resource ``oauth-token``. That of a direct authorization came without grant, session and refresh token."""
    authorization = oauth_authorizations[token.authorization_id]
    client = oauth_clients.get(authorization.client_id)
    grants = oauth_grants.where("authorization_id", authorization.id)
    session = _session(authorization)
    return {
        "access_token": brief(token, view, versioned=False),
        "authorization": {"id": authorization.id},
        "client": {"secret": client.secret} if client else None,
        "created_at": token.created_at,
        "grant": {"code": grants[-1].code, "type": "authorization_code"} if grants else None,
        "id": token.id,
        "refresh_token": brief(token_of(authorization, REFRESH), view, versioned=True),
        "session": {"id": session.id} if session else None,
        "updated_at": token.updated_at,
        "user": {"id": token.account_id},
    }


def _session(authorization: OauthAuthorization) -> OauthSession | None:
    found = oauth_sessions.where("authorization_id", authorization.id)
    return found[-1] if found else None


@operation(
    "POST",
    "/oauth/tokens",
    params={
        "client": structure({"secret": text(required=True)}, required=True),
        "grant": structure(
            {"code": text(), "type": one_of("authorization_code", "refresh_token", required=True)}, required=True
        ),
        "refresh_token": structure({"token": text(required=True)}),
    },
    public=True,
)
def create(call: Call) -> OauthToken:
    """OAuth Token Create: a grant's code, once, or a refresh token gets an access token."""
    secret = call.body["client"]["secret"]
    client = next((item for item in oauth_clients if item.secret == secret), None)
    if client is None:
        raise invalid_params("Client secret is invalid.")
    if call.body["grant"]["type"] == "refresh_token":
        authorization = _refreshed(call.body, client)
    else:
        authorization = _granted(call.body["grant"], client)
    return issue(authorization)


def _granted(given: dict[str, Any], client: OauthClient) -> OauthAuthorization:
    if "code" not in given:
        raise required_params(["grant:code"])
    grant = oauth_grants.by("code", given["code"])
    authorization = oauth_authorizations[grant.authorization_id] if grant else None
    if grant is None or authorization is None or authorization.client_id != client.id or grant.used:
        raise invalid_params("Grant code is invalid.")
    if not remaining(grant.expires_at):
        raise invalid_params("Grant code has expired.")
    oauth_grants.update(grant, used=True)
    oauth_authorizations.update(authorization, expires_in=CLIENT_TOKEN_SECONDS)
    oauth_sessions.add(
        OauthSession(account_id=authorization.account_id, authorization_id=authorization.id, description=client.name)
    )
    issue(authorization, REFRESH)
    return authorization


def _refreshed(body: dict[str, Any], client: OauthClient) -> OauthAuthorization:
    if "refresh_token" not in body:
        raise required_params(["refresh_token"])
    token = oauth_tokens.by("token", body["refresh_token"]["token"])
    authorization = oauth_authorizations[token.authorization_id] if token else None
    if token is None or token.kind != REFRESH or authorization is None or authorization.client_id != client.id:
        raise invalid_params("Refresh token is invalid.")
    return authorization


@operation("DELETE", "/oauth/tokens/{oauth_token}", scope="account")
def delete(call: Call, oauth_token: OauthToken) -> dict[str, Any]:
    """OAuth Token Delete: the access token ends; its authorization stays."""
    gone = write(oauth_token, call.view)
    oauth_tokens.remove(oauth_token)
    return gone
