# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is live, section by section, in the words of a document: the inverse of what the modules do.

Each section has what it reads of one app, space, team or pipeline, and a function that writes it. What a document need
not say is left out: what Heroku makes by itself (its own domains, the attachments and config vars of add-ons, what
automated certificate management looks after), and what is the default. Config vars, addresses of log drains and
headers are secrets.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import HerokuError
from .._engine.facts import Need, View
from .._engine.secrets import secrets_within
from .._engine.values import Observed, Record
from .._resources.addon_attachment import EVERYWHERE
from .._resources.addon_choice import LEAVING
from .._resources.addon_name import names as names_chosen
from .._resources.allowed_addon_service import AllowedAddonService
from .._resources.app_feature import AppFeature
from .._resources.attached import TELL_CONFIG_VARS, owned_vars
from .._resources.buildpacks import Buildpacks, in_order, plain_buildpack
from .._resources.certificate import issued_by_heroku
from .._resources.collaborator import LEFT_ALONE, Collaborator
from .._resources.common import ACCESS_CONTROLS, APPS_OF_TEAM, FIR, FORMATION, REGIONS, TEAM_FEATURES
from .._resources.config import Config
from .._resources.container_release import CONTAINER, IMAGES_OF
from .._resources.domain import ENDPOINTS, Domain
from .._resources.drain import Drain
from .._resources.identity_provider import IdentityProvider
from .._resources.owner import SELF
from .._resources.people import called, names_of
from .._resources.pipeline_config import PipelineConfig
from .._resources.review_app_config import ReviewAppConfig
from .._resources.space_access import SpaceAccess
from .._resources.space_inbound_ruleset import EVERYBODY, InboundRuleset
from .._resources.space_log_drain import SpaceLogDrain
from .._resources.space_peering import ACCEPTED, OURS, Peering
from .._resources.space_vpn import GOING, Vpn
from .._resources.team import PREFERENCES
from .._resources.teams import ROLES, TEAM_INVITATIONS, TEAM_MEMBERS
from .._resources.telemetry_drain import TelemetryDrain
from .._resources.webhook import Webhook
from .apart import Apart, Path

STAGES_WITH_CONFIG = ("test", "review")
UNTOLD = (403, 404)  # of what the token may not see, or what has gone meanwhile
ALL_ATTACHMENTS = dataclasses.replace(EVERYWHERE, headers=TELL_CONFIG_VARS)


@dataclasses.dataclass
class Live:
    """What is live, as far as it was read, and the document that is written of it.

    Attributes:
        view: The facts.
        account: Whose token it is.
        addons: Every add-on that the token sees, those that are being taken away apart.
        attachments: Every attachment.
        names: The names of spaces, teams and regions by their ids.
        apart: The document.
    """

    view: View
    account: Record
    addons: list[Record]
    attachments: list[Record]
    names: dict[str, str]
    apart: Apart = dataclasses.field(default_factory=Apart)

    def get(self, need: Need, about: str) -> Observed:
        """The answer; None, and a note, where the token may not see it. Raises as View.get does for other errors."""
        try:
            return self.view.get(need)
        except HerokuError as error:
            if error.status not in UNTOLD:
                raise
            self.apart.lack(about, f"Heroku does not say: {error.message}")
            return None


class Part(t.NamedTuple):
    """One section below an app, space, team or pipeline: what has to be read of it, and what writes it down."""

    needs: t.Callable[[Record], list[Need]]
    write: t.Callable[[Live, Path, Record], None]


def nothing(thing: Record) -> list[Need]:  # noqa: ARG001 - the signature of all of them
    """For what was read with the lists of all."""
    return []


def dotted(path: Path) -> str:
    """A path as messages have it."""
    return ".".join(path)


def said(entry: Record) -> Record:
    """An entry without what says nothing."""
    return {key: value for key, value in entry.items() if value not in (None, "", False, [], {})}


def is_fir(thing: Record) -> bool:
    """Whether an app or space is of the generation that has images, telemetry drains and cloud native buildpacks."""
    return bool((thing["generation"] or {}).get("name") == FIR)


# Apps


def own_needs(app: Record) -> list[Need]:
    return [APPS_OF_TEAM.of(app["team"]["name"])] if app["team"] else []


def own_app(live: Live, path: Path, app: Record) -> None:
    """The settings of an app; whose it is, unless that is the account itself."""
    team, space = app["team"] and app["team"]["name"], app["space"] and app["space"]["name"]
    owner = "" if team or app["owner"]["id"] == live.account["id"] else app["owner"]["email"]
    stack = "" if is_fir(app) else app["build_stack"]["name"]
    listed = live.get(APPS_OF_TEAM.of(team), dotted((*path, "locked"))) if team else ()
    locked = any(item["id"] == app["id"] and item["locked"] for item in listed or ())
    settings = {
        "team": team,
        "owner": owner,
        "space": space,
        "region": app["region"]["name"],
        "internal_routing": app.get("internal_routing"),
        "stack": stack,
        "locked": locked,
        "maintenance": app["maintenance"],
        "acm": app["acm"],
    }
    live.apart.put(path, said(settings))


def buildpacks_needs(app: Record) -> list[Need]:
    return [] if is_fir(app) else [Buildpacks.kind.of(app["name"])]


def buildpacks(live: Live, path: Path, app: Record) -> None:
    installed = live.get(Buildpacks.kind.of(app["name"]), dotted(path)) if not is_fir(app) else ()
    used = [item["buildpack"] for item in in_order(installed or ())]
    spelled = [plain_buildpack(item["url"] or item["name"]) for item in used]
    if spelled:
        live.apart.put(path, spelled, secret=any(secrets_within(text) for text in spelled))


def config(live: Live, path: Path, app: Record) -> None:
    """The app's own config vars, without those that attachments own."""
    values = live.get(Config.kind.of(app["name"]), dotted(path)) or {}
    owned = owned_vars(attached_to(live, app), lambda: billed_to(live, app))
    for name in sorted(set(values).difference(owned)):
        if values[name] is not None:
            live.apart.put((*path, name), values[name], secret=True)


def attached_to(live: Live, app: Record) -> list[Record]:
    """The attachments of an app, the oldest first."""
    found = [item for item in live.attachments if item["app"]["id"] == app["id"]]
    return sorted(found, key=lambda item: (str(item["created_at"]), str(item["name"])))


def billed_to(live: Live, app: Record) -> list[Record]:
    """The add-ons of an app, those that are attached from another one apart."""
    return sorted((item for item in live.addons if item["app"]["id"] == app["id"]), key=lambda item: item["name"])


def first_of(attachments: t.Iterable[Record], addon: Record) -> Record | None:
    """The attachment that an add-on came with."""
    return next((item for item in attachments if item["addon"]["id"] == addon["id"] and not item["namespace"]), None)


def addons(live: Live, path: Path, app: Record) -> None:
    """Add-ons by their plans where that says enough: by name those that this collection did not name, and shared ones.

    A name that this collection chose follows from the app, so that another app's add-on would be called otherwise.
    """
    attachments, own = attached_to(live, app), billed_to(live, app)
    for addon in own:
        service = addon["addon_service"]["name"]
        first = first_of(attachments, addon)
        alone = sum(item["addon_service"]["name"] == service for item in own) == 1
        shared = [item for item in live.attachments if item["addon"]["id"] == addon["id"] and item is not first]
        named = first["name"] if first else ""
        plan = addon["plan"]["name"]
        if alone and not shared and addon["name"] in names_chosen(app["id"], service, ""):
            live.apart.add(path, plan)
        elif named and not shared and addon["name"] in names_chosen(app["id"], service, named):
            live.apart.add(path, {"plan": plan, "as": named})
        else:
            live.apart.add(path, said({"plan": plan, "name": addon["name"], "as": named}))


def attachments_of(live: Live, path: Path, app: Record) -> None:
    """What is attached beside what each add-on of the app came with."""
    found = attached_to(live, app)
    came = [first_of(found, addon) for addon in billed_to(live, app)]
    for item in sorted(found, key=lambda item: str(item["name"])):
        if item not in came:
            entry = {"addon": item["addon"]["name"], "name": item["name"], "namespace": item["namespace"]}
            live.apart.add(path, said(entry))


def drains_needs(app: Record) -> list[Need]:
    return [] if is_fir(app) else [Drain.kind.of(app["name"])]


def drains(live: Live, path: Path, app: Record) -> None:
    """Their addresses are credentials; those of add-ons come with the add-on."""
    found = live.get(Drain.kind.of(app["name"]), dotted(path)) if not is_fir(app) else ()
    for url in sorted({item["url"] for item in found or () if item["addon"] is None}):
        live.apart.add(path, url, secret=True)


def telemetry_needs(app: Record) -> list[Need]:
    return [TelemetryDrain.kind.of(app["name"])] if is_fir(app) else []


def telemetry_of_space_needs(space: Record) -> list[Need]:
    return [TelemetryDrain.of_space.of(space["name"])] if is_fir(space) else []


def telemetry_drains(live: Live, path: Path, thing: Record) -> None:
    """Those of an app or of a space; one with headers is a secret."""
    needs = telemetry_needs(thing) if path[0] == "apps" else telemetry_of_space_needs(thing)
    found = [item for need in needs for item in live.get(need, dotted(path)) or ()]
    for item in sorted(found, key=lambda item: str(item["exporter"]["endpoint"])):
        exporter = item["exporter"]
        entry = {
            "endpoint": exporter["endpoint"],
            "exporter_type": exporter["type"],
            "signals": sorted(item["signals"] or ()),
            "headers": dict(sorted(exporter["headers"].items())),
        }
        secret = bool(exporter["headers"] or secrets_within(exporter["endpoint"] or ""))
        live.apart.add(path, said(entry), secret=secret)


def webhooks(live: Live, path: Path, app: Record) -> None:
    found = live.get(Webhook.kind.of(app["name"]), dotted(path)) or ()
    for item in sorted(found, key=lambda item: str(item["url"])):
        entry = {"url": item["url"], "level": item["level"], "include": sorted(item["include"] or ())}
        live.apart.add(path, entry, secret=bool(secrets_within(item["url"] or "")))
    if found:
        live.apart.lack(dotted(path), "Heroku does not give back the secret and authorization of webhooks.")


def runs_images(app: Record) -> bool:
    """Whether an app runs images of the registry."""
    return bool((app.get("build_stack") or {}).get("name") == CONTAINER)


def formation_of(app: Record) -> Need:
    """Of an app that runs images, with those: one list tells both."""
    return (IMAGES_OF if runs_images(app) else FORMATION).of(app["name"])


def images_needs(app: Record) -> list[Need]:
    return [formation_of(app)] if runs_images(app) else []


def images(live: Live, path: Path, app: Record) -> None:
    """The images of the registry that the formation runs, by their ids."""
    found = [item for need in images_needs(app) for item in live.get(need, dotted(path)) or ()]
    for item in sorted(found, key=lambda item: str(item["type"])):
        if item["docker_image"]["id"]:
            live.apart.put((*path, item["type"]), item["docker_image"]["id"])


def formation(live: Live, path: Path, app: Record) -> None:
    found = live.get(formation_of(app), dotted(path)) or ()
    for item in sorted(found, key=lambda item: str(item["type"])):
        live.apart.put((*path, item["type"]), {"quantity": item["quantity"], "size": item["size"]})


def features(live: Live, path: Path, app: Record) -> None:
    found = live.get(AppFeature.kind.of(app["name"]), dotted(path)) or ()
    for name in sorted(item["name"] for item in found if item["enabled"]):
        live.apart.put((*path, name), True)


def certificates(live: Live, path: Path, app: Record) -> None:
    """What is uploaded needs its private key, which Heroku keeps."""
    for endpoint in uploaded(live, app, dotted(path)):
        hosts = ", ".join(endpoint["ssl_cert"]["cert_domains"] or ()) or "no name"
        live.apart.lack(
            dotted(path), f"Heroku does not give back the private key of {endpoint['name']}, which is for {hosts}."
        )


def uploaded(live: Live, app: Record, about: str) -> list[Record]:
    """The certificates of an app, those that Heroku looks after apart."""
    found = live.get(ENDPOINTS.of(app["name"]), about) or ()
    return sorted((item for item in found if not issued_by_heroku(item)), key=lambda item: str(item["name"]))


def domains_needs(app: Record) -> list[Need]:
    return [Domain.kind.of(app["name"]), ENDPOINTS.of(app["name"])]


def domains(live: Live, path: Path, app: Record) -> None:
    """Custom domains, with the certificate that was chosen for one."""
    found = live.get(Domain.kind.of(app["name"]), dotted(path)) or ()
    own = {item["id"]: item["name"] for item in uploaded(live, app, dotted((*path, "sni_endpoint")))}
    for item in sorted(found, key=lambda item: str(item["hostname"])):
        if item["kind"] == "heroku":
            continue
        endpoint = own.get((item["sni_endpoint"] or {}).get("id"))
        hostname = item["hostname"]
        live.apart.add(path, {"hostname": hostname, "sni_endpoint": endpoint} if endpoint else hostname)


def collaborators_needs(app: Record) -> list[Need]:
    features_of = [TEAM_FEATURES.of(app["team"]["name"])] if app["team"] else []
    return [Collaborator.kind.of(app["name"]), *features_of]


def collaborators(live: Live, path: Path, app: Record) -> None:
    """People beside the owner and the admins of the team; with permissions where the team has such."""
    found = live.get(Collaborator.kind.of(app["name"]), dotted(path)) or ()
    known = live.get(TEAM_FEATURES.of(app["team"]["name"]), dotted(path)) if app["team"] else ()
    permitted = any(item["name"] == ACCESS_CONTROLS and item["enabled"] for item in known or ())
    for item in sorted(found, key=called):
        if item["role"] in LEFT_ALONE or called(item) == app["owner"]["email"]:
            continue
        permissions = names_of(item["permissions"])
        user = called(item)
        live.apart.add(path, {"user": user, "permissions": permissions} if permitted and permissions else user)


APP_PARTS: dict[str, Part] = {
    "app": Part(own_needs, own_app),
    "buildpacks": Part(buildpacks_needs, buildpacks),
    "config": Part(lambda app: [Config.kind.of(app["name"])], config),
    "addons": Part(nothing, addons),
    "attachments": Part(nothing, attachments_of),
    "drains": Part(drains_needs, drains),
    "telemetry_drains": Part(telemetry_needs, telemetry_drains),
    "webhooks": Part(lambda app: [Webhook.kind.of(app["name"])], webhooks),
    "images": Part(images_needs, images),
    "formation": Part(lambda app: [formation_of(app)], formation),
    "features": Part(lambda app: [AppFeature.kind.of(app["name"])], features),
    "certificates": Part(lambda app: [ENDPOINTS.of(app["name"])], certificates),
    "domains": Part(domains_needs, domains),
    "collaborators": Part(collaborators_needs, collaborators),
}


# Pipelines: each with ``apps``, the names of its chosen apps by stage


def own_pipeline(live: Live, path: Path, pipeline: Record) -> None:
    """Whose it is, unless that is the account itself."""
    owner = pipeline["owner"]
    whose = "" if not owner or owner["id"] == live.account["id"] else live.names.get(owner["id"], owner["id"])
    live.apart.put(path, said({"owner": "" if whose == SELF else whose}))


def stages(live: Live, path: Path, pipeline: Record) -> None:
    for stage, names in pipeline["apps"].items():
        live.apart.put((*path, stage), sorted(names))


def stage_needs(pipeline: Record) -> list[Need]:
    return [PipelineConfig.kind.of(pipeline["id"], stage) for stage in STAGES_WITH_CONFIG]


def stage_config(live: Live, path: Path, pipeline: Record) -> None:
    for stage, need in zip(STAGES_WITH_CONFIG, stage_needs(pipeline)):
        values = live.get(need, dotted((*path, stage))) or {}
        for name in sorted(values):
            if values[name] is not None:
                live.apart.put((*path, stage, name), values[name], secret=True)


def review_needs(pipeline: Record) -> list[Need]:
    return [ReviewAppConfig.kind.of(pipeline["id"]), REGIONS.of()]


def review_apps(live: Live, path: Path, pipeline: Record) -> None:
    """How review apps are made; Heroku has the repository as a number."""
    found = live.get(ReviewAppConfig.kind.of(pipeline["id"]), dotted(path))
    if not found:
        return
    names = ("automatic_review_apps", "base_name", "destroy_stale_apps", "stale_days", "wait_for_ci")
    target = found["deploy_target"]
    place = target and {"type": target["type"], "id": live.names.get(target["id"], target["id"])}
    live.apart.put(path, {**said({name: found[name] for name in names}), **said({"deploy_target": place})})
    live.apart.lack(
        dotted(path), f"Heroku shows the repository by the number {found['repo']['id']} only: add repo, its name."
    )


PIPELINE_PARTS: dict[str, Part] = {
    "pipeline": Part(nothing, own_pipeline),
    "stages": Part(nothing, stages),
    "config": Part(stage_needs, stage_config),
    "review_apps": Part(review_needs, review_apps),
}


# Teams


def own_team(live: Live, path: Path, team: Record) -> None:
    preferences = live.get(PREFERENCES.of(team["name"]), dotted((*path, "addons_controls"))) or {}
    enterprise = team["enterprise_account"]
    settings = {
        "enterprise_account": enterprise and enterprise["name"],
        "default": team.get("default"),
        "addons_controls": preferences.get("addons_controls"),
    }
    live.apart.put(path, said(settings))


def members(live: Live, path: Path, team: Record) -> None:
    """Members; people who are only collaborators of some of the team's apps are none."""
    found = live.get(TEAM_MEMBERS.of(team["name"]), dotted(path)) or ()
    for item in sorted(found, key=lambda item: str(item["email"]).lower()):
        if item["role"] in ROLES:
            live.apart.add(path, said({"email": item["email"], "role": item["role"], "federated": item["federated"]}))


def invitations(live: Live, path: Path, team: Record) -> None:
    found = live.get(TEAM_INVITATIONS.of(team["name"]), dotted(path)) or ()
    for item in sorted(found, key=called):
        live.apart.put((*path, called(item)), item["role"])


def allowed_addon_services(live: Live, path: Path, team: Record) -> None:
    found = live.get(AllowedAddonService.kind.of(team["name"]), dotted(path)) or ()
    for name in sorted(item["addon_service"]["name"] or item["addon_service"]["id"] for item in found):
        live.apart.add(path, name)


def identity_providers(live: Live, path: Path, team: Record) -> None:
    found = live.get(IdentityProvider.kind.of(team["name"]), dotted(path)) or ()
    for item in sorted(found, key=lambda item: str(item["entity_id"])):
        names = ("entity_id", "sso_target_url", "slo_target_url", "certificate")
        live.apart.add(path, said({name: item[name] for name in names}))


TEAM_PARTS: dict[str, Part] = {
    "team": Part(lambda team: [PREFERENCES.of(team["name"])], own_team),
    "members": Part(lambda team: [TEAM_MEMBERS.of(team["name"])], members),
    "invitations": Part(lambda team: [TEAM_INVITATIONS.of(team["name"])], invitations),
    "allowed_addon_services": Part(lambda team: [AllowedAddonService.kind.of(team["name"])], allowed_addon_services),
    "identity_providers": Part(lambda team: [IdentityProvider.kind.of(team["name"])], identity_providers),
}


# Spaces


def own_space(live: Live, path: Path, space: Record) -> None:
    settings = {
        "team": space["team"]["name"],
        "region": space["region"]["name"],
        "generation": FIR if is_fir(space) else "",
        **{name: space[name] for name in ("shield", "cidr", "data_cidr")},
    }
    live.apart.put(path, said(settings))


def access_needs(space: Record) -> list[Need]:
    return [SpaceAccess.kind.of(space["name"]), TEAM_MEMBERS.of(space["team"]["name"])]


def access(live: Live, path: Path, space: Record) -> None:
    """What members may do in the space; admins of the team may do everything anyway."""
    found = live.get(SpaceAccess.kind.of(space["name"]), dotted(path)) or ()
    people = live.get(TEAM_MEMBERS.of(space["team"]["name"]), dotted(path)) or ()
    admins = {str(item["email"]).lower() for item in people if item["role"] == "admin"}
    for item in sorted(found, key=called):
        permissions = names_of(item["permissions"])
        if permissions and called(item).lower() not in admins:
            live.apart.put((*path, called(item)), permissions)


def ruleset_needs(space: Record) -> list[Need]:
    return [] if is_fir(space) else [InboundRuleset.kind.of(space["name"])]


def inbound_ruleset(live: Live, path: Path, space: Record) -> None:
    """From where the apps of the space can be reached, unless that is from everywhere."""
    for need in ruleset_needs(space):
        ruleset = live.get(need, dotted(path)) or {"rules": []}
        rules = [{name: rule[name] for name in ("action", "source")} for rule in ruleset["rules"]]
        if rules and rules != [EVERYBODY]:
            live.apart.put(path, rules)


def log_drain_needs(space: Record) -> list[Need]:
    return [] if is_fir(space) else [SpaceLogDrain.kind.of(space["name"])]


def log_drain(live: Live, path: Path, space: Record) -> None:
    drain = None if is_fir(space) else live.get(SpaceLogDrain.kind.of(space["name"]), dotted(path))
    if drain and drain["url"] and not drain["addon"]:
        live.apart.put(path, drain["url"], secret=True)


def peerings_needs(space: Record) -> list[Need]:
    return [] if is_fir(space) else [Peering.kind.of(space["name"])]


def peerings(live: Live, path: Path, space: Record) -> None:
    """Those that were accepted; a request that nobody has accepted is none."""
    found = [item for need in peerings_needs(space) for item in live.get(need, dotted(path)) or ()]
    for item in sorted(found, key=lambda item: str(item["pcx_id"])):
        if item["type"] == OURS and item["status"] in ACCEPTED:
            live.apart.add(path, item["pcx_id"])


def vpns_needs(space: Record) -> list[Need]:
    return [] if is_fir(space) else [Vpn.kind.of(space["name"])]


def vpns(live: Live, path: Path, space: Record) -> None:
    found = [item for need in vpns_needs(space) for item in live.get(need, dotted(path)) or ()]
    for item in sorted(found, key=lambda item: str(item["name"])):
        if item["status"] != GOING:
            entry = {"public_ip": item["public_ip"], "routable_cidrs": list(item["routable_cidrs"] or ())}
            live.apart.put((*path, item["name"]), entry)


SPACE_PARTS: dict[str, Part] = {
    "space": Part(nothing, own_space),
    "access": Part(access_needs, access),
    "inbound_ruleset": Part(ruleset_needs, inbound_ruleset),
    "log_drain": Part(log_drain_needs, log_drain),
    "peerings": Part(peerings_needs, peerings),
    "vpns": Part(vpns_needs, vpns),
    "telemetry_drains": Part(telemetry_of_space_needs, telemetry_drains),
}
PARTS: dict[str, dict[str, Part]] = {
    "teams": TEAM_PARTS,
    "spaces": SPACE_PARTS,
    "apps": APP_PARTS,
    "pipelines": PIPELINE_PARTS,
}
# Sections that are not exported: what happens once is nothing that Heroku gives back.
ONCE = ("build", "slug", "release", "run")


def leaving(addon: Record) -> bool:
    """Whether an add-on is being taken away."""
    return addon["state"] in LEAVING
