# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option of every module that holds a secret, in whatever shape: nothing shows it, in both ways to run."""

from __future__ import annotations

import importlib
import json

import pytest
import tree
from ansible_collections.community.heroku.plugins.module_utils._ansible import module as engine
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import (
    MASK,
    holds_secrets,
    is_secret,
)

NAMES = sorted(path.stem for path in (tree.ROOT / "plugins" / "modules").glob("heroku_*.py"))
MODULES = {
    name: importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{name}").MODULE
    for name in NAMES
}
CANARY = "canary-6f1d0c7b92"
# A text that Ansible reads as a dict, one that it cannot read so, lists, dicts that are too deep.
SHAPES = [
    CANARY,
    f"key={CANARY}",
    f'{{"key": "{CANARY}"}}',
    f'{{"key": "{CANARY}"',
    [CANARY],
    [[CANARY]],
    {"KEY": CANARY},
    {"KEY": [CANARY]},
    {"KEY": {"deep": {"deeper": CANARY}}},
    [{"KEY": CANARY}],
    [[{"KEY": CANARY}]],
]
ADDRESS = f"https://ada:{CANARY}@example.com/path?token={CANARY}"


def paths(spec, wanted, path=()):
    """The ways to the options of a spec that are wanted, each a tuple of names."""
    for name, item in spec.items():
        if wanted(item):
            yield (*path, name)
        yield from paths(item.get("options", {}), wanted, (*path, name))


def plausible(item):
    """A value of the right kind."""
    if item.get("choices"):
        value = item["choices"][0]
    elif item.get("options"):
        value = complete(item["options"])
    else:
        value = {"bool": True, "int": 1, "float": 1.5, "dict": {}, "list": "x"}.get(item.get("type", "str"), "example")
    return [value] if item.get("type") == "list" and item.get("options") else value


def complete(spec):
    """The options that are required."""
    return {name: plausible(item) for name, item in spec.items() if item.get("required")}


def with_value(spec, path, value):
    """Options with this value at a path, and whatever is required beside it."""
    name, *rest = path
    item = spec[name]
    if rest:
        value = with_value(item["options"], rest, value)
        value = [value] if item["type"] == "list" else value
    return {**complete(spec), name: value}


def own_options(module):
    """The argument spec without what speaks to the API."""
    return {name: item for name, item in module.spec.items() if name not in engine.API_OPTIONS}


SECRET_PLACES = [(name, path) for name in NAMES for path in paths(own_options(MODULES[name]), holds_secrets)]
TEXT_PLACES = [
    (name, path)
    for name in NAMES
    for path in paths(own_options(MODULES[name]), lambda item: item["type"] in ("str", "path") and not is_secret(item))
]


# The name by which the harness knows a module that is none of ours.
PLAIN = "plain"


@pytest.fixture
def answering(loopback):
    """A service that refuses everything, and repeats what must not be seen."""
    message = f"Cannot take '{CANARY}', {json.dumps(ADDRESS)} of canary."
    body = json.dumps({"id": "invalid_params", "message": message}).encode()
    return loopback({"status": 422, "body": body, "headers": {"Warning-Message": f"Mind {CANARY}."}})


@pytest.fixture
def both(answering, inside, ordinary):
    """Run a module both ways; returns the results."""

    def run(name, options):
        options = {"api_key": "token-of-nobody", "api_url": answering.url, **options}
        return inside(name, MODULES[name], options), ordinary(name, options)

    return run


def test_there_are_such_options():
    assert len(SECRET_PLACES) > 30
    assert len(TEXT_PLACES) > 200


@pytest.mark.parametrize(("name", "path"), SECRET_PLACES, ids=[".".join((n, *p)) for n, p in SECRET_PLACES])
def test_no_shape_shows_a_secret(both, ordinary, name, path):
    for shape in SHAPES:
        for result in both(name, with_value(own_options(MODULES[name]), path, shape)):
            assert result["failed"] is True
            assert CANARY not in json.dumps(result), shape
    assert ordinary.logged.read_text() == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_address_shows_its_credentials(answering, inside, name):
    for path in (path for module, path in TEXT_PLACES if module == name):
        options = with_value(own_options(MODULES[name]), path, ADDRESS)
        result = inside(name, MODULES[name], {"api_key": "token-of-nobody", "api_url": answering.url, **options})
        assert CANARY not in json.dumps(result), path


@pytest.mark.parametrize("name", ["heroku_webhook", "heroku_telemetry_drain", "heroku_oauth_client"])
def test_no_address_shows_its_credentials_in_an_ordinary_module(both, name):
    for path in (path for module, path in TEXT_PLACES if module == name):
        for result in both(name, with_value(own_options(MODULES[name]), path, ADDRESS)):
            assert CANARY not in json.dumps(result), path


def test_the_address_of_the_api_shows_no_credentials(inside, ordinary):
    options = {"name": "example", "api_key": "token-of-nobody", "api_url": f"https://ada:{CANARY}@api.heroku.com"}
    for result in (inside("heroku_app", MODULES["heroku_app"], options), ordinary("heroku_app", options)):
        assert result["failed"] is True
        assert CANARY not in json.dumps(result)


@pytest.mark.parametrize("name", NAMES)
def test_ansible_masks_no_part_of_a_dict_or_a_list(name):
    """With no_log it would mask each value inside of it, wherever that occurs."""

    def masked_by_ansible(item):
        return item.get("no_log") and (item["type"] not in ("str", "path") or item.get("options"))

    spec = MODULES[name].arguments["argument_spec"]
    assert list(paths(spec, masked_by_ansible)) == []
    assert list(paths(spec, lambda item: "secret" in item)) == []


@pytest.mark.parametrize(("name", "path"), SECRET_PLACES, ids=[".".join((n, *p)) for n, p in SECRET_PLACES])
def test_each_is_hidden_in_the_invocation(name, path):
    spec = own_options(MODULES[name])
    shown = MODULES[name].shown(with_value(spec, path, {"KEY": CANARY}))
    assert CANARY not in json.dumps(shown)
    for part in path:
        shown = shown[part]
        shown = shown[0] if isinstance(shown, list) else shown
        if shown == MASK:
            break
    else:
        assert isinstance(shown, dict)  # options with secrets among others, of which none was given


def test_the_harness_hears_what_goes_to_syslog(ordinary):
    ordinary(PLAIN, {})
    assert "Invoked" in ordinary.logged.read_text()
    ordinary.logged.write_text("")
