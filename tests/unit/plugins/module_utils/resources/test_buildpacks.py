# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buildpacks are compared by what their spellings mean, and shown without the secrets in their addresses."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.buildpacks import (
    Buildpacks,
    foreseen,
    is_buildpack,
    plain_buildpack,
    same_buildpacks,
)
from ansible_collections.community.heroku.plugins.module_utils.secrets import credentials_in, without_credentials

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
        (APT["url"], {"url": APT["url"], "name": None}),
        ("heroku-community/apt", {"url": None, "name": None}),
    ],
)
def test_what_heroku_will_show_is_foreseen_as_far_as_it_is_known(spelling: str, buildpack: dict[str, Any]):
    assert foreseen(spelling) == buildpack


def resource(buildpacks: list[str]) -> Buildpacks:
    """The resource with this list; it is never asked to send anything."""
    return Buildpacks(None, {"app": "example", "buildpacks": buildpacks})  # type: ignore[arg-type]


def test_what_stays_is_sent_as_it_stands():
    current = [{"ordinal": 0, "buildpack": APT}, {"ordinal": 1, "buildpack": GIT}]
    plan = resource(["heroku/go", "heroku-community/apt"]).plan(current)
    assert [step.fields for step in plan.steps] == [
        {"updates": [{"buildpack": "heroku/go"}, {"buildpack": APT["url"]}]}
    ]
    assert plan.predicted[1] == {"ordinal": 1, "buildpack": APT}


def test_a_new_secret_shows_in_the_diff_though_not_its_value():
    current = [{"ordinal": 0, "buildpack": {"url": "https://old@example.com/b", "name": "https://old@example.com/b"}}]
    plan = resource(["https://new@example.com/b"]).plan(current)
    assert plan.before == {"buildpacks": ["https://********@example.com/b"]}
    assert plan.after == {"buildpacks": ["https://********@example.com/b (hidden, new value)"]}


@pytest.mark.parametrize("spelling", ["ruby", "", "heroku/", "/ruby", "a/b/c", "a b/c", "https://", "urn:buildpack:"])
def test_what_is_no_buildpack_is_refused(spelling: str):
    with pytest.raises(InvalidInput, match="is no buildpack"):
        resource([spelling]).check()
