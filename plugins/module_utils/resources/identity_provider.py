# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity providers of teams and enterprise accounts, for single sign-on: the schema.

Certificates are public, and are compared by what they are, not by how their text is laid out. Version 3 of the API
knows one certificate, and teams only; version 3.sdk knows several, with names, whether the provider is enabled, and
enterprise accounts, but no deletion.
"""

from __future__ import annotations

import re
import typing as t
from types import MappingProxyType

from ansible_collections.community.heroku.plugins.module_utils._resources.teams import (
    NO_ENTERPRISE_ACCOUNT as NO_ACCOUNT,
)
from ansible_collections.community.heroku.plugins.module_utils.certificate import (
    fingerprints,
    library_problem,
    parse_chain,
    stored_fingerprints,
)
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.options import NONE, OMITTED
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan
from ansible_collections.community.heroku.plugins.module_utils.team import SDK, TeamResource

ONLY_FULL = (
    "certificates",
    "enabled",
    "heroku_acs_url",
    "heroku_entity_id",
    "heroku_start_url",
    "name",
)
OWNERS: dict[str, t.Any] = {"team": {"type": "str"}, "enterprise_account": {"type": "str"}}
PRIVATE, PUBLIC = "Give it as private_key.", "The identity provider keeps it."
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


class CertificatesField(Field):
    """All certificates, each with a name or without one; their order means nothing."""

    def shown(self, record: t.Mapping[str, t.Any]) -> t.Any:
        return [
            {"name": item["name"], "fingerprint": ", ".join(stored_fingerprints(item["body"]))}
            for item in record.get(self.key) or ()
        ]

    def holds(self, wanted: t.Any, record: t.Mapping[str, t.Any]) -> bool:
        there = record.get(self.key) or []
        pairs = paired(wanted, there)
        return len(wanted) == len(there) and all(
            have and item.get("name") in (None, have["name"]) for item, have in pairs
        )

    def set(self, record: dict[str, t.Any], wanted: t.Any) -> None:
        blank = dict.fromkeys(("created_at", "expires_at", "id", "name"))
        record[self.key] = in_order(
            {**(have or {**blank, "body": item["body"]}), "name": item.get("name") or (have or blank)["name"]}
            for item, have in paired(wanted, record.get(self.key) or [])
        )
        record["certificate"] = None


def paired(
    wanted: t.Iterable[dict[str, t.Any]], there: t.Iterable[dict[str, t.Any]]
) -> list[tuple[dict[str, t.Any], dict[str, t.Any] | None]]:
    """Each wanted certificate with the same one that is there, or None."""
    left = list(there)
    pairs = []
    for item in wanted:
        have = next((other for other in left if same_certificate(item["body"], other["body"])), None)
        if have is not None:
            left.remove(have)
        pairs.append((item, have))
    return pairs


def in_order(certificates: t.Iterable[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Certificates in an order that can be relied on."""
    return sorted(certificates, key=lambda item: stored_fingerprints(item["body"]))


class IdentityProvider(TeamResource):
    """An identity provider, found by its id, else by its entity id."""

    noun = "identity_provider"
    plural = "identity_providers"
    places = ("team", "enterprise_account")
    identity = ("entity_id", "id")
    empty: t.ClassVar[dict[str, str]] = {"slo_target_url": NONE, "certificates.name": OMITTED}
    options: t.ClassVar[dict[str, t.Any]] = {
        **OWNERS,
        "id": {"type": "str"},
        "entity_id": {"type": "str"},
        "sso_target_url": {"type": "str"},
        "slo_target_url": {"type": "str"},
        "certificate": {"type": "str"},
        "certificates": {
            "type": "list",
            "elements": "dict",
            "options": {"body": {"type": "str", "required": True}, "name": {"type": "str"}},
        },
        "enabled": {"type": "bool"},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [tuple(OWNERS), ("id", "entity_id")],
        "mutually_exclusive": [tuple(OWNERS), ("certificate", "certificates")],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **OWNERS,
        "id": {"type": "str"},
        "entity_id": {"type": "str"},
        "all_certificates": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [tuple(OWNERS)],
        "mutually_exclusive": [tuple(OWNERS), ("id", "entity_id")],
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("entity_id"),
        Field("sso_target_url"),
        Field("slo_target_url", initial=""),
        CertificateField("certificate"),
        CertificatesField("certificates"),
        Field("enabled", initial=True),
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

    owner: t.Mapping[str, t.Any] = MappingProxyType({})  # the enterprise account, as of the last request

    @property
    def full(self) -> bool:
        """Whether the task is about what only version 3.sdk knows."""
        return any(self.given(name) is not None for name in ("certificates", "enabled", "enterprise_account"))

    @property
    def place(self) -> str:
        """What the provider belongs to, in words."""
        team = self.given("team")
        return f"team {team}" if team is not None else f"enterprise account {self.params['enterprise_account']}"

    def check(self) -> None:
        for option in ("sso_target_url", "slo_target_url"):
            if self.given(option) and not ADDRESS.fullmatch(self.params[option]):
                raise InvalidInput(f"{option} {self.params[option]!r} is not an http or https address.")
        if self.given("state") == "absent":
            return
        given = self.given("certificates") or []
        if self.given("certificates") == []:
            raise InvalidInput("certificates is empty: a provider signs with at least one.")
        for option, text in [
            ("certificate", self.given("certificate")),
            *(("certificates", item["body"]) for item in given),
        ]:
            if text is not None:
                self.check_certificate(option, text)

    def check_certificate(self, option: str, text: str) -> None:
        """Raises InvalidInput unless a text is one certificate."""
        problem = library_problem()
        if problem:
            raise Failure(problem)
        try:
            chain = parse_chain(text)
        except ValueError as error:
            self.talk.hide_option(option)  # what is no certificate may well be a private key
            raise InvalidInput(str(error).replace("certificate_chain", option).replace(PRIVATE, PUBLIC)) from None
        if len(chain) > 1:
            raise InvalidInput(
                f"There are {len(chain)} certificates in one text of {option}; give those that the provider signs with "
                "one by one, as certificates."
            )

    # What is there

    def providers(self) -> list[dict[str, t.Any]]:
        """Those identity providers of the team that the options select."""
        found = self.of_account() if self.given("team") is None else self.of_team()
        key = "id" if self.given("id") else "entity_id"
        wanted = self.given(key)
        chosen = [provider for provider in found if wanted in (None, provider[key])]
        return sorted(chosen, key=lambda provider: provider["entity_id"])

    def of_team(self) -> list[dict[str, t.Any]]:
        """All identity providers of the team."""
        return self.or_none(lambda: self.client.get(self.in_team("/identity-providers"))) or []

    def of_account(self) -> list[dict[str, t.Any]]:
        """The identity provider of the enterprise account, whole, if it has one."""
        try:
            self.owner = self.client.get(segments("/enterprise-accounts/{}", self.params["enterprise_account"]))
        except HerokuError as error:
            raise error.with_hint(NO_ACCOUNT) if error.not_found else error from None
        mentioned = self.owner["identity_provider"]
        return [self.whole(mentioned)] if mentioned else []

    def whole(self, provider: dict[str, t.Any]) -> dict[str, t.Any]:
        """The provider with what only version 3.sdk knows."""
        return ordered(self.client.get(segments("/identity-providers/{}", provider["id"]), headers=SDK))

    def read(self) -> dict[str, t.Any] | None:
        found = next(iter(self.providers()), None)
        return self.whole(found) if found and self.full and "certificates" not in found else found

    def wanted(self) -> dict[str, t.Any]:
        wanted = super().wanted()
        if self.full and "certificate" in wanted:
            wanted["certificates"] = [{"body": wanted.pop("certificate")}]
        return wanted

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.given("state") == "absent":
            if current is not None and self.given("team") is None:
                raise InvalidInput(
                    "Heroku's API cannot remove the identity provider of an enterprise account. "
                    "With enabled set to false nobody signs on with it."
                )
            return super().plan(current)
        if current is None:
            if self.given("id"):
                raise InvalidInput(
                    f"The {self.place} has no identity provider {self.params['id']}. Leave id out to make one."
                )
            missing = [] if self.given("sso_target_url") else ["sso_target_url"]
            missing += [] if self.given("certificate") or self.given("certificates") else ["certificate"]
            if missing:
                raise InvalidInput(f"A new identity provider needs {' and '.join(missing)} too.")
        plan = super().plan(current)
        if current is None and self.full:
            del plan.predicted["organization"]
            for name in ONLY_FULL:
                plan.predicted.setdefault(name, None)
        return plan

    # Writing

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        try:
            if not self.full:
                return self.client.post(self.in_team("/identity-providers"), fields)
            if self.given("team") is None:
                owner = {"id": self.owner["id"], "type": "enterprise-account"}
            else:
                owner = {"id": self.client.get(self.in_team())["id"], "type": "team"}
            body = self.body(fields, [])
            return ordered(self.client.post("/identity-providers", {**body, "owner": owner}, headers=SDK))
        except HerokuError as error:
            if error.status == 422 and "already" in error.message:
                raise error.with_hint("Give id to change the one that is there, its entity_id included.") from None
            raise

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        if not self.full:
            return self.client.patch(self.in_team("/identity-providers/{}", current["id"]), fields)
        body = self.body(fields, current["certificates"])
        return ordered(self.client.patch(segments("/identity-providers/{}", current["id"]), body, headers=SDK))

    @staticmethod
    def body(fields: dict[str, t.Any], there: t.Iterable[dict[str, t.Any]]) -> dict[str, t.Any]:
        """What version 3.sdk takes: certificates that stay by their id, new ones by their text."""
        body = dict(fields)
        if "certificates" in body:
            body["certificates"] = [
                {"id": have["id"], "name": item.get("name") or have["name"]}
                if have
                else {name: value for name, value in item.items() if value is not None}
                for item, have in paired(body["certificates"], there)
            ]
        return body

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_team("/identity-providers/{}", current["id"]))

    def find(self) -> list[dict[str, t.Any]]:
        found = self.providers()
        if not self.params["all_certificates"]:
            return found
        return [provider if "certificates" in provider else self.whole(provider) for provider in found]


def ordered(provider: dict[str, t.Any]) -> dict[str, t.Any]:
    """A provider with its certificates in an order that can be relied on."""
    return {**provider, "certificates": in_order(provider["certificates"])}
