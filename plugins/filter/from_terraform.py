# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Terraform state as a document of many apps."""

from __future__ import annotations

DOCUMENTATION = r"""
name: from_terraform
short_description: A Terraform state as a document of many apps
version_added: 1.0.0
description:
  - Turns what Terraform's provider heroku/heroku (version 4 or 5) keeps in its state into the equivalent document of
    this collection, so that going on with Ansible changes nothing at Heroku.
  - Secrets are kept apart, in a second document of the same form. What no document can say is listed.
  - It contacts neither Terraform nor Heroku. The playbook C(community.heroku.from_terraform) uses it to read a state
    file and to write the results into files.
author:
  - community.heroku contributors (@ansible-collections)
options:
  _input:
    description:
      - The state, as Terraform 0.12 or later writes it into a file, or as C(terraform show -json) prints it, of a state
        or of a plan. A string is read as JSON.
    type: raw
    required: true
  names:
    description:
      - The names, by ID, of apps that the state only refers to, since they are created elsewhere. Without it the
        document has their IDs.
    type: dict
    default: {}
notes:
  - What happens once (C(heroku_build) of a local path, C(heroku_slug), C(heroku_pipeline_promotion)) is not state to
    keep, and is listed, too. C(heroku_config) has no counterpart at Heroku; its values are put where they are used.
"""

EXAMPLES = r"""
- name: What Terraform has created
  ansible.builtin.set_fact:
    carried: "{{ lookup('ansible.builtin.file', 'terraform.tfstate') | community.heroku.from_terraform }}"
  no_log: true

- name: What is left to do by hand
  ansible.builtin.debug:
    msg: "{{ carried.cannot }}"
"""

RETURN = r"""
_value:
  description: The C(document), its C(secrets), and what it C(cannot) say.
  type: dict
  sample:
    document: {apps: {example: {region: us, addons: [{plan: "heroku-postgresql:essential-0", name: example-db}]}}}
    secrets: {apps: {example: {config: {SECRET_KEY: 8f2b1c0d}}}}
    cannot: [{about: heroku_slug.example, reason: A slug is made once.}]
"""

import json
import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.values import Json, Record
from ansible_collections.community.heroku.plugins.module_utils._fleet import terraform


def from_terraform(state: Json, names: t.Mapping[str, str] | None = None) -> Record:
    """The document of a state, see DOCUMENTATION. Raises AnsibleFilterError, which repeats nothing of the state."""
    try:
        return terraform.from_terraform(json.loads(state) if isinstance(state, str) else state, names)
    except ValueError:
        raise AnsibleFilterError(terraform.NOT_A_STATE) from None
    except InvalidInput as error:
        raise AnsibleFilterError(str(error)) from None


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., Json]]:
        """Names to functions."""
        return {"from_terraform": from_terraform}
