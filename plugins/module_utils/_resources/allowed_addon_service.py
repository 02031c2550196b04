# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The add-on services that members of a team may install: the schema's allowed-add-on-service."""

from __future__ import annotations

import typing as t

from .._api.errors import InvalidInput
from .._engine.facts import Kind, View
from .._engine.members import Members, Steps, entry_constraints
from .._engine.plan import Desired, Request
from .._engine.resource import Draft
from .._engine.values import UNKNOWN, Json, Record, Spec
from .._lib.references import is_uuid
from .common import NO_TEAM
from .teams import TEAM_OPTIONS

ADDON_SERVICES = Kind("addon_service", "/addon-services", shape={"human_name": None})
SERVICE: Record = dict.fromkeys(("id", "name", "human_name"))


class AllowedAddonService(Members):
    """One service, or many, of a team's list. An entry cannot be changed, only added and removed."""

    noun = "allowed_addon_service"
    plural = "allowed_addon_services"
    called = "allowed add-on service"
    kind = Kind(
        "allowed_addon_service",
        "/teams/{}/allowed-addon-services",
        parent="team",
        no_parent=NO_TEAM,
        shape={"added_at": None, "added_by": None, "addon_service": SERVICE},
    )
    scope = ("team",)
    key = "addon_service"
    many = "addon_services"
    controls: t.ClassVar[Spec] = {
        "addon_service": {"type": "str"},
        "addon_services": {"type": "list", "elements": "str"},
        "exclusive": {"type": "bool", "default": False},
    }
    constraints: t.ClassVar[Spec] = entry_constraints("addon_service", "addon_services")
    info_options: t.ClassVar[Spec] = {**TEAM_OPTIONS, "addon_service": {"type": "str"}}

    @classmethod
    def items(cls, want: Desired) -> list[Record]:
        names = want.get("addon_services")
        return [{"addon_service": name} for name in ([want.get("addon_service")] if names is None else names)]

    @classmethod
    def check(cls, want: Desired) -> None:
        cls.check_names(want)
        for item in cls.items(want):
            service, colon, _plan = (item["addon_service"] or "").partition(":")
            if colon:
                raise InvalidInput(f"{item['addon_service']} is a plan; a team allows services: {service}.")

    @classmethod
    def is_one(cls, name: str, record: Record) -> bool:
        return name in (record["id"], record["addon_service"]["id"], record["addon_service"]["name"])

    @classmethod
    def name_of(cls, record: Record) -> str:
        service = record["addon_service"]
        return next((text for text in (service["name"], service["id"]) if isinstance(text, str)), "")

    @classmethod
    def differs(cls, item: Record, record: Record) -> bool:
        return False

    @classmethod
    def foreseen(cls, want: Desired, item: Record, current: t.Sequence[Record]) -> Record:
        key = "id" if is_uuid(item["addon_service"]) else "name"
        service = {**dict.fromkeys(SERVICE, UNKNOWN), key: item["addon_service"]}
        return {**dict.fromkeys(("added_at", "added_by", "id"), UNKNOWN), "addon_service": service}

    @classmethod
    def shown(cls, record: Record) -> str:
        return cls.name_of(record)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """A service that does not exist fails before anything is written; of the others, all is known."""
        names = [step.item["addon_service"] for step in t.cast(Steps, draft).steps if step.verb == "add"]
        for name, service in zip(names, view.get_all(*map(ADDON_SERVICES.named, names))):
            if service is None:
                raise InvalidInput(
                    f"There is no add-on service {name}. community.heroku.heroku_addon_service_info lists them."
                )
            record = cls.one(name, draft.record) or {}
            record["addon_service"] = {key: service[key] for key in SERVICE}
        draft.record = cls.in_order(draft.record)

    @classmethod
    def adding(cls, want: Desired, item: Record) -> Request:
        return Request("POST", cls.kind.path, cls.scope_of(want), item)

    @classmethod
    def removing(cls, want: Desired, record: Record) -> Request:
        return Request("DELETE", cls.kind.path + "/{}", (*cls.scope_of(want), record["id"]))

    @classmethod
    def answered(cls, want: Desired, step_name: str, answer: Json) -> Record:
        """Heroku answers with a list, of which one is new."""
        entries = map(cls.kind.normal, answer if isinstance(answer, list) else [answer])
        return cls.one(step_name, entries) or {}
