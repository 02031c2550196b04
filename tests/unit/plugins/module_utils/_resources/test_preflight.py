# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Heroku certainly refuses: check mode and the run fail with one message, and nothing is written.

Each row is what stands at first, whose token it is, a module with its options, and what the message says.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import HerokuModule, ModuleReporter
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


def certificate() -> dict[str, str]:
    """Options for a certificate that its own key has signed."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.timezone.utc)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.example.com")])
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - dt.timedelta(days=1))
    signed = builder.not_valid_after(now + dt.timedelta(days=90)).sign(key, hashes.SHA256())
    return {
        "certificate_chain": signed.public_bytes(Encoding.PEM).decode(),
        "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    }


NOBODY = "01234567-89ab-cdef-0123-456789abcdef"
UNVERIFIED = "simulator-token-unverified"
ECO = "simulator-token-other"  # an account that subscribes to Eco dynos
APP = {"app": "example"}


class World:
    """What a row sets up, in requests of its own."""

    def __init__(self, client: HerokuClient, owner: HerokuClient) -> None:
        self.client = client  # with the token of the row
        self.owner = owner  # with the token of the simulator

    def app(self, name: str = "example", **more: Any) -> None:
        self.client.post("/teams/apps" if more else "/apps", {"name": name, **more})

    def deploy(self, *types: str, stack: str | None = None) -> None:
        stacked = {"stack": stack} if stack else {}
        slug = self.client.post("/apps/example/slugs", {"process_types": dict.fromkeys(types, "true"), **stacked})
        self.client.post("/apps/example/releases", {"slug": slug["id"]})

    def addon(self, plan: str, app: str = "example", **more: Any) -> None:
        self.client.post(f"/apps/{app}/addons", {"plan": plan, **more})


def nothing(world: World) -> None:
    """An empty account."""


def app(world: World) -> None:
    world.app()


def eco_app(world: World) -> None:
    world.app()
    world.deploy("web")


def running_eco_app(world: World) -> None:
    eco_app(world)


def app_of_unverified(world: World) -> None:
    world.owner.post("/apps", {"name": "example"})
    recipient = world.client.get("/account")["id"]
    transfer = world.owner.post("/account/app-transfers", {"app": "example", "recipient": recipient})
    world.client.patch(f"/account/app-transfers/{transfer['id']}", {"state": "accepted"})


def space_app(world: World) -> None:
    world.app(space="acme-space")


def shared_database(world: World) -> None:
    world.app()
    world.app("example-other")
    world.addon("heroku-postgresql:essential-0", name="example-db")
    world.client.post("/addon-attachments", {"addon": "example-db", "app": "example-other"})


def two_databases(world: World) -> None:
    world.app()
    world.addon("heroku-postgresql:essential-0", name="example-db", attachment={"name": "DATABASE"})
    world.addon("heroku-postgresql:essential-0", name="example-second", attachment={"name": "SECOND"})


def own_config(world: World) -> None:
    world.app()
    world.addon("heroku-redis:mini", name="example-cache")
    world.client.patch("/apps/example/config-vars", {"CACHE_URL": "redis://elsewhere", "CACHE_TLS_URL": "x"})


def scheduler(world: World) -> None:
    world.app()
    world.app("example-other")
    world.addon("scheduler", name="example-scheduler")


def full_of(path: str, bodies: list[dict[str, Any]]) -> Callable[[World], None]:
    def fill(world: World) -> None:
        world.app()
        for body in bodies:
            world.client.post(f"/apps/example/{path}", body)

    return fill


def full_of_telemetry(world: World) -> None:
    space = world.client.post("/spaces", {"name": "example-fir", "team": "acme", "generation": "fir"})
    for number in range(5):
        exporter = {"type": "otlphttp", "endpoint": f"https://example.com/{number}", "headers": {"a": "b"}}
        owner = {"id": space["id"], "type": "space"}
        world.client.post("/telemetry-drains", {"owner": owner, "signals": ["logs"], "exporter": exporter})


def containers(world: World) -> None:
    world.app()
    world.app("example-other")
    world.deploy("web", stack="container")
    pipeline = world.client.post("/pipelines", {"name": "example"})["id"]
    for name, stage in (("example", "staging"), ("example-other", "production")):
        world.client.post("/pipeline-couplings", {"app": name, "pipeline": pipeline, "stage": stage})


drains = full_of("log-drains", [{"url": f"https://example.com/{number}"} for number in range(5)])
webhooks = full_of(
    "webhooks",
    [{"url": f"https://example.com/{n}", "include": ["api:release"], "level": "notify"} for n in range(10)],
)
WEBHOOK = {**APP, "url": "https://example.com/new", "level": "notify"}
OWNER = "owner@example.com"


def web(**more: Any) -> dict[str, Any]:
    return {"type": "web", **more}


REFUSED = [
    # Apps
    (nothing, None, "app", {"name": "example", "team": "no-such-team"}, "There is no team no-such-team"),
    (nothing, None, "app", {"name": "example", "space": "no-such-space"}, "There is no space no-such-space"),
    (nothing, None, "app", {"name": "example", "region": "mars"}, "There is no region mars; choose one of"),
    (nothing, None, "app", {"name": "example", "build_stack": "heroku-1"}, "There is no stack heroku-1; choose one of"),
    (nothing, None, "app", {"name": "example", "team": "acme-apps", "space": "acme-space"}, "belongs to the team acme"),
    (nothing, None, "app", {"name": "example", "owner": "no-such-team"}, "is in no team no-such-team"),
    (app, None, "app", {"name": "example", "owner": "no-such-team"}, "is in no team no-such-team"),
    (app, None, "app", {"name": "example", "team": "no-such-team"}, "There is no team no-such-team"),
    (app, None, "app", {"name": "example", "locked": True}, "Only a team's app can be locked"),
    (nothing, UNVERIFIED, "app", {"name": "example"}, "cannot make an app before it is verified"),
    (eco_app, ECO, "app", {"name": "example", "acm": True}, "is not for Eco dynos, and web of example has that size"),
    (
        nothing,
        UNVERIFIED,
        "app_setup",
        {"app": {"name": "example"}, "url": "https://example.com/a.tgz"},
        "cannot make an app before it is verified",
    ),
    (
        nothing,
        None,
        "app_setup",
        {"app": {"name": "example", "organization": "no-such-team"}, "url": "https://example.com/a.tgz"},
        "There is no team no-such-team",
    ),
    (running_eco_app, ECO, "run", {**APP, "command": "true"}, "runs an Eco dyno already, web.1"),
    # Add-ons
    (shared_database, None, "addon", {**APP, "name": "example-db", "state": "absent"}, "is attached to example-other"),
    (
        shared_database,
        None,
        "addon",
        {"app": "example-other", "plan": "heroku-postgresql", "as": "DATABASE", "own": True},
        "example-db, which it uses as DATABASE, belongs to example",
    ),
    (two_databases, None, "addon", {**APP, "plan": "heroku-postgresql:standard-0", "as": "SECOND"}, "essential tier"),
    (
        own_config,
        None,
        "addon",
        {**APP, "plan": "heroku-redis", "as": "CACHE", "name": "new"},
        "CACHE_TLS_URL, CACHE_U",
    ),
    (scheduler, None, "addon", {**APP, "plan": "scheduler", "name": "example-second"}, "can have two add-ons of sched"),
    (app, None, "addon", {**APP, "plan": "heroku-postgresql:private-0"}, "is for apps in a Private Space"),
    (space_app, None, "addon", {**APP, "plan": "heroku-redis:mini"}, "is not connected with the app's Private Space"),
    (app, None, "addon", {**APP, "plan": "no-such-service"}, "There is no add-on service no-such-service"),
    (own_config, None, "addon_attachment", {**APP, "addon": "example-cache", "name": "CACHE"}, "CACHE_URL among"),
    (
        two_databases,
        None,
        "addon_attachment",
        {**APP, "addon": "example-second", "name": "DATABASE", "confirm": "example"},
        "DATABASE is the last attachment of example-db",
    ),
    (
        two_databases,
        None,
        "addon_attachment",
        {**APP, "name": "SECOND", "state": "absent"},
        "is the last attachment of",
    ),
    (scheduler, None, "addon_attachment", {"app": "example-other", "addon": "example-scheduler"}, "other apps cannot"),
    (
        app_of_unverified,
        UNVERIFIED,
        "addon",
        {**APP, "plan": "heroku-redis:mini"},
        "buy heroku-redis:mini before",
    ),
    # What belongs to an app
    (eco_app, None, "formation", {**APP, "updates": [web(size="Basic", quantity=2)]}, "runs one Basic dyno at most"),
    (eco_app, ECO, "formation", {**APP, "updates": [web(size=None, quantity=2)]}, "runs one Eco dyno at most"),
    (app_of_unverified, UNVERIFIED, "domain", {**APP, "hostname": "www.example.com"}, "cannot add domains before"),
    (eco_app, ECO, "certificate", {**APP, **certificate()}, "Certificates are not for Eco dynos"),
    (drains, None, "drain", {**APP, "url": "https://example.com/new"}, "has 5 log drains already"),
    (webhooks, None, "webhook", {**WEBHOOK, "include": ["api:release"]}, "has 10 webhooks already"),
    (
        full_of_telemetry,
        None,
        "telemetry_drain",
        {"space": "example-fir", "endpoint": "https://example.com", "exporter_type": "otlphttp", "signals": ["logs"]},
        "The space has 5 telemetry drains already",
    ),
    (app, None, "webhook", {**WEBHOOK, "include": ["api:relase"]}, "no 'api:relase'; choose from api:addon"),
    (containers, None, "pipeline_promotion", {**APP, "targets": ["example-other"]}, "has the stack container"),
    # Teams, spaces, accounts
    (nothing, None, "team", {"name": "new", "enterprise_account": "nobody"}, "There is no Enterprise Account nobody"),
    (nothing, None, "space", {"name": "new", "team": "no-such-team"}, "There is no team no-such-team"),
    (
        nothing,
        None,
        "space_access",
        {"space": "acme-space", "user": OWNER, "permissions": []},
        "is an admin of the team acme",
    ),
    (
        nothing,
        None,
        "space_transfer",
        {"space": "acme-space", "new_owner": "no-such-team"},
        "There is no team no-such-team",
    ),
    (nothing, None, "pipeline", {"name": "example", "owner": "no-such-team"}, "is in no team no-such-team"),
    (
        nothing,
        None,
        "oauth_authorization",
        {"description": "new", "scope": ["read"], "client": NOBODY},
        f"There is no OAuth client {NOBODY}",
    ),
]


# By the message: why Heroku, or the simulator, has nothing against it.
NOT_HEROKUS = {"has the stack container": "nobody recorded the text of the refusal (recorded.md A 13)"}


def module_of(noun: str) -> HerokuModule:
    """The module heroku_NOUN."""
    return importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.heroku_{noun}").MODULE


def run(simulator: Any, token: str | None, noun: str, options: dict[str, Any], *, check_mode: bool) -> dict[str, Any]:
    """The result of a module, whose options are as Ansible completes them."""
    module = module_of(noun)
    spec = module.arguments["argument_spec"]
    params = complete(spec, {"api_key": token or simulator.token, "api_url": simulator.url, **options})
    reporter = ModuleReporter(lambda text: None, lambda text: None)
    return module.execute(params, check_mode=check_mode, diff=True, reporter=reporter)


def complete(spec: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Options with defaults, and None for what is not given."""
    params = {name: options.get(name, item.get("default")) for name, item in spec.items()}
    for name, item in spec.items():
        if item["type"] == "dict" and item.get("options") and params[name] is not None:
            params[name] = complete(item["options"], params[name])
    return params


rows = pytest.mark.parametrize("row", REFUSED, ids=[f"{row[2]}-{row[4][:40]}" for row in REFUSED])


@rows
def test_check_mode_refuses_what_the_run_refuses(simulator: Any, connect: Any, row: Any) -> None:
    world, token, noun, options, message = row
    world(World(connect(simulator, token), connect(simulator)))
    simulator.backdoor("DELETE", "requests")
    checked, done = (run(simulator, token, noun, options, check_mode=mode) for mode in (True, False))
    assert message in checked.get("msg", f"check mode did not fail: {checked}")
    assert (done["msg"], done["changed"], done["failed"]) == (checked["msg"], False, True)
    assert {request["method"] for request in simulator.requests()} <= {"GET"}


@pytest.mark.usefixtures("pauses")  # for what is refused for some moments, as an app that was just made is
@rows
def test_heroku_would_refuse_it_too(simulator: Any, connect: Any, row: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world, token, noun, options, message = row
    if message in NOT_HEROKUS:
        pytest.skip(NOT_HEROKUS[message])
    world(World(connect(simulator, token), connect(simulator)))
    resource = module_of(noun).resource
    monkeypatch.setattr(resource, "preflight", lambda want, view, draft: None)
    assert run(simulator, token, noun, options, check_mode=False)["failed"]


def test_what_a_stranger_has_is_told_with_what_to_do(simulator: Any, connect: Any) -> None:
    stranger = connect(simulator, ECO)
    stranger.post("/apps", {"name": "example-theirs"})
    stranger.post("/apps/example-theirs/domains", {"hostname": "www.example.com", "sni_endpoint": None})
    connect(simulator).post("/apps", {"name": "example"})
    for check_mode in (True, False):
        app = run(simulator, None, "app", {"name": "example-theirs"}, check_mode=check_mode)
        assert "names of apps are unique at Heroku: choose another one" in app["msg"]
        renamed = run(simulator, None, "app", {"name": "example", "new_name": "example-theirs"}, check_mode=check_mode)
        assert "names of apps are unique at Heroku: choose another one" in renamed["msg"]


# What is so anyway, for each module whose defaults Heroku has no way to be told of.
ANYWAY = [
    (app, None, "app", {"name": "example", "locked": False}),
    (app, None, "app", {"name": "example", "internal_routing": False, "acm": False, "maintenance": False}),
    (app, None, "app", {"name": "example", "owner": "self", "region": "us", "build_stack": "heroku-24"}),
    (space_app, None, "app", {"name": "example", "space": "acme-space", "team": "acme", "internal_routing": False}),
    (two_databases, None, "addon", {**APP, "plan": "heroku-postgresql", "as": "DATABASE", "own": True, "force": False}),
    (two_databases, None, "addon_attachment", {**APP, "addon": "example-db", "namespace": ""}),
    (nothing, None, "space", {"name": "acme-space", "shield": False, "cidr": "10.0.0.0/16", "generation": "cedar"}),
    (nothing, None, "team", {"name": "acme-apps", "addons_controls": False}),
    (nothing, None, "space_access", {"space": "acme-space", "user": OWNER, "permissions": ["create_apps"]}),
]


@pytest.mark.parametrize("row", ANYWAY, ids=[f"{row[2]}-{row[3]}" for row in ANYWAY])
def test_what_is_so_anyway_is_no_change(simulator: Any, connect: Any, row: Any) -> None:
    world, token, noun, options = row
    world(World(connect(simulator, token), connect(simulator)))
    for check_mode in (True, False):
        result = run(simulator, token, noun, options, check_mode=check_mode)
        assert not result.get("failed"), result["msg"]
        assert result["changed"] is False
