# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a state of Terraform says of Heroku, as a document of many apps: as heroku/heroku documents its resources.

It reads what ``terraform show -json`` prints, of a state or of a plan, and state files as Terraform writes them since
version 0.12. Resources are those of heroku/heroku 4 and 5, which differ in what an app is referred to by, and
``heroku_cert`` of version 3, of which a state may still have some.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._api.errors import InvalidInput
from .._engine.secrets import secrets_within
from .._engine.values import Json, Record
from .apart import Apart, Path

STATE_VERSION = 4  # of state files, since Terraform 0.12
PREFIX = "heroku_"
FIR = "fir"
NOT_A_STATE = (
    "This is neither a state file of Terraform 0.12 or later nor what 'terraform show -json' prints: give one of them."
)


class Found(t.NamedTuple):
    """A resource, or a data source, of the state."""

    type: str
    address: str
    values: Record
    managed: bool


# Reading the forms of a state


def resources_in(state: Json) -> list[Found]:
    """The resources and data sources of Heroku's provider in a state, in its order. Raises InvalidInput."""
    if not isinstance(state, dict):
        raise InvalidInput(NOT_A_STATE)
    if "version" in state and "resources" in state:
        if state["version"] != STATE_VERSION:
            raise InvalidInput(
                f"This state file is of version {state['version']}: 'terraform apply -refresh-only' of Terraform 0.15 "
                "or later rewrites it."
            )
        found = from_file(state)
    else:
        shown = state.get("values") or (state.get("prior_state") or {}).get("values")
        if not isinstance(shown, dict) and "format_version" not in state:
            raise InvalidInput(NOT_A_STATE)
        found = from_module((shown or {}).get("root_module") or {})
    return [item for item in found if item.type.startswith(PREFIX)]


def from_file(state: Record) -> t.Iterator[Found]:
    """Those of a state file, one for each instance."""
    for resource in state["resources"]:
        managed = resource.get("mode") != "data"
        module = f"{resource['module']}." if resource.get("module") else ""
        name = f"{module}{'' if managed else 'data.'}{resource['type']}.{resource['name']}"
        for instance in resource.get("instances") or ():
            key = instance.get("index_key")
            index = "" if key is None else f"[{key}]" if isinstance(key, int) else f'["{key}"]'
            yield Found(resource["type"], name + index, instance.get("attributes") or {}, managed)


def from_module(module: Record) -> t.Iterator[Found]:
    """Those of a module that was shown, and of the modules in it."""
    for resource in module.get("resources") or ():
        managed = resource.get("mode") != "data"
        yield Found(resource["type"], resource["address"], resource.get("values") or {}, managed)
    for child in module.get("child_modules") or ():
        yield from from_module(child)


# What the resources say


@dataclass
class Reading:
    """A state while it is read: the document so far, and what ids are the names of.

    ``names`` is what resources are called, by type, and in it by id and name; ``bound`` the hostnames that use each
    certificate, by its id.
    """

    apart: Apart = field(default_factory=Apart)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    bound: dict[str, list[str]] = field(default_factory=dict)

    def name(self, kind: str, reference: Json) -> str:
        """What a reference by id or name means; itself where the state does not tell."""
        return self.names.get(kind, {}).get(reference, str(reference))

    def app(self, values: Record) -> Path:
        """The place of the app that a resource belongs to: ``app_id`` since version 5, before that ``app``."""
        return ("apps", self.name("heroku_app", values.get("app_id") or values.get("app")))

    def pipeline(self, values: Record) -> Path:
        """The place of the pipeline that a resource belongs to."""
        return ("pipelines", self.name("heroku_pipeline", values.get("pipeline_id") or values.get("pipeline")))

    def space(self, values: Record) -> Path:
        """The place of the space that a resource belongs to."""
        return ("spaces", self.name("heroku_space", values["space"]))

    def some(self, path: Path, values: Record, *options: str, **renamed: str) -> None:
        """Put those of a resource's attributes that say something, under the names that the options have here."""
        for option, key in {**{name: name for name in options}, **renamed}.items():
            if values.get(key) not in (None, "", False, 0, []):
                self.apart.put((*path, option), values[key])


def texts(values: Record, *names: str) -> Record:
    """The maps in these attributes as one; in states of old it may be a list of maps."""
    merged: Record = {}
    for name in names:
        found = values.get(name) or {}
        for part in found if isinstance(found, list) else [found]:
            merged.update(part or {})
    return {key: str(value) for key, value in merged.items() if value is not None}


def block(values: Record, name: str) -> Record:
    """The one block of this name, which a state has as a list of one."""
    found = values.get(name) or {}
    return dict(found[0] if isinstance(found, list) else found)


def without_empty(entry: Record) -> Record:
    """An entry without what says nothing."""
    return {key: value for key, value in entry.items() if value not in (None, "", [], {})}


def put_config(reading: Reading, path: Path, open_vars: Record, sensitive: Record) -> None:
    """Config vars, those that Terraform hides with the secrets."""
    for values, secret in ((open_vars, False), (sensitive, True)):
        for key, value in values.items():
            reading.apart.put((*path, key), value, secret=secret)


def app(found: Found, reading: Reading) -> None:
    values = found.values
    path = ("apps", reading.name(found.type, values["name"]))
    reading.apart.put(path, {})
    team = block(values, "organization")
    reading.some(path, {"team": team.get("name"), "locked": team.get("locked")}, "team", "locked")
    reading.some(path, values, "region", "acm")
    if values.get("space"):
        reading.apart.put((*path, "space"), reading.name("heroku_space", values["space"]))
        reading.some(path, values, "internal_routing")
    if values.get("generation") != FIR:
        reading.some(path, values, "stack")
    buildpacks = list(values.get("buildpacks") or ())
    if buildpacks:
        secret = any(secrets_within(address) for address in buildpacks)
        reading.apart.put((*path, "buildpacks"), buildpacks, secret=secret)
    put_config(reading, (*path, "config"), texts(values, "config_vars"), texts(values, "sensitive_config_vars"))


def app_config_association(found: Found, reading: Reading) -> None:
    path = (*reading.app(found.values), "config")
    put_config(reading, path, texts(found.values, "vars"), texts(found.values, "sensitive_vars"))


def config(found: Found, reading: Reading) -> None:
    """It stands in the state alone; what it holds is in the resources that use it."""


def addon(found: Found, reading: Reading) -> None:
    entry = without_empty({**found.values, "config": texts(found.values, "config")})
    chosen = {name: entry[name] for name in ("plan", "name", "config") if name in entry}
    reading.apart.add((*reading.app(found.values), "addons"), chosen, secret="config" in chosen)


def addon_attachment(found: Found, reading: Reading) -> None:
    addon_name = reading.name("heroku_addon", found.values["addon_id"])
    entry = {"addon": addon_name, "name": found.values.get("name"), "namespace": found.values.get("namespace")}
    reading.apart.add((*reading.app(found.values), "attachments"), without_empty(entry))


def app_feature(found: Found, reading: Reading) -> None:
    enabled = found.values.get("enabled")
    reading.apart.put((*reading.app(found.values), "features", found.values["name"]), enabled is not False)


def account_feature(found: Found, reading: Reading) -> None:
    reading.apart.put(("account_features", found.values["name"]), bool(found.values["enabled"]))


def app_release(found: Found, reading: Reading) -> None:
    chosen = {name: found.values.get(name) for name in ("slug", "oci_image", "description")}
    code(found, reading, "release", without_empty({**chosen, "slug": found.values.get("slug_id")}))


def build(found: Found, reading: Reading) -> None:
    """One of an address; what was built of a local path is told by another checksum here, and would be built again."""
    source = block(found.values, "source")
    if not source.get("url"):
        reading.apart.lack(
            found.address,
            "It was built from a local path. To deploy from there with Ansible, give the app build: {path: ...}, which "
            "builds it again.",
        )
        return
    entry = {name: source.get(name) for name in ("url", "checksum", "version")}
    entry["buildpacks"] = list(found.values.get("buildpacks") or ())
    code(found, reading, "build", without_empty(entry))


def code(found: Found, reading: Reading, section: str, entry: Record) -> None:
    """What an app runs, which a document says once."""
    path = reading.app(found.values)
    if any(reading.apart.holds((*path, other)) for other in ("build", "release")):
        reading.apart.lack(found.address, f"The document already says what {path[1]} runs.")
        return
    secret = section == "build" and bool(secrets_within(entry["url"]))
    reading.apart.put((*path, section), entry, secret=secret)


def slug(found: Found, reading: Reading) -> None:
    reading.apart.lack(
        found.address,
        "A slug is created once. The release that runs it is in the document, if Terraform created that; heroku_slug "
        "creates another one from a file.",
    )


def pipeline_promotion(found: Found, reading: Reading) -> None:
    reading.apart.lack(found.address, "A promotion happens once; heroku_pipeline_promotion makes another one.")


def app_webhook(found: Found, reading: Reading) -> None:
    names = ("url", "level", "include", "secret", "authorization")
    entry = without_empty({name: found.values.get(name) for name in names})
    secret = bool({"secret", "authorization"} & set(entry) or secrets_within(entry["url"]))
    reading.apart.add((*reading.app(found.values), "webhooks"), entry, secret=secret)


def collaborator(found: Found, reading: Reading) -> None:
    reading.apart.add((*reading.app(found.values), "collaborators"), found.values["email"])


def team_collaborator(found: Found, reading: Reading) -> None:
    entry = {"user": found.values["email"], "permissions": sorted(found.values.get("permissions") or ())}
    reading.apart.add((*reading.app(found.values), "collaborators"), entry)


def team_member(found: Found, reading: Reading) -> None:
    entry = {name: found.values[name] for name in ("email", "role")}
    if found.values.get("federated"):
        entry["federated"] = True
    reading.apart.add(("teams", found.values["team"], "members"), entry)


def domain(found: Found, reading: Reading) -> None:
    """The certificate that it uses, if that is in the state too, says so."""
    endpoint = found.values.get("sni_endpoint_id")
    entry: Json = found.values["hostname"]
    if endpoint and endpoint not in reading.names.get("heroku_ssl", {}):
        entry = {"hostname": entry, "sni_endpoint": endpoint}
    reading.apart.add((*reading.app(found.values), "domains"), entry)


def ssl(found: Found, reading: Reading) -> None:
    values = found.values
    if not values.get("private_key"):
        reading.apart.lack(
            found.address,
            "The state does not have its private key, and Heroku does not give it back: add the certificate with its "
            "key to certificates.",
        )
        return
    entry = {name: values[name] for name in ("certificate_chain", "private_key")}
    hostnames = sorted(reading.bound.get(values["id"], ()))
    reading.apart.add(
        (*reading.app(values), "certificates"), {**entry, **({"domains": hostnames} if hostnames else {})}, secret=True
    )


def drain(found: Found, reading: Reading) -> None:
    url = found.values.get("url") or found.values.get("sensitive_url")
    reading.apart.add((*reading.app(found.values), "drains"), url, secret=True)


def telemetry_drain(found: Found, reading: Reading) -> None:
    values = found.values
    of_app = values["owner_type"] == "app"
    kind, group = ("heroku_app", "apps") if of_app else ("heroku_space", "spaces")
    entry = {name: values[name] for name in ("endpoint", "exporter_type")}
    entry.update(signals=sorted(values["signals"]), headers=texts(values, "headers"))
    secret = bool(entry["headers"] or secrets_within(entry["endpoint"]))
    reading.apart.add(
        (group, reading.name(kind, values["owner_id"]), "telemetry_drains"), without_empty(entry), secret=secret
    )


def formation(found: Found, reading: Reading) -> None:
    values = found.values
    entry = {"quantity": values["quantity"], "size": values["size"]}
    reading.apart.put((*reading.app(values), "formation", values["type"]), entry)


def pipeline(found: Found, reading: Reading) -> None:
    path = ("pipelines", found.values["name"])
    if reading.apart.holds(path):
        reading.apart.lack(found.address, "Another pipeline has its name; a document identifies them by their names.")
        return
    reading.apart.put(path, {})
    owner = block(found.values, "owner").get("id")
    if owner:
        reading.apart.put((*path, "owner"), owner)


def pipeline_coupling(found: Found, reading: Reading) -> None:
    app_name = reading.app(found.values)[1]
    reading.apart.add((*reading.pipeline(found.values), "stages", found.values["stage"]), app_name)


def pipeline_config_var(found: Found, reading: Reading) -> None:
    values = found.values
    path = (*reading.pipeline(values), "config", values["pipeline_stage"])
    put_config(reading, path, texts(values, "vars"), texts(values, "sensitive_vars"))


def review_app_config(found: Found, reading: Reading) -> None:
    values = found.values
    path = (*reading.pipeline(values), "review_apps")
    reading.some(path, values, "automatic_review_apps", "base_name", "destroy_stale_apps", "stale_days", "wait_for_ci")
    reading.apart.put((*path, "repo"), values["org_repo"])
    target = block(values, "deploy_target")
    if target:
        of_space = target["type"] == "space"
        name = reading.name("heroku_space", target["id"]) if of_space else target["id"]
        reading.apart.put((*path, "deploy_target"), {"type": target["type"], "id": name})


def space(found: Found, reading: Reading) -> None:
    values = found.values
    path = ("spaces", values["name"])
    reading.apart.put(path, {})
    reading.some(path, values, "region", "shield", "cidr", "data_cidr", team="organization")
    if values.get("generation") == FIR:
        reading.apart.put((*path, "generation"), FIR)


def space_app_access(found: Found, reading: Reading) -> None:
    permissions = sorted(found.values.get("permissions") or ())
    reading.apart.put((*reading.space(found.values), "access", found.values["email"]), permissions)


def space_inbound_ruleset(found: Found, reading: Reading) -> None:
    rules = [{name: rule[name] for name in ("action", "source")} for rule in found.values["rule"]]
    rules.sort(key=lambda rule: (rule["action"], rule["source"]))
    reading.apart.put((*reading.space(found.values), "inbound_ruleset"), rules)


def space_peering_connection_accepter(found: Found, reading: Reading) -> None:
    reading.apart.add((*reading.space(found.values), "peerings"), found.values["vpc_peering_connection_id"])


def space_vpn_connection(found: Found, reading: Reading) -> None:
    values = found.values
    entry = {"public_ip": values["public_ip"], "routable_cidrs": sorted(values["routable_cidrs"])}
    reading.apart.put((*reading.space(values), "vpns", values["name"]), entry)


CARRIERS: dict[str, t.Callable[[Found, Reading], None]] = {
    "heroku_account_feature": account_feature,
    "heroku_addon": addon,
    "heroku_addon_attachment": addon_attachment,
    "heroku_app": app,
    "heroku_app_config_association": app_config_association,
    "heroku_app_feature": app_feature,
    "heroku_app_release": app_release,
    "heroku_app_webhook": app_webhook,
    "heroku_build": build,
    "heroku_cert": ssl,
    "heroku_collaborator": collaborator,
    "heroku_config": config,
    "heroku_domain": domain,
    "heroku_drain": drain,
    "heroku_formation": formation,
    "heroku_pipeline": pipeline,
    "heroku_pipeline_config_var": pipeline_config_var,
    "heroku_pipeline_coupling": pipeline_coupling,
    "heroku_pipeline_promotion": pipeline_promotion,
    "heroku_review_app_config": review_app_config,
    "heroku_slug": slug,
    "heroku_space": space,
    "heroku_space_app_access": space_app_access,
    "heroku_space_inbound_ruleset": space_inbound_ruleset,
    "heroku_space_peering_connection_accepter": space_peering_connection_accepter,
    "heroku_space_vpn_connection": space_vpn_connection,
    "heroku_ssl": ssl,
    "heroku_team_collaborator": team_collaborator,
    "heroku_team_member": team_member,
    "heroku_telemetry_drain": telemetry_drain,
}
# What is made before what refers to it, so that the document begins with it.
FIRST = ("heroku_space", "heroku_app", "heroku_pipeline")


def named(found: t.Iterable[Found], known: t.Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What ids, uuids and names of resources and data sources are called; ``known`` are apps beside those."""
    names: dict[str, dict[str, str]] = {"heroku_app": dict(known)}
    for item in found:
        name = item.values.get("name")
        if name:
            kind = "heroku_ssl" if item.type == "heroku_cert" else item.type
            of_type = names.setdefault(kind, {})
            of_type.update({item.values[key]: name for key in ("id", "uuid", "name") if item.values.get(key)})
    return names


def from_terraform(state: Json, names: t.Mapping[str, str] | None = None) -> Record:
    """The document that says what a state of Terraform says.

    Parameters:
        state: The parsed JSON of a state file, or of what ``terraform show -json`` prints.
        names: The names of apps that the state only refers to, by their ids.

    Returns ``{document, secrets, cannot}``: see Apart. Raises InvalidInput for what is no state.
    """
    found = resources_in(state)
    reading = Reading(names=named(found, names or {}))
    for item in found:
        endpoint = item.values.get("sni_endpoint_id")
        if item.type == "heroku_domain" and endpoint:
            reading.bound.setdefault(endpoint, []).append(item.values["hostname"])
    managed = [item for item in found if item.managed]
    for item in sorted(managed, key=lambda item: FIRST.index(item.type) if item.type in FIRST else len(FIRST)):
        carry = CARRIERS.get(item.type)
        if carry is None:
            reading.apart.lack(item.address, f"Nothing is known of the resource type {item.type}.")
            continue
        try:
            carry(item, reading)
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            reading.apart.lack(item.address, f"It is not in the form of {item.type}: {type(error).__name__} {error}.")
    apart = reading.apart
    return {"document": apart.document, "secrets": apart.secrets, "cannot": apart.cannot}
