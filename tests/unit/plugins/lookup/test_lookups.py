# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.lookup.app import pick
from ansible_collections.community.heroku.plugins.lookup.config_var import parse
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput


@pytest.mark.parametrize(("term", "parts"), [("example:A", ("example", "A")), ("example:A:B", ("example", "A:B"))])
def test_what_a_term_names(term: str, parts: tuple[str, str]) -> None:
    assert parse(term) == parts


@pytest.mark.parametrize("term", ["", ":", "example", "example:", ":A"])
def test_what_names_no_config_var(term: str) -> None:
    with pytest.raises(InvalidInput, match="write APP:NAME"):
        parse(term)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "x"), ("region.name", "eu"), ("team", None), ("team.name", None), ("region", {"name": "eu"})],
)
def test_fields(field: str, value: Any) -> None:
    assert pick({"name": "x", "region": {"name": "eu"}, "team": None}, field) == value


@pytest.mark.parametrize("field", ["colour", "region.colour", "name.first", ".", "region."])
def test_no_fields(field: str) -> None:
    with pytest.raises(InvalidInput, match="An app has no field"):
        pick({"name": "x", "region": {"name": "eu"}}, field)
