# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and texts as a dict: config vars, the environment of a one-off dyno, options of an add-on, and the like.

Heroku stores texts only, and YAML makes other things of what is not in quotes.
"""

from __future__ import annotations

import typing as t

from .._api.errors import InvalidInput
from .values import Value, kind_of

# behaviour.md 3.2: the documentation says 32 kB for all names and values of one app; nobody says more than 64.
DOCUMENTED_BYTES = 32 * 1024
MOST_BYTES = 64 * 1024
LONGEST_SHOWN = 60  # characters of a name that a message repeats

Texts = t.Mapping[t.Any, t.Any]


def check_name(option: str, name: Value) -> None:
    """Judge the name of a config var: only NUL and C(=) cannot be in one (recorded.md A 19).

    C(option) is where it stands. Raises InvalidInput.
    """
    shown = f"{name[:LONGEST_SHOWN]!r}" if isinstance(name, str) else repr(name)
    if not isinstance(name, str) or not name.strip():
        raise InvalidInput(f"{shown} in {option} is not a name.")
    if "\n" in name or "\r" in name:
        raise InvalidInput(f"{shown} in {option} contains a line break, as a block of YAML (|) has at its end.")
    if "=" in name or not is_storable(name):
        raise InvalidInput(
            f"{shown} in {option} cannot be a name: it can have any character but =, NUL, and lone surrogates."
        )


def is_storable(text: str) -> bool:
    """Whether the environment of a process can hold a text: no NUL, and no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def check_value(where: str, value: Value, *, booleans: bool = False) -> None:
    """Judge one value, which is a secret: the message does not repeat it.

    C(where) names it; C(booleans) are taken where the receiver knows them. Raises InvalidInput for what is no text.
    """
    if isinstance(value, (dict, list)):
        raise InvalidInput(
            f"The value of {where} is a {kind_of(value)}; it must be a string. ansible-core before 2.19 turns a "
            'template that returns JSON into data: end it with "| string" to keep the string. "| to_json" turns data '
            "into JSON."
        )
    if isinstance(value, bool) and booleans:
        return
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise InvalidInput(
            f"The value of {where} is a {kind_of(value)}; it must be a string: write it in quotes, exactly as the app "
            "should see it (YAML reads an unquoted yes or 1.10 as something else)."
        )
    if isinstance(value, str) and not is_storable(value):
        raise InvalidInput(f"The value of {where} holds a NUL character or a lone surrogate.")


def check_texts(option: str, texts: Texts, *, removes: bool = False, booleans: bool = False) -> None:
    """Judge names and values before anything is sent.

    C(option) is where they stand; with C(removes), null is a value too, and takes the name away; with C(booleans),
    booleans are. Raises InvalidInput, also for more than Heroku can store.
    """
    for name, value in texts.items():
        check_name(option, name)
        if not (value is None and removes):
            check_value(f"{option}.{name[:LONGEST_SHOWN]}", value, booleans=booleans)
    check_size(option, texts)


def check_size(option: str, texts: Texts) -> None:
    """Raises InvalidInput for more names and values than any app can have (behaviour.md 3.2)."""
    size = size_of(texts)
    if size > MOST_BYTES:
        raise InvalidInput(
            f"The names and values of {option} take {size} bytes together; an app can have at most {MOST_BYTES}. The "
            f"largest is {max(texts, key=lambda name: size_of({name: texts[name]}))}."
        )


def size_of(texts: Texts) -> int:
    """How many bytes names and values take together; what is removed takes none."""
    return sum(
        len(f"{name}{value}".encode("utf-8", "surrogatepass")) for name, value in texts.items() if value is not None
    )


def as_texts(texts: Texts) -> dict[str, str | None]:
    """Names and values as Heroku takes them; null, which removes, stays."""
    return {name: None if value is None else str(value) for name, value in texts.items()}
