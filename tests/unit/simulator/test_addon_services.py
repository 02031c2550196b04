# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest


def test_region_capabilities_are_those_of_services_and_regions(api):
    every = api.get("/addon-region-capabilities")
    services, regions = api.get("/addon-services"), api.get("/regions")
    assert len(every) == len(services) * len(regions)
    of_redis = api.get("/addon-services/heroku-redis/region-capabilities")
    assert [item for item in every if item["addon_service"]["name"] == "heroku-redis"] == of_redis
    of_eu = api.get("/regions/eu/addon-region-capabilities")
    assert [item for item in every if item["region"]["name"] == "eu"] == of_eu
    private = {item["region"]["name"] for item in of_redis if item["supports_private_networking"]}
    assert private == {region["name"] for region in regions if region["private_capable"]}


WORLD = """
apps:
  - name: shop
    addons:
      - {plan: heroku-postgresql, name: shop-db, credentials: [readonly]}
"""


@pytest.fixture
def with_credential(make_api, tmp_path):
    path = tmp_path / "world.yml"
    path.write_text(WORLD)
    return make_api(world=path, clock="instant")


def test_a_credential_has_values_of_its_own(with_credential):
    api = with_credential
    (credential,) = api.get("/addons/shop-db/config/credential:readonly")
    assert api.get("/addons/shop-db/config/credential:nobody") == []
    body = {"addon": "shop-db", "app": "shop", "name": "readonly", "namespace": "credential:readonly"}
    attachment = api.post("/addon-attachments", body)
    assert (attachment["name"], attachment["namespace"]) == ("READONLY", "credential:readonly")
    config = api.get("/apps/shop/config-vars")
    assert config["READONLY_URL"] == credential["value"] != config["DATABASE_URL"]


def test_only_providers_that_write_logs_have_an_address_for_them(api):
    api.app()
    for plan in ("heroku-postgresql", "heroku-redis"):
        api.post("/apps/shop/addons", {"plan": plan})
    urls = {item["name"]: item["log_input_url"] for item in api.get("/apps/shop/addon-attachments")}
    assert urls["REDIS"] is None
    assert urls["DATABASE"].startswith("https://token:t.")
