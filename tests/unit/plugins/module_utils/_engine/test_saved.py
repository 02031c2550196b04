# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import (
    Action,
    Change,
    Plan,
    Request,
    Resend,
    Wait,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.saved import Vault, encode, restore, save
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, UNSET, Ref, Secret
from planning import written

STANDING = "a password that stands at Heroku"


def opened() -> Any:
    return io.BytesIO(b"packed")


PLAN = Plan(
    "example config",
    before={},
    after={"A": "(hidden)", "id": UNKNOWN},
    current={"A": STANDING, "list": [1, 2.5, None, True]},
    record={"A": STANDING, "never": UNSET, "$secret": "a name of the user's", "nested": {"$a": ({"b": 1},)}},
    actions=(
        Action("x: reserve", "reserve", Request("POST", "/sources"), lasting=False),
        Action("x: upload", "upload", Request("PUT", "", (Ref("x: reserve", ("put_url",)),), upload=opened)),
        Action(
            "x: create",
            "create",
            Request("POST", "/apps/{}/x", ("example",), {"token": Secret("t0ken"), "of": Ref("x: upload")}, {"A": "b"}),
            Resend.NEVER,
            after=("x: upload",),
            billed=True,
        ),
    ),
    waits=(Wait("up", "it", ("1",), look=True),),
    changes=(Change("app", ("example",), None, {"name": "example"}),),
    extras={"url": f"https://user:{STANDING}@example.com/"},
)


def saved(plan: Plan) -> tuple[str, list[str]]:
    vault = Vault(lambda text: STANDING in text)
    return json.dumps(save(plan, vault)), vault.texts


def test_what_is_read_back_is_the_same() -> None:
    text, secrets = saved(PLAN)
    again = restore(json.loads(text), secrets, [opened])
    assert again == PLAN
    assert isinstance(again.actions[2].request.body["token"], Secret)


def test_no_secret_is_in_it() -> None:
    text, secrets = saved(PLAN)
    assert STANDING not in text
    assert "t0ken" not in text
    assert sorted(secrets) == sorted([STANDING, "t0ken", f"https://user:{STANDING}@example.com/"])


def test_what_is_marked_as_a_secret_is_kept_apart_by_itself() -> None:
    assert "t0ken" not in written(PLAN)


def test_no_caller_forgets_where_the_other_secrets_go() -> None:
    with pytest.raises(TypeError):
        save(PLAN)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Vault()  # type: ignore[call-arg]


@pytest.mark.parametrize("value", [b"bytes", {1}, HerokuError("x").details.keys()])
def test_what_no_plan_holds(value: Any) -> None:
    with pytest.raises(TypeError, match="nothing that a plan holds"):
        encode(value, Vault(lambda text: False))
