# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write from the module files what Ansible has to know of every module.

    python tests/tools/routing.py [--check]

* ``meta/runtime.yml``: the action groups, so that module_defaults reach all modules, and all that are about one app.
  All else that it says is kept.
* ``plugins/action/MODULE.py``: a plugin of the module's name, which is the one action plugin of the collection. By its
  name the controller loads it, and the module and the HTTP library with it, once in its parent process instead of in
  every worker.
  With a redirect in meta/runtime.yml each worker would import its module by itself, and documentation linters take the
  redirect for a module that was renamed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import modules
import tree
import yaml
from tree import ROOT

RUNTIME = ROOT / "meta" / "runtime.yml"
ACTIONS = ROOT / "plugins" / "action"
GROUP = "heroku"
APP_GROUP = "app"  # the modules that are about one app
HEADER = "# The action groups are written by tests/tools/routing.py: run `make docs`.\n---\n"
ACTION = """\
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tests/tools/routing.py: run `make docs`.

from __future__ import annotations

# Ansible loads this in its parent process, once: what it imports, all workers inherit.
from ansible_collections.community.heroku.plugins.modules.{name} import MODULE
from ansible_collections.community.heroku.plugins.plugin_utils.action import HerokuAction


class ActionModule(HerokuAction):
    name = "community.heroku.{name}"
    module = MODULE
"""


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as yamllint and ansible-lint want them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def about_one_app(name: str) -> bool:
    """Whether a module has to be told an app.

    One that may be told none, or a space in its place, means something else without: there, a default would change what
    a task asks for.
    """
    app = modules.arguments(name)["argument_spec"].get("app", {})
    return bool(app.get("required")) and app["type"] == "str"


def runtime(before: str, groups: dict[str, list[str]]) -> str:
    """The text of meta/runtime.yml with these modules, and no others, in each action group."""
    content: dict[str, Any] = yaml.safe_load(before)
    content["action_groups"] = {**(content.get("action_groups") or {}), **groups}
    return HEADER + yaml.dump(content, Dumper=_Dumper, sort_keys=False)


def wanted() -> dict[Path, str | None]:
    """Every file that this writes with the text it ought to have, None where it ought not to be."""
    names = modules.names()
    files: dict[Path, str | None] = dict.fromkeys(ACTIONS.glob("heroku_*.py"))
    files.update({ACTIONS / f"{name}.py": ACTION.format(name=name) for name in names})
    groups = {GROUP: names, APP_GROUP: [name for name in names if about_one_app(name)]}
    files[RUNTIME] = runtime(RUNTIME.read_text(encoding="utf-8"), groups)
    return files


def main(arguments: list[str]) -> int:
    """Write the files, or with --check only say (and exit with 1) which are not fresh."""
    sys.path.insert(0, str(tree.link()))
    stale = []
    for file, text in wanted().items():
        before = file.read_text(encoding="utf-8") if file.exists() else None
        if before == text:
            continue
        stale.append(str(file.relative_to(ROOT)))
        if "--check" in arguments:
            continue
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        sys.stderr.write(f"not what the modules make it: {', '.join(stale)}; run `make docs`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
