# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has a name of its own at Heroku, unique and changeable: apps, teams, spaces."""

from __future__ import annotations

import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import Attribute
from .._engine.facts import View
from .._engine.plan import Action, Desired
from .._engine.resource import Resource
from .._engine.values import Record
from .._lib.references import is_uuid, same_thing

NAME = Attribute("name", spec={"required": True})
NEW_NAME: Record = {"new_name": {"type": "str"}}


class Named(Resource):
    """A resource that the option ``name`` means by name or id, and that is called ``new_name`` from then on, if given.

    What has the new name already was renamed by an earlier run, and is as good. A subclass has the attribute NAME and
    the control NEW_NAME, and says in ``check_name`` what a name can be; ``taken`` is what to tell somebody who wants a
    name that a stranger has.
    """

    key = "name"
    taken = ""

    @classmethod
    def check_name(cls, option: str, name: str) -> None:
        """Raises InvalidInput for what Heroku takes as no name of such a thing."""
        raise NotImplementedError

    @classmethod
    def check(cls, want: Desired) -> None:
        for option in ("name", "new_name"):
            name = want.get(option)
            if name is not None and not is_uuid(name):
                cls.check_name(option, name)
        if is_uuid(want.get("new_name", "")):
            raise InvalidInput(f"new_name {want['new_name']} is an id, and no {cls.noun} can be called that.")

    @classmethod
    def look_up(cls, want: Desired, view: View, name: str) -> Record | None:
        """The one of this name or id, or None. Raises HerokuError, for what a stranger has with what to do."""
        try:
            return t.cast("Record | None", cls.look(want, view, cls.kind.named(name)))
        except HerokuError as error:
            # Other refusals, of a suspended account or for the scope of a token, do not speak of the thing.
            theirs = error.status == 403 and f"access to the {cls.noun} " in error.message
            raise error.with_hint(cls.taken) if theirs and cls.taken else error from None

    @classmethod
    def look_up_renamed(cls, want: Desired, view: View, name: str) -> Record | None:
        """The one of the old name, when one has the new name already: a stranger may have the old name since."""
        try:
            return cls.look_up(want, view, name)
        except HerokuError as error:
            if error.status == 403:
                return None
            raise

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        """The one that is meant, be it renamed already or not: one GET, two with a new name.

        Raises InvalidInput when both names are taken, or when an id, which nobody can choose, means nothing.
        """
        name, new_name = want["name"], want.get("new_name")
        renamed = cls.look_up(want, view, new_name) if new_name else None
        found = renamed
        if renamed is None or renamed["id"] != name:
            found = cls.look_up_renamed(want, view, name) if renamed else cls.look_up(want, view, name)
        if renamed and found and not same_thing(renamed, found):
            raise InvalidInput(
                f"Cannot rename {found['name']} to {new_name}: another {cls.noun} of yours has that name."
            )
        found = found or renamed
        if found is None and is_uuid(name) and not want.absent:
            raise InvalidInput(
                f"There is no {cls.noun} with the id {name}, and Heroku chooses the id of a new one: give a name."
            )
        return found

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        """The given options; an id is no name to be given."""
        desired = {**super().desired(want, current), "name": want.get("new_name", want["name"])}
        if is_uuid(desired["name"]):
            del desired["name"]
        return desired

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        return cls.taken if "already taken" in error.message else ""
