# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buildpacks are compared by what their spellings mean, and shown without the secrets in their addresses."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Change
from ansible_collections.community.heroku.plugins.module_utils._engine.secrets import (
    credentials_in,
    without_credentials,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Shadow
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.buildpacks import (
    Buildpacks,
    foreseen,
    is_buildpack,
    plain_buildpack,
    same_buildpacks,
)
from planning import desired, plan, verbs

REGISTRY = "https://buildpack-registry.s3.amazonaws.com/buildpacks"
RUBY = {"url": "urn:buildpack:heroku/ruby", "name": "heroku/ruby"}
APT = {"url": f"{REGISTRY}/heroku-community/apt.tgz", "name": "heroku-community/apt"}
GIT = {"url": "https://github.com/a/b.git", "name": "https://github.com/a/b.git"}


@pytest.mark.parametrize(
    ("spelling", "plain"),
    [
        ("heroku/ruby", "heroku/ruby"),
        ("urn:buildpack:heroku/ruby", "heroku/ruby"),
        (f"{REGISTRY}/heroku/ruby.tgz", "heroku/ruby"),
        (f"{REGISTRY}/heroku-community/apt.tgz", "heroku-community/apt"),
        ("https://codon-buildpacks.s3.amazonaws.com/buildpacks/heroku/ruby.tgz", "heroku/ruby"),
        ("https://github.com/a/b.git#v1", "https://github.com/a/b.git#v1"),
        ("https://example.com/buildpacks/heroku/ruby.tgz", "https://example.com/buildpacks/heroku/ruby.tgz"),
    ],
)
def test_spellings_of_one_buildpack(spelling: str, plain: str):
    assert plain_buildpack(spelling) == plain


@pytest.mark.parametrize(
    ("spelling", "buildpack", "same"),
    [
        ("heroku/ruby", RUBY, True),
        ("heroku/ruby", {"url": "urn:buildpack:heroku/ruby"}, True),
        ("heroku/ruby", {"name": "heroku/ruby", "url": None}, True),
        ("heroku-community/apt", APT, True),
        ("https://github.com/a/b.git", GIT, True),
        ("heroku/go", RUBY, False),
        ("Heroku/Ruby", RUBY, False),
        ("https://github.com/a/b.git#v2", GIT, False),
        ("https://github.com/a/b", GIT, False),
    ],
)
def test_a_spelling_means_a_buildpack(spelling: str, buildpack: dict[str, Any], same: bool):
    assert is_buildpack(spelling, buildpack) is same


@pytest.mark.parametrize(
    ("wanted", "same"),
    [
        (["heroku/ruby", "heroku-community/apt"], True),
        (["heroku-community/apt", "heroku/ruby"], False),
        (["heroku/ruby"], False),
        (["heroku/ruby", "heroku-community/apt", "heroku/go"], False),
        ([], False),
    ],
)
def test_the_order_counts(wanted: list[str], same: bool):
    assert same_buildpacks(wanted, [RUBY, APT]) is same


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("heroku/ruby", "heroku/ruby"),
        ("urn:buildpack:heroku/ruby", "urn:buildpack:heroku/ruby"),
        ("git@github.com:a/b.git", "git@github.com:a/b.git"),
        ("ssh://git@github.com/a/b.git", "ssh://git@github.com/a/b.git"),
        ("https://github.com/a/b.git#v1", "https://github.com/a/b.git#v1"),
        ("https://s3cret@github.com/a/b.git#v1", "https://********@github.com/a/b.git#v1"),
        ("https://s3cret:@github.com/a/b.git", "https://********@github.com/a/b.git"),
        ("https://me:s3cret@github.com/a/b.git", "https://********@github.com/a/b.git"),
        ("ssh://me:s3cret@github.com/a/b.git", "ssh://********@github.com/a/b.git"),
        ("https://example.com/b.tgz?key=s3cret#v1", "https://example.com/b.tgz?********#v1"),
        ("https://me@example.com/b.tgz?key=s3cret", "https://********@example.com/b.tgz?********"),
        ("https://s3cret@[broken/b.git", "********"),
    ],
)
def test_addresses_are_shown_without_credentials(address: str, shown: str):
    assert without_credentials(address) == shown


@pytest.mark.parametrize("address", ["heroku/ruby", "git@github.com:a/b.git", "https://github.com/a/b.git", ""])
def test_nothing_is_a_secret_in_a_public_address(address: str):
    assert credentials_in(address) == []


@pytest.mark.parametrize(
    ("spelling", "buildpack"),
    [
        ("heroku/ruby", RUBY),
        ("urn:buildpack:heroku/ruby", RUBY),
        ("https://github.com/a/b.git", GIT),
        (APT["url"], {"url": APT["url"], "name": UNKNOWN}),
        ("heroku-community/apt", {"url": APT["url"], "name": UNKNOWN}),
    ],
)
def test_what_heroku_will_show_is_foreseen_as_far_as_it_is_known(spelling: str, buildpack: dict[str, Any]):
    assert foreseen(spelling) == buildpack


INSTALLED = Buildpacks.kind.of("example")


def installed(*buildpacks: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"ordinal": ordinal, "buildpack": buildpack} for ordinal, buildpack in enumerate(buildpacks)]


def test_what_stays_is_sent_as_it_stands():
    wanted = ["heroku/go", "heroku-community/apt"]
    made = plan(Buildpacks, {INSTALLED: installed(APT, GIT)}, app="example", buildpacks=wanted)
    assert verbs(made) == [("update", {"updates": [{"buildpack": "heroku/go"}, {"buildpack": APT["url"]}]})]
    assert made.actions[0].request.method == "PUT"
    assert made.actions[0].request.path == "/apps/{}/buildpack-installations"
    assert made.record[1] == {"ordinal": 1, "buildpack": APT}
    assert made.before == {"buildpacks": ["heroku-community/apt", "https://github.com/a/b.git"]}
    assert made.after == {"buildpacks": ["heroku/go", "heroku-community/apt"]}


def test_nothing_is_sent_for_the_same_in_another_spelling():
    wanted = [APT["url"], "https://github.com/a/b.git"]
    made = plan(Buildpacks, {INSTALLED: installed(APT, GIT)}, app="example", buildpacks=wanted)
    assert not made.actions
    assert made.before == made.after
    assert not made.unknown


def test_a_new_secret_shows_in_the_diff_though_not_its_value():
    old = {"url": "https://old@example.com/b", "name": "https://old@example.com/b"}
    made = plan(Buildpacks, {INSTALLED: installed(old)}, app="example", buildpacks=["https://new@example.com/b"])
    assert made.before == {"buildpacks": ["https://********@example.com/b"]}
    assert made.after == {"buildpacks": ["https://********@example.com/b (hidden, new value)"]}


def test_addresses_are_secrets_where_they_hold_one():
    secret = {"url": "https://me:s3cret@example.com/b", "name": "https://me:s3cret@example.com/b"}
    hidden = set(Buildpacks.kind.secrets(installed(APT, secret)))
    assert {"s3cret", secret["url"]} <= hidden
    assert not any("heroku" in text for text in hidden)
    want = desired(Buildpacks, app="example", buildpacks=["heroku/go", secret["url"]])
    assert "s3cret" in Buildpacks.secrets(want)
    assert list(Buildpacks.hidden_options(want)) == ["buildpacks"]
    assert not list(Buildpacks.hidden_options(desired(Buildpacks, app="example", buildpacks=["heroku/go"])))
    assert Buildpacks.result(want, installed(secret))["buildpacks"][0]["buildpack"] == {
        "url": "https://********@example.com/b",
        "name": "https://********@example.com/b",
    }


def test_a_shadow_keeps_them_in_order(tmp_path: Any):
    first = plan(Buildpacks, {INSTALLED: installed(APT)}, app="example", buildpacks=["heroku/go", APT["url"]])
    shadow = Shadow(str(tmp_path), "account")
    shadow.record(first.changes, set(Buildpacks.kind.secrets(first.record)))
    view = shadow.over(View({INSTALLED: installed(APT)}))
    again = Buildpacks.plan(desired(Buildpacks, app="example", buildpacks=["heroku/go", APT["name"]]), view)
    assert not again.actions
    assert again.record == first.record


def test_before_the_app_exists(tmp_path: Any):
    shadow = Shadow(str(tmp_path), "account")
    shadow.record([Change("app", (), None, {"id": UNKNOWN, "name": "example"})], set())
    view = shadow.over(View({}))
    made = Buildpacks.plan(desired(Buildpacks, app="example", buildpacks=["heroku/go"]), view)
    assert made.record == [{"ordinal": 0, "buildpack": {"url": "urn:buildpack:heroku/go", "name": "heroku/go"}}]


def test_a_shadow_knows_an_address_with_a_secret_again(tmp_path: Any):
    address = "https://me:s3cret@example.com/b"
    first = plan(Buildpacks, {INSTALLED: []}, app="example", buildpacks=[address])
    shadow = Shadow(str(tmp_path), "account")
    shadow.record(first.changes, set(Buildpacks.kind.secrets(first.record)))
    assert "s3cret" not in "".join(file.read_text() for file in tmp_path.iterdir())
    again = Buildpacks.plan(
        desired(Buildpacks, app="example", buildpacks=[address]), shadow.over(View({INSTALLED: []}))
    )
    assert not again.actions


@pytest.mark.parametrize("spelling", ["ruby", "", "heroku/", "/ruby", "a/b/c", "a b/c", "https://", "urn:buildpack:"])
def test_what_is_no_buildpack_is_refused(spelling: str):
    with pytest.raises(InvalidInput, match="is not a buildpack"):
        Buildpacks.check(desired(Buildpacks, app="example", buildpacks=[spelling]))
