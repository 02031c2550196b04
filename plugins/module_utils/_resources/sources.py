# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Source code in the option ``path``, packed and brought to Heroku: behaviour.md 3.14."""

from __future__ import annotations

import contextlib
import os
import re
import typing as t
from urllib.parse import urlsplit

from .._api.credentials import is_loopback
from .._api.errors import InvalidInput
from .._engine.plan import Action, Desired, Request
from .._engine.report import plural
from .._engine.resource import Resource
from .._engine.values import Json, Record, Ref, Secret, Spec, Values
from .._lib.source import Source, SourceError, from_archive, from_directory

# What of a git checkout is sent beside what git tracks.
PATH_OPTIONS: Spec = {
    "path": {"type": "path"},
    "untracked": {"type": "bool", "default": False},
    "ignored": {"type": "bool", "default": False},
}
SOURCE_OPTIONS: Spec = {
    **PATH_OPTIONS,
    "url": {"type": "str", "no_log": True},
    "checksum": {"type": "str"},
    "version": {"type": "str"},
}
RESERVE, UPLOAD = "reserve", "upload"
CHECKSUM = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.IGNORECASE)


def spell_checksum(text: str) -> str:
    """A SHA-256 as Heroku writes it, of one with or without its prefix, in any case. Raises InvalidInput."""
    match = CHECKSUM.fullmatch(text)
    if not match:
        raise InvalidInput("checksum must be SHA256: followed by 64 hexadecimal digits.")
    return f"SHA256:{match[1].lower()}"


def check_address(url: str) -> None:
    """Raises InvalidInput, without repeating the address, unless it is https, or http to a loopback address."""
    try:
        parts = urlsplit(url)
        usable = parts.hostname and (
            parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
        )
    except ValueError:
        usable = False
    if not usable:
        raise InvalidInput("url must be an https address (http is for loopback addresses only).")


def check_source(want: Desired) -> None:
    """Judge the options that say where the source is. Raises InvalidInput."""
    if want.get("url"):
        check_address(want["url"])
    if want.get("checksum"):
        spell_checksum(want["checksum"])


def pack(params: Values, below: str = "") -> Source:
    """What the option ``path`` holds, to be closed when it is done with: a directory packed, or an archive as it is.

    ``below`` is where the files of a directory go within the archive. Raises InvalidInput.
    """
    path = params["path"]
    try:
        if not os.path.isdir(path):
            return from_archive(path)
        return from_directory(
            path, below=below, untracked=bool(params.get("untracked")), ignored=bool(params.get("ignored"))
        )
    except SourceError as error:
        raise InvalidInput(str(error)) from None


def packed(want: Desired, stack: contextlib.ExitStack, below: str = "") -> Desired:
    """The options with the ``source`` that ``path`` holds, and its ``checksum`` as Heroku writes it.

    ``below`` is where the files of a directory go within the archive. Raises InvalidInput.
    """
    if want.get("path"):
        source = stack.enter_context(pack(want.options, below))
        return Desired({**want.options, "source": source, "checksum": source.checksum})
    if want.get("checksum"):
        return Desired({**want.options, "checksum": spell_checksum(want["checksum"])})
    return want


def upload(resource: type[Resource], want: Desired, address: Ref) -> Action:
    """The upload of the source to an address that an earlier action is answered, and that nobody is to see."""
    source = want["source"]
    files = plural(len(source.names), "file")
    says = f"Uploading {want['path']}: {files}, {source.size / 1024:.0f} KiB"
    request = Request("PUT", "(upload)", (address,), upload=source.open, says=says)
    after = (address.action,)
    return Action(resource.id_of(want, UPLOAD), UPLOAD, request, answers=False, lasting=False, after=after)


def to_sources(resource: type[Resource], want: Desired) -> list[Action]:
    """The writes that bring the source to where Heroku reads it; none for one that it reads elsewhere.

    A place that was reserved in vain is forgotten, so that a lost answer is asked for again.
    """
    if not want.get("source"):
        return []
    reserve = Action(resource.id_of(want, RESERVE), RESERVE, Request("POST", "/sources"), answers=False, lasting=False)
    return [reserve, upload(resource, want, Ref(reserve.id, ("source_blob", "put_url")))]


def addresses_in(answer: Json) -> list[str]:
    """The secrets in the answer to a reservation."""
    return [answer["source_blob"][name] for name in ("get_url", "put_url")]


def source_blob(want: Desired, actions: t.Sequence[Action]) -> Record:
    """The source as builds and set-ups are told of it, once these actions brought it to Heroku."""
    url = Ref(actions[0].id, ("source_blob", "get_url")) if actions else Secret(want["url"])
    blob = {"url": url, "checksum": want.get("checksum"), "version": want.get("version")}
    return {name: value for name, value in blob.items() if value is not None}
