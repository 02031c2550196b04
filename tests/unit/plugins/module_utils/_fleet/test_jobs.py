# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import graphlib
import json
from typing import Any

import fleets
import pytest
import yaml
from ansible_collections.community.heroku.plugins.module_utils._ansible.sections import validated
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Facts
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._fleet import document
from ansible_collections.community.heroku.plugins.module_utils._fleet.jobs import COMPOSED, jobs_of, waiting_so
from ansible_collections.community.heroku.plugins.module_utils._fleet.order import Work


def works(text: str) -> list[Work]:
    """The jobs of a document."""
    run: Any = Run(None, Reporter(), Facts(None))  # type: ignore[arg-type]
    with contextlib.ExitStack() as stack:
        return jobs_of(document.read(yaml.safe_load(text), validated), run, stack)


def comes_after(text: str) -> dict[str, set[str]]:
    """By the place of each thing of a document, the places of all that comes before it, directly or not."""
    found = works(text)
    places = {work.job.id: f"{work.entry.path}{'+' * work.number}" for work in found}
    direct = {work.job.id: set(work.job.after) for work in found}
    order = list(graphlib.TopologicalSorter(direct).static_order())
    before: dict[str, set[str]] = {}
    for name in order:
        before[name] = {item for other in direct[name] for item in (other, *before[other])}
    return {places[name]: {places[item] for item in items} for name, items in before.items()}


def test_what_hangs_on_an_app_comes_after_it_and_before_the_code_that_needs_it() -> None:
    before = comes_after("""
    apps:
      shop:
        buildpacks: [heroku/nodejs]
        config: {A: b}
        addons: [redis]
        attachments: [db]
        drains: ["https://a.b"]
        build: {url: "https://a.b/c.tgz"}
        run: migrate
        formation: {web: 1}
        features: {preboot: true}
        domains: [a.b]
        collaborators: [a@b.c]
        acm: true
    """)
    app = "apps.shop"
    assert all(app in items for place, items in before.items() if place != app)
    code = {f"{app}.{name}" for name in ("buildpacks", "config", "addons[0]", "attachments[0]", "drains[0]")}
    assert code <= before[f"{app}.build"]
    assert before[f"{app}.run"] == before[f"{app}.build"] | {f"{app}.build"}
    assert f"{app}.run" in before[f"{app}.formation"]
    assert f"{app}.formation" in before[f"{app}.domains[0]"] & before[f"{app}.features.preboot"]
    assert before[f"{app}.collaborators"] == {app}
    assert before[f"{app}+"] == set(before) - {f"{app}+"}, "what ends the making comes last"


def test_a_certificate_comes_after_its_domains_and_before_those_that_are_to_use_it_by_its_name() -> None:
    one, other = (dict(zip(("certificate_chain", "private_key"), fleets.certificate(host))) for host in ("a.b", "e.f"))
    shop = {
        "domains": ["a.b", "c.d", {"hostname": "e.f", "sni_endpoint": "named"}],
        "certificates": [{**one, "domains": ["A.B"]}, {**other, "name": "named"}],
    }
    before = comes_after(json.dumps({"apps": {"shop": shop}}))
    first, second, third = (before[f"apps.shop.domains[{index}]"] for index in range(3))
    assert first == second == before["apps.shop.certificates[1]"] == {"apps.shop"}
    assert third == {"apps.shop", "apps.shop.certificates[1]"}
    assert before["apps.shop.certificates[0]"] == {"apps.shop", "apps.shop.domains[0]"}


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        (
            "apps: {app-a: {attachments: [b-db]}, app-b: {addons: [{plan: postgres, name: b-db}]}}",
            "apps.app-b.addons[0]",
            "apps.app-a.attachments[0]",
        ),
        ("{teams: {team-t: {}}, apps: {app-a: {team: team-t}}}", "teams.team-t", "apps.app-a"),
        ("{spaces: {space-s: {}}, apps: {app-a: {space: space-s}}}", "spaces.space-s", "apps.app-a"),
        ("{teams: {team-t: {}}, spaces: {space-s: {team: team-t}}}", "teams.team-t", "spaces.space-s"),
        ("{teams: {team-t: {}}, pipelines: {line: {owner: team-t}}}", "teams.team-t", "pipelines.line"),
        (
            "{apps: {app-a: {}}, pipelines: {line: {stages: {staging: [app-a]}}}}",
            "apps.app-a",
            "pipelines.line.stages.staging[0]",
        ),
        (
            "{apps: {app-a: {}}, pipelines: {line: {stages: {staging: [app-a]}}}}",
            "pipelines.line",
            "pipelines.line.stages.staging[0]",
        ),
        (
            """
            teams: {team-t: {members: [{email: a@b.c, role: admin}]}}
            apps: {app-a: {team: team-t, collaborators: [a@b.c]}}
            """,
            "teams.team-t.members",
            "apps.app-a.collaborators",
        ),
        (
            """
            teams: {team-t: {members: [{email: a@b.c, role: member}]}}
            spaces: {space-s: {team: team-t, access: {a@b.c: [create_apps]}}}
            """,
            "teams.team-t.members",
            "spaces.space-s.access.a@b.c",
        ),
        (
            "apps: {app-a: {images: {web: v1}, run: migrate, formation: {web: 1}}}",
            "apps.app-a.images",
            "apps.app-a.run",
        ),
        ("apps: {app-a: {images: {web: v1}, formation: {web: 1}}}", "apps.app-a.images", "apps.app-a.formation"),
        ("apps: {app-a: {config: {A: b}, images: {web: v1}}}", "apps.app-a.config", "apps.app-a.images"),
        (
            """
            spaces: {space-s: {}}
            pipelines: {line: {review_apps: {repo: a/b, deploy_target: {id: space-s, type: space}}}}
            """,
            "spaces.space-s",
            "pipelines.line.review_apps",
        ),
        ("apps: {app-a: {addons: [pg:one, {plan: 'pg:two', as: X}]}}", "apps.app-a.addons[0]", "apps.app-a.addons[1]"),
        (
            "apps: {app-a: {attachments: [{addon: b-db, state: absent}]}, app-b: {state: absent}}",
            "apps.app-a.attachments[0]",
            "apps.app-b",
        ),
        (
            "apps: {app-a: {addons: [{name: x-db, state: absent}], attachments: [{addon: y-db, state: absent}]}}",
            "apps.app-a.attachments[0]",
            "apps.app-a.addons[0]",
        ),
        (
            "apps: {app-b: {domains: [a.b]}, app-a: {domains: [{hostname: A.b, state: absent}]}}",
            "apps.app-a.domains[0]",
            "apps.app-b.domains[0]",
        ),
        (
            "apps: {app-b: {addons: [{plan: pg, name: x-db}]}, app-a: {addons: [{name: x-db, state: absent}]}}",
            "apps.app-a.addons[0]",
            "apps.app-b.addons[0]",
        ),
        (
            """
            apps:
              app-a: {addons: [{name: x-db, state: absent}]}
              app-b: {addons: [{plan: pg, name: x-db}], attachments: [{addon: x-db, name: OLD, state: absent}]}
            """,
            "apps.app-b.attachments[0]",
            "apps.app-b.addons[0]",
        ),
        ("{apps: {app-a: {state: absent}}, spaces: {space-s: {state: absent}}}", "apps.app-a", "spaces.space-s"),
        ("{apps: {app-a: {state: absent}}, teams: {team-t: {state: absent}}}", "apps.app-a", "teams.team-t"),
    ],
)
def test_what_needs_something_else_comes_after_it(text: str, first: str, then: str) -> None:
    before = comes_after(text)
    assert first in before[then]
    assert then not in before[first]


def test_apps_do_not_wait_for_each_other() -> None:
    before = comes_after("apps: {app-a: {domains: [a.b]}, app-b: {domains: [c.d]}}")
    assert before["apps.app-b.domains[0]"] == {"apps.app-b"}


def test_a_domain_that_leaves_waits_for_no_code() -> None:
    before = comes_after("apps: {app-a: {build: {url: 'https://a.b/c'}, domains: [{hostname: a.b, state: absent}]}}")
    assert before["apps.app-a.domains[0]"] == {"apps.app-a"}


def test_add_ons_of_different_services_do_not_wait_for_each_other() -> None:
    before = comes_after("apps: {app-a: {addons: [postgres, redis]}}")
    assert before["apps.app-a.addons[1]"] == {"apps.app-a"}


def test_jobs_of_one_title_have_different_ids() -> None:
    found = works("apps: {app-a: {drains: ['https://a.b', 'https://c.d'], webhooks: [{url: 'https://a.b'}]}}")
    assert len({work.job.id for work in found}) == len(found)


def test_only_what_has_to_come_last_is_parted() -> None:
    assert len(works("apps: {app-a: {maintenance: true}}")) == 1
    first, last = works("apps: {app-a: {maintenance: false, region: eu}}")
    assert first.entry.options["region"] == "eu"
    assert "maintenance" not in first.entry.options
    assert last.job.id == "app app-a settings"
    assert last.entry.options.get("region") is None
    assert last.entry.options["maintenance"] is False


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as error:
        works("apps: {A: {}, app-b: {domains: ['a b']}}")
    assert "apps.A: name 'A' is not a valid app name" in str(error.value)
    assert "apps.app-b.domains[0]: " in str(error.value)


def test_code_from_two_sources_is_refused_before_any_is_read() -> None:
    with pytest.raises(InvalidInput, match="an app runs code from one of them"):
        works("apps: {app-a: {build: {path: /nowhere}, release: {slug: 01234567-89ab-cdef-0123-456789abcdef}}}")


def test_what_waits_in_the_place_of_a_module_that_does_not_waits_as_the_task_says() -> None:
    whole = yaml.safe_load("""
    apps:
      shop:
        slug: {path: ., process_types: {web: x}}
        images: {web: v1}
        run: migrate
        addons: [redis]
        domains: [a.b.c]
    """)
    waits = {"wait": False, "wait_timeout": 5}
    entries = [waiting_so(entry, waits) for entry in document.read(whole, validated, waits)]
    asked = {entry.section.name: entry.options for entry in entries}
    waiting = [name for name, resource in COMPOSED.items() if "wait" in resource.options]
    assert len(waiting) > 4
    for name in waiting:
        assert {key: asked[name][key] for key in waits} == waits, name
    assert "wait" not in asked["app"]
