# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import re
from typing import Any

import modules
import pytest
import yaml
from ansible.parsing.dataloader import DataLoader
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import API_OPTIONS
from ansible_collections.community.heroku.plugins.module_utils._ansible.sections import (
    names_of,
    secrets_of,
    texts_in,
    validated,
)
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._fleet import document
from ansible_collections.community.heroku.plugins.module_utils._fleet.sections import (
    ACCOUNT,
    APPS,
    GROUPS,
    WAITING,
    Form,
    Section,
)
from hypothesis import given
from hypothesis import strategies as st

SECTIONS = [*(section for group in GROUPS for section in group.all), *ACCOUNT]
NAMES = st.text("abc-", min_size=1, max_size=3)
VALUES: Any = st.recursive(
    st.none() | st.integers() | NAMES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner)
)


def read(text: str) -> list[document.Entry]:
    return document.read(yaml.safe_load(text), validated)


def asked(text: str) -> list[tuple[str, dict[str, Any]]]:
    """What a document asks for: each module with the options that were given, or that follow from the place."""
    return [(entry.section.module, entry.options) for entry in document.entries_of(yaml.safe_load(text))]


def complaint(text: str) -> str:
    with pytest.raises(InvalidInput) as error:
        read(text)
    return str(error.value)


# The table


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: f"{section.scope or 'account'}-{section.name}")
def test_a_section_has_the_options_of_its_module(section: Section) -> None:
    module = modules.module(section.module)
    assert section.resource is module.resource
    assert section.spec == {name: item for name, item in module.spec.items() if name not in API_OPTIONS}
    named = [section.scope, section.option, section.by, section.each, *section.without, *section.told_by]
    top = [name for name in named if name and not (section.inner and name == section.by)]
    assert [name for name in top if name not in section.spec] == []
    inner = [name for name in (section.by, section.scalar) if name] if section.inner else []
    assert [name for name in inner if name not in (section.inner or {})] == []


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_no_two_keys_of_a_group_are_the_same(group: Any) -> None:
    own = document.by_every_name(group.own.options)
    keys = [*own, *(section.name for section in group.sections)]
    keys += [key for section in group.sections for key in section.beside]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_what_comes_first_is_a_section_of_the_group_before(group: Any) -> None:
    before: list[str] = []
    for section in group.all:
        assert set(section.after) <= set(before)
        before.append(section.name)


# From the document to options


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("domains: [www.example.com]", ("heroku_domain", {"hostname": "www.example.com"})),
        ("domains: [{hostname: a.b, state: absent}]", ("heroku_domain", {"hostname": "a.b", "state": "absent"})),
        ("drains: ['https://a.b']", ("heroku_drain", {"url": "https://a.b"})),
        ("addons: [redis]", ("heroku_addon", {"plan": "redis"})),
        ("addons: [{plan: redis, as: CACHE}]", ("heroku_addon", {"plan": "redis", "as": "CACHE"})),
        ("attachments: [db]", ("heroku_addon_attachment", {"addon": "db"})),
        ("features: {preboot: true}", ("heroku_app_feature", {"name": "preboot", "enabled": True})),
        ("config: {A: 1}", ("heroku_config", {"config": {"A": 1}})),
        ("config_src: .env", ("heroku_config", {"src": ".env"})),
        ("{config: {A: 1}, config_purge: true}", ("heroku_config", {"config": {"A": 1}, "purge": True})),
        ("buildpacks: []", ("heroku_buildpacks", {"buildpacks": []})),
        ("build: src", ("heroku_build", {"path": "src"})),
        ("formation: {web: 2}", ("heroku_formation", {"updates": [{"type": "web", "quantity": 2}]})),
        (
            "formation: {web: {quantity: 2, size: basic}}",
            ("heroku_formation", {"updates": [{"type": "web", "quantity": 2, "size": "basic"}]}),
        ),
        ("formation: [{type: web, size: eco}]", ("heroku_formation", {"updates": [{"type": "web", "size": "eco"}]})),
        (
            "{collaborators: [a@b.c, {user: d@e.f}], collaborators_exclusive: true}",
            ("heroku_collaborator", {"collaborators": [{"user": "a@b.c"}, {"user": "d@e.f"}], "exclusive": True}),
        ),
    ],
)
def test_a_section_of_an_app(text: str, options: tuple[str, dict[str, Any]]) -> None:
    found = document.entries_of({"apps": {"shop": yaml.safe_load(text)}})
    module, given_options = options
    assert [(item.section.module, item.options) for item in found[1:]] == [(module, {"app": "shop", **given_options})]


@pytest.mark.parametrize("section", [item for item in SECTIONS if item.form is Form.MAP and not item.each])
def test_a_mapping_by_name_can_be_a_list(section: Section) -> None:
    options = next(({name: "x"} for name in section.options if name != section.option), {})
    value: Any = {section.option: ["y"]} if section.option else options
    listed: Any = ["one", {section.by: "two", **value}]
    mapped: Any = {"two": value[section.option] if section.option else value}
    (one, two), (same,) = (list(document.pieces(section, item, "here")) for item in (listed, mapped))
    assert one == ("here[0]", {section.by: "one"})
    assert two == ("here[1]", same[1])


def test_what_stands_beside_a_list_of_stages_holds_for_all_of_them() -> None:
    found = asked("pipelines: {line: {stages: {staging: [a], production: [{app: b, move: false}]}, stages_move: true}}")
    assert [(item["app"], item["move"]) for _module, item in found[1:]] == [("a", True), ("b", False)]


@pytest.mark.parametrize(
    "text",
    [
        "config_purge: false",
        "collaborators_exclusive: false",
        "{config_wait: true, config_wait_timeout: 5, collaborators_wait: false}",
        "formation_if_missing: ignore",
    ],
)
def test_what_stands_beside_nothing_and_asks_for_nothing_is_nothing(text: str) -> None:
    assert asked(f"defaults: {text if text[0] == '{' else '{' + text + '}'}\napps: {{shop: {{}}}}") == [
        ("heroku_app", {"name": "shop"})
    ]


def test_whether_and_how_long_to_wait_is_the_tasks_where_the_document_does_not_say_it() -> None:
    whole = yaml.safe_load("""
    apps:
      shop:
        config: {A: b}
        addons: [redis, {plan: pg, wait: true, wait_timeout: 7}]
        attachments: [db]
        build: src
        run: migrate
        formation: {web: 1}
        domains: [a.b]
        collaborators: [a@b.c]
        collaborators_wait_timeout: 8
    """)
    given_by_hand = {"apps.shop.addons[1]": (True, 7), "apps.shop.collaborators": (False, 8)}
    found = document.read(whole, validated, {"wait": False, "wait_timeout": 5, "document": whole})
    waiting = [entry for entry in found if set(WAITING) & set(entry.section.spec)]
    assert len(waiting) == 9
    for entry in waiting:
        wait, timeout = given_by_hand.get(entry.path, (False, 5))
        assert entry.options["wait_timeout"] == timeout, entry.path
        assert entry.options.get("wait", wait) is wait, entry.path
    assert [entry.options for entry in document.read(whole, validated, {"wait": None, "wait_timeout": None})] == [
        entry.options for entry in document.read(whole, validated)
    ]


def test_other_groups() -> None:
    found = asked("""
    pipelines:
      line:
        owner: acme
        stages: {production: [shop, {app: b, move: true}]}
        config: {test: {A: x}}
        config_purge: true
    teams: {acme: {members: [{email: a@b.c, role: admin}], invitations: {d@e.f: member}}}
    spaces: {vault: {access: {a@b.c: [create_apps]}, vpns: {v: {public_ip: 192.0.2.1}}, log_drain: "https://a.b"}}
    keys: [ssh-rsa x]
    oauth_clients: {dash: "https://a.b/c"}
    """)
    assert found == [
        ("heroku_team", {"name": "acme"}),
        ("heroku_team_member", {"team": "acme", "members": [{"email": "a@b.c", "role": "admin"}]}),
        ("heroku_team_invitation", {"team": "acme", "email": "d@e.f", "role": "member"}),
        ("heroku_space", {"name": "vault"}),
        ("heroku_space_access", {"space": "vault", "user": "a@b.c", "permissions": ["create_apps"]}),
        ("heroku_space_vpn", {"space": "vault", "name": "v", "public_ip": "192.0.2.1"}),
        ("heroku_space_log_drain", {"space": "vault", "url": "https://a.b"}),
        ("heroku_pipeline", {"name": "line", "owner": "acme"}),
        ("heroku_pipeline_coupling", {"pipeline": "line", "stage": "production", "app": "shop"}),
        ("heroku_pipeline_coupling", {"pipeline": "line", "stage": "production", "app": "b", "move": True}),
        ("heroku_pipeline_config", {"pipeline": "line", "stage": "test", "config": {"A": "x"}, "purge": True}),
        ("heroku_key", {"public_key": "ssh-rsa x"}),
        ("heroku_oauth_client", {"name": "dash", "redirect_uri": "https://a.b/c"}),
    ]


def test_defaults_are_merged_deeply_and_lists_are_replaced() -> None:
    found = asked("""
    defaults: {region: eu, config: {A: 1, B: 2}, domains: [a.b], build: src}
    apps: {one: {config: {B: 3}, domains: [c.d], build: null}, two: {stack: heroku-24}, gone: {state: absent}}
    """)
    assert found == [
        ("heroku_app", {"name": "one", "region": "eu"}),
        ("heroku_config", {"app": "one", "config": {"A": 1, "B": 3}}),
        ("heroku_domain", {"app": "one", "hostname": "c.d"}),
        ("heroku_app", {"name": "two", "region": "eu", "build_stack": "heroku-24"}),
        ("heroku_config", {"app": "two", "config": {"A": 1, "B": 2}}),
        ("heroku_domain", {"app": "two", "hostname": "a.b"}),
        ("heroku_build", {"app": "two", "path": "src"}),
        ("heroku_app", {"name": "gone", "state": "absent"}),
    ]


def test_what_hangs_on_a_renamed_app_has_its_new_name() -> None:
    found = asked("apps: {old: {new_name: new, domains: [a.b]}}")
    assert found[1] == ("heroku_domain", {"app": "new", "hostname": "a.b"})


def test_keys_of_ones_own_begin_with_an_x() -> None:
    assert asked("{x-all: &all {region: eu}, apps: {shop: {<<: *all, x-note: hello}}}") == [
        ("heroku_app", {"name": "shop", "region": "eu"})
    ]


def test_options_are_those_that_the_module_would_have() -> None:
    (app, config, formation) = read("apps: {shop: {maintenance: 'yes', config: {A: 1}, formation: {web: '2'}}}")
    assert app.options["maintenance"] is True
    assert config.options["purge"] is False
    assert formation.options["updates"] == [{"type": "web", "quantity": 2, "size": None}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("app: {}", "app is unknown: did you mean apps?"),
        ("apps: {shop: {domians: [a.b]}}", "apps.shop.domians is unknown: did you mean domains?"),
        (
            "apps: {shop: {domains: [{hostnmae: a.b}]}}",
            "apps.shop.domains[0].hostnmae is unknown: did you mean hostname?",
        ),
        ("apps: {shop: {config_purg: true}}", "apps.shop.config_purg is unknown: did you mean config_purge?"),
        ("defaults: {regoin: eu}", "defaults.regoin is unknown: did you mean region?"),
        ("apps: [shop]", "apps must be a mapping, not a list."),
        ("[]", "The document must be a mapping, not a list."),
        ("apps: {shop: [a]}", "apps.shop must be a mapping, not a list."),
        ("apps: {shop: {domains: a.b}}", "apps.shop.domains must be a list, not a string."),
        ("apps: {shop: {certificates: [x]}}", "must be a mapping of the options of heroku_certificate"),
        ("apps: {1: {}}", "apps.1 has a name that YAML reads as a number: write it in quotes."),
        ("apps: {shop: {yes: 1}}", "apps.shop.True is not a name, but a boolean to YAML: write it in quotes."),
        ("apps: {shop: {features: {1: true}}}", "apps.shop.features.1 has a name that YAML reads as a number"),
        ("apps: {shop: {formation: {web: x}}}", "apps.shop.formation: argument 'quantity' is of type"),
        ("apps: {shop: {region: ' ', maintenance: maybe}}", "apps.shop: argument 'maintenance'"),
        ("apps: {shop: {domains: ['']}}", "apps.shop.domains[0]: hostname is empty."),
        ("apps: {shop: {formation: {web: -1}}}", "apps.shop.formation: updates.quantity must be a number from 0"),
        ("apps: {shop: {state: absent, domains: [a.b]}}", "apps.shop has state absent, but also domains."),
        ("apps: {shop: {domains: [a.b, A.b]}}", "apps.shop.domains[1] is about the same thing as apps.shop.domains[0]"),
        ("apps: {shop: {addons: [redis, redis]}}", "apps.shop.addons[1] is about the same thing"),
        (
            "pipelines: {a: {stages: {staging: [shop]}}, b: {stages: {production: [shop]}}}",
            "pipelines.b.stages.production[0] is about the same thing as pipelines.a.stages.staging[0]",
        ),
        (
            "apps: {one: {addons: [{plan: redis, name: some-db}]}, two: {addons: [{plan: pg, name: Some-db}]}}",
            "apps.two.addons[0] is about the same thing as apps.one.addons[0]",
        ),
        (
            "apps: {one: {domains: [a.b]}, two: {domains: [c.d, A.b]}}",
            "apps.two.domains[1] is about the same thing as apps.one.domains[0]",
        ),
        (
            "{defaults: {domains: [a.b]}, apps: {one: {}, two: {}}}",
            "apps.two.domains[0] is about the same thing as apps.one.domains[0]",
        ),
        ("pipelines: {a: {stages: {prod: [shop]}}}", "pipelines.a.stages.prod[0]: value of stage must be one of"),
        ("apps: {shop: {api_key: x}}", "apps.shop.api_key is unknown"),
        ("apps: {shop: {name: x}}", "apps.shop.name is unknown"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_place(text: str, message: str) -> None:
    assert message in complaint(text)


def loaded(text: str) -> Any:
    """A document as Ansible reads it, which since ansible-core 2.19 gives each value a type of its own."""
    loader = DataLoader()
    return loader.load(text)


PLACES = [
    *(f"{group.name}: %s" for group in GROUPS),
    *(f"{group.name}: {{shop: %s}}" for group in GROUPS),
    *(f"{group.name}: {{shop: {{{section.name}: %s}}}}" for group in GROUPS for section in group.sections),
    *(f"{section.name}: %s" for section in ACCOUNT),
    "defaults: %s",
    "%s",
]
# What Python, or Ansible, calls the types of values, and no user does.
ANSIBLES = "unable to convert"  # in what the validation of options says, which is Ansible's
INTERNAL = re.compile(r"_Ansible|<class|\b(str|int|float|bool|dict|tuple|NoneType|datetime)\b")


@pytest.mark.parametrize("place", PLACES)
def test_no_message_has_the_name_of_a_type_of_python(place: str) -> None:
    """Wherever in a document, whatever stands there in place of what ought to."""
    for value in ("text", "1", "1.5", "true", "2026-01-31", "[[a]]", "[1]", "{1: a}", "{a: [b]}", "{true: 1}"):
        said = ""
        try:
            document.read(loaded(place % value), validated)
        except InvalidInput as error:
            said = str(error)
        assert ANSIBLES in said or not INTERNAL.search(said), (value, said)


RENAMED = [group for group in GROUPS if "new_name" in group.own.spec]


def test_what_can_be_renamed() -> None:
    assert [group.name for group in RENAMED] == ["teams", "spaces", "apps", "pipelines"]
    assert [section.name for section in SECTIONS if "new_name" in section.spec] == [item.own.name for item in RENAMED]


@pytest.mark.parametrize("group", RENAMED, ids=lambda group: group.name)
@pytest.mark.parametrize(
    ("text", "later", "first"),
    [
        ("{one: {new_name: three}, three: {}}", "three", "one.new_name"),
        ("{three: {}, one: {new_name: three}}", "one.new_name", "three"),
        ("{three: {}, one: {new_name: THREE}}", "one.new_name", "three"),
        ("{one: {new_name: three}, two: {new_name: three}}", "two.new_name", "one.new_name"),
        ("{one: {new_name: three}, three: {state: absent}}", "three", "one.new_name"),
        ("{one: {new_name: two}, two: {new_name: three}}", "two", "one.new_name"),
    ],
)
def test_two_entries_do_not_end_as_one_thing(group: Any, text: str, later: str, first: str) -> None:
    told = complaint(f"{group.name}: {text}")
    advice = " A run without new_name has to remove it first." if "absent" in text else ""
    assert told == f"{group.name}.{later} is about the same thing as {group.name}.{first}: leave one out.{advice}"


@pytest.mark.parametrize(
    "text",
    [
        "apps: {one: {new_name: three}, two: {new_name: four}}",
        "apps: {one: {new_name: one}}",
        "{apps: {one: {new_name: two}}, pipelines: {two: {}}}",
        "apps: {one: {domains: [a.b]}, two: {domains: [{hostname: a.b, state: absent}]}}",
        "apps: {one: {domains: [{hostname: a.b, state: absent}]}, two: {domains: [{hostname: a.b, state: absent}]}}",
        "apps: {one: {addons: [{name: db, state: absent}]}, two: {addons: [{plan: pg, name: db}]}}",
        "apps: {one: {addons: [redis]}, two: {addons: [redis]}}",
    ],
)
def test_what_different_entries_can_say(text: str) -> None:
    assert read(text)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: f"{section.scope or 'account'}-{section.name}")
@pytest.mark.parametrize("value", ["text", 1, True, [], [1], [[]], {}, {"x": []}, {1: 2}, None, [None]])
def test_no_value_of_a_section_makes_another_error_than_one_that_names_the_place(section: Section, value: Any) -> None:
    group = next((group for group in GROUPS if section in group.all), None)
    whole: Any = {section.name: value}
    if group is not None:
        whole = {group.name: {"some-name": value if section is group.own else whole}}
    refusals = []
    try:
        document.read(whole, validated)
    except InvalidInput as error:
        refusals.append(str(error))
    assert [text for text in refusals if not text.startswith(group.name if group else section.name)] == []


@given(VALUES)
def test_any_document_is_read_or_refused(value: Any) -> None:
    before = copy.deepcopy(value)
    for whole in (value, {"apps": value}, {"apps": {"shop": value}}, {"defaults": value, "apps": {"shop": {}}}):
        with contextlib.suppress(InvalidInput):
            document.read(whole, validated)
    assert value == before


@given(VALUES, VALUES)
def test_what_is_said_counts_more_than_a_default(value: Any, default: Any) -> None:
    found = document.merged(value, default)
    if isinstance(value, dict) and isinstance(default, dict):
        assert set(found) == {*value, *default}
        assert all(found[key] == default[key] for key in set(default) - set(value))
    else:
        assert found == value


# Secrets


def test_secrets_are_those_that_the_modules_declare() -> None:
    whole = yaml.safe_load("""
    defaults: {config: {SHARED: from-defaults}}
    apps:
      shop:
        config: {KEY: in-config}
        addons: [{plan: redis, config: {password: in-addon}}]
        drains: ["https://logs.example.com/in-drain"]
        webhooks: [{url: "https://a.b/c", secret: in-webhook}]
        certificates: [{certificate_chain: public, private_key: in-certificate}]
      broken: {confg: {KEY: in-a-slip}}
    pipelines: {line: {config: {test: {KEY: in-pipeline}}}}
    unknown: {deep: [in-unknown]}
    """)
    texts = {text for value in secrets_of(whole) for text in texts_in(value)}
    assert texts == {
        "from-defaults", "in-config", "in-addon", "https://logs.example.com/in-drain", "in-webhook", "in-certificate",
        "in-a-slip", "in-pipeline", "in-unknown",
    }  # fmt: skip
    assert {"shop", "redis", "broken", "line", "https://a.b/c"} <= set(names_of(whole))
    assert texts.isdisjoint(names_of(whole))


def test_protected_names() -> None:
    whole = yaml.safe_load("""
    defaults: {protected: true}
    apps: {a: {}, b: {protected: false}}
    spaces: {vault: {protected: true}, other: {}}
    """)
    found = document.protected_names(whole)
    assert found == ["vault", "a"]
    assert [name.place for name in found] == ["spaces.vault.protected", "defaults.protected"]


# Several documents, and parts of one


def test_documents_are_joined() -> None:
    one = {"apps": {"a": {}}, "keys": ["x"], "defaults": {"region": "eu"}}
    two = {"apps": {"b": {}}, "keys": ["y"], "pipelines": None}
    assert document.joined([("one.yml", one), ("two.yml", two), ("empty.yml", None)]) == {
        "apps": {"a": {}, "b": {}},
        "keys": ["x", "y"],
        "defaults": {"region": "eu"},
    }


def test_what_is_the_users_own_may_be_in_several_documents() -> None:
    """Such as the anchors of each of them."""
    one, two = ({"x-base": {"region": region}, "apps": {region: {"region": region}}} for region in ("us", "eu"))
    assert document.joined([("one.yml", one), ("two.yml", two)]) == {
        "apps": {"us": {"region": "us"}, "eu": {"region": "eu"}}
    }


@pytest.mark.parametrize("key", [True, 1, 1.5, None, dt.date(2026, 1, 1)], ids=str)
def test_a_key_that_is_no_text_is_refused_wherever_it_is(key: Any) -> None:
    """What a document becomes as JSON has texts only: an app that is called C(on) would become one called C(true)."""
    places = [(group.name, {group.name: {key: {}}}) for group in GROUPS]
    places += [
        (f"{group.name}.shop.{section.name}", {group.name: {"shop": {section.name: {key: None}}}})
        for group in GROUPS
        for section in group.sections
    ]
    places += [(section.name, {section.name: {key: "x"}}) for section in ACCOUNT]
    places += [("", {key: {}}), ("defaults.config", {"defaults": {"config": {key: "x"}}})]
    places += [("keys[1]", {"keys": ["x", {key: "x"}]})]
    for place, whole in places:
        with pytest.raises(InvalidInput) as refused:
            document.check_keys(whole)
        path = f"{place}.{key}" if place else str(key)
        assert str(refused.value).startswith(f"{path} has a name that YAML reads as a ")
    document.check_keys({"x-mine": {key: {}}, "apps": {"shop": {"config": {"A": "b"}}}, "keys": ["x"]})


def test_a_mapping_of_nothing_says_nothing() -> None:
    whole = {"pipelines": {"line": {"config": {"test": None}, "stages": {"staging": None}, "review_apps": None}}}
    assert [entry.path for entry in document.entries_of(whole)] == ["pipelines.line"]


def test_an_app_in_two_documents_is_refused_by_the_names_of_both() -> None:
    with pytest.raises(InvalidInput, match=r"apps\.a is in one\.yml and in two\.yml"):
        document.joined([("one.yml", {"apps": {"a": {}}}), ("two.yml", {"apps": {"a": {"region": "eu"}}})])


def test_limits_leave_out_what_is_not_about_the_apps() -> None:
    entries = document.entries_of(
        yaml.safe_load("""
        apps: {shop-a: {domains: [a.b]}, shop-b: {}, other: {}}
        pipelines: {line: {stages: {staging: [shop-a, other]}}}
        """)
    )
    assert [entry.path for entry in document.selected(entries, ["shop-*"])] == [
        "apps.shop-a", "apps.shop-a.domains[0]", "apps.shop-b", "pipelines.line.stages.staging[0]",
    ]  # fmt: skip


@given(st.lists(NAMES, unique=True), st.integers(1, 7))
def test_each_app_is_in_one_part_with_all_that_is_about_it(names: list[str], parts: int) -> None:
    stages = {"line": {"stages": {"staging": names}}}
    entries = document.entries_of(
        {
            "apps": {name: {"domains": [f"{name}.example.com"]} for name in names},
            "pipelines": stages,
            "teams": {"t": {}},
        }
    )
    found = [document.selected(entries, part=(part, parts)) for part in range(1, parts + 1)]
    assert sorted(item.path for part in found for item in part) == sorted(item.path for item in entries)
    assert "teams.t" in [item.path for item in found[0]]
    for name in names:
        assert sorted(sum(document.app_of(item) == name for item in part) for part in found) == [0] * (parts - 1) + [3]


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "a/b", "1/0", " 1/4"])
def test_what_is_no_slice(text: str) -> None:
    with pytest.raises(InvalidInput, match="is not valid: the four parts"):
        document.slice_of(text)


def test_apps_have_the_sections_that_the_documentation_promises() -> None:
    assert {section.name for section in APPS.sections} >= {
        "buildpacks", "config", "addons", "attachments", "drains", "telemetry_drains", "webhooks", "collaborators",
        "features", "certificates", "domains", "build", "slug", "release", "formation",
    }  # fmt: skip
