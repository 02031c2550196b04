# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.slug import Slug
from ansible_collections.community.heroku.plugins.module_utils.source import Source

CHECKSUM = "SHA256:" + "0123456789abcdef" * 4
STACK = {"id": "01234567-89ab-cdef-0123-456789abcdef", "name": "heroku-24"}


def slug(**others: Any) -> dict[str, Any]:
    common = {"id": "slug-id", "checksum": CHECKSUM, "process_types": {"web": "run"}, "stack": STACK, "commit": "one"}
    return {**Slug.blank, **common, **others}


def resource(**options: Any) -> Slug:
    defaults = dict.fromkeys(("stack", "commit", "commit_description", "buildpack_provided_description"))
    return Slug(None, {**defaults, "app": "example", "path": "/nowhere", "process_types": {"web": "run"}, **options})


@pytest.mark.parametrize(
    ("current", "options", "made"),
    [
        (None, {}, True),
        (slug(), {}, False),
        (slug(checksum=CHECKSUM.lower()), {}, False),
        (slug(checksum=None), {}, True),
        (slug(checksum=CHECKSUM.replace("0", "1")), {}, True),
        (slug(), {"commit": "two"}, False),
        (slug(), {"process_types": {"web": "walk"}}, True),
        (slug(), {"process_types": {"web": "run", "worker": "work"}}, True),
        (slug(), {"stack": "heroku-24"}, False),
        (slug(), {"stack": STACK["id"]}, False),
        (slug(), {"stack": "heroku-22"}, True),
    ],
)
def test_when_it_is_made(current: dict[str, Any] | None, options: dict[str, Any], made: bool) -> None:
    wanted = resource(**options)
    wanted.source = Source("/nowhere", CHECKSUM, 1, ("app/run",))
    plan = wanted.plan(current)
    assert [step.action for step in plan.steps] == (["create"] if made else [])
    assert (plan.before != plan.after) is made


@pytest.mark.parametrize(
    "types", [{}, {"web server": "run"}, {"": "run"}, {"w" * 129: "run"}, {1: "run"}, {"web": ""}, {"web": 1}]
)
def test_what_are_no_process_types(types: dict[Any, Any], tmp_path: Path) -> None:
    (tmp_path / "run").touch()
    with pytest.raises(InvalidInput, match="process type"):
        resource(path=str(tmp_path), process_types=types).check()


def test_a_directory_is_packed_below_app(tmp_path: Path) -> None:
    (tmp_path / "run").touch()
    wanted = resource(path=str(tmp_path))
    wanted.check()
    assert wanted.source
    assert wanted.source.names == ("app/run",)
    wanted.close()
    with pytest.raises(ValueError, match="closed"):
        wanted.source.open()


def test_the_address_of_the_content_is_not_shown() -> None:
    record = slug(blob={"method": "get", "url": "https://example.com/secret"})
    assert "blob" not in resource().result(record)["slug"]
