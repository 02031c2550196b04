# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The buildpacks of an app, in their order: behaviour.md 3.16."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, hidden
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    AppResource,
)
from ansible_collections.community.heroku.plugins.module_utils.secrets import (
    credentials_in,
    secrets_within,
    without_credentials,
)

URN = "urn:buildpack:"
REGISTRY = re.compile(r"https://(?:buildpack-registry|codon-buildpacks)\.s3\.amazonaws\.com/buildpacks/(.+)\.tgz")
NAME = re.compile(r"[\w-]+/[\w-]+")
ADDRESS = re.compile(r"[a-z+]+://\S+|[\w-]+@\S+")
OFFICIAL = "heroku/"


def plain_buildpack(spelling: str) -> str:
    """What the spellings of one buildpack have in common: its name in the registry, else its address.

    behaviour.md 3.16.
    """
    match = REGISTRY.fullmatch(spelling)
    return match[1] if match else spelling.removeprefix(URN)


def is_buildpack(spelling: str, buildpack: t.Mapping[str, t.Any]) -> bool:
    """Whether a name, address or urn means this C({url, name}) object; one of the two may be missing."""
    known = (plain_buildpack(buildpack.get(key) or "") for key in ("name", "url"))
    return plain_buildpack(spelling) in known


def same_buildpacks(wanted: t.Sequence[str], used: t.Sequence[t.Mapping[str, t.Any]]) -> bool:
    """Whether these are the buildpacks that are in use, in their order."""
    return len(wanted) == len(used) and all(is_buildpack(*pair) for pair in zip(wanted, used))


def foreseen(spelling: str) -> dict[str, t.Any]:
    """How Heroku will show a buildpack, as far as that is known (behaviour.md 3.16)."""
    name = plain_buildpack(spelling)
    if name == spelling and ADDRESS.fullmatch(spelling):
        return {"url": spelling, "name": spelling}
    if REGISTRY.fullmatch(spelling):
        return {"url": spelling, "name": None}
    return {"url": f"{URN}{name}", "name": name} if name.startswith(OFFICIAL) else {"url": None, "name": None}


class Buildpacks(AppResource):
    """The whole list of an app's buildpacks, replaced in one request. Addresses may hold secrets, which are masked."""

    noun = "buildpacks"
    plural = "buildpacks"
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "buildpacks": {"type": "list", "elements": "str", "required": True},
    }
    info_options: t.ClassVar[dict[str, t.Any]] = APP_OPTIONS

    def check(self) -> None:
        if self.hide_secrets(self.given("buildpacks") or ()):
            self.talk.hide_option("buildpacks")
        for spelling in self.given("buildpacks") or ():
            if not ADDRESS.fullmatch(spelling) and not NAME.fullmatch(spelling.removeprefix(URN)):
                raise InvalidInput(
                    f"{without_credentials(spelling)!r} is no buildpack: give a name in the registry, such as "
                    "heroku/python, or the address of an archive or a Git repository."
                )

    def read(self) -> list[dict[str, t.Any]]:
        try:
            installed = self.of_app(lambda: self.client.get(self.in_app("/buildpack-installations")))
        except HerokuError as error:
            if "project.toml" in error.message or "Cloud Native Buildpacks" in error.message:
                error.with_hint("Only apps of the Cedar generation have buildpacks that can be set from outside.")
            raise
        self.hide_secrets(item["buildpack"]["url"] for item in installed)
        return sorted(installed, key=lambda item: item["ordinal"])

    def hide_secrets(self, addresses: t.Iterable[str]) -> bool:
        """Keep what the addresses hold from all texts. Returns whether they hold any secret."""
        secrets = [secret for address in addresses for secret in (*credentials_in(address), *secrets_within(address))]
        self.talk.hide(part for secret in secrets for part in (secret, *secret.split(":")))
        return bool(secrets)

    def plan(self, current: list[dict[str, t.Any]]) -> Plan:
        wanted = self.params["buildpacks"]
        used = [item["buildpack"] for item in current]
        before = [self.shown(buildpack) for buildpack in used]
        if same_buildpacks(wanted, used):
            return Plan(before={"buildpacks": before}, after={"buildpacks": before}, steps=(), predicted=current)
        # What stays is sent as it stands, so that it stays exactly that.
        kept = [next((item for item in used if is_buildpack(spelling, item)), None) for spelling in wanted]
        updates = [{"buildpack": item["url"] if item else spelling} for spelling, item in zip(wanted, kept)]
        after = [self.shown(item) if item else self.announced(spelling, before) for spelling, item in zip(wanted, kept)]
        return Plan(
            before={"buildpacks": before},
            after={"buildpacks": after},
            steps=(Step("update", {"updates": updates}),),
            predicted=[
                {"ordinal": ordinal, "buildpack": item or foreseen(spelling)}
                for ordinal, (spelling, item) in enumerate(zip(wanted, kept))
            ],
        )

    @staticmethod
    def shown(buildpack: dict[str, t.Any]) -> str:
        """A buildpack that is in use, in the diff."""
        return without_credentials(plain_buildpack(buildpack["url"]))

    @staticmethod
    def announced(spelling: str, before: list[str]) -> str:
        """A buildpack that is not yet in use, in the diff; only its secret may be new."""
        text = without_credentials(plain_buildpack(spelling))
        return f"{text} {hidden(True)}" if text in before else text

    def update(self, current: list[dict[str, t.Any]], fields: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        installed = self.client.put(self.in_app("/buildpack-installations"), fields)
        return sorted(installed, key=lambda item: item["ordinal"])

    def result(self, record: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        return {
            "buildpacks": [
                {
                    **item,
                    "buildpack": {key: text and without_credentials(text) for key, text in item["buildpack"].items()},
                }
                for item in record
            ]
        }

    def find(self) -> list[dict[str, t.Any]]:
        return self.read()

    def info(self, found: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        return self.result(found)
