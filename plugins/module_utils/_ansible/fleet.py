# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a document of many apps meets Ansible: its secrets are those of the modules that its sections name."""

from __future__ import annotations

import typing as t

from .._engine.execute import Run, Subject
from .._engine.values import Record, Value, Values
from .._fleet import document
from .._fleet.fleet import Fleet, converge
from . import sections
from .module import COMMON_EMPTY, HerokuModule, Part

DOCUMENT = "document"


class FleetModule(HerokuModule):
    """The module about many apps at once."""

    document_options: t.ClassVar[t.Mapping[str, str]] = {"src": DOCUMENT}

    def __init__(self) -> None:
        super().__init__(Fleet, Fleet.options, Fleet.constraints)
        self.empty = {**COMMON_EMPTY, **Fleet.empty}

    def apply(self, subject: Subject, run: Run, check_mode: bool) -> Record:
        entries = document.read(subject.want.get(DOCUMENT), sections.validated, subject.want.options)
        return converge(subject.want, run, entries, check_mode=check_mode)

    def joined(self, documents: t.Sequence[tuple[str, Value]], value: Value) -> Value:
        return document.joined([*documents, (f"the option {DOCUMENT}", value)])

    def parts(self, options: Values) -> t.Iterator[Part]:
        yield from super().parts({name: value for name, value in options.items() if name != DOCUMENT})
        document.check_keys(options.get(DOCUMENT))
        for entry in sections.known_entries(options.get(DOCUMENT))[0]:
            yield f"{entry.path}: ", entry.options, entry.section.spec, entry.section.resource

    def with_dotenv(self, options: Record, read: t.Callable[[str], dict[str, str]]) -> Record:
        if DOCUMENT in options:
            options[DOCUMENT] = document.with_dotenv(options[DOCUMENT], read)
        return options

    def secrets_of(self, params: Values) -> t.Iterator[Value]:
        others = {name: value for name, value in params.items() if name != DOCUMENT}
        yield from super().secrets_of(others)
        yield from sections.secrets_of(params.get(DOCUMENT))

    def names_of(self, params: Values) -> t.Iterator[str]:
        yield from super().names_of(params)
        yield from sections.names_of(params.get(DOCUMENT))
