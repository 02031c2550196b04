# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps secrets out of texts: the registry of those that a task knows, and the credentials inside addresses.

It knows neither Ansible nor Heroku, and may be used by many threads at once.
"""

from __future__ import annotations

import json
import re
import threading
import typing as t
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from .values import Value

CENSORED = "********"
SHORTEST_SECRET = 4  # characters; masking anything shorter would make messages unreadable and hide nothing
DISTINCT_SECRET = 12  # characters; anything shorter may be part of a common word, and is masked where it stands alone
SHORTEST_DISTINCTIVE = 16  # characters; what may be masked in the output of every task to come
ANCHOR = SHORTEST_SECRET  # characters by which the registry finds what may begin at a place
FEW = 16  # forms; up to as many, looking for each in turn is faster than looking at each place

ADDRESS = re.compile(r"[A-Za-z][\w+.-]*://[^\s'\"<>]+")
# A host name, or an address without a path, a query or credentials: no secret, however long it is.
PUBLIC_ADDRESS = re.compile(r"(?:[a-z][\w+.-]*://)?[\w-]+(?:\.[\w-]+)+\.?(?::\d+)?/?", re.IGNORECASE)
SECRET_PARAMETER = re.compile(r"pass|pwd|secret|token|key|auth|sig|cred", re.IGNORECASE)
WORD = re.compile(r"[^\s,=:;\"'{}\[\]]+")
NAME = re.compile(r"[^\s:/@]{1,100}")
DIGIT = re.compile(r"\d")
PLAIN = re.compile(r"[\w.~-]+", re.ASCII)  # what is written alike everywhere

Span = tuple[int, int]


def credentials_in(address: str) -> list[str]:
    """The parts of an address that are credentials: who one is at an http server, or with a password, and the query.

    For other protocols a user without a password, such as C(git), is no secret. An address that cannot be read is a
    secret as a whole.
    """
    try:
        parts = urlsplit(address if "://" in address else "")
    except ValueError:
        return [address]
    user = parts.netloc.rpartition("@")[0]
    return [text for text in (user if ":" in user or parts.scheme.startswith("http") else "", parts.query) if text]


def without_credentials(address: str) -> str:
    """An address as it may be shown."""
    for secret in credentials_in(address):
        address = address.replace(secret, CENSORED)
    return address


def without_credentials_inside(text: str) -> str:
    """A text in which each address is as it may be shown."""
    return ADDRESS.sub(lambda match: without_credentials(match[0]), text) if "://" in text else text


def secrets_within(text: str) -> list[str]:
    """The credentials in the addresses in a text, and those parts of them that may turn up alone.

    These are the password, and the parameters with telling names.
    """
    found: list[str] = []
    for address in [text, *ADDRESS.findall(text)] if "://" in text else []:
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        password = parts.netloc.rpartition("@")[0].partition(":")[2]
        parameters = [part for name, part in parse_qsl(parts.query) if SECRET_PARAMETER.search(name)]
        found += [*credentials_in(address), password, *parameters]
    return [form for part in found if part for form in (part, unquote(part))]


def tokens_in(text: str) -> list[str]:
    """The words of a text that may be tokens: they are long, and have digits."""
    return [word for word in WORD.findall(text) if len(word) >= DISTINCT_SECRET and DIGIT.search(word)]


def distinctive(value: str) -> bool:
    """Whether a secret is long and unlike anything that is none, so that it can be masked in whatever is printed."""
    text = value.strip()
    return len(text) >= SHORTEST_DISTINCTIVE and not PUBLIC_ADDRESS.fullmatch(text)


def forms_of(value: str) -> set[str]:
    """The ways in which a text may turn up: as it is, in a path, in JSON, in a Python literal, one line of it."""
    text = value.strip()
    if PLAIN.fullmatch(text):
        return {text} if len(text) >= SHORTEST_SECRET else set()
    forms = {
        text,
        quote(text, safe="", errors="replace"),
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
    }
    forms.add(repr(text)[1:-1])
    forms.update(line.strip() for line in text.splitlines())
    return {form for form in forms if len(form) >= SHORTEST_SECRET}


def in_word(character: str) -> bool:
    """Whether a character belongs to a word, or to a name with dashes."""
    return character.isalnum() or character in "_-"


class Secrets:
    """The secrets that are known, and the names that are shown although a secret has the same text.

    All secrets are indexed by their first characters, so that to look through a text takes the same time for one and
    for thousands of them. Any number of threads, and a signal handler in one of them, may use it.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._forms: set[str] = set()
        self._index: dict[str, dict[int, set[str]]] = {}  # by the first characters, then by length
        self._always: set[str] = set()
        self._names: set[str] = set()

    def hide(self, values: t.Iterable[str], *, always: bool = False) -> None:
        """Add secrets; C(always) means even where they are part of a name that is shown."""
        for value in values:
            # A password inside of it may turn up alone, but never where a name is meant.
            own, inner = forms_of(value), [form for part in secrets_within(value) for form in forms_of(part)]
            with self._lock:
                self._always.update(own if always else ())
                for form in own.union(inner) - self._forms:
                    self._forms.add(form)
                    self._index.setdefault(form[:ANCHOR], {}).setdefault(len(form), set()).add(form)

    def show(self, names: t.Iterable[str]) -> None:
        """Add names that are no secrets wherever they stand as a word."""
        with self._lock:
            self._names.update(name for name in names if len(name) >= SHORTEST_SECRET and NAME.fullmatch(name))

    def __contains__(self, text: str) -> bool:
        with self._lock:
            return text in self._forms

    def censor(self, text: str) -> str:
        """A text without the secrets, each stretch of them replaced by a mask."""
        with self._lock:
            spans = self._secret_spans(text)
        if not spans:
            return text
        parts, end = [], 0
        for start, stop in merged(spans):
            parts += [text[end:start], CENSORED]
            end = stop
        return "".join([*parts, text[end:]])

    def censored(self, value: Value) -> t.Any:
        """A value of JSON in which every text is censored, but for the keys of objects; tuples become lists."""
        if isinstance(value, str):
            return self.censor(value)
        if isinstance(value, dict):
            return {key: self.censored(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.censored(item) for item in value]
        return value

    def _secret_spans(self, text: str) -> list[Span]:
        """Where secrets stand in a text, in no order."""
        found = self._found_one_by_one(text) if len(self._forms) <= FEW else self._found_by_index(text)
        spans = [span for span in found if stands_alone(text, *span) or span[1] - span[0] >= DISTINCT_SECRET]
        if not spans or not self._names:
            return spans
        names = [span for name in self._names for span in occurrences(text, name) if stands_alone(text, *span)]
        return [
            (start, end)
            for start, end in spans
            if text[start:end] in self._always or not any(first <= start and end <= last for first, last in names)
        ]

    def _found_one_by_one(self, text: str) -> list[Span]:
        return [span for form in self._forms for span in occurrences(text, form)]

    def _found_by_index(self, text: str) -> list[Span]:
        found = []
        for start in range(len(text) - ANCHOR + 1):
            for length, forms in self._index.get(text[start : start + ANCHOR], {}).items():
                if text[start : start + length] in forms:
                    found.append((start, start + length))
        return found


def occurrences(text: str, part: str) -> t.Iterator[Span]:
    """Every place of a part in a text, those that overlap too."""
    start = text.find(part)
    while start >= 0:
        yield start, start + len(part)
        start = text.find(part, start + 1)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is no part of a longer word."""
    return not (start > 0 and in_word(text[start - 1])) and not (end < len(text) and in_word(text[end]))


def merged(spans: t.Iterable[Span]) -> t.Iterator[Span]:
    """Spans in their order, those that overlap or touch as one."""
    first = last = -1
    for start, end in sorted(spans):
        if start > last:
            if last >= 0:
                yield first, last
            first, last = start, end
        last = max(last, end)
    if last >= 0:
        yield first, last
