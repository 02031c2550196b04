# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which attachment is meant, and what is planned about it."""

from __future__ import annotations

from typing import Any

import planning
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import View
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Plan
from ansible_collections.community.heroku.plugins.module_utils._engine.report import Reporter
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Changes
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_attachment import (
    CREDENTIALS,
    AddonAttachment,
    same_namespace,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_plan import ANY_ADDON, SERVICES
from ansible_collections.community.heroku.plugins.module_utils._resources.attached import (
    ATTACHMENTS,
    CONFIG_NAMES,
    attachment_vars,
    config_changes,
    vars_gone,
    vars_to_come,
)
from ansible_collections.community.heroku.plugins.module_utils._resources.common import ADDONS, ATTACHMENTS_OF, RELEASES

ID = "01234567-89ab-cdef-0123-456789abcdef"


def attachment(name: str, addon: str, namespace: str | None = None, number: int = 0) -> dict[str, Any]:
    """An attachment as Heroku shows it."""
    return {
        "addon": {"id": f"id-of-{addon}", "name": addon, "app": {"id": "id-of-lender", "name": "lender"}},
        "app": {"id": "id-of-borrower", "name": "borrower"},
        "created_at": "2026-11-21T10:00:00Z",
        "id": f"{ID[:-1]}{number}",
        "name": name,
        "namespace": namespace,
        "updated_at": "2026-11-21T10:00:00Z",
        "web_url": None,
        "log_input_url": "https://token:t.1@logs.example.com/",
    }


THERE = [
    attachment("DATABASE", "db", number=1),
    attachment("READONLY", "db", "credential:readonly", number=2),
    attachment("CACHE", "cache", number=3),
]


def resource(**options: Any) -> Any:
    """What a task with these options asks for."""
    return planning.desired(AddonAttachment, **{"app": "borrower", **options})


def addon(name: str, state: str = "provisioned") -> dict[str, Any]:
    return {
        "id": f"id-of-{name}",
        "name": name,
        "app": {"id": "id-of-lender", "name": "lender"},
        "addon_service": {"id": "id-of-service", "name": "service"},
        "config_vars": [f"{name.upper()}_URL"],
        "state": state,
    }


def plan(current: Any, there: Any = ("DATABASE_URL",), newest: str = "succeeded", **options: Any) -> Plan:
    facts = {
        ATTACHMENTS.of("borrower"): [ATTACHMENTS.normal(item) for item in ([current] if current else [])],
        CONFIG_NAMES.of("borrower"): dict.fromkeys(there, "") if isinstance(there, tuple) else there,
        RELEASES.newest(1, "borrower"): [{"status": newest}],
        ANY_ADDON.named(options.get("addon") or "db"): addon(options.get("addon") or "db"),
        SERVICES.named("id-of-service"): {"supports_sharing": True},
        CREDENTIALS.of("id-of-db", "credential:a"): [{"name": "URL", "value": "postgres://"}],
    }
    return planning.plan(AddonAttachment, facts, app="borrower", **options)


@pytest.mark.parametrize(
    ("wanted", "have", "same"),
    [
        ("", None, True),
        ("credential:a", "credential:a", True),
        ("credential:a", "credential:A", False),
        ("", "credential:a", False),
        ("credential:a", None, False),
    ],
)
def test_namespaces_compare(wanted: str, have: str | None, same: bool):
    assert same_namespace(wanted, have) is same


def test_the_address_of_the_logs_is_left_out():
    for kind in (ATTACHMENTS, ATTACHMENTS_OF):
        assert THERE[0].keys() - kind.normal(THERE[0]).keys() == {"log_input_url"}


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"addon": "db"}, ["DATABASE", "READONLY"]),
        ({"addon": "id-of-db"}, ["DATABASE", "READONLY"]),
        ({"addon": "db", "namespace": ""}, ["DATABASE"]),
        ({"addon": "db", "namespace": "credential:readonly"}, ["READONLY"]),
        ({"addon": "db", "namespace": "credential:other"}, []),
        ({"addon": "other"}, []),
        ({"addon": "other", "name": "cache"}, ["CACHE"]),
        ({"addon": "other", "name": f"{ID[:-1]}3"}, ["CACHE"]),
        ({"addon": "other", "name": "cache", "state": "absent"}, []),
        ({"addon": "cache", "name": "Cache", "state": "absent"}, ["CACHE"]),
        ({"name": "readonly", "state": "absent"}, ["READONLY"]),
        ({"name": "readonly", "namespace": "", "state": "absent"}, []),
    ],
)
def test_options_mean_attachments(options: dict[str, Any], names: list[str]):
    assert [item["name"] for item in AddonAttachment.meant(resource(**options), THERE)] == names


def test_a_name_that_heroku_kept_in_lower_case_is_found():
    found = AddonAttachment.meant(resource(addon="db", name="FOO"), [attachment("foo", "db")])
    assert [item["name"] for item in found] == ["foo"]


@pytest.mark.parametrize(
    ("current", "options"),
    [
        (THERE[0], {"addon": "db", "name": "database"}),
        (THERE[0], {"addon": "id-of-db"}),
        (THERE[0], {"addon": "db", "namespace": ""}),
        (THERE[1], {"addon": "db", "name": "READONLY"}),
        ({**THERE[2], "name": "cache"}, {"addon": "cache", "name": "CACHE"}),
    ],
)
def test_what_fits_stays(current: dict[str, Any], options: dict[str, Any]):
    made = plan(current, **options)
    assert not made.actions
    assert not made.changes


@pytest.mark.parametrize(
    ("options", "before", "after", "body"),
    [
        (
            {"addon": "other", "name": "database"},
            {"addon": "db", "name": "DATABASE"},
            {"addon": "other", "name": "DATABASE"},
            {"addon": "other", "name": "DATABASE"},
        ),
        (
            {"addon": "db", "name": "database", "namespace": "credential:a"},
            {"addon": "db", "name": "DATABASE", "namespace": None},
            {"addon": "db", "name": "DATABASE", "namespace": "credential:a"},
            {"addon": "db", "name": "DATABASE", "namespace": "credential:a"},
        ),
    ],
)
def test_a_replacement_is_one_creation(
    options: dict[str, Any], before: dict[str, Any], after: dict[str, Any], body: dict[str, Any]
):
    made = plan(THERE[0], confirm="borrower", **options)
    assert (made.before, made.after) == (before, after)
    assert planning.verbs(made) == [("create", {"app": "borrower", "confirm": "borrower", **body})]
    assert made.record["id"] is UNKNOWN
    assert made.record["app"] == {"id": UNKNOWN, "name": "borrower"}


@pytest.mark.parametrize("confirm", [None, "", "lender", "id-of-borrower"])
def test_a_replacement_has_to_be_confirmed_with_the_name_of_the_app(confirm: str | None):
    with pytest.raises(InvalidInput, match="set confirm to borrower"):
        plan(THERE[0], addon="other", name="DATABASE", confirm=confirm)


@pytest.mark.parametrize("name", ["MY-NAME", "1ST", "_X", "", "A B", "DATABASE\n"])
def test_names_are_checked(name: str):
    with pytest.raises(InvalidInput, match="is not a valid attachment name"):
        AddonAttachment.check(resource(addon="db", name=name))


@pytest.mark.parametrize("name", ["DATABASE", "heroku_postgresql_red", "A1", ID])
def test_names_in_any_case_are_taken(name: str):
    AddonAttachment.check(resource(addon="db", name=name))


OWNS = {**THERE[0], "config_vars": ["DATABASE_URL"]}


@pytest.mark.parametrize(
    ("current", "there", "newest", "missing"),
    [
        (OWNS, (), "succeeded", ["DATABASE_URL"]),
        (OWNS, (), "pending", []),  # what is under way may bring it
        (OWNS, ("DATABASE_URL",), "succeeded", []),
        (OWNS, HerokuError("", status=403), "succeeded", []),
        (THERE[0], (), "succeeded", []),  # it does not tell what it owns
        ({**OWNS, "config_vars": UNKNOWN}, (), "succeeded", []),  # a task before this one would make it
    ],
)
def test_lost_config_vars_are_brought_back(current: Any, there: Any, newest: str, missing: list[str]) -> None:
    made = plan(current, there, newest, addon="db")
    assert [action.verb for action in made.actions] == (["restore"] if missing else [])
    assert made.before.get("missing_config_vars", []) == missing
    assert len(made.warnings) == bool(missing)
    assert not missing or made.changes[-1].after == {"DATABASE_URL": UNKNOWN}


def test_a_name_of_its_own_is_a_key_and_none_is_looked_for() -> None:
    keyed, looked = (plan(None, addon="db", name=name).actions[0] for name in ("CACHE", None))
    assert (keyed.resend.name, looked.resend.name) == ("KEYED", "LOOK")


@pytest.mark.parametrize(
    ("attachments", "names"),
    [
        ([OWNS], {"DATABASE_URL"}),
        ([OWNS, THERE[2]], {"DATABASE_URL", "CACHE_URL", "LISTED"}),
        ([{**OWNS, "config_vars": UNKNOWN}], {"DATABASE_URL", "LISTED"}),
        ([{**OWNS, "config_vars": UNKNOWN, "name": UNKNOWN}], {"LISTED"}),
    ],
)
def test_config_vars_that_attachments_own(attachments: Any, names: set[str]) -> None:
    facts = {
        ATTACHMENTS.of("borrower"): [ATTACHMENTS.normal(item) for item in attachments],
        ADDONS.of("borrower"): [{"config_vars": ["LISTED"]}, {"config_vars": UNKNOWN}],
    }
    assert attachment_vars(planning.View(facts), "borrower") == names


@pytest.fixture
def run(connect: Any, simulator: Any) -> Run:
    client = connect(simulator)
    for app in ("lender", "borrower"):
        client.post("/apps", {"name": app})
    client.post("/apps/lender/addons", {"plan": "heroku-redis:mini", "name": "cache"})
    return Run.of(client, Reporter())


@pytest.mark.parametrize("name", ["CACHE", None])
@pytest.mark.parametrize("seconds", [0.3, 1.5, 8])
@pytest.mark.parametrize("lost", [False, True])
def test_a_late_attachment_is_made_once(
    run: Run, simulator: Any, pauses: Any, seconds: float, lost: bool, name: str | None
) -> None:
    simulator.backdoor("POST", "clock", {"mode": "0"})
    pauses.meanwhile.append(lambda paused: simulator.backdoor("POST", "clock", {"advance": paused}))
    late = {"fault": "late_commit", "seconds": seconds, "lost": lost, "count": 1}
    simulator.backdoor("POST", "faults", {"method": "POST", "path": "/addon-attachments", **late})
    subject = Subject(AddonAttachment, resource(addon="cache", name=name))
    assert run.apply(subject, run.plan(subject))["addon"]["name"] == "cache"
    simulator.backdoor("POST", "clock", {"advance": 60})
    assert len(run.client.list("/apps/borrower/addon-attachments")) == 1


def take_config_vars(run: Run) -> None:
    """Roll the app back to a release before it had the add-on."""
    run.client.delete("/apps/lender/addons/cache")
    slug = run.client.post("/apps/lender/slugs", {"process_types": {"web": "true"}})["id"]
    release = run.client.post("/apps/lender/releases", {"slug": slug})
    run.client.post("/apps/lender/addons", {"plan": "heroku-redis:mini", "name": "cache"})
    run.client.post("/apps/lender/releases", {"release": release["id"]})
    assert "REDIS_URL" not in run.client.get("/apps/lender/config-vars")


@pytest.mark.parametrize("refused", [0, 1, 2])
def test_where_heroku_wants_another_attachment_there_is_one_meanwhile(run: Run, simulator: Any, refused: int) -> None:
    """It is not known whether Heroku counts what replaces an attachment of the app that pays (recorded.md A 4)."""
    last = {"fault": "error", "status": 422, "id": "invalid_params", "message": "REDIS is the last billing attachment"}
    where = {"method": "POST", "path": "/addon-attachments"}
    if refused:
        simulator.backdoor("POST", "faults", {**where, **last, "count": 1})
    if refused == 2:
        simulator.backdoor("POST", "faults", {**where, **last, "skip": 2, "count": 1})
    subject = Subject(AddonAttachment, resource(app="lender", addon="cache"))
    take_config_vars(run)
    first = run.client.list("/apps/lender/addon-attachments")[0]
    if refused == 2:
        with pytest.raises(HerokuError, match="does not let the attachment be renewed"):
            run.apply(subject, run.plan(subject))
    else:
        run.apply(subject, run.plan(subject))
        assert "REDIS_URL" in run.client.get("/apps/lender/config-vars")
    assert [item["name"] for item in run.client.list("/apps/lender/addon-attachments")] == [first["name"]]


@pytest.mark.parametrize("told", [None, ["BASE_URL"], ["BASE_KEY"]])
@pytest.mark.parametrize("name", ["SHARED", UNKNOWN])
def test_what_an_attachment_would_bring_goes_with_it_in_check_mode(told: Any, name: Any) -> None:
    """Whatever is known of its config vars by then."""
    made = {"name": name, "addon": {"name": "base"}, "config_vars": UNKNOWN}
    changes = Changes(config_changes("example", new=vars_to_come(made, told)))
    view = changes.over(View({CONFIG_NAMES.of("example"): {"OWN": ""}}))
    assert len(view.get(CONFIG_NAMES.of("example"))) == 2
    changes.add(config_changes("example", gone=vars_gone(made)))
    assert view.get(CONFIG_NAMES.of("example")) == {"OWN": ""}
