# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever takes several writes can be killed after each of them, and the same task then leads to the same end.

A task that loses a race goes on with what the winner made, and the diff of one that takes something away shows what.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import modules
import pytest
import tree
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ModuleTalk
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session
from ansible_collections.community.heroku.plugins.module_utils._engine.members import Members

sys.path.insert(0, str(tree.ROOT / "tests" / "integration"))
_spec = importlib.util.spec_from_file_location("interrupted", tree.ROOT / "tests" / "integration" / "interrupted.py")
interrupted = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(interrupted)

WRITES = ("POST", "PUT", "PATCH", "DELETE")
KILLED = 9
Task = tuple[str, dict[str, Any]]


def certificate(number: int) -> dict[str, str]:
    """A certificate for two domains with its key, the same in each test."""
    path = tree.ROOT / "tests/integration/targets/heroku_certificate/files/certificates.py"
    spec = importlib.util.spec_from_file_location("certificates", path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    key = made.ec.derive_private_key(number, made.ec.SECP256R1())
    chain = made.pem(made.signed("example.com", key, ("one.example.com", "two.example.com")))
    return {"certificate_chain": chain, "private_key": made.key_text(key)}


HOSTNAMES = ["one.example.com", "two.example.com"]
APP: Task = ("app", {"name": "shop"})
TEAM_APP: Task = ("app", {"name": "shop", "team": "acme"})
RUNNING: list[Task] = [  # certificates are not for Eco dynos
    ("build", {"app": "shop", "path": "<source>"}),
    ("formation", {"app": "shop", "updates": [{"type": "web", "size": "Basic"}]}),
]
DOMAINS: list[Task] = [("domain", {"app": "shop", "hostname": name}) for name in HOSTNAMES]
LINES: list[Task] = [
    ("app", {"name": "other-app"}),
    ("pipeline", {"name": "line"}),
    ("pipeline", {"name": "track"}),
    ("pipeline_coupling", {"app": "other-app", "pipeline": "track", "stage": "staging"}),
    ("pipeline_coupling", {"app": "shop", "pipeline": "line", "stage": "production"}),
]


def people(key: str, names: list[str], **traits: Any) -> list[dict[str, Any]]:
    """Entries of lists of people."""
    return [{key: f"{name}@example.com", **traits} for name in names]


# A name, what is there before, and the task of several writes.
SEVERAL_WRITES: dict[str, tuple[list[Task], Task]] = {
    "app made and set": ([], ("app", {"name": "shop", "maintenance": True, "acm": True})),
    "team's app made and set": ([], ("app", {"name": "shop", "team": "acme", "locked": True, "maintenance": True})),
    "app handed over and changed": (
        [APP],
        (
            "app",
            {"name": "shop", "new_name": "shop-two", "team": "acme", "locked": True, "maintenance": True, "acm": True},
        ),
    ),
    "app made and offered": ([], ("app", {"name": "shop", "owner": "other@example.com", "maintenance": True})),
    "app moved to another pipeline": (
        [APP, *LINES],
        ("pipeline_coupling", {"app": "shop", "pipeline": "track", "stage": "production", "move": True}),
    ),
    "pipeline renamed and handed over": (
        [APP, *LINES],
        ("pipeline", {"name": "line", "new_name": "line-two", "new_owner": "acme"}),
    ),
    "certificate made and bound": (
        [APP, *RUNNING, *DOMAINS],
        ("certificate", {"app": "shop", **certificate(1001), "domains": HOSTNAMES}),
    ),
    "certificate renewed and bound": (
        [APP, *RUNNING, *DOMAINS, ("certificate", {"app": "shop", **certificate(1001)})],
        ("certificate", {"app": "shop", **certificate(1002), "domains": HOSTNAMES}),
    ),
    "collaborators": (
        [
            TEAM_APP,
            (
                "collaborator",
                {"app": "shop", "collaborators": people("user", ["other", "viewer"], permissions=["view"])},
            ),
        ],
        (
            "collaborator",
            {
                "app": "shop",
                "exclusive": True,
                "collaborators": [
                    {"user": "other@example.com", "permissions": ["deploy"]},
                    {"user": "careful@example.com", "permissions": ["operate"]},
                    {"user": "unverified@example.com", "permissions": None},
                ],
            },
        ),
    ),
    "collaborators of a team's app": (
        [TEAM_APP],
        (
            "team_collaborator",
            {"app": "shop", "collaborators": people("user", ["other", "careful"], permissions=["deploy"])},
        ),
    ),
    "team made and set": ([], ("team", {"name": "crew", "addons_controls": True, "default": True})),
    "members of a team": (
        [],
        (
            "team_member",
            {
                "team": "acme",
                "exclusive": True,
                "members": [
                    {"email": "owner@example.com", "role": "admin", "federated": None},
                    {"email": "member@example.com", "role": "viewer", "federated": None},
                    {"email": "other@example.com", "role": "member", "federated": None},
                    {"email": "careful@example.com", "role": "admin", "federated": None},
                ],
            },
        ),
    ),
    "members of an enterprise account": (
        [],
        (
            "enterprise_account_member",
            {
                "enterprise_account": "acme-enterprise",
                "exclusive": True,
                "members": [
                    {"user": "owner@example.com", "permissions": ["manage", "billing", "create"], "federated": None},
                    {"user": "other@example.com", "permissions": ["view"], "federated": None},
                    {"user": "careful@example.com", "permissions": ["create"], "federated": None},
                ],
            },
        ),
    ),
    "services that a team allows": (
        [("allowed_addon_service", {"team": "acme", "addon_service": "heroku-redis"})],
        (
            "allowed_addon_service",
            {
                "team": "acme",
                "exclusive": True,
                "addon_services": ["heroku-postgresql", "heroku-kafka"],
            },
        ),
    ),
    "transfer replaced": (
        [APP, ("app_transfer", {"app": "shop", "recipient": "other@example.com"})],
        ("app_transfer", {"app": "shop", "recipient": "member@example.com"}),
    ),
    "OAuth client changed and rotated": (
        [("oauth_client", {"name": "Shop", "redirect_uri": "https://shop.example.com/a"})],
        ("oauth_client", {"name": "Shop", "redirect_uri": "https://shop.example.com/b", "rotate_credentials": True}),
    ),
    "build of a folder": ([APP], ("build", {"app": "shop", "path": "<source>", "version": "one"})),
    "app set up from a folder": ([], ("app_setup", {"path": "<source>", "app": {"name": "shop", "region": "us"}})),
    "slug of a folder": (
        [APP],
        ("slug", {"app": "shop", "path": "<source>", "process_types": {"web": "bin/web"}, "commit": "1a2b3c4"}),
    ),
}
# A slug that was made, but not filled: Heroku lists no slugs and deletes none, so it stays, and nothing runs it.
FORGOTTEN = "slugs"


class Session:
    """The connections of one task, with something that happens before or after its writes.

    C(before) is called before the first POST, C(after) with the number of each write once it was answered.
    """

    def __init__(
        self, before: Callable[[], Any] = lambda: None, after: Callable[[int], Any] = lambda number: None
    ) -> None:
        self.session = new_session()
        self.ask, self.session.request = self.session.request, self.request
        self.before, self.after, self.writes = before, after, 0

    def request(self, method: str, *arguments: Any, **options: Any) -> Any:
        if method == "POST":
            before, self.before = self.before, lambda: None
            before()
        answer = self.ask(method, *arguments, **options)
        if method in WRITES:
            self.writes += 1
            self.after(self.writes)
        return answer

    def __enter__(self) -> Any:
        return self.session

    def __exit__(self, *_error: object) -> None:
        self.session.close()


class World:
    """The simulator, and tasks against it."""

    def __init__(self, simulator: Any, source: Path) -> None:
        self.simulator = simulator
        self.source = source

    def run(self, task: Task, *, check_mode: bool = False, **session: Any) -> dict[str, Any]:
        """The result of a task."""
        name, options = task
        module = modules._made(f"heroku_{name}")
        given = {option: str(self.source) if value == "<source>" else value for option, value in options.items()}
        spec = module.arguments["argument_spec"]
        params = {option: item.get("default") for option, item in spec.items()}
        params.update({"api_key": self.simulator.token, "api_url": self.simulator.url, **given})
        for option, item in spec.items():
            if item.get("options") and isinstance(params[option], dict):
                params[option] = {**dict.fromkeys(item["options"]), **params[option]}
            elif item.get("options") and params[option]:
                params[option] = [{**dict.fromkeys(item["options"]), **part} for part in params[option]]
        talk = ModuleTalk(lambda text: None, lambda text: None)
        with Session(**session) as connections:
            return module.execute(
                params, check_mode=check_mode, diff=True, talk=talk, session=lambda url, token: connections
            )

    def done(self, task: Task, **session: Any) -> dict[str, Any]:
        """The result of a task that does not fail."""
        result = self.run(task, **session)
        assert not result.get("failed"), (task[0], result["msg"], result.get("traceback"))
        return result

    def begin(self, before: list[Task]) -> None:
        """Start anew, with what is there before."""
        self.simulator.backdoor("POST", "reset")
        for task in before:
            self.done(task)
        self.simulator.backdoor("DELETE", "requests")

    def killed(self, task: Task, number: int) -> None:
        """Run a task in a process of its own, which dies once its write of that number has been answered."""
        child = os.fork()
        if not child:
            try:
                self.run(task, after=lambda done: os._exit(KILLED) if done == number else None)
            finally:
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED

    def end(self) -> Any:
        """What is there."""
        return interrupted.facts(self.simulator.backdoor("GET", "state?secrets=1")["tables"])

    def writes(self) -> int:
        """How many writes there were since the beginning."""
        return sum(entry["method"] in WRITES for entry in self.simulator.requests())


@pytest.fixture
def world(simulator, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "Procfile").write_text("web: bin/web\n", encoding="utf-8")
    (source / "app.json").write_text('{"name": "shop"}\n', encoding="utf-8")
    return World(simulator, source)


@pytest.mark.parametrize("name", SEVERAL_WRITES)
def test_killed_after_each_write(world, name):
    before, task = SEVERAL_WRITES[name]
    ends = []
    for _time in range(2):
        world.begin(before)
        assert world.done(task)["changed"] is True
        ends.append(world.end())
    writes = world.writes()
    assert writes > 1, "this task takes one write only"
    aside = set(interrupted.differences(*ends))
    for number in range(1, writes + 1):
        world.begin(before)
        world.killed(task, number)
        world.done(task)
        moved = interrupted.differences(ends[0], world.end(), aside)
        left = [path for path in moved if path[0] != FORGOTTEN]
        assert left == [], f"killed after write {number} of {writes}"


def test_a_move_that_could_not_be_repeated_is_not_begun(world):
    """Between its two writes, nothing at Heroku says which stage the app was in."""
    before, (name, options) = SEVERAL_WRITES["app moved to another pipeline"]
    world.begin(before)
    result = world.run((name, {**options, "stage": None}))
    assert "is in the stage production of line. To move it, give stage" in result["msg"]
    assert world.writes() == 0


def several_actions(resource: Any) -> bool:
    """Whether a task can take several writes, as far as the resource's declarations tell."""
    changing = [item for item in resource.attributes if item.option and not item.fixed]
    late = any(not item.create for item in changing)
    return issubclass(resource, Members) or len({item.call for item in changing}) > 1 or late


def test_each_resource_of_several_writes_is_driven():
    found = {
        name.removeprefix("heroku_")
        for name in modules.names()
        if not modules.only_reads(name) and several_actions(modules._made(name).resource)
    }
    driven = {task[0] for _before, task in SEVERAL_WRITES.values()}
    assert found <= driven
    assert {"certificate", "pipeline_coupling", "app_transfer", "build", "app_setup", "slug"} <= driven


# Two runs at once: what is made, and what is there before.
RACES: dict[str, tuple[list[Task], Task]] = {
    "app": ([], APP),
    "team's app": ([], TEAM_APP),
    "team": ([], ("team", {"name": "crew"})),
    "space": ([], ("space", {"name": "yard", "team": "acme", "wait": False})),
    "add-on by name": ([APP], ("addon", {"app": "shop", "plan": "heroku-redis:mini", "name": "shop-redis"})),
    "add-on by service": ([APP], ("addon", {"app": "shop", "plan": "heroku-redis:mini"})),
    "add-on by attachment": ([APP], ("addon", {"app": "shop", "plan": "heroku-redis:mini", "as": "CACHE"})),
    "attachment": (
        [APP, ("app", {"name": "other-app"}), ("addon", {"app": "shop", "plan": "heroku-redis:mini", "name": "sr"})],
        ("addon_attachment", {"app": "other-app", "addon": "sr", "name": "CACHE"}),
    ),
    "domain": ([APP], DOMAINS[0]),
    "drain": ([APP], ("drain", {"app": "shop", "url": "https://logs.example.com/shop"})),
    "collaborator": ([APP], ("collaborator", {"app": "shop", "user": "other@example.com"})),
    "place in a pipeline": (
        [APP, *LINES[:4]],
        ("pipeline_coupling", {"app": "shop", "pipeline": "track", "stage": "staging"}),
    ),
    "allowed service": ([], ("allowed_addon_service", {"team": "acme", "addon_service": "heroku-redis"})),
    "enterprise member": (
        [],
        (
            "enterprise_account_member",
            {"enterprise_account": "acme-enterprise", "user": "other@example.com", "permissions": ["view"]},
        ),
    ),
    "offer of an app": ([APP], ("app_transfer", {"app": "shop", "recipient": "other@example.com"})),
}


@pytest.mark.parametrize("name", RACES)
def test_the_loser_of_a_race_goes_on_with_what_the_winner_made(world, name):
    before, task = RACES[name]
    world.begin(before)
    won = world.done(task)
    alone = world.end()
    world.begin(before)
    lost = world.done(task, before=lambda: world.done(task))
    assert won["changed"] is True
    assert lost["changed"] is False
    assert lost["diff"]["before"] == lost["diff"]["after"]
    assert {path[:2] for path in world.end()} == {path[:2] for path in alone}, "there is one more of something"


def test_a_name_that_a_stranger_takes_meanwhile_stays_refused(world):
    """What was made is not ours to go on with, and Heroku's words are the message."""
    stranger = {"api_key": "simulator-token-other"}
    world.begin([])
    result = world.run(APP, before=lambda: world.done(("app", {**APP[1], **stranger})))
    assert result["failed"]
    assert "already taken" in result["msg"]


# What goes is in the diff: what is there, the task that takes something away, and what goes.
ABSENT = {"state": "absent"}
REDIS: Task = ("addon", {"app": "shop", "plan": "heroku-redis:mini", "name": "shop-redis"})
ALIAS: Task = ("addon_attachment", {"app": "shop", "addon": "shop-redis", "name": "CACHE"})
DRAIN: Task = ("drain", {"app": "shop", "url": "https://logs.example.com/shop"})
WEBHOOK = {"app": "shop", "url": "https://hooks.example.com/", "include": ["api:build"], "level": "notify"}
CONFIG = {"config": {"KEPT": "kept-value", "GONE": "gone-value"}}
FIR: list[Task] = [
    ("space", {"name": "fir-space", "team": "acme", "generation": "fir"}),
    ("app", {"name": "shop", "team": "acme", "space": "fir-space"}),
]
TELEMETRY = {
    "app": "shop",
    "endpoint": "https://telemetry.example.com",
    "exporter_type": "otlphttp",
    "signals": ["logs"],
    "headers": {"X": "secret-header"},
}
VPN = {"space": "acme-space", "name": "office", "public_ip": "203.0.113.1", "routable_cidrs": ["192.168.0.0/24"]}
PROVIDER = {
    "team": "acme",
    "entity_id": "https://idp.example.com/acme",
    "sso_target_url": "https://idp.example.com/sso",
    "certificate": certificate(1003)["certificate_chain"],
}
REMOVALS: dict[str, tuple[list[Task], Task, str]] = {
    "addon": ([APP, REDIS], ("addon", {"app": "shop", "name": "shop-redis", **ABSENT}), "shop-redis"),
    "addon_attachment": (
        [APP, REDIS, ALIAS],
        ("addon_attachment", {"app": "shop", "name": "CACHE", **ABSENT}),
        "CACHE",
    ),
    "allowed_addon_service": (
        [("allowed_addon_service", {"team": "acme", "addon_service": "heroku-redis"})],
        ("allowed_addon_service", {"team": "acme", "addon_service": "heroku-redis", **ABSENT}),
        "heroku-redis",
    ),
    "allowed_addon_service exclusive": SEVERAL_WRITES["services that a team allows"] + ("heroku-redis",),
    "app": ([APP, REDIS], ("app", {"name": "shop", **ABSENT}), "shop-redis"),
    "app_transfer": (
        [APP, RACES["offer of an app"][1]],
        ("app_transfer", {"app": "shop", **ABSENT}),
        "other@example.com",
    ),
    "buildpacks": (
        [APP, ("buildpacks", {"app": "shop", "buildpacks": ["heroku/nodejs", "heroku/ruby"]})],
        ("buildpacks", {"app": "shop", "buildpacks": ["heroku/ruby"]}),
        "heroku/nodejs",
    ),
    "certificate": (
        [APP, *RUNNING, ("certificate", {"app": "shop", **certificate(1001)})],
        ("certificate", {"app": "shop", "certificate_chain": certificate(1001)["certificate_chain"], **ABSENT}),
        "one.example.com",
    ),
    "collaborator": (
        [APP, RACES["collaborator"][1]],
        ("collaborator", {"app": "shop", "user": "other@example.com", **ABSENT}),
        "other@example.com",
    ),
    "collaborator exclusive": SEVERAL_WRITES["collaborators"] + ("viewer@example.com",),
    "config": (
        [APP, ("config", {"app": "shop", **CONFIG})],
        ("config", {"app": "shop", "config": {"KEPT": "kept-value"}, "purge": True}),
        "GONE",
    ),
    "domain": ([APP, *DOMAINS], ("domain", {**DOMAINS[0][1], **ABSENT}), "one.example.com"),
    "drain": ([APP, DRAIN], ("drain", {**DRAIN[1], **ABSENT}), "logs.example.com"),
    "enterprise_account_member": (
        [],
        (
            "enterprise_account_member",
            {"enterprise_account": "acme-enterprise", "user": "member@example.com", **ABSENT},
        ),
        "member@example.com",
    ),
    "enterprise_account_member exclusive": SEVERAL_WRITES["members of an enterprise account"] + ("member@example.com",),
    "identity_provider": (
        [("identity_provider", PROVIDER)],
        ("identity_provider", {"team": "acme", "entity_id": PROVIDER["entity_id"], **ABSENT}),
        "https://idp.example.com/sso",
    ),
    "oauth_authorization": (
        [("oauth_authorization", {"description": "ci", "scope": ["read"]})],
        ("oauth_authorization", {"description": "ci", **ABSENT}),
        "ci",
    ),
    "oauth_client": (
        [("oauth_client", {"name": "Shop", "redirect_uri": "https://shop.example.com/a"})],
        ("oauth_client", {"name": "Shop", **ABSENT}),
        "https://shop.example.com/a",
    ),
    "pipeline": ([APP, *LINES], ("pipeline", {"name": "line", **ABSENT}), "shop"),
    "pipeline_config": (
        [*LINES[:2], ("pipeline_config", {"pipeline": "line", "stage": "test", **CONFIG})],
        ("pipeline_config", {"pipeline": "line", "stage": "test", "config": {"KEPT": "kept-value"}, "purge": True}),
        "GONE",
    ),
    "pipeline_coupling": ([APP, *LINES], ("pipeline_coupling", {"app": "shop", **ABSENT}), "production"),
    "space": (
        [("space", {"name": "yard", "team": "acme"})],
        ("space", {"name": "yard", **ABSENT}),
        "yard",
    ),
    "space_inbound_ruleset": (
        [
            (
                "space_inbound_ruleset",
                {
                    "space": "acme-space",
                    "rules": [
                        {"action": "allow", "source": "198.51.100.1/32"},
                        {"action": "allow", "source": "203.0.113.1/32"},
                    ],
                },
            )
        ],
        (
            "space_inbound_ruleset",
            {"space": "acme-space", "rules": [{"action": "allow", "source": "203.0.113.1/32"}]},
        ),
        "198.51.100.1/32",
    ),
    "space_vpn": ([("space_vpn", VPN)], ("space_vpn", {"space": "acme-space", "name": "office", **ABSENT}), "office"),
    "team": ([("team", {"name": "crew"})], ("team", {"name": "crew", **ABSENT}), "crew"),
    "team_collaborator": (
        [TEAM_APP, SEVERAL_WRITES["collaborators of a team's app"][1]],
        ("team_collaborator", {"app": "shop", "user": "other@example.com", **ABSENT}),
        "other@example.com",
    ),
    "team_member": (
        [],
        ("team_member", {"team": "acme", "email": "viewer@example.com", **ABSENT}),
        "viewer@example.com",
    ),
    "team_member exclusive": SEVERAL_WRITES["members of a team"] + ("viewer@example.com",),
    "telemetry_drain": (
        [*FIR, ("telemetry_drain", TELEMETRY)],
        ("telemetry_drain", {"app": "shop", "endpoint": TELEMETRY["endpoint"], **ABSENT}),
        "telemetry.example.com",
    ),
    "webhook": ([APP, ("webhook", WEBHOOK)], ("webhook", {"app": "shop", "url": WEBHOOK["url"], **ABSENT}), "hooks"),
}
# What only a world of its own has; the module's integration target asserts its diff.
IN_TARGETS = {"key", "review_app", "review_app_config", "space_log_drain", "space_peering", "team_invitation"}


@pytest.mark.parametrize("name", REMOVALS)
def test_what_goes_is_in_the_diff(world, name):
    before, task, gone = REMOVALS[name]
    world.begin(before)
    foreseen = world.run(task, check_mode=True)
    assert world.writes() == 0
    done = world.done(task)
    assert foreseen["diff"] == done["diff"]
    assert gone in str(done["diff"]["before"])
    assert gone not in str(done["diff"]["after"])
    assert "secret-header" not in str(done["diff"])
    assert "-value" not in str(done["diff"])


def test_each_module_that_takes_something_away_is_driven():
    found = set()
    for name in modules.names():
        spec = modules.arguments(name)["argument_spec"]
        removes = "absent" in spec.get("state", {}).get("choices", ()) or "purge" in spec or "exclusive" in spec
        if removes and not modules.only_reads(name):
            found.add(name.removeprefix("heroku_"))
            found.update(f"{name.removeprefix('heroku_')} exclusive" for option in spec if option == "exclusive")
    assert found - set(REMOVALS) - IN_TARGETS <= {"team_collaborator exclusive"}, "which heroku_collaborator has too"
