# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import (
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Missing, Need
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Resend
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import ACCOUNT, APPS, TEAMS
from ansible_collections.community.heroku.plugins.module_utils._resources.in_pipeline import (
    COUPLINGS,
    FILTERED,
    PIPELINES,
    by_stage,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline import (
    Pipeline,
    same_owner,
    shown_part,
)
from planning import desired, plan, verbs

ID = "01234567-89ab-cdef-0123-456789abcdef"
OTHER = "11234567-89ab-cdef-0123-456789abcdef"
ME = {"id": "m", "type": "user"}
ACME = {"id": "t", "type": "team"}
THERE = {
    "created_at": "2026-11-21T10:00:00Z",
    "generation": {"id": "1", "name": "cedar"},
    "id": ID,
    "name": "line",
    "owner": ME,
    "updated_at": "2026-11-21T10:00:00Z",
}
WHO: dict[Need, Any] = {
    ACCOUNT.of(): {"id": "m", "email": "me@example.com"},
    TEAMS.of(): [{"id": "t", "name": "acme"}],
    TEAMS.named("acme"): {"id": "t", "name": "acme"},
    TEAMS.named("t"): {"id": "t", "name": "acme"},
}


def facts(*found: Any, name: str = "line", **more: list) -> dict[Need, Any]:
    """The account and its team, and the pipelines that have a name; those of others as keywords."""
    named = {name: list(found), **more}
    return {**WHO, PIPELINES.of(): [], **{FILTERED.of(name): listed for name, listed in named.items()}}


def test_owners_are_the_same_by_id() -> None:
    assert same_owner({"id": "a", "type": None}, {"id": "a", "type": "team"})
    assert not same_owner({"id": "a", "type": "user"}, {"id": "b", "type": "user"})
    assert not same_owner(None, ME)
    assert not same_owner(ME, None)


def test_one_that_is_there_costs_one_look() -> None:
    made = plan(Pipeline, {FILTERED.of("line"): [THERE]}, name="line")
    assert not made.actions
    assert made.record == THERE
    assert made.before == made.after == {"name": "line", "owner": "user m"}


def test_a_new_one_is_the_accounts_own() -> None:
    made = plan(Pipeline, facts(), name="line")
    assert verbs(made) == [("create", {"name": "line", "owner": ME})]
    assert made.actions[0].resend is Resend.NEVER
    assert made.after == {"name": "line", "owner": "user m"}
    assert made.unknown == ["created_at", "generation", "id", "updated_at"]


@pytest.mark.parametrize("owner", ["acme", "acme@herokumanager.com"])
def test_a_new_one_of_a_team(owner: str) -> None:
    assert verbs(plan(Pipeline, facts(), name="line", owner=owner)) == [("create", {"name": "line", "owner": ACME})]


def test_the_type_of_an_owner_is_looked_up_when_it_is_needed() -> None:
    mine = {**THERE, "owner": {"id": OTHER, "type": "team"}}
    assert not plan(Pipeline, {FILTERED.of("line"): [mine]}, name="line", owner=OTHER).actions
    world = {**facts(THERE), TEAMS.named(OTHER): {"id": OTHER, "name": "other"}}
    made = plan(Pipeline, world, name="line", new_owner=OTHER)
    assert verbs(made) == [("transfer", {"pipeline": {"id": ID}, "new_owner": {"id": OTHER, "type": "team"}})]
    assert made.after["owner"] == f"team {OTHER}"


def test_a_transfer_is_looked_at_again_since_its_answer_has_no_pipeline(simulator: Any, connect: Any) -> None:
    client = connect(simulator)
    made = client.post("/pipelines", {"name": "line"})
    subject = Subject(Pipeline, desired(Pipeline, name="line", new_name="track", new_owner="acme"))
    run = Run.of(client, Reporter())
    planned, record = run.converge(subject, check_mode=False)
    assert [action.verb for action in planned.actions] == ["update", "transfer"]
    assert record == Pipeline.kind.normal(client.get(f"/pipelines/{made['id']}"))
    assert (record["name"], record["owner"]["type"]) == ("track", "team")


def test_a_rename_finds_either_name() -> None:
    renamed = {**THERE, "name": "track"}
    assert verbs(plan(Pipeline, facts(THERE, track=[]), name="line", new_name="track")) == [
        ("update", {"name": "track"})
    ]
    after = {**facts(), PIPELINES.of(): [renamed]}
    assert not plan(Pipeline, after, name="line", new_name="track").actions
    both = facts(THERE, track=[{**renamed, "id": OTHER}])
    with pytest.raises(InvalidInput, match=f"not clear whether the first is still to be renamed: {ID}"):
        plan(Pipeline, both, name="line", new_name="track")


def test_of_several_the_owner_chooses() -> None:
    several = facts(THERE, {**THERE, "id": OTHER, "owner": ACME})
    assert plan(Pipeline, several, name="line", owner="acme").record["id"] == OTHER
    with pytest.raises(InvalidInput, match=r"2 pipelines are called line: .*Give owner or id"):
        plan(Pipeline, several, name="line", state="absent")


def test_anothers_pipeline_is_not_doubled_unless_that_is_said() -> None:
    with pytest.raises(InvalidInput, match=r"acme has no pipeline line, but there is one already: .*me@example.com"):
        plan(Pipeline, facts(THERE), name="line", owner="acme")
    made = plan(Pipeline, facts(THERE), name="line", owner="acme", allow_duplicate=True)
    assert verbs(made) == [("create", {"name": "line", "owner": ACME})]
    assert not plan(Pipeline, facts(THERE), name="line", owner="acme", state="absent").actions


def test_one_that_was_handed_over_is_found_by_its_old_owner() -> None:
    handed_over = facts({**THERE, "owner": ACME})
    assert not plan(Pipeline, handed_over, name="line", owner="me@example.com", new_owner="acme").actions


def test_an_id_makes_no_pipeline() -> None:
    with pytest.raises(InvalidInput, match="There is no pipeline with the ID"):
        plan(Pipeline, {PIPELINES.named(ID): None}, id=ID)
    assert not plan(Pipeline, {PIPELINES.named(ID): None}, id=ID, state="absent").actions


def test_a_deletion_says_which_apps_leave() -> None:
    world = {
        PIPELINES.named(ID): THERE,
        COUPLINGS.of(ID): [coupling("2", "production"), coupling("1", "staging"), coupling("3", "staging")],
        APPS.named("1"): {"id": "1", "name": "stage"},
        APPS.named("2"): HerokuError("You do not have access.", status=403),
        APPS.named("3"): None,
    }
    made = plan(Pipeline, world, id=ID, state="absent")
    assert verbs(made) == [("delete", None)]
    assert made.before["apps"] == [
        {"app": "stage", "stage": "staging"},
        {"app": "3", "stage": "staging"},
        {"app": "2", "stage": "production"},
    ]
    assert {(change.kind, change.after) for change in made.changes} >= {("pipeline_coupling", None)}
    del world[APPS.named("1")], world[APPS.named("3")]
    with pytest.raises(Missing) as missing:
        plan(Pipeline, world, id=ID, state="absent")
    assert len(missing.value.needs) == 2, "they are not asked for together"


def coupling(app: str, stage: str) -> dict[str, Any]:
    return {"id": app, "app": {"id": app}, "pipeline": {"id": ID, "name": None}, "stage": stage}


def test_a_stage_that_heroku_adds_comes_last() -> None:
    stages = ["canary", "production", "staging"]
    assert [item["stage"] for item in sorted((coupling("1", stage) for stage in stages), key=by_stage)] == [
        "staging",
        "production",
        "canary",
    ]


def test_parts_without_what_opens_a_source_or_an_output() -> None:
    build = {
        "id": "1",
        "output_stream_url": "https://output.example.com/1",
        "source_blob": {"url": "https://user:secret@example.com", "version": "1"},
        "buildpacks": [{"url": "https://user:secret@example.com/pack", "name": None}],
    }
    assert "secret" not in str(shown_part(build))
    blob = shown_part(build)["source_blob"]
    assert (blob["url"], blob["version"]) == (None, "1")
    assert shown_part({"id": "1", "app": None}) == {"id": "1", "app": None}


def test_where_to_look_for_one_that_is_in_no_list() -> None:
    action = plan(Pipeline, facts(), name="line").actions[0]

    want = desired(Pipeline, name="line")
    assert "https://dashboard.heroku.com/pipelines" in Pipeline.explain(want, action, OutcomeUnknown("No answer."))
    assert not Pipeline.explain(want, action, HerokuError("No.", status=422))


def test_a_prediction_of_an_owner_is_never_unknown() -> None:
    made = plan(Pipeline, facts(), name="line", owner="me@example.com")
    assert made.record["owner"] == ME
    assert made.record["id"] is UNKNOWN
