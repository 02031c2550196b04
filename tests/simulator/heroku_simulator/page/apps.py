# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The views of apps: many of them, and all about one."""

from __future__ import annotations

from types import MappingProxyType

from ..settings import settings
from .markup import Content, Html, element
from .parts import (
    Query,
    badge,
    choice,
    code,
    counted,
    filters,
    labelled,
    link,
    live,
    moment,
    muted,
    nothing,
    on_page,
    pages,
    state,
    to_app,
    words,
)
from .shown import OneAddOn, OneApp, OneDomain, OneRelease, Process, app_names, one_app, totals

_MOST_IN_LIST = MappingProxyType({"releases": 3, "config": 12, "addons": 4, "domains": 3})
_MOST_RELEASES = 100
_ORDERS = MappingProxyType({"": "by name", "changed": "changed last first"})
_WARNING_MARKS = ("maintenance", "locked")


def many_apps(query: Query) -> Html:
    """A page of apps with the most important of what they have."""
    asked = query.get("q")
    names = app_names(asked, newest_first=query.get("order") == "changed")
    form = filters(
        query,
        words("q", "Name, owner, region, pipeline, ...", asked),
        choice("order", "Order", _ORDERS, query.get("order")),
        own=("q", "order"),
    )
    found = [one_app(name, most_releases=_MOST_IN_LIST["releases"] + 1) for name in on_page(query, names)]
    cards = [_card(app) for app in found if app is not None]
    count = counted(len(names), "apps", f" of {totals()['apps']}" if asked else "")
    return element(
        "section",
        element("header", element("h2", "Apps"), form, class_="head"),
        live("apps", count, pages(query, len(names)), cards or _no_apps(asked), pages(query, len(names))),
    )


def everything_of(name: str) -> Html:
    """All about one app."""
    app = one_app(name, most_releases=_MOST_RELEASES)
    if app is None:
        gone = nothing("There is no app ", element("b", name), " (any more). ", link("All apps", "/"))
        return live("app", element("h2", name), gone)
    more = [f"{number} {what if number > 1 else what.removesuffix('s')}" for what, number in app.more.items()]
    parts = [
        _processes(app),
        labelled("Add-ons", [_addon(item, app) for item in app.addons]),
        labelled("Domains", [_domain(item) for item in app.domains], wide="lines"),
        labelled("Config vars", [code(key) for key in app.config], wide="words"),
        labelled("People", app.people),
        labelled("Also", more),
    ]
    return live(
        "app",
        element("p", link("← All apps", "/"), class_="muted"),
        element("article", _title(app, element("h2", app.name)), element("div", parts, class_="parts"), class_="card"),
        element("h3", "Releases"),
        element("ol", [element("li", _release(item, at_length=True)) for item in app.releases], class_="releases"),
        None if app.releases else nothing("None yet."),
    )


def _no_apps(asked: str) -> Html:
    if asked:
        return nothing("No app has all of these words.")
    example = f"HEROKU_HOST={settings.url} HEROKU_API_KEY=... heroku apps:create shop"
    return nothing("No apps yet. They appear here as soon as they are made:", element("pre", example))


def _card(app: OneApp) -> Html:
    address = "?" + Query({"app": app.name}).address().lstrip("?")
    parts = [
        _processes(app),
        labelled("Add-ons", [_addon(item, app) for item in app.addons], most=_MOST_IN_LIST["addons"], rest=address),
        labelled(
            "Domains",
            [item.hostname for item in app.domains if item.own],
            most=_MOST_IN_LIST["domains"],
            rest=address,
        ),
        labelled("Releases", [_release(item) for item in app.releases[: _MOST_IN_LIST["releases"]]], wide="lines"),
        labelled(
            "Config vars",
            [code(key) for key in app.config],
            most=_MOST_IN_LIST["config"],
            rest=address,
            wide="words",
        ),
    ]
    return element(
        "article",
        _title(app, element("h3", to_app(app.name))),
        element("div", parts, class_="parts"),
        class_="card",
        data_key=app.name,
    )


def _title(app: OneApp, heading: Html) -> Html:
    """The name of an app with what is special about it, whose it is and where."""
    marks: list[Content] = [badge(mark, "warn" if mark in _WARNING_MARKS else "") for mark in app.marks]
    if app.pipeline:
        marks.insert(0, badge(f"{app.pipeline}: {app.stage}", "stage"))
    place = " · ".join(part for part in (app.owner, app.region, app.space and f"space {app.space}", app.stack) if part)
    version = f"v{app.version}" if app.version else ""
    return element("header", heading, marks, element("span", version, class_="version"), muted(place), class_="title")


def _processes(app: OneApp) -> Html | None:
    one_off: list[Content] = [muted(f"{app.one_off} one-off")] if app.one_off else []
    return labelled("Formation", [*map(_process, app.processes), *one_off])


def _process(process: Process) -> Content:
    dots = [
        element("i", title=f"{number} {name}", class_=f"dot {name}")
        for name, number in sorted(process.states.items())
        for _each in range(min(number, 10))
    ]
    return [
        element("b", process.type),
        f" {process.quantity} \u00d7 {process.size} ",
        element("span", dots, class_="dots"),
        code(process.image.partition(":")[2][:12]) if process.image else None,
    ]


def _addon(addon: OneAddOn, app: OneApp) -> Content:
    parts: list[Content] = [addon.plan, " ", muted(addon.name)]
    if addon.attached_as:
        parts += [" ", code(", ".join(addon.attached_as))]
    if addon.of != app.name:
        parts += [" of ", to_app(addon.of)]
    if addon.state != "provisioned":
        parts += [" ", state(addon.state, bad=("deprovisioned",))]
    return parts


def _domain(domain: OneDomain) -> Content:
    acm = state(domain.acm, good=("cert issued",)) if domain.acm else None
    return [domain.hostname, " ", muted("→ ", domain.target) if domain.target else None, " ", acm]


def _release(release: OneRelease, *, at_length: bool = False) -> Content:
    parts: list[Content] = [element("b", f"v{release.version}"), f" {release.description} "]
    if release.status != "succeeded":
        parts.append(state(release.status, bad=("failed", "expired")))
    if at_length:
        parts.insert(0, element("span", release.by, " ", moment(release.at), class_="aside muted"))
        parts.append(badge("current", "good") if release.current else None)
    return parts
