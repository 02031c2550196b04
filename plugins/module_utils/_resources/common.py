# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several resources share: options, and the things that much hangs on."""

from __future__ import annotations

import typing as t

from .._api.client import ACCEPT
from .._api.errors import HerokuError
from .._engine.facts import Kind, Missing, Need, View
from .._engine.values import UNKNOWN, Observed, Record, Spec
from .._lib.references import is_uuid, same_thing

WAIT_OPTIONS: Spec = {
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 1200},
}
CONFIRM_OPTIONS: Spec = {"confirm": {"type": "str"}}
APP_OPTIONS: Spec = {"app": {"type": "str", "required": True}}
NO_APP = "Check the app's name; community.heroku.heroku_app creates an app."
SPACE_OPTIONS: Spec = {"space": {"type": "str", "required": True}}
DOGWOOD = {"Accept": f"{ACCEPT}.dogwood"}  # the variant of the API that has the log drains and hosts of spaces
NO_SPACE = "Check the space's name; community.heroku.heroku_space creates a space."

FIR = "fir"  # the generation of spaces, and of the apps in them, that is not Cedar
TEAM_OWNER = "@herokumanager.com"  # behind a team's name, what its apps and pipelines belong to (behaviour.md 3.1)
NO_TEAM = "Check the team's name; community.heroku.heroku_team creates a team."

APPS = Kind(
    "app",
    "/apps",
    wide="/apps",
    incomplete=True,  # it leaves out apps of a team that one may manage, and has not joined (behaviour.md 3.1)
    shape={
        **dict.fromkeys(("acm", "maintenance"), False),
        **dict.fromkeys(("space", "team", "slug_size", "organization", "repo_size", "internal_routing")),
        **dict.fromkeys(("archived_at", "buildpack_provided_description")),
        "generation": {"id": None, "name": None},
        "owner": {"id": None, "email": None},
    },
)
APPS_OF_TEAM = Kind(
    "app_of_team",
    "/teams/{}/apps",
    by="name",
    parent="team",
    no_parent=NO_TEAM,
    part_of=APPS.name,
    owner="team",
    shape={**APPS.shape, "acm": None, "locked": False, "team": {"id": None, "name": None}},
)


def unjoined_apps(view: View, *teams: str) -> list[Record]:
    """The apps of these teams, by name or id, that the list of all apps lacks, since the account has not joined them.

    They are as the lists of the teams have them, which tell less of an app, and nothing of a team that the token may
    not see. Raises Missing.
    """
    answers: list[list[Record]] = []
    missing: list[Need] = []
    for need in (APPS.of(), *map(APPS_OF_TEAM.of, teams)):
        try:
            answers.append(view.get(need))
        except Missing as error:
            missing += error.needs
        except HerokuError as error:
            if need.kind is APPS or error.status not in (403, 404):
                raise
            answers.append([])
    if missing:
        raise Missing(missing)
    joined = {app["id"] for app in answers[0]}
    found = []
    for team, listed in zip(teams, answers[1:]):
        known = {"id": team} if is_uuid(team) else {}  # the list tells the team by its name only
        found += [{**app, "team": {**app["team"], **known}} for app in listed if app["id"] not in joined]
    return found


ADDONS = Kind(
    "addon",
    "/apps/{}/addons",
    by="id",
    wide="/addons",  # what is billed to an app; the app's own list may also have what is only attached to it
    owner="app",
    parent="app",
    no_parent=NO_APP,
    headers={"X-Heroku-Legacy-Provider-Messages": "true"},  # else Heroku keeps the provider's words to itself
    shape={
        **dict.fromkeys(("billed_price", "billing_entity", "provider_id", "provision_message", "web_url")),
        "actions": [],
        "config_vars": [],
    },
)


def without_log_address(attachment: Record) -> Record:
    """An attachment without the address to write to the app's logs at, which holds the token for it."""
    return {name: value for name, value in attachment.items() if name != "log_input_url"}


ATTACHMENTS_OF = Kind(
    "addon_attachment",
    "/addons/{}/addon-attachments",
    parent="addon",
    shape={"namespace": None, "web_url": None},
    canonical=without_log_address,
)
ACCOUNT = Kind("account", "/account", document=True, shape=dict.fromkeys(("email", "id", "name", "verified")))
REGIONS = Kind("region", "/regions", shape={"private_capable": None})
STACKS = Kind("stack", "/stacks")
TEAMS = Kind(
    "team",
    "/teams",
    by="name",
    shape={
        "type": "team",
        **dict.fromkeys(("enterprise_account", "identity_provider", "membership_limit", "role")),
    },
)
SPACES = Kind(
    "space",
    "/spaces",
    by="name",
    shape={
        **dict.fromkeys(("cidr", "data_cidr", "organization")),
        **{name: {"id": None, "name": None} for name in ("generation", "region", "team")},
        "shield": False,
        "state": "allocated",
    },
)
ACCESS_CONTROLS = "org-access-controls"  # the feature of teams that people have permissions in their apps
INVITE = "team-invite-acceptance"  # the feature of teams that people have to accept an invitation to


def features_of_new_team(need: Need) -> list[Record]:  # noqa: ARG001 - the signature of all such functions
    """What a new team may have. Which it has depends on its type, so nothing is refused for the lack of one."""
    return [{"name": name, "enabled": True} for name in (ACCESS_CONTROLS, INVITE)]


TEAM_FEATURES = Kind(
    "team_feature", "/teams/{}/features", parent="team", no_parent=NO_TEAM, newborn=features_of_new_team
)
FORMATION = Kind(
    "formation",
    "/apps/{}/formation",
    keys=("id", "type"),
    parent="app",
    no_parent=NO_APP,
    shape={**dict.fromkeys(("command", "quantity", "size")), "dyno_size": {"id": None, "name": None}},
)
# What a release brings that would be made: process types that nobody knows before it is there.
TYPES_TO_COME = {
    **dict.fromkeys(("app", "command", "created_at", "id", "quantity", "size", "type", "updated_at"), UNKNOWN),
    "dyno_size": {"id": UNKNOWN, "name": UNKNOWN},
}


def formation_of(view: View, app: str, wanted: t.Collection[str] = ()) -> list[Record]:
    """The process types of an app, by name.

    Those that are ``wanted`` count as there, where an earlier task of a run in check mode would bring some that nobody
    knows yet. The first release with code brings one web and none of the others (behaviour.md 3.3).
    """
    found = view.get(FORMATION.of(app))
    known = [item for item in found if item["type"] is not UNKNOWN]
    there = {item["type"] for item in known}
    to_come = [name for name in wanted if name not in there] if len(known) < len(found) else []
    is_first = all(item.get("id") is UNKNOWN for item in known)
    new = (
        {**TYPES_TO_COME, "type": name, **({"quantity": int(name == "web")} if is_first else {})} for name in to_come
    )
    return sorted([*known, *new], key=lambda item: str(item["type"]))


def addresses_of(found: Observed) -> t.Iterable[str]:
    """The secrets in a build or release, or in a list of them: the addresses of their outputs (behaviour.md 3.14)."""
    records = [found] if isinstance(found, dict) else found or ()
    addresses = (record.get("output_stream_url") for record in records)
    return [address for address in addresses if isinstance(address, str)]


RELEASES = Kind(
    "release",
    "/apps/{}/releases",
    keys=("id",),
    by="version",
    parent="app",
    no_parent=NO_APP,
    shape={
        **dict.fromkeys(("addon_plan_names", "artifacts", "description", "output_stream_url", "slug")),
        "current": False,
        "eligible_for_rollback": False,
        "status": "succeeded",
    },
    secrets=addresses_of,
)


def existing(view: View, need: Need, hint: str) -> Record:
    """The thing that a need names, which has to exist. Raises HerokuError, with what to do (``hint``)."""
    found = view.get(need)
    if found is None:
        noun = need.kind.name
        raise HerokuError(
            f"Couldn't find that {noun.replace('_', ' ')}.",
            id="not_found",
            status=404,
            resource=noun,
            method="GET",
            path=need.kind.address(need.scope, need.key),
            hint=hint,
        )
    return t.cast(Record, found)


def handle(thing: Record) -> str:
    """What names a thing in needs and requests: its id, or its name while only Heroku can know that."""
    return str(thing["id"] if isinstance(thing["id"], str) else thing["name"])


def app_of(view: View, app: str) -> Record:
    """The app of this name or id, which has to exist. Raises HerokuError, with what to do."""
    return existing(view, APPS.named(app), NO_APP)


def space_of(view: View, space: str) -> Record:
    """The space of this name or id, which has to exist. Raises HerokuError, with what to do."""
    return existing(view, SPACES.named(space), NO_SPACE)


def other_users(view: View, addon: Record) -> list[str]:
    """The names of the apps that an add-on is attached to, but for the one that it belongs to."""
    known = next((addon[key] for key in ("id", "name") if isinstance(addon[key], str)), None)
    attachments = view.get(ATTACHMENTS_OF.of(known)) if known else ()  # else a task before this one would make it
    return sorted({item["app"]["name"] for item in attachments if not same_thing(item["app"], addon["app"])})
