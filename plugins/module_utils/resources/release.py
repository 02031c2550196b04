# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Releases of an app: behaviour.md 3.15."""

from __future__ import annotations

import typing as t
from collections import deque

from ansible_collections.community.heroku.plugins.module_utils.errors import Failure
from ansible_collections.community.heroku.plugins.module_utils.history import (
    end_of,
    follow,
    new_output,
    newest,
    without_address,
)
from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, AppResource


class Release(AppResource):
    """A release, found by its version, with or without a C(v), or by its id."""

    noun = "release"
    plural = "releases"
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "release": {"type": "str"},
        "limit": {"type": "int", "default": 10},
        "status": {"type": "str", "choices": ["expired", "failed", "pending", "succeeded"]},
        "current": {"type": "bool"},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {
        "mutually_exclusive": [("release", "status"), ("release", "current")]
    }

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("release"):
            one = self.fetch(self.in_app("/releases/{}", self.params["release"].lower().removeprefix("v")))
            found = [one] if one else []
        else:
            found = newest(self, "/releases", by="version", filters=("status", "current"))
        return [without_address(release) for release in found]


def await_release(
    resource: AppResource, release: dict[str, t.Any], output: deque[str] | None = None
) -> dict[str, t.Any]:
    """Wait up to wait_timeout until this release has left C(pending), saying what its release command says.

    The lines go into C(output) too, also those of a command that is over already.
    Returns the release; raises Timeout, and Failure when the command failed.
    """
    lines = new_output() if output is None else output
    if release["status"] == "pending" or release["output_stream_url"]:
        path = resource.in_app("/releases/{}", release["id"])
        waiting_for = f"the release phase of v{release['version']} of {resource.params['app']}"
        release = follow(resource, path, release, waiting_for, lines)
    if release["status"] != "succeeded":
        version = f"v{release['version']}"
        raise Failure(
            f"The release phase of {version} {release['status']}: the dynos go on running the release before it."
            + (end_of(lines) or f" 'heroku releases:output {version} --app {resource.params['app']}' shows why."),
            release=without_address(release),
            output=list(lines),
        )
    return release
