# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-rulebook, with our rulebook, hears of what happens to apps by deliveries that are signed."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
import tree
import yaml
from machine import LONGEST, PROGRAMS, Machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET = "canary-signs-the-deliveries"
# A build and its failed release phase, a build that works, a dyno that crashes, and an add-on that comes and goes.
HAPPENINGS = """
- name: What happens to an app
  hosts: localhost
  gather_facts: false
  tasks:
    - community.heroku.heroku_build: {app: shop, path: broken}
      ignore_errors: true
      register: broken
    - ansible.builtin.assert: {that: broken is failed}
    - community.heroku.heroku_build: {app: shop, path: works}
    - ansible.builtin.uri:
        url: "{{ lookup('env', 'HEROKU_API_URL') }}/_simulator/faults"
        method: POST
        body_format: json
        body: {fault: fail, transition: dyno.start, count: 1}
        status_code: 201
    - community.heroku.heroku_dyno: {app: shop, state: restarted, wait: false}
    - community.heroku.heroku_addon: {app: shop, plan: "heroku-postgresql:essential-0", name: shop-db}
    - community.heroku.heroku_addon: {app: shop, name: shop-db, state: absent}
"""
# What the playbook that the rules run says of each of these, and nothing else.
TOLD = {
    "addon shop-db is gone",
    "addon shop-db is provisioned",
    "addon shop-db is provisioning",
    "build ID is succeeded",  # the build of a release whose release phase fails
    "dyno web.1 is crashed",
    "release v3 is failed",
}


class Rulebook:
    """A running ansible-rulebook, and what it has printed so far."""

    def __init__(self, machine: Machine) -> None:
        """Start it with our rulebook on a free port; the address of its webhook is ``url``."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._address = free.getsockname()
        self.url = "http://{}:{}/heroku".format(*self._address)
        variables = {"heroku_webhook_host": self._address[0], "heroku_webhook_port": self._address[1]}
        command = [PROGRAMS / "ansible-rulebook", "--rulebook", "community.heroku.events"]
        command += ["--inventory", machine.inventory, "--env-vars", "HEROKU_WEBHOOK_SECRET"]
        command += ["--vars", machine.write("variables.yml", json.dumps(variables))]
        self.lines: list[str] = []
        self._process = subprocess.Popen(
            list(map(str, command)),
            cwd=machine.home,
            env={**machine.environment, "HEROKU_WEBHOOK_SECRET": SECRET},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self.lines.extend(self._process.stdout)

    def wait_until(self, description: str, come_true: Callable[[], bool]) -> None:
        """Look again until ``come_true()``; raises AssertionError with what was printed where that takes too long."""
        until = time.monotonic() + LONGEST
        while not come_true():
            assert self._process.poll() is None, description + "".join(self.lines)
            assert time.monotonic() < until, description + "".join(self.lines)
            time.sleep(0.1)

    def listens(self) -> bool:
        """Whether it takes connections yet."""
        with socket.socket() as probe:
            return probe.connect_ex(self._address) == 0

    def told(self) -> set[str]:
        """What our playbook has told so far, without IDs. An event of a build knows its app by the ID only."""
        found = re.findall(r'"(?:shop|[0-9a-f-]{36}): (.+), by owner@example\.com"', "".join(self.lines))
        return {re.sub(r"[0-9a-f-]{36}", "ID", text) for text in found}

    def end(self) -> None:
        """End it, as Ctrl-C does."""
        self._process.terminate()
        self._process.wait(timeout=LONGEST)
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture
def rulebook(machine: Machine) -> Iterator[Rulebook]:
    """Our rulebook, listening."""
    running = Rulebook(machine)
    try:
        running.wait_until("it does not listen", running.listens)
        yield running
    finally:
        running.end()


def post(url: str, **headers: str) -> int:
    """The status of the answer to an event that Heroku did not send."""
    body = json.dumps({"resource": "build", "data": {"status": "failed", "app": {"name": "forged"}}}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", **headers}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_rules_hear_what_happens_and_nobody_else_is_heard(machine: Machine, rulebook: Rulebook):
    for name, procfile in {
        "broken": "web: run\nrelease: echo migrating && exit 1\n",
        "works": "web: run\n",
    }.items():
        machine.write(f"{name}/Procfile", procfile)
        machine.write(f"{name}/requirements.txt", "")
    app = "- {hosts: localhost, gather_facts: false, tasks: [community.heroku.heroku_app: {name: shop}]}\n"
    machine.run("ansible-playbook", "-i", machine.inventory, machine.write("app.yml", app))
    play = ("-i", machine.inventory, "community.heroku.webhooks", "-e", f"url={rulebook.url}", "-e", '{"apps": [shop]}')
    first, again = (machine.run("ansible-playbook", *play, HEROKU_WEBHOOK_SECRET=SECRET) for _time in range(2))
    assert ["changed=1" in first, "changed=0" in again] == [True, True]

    machine.run("ansible-playbook", "-i", machine.inventory, machine.write("happenings.yml", HAPPENINGS))
    assert post(rulebook.url) == 400
    assert post(rulebook.url, **{"Heroku-Webhook-Hmac-SHA256": "bm90IHRoZSBzaWduYXR1cmU="}) == 401
    rulebook.wait_until("not all was told", lambda: rulebook.told() >= TOLD)
    assert rulebook.told() == TOLD
    printed = "".join(rulebook.lines)
    assert "migrating" in printed, "what the release phase said"
    assert "Process exited with status 1" in printed, "what was said of the dyno"
    assert "forged" not in printed
    assert SECRET not in printed + first + again
    deliveries = machine.simulator.backdoor("GET", "state")["tables"]["webhook_deliveries"]
    assert {delivery["status"] for delivery in deliveries} == {"succeeded"}

    gone = machine.run("ansible-playbook", *play, "-e", "state=absent")
    assert "changed=1" in gone


def test_a_secret_that_changed_is_sent_when_that_is_said(machine: Machine):
    app = "- {hosts: localhost, gather_facts: false, tasks: [community.heroku.heroku_app: {name: shop}]}\n"
    machine.run("ansible-playbook", "-i", machine.inventory, machine.write("app.yml", app))
    play = ["-i", machine.inventory, "community.heroku.webhooks", "-e", "url=https://eda.example.com/heroku"]
    play += ["-e", '{"apps": [shop]}']
    machine.run("ansible-playbook", *play, HEROKU_WEBHOOK_SECRET="the-first-secret")
    unsaid = machine.run("ansible-playbook", *play, HEROKU_WEBHOOK_SECRET="another-secret")
    said = machine.run("ansible-playbook", *play, "-e", "update_secrets=always", HEROKU_WEBHOOK_SECRET="another-secret")
    assert ["changed=0" in unsaid, "changed=1" in said] == [True, True]
    [webhook] = machine.simulator.backdoor("GET", "state?secrets=1")["tables"]["app_webhooks"]
    assert webhook["secret"] == "another-secret"


def test_the_webhooks_tell_what_the_rules_ask_for():
    [rules] = yaml.safe_load((tree.ROOT / "extensions" / "eda" / "rulebooks" / "events.yml").read_text("utf-8"))
    [play] = yaml.safe_load((tree.ROOT / "playbooks" / "webhooks.yml").read_text("utf-8"))
    asked = {name for rule in rules["rules"] for name in re.findall(r'resource == "([\w-]+)"', rule["condition"])}
    assert {f"api:{name}" for name in asked} == set(play["vars"]["include"])
