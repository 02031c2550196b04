# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page at ``/``: what exists, for a person with a browser. No values of config vars, no credentials.

It is whole without a script: links and forms lead to its views. ``live.js`` renews the parts that are marked as live.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from ..clock import clock
from ..requestlog import request_log
from ..settings import settings
from . import belongings
from .apps import everything_of, many_apps
from .markup import Content, Html, element
from .parts import Query, link, live
from .requests import MOST, MOST_BESIDE, requests
from .shown import totals

ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' rx='1' fill='#639'/>"
    "<path d='M2.5 1.5v5M2.5 4h3v2.5' fill='none' stroke='#fff'/></svg>"
)
VIEWS = MappingProxyType(
    {"apps": "Apps", "pipelines": "Pipelines", "teams": "Teams", "spaces": "Spaces", "requests": "Requests"}
)
_HERE = Path(__file__).parent
_STYLE = Html((_HERE / "style.css").read_text(encoding="utf-8"))
_SCRIPT = Html((_HERE / "live.js").read_text(encoding="utf-8"))


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


HEADERS = MappingProxyType(
    {
        "Cache-Control": "no-store",
        # Whatever a name may hold: only this page's own script runs, and it asks nobody but the simulator.
        "Content-Security-Policy": (
            f"default-src 'none'; script-src {_digest(_SCRIPT)}; style-src {_digest(_STYLE)}; img-src data:; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'"
        ),
    }
)


def render(values: Mapping[str, str]) -> str:
    """The whole page as HTML; ``values`` stand behind the ``?`` of its address."""
    query = Query(values)
    view = query.get("view", "apps")
    view = view if view in VIEWS else "apps"
    beside = None
    if view != "requests":
        beside = element("aside", requests(query, most=MOST_BESIDE))
    body = [_header(query, view), element("main", _view(query, view), beside, class_=f"view-{view}")]
    return f'<!DOCTYPE html><html lang="en">{_head()}{element("body", body, element("script", _SCRIPT))}</html>'


def _view(query: Query, view: str) -> Html:
    if view == "requests":
        return requests(query, most=MOST)
    if view == "apps":
        return everything_of(query.get("app")) if query.get("app") else many_apps(query)
    return {"pipelines": belongings.pipelines, "teams": belongings.teams, "spaces": belongings.spaces}[view]()


def _head() -> Html:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width,initial-scale=1"),
        element("title", "Heroku simulator"),
        element("link", rel="icon", href=f"data:image/svg+xml,{quote(ICON)}"),
        element("noscript", element("meta", http_equiv="refresh", content="5")),
        element("style", _STYLE),
    )


def _header(query: Query, view: str) -> Html:
    counts = {**totals(), "requests": request_log.total}
    tabs: list[Content] = [
        link(
            [title, " ", element("span", str(counts[name]), class_="count")],
            _tab_address(query, name),
            **({"aria_current": "page"} if name == view else {}),
        )
        for name, title in VIEWS.items()
    ]
    status = [
        element("code", settings.url),
        element("span", clock.timestamp().replace("T", " ").replace("Z", " UTC"), title="the simulator's clock"),
        element("span", f"clock: {clock.mode}"),
    ]
    return element(
        "header",
        element("h1", link([element("span", Html(ICON), class_="logo"), "Heroku simulator"], "/")),
        live("status", status),
        element("button", "Pause", id="pause", type="button", hidden=True),
        live("tabs", tabs, name="nav"),
        class_="top",
    )


def _tab_address(query: Query, name: str) -> str:
    """The address of a view. Filters of the requests stay, what belongs to the apps does not."""
    return query.address(view=name if name != "apps" else "", q="", order="", page="", app="")
