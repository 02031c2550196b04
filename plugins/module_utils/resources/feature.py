# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What features of apps and of the account have in common: behaviour.md 3.17."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Field
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

OPTIONS: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "enabled": {"type": "bool", "default": True},
}
INFO_OPTIONS: dict[str, t.Any] = {"name": {"type": "str"}, "enabled": {"type": "bool"}}


class Feature(Resource):
    """A feature, by name or id. All of them exist always; what changes is whether one is enabled."""

    fields: t.ClassVar[tuple[Field, ...]] = (Field("enabled"),)

    @property
    def features(self) -> str:
        """The path of the list of features."""
        raise NotImplementedError

    def feature(self) -> dict[str, t.Any] | None:
        """The one that the option C(name) means."""
        return self.fetch(self.features + "/{}", self.params["name"])

    def read(self) -> dict[str, t.Any]:
        found = self.feature()
        if found is None:
            names = sorted(feature["name"] for feature in self.client.list(self.features))
            raise InvalidInput(
                f"There is no {self.noun.replace('_', ' ')} {self.params['name']}. There are {', '.join(names)}."
            )
        return found

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.patch(segments(self.features + "/{}", current["id"]), fields)

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("name"):
            found = [feature for feature in [self.feature()] if feature is not None]
        else:
            found = self.fetch_list(self.features) or []
        return sorted(
            (feature for feature in found if self.given("enabled") in (None, feature["enabled"])),
            key=lambda feature: feature["name"],
        )
