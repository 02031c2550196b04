# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""States of the simulator as single facts, to be compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

# Room for an upload that nobody used, as after a run that died before its build: Heroku forgets it.
FORGOTTEN = "blobs"
# What every request takes from: how many there were is not the point.
SPENT = ("rate_limit_at", "rate_limit_tokens")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MADE_UP = re.compile(r"[0-9a-f]{10,}|[a-z]+-[a-z]+-(\d{5}|[0-9a-z]{20,})\b")  # passwords, addresses, names
CALLED = ("name", "hostname", "email", "service", "size")  # where a record has what people call it
# Which release of an app is which, where several things of it are done side by side.
IN_TURN = ("version", "last_version", "current_version", "current_release_id")
OF_RELEASES = ("config", "addon_plan_names")  # what was so at that time

Tables = dict[str, list[dict[str, Any]]]
Facts = dict[tuple[str, ...], Any]


def facts(tables: Tables, aside: Collection[str] = (FORGOTTEN,), base: Tables | None = None) -> Facts:
    """A state as single facts, by table, number of the record, and path in it; ids as what they are the id of.

    Of the tables in ``aside`` nothing is told, and not which of their records an id means. Nor is it of records that
    are in ``base`` just so: to compare two states that began as that one, by how many there are of each kind too.
    """
    names = {
        record["id"]: table if table in aside else f"{table} {number}"
        for table, records in tables.items()
        for number, record in enumerate(records)
    }
    found: Facts = {}
    for table, records in tables.items():
        if table not in aside:
            known = (base or {}).get(table, [])
            if base is not None and len(records) != len(known):
                found[table, "count"] = len(records)
            for number, record in enumerate(records):
                kept = unspent(record)
                if number < len(known) and unspent(known[number]) == kept:
                    continue
                found.update({(table, str(number), *path): names.get(value, value) for path, value in leaves(kept)})
    return found


def unspent(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what every request takes from."""
    return {name: value for name, value in record.items() if name not in SPENT}


def leaves(value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each value within a record that holds no others, with its path; times are left out."""
    if isinstance(value, dict) and value:
        items = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, list) and value:
        items = [(str(number), item) for number, item in enumerate(value)]
    else:
        if not (isinstance(value, str) and TIME.fullmatch(value)):
            yield (), str(value) if isinstance(value, (dict, list)) else value
        return
    for name, item in items:
        yield from (((name, *path), leaf) for path, leaf in leaves(item))


def differences(one: Facts, other: Facts, aside: set[tuple[str, ...]] | None = None) -> list[tuple[str, ...]]:
    """Where two states differ, but for the paths that are left aside."""
    missing = object()
    paths = sorted((set(one) | set(other)) - (aside or set()))
    return [path for path in paths if one.get(path, missing) != other.get(path, missing)]


def things(tables: Tables, aside: Collection[str]) -> Counter[tuple[str, str]]:
    """How often each thing is there, by its table and its content, in whatever order things were made.

    Ids stand for what people call the record, or for its table; times, and what Heroku makes up, for nothing. Of the
    tables in ``aside`` nothing is told.
    """
    names = {
        record["id"]: next((str(record[key]) for key in CALLED if record.get(key)), table)
        for table, records in tables.items()
        for record in records
    }
    found: Counter[tuple[str, str]] = Counter()
    for table, records in tables.items():
        left_out = {"id", *SPENT, *IN_TURN, *(OF_RELEASES if table == "releases" else ())}
        for record in () if table in aside else records:
            text = json.dumps({key: value for key, value in record.items() if key not in left_out}, sort_keys=True)
            text = ID.sub(lambda match: names.get(match[0], "<id>"), text)
            found[table, MADE_UP.sub("<made up>", TIME.sub("<time>", text))] += 1
    return found
