# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Range, Content-Range, Next-Range: how lists come in pages (behaviour.md 1.4).

``Range: <field> [[ or ]]<start>..<end>[[ or ]]; max=<n>, order=asc|desc`` where every part may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import bad_range, bad_range_end, bad_range_max, malformed_range
from .switches import switches

DEFAULT_MAX = 200
LARGEST_MAX = 1000
PAGES_BY_NAME = 3  # after which real lists forget Next-Range, see the switch range_by_name

_RANGE = re.compile(
    r"\s*(?:(?P<field>[a-z_]+)(?=[\s\[\]]|\.\.|$))?\s*"
    r"(?:(?P<open>[\[\]])?(?P<start>.*?)\.\.(?P<end>[^;\[\]]*)(?P<close>[\[\]])?)?\s*"
    r"(?:;(?P<options>.*))?"
)
_OPTION = re.compile(r"(max|order)\s*=\s*([a-z0-9]+)")
_FIRST_WORD = re.compile(r"[^\s;]+")


@dataclass(frozen=True)
class Range:
    """A parsed Range header. ``field`` is None when the client named none."""

    field: str | None = None
    start: str = ""
    start_exclusive: bool = False
    end: str = ""
    end_exclusive: bool = False
    max: int | None = None
    order: str | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list: its records and the headers that describe it."""

    records: list[Any]
    complete: bool
    headers: dict[str, str]


def parse(header: str | None) -> Range:
    """Read a Range header; an empty one is as good as none.

    What is no range at all counts as the name of a field, which no list has. Raises the error for options that are not
    where options belong (recorded.md A 7).
    """
    if not header:
        return Range()
    match = _RANGE.fullmatch(header)
    if not match:
        word = _FIRST_WORD.search(header)
        return Range(field=word[0] if word else None)
    if "=" in (match["options"] or "").partition(";")[2]:
        raise malformed_range()
    options = dict(_OPTION.findall(match["options"] or ""))
    return Range(
        field=match["field"],
        start=(match["start"] or "").strip(),
        start_exclusive=match["open"] == "]",
        end=(match["end"] or "").strip(),
        end_exclusive=match["close"] == "[",
        max=int(options["max"]) if options.get("max", "").isdigit() else None,
        order=options.get("order"),
    )


def page(
    records: Iterable[Any],
    header: str | None,
    *,
    fields: Sequence[str],
    default: str,
    key: Callable[[Any, str], Any],
    also: Sequence[str] = (),
) -> Page:
    """Cut the page that ``header`` asks for.

    ``fields`` are what Accept-Ranges lists, ``default`` is the field that the list is sorted by without a Range, and
    ``key`` gets the value of a field of a record; ``also`` are fields that are taken but not listed. Raises the 416 of
    the catalogue.
    """
    records = list(records)
    wanted = parse(header)
    limit = DEFAULT_MAX if wanted.max is None else wanted.max
    if not 1 <= limit <= LARGEST_MAX:
        raise bad_range_max(LARGEST_MAX)
    field = wanted.field or default
    # Clients that send `id ..` with every request are served on lists that do not name it in Accept-Ranges.
    if (wanted.field is None and wanted.order) or field not in (*fields, *also, default, "id"):
        if switches["unknown_range_field"] == "refused":
            raise bad_range(default)
        field = default
    if wanted.end and not wanted.start:
        raise bad_range_end()
    descending = wanted.order == "desc"

    def value(record: Any) -> Any:
        return key(record, field)

    ordered = sorted(records, key=value)
    if descending:
        ordered.reverse()  # also of those that are equal: what was made later comes first
    if wanted.start or wanted.end:
        ordered = [record for record in ordered if _inside(value(record), wanted, descending)]
    chosen = ordered[:limit]
    complete = len(chosen) == len(ordered)
    options = f"max={limit}" + (f", order={wanted.order}" if wanted.order else "")
    first, last = (str(value(chosen[0])), str(value(chosen[-1]))) if chosen else ("", "")
    headers = {"Accept-Ranges": ", ".join(fields), "Content-Range": f"{field} {first}..{last}; {options}"}
    early = switches["range_by_name"] == "ends_early" and field == "name"
    place = sum(1 for item in records if _before_page(item, chosen, value, descending)) // limit if early else 0
    if not complete and place < PAGES_BY_NAME - 1:
        headers["Next-Range"] = f"{field} ]{last}..; {options}"
    return Page(chosen, complete, headers)


def _before_page(record: Any, chosen: list[Any], value: Callable[[Any], Any], descending: bool) -> bool:
    """Whether a record comes before a page, in the order of the whole list."""
    first = value(chosen[0])
    return bool(value(record) > first if descending else value(record) < first)


def _inside(value: Any, wanted: Range, descending: bool) -> bool:
    """Whether a value lies within a range, whose start is where reading begins: the upper end when descending."""
    before, after = (_above, _below) if descending else (_below, _above)
    if wanted.start and (before(value, wanted.start) or (wanted.start_exclusive and _equal(value, wanted.start))):
        return False
    return not (wanted.end and (after(value, wanted.end) or (wanted.end_exclusive and _equal(value, wanted.end))))


def _comparable(value: Any, bound: str) -> tuple[Any, Any]:
    if isinstance(value, int) and bound.isdigit():
        return value, int(bound)
    return str(value), bound


def _below(value: Any, bound: str) -> bool:
    left, right = _comparable(value, bound)
    return bool(left < right)


def _above(value: Any, bound: str) -> bool:
    left, right = _comparable(value, bound)
    return bool(left > right)


def _equal(value: Any, bound: str) -> bool:
    left, right = _comparable(value, bound)
    return bool(left == right)
