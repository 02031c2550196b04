# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What C(ansible_heroku_protect) protects is deleted by no module, nor in check mode, unless C(confirm) is its name."""

from __future__ import annotations

import importlib
import itertools
from typing import Any

import pytest
import tree
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule, ModuleReporter
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session
from ansible_collections.community.heroku.plugins.module_utils._engine.protection import (
    KINDS,
    Thing,
    check_deletion,
    protecting,
)
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._engine.run_context import RunContext
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN

ID = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    ("protected", "pattern"),
    [
        ([], None),
        (["shop"], None),
        (["shop-prod"], "shop-prod"),
        (["other", "SHOP-PROD"], "SHOP-PROD"),
        (["*-prod"], "*-prod"),
        (["shop-????"], "shop-????"),
        (["shop-[pq]rod"], "shop-[pq]rod"),
        ([ID], ID),
        ([""], None),
        (["*"], "*"),
    ],
)
def test_names_and_patterns(protected: list[str], pattern: str | None) -> None:
    assert protecting(Thing("app", "shop-prod", ID), protected) == pattern
    assert protecting(Thing("app", "Shop-Prod", ID), protected) == pattern


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("confirm", [None, "", "other", ID, "SHOP-PROD"])
def test_only_the_name_confirms(kind: str, confirm: str | None) -> None:
    thing = Thing(kind, "shop-prod", ID)
    with pytest.raises(InvalidInput, match=f"The {KINDS[kind]} shop-prod is protected.*set confirm to shop-prod"):
        check_deletion(thing, ["shop-*"], confirm)
    check_deletion(thing, ["shop-*"], "shop-prod")
    check_deletion(thing, ["elsewhere-*"], confirm)


def test_what_goes_with_it_protects_it() -> None:
    thing, addon = Thing("app", "shop"), Thing("addon", "shop-db")
    with pytest.raises(InvalidInput, match="The app shop is protected by the add-on shop-db"):
        check_deletion(thing, ["*-db"], None, [addon])
    check_deletion(thing, ["*-db"], "shop", [addon])


def test_a_kind_that_nobody_knows() -> None:
    with pytest.raises(KeyError):
        check_deletion(Thing("dyno", "web.1"), ["*"])


# The walk over all modules

# What can be made anew, and is not protected by a name of its own: each module that has state=absent and deletes none
# of KINDS is listed here, so that a new one has to decide.
MADE_ANEW = {
    "heroku_addon_attachment",
    "heroku_allowed_addon_service",
    "heroku_app_transfer",
    "heroku_certificate",
    "heroku_collaborator",
    "heroku_domain",
    "heroku_drain",
    "heroku_enterprise_account_member",
    "heroku_identity_provider",
    "heroku_key",
    "heroku_oauth_authorization",
    "heroku_oauth_client",
    "heroku_pipeline_coupling",
    "heroku_review_app_config",
    "heroku_space_log_drain",
    "heroku_space_peering",
    "heroku_space_vpn",
    "heroku_team_collaborator",
    "heroku_team_invitation",
    "heroku_team_member",
    "heroku_telemetry_drain",
    "heroku_webhook",
}


def managing() -> dict[str, ManagingModule]:
    """The modules that make, change or delete something."""
    names = sorted(path.stem for path in (tree.ROOT / "plugins" / "modules").glob("heroku_*.py"))
    modules = {
        name: importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{name}").MODULE
        for name in names
    }
    return {name: module for name, module in modules.items() if isinstance(module, ManagingModule)}


def guards(module: ManagingModule) -> bool:
    """Whether it says what it deletes."""
    return bool(module.resource.protected_kind) or module.resource.deletes.__func__ is not Resource.deletes.__func__


@pytest.mark.parametrize("name", sorted(managing()))
def test_each_module_decided(name: str) -> None:
    module = managing()[name]
    spec = module.arguments["argument_spec"]
    if guards(module):
        assert "confirm" in spec
        assert name not in MADE_ANEW
        assert module.resource.protected_kind in ("", *KINDS)
    else:
        removes = "absent" in spec.get("state", {}).get("choices", ())
        assert removes == (name in MADE_ANEW)


def test_each_kind_has_a_module() -> None:
    assert {module.resource.protected_kind for module in managing().values()} - {""} == set(KINDS)


@pytest.fixture
def run(simulator):
    """Run a module with these options; C(protected), C(check_mode) as keywords."""
    sessions = []

    def execute(module_name: str, /, *, protected=(), check_mode=False, **params: Any) -> dict[str, Any]:
        module = managing()[f"heroku_{module_name}"]
        spec = module.arguments["argument_spec"]
        session = new_session()
        sessions.append(session)
        return module.execute(
            {
                **{option: item.get("default") for option, item in spec.items()},
                "api_key": simulator.token,
                "api_url": simulator.url,
                **params,
            },
            check_mode=check_mode,
            diff=True,
            reporter=ModuleReporter(lambda text: None, lambda text: None),
            session=lambda url, token: session,
            context=RunContext(protected=protected),
        )

    yield execute
    for session in sessions:
        session.close()


@pytest.fixture
def world(run):
    """One of each kind: what the deletions below delete."""

    def make(module_name: str, /, **params: Any) -> Any:
        result = run(module_name, **params)
        assert not result.get("failed"), result
        return result

    make("app", name="shop")
    make("app", name="bare")
    make("addon", app="shop", plan="heroku-redis:mini", name="shop-redis")
    pipeline = make("pipeline", name="line")["pipeline"]["id"]
    make("pipeline_coupling", app="bare", pipeline=pipeline, stage="production")
    make("team", name="crew", billing={})
    make("space", name="yard", team="acme", wait=False)
    return {"pipeline": pipeline}


ABSENT = {"state": "absent"}
# Module, options, the name of what is deleted, and the names that protect it.
DELETIONS = [
    ("app", {"name": "shop", **ABSENT}, "shop", ["shop", "shop-redis"]),
    ("app", {"name": "bare", **ABSENT}, "bare", ["bare"]),
    ("addon", {"app": "shop", "name": "shop-redis", **ABSENT, "wait": False}, "shop-redis", ["shop-redis", "shop"]),
    ("addon", {"app": "shop", "plan": "heroku-redis", **ABSENT, "wait": False}, "shop-redis", ["shop-redis", "shop"]),
    ("pipeline", {"id": "<pipeline>", **ABSENT}, "line", ["line", "<pipeline>"]),
    ("pipeline", {"name": "line", **ABSENT}, "line", ["line"]),
    ("team", {"name": "crew", **ABSENT}, "crew", ["crew"]),
    ("space", {"name": "yard", **ABSENT, "wait": False}, "yard", ["yard"]),
    ("api", {"method": "DELETE", "path": "/apps/shop"}, "shop", ["shop", "shop-redis"]),
    ("api", {"method": "DELETE", "path": "/apps/shop/addons/shop-redis"}, "shop-redis", ["shop-redis", "shop"]),
    ("api", {"method": "DELETE", "path": "/pipelines/<pipeline>"}, "line", ["line"]),
    ("api", {"method": "DELETE", "path": "/teams/crew", "compare": True}, "crew", ["crew"]),
    ("api", {"method": "DELETE", "path": "/spaces/yard"}, "yard", ["yard"]),
]


def ids(simulator) -> set[str]:
    """The ids of all that there is."""
    tables = simulator.backdoor("GET", "state")["tables"]
    return {record["id"] for records in tables.values() for record in records}


@pytest.mark.parametrize("deletion", DELETIONS, ids=lambda item: f"{item[0]} {item[1]}"[:60])
def test_what_is_protected_stays(run, simulator, world, deletion) -> None:
    name, params, thing, protecting_names = deletion

    def filled(value: Any) -> Any:
        return value.replace("<pipeline>", world["pipeline"]) if isinstance(value, str) else value

    params = {option: filled(value) for option, value in params.items()}
    before = ids(simulator)
    simulator.backdoor("DELETE", "requests")
    names = [filled(item) for item in protecting_names]
    for name_or_pattern in (*names, *(f"{item[:3]}*" for item in names)):
        for check_mode, confirm in itertools.product((True, False), (None, "other")):
            found = run(name, protected=[name_or_pattern], check_mode=check_mode, **params, confirm=confirm)
            assert found.get("failed"), (name_or_pattern, check_mode, confirm)
            assert found["changed"] is False
            assert "is protected" in found["msg"]
            assert f"set confirm to {thing}" in found["msg"]
    assert {entry["method"] for entry in simulator.requests()} == {"GET"}
    assert ids(simulator) == before
    done = run(name, protected=names, **params, confirm=thing)
    assert not done.get("failed"), done
    assert done["changed"] is True


def test_what_is_not_protected_costs_nothing_more(run, simulator, world) -> None:
    run("app", name="bare", state="absent", protected=["elsewhere-*"])
    alone = [entry["method"] for entry in simulator.requests()][-3:]
    assert alone == ["GET", "GET", "DELETE"]


def test_what_is_protected_can_be_changed(run, simulator, world) -> None:
    assert run("app", name="bare", maintenance=True, protected=["*"])["changed"] is True
    assert run("config", app="bare", config={"A": "1"}, protected=["*"])["changed"] is True
    assert run("pipeline_coupling", app="bare", state="absent", protected=["*"])["changed"] is True


@pytest.mark.parametrize(
    ("protected", "found"), [(["shop"], "shop"), (["other", "*"], "*"), (["other"], None), ([], None)]
)
def test_what_is_only_planned_goes_by_its_name(protected: list[str], found: str | None) -> None:
    """In check mode, a task may delete what one before it would make, whose id nobody knows."""
    assert protecting(Thing("app", "shop", UNKNOWN), protected) == found
    assert protecting(Thing("addon", UNKNOWN, UNKNOWN), ["shop"]) is None
