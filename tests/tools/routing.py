# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the action group and the routing of meta/runtime.yml from the module files.

    python tests/tools/routing.py [--check]

Each module is routed to the one action plugin in two ways: ``action_plugin`` says so, and the redirect makes the
controller load that plugin, and the HTTP library with it, once in its parent process instead of in every worker.
Whatever else the file says (renamed or removed modules, for instance) is kept.
"""

from __future__ import annotations

import sys
from typing import Any

import modules
import yaml
from tree import ROOT

FILE = ROOT / "meta" / "runtime.yml"
GROUP = "heroku"
ACTION = "community.heroku.heroku"
HEADER = "# The action group and the routing are written by tests/tools/routing.py: run `make docs`.\n---\n"


def _routes(before: dict[str, Any] | None, key: str, names: list[str]) -> dict[str, Any]:
    """One kind of routes: ``key`` leads exactly these modules to the action plugin; what else it says stays."""
    routes: dict[str, Any] = {}
    for name, entry in (before or {}).items():
        rest = {word: value for word, value in entry.items() if (word, value) != (key, ACTION)}
        if rest:
            routes[name] = rest
    for name in names:
        routes.setdefault(name, {})[key] = ACTION
    return dict(sorted(routes.items()))


def routed(runtime: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """The content of meta/runtime.yml with the action group and the routing of exactly these modules."""
    routing = runtime.get("plugin_routing") or {}
    return {
        **runtime,
        "action_groups": {**(runtime.get("action_groups") or {}), GROUP: names},
        "plugin_routing": {
            **routing,
            "modules": _routes(routing.get("modules"), "action_plugin", names),
            "action": _routes(routing.get("action"), "redirect", names),
        },
    }


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as yamllint and ansible-lint want them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def main(arguments: list[str]) -> int:
    """Write the file, or with --check only say (and exit with 1) when it is not fresh."""
    before = FILE.read_text(encoding="utf-8")
    content = routed(yaml.safe_load(before), modules.names())
    after = HEADER + yaml.dump(content, Dumper=_Dumper, sort_keys=False)
    if before == after:
        return 0
    if "--check" in arguments:
        sys.stderr.write(f"{FILE.relative_to(ROOT)} is not what the modules make it: run `make docs`\n")
        return 1
    FILE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
