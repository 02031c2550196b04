# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SSH keys of the account: behaviour.md 3.8."""

from __future__ import annotations

import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import Attribute, computed
from .._engine.facts import Kind, View
from .._engine.plan import Action, Desired
from .._engine.resource import Draft, Listed
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value
from .._lib.ssh_key import SshKey, normalise_fingerprint, parse

WAYS: Record = {
    "public_key": {"type": "str"},
    "fingerprint": {"type": "str"},
    "comment": {"type": "str"},
}


def parse_stored(text: str) -> SshKey | None:
    """A key as Heroku keeps it; None for an old one that is no longer readable."""
    try:
        return parse(text)
    except ValueError:
        return None


class Key(Listed):
    """An SSH key, found by the key itself, not by its text. Nothing about it can change."""

    noun = "key"
    plural = "ssh_keys"  # in a template, RESULT.keys is a method
    called = "SSH key"
    identity = ("comment", "fingerprint")
    kind = Kind("key", "/account/keys", shape={"comment": None, "fingerprint": "", "public_key": ""})
    order = told_apart = "fingerprint"
    many = "SSH keys with the comment {comment!r}"
    attributes = (
        Attribute("public_key"),
        *computed("comment", "created_at", "email", "fingerprint", "id", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {name: WAYS[name] for name in ("fingerprint", "comment")}
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [tuple(WAYS)],
        "mutually_exclusive": [tuple(WAYS)],
        "required_if": [("state", "present", ("public_key",))],
    }
    info_options: t.ClassVar[Spec] = WAYS
    info_constraints: t.ClassVar[Spec] = {"mutually_exclusive": [tuple(WAYS)]}

    @classmethod
    def hidden_options(cls, want: Desired) -> t.Iterable[str]:
        """What is no public key may well be a private one."""
        text = want.get("public_key")
        return () if text is None or parse_stored(text) else ("public_key",)

    @classmethod
    def check(cls, want: Desired) -> None:
        try:
            if want.get("public_key") is not None:
                parse(want["public_key"])
            if want.get("fingerprint") is not None:
                normalise_fingerprint(want["fingerprint"])
        except ValueError as error:
            raise InvalidInput(str(error)) from None

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        if want.get("comment") is not None:
            return bool(want["comment"] == record["comment"])
        stored = parse_stored(record["public_key"])
        if want.get("public_key") is not None:
            return stored == parse(want["public_key"])
        if want.get("fingerprint") is None:
            return True
        return normalise_fingerprint(want["fingerprint"]) in (record["fingerprint"].lower(), stored and stored.sha256)

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        return {"public_key": want["public_key"].strip()} if current is None else {}

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """What Heroku reads off a new key; how it shows that there is no comment is its own choice."""
        if draft.creation is not None:
            key = parse(want["public_key"])
            comment = key.comment or UNKNOWN
            draft.record.update(comment=comment, email=comment, fingerprint=key.fingerprint)

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        """What people tell keys apart by."""
        return {name: record[name] for name in ("comment", "fingerprint")} if record else {}

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if action.creates and error.status == 422:
            return "If it is in use: a key can belong to one account only."
        return ""
