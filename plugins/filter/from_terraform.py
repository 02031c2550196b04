# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A state of Terraform as a document of many apps."""

from __future__ import annotations

DOCUMENTATION = r"""
name: from_terraform
short_description: A state of Terraform as a document of many apps
version_added: 1.0.0
description:
  - Makes of what Terraform's provider heroku/heroku (version 4 or 5) keeps in its state the document that says the same
    to this collection, so that going on with Ansible changes nothing at Heroku.
  - Secrets stand apart, in a second document of the same form. What no document can say is listed.
  - It asks nobody, neither Terraform nor Heroku. The playbook C(community.heroku.from_terraform) reads a file with it
    and writes all of this into others.
author:
  - community.heroku contributors (@ansible-collections)
options:
  _input:
    description:
      - The state, as Terraform 0.12 or later writes it into a file, or as C(terraform show -json) prints it, of a state
        or of a plan. A text is read as JSON.
    type: raw
    required: true
  names:
    description:
      - The names of apps that the state only refers to, by their IDs, since they are made elsewhere. Without it the
        document has their IDs.
    type: dict
    default: {}
notes:
  - What happens once (C(heroku_build) of a local path, C(heroku_slug), C(heroku_pipeline_promotion)) is no state to
    keep, and among what is listed. C(heroku_config) has nothing at Heroku; its values are where they are used.
"""

EXAMPLES = r"""
- name: What Terraform has made
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
