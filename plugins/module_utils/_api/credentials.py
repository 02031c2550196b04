# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the API is, and the token for it: from options, the environment, or ~/.netrc."""

from __future__ import annotations

import ipaddress
import os
import re
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import InvalidInput

DEFAULT_URL = "https://api.heroku.com"
NETRC_FILES = ("~/.netrc", "~/_netrc")
# The words of a .netrc that have a value behind them. C(method) and C(protocol) are what `heroku login` and Git
# helpers have written; Python's own reader gives up on them.
NETRC_WORDS = ("login", "user", "account", "password", "method", "protocol", "port")
NETRC_TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|(\S+)')
NETRC_ESCAPE = re.compile(r"\\(.)")
NOT_IN_A_BASE = re.compile(r"[?#\\\x00-\x20\x7f]|/\.\.?(/|$)")


@dataclass(frozen=True)
class Token:
    """An API token, and the words that say where it came from."""

    text: str
    source: str


def is_loopback(host: str | None) -> bool:
    """Whether a host's name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def check_url(url: str, option: str = "api_url") -> str:
    """The API's base URL, or another one that the token is sent to, without a trailing slash.

    Raises InvalidInput unless it is https, or http to a loopback address, with no credentials, query or fragment.
    """
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
        usable = secure and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:  # a port that is no number, a bracket that is not closed
        usable = False
    # urlsplit() itself passes over line ends, and does not tell an empty query from none.
    if not usable or NOT_IN_A_BASE.search(url):
        raise InvalidInput(
            f"{option} must be an https URL (http is for loopback addresses only), and hold no credentials, no query "
            "and no fragment."
        )
    return url.rstrip("/")


def find_token(url: str, token: str | None = None, environment: t.Mapping[str, str] | None = None) -> Token:
    """The API token: the one given, else HEROKU_API_KEY, else the password of the API host's entry in ~/.netrc.

    That is the order of the official command. C(environment) stands in for the process's own. Raises InvalidInput when
    there is none.
    """
    environment = os.environ if environment is None else environment
    host = urlsplit(url).hostname or ""
    in_environment = environment.get("HEROKU_API_KEY", "").strip()
    explicit = (token or "").strip()
    if explicit and explicit != in_environment:
        # Ansible hands the variable over as the option.
        found: Token | None = Token(explicit, "the option api_key or the variable ansible_heroku_api_key")
    elif in_environment:
        found = Token(in_environment, "the environment variable HEROKU_API_KEY")
    else:
        found = netrc_token(host)
    if found is None:
        raise InvalidInput(
            "There is no API token. Pass api_key, or set the variable ansible_heroku_api_key or the environment "
            "variable HEROKU_API_KEY, or let 'heroku login' write an entry for "
            f"{host} to ~/.netrc. 'heroku authorizations:create' makes a token for machines."
        )
    if any(ord(character) < 33 or ord(character) > 126 for character in found.text):
        raise InvalidInput(
            "The API token holds characters that no token has (white space, or letters outside ASCII). It came from "
            f"{found.source}."
        )
    return found


def netrc_token(host: str) -> Token | None:
    """The password of a host's own entry in the .netrc, or None without a file or an entry.

    An entry C(default) is for whatever host: nobody meant Heroku by it. Raises InvalidInput for a file that cannot be
    read, and, with the line, for an entry without a password.
    """
    chosen = os.environ.get("NETRC")
    for name in (chosen,) if chosen else NETRC_FILES:
        path = os.path.expanduser(name)
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise InvalidInput(f"{path} cannot be read: {error.strerror}. The API token is looked for there.") from None
        return netrc_entry(path, lines, host)
    return None


def netrc_entry(path: str, lines: list[str], host: str) -> Token | None:
    """What the lines of a .netrc say of a host; of several entries the last counts, as for Python's own reader."""
    words = list(netrc_words(lines))
    found = None
    position = 0
    while position < len(words):
        line, word = words[position]
        position += 1
        if word != "machine" or position == len(words):
            continue
        machine = words[position][1]
        entry, position = netrc_values(words, position + 1)
        if machine.lower() != host:
            continue
        if not entry.get("password"):
            raise InvalidInput(f"{path}, line {line}: the entry for {host} has no password, which is the API token.")
        found = Token(entry["password"], f"{path}, line {line}")
    return found


def netrc_values(words: list[tuple[int, str]], position: int) -> tuple[dict[str, str], int]:
    """The values of an entry, and the position behind it. A word that means nothing is passed over.

    A word with another one behind it in place of a value has none: C(login password SECRET) has an empty login.
    """
    entry: dict[str, str] = {}
    while position < len(words) and words[position][1] not in ("machine", "default"):
        word = words[position][1]
        position += 1
        following = words[position][1] if position < len(words) else "machine"
        if word in NETRC_WORDS and following not in (*NETRC_WORDS, "machine", "default"):
            entry[word] = following
            position += 1
    return entry, position


def netrc_words(lines: list[str]) -> t.Iterator[tuple[int, str]]:
    """The words of a .netrc, each with its line's number, without comments, macros and quotes."""
    in_macro = False
    for number, line in enumerate(lines, 1):
        in_macro = in_macro and bool(line.strip())  # a macro ends with an empty line
        for match in NETRC_TOKEN.finditer("" if in_macro else line):
            word = match.group(2)
            if word is None:
                yield number, NETRC_ESCAPE.sub(r"\1", match.group(1))
            elif word == "macdef":
                in_macro = True
                break
            elif word.startswith("#"):
                break
            else:
                yield number, word
