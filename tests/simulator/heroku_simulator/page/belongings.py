# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The views of what apps belong to: pipelines, teams and private spaces."""

from __future__ import annotations

from collections.abc import Iterable

from .markup import Content, Html, element
from .parts import badge, code, counted, labelled, live, muted, nothing, state, to_app
from .shown import OnePipeline, OneSpace, OneTeam, all_pipelines, all_spaces, all_teams

_MOST = 12
# Stages that are shown although no app is in them.
_USUAL_STAGES = ("review", "development", "staging", "production")


def pipelines() -> Html:
    """Each pipeline as a board with a column a stage."""
    return _view("Pipelines", "pipelines", [_pipeline(item) for item in all_pipelines()])


def teams() -> Html:
    """Each team with its people and what it owns."""
    return _view("Teams", "teams", [_team(item) for item in all_teams()])


def spaces() -> Html:
    """Each private space with its network and its apps."""
    return _view("Spaces", "spaces", [_space(item) for item in all_spaces()])


def _view(heading: str, key: str, cards: list[Html]) -> Html:
    count = counted(len(cards), heading.lower())
    return element("section", element("h2", heading), live(key, count, cards or nothing("None yet.")))


def _card(key: str, title: Iterable[Content], parts: Iterable[Content], class_: str = "parts") -> Html:
    header = element("header", element("h3", key), title, class_="title")
    return element("article", header, element("div", parts, class_=class_), class_="card", data_key=key)


def _apps(names: list[str], address: str) -> Html | None:
    return labelled("Apps", [to_app(name) for name in names], most=_MOST, rest=address)


def _pipeline(pipeline: OnePipeline) -> Html:
    connected = badge("connected to GitHub") if pipeline.connected else None
    stages = [
        element(
            "section",
            element("h4", stage),
            element("ul", [element("li", to_app(name)) for name in names]) if names else muted("no apps"),
            class_="stage",
        )
        for stage, names in pipeline.stages.items()
        if names or stage in _USUAL_STAGES
    ]
    to_come = labelled("Review apps to come", pipeline.to_come)
    return _card(pipeline.name, [muted(pipeline.owner), connected], [stages, to_come], "board")


def _team(team: OneTeam) -> Html:
    enterprise = f"enterprise team of {team.enterprise}" if team.enterprise else team.type
    parts = [
        labelled("People", [[email, " ", badge(role)] for email, role in team.members]),
        _apps(team.apps, f"?q={team.name}"),
        labelled("Private Spaces", team.spaces),
        labelled("Pipelines", team.pipelines),
    ]
    return _card(team.name, [muted(enterprise)], parts)


def _space(space: OneSpace) -> Html:
    title = [
        state(space.state, good=("allocated",)),
        *(badge(mark) for mark in space.marks),
        muted(f"{space.team} · {space.region}"),
    ]
    parts = [
        _apps(space.apps, f"?q={space.name}"),
        labelled("Networks", [[f"{name} ", code(cidr)] for name, cidr in space.networks.items()]),
        labelled("Goes out from", [code(address) for address in space.outbound]),
        labelled("Comes in", space.rules),
        labelled("Peerings", space.peerings),
        labelled("VPN connections", space.vpns),
    ]
    return _card(space.name, title, parts)
