# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names look like misspellings of others."""

from __future__ import annotations

DOCUMENTATION = r"""
name: misspelt
short_description: Names that look like misspellings of names that are known
version_added: 1.0.0
description:
  - Tells, for the roles of this collection, a misspelt variable from one that merely begins like the role's.
  - A name is a misspelling if adding, removing or changing one letter, or swapping two, makes it one that is known.
  - A name that only has a V(s) more or less at its end is not, since C(app_domain) may well be a variable of somebody's
    own, besides C(app_domains). Names of fewer than nine letters are too short to judge.
author:
  - community.heroku contributors (@ansible-collections)
options:
  _input:
    description: The names to look at.
    type: list
    elements: str
    required: true
  known:
    description: The names that are known. They must not be misspellings of each other.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Nothing is misspelt
  ansible.builtin.assert:
    that: misspelt == {}
    fail_msg: "Misspelt: {{ misspelt }}"
  vars:
    misspelt: "{{ ['app_confg', 'app_port'] | community.heroku.misspelt(['app_config']) }}"
"""

RETURN = r"""
_value:
  description: For each misspelt name, the name that was meant.
  type: dict
  sample: {app_confg: app_config}
"""

import typing as t

from ansible.errors import AnsibleFilterError

SHORTEST = 9  # letters; app_acl may well be no app_acm


def is_slip(name: str, meant: str) -> bool:
    """Whether one edit makes ``name`` into ``meant``, other than an ``s`` at the end."""
    if name == meant or name.rstrip("s") == meant.rstrip("s") or len(meant) < SHORTEST:
        return False
    start = 0
    while start < min(len(name), len(meant)) and name[start] == meant[start]:
        start += 1
    rest, rest_meant = name[start:], meant[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest_meant in (rest[1:], swapped) or rest[1:] == rest_meant[1:] or rest == rest_meant[1:]


def misspelt(names: t.Iterable[str], known: t.Iterable[str]) -> dict[str, str]:
    """Slips among ``names``, each with what it is one of in ``known``. Raises AnsibleFilterError for a text."""
    if isinstance(names, str) or isinstance(known, str):
        raise AnsibleFilterError("misspelt takes two lists of names")
    known = sorted(known)
    slips = {}
    for name in sorted(set(names) - set(known)):
        meant = next((candidate for candidate in known if is_slip(name, candidate)), None)
        if meant:
            slips[name] = meant
    return slips


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Names to functions."""
        return {"misspelt": misspelt}
