# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check mode from nothing: whole playbooks are checked before anything exists, and then do just what was said.

A task changes one thing, or all that its plan says: the tasks of heroku_fleet, in the roles too, print one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import simulated
import tree

# What add-ons and attachments do to config vars, asserted of what would be as of what is.
CONFIG_VARS = """
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - {name: Make an app, community.heroku.heroku_app: {name: from-nothing}}
    - {name: Make a worker, community.heroku.heroku_app: {name: from-nothing-worker}}
    - name: Set a config var
      community.heroku.heroku_config: {app: from-nothing, config: {LEVEL: info}}
    - name: Buy a database
      community.heroku.heroku_addon:
        {app: from-nothing, plan: "heroku-postgresql:essential-0", as: DATABASE, name: from-nothing-database}
    - name: Buy what Heroku names
      community.heroku.heroku_addon: {app: from-nothing, plan: "heroku-redis:mini"}
    - name: Purge what nobody owns
      community.heroku.heroku_config: {app: from-nothing, config: {LEVEL: info}, purge: true}
    - {name: Look, community.heroku.heroku_config_info: {app: from-nothing, show: [DATABASE_URL]}, register: all}
    - ansible.builtin.assert:
        that:
          - all.names | length >= 3
          - "'DATABASE_URL' in all.names"
          - (all.config.DATABASE_URL is none) == ansible_check_mode
          - (all.names | select('none') | length == 1) == ansible_check_mode
          - all.unknown | default([]) == (["config.DATABASE_URL", "names[2]"] if ansible_check_mode else [])
    - ansible.builtin.assert:
        that:
          - (lookup("community.heroku.config_var", "from-nothing:DATABASE_URL") == later) == ansible_check_mode
          - lookup("community.heroku.config_var", "from-nothing:LEVEL") == (later if ansible_check_mode else "info")
          - lookup("community.heroku.app", "from-nothing", field="name") == "from-nothing"
          - (lookup("community.heroku.app", "from-nothing", field="id") == later) == ansible_check_mode
      vars: {later: (known after apply)}
    - name: Write what is not known
      community.heroku.heroku_account: {name: "{{ lookup('community.heroku.app', 'from-nothing', field='id') }}"}
      check_mode: false
      ignore_errors: true
      register: written
      when: ansible_check_mode
    - ansible.builtin.assert:
        that:
          - written is skipped or "known after apply" in written.msg
    - name: Share the database
      community.heroku.heroku_addon_attachment:
        {app: from-nothing-worker, addon: from-nothing-database, name: SHARED}
    - name: Take its config var
      community.heroku.heroku_config: {app: from-nothing-worker, config: {SHARED_URL: mine}}
      ignore_errors: true
      register: refused
    - {name: Look, community.heroku.heroku_config_info: {app: from-nothing-worker}, register: shared}
    - ansible.builtin.assert:
        that:
          - shared.names == ["SHARED_URL"]
          - refused is failed
          - "'belongs to an add-on' in refused.msg"
    - name: Share it no more
      community.heroku.heroku_addon_attachment: {app: from-nothing-worker, name: SHARED, state: absent}
    - {name: Look, community.heroku.heroku_config_info: {app: from-nothing-worker}, register: unshared}
    - name: Share it again
      community.heroku.heroku_addon_attachment:
        {app: from-nothing-worker, addon: from-nothing-database, name: AGAIN}
    - name: Destroy the database
      community.heroku.heroku_addon:
        {app: from-nothing, plan: heroku-postgresql, name: from-nothing-database, state: absent, force: true}
    - {name: Look, community.heroku.heroku_config_info: {app: from-nothing}, register: without}
    - {name: Look, community.heroku.heroku_config_info: {app: from-nothing-worker}, register: worker}
    - {name: Look, community.heroku.heroku_addon_attachment_info: {app: from-nothing-worker}, register: attachments}
    - ansible.builtin.assert:
        that:
          - unshared.names == worker.names == []
          - attachments.addon_attachments == []
          - without.names | length >= 2
          - "'DATABASE_URL' not in without.names"
    - name: Destroy the other
      community.heroku.heroku_addon: {app: from-nothing, plan: heroku-redis, state: absent}
    - {name: Look, community.heroku.heroku_config_info: {app: from-nothing}, register: last}
    - ansible.builtin.assert:
        that:
          - last.names == ["LEVEL"]
"""
# What a pipeline that was just made cannot have, and that its apps are of one generation.
PIPELINE = """
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - {name: Make a pipeline, community.heroku.heroku_pipeline: {name: from-nothing}, register: line}
    - name: Enable review apps
      community.heroku.heroku_review_app_config: {pipeline: "{{ item }}", repo: acme/shop}
      loop: [from-nothing, "{{ line.pipeline.id | default('from-nothing', true) }}"]
      ignore_errors: true
      register: reviewed
    - {name: Make a space, community.heroku.heroku_space: {name: from-nothing-fir, team: acme, generation: fir}}
    - {name: Make an app, community.heroku.heroku_app: {name: from-nothing}}
    - {name: Make a Fir app, community.heroku.heroku_app: {name: from-nothing-fir, space: from-nothing-fir}}
    - name: Put the app into the pipeline
      community.heroku.heroku_pipeline_coupling: {app: from-nothing, pipeline: from-nothing, stage: staging}
    - name: Put the Fir app beside it
      community.heroku.heroku_pipeline_coupling: {app: from-nothing-fir, pipeline: from-nothing, stage: staging}
      ignore_errors: true
      register: coupled
    - name: Take the app out
      community.heroku.heroku_pipeline_coupling: {app: from-nothing, state: absent}
    - name: Put the Fir app in its place
      community.heroku.heroku_pipeline_coupling: {app: from-nothing-fir, pipeline: from-nothing, stage: staging}
    - ansible.builtin.assert:
        that:
          - reviewed.results | map(attribute="failed") | list == [true, true]
          - '"not connected to GitHub" in reviewed.results[0].msg'
          - '"run this again" in reviewed.results[0].msg or not ansible_check_mode'
          - coupled is failed
          - '"from-nothing-fir is of the generation fir, and the apps" in coupled.msg'
"""
TASK = re.compile(r"TASK \[(.*)\] \*+")
GOING = re.compile(r"^(  - [^:]*):.*", re.MULTILINE)  # what it was is not known of one that would be made before
CHANGED = re.compile(r"changed: \[localhost\](?: => \(item=(.*)\))?")
SUMS = re.compile(r"(\d+) to add, (\d+) to change, (\d+) to destroy\.")


def changes(playbook: str, simulator: simulated.Simulator, home: Path, *options: str) -> list[tuple[str, Any]]:
    """What a run says that it changes: the tasks, with the items of those that loop, and the lines of their plans.

    Fails where the run does.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HEROKU_"))},
        "ANSIBLE_COLLECTIONS_PATH": str(tree.link()),
        "ANSIBLE_HOME": str(home),
        "ANSIBLE_LOCALHOST_WARNING": "0",
        "HEROKU_API_KEY": simulator.token,
        "HEROKU_API_URL": simulator.url,
        "NO_COLOR": "1",
    }
    command = [sys.executable, "-m", "ansible", "playbook", str(tree.ROOT / "playbooks" / playbook), *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    found: list[tuple[str, Any]] = []
    task = ""
    plan: list[tuple[str, Any]] = []
    for line in GOING.sub(r"\1", done.stdout).splitlines():
        begun, changed = TASK.match(line), CHANGED.match(line)
        task = begun[1] if begun else task
        plan = [] if begun else [*plan, (task, line)]
        if changed:
            ends = next((place for place, (_task, line) in enumerate(plan) if SUMS.fullmatch(line)), None)
            found += [(task, changed[1])] if ends is None else plan[: ends + 1]
    return found


@pytest.mark.parametrize(
    ("playbook", "options"),
    [
        ("demo.yml", ()),
        ("organisation.yml", ()),
        ("app.yml", ()),  # the role app
        ("pipeline.yml", ("-e", "ask=false")),  # the role pipeline; the simulator's apps have no addresses that answer
    ],
)
def test_what_is_predicted_is_what_is_done(playbook: str, options: tuple[str, ...], tmp_path: Path) -> None:
    with simulated.simulator("--clock", "instant") as simulator:
        options = (*options, "--diff")
        predicted = changes(playbook, simulator, tmp_path, *options, "--check")
        assert {item["method"] for item in simulator.requests()} == {"GET"}
        done = changes(playbook, simulator, tmp_path, *options)
        assert predicted == done
        assert len(done) > 5
        assert changes(playbook, simulator, tmp_path, *options) == []
        assert changes(playbook, simulator, tmp_path, *options, "--check") == []


FLEET = """
- name: Tasks, then a document about the same app
  hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - name: The app
      community.heroku.heroku_app: {name: example}
    - name: Its config
      community.heroku.heroku_config: {app: example, config: {FIRST: "1"}}
    - name: Its domain
      community.heroku.heroku_domain: {app: example, hostname: www.example.com}
    - name: More of it
      community.heroku.heroku_fleet:
        document: {apps: {example: {config: {SECOND: "2"}, drains: ["syslog://logs.example.com:514"]}}}
        prune: [drains]
"""


STRAYS = """
- name: Tasks, then a document that does not have what they made
  hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - {name: Make an app, community.heroku.heroku_app: {name: example}}
    - {name: Make another, community.heroku.heroku_app: {name: example-other}}
    - name: Add to it
      community.heroku.heroku_domain: {app: example, hostname: "{{ item }}"}
      loop: [old.example.com, www.example.com]
    - name: Buy for it
      community.heroku.heroku_addon: {app: example, plan: "heroku-redis:mini", name: example-cache}
    - name: Switch on
      community.heroku.heroku_app_feature: {app: example, name: preboot}
    - name: Set
      community.heroku.heroku_config: {app: example, config: {OLD: a, KEPT: b}}
    - name: Only what is in the document
      community.heroku.heroku_fleet:
        document: {apps: {example: {domains: [www.example.com], config: {KEPT: b}}}}
        prune: [apps, domains, addons, features, config]
        prune_scope: {name: "example-*"}
"""


def foretold(tasks: str, tmp_path: Path, *options: str) -> list[tuple[str, Any]]:
    """What check mode predicts of a playbook on an empty account, which is what the real run does then."""
    playbook = tmp_path / "playbook.yml"
    playbook.write_text(tasks, encoding="utf-8")
    with simulated.simulator("--clock", "instant") as simulator:
        predicted = changes(str(playbook), simulator, tmp_path, "--check", *options)
        assert {item["method"] for item in simulator.requests()} == {"GET"}
        assert predicted == changes(str(playbook), simulator, tmp_path, *options)
    return predicted


def test_a_fleet_goes_on_with_what_tasks_before_it_would_have_made(tmp_path: Path) -> None:
    assert len(foretold(FLEET, tmp_path)) == 4


def test_a_fleet_prunes_what_tasks_before_it_would_have_made(tmp_path: Path) -> None:
    lines = [line for task, line in foretold(STRAYS, tmp_path, "--diff") if task.startswith("Only")]
    assert lines[-1] == "0 to add, 2 to change, 3 to destroy."


def test_config_vars_come_and_go_with_addons_and_attachments(tmp_path: Path) -> None:
    assert ("Purge what nobody owns", None) not in foretold(CONFIG_VARS, tmp_path)


def test_what_a_new_pipeline_cannot_have_is_refused_before_it_is_there(tmp_path: Path) -> None:
    assert len(foretold(PIPELINE, tmp_path)) == 7
