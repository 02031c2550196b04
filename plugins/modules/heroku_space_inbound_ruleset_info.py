#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_inbound_ruleset_info
short_description: Look up from where the apps of a Private Space on Heroku can be reached
version_added: 1.0.0
description:
  - Returns the inbound rules of a space that are in force, an earlier ruleset, or all rulesets of the past, in one
    request.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.space
options:
  id:
    description:
      - The ID of a ruleset. One that does not exist gives an empty list.
    type: str
  history:
    description:
      - Whether to return every ruleset of the space, the newest first.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_space_inbound_ruleset
  - module: community.heroku.heroku_space_info
"""

EXAMPLES = r"""
- name: From where a space can be reached
  community.heroku.heroku_space_inbound_ruleset_info:
    space: example-space
  register: heroku

- name: The networks
  ansible.builtin.debug:
    msg: "{{ heroku.inbound_rulesets[0].rules | selectattr('action', 'eq', 'allow') | map(attribute='source') }}"

- name: Who changed that, and when
  community.heroku.heroku_space_inbound_ruleset_info:
    space: example-space
    history: true
  register: heroku

- name: Go back to the rules before
  community.heroku.heroku_space_inbound_ruleset:
    space: example-space
    rules: "{{ heroku.inbound_rulesets[1].rules }}"
"""

RETURN = r"""
inbound_rulesets:
  description: The rulesets as Heroku shows them, with the rules in one order and networks in one spelling.
  returned: success
  type: list
  elements: dict
  contains:
    applied:
      description: Whether the rules are in force, where Heroku says so.
      returned: when Heroku says so
      type: bool
      sample: true
    created_at:
      description: When the ruleset was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    created_by:
      description: Who made it.
      type: str
      sample: ops@example.com
    id:
      description: The ruleset's ID, a new one after each change.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    rules:
      description: The rules.
      type: list
      elements: dict
      sample: [{action: allow, source: 192.0.2.0/24}]
    space:
      description: The space.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example-space}
requests:
  description: How many requests the task sent.
  returned: always
  type: int
  sample: 1
rate_limit_remaining:
  description: How many API tokens the account has left, as last reported; V(null) when Heroku did not say.
  returned: always
  type: int
  sample: 4499
error:
  description: What Heroku said when it refused a request.
  returned: when a request failed
  type: dict
  sample:
    id: invalid_params
    message: Name is already taken
    method: POST
    path: /apps
    request_id: 554515b9-67c2-4d9b-8a62-3f0a2b1c4d5e
    status: 422
    url: null
"""

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils._resources.space_inbound_ruleset import InboundRuleset

MODULE = InfoModule(InboundRuleset)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
