# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep RETURN written once: copy what several modules return from the one module that documents it.

    python tests/tools/returns.py [--check]

* The record that ``heroku_NOUN_info`` returns in a list is the one that ``heroku_NOUN`` returns: ``contains`` is
  copied. In the ``_info`` module ``contains: {}`` is enough to begin with.
* What every module returns beside its record is copied from heroku_app.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

import modules
import yaml

COMMON_SOURCE = "heroku_app"
COMMON = ("requests", "rate_limit_remaining", "error")
# A reference to an option or a return value without the plugin it belongs to; what stands before "(" is O or RV.
REFERENCE = re.compile(r"\b(O|RV)\((?![^)]*#)([^)]*)\)")

LINE = 120  # characters


class ReturnError(Exception):
    """A RETURN block from which the copy cannot be made; the text says what to write instead."""


def split(text: str) -> dict[str, str]:
    """The top-level keys of a YAML mapping, each with its own lines; what stands before the first is under ``""``."""
    parts: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        if re.match(r"\w+:", line):
            key = line.split(":")[0]
        parts[key] = parts.get(key, "") + line
    return parts


def _contains(entry: str) -> tuple[int, int] | None:
    """Where ``contains`` and all below it stand in the lines of one return value, or None."""
    found = re.search(r"^  contains:.*\n((?:    .*\n|\n)*)", entry, flags=re.MULTILINE)
    return found.span() if found else None


def record_key(info_key: str, managing: dict[str, str]) -> str:
    """The return value of a managing module that an _info module returns under ``info_key``; raises ReturnError."""
    candidates = [key for key, entry in managing.items() if _contains(entry)]
    if info_key in candidates:
        return info_key
    records = [key for key in candidates if key not in COMMON]
    singular = [key for key in records if info_key.startswith(key[:-1])]
    for choice in (records, singular):
        if len(choice) == 1:
            return choice[0]
    raise ReturnError(
        f"cannot tell which of {', '.join(records) or 'no return values with contains'} is one of {info_key}"
    )


def qualified(text: str, module: str) -> str:
    """Documentation of ``module`` for use in another one: O(x) there is an option of this one.

    Lines that grow too long are folded, which YAML reads as the same text.
    """
    lines = []
    for line in text.splitlines():
        longer = REFERENCE.sub(rf"\1(community.heroku.{module}#module:\2)", line)
        if longer != line and len(longer) > LINE:
            indent = " " * (len(line) - len(line.lstrip(" -")) + 2)
            longer = textwrap.fill(
                longer, LINE, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
            )
        lines.append(longer + "\n")
    return "".join(lines)


def with_record(info: dict[str, str], managing: dict[str, str], module: str) -> dict[str, str]:
    """The return values of an _info module with the records of its managing ``module``; raises ReturnError."""
    result = dict(info)
    for key, entry in info.items():
        place = _contains(entry)
        if place is None or key in COMMON:
            continue
        source = managing[record_key(key, managing)]
        start, end = _contains(source) or (0, 0)
        result[key] = entry[: place[0]] + qualified(source[start:end], module) + entry[place[1] :]
    return result


def with_common(values: dict[str, str], source: dict[str, str]) -> dict[str, str]:
    """The return values, ending in those that every module has."""
    own = {key: entry for key, entry in values.items() if key not in COMMON}
    return {**own, **{key: source[key] for key in COMMON if key in source}}


def fresh(sources: dict[str, str]) -> dict[str, str]:
    """Sources of modules by name, with RETURN as it ought to be; raises ReturnError, naming the module."""
    returns = {name: modules.block(source, "RETURN") for name, source in sources.items()}
    values = {name: split(text) for name, text in returns.items() if text is not None}
    result = dict(sources)
    for name, before in values.items():
        after = before
        twin = name.removesuffix(modules.INFO)
        try:
            if twin != name and twin in values:
                after = with_record(after, values[twin], twin)
        except ReturnError as problem:
            raise ReturnError(f"{name}: {problem}") from None
        if COMMON_SOURCE in values:
            after = with_common(after, values[COMMON_SOURCE])
        old, new = "".join(before.values()), "".join(after.values())
        if old not in sources[name]:
            raise ReturnError(f'{name}: RETURN must be a raw string, r"""..."""')
        yaml.safe_load(new)
        result[name] = sources[name].replace(old, new)
    return result


def main(arguments: list[str], folder: Path = modules.FOLDER) -> int:
    """Write the modules, or with --check only say (and exit with 1) which are not fresh."""
    files = {name: folder / f"{name}.py" for name in modules.names(folder)}
    before = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    after = fresh(before)
    stale = [name for name in files if before[name] != after[name]]
    if stale and "--check" in arguments:
        sys.stderr.write(f"RETURN is not fresh in {', '.join(stale)}: run `make docs`\n")
        return 1
    for name in stale:
        files[name].write_text(after[name], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
