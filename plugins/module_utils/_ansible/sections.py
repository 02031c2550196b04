# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges the options of an entry of a document as the module would that takes them, and knows the secrets in it."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._api.errors import InvalidInput
from .._engine.options import check_required, check_texts, prepared, shortened
from .._engine.values import Record, Value, Values
from .._fleet.document import Entry, entries_of
from .._fleet.sections import APPS, DEFAULTS, GROUPS, Section
from .module import COMMON_EMPTY, check_numbers, names_in, secrets_in, texts_in, without_endless_numbers, without_marks

GROUP_NAMES = frozenset(group.name for group in GROUPS)


def validated(section: Section, options: Values, path: str) -> Record:
    """The options of an entry as its module would have them: converted, with defaults.

    Raises InvalidInput, which begins with the place, for what the module would refuse before any request. It may hold
    a secret that a user has written in the wrong place, as that of a module may.
    """
    empty = {**COMMON_EMPTY, **section.resource.empty}
    spec = without_marks(section.spec, "no_log", "secret")
    specified = {name: value for name, value in options.items() if value is not None}
    specified = without_endless_numbers(prepared(specified, spec, empty), spec)
    validation = ArgumentSpecValidator(spec, **section.resource.constraints).validate(specified)
    if validation.error_messages:
        raise InvalidInput(shortened(f"{path}: {validation.errors.msg}"), option=path)
    params: Record = validation.validated_parameters
    try:
        check_texts(params, section.spec, empty)
        check_numbers(params, spec)
        check_required(params, section.spec)
    except InvalidInput as error:
        raise InvalidInput(f"{path}: {error}", **error.details) from None
    return params


def parts_of(document: Value) -> t.Iterator[tuple[Record, Value]]:
    """A document in parts that can be understood each by itself; each as a document, and as what stands in it."""
    for key, value in document.items() if isinstance(document, t.Mapping) else [("", document)]:
        if key == DEFAULTS:
            yield {APPS.name: {DEFAULTS: value}}, value
        elif key in GROUP_NAMES and isinstance(value, t.Mapping):
            yield from (({key: {name: item}}, item) for name, item in value.items())
        else:
            yield {key: value}, value


def known_entries(document: Value) -> tuple[list[Entry], list[Value]]:
    """The entries of a document, and what of it is none of them since it is not as it has to be."""
    found: list[Entry] = []
    rest: list[Value] = []
    for part, value in parts_of(document):
        try:
            found += entries_of(part)
        except InvalidInput:
            rest.append(value)
    return found, rest


def secrets_of(document: Value) -> t.Iterator[Value]:
    """The values in a document that are secrets by the declarations of its sections.

    What the table of sections does not know may be a secret with a slip in its name, and is taken for one.
    """
    found, rest = known_entries(document)
    for entry in found:
        left_out = entry.section.resource.unrepeated
        repeated = {name: value for name, value in entry.options.items() if name not in left_out}
        yield from secrets_in(repeated, entry.section.spec)
    for part in rest:
        yield from texts_in(part)


def names_of(document: Value) -> t.Iterator[str]:
    """The texts in a document that are no secrets: what the user calls things."""
    for entry in known_entries(document)[0]:
        yield entry.name
        yield from names_in(entry.options, entry.section.spec)
    yield from keys_of(document)


def keys_of(value: Value) -> t.Iterator[str]:
    """All keys in a value."""
    if isinstance(value, t.Mapping):
        for key, item in value.items():
            yield str(key)
            yield from keys_of(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from keys_of(item)
