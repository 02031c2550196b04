# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents of many apps for tests: random ones, what they ask for that is not so yet, and bringing it about.

What a document asks for is planned and applied entry by entry, by the engine alone, each as its own module would.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable
from typing import Any

import modules
import requests
import tree
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ModuleReporter
from ansible_collections.community.heroku.plugins.module_utils._ansible.sections import validated
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, plan_all
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.run_context import RunContext
from ansible_collections.community.heroku.plugins.module_utils._fleet import document as documents
from ansible_collections.community.heroku.plugins.module_utils._fleet.export import Export
from ansible_collections.community.heroku.plugins.module_utils._fleet.fleet import Fleet, converge
from ansible_collections.community.heroku.plugins.module_utils._fleet.sections import GROUPS
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import strategies as st

WRITES = ("POST", "PUT", "PATCH", "DELETE")
KILLED = 9  # with what a killed task exits
SOURCE = str(tree.ROOT / "playbooks" / "files" / "hello")
# What hangs on another app than its own, or on another section, comes after all apps have what it hangs on.
LATER = ("attachments", "formation", "features", "domains", "certificates")


class Heard(ModuleReporter):
    """Notes what is said and warned of, in their order with the requests."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        super().__init__(self.heard.append, self.heard.append)


class Task:
    """Runs of heroku_fleet against a simulator, each with a document."""

    def __init__(self, simulator: Any) -> None:
        self.simulator = simulator
        self.reporter = Heard()

    def run(self, whole: Any, *, check_mode: bool = False, after: Callable[[int], Any] = id, **options: Any) -> Any:
        """The result of a task; ``after`` is called with the number of each write, once it was answered."""
        module = modules.module("heroku_fleet")
        spec = module.arguments["argument_spec"]
        params = {name: item.get("default") for name, item in spec.items()}
        params.update(api_key=self.simulator.token, api_url=self.simulator.url, document=whole, **options)
        self.reporter = Heard()
        with new_session() as session:
            ask, writes = session.request, [0]

            def request(method: str, *arguments: Any, **named: Any) -> Any:
                answer = ask(method, *arguments, **named)
                if method in WRITES:
                    writes[0] += 1
                    after(writes[0])
                return answer

            session.request = request
            return module.execute(
                params, check_mode=check_mode, diff=True, reporter=self.reporter, session=lambda url, token: session
            )

    def done(self, whole: Any, **options: Any) -> Any:
        """The result of a task that does not fail."""
        result = self.run(whole, **options)
        assert not result.get("failed"), (result["msg"], result.get("traceback"))
        return result

    def killed(self, whole: Any, number: int) -> None:
        """Run a task in a process of its own, which dies once its write of that number has been answered."""
        child = os.fork()
        if not child:
            try:
                self.run(whole, after=lambda done: os._exit(KILLED) if done == number else None)
            finally:
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED

    def there(self) -> dict[str, list[str]]:
        """What there is, by what users call it, each thing as often as it is there."""
        tables = self.simulator.backdoor("GET", "state?secrets=1")["tables"]
        named = {"apps": "name", "add_ons": "name", "domains": "hostname", "pipelines": "name"}
        found = {table: sorted(str(row[key]) for row in tables[table]) for table, key in named.items()}
        found["domains"] = [name for name in found["domains"] if not name.endswith("herokuapp.com")]
        counted = (
            "add_on_attachments",
            "collaborators",
            "pipeline_couplings",
            "app_feature_settings",
            "pipeline_configs",
        )
        found.update({table: ["one"] * len(tables[table]) for table in counted})
        assert all(found.values()), "a table that is empty tells nothing"
        return found


def entries(document: Any) -> list[documents.Entry]:
    """What a document asks for, in an order in which it can be brought about one by one."""

    def rank(entry: documents.Entry) -> tuple[int, bool, int]:
        group = GROUPS.index(entry.group) if entry.group else len(GROUPS)
        place = entry.group.all.index(entry.section) if entry.group else 0
        return group, entry.section.name in LATER, place

    return sorted(documents.read(document, validated), key=rank)


def apply(document: Any, client: HerokuClient) -> list[str]:
    """Bring about what a document asks for; returns the places of what was changed."""
    changed = []
    pipelines: dict[str, str] = {}  # by name: one without apps may answer to its id only
    for entry in entries(document):
        options = dict(entry.options)
        if options.get("pipeline") in pipelines:
            options["pipeline"] = pipelines[options["pipeline"]]
        run = Run.of(client, Reporter())
        with contextlib.ExitStack() as stack:
            subject = run.prepare(Subject(entry.section.resource, Desired(options)), stack)
            _plan, record = run.converge(subject, check_mode=False)
        if entry.section.name == "pipeline":
            pipelines[entry.name] = record["id"]
        changed += [entry.path] if run.journal.changed else []
    return changed


def differences(document: Any, client: HerokuClient) -> dict[str, list[str]]:
    """What a document asks for that is not so: the actions of the plans that have any, by the entry's place."""
    run, asked = Run.of(client, Reporter()), entries(document)
    with contextlib.ExitStack() as stack:
        subjects = [run.prepare(Subject(entry.section.resource, Desired(entry.options)), stack) for entry in asked]
        plans = plan_all(subjects, run.facts)
    return {
        entry.path: [f"{action.verb} {action.request.body}" for action in plan.actions]
        for entry, plan in zip(asked, plans)
        if plan.actions
    }


def converged(
    document: Any, client: HerokuClient, *, check_mode: bool, protected: tuple[str, ...] = (), **options: Any
) -> dict[str, Any]:
    """What heroku_fleet with this document returns, in a run that protects these names."""
    given = {name: spec.get("default") for name, spec in Fleet.options.items()}
    want = Desired({**given, "document": document, **options})
    run = Run.of(client, Reporter(), RunContext(protected))
    return converge(want, run, documents.read(document, validated), check_mode=check_mode)


def export(client: HerokuClient, **options: Any) -> dict[str, Any]:
    """What heroku_fleet_info with these options finds, secrets included."""
    given = {name: spec["default"] for name, spec in Export.info_options.items()}
    return Run.of(client, Reporter()).find(Subject(Export, Desired({**given, **options})))


def push(simulator: Any, repository: str, tag: str, command: str) -> str:
    """Push an image without layers that runs a command, such as to C(shop/web); returns its id."""
    config = json.dumps({"config": {"Cmd": [command]}}).encode()
    digest = f"sha256:{hashlib.sha256(config).hexdigest()}"
    address, auth = f"{simulator.url}/v2/{repository}", ("_", simulator.token)
    upload = requests.post(f"{address}/blobs/uploads/", data=config, params={"digest": digest}, auth=auth, timeout=30)
    assert upload.status_code == 201, upload.text
    manifest = {"schemaVersion": 2, "config": {"digest": digest}, "layers": []}
    kind = {"Content-Type": "application/vnd.docker.distribution.manifest.v2+json"}
    answer = requests.put(f"{address}/manifests/{tag}", json=manifest, headers=kind, auth=auth, timeout=30)
    assert answer.status_code == 201, answer.text
    return digest


def certificate(hostname: str) -> tuple[str, str]:
    """A certificate for a hostname, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.timezone.utc)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hostname)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(hostname)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.PEM).decode(), private.decode()


# Random documents, of what the simulator's default world has room for

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12)
VARS = st.dictionaries(
    st.from_regex("OWN_[A-Z]{1,2}", fullmatch=True), TEXTS | st.sampled_from(["{{ x }}", "true", "01"]), max_size=3
)
HOSTS = st.from_regex(r"(\*\.)?[a-z]{1,3}\.example\.(com|org)", fullmatch=True)
PEOPLE = ("other@example.com", "unverified@example.com")
PERMISSIONS = st.sets(st.sampled_from(["deploy", "operate", "manage"])).map(lambda some: sorted({"view", *some}))
HEADED = "https://user:secret@logs.example.com"


def subset(*choices: Any, least: int = 0) -> st.SearchStrategy[list[Any]]:
    """Some of these, in their order."""
    return st.sets(st.sampled_from(range(len(choices))), min_size=least).map(
        lambda chosen: [choices[index] for index in sorted(chosen)]
    )


@st.composite
def addons(draw: st.DrawFn, app: str) -> list[Any]:
    """Add-ons in all ways to write them, none of them of one service twice without names."""
    database: Any = draw(
        st.sampled_from(
            [
                "heroku-postgresql:essential-0",
                {"plan": "heroku-postgresql:essential-0", "as": "BASE"},
                {"plan": "heroku-postgresql:essential-1", "name": f"{app}-db"},
                {"plan": "heroku-postgresql:essential-1", "name": f"{app}-db", "as": "MAIN"},
            ]
        )
    )
    second = {"plan": "heroku-postgresql:essential-0", "name": f"{app}-db2", "as": "SECOND"}
    cache: Any = draw(st.sampled_from(["heroku-redis:mini", {"plan": "heroku-redis:mini", "name": f"{app}-cache"}]))
    chosen: list[Any] = draw(subset(database, cache, second))
    if second in chosen and database in chosen and isinstance(database, str):
        chosen.remove(database)
    return chosen


@st.composite
def app(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """One app."""
    team = draw(st.sampled_from([None, "acme", "acme-apps"]))
    found: dict[str, Any] = {
        "team": team,
        "region": draw(st.sampled_from(["us", "eu"])),
        "stack": draw(st.sampled_from(["heroku-22", "heroku-24"])),
        "maintenance": draw(st.booleans()),
        "config": draw(VARS),
        "addons": draw(addons(name)),
        "drains": draw(subset(f"https://{name}.example.com/logs?a=1", "syslog+tls://logs.example.com:6514", HEADED)),
        "features": dict.fromkeys(draw(subset("http-session-affinity", "runtime-dyno-metadata")), True),
        "domains": sorted(draw(st.sets(HOSTS.map(lambda host: host.replace("example", name)), max_size=2))),
        "buildpacks": draw(st.lists(st.sampled_from(BUILDPACKS), unique=True, max_size=2)),
        "webhooks": draw(
            subset(
                {"url": "https://hooks.example.com/a", "level": "notify", "include": ["api:release"]},
                {"url": "https://me:secret@hooks.example.com/", "level": "sync", "include": ["api:build", "api:app"]},
            )
        ),
    }
    people = draw(subset(*PEOPLE))
    if team == "acme":
        found["collaborators"] = [{"user": user, "permissions": draw(PERMISSIONS)} for user in people]
        found["locked"] = draw(st.booleans())
    else:
        found["collaborators"] = people
    if draw(st.booleans()):
        found["build"] = {"path": SOURCE, "version": name}
        tiers = [("Standard-1X", "standard-2x"), *([("Basic", "basic")] if team != "acme" else [])]
        sizes = draw(st.sampled_from(tiers))
        found["formation"] = {
            kind: {"quantity": draw(st.integers(0, 1)), "size": size} for kind, size in zip(("web", "worker"), sizes)
        }
        found["acm"] = draw(st.booleans())
    return {key: value for key, value in found.items() if value not in (None, [], {}, False)}


VPN = {"public_ip": "203.0.113.1", "routable_cidrs": ["10.9.0.0/16"]}
BUILDPACKS = ("heroku/nodejs", "heroku/python", "https://github.com/acme/buildpack", "https://me:pw@example.com/b.tgz")
RULES = subset({"action": "allow", "source": "192.0.2.0/24"}, {"action": "deny", "source": "198.51.100.7/32"})


@st.composite
def attached(draw: st.DrawFn, apps: dict[str, Any]) -> None:
    """Let apps use add-ons of each other that have names."""
    named = [
        item["name"]
        for app in apps.values()
        for item in app.get("addons", ())
        if isinstance(item, dict) and "name" in item
    ]
    for name, app_of_it in apps.items():
        foreign = [addon for addon in named if not addon.startswith(f"{name}-")]
        if foreign and draw(st.booleans()):
            app_of_it["attachments"] = [{"addon": draw(st.sampled_from(foreign)), "name": "SHARED"}]


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """A document of some apps, pipelines, teams and a space."""
    names = draw(subset("one", "two", "three", least=1))
    apps = {f"app-{name}": draw(app(f"app-{name}")) for name in names}
    draw(attached(apps))
    document: dict[str, Any] = {"apps": apps}
    placed = draw(subset(*apps))
    if placed:
        stages = {"staging": placed[:1], "production": placed[1:]}
        owner = draw(st.sampled_from([{}, {"owner": "acme"}, {"owner": "self"}]))
        config = draw(subset(("test", {"CI": "1"}), ("review", {"DEBUG": "{{ yes }}"})))
        line = {**owner, "stages": {stage: found for stage, found in stages.items() if found}, "config": dict(config)}
        document["pipelines"] = {"line": line}
    if draw(st.booleans()):
        members = draw(
            subset({"email": "other@example.com", "role": "viewer"}, {"email": "new@example.com", "role": "member"})
        )
        document["teams"] = {"acme": {"members": members[:1]}, "acme-apps": {"members": members[1:]}}
    if draw(st.booleans()):
        rules = draw(RULES)
        document["spaces"] = {
            "acme-space": {
                "access": dict(draw(subset(("member@example.com", ["create_apps"])))),
                **({"inbound_ruleset": rules} if rules[:1] and rules[0]["action"] == "allow" else {}),
                **dict(
                    draw(
                        subset(
                            ("log_drain", "https://t:secret@logs.example.com/"), ("peerings", ["pcx-0123456789abcdef0"])
                        )
                    )
                ),
                "vpns": dict(draw(subset(("office", VPN)))),
            }
        }
    return document
