# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resource import Talk, converge
from ansible_collections.community.heroku.plugins.module_utils.resources.domain import (
    HOSTNAME,
    Domain,
    certified,
    normalise,
    ready,
    same_hostname,
)
from hypothesis import given
from hypothesis import strategies as st

ID = "01234567-89ab-cdef-0123-456789abcdef"


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
    options = {"app": "example", "hostname": ID, "state": "present", "wait": True}
    with pytest.raises(InvalidInput, match="has no domain with the id"):
        Domain(None, options).plan(None)
    assert not Domain(None, {**options, "state": "absent"}).plan(None).changes


@pytest.mark.parametrize(
    ("options", "after", "predicted", "steps"),
    [
        ({}, {"hostname": "www.example.com", "sni_endpoint": "tokyo-1"}, {"id": ID, "name": "tokyo-1"}, []),
        ({"sni_endpoint": ID}, {"hostname": "www.example.com", "sni_endpoint": "tokyo-1"}, None, []),
        (
            {"sni_endpoint": "paris-2"},
            {"hostname": "www.example.com", "sni_endpoint": "paris-2"},
            {"id": None, "name": "paris-2"},
            [("update", {"sni_endpoint": "paris-2"})],
        ),
        (
            {"sni_endpoint": ""},
            {"hostname": "www.example.com", "sni_endpoint": None},
            None,
            [("update", {"sni_endpoint": ""})],
        ),
    ],
)
def test_certificates(options: dict, after: dict, predicted: dict | None, steps: list) -> None:
    there = {**Domain.blank, "hostname": "www.example.com", "sni_endpoint": {"id": ID, "name": "tokyo-1"}}
    there.update(status="none", cname="a.herokudns.com")
    plan = Domain(None, {"app": "example", "hostname": "WWW.example.com", "wait": True, **options}).plan(there)
    assert plan.after == after
    assert [(step.action, step.fields) for step in plan.steps] == steps
    if predicted or steps:
        assert plan.predicted["sni_endpoint"] == predicted


def test_waiting_is_foreseen() -> None:
    there = {**Domain.blank, "hostname": "www.example.com", "status": "pending", "updated_at": "2026-11-21T10:00:00Z"}
    options = {"app": "example", "hostname": "www.example.com"}
    plan = Domain(None, {**options, "wait": True}).plan(there)
    assert not plan.changes
    assert plan.predicted["status"] is None
    assert plan.predicted["updated_at"] is None
    assert Domain(None, {**options, "wait": False}).plan(there).predicted == there


def test_each_state_of_a_certificate_is_said(connect: Any, simulator: Any, pauses: Any) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    client = connect(simulator)
    client.post("/apps", {"name": "example"})
    client.post("/apps/example/acm")
    pauses.meanwhile.append(lambda seconds: simulator.backdoor("POST", "clock", {"advance": 10 * seconds}))
    said: list[str] = []
    talk = Talk()
    talk.say = said.append
    options = {"app": "example", "hostname": "www.example.com", "state": "present", "wait": True, "wait_timeout": 900}
    outcome = converge(Domain(client, {**options, "wait_for_acm": True}, talk), check_mode=False)
    assert outcome.record["acm_status"] == "cert issued"
    assert said == [
        "Waiting for the DNS target of www.example.com: pending",
        "Waiting for the certificate of www.example.com: pending",
        "Waiting for the certificate of www.example.com: verified",
    ]


@pytest.mark.parametrize(
    ("status", "over"),
    [(None, True), ("pending", False), ("failing", False), ("failed", True), ("cert issued", True), ("ok", True)],
)
def test_when_a_certificate_is_no_longer_waited_for(status: str | None, over: bool) -> None:
    assert certified({"acm_status": status}) is over


def test_a_certificate_that_will_not_come() -> None:
    there = {**Domain.blank, "hostname": "www.example.com", "acm_status": "failed", "acm_status_reason": "CAA"}
    with pytest.raises(Failure, match=r"failed \(CAA\)"):
        Domain(None, {"app": "example", "hostname": "www.example.com"}).until_certified(there)
