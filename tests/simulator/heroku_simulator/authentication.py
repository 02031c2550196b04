# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who calls, and what the token allows (behaviour.md 1.1, 2.1, 3.21)."""

from __future__ import annotations

import base64
import binascii

from .clock import clock, seconds_of
from .errors import ApiError, bad_credentials, missing_scope, no_credentials, password_with_two_factor
from .oauth import ACCESS, OauthToken, oauth_tokens
from .operation import Operation
from .resources.account import Account, accounts

READ_SCOPES = ("global", "read", "read-protected", "write", "write-protected")
WRITE_SCOPES = ("global", "write", "write-protected")


def accepted_scopes(operation: Operation) -> tuple[str, ...]:
    """The scopes of which one is enough, as the header ``Oauth-Scope-Accepted`` lists them."""
    if operation.scope == "protected":
        return (
            ("global", "read-protected", "write-protected")
            if operation.method == "GET"
            else (
                "global",
                "write-protected",
            )
        )
    if operation.scope == "account":
        return ("global",)
    if operation.scope == "identity" and operation.method == "GET":
        return ("global", "identity")  # recorded.md D
    return READ_SCOPES if operation.method == "GET" or operation.scope == "read" else WRITE_SCOPES


def authenticate(header: str | None) -> tuple[Account, tuple[str, ...]]:
    """The account and the scopes of its token. Raises the 401 of the catalogue."""
    email, secret = _credentials(header)
    token = token_with(secret)
    if token is None:
        return _by_password(email, secret)
    if token.expires_at is not None and seconds_of(token.expires_at) <= clock.now():
        raise bad_credentials()
    return accounts[token.account_id], tuple(token.scope)


def _credentials(header: str | None) -> tuple[str, str]:
    """The e-mail address, empty for a bearer, and the secret. Raises the 401 for what is neither."""
    if not header:
        raise no_credentials()
    kind, _separator, credentials = header.strip().partition(" ")
    secret = credentials.strip()
    if kind.lower() == "bearer":
        return "", secret
    if kind.lower() != "basic":
        raise bad_credentials()
    try:
        email, _separator, secret = base64.b64decode(secret, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise bad_credentials() from None
    return email, secret


def token_with(secret: str) -> OauthToken | None:
    """The access token with this text."""
    token: OauthToken | None = oauth_tokens.by("token", secret) if secret else None
    return token if token is not None and token.kind == ACCESS else None


def token_of(header: str | None) -> OauthToken | None:
    """The access token that a request was sent with; None where it came with a password."""
    return token_with(_credentials(header)[1])


def _by_password(email: str, password: str) -> tuple[Account, tuple[str, ...]]:
    account = accounts.by("email", email.lower()) if email else None
    if account is None or account.password is None or account.password != password:
        raise bad_credentials()
    if account.two_factor_authentication:
        raise password_with_two_factor()
    return account, ("global",)


def scope_error(operation: Operation, scopes: tuple[str, ...]) -> ApiError | None:
    """The 403 for a token that has none of the accepted scopes."""
    return None if set(scopes) & set(accepted_scopes(operation)) else missing_scope()


__all__ = ["Account", "OauthToken", "accepted_scopes", "authenticate", "scope_error", "token_of"]
