# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SSH keys of the account: behaviour.md 3.8."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils.ssh_key import SshKey, normalise_fingerprint, parse

WAYS: dict[str, t.Any] = {
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


class Key(Resource):
    """An SSH key, found by the key itself, not by its text. Nothing about it can change."""

    noun = "key"
    plural = "ssh_keys"  # in a template, RESULT.keys is a method
    title = "SSH key"
    identity = ("comment", "fingerprint")
    options: t.ClassVar[dict[str, t.Any]] = WAYS
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [tuple(WAYS)],
        "mutually_exclusive": [tuple(WAYS)],
        "required_if": [("state", "present", ("public_key",))],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = WAYS
    info_constraints: t.ClassVar[dict[str, t.Any]] = {"mutually_exclusive": [tuple(WAYS)]}
    fields: t.ClassVar[tuple[Field, ...]] = (Field("comment"), Field("fingerprint"))
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("comment", "created_at", "email", "fingerprint", "id", "public_key", "updated_at")
    )

    key: SshKey | None = None  # the one that public_key holds
    fingerprint: str | None = None  # in the form that keys are compared by

    def check(self) -> None:
        try:
            if self.given("public_key") is not None:
                self.key = parse(self.params["public_key"])
            if self.given("fingerprint") is not None:
                self.fingerprint = normalise_fingerprint(self.params["fingerprint"])
        except ValueError as error:
            self.talk.hide_option("public_key")  # what is no public key may well be a private one
            raise InvalidInput(str(error)) from None

    def matches(self, record: dict[str, t.Any]) -> bool:
        """Whether a key of the account is the one that the options mean; without an option, every key is."""
        if self.given("comment") is not None:
            return self.params["comment"] == record["comment"]
        stored = parse_stored(record["public_key"])
        if self.key:
            return stored == self.key
        return self.fingerprint in (None, record["fingerprint"].lower(), stored and stored.sha256)

    def find(self) -> list[dict[str, t.Any]]:
        found = (record for record in self.client.list("/account/keys") if self.matches(record))
        return sorted(found, key=lambda record: record["fingerprint"])

    def read(self) -> dict[str, t.Any] | None:
        found = self.find()
        if len(found) > 1:
            fingerprints = ", ".join(record["fingerprint"] for record in found)
            raise InvalidInput(
                f"{len(found)} keys have the comment {self.params['comment']!r}. "
                f"Give the fingerprint of one: {fingerprints}."
            )
        return found[0] if found else None

    def wanted(self) -> dict[str, t.Any]:
        return {}

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        plan = super().plan(current)
        if current is not None or self.key is None or not plan.changes:
            return plan
        known = {"comment": self.key.comment or None, "fingerprint": self.key.fingerprint}
        predicted = {**plan.predicted, **known, "email": known["comment"], "public_key": self.text}
        return dataclasses.replace(plan, after=known, predicted=predicted)

    @property
    def text(self) -> str:
        """The key as it is uploaded."""
        return self.params["public_key"].strip()

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        try:
            return self.client.post("/account/keys", {"public_key": self.text})
        except HerokuError as error:
            if error.status == 422:
                raise error.with_hint("If it is in use: a key can belong to one account only.") from None
            raise

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(segments("/account/keys/{}", current["id"]))
