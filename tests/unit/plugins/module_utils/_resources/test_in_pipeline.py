# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Facts, Kind, Missing, Need, View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import ACCOUNT, TEAMS
from ansible_collections.community.heroku.plugins.module_utils._resources.in_pipeline import (
    FILTERED,
    PIPELINE_ID,
    PIPELINES,
    InPipeline,
    describe,
    filtered,
    pipeline_of,
    pipelines_named,
    place_of,
)

ID = "01234567-89ab-cdef-0123-456789abcdef"
ME = {"id": "m", "email": "me@example.com"}
WHO: dict[Need, Any] = {ACCOUNT.of(): ME, TEAMS.of(): [{"id": "t", "name": "acme"}]}
PART = Kind("part", "/pipelines/{}/parts", parent="pipeline")
MISSING = HerokuError("Couldn't find that pipeline.", id="not_found", status=404, resource="pipeline")


def pipeline(number: int = 1, name: str = "line", owner: Any = None) -> dict[str, Any]:
    return {"id": f"{number}", "name": name, "owner": owner}


def known(name: str, by_filter: list, all_of_them: list) -> View:
    return View({FILTERED.of(name): by_filter, PIPELINES.of(): all_of_them, **WHO})


def test_what_the_filter_finds_is_enough() -> None:
    assert pipelines_named(View({FILTERED.of("line"): [pipeline(), pipeline(2, "liner")]}), "line") == [pipeline()]


def test_pipelines_without_apps_are_searched_in_the_whole_list() -> None:
    view = known("line", [], [pipeline(1), pipeline(2, "liner"), pipeline(3)])
    assert pipelines_named(view, "line") == [pipeline(1), pipeline(3)]
    with pytest.raises(Missing) as missing:
        pipelines_named(View({FILTERED.of("line"): []}), "line")
    assert list(missing.value.needs) == [PIPELINES.of()]


def test_the_filter_is_herokus(simulator: Any, connect: Any) -> None:
    client = connect(simulator)
    one, two = (client.post("/pipelines", {"name": "line"}) for _time in range(2))
    client.post("/pipelines", {"name": "liner"})
    facts = Facts(client)
    facts.fetch([FILTERED.of(name) for name in ("line", "lin", "any one?&*=")])
    assert {item["id"] for item in filtered(facts.view(), "line")} == {one["id"], two["id"]}
    assert filtered(facts.view(), "lin") == filtered(facts.view(), "any one?&*=") == []


def test_an_id_is_believed() -> None:
    assert pipeline_of(View({}), Desired({"pipeline": ID})) == {"id": ID}


def test_several_are_named_with_their_owners() -> None:
    found = [pipeline(1), pipeline(2, owner={"id": "t", "type": "team"})]
    with pytest.raises(InvalidInput, match=r"2 pipelines are called line: 1 .of nobody., 2 .of the team acme.*Give"):
        pipeline_of(known("line", found, []), Desired({"pipeline": "line"}))


def test_none_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="There is no pipeline line that the token sees"):
        pipeline_of(known("line", [], []), Desired({"pipeline": "line"}))


def test_owners_in_words() -> None:
    owners = {
        "1": ({"id": "m", "type": "user"}, "me@example.com"),
        "2": ({"id": "t", "type": "team"}, "the team acme"),
        "3": ({"id": ID, "type": "user"}, f"the user {ID}"),
        "4": (None, "nobody"),
    }
    text = describe(View(WHO), [{"id": key, "owner": owner} for key, (owner, _words) in owners.items()])
    parts = sorted((words, key) for key, (_owner, words) in owners.items())
    assert text == ", ".join(f"{key} (of {words})" for words, key in parts)


def test_a_pipeline_that_an_earlier_task_would_make_goes_by_its_name() -> None:
    assert place_of({"id": ID, "name": "line"}) == ID
    assert place_of({"id": UNKNOWN, "name": "line"}) == "line"


def test_what_belongs_to_a_pipeline_is_asked_for_by_its_id() -> None:
    want = InPipeline.resolve(Desired({"pipeline": "line"}), known("line", [pipeline(7)], []))
    assert want[PIPELINE_ID] == "7"
    assert InPipeline.scope_of(want) == ("7",)
    assert InPipeline.scope_of(Desired({"pipeline": "line"})) == ("line",)
    assert InPipeline.title(want).startswith("line")


def test_without_the_pipeline_there_is_nothing_of_it() -> None:
    absent = Desired({"pipeline": "line", "state": "absent"})
    want = InPipeline.resolve(absent, known("line", [], []))
    assert InPipeline.look(want, View({}), PART.of(*InPipeline.scope_of(want))) is None
    view = View({PART.of(ID): MISSING})
    assert InPipeline.look(absent, view, PART.of(ID)) is None
    with pytest.raises(InvalidInput, match="There is no pipeline line"):
        InPipeline.look(Desired({"pipeline": "line", "state": "present"}), view, PART.of(ID))
