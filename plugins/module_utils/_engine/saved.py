# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans and their parts in types that JSON has, for another process; secrets are kept apart from them."""

from __future__ import annotations

import dataclasses
import enum
import typing as t

from .plan import Action, Change, Moment, Plan, Request, Resend, Wait
from .values import Mark, Ref, Secret

PARTS = (Plan, Action, Request, Resend, Wait, Moment, Change)
TAG = "$"  # how the one key of an object begins that stands for something else than an object


class Vault:
    """The secrets of a saved plan, which go another way than it does.

    Parameters:
        is_secret: Whether a text is or holds a secret, beside those that are marked as ``Secret``.

    ``texts`` are the secrets, by their numbers in the plan.
    """

    def __init__(self, is_secret: t.Callable[[str], bool]) -> None:
        self.is_secret = is_secret
        self.texts: list[str] = []

    def put(self, text: str) -> int:
        """Keep a secret; returns its number."""
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text)


def save(plan: Plan, vault: Vault) -> t.Any:
    """A plan for another process, which can apply it, in types that JSON has.

    Its secrets are in the vault, and nowhere in it.
    """
    return encode(plan.portable(), vault)


def restore(data: t.Any, secrets: t.Sequence[str], uploads: t.Iterable[t.Callable[[], t.IO[bytes]]] = ()) -> Plan:
    """The portable plan that ``save`` wrote down.

    Parameters:
        data: What it made.
        secrets: The texts of its vault.
        uploads: What opens each file that the plan uploads, in order.
    """
    return t.cast(Plan, decode(data, secrets, PARTS, iter(uploads)))


def encode(value: t.Any, vault: Vault) -> t.Any:
    """The value in types that JSON has. ``decode`` makes the same of it again.

    What opens a file to upload cannot be written down: only that there is one. Raises TypeError for other things.
    """
    if isinstance(value, str) and (isinstance(value, Secret) or vault.is_secret(value)):
        return {TAG + "secret": [vault.put(str(value)), isinstance(value, Secret)]}
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Ref):
        return {TAG + "ref": [value.action, *value.path]}
    if isinstance(value, enum.Enum):
        return {TAG + type(value).__name__: value.name}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {item.name: encode(getattr(value, item.name), vault) for item in dataclasses.fields(value)}
        return {TAG + type(value).__name__: fields}
    if callable(value):
        return {TAG + "upload": True}
    return encode_container(value, vault)


def encode_container(value: t.Any, vault: Vault) -> t.Any:
    """The same for an object, a list, or a tuple. Raises TypeError for what is none of them."""
    if isinstance(value, t.Mapping):
        pairs = [[encode(key, vault), encode(item, vault)] for key, item in value.items()]
        plain = all(isinstance(key, str) and not key.startswith(TAG) for key, _item in pairs)
        return dict(pairs) if plain else {TAG + "pairs": pairs}
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"{type(value).__name__} is nothing that a plan holds")
    items = [encode(item, vault) for item in value]
    return items if isinstance(value, list) else {TAG + "tuple": items}


def decode(data: t.Any, secrets: t.Sequence[str], classes: t.Iterable[type], uploads: t.Iterator[t.Any]) -> t.Any:
    """The value that ``encode`` was given.

    Parameters:
        data: What it made.
        secrets: The texts of its vault.
        classes: The dataclasses and enumerations that may be in it.
        uploads: What opens each file to upload, in order.
    """
    known = {TAG + item.__name__: item for item in classes}

    def view(part: t.Any) -> t.Any:
        if isinstance(part, list):
            return [view(item) for item in part]
        if not isinstance(part, dict):
            return part
        name, content = next(iter(part.items())) if len(part) == 1 else ("", None)
        return tagged(name, content) if name.startswith(TAG) else {key: view(item) for key, item in part.items()}

    def tagged(name: str, content: t.Any) -> t.Any:
        if name == TAG + "secret":
            number, marked = content
            return Secret(secrets[number]) if marked else secrets[number]
        if name == TAG + "ref":
            return Ref(content[0], tuple(content[1:]))
        if name == TAG + "tuple":
            return tuple(map(view, content))
        if name == TAG + "pairs":
            return {view(key): view(item) for key, item in content}
        if name == TAG + "upload":
            return next(uploads)
        kind: t.Any = Mark if name == TAG + Mark.__name__ else known[name]
        return kind[content] if issubclass(kind, enum.Enum) else kind(**view(content))

    return view(data)
