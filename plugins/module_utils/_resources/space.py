# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Private Spaces: behaviour.md 3.11."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import BOOL, REFERENCE, Attribute, Type, blank_of, computed
from .._engine.facts import Kind, Need, View
from .._engine.options import OMITTED
from .._engine.plan import Change, Desired, Status, Verdict, Wait
from .._engine.resource import Draft
from .._engine.values import UNKNOWN, Observed, Record, Secret, Spec, Value
from .common import CONFIRM_OPTIONS, DOGWOOD, NO_TEAM, REGIONS, SPACES, TEAMS, WAIT_OPTIONS
from .named import NAME as NAMED
from .named import NEW_NAME, Named
from .network import network, same_network
from .preflight import check_exists
from .space_log_drain import SpaceLogDrain

if t.TYPE_CHECKING:
    from .._engine.execute import Run

NAME = re.compile(r"[a-z0-9](?:[a-z0-9]|-(?!-))+[a-z0-9]")
CHOSEN_AT_CREATION = "It is chosen when the space is created."
NETWORK = Type("str", same_network)
TEAM_SPACES = dataclasses.replace(
    SPACES,
    name="team_space",
    path="/teams/{}/spaces",
    by="id",
    parent="team",
    no_parent=NO_TEAM,
    part_of=SPACES.name,
    owner="team",
)


def part(path: str, headers: t.Mapping[str, str] | None = None) -> Kind:
    """Something that can be asked of a space beside itself; a space may have it not, or not yet."""
    name = f"space_{path.replace('-', '_')}"
    return Kind(name, f"/spaces/{{}}/{path}", document=True, optional=True, headers=headers or {})


# Hosts are only in a variant of the API.
PARTS = {
    "nat": part("nat"),
    "peering_info": part("peering-info"),
    "topology": part("topology"),
    "dynos": part("dynos"),
    "hosts": part("hosts", DOGWOOD),
}


class Space(Named):
    """A space, found by name or id. Only its name can change; another team is for ``heroku_space_transfer``."""

    noun = "space"
    plural = "spaces"
    kind = SPACES
    protected_kind = "space"
    empty: t.ClassVar[dict[str, str]] = dict.fromkeys(
        ("new_name", "team", "region", "cidr", "data_cidr", "log_drain_url"), OMITTED
    )
    attributes = (
        NAMED,
        Attribute("team", REFERENCE, fixed="community.heroku.heroku_space_transfer gives a space to another team."),
        Attribute("region", REFERENCE, fixed="A space stays in the region where it was created."),
        Attribute("shield", BOOL, fixed=CHOSEN_AT_CREATION),
        Attribute("cidr", NETWORK, fixed=CHOSEN_AT_CREATION),
        Attribute("data_cidr", NETWORK, fixed=CHOSEN_AT_CREATION),
        Attribute("generation", REFERENCE, fixed=CHOSEN_AT_CREATION, spec={"choices": ["cedar", "fir"]}),
        Attribute("log_drain_url", spec={"no_log": True}, secret=True, write_only=True),
        *computed("state", default="allocating"),
        *computed("created_at", "id", "organization", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {**NEW_NAME, **CONFIRM_OPTIONS, **WAIT_OPTIONS}
    info_options: t.ClassVar[Spec] = {
        "name": {"type": "str"},
        "team": {"type": "str"},
        **{name: {"type": "bool", "default": False} for name in PARTS},
    }

    @classmethod
    def check_name(cls, option: str, name: str) -> None:
        if not NAME.fullmatch(name):
            raise InvalidInput(
                f"{option} {name!r} is not a valid space name: use at least three lower-case letters, digits and "
                "single dashes, with no dash at either end."
            )

    @classmethod
    def check(cls, want: Desired) -> None:
        super().check(want)
        for option, longest in (("cidr", 16), ("data_cidr", 20)):
            if want.get(option) is not None:
                cls.check_network(option, want[option], longest)
        if want.get("generation") == "fir":
            for option in ("shield", "log_drain_url"):
                if want.get(option):
                    raise InvalidInput(f"Spaces of the Fir generation have no {option}.")
        url = want.get("log_drain_url")
        if url is not None and (not url.startswith("https://") or any(character.isspace() for character in url)):
            raise InvalidInput("log_drain_url is not the address of a log drain for a space: it begins with https://.")

    @staticmethod
    def check_network(option: str, cidr: str, longest: int) -> None:
        """Raises InvalidInput for what is not a private network of a size that Heroku takes."""
        try:
            network = ipaddress.IPv4Network(cidr, strict=False)
            fits = network.is_private and 16 <= network.prefixlen <= longest
        except ValueError:
            fits = False
        if not fits:
            size = "a /16" if longest == 16 else f"from /16 to /{longest}"
            raise InvalidInput(
                f"{option} {cidr!r} is not a private network {size} in 10.0.0.0/8, 172.16.0.0/12 or "
                "192.168.0.0/16, such as 10.2.0.0/16."
            )

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        """The options, networks in one spelling. Nothing shows whether a space that is there has a log drain."""
        desired = super().desired(want, current)
        desired.update({name: network(desired[name]) for name in ("cidr", "data_cidr") if name in desired})
        if current is not None:
            desired.pop("log_drain_url", None)
        return desired

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        going = current is not None and current["state"] == "deleting"
        if want.absent:
            draft = super().draft(want, None if going else current)
            if current is not None and want["wait"]:
                what = f"the space {current['name']} to be deleted"
                draft.waits.append(Wait("gone", what, (current["id"],), aside=True))
            return draft
        if going:
            raise InvalidInput(
                f"The space {want['name']} is being deleted. Once it is gone, a new one can be made; "
                "state=absent waits for that."
            )
        if current is None and not want.get("team"):
            raise InvalidInput("A new space needs team: the team that it is for.")
        return super().draft(want, current)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """The team of a new space has to exist, and its region has to be one that takes spaces."""
        if draft.creation is None:
            return
        places = {"team": check_exists(view, TEAMS, want["team"], "team")}
        region = want.get("region")
        if region:
            able = [item for item in view.get(REGIONS.of()) if item.get("private_capable")]
            places["region"] = next((item for item in able if region in (item["id"], item["name"])), None)
            if places["region"] is None:
                names = ", ".join(sorted(item["name"] for item in able))
                raise InvalidInput(f"There are no spaces in the region {region}; choose one of {names}.")
        for name, place in places.items():
            if place:
                draft.record[name] = {key: place[key] for key in ("id", "name")}
        if not want.get("generation"):
            draft.record["generation"] = {"id": UNKNOWN, "name": "cedar"}  # for who does not say (peers.md, 11)

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """What waiting brings, and the log drain that a new space has from the start."""
        if "log_drain_url" in (draft.creation or {}):
            kind = SpaceLogDrain.kind
            drain = {**kind.shape, **blank_of(SpaceLogDrain.attributes), "url": Secret(want["log_drain_url"])}
            draft.changes.append(Change(kind.name, (draft.record["name"],), None, drain))
        if want.absent or not want["wait"]:
            return
        draft.waits.append(Wait("allocated", f"the space {draft.record['name']} to be allocated"))
        if draft.record["state"] == "allocating":
            draft.record.update(state="allocated", updated_at=UNKNOWN)

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        view = super().side(want, draft, record)
        return view if draft.current is None else {key: view[key] for key in view if key != "log_drain_url"}

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Record | None, run: Run) -> Record | None:
        space = wait.about[0] if record is None else record["id"]
        return t.cast("Record | None", run.facts.refresh(cls.kind.named(space)))

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record | None) -> Verdict:
        state = record["state"] if record else "gone"
        if wait.name == "gone":
            return Verdict(Status.READY if record is None else Status.PENDING, state)
        if state in ("gone", "deleting"):
            name = want.get("new_name", want["name"])
            return Verdict(Status.FAILED, f"The space {name} was deleted by somebody else before it was allocated.")
        return Verdict(Status.PENDING if state == "allocating" else Status.READY, state)

    # Looking up

    @classmethod
    def find(cls, want: Desired, view: View) -> Record:
        """The spaces, and by their names those parts of them that were asked for."""
        name, team = want.get("name"), want.get("team")
        if name:
            one = cls.look_up(want, view, name)
            found = [one] if one and (not team or team in one["team"].values()) else []
        else:
            found = view.get(TEAM_SPACES.of(team) if team else SPACES.of())
        found = sorted(found, key=lambda space: str(space["name"]))
        asked = [name for name in PARTS if want[name]]
        needs = {(name, space["name"]): cls.part_of(space, name) for name in asked for space in found}
        known = [need for need in needs.values() if need is not None]
        answers = dict(zip(known, view.get_all(*known)))
        parts: Record = {name: {} for name in PARTS}
        for (name, space), need in needs.items():
            parts[name][space] = None if need is None else answers[need]
        return {"spaces": found, **parts}

    @staticmethod
    def part_of(space: Record, name: str) -> Need | None:
        """The question for one of PARTS; None for a space that has it not, or not yet."""
        if space["state"] != "allocated" or (name == "peering_info" and space["generation"]["name"] == "fir"):
            return None
        return PARTS[name].of(space["name"])

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return dict(found)
