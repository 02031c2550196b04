# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config vars: what is sent, what is hidden, and what a release under way has to do with them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Change, Plan, Status
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Shadow
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN, Secret
from ansible_collections.community.heroku.plugins.module_utils._resources.attached import (
    ATTACHMENTS,
    config_changes,
    vars_to_come,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.common import ADDONS, RELEASES
from ansible_collections.community.heroku.plugins.module_utils._resources.config import (
    OF_RELEASE,
    Config,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.in_pipeline import FILTERED
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_config import PipelineConfig
from planning import desired, plan, verbs

VARS = Config.kind.of("example")
NEWEST = RELEASES.newest(1, "example")
THERE = {"OLD": "value", "URL": "of an add-on"}
PENDING = {"id": "r", "version": 4, "status": "pending", "output_stream_url": None}


def attachment(name: str, *config_vars: str) -> dict[str, Any]:
    return {"name": name, "config_vars": list(config_vars)}


FACTS: dict[Any, Any] = {
    VARS: THERE,
    NEWEST: [{**PENDING, "status": "succeeded"}],
    ATTACHMENTS.of("example"): [attachment("DB", "URL")],
}


def planned(facts: dict[Any, Any] | None = None, **options: Any) -> Plan:
    return plan(Config, {**FACTS, **(facts or {})}, app="example", **options)


def test_only_what_differs_is_sent_and_as_a_secret() -> None:
    made = planned(config={"OLD": "value", "NEW": 1, "GONE": None})
    assert verbs(made) == [("update", {"NEW": "1"})]
    (action,) = made.actions
    assert isinstance(action.request.body["NEW"], Secret)
    assert (action.request.method, action.request.path) == ("PATCH", "/apps/{}/config-vars")
    assert made.record == {**THERE, "NEW": "1"}
    assert made.before == {"OLD": "(hidden)", "URL": "(hidden)"}
    assert made.after == {"NEW": "(hidden, new value)", "OLD": "(hidden)", "URL": "(hidden)"}
    assert not plan(Config, {VARS: THERE}, app="example", config={"OLD": "value"}).actions, "it needs no look-up"


def test_what_may_be_shown_is() -> None:
    made = planned(config={"NEW": "x"}, show=["NEW", "MISSING"])
    assert made.after["NEW"] == "x"
    want = desired(Config, app="example", show=["NEW", "MISSING"])
    assert Config.result(want, made.record) == {"config": {"NEW": "x"}, "names": ["NEW", "OLD", "URL"]}


def test_purging_keeps_what_add_ons_own_and_what_is_to_be_kept() -> None:
    facts = {VARS: {**THERE, "KEPT_A": "1", "GOES": "2"}}
    made = planned(facts, config={"NEW": "x"}, purge=True, keep=["KEPT_*"])
    assert verbs(made) == [("update", {"NEW": "x", "GOES": None, "OLD": None})]
    assert set(made.record) == {"NEW", "KEPT_A", "URL"}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {ATTACHMENTS.of("example"): [{"name": "DB"}], ADDONS.of("example"): [{"config_vars": ["URL"]}]},
    ],
)
def test_what_an_add_on_owns_is_left_alone(facts: dict[Any, Any]) -> None:
    with pytest.raises(InvalidInput, match="URL belongs to an add-on's attachment"):
        planned(facts, config={"URL": "mine"})


def test_where_nobody_tells_an_attachment_owns_its_url() -> None:
    facts = {
        VARS: {"DB_URL": "x"},
        ATTACHMENTS.of("example"): [{"name": "DB", "config_vars": UNKNOWN}],
        ADDONS.of("example"): [{"config_vars": UNKNOWN}],
    }
    with pytest.raises(InvalidInput, match="DB_URL belongs to an add-on"):
        planned(facts, config={"DB_URL": "mine"})


def test_a_release_under_way_may_hold_the_changes_already() -> None:
    facts = {NEWEST: [PENDING], OF_RELEASE.of("example", "r"): {**THERE, "NEW": "x"}}
    made = planned(facts, config={"NEW": "x"}, wait=True)
    assert not made.actions
    assert made.record == {**THERE, "NEW": "x"}
    (wait,) = made.waits
    assert (wait.about, wait.aside) == (("r",), True)
    assert not planned(facts, config={"NEW": "x"}).waits
    more = planned(facts, config={"NEW": "x", "OTHER": "y"}, wait=True)
    assert verbs(more) == [("update", {"OTHER": "y"})]
    assert [wait.about for wait in more.waits] == [()], "the release that the change makes is not known yet"


def test_a_release_whose_config_vars_nobody_tells_holds_nothing() -> None:
    facts = {NEWEST: [PENDING], OF_RELEASE.of("example", "r"): HerokuError("no", status=403)}
    assert verbs(planned(facts, config={"NEW": "x"})) == [("update", {"NEW": "x"})]


@pytest.mark.parametrize(
    ("status", "verdict"),
    [("pending", Status.PENDING), ("succeeded", Status.READY), ("failed", Status.FAILED), ("expired", Status.FAILED)],
)
def test_when_a_release_phase_is_over(status: str, verdict: Status) -> None:
    release = {**PENDING, "status": status, "output_stream_url": "secret", "output": ["boom"]}
    (wait,) = planned(config={"NEW": "x"}, wait=True).waits
    found = Config.judge(desired(Config, app="example"), wait, release)
    assert found.status is verdict
    assert verdict is not Status.FAILED or found.text.endswith("The end of the output:\nboom")
    assert "secret" not in str(found.details)


def test_values_are_secrets_and_a_shadow_keeps_digests_of_them(tmp_path: Any) -> None:
    assert sorted(Config.kind.secrets({"A": "x", "B": None, "C": UNKNOWN})) == ["x"]
    options = {"config": {"NEW": "canary"}, "show": ["NEW"]}
    first = planned({VARS: {}}, **options)
    shadow = Shadow(str(tmp_path), "account")
    shadow.record(first.changes, set(Config.kind.secrets(first.record)))
    assert "canary" not in json.dumps([file.read_text() for file in tmp_path.iterdir()])
    want = desired(Config, app="example", **options)
    again = Config.plan(want, shadow.over(View({VARS: {}})))
    assert not again.actions
    assert Config.result(want, again.record) == {"config": {"NEW": UNKNOWN}, "names": ["NEW"]}


def test_before_the_app_exists(tmp_path: Any) -> None:
    shadow = Shadow(str(tmp_path), "account")
    shadow.record([Change("app", (), None, {"id": UNKNOWN, "name": "example"})], set())
    view = shadow.over(View({}))
    made = Config.plan(desired(Config, app="example", config={"NEW": "x"}), view)
    assert made.record == {"NEW": "x"}
    assert made.before == {}
    assert not made.unknown


def test_that_an_add_on_will_bring_more_is_told_though_nobody_knows_the_names(tmp_path: Any) -> None:
    """In check mode, of one that an earlier task would attach, and that Heroku gives its name."""
    brought = config_changes("example", new=vars_to_come({"name": UNKNOWN, "addon": {"name": "base"}}))
    shadow = Shadow(str(tmp_path), "account")
    shadow.record(brought, set())
    found = Config.find(desired(Config, app="example"), shadow.over(View({VARS: {"OLD": "1"}})))
    assert Config.info(desired(Config, app="example"), found) == {"config": {}, "names": ["OLD", UNKNOWN]}


def test_too_much_is_refused_and_much_is_warned_of() -> None:
    assert planned(config={"NEW": "x" * 40_000}).warnings[0].startswith("The config vars take 40")
    assert not planned({VARS: {"OLD": "x" * 40_000, "B": "y"}}, config={"B": None}).warnings
    with pytest.raises(InvalidInput, match="config and of what is there already"):
        planned({VARS: {"OLD": "x" * 40_000}}, config={"NEW": "x" * 40_000})


def test_something_has_to_be_wanted() -> None:
    with pytest.raises(InvalidInput, match="Give config or src, or purge"):
        Config.check(desired(Config, app="example"))


def test_those_of_a_pipeline_are_found_by_its_id() -> None:
    found = {FILTERED.of("line"): [{"id": "p", "name": "line", "owner": None}]}
    facts = {**found, PipelineConfig.kind.of("p", "review"): {"OLD": "1"}}
    made = plan(PipelineConfig, facts, pipeline="line", stage="review", config={"NEW": "x"})
    assert made.title == "line config vars review"
    (action,) = made.actions
    assert (action.request.path, action.request.values) == (
        "/pipelines/{}/stage/{}/config-vars",
        ("p", "review"),
    )
