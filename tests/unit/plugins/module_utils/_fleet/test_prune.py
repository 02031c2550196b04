# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there and not in the document: nothing that the document names goes, and of addresses the host is told."""

from __future__ import annotations

from typing import Any

import fleets
import pytest
from ansible_collections.community.heroku.plugins.module_utils._ansible.sections import validated
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired
from ansible_collections.community.heroku.plugins.module_utils._fleet import document, prune
from ansible_collections.community.heroku.plugins.module_utils._fleet.document import part_of
from ansible_collections.community.heroku.plugins.module_utils._fleet.fleet import Fleet
from ansible_collections.community.heroku.plugins.module_utils._fleet.jobs import COMPOSED

DECLARED = ("shop-a", "shop-b", "shop-c")
STRAYS = tuple(f"shop-stray-{number}" for number in range(4))
SCOPE = {"prune": ["apps"], "prune_scope": {"name": "shop-*"}}
PARTS = 2
SECRETS = ("canary-of-user-1", "canary-of-query-2", "canary-of-path-3")
ADDRESS = f"https://user:{SECRETS[0]}@hooks.example.com/{SECRETS[2]}?key={SECRETS[1]}"


@pytest.fixture
def client(simulator: Any) -> HerokuClient:
    return HerokuClient(simulator.token, simulator.url)


def apps(*names: str) -> dict[str, Any]:
    return {"apps": {name: {} for name in names}}


def there(client: HerokuClient) -> set[str]:
    return {app["name"] for app in client.list("/apps") if app["name"].startswith("shop-")}


def run(client: HerokuClient, document: Any, *, check_mode: bool = False, **options: Any) -> dict[str, Any]:
    return fleets.converged(document, client, check_mode=check_mode, **options)


# Whole apps


def test_an_app_of_the_document_is_no_stray_outside_the_limit(client: HerokuClient) -> None:
    run(client, apps(*DECLARED, *STRAYS))
    limit = ["shop-b", "shop-stray-[12]"]
    looked = run(client, apps(*DECLARED), limit=limit, prune_scope=SCOPE["prune_scope"])
    assert set(looked["unmanaged"]) == {"shop-stray-1", "shop-stray-2"}
    run(client, apps(*DECLARED), limit=limit, **SCOPE)
    assert there(client) == {*DECLARED, "shop-stray-0", "shop-stray-3"}


def test_each_slice_removes_its_own_strays_and_nothing_of_the_document(client: HerokuClient) -> None:
    run(client, apps(*DECLARED, *STRAYS))
    left = set(STRAYS)
    for part in range(1, PARTS + 1):
        options = {"slice": f"{part}/{PARTS}", **SCOPE}
        told = run(client, apps(*DECLARED), check_mode=True, **{**options, "prune": []})["unmanaged"]
        mine = {name for name in STRAYS if part_of(name, PARTS) == part}
        assert mine, "a part without strays tells nothing"
        assert set(told) == mine
        run(client, apps(*DECLARED), **options)
        left -= mine
        assert there(client) == {*DECLARED, *left}
    assert left == set()


@pytest.mark.parametrize(
    ("document", "limit"),
    [
        ({"apps": {"shop-a": {}, "shop-b": {"new_name": "shop-c"}}}, ["shop-c"]),  # renamed before, by another limit
        ({"apps": {"shop-a": {}}, "pipelines": {"line": {"stages": {"staging": ["shop-c"]}}}}, ["shop-c"]),
        ({"apps": {"shop-a": {}, "shop-c": {"state": "absent"}}}, []),
    ],
)
def test_whatever_the_document_names_is_no_stray(client: HerokuClient, document: Any, limit: list[str]) -> None:
    run(client, {**apps("shop-a", "shop-c", "shop-stray-0"), "pipelines": {"line": {}}})
    found = run(client, document, check_mode=True, limit=["shop-a", "shop-stray-*", *limit], **SCOPE)
    assert {name for name, item in found["apps"].items() if item["changed"]} == {"shop-stray-0"}


OF_TEAM, OF_OTHER_TEAM, IN_SPACE = "shop-of-team", "shop-of-other-team", "shop-in-space"
STAGED, PRIVATE = "shop-staged", "shop-private"


@pytest.mark.parametrize(
    ("scope", "strays"),
    [
        ({"team": "acme"}, {OF_TEAM, IN_SPACE, STAGED}),
        ({"space": "acme-space"}, {IN_SPACE}),
        ({"pipeline": "line"}, {OF_OTHER_TEAM, STAGED}),
        ({"name": "shop-*"}, {OF_TEAM, OF_OTHER_TEAM, IN_SPACE, STAGED, PRIVATE}),
        ({"name": "shop-o*"}, {OF_TEAM, OF_OTHER_TEAM}),
        ({"team": "acme", "pipeline": "line"}, {STAGED}),
        ({"team": "acme-apps", "space": "acme-space"}, set()),
        ({"team": "acme-apps", "name": "*"}, {OF_OTHER_TEAM}),
    ],
    ids=["team", "space", "pipeline", "name", "pattern", "team and pipeline", "another team", "team and any name"],
)
def test_an_app_is_a_stray_where_all_of_the_scope_fits(
    client: HerokuClient, simulator: Any, scope: dict[str, str], strays: set[str]
) -> None:
    made = {
        "shop-a": {"team": "acme"},
        OF_TEAM: {"team": "acme"},
        OF_OTHER_TEAM: {"team": "acme-apps"},
        IN_SPACE: {"team": "acme", "space": "acme-space"},
        STAGED: {"team": "acme"},
        PRIVATE: {},
    }
    run(client, {"apps": made, "pipelines": {"line": {"stages": {"staging": [OF_OTHER_TEAM, STAGED]}}}})
    by_id = {name: client.get(f"/teams/{value}")["id"] if name == "team" else value for name, value in scope.items()}
    for given in (scope, by_id):
        before = len(simulator.requests())
        found = run(client, apps("shop-a"), check_mode=True, prune_scope=given)["unmanaged"]
        assert {name for name in found if name.startswith("shop-")} == strays
        asked = {item["path"] for item in simulator.requests()[before:] if item["path"].endswith(("/teams", "/apps"))}
        assert "team" not in given or asked == {"/apps", f"/teams/{given['team']}/apps"}


@pytest.mark.parametrize("document", [None, {}, {"apps": None}, {"apps": {}}, {"apps": {"x-base": {}}}, {"keys": []}])
def test_a_document_without_apps_prunes_none(document: Any) -> None:
    """A template that came out empty must not empty a team."""
    given = {name: spec.get("default") for name, spec in Fleet.options.items()}
    want = {**given, "document": document, **SCOPE}
    with pytest.raises(InvalidInput, match="the document has none"):
        Fleet.check(Desired(want))
    Fleet.check(Desired({**want, "prune": ["domains"]}))


# What is waited for


WAITS = {"wait": False, "wait_timeout": 7}
WAITING = ("addons", "attachments", "domains")  # some kinds that wait


@pytest.mark.parametrize("kind", sorted({*prune.STRAYS, *prune.PURGED}))
def test_a_removal_waits_as_the_task_says(kind: str) -> None:
    """As what the document has does, where the module waits at all, and the document says nothing else."""
    section = prune.SECTIONS[kind]
    (owner,) = document.read(apps("shop-a"), validated)
    if kind in prune.PURGED:
        removal = prune.purging([owner], [kind], WAITS)[-1]
    else:
        record = dict.fromkeys(("id", "name", "hostname"), "x")
        removal = prune.entry_of(owner, section, prune.STRAYS[kind].removal(record), WAITS)
    assert removal.section is section
    waiting = [name for name in WAITS if name in {**section.spec, **COMPOSED.get(kind, section.resource).options}]
    assert len(waiting) == len(WAITS) or kind not in WAITING
    assert {name: removal.options[name] for name in waiting} == {name: WAITS[name] for name in waiting}
    assert set(section.spec) <= set(removal.options)


def test_a_task_that_does_not_wait_does_not_wait_for_removals(client: HerokuClient, simulator: Any) -> None:
    addon = {"plan": "heroku-postgresql:standard-0", "as": "MAIN"}
    run(client, {"apps": {"shop-a": {"addons": [addon]}}})
    simulator.backdoor("POST", "clock", {"mode": "0"})
    simulator.backdoor("DELETE", "requests")
    try:
        removed = run(client, {"apps": {"shop-a": {"addons": []}}}, prune=["addons"], wait=False)
    finally:
        simulator.backdoor("POST", "clock", {"mode": "instant"})
    assert removed["summary"]["destroy"] == 1
    assert simulator.requests()[-1]["method"] == "DELETE"


# How strays are told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (ADDRESS, "https://hooks.example.com"),
        ("syslog+tls://logs.example.com:514", "syslog+tls://logs.example.com:514"),
        ("user:pass@otel.example.com:4317", "otel.example.com:4317"),
        ("otel.example.com:4317/path?key=1", "otel.example.com:4317"),
        ("https://[", "(hidden)"),
        (None, ""),
    ],
)
def test_of_an_address_scheme_and_host_are_told(address: Any, told: str) -> None:
    assert prune.site(address) == told


RECORD = {
    "name": "name",
    "hostname": "www.example.com",
    "url": ADDRESS,
    "exporter": {"endpoint": ADDRESS, "headers": {"x-key": SECRETS[0]}},
}


@pytest.mark.parametrize("section", prune.STRAYS)
def test_no_stray_is_told_with_a_secret(section: str) -> None:
    told = prune.STRAYS[section].name(RECORD)
    assert told in ("name", "www.example.com", "https://hooks.example.com")


def test_what_is_left_alone_shows_no_secret(client: HerokuClient) -> None:
    webhook = {"url": ADDRESS, "include": ["api:release"], "level": "notify"}
    run(client, {"apps": {"shop-a": {"webhooks": [webhook], "drains": [ADDRESS]}}})
    other = {"url": "https://other.example.com", "include": ["api:release"], "level": "notify"}
    declared = {"apps": {"shop-a": {"webhooks": [other], "drains": ["https://other.example.com"]}}}
    told = run(client, declared, check_mode=True)
    address = "https://hooks.example.com"
    assert told["unmanaged"] == {"shop-a": {"webhooks": [address], "drains": [address]}}
    assert address in told["diff"]["prepared"]
    assert [secret for secret in SECRETS if secret in str(told)] == []


def test_what_is_removed_is_not_left_alone(client: HerokuClient) -> None:
    run(client, {"apps": {"shop-a": {"config": {"KEPT": "a", "OLD": "b"}, "collaborators": ["other@example.com"]}}})
    declared: Any = {"config": {"KEPT": "a"}, "collaborators": []}
    left = run(client, {"apps": {"shop-a": declared}}, check_mode=True)
    assert left["unmanaged"] == {"shop-a": {"config": ["OLD"], "collaborators": ["other@example.com"]}}
    purging = {**declared, "config_purge": True, "collaborators_exclusive": True}
    for check_mode in (True, False):
        removed = run(client, {"apps": {"shop-a": purging}}, check_mode=check_mode)
        assert (removed["changed"], removed["unmanaged"]) == (True, {})


# What goes of an app: in each section what nobody declares, and nothing else

HOOK = {"include": ["api:release"], "level": "notify"}
TRACES = {"exporter_type": "otlphttp", "signals": ["traces"]}
DATABASE = "heroku-postgresql:essential-0"


def certified(name: str) -> dict[str, Any]:
    chain, key = fleets.certificate(f"{name}.example.com")
    return {"name": name, "certificate_chain": chain, "private_key": key}


# By section of an app: what is declared of it, what is there beside that, and what this is told as.
SECTIONS: dict[str, tuple[Any, Any, str]] = {
    "config": ({"KEPT": "a"}, {"OLD": "b"}, "OLD"),
    "collaborators": (["other@example.com"], ["unverified@example.com"], "unverified@example.com"),
    "addons": (
        [{"plan": DATABASE, "name": "shop-a-database"}],
        [{"plan": "heroku-redis:mini", "name": "shop-a-redis"}],
        "shop-a-redis",
    ),
    "attachments": (
        [{"addon": "shop-b-database", "name": "KEPT_BASE"}],
        [{"addon": "shop-b-database", "name": "OLD_BASE"}],
        "OLD_BASE",
    ),
    "certificates": ([certified("kept-1")], [certified("old-1")], "old-1.example.com"),
    "domains": (["kept.example.com"], ["old.example.com"], "old.example.com"),
    "drains": (["https://kept.example.com/in"], ["https://old.example.com/in"], "https://old.example.com"),
    "features": ({"http-session-affinity": True}, {"runtime-dyno-metadata": True}, "runtime-dyno-metadata"),
    "telemetry_drains": (
        [{**TRACES, "endpoint": "https://kept.example.com"}],
        [{**TRACES, "endpoint": "https://old.example.com"}],
        "https://old.example.com",
    ),
    "webhooks": (
        [{**HOOK, "url": "https://kept.example.com"}],
        [{**HOOK, "url": "https://old.example.com"}],
        "https://old.example.com",
    ),
}
OF_FIR = ("telemetry_drains",)


def organisation(*, declared: bool) -> dict[str, Any]:
    """An app with something in each section, one of the generation Fir, and one whose database others use."""
    code = {"build": {"path": fleets.SOURCE}, "formation": {"web": {"quantity": 1, "size": "basic"}}}
    found: dict[str, Any] = {"shop-a": code, "shop-fir": {"team": "acme", "space": "fir-space"}}
    for name, (kept, stray, _told) in SECTIONS.items():
        both = {**kept, **stray} if isinstance(kept, dict) else [*kept, *stray]
        found["shop-fir" if name in OF_FIR else "shop-a"][name] = kept if declared else both
    other: dict[str, Any] = {"addons": [{"plan": DATABASE, "name": "shop-b-database"}]}
    return {"apps": {"shop-b": other if declared else {**other, "config": {"OLD": "c"}}, **found}}


def test_what_is_pruned_is_what_nobody_declares_in_that_section_and_nothing_else(client: HerokuClient) -> None:
    assert {*SECTIONS, "apps"} == set(prune.PRUNABLE)
    client.post("/spaces", {"name": "fir-space", "team": "acme", "region": "virginia", "generation": "fir"})
    run(client, organisation(declared=False))
    # Heroku gives certificates names of its own.
    endpoints = client.get("/apps/shop-a/sni-endpoints")
    certificates = {item["ssl_cert"]["cert_domains"][0]: item["name"] for item in endpoints}
    left: dict[str, Any] = {"shop-a": {}, "shop-fir": {}}
    for name, (_kept, _stray, told) in SECTIONS.items():
        left["shop-fir" if name in OF_FIR else "shop-a"][name] = [certificates.get(told, told)]
    declared = organisation(declared=True)
    looked = run(client, declared, check_mode=True)
    assert (looked["changed"], looked["unmanaged"]) == (False, left)
    for section in SECTIONS:
        left["shop-fir" if section in OF_FIR else "shop-a"].pop(section)
        rest = {app: sections for app, sections in left.items() if sections}
        for check_mode in (True, False):
            pruned = run(client, declared, prune=[section], check_mode=check_mode)
            assert (section, pruned["changed"], pruned["unmanaged"]) == (section, True, rest)
            # No word about config vars in the document of an app means that it has none.
            assert sum(pruned["summary"].values()) == (2 if section == "config" else 1), section
    again = run(client, declared, prune=list(SECTIONS))
    assert (again["changed"], again["unmanaged"]) == (False, {})


def test_strays_of_an_app_that_is_renamed_are_told_and_go(client: HerokuClient, simulator: Any, connect: Any) -> None:
    addon = {"plan": DATABASE, "name": "shop-a-database"}
    kept: Any = {"config": {"KEPT": "a"}, "addons": [addon]}
    run(client, {"apps": {"shop-a": {**kept, "config": {"KEPT": "a", "OLD": "b"}, "domains": ["old.example.com"]}}})
    renamed = {"apps": {"shop-a": {"new_name": "shop-c", **kept}}}
    assert run(client, renamed, check_mode=True)["unmanaged"] == {"shop-a": {"config": ["OLD"]}}
    for changed, check_mode in ((True, True), (True, False), (False, False)):
        # Another process: the client that made an app expects it to be found by its name.
        pruned = run(connect(simulator), renamed, prune=["config", "domains"], check_mode=check_mode)
        assert (pruned["changed"], pruned["unmanaged"]) == (changed, {})
        assert pruned["summary"] == {"add": 0, "change": 2 * changed, "destroy": 1 * changed}
    assert sorted(client.get("/apps/shop-c/config-vars")) == ["DATABASE_URL", "KEPT"]
    assert [item["kind"] for item in client.get("/apps/shop-c/domains")] == ["heroku"]


@pytest.mark.parametrize("protected", [["shop-a-old"], ["shop-A"], ["*-a"]])
def test_what_is_protected_is_told_and_stays(client: HerokuClient, protected: list[str]) -> None:
    """An add-on by its own name, or by its app's; an app by its own."""
    old = [{"plan": "heroku-redis:mini", "name": "shop-a-old"}, {"plan": DATABASE, "name": "shop-a-lost"}]
    run(client, {"apps": {"shop-a": {"addons": old}, "shop-stray-a": {}, "shop-b": {}}})
    whole = {"apps": {"shop-a": {"addons": []}}}
    by_app = protected != ["shop-a-old"]
    addons = {"addons": ["shop-a-lost", "shop-a-old"] if by_app else ["shop-a-old"]}
    strays = {"shop-stray-a": {"app": ["shop-stray-a"]}} if protected == ["*-a"] else {}
    for check_mode in (True, False):
        pruned = run(
            client,
            whole,
            protected=tuple(protected),
            check_mode=check_mode,
            prune=["addons", "apps"],
            prune_scope={"name": "shop-*"},
        )
        assert pruned["unmanaged"] == {"shop-a": addons, **strays}
    assert {addon["name"] for addon in client.get("/apps/shop-a/addons")} == set(addons["addons"])
    assert there(client) == {"shop-a", *strays}
