# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth authorizations: what may act for an account, with which scope and for how long (behaviour.md 3.21)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..clock import clock
from ..errors import forbidden, invalid_params, not_found
from ..oauth import (
    GRANT_SECONDS,
    REFRESH,
    SCOPES,
    OauthAuthorization,
    OauthGrant,
    expiry,
    issue,
    oauth_authorizations,
    oauth_clients,
    oauth_grants,
    oauth_sessions,
    remaining,
    token_of,
)
from ..operation import Reply, View, in_sdk, operation, resolver, writer
from ..params import anything, list_of, structure, text
from .account import accounts
from .oauth_token import brief
from .team import Team

if TYPE_CHECKING:
    from ..application import Call

DEFAULT_DESCRIPTION = "Long-lived user authorization"


@resolver("oauth_authorization")
def resolve_oauth_authorization(call: Call, identity: str) -> OauthAuthorization:
    """By id, among the caller's."""
    authorization = oauth_authorizations.get(identity)
    if authorization is None or authorization.account_id != call.account.id:
        raise not_found("authorization")
    return authorization


@writer(OauthAuthorization)
def write(authorization: OauthAuthorization, view: View) -> dict[str, Any]:
    """The resource ``oauth-authorization``. The tokens of clients are theirs: nobody else is shown them [I]."""
    account = accounts[authorization.account_id]
    client = oauth_clients.get(authorization.client_id)
    sessions = oauth_sessions.where("authorization_id", authorization.id)
    own = client is None
    return {
        "access_token": brief(token_of(authorization), view, versioned=True) if own else None,
        "client": {"id": client.id, "name": client.name, "redirect_uri": client.redirect_uri} if client else None,
        "created_at": authorization.created_at,
        "description": authorization.description,
        "grant": None,
        "id": authorization.id,
        "refresh_token": brief(token_of(authorization, REFRESH), view, versioned=False) if own else None,
        "scope": authorization.scope,
        "session": {"id": sessions[-1].id} if sessions else None,
        "updated_at": authorization.updated_at,
        "user": {"id": account.id, "email": account.email, "full_name": account.name},
    }


def _lifetime(value: Any) -> int | None:
    """``expires_in``; the official command sends a string."""
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise invalid_params("Expires in must be a positive integer.")


def _scope(value: list[str]) -> list[str]:
    """Raises the 422 for a scope that does not exist [I]."""
    unknown = [item for item in value if item not in SCOPES]
    if unknown or not value:
        raise invalid_params(f"Scope must be one or more of {', '.join(SCOPES)}.")
    return value


@operation("GET", "/oauth/authorizations", ranges=("id",), scope="account")
def list_(call: Call) -> list[OauthAuthorization]:
    """OAuth Authorization List; those of teams are not in it [I]."""
    return [item for item in oauth_authorizations.where("account_id", call.account.id) if item.team_id is None]


@operation("GET", "/oauth/authorizations/{oauth_authorization}", scope="account")
def info(call: Call, oauth_authorization: OauthAuthorization) -> OauthAuthorization:
    """OAuth Authorization Info."""
    return oauth_authorization


_TERMS = MappingProxyType({"description": text(), "expires_in": anything()})


@operation(
    "POST",
    "/oauth/authorizations",
    params={"client": text(), "scope": list_of(text()), **_TERMS},
    scope="account",
)
def create(call: Call) -> OauthAuthorization | Reply:
    """OAuth Authorization Create: with a client a grant for it, else a token.

    The official command leaves out the scope that the schema calls required, and means everything (cli-requests.md).
    """
    scope = _scope(call.body.get("scope", ["global"]))
    client = oauth_clients.get(call.body.get("client"))
    if client is None and "client" in call.body:
        raise not_found("client")
    authorization = oauth_authorizations.add(
        OauthAuthorization(
            account_id=call.account.id,
            description=call.body.get("description") or (client.name if client else DEFAULT_DESCRIPTION),
            scope=scope,
            client_id=client.id if client else None,
            expires_in=_lifetime(call.body.get("expires_in")),
        )
    )
    if client is None:
        issue(authorization)
        return authorization
    expires_at = expiry(GRANT_SECONDS) or ""
    grant = oauth_grants.add(OauthGrant(authorization_id=authorization.id, expires_at=expires_at))
    told = {"code": grant.code, "expires_in": remaining(grant.expires_at), "id": grant.id}
    return Reply({**write(authorization, call.view), "grant": told})


@operation(
    "PATCH",
    "/oauth/authorizations/{oauth_authorization}",
    params={"client": structure({"id": text(), "secret": text()}), "description": text()},
    scope="account",
)
def update(call: Call, oauth_authorization: OauthAuthorization) -> OauthAuthorization:
    """OAuth Authorization Update. A client that is given has to be the authorization's own [I]."""
    if "client" in call.body:
        client = oauth_clients.get(call.body["client"].get("id"))
        if client is None or client.id != oauth_authorization.client_id:
            raise invalid_params("Client is invalid.")
        if client.secret != call.body["client"].get("secret"):
            raise invalid_params("Client secret is invalid.")
    if "description" in call.body:
        oauth_authorizations.update(oauth_authorization, description=call.body["description"])
    return oauth_authorization


@operation("DELETE", "/oauth/authorizations/{oauth_authorization}", scope="account")
def delete(call: Call, oauth_authorization: OauthAuthorization) -> dict[str, Any]:
    """OAuth Authorization Delete: its tokens end, too."""
    gone = write(oauth_authorization, call.view)
    oauth_authorizations.remove(oauth_authorization)
    return gone


@operation(
    "POST",
    "/oauth/authorizations/{oauth_authorization}/actions/regenerate-tokens",
    status=200,
    scope="account",
)
def regenerate(call: Call, oauth_authorization: OauthAuthorization) -> OauthAuthorization:
    """OAuth Authorization Regenerate: new tokens for as long as the first; only for direct authorizations [S]."""
    if oauth_authorization.client_id is not None:
        raise forbidden("Only the tokens of direct authorizations can be regenerated.")
    issue(oauth_authorization)
    oauth_authorization.updated_at = clock.timestamp()
    return oauth_authorization


@operation(
    "GET",
    "/teams/{team}/oauth/authorizations",
    ranges=("id",),
    access="manage",
    scope="account",
    write_as=in_sdk(write),
)
def list_of_team(call: Call, team: Team) -> list[OauthAuthorization]:
    """OAuth Authorization Team List."""
    return oauth_authorizations.where("team_id", team.id)


@operation(
    "POST",
    "/teams/{team}/oauth/authorizations",
    params={"scope": list_of(text()), **_TERMS},
    access="manage",
    scope="account",
    write_as=in_sdk(write),
)
def create_for_team(call: Call, team: Team) -> OauthAuthorization:
    """OAuth Authorization Team Create; its token acts for who made it [I]."""
    authorization = OauthAuthorization(
        account_id=call.account.id,
        description=call.body.get("description") or DEFAULT_DESCRIPTION,
        scope=_scope(call.body.get("scope", ["global"])),
        team_id=team.id,
        expires_in=_lifetime(call.body.get("expires_in")),
    )
    issue(oauth_authorizations.add(authorization))
    return authorization
