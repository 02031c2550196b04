# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Status, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.common import ACCOUNT
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import (
    ENDPOINTS,
    HOSTNAME,
    Domain,
    normalise,
    ready,
    same_hostname,
)
from hypothesis import given
from hypothesis import strategies as st
from planning import desired, plan, verbs

ID = "01234567-89ab-cdef-0123-456789abcdef"
THERE = {
    "acm_status": None,
    "acm_status_reason": None,
    "app": {"id": "1", "name": "example"},
    "cname": "a.herokudns.com",
    "created_at": "2026-11-21T10:00:00Z",
    "hostname": "www.example.com",
    "id": ID,
    "kind": "custom",
    "sni_endpoint": {"id": ID, "name": "tokyo-1"},
    "status": "succeeded",
    "updated_at": "2026-11-21T10:00:00Z",
}
WWW = Domain.kind.named("www.example.com", "example")
OPTIONS = {"app": "example", "hostname": "WWW.example.com"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("www.example.com", "www.example.com"),
        (" WWW.Example.COM. ", "www.example.com"),
        ("*.Example.com", "*.example.com"),
        # The examples of RFC 5891 and of the Unicode standard's annex 46, which is where sharp s stays itself.
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("*.bücher.example", "*.xn--bcher-kva.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("a..b", "a..b"),
        ("ü" * 64 + ".example", "ü" * 64 + ".example"),
    ],
)
def test_spellings(written: str, meant: str) -> None:
    assert normalise(written) == meant
    assert same_hostname(written, meant)
    assert same_hostname(meant, written.swapcase() if written.isascii() else written)


@given(st.text())
def test_spelling_is_stable(text: str) -> None:
    assert normalise(normalise(text).removesuffix(".")) == normalise(text).removesuffix(".").strip()


@pytest.mark.parametrize(
    ("hostname", "valid"),
    [
        ("www.example.com", True),
        ("example.com", True),
        ("*.example.com", True),
        ("_dmarc.example.com", True),
        ("a-b.example.com", True),
        ("a" * 63 + ".example", True),
        ("a" * 64 + ".example", False),
        ("localhost", False),
        ("*.com.", False),
        ("www.*.example.com", False),
        ("*example.com", False),
        ("-a.example.com", False),
        ("a-.example.com", False),
        ("www..example.com", False),
        ("www.example.com:443", False),
        ("https://www.example.com", False),
        ("www.example.com/", False),
        ("www.example.com\n", False),
        ("", False),
        ("bücher.example", False),
    ],
)
def test_what_a_hostname_is(hostname: str, valid: bool) -> None:
    assert bool(HOSTNAME.fullmatch(hostname)) is valid


@pytest.mark.parametrize("dots", ["", "."])
def test_a_hostname_can_be_only_so_long(dots: str) -> None:
    longest = ".".join(["a" * 49] * 5) + ".de"  # 252 characters
    Domain.check(desired(Domain, app="example", hostname=f"b{longest}{dots}"))
    with pytest.raises(InvalidInput, match="hostname has 254 characters, and DNS has 253 at most"):
        Domain.check(desired(Domain, app="example", hostname=f"bc{longest}{dots}"))


@pytest.mark.parametrize(
    ("status", "cname", "is_ready"),
    [
        ("none", None, False),
        ("none", "a.herokudns.com", True),
        ("pending", None, False),
        ("pending", "a.herokudns.com", False),
        ("succeeded", None, False),
        ("succeeded", "a.herokudns.com", True),
        ("failed", None, True),
    ],
)
def test_when_there_is_nothing_to_wait_for(status: str, cname: str | None, is_ready: bool) -> None:
    assert ready({"status": status, "cname": cname}) is is_ready


def test_an_id_makes_no_domain() -> None:
    facts = {Domain.kind.named(ID, "example"): None}
    with pytest.raises(InvalidInput, match="example has no domain with the id"):
        plan(Domain, facts, app="example", hostname=ID)
    assert not plan(Domain, facts, app="example", hostname=ID, state="absent").actions


def test_herokus_own_domain_is_left_alone() -> None:
    with pytest.raises(InvalidInput, match="is the domain that Heroku gave the app"):
        plan(Domain, {WWW: {**THERE, "kind": "heroku"}}, **OPTIONS, state="absent")


@pytest.mark.parametrize(
    ("options", "predicted", "actions"),
    [
        ({}, {"id": ID, "name": "tokyo-1"}, []),
        ({"sni_endpoint": ID}, {"id": ID, "name": "tokyo-1"}, []),
        ({"sni_endpoint": "paris-2"}, {"id": "2", "name": "paris-2"}, [("update", {"sni_endpoint": "paris-2"})]),
        ({"sni_endpoint": ""}, None, [("update", {"sni_endpoint": None})]),
    ],
)
def test_certificates(options: dict, predicted: dict | None, actions: list) -> None:
    paris = ENDPOINTS.named("paris-2", "example")
    made = plan(Domain, {WWW: THERE, paris: {"id": "2", "name": "paris-2", "more": 1}}, **OPTIONS, **options)
    assert verbs(made) == actions
    assert made.record["sni_endpoint"] == predicted
    assert made.after == {"hostname": "www.example.com", "sni_endpoint": predicted and predicted["name"]}
    assert made.record["updated_at"] == (UNKNOWN if actions else THERE["updated_at"])


def test_a_certificate_has_to_exist() -> None:
    facts = {
        WWW: THERE,
        ENDPOINTS.named("rome-3", "example"): None,
        ENDPOINTS.of("example"): [{"name": "tokyo-1"}, {"name": "paris-2"}],
    }
    with pytest.raises(InvalidInput, match="no SNI endpoint rome-3; it has paris-2, tokyo-1"):
        plan(Domain, facts, **OPTIONS, sni_endpoint="rome-3")


def test_a_new_domain_is_sent_with_the_key_that_heroku_insists_on() -> None:
    made = plan(Domain, {WWW: None, ACCOUNT.of(): {"verified": True}}, **OPTIONS)
    assert verbs(made) == [("create", {"hostname": "www.example.com", "sni_endpoint": None})]
    assert made.after == {"hostname": "www.example.com"}
    assert made.record["cname"] is UNKNOWN
    assert made.record["kind"] == "custom"


def test_waiting_is_foreseen() -> None:
    pending = {**THERE, "status": "pending"}
    made = plan(Domain, {WWW: pending}, **OPTIONS)
    assert not made.actions
    assert made.record["status"] is UNKNOWN
    assert made.record["updated_at"] is UNKNOWN
    assert plan(Domain, {WWW: pending}, **OPTIONS, wait=False).record == pending


@pytest.mark.parametrize(
    ("acm_status", "status"),
    [
        (None, Status.FAILED),
        ("pending", Status.PENDING),
        ("failing", Status.PENDING),
        ("failed", Status.FAILED),
        ("cert issued", Status.READY),
        ("ok", Status.READY),
    ],
)
def test_when_a_certificate_is_no_longer_waited_for(acm_status: str | None, status: Status) -> None:
    record = {**THERE, "acm_status": acm_status, "acm_status_reason": "CAA"}
    verdict = Domain.judge(desired(Domain, **OPTIONS), Wait("certificate", "it"), record)
    assert verdict.status is status
    assert acm_status != "failed" or "failed (CAA)" in verdict.text


def test_a_domain_that_heroku_could_not_set_up() -> None:
    verdict = Domain.judge(desired(Domain, **OPTIONS), Wait("dns", "it"), {**THERE, "status": "failed"})
    assert verdict.status is Status.FAILED
    assert "Heroku could not set up www.example.com" in verdict.text
