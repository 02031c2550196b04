# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The header of a diff says which thing it is about, without a request or a secret: all modules that change things."""

from __future__ import annotations

from typing import Any

import modules
import pytest
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired
from modules import FOLDER

MANY = "heroku_fleet"  # its diff is one plan of many things, each under its own title
MANAGING = [name for name in modules.names(FOLDER) if not modules.only_reads(name) and name != MANY]

PLACES = ("app", "team", "space", "pipeline", "enterprise_account")  # what other things belong to
NAMELESS = ("account", "OAuth token")  # the token's own account; a token has no name before it is made
# What there is one of in a place, or what is new each time, so that the place says which one it is.
ONLY_ONES = {
    "heroku_app_setup",
    "heroku_build_cache",
    "heroku_buildpacks",
    "heroku_config",
    "heroku_container_release",
    "heroku_formation",
    "heroku_release",
    "heroku_review_app_config",
    "heroku_run",
    "heroku_slug",
    "heroku_space_inbound_ruleset",
    "heroku_space_log_drain",
    "heroku_space_transfer",
}


def values(spec: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Options of which each text says which option it is."""
    made: dict[str, Any] = {}
    for name, item in spec.items():
        if item.get("options") and item["type"] == "dict":
            made[name] = values(item["options"], f"{prefix}{name}-")
        elif item.get("type", "str") in ("str", "path"):
            made[name] = item["choices"][0] if item.get("choices") else f"<{prefix}{name}>"
    return made


def header_of(name: str, given: dict[str, Any]) -> str:
    """What the diff of a module with these options is headed by."""
    return modules.resource(name).title(Desired(given))


@pytest.fixture(params=MANAGING)
def about(request) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """A module's header when all its options are given, its argument spec and those options."""
    spec = modules.arguments(request.param)["argument_spec"]
    given = values(spec)
    return header_of(request.param, given), spec, given


def test_it_names_the_thing(about):
    header, _spec, _given = about
    assert "<" in header or header in NAMELESS


@pytest.mark.parametrize("name", sorted(set(MANAGING) - ONLY_ONES))
def test_it_says_which_of_several(name):
    """The last word, behind the kind of thing, is an option that says which one."""
    given = values(modules.arguments(name)["argument_spec"])
    header = header_of(name, given)
    assert header.rpartition(" ")[2] in given.values() or header in NAMELESS


def test_it_says_what_the_thing_belongs_to(about):
    header, spec, given = about
    for name in [name for name in PLACES if spec.get(name, {}).get("required")][:1]:
        place = given[name]["name"] if isinstance(given[name], dict) else given[name]
        assert header.startswith(place)


def test_it_holds_no_secret(about):
    header, spec, given = about
    assert not [name for name in given if spec[name].get("no_log") and f"<{name}>" in header]


@pytest.mark.parametrize("name", MANAGING)
def test_it_says_what_kind_of_thing(name):
    """Two modules are never about the same words."""
    spec = modules.arguments(name)["argument_spec"]
    header = header_of(name, values(spec))
    others = {
        other: header_of(other, values(modules.arguments(other)["argument_spec"]))
        for other in MANAGING
        if other != name
    }
    alike = {frozenset(("heroku_collaborator", "heroku_team_collaborator"))}  # two views of the same people
    assert not [other for other, text in others.items() if text == header and frozenset((name, other)) not in alike]
