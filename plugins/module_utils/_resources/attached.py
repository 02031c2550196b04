# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments of add-ons, and config vars that they own: behaviour.md 3.2 and 3.5, recorded.md A 1.

An attachment ``NAME`` owns config vars that are called ``NAME`` with an ending, most often ``NAME_URL``. No value of a
config var gets into the facts from here.
"""

from __future__ import annotations

import contextlib
import typing as t
from dataclasses import replace

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import Kind, Need, View
from .._engine.plan import Action, Change, Desired, Plan, Request, Resend
from .._engine.resource import Resource
from .._engine.values import UNKNOWN, Observed, Record, Ref, Value
from .._lib.references import is_uuid, same_thing
from .common import ADDONS, ATTACHMENTS_OF, NO_APP, RELEASES, handle, without_log_address
from .preflight import allowed

TELL_CONFIG_VARS = {"Accept-Inclusion": "config_vars"}  # attachments tell theirs when asked to (behaviour.md 1.1)
USUAL_ENDING = "_URL"
RENEW = "restore"  # begins the verbs of actions that attach anew what is attached
MISSING = "missing_config_vars"  # the key of an observed add-on or attachment for what the app has lost of its own
ENDED = ("succeeded", "failed", "expired")  # releases
ATTACHING = "/addon-attachments"
TO_COME = "(config vars of)"  # begins the keys of config vars that stand for those whose names nobody knows yet


def names_alone(config: Record) -> Record:
    """Config vars without their values."""
    return {name: "" for name, value in config.items() if value is not None}


ATTACHMENTS = Kind(
    "addon_attachment",
    "/apps/{}/addon-attachments",
    wide="/addon-attachments",
    owner="app",
    parent="app",
    no_parent=NO_APP,
    headers=TELL_CONFIG_VARS,
    shape=dict.fromkeys(("config_vars", "namespace", "web_url")),
    canonical=without_log_address,
)
CONFIG_NAMES = Kind(
    "config", "/apps/{}/config-vars", document=True, parent="app", no_parent=NO_APP, canonical=names_alone
)


def known_names(names: Value) -> list[str]:
    """A list of names, as far as it is known and told."""
    return list(names) if isinstance(names, (list, tuple)) else []


def attachment_vars(view: View, app: str) -> frozenset[str]:
    """The names of all config vars of an app that attachments own. One GET, two where they do not tell.

    Attachments tell their config vars when asked to, which is only known of a similar request (behaviour.md 1.1). Where
    they do not, an attachment NAME owns NAME_URL, and an add-on lists the names of its first attachment (behaviour.md
    3.4, 3.5).
    """
    return owned_vars(view.get(ATTACHMENTS.of(app)), lambda: view.get(ADDONS.of(app)))


def owned_vars(attachments: t.Sequence[Record], addons: t.Callable[[], t.Iterable[Record]]) -> frozenset[str]:
    """The names of the config vars that these attachments of an app own; ``addons``, asked if they do not tell, its."""
    told = [attachment.get("config_vars") for attachment in attachments]
    if all(isinstance(names, list) for names in told):
        return frozenset(name for names in told for name in names or ())
    listed = {name for addon in addons() for name in known_names(addon["config_vars"])}
    return frozenset(
        listed | {f"{item['name']}{USUAL_ENDING}" for item in attachments if isinstance(item["name"], str)}
    )


def stripped(view: View, app: str, names: Value) -> list[str]:
    """Those of the config vars of an add-on that the app lacks, as after a rollback to a release without them.

    What a release under way may still bring is not counted. One GET, and one more when something is missing; none
    where the token may not see config vars. Raises as View.get does.
    """
    there = allowed(view, CONFIG_NAMES.of(app)) if known_names(names) else None
    missing = [] if there is None else sorted(set(known_names(names)).difference(there))
    if missing:
        newest = view.get(RELEASES.newest(1, app))
        missing = missing if newest and newest[0]["status"] in ENDED else []
    return missing


def check_nothing_in_the_way(view: View, app: str, confirm: str | None, name: str, known: Value) -> None:
    """Raises InvalidInput when a new attachment ``name`` would overwrite config vars of the user without ``confirm``.

    ``known`` are config vars of other attachments of the same service; their endings say what this one will set.
    One GET, none with ``confirm``. Heroku would answer 423 (recorded.md A 1).
    """
    if confirm and (is_uuid(app) or confirm == app):
        return
    taken = sorted(
        var
        for var in allowed(view, CONFIG_NAMES.of(app)) or ()
        if var.startswith(f"{name}_")
        and (var == name + USUAL_ENDING or any(other.endswith(var[len(name) :]) for other in known_names(known)))
    )
    if taken:
        raise InvalidInput(
            f"{app} has {', '.join(taken)} among its own config vars, which the add-on would overwrite as {name}. "
            f"Attach it under another name; or, to give up {'that value' if len(taken) == 1 else 'those values'}, set "
            f"confirm to {app}."
        )


# What follows for other things, in check mode


def attachment_changes(app: str, before: Record | None, after: Record | None) -> list[Change]:
    """An attachment before and after, in the lists of its app and of its add-on, or of the one before and the other."""
    changes = [Change(ATTACHMENTS.name, (app,), before, after)]
    old, new = (side and names_of_addon(side["addon"]) for side in (before, after))
    sides = [(old, before, None), (new, None, after)] if old and new and old != new else [(new or old, before, after)]
    return changes + [Change(ATTACHMENTS.name, names, was, becomes) for names, was, becomes in sides if names]


def names_of_addon(addon: Record) -> tuple[str, ...]:
    """What an add-on is called in needs: its id, or its name where that is not known yet; nothing without either."""
    return tuple(key for key in (addon["id"], addon["name"]) if isinstance(key, str))[:1]


def config_changes(app: str, gone: Observed = (), new: Value = ()) -> list[Change]:
    """Config vars that an app loses, and gets, with values that only the provider knows."""
    part = {**dict.fromkeys(known_names(gone)), **dict.fromkeys(known_names(new), UNKNOWN)}
    return [Change(CONFIG_NAMES.name, (app,), None, part, partial=True)] if part else []


def is_to_come(name: str) -> bool:
    """Whether a key of config vars is none of them, but stands for those of an attachment, whose names nobody knows."""
    return name.startswith(TO_COME)


def vars_to_come(attachment: Record, told: Value = None) -> list[str]:
    """The config vars of an attachment that would be made: by name, or by what ``is_to_come`` where that is not known.

    ``told`` are the config vars of another attachment of the same add-on, whose endings this one's will have.
    """
    name, addon = attachment["name"], attachment["addon"]
    if isinstance(name, str) and (not known_names(told) or any(item.endswith(USUAL_ENDING) for item in told)):
        return [f"{name}{USUAL_ENDING}"]
    return [f"{TO_COME} {name if isinstance(name, str) else addon['name']}"]


def vars_gone(attachment: Record) -> list[str]:
    """The config vars that go with an attachment, which an earlier task of a run in check mode may have made."""
    return known_names(attachment["config_vars"]) or [*vars_to_come(attachment), *vars_to_come(attachment, ["OTHER"])]


def at_hand(view: View, need: Need) -> list[Record]:
    """A list, where that takes no request; else nothing."""
    with contextlib.suppress(HerokuError):
        return list(view.get(need)) if view.knows(need) else []
    return []


def attachments_gone(view: View, app: str, addon: Record) -> list[Change]:
    """What goes with an add-on in the lists of the apps that use it, if it takes no request to know that.

    ``app`` is how the task calls the app that it belongs to.
    """
    named = any(isinstance(addon[key], str) for key in ("id", "name"))
    needs = [*([ATTACHMENTS_OF.of(handle(addon))] if named else []), ATTACHMENTS.of(app)]
    found = [item for need in needs for item in at_hand(view, need)]
    mine = {(item["app"]["name"], str(item["name"])): item for item in found if same_thing(item["addon"], addon)}
    gone: list[Change] = []
    for (owner, _name), attachment in mine.items() if named or len(mine) == 1 else ():
        gone += attachment_changes(owner, attachment, None)
        gone += config_changes(owner, gone=vars_gone({"config_vars": None, **attachment}))
        gone.append(Change(ADDONS.name, (owner,), addon, None))
    return gone


# Attaching anew, which sets the config vars anew


def renewal(action_id: str, attachment: Record, *, verb: str = RENEW, answers: bool = True) -> Action:
    """The action that attaches an add-on again under the name that it has."""
    body = {**again(attachment), "name": attachment["name"], "confirm": attachment["app"]["name"]}
    if attachment["namespace"]:
        body["namespace"] = attachment["namespace"]
    request = Request("POST", ATTACHING, (), body)
    return Action(action_id, verb, request, Resend.KEYED, answers, stale=("addon", "addon_attachment", "config"))


def again(attachment: Record) -> Record:
    """What and where an attachment is of."""
    return {"addon": attachment["addon"]["id"], "app": attachment["app"]["id"]}


def renew_in_between(action: Action, error: HerokuError) -> list[Action]:
    """What to do where Heroku wants another attachment to the app that pays (recorded.md A 4): have one meanwhile."""
    if not action.verb.startswith(RENEW) or action.after or "last" not in error.message:
        return []
    body = {name: action.request.body[name] for name in ("addon", "app")}
    meanwhile = Action(
        f"{action.id} meanwhile", "attach meanwhile", Request("POST", ATTACHING, (), body), Resend.LOOK, answers=False
    )
    return [meanwhile, replace(action, after=(meanwhile.id,)), *end_of_meanwhile(meanwhile.id)]


def end_of_meanwhile(action_id: str) -> list[Action]:
    """Take away the attachment that an action made for a while."""
    request = Request("DELETE", ATTACHING + "/{}", (Ref(action_id),))
    return [Action(f"{action_id} end", "detach meanwhile", request, answers=False, after=(action_id,))]


def is_second_renewal(action: Action) -> bool:
    """Whether an action attaches anew while there is another attachment, which must not be taken for what it makes."""
    return action.verb.startswith(RENEW) and bool(action.after)


class Renewable(Resource):
    """A resource of whose actions some attach anew what is attached."""

    @classmethod
    def undo(cls, want: Desired, plan: Plan, action: Action) -> list[Action]:
        """What an attachment that could not be renewed leaves behind goes."""
        return end_of_meanwhile(action.after[0]) if is_second_renewal(action) else []

    @classmethod
    def is_left(cls, want: Desired, action: Action, observed: Plan) -> bool:
        return is_second_renewal(action) or super().is_left(want, action, observed)


def explain_renewal(action: Action) -> str:
    """What to do when an attachment cannot be renewed."""
    return (
        f"The config vars of {action.request.body['name']} are missing, and Heroku does not let the attachment be "
        "renewed; a rollback to a release that had them brings them back."
    )
