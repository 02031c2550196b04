# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of names and values, as C(.env) files are: the part of their syntax on which all that read them agree.

What they read differently is refused, so that nobody finds another value at Heroku than on his own machine. No message
repeats a value, nor a line that might be one. docs/config.md has the rules for users.
"""

from __future__ import annotations

import re

from .._api.errors import InvalidInput

LINE_END = re.compile(r"\r\n?")
BLANK = re.compile(r"[ \t]*(?:#.*)?")
NAME = re.compile(r"[ \t]*(?:export[ \t]+)?([^\s=#\"'][^\s=]*)[ \t]*=")
SINGLE = re.compile(r"'([^']*)'")
DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
QUOTED = re.compile(r"[ \t]*(['\"])")
COMMENT = re.compile(r"(?<=[ \t])#")
REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\$\{")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}
LONGEST_SHOWN = 60  # characters of a name


class Reader:
    """Goes through the text of one file."""

    def __init__(self, text: str) -> None:
        self.text = LINE_END.sub("\n", text.removeprefix("\ufeff"))
        self.at = 0
        self.lines: dict[str, int] = {}  # where each name stands

    def wrong(self, problem: str, at: int | None = None) -> InvalidInput:
        """An error in the line of a position."""
        line = self.text.count("\n", 0, self.at if at is None else at) + 1
        return InvalidInput(f"line {line}: {problem}")

    def entries(self) -> dict[str, str]:
        """Every name with its value. Raises InvalidInput."""
        found: dict[str, str] = {}
        while self.at < len(self.text):
            if not self.blank():
                start = self.at
                name = self.name()
                if name in self.lines:
                    raise self.wrong(f"{name[:LONGEST_SHOWN]} has a value in line {self.lines[name]} already.", start)
                self.lines[name] = self.text.count("\n", 0, start) + 1
                found[name] = self.value(name[:LONGEST_SHOWN])
                if not self.blank():
                    raise self.wrong(
                        f"there is more behind the closing quote of {name[:LONGEST_SHOWN]}. Put the whole value "
                        "into one pair of quotes."
                    )
        return found

    def blank(self) -> bool:
        """Pass over the rest of a line when nothing but a comment is in it; whether that is so."""
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        blank = BLANK.fullmatch(self.text, self.at, end) is not None
        if blank:
            self.at = end + 1
        return blank

    def name(self) -> str:
        """The name, and what stands between it and its value."""
        match = NAME.match(self.text, self.at)
        if not match:
            raise self.wrong("this is neither NAME=value nor a comment, which begins with #.")
        self.at = match.end()
        return match[1]

    def value(self, name: str) -> str:
        """The value, of this name, in one of the three ways to write it."""
        start = self.at
        quote = QUOTED.match(self.text, start)
        if not quote:
            return self.plain(name)
        match = (SINGLE if quote[1] == "'" else DOUBLE).match(self.text, quote.start(1))
        if not match:
            raise self.wrong(f"the quotes of {name} are not closed.")
        self.at = match.end()
        if quote[1] == "'":
            return match[1]
        if REFERENCE.search(match[1]):
            raise self.reference(name, start)
        return ESCAPE.sub(lambda escape: self.escaped(escape[1], name, start), match[1])

    def plain(self, name: str) -> str:
        """A value without quotes, up to the end of the line or to a comment."""
        end = self.text.find("\n", self.at)
        value = self.text[self.at : len(self.text) if end < 0 else end]
        comment = COMMENT.search(value)
        if "${" in value[: comment.start() if comment else None]:
            raise self.reference(name, self.at)
        self.at += len(value)
        return value[: comment.start() if comment else None].strip(" \t")

    def reference(self, name: str, at: int) -> InvalidInput:
        """The error for a value that is made of others, which some readers of such files fill in and some do not."""
        return self.wrong(
            f"{name} refers to another variable with ${{...}}, which is not filled in here. Write its value, or put "
            "it into single quotes to have it as it is.",
            at,
        )

    def escaped(self, character: str, name: str, at: int) -> str:
        """What a backslash and this character stand for."""
        if character not in ESCAPES:
            raise self.wrong(
                f'{name} has a backslash that means nothing: there are \\n, \\r, \\t, \\", \\$ and \\\\. Put the value '
                "into single quotes to have it as it is.",
                at,
            )
        return ESCAPES[character]


def parse(content: bytes) -> dict[str, str]:
    """Names and values of a file's content, in their order.

    Raises InvalidInput, which says the line and never a value.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput(f"line {line}: this is not UTF-8.") from None
    return Reader(text).entries()
