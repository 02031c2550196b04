# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity providers of teams, for single sign-on: the schema.

Certificates are public, and are compared by what they are, not by how their text is laid out.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.certificate import (
    fingerprints,
    library_problem,
    parse_chain,
    stored_fingerprints,
)
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan
from ansible_collections.community.heroku.plugins.module_utils.team import TEAM_OPTIONS, TeamResource

ADDRESS = re.compile(r"https?://[^\s/]+\S*")


def same_certificate(wanted: str, have: t.Any) -> bool:
    """Whether two texts are the same certificate."""
    return fingerprints(parse_chain(wanted)) == stored_fingerprints(have or "")


class CertificateField(Field):
    """A certificate, which a diff shows by its fingerprint."""

    def shown(self, record: t.Mapping[str, t.Any]) -> t.Any:
        return ", ".join(stored_fingerprints(record.get(self.key) or "")) or None

    def holds(self, wanted: t.Any, record: t.Mapping[str, t.Any]) -> bool:
        return same_certificate(wanted, self.read(record))


class IdentityProvider(TeamResource):
    """An identity provider, found by its id, else by its entity id."""

    noun = "identity_provider"
    plural = "identity_providers"
    options: t.ClassVar[dict[str, t.Any]] = {
        **TEAM_OPTIONS,
        "id": {"type": "str"},
        "entity_id": {"type": "str"},
        "sso_target_url": {"type": "str"},
        "slo_target_url": {"type": "str"},
        "certificate": {"type": "str"},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {"required_one_of": [("id", "entity_id")]}
    info_options: t.ClassVar[dict[str, t.Any]] = {**TEAM_OPTIONS, "id": {"type": "str"}, "entity_id": {"type": "str"}}
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("entity_id"),
        Field("sso_target_url"),
        Field("slo_target_url", initial=""),
        CertificateField("certificate"),
    )
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        (
            "certificate",
            "created_at",
            "entity_id",
            "id",
            "organization",
            "owner",
            "slo_target_url",
            "sso_target_url",
            "updated_at",
        )
    )

    def check(self) -> None:
        for option in ("sso_target_url", "slo_target_url"):
            if self.given(option) and not ADDRESS.fullmatch(self.params[option]):
                raise InvalidInput(f"{option} {self.params[option]!r} is not an http or https address.")
        if self.given("certificate") is None or self.given("state") == "absent":
            return
        problem = library_problem()
        if problem:
            raise Failure(problem)
        try:
            chain = parse_chain(self.params["certificate"])
        except ValueError as error:
            self.talk.hide_option("certificate")  # what is no certificate may well be a private key
            raise InvalidInput(str(error).replace("certificate_chain", "certificate")) from None
        if len(chain) > 1:
            raise InvalidInput(
                f"certificate holds {len(chain)} certificates; give the one that the provider signs with."
            )

    def providers(self) -> list[dict[str, t.Any]]:
        """All identity providers of the team."""
        found = self.or_none(lambda: self.client.get(self.in_team("/identity-providers"))) or []
        return sorted(found, key=lambda provider: provider["entity_id"])

    def selected(self) -> list[dict[str, t.Any]]:
        """Those that the options select."""
        key = "id" if self.given("id") else "entity_id"
        wanted = self.given(key)
        return [provider for provider in self.providers() if wanted in (None, provider[key])]

    def read(self) -> dict[str, t.Any] | None:
        return next(iter(self.selected()), None)

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if current is None and self.given("state") != "absent":
            if self.given("id"):
                raise InvalidInput(
                    f"The team {self.params['team']} has no identity provider {self.params['id']}. "
                    "Leave id out to make one."
                )
            missing = [name for name in ("sso_target_url", "certificate") if not self.given(name)]
            if missing:
                raise InvalidInput(f"A new identity provider needs {' and '.join(missing)} too.")
        return super().plan(current)

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        try:
            return self.client.post(self.in_team("/identity-providers"), fields)
        except HerokuError as error:
            if error.status == 422 and "already" in error.message:
                raise error.with_hint("Give id to change the one that is there, its entity_id included.") from None
            raise

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.patch(self.in_team("/identity-providers/{}", current["id"]), fields)

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_team("/identity-providers/{}", current["id"]))

    def find(self) -> list[dict[str, t.Any]]:
        return self.selected()
