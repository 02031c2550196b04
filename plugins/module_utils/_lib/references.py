# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a thing is referred to: by id, by name or by address, and when two references mean one thing."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import SplitResult, urlsplit

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def is_uuid(value: str) -> bool:
    """Whether a value is an id, as opposed to a name, which no Heroku resource can have in that form."""
    return bool(UUID.fullmatch(value))


def same_reference(wanted: t.Any, have: t.Any) -> bool:
    """Whether a name or id means this C({id, name}) object; an empty text means none."""
    if not wanted or not have:
        return not wanted and not have
    return wanted in (have.get("id"), have.get("name"))


def same_thing(one: t.Mapping[str, object], other: t.Mapping[str, object]) -> bool:
    """Whether two C({id, name}) objects are one thing. What does not exist yet has no id, and is told by its name."""
    key = "id" if all(isinstance(item["id"], str) for item in (one, other)) else "name"
    return bool(one[key] == other[key])


def place(parts: SplitResult) -> str:
    """Host and port of an address, without credentials; hosts have no case."""
    return parts.netloc.rpartition("@")[2].lower()


def same_address(wanted: str, have: str) -> bool:
    """Whether two addresses mean one place: exactly, but for the case of scheme and host (RFC 3986, 6.2.2)."""
    ours, theirs = urlsplit(wanted), urlsplit(have)
    return wanted == have or (
        ours._replace(netloc="") == theirs._replace(netloc="")
        and place(ours) == place(theirs)
        and ours.netloc.rpartition("@")[0] == theirs.netloc.rpartition("@")[0]
    )
