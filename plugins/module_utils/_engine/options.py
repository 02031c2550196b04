# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What texts an option can hold, whatever its module: the same for all of them, judged before any request.

What an empty text means is said for each option by C(Resource.empty): L(OMITTED), L(NONE), or else it is refused.
"""

from __future__ import annotations

import difflib
import re
import typing as t

from .._api.errors import InvalidInput
from .texts import is_storable
from .values import Record, Spec, Value, Values

# As if the option had not been given. The usual outcome of C(default('')), for what leaves things alone by default.
OMITTED = "omitted"
# What stands at Heroku is taken away.
NONE = "none"

STATE_OPTIONS: Spec = {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}}

LONGEST_NAME = 8192  # characters; addresses of sources are the longest that there are
LONGEST_TEXT = 65536  # characters; Heroku takes no larger certificate, command or config var
LONGEST_MESSAGE = 3000  # characters
LONGEST_VALUE = 200  # characters of a value that a message repeats
# Whose texts may have many lines.
TEXTS = frozenset({"body", "certificate", "certificate_chain", "command", "private_key", "public_key"})
LONG_WORD = re.compile(rf"\S{{{2 * LONGEST_VALUE},}}")

Meanings = t.Mapping[str, str]


def closest(name: str, known: t.Collection[str]) -> str:
    """The one of the known names that another is most likely a misspelling of, or an empty string."""
    return next(iter(difflib.get_close_matches(name, known, 1, 0.6)), "")


def suggestions(options: Values, spec: Spec, where: str = "") -> t.Iterator[str]:
    """For each unknown option of a task that is close to one that exists, at any depth, a question that names both."""
    names = {spelling: name for name, item in spec.items() for spelling in (name, *item.get("aliases", ()))}
    for name, value in options.items():
        if name not in names:
            meant = closest(str(name), names)
            if meant:
                yield f"{where}{name}: did you mean {meant}?"
            continue
        inner = spec[names[name]].get("options")
        for part in listed(value) if inner else ():
            if isinstance(part, t.Mapping):
                yield from suggestions(part, inner, f"{where}{name}.")


def is_blank(value: Value) -> bool:
    """Whether a value is a text without anything but white space."""
    return isinstance(value, str) and not value.strip()


def prepared(options: Values, spec: Spec, meanings: Meanings, where: str = "") -> Record:
    """A task's options as they are before Ansible validates them, with empty texts replaced by what they mean.

    C(meanings) are those of C(Resource.empty), by the option's path, such as C(app.stack).
    """
    names = {spelling: name for name, item in spec.items() for spelling in (name, *item.get("aliases", ()))}
    kept: Record = {}
    for alias, value in options.items():
        path = f"{where}{names.get(alias, alias)}"
        meaning = meanings.get(path)
        inner = spec.get(names.get(alias, ""), {}).get("options")
        if is_blank(value) and meaning == OMITTED:
            continue
        if is_blank(value) and meaning == NONE:
            kept[alias] = ""
        elif inner and isinstance(value, dict):
            kept[alias] = prepared(value, inner, meanings, f"{path}.")
        elif inner and isinstance(value, list):
            kept[alias] = [
                prepared(part, inner, meanings, f"{path}.") if isinstance(part, dict) else part for part in value
            ]
        elif inner and isinstance(value, (bool, int, float)):
            kept[alias] = str(value)  # Ansible trips over these where it looks for options, but refuses a text
        else:
            kept[alias] = value
    return kept


def check_texts(params: Values, spec: Spec, meanings: Meanings, where: str = "") -> None:
    """Raise InvalidInput for a text that an option cannot hold, in words that do not repeat it.

    C(params) are validated options. An option without options of its own that is a dict, such as C(config), holds
    data, in which empty texts are as good as others.
    """
    for name, item in spec.items():
        if params.get(name) is None:
            continue
        path = f"{where}{name}"
        for value in listed(params[name]):
            if isinstance(value, dict) and "options" in item:
                check_texts(value, item["options"], meanings, f"{path}.")
            elif "dict" in (item.get("type"), item.get("elements")) or item.get("type") == "raw":
                check_data(value, path)
            elif isinstance(value, str):
                check_text(value, path, LONGEST_TEXT if name in TEXTS else LONGEST_NAME)
                if is_blank(value) and path not in meanings:
                    raise InvalidInput(blank_text(path, value), option=path)


def check_required(params: Values, spec: Spec) -> None:
    """Raise InvalidInput for a required option that is null, as the id of what does not exist yet is in check mode."""
    for name, item in spec.items():
        if item.get("required") and params.get(name) is None:
            raise InvalidInput(
                f"{name} is null. Check the variables that it is made of: in check mode, the id of what does not exist "
                "yet is null, and its name can be used instead.",
                option=name,
            )


def listed(value: Value) -> list[t.Any]:
    """The entries of a list, or a value as the one entry of a list."""
    return value if isinstance(value, list) else [value]


def check_data(value: Value, path: str) -> None:
    """Raise InvalidInput for a text somewhere in a dict or list that no text at Heroku can be."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending += [*item, *item.values()]
        elif isinstance(item, (list, tuple)):
            pending += item
        elif isinstance(item, str):
            check_text(item, path, LONGEST_TEXT)


def check_text(value: str, path: str, longest: int) -> None:
    """Raise InvalidInput for a text with characters that cannot be sent, or one that is too long."""
    if len(value) > longest:
        raise InvalidInput(
            f"{path} holds a string of {len(value)} characters; it can have at most {longest}. Check its variables.",
            option=path,
        )
    if not is_storable(value):
        raise InvalidInput(
            f"{path} holds a string with a NUL character or a lone surrogate, which nothing at Heroku can have: was it "
            "read from a file that is not text in UTF-8?",
            option=path,
        )


def blank_text(path: str, value: str) -> str:
    """The message for an empty text that means nothing."""
    what = "holds nothing but white space" if value else "is empty"
    return (
        f"{path} {what}. Check the variables that it is made of, and where it is not meant to be given, leave it out: "
        "default(omit) does, default('') does not."
    )


def shortened(message: str) -> str:
    """A message that does not repeat whole values of options that are too long to be read."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    message = LONG_WORD.sub(lambda found: f"{found[0][:LONGEST_VALUE]}...", message)
    if len(message) <= LONGEST_MESSAGE:
        return message
    return f"{message[:LONGEST_MESSAGE]}... ({len(message)} characters)"
