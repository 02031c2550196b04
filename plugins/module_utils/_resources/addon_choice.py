# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which add-on of an app is meant, by its name, by what it is attached as, or by its plan: behaviour.md 3.4."""

from __future__ import annotations

import typing as t

from .._api.errors import InvalidInput
from .._engine.facts import View
from .._engine.plan import Desired
from .._engine.values import UNKNOWN, Record
from .._lib.references import is_uuid, same_thing
from .addon_name import names
from .addon_plan import ANY_ADDON, find_plan, same_plan, service_of
from .attached import ATTACHMENTS, MISSING, Renewable, stripped
from .common import ADDONS, ATTACHMENTS_OF

PROVISIONING, DEPROVISIONED = "provisioning", "deprovisioned"
LEAVING = ("deprovisioning", DEPROVISIONED)


def names_of(addons: t.Iterable[Record]) -> str:
    """Add-ons as a message lists them."""
    return ", ".join(sorted(f"{addon['name']} ({addon['plan']['name']})" for addon in addons))


def is_own(want: Desired, addon: Record) -> bool:
    """Whether the add-on is billed to this app, and not just attached to it from another one."""
    return want["app"] in (addon["app"]["id"], addon["app"]["name"])


def check_service(addon: Record, service: str) -> None:
    """Raises InvalidInput when an add-on is not of this service, since no plan change leads there."""
    if addon["addon_service"]["name"] != service:
        raise InvalidInput(f"{addon['name']} is an add-on of {addon['addon_service']['name']}, not of {service}.")


class ChosenAddon(Renewable):
    """An add-on of an app, found so that a repeated run never buys a second one.

    It is looked for by its name, else by the name it is attached under, else as the app's only one of its service.
    """

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        """The add-on, with those of its config vars that the app has lost.

        Raises InvalidInput for one of another app where an own one is wanted.
        """
        addons = cls.look(want, view, ADDONS.of(want["app"]))
        if addons is None:
            return None
        found = cls.pick(want, view, [addon for addon in addons if addon["state"] not in LEAVING])
        if want.absent:
            return found
        if found is None and want.get("name"):
            found = cls.of_that_name(want, view)
        if found is None:
            return None
        if want.get("own") and cls.borrowed(want, found):
            raise InvalidInput(
                f"{cls.borrowed(want, found)} Detach it with community.heroku.heroku_addon_attachment, or give the new "
                "add-on another name."
            )
        whole = found["state"] == "provisioned" and is_own(want, found)
        return {**found, MISSING: stripped(view, want["app"], found["config_vars"]) if whole else []}

    @classmethod
    def borrowed(cls, want: Desired, addon: Record) -> str:
        """That another app's add-on is used, as a sentence; empty when it is not, or was asked for."""
        own = want.get("own")
        named = want.get("name") in (addon["name"], addon["id"])
        if is_own(want, addon) or not (own or (own is None and not named)):
            return ""
        place = f" as {want['as'].upper()}" if want.get("as") else ""
        return (
            f"{want['app']} has no add-on of its own here: {addon['name']}, which it uses{place}, belongs to "
            f"{addon['app']['name']}, and so does the data in it."
        )

    @classmethod
    def pick(cls, want: Desired, view: View, addons: list[Record]) -> Record | None:
        """The add-on that the options mean, out of some of the app. Raises InvalidInput when several could be meant."""
        found = cls.meant(want, view, addons)
        if len(found) > 1:
            raise InvalidInput(
                f"{want['app']} has several add-ons that plan {want['plan']} could mean: "
                f"{names_of(found)}. Set name or as to choose one."
            )
        if not found:
            return None
        if want.get("plan") and not is_uuid(want["plan"]):
            check_service(found[0], service_of(want["plan"]))
        return found[0]

    @classmethod
    def meant(cls, want: Desired, view: View, addons: list[Record]) -> list[Record]:
        """Those that the options fit; more than one only if there is neither a name nor an attachment to go by."""
        name = want.get("name")
        if not name and not want.get("as"):
            return cls.of_plan(want, view, addons)
        found = [addon for addon in addons if name in (addon["name"], addon["id"])]
        if not found and want.get("as") and not (name and want.absent):
            return cls.attached(want, view, addons)
        return found

    @classmethod
    def attached(cls, want: Desired, view: View, addons: list[Record]) -> list[Record]:
        """The add-on, be it another app's, that is attached to the app as ``as``; a list of one, or none."""
        attachment = view.get(ATTACHMENTS.named(want["as"].upper(), want["app"]))
        if attachment is None:
            return [addon for addon in addons if cls.is_bought_as(want, addon)]
        listed = [addon for addon in addons if same_thing(addon, attachment["addon"])]
        if len(listed) > 1:  # tasks before this one would make them, and Heroku name them
            service = service_of(want.get("plan", ""))
            listed = [addon for addon in listed if addon["addon_service"]["name"] == service][:1]
        if listed or is_own(want, attachment["addon"]):
            return listed
        found = view.get(ANY_ADDON.named(attachment["addon"]["id"]))
        return [found] if found else []

    @staticmethod
    def is_bought_as(want: Desired, addon: Record) -> bool:
        """Whether an add-on that is not attached yet was bought for this place, as its name tells."""
        mine = addon["state"] == PROVISIONING and is_own(want, addon) and not want.get("name")
        return mine and addon["name"] in names(addon["app"]["id"], addon["addon_service"]["name"], want["as"])

    @classmethod
    def of_plan(cls, want: Desired, view: View, addons: list[Record]) -> list[Record]:
        """The app's own add-on of the plan, if there is just one, else all of the plan's service.

        To be taken away, it must have the plan: nothing goes that was not named.
        """
        plan = want["plan"]
        own = [addon for addon in addons if is_own(want, addon)]
        found = [addon for addon in own if same_plan(plan, addon["plan"])]
        if len(found) == 1 or (want.absent and found):
            return found
        return [] if want.absent else cls.of_service(want, view, own)

    @classmethod
    def of_service(cls, want: Desired, view: View, addons: t.Iterable[Record]) -> list[Record]:
        """Those of the service that the wanted plan is of."""
        plan = want["plan"]
        by_id = is_uuid(plan) and not want.absent
        service = find_plan(view, plan, want["app"])["addon_service"]["name"] if by_id else service_of(plan)
        return [addon for addon in addons if addon["addon_service"]["name"] == service]

    @classmethod
    def of_that_name(cls, want: Desired, view: View) -> Record | None:
        """The add-on of the name ``name``, attached to the app, which its list may leave out (behaviour.md 3.4).

        None when nothing has that name, or what has it is just going. Raises InvalidInput when it has nothing to do
        with the app.
        """
        found: Record | None = None if is_uuid(want["name"]) else view.get(ANY_ADDON.named(want["name"]))
        if found is None or found["name"] != want["name"] or found["state"] in LEAVING:
            return None
        # One that is only planned has no id yet.
        attachments = view.get(ATTACHMENTS_OF.of(found["name"] if found["id"] is UNKNOWN else found["id"]))
        if not any(want["app"] in attachment["app"].values() for attachment in attachments):
            raise InvalidInput(
                f"There is an add-on {found['name']} already, which belongs to {found['app']['name']}. Give another "
                "name; or attach that one with community.heroku.heroku_addon_attachment."
            )
        if not is_uuid(want["plan"]):
            check_service(found, service_of(want["plan"]))
        return found

    @classmethod
    def going(cls, want: Desired, view: View) -> Record | None:
        """One that is just being taken away, and whose place a new one takes."""
        addons = cls.look(want, view, ADDONS.of(want["app"])) or ()
        going = [addon for addon in addons if addon["state"] == "deprovisioning"]
        return next(iter(cls.meant(want, view, going)), None) if going else None
