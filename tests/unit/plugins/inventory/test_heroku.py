# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory plugin makes of Heroku's answers: its pure functions. The rest runs against the simulator."""

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.inventory import heroku

ACME = {"id": "11111111-1111-4111-8111-111111111111", "name": "acme"}
INNER = {"id": "22222222-2222-4222-8222-222222222222", "name": "inner", "shield": False}
SHOP = {"id": "33333333-3333-4333-8333-333333333333", "name": "shop-line"}


def app(name, **fields):
    return {"id": f"id-of-{name}", "name": name, "team": None, "space": None, **fields}


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/etc/ansible/heroku.yml", True),
        ("heroku.yaml", True),
        ("inventory/prod.heroku.yml", True),
        ("a.b.heroku.yaml", True),
        ("my_heroku.yml", False),
        ("heroku.yml.bak", False),
        ("heroku.json", False),
        ("heroku.yml/hosts.yml", False),
        ("heroku", False),
    ],
)
def test_which_files_are_read(path, ours):
    assert heroku.is_inventory_file(path) is ours


@pytest.mark.parametrize(
    ("name", "text", "ours"),
    [
        ("apps.yml", "---\nplugin: community.heroku.heroku\n", True),
        ("apps.yaml", "plugin: 'community.heroku.heroku'\r\n", True),
        ("apps.yml", "plugin: community.other.heroku\n", False),
        ("apps.yml", "all:\n  plugin: community.heroku.heroku\n", False),
        ("apps.ini", "plugin: community.heroku.heroku\n", False),
    ],
)
def test_a_file_for_this_plugin_by_a_wrong_name(tmp_path, name, text, ours):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert heroku.names_this_plugin(str(tmp_path / name)) is ours
    assert not heroku.names_this_plugin(str(tmp_path / "missing.yml"))


def test_one_warning_for_all_apps():
    apps = [app(f"shop-{number}") for number in range(9)]
    refused = {
        f"/apps/id-of-shop-{number}/{kind}": heroku.HerokuError("No.", status=403, method="GET", path="/x")
        for number in range(7)
        for kind in ("domains", "config-vars")
    }
    said = heroku.refusal(refused, apps)
    assert "may not read the config-vars and domains of 7 apps" in said
    assert "(shop-0, shop-1, shop-2, shop-3, shop-4 and 2 more)" in said
    only = dict(list(refused.items())[:1])
    assert heroku.refusal(only, apps) == str(next(iter(only.values())))


@pytest.mark.parametrize(
    ("name", "patterns", "expected"),
    [
        ("shop", ["shop"], True),
        ("shop-web", ["shop"], False),
        ("shop-web", ["billing", "shop-*"], True),
        ("shop-pr-7", ["*-pr-[0-9]"], True),
        ("LOG_LEVEL", ["log_*"], False),
        ("shop", [], False),
    ],
)
def test_patterns(name, patterns, expected):
    assert heroku.matches(name, patterns) is expected


NONE = {"teams": [], "spaces": [], "pipelines": []}


@pytest.mark.parametrize(
    ("filters", "names", "exclude", "left"),
    [
        ({}, [], [], ["own", "shop", "shop-pr-1", "vault"]),
        ({"teams": ["acme"]}, [], [], ["shop", "shop-pr-1", "vault"]),
        ({"teams": [ACME["id"]]}, [], [], ["shop", "shop-pr-1", "vault"]),
        ({"teams": ["ACME"]}, [], [], []),
        ({"teams": [""]}, [], [], ["own"]),
        ({"teams": ["", "acme"]}, [], [], ["own", "shop", "shop-pr-1", "vault"]),
        ({"teams": ["acme"], "spaces": ["inner"]}, [], [], ["vault"]),
        ({"spaces": [""]}, [], [], ["own", "shop", "shop-pr-1"]),
        ({"pipelines": ["shop-line"]}, [], [], ["shop"]),
        ({"pipelines": [SHOP["id"]]}, [], [], ["shop"]),
        ({"pipelines": [""]}, [], [], ["own", "shop-pr-1", "vault"]),
        ({}, ["shop*"], [], ["shop", "shop-pr-1"]),
        ({}, ["shop*"], ["*-pr-*"], ["shop"]),
        ({"teams": ["acme"]}, ["own", "vault"], [], ["vault"]),
        ({}, [], ["*"], []),
    ],
)
def test_filters(filters, names, exclude, left):
    apps = [
        app("own", pipeline=None),
        app("shop", team=ACME, pipeline=SHOP),
        app("shop-pr-1", team=ACME, pipeline=None),
        app("vault", team=ACME, space=INNER, pipeline=None),
    ]
    assert [item["name"] for item in apps if heroku.wanted(item, {**NONE, **filters}, names, exclude)] == left


def test_filter_items_that_mean_no_app_at_all():
    apps = [app("shop", team=ACME, pipeline=SHOP), app("vault", team=ACME, space=INNER, pipeline=None)]
    filters = {"teams": ["acme", "acne", ""], "spaces": ["", INNER["id"]], "pipelines": ["shop", "shop-line"]}
    assert heroku.unmatched(apps, filters) == [("teams", "acne"), ("teams", ""), ("pipelines", "shop")]


def test_pipelines_come_from_the_couplings():
    apps = [app("shop"), app("shop-staging"), app("lone"), app("guest")]
    couplings = [
        {"app": {"id": "id-of-shop-staging"}, "pipeline": {"id": SHOP["id"]}, "stage": "staging"},
        {"app": {"id": "id-of-shop"}, "pipeline": {"id": SHOP["id"]}, "stage": "production"},
        {"app": {"id": "id-of-guest"}, "pipeline": {"id": "of-somebody-else"}, "stage": "review"},
        {"app": {"id": "an-app-that-is-not-listed"}, "pipeline": {"id": SHOP["id"]}, "stage": "review"},
    ]
    heroku.add_pipelines(apps, [{**SHOP, "owner": None}], couplings)
    assert [(item["pipeline"], item["stage"]) for item in apps] == [
        ({**SHOP, "owner": None}, "production"),
        ({**SHOP, "owner": None}, "staging"),
        (None, None),
        ({"id": "of-somebody-else", "name": None}, "review"),
    ]


def test_addons_go_to_the_app_that_pays_for_them():
    apps = [app("shop"), app("lone")]
    addons = [
        {"name": "postgresql-flat-1", "app": {"id": "id-of-shop", "name": "shop"}},
        {"name": "redis-flat-2", "app": {"id": "id-of-an-other", "name": "other"}},
        {"name": "redis-flat-3", "app": {"id": "id-of-shop", "name": "shop"}},
    ]
    heroku.add_addons(apps, addons)
    assert [[addon["name"] for addon in item["addons"]] for item in apps] == [["postgresql-flat-1", "redis-flat-3"], []]


def test_what_is_read_for_each_app():
    answers = {
        "/apps/id-of-shop/formation": ["web"],
        "/apps/id-of-shop/domains": [],
        "/apps/id-of-deleted/formation": ["web"],
        "/apps/id-of-deleted/domains": heroku.GONE,
        "/apps/id-of-locked/formation": None,
        "/apps/id-of-locked/domains": ["locked.example.com"],
    }
    asked = []

    def read(needs):
        asked.append(sorted(need.path for need in needs))
        return [answers[need.path] for need in needs]

    apps = [app("shop"), app("deleted"), app("locked")]
    left = heroku.add_per_app(apps, heroku.PER_APP, read)
    assert asked == [sorted(answers)]
    assert left == [app("shop", formation=["web"], domains=[]), app("locked", domains=["locked.example.com"])]


def test_nothing_to_read_for_each_app():
    apps = [app("shop")]
    assert heroku.add_per_app(apps, {}, lambda paths: [f"asked for {path}" for path in paths]) == [app("shop")]


ALL = ["team", "region", "stack", "space", "pipeline", "stage"]
FULL = app(
    "shop",
    team=ACME,
    region={"id": "r", "name": "eu"},
    stack={"id": "s", "name": "heroku-24"},
    space=INNER,
    pipeline=SHOP,
    stage="production",
)


@pytest.mark.parametrize(
    ("host", "group", "group_by", "expected"),
    [
        (
            FULL,
            "heroku",
            ALL,
            [
                "heroku",
                "heroku_team_acme",
                "heroku_region_eu",
                "heroku_stack_heroku-24",
                "heroku_space_inner",
                "heroku_pipeline_shop-line",
                "heroku_stage_production",
            ],
        ),
        (FULL, "paas", ["stage"], ["paas", "paas_stage_production"]),
        (FULL, "", ["team", "stage"], ["team_acme", "stage_production"]),
        (FULL, "heroku", [], ["heroku"]),
        (FULL, "", [], []),
        (app("own"), "heroku", ALL, ["heroku"]),
        (app("own", pipeline=None, stage=None), "heroku", ALL, ["heroku"]),
        (app("guest", pipeline={"id": "p", "name": None}), "heroku", ALL, ["heroku", "heroku_pipeline_p"]),
    ],
)
def test_groups(host, group, group_by, expected):
    assert heroku.group_names(host, group, group_by) == expected
