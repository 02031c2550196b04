# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page at ``/``: what exists, for a person with a browser. No values of config vars, no credentials."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from .clock import clock
from .requestlog import request_log
from .resources.add_on import addons_of_app
from .resources.app import App, apps, owner_of
from .resources.plan import plans
from .resources.release import releases
from .settings import settings

MOST_APPS = 100
MOST_RELEASES = 5
MOST_REQUESTS = 30

_STYLE = (
    ":root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;margin:2em}"
    "table{border-collapse:collapse;margin:0 0 2em}td,th{padding:.3em .8em;border:1px solid #8886;text-align:left;"
    "vertical-align:top}th{background:#8861}td:first-child{white-space:nowrap}code{font-size:13px}"
    ".bad{color:#d33}.dim{opacity:.65}"
)


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _lines(items: Iterable[str], tag: str = "span") -> str:
    return "<br>".join(f"<{tag}>{escape(item)}</{tag}>" for item in items)


def _unless(usual: str, state: str) -> str:
    """A state in brackets, unless it is the usual one."""
    return "" if state == usual else f" ({state})"


def _app_row(app: App) -> list[str]:
    newest = releases.where("app_id", app.id)[-MOST_RELEASES:]
    return [
        escape(app.name),
        escape(owner_of(app)["email"]),
        _lines(f"v{item.version} {item.description}{_unless('succeeded', item.status)}" for item in reversed(newest)),
        _lines(sorted(app.config), "code"),
        _lines(
            f"{plans[addon.plan_id].name} {addon.name}{_unless('provisioned', addon.state)}"
            for addon in addons_of_app(app, attached=True)
        ),
    ]


def _request_row(entry: dict[str, Any]) -> list[str]:
    faults = ", ".join(fault["fault"] for fault in entry["faults"])
    path = f"<code>{escape(entry['method'])} {escape(entry['path'])}</code>"
    status = str(entry["status"] or "no answer")
    status = f'<span class="bad">{status}</span>' if not 0 < entry["status"] < 400 else status
    return [escape(entry["time"]), path, status, escape(entry["account"] or ""), escape(faults)]


def render() -> str:
    """The whole page as HTML."""
    shown = sorted(apps, key=lambda app: app.updated_at, reverse=True)[:MOST_APPS]
    app_rows = [_app_row(app) for app in shown]
    request_rows = [_request_row(entry) for entry in reversed(request_log.select({"limit": str(MOST_REQUESTS)}))]
    none_yet = "" if shown else f"<p>None yet. Clients find this simulator at <code>{escape(settings.url)}</code>.</p>"
    more = len(apps) - len(shown)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">'
        f"<title>Heroku simulator</title><style>{_STYLE}</style></head><body><h1>Heroku simulator</h1>"
        f'<p class="dim">{clock.timestamp()}, clock: {escape(clock.mode)}, this page renews itself</p>'
        f"<h2>Apps ({len(apps)})</h2>{none_yet}"
        + (_table(("App", "Owner", "Newest releases", "Config vars", "Add-ons"), app_rows) if shown else "")
        + (f'<p class="dim">and {more} more, changed longer ago</p>' if more else "")
        + "<h2>Last requests</h2>"
        + _table(("Time", "Request", "Status", "Account", "Faults"), request_rows)
        + "</body></html>"
    )
