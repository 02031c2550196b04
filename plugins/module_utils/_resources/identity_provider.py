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

from .._api.errors import Failure, HerokuError, InvalidInput
from .._engine.attributes import BOOL, Attribute, Type, computed
from .._engine.facts import Kind, View
from .._engine.options import NONE, OMITTED
from .._engine.plan import Action, Change, Desired
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, UNSET, Record, Spec, Value, Values
from .._lib.certificate import fingerprints, library_problem, parse_chain, stored_fingerprints
from .common import NO_TEAM
from .teams import ENTERPRISE_ACCOUNTS, SDK, enterprise_account_of, team_of

ONLY_FULL = (
    "certificates",
    "enabled",
    "heroku_acs_url",
    "heroku_entity_id",
    "heroku_start_url",
    "name",
)
OWNERS: Record = {"team": {"type": "str"}, "enterprise_account": {"type": "str"}}
PRIVATE, PUBLIC = "Give it as private_key.", "The identity provider keeps it."
ADDRESS = re.compile(r"https?://[^\s/]+\S*")
BY_HEROKU = ("created_at", "expires_at", "id", "name")  # of a certificate


def same_certificate(wanted: str, have: Value) -> bool:
    """Whether two texts are the same certificate."""
    return fingerprints(parse_chain(wanted)) == stored_fingerprints(have or "")


def fingerprint(text: Value) -> str | None:
    """How a diff shows a certificate."""
    return ", ".join(stored_fingerprints(text or "")) or None


def in_order(certificates: t.Iterable[Record]) -> list[Record]:
    """Certificates in an order that can be relied on."""
    return sorted(certificates, key=lambda item: stored_fingerprints(item["body"]))


def ordered(provider: Record) -> Record:
    """A provider with whole certificates, in an order that can be relied on."""
    whole = ({**dict.fromkeys(BY_HEROKU), **item} for item in provider["certificates"] or ())
    return {**provider, "certificates": in_order(whole)}


def paired(wanted: t.Iterable[Record], there: t.Iterable[Record]) -> list[tuple[Record, Record | None]]:
    """Each wanted certificate with the same one that is there, or None."""
    left = list(there)
    pairs = []
    for item in wanted:
        have = next((other for other in left if same_certificate(item["body"], other["body"])), None)
        if have is not None:
            left.remove(have)
        pairs.append((item, have))
    return pairs


def sent(wanted: t.Iterable[Record], there: t.Iterable[Record]) -> list[Record]:
    """What version 3.sdk takes: certificates that stay by their id, new ones by their text."""
    return [
        {"id": have["id"], "name": item.get("name") or have["name"]}
        if have
        else {name: value for name, value in item.items() if value is not None}
        for item, have in paired(wanted, there)
    ]


class Certificate(Attribute):
    """A certificate, which a diff shows by its fingerprint."""

    def shown(self, record: Values) -> Value:
        value = self.read(record)
        return value if value is UNKNOWN else fingerprint(value)

    def holds(self, wanted: Value, record: Values) -> bool:
        have = self.read(record)
        return have is not UNKNOWN and same_certificate(wanted, have)


class Certificates(Attribute):
    """All certificates, each with a name or without one; their order means nothing."""

    def shown(self, record: Values) -> Value:
        return [{"name": item["name"], "fingerprint": fingerprint(item["body"])} for item in self.read(record) or ()]

    def holds(self, wanted: Value, record: Values) -> bool:
        there = self.read(record) or []
        pairs = paired(wanted, there)
        return len(wanted) == len(there) and all(
            have and item.get("name") in (None, have["name"]) for item, have in pairs
        )

    def put(self, record: Record, wanted: Value) -> None:
        new = dict.fromkeys(BY_HEROKU, UNKNOWN)
        record[self.key] = in_order(
            {**have, "name": item.get("name") or have["name"]}
            if have
            else {**new, "body": item["body"], "name": item.get("name")}
            for item, have in paired(wanted, self.read(record) or [])
        )
        record["certificate"] = UNKNOWN  # that of them which Heroku shows as the one


class Logout(Attribute):
    """The address to log out at; an empty text is none, for Heroku too."""

    def put(self, record: Record, wanted: Value) -> None:
        self.write(record, wanted)


class IdentityProvider(Resource):
    """An identity provider, found by its id, else by its entity id."""

    noun = "identity_provider"
    plural = "identity_providers"
    kind = Kind(
        "identity_provider",
        "/teams/{}/identity-providers",
        by="",
        parent="team",
        no_parent=NO_TEAM,
        shape={"slo_target_url": "", **dict.fromkeys(("certificate", "organization", "owner"))},
    )
    full = Kind(
        "identity_provider",
        "/identity-providers",
        partial=True,
        headers=SDK,
        shape={"slo_target_url": "", **dict.fromkeys(("certificate", "owner", *ONLY_FULL))},
        canonical=ordered,
    )
    scope = ("team", "enterprise_account")
    identity = ("entity_id", "id")
    empty: t.ClassVar[dict[str, str]] = {"slo_target_url": NONE, "certificates.name": OMITTED}
    attributes = (
        Attribute("entity_id"),
        Attribute("sso_target_url"),
        Logout("slo_target_url", default=""),
        Certificate("certificate"),
        Certificates("certificates", Type("list", elements="dict"), default=UNSET),
        Attribute("enabled", BOOL, default=UNSET),
        *computed("created_at", "id", "organization", "owner", "updated_at"),
    )
    options: t.ClassVar[Spec] = {
        **OWNERS,
        "id": {"type": "str"},
        **{name: {"type": "str"} for name in ("entity_id", "sso_target_url", "slo_target_url", "certificate")},
        "certificates": {
            "type": "list",
            "elements": "dict",
            "options": {"body": {"type": "str", "required": True}, "name": {"type": "str"}},
        },
        "enabled": {"type": "bool"},
    }
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [tuple(OWNERS), ("id", "entity_id")],
        "mutually_exclusive": [tuple(OWNERS), ("certificate", "certificates")],
    }
    info_options: t.ClassVar[Spec] = {
        **OWNERS,
        "id": {"type": "str"},
        "entity_id": {"type": "str"},
        "all_certificates": {"type": "bool", "default": False},
    }
    info_constraints: t.ClassVar[Spec] = {
        "required_one_of": [tuple(OWNERS)],
        "mutually_exclusive": [tuple(OWNERS), ("id", "entity_id")],
    }

    @classmethod
    def is_full(cls, want: Desired) -> bool:
        """Whether the task is about what only version 3.sdk knows, which has no deletion."""
        if want.get("team") is not None and want.absent:
            return False
        return any(want.get(name) is not None for name in ("certificates", "enabled", "enterprise_account"))

    @classmethod
    def kind_of(cls, want: Desired) -> Kind:
        return cls.full if cls.is_full(want) else cls.kind

    @classmethod
    def scope_of(cls, want: Desired) -> tuple[str, ...]:
        return () if cls.is_full(want) else (want["team"],)

    @classmethod
    def place(cls, want: Desired) -> str:
        """What the provider belongs to, in words."""
        team = want.get("team")
        return f"team {team}" if team is not None else f"enterprise account {want['enterprise_account']}"

    # What is asked for

    @classmethod
    def certificate_texts(cls, want: Desired) -> list[tuple[str, str]]:
        """The certificates that are given, each with the option that it is given as."""
        one = [("certificate", want["certificate"])] if want.get("certificate") is not None else []
        return [*one, *(("certificates", item["body"]) for item in want.get("certificates", ()))]

    @classmethod
    def hidden_options(cls, want: Desired) -> list[str]:
        """What is no certificate may well be a private key."""
        hidden = []
        for option, text in () if library_problem() else cls.certificate_texts(want):
            try:
                parse_chain(text)
            except ValueError:
                hidden.append(option)
        return hidden

    @classmethod
    def check(cls, want: Desired) -> None:
        for option in ("sso_target_url", "slo_target_url"):
            if want.get(option) and not ADDRESS.fullmatch(want[option]):
                raise InvalidInput(f"{option} {want[option]!r} is not an http or https address.")
        if want.absent:
            return
        if want.get("certificates") == []:
            raise InvalidInput("certificates is empty: a provider signs with at least one.")
        for option, text in cls.certificate_texts(want):
            cls.check_certificate(option, text)

    @classmethod
    def check_certificate(cls, option: str, text: str) -> None:
        """Raises InvalidInput unless a text is one certificate."""
        problem = library_problem()
        if problem:
            raise Failure(problem)
        try:
            chain = parse_chain(text)
        except ValueError as error:
            raise InvalidInput(str(error).replace("certificate_chain", option).replace(PRIVATE, PUBLIC)) from None
        if len(chain) > 1:
            raise InvalidInput(
                f"There are {len(chain)} certificates in one text of {option}; give those that the provider signs with "
                "one by one, as certificates."
            )

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        """Beside what only version 3.sdk knows, one certificate takes the place of all."""
        desired = super().desired(want, current)
        if cls.is_full(want) and "certificate" in desired:
            desired["certificates"] = [{"body": desired.pop("certificate")}]
        return desired

    # What is there

    @classmethod
    def selected(cls, want: Desired, view: View) -> list[Record]:
        """Those identity providers of the team, or of the enterprise account, that the options select."""
        if want.get("team") is None:
            mentioned = enterprise_account_of(view, want["enterprise_account"])["identity_provider"]
            found = [cls.with_all(view, mentioned)] if mentioned else []
        else:
            found = cls.look(want, view, cls.kind.of(want["team"])) or []
        key = "id" if want.get("id") else "entity_id"
        chosen = [provider for provider in found if want.get(key) in (None, provider[key])]
        return sorted(chosen, key=lambda provider: provider["entity_id"])

    @classmethod
    def with_all(cls, view: View, provider: Record) -> Record:
        """The provider with what only version 3.sdk knows."""
        return provider if "certificates" in provider else t.cast(Record, view.get(cls.full.named(provider["id"])))

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        found = next(iter(cls.selected(want, view)), None)
        return cls.with_all(view, found) if found and cls.is_full(want) else found

    # What has to be done

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if want.absent and current is not None and want.get("team") is None:
            raise InvalidInput(
                "Heroku's API cannot remove the identity provider of an enterprise account. "
                "With enabled set to false nobody signs on with it."
            )
        if current is None and not want.absent:
            if want.get("id"):
                raise InvalidInput(
                    f"The {cls.place(want)} has no identity provider {want['id']}. Leave id out to make one."
                )
            missing = [] if want.get("sso_target_url") else ["sso_target_url"]
            missing += [] if want.get("certificate") or want.get("certificates") else ["certificate"]
            if missing:
                raise InvalidInput(f"A new identity provider needs {' and '.join(missing)} too.")
        return super().draft(want, current)

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """What version 3.sdk needs to know beside the options, and what it shows more of."""
        if not cls.is_full(want):
            return
        fields = draft.updates.get("update", {}) if draft.creation is None else draft.creation
        if "certificates" in fields:
            there = (draft.current or {}).get("certificates") or ()
            fields["certificates"] = sent(fields["certificates"], there)
        if draft.creation is not None:
            if want.get("team") is None:
                owner = {"id": enterprise_account_of(view, want["enterprise_account"])["id"]}
                draft.creation["owner"] = {**owner, "type": "enterprise-account"}
            else:
                draft.creation["owner"] = {"id": team_of(view, want["team"])["id"], "type": "team"}
            del draft.record["organization"]
            draft.record.update({name: UNKNOWN for name in ONLY_FULL if name not in draft.record})

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """An enterprise account mentions its provider."""
        if draft.writes and want.get("team") is None:
            account = enterprise_account_of(view, want["enterprise_account"])
            after = {**account, "identity_provider": draft.record}
            draft.changes.append(Change(ENTERPRISE_ACCOUNTS.name, (), account, after))

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """A team's providers are listed below it, in whichever version they are written."""
        return [Change(cls.kind.name, (want["team"],), draft.current, draft.record)] if want.get("team") else []

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Value:
        return dict(fields)

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if action.creates and error.status == 422 and "already" in error.message:
            return "Give id to change the one that is there, its entity_id included."
        return ""

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        found = cls.selected(want, view)
        if not want["all_certificates"]:
            return found
        view.get_all(*(cls.full.named(item["id"]) for item in found if "certificates" not in item))
        return [cls.with_all(view, item) for item in found]
