# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads documents from files and directories on the controller, vaulted or not, as Ansible reads files of variables."""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import typing as t

import yaml
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import AnsibleVaultError
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.values import Value

ENDINGS = (".yml", ".yaml", ".json")
MERGE = "tag:yaml.org,2002:merge"
K = t.TypeVar("K")
V = t.TypeVar("V")
READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def files_in(path: str) -> list[str]:
    """A file itself, or the documents in a directory and all below it, in the order of their names.

    Raises InvalidInput for a directory without any.
    """
    if not os.path.isdir(path):
        return [path]
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(folder, name) for name in sorted(names) if is_document(name)]
    if not found:
        raise InvalidInput(f"{path} has no file that ends in {', '.join(ENDINGS)}.")
    return found


def is_document(name: str) -> bool:
    """Whether a file's name is one of a document."""
    return name.endswith(ENDINGS) and not name.startswith(".")


def place_of(error: AnsibleError) -> str:
    """Where in its file the parser of YAML stopped, or an empty string where it did not say."""
    cause = error.__cause__ or getattr(error, "orig_exc", None)  # the latter before ansible-core 2.19
    mark = getattr(cause, "problem_mark", None)
    return f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def load(path: str, loader: t.Any, templar: t.Any) -> t.Any:
    """What a file holds, its templates resolved.

    Raises InvalidInput, which repeats no value of it, also for a key that is there twice, and AnsibleError.
    """
    content = opened(path, loader)
    trusting = "trusted_as_template" in inspect.signature(loader.load_from_file).parameters  # ansible-core 2.19
    try:
        found = loader.load_from_file(path, **({"trusted_as_template": True} if trusting else {}))
    except AnsibleError as error:
        raise InvalidInput(f"{path}{place_of(error)}: this is not valid YAML or JSON.") from None
    check_keys(path, content.decode(errors="replace"))
    return templar.template(found)


def opened(path: str, loader: DataLoader) -> bytes:
    """What is in a file, vaulted or not. Raises InvalidInput for one that no password opens, and AnsibleError."""
    try:
        content: bytes = loader._get_file_contents(path)[0]
    except AnsibleVaultError:
        raise InvalidInput(
            f"{path} is vaulted, and no password that Ansible has opens it: give it with --vault-password-file or "
            "--ask-vault-pass."
        ) from None
    return content


def check_keys(path: str, content: str) -> None:
    """Raises InvalidInput for a key that one mapping has twice: YAML and JSON forget the first.

    What is forgotten would be none of the document's, and may be removed.
    """
    twice = next(twice_in_json(content), None) or next(twice_in_yaml(content), None)
    if twice:
        key, place = twice
        raise InvalidInput(f"{path}{place}: {key} is there a second time in one mapping, and the first would be lost.")


def twice_in_json(content: str) -> t.Iterator[tuple[str, str]]:
    """Such keys of a text in JSON, whose places are not known; nothing if it is none."""
    found: list[str] = []

    def look(items: list[tuple[str, Value]]) -> None:
        found.extend(name for name, _place in repeated(items))

    with contextlib.suppress(ValueError, RecursionError):
        json.loads(content, object_pairs_hook=look)
        yield from ((name, "") for name in found)


def twice_in_yaml(content: str) -> t.Iterator[tuple[str, str]]:
    """Such keys of a text in YAML, and the lines of the second ones."""
    try:
        ahead = [yaml.compose(content, Loader=READER)]
    except yaml.YAMLError:  # it was read as JSON, which may have tabs
        return
    seen = set[int]()  # what anchors stand at is met more than once
    while ahead:
        node = ahead.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            keys = [key for key, _value in node.value if isinstance(key, yaml.ScalarNode) and key.tag != MERGE]
            for (_tag, name), key in repeated(((key.tag, key.value), key) for key in keys):
                yield name, f", line {key.start_mark.line + 1}"
            ahead += [value for _key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            ahead += node.value


def repeated(items: t.Iterable[tuple[K, V]]) -> t.Iterator[tuple[K, V]]:
    """The items with a key that one before them has."""
    known = set[K]()
    for key, value in items:
        if key in known:
            yield key, value
        known.add(key)
