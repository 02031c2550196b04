# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest
from heroku_simulator import Simulator, WorldError, resources, world_file
from heroku_simulator.operation import OPERATIONS, check_declarations

ACCOUNTS = "accounts: [{email: a@example.com, tokens: [{token: the-token}]}]\nteams: []\nspaces: []\n"


def refused(world: Path) -> str:
    with pytest.raises(WorldError) as caught:
        Simulator(world, port=None).start()
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        ("accounts:\n  - email: a@example.com\n    nmae: x\n", 3, "nmae"),
        ("accounts:\n  - name: x\n", 2, "email"),
        ("accounts: []\n", 1, "at least one account"),
        ("timings:\n  dyno_start: 1\n  domain_cname: soon\n", 3, "a number of seconds"),
        ("timings:\n  dyno_strat: 1\n", 2, "dyno_strat"),
        ("apps:\n  - name: x\n    config:\n      KEY: 1\n", 4, "a text"),
        ("nonsense: 1\n", 1, "nonsense"),
        ("accounts: [\n", 2, ""),
        ("[]\n", 1, "sections"),
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path, text, line, about):
    world = tmp_path / "world.yml"
    world.write_text(text)
    message = refused(world)
    assert message.startswith(f"{world}:{line}: ")
    assert about in message


@pytest.mark.parametrize(("content", "about"), [(b"apps: [\xff]", "UTF-8"), (b"apps: \x01", "control characters")])
def test_what_is_no_text_is_named_with_its_file(tmp_path, content, about):
    world = tmp_path / "world.yml"
    world.write_bytes(content)
    message = refused(world)
    assert message.startswith(f"{world}: ")
    assert about in message


def test_a_world_that_does_not_come_with_the_simulator():
    assert refused(world_file.named("pipelines")).endswith("the worlds that come with the simulator are: pipeline")


def test_a_value_is_never_in_the_message(tmp_path):
    world = tmp_path / "world.yml"
    world.write_text("apps:\n  - name: x\n    config:\n      KEY: [canary-4711]\n")
    assert "canary-4711" not in refused(world)


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        ("accounts:\n  - email: a@example.com\n  - email: A@example.com\n", 3, "the same email"),
        (
            "accounts:\n  - {email: a@b.c, tokens: [{token: t}]}\n  - {email: b@b.c, tokens: [{token: t}]}\n",
            3,
            "the same token",
        ),
        ("accounts:\n  - {email: a@example.com, default_team_id: nowhere}\n", 2, "no nowhere among the teams"),
        ("teams:\n  - name: a\n  - name: a\n", 3, "the same name"),
        ("teams:\n  - name: a\n    members:\n      nobody@example.com: admin\n", 2, "no account nobody@example.com"),
        ("spaces:\n  - {name: a, team: nowhere}\n", 2, "no nowhere among the teams"),
        ("apps:\n  - name: shop\n\n  - name: shop\n", 4, "Name is already taken"),
        ("apps:\n  - {name: shop, owner: nobody@example.com}\n", 2, "no account nobody@example.com"),
        ("apps:\n  - {name: shop, region: mars}\n", 2, "Couldn't find that region"),
        ("apps:\n  - {name: shop, stack: heroku-99}\n", 2, "no heroku-99 among the stacks"),
        ("apps:\n  - {name: shop, addons: [{plan: 'heroku-postgresql:nope'}]}\n", 2, "add-on plan"),
        ("apps:\n  - {name: shop, formation: {web: {quantity: 1}}}\n", 2, "Couldn't find that process type"),
        ("apps:\n  - {name: shop, like: other}\n", 2, "no app other above"),
        ("apps:\n  - {name: shop, domains: [a.com]}\n  - {name: other, domains: [a.com]}\n", 3, "the same hostname"),
        ("pipelines:\n  - {name: line, apps: {staging: [nowhere]}}\n", 2, "no nowhere among the apps"),
        ("timings: {dyno_start: 1}\nswitches: {config_size: 7}\n", 2, "can be 32768 or 65536"),
        ("timings: {dyno_start: 1}\ncommands: [{pattern: '('}]\n", 2, "not a regular expression"),
    ],
)
def test_what_cannot_be_made_is_named_with_its_line(tmp_path, text, line, about):
    world = tmp_path / "world.yml"
    world.write_text(text)
    message = refused(world)
    assert message.startswith(f"{world}:{line}: ")
    assert about in message


@pytest.mark.parametrize(
    ("text", "accounts", "teams", "spaces"),
    [
        ("{}", 8, 3, 1),
        ("accounts: [{email: me@example.com}]", 1, 0, 0),
        ("enterprise_accounts: []", 8, 0, 0),
        ("teams: [{name: mine, members: {other@example.com: admin}}]", 8, 1, 0),
        ("spaces: []", 8, 3, 0),
    ],
)
def test_what_a_section_replaces(make_api, tmp_path, text, accounts, teams, spaces):
    world = tmp_path / "world.yml"
    world.write_text(text)
    tables = make_api(world=world).get("/_simulator/state")["tables"]
    assert [len(tables.get(name, ())) for name in ("accounts", "teams", "spaces")] == [accounts, teams, spaces]


def test_apps_by_count(make_api, tmp_path):
    world = tmp_path / "world.yml"
    world.write_text(
        ACCOUNTS
        + """
apps:
  - name: pattern
    config: {A: "1"}
    process_types: {web: bin/web, worker: bin/work}
    formation:
      web: {quantity: 2, size: Standard-1X}
      worker: {size: Standard-1X}
    addons: [{plan: heroku-postgresql}]
    domains: [www.example.com]
    collaborators: {a@example.com: }
  - {name: "copy-{n}", count: 300, like: pattern}
pipelines:
  - name: line
    apps: {production: [pattern], staging: [copy-1]}
"""
    )
    api = make_api(world=world)
    assert len(api.get("/apps", Range="id ..; max=1000")) == 301
    assert {"A", "DATABASE_URL"} == set(api.get("/apps/copy-300/config-vars"))
    formation = {item["type"]: item["quantity"] for item in api.get("/apps/copy-300/formation")}
    assert formation == {"web": 2, "worker": 0}
    assert {dyno["state"] for dyno in api.get("/apps/pattern/dynos")} == {"up"}
    assert len(api.get("/apps/pattern/domains")) == 2
    assert len(api.get("/apps/copy-1/domains")) == 1
    assert [item["stage"] for item in api.get("/pipelines/line/pipeline-couplings")] == ["production", "staging"]


def test_names_that_are_made_up_are_not_made_up_twice(make_api, tmp_path):
    # Of 4001 names among the 1,170,000 that there are for this service, two are alike in 999 of 1000 worlds.
    world = tmp_path / "world.yml"
    world.write_text(
        ACCOUNTS
        + "apps: [{name: pattern, addons: [{plan: heroku-redis}]}, {name: 'copy-{n}', count: 4000, like: pattern}]\n"
    )
    tables = make_api(world=world).get("/_simulator/state")["tables"]
    assert len({addon["name"] for addon in tables["add_ons"]}) == 4001


def test_switches_and_timings_of_a_world(make_api, tmp_path):
    world = tmp_path / "world.yml"
    world.write_text(ACCOUNTS + "switches: {config_size: 65536, domain_target: later}\ntimings: {domain_cname: 100}\n")
    api = make_api(world=world, clock="0", switches={"noop_config_patch": "release"})
    switches = api.running.backdoor("GET", "switches")
    assert (switches["config_size"]["answer"], switches["noop_config_patch"]["answer"]) == ("65536", "release")
    api.app()
    api.post("/apps/shop/domains", {"hostname": "www.example.com", "sni_endpoint": None})
    api.clock(advance=99)
    assert api.get("/apps/shop/domains/www.example.com")["cname"] is None
    api.clock(advance=1)
    assert api.get("/apps/shop/domains/www.example.com")["cname"] is not None


def test_the_seed_makes_runs_the_same(make_api, tmp_path):
    names = []
    for _time in range(2):
        api = make_api(seed=42)
        names.append([api.post("/apps", {})["name"] for _time in range(3)])
    assert names[0] == names[1]
    assert len(set(names[0])) == 3


def test_the_default_world_is_as_the_schema_says():
    assert world_file.read(world_file.DEFAULT_WORLD).sections == world_file.default().sections


def test_every_file_of_a_resource_is_loaded():
    resources.load_all()
    folder = Path(resources.__file__).parent
    check_declarations()
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    without_operations = {"container_image", "container_registry"}  # which are no part of the API
    assert files - without_operations == {
        item.handler.__module__.rsplit(".", 1)[1]
        for item in OPERATIONS.values()
        if "resources" in item.handler.__module__
    }


@pytest.mark.parametrize("name", world_file.shipped())
def test_worlds_that_come_with_the_simulator(name):
    path = world_file.named(name)
    assert path != Path(name)
    assert world_file.read(path).path == path


def test_review_apps_and_promotions_can_be_tried_at_once(make_api):
    api = make_api(world="pipeline", clock="instant")
    (pipeline,) = api.get("/pipelines")
    stages = {item["stage"]: item["app"]["id"] for item in api.get("/pipelines/shop/pipeline-couplings")}
    names = {stage: api.get(f"/apps/{app}")["name"] for stage, app in stages.items()}
    assert names == {"staging": "shop-staging", "production": "shop-production"}
    api.post(f"/pipelines/{pipeline['id']}/review-app-config", {"repo": "acme/shop"})
    body = {"branch": "new", "pipeline": pipeline["id"], "source_blob": api.upload({"Procfile": "web: bin/web"})}
    made = api.post("/review-apps", body, variant="review-apps")
    assert api.get(f"/review-apps/{made['id']}", variant="review-apps")["status"] == "created"
    source, target = ({"app": {"id": stages[stage]}} for stage in ("staging", "production"))
    body = {"pipeline": {"id": pipeline["id"]}, "source": source, "targets": [target]}
    promotion = api.post("/pipeline-promotions", body)
    assert api.get(f"/pipeline-promotions/{promotion['id']}")["status"] == "completed"
