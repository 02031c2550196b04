# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one log drain that all apps of a space share: behaviour.md 3.11. Its address is a secret, as those of apps."""

from __future__ import annotations

import typing as t

from .._api.errors import Failure, HerokuError, InvalidInput
from .._engine.attributes import Attribute, Type, computed
from .._engine.facts import Kind, View
from .._engine.plan import Action, Desired, Plan, Request
from .._engine.resource import HIDDEN, NEWLY_HIDDEN, Draft, Resource
from .._engine.values import Observed, Record, Secret, Spec, Values
from .._lib.references import same_address
from .common import DOGWOOD, NO_SPACE, SPACE_OPTIONS, space_of
from .drain import parse, urls_of, where, without_address

KEPT = "Heroku does not let this space be without its log drain; give another url in its place."


class SpaceLogDrain(Resource):
    """The log drain of a space. A new address takes the place of the old one; an empty one takes the drain away.

    In results, ``url`` is None unless it was asked for; ``scheme`` and ``host`` are there in its place.
    """

    noun = "drain"
    plural = "drains"
    called = "log drain"
    kind = Kind(
        "space_log_drain",
        "/spaces/{}/log-drain",
        document=True,
        optional=True,
        parent="space",
        no_parent=NO_SPACE,
        headers=DOGWOOD,
        shape={**dict.fromkeys(("addon", "app", "token")), "url": ""},
        secrets=urls_of,
    )
    scope = ("space",)
    attributes = (
        Attribute("url", Type("str", same_address), spec={"no_log": True}, secret=True),
        *computed("addon", "app", default=None),
        *computed("created_at", "id", "token", "updated_at"),
    )
    constraints: t.ClassVar[Spec] = {"required_if": [("state", "present", ("url",))]}
    info_options: t.ClassVar[Spec] = {**SPACE_OPTIONS, "show_url": {"type": "bool", "default": False}}

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("url") is None:
            return
        try:
            usable = parse(want["url"]).scheme == "https"
        except ValueError:
            usable = False
        if not usable:
            raise InvalidInput("url is not the address of a log drain for a space: https:// and a host.")

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        """The drain; one without an address is none."""
        drain = super().observe(want, view)
        return drain if drain and drain["url"] else None

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """Spaces of the Fir generation have telemetry drains instead."""
        if draft.creation is not None and space_of(view, want["space"])["generation"]["name"] == "fir":
            raise InvalidInput(
                f"{want['space']} is a space of the Fir generation, which has no log drain: "
                "community.heroku.heroku_telemetry_drain is for it."
            )

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        """Where logs go, without the credentials in the address."""
        if record is None:
            return {}
        url = NEWLY_HIDDEN if draft.changed and record is draft.record else HIDDEN
        return {**where(record["url"]), "url": url}

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        """One PUT, whatever is to be done."""
        verb = "delete" if draft.deletion else "update" if draft.current else "create"
        body = {"url": Secret("" if draft.deletion else want["url"])}
        request = Request("PUT", cls.kind.path, cls.scope_of(want), body, cls.kind.headers)
        return [Action(cls.id_of(want, verb), verb, request, creates=verb == "create")]

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        return KEPT if action.verb == "delete" and error.status == 422 else ""

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record | None:
        """The answer; one to the taking away that still has an address says that nothing came of it."""
        drain: Record | None = super().outcome(want, plan, answers)
        if want.absent and drain and drain["url"]:
            raise Failure(KEPT)
        return None if want.absent else drain

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        return {"drain": record and without_address(record, show_url=False)}

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        drain = cls.observe(want, view)
        return [drain] if drain else []

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return {"drains": [without_address(drain, show_url=want["show_url"]) for drain in found]}
