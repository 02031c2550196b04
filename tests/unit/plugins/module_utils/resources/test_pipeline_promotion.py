# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.resources.pipeline_promotion import (
    Target,
    code_of,
    progress,
)

APP = {"id": "1", "name": "shop"}


def release(slug: str | None, status: str = "succeeded", **more: Any) -> dict[str, Any]:
    return {"slug": slug and {"id": slug}, "status": status, **more}


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (None, None),
        (release(None), None),
        (release("a"), "a"),
        (release("a", artifacts=[{"type": "slug", "id": "a"}]), "a"),
        (release(None, artifacts=[{"type": "oci-image", "id": "c"}, {"type": "oci-image", "id": "b"}]), "b c"),
        (release(None, artifacts=[]), None),
    ],
)
def test_what_a_release_runs(one: dict[str, Any] | None, code: str | None) -> None:
    assert code_of(one) == code


@pytest.mark.parametrize(
    ("current", "newest", "runs"),
    [
        (release("a"), release("a"), True),
        (release("b"), release("b"), False),
        (None, None, False),
        (release("b"), release("a", "pending"), True),
        (release("a"), release("b", "pending"), False),
        (release("b"), release("a", "failed"), False),
        (release("a"), release("b", "failed"), True),
        (release("a"), None, True),
    ],
)
def test_what_a_target_runs_or_will(current: Any, newest: Any, runs: bool) -> None:
    assert Target(APP, current, newest).runs("a") is runs


def test_progress() -> None:
    targets = [{"app": APP, "status": "pending"}, {"app": {"name": "eu"}, "status": "failed"}]
    assert progress({"targets": targets}) == "shop pending, eu failed"
