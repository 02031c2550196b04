# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page at ``/``: what exists, for a person with a browser. No values of config vars, no credentials."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote

from .clock import clock
from .requestlog import request_log
from .resources.account import accounts
from .resources.add_on import addons_of_app
from .resources.app import App, apps, owner_of
from .resources.domain import CUSTOM, domains
from .resources.dyno_size import dyno_sizes
from .resources.formation import formations
from .resources.pipeline import Pipeline, pipelines
from .resources.pipeline_coupling import STAGES, pipeline_couplings
from .resources.plan import plans
from .resources.region import regions
from .resources.release import releases
from .resources.space import spaces
from .resources.team import Team, team_members, teams
from .settings import settings

MOST = 100  # apps, pipelines and teams
MOST_RELEASES = 5
MOST_REQUESTS = 30
# What Heroku puts before names of add-ons in the descriptions of releases, for its own tools.
REFERENCE = "@ref:"

ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' rx='1' fill='#639'/>"
    "<path d='M2.5 1.5v5M2.5 4h3v2.5' fill='none' stroke='#fff'/></svg>"
)
# Where there is no room for a table, each row is a block, and each cell says what it is.
_STYLE = (
    ":root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;margin:2em;overflow-wrap:break-word}"
    "table{border-collapse:collapse;margin:0 0 2em}td,th{padding:.3em .8em;border:1px solid #8886;text-align:left;"
    "vertical-align:top}th{background:#8881}td:first-child{white-space:nowrap}code{font-size:13px}"
    ".bad{color:#d33}.dim{opacity:.65}"
    "@media(max-width:1200px){body{margin:1em;overflow-wrap:anywhere}td:first-child{white-space:normal}table,tbody,tr,td{display:block}th{display:none}"
    "tr{border:1px solid #8886;margin:0 0 .8em;padding:.3em .6em}tr:first-child{display:none}"
    "td{border:0;padding:.1em 0}td:empty{display:none}td::before{content:attr(title) ' ';opacity:.65;display:block;"
    "font-size:12px}td:first-child{font-weight:bold}td:first-child::before{display:none}}"
)


def _table(titles: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join(
        "<tr>"
        + "".join(f'<td title="{escape(title)}">{cell}</td>' for title, cell in zip(titles, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _lines(items: Iterable[str], tag: str = "span") -> str:
    return "<br>".join(f"<{tag}>{escape(item)}</{tag}>" for item in items)


def _unless(usual: str, state: str) -> str:
    """A state in brackets, unless it is the usual one."""
    return "" if state == usual else f" ({state})"


def _owner(app: App) -> str:
    """Who owns an app: a team by its name, or a person by the e-mail address."""
    return teams[app.team_id].name if app.team_id is not None else owner_of(app)["email"]


def _place(app: App) -> str:
    """Where an app is, and what is special about it."""
    space = spaces.get(app.space_id)
    place = regions[app.region_id].name + (f", space {space.name}" if space else "")
    return escape(place) + ('<br><span class="bad">maintenance</span>' if app.maintenance else "")


def _app_row(app: App) -> list[str]:
    newest = releases.where("app_id", app.id)[-MOST_RELEASES:]
    described = [
        f"v{item.version} {item.description.replace(REFERENCE, '')}{_unless('succeeded', item.status)}"
        for item in reversed(newest)
    ]
    formation = sorted(formations.where("app_id", app.id), key=lambda item: item.type)
    own = [item for item in domains.where("app_id", app.id) if item.kind == CUSTOM]
    addons = addons_of_app(app, attached=True)
    return [
        escape(app.name),
        escape(_owner(app)),
        _place(app),
        _lines(f"{item.type}: {item.quantity} \u00d7 {dyno_sizes[item.dyno_size_id].name}" for item in formation),
        _lines(described),
        _lines(sorted(item.hostname for item in own)),
        _lines(sorted(app.config), "code"),
        _lines(
            sorted(f"{plans[item.plan_id].name} {item.name}{_unless('provisioned', item.state)}" for item in addons)
        ),
    ]


def _pipeline_row(pipeline: Pipeline) -> list[str]:
    couplings = pipeline_couplings.where("pipeline_id", pipeline.id)
    owner = (teams if pipeline.owner_type == "team" else accounts).get(pipeline.owner_id)
    called = "" if owner is None else owner.name if isinstance(owner, Team) else owner.email
    stages = {stage: sorted(apps[item.app_id].name for item in couplings if item.stage == stage) for stage in STAGES}
    return [
        escape(pipeline.name),
        escape(called),
        _lines(f"{stage}: {', '.join(names)}" for stage, names in stages.items() if names),
    ]


def _team_row(team: Team) -> list[str]:
    members = team_members.where("team_id", team.id)
    return [
        escape(team.name),
        _lines(sorted(f"{accounts[member.account_id].email} ({member.role})" for member in members)),
        _lines(sorted(space.name for space in spaces.where("team_id", team.id))),
    ]


def _request_row(entry: dict[str, Any]) -> list[str]:
    faults = ", ".join(fault["fault"] for fault in entry["faults"])
    path = f"<code>{escape(entry['method'])} {escape(entry['path'])}</code>"
    status = str(entry["status"] or "no answer")
    status = f'<span class="bad">{status}</span>' if not 0 < entry["status"] < 400 else status
    return [path, escape(entry["time"]), status, escape(entry["account"] or ""), escape(faults)]


def _section(title: str, titles: tuple[str, ...], records: Iterable[Any], row: Any) -> str:
    """A heading with a table of records: those that changed last, by name. Nothing where there is none."""
    newest = sorted(records, key=lambda record: record.updated_at, reverse=True)
    shown = sorted(newest[:MOST], key=lambda record: record.name)
    more = len(newest) - len(shown)
    return (
        f"<h2>{escape(title)} ({len(newest)})</h2>"
        + (_table(titles, map(row, shown)) if shown else "<p>None yet.</p>")
        + (f'<p class="dim">and {more} more, changed longer ago</p>' if more else "")
    )


def render() -> str:
    """The whole page as HTML."""
    of_apps = ("App", "Owner", "Region", "Formation", "Newest releases", "Domains", "Config vars", "Add-ons")
    request_rows = [_request_row(entry) for entry in reversed(request_log.select({"limit": str(MOST_REQUESTS)}))]
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">'
        '<meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:image/svg+xml,{quote(ICON)}">'
        f"<title>Heroku simulator</title><style>{_STYLE}</style></head><body><h1>Heroku simulator</h1>"
        f"<p>Clients find it at <code>{escape(settings.url)}</code>. "
        f'<span class="dim">{clock.timestamp()}, clock: {escape(clock.mode)}, this page renews itself</span></p>'
        + _section("Apps", of_apps, apps, _app_row)
        + _section("Pipelines", ("Pipeline", "Owner", "Apps"), pipelines, _pipeline_row)
        + _section("Teams", ("Team", "Members", "Private Spaces"), teams, _team_row)
        + "<h2>Last requests</h2>"
        + _table(("Request", "Time", "Status", "Account", "Faults"), request_rows)
        + "</body></html>"
    )
