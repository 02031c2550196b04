# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What OAuth keeps: clients, authorizations, their grants, sessions and tokens (behaviour.md 3.21).

Every token belongs to an authorization. A direct one is made by an account for itself and has an access token at once.
One for a client has a grant, whose code the client exchanges for an access token that lives some hours and a refresh
token that does not expire; with it come a session, which ends all of it [I].
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .chance import new_id
from .clock import clock, iso, seconds_of
from .resources.account import Account, accounts
from .resources.team import teams
from .store import Record, Table

SCOPES = ("global", "identity", "read", "write", "read-protected", "write-protected")
ACCESS, REFRESH = "access", "refresh"
GRANT_SECONDS = 300
CLIENT_TOKEN_SECONDS = 28800


def new_secret() -> str:
    """A token, a client's secret, a grant's code: tokens of today begin like this [I]."""
    return f"HRKU-{new_id()}"


@dataclass(kw_only=True)
class OauthClient(Record):
    """An application that people can let act for them."""

    account_id: str
    name: str
    redirect_uri: str
    secret: str = field(default_factory=new_secret)
    ignores_delinquent: bool | None = False


@dataclass(kw_only=True)
class OauthAuthorization(Record):
    """That something may act for an account: a client, or, without one, whoever has the token.

    ``expires_in`` is the lifetime of its access tokens. ``team_id``: a team's own authorization.
    """

    account_id: str
    description: str
    scope: list[str]
    client_id: str | None = None
    team_id: str | None = None
    expires_in: int | None = None


@dataclass(kw_only=True)
class OauthGrant(Record):
    """What a client exchanges for its first tokens, once."""

    authorization_id: str
    code: str = field(default_factory=new_secret)
    expires_at: str = ""
    used: bool = False


@dataclass(kw_only=True)
class OauthSession(Record):
    """Where somebody is signed in."""

    account_id: str
    authorization_id: str
    description: str


@dataclass(kw_only=True)
class OauthToken(Record):
    """A bearer token, or the refresh token that gets another one."""

    token: str = field(default_factory=new_secret)
    account_id: str
    authorization_id: str
    scope: list[str] = field(default_factory=lambda: ["global"])
    expires_at: str | None = None
    kind: str = ACCESS


oauth_clients = Table("oauth_clients", OauthClient, parents={"account_id": accounts}, secrets=("secret",))
oauth_authorizations = Table(
    "oauth_authorizations",
    OauthAuthorization,
    parents={"account_id": accounts, "client_id": oauth_clients, "team_id": teams},
)
oauth_grants = Table(
    "oauth_grants",
    OauthGrant,
    unique=("code",),
    parents={"authorization_id": oauth_authorizations},
    secrets=("code",),
)
oauth_sessions = Table(
    "oauth_sessions", OauthSession, parents={"account_id": accounts, "authorization_id": oauth_authorizations}
)
oauth_tokens = Table(
    "oauth_tokens",
    OauthToken,
    unique=("token",),
    parents={"account_id": accounts, "authorization_id": oauth_authorizations},
    secrets=("token",),
)


def expiry(seconds: int | None) -> str | None:
    """When something that lives so long from now ends."""
    return None if seconds is None else iso(int(clock.now()) + seconds)


def remaining(expires_at: str | None) -> int | None:
    """How many seconds are left; None for what does not end."""
    return None if expires_at is None else max(0, int(seconds_of(expires_at) - int(clock.now())))


def token_of(authorization: OauthAuthorization, kind: str = ACCESS) -> OauthToken | None:
    """The newest token of an authorization."""
    found = [item for item in oauth_tokens.where("authorization_id", authorization.id) if item.kind == kind]
    return found[-1] if found else None


def issue(authorization: OauthAuthorization, kind: str = ACCESS, *, text: str | None = None) -> OauthToken:
    """Give an authorization a token in place of the one it has, which ends."""
    previous = token_of(authorization, kind)
    if previous is not None:
        oauth_tokens.remove(previous)
    return oauth_tokens.add(
        OauthToken(
            token=text or new_secret(),
            account_id=authorization.account_id,
            authorization_id=authorization.id,
            scope=list(authorization.scope),
            expires_at=expiry(authorization.expires_in) if kind == ACCESS else None,
            kind=kind,
        )
    )


def authorize(account: Account, text: str, description: str, scope: list[str], expires_at: str | None) -> OauthToken:
    """The direct authorization of a token that the world file gives."""
    authorization = oauth_authorizations.add(
        OauthAuthorization(account_id=account.id, description=description, scope=scope)
    )
    token = issue(authorization, text=text)
    token.expires_at = expires_at
    return token
