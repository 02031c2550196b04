# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Export, then apply: nothing changes. Export of what a document made: the same document."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from typing import Any

import fleets
import pytest
import simulated
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError
from ansible_collections.community.heroku.plugins.module_utils._fleet.apart import joined
from ansible_collections.community.heroku.plugins.module_utils._fleet.export import ACCOUNT_PARTS
from ansible_collections.community.heroku.plugins.module_utils._fleet.live import ONCE, PARTS
from ansible_collections.community.heroku.plugins.module_utils._fleet.sections import ACCOUNT, GROUPS
from hypothesis import HealthCheck, Phase, given, settings
from virtual_clock import VirtualClock

WORLDS = int(os.environ.get("FLEET_WORLDS", "5"))  # `make fleet` tries many more
# A smaller world that fails too takes minutes to find: only on request.
PHASES = [phase for phase in Phase if phase is not Phase.shrink or "FLEET_SHRINK" in os.environ]
WITHIN = {"apps": {"one": {"region": "us"}}, "pipelines": {"line": {"stages": {"staging": ["one"]}}}}

Connect = Callable[..., HerokuClient]


@pytest.fixture
def client(simulator: Any, connect: Connect) -> HerokuClient:
    """A client whose waits take no time."""
    return connect(simulator, clock=VirtualClock())


def whole(found: dict[str, Any]) -> Any:
    return joined(found["document"], found["secrets"])


def told(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(item["about"], item["reason"]) for item in found["cannot"]]


def with_code(document: Any, original: Any) -> Any:
    """A document with the code of the one that made its apps, since Heroku does not give code back."""
    document = copy.deepcopy(document)
    for name, app in original["apps"].items():
        if "build" in app:
            document["apps"][name]["build"] = app["build"]
    return document


@settings(
    max_examples=WORLDS,
    deadline=None,
    phases=PHASES,
    derandomize=WORLDS < 100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=fleets.worlds())
def test_what_is_exported_is_what_is_there(document: dict[str, Any], simulator: Any, connect: Connect) -> None:
    simulator.backdoor("POST", "reset")
    client = connect(simulator, clock=VirtualClock())
    fleets.apply(document, client)
    first = fleets.export(client)
    assert fleets.differences(whole(first), client) == {}
    assert fleets.differences(document, client) == {}
    seen = fleets.converged(whole(first), client, check_mode=True)
    assert (seen["summary"], seen["unmanaged"]) == ({"add": 0, "change": 0, "destroy": 0}, {})
    assert "secret" not in str(first["document"])
    assert not [app for app in first["document"]["apps"].values() if {"config", "drains"} & set(app)]

    simulator.backdoor("POST", "reset")
    client = connect(simulator, clock=VirtualClock())
    fleets.converged(with_code(whole(first), document), client, check_mode=False)
    assert fleets.export(client) == first
    assert fleets.differences(document, client) == {}


def test_every_section_of_a_document_is_exported_but_what_happens_once() -> None:
    sections = {group.name: [section.name for section in group.all] for group in GROUPS}
    left_out = {group: [name for name in names if name not in PARTS[group]] for group, names in sections.items()}
    assert left_out == {
        "teams": [],
        "spaces": [],
        "apps": [name for name in ONCE if name in sections["apps"]],
        "pipelines": [],
    }
    assert {group: [name for name in parts if name not in sections[group]] for group, parts in PARTS.items()} == {
        group: [] for group in sections
    }
    assert list(ACCOUNT_PARTS) == [section.name for section in ACCOUNT]


def test_the_default_world_applied_changes_nothing(client: HerokuClient) -> None:
    found = fleets.export(client, include=[*PARTS, *ACCOUNT_PARTS])
    assert set(found["document"]) == {"teams", "spaces"}
    assert fleets.differences(whole(found), client) == {}


def test_what_the_account_has_is_exported_on_request(client: HerokuClient) -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIrU9Wsuhk0b7pOwYqUVOx8mVp4Cc4vmQDfWh4BtbVhI me@example.com"
    feature = client.get("/account/features")[0]["name"]
    client.post("/account/keys", {"public_key": key})
    client.patch(f"/account/features/{feature}", {"enabled": True})
    for address in ("https://a.example.com/", "https://b.example.com/"):
        client.post("/oauth/clients", {"name": "twin", "redirect_uri": address})
    found = fleets.export(client, include=list(ACCOUNT_PARTS))
    assert found["document"]["keys"] == [key]
    assert found["document"]["account_features"][feature] is True
    assert list(found["document"]["oauth_clients"]) == ["twin"]
    assert [about for about, _reason in told(found)] == ["oauth_clients.twin"]


def test_generation_fir_has_telemetry_drains_and_images(client: HerokuClient) -> None:
    client.post("/spaces", {"name": "fir-space", "team": "acme", "region": "virginia", "generation": "fir"})
    fleets.apply(
        {
            "spaces": {"fir-space": {"team": "acme", "generation": "fir"}},
            "apps": {
                "fir-app": {
                    "team": "acme",
                    "space": "fir-space",
                    "telemetry_drains": [
                        {"endpoint": "https://a.example.com", "exporter_type": "otlphttp", "signals": ["logs"]},
                        {
                            "endpoint": "https://b.example.com",
                            "exporter_type": "otlphttp",
                            "signals": ["traces", "logs"],
                            "headers": {"x-key": "canary"},
                        },
                    ],
                }
            },
        },
        client,
    )
    found = fleets.export(client, names=["fir-*"])
    app = found["document"]["apps"]["fir-app"]
    assert (app["space"], "stack" in app, len(app["telemetry_drains"])) == ("fir-space", False, 1)
    assert found["secrets"]["apps"]["fir-app"]["telemetry_drains"][0]["headers"] == {"x-key": "canary"}
    assert "canary" not in str(found["document"])
    assert found["document"]["spaces"]["fir-space"]["generation"] == "fir"
    assert fleets.differences(whole(found), client) == {}


def test_certificates_are_told_and_the_domains_that_use_them_say_so(client: HerokuClient) -> None:
    fleets.apply(
        {"apps": {"shop": {"build": {"path": fleets.SOURCE}, "formation": {"web": {"size": "basic"}}}}}, client
    )
    endpoint = client.post("/apps/shop/sni-endpoints", dict(zip(("certificate_chain", "private_key"), CERTIFICATE)))
    client.post("/apps/shop/domains", {"hostname": "www.tf.example.com", "sni_endpoint": endpoint["id"]})
    found = fleets.export(client, names=["shop"])
    domain = {"hostname": "www.tf.example.com", "sni_endpoint": endpoint["name"]}
    assert found["document"]["apps"]["shop"]["domains"] == [domain]
    reason = f"Heroku does not give back the private key of {endpoint['name']}, which is for www.tf.example.com."
    assert told(found) == [("apps.shop.certificates", reason)]
    assert fleets.differences(whole(found), client) == {}


CERTIFICATE = fleets.certificate("www.tf.example.com")


def test_what_the_token_may_not_see_is_told(client: HerokuClient, simulator: Any, connect: Connect) -> None:
    client.post("/apps", {"name": "shop"})
    client.post("/apps/shop/collaborators", {"user": "other@example.com", "silent": True})
    theirs = connect(simulator, token="simulator-token-other", clock=VirtualClock())
    client.patch("/apps/shop", {"maintenance": True})
    simulator.backdoor(
        "POST", "faults", {"fault": "error", "path": "/apps/shop/config-vars", "status": 403, "count": 1}
    )
    found = fleets.export(theirs, names=["shop"])
    assert found["document"]["apps"]["shop"]["owner"] == "owner@example.com"
    assert [about for about, _reason in told(found)] == ["apps.shop.config"]
    assert told(found)[0][1].startswith("Heroku does not say: ")


def test_an_error_of_heroku_is_no_gap_in_the_document(client: HerokuClient, simulator: Any) -> None:
    client.post("/apps", {"name": "shop"})
    simulator.backdoor("POST", "faults", {"fault": "error", "path": "/apps/shop/domains", "status": 422, "count": 1})
    with pytest.raises(HerokuError):
        fleets.export(client, names=["shop"])


def test_two_pipelines_of_one_name_are_told(client: HerokuClient) -> None:
    fleets.apply(WITHIN, client)
    client.post("/apps", {"name": "two"})
    owner = client.get("/account")["id"]
    second = client.post("/pipelines", {"name": "line", "owner": {"id": owner, "type": "user"}})
    client.post("/pipeline-couplings", {"app": "two", "pipeline": second["id"], "stage": "production"})
    found = fleets.export(client)
    assert len(found["document"]["pipelines"]["line"]["stages"]) == 1
    assert [about for about, _reason in told(found)] == ["pipelines.line"]


def test_the_settings_of_review_apps_lack_the_repository(connect: Connect) -> None:
    settings = {"automatic_review_apps": True, "stale_days": 3, "destroy_stale_apps": True}
    with simulated.simulator("--clock", "instant", "--world", "pipeline") as running:
        client = connect(running, clock=VirtualClock())
        shop = client.list("/pipelines")[0]["id"]
        client.post(f"/pipelines/{shop}/review-app-config", {"repo": "acme/shop", **settings})
        found = fleets.export(client)
        assert fleets.differences(whole(found), client) == {}
    assert found["document"]["pipelines"]["shop"]["review_apps"] == settings
    assert [about for about, _reason in told(found)] == ["pipelines.shop.review_apps"]


def test_filters_leave_what_they_say(client: HerokuClient) -> None:
    fleets.apply(
        {
            "apps": {"one": {"team": "acme"}, "two": {}, "two-pr-1": {}},
            "pipelines": {"line": {"stages": {"staging": ["two"]}}},
        },
        client,
    )

    def left(**options: Any) -> dict[str, list[str]]:
        return {group: list(things) for group, things in fleets.export(client, **options)["document"].items()}

    assert left(teams=["acme"]) == {"teams": ["acme"], "apps": ["one"]}
    assert left(teams=[""], exclude=["*-pr-*"]) == {"apps": ["two"], "pipelines": ["line"]}
    assert left(pipelines=["line"]) == {"apps": ["two"], "pipelines": ["line"]}
    assert left(spaces=["acme-space"]) == {"spaces": ["acme-space"]}
    assert left(names=["two*"], include=["apps"]) == {"apps": ["two", "two-pr-1"]}
    assert left(names=["nothing"]) == {}


def test_lists_are_shared_and_what_is_asked_for_of_an_app_is_asked_once(client: HerokuClient) -> None:
    fleets.apply({"apps": {"one": {}, "two": {}, "three": {}}}, client)
    before = client.requests_sent
    fleets.export(client, include=["apps"], sections=["addons", "attachments", "config", "domains"])
    assert client.requests_sent - before == 9 + 2 + 3 * 3, "lists of the account, of its teams, and of each app"


def test_apps_of_a_team_that_nobody_has_joined_are_exported_and_are_strays(
    client: HerokuClient, simulator: Any, connect: Connect
) -> None:
    """The list of all apps lacks them, and the team's own has them."""
    simulator.backdoor("POST", "switches", {"unjoined_apps": "left_out"})
    theirs = connect(simulator, token="simulator-token-member")
    theirs.post("/teams/apps", {"name": "lonely", "team": "acme", "locked": True})
    client.patch("/apps/lonely", {"maintenance": True})
    fleets.apply({"apps": {"mine": {}}}, client)
    assert [app["name"] for app in client.list("/apps")] == ["mine"]
    for options in ({}, {"teams": ["acme"]}, {"names": ["lone*"]}, {"teams": [client.get("/teams/acme")["id"]]}):
        found = fleets.export(client, **options)
        app = found["document"]["apps"]["lonely"]
        assert app == {"team": "acme", "region": "us", "stack": "heroku-24", "locked": True, "maintenance": True}
        assert fleets.differences(whole(found), client) == {}
    assert "lonely" not in fleets.export(client, teams=[""])["document"]["apps"]
    mine: dict[str, Any] = {"apps": {"mine": {}}}
    for scope in ({"team": "acme"}, {"name": "lone*"}, {"team": client.get("/teams/acme")["id"]}):
        seen = fleets.converged(mine, client, check_mode=True, prune_scope=scope)
        assert seen["unmanaged"] == {"lonely": {"app": ["lonely"]}}
    pruned = fleets.converged(mine, client, check_mode=False, prune=["apps"], prune_scope={"team": "acme"})
    assert pruned["apps"]["lonely"]["done"] == ["destroy app"]


def test_an_app_that_the_token_may_not_look_at_is_told(client: HerokuClient, simulator: Any, connect: Connect) -> None:
    simulator.backdoor("POST", "switches", {"unjoined_apps": "left_out"})
    connect(simulator, token="simulator-token-member").post("/teams/apps", {"name": "lonely", "team": "acme"})
    simulator.backdoor("POST", "faults", {"fault": "error", "path": "/apps/lonely", "status": 403})
    found = fleets.export(client, teams=["acme"])
    assert "apps" not in found["document"]
    assert [about for about, _reason in told(found)] == ["apps.lonely"]
