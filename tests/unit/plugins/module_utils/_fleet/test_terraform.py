# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a state of Terraform: what it says is already so, for every resource type of the provider.

The things are made by the requests that the provider sends, and the state says of them what it documents.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Callable, Iterator
from typing import Any

import fleets
import pytest
import simulated
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session
from ansible_collections.community.heroku.plugins.module_utils._fleet.apart import at, joined
from ansible_collections.community.heroku.plugins.module_utils._fleet.terraform import CARRIERS, from_terraform

Resources = list[tuple[str, dict[str, Any]]]
# What is made once, or of what Terraform alone has: it is told, not carried.
TOLD = {"heroku_slug", "heroku_pipeline_promotion"}


@pytest.fixture(scope="module")
def world() -> Iterator[simulated.Simulator]:
    """A world with a pipeline that is connected to a repository, and with a space of each generation."""
    with simulated.simulator("--clock", "instant", "--world", "pipeline") as running:
        yield running


@pytest.fixture(scope="module")
def client(world: simulated.Simulator) -> Iterator[HerokuClient]:
    with new_session() as session:
        yield HerokuClient(world.token, world.url, session=session)


def archive() -> bytes:
    """Some source."""
    buffer, text = io.BytesIO(), b"web: ./run\n"
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        info = tarfile.TarInfo("./Procfile")
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
    return buffer.getvalue()


class Provider:
    """Makes things by the provider's requests, and keeps what its state says of them."""

    def __init__(self, client: HerokuClient) -> None:
        self.client = client
        self.resources: Resources = []

    def keep(self, kind: str, **attributes: Any) -> dict[str, Any]:
        self.resources.append((kind, attributes))
        return attributes

    # One method for each resource type, of what hangs on nothing to what hangs on everything

    def spaces(self) -> None:
        for name, generation in (("private", "cedar"), ("private-fir", "fir")):
            body = {"name": name, "team": "acme", "region": "virginia", "shield": False, "generation": generation}
            made = self.client.post("/spaces", body)
            found = self.client.get(f"/spaces/{made['id']}")
            self.keep(
                "heroku_space",
                id=made["id"],
                name=name,
                organization="acme",
                region="virginia",
                shield=False,
                generation=generation,
                cidr=found.get("cidr"),
                data_cidr=found.get("data_cidr"),
                outbound_ips=[],
            )
        accepted = "pcx-0123456789abcdef0"
        self.client.post(f"/spaces/acme-space/peerings/{accepted}/actions/accept", {})
        self.keep(
            "heroku_space_peering_connection_accepter",
            id=accepted,
            space="acme-space",
            vpc_peering_connection_id=accepted,
            status="active",
            type="customer-managed",
        )
        rules = [{"action": "allow", "source": "192.0.2.0/24"}, {"action": "deny", "source": "198.51.100.0/24"}]
        ruleset = self.client.put("/spaces/private/inbound-ruleset", {"rules": rules})
        self.keep("heroku_space_inbound_ruleset", id=ruleset["id"], space="private", rule=rules)
        vpn = {"name": "office", "public_ip": "203.0.113.9", "routable_cidrs": ["10.9.0.0/16"]}
        made = self.client.post("/spaces/private/vpn-connections", vpn)
        self.keep("heroku_space_vpn_connection", id=f"private:{made['id']}", space="private", **vpn, tunnels=[])
        access = {"permissions": [{"name": "create_apps"}]}
        user = self.client.patch("/spaces/private/members/member@example.com", access)["user"]
        self.keep(
            "heroku_space_app_access",
            id=user["id"],
            space="private",
            email="member@example.com",
            permissions=["create_apps"],
        )

    def team_members(self) -> None:
        self.client.put("/teams/acme/members", {"email": "other@example.com", "role": "viewer", "federated": False})
        self.keep(
            "heroku_team_member",
            id="acme:other@example.com",
            team="acme",
            email="other@example.com",
            role="viewer",
            federated=False,
        )

    def app(self, name: str, body: dict[str, Any], **attributes: Any) -> str:
        path = "/teams/apps" if "team" in body else "/apps"
        made = self.client.post(path, {"name": name, **body})
        found = self.client.get(f"/apps/{made['id']}")
        self.keep(
            "heroku_app",
            **{
                "id": made["id"],
                "uuid": made["id"],
                "name": name,
                "region": found["region"]["name"],
                "stack": found["build_stack"]["name"],
                "generation": found["generation"]["name"],
                "space": found["space"] and found["space"]["name"],
                "internal_routing": None,
                "acm": found["acm"],
                "buildpacks": None,
                "config_vars": None,
                "sensitive_config_vars": None,
                "all_config_vars": {},
                "organization": [],
                **attributes,
            },
        )
        return str(made["id"])

    def apps(self) -> tuple[str, str, str]:
        team = [{"name": "acme", "locked": True, "personal": False}]
        hosted = self.app("tf-team", {"team": "acme", "locked": True}, organization=team)
        fir = self.app("tf-fir", {"team": "acme", "space": "private-fir"}, organization=[{**team[0], "locked": False}])
        config = {"LEVEL": "{{ info }}"}
        own = self.app(
            "tf-own",
            {"region": "eu", "stack": "heroku-22"},
            buildpacks=["heroku/nodejs", "https://me:secret@example.com/b.tgz"],
            config_vars=config,
            sensitive_config_vars={"TOKEN": "s3cret"},
        )
        updates = [{"buildpack": text} for text in ("heroku/nodejs", "https://me:secret@example.com/b.tgz")]
        self.client.put(f"/apps/{own}/buildpack-installations", {"updates": updates})
        self.client.patch(f"/apps/{own}/config-vars", {**config, "TOKEN": "s3cret", "MORE": "1", "KEY": "k"})
        self.keep(
            "heroku_app_config_association",
            id=f"config:{own}",
            app_id=own,
            vars={"MORE": "1"},
            sensitive_vars={"KEY": "k"},
        )
        self.keep("heroku_config", id="config-1", vars={"UNUSED": "1"}, sensitive_vars={})
        return own, hosted, fir

    def code(self, own: str, hosted: str) -> None:
        place = self.client.post("/sources")["source_blob"]
        self.client.upload(place["put_url"], lambda: io.BytesIO(archive()))
        checksum = f"SHA256:{hashlib.sha256(archive()).hexdigest()}"
        blob = {"url": place["get_url"], "version": "v1", "checksum": checksum}
        build = self.client.post(f"/apps/{own}/builds", {"source_blob": blob})
        source = [{"path": None, **blob}]
        self.keep("heroku_build", id=build["id"], app_id=own, buildpacks=None, source=source, local_checksum=None)
        slug = self.client.post(f"/apps/{hosted}/slugs", {"process_types": {"web": "./run"}})
        self.keep("heroku_slug", id=slug["id"], app_id=hosted, file_path="slug.tgz", process_types={"web": "./run"})
        release = self.client.post(f"/apps/{hosted}/releases", {"slug": slug["id"], "description": "by terraform"})
        self.keep("heroku_app_release", id=release["id"], app_id=hosted, slug_id=slug["id"], description="by terraform")
        size = {"quantity": 2, "dyno_size": {"name": "standard-1x"}}
        formation = self.client.patch(f"/apps/{hosted}/formation/web", size)
        self.keep("heroku_formation", id=formation["id"], app_id=hosted, type="web", quantity=2, size=formation["size"])

    def addons(self, own: str, hosted: str) -> None:
        made = self.client.post(f"/apps/{own}/addons", {"plan": "heroku-postgresql:essential-0", "name": "tf-db"})
        self.keep(
            "heroku_addon",
            id=made["id"],
            app_id=own,
            name="tf-db",
            plan="heroku-postgresql:essential-0",
            config=None,
            config_vars=["DATABASE_URL"],
            config_var_values={"DATABASE_URL": "postgres://"},
        )
        body = {"addon": made["id"], "app": hosted, "name": "SHARED"}
        attached = self.client.post("/addon-attachments", body)
        self.keep(
            "heroku_addon_attachment",
            id=attached["id"],
            app_id=hosted,
            addon_id=made["id"],
            name="SHARED",
            namespace="",
        )

    def around(self, own: str, hosted: str, fir: str) -> None:
        self.client.patch(f"/apps/{own}/features/http-session-affinity", {"enabled": True})
        self.keep("heroku_app_feature", id=f"{own}:1", app_id=own, name="http-session-affinity", enabled=True)
        hook = {"url": "https://hooks.example.com/", "level": "notify", "include": ["api:release"], "secret": "signs"}
        made = self.client.post(f"/apps/{own}/webhooks", hook)
        self.keep("heroku_app_webhook", id=made["id"], app_id=own, **hook, authorization="")
        person = self.client.post(f"/apps/{own}/collaborators", {"user": "other@example.com", "silent": True})
        self.keep("heroku_collaborator", id=person["id"], app_id=own, email="other@example.com")
        body = {"user": "unverified@example.com", "silent": True, "permissions": ["deploy", "view"]}
        person = self.client.post(f"/teams/apps/{hosted}/collaborators", body)
        self.keep(
            "heroku_team_collaborator",
            id=person["id"],
            app_id=hosted,
            email="unverified@example.com",
            permissions=["view", "deploy"],
        )
        drain = self.client.post(f"/apps/{own}/log-drains", {"url": "https://t:o@logs.example.com/"})
        self.keep("heroku_drain", id=drain["id"], app_id=own, url="", sensitive_url=drain["url"], token=drain["token"])
        exporter = {"type": "otlphttp", "endpoint": "https://otel.example.com", "headers": {"x-key": "k"}}
        body = {"owner": {"id": fir, "type": "app"}, "signals": ["logs", "traces"], "exporter": exporter}
        made = self.client.post("/telemetry-drains", body)
        self.keep(
            "heroku_telemetry_drain",
            id=made["id"],
            owner_id=fir,
            owner_type="app",
            endpoint=exporter["endpoint"],
            exporter_type="otlphttp",
            signals=["traces", "logs"],
            headers={"x-key": "k"},
        )
        feature = self.client.get("/account/features")[0]
        self.client.patch(f"/account/features/{feature['name']}", {"enabled": True})
        self.keep("heroku_account_feature", id="owner:1", name=feature["name"], enabled=True)

    def domains(self, hosted: str) -> None:
        chain, key = fleets.certificate("www.tf.example.com")
        body = {"certificate_chain": chain, "private_key": key}
        endpoint = self.client.post(f"/apps/{hosted}/sni-endpoints", body)
        self.keep("heroku_ssl", id=endpoint["id"], app_id=hosted, name=endpoint["name"], **body)
        for hostname, sni in (("www.tf.example.com", endpoint["id"]), ("tf.example.com", None)):
            made = self.client.post(f"/apps/{hosted}/domains", {"hostname": hostname, "sni_endpoint": sni})
            self.keep("heroku_domain", id=made["id"], app_id=hosted, hostname=hostname, sni_endpoint_id=sni, cname="x")

    def pipelines(self, own: str, hosted: str) -> None:
        account = self.client.get("/account")["id"]
        made = self.client.post("/pipelines", {"name": "tf-line", "owner": {"id": account, "type": "user"}})
        owner = [{"id": account, "type": "user"}]
        self.keep("heroku_pipeline", id=made["id"], name="tf-line", owner=owner)
        for app_id, stage in ((own, "staging"), (hosted, "production")):
            coupling = self.client.post("/pipeline-couplings", {"app": app_id, "pipeline": made["id"], "stage": stage})
            self.keep("heroku_pipeline_coupling", id=coupling["id"], app_id=app_id, pipeline=made["id"], stage=stage)
        self.client.patch(f"/pipelines/{made['id']}/stage/test/config-vars", {"CI": "1", "SECRET": "s"})
        self.keep(
            "heroku_pipeline_config_var",
            id=f"{made['id']}:test",
            pipeline_id=made["id"],
            pipeline_stage="test",
            vars={"CI": "1"},
            sensitive_vars={"SECRET": "s"},
            all_vars={"CI": "1", "SECRET": "s"},
        )
        self.keep(
            "heroku_pipeline_promotion",
            id="p",
            pipeline=made["id"],
            source_app_id=own,
            targets=[hosted],
            release_id="r",
            status="completed",
        )
        shop = next(item for item in self.client.list("/pipelines") if item["name"] == "shop")
        self.keep("heroku_pipeline", id=shop["id"], name="shop", owner=[shop["owner"]])
        body = {"repo": "acme/shop", "automatic_review_apps": True, "stale_days": 3, "destroy_stale_apps": True}
        self.client.post(f"/pipelines/{shop['id']}/review-app-config", body)
        found = self.client.get(f"/pipelines/{shop['id']}/review-app-config")
        target = found.get("deploy_target")
        self.keep(
            "heroku_review_app_config",
            id=shop["id"],
            pipeline_id=shop["id"],
            org_repo="acme/shop",
            deploy_target=[target] if target else [],
            automatic_review_apps=True,
            base_name="",
            destroy_stale_apps=True,
            stale_days=3,
            wait_for_ci=False,
            repo_id=found["repo"]["id"],
        )

    def everything(self) -> Resources:
        self.spaces()
        self.team_members()
        own, hosted, fir = self.apps()
        self.code(own, hosted)
        self.addons(own, hosted)
        self.around(own, hosted, fir)
        self.domains(hosted)
        self.pipelines(own, hosted)
        return self.resources


@pytest.fixture(scope="module")
def made(client: HerokuClient) -> Resources:
    """Resources of every type, as the provider has them in its state."""
    return Provider(client).everything()


def state_file(resources: Resources) -> dict[str, Any]:
    """The state as Terraform writes it into its file."""
    found = [
        {
            "mode": "managed",
            "type": kind,
            "name": f"r{index}",
            "provider": 'provider["registry.terraform.io/heroku/heroku"]',
            "instances": [{"schema_version": 0, "attributes": attributes, "sensitive_attributes": []}],
        }
        for index, (kind, attributes) in enumerate(resources)
    ]
    return {"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "outputs": {}, "resources": found}


def shown(resources: Resources) -> dict[str, Any]:
    """The state as ``terraform show -json`` prints it, one half of it in a module of its own."""
    found = [
        {"address": f"{kind}.r{index}", "mode": "managed", "type": kind, "name": f"r{index}", "values": attributes}
        for index, (kind, attributes) in enumerate(resources)
    ]
    half = len(found) // 2
    child = {"address": "module.half", "resources": found[half:]}
    root = {"resources": found[:half], "child_modules": [child]}
    return {"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": root}}


def planned(resources: Resources) -> dict[str, Any]:
    """What ``terraform show -json`` prints of a plan."""
    return {"format_version": "1.2", "prior_state": shown(resources), "planned_values": {}, "resource_changes": []}


def of_version_4(resources: Resources) -> dict[str, Any]:
    """The state of version 4 of the provider: an app's id is its name, and ``app`` refers to it."""
    names = {values["id"]: values["name"] for kind, values in resources if kind == "heroku_app"}
    old: Resources = []
    for kind, attributes in resources:
        values = dict(attributes)
        if kind == "heroku_app":
            values["id"] = values["name"]
        elif "app_id" in values:
            values["app"] = names[values.pop("app_id")]
        old.append((kind, values))
    return state_file(old)


def whole(found: dict[str, Any]) -> Any:
    return joined(found["document"], found["secrets"])


def test_there_is_one_of_every_type(made: Resources) -> None:
    assert {kind for kind, _attributes in made} == set(CARRIERS) - {"heroku_cert"}


@pytest.mark.parametrize("form", [state_file, shown, planned, of_version_4], ids=lambda form: form.__name__)
def test_what_a_state_says_is_so_already(
    made: Resources, client: HerokuClient, form: Callable[[Resources], dict[str, Any]]
) -> None:
    found = from_terraform(form(made))
    document = whole(found)
    assert fleets.differences(document, client) == {}
    told = {item["about"].rpartition("heroku_")[2].split(".")[0] for item in found["cannot"]}
    assert {f"heroku_{kind}" for kind in told} == TOLD


def test_all_that_can_be_said_is_said(made: Resources) -> None:
    """Every resource but those that are told of leaves something in the document."""
    said = from_terraform(state_file(made))
    for index, (kind, attributes) in enumerate(made):
        rest = made[:index] + made[index + 1 :]
        if kind in TOLD or kind == "heroku_config" or (kind, attributes) in rest:
            continue
        assert whole(from_terraform(state_file(rest))) != whole(said), kind


def test_no_secret_is_in_the_document(made: Resources) -> None:
    found = from_terraform(state_file(made))
    secrets = ("s3cret", "secret@", "'k'", "signs", "t:o@", "PRIVATE KEY", "'s'")
    assert [text for text in secrets if text in str(found["document"]) or text in str(found["cannot"])] == []
    assert [text for text in secrets if text not in str(found["secrets"])] == []


def test_what_a_state_refers_to_is_called_by_its_name(made: Resources) -> None:
    found = whole(from_terraform(state_file(made)))
    assert set(found["apps"]) == {"tf-own", "tf-team", "tf-fir"}
    assert found["apps"]["tf-team"]["attachments"] == [{"addon": "tf-db", "name": "SHARED"}]
    assert found["pipelines"]["tf-line"]["stages"] == {"staging": ["tf-own"], "production": ["tf-team"]}
    assert found["apps"]["tf-team"]["certificates"][0]["domains"] == ["www.tf.example.com"]


APP = {"id": "1", "name": "shop"}
SPACE = {"id": "2", "name": "vault"}
LINE = {"id": "3", "name": "line"}


@pytest.mark.parametrize(
    ("kind", "attributes", "path", "expected"),
    [
        ("app", {**APP, "region": "eu"}, "apps.shop", {"region": "eu"}),
        ("app", {**APP, "stack": "heroku-24", "acm": True}, "apps.shop", {"acm": True, "stack": "heroku-24"}),
        ("app", {**APP, "generation": "fir", "stack": "cnb"}, "apps.shop", {}),
        (
            "app",
            {**APP, "space": "vault", "internal_routing": True, "organization": [{"name": "acme", "locked": True}]},
            "apps.shop",
            {"team": "acme", "locked": True, "space": "vault", "internal_routing": True},
        ),
        ("app", {**APP, "buildpacks": ["heroku/go"]}, "apps.shop", {"buildpacks": ["heroku/go"]}),
        ("app", {**APP, "config_vars": [{"A": "1"}, {"B": 2}]}, "apps.shop.config", {"A": "1", "B": "2"}),
        (
            "addon",
            {"app_id": "1", "plan": "a:b", "name": "db", "config": {"version": "16"}},
            "apps.shop.addons",
            [{"plan": "a:b", "name": "db", "config": {"version": "16"}}],
        ),
        (
            "addon_attachment",
            {"app_id": "1", "addon_id": "9", "name": "DB", "namespace": "credential:ro"},
            "apps.shop.attachments",
            [{"addon": "9", "name": "DB", "namespace": "credential:ro"}],
        ),
        ("app_feature", {"app_id": "1", "name": "preboot"}, "apps.shop.features", {"preboot": True}),
        ("app_release", {"app_id": "1", "oci_image": "8"}, "apps.shop.release", {"oci_image": "8"}),
        (
            "build",
            {"app_id": "1", "buildpacks": ["heroku/go"], "source": [{"url": "https://a.b/c.tgz", "version": "v1"}]},
            "apps.shop.build",
            {"url": "https://a.b/c.tgz", "version": "v1", "buildpacks": ["heroku/go"]},
        ),
        (
            "app_webhook",
            {
                "app_id": "1",
                "url": "https://a.b/",
                "level": "sync",
                "include": ["api:app"],
                "authorization": "Bearer x",
            },
            "apps.shop.webhooks",
            [{"url": "https://a.b/", "level": "sync", "include": ["api:app"], "authorization": "Bearer x"}],
        ),
        (
            "domain",
            {"app_id": "1", "hostname": "a.b", "sni_endpoint_id": "7"},
            "apps.shop.domains",
            [{"hostname": "a.b", "sni_endpoint": "7"}],
        ),
        ("drain", {"app_id": "1", "url": "https://a.b"}, "apps.shop.drains", ["https://a.b"]),
        (
            "formation",
            {"app_id": "1", "type": "web", "quantity": 3, "size": "Basic"},
            "apps.shop.formation",
            {"web": {"quantity": 3, "size": "Basic"}},
        ),
        (
            "telemetry_drain",
            {
                "owner_id": "2",
                "owner_type": "space",
                "endpoint": "a.b:4317",
                "exporter_type": "otlp",
                "signals": ["traces", "logs"],
                "headers": {"x": "y"},
            },
            "spaces.vault.telemetry_drains",
            [{"endpoint": "a.b:4317", "exporter_type": "otlp", "signals": ["logs", "traces"], "headers": {"x": "y"}}],
        ),
        (
            "space",
            {**SPACE, "organization": "acme", "region": "oregon", "shield": True, "cidr": "10.0.0.0/16"},
            "spaces.vault",
            {"team": "acme", "region": "oregon", "shield": True, "cidr": "10.0.0.0/16"},
        ),
        ("space", {**SPACE, "generation": "fir", "data_cidr": ""}, "spaces.vault", {"generation": "fir"}),
        ("space_app_access", {"space": "2", "email": "a@b.c"}, "spaces.vault.access", {"a@b.c": []}),
        (
            "team_member",
            {"team": "acme", "email": "a@b.c", "role": "admin", "federated": True},
            "teams.acme.members",
            [{"email": "a@b.c", "role": "admin", "federated": True}],
        ),
        ("pipeline", {**LINE, "owner": [{"id": "5", "type": "team"}]}, "pipelines.line", {"owner": "5"}),
        (
            "review_app_config",
            {
                "pipeline_id": "3",
                "org_repo": "acme/shop",
                "base_name": "pr",
                "wait_for_ci": True,
                "deploy_target": [{"type": "space", "id": "2"}],
            },
            "pipelines.line.review_apps",
            {
                "repo": "acme/shop",
                "base_name": "pr",
                "wait_for_ci": True,
                "deploy_target": {"type": "space", "id": "vault"},
            },
        ),
        ("account_feature", {"name": "x", "enabled": False}, "account_features", {"x": False}),
        ("cert", {"app_id": "1", "id": "7", "name": "n", "certificate_chain": "c"}, "apps.shop.certificates", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_an_attribute_becomes(kind: str, attributes: dict[str, Any], path: str, expected: Any) -> None:
    """The attributes that the provider documents, each in the words of the module."""
    around = [("heroku_app", APP), ("heroku_space", SPACE), ("heroku_pipeline", {**LINE, "owner": []})]
    around = [item for item in around if item[0] != f"heroku_{kind}"]
    found = whole(from_terraform(state_file([*around, (f"heroku_{kind}", attributes)])))
    assert at(found, tuple(path.split("."))) == expected


@pytest.mark.parametrize("source", ["data", "names"])
def test_an_app_that_is_made_elsewhere_has_its_name_where_it_is_told(source: str) -> None:
    feature = ("heroku_app_feature", {"app_id": "1-2", "name": "preboot", "enabled": False})
    state = state_file([feature])
    names = {"1-2": "elsewhere"} if source == "names" else {}
    if source == "data":
        data = {"mode": "data", "type": "heroku_app", "name": "x"}
        state["resources"].append({**data, "instances": [{"attributes": {"id": "1-2", "name": "elsewhere"}}]})
    assert from_terraform(state, names)["document"] == {"apps": {"elsewhere": {"features": {"preboot": False}}}}


def test_an_app_that_nobody_names_is_called_by_its_id() -> None:
    state = state_file([("heroku_collaborator", {"app_id": "1-2", "email": "a@example.com"})])
    assert from_terraform(state)["document"] == {"apps": {"1-2": {"collaborators": ["a@example.com"]}}}


@pytest.mark.parametrize(
    ("kind", "attributes", "reason"),
    [
        ("heroku_ssl", {"id": "1", "app_id": "a", "name": "n", "certificate_chain": "c"}, "private key"),
        ("heroku_build", {"app_id": "a", "source": [{"path": "src/", "url": ""}]}, "built from a local path"),
        ("heroku_of_tomorrow", {}, "Nothing is known of the resource type heroku_of_tomorrow"),
        ("heroku_domain", {"app_id": "a"}, "not in the form of heroku_domain: KeyError 'hostname'"),
    ],
)
def test_what_cannot_be_said_is_told(kind: str, attributes: dict[str, Any], reason: str) -> None:
    found = from_terraform(state_file([(kind, attributes)]))
    assert found["document"] == {}
    assert [item["about"] for item in found["cannot"]] == [f"{kind}.r0"]
    assert reason in found["cannot"][0]["reason"]


def test_two_pipelines_of_one_name_are_told() -> None:
    lines = [("heroku_pipeline", {"id": str(number), "name": "line", "owner": []}) for number in (1, 2)]
    found = from_terraform(state_file(lines))
    assert (list(found["document"]["pipelines"]), len(found["cannot"])) == (["line"], 1)


def test_what_other_providers_have_is_left_alone() -> None:
    assert from_terraform(state_file([("aws_instance", {"id": "i"})])) == {"document": {}, "secrets": {}, "cannot": []}


@pytest.mark.parametrize("state", [None, [], "", {}, {"version": 3, "resources": []}, {"version": 4}, {"apps": {}}])
def test_what_is_no_state_is_refused(state: Any) -> None:
    with pytest.raises(InvalidInput, match=r"terraform"):
        from_terraform(state)


def test_an_empty_state_says_nothing() -> None:
    assert from_terraform({"format_version": "1.0"}) == {"document": {}, "secrets": {}, "cannot": []}
