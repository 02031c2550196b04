# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The live list of requests, with filters."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ..requestlog import request_log
from .markup import Content, Html, element
from .parts import Query, badge, choice, code, counted, filters, labelled, live, moment, nothing, words

MOST = 200
MOST_BESIDE = 60  # where the list stands beside another view
_METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
_OUTCOMES = MappingProxyType(
    {
        "": "any answer",
        "2": "2xx",
        "3": "3xx",
        "4": "4xx",
        "5": "5xx",
        "0": "no answer",
        "bad": "all that failed",
    }
)
_OWN = ("method", "outcome", "path", "by", "faults")


def requests(query: Query, *, most: int) -> Html:
    """The newest requests that pass the filters, the newest first."""
    entries = [entry for entry in reversed(request_log.select({})) if _passes(entry, query)]
    form = filters(
        query,
        choice("method", "Method", {"": "any method", **{name: name for name in _METHODS}}, query.get("method")),
        choice("outcome", "Answer", _OUTCOMES, query.get("outcome")),
        words("path", "Part of the path", query.get("path")),
        words("by", "Account or program", query.get("by")),
        element(
            "label",
            element("input", type="checkbox", name="faults", value="1", checked=bool(query.get("faults"))),
            " only faults",
        ),
        own=_OWN,
    )
    count = counted(len(entries), "requests", f", the newest {most} are shown" if len(entries) > most else "")
    rows = [_row(entry) for entry in entries[:most]]
    none = nothing("None pass the filters." if any(map(query.get, _OWN)) else "None yet.")
    return element(
        "section",
        element("header", element("h2", "Requests"), form, class_="head"),
        live("requests", count, element("div", rows, class_="requests") if rows else none),
    )


def _passes(entry: dict[str, Any], query: Query) -> bool:
    outcome, program = query.get("outcome"), entry["headers"].get("user-agent", "")
    status = entry["status"]
    failed = not 0 < status < 400
    return (
        query.get("method") in ("", entry["method"])
        and (outcome == "" or (failed if outcome == "bad" else str(status)[0] == outcome))
        and query.get("path").lower() in entry["path"].lower()
        and query.get("by").lower() in f"{entry['account'] or ''} {program}".lower()
        and (not query.get("faults") or bool(entry["faults"]))
    )


def _row(entry: dict[str, Any]) -> Html:
    """One request on a line; what else is known of it unfolds."""
    status = entry["status"]
    kind = "bad" if not 0 < status < 400 else "good"
    summary: list[Content] = [
        moment(entry["time"], day=False),
        element("b", entry["method"], class_=f"method {entry['method'].lower()}"),
        element("code", entry["path"], class_="path"),
        [badge(fault["fault"], "warn") for fault in entry["faults"]],
        badge(str(status) if status else "no answer", kind),
    ]
    known = [
        labelled("Account", [entry["account"]] if entry["account"] else []),
        labelled("Operation", [code(entry["operation"])] if entry["operation"] else []),
        labelled("Headers", [[code(name), " ", value] for name, value in entry["headers"].items()]),
        labelled("Properties of the body", [code(name) for name in entry["body"]], wide="words"),
        labelled("Time", [moment(entry["time"])]),
    ]
    return element(
        "details",
        element("summary", summary),
        element("div", known, class_="parts"),
        data_key=str(entry["number"]),
    )
