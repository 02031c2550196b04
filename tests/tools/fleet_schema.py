# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the JSON schema of documents of many apps, for editors, from the table of sections and the modules' options.

That of the simulator's world files is written as JSON beside it: editors refuse YAML with so many aliases.

python tests/tools/fleet_schema.py [--check]
"""

from __future__ import annotations

import json
import sys
from typing import Any

import modules
import tree
import yaml
from tree import ROOT

sys.path.insert(0, str(tree.link()))

from ansible_collections.community.heroku.plugins.module_utils._fleet.sections import (
    ACCOUNT,
    APPS,
    DEFAULTS,
    GROUPS,
    PROTECTED,
    Form,
    Group,
    Section,
)

FILE = ROOT / "extensions" / "fleet.schema.json"
WORLD = ROOT / "extensions" / "world.schema.json"
WORLD_SOURCE = ROOT / "tests" / "simulator" / "heroku_simulator" / "world_schema.yml"
LATER = {"$ref": "#/$defs/later"}  # what is only known when templates are resolved; and null, which says nothing
TYPES: dict[str, Any] = {
    "str": {"type": ["string", "number"]},
    "path": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "dict": {"type": "object"},
    "raw": {},
}
OWN_KEYS: dict[str, Any] = {"^x-": {}}


def or_later(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema, or what templates make."""
    return {"anyOf": [schema, LATER]} if schema else {}


def of_option(item: dict[str, Any]) -> dict[str, Any]:
    """The schema of an option's value."""
    if item.get("choices"):
        kind: dict[str, Any] = {"enum": list(item["choices"])}
    else:
        kind = dict(TYPES.get(item.get("type", "str"), {}))
    if item.get("type") == "list":
        inner = {key: value for key, value in item.items() if key not in ("elements", "default")}
        kind = {"type": "array", "items": of_option({**inner, "type": item.get("elements", "raw")})}
    elif item.get("options"):
        kind = of_options(item["options"])
    return or_later(kind)


def of_options(spec: dict[str, Any], described: dict[str, Any] | None = None) -> dict[str, Any]:
    """The schema of a mapping of options."""
    properties = {}
    for name, item in spec.items():
        for called in (name, *item.get("aliases", ())):
            about = (described or {}).get(name, {}).get("description", [])
            text = " ".join([about] if isinstance(about, str) else about)
            properties[called] = {**of_option(item), **({"description": text} if text else {})}
    required = sorted(name for name, item in spec.items() if item.get("required"))
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": OWN_KEYS,
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def documented(section: Section) -> dict[str, Any]:
    """What the module's documentation says of its own options."""
    found: dict[str, Any] = modules.load(section.module, "DOCUMENTATION").get("options", {})
    return found


def of_entry(section: Section) -> dict[str, Any]:
    """The schema of one thing of a section: its options, or the value of the one that stands for them."""
    whole = of_options(section.options, documented(section))
    if not section.scalar:
        return or_later(whole)
    return {"anyOf": [whole, of_option(section.spec[section.scalar]), LATER]}


def of_value(section: Section) -> dict[str, Any]:
    """The schema of a section that is the value of one option."""
    if section.inner is None:
        return of_option(section.spec[section.option])
    named = {name: item for name, item in section.inner.items() if name != section.by}
    short = [of_option(section.inner[section.scalar])] if section.scalar else []
    listed = {"type": "array", "items": {"anyOf": [of_options(section.inner), *short, LATER]}}
    mapped = {"type": "object", "additionalProperties": {"anyOf": [of_options(named), *short]}}
    return {"anyOf": [listed, *([mapped] if section.by else []), LATER]}


def of_section(section: Section) -> dict[str, Any]:
    """The schema of what stands at a section's key."""
    if section.form is Form.ONE:
        return of_entry(section)
    if section.form is Form.VALUE:
        return of_value(section)
    if section.form is Form.LIST:
        return or_later({"type": "array", "items": of_entry(section)})
    if section.each:
        options = dict(section.options)
        item = {"anyOf": [{"type": "string"}, of_options(options, documented(section))]}
        value = or_later({"type": "array", "items": item})
    else:
        value = of_option(section.spec[section.option]) if section.option else of_entry(section)
    keys = section.spec[section.by].get("choices")
    names = {"propertyNames": {"anyOf": [{"enum": list(keys)}, {"pattern": "^x-"}]}} if keys else {}
    mapped = {"type": "object", "additionalProperties": value, **names}
    return {"anyOf": [mapped, *([] if section.each else [of_names(section)]), LATER]}


def of_names(section: Section) -> dict[str, Any]:
    """The schema of a MAP that is written as a list."""
    named = {section.by: {**section.spec[section.by], "required": True}}
    whole = of_options({**named, **section.options}, documented(section))
    return {"type": "array", "items": {"anyOf": [of_option(section.spec[section.by]), whole, LATER]}}


def of_group(group: Group) -> dict[str, Any]:
    """The schema of one of a group."""
    own = of_options(group.own.options, documented(group.own))
    properties = dict(own["properties"])
    properties[PROTECTED] = {**of_option({"type": "bool"}), "description": "Whether it is kept from being deleted."}
    for section in group.sections:
        about = modules.load(section.module, "DOCUMENTATION")["short_description"]
        properties[section.name] = {**of_section(section), "description": f"{about}: the options of {section.module}."}
        for key, option in section.beside.items():
            properties[key] = of_option(section.spec[option])
    return {**own, "properties": properties}


def schema() -> dict[str, Any]:
    """The whole schema."""
    properties: dict[str, Any] = {
        group.name: or_later({"type": "object", "additionalProperties": or_later({"$ref": f"#/$defs/{group.noun}"})})
        for group in GROUPS
    }
    properties[DEFAULTS] = or_later({"$ref": f"#/$defs/{APPS.noun}"})
    properties.update({section.name: of_section(section) for section in ACCOUNT})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A document of many apps on Heroku, for community.heroku.heroku_fleet",
        "type": "object",
        "properties": properties,
        "patternProperties": OWN_KEYS,
        "additionalProperties": False,
        "$defs": {
            "later": {"anyOf": [{"type": "null"}, {"type": "string", "pattern": "\\{[{%]"}]},
            **{group.noun: of_group(group) for group in GROUPS},
        },
    }


def main(arguments: list[str]) -> int:
    """Write the files, or with --check only say (and exit with 1) that one is not fresh."""
    stale = 0
    for file, content in ((FILE, schema()), (WORLD, yaml.safe_load(WORLD_SOURCE.read_text(encoding="utf-8")))):
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        if "--check" in arguments:
            sys.stderr.write(f"{file.relative_to(ROOT)} is not what it is made of; run `make docs`\n")
            stale = 1
        else:
            file.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
