# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config vars that attachments of add-ons own: behaviour.md 3.2 and 3.5, recorded.md A 1.

An attachment C(NAME) owns config vars that are called C(NAME) with an ending, most often C(NAME_URL). No value of a
config var leaves this file.
"""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import is_uuid
from ansible_collections.community.heroku.plugins.module_utils.resource import AppResource, Resource

TELL_CONFIG_VARS = {"Accept-Inclusion": "config_vars"}  # attachments tell theirs when asked to (behaviour.md 1.1)
USUAL_ENDING = "_URL"


def config_var_names(resource: AppResource) -> frozenset[str] | None:
    """The names of the app's config vars; None when the token may not see them. One GET. Raises HerokuError."""
    try:
        return frozenset(resource.client.get(resource.in_app("/config-vars")))
    except HerokuError as error:
        if error.status != 403:
            raise
        return None


def attachment_vars(resource: AppResource) -> frozenset[str]:
    """The names of all config vars of the app that attachments own. One GET, two where they do not tell.

    Attachments tell their config vars when asked to, which is only known of a similar request (behaviour.md 1.1). Where
    they do not, an attachment NAME owns NAME_URL, and an add-on lists the names of its first attachment (behaviour.md
    3.4, 3.5).
    """
    attachments = resource.client.list(resource.in_app("/addon-attachments"), headers=TELL_CONFIG_VARS)
    if all("config_vars" in attachment for attachment in attachments):
        return frozenset(name for attachment in attachments for name in attachment["config_vars"])
    addons = resource.client.list(resource.in_app("/addons"))
    listed = {name for addon in addons for name in addon["config_vars"]}
    return frozenset(listed | {f"{attachment['name']}{USUAL_ENDING}" for attachment in attachments})


def other_users(resource: Resource, addon: t.Mapping[str, t.Any]) -> list[str]:
    """The names of the apps that an add-on is attached to, but for the one that it belongs to. One GET."""
    attachments = resource.fetch_list("/addons/{}/addon-attachments", addon["id"]) or ()
    return sorted({item["app"]["name"] for item in attachments if item["app"]["id"] != addon["app"]["id"]})


def stripped(resource: AppResource, names: t.Collection[str]) -> list[str]:
    """Those of the config vars of an add-on that the app lacks, as after a rollback to a release without them.

    What a release under way may still bring is not counted. One GET, and one more when something is missing.
    """
    there = config_var_names(resource) if names else None
    missing = [] if there is None else sorted(set(names).difference(there))
    if missing:
        newest = resource.client.newest(resource.in_app("/releases"), by="version")
        missing = missing if newest and newest[0]["status"] in ("succeeded", "failed", "expired") else []
    return missing


def reattach(resource: AppResource, attachment: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Attach an add-on again under the name that it has, which sets its config vars anew.

    Where Heroku insists on another attachment to the app that pays (recorded.md A 4), there is one meanwhile.
    Returns the new attachment. Raises HerokuError.
    """
    again = {"addon": attachment["addon"]["id"], "app": attachment["app"]["id"]}
    body = {**again, "name": attachment["name"], "confirm": attachment["app"]["name"]}
    if attachment["namespace"]:
        body["namespace"] = attachment["namespace"]
    try:
        return resource.client.post("/addon-attachments", body)
    except HerokuError as error:
        if "last" not in error.message:
            raise error.with_hint(
                f"The config vars of {attachment['name']} are missing, and Heroku does not let the attachment be "
                "renewed; a rollback to a release that had them brings them back."
            ) from None
    meanwhile = resource.client.post("/addon-attachments", again)
    try:
        return resource.client.post("/addon-attachments", body)
    finally:
        resource.client.delete(segments("/addon-attachments/{}", meanwhile["id"]))


def check_nothing_in_the_way(resource: AppResource, name: str, known: t.Collection[str]) -> None:
    """Raises InvalidInput when a new attachment C(name) would overwrite config vars of the user without C(confirm).

    C(known) are config vars of other attachments of the same service; their endings say what this one will set.
    One GET, none with C(confirm). Heroku would answer 423 (recorded.md A 1).
    """
    app, confirm = resource.params["app"], resource.params.get("confirm")
    if confirm and (is_uuid(app) or confirm == app):
        return
    taken = sorted(
        var
        for var in config_var_names(resource) or ()
        if var.startswith(f"{name}_")
        and (var == name + USUAL_ENDING or any(other.endswith(var[len(name) :]) for other in known))
    )
    if taken:
        raise InvalidInput(
            f"{app} has {', '.join(taken)} among its own config vars, which the add-on would overwrite as {name}. "
            f"Attach it under another name; or, to give up {'that value' if len(taken) == 1 else 'those values'}, set "
            f"confirm to {app}."
        )
