# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of Heroku's operations are simulated, and which module serves each: a table, read off the code and its tests.

    python tests/tools/operations.py [--seeds FOLDER] [--operations FILE] [--runs FOLDER] [--missing]

The operations come from the two documents that the project started from (``openapi-sketch.txt`` and
``platform-api-reference-2014.md``, with old paths translated) and from a list of those that there are today
(``operations.tsv``: tab separated, with a heading). None of them is part of the project; what is not there is said, and
left out.

An operation is *simulated* when the simulator declares it. A module *serves* it when the module sent it while its
integration target ran: the runs leave that in ``tests/output/integration``. ``operations_known.py`` holds what no
program can know: which paths are old, what modules use instead of an operation, and what is left out and why.

Ends with 1 when an operation of the two documents is not simulated or has no module, and when one of today's is left
out without a reason.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import modules
import simulated
from operations_known import INSTEAD, LEFT_OUT, RENAMED
from tree import ROOT

SKETCH, REFERENCE = "openapi-sketch.txt", "platform-api-reference-2014.md"
RUNS = ROOT / "tests" / "output" / "integration"
UTILS = ROOT / "plugins" / "module_utils"
AGENT = "community.heroku/"

Serving = dict[str, set[str]]


@dataclass(frozen=True)
class Listed:
    """An operation in a document: the resource it is listed under, its name there, and method and path in one text."""

    resource: str
    name: str
    key: str


def key(method: str, path: str) -> str:
    """Method and path, without a query, and with ``{}`` for whatever a variable is called: ``GET /apps/{}``."""
    return f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path.partition('?')[0])}"


# What the documents list


def from_sketch(text: str) -> Iterator[Listed]:
    """The operations of an OpenAPI document, be it in one line."""
    path = ""
    token = re.compile(
        r"(?:^|\s)(?:(?P<path>/[^\s:]*):|(?P<method>get|put|post|patch|delete):\s+operationId: (?P<id>\w+))"
    )
    for match in token.finditer(text):
        if match["path"]:
            path = match["path"]
        else:
            tag = re.compile(r"tags: - (.+?) (?:parameters|requestBody|responses):").search(text, match.end())
            yield Listed(tag[1] if tag else "", match["id"], key(match["method"], path))


def from_reference(text: str) -> Iterator[Listed]:
    """The operations of the reference: a heading each, and in a line of its own the method and the path."""
    resource = name = ""
    for line in text.splitlines():
        heading = re.match(r"(##|###) (.+)", line)
        request = re.match(r"(GET|PUT|POST|PATCH|DELETE) (/\S*)$", line)
        if heading and heading[1] == "##":
            resource = heading[2]
        elif heading:
            name = heading[2]
        elif request:
            yield Listed(resource, name, key(request[1], request[2]))


def from_table(lines: Iterable[str]) -> Iterator[Listed]:
    """The operations of a tab separated table with the columns resource, operation, method and path."""
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield Listed(row["resource"], row["operation"], key(row["method"], row["path"]))


def today(old: str, renamed: Iterable[tuple[str, str]] = RENAMED) -> str:
    """What an operation of the old documents is called now: the first pattern that matches it is replaced."""
    for pattern, replacement in renamed:
        if re.search(pattern, old):
            return re.sub(pattern, replacement, old)
    return old


# What serves them


def sent(declared: Iterable[Mapping[str, Any]]) -> set[str]:
    """Those of the simulator's operations that modules of ours asked for."""
    return {
        key(item["method"], item["path"])
        for item in declared
        if any(program.startswith(AGENT) for program in item["clients"])
    }


def about(path: str, literals: Iterable[str]) -> bool:
    """Whether one of the texts in a resource's code is a part of the path with which it ends or begins."""
    return any(path == text or path.endswith(text) or path.startswith(f"{text}/") for text in literals)


def literals(module: str) -> set[str]:
    """The paths in the code of the resource that a module is about, and of the kinds that it takes from elsewhere."""
    source = (modules.FOLDER / f"{module}.py").read_text(encoding="utf-8")
    found = re.search(r"module_utils\._resources\.(\w+) import", source)
    if not found:
        return set()
    code = (UTILS / "_resources" / f"{found[1]}.py").read_text(encoding="utf-8")
    name = f"ansible_collections.community.heroku.plugins.module_utils._resources.{found[1]}"
    loaded = vars(importlib.import_module(name))
    values = [item for value in loaded.values() for item in (value.values() if isinstance(value, dict) else [value])]
    kinds = {value.path.partition("?")[0] for value in values if type(value).__name__ == "Kind"}
    return kinds | set(re.findall(r'"(/[a-z][\w{}/-]*)"', code))


def serving(runs: Mapping[str, set[str]], texts: Mapping[str, set[str]]) -> Serving:
    """For each operation the modules that serve it.

    C(runs) says what was sent while a module's target ran, which its set-up was too: so C(texts), the paths in a
    module's code, decide when several targets sent it. Info modules only look.
    """
    senders: Serving = defaultdict(set)
    for module, keys in runs.items():
        for operation in keys:
            if operation.startswith("GET ") or not module.endswith(modules.INFO):
                senders[operation].add(module)
    found = {}
    for operation, names in senders.items():
        path = operation.partition(" ")[2]
        named = {name for name in names if about(path, texts.get(name, ()))}
        found[operation] = named or names
    return found


def logs(folder: Path) -> dict[str, set[str]]:
    """What was sent in the runs of each module's target, on whatever core and either way."""
    runs: dict[str, set[str]] = defaultdict(set)
    for log in sorted(folder.glob("*/*/*/operations.json")):
        if log.parent.name in modules.names():
            runs[log.parent.name] |= sent(json.loads(log.read_text(encoding="utf-8")))
    return dict(runs)


# The table


@dataclass(frozen=True)
class Row:
    """An operation, what it is called today, and what there is for it."""

    listed: Listed
    now: str
    simulated: bool
    modules: tuple[str, ...]
    remark: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is simulated and served."""
        return self.simulated and bool(self.modules)


def rows(listed: Iterable[Listed], simulator: set[str], served: Serving) -> list[Row]:
    """A row for each operation. What modules use instead of one counts as serving it."""
    found = []
    for item in listed:
        now = today(item.key)
        names, remark = served.get(now, set()), ""
        if not names and now in INSTEAD:
            other, reason = INSTEAD[now]
            names, remark = served.get(other, set()), f"through {other}: {reason}"
        if not names:
            remark = LEFT_OUT.get(now) or LEFT_OUT.get(item.resource, "")
        found.append(Row(item, now, now in simulator, tuple(sorted(names)), remark))
    return found


def print_rows(table: list[Row]) -> None:
    """The operations as a table."""
    print("| resource | operation | today | simulated | module |\n|---|---|---|---|---|")
    for row in table:
        now = f"`{row.now}`" if row.now == row.listed.key else f"`{row.now}` (was `{row.listed.key}`)"
        said = "; ".join(filter(None, (", ".join(f"`{name}`" for name in row.modules), row.remark)))
        print(
            f"| {row.listed.resource} | {row.listed.name} | {now} | {'yes' if row.simulated else '**no**'} | {said} |"
        )


def print_resources(table: list[Row]) -> None:
    """How much of each resource there is."""
    print("| resource | simulated / listed | served / listed |\n|---|---|---|")
    count = Counter(row.listed.resource for row in table)
    for resource in count:
        there = [row for row in table if row.listed.resource == resource]
        done, served = sum(row.simulated for row in there), sum(bool(row.modules) for row in there)
        print(f"| {resource} | {done} / {count[resource]} | {served} / {count[resource]} |")


def report(title: str, table: list[Row], missing: bool) -> None:
    """One document: what of it there is in a line, then the table; only what is not whole if that is asked for."""
    done, served = sum(row.simulated for row in table), sum(bool(row.modules) for row in table)
    print(f"\n## {title}: {len(table)} operations, {done} simulated, {served} served by a module\n")
    print_rows([row for row in table if not (missing and row.whole)])


def main(arguments: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Show which operations are simulated, and which module serves each.")
    seeds = os.environ.get("HEROKU_SEEDS", ROOT.parent / "shared" / "seeds")
    table = os.environ.get("HEROKU_OPERATIONS", ROOT.parent / "shared" / "api" / "operations.tsv")
    parser.add_argument("--seeds", type=Path, default=Path(seeds), help="folder of the two old documents")
    parser.add_argument("--operations", type=Path, default=Path(table), help="table of today's operations")
    parser.add_argument("--runs", type=Path, default=RUNS, help="what the runs of the integration targets left")
    parser.add_argument("--missing", action="store_true", help="only operations that are not simulated, or not served")
    options = parser.parse_args(arguments)
    readers = (
        (options.seeds / SKETCH, lambda text: from_sketch(text.partition(" components: ")[0])),
        (options.seeds / REFERENCE, from_reference),
        (options.operations, lambda text: from_table(text.splitlines())),
    )
    present = [(file, read(file.read_text(encoding="utf-8"))) for file, read in readers if file.is_file()]
    for file, _read in readers:
        if not file.is_file():
            print(f"operations: {file.name} is not here (--seeds and --operations say where they are)")
    if not present:
        return 0
    runs = logs(options.runs)
    unrun = sorted(set(modules.names()) - set(runs))
    if unrun:
        print(f"operations: no run of {', '.join(unrun)}: tests/integration/run.py makes them")
    with simulated.simulator() as simulator:
        declared = {key(item["method"], item["path"]) for item in simulator.backdoor("GET", "operations")}
    served = serving(runs, {name: literals(name) for name in runs})
    failed = 0
    for file, listed in present:
        found = rows(listed, declared, served)
        report(file.name, found, options.missing)
        of_today = file == options.operations
        if of_today:
            print("\n## Resources\n")
            print_resources(found)
        open_ = [row for row in found if not row.whole and not (of_today and row.remark)]
        failed += len(open_)
        print(f"\n{file.name}: {len(open_)} missing{' without a reason' if of_today else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
