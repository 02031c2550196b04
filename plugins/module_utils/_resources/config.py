# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config vars of an app, and what its releases and add-ons have to do with them: behaviour.md 3.2."""

from __future__ import annotations

import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, View
from .._engine.plan import Desired, Wait
from .._engine.resource import Draft
from .._engine.values import Record, Spec
from .attached import attachment_vars
from .common import APP_OPTIONS, NO_APP, RELEASES, WAIT_OPTIONS
from .config_vars import CONFIG_OPTIONS, ConfigVars, difference, values_of, without_nulls
from .following import ReleasePhase

OF_RELEASE = Kind(
    "release_config",
    "/apps/{}/releases/{}/config-vars",
    document=True,
    parent="app",
    no_parent=NO_APP,
    secrets=values_of,
)


def pending_release(view: View, app: str) -> Record | None:
    """The newest release of the app if its release phase still runs."""
    newest = view.get(RELEASES.newest(1, app))
    return newest[0] if newest and newest[0]["status"] == "pending" else None


def values_of_release(view: View, app: str, release: Record) -> Record | None:
    """The config vars of a release, which the app shows once that succeeded; None where nobody tells."""
    try:
        return without_nulls(view.get(OF_RELEASE.of(app, release["id"])))
    except HerokuError as error:
        if error.status not in (403, 404):
            raise
        return None


class Config(ReleasePhase, ConfigVars):
    """All config vars of one app, changed in one PATCH and so with one release."""

    kind = Kind("config", "/apps/{}/config-vars", document=True, parent="app", no_parent=NO_APP, secrets=values_of)
    scope = ("app",)
    stale = ("release",)
    controls: t.ClassVar[Spec] = {
        **CONFIG_OPTIONS,
        "wait": {"type": "bool", "default": False},
        "wait_timeout": WAIT_OPTIONS["wait_timeout"],
    }
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        "release": {"type": "str"},
        "show": CONFIG_OPTIONS["show"],
    }

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Two things that the config vars alone do not tell.

        Who owns a name, and whether a release under way already holds the changes.
        """
        changes, owned, app = draft.updates["update"], frozenset[str](), want["app"]
        if any(key in draft.current for key in changes):
            owned = attachment_vars(view, app)
            bound = sorted(owned.intersection(want.get("config", {}), changes))
            if bound:
                raise InvalidInput(
                    f"{', '.join(bound)} belongs to an add-on's attachment, and Heroku lets only the add-on change it. "
                    "Attach the add-on under another name, or take it out of config."
                )
        current, about = draft.current, tuple[str, ...]()
        release = pending_release(view, app) if difference(want, current, owned) else None
        if release:
            current, about = values_of_release(view, app, release) or current, (release["id"],)
        corrected = cls.draft(want, current, owned)
        draft.current, draft.record, draft.updates = corrected.current, corrected.record, corrected.updates
        if want["wait"] and (draft.writes or about):
            what = f"the release phase of {app}"
            draft.waits.append(Wait("release", what, about=() if draft.writes else about, aside=True))

    @classmethod
    def find(cls, want: Desired, view: View) -> Record:
        if not want.get("release"):
            return super().find(want, view)
        return without_nulls(view.get(OF_RELEASE.of(want["app"], want["release"].lower().removeprefix("v"))))
