#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_inbound_ruleset
short_description: Manage from where the apps of a Private Space on Heroku can be reached
version_added: 1.0.0
description:
  - Sets the inbound rules of a space, which C(heroku spaces:trusted-ips) calls trusted IP ranges, as a whole.
  - A new space lets everybody in. Rules are never reset unless you ask for it, by naming V(0.0.0.0/0).
  - Heroku keeps every past ruleset, and creates a new one for each change; none can be deleted.
  - Spaces of the Fir generation have no inbound rules.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.space
  - community.heroku.heroku.wait
options:
  rules:
    description:
      - All rules that should exist. Their order does not matter, and a rule that is given twice counts once.
    type: list
    elements: dict
    required: true
    suboptions:
      action:
        description:
          - Whether to let these in, or not.
        type: str
        choices: [allow, deny]
        default: allow
      source:
        description:
          - An IPv4 network, such as V(192.0.2.0/24), or a single address.
        type: str
        required: true
  allow_nobody:
    description:
      - Rules that let nobody in are refused, unless this says that it is meant.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_space_inbound_ruleset_info
  - module: community.heroku.heroku_space
"""

EXAMPLES = r"""
- name: Let only the office and one server reach the apps of a space
  community.heroku.heroku_space_inbound_ruleset:
    space: example-space
    rules:
      - source: 192.0.2.0/24
      - source: 198.51.100.7

- name: Let everybody in again
  community.heroku.heroku_space_inbound_ruleset:
    space: example-space
    rules:
      - source: 0.0.0.0/0

- name: Let nobody in
  community.heroku.heroku_space_inbound_ruleset:
    space: example-space
    rules: []
    allow_nobody: true

- name: Look at what is there now
  community.heroku.heroku_space_inbound_ruleset_info:
    space: example-space
  register: heroku

- name: Let in one more network besides those
  community.heroku.heroku_space_inbound_ruleset:
    space: example-space
    rules: "{{ heroku.inbound_rulesets[0].rules + [{'action': 'allow', 'source': '203.0.113.0/24'}] }}"
"""

RETURN = r"""
inbound_ruleset:
  description: The ruleset as Heroku shows it, with the rules in one order and networks in one spelling.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.space_inbound_ruleset import InboundRuleset

MODULE = ManagingModule(InboundRuleset, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
