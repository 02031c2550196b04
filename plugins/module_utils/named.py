# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has a name of its own at Heroku, unique and changeable: apps, teams, spaces."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

NAME_OPTIONS: dict[str, t.Any] = {"name": {"type": "str", "required": True}, "new_name": {"type": "str"}}


class NamedResource(Resource):
    """A resource that the option C(name) means by name or id, and that is called C(new_name) from then on, if given.

    What has the new name already was renamed by an earlier run, and is as good. A subclass has a C(Field("name")), says
    in C(path) where one is, and in M(check_name) what a name can be.
    """

    path = ""  # of one, such as C(/apps/{})
    taken = ""  # what to tell somebody who wants a name that a stranger has

    def check_name(self, option: str, name: str) -> None:
        """Raises InvalidInput for what Heroku takes as no name of such a thing."""
        raise NotImplementedError

    def check(self) -> None:
        """Judge the names. Raises InvalidInput."""
        for option in ("name", "new_name"):
            name = self.given(option)
            if name is not None and not is_uuid(name):
                self.check_name(option, name)
        if is_uuid(self.given("new_name") or ""):
            raise InvalidInput(f"new_name {self.params['new_name']} is an id, and no {self.noun} can be called that.")

    def look_up(self, name: str) -> dict[str, t.Any] | None:
        """The one of this name or id, or None. Raises HerokuError, for what a stranger has with what to do."""
        try:
            return self.fetch(self.path, name)
        except HerokuError as error:
            # Other refusals, of a suspended account or for the scope of a token, do not speak of the thing.
            theirs = error.status == 403 and f"access to the {self.noun} " in error.message
            raise error.with_hint(self.taken) if theirs and self.taken else error from None

    def look_up_renamed(self, name: str) -> dict[str, t.Any] | None:
        """The one of the old name, when one has the new name already: a stranger may have the old name since."""
        try:
            return self.look_up(name)
        except HerokuError as error:
            if error.status == 403:
                return None
            raise

    def read(self) -> dict[str, t.Any] | None:
        """The one that is meant, be it renamed already or not: one GET, two with a new name.

        Raises InvalidInput when both names are taken, or when an id, which nobody can choose, means nothing.
        """
        name, new_name = self.params["name"], self.given("new_name")
        renamed = self.look_up(new_name) if new_name else None
        found: dict[str, t.Any] | None = renamed
        if renamed is None or renamed["id"] != name:
            found = self.look_up_renamed(name) if renamed else self.look_up(name)
        if renamed and found and renamed["id"] != found["id"]:
            raise InvalidInput(
                f"Cannot rename {found['name']} to {new_name}: another {self.noun} of yours has that name."
            )
        found = found or renamed
        if found is None and is_uuid(name) and self.given("state") != "absent":
            raise InvalidInput(
                f"There is no {self.noun} with the id {name}, and Heroku chooses the id of a new one: give a name."
            )
        return found

    def made(self) -> dict[str, t.Any] | None:
        """As for all; but a name that is taken by somebody else's is answered with a 403 (behaviour.md 2.2)."""
        try:
            return self.read()
        except HerokuError as error:
            if error.status == 403:
                return None
            raise

    def wanted(self) -> dict[str, t.Any]:
        """The given options; an id is no name to be given."""
        wanted = super().wanted()
        wanted["name"] = self.given("new_name") or self.params["name"]
        if is_uuid(wanted["name"]):
            del wanted["name"]
        return wanted

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Change it in one write and return Heroku's object."""
        return self.client.patch(segments(self.path, current["id"]), fields)

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        """Take it away and return what Heroku says of it."""
        return self.client.delete(segments(self.path, current["id"]))
