# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import cProfile
import os
import pstats
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Kind, Missing, View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Change
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Changes, Shadow, ShadowView
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN

APP = Kind("app", "/apps")
DOMAIN = Kind("domain", "/apps/{}/domains", keys=("id", "hostname"), parent="app")
CONFIG = Kind("config", "/apps/{}/config-vars", parent="app", document=True)
SHOP = {"id": UNKNOWN, "name": "shop"}
REAL = {"id": "1", "name": "real"}
RENAMED = Change("app", (), REAL, {"id": "1", "name": "new"})


def through(changes: list[Change], **known: Any) -> ShadowView:
    facts = {APP.named("real"): REAL, DOMAIN.of("real"): [{"id": "2", "hostname": "a.example"}], **known}
    return Changes(changes).over(View(facts))


def test_without_changes_it_is_the_view_itself() -> None:
    view = through([])
    assert view.get(APP.named("real")) == REAL
    with pytest.raises(Missing):
        view.get(APP.named("other"))


def test_what_an_app_that_would_be_made_holds_is_not_asked_for() -> None:
    view = through([Change("app", (), None, SHOP)])
    assert view.get(APP.named("shop")) == SHOP
    assert view.get(DOMAIN.of("shop")) == []
    assert view.get(DOMAIN.named("www.example.com", "shop")) is None
    assert view.get(CONFIG.of("shop")) == {}


def test_what_would_be_added_is_in_the_list_and_by_its_key() -> None:
    domain = {"id": UNKNOWN, "hostname": "b.example"}
    view = through([Change("domain", ("real",), None, domain)])
    assert [item["hostname"] for item in view.get(DOMAIN.of("real"))] == ["a.example", "b.example"]
    assert view.get(DOMAIN.named("b.example", "real")) == domain


def test_what_would_be_added_is_the_newest() -> None:
    newest = DOMAIN.newest(2, "real")
    added = [
        Change("domain", ("real",), None, {"id": UNKNOWN, "hostname": name}) for name in ("c.example", "d.example")
    ]
    there = [{"id": "3", "hostname": "b.example"}, {"id": "2", "hostname": "a.example"}]
    for changes, expected in ((added[:1], ["c.example", "b.example"]), (added, ["d.example", "c.example"])):
        view = Changes(changes).over(View({newest: there}))
        assert [item["hostname"] for item in view.get(newest)] == expected


def test_what_would_be_deleted_is_gone() -> None:
    view = through([Change("domain", ("real",), {"id": "2", "hostname": "a.example"}, None)])
    assert view.get(DOMAIN.of("real")) == []
    assert view.get(DOMAIN.named("a.example", "real")) is None


def test_what_is_a_part_of_another_kind_follows_that() -> None:
    apps = Kind("team_app", "/teams/{}/apps", parent="team", part_of="app", owner="team")
    one, other = ({"id": name, "name": name, "team": {"id": "t", "name": "acme"}} for name in ("one", "other"))
    changes = [
        Change("app", (), one, None),
        Change("app", (), other, {**other, "team": {"id": "u", "name": "elsewhere"}}),
        Change("app", (), None, {"id": UNKNOWN, "name": "new", "team": {"id": UNKNOWN, "name": "acme"}}),
        Change("app", (), None, {"id": UNKNOWN, "name": "mine", "team": None}),
    ]
    view = Changes(changes).over(View({apps.of("acme"): [one, other]}))
    assert [item["name"] for item in view.get(apps.of("acme"))] == ["new"]


def test_what_a_part_belongs_to_may_turn_out_to_have_another_name() -> None:
    apps = Kind("team_app", "/teams/{}/apps", parent="team", part_of="app", owner="team")
    new = {"id": UNKNOWN, "name": "new", "team": {"id": UNKNOWN, "name": "acme"}}
    changes = Changes([Change("app", (), None, new)])
    view = changes.over(View({apps.of("t"): [], apps.of("acme"): []}))
    assert (view.get(apps.of("t")), view.get(apps.of("acme"))) == ([], [new])
    team = {"id": "t", "name": "acme"}
    changes.add([Change("team", (), team, {**team, "role": "admin"})])
    assert (view.get(apps.of("t")), view.get(apps.of("acme"))) == ([new], [new])


def calls(count: int) -> int:
    """How many functions are called when so many apps of one team are planned, one after the other."""
    apps = Kind("team_app", "/teams/{}/apps", parent="team", part_of="app", owner="team")
    names = [f"app-{number}" for number in range(count)]
    known = {APP.named(name): None for name in names}
    profile = cProfile.Profile()
    profile.enable()
    changes = Changes()
    for name in names:
        view = changes.over(View(known))
        assert view.get(APP.named(name)) is None
        assert len(changes.of(apps.of("acme")).whole(apps)) == len(names[: names.index(name)])
        app = {"id": UNKNOWN, "name": name, "team": {"id": "t", "name": "acme"}}
        changes.add([Change("app", (), None, app), Change("config", (name,), {}, {"A": "b"})])
    profile.disable()
    return int(pstats.Stats(profile).total_calls)


def test_the_work_grows_with_the_number_of_things_alone() -> None:
    assert calls(200) < 2.2 * calls(100)


def test_things_are_told_apart_by_the_first_key_of_their_kind() -> None:
    access = Kind("access", "/spaces/{}/members", keys=("user.email", "user.id"), parent="space")
    one, other = ({"id": "space", "user": {"email": f"{name}@example.com", "id": name}} for name in ("a", "b"))
    view = Changes([Change("access", ("real",), one, {**one, "more": 1})]).over(View({access.of("real"): [one, other]}))
    assert view.get(access.of("real")) == [other, {**one, "more": 1}]


def test_what_a_change_does_not_tell_of_a_thing_stays() -> None:
    """One variant of the API may show more of a thing than the one that a change was planned by."""
    there = [{"id": "1", "size": 1, "image": "a"}, {"id": "2", "size": 1, "image": "b"}]
    kind = Kind("type", "/apps/{}/types", parent="app")
    change = Change("type", ("real",), {"id": "1", "size": 1}, {"id": "1", "size": 2})
    view = Changes([change]).over(View({kind.of("real"): there}))
    assert view.get(kind.of("real")) == [there[1], {"id": "1", "size": 2, "image": "a"}]
    assert there[0]["size"] == 1


def test_parts_of_what_is_unknown_can_be_asked_for() -> None:
    app = Kind("app", "/apps", shape={"generation": {"id": None, "name": None}, "owner": {"id": None}, "team": None})
    made = Change("app", (), None, {**SHOP, "generation": UNKNOWN, "owner": {"id": "1"}, "team": UNKNOWN})
    view = Changes([made]).over(View({app.of(): []}))
    for found in (view.get(app.named("shop")), *view.get(app.of())):
        assert found["generation"] == {"id": UNKNOWN, "name": UNKNOWN}
        assert (found["owner"], found["team"]) == ({"id": "1"}, UNKNOWN)


def test_a_document_that_may_be_missing_is_missing_at_first() -> None:
    review = Kind("config", "/apps/{}/review", parent="app", document=True, optional=True)
    assert through([Change("app", (), None, SHOP)]).get(review.of("shop")) is None


def test_with_its_app_everything_goes() -> None:
    view = through([Change("app", (), REAL, None)])
    with pytest.raises(HerokuError, match="An earlier task of this run deletes it") as error:
        view.get(DOMAIN.of("real"))
    assert (error.value.status, error.value.resource) == (404, "app")


def test_an_app_is_the_same_by_name_and_id() -> None:
    view = through([Change("app", (), REAL, {**REAL, "maintenance": True}), Change("config", ("1",), {}, {"A": "1"})])
    assert view.get(CONFIG.of("real")) == {"A": "1"}


def test_a_renamed_app_is_found_by_its_new_name_only() -> None:
    view = through([Change("app", (), REAL, {"id": "1", "name": "renamed"})])
    assert view.get(APP.named("real")) is None
    assert view.get(APP.named("renamed"))["id"] == "1"
    assert [item["hostname"] for item in view.get(DOMAIN.of("renamed"))] == ["a.example"]


def test_made_and_deleted_leaves_nothing() -> None:
    view = through([Change("app", (), None, SHOP), Change("app", (), SHOP, None)])
    assert view.get(APP.named("shop")) is None


def test_the_file_keeps_changes_for_others_and_no_secret(tmp_path: Path) -> None:
    shadow = Shadow(str(tmp_path), "https://api.heroku.com token")
    changes = [Change("app", (), None, SHOP), Change("config", ("shop",), {}, {"TOKEN": "canary", "LEVEL": "info"})]
    shadow.record(changes[:1], ())
    shadow.record(changes[1:], {"canary"})
    text = Path(shadow.path).read_text()
    assert "canary" not in text
    assert "token" not in text
    assert os.stat(shadow.path).st_mode & 0o077 == 0
    found = Shadow(str(tmp_path), "https://api.heroku.com token").changes()
    assert found[0] == changes[0]
    assert found[1].after == {"TOKEN": "canary", "LEVEL": "info"}
    assert found[1].after != {"TOKEN": "another", "LEVEL": "info"}
    assert Shadow(str(tmp_path), "https://api.heroku.com other").changes() == []


def test_parts_of_a_document_are_merged_in_the_order_of_the_changes() -> None:
    view = View({CONFIG.of("real"): {"KEPT": "kept", "GONE": "gone"}})
    part = Change("config", ("real",), None, {"GONE": None, "NEW": UNKNOWN}, partial=True)
    whole = Change("config", ("real",), {"KEPT": "kept"}, {"WHOLE": "whole", "GONE": "gone"})
    assert Changes([part]).over(view).get(CONFIG.of("real")) == {"KEPT": "kept", "NEW": UNKNOWN}
    assert Changes([whole, part]).over(view).get(CONFIG.of("real")) == {"WHOLE": "whole", "NEW": UNKNOWN}
    assert Changes([part, whole]).over(View({})).get(CONFIG.of("real")) == whole.after
    made = Change("app", (), None, SHOP)
    of_shop = Change("config", ("shop",), None, {"NEW": UNKNOWN}, partial=True)
    assert Changes([made, of_shop]).over(View({})).get(CONFIG.of("shop")) == {"NEW": UNKNOWN}


def test_the_file_keeps_what_is_a_part(tmp_path: Path) -> None:
    part = Change("config", ("real",), None, {"GONE": None, "NEW": UNKNOWN}, partial=True)
    Shadow(str(tmp_path), "account").record([part], ())
    assert Shadow(str(tmp_path), "account").changes() == [part]


def test_names_that_turn_out_to_mean_the_same_are_one_thing() -> None:
    """What is said by the id and what is said by the name is about one app once a change tells both."""
    by_name, by_id = (
        Change("domain", (scope,), None, {"id": UNKNOWN, "hostname": f"{scope}.example"}) for scope in ("real", "1")
    )
    there = [{"id": "2", "hostname": "a.example"}]
    for changes in ([by_name, by_id, RENAMED], [RENAMED, by_id, by_name], [by_id, RENAMED, by_name]):
        view = Changes(changes).over(View({DOMAIN.of("real"): there, DOMAIN.of("1"): there}))
        for scope in ("real", "1", "new"):
            assert sorted(item["hostname"] for item in view.get(DOMAIN.of(scope))) == [
                "1.example",
                "a.example",
                "real.example",
            ]
            assert view.get(DOMAIN.named("1.example", scope))["hostname"] == "1.example"


def test_the_last_change_of_a_thing_counts() -> None:
    domain = {"id": "9", "hostname": "b.example"}
    made, changed, gone = (
        Change("domain", ("real",), *sides)
        for sides in ((None, domain), (domain, {**domain, "more": 1}), (domain, None))
    )
    assert through([made, changed]).get(DOMAIN.named("b.example", "real")) == {**domain, "more": 1}
    assert through([made, changed, gone]).get(DOMAIN.named("9", "real")) is None
    assert through([made, gone, made]).get(DOMAIN.named("9", "real")) == domain


def test_a_thing_is_found_by_a_key_of_which_only_a_digest_is_known(tmp_path: Path) -> None:
    shadow = Shadow(str(tmp_path), "account")
    drains = [Change("domain", ("real",), None, {"id": UNKNOWN, "hostname": name}) for name in ("secret", "plain")]
    shadow.record(drains, {"secret"})
    view = shadow.over(View({DOMAIN.named("other", "real"): None}))
    assert view.get(DOMAIN.named("secret", "real"))["hostname"] == "secret"
    assert view.get(DOMAIN.named("plain", "real"))["hostname"] == "plain"
    assert view.get(DOMAIN.named("other", "real")) is None


@pytest.mark.parametrize("name", ["$digest", "$object", "$ref", "$unknown"])
def test_a_config_var_may_be_called_as_the_file_marks_things(tmp_path: Path, name: str) -> None:
    """Any character but = can be in the name of one (recorded.md A 19)."""
    shadow = Shadow(str(tmp_path), "account")
    for config in ({name: "canary"}, {name: UNKNOWN}, {name: None}):
        shadow.record([Change("config", ("shop",), None, config, partial=True)], {"canary"})
        assert shadow.changes()[-1].after == config
    assert "canary" not in Path(shadow.path).read_text()


def test_a_list_of_all_things_knows_what_would_be_made_in_each_scope() -> None:
    attachments = Kind("attachment", "/apps/{}/attachments", wide="/attachments", parent="app", owner="app")
    made = {"id": UNKNOWN, "name": "MADE", "app": {"id": "1", "name": "real"}}
    changes = [Change("app", (), REAL, None), Change("attachment", (), None, made)]
    view = Changes(changes).over(View({attachments.of(): []}))
    assert view.get(attachments.of()) == [made]
    with pytest.raises(HerokuError, match="An earlier task of this run deletes it"):
        view.get(attachments.of("real"))


def test_what_takes_no_request_is_known() -> None:
    """A thing that would be made or deleted is, and what it would have is not asked for."""
    other = {"id": "5", "name": "other"}
    view = through([Change("app", (), None, SHOP), Change("app", (), other, None)])
    known = [DOMAIN.of("real"), DOMAIN.of("shop"), DOMAIN.of("other"), DOMAIN.named("www.example.com", "other")]
    assert [view.knows(need) for need in known] == [True] * 4
    assert not view.knows(CONFIG.of("real"))
