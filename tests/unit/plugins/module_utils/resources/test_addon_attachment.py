# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which attachment is meant, and what is planned about it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resources.addon_attachment import (
    AddonAttachment,
    same_namespace,
    without_extras,
)

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


def resource(**options: Any) -> AddonAttachment:
    """The resource with these options; it is never asked to send anything."""
    return AddonAttachment(None, {"app": "borrower", "state": "present", **options})  # type: ignore[arg-type]


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
    shown = without_extras(THERE[0])
    assert THERE[0].keys() - shown.keys() == {"log_input_url"}


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
    assert [item["name"] for item in resource(**options).meant(THERE)] == names


def test_a_name_that_heroku_kept_in_lower_case_is_found():
    found = resource(addon="db", name="FOO").meant([attachment("foo", "db")])
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
    assert not resource(**options).plan(current).changes


@pytest.mark.parametrize(
    ("options", "before", "after", "fields"),
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
    options: dict[str, Any], before: dict[str, Any], after: dict[str, Any], fields: dict[str, Any]
):
    plan = resource(confirm="borrower", **options).plan(THERE[0])
    assert (plan.before, plan.after) == (before, after)
    assert [(step.action, step.fields) for step in plan.steps] == [("create", fields)]
    assert plan.predicted["id"] is None


@pytest.mark.parametrize("confirm", [None, "", "lender", "id-of-borrower"])
def test_a_replacement_has_to_be_confirmed_with_the_name_of_the_app(confirm: str | None):
    with pytest.raises(InvalidInput, match="set confirm to borrower"):
        resource(addon="other", name="DATABASE", confirm=confirm).plan(THERE[0])


@pytest.mark.parametrize("name", ["MY-NAME", "1ST", "_X", "", "A B", "DATABASE\n"])
def test_names_are_checked(name: str):
    with pytest.raises(InvalidInput, match="is no attachment name"):
        resource(addon="db", name=name).check()


@pytest.mark.parametrize("name", ["DATABASE", "heroku_postgresql_red", "A1", ID])
def test_names_in_any_case_are_taken(name: str):
    resource(addon="db", name=name).check()
