# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which files of a directory are its source code: those that neither `.gitignore` nor `.slugignore` names.

Git's rules, byte by byte: names need not be text.
"""

from __future__ import annotations

import os
import re
import stat
import typing as t
from typing import NamedTuple

# The parts of a pattern. A backslash at its end is none, and spoils it.
_ANY_COMPONENTS = re.compile(rb"\*{2,}(?:(?P<slash>/)|(?=\\/)|\Z)")
_STARS = re.compile(rb"\*+")
_SLASH = re.compile(b"/")
_LINE_END = re.compile(rb"\r?\n")
_SPECIAL = re.compile(rb"[*?\[\\]")
_ONE_BYTE = re.compile(rb"[^\\]|\\.", re.DOTALL)

# What matches many bytes: a star, all that follows, and any number of whole components.
_STAR, _ANYTHING, _COMPONENTS = rb"[^/]*", rb".*", rb"(?:.*/)?"
_WILD = (_STAR, _ANYTHING, _COMPONENTS)
MOST_STARS = 3  # in a regular expression; the time that it may take grows with the length of a name to that power

# What stands between the brackets of a pattern such as `[[:digit:]a-f\]]`.
_BRACKET_PART = re.compile(rb"\[:(?P<class>[^\]]*):\]|\\?(?P<first>.)(?:-(?!\])\\?(?P<last>.))?", re.DOTALL)

# The classes as git knows them: ASCII only, and a narrower idea of white space than C's.
_CLASSES = {
    b"alnum": rb"0-9A-Za-z",
    b"alpha": rb"A-Za-z",
    b"blank": rb" \t",
    b"cntrl": rb"\x00-\x1f\x7f",
    b"digit": rb"0-9",
    b"graph": rb"!-~",
    b"lower": rb"a-z",
    b"print": rb" -~",
    b"punct": rb"!-/:-@\[-`{-~",
    b"space": rb" \t\n\r",
    b"upper": rb"A-Z",
    b"xdigit": rb"0-9A-Fa-f",
}


def checkout_of(root: bytes) -> bytes | None:
    """The top of the git checkout that a directory is in, unless there is none or it ignores the directory."""
    top, _above = _enclosing_checkout(root)
    return top if os.path.lexists(os.path.join(top, b".git")) else None


def without_slugignored(root: bytes, names: t.Iterable[bytes]) -> list[bytes]:
    """Of files, by their paths from the root, those that C(.slugignore) leaves, sorted by their bytes."""
    slug_ignore = _read_ignore_file(root, b"", b".slugignore", negation=False)

    def ignored(name: bytes) -> bool:
        directories = [name[: slash.start()] for slash in _SLASH.finditer(name)]
        return _ignored(slug_ignore, name, False) or any(_ignored(slug_ignore, each, True) for each in directories)

    return sorted(name for name in names if not ignored(name))


def select(root: bytes, *, ignored: bool = False) -> list[bytes]:
    """Find the files and symbolic links to pack: paths from the root, sorted by their bytes.

    With C(ignored), what C(.gitignore) names is among them.
    """
    top, above = (root, []) if ignored else _enclosing_checkout(root)
    base = os.path.join(os.path.relpath(root, top), b"")
    slug_ignore = _read_ignore_file(top, base, b".slugignore", negation=False)
    found = []
    directories = [(base, above)]
    while directories:
        directory, ignore_files = directories.pop()
        if not ignored:
            ignore_files = ignore_files + _read_ignore_file(top, directory, b".gitignore")
        with os.scandir(os.path.join(top, directory)) as entries:
            for entry in entries:
                name = directory + entry.name
                is_directory = entry.is_dir(follow_symlinks=False)
                if entry.name == b".git" or any(
                    _ignored(each, name, is_directory) for each in (ignore_files, slug_ignore)
                ):
                    continue
                if is_directory:
                    directories.append((name + b"/", ignore_files))
                elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
                    found.append(name[len(base) :])
    return sorted(found)


def _enclosing_checkout(root: bytes) -> tuple[bytes, list[_IgnoreFile]]:
    """Find the top of the git checkout that tracks the directory, and the `.gitignore` files from there to above it.

    The directory is its own top when it lies in no checkout, or in one that ignores it: then it is not source code but
    something that was built, and the rules of the checkout are not about what it holds.
    """
    top = root
    while not os.path.lexists(os.path.join(top, b".git")):
        if top == os.path.dirname(top):
            return root, []
        top = os.path.dirname(top)
    if top == root:
        return root, []
    ignore_files: list[_IgnoreFile] = []
    directory = b""
    for part in os.path.relpath(root, top).split(b"/"):
        ignore_files += _read_ignore_file(top, directory, b".gitignore")
        if _ignored(ignore_files, directory + part, True):
            return root, []
        directory += part + b"/"
    return top, ignore_files


class _Rule(NamedTuple):
    pattern: re.Pattern[bytes] | _Automaton
    on_basename: bool
    on_directories: bool
    negated: bool


class _IgnoreFile(NamedTuple):
    base: bytes
    rules: list[_Rule]


def _ignored(ignore_files: list[_IgnoreFile], name: bytes, is_directory: bool) -> bool:
    """Whether git would ignore the name: the last rule that matches decides, and the file nearest to it comes last."""
    basename = name.rpartition(b"/")[2]
    for base, rules in reversed(ignore_files):
        inner = name[len(base) :]
        for rule in reversed(rules):
            if rule.on_directories and not is_directory:
                continue
            if rule.pattern.fullmatch(basename if rule.on_basename else inner):
                return not rule.negated
    return False


def _read_ignore_file(top: bytes, directory: bytes, filename: bytes, negation: bool = True) -> list[_IgnoreFile]:
    """Read the file's rules, if there is one; the list has one element or none. Like git, this follows no link."""
    path = os.path.join(top, directory, filename)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return []
        with open(path, "rb") as file:
            text = file.read()
    except FileNotFoundError:
        return []
    text = text[3:] if text.startswith(b"\xef\xbb\xbf") else text
    lines = _LINE_END.split(text + b"\n")
    rules = [rule for line in lines for rule in _parse_line(line) if negation or not rule.negated]
    return [_IgnoreFile(directory, rules)]


def _parse_line(line: bytes) -> list[_Rule]:
    """Parse one line of a `.gitignore` file into one rule, or none for a comment, a blank or an invalid line."""
    if line.startswith(b"#"):
        return []
    # Spaces at the end do not count, unless the first is escaped.
    pattern = line.rstrip(b" ")
    if (len(pattern) - len(pattern.rstrip(b"\\"))) % 2:
        pattern = line[: len(pattern) + 1]
    negated = pattern.startswith(b"!")
    pattern = pattern[negated:]
    on_directories = pattern.endswith(b"/")
    pattern = pattern[: len(pattern) - on_directories]
    on_basename = b"/" not in pattern
    parts = _translate(pattern[pattern.startswith(b"/") :])
    if not parts:
        return []
    many = sum(part in _WILD for part in parts) > MOST_STARS
    compiled = _Automaton(parts) if many else re.compile(b"".join(parts), re.DOTALL)
    return [_Rule(compiled, on_basename, on_directories, negated)]


class _Automaton:
    """A pattern of many stars, each step of which is tried at most once for each byte of a name.

    A regular expression would try every way to share a name out among the stars, which takes for ever.
    """

    def __init__(self, parts: list[bytes]) -> None:
        # What matches many bytes, or the one byte that a step is about.
        self._steps = [part if part in _WILD else re.compile(part, re.DOTALL) for part in parts]

    def fullmatch(self, name: bytes) -> bool:
        """Whether the whole name matches."""
        # A state is a step that comes next, and whether it has begun: a component that has, has to end with a slash.
        states = self._ways_from({(0, False)})
        for at in range(len(name)):
            states = self._ways_from(self._after(states, name[at : at + 1]))
        return (len(self._steps), False) in states

    def _after(self, states: set[tuple[int, bool]], byte: bytes) -> set[tuple[int, bool]]:
        """The states to which one byte leads."""
        following = set()
        for number, _begun in states:
            step = self._steps[number] if number < len(self._steps) else None
            if step == _COMPONENTS:
                following.add((number, True))
                following.update({(number + 1, False)} if byte == b"/" else ())
            elif step == _ANYTHING or (step == _STAR and byte != b"/"):
                following.add((number, False))
            elif isinstance(step, re.Pattern) and step.fullmatch(byte):
                following.add((number + 1, False))
        return following

    def _ways_from(self, states: set[tuple[int, bool]]) -> set[tuple[int, bool]]:
        """The states, and those behind steps that can match nothing."""
        found: set[tuple[int, bool]] = set()
        pending = list(states)
        while pending:
            number, begun = state = pending.pop()
            if state not in found:
                found.add(state)
                if number < len(self._steps) and self._steps[number] in _WILD and not begun:
                    pending.append((number + 1, False))
        return found


def _translate(pattern: bytes) -> list[bytes]:
    """Translate a pattern of git's into parts of a regular expression; none if the pattern can match nothing.

    Git compares what comes before the first wildcard literally and matches the rest on its own. So `**` counts as a
    whole component not only after a slash, but also right behind that first part.
    """
    literal = _SPECIAL.split(pattern, maxsplit=1)[0]
    parts = [re.escape(literal[at : at + 1]) for at in range(len(literal))]
    at = len(literal)
    while at < len(pattern):
        starts_component = at == len(literal) or pattern[at - 1 : at] == b"/"
        if starts_component and (token := _ANY_COMPONENTS.match(pattern, at)):
            parts.append(_COMPONENTS if token["slash"] else _ANYTHING)
            at = token.end()
        elif token := _STARS.match(pattern, at):
            parts.append(_STAR)
            at = token.end()
        elif pattern[at : at + 1] == b"[":
            members, at = _translate_bracket(pattern, at + 1)
            if not members:
                return []
            parts.append(members)
        elif token := _ONE_BYTE.match(pattern, at):
            parts.append(b"[^/]" if token[0] == b"?" else re.escape(token[0][-1:]))
            at = token.end()
        else:
            return []
    return parts


def _translate_bracket(pattern: bytes, at: int) -> tuple[bytes, int]:
    """Translate the bracket expression whose `[` stands before `at`, and say where it ends.

    The expression is empty if it is not closed or names an unknown class: then the whole pattern matches nothing.
    """
    negated = pattern[at : at + 1] in (b"!", b"^")
    at += negated
    members = b""
    start = at
    while at == start or pattern[at : at + 1] != b"]":
        part = _BRACKET_PART.match(pattern, at)
        if not part:
            return b"", at
        if part["class"] is not None:
            if part["class"] not in _CLASSES:
                return b"", at
            members += _CLASSES[part["class"]]
        else:
            # Also of a range that is upside down, git takes the first.
            members += re.escape(part["first"])
            if part["last"] and part["first"] < part["last"]:
                members += b"-" + re.escape(part["last"])
        at = part.end()
    return (b"[^/%s]" if negated else b"(?!/)[%s]") % members, at + 1
