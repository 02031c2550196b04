# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Digest, keyed
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import SPACES
from ansible_collections.community.heroku.plugins.module_utils._resources.space_log_drain import SpaceLogDrain
from planning import desired, plan, verbs

URL = "https://s3cret@logs.example.com/in"
NEED = SpaceLogDrain.kind.of("example")
THERE = SpaceLogDrain.kind.normal({"id": "1", "created_at": "", "token": "d.1", "updated_at": "", "url": URL})
SPACE = {SPACES.named("example"): {"generation": {"name": "cedar"}}}


def drain(there: dict | None, **options: str) -> Plan:
    return plan(SpaceLogDrain, {**SPACE, NEED: there}, space="example", **options)


@pytest.mark.parametrize(
    ("there", "options", "expected"),
    [
        (None, {"url": URL}, [("create", {"url": URL})]),
        ({**THERE, "url": ""}, {"url": URL}, [("create", {"url": URL})]),
        (THERE, {"url": "https://s3cret@LOGS.example.com/in"}, []),
        (
            THERE,
            {"url": "https://other@logs.example.com/in"},
            [("update", {"url": "https://other@logs.example.com/in"})],
        ),
        (THERE, {"state": "absent"}, [("delete", {"url": ""})]),
        (None, {"state": "absent"}, []),
        ({**THERE, "url": ""}, {"state": "absent"}, []),
    ],
)
def test_one_put_whatever_is_to_be_done(there: dict | None, options: dict, expected: list) -> None:
    made = drain(there, **options)
    assert verbs(made) == expected
    assert [action.request.method for action in made.actions] == ["PUT"] * len(expected)
    assert "s3cret" not in str((made.before, made.after, made.actions))


def test_the_diff_says_that_the_address_is_new() -> None:
    shown = {"scheme": "https", "host": "logs.example.com"}
    assert drain(None, url=URL).after == {**shown, "url": "(hidden, new value)"}
    made = drain(THERE, url="https://other@logs.example.com/in")
    assert (made.before, made.after) == ({**shown, "url": "(hidden)"}, {**shown, "url": "(hidden, new value)"})


def test_an_address_of_which_only_a_digest_is_known_is_still_the_same() -> None:
    digest = Digest(keyed(URL, b"key"), b"key")
    assert not drain({**THERE, "url": digest}, url=URL).actions
    made = drain({**THERE, "url": digest}, url="https://other@logs.example.com/in")
    assert [verb for verb, _body in verbs(made)] == ["update"]
    assert made.before == {"scheme": UNKNOWN, "host": UNKNOWN, "url": "(hidden)"}


def test_the_fir_generation_has_none() -> None:
    facts = {SPACES.named("example"): {"generation": {"name": "fir"}}, NEED: None}
    with pytest.raises(InvalidInput, match="heroku_telemetry_drain is for it"):
        plan(SpaceLogDrain, facts, space="example", url=URL)


def test_a_drain_that_stays_is_an_error() -> None:
    made = drain(THERE, state="absent")
    want = desired(SpaceLogDrain, space="example", state="absent")
    assert SpaceLogDrain.outcome(want, made, {made.actions[0].id: {**THERE, "url": ""}}) is None
    with pytest.raises(Failure, match="give another url in its place"):
        SpaceLogDrain.outcome(want, made, {made.actions[0].id: THERE})
    hint = SpaceLogDrain.explain(want, made.actions[0], HerokuError("no", status=422))
    assert "give another url in its place" in hint
