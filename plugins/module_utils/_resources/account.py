# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account that the token belongs to: behaviour.md 3.22, and 8.2 for its e-mail address and password.

The reference no longer says that the address and the password can be changed. What it said in 2014 is sent.
"""

from __future__ import annotations

import typing as t

from .._api.client import HerokuClient
from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import BOOL, CASELESS, Attribute
from .._engine.facts import Kind, Need, View
from .._engine.options import NONE
from .._engine.plan import Action, Desired, Plan
from .._engine.resource import Draft, Resource
from .._engine.values import Observed, Record, Secret, Spec, Value, Values
from .common import ACCOUNT

SECURED = ("email", "new_password")  # what Heroku changes only for who knows the password
DASHBOARD = "https://dashboard.heroku.com/account"


def password_works(client: HerokuClient, need: Need) -> bool:
    """Whether the account of an e-mail address has a password, both of them the scope of the question."""
    return client.password_works(*need.scope)


PASSWORD = Kind("password", "", ask=password_works)


class Account(Resource):
    """The account. A password cannot be read, but whether the wanted one is the account's can be tried."""

    noun = plural = "account"
    kind = ACCOUNT
    whole = True
    empty: t.ClassVar[dict[str, str]] = {"name": NONE}
    attributes = (
        Attribute("name"),
        Attribute("allow_tracking", BOOL),
        Attribute("beta", BOOL),
        Attribute("email", CASELESS),
        Attribute("new_password", spec={"no_log": True}, secret=True, write_only=True),
        Attribute("updated_at", option=False, recomputed=True),
    )
    controls: t.ClassVar[Spec] = {"password": {"type": "str", "no_log": True}}
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [("name", "allow_tracking", "beta", "email", "new_password")],
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("email") is not None and "@" not in want["email"]:
            raise InvalidInput(f"{want['email']!r} is not an e-mail address.")

    @classmethod
    def find(cls, want: Desired, view: View) -> Record:
        return t.cast(Record, view.get(cls.need(want)))

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        """As for all, but that a password which is the account's already is not asked for."""
        if want.get("new_password") is not None and cls.password_stands(want, view):
            want = Desired({**want.options, "new_password": None})
        return super().plan(want, view)

    @classmethod
    def password_stands(cls, want: Desired, view: View) -> bool:
        """Whether new_password is the account's password already. Raises HerokuError where nobody can tell."""
        email = view.get(cls.need(want))["email"]
        try:
            return bool(view.get(PASSWORD.of(email, Secret(want["new_password"]))))
        except HerokuError as error:
            if error.id == "vaas_enrolled":
                raise error.with_hint(
                    "So nobody can tell whether new_password is the account's password already. "
                    f"Change it at {DASHBOARD}."
                ) from None
            raise

    @classmethod
    def draft(cls, want: Desired, current: Record) -> Draft:
        draft = super().draft(want, current)
        for option in SECURED:
            if option in draft.changed and want.get("password") is None:
                raise InvalidInput(f"password is needed to change {option}.", option="password")
        return draft

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        secured = any(option in fields for option in SECURED)
        return {**super().body(want, call, fields), **({"password": Secret(want["password"])} if secured else {})}

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        view = super().side(want, draft, record)
        if "new_password" not in draft.changed:
            del view["new_password"]
        return view

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        secured = [option for option in SECURED if option in (action.request.body or {})]
        if error.status != 422 or not secured:
            return ""
        return f"Check password. Where Heroku no longer changes {' and '.join(secured)} by its API, {DASHBOARD} does."
