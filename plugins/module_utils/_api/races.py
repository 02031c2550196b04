# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of Heroku's that pass by themselves, as one table: the client consults it for every request."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from .errors import HerokuError

WRITES = frozenset({"POST", "PUT", "PATCH"})
NOT_DELETED = frozenset({"GET", "HEAD", "PATCH", "PUT", "POST"})
ALL_METHODS = NOT_DELETED | {"DELETE"}
ANYWHERE = r"/.*"


@dataclass(frozen=True)
class Race:
    """One error that passes by itself.

    It is recognised by C(methods) and C(path) (a regular expression for the whole path without its query) of the
    request, and of the answer by C(statuses) (any when empty) and by C(ids) or C(message) (a regular expression to be
    found in it; anything when neither is said). With C(fresh), only what this process itself has just made counts.
    C(patience) is how many seconds it is tried again for; C(source) is where the fact comes from.
    """

    name: str
    source: str
    patience: float
    methods: frozenset[str] = WRITES
    path: str = ANYWHERE
    statuses: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()
    message: str = ""
    fresh: bool = False

    def fits(self, error: HerokuError) -> bool:
        """Whether an error is this one, but for C(fresh)."""
        path = error.path.partition("?")[0]
        if error.method not in self.methods or not re.fullmatch(self.path, path):
            return False
        if self.statuses and error.status not in self.statuses:
            return False
        if not self.ids and not self.message:
            return True
        return error.id in self.ids or bool(self.message and re.search(self.message, error.message, re.IGNORECASE))


RACES = (
    Race(
        "app_not_provisioned",
        "behaviour.md 2.2, peers.md c: an app in a Private Space takes no writes for some moments",
        patience=120,
        methods=ALL_METHODS,
        ids=("app_not_provisioned",),
        message="is being provisioned",
    ),
    Race(
        "no_log_channel",
        "behaviour.md 2.2: the logs of a new app go nowhere yet",
        patience=120,
        path=r"/apps/[^/]+/log-(drains|sessions)",
        message="log channel",
    ),
    Race(
        "space_not_ready",
        "behaviour.md 3.11: a new space refuses its settings for some moments; nobody has recorded the text",
        patience=120,
        path=r"/spaces/[^/]+/(vpn-connections|log-drain|inbound-ruleset|peerings)(/.*)?",
        statuses=(409, 422, 503),
        message="not ready|being provisioned",
    ),
    Race(
        "space_try_again",
        "behaviour.md 3.11: as above. Not with 503, which says this of everything and may have taken effect",
        patience=120,
        path=r"/spaces/[^/]+/(vpn-connections|log-drain|inbound-ruleset|peerings)(/.*)?",
        statuses=(409, 422),
        message="try again",
    ),
    Race(
        "vpn_not_seen_yet",
        "behaviour.md 2.2: a new VPN connection is not found for some moments, such as one of a run that was killed",
        patience=10,
        methods=frozenset({"POST"}),
        path=r"/spaces/[^/]+/vpn-connections",
        statuses=(422,),
        message="already taken",
    ),
    Race(
        "no_release_to_run",
        "cli-requests.md, heroku run: Heroku does not find the release of a fresh app; the command tries again",
        patience=30,
        methods=frozenset({"POST"}),
        path=r"/apps/[^/]+/dynos",
        statuses=(409,),
    ),
    Race(
        "still_a_collaborator",
        "behaviour.md 3.9: somebody who was just removed cannot be added for ten seconds",
        patience=15,
        methods=frozenset({"POST"}),
        path=r"(/teams)?/apps/[^/]+/collaborators",
        message="already a collaborator",
    ),
    Race(
        "not_seen_yet",
        "behaviour.md 2.2 (VPN connections), peers.md c: what was just made is not found for some moments",
        patience=30,
        methods=NOT_DELETED,
        # A one-off dyno that is not found has ended.
        path=r"(?!.*/dynos/)/.*",
        statuses=(404,),
        fresh=True,
    ),
)


def passing(error: HerokuError, is_new: t.Callable[[str], bool]) -> Race | None:
    """The race that an error is, or None. C(made) says whether this process has just made what a name or id means."""
    for race in RACES:
        if race.fits(error) and (not race.fresh or about_new(error, is_new)):
            return race
    return None


def about_new(error: HerokuError, is_new: t.Callable[[str], bool]) -> bool:
    """Whether what a 404 says is missing was just made: the last part of the path, or the thing that it names.

    A 404 of C(/apps/example/domains/www) with the resource C(app) is about C(example).
    """
    parts = error.path.partition("?")[0].strip("/").split("/")
    if is_new(parts[-1]):
        return True
    return any(is_new(name) and collection.rstrip("s") == error.resource for collection, name in zip(parts, parts[1:]))
