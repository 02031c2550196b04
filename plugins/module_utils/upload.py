# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a packed source is brought to Heroku (behaviour.md 3.14)."""

from __future__ import annotations

from ansible_collections.community.heroku.plugins.module_utils.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils.source import Source


def send(resource: Resource, source: Source, address: str) -> None:
    """Upload a source to an address that Heroku handed out for it, and that nobody is to see. Raises HerokuError."""
    resource.talk.hide([address])
    files = f"{len(source.names)} file{'s' if len(source.names) > 1 else ''}"
    resource.talk.say(f"Uploading {resource.params['path']}: {files}, {source.size / 1024:.0f} KiB")
    resource.client.upload(address, source.open)


def to_sources(resource: Resource, source: Source) -> str:
    """Bring a source to where Heroku reads those of builds; returns that address, a secret too. Raises HerokuError."""
    place = resource.client.post("/sources")["source_blob"]
    resource.talk.hide([place["get_url"]])
    send(resource, source, place["put_url"])
    return str(place["get_url"])
