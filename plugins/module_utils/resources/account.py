# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account that the token belongs to: behaviour.md 3.22, and 8.2 for its e-mail address and password.

The reference no longer says that the address and the password can be changed. What it said in 2014 is sent.
"""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.options import NONE
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, plan_fields, same_ignoring_case
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

SECURED = ("email", "new_password")  # what Heroku changes only for who knows the password
DASHBOARD = "https://dashboard.heroku.com/account"


class Account(Resource):
    """The account. A password cannot be read, but whether the wanted one is the account's can be tried."""

    noun = "account"
    identity = ()
    plural = "account"
    empty: t.ClassVar[dict[str, str]] = {"name": NONE}
    options: t.ClassVar[dict[str, t.Any]] = {
        "name": {"type": "str"},
        "allow_tracking": {"type": "bool"},
        "beta": {"type": "bool"},
        "email": {"type": "str"},
        "new_password": {"type": "str", "no_log": True},
        "password": {"type": "str", "no_log": True},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("name", "allow_tracking", "beta", "email", "new_password")],
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("name"),
        Field("allow_tracking"),
        Field("beta"),
        Field("email", equal=same_ignoring_case),
    )

    password_stands = False  # whether new_password is the account's password already

    def check(self) -> None:
        if self.given("new_password") == "":
            raise InvalidInput("new_password is empty.")
        if self.given("email") is not None and "@" not in self.params["email"]:
            raise InvalidInput(f"{self.params['email']!r} is not an e-mail address.")

    def find(self) -> dict[str, t.Any]:
        return self.client.get("/account")

    def read(self) -> dict[str, t.Any]:
        account = self.find()
        if self.given("new_password") is not None:
            try:
                self.password_stands = self.client.password_works(account["email"], self.params["new_password"])
            except HerokuError as error:
                if error.id == "vaas_enrolled":
                    raise error.with_hint(
                        "So nobody can tell whether new_password is the account's password already. "
                        f"Change it at {DASHBOARD}."
                    ) from None
                raise
        return account

    def plan(self, current: dict[str, t.Any]) -> Plan:
        secret = Field("new_password", secret=True, equal=lambda wanted, have: self.password_stands)
        fields = self.fields if self.given("new_password") is None else (*self.fields, secret)
        given = {item.option: self.given(item.option) for item in fields}
        wanted = {option: value if value != "" else None for option, value in given.items() if value is not None}
        plan = plan_fields(fields, wanted, current, {})
        plan.predicted.pop("new_password", None)
        if self.given("password") is None:
            for option in SECURED:
                if any(option in step.fields for step in plan.steps):
                    raise InvalidInput(f"password is needed to change {option}.", option="password")
        return plan

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        secured = [option for option in SECURED if option in fields]
        body = {**fields, "password": self.params["password"]} if secured else fields
        try:
            return self.client.patch("/account", body)
        except HerokuError as error:
            if error.status != 422 or not secured:
                raise
            # The password is wrong for a request that is repeated because its answer got lost.
            now = self.read()
            if not self.plan(now).changes:
                return now
            raise error.with_hint(
                f"Check password. Where Heroku no longer changes {' and '.join(secured)} by its API, {DASHBOARD} does."
            ) from None
