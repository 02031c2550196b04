# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Log drains of an app: behaviour.md 3.18.

The address of a drain holds the credentials for it (in the user's part, the path or the query), so it is a secret as a
whole; scheme and host are what may be seen of it.
"""

from __future__ import annotations

import typing as t
from urllib.parse import SplitResult, urlsplit

from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, place, same_address
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_room
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    AppResource,
    being_provisioned,
)

MOST_DRAINS = 5  # of an app, those of add-ons apart (behaviour.md 2.2)
SCHEMES = ("syslog", "syslog+tls", "http", "https")
WAYS: dict[str, t.Any] = {
    "url": {"type": "str", "no_log": True},
    "token": {"type": "str", "no_log": False},  # it names the drain in what the receiver gets, and opens nothing
    "id": {"type": "str"},
}


def parse(url: str) -> SplitResult:
    """The parts of a drain's address. Raises ValueError, whose text says nothing of the address."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in SCHEMES and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        usable = False
    if not usable or any(character.isspace() for character in url):
        raise ValueError(f"url is not the address of a log drain: {', '.join(SCHEMES)} are the schemes, then a host.")
    return parts


def without_address(drain: dict[str, t.Any], *, show_url: bool | None) -> dict[str, t.Any]:
    """A drain with scheme and host in place of its address, unless that was asked for."""
    parts = urlsplit(drain["url"])
    return {**drain, "scheme": parts.scheme, "host": place(parts), "url": drain["url"] if show_url else None}


def log_channel_missing(error: HerokuError) -> bool:
    """Whether the app is so new that its logs go nowhere yet; this passes within moments (behaviour.md 2.2)."""
    return "log channel" in error.message


class Drain(AppResource):
    """A log drain, found by its address, its token or its id. A drain cannot be changed, only added and removed.

    In records, C(url) is None unless it was asked for; C(scheme) and C(host) are there in its place.
    """

    noun = "drain"
    plural = "drains"
    title = "log drain"
    options: t.ClassVar[dict[str, t.Any]] = {**APP_OPTIONS, **WAYS}
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [tuple(WAYS)],
        "mutually_exclusive": [tuple(WAYS)],
        "required_if": [("state", "present", ("url",))],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        **WAYS,
        "show_url": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [tuple(WAYS)]}
    fields: t.ClassVar[tuple[Field, ...]] = (Field("scheme"), Field("host"))
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("addon", "app", "created_at", "host", "id", "scheme", "token", "updated_at", "url")
    )

    drains: t.Sequence[dict[str, t.Any]] = ()  # all of the app, as M(find) found them

    def check(self) -> None:
        if self.given("url") is not None:
            try:
                parse(self.params["url"])
            except ValueError as error:
                raise InvalidInput(str(error)) from None

    def presented(self, drain: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku's object in the form of our records."""
        self.talk.hide([drain["url"]])
        return without_address(drain, show_url=self.given("show_url"))

    def matches(self, drain: dict[str, t.Any]) -> bool:
        """Whether a drain is the one that the options mean; without an option, every drain is."""
        if self.given("url") is not None:
            return same_address(self.params["url"], drain["url"])
        return all(self.given(way) in (None, drain[way]) for way in ("token", "id"))

    def find(self) -> list[dict[str, t.Any]]:
        # A list, since to ask for one drain by its address would put the address into a path, and paths into logs.
        self.drains = sorted(self.fetch_list(self.in_app("/log-drains")) or (), key=lambda drain: drain["url"])
        return [self.presented(drain) for drain in self.drains if self.matches(drain)]

    def read(self) -> dict[str, t.Any] | None:
        found = self.find()
        own = [drain for drain in found if drain["addon"] is None]
        if found and not own:
            raise InvalidInput(
                f"This log drain of {self.params['app']} belongs to the add-on {found[0]['addon']['name']}; it comes "
                "and goes with the add-on."
            )
        return own[0] if own else None

    def wanted(self) -> dict[str, t.Any]:
        if self.given("url") is None:
            return {}
        parts = parse(self.params["url"])
        return {"scheme": parts.scheme, "host": place(parts)}

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """Apps of the Fir generation have telemetry drains instead (behaviour.md 3.18)."""
        if current is None:
            check_room([drain for drain in self.drains if drain["addon"] is None], MOST_DRAINS, "log drains")
        if current is None and self.client.get(self.in_app())["generation"]["name"] == "fir":
            raise InvalidInput(
                f"{self.params['app']} is an app of the Fir generation, which has no log drains: "
                "community.heroku.heroku_telemetry_drain is for it."
            )
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"url": self.params["url"]}
        path = self.in_app("/log-drains")
        return self.presented(self.client.post(path, body, again_if=passes))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_app("/log-drains/{}", current["id"]))


def passes(error: HerokuError) -> bool:
    """Whether the app is too new for a drain, and will not be in a moment."""
    return log_channel_missing(error) or being_provisioned(error)
