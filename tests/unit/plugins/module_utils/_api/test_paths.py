# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No value changes the path that its template has: for every template in plugins/, and every option of every module."""

from __future__ import annotations

import ast
import importlib
import itertools
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ModuleReporter
from ansible_collections.community.heroku.plugins.module_utils._api.client import LONGEST_NAME, segments
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput

PLUGINS = Path(__file__).parents[5] / "plugins"
MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("heroku_*.py"))
# What stands before templates that are part of a path.
PARENTS = ("", "/apps/{}", "/teams/{}", "/teams/apps/{}", "/spaces/{}", "/pipelines/{}", "/enterprise-accounts/{}")
REFUSED = ["", ".", "..", "nul\0", "half \ud800", "x" * (LONGEST_NAME + 1)]
ENCODED = [
    "%2e%2e", "%2E", "%", "%zz", "a%2Fb", "../x", "a/../b", "/..", "..;", "...", "x?y", "x#y", "a b", " ", "\\..", "\n",
    "ä", "𝄞", "*.example.com", "~", "{}", "{0}", "//host", "@host", ":", "&=+$,", "[::1]", "https://u@logs.example.com/?a=b",
]  # fmt: skip
ORDINARY = "benign-name"


def templates() -> list[str]:
    """Every text in plugins/ that is a path with a place for a value."""
    texts = {
        node.value
        for file in PLUGINS.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return sorted(text for text in texts if text.startswith("/") and "{}" in text and " " not in text)


def places(template: str) -> int:
    return sum(name is not None for _text, name, _spec, _conversion in string.Formatter().parse(template))


def test_there_are_templates() -> None:
    assert len(templates()) > 60


@pytest.mark.parametrize("value", REFUSED)
@pytest.mark.parametrize("template", templates())
def test_what_is_no_name_is_refused(template: str, value: str) -> None:
    for place in range(places(template)):
        values = ["example"] * places(template)
        values[place] = value
        with pytest.raises(InvalidInput) as caught:
            segments(template, *values)
        assert len(str(caught.value)) < 300


def test_all_others_arrive_as_they_are(connect: Any, loopback: Any) -> None:
    server = loopback({})
    client = connect(server)
    every_template = zip(templates(), itertools.cycle(ENCODED))
    every_value = zip(itertools.repeat("/apps/{}/domains/{}"), ENCODED)
    for template, value in itertools.chain(every_template, every_value):
        client.get(segments(template, *[value] * places(template)))
        arrived = [unquote(part) for part in server.seen[-1].path.split("/")]
        assert arrived == [part.replace("{}", value) for part in template.split("/")]


@pytest.mark.parametrize(
    "path", ["/apps/..", "/apps/./x", "/apps/%2e%2e/addons", "/apps/%2E", "/apps/x#y", "/apps/\ud800"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_the_client_sends_nothing_that_leads_elsewhere(connect: Any, loopback: Any, method: str, path: str) -> None:
    """Whoever built the path, and of whatever: this is what heroku_api and ids from answers go through too."""
    server = loopback({})
    with pytest.raises(InvalidInput, match="would lead to another place"):
        connect(server).request(method, path)
    assert server.seen == []


def a_value(item: dict[str, Any]) -> Any:
    """Something that an option may be."""
    if item.get("choices"):
        return [item["choices"][0]] if item.get("type") == "list" else item["choices"][0]
    by_type = {"list": [ORDINARY], "dict": {}, "bool": True, "int": 1, "float": 1.0}
    return by_type.get(item.get("type", "str"), ORDINARY)


def texts_of(spec: dict[str, Any]) -> Iterator[str]:
    """The options that take any text, or a list of them."""
    for name, item in spec.items():
        text = item.get("type", "str") == "str" or (item.get("type") == "list" and item.get("elements") == "str")
        if text and not item.get("choices") and name not in ("api_key", "api_url", "two_factor_code"):
            yield name


def test_no_option_leads_elsewhere(connect: Any, loopback: Any, pauses: Any) -> None:
    """What is asked with C(..) as an option's value is asked with an ordinary value too, or nothing is."""
    server = loopback({"status": 404, "body": b'{"id": "not_found", "message": "Not found."}'})
    session = connect(server).session
    tried = 0
    for name in MODULES:
        module = importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{name}").MODULE
        spec = module.arguments["argument_spec"]
        usual = {
            option: a_value(item) if item.get("required") else item.get("default") for option, item in spec.items()
        }
        usual.update(api_key="token", api_url=server.url, **({"wait_timeout": 0} if "wait_timeout" in usual else {}))
        for option in texts_of(spec):
            asked = []
            for value in (ORDINARY, ".."):
                server.seen.clear()
                given = [value] if spec[option].get("type") == "list" else value
                module.execute(
                    {**usual, option: given},
                    check_mode=False,
                    diff=False,
                    reporter=ModuleReporter(lambda _: None, lambda _: None),
                    session=lambda _url, _token: session,
                )
                asked.append({(seen.method, seen.path.partition("?")[0]) for seen in server.seen})
            assert asked[1] <= asked[0], f"{name}: {option}"
            tried += 1
    assert tried > 250
