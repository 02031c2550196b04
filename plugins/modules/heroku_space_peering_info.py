#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_peering_info
short_description: Look up peerings of a Private Space on Heroku
version_added: 1.0.0
description:
  - Returns the peerings of a space, and the requests for more that wait to be accepted, in one request.
  - What AWS needs to know to request one is in M(community.heroku.heroku_space_info).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.space
options:
  pcx_id:
    description:
      - The ID of a peering connection. One that does not exist gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_space_peering
  - module: community.heroku.heroku_space_info
"""

EXAMPLES = r"""
- name: All peerings of a space
  community.heroku.heroku_space_peering_info:
    space: example-space
  register: heroku

- name: Requests that nobody has accepted yet
  ansible.builtin.debug:
    msg: "{{ heroku.peerings | selectattr('status', 'eq', 'pending-acceptance') | map(attribute='pcx_id') }}"
"""

RETURN = r"""
peerings:
  description: The peerings as Heroku shows them, by their IDs at AWS.
  returned: success
  type: list
  elements: dict
  contains:
    aws_account_id:
      description: The account at AWS that requested it.
      type: str
      sample: "123456789012"
    aws_region:
      description: The region at AWS.
      type: str
      sample: us-east-1
    aws_vpc_id:
      description: The peer at AWS.
      type: str
      sample: vpc-1234567890
    cidr_blocks:
      description: The networks of the peer.
      type: list
      elements: str
      sample: [10.200.0.0/16]
    expires:
      description: Until when a request can be accepted.
      type: str
      sample: "2026-11-28T10:00:00Z"
    pcx_id:
      description: The ID of the peering connection at AWS.
      type: str
      sample: pcx-0123456789abcdef0
    status:
      description: V(pending-acceptance), V(provisioning), V(active), V(failed), V(expired) and others.
      type: str
      sample: active
    type:
      description: V(customer-managed), or one that Heroku made.
      type: str
      sample: customer-managed
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
from ansible_collections.community.heroku.plugins.module_utils._resources.space_peering import Peering

MODULE = InfoModule(Peering)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
