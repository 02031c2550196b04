# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON schema of documents of many apps is what the modules make it, and agrees with them."""

from __future__ import annotations

import json
from typing import Any

import fleet_schema
import jsonschema
import modules
import pytest
import yaml

SCHEMA = json.loads(fleet_schema.FILE.read_text(encoding="utf-8"))
JUDGE = jsonschema.Draft202012Validator(SCHEMA)
EXAMPLES: list[Any] = [
    task["community.heroku.heroku_fleet"]["document"]
    for task in modules.load("heroku_fleet", "EXAMPLES")
    if "document" in task.get("community.heroku.heroku_fleet", {})
]


def test_it_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert fleet_schema.main(["--check"]) == 0, capsys.readouterr().err


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_it_takes_the_examples() -> None:
    assert len(EXAMPLES) >= 2
    assert [error.message for example in EXAMPLES for error in JUDGE.iter_errors(example)] == []


@pytest.mark.parametrize(
    "text",
    [
        "{apps: {shop: {formation: {web: 2, worker: {quantity: 1, size: basic}}, x-mine: {a: 1}}}}",
        "{apps: {shop: {domains: [a.b, {hostname: c.d}], drains: ['https://a.b'], config: {A: 1}}}}",
        "{apps: {shop: {config_src: .env, config_purge: true, collaborators: [a@b.c, {user: d@e.f}]}}}",
        "{pipelines: {line: {stages: {staging: [shop, {app: b, move: true}]}, config: {test: {A: b}}}}}",
        "{teams: {acme: {members: [{email: a@b.c, role: admin}], invitations: {a@b.c: member}}}}",
        "{spaces: {vault: {access: {a@b.c: [create_apps]}, vpns: {v: {public_ip: 192.0.2.1}}}}}",
        "{defaults: {stack: heroku-24, build: null}, apps: '{{ all_apps }}', keys: [ssh-rsa A]}",
    ],
)
def test_what_it_takes(text: str) -> None:
    assert [error.message for error in JUDGE.iter_errors(yaml.safe_load(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "{app: {}}",
        "{apps: {shop: {domians: [a.b]}}}",
        "{apps: {shop: {domains: [{hostnmae: a.b}]}}}",
        "{apps: {shop: {maintenance: maybe}}}",
        "{apps: {shop: {formation: {web: {quantity: many}}}}}",
        "{pipelines: {line: {stages: {prod: [shop]}}}}",
        "{teams: {acme: {members: [{email: a@b.c, role: king}]}}}",
        "{defaults: {regoin: eu}}",
    ],
)
def test_what_it_refuses(text: str) -> None:
    assert list(JUDGE.iter_errors(yaml.safe_load(text)))
