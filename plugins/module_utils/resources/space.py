# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Private Spaces: behaviour.md 3.11."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils._resources.common import DOGWOOD
from ansible_collections.community.heroku.plugins.module_utils._resources.network import same_network
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.named import NAME_OPTIONS, NamedResource
from ansible_collections.community.heroku.plugins.module_utils.options import OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, plan_fields
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_exists
from ansible_collections.community.heroku.plugins.module_utils.resource import CONFIRM_OPTIONS, WAIT_OPTIONS

NAME = re.compile(r"[a-z0-9](?:[a-z0-9]|-(?!-))+[a-z0-9]")
MADE_SO = "It is chosen when the space is made."
# What can be asked of a space beside itself; hosts and log drains are only in a variant of the API.
PARTS = {"nat": "nat", "peering_info": "peering-info", "topology": "topology", "dynos": "dynos", "hosts": "hosts"}


class Space(NamedResource):
    """A space, found by name or id. Only its name can change; another team is for C(heroku_space_transfer)."""

    noun = "space"
    plural = "spaces"
    protected_kind = "space"
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(
        ("new_name", "team", "region", "cidr", "data_cidr", "log_drain_url"), OMITTED
    )
    path = "/spaces/{}"
    options: t.ClassVar[dict[str, t.Any]] = {
        **NAME_OPTIONS,
        "team": {"type": "str"},
        "region": {"type": "str"},
        "shield": {"type": "bool"},
        "cidr": {"type": "str"},
        "data_cidr": {"type": "str"},
        "generation": {"type": "str", "choices": ["cedar", "fir"]},
        "log_drain_url": {"type": "str", "no_log": True},
        **CONFIRM_OPTIONS,
        **WAIT_OPTIONS,
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        "name": {"type": "str"},
        "team": {"type": "str"},
        **{part: {"type": "bool", "default": False} for part in PARTS},
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("name"),
        Field(
            "team",
            reference=True,
            update=None,
            fixed="community.heroku.heroku_space_transfer gives a space to another team.",
        ),
        Field("region", reference=True, update=None, fixed="A space stays in the region where it was made."),
        Field("shield", update=None, fixed=MADE_SO),
        Field("cidr", update=None, fixed=MADE_SO, equal=same_network),
        Field("data_cidr", update=None, fixed=MADE_SO, equal=same_network),
        Field("generation", reference=True, update=None, fixed=MADE_SO),
        Field("log_drain_url", update=None, secret=True),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        (
            "cidr",
            "created_at",
            "data_cidr",
            "generation",
            "id",
            "name",
            "organization",
            "region",
            "shield",
            "state",
            "team",
            "updated_at",
        )
    )

    def check_name(self, option: str, name: str) -> None:
        if not NAME.fullmatch(name):
            raise InvalidInput(
                f"{option} {name!r} is no name of a space: at least three lower-case letters, digits and single "
                "dashes, with no dash at either end."
            )

    def check(self) -> None:
        super().check()
        for option, shortest in (("cidr", 16), ("data_cidr", 20)):
            if self.given(option) is not None:
                self.check_network(option, shortest)
        if self.given("generation") == "fir":
            for option in ("shield", "log_drain_url"):
                if self.given(option):
                    raise InvalidInput(f"Spaces of the Fir generation have no {option}.")
        url = self.given("log_drain_url")
        if url is not None and (not url.startswith("https://") or any(character.isspace() for character in url)):
            raise InvalidInput("log_drain_url is not the address of a log drain for a space: it begins with https://.")

    def check_network(self, option: str, longest: int) -> None:
        """Raises InvalidInput for what is not a private network of a size that Heroku takes."""
        try:
            given = ipaddress.IPv4Network(self.params[option], strict=False)
            fits = given.is_private and 16 <= given.prefixlen <= longest
        except ValueError:
            fits = False
        if not fits:
            size = "a /16" if longest == 16 else f"from /16 to /{longest}"
            raise InvalidInput(
                f"{option} {self.params[option]!r} is not a private network {size} in 10.0.0.0/8, 172.16.0.0/12 or "
                "192.168.0.0/16, such as 10.2.0.0/16."
            )

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        going = current is not None and current["state"] == "deleting"
        if self.given("state") == "absent":
            return super().plan(None if going else current)
        if going:
            raise InvalidInput(
                f"The space {self.params['name']} is being deleted. Once it is gone, a new one can be made; "
                "state=absent waits for that."
            )
        wanted = self.wanted()
        if current is None:
            if not wanted.get("team"):
                raise InvalidInput("A new space needs team: the team that it is for.")
        else:
            wanted.pop("log_drain_url", None)
        plan = plan_fields(self.fields, wanted, current, self.blank, self.unpredictable)
        predicted = {name: value for name, value in plan.predicted.items() if name != "log_drain_url"}
        if self.params["wait"] and predicted["state"] == "allocating":
            predicted.update(state="allocated", updated_at=None)
        sides = {"before": plan.before, "after": plan.after}
        if current is not None:  # nothing shows whether it has a drain
            sides = {side: {k: v for k, v in view.items() if k != "log_drain_url"} for side, view in sides.items()}
        return dataclasses.replace(plan, predicted=predicted, **sides)

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """The team of a new space has to exist, and its region has to be one that takes spaces."""
        if current is None:
            check_exists(self.client, "/teams/{}", self.params["team"], "team")
        region = self.given("region")
        if current is None and region:
            able = [item for item in self.client.list("/regions") if item["private_capable"]]
            if not any(region in (item["id"], item["name"]) for item in able):
                names = ", ".join(sorted(item["name"] for item in able))
                raise InvalidInput(f"There are no spaces in the region {region}; there are in {names}.")
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.post("/spaces", fields)

    def settle(self, record: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        absent = self.given("state") == "absent"
        if record is None or not self.params["wait"] or (record["state"] == "allocated" and not absent):
            return record
        name = record["name"]
        found = self.wait_until(
            ask=lambda: self.look_up(record["id"]),
            done=lambda space: space is None or (space["state"] != "allocating" and not absent),
            waiting_for=f"the space {name} to be {'deleted' if absent else 'allocated'}",
            state=lambda space: space["state"],
        )
        if not absent and (found is None or found["state"] == "deleting"):
            raise Failure(f"The space {name} was deleted by somebody else before it was allocated.")
        return found

    # Looking up

    def find(self) -> list[dict[str, t.Any]]:
        name, team = self.given("name"), self.given("team")
        if name:
            one = self.look_up(name)
            found = [one] if one and (not team or team in one["team"].values()) else []
        elif team:
            found = self.client.list(segments("/teams/{}/spaces", team))
        else:
            found = self.client.list("/spaces")
        return sorted(found, key=lambda space: space["name"])

    def info(self, found: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        parts = {
            part: {space["name"]: self.part(space, part) for space in found} if self.params[part] else {}
            for part in PARTS
        }
        return {"spaces": found, **parts}

    def part(self, space: dict[str, t.Any], part: str) -> t.Any:
        """One of C(PARTS) of a space; None for one that has it not, or not yet."""
        if space["state"] != "allocated" or (part == "peering_info" and space["generation"]["name"] == "fir"):
            return None
        headers = DOGWOOD if part == "hosts" else None
        return self.or_none(
            lambda: self.client.get(segments("/spaces/{}/" + PARTS[part], space["id"]), headers=headers)
        )
