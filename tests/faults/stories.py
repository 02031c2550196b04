# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of all kinds of changes, each with the tasks that come before it in the simulator's default world.

Unit tests and the matrix of faults share them. `<source>` stands for a folder with an app.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
from typing import Any

import tree

Task = tuple[str, dict[str, Any]]


def certificate(number: int) -> dict[str, str]:
    """A certificate for two domains with its key, the same in each test."""
    path = tree.ROOT / "tests/integration/targets/heroku_certificate/files/certificates.py"
    spec = importlib.util.spec_from_file_location("certificates", path)
    made = importlib.util.module_from_spec(spec)
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it makes for its target
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


def organisation(count: int = 50) -> dict[str, Any]:
    """The document of a team's apps, two pipelines and a space, in which things of one app need those of another."""
    names = [f"shop-{number:02}" for number in range(count)]
    inside = names[: count // 10]  # of the space
    apps: dict[str, Any] = {}
    for name, following in zip(names, [*names[1:], names[0]], strict=True):
        plan = "heroku-postgresql:private-0" if name in inside else "heroku-postgresql:essential-0"
        app: dict[str, Any] = {"domains": [f"www.{name}.example.com"]}
        app["addons"] = [{"plan": plan, "name": f"{name}-database"}]
        if name in inside:
            app["space"] = "yard"
        elif following not in inside:
            app["attachments"] = [{"addon": f"{following}-database", "name": "NEXT"}]
        if name in names[7::4]:  # things that Heroku gives a name, or none
            app["addons"].append("heroku-redis:mini")
            app["drains"] = [f"https://logs.example.com/{name}"]
            app["webhooks"] = [
                {"url": f"https://hooks.example.com/{name}", "include": ["api:release"], "level": "notify"}
            ]
        apps[name] = app
    return {
        "defaults": {
            "team": "acme",
            "config": {"LOG": "info", "KEY": "canary-of-the-organisation"},
            "features": {"http-session-affinity": True},
            "collaborators": ["other@example.com"],
        },
        "apps": apps,
        "pipelines": {
            "line": {
                "owner": "acme",
                "stages": {"staging": names[0::5], "production": names[1::5]},
                "config": {"test": {"CI": "true"}},
            },
            "track": {"owner": "acme", "stages": {"development": names[2::5], "production": names[3::10]}},
        },
        "spaces": {
            "yard": {
                "team": "acme",
                "inbound_ruleset": [{"action": "allow", "source": "192.0.2.0/24"}],
                "access": {"member@example.com": ["create_apps"]},
            }
        },
    }
