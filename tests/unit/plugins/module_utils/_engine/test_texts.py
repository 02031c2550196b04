# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that are dicts of names and texts, in all modules alike."""

from __future__ import annotations

from typing import Any

import modules
import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired
from ansible_collections.community.heroku.plugins.module_utils._engine.texts import (
    MOST_BYTES,
    as_texts,
    check_name,
    check_texts,
    size_of,
)

# Dicts without declared keys that hold no texts, each with its reason.
OTHER_DICTS = {
    ("heroku_api", "body"): "JSON of any shape",
    ("heroku_api", "headers"): "a closed list of names, each judged by itself",
    ("heroku_addon_attachment", "namespace_config"): "what the provider wants, of any type",
    ("heroku_fleet", "document"): "each of its sections is judged as the options of a module",
}
# What each module with such an option needs beside it.
BESIDE: dict[tuple[str, str], dict[str, Any]] = {
    ("heroku_config", "config"): {"app": "shop"},
    ("heroku_pipeline_config", "config"): {"pipeline": "shop", "stage": "test"},
    ("heroku_addon", "config"): {"app": "shop", "plan": "heroku-postgresql"},
    ("heroku_run", "env"): {"app": "shop", "command": "x"},
    ("heroku_review_app", "environment"): {"pipeline": "shop", "branch": "x"},
    ("heroku_app_setup", "overrides.env"): {"app": {"name": "shop"}, "url": "https://example.com/a.tgz"},
    ("heroku_telemetry_drain", "headers"): {"app": "shop", "endpoint": "https://example.com"},
    ("heroku_slug", "process_types"): {"app": "shop", "path": "/"},
}
SECRET = "canary-in-a-value"


def free_dicts(spec: dict[str, Any], above: str = "") -> set[str]:
    """The dotted names of the options of a spec, and of those inside others, that are dicts of any keys."""
    found = set()
    for name, item in spec.items():
        if item.get("options"):
            found |= free_dicts(item["options"], f"{above}{name}.")
        elif item.get("type") == "dict":
            found.add(f"{above}{name}")
    return found


def declared() -> dict[tuple[str, str], Any]:
    """Module and option of every dict of texts, with the module's resource."""
    found = {}
    for name in (name for name in modules.names() if not name.endswith(modules.INFO)):
        found.update({(name, option): modules.resource(name) for option in modules.resource(name).text_maps})
    return found


def check_option(resource: Any, key: tuple[str, str], value: Any) -> None:
    """Let a resource judge C(value) as the option, and what it needs beside. Raises InvalidInput."""
    params = {name: item.get("default") for name, item in resource.options.items()}
    params.update(BESIDE[key])
    outer, _dot, inner = key[1].partition(".")
    params[outer] = {**dict.fromkeys(("buildpacks",)), inner: value} if inner else value
    resource.check(Desired(params))


def test_every_dict_without_keys_of_its_own_is_declared():
    specs = {name: modules.arguments(name)["argument_spec"] for name in modules.names()}
    free = {(name, option) for name, spec in specs.items() for option in free_dicts(spec)}
    assert free - set(OTHER_DICTS) == set(declared()) == set(BESIDE)


@pytest.mark.parametrize("key", sorted(BESIDE), ids="-".join)
@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ({SECRET: SECRET}, "| string"),
        ([SECRET], "| string"),
        (1.1, "in quotes"),
        (f"{SECRET}\0", "holds a NUL"),
        (f"{SECRET}\udc80", "lone surrogate"),
    ],
    ids=["dict", "list", "float", "nul", "surrogate"],
)
def test_what_is_no_text_is_refused_before_any_request(key, value, advice):
    with pytest.raises(InvalidInput) as refused:
        check_option(declared()[key], key, {"NAME": value})
    assert advice in str(refused.value)
    assert f"{key[1]}.NAME" in str(refused.value)
    assert SECRET not in str(refused.value)


CONFIGS = sorted(key for key in BESIDE if key[1] not in ("headers", "process_types"))


@pytest.mark.parametrize("key", CONFIGS, ids="-".join)
def test_names_are_what_heroku_takes(key):
    names = ("a.b", "with-dash", "lower", "1st", "ÜMLAUT", "two words", "x" * 500, "-", "[0]:1")
    check_option(declared()[key], key, dict.fromkeys(names, "1"))
    for name in ("A=B", "A\0", "", "  ", "A\ud800"):
        with pytest.raises(InvalidInput, match="name"):
            check_option(declared()[key], key, {name: "1"})


@pytest.mark.parametrize("key", CONFIGS, ids="-".join)
def test_more_than_an_app_can_have_is_refused(key):
    check_option(declared()[key], key, {"A": "x" * (MOST_BYTES - 1)})
    with pytest.raises(InvalidInput, match=rf"{key[1]} take {MOST_BYTES + 2} bytes .* The largest is A\."):
        check_option(declared()[key], key, {"A": "ü" * (MOST_BYTES // 2 - 1), "BB": "x"})


def test_a_long_name_is_not_repeated():
    with pytest.raises(InvalidInput) as refused:
        check_name("config", "=" * 100_000)
    assert len(str(refused.value)) < 300


def test_null_is_a_value_only_where_it_removes():
    check_texts("config", {"A": None}, removes=True)
    with pytest.raises(InvalidInput, match=r"config\.A is a null"):
        check_texts("config", {"A": None})
    assert as_texts({"A": None, "B": 1, "C": ""}) == {"A": None, "B": "1", "C": ""}
    assert size_of({"A": None, "B": 12}) == 3
