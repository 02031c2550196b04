# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Automation Platform and AWX do with the collection: build, inject credentials, sync inventories, run, count."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import jinja2
import modules
import pytest
import tree
import yaml

if TYPE_CHECKING:
    from pathlib import Path

    from machine import Machine

EXTENSIONS = tree.ROOT / "extensions"
CREDENTIAL_TYPE = yaml.safe_load((EXTENSIONS / "controller" / "credential_type.yml").read_text(encoding="utf-8"))
QUERIES = yaml.safe_load((EXTENSIONS / "audit" / "event_query.yml").read_text(encoding="utf-8"))
# Of the app of a build, and of one in a pipeline, Heroku shows nothing else.
ONLY_IDS = ("community.heroku.heroku_build", "community.heroku.heroku_pipeline_coupling")
CANARY = "canary-config-of-the-job"
# What makes something of an app, and something without an app.
SITE = f"""
- name: A job
  hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - community.heroku.heroku_app: {{name: shop}}
    - community.heroku.heroku_app: {{name: "{{{{ item }}}}"}}
      loop: [blog, shop]
    - community.heroku.heroku_config: {{app: shop, config: {{SECRET: {CANARY}}}}}
    - community.heroku.heroku_addon: {{app: shop, plan: "heroku-postgresql:essential-0", as: DATABASE}}
    - community.heroku.heroku_build: {{app: shop, path: "{{{{ playbook_dir }}}}/app"}}
    - community.heroku.heroku_release_info: {{app: blog}}
    - community.heroku.heroku_formation: {{app: shop, updates: [{{type: web, quantity: 1}}]}}
    - community.heroku.heroku_domain: {{app: shop, hostname: www.example.com}}
    - community.heroku.heroku_webhook: {{app: blog, url: "https://hooks.example.com/", include: [api:app], level: sync}}
    - community.heroku.heroku_run: {{app: shop, command: echo done}}
    - community.heroku.heroku_pipeline: {{name: everything}}
    - community.heroku.heroku_pipeline_coupling: {{app: shop, pipeline: everything, stage: production}}
    - community.heroku.heroku_app: {{name: shop, state: absent}}
      register: refused
      ignore_errors: true
    - ansible.builtin.assert: {{that: refused is failed and "protect" in refused.msg}}
"""


def injected(kind: str, **inputs: str) -> dict[str, str]:
    """What a credential of the type gives to a job; what is not filled in is an empty text."""
    values = {field["id"]: "" for field in CREDENTIAL_TYPE["inputs"]["fields"]} | inputs
    templates = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701 - AWX does not escape either
    return {
        name: templates.from_string(text).render(values) for name, text in CREDENTIAL_TYPE["injectors"][kind].items()
    }


@pytest.fixture
def job(machine: Machine) -> Path:
    """The private data of a job that has the credential, in which ``shop`` is protected."""
    folder = machine.home / "job"
    inputs = {"api_key": machine.simulator.token, "api_url": machine.simulator.url, "protect": "shop, *-production"}
    machine.write("job/env/envvars", json.dumps(injected("env", **inputs)))
    machine.write("job/env/extravars", json.dumps(injected("extra_vars", **inputs)))
    machine.write("job/project/site.yml", SITE)
    machine.write("job/project/app/Procfile", "web: run\n")
    machine.write("job/project/app/requirements.txt", "")
    shutil.copy(EXTENSIONS / "controller" / "apps.heroku.yml", machine.write("job/inventory/apps.heroku.yml", ""))
    # What the machine has in its environment would hide what a credential gives.
    for name in ("HEROKU_API_KEY", "HEROKU_API_URL"):
        del machine.environment[name]
    return folder


def test_the_credential_type_is_what_awx_takes():
    """As awx/main/fields.py has it: names, types, no variable that Ansible itself reads, no input that is not there."""
    fields = {field["id"]: field for field in CREDENTIAL_TYPE["inputs"]["fields"]}
    assert set(CREDENTIAL_TYPE) == {"name", "description", "kind", "inputs", "injectors"}
    assert CREDENTIAL_TYPE["kind"] in ("cloud", "net")
    assert set(CREDENTIAL_TYPE["inputs"]) == {"fields", "required"}
    assert set(CREDENTIAL_TYPE["inputs"]["required"]) <= set(fields)
    for field in fields.values():
        assert {"id", "label"} <= set(field) <= {"id", "label", "type", "secret", "help_text", "multiline", "default"}
        assert field["type"] in ("string", "boolean")
        assert re.fullmatch("[a-zA-Z_][a-zA-Z0-9_]*", field["id"])
    assert set(CREDENTIAL_TYPE["injectors"]) <= {"env", "extra_vars", "file"}
    assert [name for name in injected("env") if name.startswith("ANSIBLE_")] == []
    assert [name for kind in CREDENTIAL_TYPE["injectors"] for name in injected(kind) if not name.isidentifier()] == []
    assert all(field["secret"] for field in fields.values() if field["id"] == "api_key")


def test_ansible_reads_the_credential_type_without_rendering_it(machine: Machine):
    guide = (tree.ROOT / "docs" / "docsite" / "rst" / "guide_automation_platform.rst").read_text(encoding="utf-8")
    [snippet] = re.findall(r"^   :caption: import.yml\n\n((?:   .*\n|\n)+)", guide, flags=re.MULTILINE)
    [play] = yaml.safe_load(textwrap.dedent(snippet))
    [task] = play["tasks"]
    arguments = task.pop("ansible.controller.credential_type")
    task["ansible.builtin.copy"] = {"dest": str(machine.home / "got.json"), "content": arguments, "mode": "0600"}
    shutil.copy(EXTENSIONS / "controller" / "credential_type.yml", machine.home)
    machine.run("ansible-playbook", "-i", machine.inventory, machine.write("import.yml", yaml.safe_dump([play])))
    assert json.loads((machine.home / "got.json").read_text(encoding="utf-8")) == CREDENTIAL_TYPE


def test_a_job_and_an_inventory_update_run_by_the_credential(machine: Machine, job: Path):
    printed = machine.run(
        "ansible-runner", "run", job, "-p", "site.yml", "--inventory", machine.inventory, "--ident", "1"
    )
    assert "failed=0" in printed
    events = [json.loads(file.read_text("utf-8")) for file in (job / "artifacts" / "1" / "job_events").glob("*.json")]
    assert CANARY not in printed + json.dumps(events)
    assert machine.simulator.token not in printed + json.dumps(events)
    check_nodes(machine, [event["event_data"] for event in events if "event_data" in event])

    machine.run(
        "ansible-runner",
        "run",
        job,
        "-m",
        "ansible.builtin.debug",
        "-a",
        "var=heroku_name",
        "--hosts",
        "heroku",
        "--ident",
        "2",
    )
    told = (job / "artifacts" / "2" / "stdout").read_text(encoding="utf-8")
    assert {"shop", "blog"} <= set(re.findall(r"^.*?(\w+) \| SUCCESS", told, flags=re.MULTILINE))


def check_nodes(machine: Machine, events: list[dict[str, Any]]) -> None:
    """Count nodes as the platform does: each result of a module through its query, each ID once, by its name."""
    asked = [
        {"query": QUERIES[event["resolved_action"]]["query"], "result": event["res"], "of": event["resolved_action"]}
        for event in events
        if event.get("resolved_action") in QUERIES and "res" in event
    ]
    program = "import jq, json, sys\nfor one in json.load(open(sys.argv[1])): one['records'] = jq.compile(one['query'])"
    program += ".input_value(one['result']).all(); print(json.dumps(one))"
    answers = machine.run("python", "-c", program, machine.write("asked.json", json.dumps(asked)))
    records = [(one["of"], record) for one in map(json.loads, answers.splitlines()) for record in one["records"]]
    counted = {of.removeprefix("community.heroku.heroku_") for of, _record in records}
    assert counted == {"app", "addon", "build", "formation", "domain", "webhook", "run", "pipeline_coupling"}
    known = {app["id"]: app["name"] for app in machine.simulator.backdoor("GET", "state")["tables"]["apps"]}
    assert {record["canonical_facts"]["heroku_app"] for _of, record in records} == set(known)
    for of, record in records:
        app_id = record["canonical_facts"]["heroku_app"]
        assert record["name"] == (app_id if of in ONLY_IDS else known[app_id]), of
        assert sorted(record["facts"]) == ["device_type", "infra_bucket", "infra_type"]
        assert [text for text in record["facts"].values() if not re.fullmatch("[a-z0-9]+(_[a-z0-9]+)*", text)] == []


def test_every_module_that_names_the_app_that_it_manages_is_asked():
    def mentions_app(value: dict[str, Any]) -> bool:
        return "app" in (value.get("contains") or {})

    managing = [name for name in modules.names() if not modules.only_reads(name)]
    naming = {name for name in managing if any(map(mentions_app, modules.load(name, "RETURN").values()))}
    assert {f"community.heroku.{name}" for name in (naming - NO_APPS) | {"heroku_app"}} == set(QUERIES)


# Where an app is mentioned that is not what the task is about: a space's drain is one of its apps' by chance.
NO_APPS = {"heroku_space_log_drain"}


def test_an_execution_environment_gets_what_the_modules_need(machine: Machine):
    shutil.copy(EXTENSIONS / "controller" / "execution-environment.yml", machine.home)
    machine.run("ansible-builder", "create", "--output-filename", "Containerfile")
    context = machine.home / "context"
    asked = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in asked["collections"]] == ["community.heroku"]
    assert "ansible-galaxy collection install" in (context / "Containerfile").read_text(encoding="utf-8")
    found = yaml.safe_load(
        machine.run("ansible-builder", "introspect", machine.environment["ANSIBLE_COLLECTIONS_PATH"])
    )
    brought = {re.sub(r"\s*#.*", "", line) for line in found["python"]}
    every = [f"community.heroku.{name}" for name in modules.names()]
    documented = json.loads(machine.run("ansible-doc", "--json", *every)).values()
    needed = {requirement for module in documented for requirement in module["doc"]["requirements"]}
    # Some need it for a part of what they do only.
    told = {need.partition(",")[0].replace(" ", "") for need in needed if not need.startswith("python ")}
    assert brought == told
    assert found["system"] == []


def test_a_job_says_what_it_waits_for_where_that_is_asked(machine: Machine, job: Path):
    machine.write("job/project/site.yml", SITE.partition("    - community.heroku.heroku_release_info")[0])
    told = {}
    for progress in ("auto", "always"):
        machine.write("job/project/app/main.py", progress)  # or there would be nothing to build
        variables = f"-e ansible_heroku_progress={progress}"
        site = ("run", job, "-p", "site.yml", "--inventory", machine.inventory)
        machine.run("ansible-runner", *site, "--ident", progress, "--cmdline", variables)
        told[progress] = (job / "artifacts" / progress / "stdout").read_text(encoding="utf-8")
    assert ["-----> " in text for text in told.values()] == [False, True]
