# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a document to the things that it asks for, each with the options of its module. Pure functions.

Whatever does not fit the table of sections is refused by its place: C(apps.shop.domians is unknown: did you mean
domains?).
"""

from __future__ import annotations

import fnmatch
import hashlib
import re
import types
import typing as t

from .._api.errors import InvalidInput
from .._engine.options import closest
from .._engine.protection import Marked, marked
from .._engine.values import Record, Value, Values, kind_of
from .sections import ACCOUNT, APPS, DEFAULTS, GROUPS, KEYS, PROTECTED, WAITING, Form, Group, Section

FREE = "x-"  # how keys begin that are the user's own, such as those that hold YAML anchors
SLICE = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)")
DOCUMENT = "The document"
NEW_NAME = "new_name"
NO_WAITS: t.Mapping[str, Value] = types.MappingProxyType({})
MOST = 10  # names that a message has at the most


class Entry(t.NamedTuple):
    """One thing that a document asks for.

    Parameters:
        path: Where it stands: C(apps.shop.domains[0]).
        group: What it hangs on; None for what belongs to the account.
        name: The name of that, as the document has it.
        section: The section, which knows the module.
        options: The options of the module, those that follow from the place among them. Those that are not given are
            missing, or None.
    """

    path: str
    group: Group | None
    name: str
    section: Section
    options: Record


Validate = t.Callable[[Section, Record, str], Record]


def unknown(path: str, name: Value, known: t.Collection[str], where: str) -> InvalidInput:
    """The error for a key that nothing is called."""
    full = f"{path}.{name}" if path else str(name)
    if not isinstance(name, str):
        return InvalidInput(f"{full} is not a name, but a {kind_of(name)} to YAML: write it in quotes.")
    meant = closest(name, known)
    hint = f": did you mean {meant}?" if meant else f". {where} has {', '.join(sorted(known))}."
    return InvalidInput(f"{full} is unknown{hint}", option=full)


def mapping(path: str, value: Value) -> Record:
    """A value that has to be a mapping, without keys that are the user's own; nothing is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, t.Mapping):
        raise InvalidInput(f"{path or DOCUMENT} must be a mapping, not a {kind_of(value)}.", option=path)
    return {key: item for key, item in value.items() if not str(key).startswith(FREE)}


def sequence(path: str, value: Value) -> t.Sequence[Value]:
    """A value that has to be a list; nothing is an empty one."""
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise InvalidInput(f"{path} must be a list, not a {kind_of(value)}.", option=path)
    return value


def merged(value: Value, default: Value) -> Value:
    """A value over a default: mappings deeply; lists and all else in the place of the default. None takes it away."""
    if not isinstance(value, t.Mapping) or not isinstance(default, t.Mapping):
        return value
    return {
        **default,
        **{key: merged(item, default[key]) if key in default else item for key, item in value.items()},
    }


# One section


def opened(section: Section, value: Value, path: str) -> Record:
    """The options that an entry stands for: a mapping of them, or the value of the one that a scalar means."""
    if not isinstance(value, t.Mapping):
        if not section.scalar or isinstance(value, (list, tuple)) or value is None:
            raise InvalidInput(f"{path} must be a mapping of the options of {section.module}.", option=path)
        return {section.scalar: value}
    options = mapping(path, value)
    known = by_every_name(section.options)
    for name in options:
        if name not in known:
            raise unknown(path, name, known, section.module)
    return {known[name]: item for name, item in options.items()}


def by_every_name(spec: Values) -> dict[str, str]:
    """The options of an argument spec by their names and aliases."""
    return {name: option for option, item in spec.items() for name in (option, *item.get("aliases", ()))}


def of_value(section: Section, value: Value, path: str) -> Value:
    """The value of a section's option; where that is a list of dicts, with what the section's short forms stand for."""
    if section.inner is None:
        return value
    if section.by and isinstance(value, t.Mapping):
        pairs = [(f"{path}.{key}", {section.by: key}, item) for key, item in mapping(path, value).items()]
    else:
        pairs = [(f"{path}[{index}]", {}, item) for index, item in enumerate(sequence(path, value))]
    found = []
    for where, named, item in pairs:
        if isinstance(item, t.Mapping):
            found.append({**named, **mapping(where, item)})
        elif section.scalar and not isinstance(item, (list, tuple)) and item is not None:
            found.append({**named, section.scalar: item})
        else:
            raise InvalidInput(f"{where} must be a mapping with {', '.join(sorted(section.inner))}.", option=where)
    return found


def pieces(section: Section, value: Value, path: str) -> t.Iterator[tuple[str, Record]]:
    """Where each thing of a section stands, and its options without those that the group's name fills."""
    if section.form is Form.ONE:
        yield path, opened(section, value, path)
    elif section.form is Form.VALUE:
        yield path, {section.option: of_value(section, value, path)}
    elif section.form is Form.LIST:
        for index, item in enumerate(sequence(path, value)):
            yield f"{path}[{index}]", opened(section, item, f"{path}[{index}]")
    elif section.each:
        yield from in_stages(section, value, path)
    elif isinstance(value, (list, tuple)):
        yield from in_list(section, value, path)
    else:
        for key, item in mapping(path, value).items():
            where = f"{path}.{key}"
            if section.option and item is None and section.spec[section.option]["type"] == "dict":
                continue  # a mapping of nothing
            options = {section.option: item} if section.option else opened(section, item, where)
            yield where, {section.by: named(where, key), **options}


def in_list(section: Section, value: t.Sequence[Value], path: str) -> t.Iterator[tuple[str, Record]]:
    """The things of a MAP that is written as a list, each of them a key, or a mapping of options with it."""
    for index, item in enumerate(value):
        where = f"{path}[{index}]"
        if isinstance(item, t.Mapping):
            key = {section.by: item[section.by]} if section.by in item else {}
            yield where, {**key, **opened(section, {name: item[name] for name in item if name not in key}, where)}
        else:
            yield where, {section.by: named(where, item)}


def in_stages(section: Section, value: Value, path: str) -> t.Iterator[tuple[str, Record]]:
    """The things in a mapping of lists, each of them a name, or a mapping with it."""
    for key, items in mapping(path, value).items():
        for index, item in enumerate(sequence(f"{path}.{key}", items)):
            where = f"{path}.{key}[{index}]"
            options = item if isinstance(item, t.Mapping) else {section.each: item}
            yield where, {section.by: named(where, key), **opened(section, options, where)}


def check_keys(value: Value, path: str = "") -> None:
    """Raises InvalidInput for a key in a document, however deep, that YAML reads as something else than a text.

    Whoever writes the document down as JSON makes a text of it, such as C(true) of C(on).
    """
    if isinstance(value, t.Mapping):
        for key, item in mapping(path, value).items():
            where = f"{path}.{key}" if path else str(key)
            check_keys(item, named(where, key) and where)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            check_keys(item, f"{path}[{index}]")


def named(path: str, key: Value) -> str:
    """A key that is the name of something. Raises InvalidInput for one that YAML reads as something else."""
    if not isinstance(key, str):
        raise InvalidInput(f"{path} has a name that YAML reads as a {kind_of(key)}: write it in quotes.", option=path)
    return key


# The groups


def sectioned(path: str, options: Record, group: Group) -> dict[str, Record]:
    """What stands below one of a group, by section: the sections' values, and what stands beside them.

    Of a section that is a value of an option, the others that stand beside it are among its options already.
    """
    own = by_every_name(group.own.options)
    beside = {key: (section, option) for section in group.sections for key, option in section.beside.items()}
    known = {section.name: section for section in group.sections}
    found: dict[str, Record] = {group.own.name: {}}
    for key, value in options.items():
        if key in known:
            found.setdefault(key, {})["value"] = value
        elif key in beside:
            section, option = beside[key]
            found.setdefault(section.name, {}).setdefault("beside", {})[option] = value
        elif key in own:
            found[group.own.name][own[key]] = value
        elif key != PROTECTED:
            raise unknown(path, key, {*own, *known, *beside, PROTECTED}, path)
    return found


def of_section(section: Section, found: Record, path: str) -> t.Iterator[tuple[str, Record]]:
    """The things of one section of a group, with the options that stand beside it."""
    beside = {name: value for name, value in found.get("beside", {}).items() if value is not None}
    if found.get("value") is None:
        if section.form is Form.VALUE and asks_alone(section, beside):
            yield path, beside
        return
    for where, options in pieces(section, found["value"], path):
        yield where, {**beside, **options}


def asks_alone(section: Section, beside: Values) -> bool:
    """Whether what stands beside a value asks for something without it, such as a file of config vars, or a purge."""
    spec = section.options
    asking = (name for name, value in beside.items() if name not in WAITING and value != spec[name].get("default"))
    return not spec[section.option].get("required") and any(asking)


def of_group(group: Group, name: str, value: Value) -> list[Entry]:
    """All that a document asks for below one name of a group."""
    path = f"{group.name}.{name}"
    found = sectioned(path, mapping(path, value), group)
    own = {group.own.by: name, **found.pop(group.own.name)}
    entries = [Entry(path, group, name, group.own, own)]
    sections = {section.name: section for section in group.sections}
    if own.get("state") == "absent" and found:
        raise InvalidInput(f"{path} has state absent, but also {', '.join(sorted(found))}.", option=path)
    scope = own.get("new_name") or name
    for key, parts in found.items():
        section = sections[key]
        for where, options in of_section(section, parts, f"{path}.{key}"):
            entries.append(Entry(where, group, name, section, {section.scope: scope, **options}))
    return entries


def entries_of(document: Value) -> list[Entry]:
    """All things that a document asks for, in its order: teams, spaces, apps, pipelines, and what the account has.

    Raises InvalidInput, by its place, for what is unknown or no mapping or list where it has to be one. What the
    options hold is not judged.
    """
    whole = mapping("", document)
    for key in whole:
        if key not in KEYS:
            raise unknown("", key, KEYS, "A document")
    defaults = mapping(DEFAULTS, whole.get(DEFAULTS))
    sectioned(DEFAULTS, defaults, APPS)
    entries = []
    for group in GROUPS:
        for name, value in mapping(group.name, whole.get(group.name)).items():
            path = f"{group.name}.{named(f'{group.name}.{name}', name)}"
            options = mapping(path, value)
            if group is APPS and options.get("state") != "absent":
                options = merged(options, defaults)
            entries += of_group(group, name, options)
    for section in ACCOUNT:
        for path, options in pieces(section, whole.get(section.name), section.name):
            entries.append(Entry(path, None, "", section, options))
    return entries


def read(document: Value, validate: Validate, waits: Values = NO_WAITS) -> list[Entry]:
    """All things that a document asks for, with validated options. Raises InvalidInput, by its place.

    ``validate`` is given the section, the options and their place, and returns them as the module would have them.
    ``waits`` are whether and how long to wait, for what the document leaves open.
    """
    found = []
    for entry in entries_of(document):
        options = waiting(entry.section, entry.options, waits)
        found.append(entry._replace(options=validate(entry.section, options, entry.path)))
    check_once(found)
    return found


def waiting(section: Section, options: Record, waits: Values) -> Record:
    """The options of an entry, with those of ``waits`` that its module has, where it says nothing itself."""
    names = [name for name in WAITING if name in section.spec and options.get(name) is None]
    return {**options, **{name: waits[name] for name in names if waits.get(name) is not None}}


def check_once(entries: t.Iterable[Entry]) -> None:
    """Raises InvalidInput for one thing that stands in two places, which cannot both be right."""
    places: dict[tuple[str, ...], tuple[Entry, str]] = {}
    for entry in entries:
        for thing, path in claims(entry):
            first, place = places.setdefault(thing, (entry, path))
            if first is not entry:
                renamed = NEW_NAME in (path.rpartition(".")[2], place.rpartition(".")[2])
                goes = renamed and is_absent(entry) is not is_absent(first)
                advice = f" A run without {NEW_NAME} has to remove it first." if goes else ""
                raise InvalidInput(f"{path} is about the same thing as {place}: leave one out.{advice}", option=path)


def claims(entry: Entry) -> t.Iterator[tuple[tuple[str, ...], str]]:
    """The things that no other entry can be about, each with the place that says so.

    What is renamed has both names: whether it was done already, an entry with either could be about it.
    """
    section, options = entry.section, entry.options
    which = section.which(options)
    if which is not None:
        scope = entry.name if section.each == "" else ""  # an app is in one stage of one pipeline
        yield (section.module, scope.lower(), section.folded(str(which))), entry.path
    if options.get(NEW_NAME) is not None:
        name = options[NEW_NAME].lower()
        yield (section.module, name if entry.group else "", name), f"{entry.path}.{NEW_NAME}"
    unique = options.get(section.unique) if section.unique and not is_absent(entry) else None
    if unique is not None:
        yield (section.module, section.unique, "", section.folded(unique)), entry.path


def protected_names(document: Value) -> list[Marked]:
    """The names of what the document marks as protected from deletion, each with the place of its mark."""
    whole = mapping("", document)
    default = mapping(DEFAULTS, whole.get(DEFAULTS)).get(PROTECTED)
    names = []
    for group in GROUPS:
        for name, value in mapping(group.name, whole.get(group.name)).items():
            own = mapping(f"{group.name}.{name}", value)
            mark = own.get(PROTECTED, default if group is APPS else None)
            if mark not in (None, True, False):
                raise InvalidInput(f"{group.name}.{name}.{PROTECTED} must be true or false.")
            path = f"{group.name}.{name}" if PROTECTED in own else DEFAULTS
            names += [marked(name, f"{path}.{PROTECTED}")] if mark else []
    return names


# Several documents, and parts of one


def joined(documents: t.Sequence[tuple[str, Value]]) -> Record:
    """One document of several, each with what it is called in messages.

    Raises InvalidInput, which names both, for a name that two of them have.
    """
    whole: Record = {}
    origin: dict[tuple[str, str], str] = {}
    for source, document in documents:
        if document is not None and not isinstance(document, t.Mapping):
            raise InvalidInput(f"{source} must be a mapping, not a {kind_of(document)}.")
        for key, value in mapping("", document).items():
            if isinstance(value, t.Mapping):
                for name in value:
                    first = origin.setdefault((key, name), source)
                    if first != source:
                        raise InvalidInput(f"{key}.{name} is in {first} and in {source}: one thing has one place.")
                whole[key] = {**(whole.get(key) or {}), **value}
            elif isinstance(value, (list, tuple)) and isinstance(whole.get(key, []), list):
                whole[key] = [*whole.get(key, []), *value]
            elif value is not None:
                whole[key] = value
    return whole


def with_dotenv(document: Value, read: t.Callable[[str], dict[str, str]]) -> Value:
    """A document with what stands in the .env files that it names, which ``read`` gives; what it says counts more.

    Raises InvalidInput. A document that is not as it has to be is left to whoever judges it.
    """
    pairs = [
        (f"{section.name}_{option}", section.name)
        for section in APPS.sections
        for option, target in section.resource.dotenv_options.items()
        if target == section.option
    ]

    def filled(value: Value) -> Value:
        for option, section in pairs:
            if isinstance(value, t.Mapping) and value.get(option) and isinstance(value.get(section) or {}, t.Mapping):
                value = {**value, section: {**read(str(value[option])), **(value.get(section) or {})}}
        return value

    if not isinstance(document, t.Mapping):
        return document
    whole = dict(document)
    if isinstance(whole.get(APPS.name), t.Mapping):
        whole[APPS.name] = {name: filled(value) for name, value in whole[APPS.name].items()}
    return {**whole, **({DEFAULTS: filled(whole[DEFAULTS])} if DEFAULTS in whole else {})}


def slice_of(text: str) -> tuple[int, int]:
    """Which part of how many a slice is, such as C(2/4). Raises InvalidInput."""
    found = SLICE.fullmatch(text)
    part, parts = (int(found[1]), int(found[2])) if found else (1, 0)
    if part > parts:
        raise InvalidInput(f"slice {text!r} is not valid: the four parts of a document are 1/4, 2/4, 3/4 and 4/4.")
    return part, parts


def part_of(name: str, parts: int) -> int:
    """Which of so many parts an app belongs to, from 1: the same on every machine and in every run."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % parts + 1


def app_of(entry: Entry) -> str | None:
    """The app that an entry is about, also where it stands below a pipeline."""
    return entry.name if entry.group is APPS else entry.options.get("app")


def is_of(entry: Entry, section: str) -> bool:
    """Whether an entry is of this section of an app."""
    return entry.group is APPS and entry.section.name == section


def is_absent(entry: Entry) -> bool:
    """Whether an entry is about what should not exist."""
    return entry.options.get("state") == "absent"


def check_limit(limit: t.Sequence[str], apps: t.Collection[str]) -> None:
    """Raises InvalidInput for a pattern that fits none of the apps."""
    for pattern in limit:
        if any(fnmatch.fnmatchcase(app, pattern) for app in apps):
            continue
        meant = closest(pattern.strip("*"), apps)
        hint = (
            f": did you mean {meant}?" if meant else ". Its apps: " + (", ".join(sorted(apps)[:MOST]) or "none") + "."
        )
        raise InvalidInput(f"limit has {pattern}, which matches no app of the document{hint}", option="limit")


def selected(
    entries: t.Iterable[Entry], limit: t.Sequence[str] = (), part: tuple[int, int] | None = None
) -> list[Entry]:
    """The entries about apps whose names fit one of the patterns, and belong to a part.

    What is not about an app belongs to the first part, and is left out where there are patterns.
    """
    found = []
    for entry in entries:
        app = app_of(entry)
        if app is None:
            chosen = not limit and (part is None or part[0] == 1)
        else:
            fits = not limit or any(fnmatch.fnmatchcase(app, pattern) for pattern in limit)
            chosen = fits and (part is None or part_of(app, part[1]) == part[0])
        found += [entry] if chosen else []
    return found
