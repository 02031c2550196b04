# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth clients: applications that people can let act for them (behaviour.md 3.21)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import invalid_params, not_found
from ..oauth import OauthClient, new_secret, oauth_clients
from ..operation import View, operation, resolver, writer
from ..params import text

if TYPE_CHECKING:
    from ..application import Call


@resolver("oauth_client")
def resolve_oauth_client(call: Call, identity: str) -> OauthClient:
    """By id; everybody may look at a client, only its owner may change it."""
    client = oauth_clients.get(identity)
    if client is None or (call.method != "GET" and client.account_id != call.account.id):
        raise not_found("client")
    return client


@writer(OauthClient)
def write(client: OauthClient, view: View) -> dict[str, Any]:
    """The resource ``oauth-client``, whose secret is its owner's."""
    body = {
        "created_at": client.created_at,
        "id": client.id,
        "ignores_delinquent": client.ignores_delinquent,
        "name": client.name,
        "redirect_uri": client.redirect_uri,
        "updated_at": client.updated_at,
    }
    own = view.account is not None and view.account.id == client.account_id
    return {**body, "secret": client.secret} if own else body


def _check(body: dict[str, Any]) -> None:
    """A name, and an address to send people back to [I]."""
    if body.get("name") == "":
        raise invalid_params("Name can't be blank")
    if "redirect_uri" in body:
        parts = urlsplit(body["redirect_uri"])
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise invalid_params("Redirect uri is invalid.")


@operation("GET", "/oauth/clients", ranges=("id",), scope="account")
def list_(call: Call) -> list[OauthClient]:
    """OAuth Client List."""
    return oauth_clients.where("account_id", call.account.id)


@operation("GET", "/oauth/clients/{oauth_client}", public=True)
def info(call: Call, oauth_client: OauthClient) -> OauthClient:
    """OAuth Client Info; it needs no credentials, and without them does not tell the secret."""
    return oauth_client


@operation(
    "POST",
    "/oauth/clients",
    params={"name": text(required=True), "redirect_uri": text(required=True)},
    scope="account",
)
def create(call: Call) -> OauthClient:
    """OAuth Client Create; several may have one name [I]."""
    _check(call.body)
    return oauth_clients.add(OauthClient(account_id=call.account.id, **call.body))


@operation("PATCH", "/oauth/clients/{oauth_client}", params={"name": text(), "redirect_uri": text()}, scope="account")
def update(call: Call, oauth_client: OauthClient) -> OauthClient:
    """OAuth Client Update."""
    _check(call.body)
    oauth_clients.update(oauth_client, **call.body)
    return oauth_client


@operation("DELETE", "/oauth/clients/{oauth_client}", scope="account")
def delete(call: Call, oauth_client: OauthClient) -> OauthClient:
    """OAuth Client Delete: what people let it do ends, too."""
    oauth_clients.remove(oauth_client)
    return oauth_client


@operation("POST", "/oauth/clients/{oauth_client}/actions/rotate-credentials", status=200, scope="account")
def rotate_credentials(call: Call, oauth_client: OauthClient) -> OauthClient:
    """OAuth Client Rotate Credentials: a new secret; the old one ends at once [I]."""
    oauth_clients.update(oauth_client, secret=new_secret())
    return oauth_client
