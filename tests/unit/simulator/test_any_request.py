# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a client sends to whichever operation, right, wrong or senseless: it is never the simulator that breaks.

``SIMULATOR_REQUESTS`` says how many requests each operation gets, and ``SIMULATOR_SEED`` which.
"""

from __future__ import annotations

import os
import random
from urllib.parse import quote

import pytest
from heroku_simulator.operation import OPERATIONS
from heroku_simulator.resources import load_all

TIMES = int(os.environ.get("SIMULATOR_REQUESTS", "6"))
SEED = int(os.environ.get("SIMULATOR_SEED", "1"))
BETWEEN_STATES = 60  # requests, after which what was deleted is there again
# The tables of what paths call otherwise than these.
TABLES = {
    "addon": "add_ons",
    "partner_addon": "add_ons",
    "readable_addon": "add_ons",
    "attachment": "add_on_attachments",
    "partner_attachment": "add_on_attachments",
    "enterprise_account_member": "accounts",
    "space_member": "accounts",
    "team_member": "accounts",
    "team_invitation": "accounts",
    "webhook": "app_webhooks",
}
NAMES = ("name", "email", "hostname", "version", "number", "type")
SENSELESS = (None, True, 0, -1, 10**20, 1.5, "", "x", [], {}, [None], [[]], {"a": None}, {"id": None}, "\0", "x" * 500)
WORDS = (
    "shop",
    "oak",
    "www.example.com",
    "heroku-24",
    "eu",
    "acme",
    "owner@example.com",
    "web",
    "basic",
    "read",
    "é",
    "",
)
IDENTITIES = ("nope", "~", "%00", "a b", "01234567-89ab-cdef-0123-456789abcdef", "x" * 300)
RANGES = (
    "id ..; max=1",
    "name ..; order=desc",
    "..; max=5",
    "id ]..",
    "x ..",
    "id a..b[",
    "[]",
    "id ..; max=0",
    "=",
    "",
)


class Client:
    """A client that sends what chance gives it."""

    def __init__(self, tables):
        self.chance = random.Random(SEED)
        self.tables = tables

    def path(self, operation):
        """The path of an operation: mostly of what is there, within the same app."""
        path, app = operation.path, None
        for variable in operation.variables:
            row = self._row(variable, app)
            named = [str(row[key]) for key in ("id", *NAMES) if row.get(key)] or [self.chance.choice(WORDS)]
            identity = self.chance.choice(IDENTITIES if self.chance.random() < 0.1 else named)
            app = row["id"] if variable == "app" and row else app
            path = path.replace(f"{{{variable}}}", quote(identity, safe="%@"), 1)
        return path

    def _row(self, variable, app):
        rows = self.tables.get(TABLES.get(variable, f"{variable}s"), [])
        own = [row for row in rows if app and row.get("app_id") == app]
        return self.chance.choice(own or rows) if rows else {}

    def value(self, param):
        """Something for a parameter: what it should be, or something else."""
        if self.chance.random() < 0.15:
            return self.chance.choice(SENSELESS)
        if param.fields:
            return self.values(param.fields)
        if param.items:
            return [self.value(param.items) for _time in range(self.chance.randrange(3))]
        kind = param.expected
        if kind.startswith("one of "):
            return self.chance.choice(kind.removeprefix("one of ").split(", "))
        if kind in ("a string", "an id or a name"):
            rows = self.tables[self.chance.choice(list(self.tables))]
            return self.chance.choice([*WORDS, *(row["id"] for row in rows[:3])])
        if kind == "an object":
            return {self.chance.choice(WORDS): self.chance.choice(SENSELESS)}
        return self.chance.choice(SENSELESS)

    def values(self, params):
        """What must be given, and half of what may be."""
        return {name: self.value(item) for name, item in params.items() if item.required or self.chance.random() < 0.5}

    def body(self, operation):
        """The body of a request."""
        if self.chance.random() < 0.05:
            return self.chance.choice(SENSELESS)
        return self.values(operation.params or {}) or {self.chance.choice(WORDS): self.chance.choice(SENSELESS)}


@pytest.fixture
def furnished(make_api):
    """A bit of everything, in a simulator whose exchanges are nobody's example."""
    api = make_api(clock="instant")
    api.app()
    api.build({"Procfile": "web: bin/web\nrelease: bin/migrate"})
    api.post("/apps/shop/addons", {"plan": "heroku-postgresql"})
    api.post("/apps/shop/domains", {"hostname": "www.example.com", "sni_endpoint": None})
    api.post("/apps/shop/sni-endpoints", api.pair("www.example.com"))
    api.post("/apps/shop/collaborators", {"user": "other@example.com"})
    api.post("/apps/shop/log-drains", {"url": "https://logs.example.com"})
    api.post("/apps/shop/webhooks", {"include": ["api:release"], "level": "sync", "url": "https://example.com"})
    api.post("/account/app-transfers", {"app": "shop", "recipient": "other@example.com"})
    api.post("/teams/apps", {"name": "inside", "space": "acme-space"})
    pipeline = api.post("/pipelines", {"name": "line"})["id"]
    api.post("/pipeline-couplings", {"app": "shop", "pipeline": pipeline, "stage": "staging"})
    api.post("/oauth/clients", {"name": "example", "redirect_uri": "https://example.com/callback"})
    network = {"name": "office", "public_ip": "192.0.2.1", "routable_cidrs": ["172.16.0.0/16"]}
    api.post("/spaces/acme-space/vpn-connections", network)
    return api


def test_the_simulator_answers_whatever_is_sent(furnished):
    load_all()
    state = furnished.running.backdoor("GET", "state?secrets=1")
    client = Client({name: rows for name, rows in state["tables"].items() if rows})
    wanted = [item for item in OPERATIONS.values() for _time in range(TIMES)]
    client.chance.shuffle(wanted)
    broken, done = [], set()
    for number, operation in enumerate(wanted):
        if number % BETWEEN_STATES == 0:
            furnished.running.backdoor("PUT", "state", state)
        method, path = operation.method, client.path(operation)
        body = None if method == "GET" else client.body(operation)
        headers = {"Range": client.chance.choice(RANGES)} if operation.ranges else {}
        answer = furnished.ask(method, path, body, variant=client.chance.choice(("", "sdk")), **headers)
        if answer.status_code >= 500:
            broken.append((method, path, body, answer.text))
        elif answer.status_code < 300:
            done.add((method, operation.path))
    assert broken == []
    assert len(done) > len(OPERATIONS) / 3  # it is not all refused at the door
