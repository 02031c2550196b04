# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Log drains of an app: behaviour.md 3.18. Their addresses are credentials."""

from __future__ import annotations

import typing as t
from urllib.parse import SplitResult, urlsplit

from .._api.errors import InvalidInput
from .._engine.attributes import Attribute, computed
from .._engine.facts import Kind, View
from .._engine.plan import Desired
from .._engine.resource import Draft, Listed
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value
from .._lib.references import place, same_address
from .common import APP_OPTIONS, NO_APP, app_of
from .preflight import check_room

MOST_DRAINS = 5  # of an app, those of add-ons apart (behaviour.md 2.2)
SCHEMES = ("syslog", "syslog+tls", "http", "https")
BEGINNINGS = ", ".join(f"{scheme}://" for scheme in SCHEMES)
WAYS: Record = {
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
        raise ValueError(
            f"url is not the address of a log drain: it must begin with one of {BEGINNINGS}, followed by a host."
        )
    return parts


def urls_of(found: Observed) -> t.Iterable[str]:
    """The addresses in a drain or in a list of them."""
    return [drain["url"] for drain in ([found] if isinstance(found, dict) else found or ()) if drain["url"]]


def where(url: str) -> Record:
    """Scheme and host of an address. In check mode only a digest is known of one that an earlier task would set."""
    parts = urlsplit(url)
    return {"scheme": parts.scheme or UNKNOWN, "host": place(parts) or UNKNOWN}


def without_address(drain: Record, *, show_url: bool) -> Record:
    """A drain with scheme and host beside its address, which is None unless it was asked for."""
    return {**drain, **where(drain["url"]), "url": drain["url"] if show_url else None}


class Drain(Listed):
    """A log drain, found by its address, its token or its id. A drain cannot be changed, only added and removed.

    It is looked for in the list, since to ask for it by its address would put that into a path, and paths into logs.
    """

    noun = "drain"
    plural = "drains"
    called = "log drain"
    identity = ("token", "id")
    kind = Kind(
        "drain",
        "/apps/{}/log-drains",
        parent="app",
        no_parent=NO_APP,
        shape=dict.fromkeys(("addon", "token")),
        secrets=urls_of,
    )
    scope = ("app",)
    order = "url"
    attributes = (
        Attribute("url", spec=WAYS["url"], secret=True),
        *computed("addon", default=None),
        *computed("app", "created_at", "id", "token", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {name: WAYS[name] for name in ("token", "id")}
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [tuple(WAYS)],
        "mutually_exclusive": [tuple(WAYS)],
        "required_if": [("state", "present", ("url",))],
    }
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        **WAYS,
        "show_url": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [tuple(WAYS)]}

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("url") is not None:
            try:
                parse(want["url"])
            except ValueError as error:
                raise InvalidInput(str(error)) from None

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        if want.get("url") is not None:
            return same_address(want["url"], record["url"])
        return all(want.get(way) in (None, record[way]) for way in ("token", "id"))

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        """The drain; one of an add-on is left alone. Of two with one address, either is as good."""
        found = cls.selected(want, view)
        own = [drain for drain in found if drain["addon"] is None]
        if found and not own:
            raise InvalidInput(
                f"This log drain of {want['app']} belongs to the add-on {found[0]['addon']['name']}; it comes "
                "and goes with the add-on."
            )
        return own[0] if own else None

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        return {"url": want["url"]} if current is None else {}

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Apps of the Fir generation have telemetry drains instead (behaviour.md 3.18)."""
        if draft.creation is not None:
            own = [drain for drain in view.get(cls.kind.of(want["app"])) if drain["addon"] is None]
            check_room(own, MOST_DRAINS, "log drains")
        if draft.creation is not None and app_of(view, want["app"])["generation"]["name"] == "fir":
            raise InvalidInput(
                f"{want['app']} is an app of the Fir generation, which has no log drains: "
                "community.heroku.heroku_telemetry_drain is for it."
            )

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        """Where logs go, without the credentials in the address."""
        return where(record["url"]) if record else {}

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        return {"drain": record and without_address(record, show_url=False)}

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return {"drains": [without_address(drain, show_url=want["show_url"]) for drain in found]}
