# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Heroku's container registry: a host beside the API that speaks Docker's HTTP API v2 (recorded.md A 21)."""

from __future__ import annotations

import contextlib
import typing as t
from urllib.parse import urlsplit, urlunsplit

from .client import HerokuClient, segments
from .errors import HerokuError, InvalidInput

with contextlib.suppress(ImportError):  # new_session() says what is missing
    from requests.auth import HTTPBasicAuth

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"  # the only kind that Heroku takes
API_HOST, REGISTRY_HOST = "api.", "registry."
ANY_USER = "_"


def registry_beside(api_url: str) -> str:
    """The URL of the registry that belongs to an API: C(registry.heroku.com) for C(api.heroku.com).

    An API elsewhere, such as the simulator's, has it at its own address.
    """
    parts = urlsplit(api_url)
    if not parts.netloc.startswith(API_HOST):
        return api_url
    return urlunsplit((parts.scheme, REGISTRY_HOST + parts.netloc[len(API_HOST) :], "", "", ""))


def digest_of_config(manifest: t.Any) -> str | None:
    """What names an image; None for what is no manifest of one, such as a list of them."""
    config = manifest.get("config") if isinstance(manifest, dict) else None
    digest = config.get("digest") if isinstance(config, dict) else None
    return digest if isinstance(digest, str) else None


def image_id(client: HerokuClient, url: str, app: str, process_type: str, tag: str) -> str:
    """The id of the image that was pushed as C(APP/TYPE:TAG): the digest of its config.

    C(url) is the registry's, empty for the one beside the API. Raises HerokuError, with the status 404 for an image
    that is not there, and InvalidInput for what is no single image.
    """
    path = segments("/v2/{}/{}/manifests/{}", app, process_type, tag)
    try:
        manifest = client.request(
            "GET",
            path,
            headers={"Accept": MANIFEST},
            auth=HTTPBasicAuth(ANY_USER, client.auth.token),
            base=url or registry_beside(client.url),
        ).body
    except HerokuError as error:
        if error.status in (401, 403):
            error.with_hint(
                f"The registry says the same of an app that is not there: check that {app} exists, and that the token "
                "may deploy it."
            )
        raise
    digest = digest_of_config(manifest)
    if digest is None:
        raise InvalidInput(
            f"What was pushed as {app}/{process_type}:{tag} is not an image of Docker's manifest version 2, schema 2, "
            "which is all that Heroku runs. 'docker build --platform linux/amd64 --provenance false' makes one."
        )
    return digest
