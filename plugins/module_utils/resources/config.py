# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config vars, of an app above all: behaviour.md 3.2."""

from __future__ import annotations

import fnmatch
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.attached import attachment_vars
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.history import await_release
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, hidden
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
    Resource,
)
from ansible_collections.community.heroku.plugins.module_utils.texts import (
    DOCUMENTED_BYTES,
    as_texts,
    check_size,
    check_texts,
    size_of,
)

CONFIG_OPTIONS: dict[str, t.Any] = {
    "config": {"type": "dict", "secret": True},
    "src": {"type": "path"},
    "purge": {"type": "bool", "default": False},
    "keep": {"type": "list", "elements": "str", "default": []},
    "show": {"type": "list", "elements": "str", "default": []},
}


class ConfigVars(Resource):
    """Config vars that are read as one object and changed in one PATCH, of an app or of a stage of a pipeline.

    What is there is a dict of values (secrets all); a result holds names only. A subclass says where they are.
    """

    noun = "config"
    plural = "config"
    title = "config vars"

    text_maps = ("config",)
    dotenv_options: t.ClassVar[t.Mapping[str, str]] = {"src": "config"}

    owned: frozenset[str] = frozenset()  # names that belong to add-on attachments, once they were looked up

    @property
    def path(self) -> str:
        """Where the config vars are."""
        raise NotImplementedError

    def check(self) -> None:
        if self.given("config") is None and self.given("purge") is False:
            raise InvalidInput("Give config or src, or purge: true to remove what is not in them.")
        check_texts("config", self.given("config") or {}, removes=True)

    def read(self) -> dict[str, str]:
        return self.usable(self.fetch(self.path))

    def usable(self, values: dict[str, str | None]) -> dict[str, str]:
        """Heroku's object; the values are kept out of whatever is said from now on."""
        found = {key: value for key, value in values.items() if value is not None}
        self.talk.hide(found.values())
        return found

    def changes(self, current: dict[str, str]) -> dict[str, str | None]:
        """The body of the PATCH: what is to be set, and None for what is to go."""
        wanted = as_texts(self.given("config") or {})
        if self.params["purge"]:
            kept = (key for key in current for pattern in self.params["keep"] if fnmatch.fnmatchcase(key, pattern))
            for key in set(current) - set(wanted) - set(kept) - self.owned:
                wanted[key] = None
        return {key: value for key, value in sorted(wanted.items()) if current.get(key) != value}

    def plan(self, current: dict[str, str]) -> Plan:
        changes = self.changes(current)
        predicted = {key: value for key, value in {**current, **changes}.items() if value is not None}
        if size_of(predicted) > size_of(current):
            check_size("config and of what is there already", predicted)
        return Plan(
            before={key: self.visible(key, current[key], False) for key in sorted(current)},
            after={key: self.visible(key, predicted[key], key in changes) for key in sorted(predicted)},
            steps=(Step("update", changes),) if changes else (),
            predicted=predicted,
        )

    def examine(self, current: dict[str, str], plan: Plan) -> dict[str, str]:
        """Warn of what may be too much: the documented limit is half of what others have seen (behaviour.md 3.2)."""
        size = size_of(plan.predicted)
        if size > DOCUMENTED_BYTES and size > size_of(current):
            self.talk.warn(
                f"The config vars take {size} bytes together, names and values, and Heroku documents a limit of "
                f"{DOCUMENTED_BYTES}: it may refuse them."
            )
        return current

    def visible(self, key: str, value: str, changes: bool) -> str:
        """A value in the diff: hidden, unless the user listed its name as one that may be shown."""
        return value if key in self.params["show"] else hidden(changes)

    def update(self, current: dict[str, str], fields: dict[str, t.Any]) -> dict[str, str]:
        self.client.patch(self.path, fields)
        return {key: value for key, value in {**current, **fields}.items() if value is not None}

    def result(self, record: dict[str, str]) -> dict[str, t.Any]:
        return {
            "config": {key: record[key] for key in sorted(record) if key in self.params["show"]},
            "names": sorted(record),
        }

    def find(self) -> dict[str, str]:
        return self.read()

    def info(self, found: dict[str, str]) -> dict[str, t.Any]:
        return self.result(found)


class Config(ConfigVars, AppResource):
    """All config vars of one app, changed in one PATCH and so with one release."""

    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        **CONFIG_OPTIONS,
        "wait": {"type": "bool", "default": False},
        "wait_timeout": WAIT_OPTIONS["wait_timeout"],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "release": {"type": "str"},
        "show": CONFIG_OPTIONS["show"],
    }

    release: dict[str, t.Any] | None = None  # the one that makes the wanted values visible, if it is still pending

    @property
    def path(self) -> str:
        """Where the config vars are."""
        return self.in_app("/config-vars")

    def examine(self, current: dict[str, str], plan: Plan) -> dict[str, str]:
        """Two things that the config vars alone do not tell.

        Who owns a name, and whether a release under way already holds the changes.
        """
        current = super().examine(current, plan)
        if any(key in current for key in plan.steps[0].fields):
            self.owned = attachment_vars(self)
            taken = sorted(self.owned.intersection(self.given("config") or {}, plan.steps[0].fields))
            if taken:
                raise InvalidInput(
                    f"{', '.join(taken)} belongs to an add-on's attachment, and Heroku lets only the add-on change it. "
                    "Attach the add-on under another name, or take it out of config."
                )
        if self.changes(current):
            current = self.pending_values() or current
        return dict(current)

    def pending_values(self) -> dict[str, str] | None:
        """The config vars of a release whose release phase still runs.

        Until it succeeds, the app's own list shows the old ones.
        """
        newest = self.client.newest(self.in_app("/releases"), by="version")
        if not newest or newest[0]["status"] != "pending":
            return None
        self.release = newest[0]
        self.talk.say(f"Release v{newest[0]['version']} is still pending; comparing with its config vars.")
        try:
            values = self.client.get(self.in_app("/releases/{}/config-vars", newest[0]["id"]))
        except HerokuError as error:
            if error.status not in (403, 404):
                raise
            return None
        self.talk.hide(value for value in values.values() if value)
        return values

    def update(self, current: dict[str, str], fields: dict[str, t.Any]) -> dict[str, str]:
        self.client.patch(self.path, fields)
        if self.params["wait"]:
            self.release = self.client.newest(self.in_app("/releases"), by="version")[0]
        # The answer shows the old values while a release phase runs, so what was sent is what is reported.
        return {key: value for key, value in {**current, **fields}.items() if value is not None}

    def settle(self, record: dict[str, str]) -> dict[str, str]:
        if self.release and self.params["wait"]:
            await_release(self, self.release)
        return record

    def find(self) -> dict[str, str]:
        if not self.given("release"):
            return self.read()
        path = self.in_app("/releases/{}/config-vars", self.params["release"].lower().removeprefix("v"))
        return self.usable(self.of_app(lambda: self.client.get(path)))
