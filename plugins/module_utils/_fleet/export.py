# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The document of what is live: which things, read by lists that many share, and written down section by section."""

from __future__ import annotations

import typing as t

from .._api.errors import InvalidInput
from .._engine.facts import Missing, Need, View
from .._engine.options import NONE
from .._engine.plan import Desired
from .._engine.resource import Resource
from .._engine.values import Observed, Record, Spec
from .._lib.references import same_reference
from .._resources.account_feature import AccountFeature
from .._resources.addon_plan import ANY_ADDON
from .._resources.common import ACCOUNT, APPS, REGIONS, SPACES, TEAMS, unjoined_apps
from .._resources.in_pipeline import PIPELINES, STAGES
from .._resources.key import Key
from .._resources.oauth_client import OauthClient
from .._resources.pipeline_coupling import ALL as COUPLINGS
from .._resources.preflight import allowed
from .._resources.selection import FILTERS, wanted
from .live import ALL_ATTACHMENTS, PARTS, Live, leaving

GROUPS = ("teams", "spaces", "apps", "pipelines")
OF_ACCOUNT = ("keys", "oauth_clients", "account_features")
LISTS = {"type": "list", "elements": "str", "default": []}


def keys(live: Live) -> None:
    """The SSH keys of the account."""
    found = live.get(Key.kind.of(), "keys") or ()
    for text in sorted(item["public_key"].strip() for item in found):
        live.apart.add(("keys",), text)


def oauth_clients(live: Live) -> None:
    """The OAuth clients of the account, which a document tells by their names."""
    found = live.get(OauthClient.kind.of(), "oauth_clients") or ()
    for item in sorted(found, key=lambda item: (str(item["name"]), str(item["id"]))):
        path = ("oauth_clients", item["name"])
        if live.apart.holds(path):
            live.apart.lack(f"oauth_clients.{item['name']}", f"There is another one of this name, {item['id']}.")
        else:
            live.apart.put(path, item["redirect_uri"])


def account_features(live: Live) -> None:
    """The features of the account that are enabled."""
    found = live.get(AccountFeature.kind.of(), "account_features") or ()
    for name in sorted(item["name"] for item in found if item["enabled"]):
        live.apart.put(("account_features", name), True)


ACCOUNT_PARTS = {
    "keys": (Key.kind.of(), keys),
    "oauth_clients": (OauthClient.kind.of(), oauth_clients),
    "account_features": (AccountFeature.kind.of(), account_features),
}


def lists_needed(include: t.Collection[str]) -> list[Need]:
    """The lists of the whole account that an export begins with."""
    needs = [ACCOUNT.of(), TEAMS.of(), SPACES.of(), APPS.of(), PIPELINES.of(), COUPLINGS.of(), REGIONS.of()]
    return [*needs, *([ANY_ADDON.of(), ALL_ATTACHMENTS.of()] if "apps" in include else [])]


def ask(view: View, needs: t.Iterable[Need]) -> None:
    """Have all of this read, together; what Heroku refuses is raised to whoever asks for it. Raises Missing."""
    missing = [need for need in needs if not view.knows(need)]
    if missing:
        raise Missing(missing)


class Chosen(t.NamedTuple):
    """What is exported, each by group in an order that can be relied on."""

    teams: list[Record]
    spaces: list[Record]
    apps: list[Record]
    pipelines: list[Record]
    untold: list[str]  # the names of apps that the token may not look at


def by_name(things: t.Iterable[Record]) -> list[Record]:
    """Things in the order of their names."""
    return sorted(things, key=lambda item: (str(item["name"]), str(item["id"])))


def teams_meant(want: Desired, view: View) -> list[Record]:
    """The teams whose apps could be meant: those that the filter names, or all."""
    return [
        team
        for team in view.get(TEAMS.of())
        if not want["teams"] or any(same_reference(name, team) for name in want["teams"] if name)
    ]


def in_pipelines(want: Desired, view: View) -> list[Record]:
    """Every app that the token sees, with its ``pipeline`` as ``{id, name}`` and its ``stage``, or None.

    Those of teams that its account has not joined are among them, as far as the teams' lists tell of them.
    """
    names = {item["id"]: item["name"] for item in view.get(PIPELINES.of())}
    couplings = {item["app"]["id"]: item for item in view.get(COUPLINGS.of())}
    teams = {team["name"]: team for team in teams_meant(want, view)}
    others = [{**app, "team": teams[app["team"]["name"]]} for app in unjoined_apps(view, *teams)]
    apps = []
    for app in (*view.get(APPS.of()), *others):
        coupling = couplings.get(app["id"])
        place = coupling and {"id": coupling["pipeline"]["id"], "name": names.get(coupling["pipeline"]["id"])}
        apps.append({**app, "pipeline": place, "stage": coupling and coupling["stage"]})
    return apps


def chosen(want: Desired, view: View) -> Chosen:
    """What the filters leave. Without any, all is meant; else of teams, spaces and pipelines what the apps are in.

    A team or space that a filter names is meant also where no app is in it.
    """
    filters = {option: want[option] for option in FILTERS}
    apps = [app for app in in_pipelines(want, view) if wanted(app, filters, want["names"], want["exclude"])]
    told = whole(apps, view)
    untold = sorted({app["name"] for app in apps} - {app["name"] for app in told})
    apps = told
    everything = not any((*filters.values(), want["names"]))

    def meant(option: str, things: t.Iterable[Record]) -> list[Record]:
        homes = {(app[FILTERS[option]] or {}).get("id") for app in apps}
        return by_name(
            item
            for item in things
            if everything or item["id"] in homes or any(same_reference(name, item) for name in want[option] if name)
        )

    return Chosen(
        meant("teams", view.get(TEAMS.of())),
        [space for space in meant("spaces", view.get(SPACES.of())) if space["state"] == "allocated"],
        by_name(apps),
        pipelines_of(view, apps, meant("pipelines", view.get(PIPELINES.of()))),
        untold,
    )


def whole(apps: t.Sequence[Record], view: View) -> list[Record]:
    """Apps with all that Heroku tells of those that only a team's list had; without those that it does not tell of.

    Raises Missing.
    """
    listed = {app["id"] for app in view.get(APPS.of())}
    ask(view, [APPS.named(app["name"]) for app in apps if app["id"] not in listed])
    found = []
    for app in apps:
        more = app if app["id"] in listed else allowed(view, APPS.named(app["name"]))
        found += [{**app, **more}] if more else []
    return found


def pipelines_of(view: View, apps: t.Sequence[Record], listed: t.Sequence[Record]) -> list[Record]:
    """The pipelines that are meant, with the names of those of their apps that are, by stage.

    Lists may lack a pipeline that a coupling knows. One that the token may not see is left out. Raises Missing.
    """
    known = {item["id"] for item in listed}
    others = {app["pipeline"]["id"] for app in apps if app["pipeline"]} - known
    ask(view, [PIPELINES.named(key) for key in sorted(others)])
    found = [view.get(PIPELINES.named(key)) for key in sorted(others)]
    placed = []
    for pipeline in by_name([*listed, *filter(None, found)]):
        inside = [app for app in apps if app["pipeline"] and app["pipeline"]["id"] == pipeline["id"]]
        stages = {stage: [app["name"] for app in inside if app["stage"] == stage] for stage in STAGES}
        placed.append({**pipeline, "apps": {stage: names for stage, names in stages.items() if names}})
    return placed


def live_of(view: View, include: t.Collection[str]) -> Live:
    """What many parts of the export need, of the lists that were read."""
    called = [item for kind in (TEAMS, SPACES, REGIONS) for item in view.get(kind.of())]
    with_apps = "apps" in include
    return Live(
        view,
        view.get(ACCOUNT.of()),
        [item for item in view.get(ANY_ADDON.of()) if not leaving(item)] if with_apps else [],
        view.get(ALL_ATTACHMENTS.of()) if with_apps else [],
        {item["id"]: item["name"] for item in called},
    )


def write_down(live: Live, things: Chosen, want: Desired) -> None:
    """All sections of all things, in the order of a document."""
    for name in things.untold if "apps" in want["include"] else ():
        live.apart.lack(f"apps.{name}", "It exists, but the token may not read it.")
    for group in GROUPS:
        if group not in want["include"]:
            continue
        for thing in getattr(things, group):
            path = (group, thing["name"])
            if live.apart.holds(path):
                live.apart.lack(".".join(path), f"There is another one of this name, {thing['id']}.")
                continue
            for name, part in PARTS[group].items():
                own = name == group[:-1]
                if own or not want["sections"] or name in want["sections"]:
                    part.write(live, path if own else (*path, name), thing)
    for name, (_need, write) in ACCOUNT_PARTS.items():
        if name in want["include"]:
            write(live)


def needs_of(things: Chosen, want: Desired) -> list[Need]:
    """What has to be read of the chosen things, one by one."""
    needs = [need for name, (need, _write) in ACCOUNT_PARTS.items() if name in want["include"]]
    for group in GROUPS:
        if group in want["include"]:
            for name, part in PARTS[group].items():
                if name == group[:-1] or not want["sections"] or name in want["sections"]:
                    needs += [need for thing in getattr(things, group) for need in part.needs(thing)]
    return list(dict.fromkeys(needs))


class Export(Resource):
    """What is live as a document: the reading half of a fleet."""

    noun = plural = "fleet"
    kind = APPS
    info_options: t.ClassVar[Spec] = {
        **dict.fromkeys((*FILTERS, "names", "exclude"), LISTS),
        "include": {
            "type": "list",
            "elements": "str",
            "choices": [*GROUPS, *OF_ACCOUNT],
            "default": list(GROUPS),
        },
        "sections": {
            "type": "list",
            "elements": "str",
            "choices": sorted({name for group in GROUPS for name in PARTS[group] if name != group[:-1]}),
            "default": [],
        },
        "show_secrets": {"type": "bool", "default": False, "no_log": False},
    }
    info_empty: t.ClassVar[dict[str, str]] = dict.fromkeys(FILTERS, NONE)

    @classmethod
    def check(cls, want: Desired) -> None:
        if not want.get("include"):
            raise InvalidInput("include is empty: name what to export, such as apps.", option="include")

    @classmethod
    def find(cls, want: Desired, view: View) -> Record:
        """The document: ``{document, secrets, cannot}``, see Apart. Raises as View.get does."""
        ask(view, lists_needed(want["include"]))
        things = chosen(want, view)
        ask(view, needs_of(things, want))
        live = live_of(view, want["include"])
        write_down(live, things, want)
        apart = live.apart
        return {"document": apart.document, "secrets": apart.secrets, "cannot": unique(apart.cannot)}

    @classmethod
    def info(cls, want: Desired, found: Observed) -> Record:
        return {**found, "secrets": found["secrets"] if want["show_secrets"] else None}


def unique(notes: t.Iterable[Record]) -> list[Record]:
    """Notes, each of them once."""
    kept: list[Record] = []
    for note in notes:
        if note not in kept:
            kept.append(note)
    return kept
