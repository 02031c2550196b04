# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one log drain that all apps of a space share: behaviour.md 3.11. Its address is a secret, as those of apps."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils._resources.drain import parse, without_address
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, place, plan_fields, same_address
from ansible_collections.community.heroku.plugins.module_utils.resources.space import (
    DOGWOOD,
    SPACE_OPTIONS,
    SpaceResource,
)


class SpaceLogDrain(SpaceResource):
    """The log drain of a space. A new address takes the place of the old one; an empty one takes the drain away.

    In records, C(url) is None unless it was asked for; C(scheme) and C(host) are there in its place.
    """

    noun = "drain"
    plural = "drains"
    title = "log drain"
    options: t.ClassVar[dict[str, t.Any]] = {**SPACE_OPTIONS, "url": {"type": "str", "no_log": True}}
    constraints: t.ClassVar[dict[str, t.Any]] = {"required_if": [("state", "present", ("url",))]}
    info_options: t.ClassVar[dict[str, t.Any]] = {**SPACE_OPTIONS, "show_url": {"type": "bool", "default": False}}
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("scheme"),
        Field("host"),
        Field("url", secret=True, equal=same_address),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("addon", "app", "created_at", "host", "id", "scheme", "token", "updated_at", "url")
    )

    address = ""  # where the logs go now

    def check(self) -> None:
        if self.given("url") is None:
            return
        try:
            usable = parse(self.params["url"]).scheme == "https"
        except ValueError:
            usable = False
        if not usable:
            raise InvalidInput("url is not the address of a log drain for a space: https:// and a host.")

    @property
    def path(self) -> str:
        """Where the drain is."""
        return self.in_space("/log-drain")

    def presented(self, drain: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku's object in the form of our records."""
        self.talk.hide([drain["url"]])
        return without_address(drain, show_url=bool(self.given("show_url")))

    def read(self) -> dict[str, t.Any] | None:
        drain = self.or_none(lambda: self.client.get(self.path, headers=DOGWOOD))
        if not drain or not drain["url"]:
            return None
        self.address = drain["url"]
        return self.presented(drain)

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if current is not None:
            current = {**current, "url": self.address}
        if self.given("state") == "absent":
            return super().plan(current)
        parts = parse(self.params["url"])
        wanted = {"scheme": parts.scheme, "host": place(parts), "url": self.params["url"]}
        if current is not None and same_address(self.params["url"], self.address):
            wanted = {}
        plan = plan_fields(self.fields, wanted, current, self.blank, self.unpredictable)
        plan.predicted["url"] = None
        return plan

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """Spaces of the Fir generation have telemetry drains instead."""
        if current is None and self.client.get(self.in_space())["generation"]["name"] == "fir":
            raise InvalidInput(
                f"{self.params['space']} is a space of the Fir generation, which has no log drain: "
                "community.heroku.heroku_telemetry_drain is for it."
            )
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.put(self.params["url"])

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.put(self.params["url"])

    def put(self, url: str) -> dict[str, t.Any]:
        """Have the logs sent to another address."""
        return self.presented(self.client.put(self.path, {"url": url}, headers=DOGWOOD))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        kept = "Heroku does not let this space be without its log drain; give another url in its place."
        try:
            drain = self.put("")
        except HerokuError as error:
            raise (error.with_hint(kept) if error.status == 422 else error) from None
        if drain["host"]:
            raise Failure(kept)
        return drain

    def find(self) -> list[dict[str, t.Any]]:
        drain = self.read()
        return [drain] if drain else []
