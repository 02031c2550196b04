# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that are put in by hand: what Heroku and the network do to a client now and then.

A fault names which requests it hits (method, path pattern) or which transition (``{"transition": "addon.provision"}``),
what it does, and how often: ``count`` times (for ever when absent) after ``skip`` hits, or with a ``probability``, from
a ``seed``. Every fault that hits is named in the request log.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from .clock import clock, transition_names
from .context import per_simulator

KINDS = MappingProxyType(
    {
        "latency": "answers only after `seconds`",
        "slow": "sends the answer at `bytes_per_second`",
        "rate_limit": "429 rate_limit",
        "error": "an error of Heroku's shape: `status`, `id`, `message`; `when` before or after the commit",
        "unavailable": "503 unavailable; `when` before or after the commit",
        "html": "an HTML page with `status` instead of JSON; `when` before or after the commit",
        "reset": "resets the connection; `when` before or after the commit",
        "truncate": "announces the whole body, sends half of it, closes the connection",
        "endless": "sends the body, and then blanks at `bytes_per_second`, without an end",
        "silence": "never answers, until the client leaves; `when` before or after the commit",
        "late_commit": "503 unavailable, or with `lost` a reset connection; the request is performed `seconds` later, "
        "by the clock or, with `real_time`, by real time",
        "race": "404, once for each record that a POST has just made, when a path names it",
        "unauthorized": "401, as if the token had just been revoked",
        "forbidden": "403, as if access had just been taken away",
        "not_found": "404, as in the races right after something was created",
        "two_factor": "403 two_factor, unless Heroku-Two-Factor-Code is sent",
        "fail": "of a transition: lets it fail",
        "stall": "of a transition: it never happens",
    }
)
WHEN = ("before", "after")
OF_TRANSITIONS = ("fail", "stall")
RACE = "race"


@dataclass
class Fault:
    """One fault, as it was posted."""

    fault: str
    id: int = 0
    method: str = "*"
    path: str = "**"
    transition: str = ""
    when: str = "before"
    count: int | None = None
    skip: int = 0
    probability: float = 1.0
    seed: int | None = None
    seconds: float = 1.0
    bytes_per_second: int = 2000
    status: int = 503
    error_id: str = ""
    message: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False
    real_time: bool = False
    hits: int = 0
    seen: int = 0


def _pattern(path: str) -> re.Pattern[str]:
    """``*`` is any text within one segment, ``**`` any number of segments."""
    pattern = re.escape(path.rstrip("/") or "/").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.compile(pattern)


class Faults:
    """The faults in force. From when they are made, for the first request or fault, the clock asks them what stalls."""

    def __init__(self) -> None:
        clock.stalls = self.transition_stalls
        self._faults: list[Fault] = []
        self._random: dict[int, random.Random] = {}
        self._patterns: dict[int, re.Pattern[str]] = {}
        self._just_made: set[str] = set()
        self._last_id = 0

    def add(self, data: dict[str, Any]) -> Fault:
        """Put a fault in. Raises ValueError when it makes no sense."""
        data = dict(data)
        if "id" in data:
            data["error_id"] = data.pop("id")
        known = {item.name for item in fields(Fault)} - {"id", "hits", "seen"}
        unknown = set(data) - known
        if unknown:
            raise ValueError(f"unknown in a fault: {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
        if data.get("fault") not in KINDS:
            raise ValueError(f"fault must be one of {', '.join(KINDS)}")
        fault = Fault(**data)
        if fault.when not in WHEN:
            raise ValueError("when must be before or after")
        if (fault.fault in OF_TRANSITIONS) != bool(fault.transition):
            raise ValueError("the faults `fail` and `stall` need a transition, and no other fault takes one")
        if fault.transition:
            names = transition_names(failing=fault.fault == "fail")
            if fault.transition not in names:
                raise ValueError(f"the transition of the fault {fault.fault} must be one of {', '.join(names)}")
        self._last_id += 1
        fault.id = self._last_id
        self._faults.append(fault)
        self._random[fault.id] = random.Random(fault.seed)
        self._patterns[fault.id] = _pattern(fault.path)
        return fault

    def clear(self) -> None:
        """Take all faults out."""
        self._faults.clear()
        self._random.clear()
        self._patterns.clear()
        self._just_made.clear()

    def __iter__(self) -> Any:
        return iter(self._faults)

    def for_request(self, method: str, path: str, template: str) -> list[Fault]:
        """The faults that hit this request; ``path`` is decoded, ``template`` is the operation's."""
        if not self._faults:
            return []
        return [
            fault
            for fault in self._faults
            if fault.fault not in (*OF_TRANSITIONS, RACE)
            and self._is_about(fault, method, path, template)
            and self._hits(fault)
        ]

    def _is_about(self, fault: Fault, method: str, path: str, template: str) -> bool:
        return fault.method in ("*", method) and bool(
            self._patterns[fault.id].fullmatch(path) or fault.path == template
        )

    def note_made(self, record_id: str) -> None:
        """Remember what a POST has just made, for the races that follow."""
        if any(fault.fault == RACE for fault in self._faults):
            self._just_made.add(record_id)

    def for_record(self, method: str, path: str, template: str, record_id: str) -> Fault | None:
        """The race that hides a record, which was just made, from this request; each is hidden once."""
        if record_id not in self._just_made:
            return None
        for fault in self._faults:
            if fault.fault == RACE and self._is_about(fault, method, path, template) and self._hits(fault):
                self._just_made.discard(record_id)
                return fault
        return None

    def transition_fails(self, name: str) -> bool:
        """Whether a transition that is just happening is to fail."""
        return self._hit("fail", name)

    def transition_stalls(self, name: str) -> bool:
        """Whether a transition that is due is not to happen."""
        return self._hit("stall", name)

    def _hit(self, kind: str, name: str) -> bool:
        return any(self._hits(fault) for fault in self._faults if fault.fault == kind and fault.transition == name)

    def _hits(self, fault: Fault) -> bool:
        fault.seen += 1
        if fault.seen <= fault.skip or (fault.count is not None and fault.hits >= fault.count):
            return False
        if self._random[fault.id].random() >= fault.probability:
            return False
        fault.hits += 1
        return True


faults = per_simulator(Faults)
