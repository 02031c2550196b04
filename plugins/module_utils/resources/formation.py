# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The formation of an app, its process types with their quantity and size: behaviour.md 3.3."""

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
)
from ansible_collections.community.heroku.plugins.module_utils.resources.dyno_size import (
    no_such_size,
    plain_size,
    usable_sizes,
)


def same_size(wanted: str, item: dict[str, t.Any]) -> bool:
    """Whether a process type has the dyno size of this name or id."""
    return plain_size(wanted) == plain_size(item["size"] or "") or wanted == (item["dyno_size"] or {}).get("id")


class Formation(AppResource):
    """The whole formation of one app, changed in one request: Heroku judges dyno tiers over all process types."""

    noun = "formation"
    plural = "formation"
    empty: t.ClassVar[dict[str, str]] = {"updates.size": OMITTED}
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "updates": {
            "type": "list",
            "elements": "dict",
            "required": True,
            "aliases": ["formation"],
            "options": {
                "type": {"type": "str", "required": True},
                "quantity": {"type": "int"},
                "size": {"type": "str", "aliases": ["dyno_size"]},
            },
            "required_one_of": [("quantity", "size")],
        },
        "if_missing": {"type": "str", "choices": ["fail", "wait", "ignore"], "default": "fail"},
        "wait_timeout": WAIT_OPTIONS["wait_timeout"],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**APP_OPTIONS, "type": {"type": "str"}}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("app", "command", "created_at", "dyno_size", "id", "quantity", "size", "type", "updated_at")
    )

    sizes: t.Mapping[str, dict[str, t.Any]] = {}  # what the app can use, by plain_size() and by id, once looked up

    def check(self) -> None:
        types = [update["type"] for update in self.given("updates") or ()]
        for update in self.given("updates") or ():
            if types.count(update["type"]) > 1:
                raise InvalidInput(f"The process type {update['type']} is listed more than once.")
            if (update["quantity"] or 0) < 0:
                raise InvalidInput(f"The quantity of {update['type']} cannot be negative.")

    def read(self) -> list[dict[str, t.Any]]:
        formation = self.of_app(lambda: self.client.list(self.in_app("/formation")))
        return sorted(formation, key=lambda item: item["type"])

    def missing(self, formation: list[dict[str, t.Any]]) -> list[str]:
        """The process types that are wanted and that no release has brought."""
        there = {item["type"] for item in formation}
        return [update["type"] for update in self.params["updates"] if update["type"] not in there]

    def changes(self, formation: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """The C(updates) of the request: of each process type that is there, what differs from what is wanted."""
        there = {item["type"]: item for item in formation}
        changes = []
        for update in self.params["updates"]:
            item = there.get(update["type"])
            if item is None:
                continue
            change: dict[str, t.Any] = {}
            if update["quantity"] is not None and update["quantity"] != item["quantity"]:
                change["quantity"] = update["quantity"]
            if update["size"] and not same_size(update["size"], item):
                change["dyno_size"] = {"name": self.size(update["size"])["name"]}
            if change:
                changes.append({"type": update["type"], **change})
        return changes

    def size(self, wanted: str) -> dict[str, t.Any]:
        """The C(dyno_size) that Heroku will show; what only Heroku knows is None until the sizes were looked up."""
        return self.sizes.get(plain_size(wanted), {"id": None, "name": wanted})

    def plan(self, current: list[dict[str, t.Any]]) -> Plan:
        missing = self.missing(current)
        if missing and self.params["if_missing"] == "fail":
            raise InvalidInput(
                f"{self.params['app']} has no process type {' or '.join(missing)}. {self.explanation(current)} "
                "if_missing=wait waits for a release that brings it, if_missing=ignore leaves it out."
            )
        predicted = copy.deepcopy(current)
        if self.params["if_missing"] == "wait":
            predicted += [{**self.blank, "type": name} for name in missing]
            predicted.sort(key=lambda item: item["type"])
        changes = self.changes(predicted)
        for change in changes:
            item = next(item for item in predicted if item["type"] == change["type"])
            item["quantity"] = change.get("quantity", item["quantity"])
            if "dyno_size" in change:
                item["dyno_size"] = self.size(change["dyno_size"]["name"])
                item["size"] = item["dyno_size"]["name"]
            item["updated_at"] = None
        return Plan(
            before=self.shown(current),
            after=self.shown(predicted),
            steps=(Step("update", {"updates": changes}),) if changes else (),
            predicted=predicted,
        )

    @staticmethod
    def explanation(formation: list[dict[str, t.Any]]) -> str:
        """Why a process type may be missing."""
        if not formation:
            return "It has none at all before its first release with code: build or release first."
        return f"Its current release has {', '.join(item['type'] for item in formation)}: see the Procfile."

    @staticmethod
    def shown(formation: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        """One side of the diff."""
        return {item["type"]: {"quantity": item["quantity"], "size": item["size"]} for item in formation}

    def examine(self, current: list[dict[str, t.Any]], plan: Plan) -> list[dict[str, t.Any]]:
        """A new size has to be one that the app can use, and Heroku decides how it is written."""
        wanted = [update["dyno_size"]["name"] for update in plan.steps[0].fields["updates"] if "dyno_size" in update]
        if not wanted:
            return current
        self.sizes = usable_sizes(self)
        for name in wanted:
            if plain_size(name) not in self.sizes:
                raise InvalidInput(no_such_size(self.params["app"], name, self.sizes))
        return current

    def update(self, current: list[dict[str, t.Any]], fields: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        if self.missing(current) and self.params["if_missing"] == "wait":
            current = self.wait_for_types()
            fields = {"updates": self.changes(current)}
        if not fields["updates"]:
            return current
        try:
            answer = self.client.patch(self.in_app("/formation"), fields)
        except HerokuError as error:
            if "in the same app" in error.message:
                error.with_hint(
                    "All process types of an app have to be of one tier: list every one of them with its size, "
                    f"also those of quantity 0. There are {', '.join(item['type'] for item in current)}."
                )
            raise
        # Heroku may answer with the whole formation or with what changed (behaviour.md 3.3).
        changed = {item["type"]: item for item in answer}
        return [changed.get(item["type"], item) for item in current]

    def wait_for_types(self) -> list[dict[str, t.Any]]:
        """The formation once a release has brought all process types that are wanted. Raises Timeout."""
        return self.wait_until(
            ask=self.read,
            done=lambda formation: not self.missing(formation),
            waiting_for=f"a release of {self.params['app']} that brings its process types",
            state=lambda formation: f"without {', '.join(self.missing(formation))}",
        )

    def find(self) -> list[dict[str, t.Any]]:
        return [item for item in self.read() if self.given("type") in (None, item["type"], item["id"])]
