# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads documents from files and directories on the controller, vaulted or not, as Ansible reads files of variables."""

from __future__ import annotations

import inspect
import os
import typing as t

from ansible.errors import AnsibleError
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput

ENDINGS = (".yml", ".yaml", ".json")


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
    """What a file holds, its templates resolved. Raises InvalidInput, which repeats nothing of it, and AnsibleError."""
    trusting = "trusted_as_template" in inspect.signature(loader.load_from_file).parameters  # ansible-core 2.19
    try:
        found = loader.load_from_file(path, **({"trusted_as_template": True} if trusting else {}))
    except AnsibleError as error:
        if not os.path.isfile(path):
            raise
        raise InvalidInput(f"{path}{place_of(error)}: this is not valid YAML or JSON.") from None
    return templar.template(found)
