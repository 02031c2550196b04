# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buildpacks of an app: behaviour.md 3.16."""

from __future__ import annotations

import re
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, View
from .._engine.plan import Change, Desired, Plan
from .._engine.resource import NEWLY_HIDDEN, Draft, Resource
from .._engine.secrets import credentials_in, secrets_within, without_credentials
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .common import APP_OPTIONS, APPS, NO_APP
from .preflight import IN_PROJECT, check_cedar

URN = "urn:buildpack:"
REGISTRY = re.compile(r"https://(?:buildpack-registry|codon-buildpacks)\.s3\.amazonaws\.com/buildpacks/(.+)\.tgz")
ARCHIVE = "https://buildpack-registry.s3.amazonaws.com/buildpacks/{}.tgz"
NAME = re.compile(r"[\w-]+/[\w-]+")
ADDRESS = re.compile(r"[a-z+]+://\S+|[\w-]+@\S+")
OFFICIAL = "heroku/"


def plain_buildpack(spelling: str) -> str:
    """What the spellings of one buildpack have in common: its name in the registry, else its address."""
    match = REGISTRY.fullmatch(spelling)
    if match:
        return match[1]
    return spelling.removeprefix(URN) if spelling.startswith(URN) else spelling


def is_buildpack(spelling: str, buildpack: Values) -> bool:
    """Whether a name, address or urn means this ``{url, name}`` object; one of the two may be missing or unknown."""
    known = [text for text in (buildpack.get("name"), buildpack.get("url")) if isinstance(text, str)]
    return plain_buildpack(spelling) in map(plain_buildpack, known)


def same_buildpacks(wanted: t.Sequence[str], used: t.Sequence[Values]) -> bool:
    """Whether these are the buildpacks that are in use, in their order."""
    return len(wanted) == len(used) and all(is_buildpack(*pair) for pair in zip(wanted, used))


def foreseen(spelling: str) -> Record:
    """How Heroku will show a buildpack, as far as that is known (behaviour.md 3.16)."""
    name = plain_buildpack(spelling)
    if name == spelling and ADDRESS.fullmatch(spelling):
        return {"url": spelling, "name": spelling}
    if name.startswith(OFFICIAL) and not REGISTRY.fullmatch(spelling):
        return {"url": f"{URN}{name}", "name": name}
    return {"url": spelling if REGISTRY.fullmatch(spelling) else ARCHIVE.format(name), "name": UNKNOWN}


def secrets_of(address: str) -> list[str]:
    """The secrets in an address, as a whole and in parts."""
    secrets = [*credentials_in(address), *secrets_within(address)]
    return [part for secret in secrets for part in (secret, *secret.split(":"))]


def secrets_in(installed: Value) -> t.Iterable[str]:
    """The secrets in a list of installed buildpacks; an address that holds one is a secret too."""
    addresses = [item["buildpack"]["url"] for item in installed or ()]
    return [text for address in addresses if isinstance(address, str) for text in with_itself(address)]


def with_itself(address: str) -> list[str]:
    """The secrets in an address and, if there are any, the address."""
    secrets = secrets_of(address)
    return [*secrets, address] if secrets else []


def plain(text: Value) -> Value:
    """A name or address without the secrets in it."""
    return without_credentials(text) if isinstance(text, str) else text


class Buildpacks(Resource):
    """The whole list of an app's buildpacks, replaced in one request. Addresses may hold secrets, which are masked."""

    noun = "buildpacks"
    plural = "buildpacks"
    kind = Kind(
        "buildpack_installation",
        "/apps/{}/buildpack-installations",
        keys=("ordinal",),
        by="",
        parent="app",
        no_parent=NO_APP,
        shape={"buildpack": {"name": None, "url": None}},
        secrets=secrets_in,
    )
    scope = ("app",)
    whole = True
    update_method = "PUT"
    controls: t.ClassVar[Spec] = {"buildpacks": {"type": "list", "elements": "str", "required": True}}
    info_options: t.ClassVar[Spec] = APP_OPTIONS

    @classmethod
    def check(cls, want: Desired) -> None:
        for spelling in want.get("buildpacks", ()):
            if not ADDRESS.fullmatch(spelling) and not NAME.fullmatch(spelling.removeprefix(URN)):
                raise InvalidInput(
                    f"{without_credentials(spelling)!r} is not a buildpack: give a name in the registry, such as "
                    "heroku/python, or the address of an archive or a Git repository."
                )

    @classmethod
    def secrets(cls, want: Desired) -> t.Iterable[str]:
        return [secret for address in want.get("buildpacks", ()) for secret in secrets_of(address)]

    @classmethod
    def hidden_options(cls, want: Desired) -> t.Iterable[str]:
        return ["buildpacks"] if cls.secrets(want) else []

    @classmethod
    def observe(cls, want: Desired, view: View) -> list[Record]:
        try:
            installed = view.get(cls.kind.of(*cls.scope_of(want)))
        except HerokuError as error:
            if "project.toml" in error.message or "Cloud Native Buildpacks" in error.message:
                error.with_hint("Only apps of the Cedar generation have buildpacks that can be set from outside.")
            raise
        return in_order(installed)

    @classmethod
    def draft(cls, want: Desired, current: list[Record]) -> Draft:
        wanted, used = want["buildpacks"], [item["buildpack"] for item in current]
        if same_buildpacks(wanted, used):
            return Draft(current, current)
        # What stays is sent as it stands, so that it stays exactly that.
        kept = [next((item for item in used if is_buildpack(spelling, item)), None) for spelling in wanted]
        updates = [
            {"buildpack": item["url"] if item and isinstance(item["url"], str) else spelling}
            for spelling, item in zip(wanted, kept)
        ]
        record = [
            {"ordinal": ordinal, "buildpack": item or foreseen(spelling)}
            for ordinal, (spelling, item) in enumerate(zip(wanted, kept))
        ]
        return Draft(current, record, updates={"update": {"updates": updates}})

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        check_cedar(view, APPS.named(want["app"]), f"buildpacks {IN_PROJECT}")

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        return dict(fields)

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Record:
        """The list without secrets; only its secret may be new of an address."""
        before = [item["buildpack"] for item in draft.current]
        shown = [shown_buildpack(item["buildpack"]) for item in record]
        known = set(map(shown_buildpack, before))
        return {
            "buildpacks": [
                f"{text} {NEWLY_HIDDEN}" if text in known and item["buildpack"] not in before else text
                for text, item in zip(shown, record)
            ]
        }

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        scope, pairs = cls.scope_of(want), [(item, None) for item in draft.current]
        return [
            Change(cls.kind.name, scope, before, after)
            for before, after in (*pairs, *((None, item) for item in draft.record))
        ]

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> list[Record]:
        (action,) = plan.actions
        return in_order(map(cls.kind.normal, answers[action.id]))

    @classmethod
    def result(cls, want: Desired, record: Observed) -> Record:
        return {
            "buildpacks": [
                {**item, "buildpack": {key: plain(text) for key, text in item["buildpack"].items()}} for item in record
            ]
        }

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        return cls.observe(want, view)

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return cls.result(want, found)


def in_order(installed: t.Iterable[Record]) -> list[Record]:
    """Installed buildpacks as builds run them."""
    return sorted(installed, key=lambda item: item["ordinal"])


def shown_buildpack(buildpack: Record) -> str:
    """A buildpack in the diff."""
    known = next(text for text in (buildpack["url"], buildpack["name"]) if isinstance(text, str))
    return without_credentials(plain_buildpack(known))
