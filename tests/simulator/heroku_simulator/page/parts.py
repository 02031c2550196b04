# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What several views consist of: links that keep the rest of the address, lists with a label, badges, forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from .markup import Content, Html, element

PER_PAGE = 50
_NEAR = 5  # how many pages before and after the current one have links


@dataclass(frozen=True)
class Query:
    """What stands behind the ``?`` of the page's address."""

    values: Mapping[str, str]

    def get(self, name: str, default: str = "") -> str:
        """A value, without blanks around it."""
        return self.values.get(name, "").strip() or default

    def number(self, name: str) -> int:
        """A value that is a number from 1."""
        text = self.get(name)
        return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1

    def address(self, **changes: str) -> str:
        """The address of the page with some values changed; those that become empty are left out."""
        values = {name: value for name, value in {**self.values, **changes}.items() if value}
        return f"?{urlencode(values)}" if values else "/"


def link(text: Content, address: str, **attributes: str) -> Html:
    """A link to another view of the page."""
    return element("a", text, href=address, **attributes)


def to_app(name: str) -> Html:
    """A link to everything about an app."""
    return link(name, "?" + urlencode({"app": name}))


def badge(text: str, kind: str = "") -> Html:
    """A short word that stands out. Its kind is ``good``, ``warn``, ``bad``, or none of them."""
    return element("span", text, class_=f"badge {kind}".strip())


def state(text: str, *, good: Iterable[str] = (), bad: Iterable[str] = ("failed", "crashed")) -> Html:
    """A state as a badge: a good one, a bad one, or else one that will become something else."""
    return badge(text, "good" if text in good else "bad" if text in bad else "warn")


def labelled(
    label: str, items: Sequence[Content], *, most: int | None = None, rest: str = "", wide: str = ""
) -> Html | None:
    """A list under a label, None when it is empty. ``rest`` is the address of those beyond ``most``.

    ``wide`` takes the whole width: ``words`` beside each other, or ``lines``.
    """
    if not items:
        return None
    shown = list(items[:most])
    if len(shown) < len(items):
        shown.append(link(f"and {len(items) - len(shown)} more", rest))
    entries = [element("li", item) for item in shown]
    return element("section", element("h4", label), element("ul", entries), class_=wide or None)


def muted(*content: Content) -> Html:
    """What is less important."""
    return element("span", *content, class_="muted")


def code(text: str) -> Html:
    """A name that machines read."""
    return element("code", text)


def moment(timestamp: str, *, day: bool = True) -> Html:
    """A time as Heroku writes it, for people; all of it when pointed at."""
    date, _t, time = timestamp.rstrip("Z").partition("T")
    return element("time", f"{date} {time}" if day else time, datetime=timestamp, title=timestamp)


def choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> Html:
    """A list to choose one of; ``options`` are texts by values."""
    listed = [element("option", text, value=value, selected=value == chosen) for value, text in options.items()]
    return element("select", listed, name=name, aria_label=label)


def words(name: str, label: str, value: str) -> Html:
    """A field to type into."""
    return element(
        "input", type="search", name=name, value=value, placeholder=label, aria_label=label, autocomplete="off"
    )


def filters(query: Query, *fields: Html, own: Iterable[str]) -> Html:
    """A form that changes the values ``own`` of the page's address, and keeps the others."""
    kept = [
        element("input", type="hidden", name=name, value=value)
        for name, value in query.values.items()
        if name not in {*own, "page"}
    ]
    button = element("button", "Filter", type="submit")
    return element("form", kept, fields, button, method="get", action="/", class_="filters")


def pages(query: Query, total: int) -> Html | None:
    """Links to the pages of a long list, None when there is only one."""
    last = -(-total // PER_PAGE)
    if last <= 1:
        return None
    current = min(query.number("page"), last)
    near = range(max(1, current - _NEAR), min(last, current + _NEAR) + 1)
    numbers: list[Content] = []
    before = 0
    for number in sorted({1, *near, last}):
        if number > before + 1:
            numbers.append(muted("…"))
        address = query.address(page=str(number) if number > 1 else "")
        here = element("b", str(number), aria_current="page")
        numbers.append(here if number == current else link(str(number), address))
        before = number
    return element("nav", numbers, class_="pages", aria_label="Pages")


def on_page(query: Query, names: Sequence[str]) -> Sequence[str]:
    """The names that stand on the wanted page of a long list; on the last one when there is no such page."""
    last = max(1, -(-len(names) // PER_PAGE))
    start = (min(query.number("page"), last) - 1) * PER_PAGE
    return names[start : start + PER_PAGE]


def counted(number: int, what: str, more: str = "") -> Html:
    """How many there are of something; ``what`` is its plural."""
    return muted(f"{number} {what if number != 1 else what.removesuffix('s')}{more}")


def nothing(*content: Content) -> Html:
    """What stands in place of an empty list."""
    return element("div", *content, class_="nothing")


def live(key: str, *content: Content, name: str = "div") -> Html:
    """A part of the page that renews itself."""
    return element(name, *content, id=key, data_live=True)
