# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTML, written so that text cannot become markup: what is no ``Html`` is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

Content: TypeAlias = "str | Iterable[Content] | None"
Attribute: TypeAlias = "str | bool | None"

_WITHOUT_END = frozenset(("input", "link", "meta"))


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def html(content: Content) -> Html:
    """Text, HTML, nothing, or many of these one after the other, as HTML."""
    if content is None:
        return Html()
    if isinstance(content, Html):
        return content
    if isinstance(content, str):
        return Html(escape(content))
    return _joined(content)


def _joined(parts: Iterable[Content]) -> Html:
    return Html("".join(map(html, parts)))


def element(tag: str, /, *content: Content, **attributes: Attribute) -> Html:
    """An element. An underscore in the name of an attribute is a dash, one at its end is for Python's own words.

    An attribute that is None or False is left out, one that is True has no value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    if tag in _WITHOUT_END:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{html(content)}</{tag}>")


def _attribute(name: str, value: Attribute) -> str:
    if value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
