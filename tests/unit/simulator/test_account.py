# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts: what they are called, how they sign in, what they pay (behaviour.md 3.22)."""

from __future__ import annotations

import base64

import pytest

WITH_PASSWORD = "simulator-token-careful"
PASSWORD = "correct horse"
CODE = {"Heroku_Two_Factor_Code": "123456"}


@pytest.fixture
def careful(api):
    """An account with a password, and a second factor for writes."""
    return api.as_(WITH_PASSWORD)


def test_settings(api, other):
    changed = api.patch("/account", {"name": "Olga", "beta": True, "allow_tracking": False})
    assert (changed["name"], changed["beta"], changed["allow_tracking"]) == ("Olga", True, False)
    assert api.patch("/users/~", {"name": None})["name"] is None
    assert api.get("/users/owner@example.com") == api.get("/account")
    other.patch("/users/owner@example.com", {"name": "mine"}, status=403)
    other.get("/users/nobody@example.com", status=404)
    api.patch("/account", {"verified": True}, status=422)
    api.as_("simulator-token-owner-read").patch("/account", {"name": "x"}, status=403)


def test_what_only_the_sdk_variant_shows(api):
    assert api.get("/account", variant="sdk")["pipeline_cost_consent_at"] is None
    api.patch("/account", {"pipeline_cost_consent": True, "eco_dynos_enabled": True})
    account = api.get("/account", variant="sdk")
    assert account["pipeline_cost_consent_at"]
    assert account["eco_dynos_enabled"]


def test_the_password_is_needed_to_change_it_or_the_address(api, careful):
    body = {"email": "Carla@example.com", "password": PASSWORD, "new_password": "battery staple"}
    for wrong in (
        {"password": "wrong"},
        {"new_password": "short"},
        {"email": "nowhere"},
        {"email": "OWNER@example.com"},
    ):
        assert careful.patch("/account", {**body, **wrong}, status=422, **CODE)["id"] == "invalid_params"
    careful.patch("/account", {"email": "carla@example.com"}, status=422, **CODE)
    api.patch("/account", {"email": "olga@example.com", "password": PASSWORD}, status=422)
    assert careful.patch("/account", body, **CODE)["email"] == "carla@example.com"
    careful.patch("/account", {"new_password": PASSWORD, "password": PASSWORD}, status=422, **CODE)
    careful.patch("/account", {"new_password": PASSWORD, "password": "battery staple"}, **CODE)


def test_today_s_schema_has_no_password_any_more(api, careful):
    api.switch(account_credentials="refused")
    refused = careful.patch("/account", {"email": "c@example.com", "password": PASSWORD}, status=422, **CODE)
    assert refused["message"] == "Unknown params: email, password."


@pytest.mark.parametrize("path", ["/account", "/users/~"])
def test_deleting_an_account_takes_its_password(api, careful, path):
    api.delete("/account", status=422)
    careful.delete(path, status=422, Heroku_Password="wrong", **CODE)
    careful.post("/apps", {"name": "careful"}, **CODE)
    careful.delete(path, status=422, Heroku_Password=PASSWORD, **CODE)
    careful.delete("/apps/careful", **CODE)
    encoded = base64.b64encode(PASSWORD.encode()).decode()
    assert careful.delete(path, Heroku_Password_Base64=encoded, **CODE)["email"] == "careful@example.com"
    careful.get("/account", status=401)


def test_a_forgotten_password(api, running):
    started = api.post("/password-resets", {"email": "Other@example.com"}, Authorization=None)
    assert started["user"]["email"] == "other@example.com"
    api.post("/password-resets", {"email": "nobody@example.com"}, status=404, Authorization=None)
    token = running.backdoor("GET", "state?secrets=1")["tables"]["password_resets"][0]["id"]
    path = f"/password-resets/{token}/actions/finalize"
    for wrong in (("battery staple", "staple battery"), ("short", "short")):
        body = {"password": wrong[0], "password_confirmation": wrong[1]}
        api.post(path, body, status=422, Authorization=None)
    body = {"password": "battery staple", "password_confirmation": "battery staple"}
    api.post(path, body, Authorization=None)
    api.post(path, body, status=404, Authorization=None)
    assert all(token not in entry["path"] for entry in running.backdoor("GET", "requests"))
    basic = base64.b64encode(b"other@example.com:battery staple").decode()
    assert api.get("/account", Authorization=f"Basic {basic}")["email"] == "other@example.com"


def test_delinquency(api):
    assert set(api.get("/account/delinquency").values()) == {None}
    assert set(api.get("/teams/acme/delinquency").values()) == {None}
    assert api.as_("simulator-token-delinquent").get("/account/delinquency") == {
        "scheduled_suspension_time": "2026-01-31T00:00:00Z",
        "scheduled_deletion_time": "2026-03-02T00:00:00Z",
    }


def test_credits(api, other):
    (credit,) = api.get("/account/credits")
    assert (credit["title"], credit["amount"], credit["balance"]) == ("gift card", 10000, 5000)
    assert api.get(f"/account/credits/{credit['id']}") == credit
    other.get(f"/account/credits/{credit['id']}", status=404)
    made = other.post("/account/credits", {"code1": "012abc", "code2": "345def"})
    assert made["balance"] == made["amount"]
    assert other.get("/account/credits") == [made]
    api.post("/account/credits", {"code1": "012abc", "code2": "345def"}, status=422)
    api.post("/account/credits", {"code1": "012abc"}, status=422)


def test_invoices(api, other):
    first, second = api.get("/account/invoices")
    assert (first["charges_total"], first["total"], first["state"]) == (3000, 3000, 1)
    assert (second["charges_total"], second["total"], second["state"]) == (2500, 500, 0)
    assert api.get(f"/account/invoices/{first['number']}") == first
    assert "payment_status" not in first
    for path in (first["number"], first["id"], "x"):
        other.get(f"/account/invoices/{path}", status=404)


def test_invoices_of_teams(api):
    (invoice,) = api.get("/teams/acme/invoices")
    assert (invoice["charges_total"], invoice["payment_status"]) == (100000, "Paid")
    assert api.get(f"/teams/acme/invoices/{invoice['number']}") == invoice
    api.get(f"/account/invoices/{invoice['number']}", status=404)
    api.get("/teams/acme/invoices/1000001", status=404)
    api.as_("simulator-token-member").get("/teams/acme/invoices", status=403)


def test_the_address_on_invoices(api, other):
    assert api.get("/account/invoice-address")["use_invoice_address"] is False
    changed = api.send("PUT", "/account/invoice-address", {"city": "Seattle", "use_invoice_address": True}).json()
    assert (changed["city"], changed["use_invoice_address"], changed["country"]) == ("Seattle", True, "")
    api.send("PUT", "/account/invoice-address", {"country": "US"})
    assert api.get("/account/invoice-address")["city"] == "Seattle"
    assert other.get("/account/invoice-address")["city"] == ""


def test_preferences(api, other):
    assert set(api.get("/users/~/preferences").values()) == {None}
    changed = api.patch("/users/~/preferences", {"timezone": "UTC", "dismissed-sms-banner": True})
    assert (changed["timezone"], changed["dismissed-sms-banner"]) == ("UTC", True)
    assert api.patch("/users/~/preferences", {"timezone": None})["dismissed-sms-banner"] is True
    assert other.get("/users/~/preferences")["dismissed-sms-banner"] is None
    api.patch("/users/~/preferences", {"colour": "red"}, status=422)


def test_the_number_for_text_messages(api):
    assert api.get("/users/~/sms-number") == {"sms_number": None}
    for action in ("recover", "confirm"):
        assert api.post(f"/users/~/sms-number/actions/{action}", status=200) == {"sms_number": None}


def test_payment_methods(api):
    unverified = api.as_("simulator-token-unverified")
    unverified.get("/account/payment-method", variant="sdk", status=404)
    unverified.get("/account/payment-method/apps", variant="sdk", status=404)
    card = {"card_number": "4242424242424242", "cvv": "123", "city": "Seattle", "other": None}
    method = unverified.patch("/account/payment-method", card, variant="sdk")
    assert (method["card_last4"], method["city"]) == ("4242", "Seattle")
    assert unverified.get("/account/payment-method", variant="sdk") == method
    assert unverified.get("/account")["verified"]
    made = unverified.app("mine")
    assert [app["id"] for app in unverified.get("/account/payment-method/apps")] == [made["id"]]
    assert "4242424242424242" not in str(api.running.backdoor("GET", "state?secrets=1"))


def test_payments(api):
    payment = {"amount": 500, "invoice_id": 1000002, "uuid": "01234567-89ab-cdef-0123-456789abcdef"}
    paid = api.post("/account/payments", payment, variant="sdk")
    assert (paid["state"], paid["invoice"]["number"]) == ("success", 1000002)
    assert api.get("/account/invoices/1000002")["state"] == 1
    assert api.post("/account/payments", payment) == paid
    for wrong, status in (({"amount": 0}, 422), ({"amount": "all"}, 422), ({"invoice_id": 2000001}, 404)):
        api.post("/account/payments", {**payment, **wrong}, status=status)
    other = {**payment, "invoice_id": 2000001, "uuid": "11234567-89ab-cdef-0123-456789abcdef"}
    assert api.post("/teams/acme/payments", other)["invoice"]["number"] == 2000001
    api.as_("simulator-token-member").post("/teams/acme/payments", other, status=403)
