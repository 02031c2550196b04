# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Ref
from ansible_collections.community.heroku.plugins.module_utils._lib.source import Source
from ansible_collections.community.heroku.plugins.module_utils._resources.common import RELEASES
from ansible_collections.community.heroku.plugins.module_utils._resources.slug import AVAILABLE_STACKS, Slug
from planning import desired

CHECKSUM = "SHA256:" + "0123456789abcdef" * 4
STACK = {"id": "01234567-89ab-cdef-0123-456789abcdef", "name": "heroku-24"}


def slug(**others: Any) -> dict[str, Any]:
    common = {"id": "slug-id", "checksum": CHECKSUM, "process_types": {"web": "run"}, "stack": STACK, "commit": "one"}
    return {**Slug.kind.shape, **common, **others}


def wanted(**options: Any) -> Desired:
    return desired(Slug, **{"app": "example", "path": "/nowhere", "process_types": {"web": "run"}, **options})


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
    source = Source("/nowhere", CHECKSUM, 1, ("app/run",))
    facts = {
        RELEASES.newest(1, "example"): [{**RELEASES.shape, "slug": {"id": "slug-id"}}],
        Slug.kind.named("slug-id", "example"): current,
        AVAILABLE_STACKS.of("example"): [STACK, {"id": "22", "name": "heroku-22"}],
    }
    plan = Slug.plan(wanted(**options, source=source, checksum=CHECKSUM), View(facts))
    assert [action.verb for action in plan.actions] == (["create", "upload"] if made else [])
    assert (plan.before != plan.after) is made
    if made:
        create, upload = plan.actions
        assert upload.request.values == (Ref(create.id, ("blob", "url")),)
        assert create.request.body["checksum"] == CHECKSUM
        assert plan.record["id"] is UNKNOWN
        assert plan.record["stack"] == ({"id": "22", "name": "heroku-22"} if options.get("stack") else UNKNOWN)


def test_a_stack_has_to_exist() -> None:
    facts = {RELEASES.newest(1, "example"): [], AVAILABLE_STACKS.of("example"): [STACK]}
    source = Source("/nowhere", CHECKSUM, 1, ("app/run",))
    with pytest.raises(InvalidInput, match="no stack heroku-1 for this app"):
        Slug.plan(wanted(stack="heroku-1", source=source, checksum=CHECKSUM), View(facts))


@pytest.mark.parametrize(
    "types", [{}, {"web server": "run"}, {"": "run"}, {"w" * 129: "run"}, {1: "run"}, {"web": ""}, {"web": 1}]
)
def test_what_are_no_process_types(types: dict[Any, Any], tmp_path: Path) -> None:
    (tmp_path / "run").touch()
    with pytest.raises(InvalidInput, match="process type"):
        Slug.check(wanted(path=str(tmp_path), process_types=types))


def test_a_directory_is_packed_below_app(tmp_path: Path) -> None:
    (tmp_path / "run").touch()
    with contextlib.ExitStack() as stack:
        source = Slug.prepare(wanted(path=str(tmp_path)), stack)["source"]
        assert source.names == ("app/run",)
    with pytest.raises(ValueError, match="closed"):
        source.open()


def test_the_address_of_the_content_is_not_shown() -> None:
    record = slug(blob={"method": "get", "url": "https://example.com/secret"})
    assert "blob" not in Slug.result(wanted(), record)["slug"]
    assert Slug.kind.secrets(record) == ["https://example.com/secret"]
