# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth sessions: not in today's schema, but the official command lists and ends them (cli-requests.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import not_found
from ..oauth import OauthSession, oauth_authorizations, oauth_sessions
from ..operation import View, operation, resolver, writer

if TYPE_CHECKING:
    from ..application import Call


@resolver("oauth_session")
def resolve_oauth_session(call: Call, identity: str) -> OauthSession:
    """By id, among the caller's."""
    session = oauth_sessions.get(identity)
    if session is None or session.account_id != call.account.id:
        raise not_found("session")
    return session


@writer(OauthSession)
def write(session: OauthSession, view: View) -> dict[str, Any]:
    """What the official command reads, and the usual times [I]."""
    return {
        "created_at": session.created_at,
        "description": session.description,
        "id": session.id,
        "updated_at": session.updated_at,
    }


@operation("GET", "/oauth/sessions", ranges=("id",), scope="account")
def list_(call: Call) -> list[OauthSession]:
    """OAuth Session List."""
    return oauth_sessions.where("account_id", call.account.id)


@operation("DELETE", "/oauth/sessions/{oauth_session}", scope="account")
def delete(call: Call, oauth_session: OauthSession) -> OauthSession:
    """OAuth Session Delete: whoever is signed in there is signed out, and the authorization is gone [I]."""
    oauth_authorizations.remove(oauth_authorizations[oauth_session.authorization_id])
    return oauth_session
