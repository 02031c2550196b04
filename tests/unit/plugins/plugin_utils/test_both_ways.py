# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever options a task has, an ordinary module says the same of them as the action plugin does."""

from __future__ import annotations

import importlib

import tree
from ansible.module_utils.common import json as ansible_json
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# No request gets past this: what is wrong with the other options has been said by then, and what is right is shown.
NOWHERE = "http://api.example.com"
COLLECTED = hasattr(ansible_json, "get_module_encoder")
NAMES = sorted(path.stem for path in (tree.ROOT / "plugins" / "modules").glob("heroku_*.py"))

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 2**70),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        ["yes", "off", "7", "7.0", "", "present", "absent", "a,b", "a=b", '{"a": [1]}', "[1, 2]", "~/$HOME"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc_", max_size=4), inner, max_size=3),
    max_leaves=5,
)


def value_of(item):
    """Values for one option: mostly of its type, as often as not right."""
    right = {
        "bool": st.booleans() | st.sampled_from(["yes", "no", "maybe", 0, 1, 2]),
        "int": st.integers(-1, 5) | st.sampled_from(["7", "7x", 7.5]),
        "float": st.floats(0, 60) | st.just("1.5"),
        "str": st.sampled_from([*item.get("choices", ()), "example", "other", "secret-of-somebody"]),
    }.get(item.get("type", "str"), VALUES)
    if item.get("type") == "dict":
        right = options_of(item["options"]) if "options" in item else right
    elif item.get("type") == "list":
        part = options_of(item["options"]) if "options" in item else value_of({"type": item.get("elements", "str")})
        right = st.lists(part, max_size=3) | part
    # Ansible's own validation trips over what is no mapping where it expects one with options.
    return right if "options" in item else st.one_of(right, right, VALUES)


def options_of(spec):
    """Options by a spec: those that are required and some others, by their names or aliases, at times one too many."""
    required = {name: value_of(item) for name, item in spec.items() if item.get("required")}
    others = {
        alias: value_of(item)
        for name, item in spec.items()
        for alias in (name, *item.get("aliases", ()))
        if alias not in required
    }
    others["colour"] = VALUES
    return st.tuples(
        st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from([*required, "colour"]), max_size=1)),
        st.fixed_dictionaries(required),
        st.lists(st.sampled_from(sorted(others)), max_size=3, unique=True).flatmap(
            lambda names: st.fixed_dictionaries({name: others[name] for name in names})
        ),
    ).map(lambda parts: {name: value for name, value in {**parts[1], **parts[2]}.items() if name not in parts[0]})


@st.composite
def tasks(draw):
    """A module's name, and options for it."""
    name = draw(st.sampled_from(NAMES))
    module = importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{name}").MODULE
    options = draw(options_of(module.arguments["argument_spec"]))
    return name, module, {"api_key": "token-of-nobody", **options, "api_url": NOWHERE}


def comparable(result):
    """A result without what Ansible adds to it for itself, and its warnings as texts.

    Since ansible-core 2.19 the controller collects by itself what options inside options have to say.
    """
    result = {name: value for name, value in result.items() if name != "exception" and not name.startswith("_ansible")}
    texts = [item if isinstance(item, str) else item["event"]["msg"] for item in result.pop("warnings", [])]
    # The order of a set decides which option's own options the message lists, and how it lists what is a boolean.
    message = sorted(result.pop("msg").partition(" Supported parameters include: ")[0].replace(",", " ").split())
    texts = [text for text in texts if not COLLECTED or "." not in text.partition(" and ")[0]]
    return {**result, "msg": message, "warnings": texts}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(task=tasks())
def test_the_same_is_said_of_any_options(ordinary, inside, task):
    name, module, options = task
    assert comparable(inside(name, module, options)) == comparable(ordinary(name, options))
