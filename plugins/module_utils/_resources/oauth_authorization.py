# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth authorizations, which are what API tokens belong to: behaviour.md 3.21.

Heroku shows the tokens of direct authorizations whenever it shows the authorization. Here they are secrets: a token can
be had from the task that made it, if that asks for it, and never from what is there already.
"""

from __future__ import annotations

import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import REFERENCE, TEXTS, Attribute, computed
from .._engine.facts import Kind, View, records_in
from .._engine.plan import Action, Desired, Resend
from .._engine.resource import HIDDEN, NEWLY_HIDDEN, Draft
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .._lib.references import is_uuid
from .issued import ISSUED, Issuing
from .oauth_client import OauthClient
from .preflight import check_exists

SCOPES = ["global", "identity", "read", "write", "read-protected", "write-protected"]
WAYS: Record = {"description": {"type": "str"}, "id": {"type": "str"}}
TEAM: Record = {"team": {"type": "str"}}
# What holds a secret, and the secret's name in it.
HOLDERS = {"access_token": "token", "refresh_token": "token", "grant": "code"}
FIXED = "Remove the authorization and create another one, under another description if both are to work for a while."
SHAPE: Record = {**dict.fromkeys((*HOLDERS, "client", "session", "user")), "description": "", "scope": ()}
NEW_TOKEN = {"expires_in": UNKNOWN, "id": UNKNOWN, "token": UNKNOWN}


def with_lifetimes(record: Record) -> Record:
    """An authorization in which what expires says when, or null where it does not."""
    held = {holder: {"expires_in": None, **record[holder]} for holder in HOLDERS if record[holder]}
    return {**record, **held}


def secrets_of(record: Record) -> Record:
    """The tokens and the code that an authorization shows, by what holds them."""
    held = {holder: (record[holder] or {}).get(name) for holder, name in HOLDERS.items()}
    return {holder: secret for holder, secret in held.items() if secret is not None}


def texts_of(found: Observed) -> list[str]:
    """The secrets of all these authorizations, as far as they are known."""
    return [text for record in records_in(found) for text in secrets_of(record).values() if isinstance(text, str)]


def without_secrets(record: Record) -> Record:
    """An authorization with None in place of its tokens and its code, alike for accounts and for teams."""
    held = {holder: {**record[holder], name: None} for holder, name in HOLDERS.items() if record[holder]}
    for token in held.values():
        token.pop("version", None)  # told of the tokens of teams only
    return {**{key: value for key, value in record.items() if key != ISSUED}, **held}


class OauthAuthorization(Issuing):
    """An authorization, found by its description or its id. Only the description can be changed.

    Without ``client`` it is a direct one, whose token acts for the account; with it, it has a grant for the client.
    """

    noun = "oauth_authorization"
    plural = "oauth_authorizations"
    called = "OAuth authorization"
    identity = ("description", "id")
    many = "authorizations with the description {description!r}"
    kind = Kind(
        "oauth_authorization",
        "/oauth/authorizations",
        keys=("id",),
        shape=SHAPE,
        canonical=with_lifetimes,
        secrets=texts_of,
    )
    of_team = Kind(
        "team_authorization",
        "/teams/{}/oauth/authorizations",
        keys=("id",),
        one="/oauth/authorizations/{1}",
        parent="team",
        shape=SHAPE,
        canonical=with_lifetimes,
        secrets=texts_of,
    )
    scope = ("team",)
    resend = Resend.LOOK
    renewal = "regenerate"
    renewal_path = "/oauth/authorizations/{}/actions/regenerate-tokens"
    attributes = (
        Attribute("description"),
        Attribute("scope", TEXTS, spec={"choices": SCOPES}, fixed=FIXED),
        Attribute("client", REFERENCE, default=None, fixed=FIXED),
        *computed(*HOLDERS, "session", default=None),
        *computed("created_at", "id", "updated_at", "user"),
    )
    controls: t.ClassVar[Spec] = {
        "id": WAYS["id"],
        **TEAM,
        "expires_in": {"type": "int"},
        "regenerate": {"type": "bool", "default": False},
        "regenerate_within": {"type": "int"},
        "show_token": {"type": "bool", "default": False, "no_log": False},
    }
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [tuple(WAYS)],
        "mutually_exclusive": [("team", "client")],
    }
    info_options: t.ClassVar[Spec] = {**WAYS, **TEAM}
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [tuple(WAYS)]}

    @classmethod
    def kind_of(cls, want: Desired) -> Kind:
        return cls.of_team if want.get("team") else cls.kind

    @classmethod
    def check(cls, want: Desired) -> None:
        for option in ("id", "client"):
            if want.get(option) is not None and not is_uuid(want[option]):
                raise InvalidInput(f"{want[option]!r} is not an ID: {option} takes no name.", option=option)
        if want.get("scope") == []:
            raise InvalidInput(f"scope is empty: name at least one of {', '.join(SCOPES)}.")
        if want.get("expires_in", 1) < 1:
            raise InvalidInput("expires_in must be 1 or more. Leave it out for a token that does not expire.")

    # Which authorization is meant

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        """An _info module's options do not choose among clients; a task is about one client, or about none."""
        if want.get("state") is not None and (record["client"] or {}).get("id") != want.get("client"):
            return False
        return want.get("description") in (None, record["description"])

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("id") is not None:
            one = view.get(cls.kind.named(want["id"]))
            return [one] if one else []
        return sorted(cls.selected(want, view), key=lambda item: str(item["description"]))

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        if want.get("id") is not None:
            return t.cast("Record | None", view.get(cls.kind.named(want["id"])))
        return super().observe(want, view)

    # What is to be done about it

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if want.absent:
            return super().draft(want, current)
        if current is None:
            if want.get("id") is not None:
                raise InvalidInput(f"The account has no authorization with the id {want['id']}.")
            if want.get("scope") is None:
                raise InvalidInput("A new authorization needs a scope: read is the least, global is everything.")
        draft = super().draft(want, current)
        if current is None and want.get("client") is None:
            draft.record["access_token"] = {**NEW_TOKEN, "expires_in": want.get("expires_in")}
        elif current is None:
            draft.record["grant"] = {"code": UNKNOWN, "expires_in": UNKNOWN, "id": UNKNOWN}
        elif cls.is_to_be_renewed(want, current):
            draft.updates[cls.renewal] = {}
            draft.record.update(access_token=NEW_TOKEN, updated_at=UNKNOWN)
        return draft

    @classmethod
    def is_to_be_renewed(cls, want: Desired, current: Record) -> bool:
        """Whether an authorization needs new tokens. Raises InvalidInput for what it cannot have."""
        token = current["access_token"]
        left = (token or {}).get("expires_in")
        lifetime = want.get("expires_in")
        if lifetime is not None and token and left is not UNKNOWN and (left is None or left > lifetime):
            lives = "does not expire" if left is None else f"expires in {left} s"
            raise InvalidInput(f"expires_in cannot be changed: the token {lives}. {FIXED}", option="expires_in")
        within = want.get("regenerate_within")
        if not want["regenerate"] and (within is None or left in (None, UNKNOWN) or left > within):
            return False
        if current["client"]:
            raise InvalidInput("Only direct authorizations can be given new tokens, not that of a client.")
        return True

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """The client of a new authorization has to exist; to end the token that the task runs with is worth a word."""
        if draft.creation is not None and want.get("client") is not None:
            client = check_exists(view, OauthClient.kind, want["client"], "OAuth client") or {}
            draft.record["client"].update({name: client.get(name, UNKNOWN) for name in ("name", "redirect_uri")})
        ends = draft.deletion or cls.renewal in draft.updates
        if ends and secrets_of(draft.current).get("access_token") == view.token:
            draft.warnings.append(
                "This is the authorization of the API token in use: what follows needs another token."
            )

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """A token that has expired is of no use."""
        if draft.record and (draft.record["access_token"] or {}).get("expires_in") == 0:
            draft.warnings.append(
                "The token of this authorization has expired. With regenerate_within it gets a new one."
            )

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        """Heroku shows the lifetime only as what is left of it, so it is no attribute."""
        lifetime = want.get("expires_in") if call == "create" else None
        return {**super().body(want, call, fields), **({} if lifetime is None else {"expires_in": lifetime})}

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        view = super().side(want, draft, record)
        if not record:
            return view
        if draft.creation is not None and want.get("expires_in") is not None:
            view["expires_in"] = want["expires_in"]
        if cls.renewal in draft.updates or (draft.creation is not None and want.get("client") is None):
            view["token"] = NEWLY_HIDDEN if record is draft.record else HIDDEN
        return view

    # Afterwards

    @classmethod
    def lost(cls, want: Desired, action: Action) -> str:
        if action.creates and want.get("client") is not None:
            return (
                "The grant's code was lost with the answer, and Heroku shows it only once. Remove the authorization "
                "and run the task again."
            )
        return ""

    @classmethod
    def result(cls, want: Desired, record: Record | None) -> Record:
        told = secrets_of(record) if record and ISSUED in record and want["show_token"] else {}
        shown = record and without_secrets(record)
        return {"oauth_authorization": shown, "token": told.get("access_token"), "code": told.get("grant")}

    @classmethod
    def info(cls, want: Desired, found: list[Record]) -> Record:
        return {"oauth_authorizations": list(map(without_secrets, found))}
