# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets are found wherever they stand, as many as there are, and names are left alone."""

from __future__ import annotations

import json
import random
import string
import threading
import time

import pytest
from ansible_collections.community.heroku.plugins.module_utils._engine.secrets import (
    FEW,
    Secrets,
    credentials_in,
    distinctive,
    secrets_within,
    tokens_in,
    without_credentials_inside,
)
from hypothesis import given
from hypothesis import strategies as st

URL = "postgres://ada:s%2Fesame-7@db.example.com:5432/shop?sslmode=require&api_key=k3y-value"


def known(*values: str) -> Secrets:
    """A registry that knows these."""
    secrets = Secrets()
    secrets.hide(values)
    return secrets


def many() -> list[str]:
    """So many others that the registry is searched by its index."""
    return [f"{number}-another-secret" for number in range(1000, 1000 + FEW + 1)]


@pytest.mark.parametrize("others", [[], many()], ids=["few", "many"])
class TestCensoring:
    @pytest.mark.parametrize(
        ("text", "censored"),
        [
            ("a secret-one-and-more, a secret-one-two", "a ********, a ********"),
            ("the secret-one-two.", "the ********."),
            ("xsecret-one-twoy", "x********y"),
            ("secret-one-twosecret-one-two", "********"),
            ("secret-one-tw", "secret-one-tw"),
            ("", ""),
        ],
    )
    def test_what_is_long_is_found_everywhere(self, others, text, censored):
        assert known("secret-one-two", "secret-one-and-more", *others).censor(text) == censored

    @pytest.mark.parametrize(
        ("text", "censored"),
        [
            ("production_mode reproductions", "production_mode reproductions"),
            ("postgres://user:production@host", "postgres://user:********@host"),
            ("production", "********"),
        ],
    )
    def test_what_is_short_is_found_where_it_stands_alone(self, others, text, censored):
        assert known("production", *others).censor(text) == censored

    def test_overlapping_secrets_are_masked_to_the_last_character(self, others):
        assert (
            known("begin-in-the-middle", "middle-and-the-end", *others).censor("x begin-in-the-middle-and-the-end y")
            == "x ******** y"
        )

    @pytest.mark.parametrize("part", ["s%2Fesame-7", "s/esame-7", "k3y-value"])
    def test_credentials_inside_an_address_are_secrets_when_they_stand_alone(self, others, part):
        secrets = known(URL, *others)
        assert secrets.censor(f'password "{part}" refused') == 'password "********" refused'
        assert secrets.censor(URL) == "********"
        assert secrets.censor("host db.example.com for ada") == "host db.example.com for ada"

    def test_a_name_is_shown_though_a_secret_has_the_same_text(self, others):
        secrets = known("example-app-one", "one-secret-of-many", *others)
        secrets.show(["example-app-one", "a", "https://user:word@example.com"])
        assert (
            secrets.censor("PATCH /apps/example-app-one: one-secret-of-many") == "PATCH /apps/example-app-one: ********"
        )
        assert secrets.censor("xexample-app-one") == "x********"

    def test_what_lets_one_in_is_masked_even_inside_of_a_name(self, others):
        secrets = known(*others)
        secrets.hide(["token-of-somebody"], always=True)
        secrets.show(["token-of-somebody"])
        assert secrets.censor("/apps/token-of-somebody") == "/apps/********"

    def test_every_way_to_write_it(self, others):
        value = 'tab\t"quotes" and \\ and é, /slash'
        secrets = known(value, *others)
        for text in (value, json.dumps(value), json.dumps(value, ensure_ascii=False), repr(value)):
            assert "quotes" not in secrets.censor(f"<{text}>")


@given(
    st.lists(st.text("ab-", min_size=4, max_size=14), min_size=1, max_size=FEW),
    st.text("ab- ", max_size=60),
)
def test_few_and_many_are_searched_alike(values, text):
    few, index = known(*values), known(*values)
    index.hide(f"{number:09}-not-in-the-text" for number in range(FEW + 1))
    assert few.censor(text) == index.censor(text)


def test_thousands_of_secrets_cost_little():
    """2,000 random secrets in 3.7 KB: a compiled alternation takes some 25 ms a text, beside 90 ms to compile it."""
    chance = random.Random(1)
    values = ["".join(chance.choices(string.ascii_letters + string.digits, k=40)) for _number in range(2000)]
    text = " ".join("".join(chance.choices(string.ascii_lowercase, k=7)) for _number in range(460)) + values[1234]
    secrets = known(*values)
    took = []
    for _round in range(5):
        begun = time.process_time()
        assert secrets.censor(text).endswith(" ********") or values[1234] not in secrets.censor(text)
        took.append(time.process_time() - begun)
    assert min(took) < 0.012


def test_many_threads_at_once():
    secrets, wrong = Secrets(), []

    def work(number: int) -> None:
        for index in range(200):
            value = f"secret-{number}-{index}-of-a-thread"
            secrets.hide([value])
            if value in secrets.censor(f"a {value}, another"):
                wrong.append(value)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(
    ("value", "is_distinctive"),
    [
        ("1", False),
        ("production", False),
        ("www.shop.example.com", False),
        ("https://shop-prod.herokuapp.com/", False),
        ("https://ada:sesame@shop.example.com/", True),
        ("https://hooks.example.com/services/T0/B0/xyz", True),
        ("3f1d0c7b92aa4c55", True),
        ("-----BEGIN KEY-----\nMIIabc", True),
    ],
)
def test_what_can_be_masked_in_all_output(value, is_distinctive):
    assert distinctive(value) is is_distinctive


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to https://ada:word@example.com/x, then", "to https://********@example.com/x, then"),
        ("git://git@example.com/x", "git://git@example.com/x"),
        ("https://example.com/?token=x y", "https://example.com/?******** y"),
        ("ada@example.com", "ada@example.com"),
    ],
)
def test_addresses_inside_a_text(text, shown):
    assert without_credentials_inside(text) == shown


@pytest.mark.parametrize(
    ("address", "credentials"),
    [
        ("https://ada:word@example.com/x?key=1", ["ada:word", "key=1"]),
        ("https://token@example.com/x", ["token"]),
        ("postgres://ada:word@example.com/x", ["ada:word"]),
        ("ssh://git@example.com/x", []),
        ("https://example.com/x", []),
        ("https://[", ["https://["]),
        ("ada:word@example.com?no=address", []),
    ],
)
def test_what_of_an_address_is_a_credential(address, credentials):
    assert credentials_in(address) == credentials


def test_an_address_that_cannot_be_read_hides_no_other():
    assert "sesame" in secrets_within("https://[ and postgres://ada:sesame@example.com")
    assert "sesame" in secrets_within("postgres://ada:sesame@example.com and https://[")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("deploy --token HRKU-0123456789", ["HRKU-0123456789"]),
        ("TOKEN=0123456789ab; print it", ["0123456789ab"]),
        ("antidisestablishmentarianism 0123456789a v2", []),
    ],
)
def test_words_that_may_be_tokens_are_long_and_have_digits(text, tokens):
    assert tokens_in(text) == tokens
