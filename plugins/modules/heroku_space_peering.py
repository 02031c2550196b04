#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_peering
short_description: Accept peerings of a Private Space on Heroku with networks at AWS
version_added: 1.0.0
description:
  - Accepts a peering that was requested at AWS, and waits until it works; or removes one.
  - The request itself is made at AWS, with what RV(community.heroku.heroku_space_info#module:peering_info) says, and is
    seen at Heroku some minutes later. The task waits for it.
  - Peerings that Heroku made for its own data services are never touched.
  - Spaces of the Fir generation have no peerings.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.space
  - community.heroku.heroku.state
  - community.heroku.heroku.wait
options:
  pcx_id:
    description:
      - The ID that AWS gave to the peering connection.
    type: str
    required: true
seealso:
  - module: community.heroku.heroku_space_peering_info
  - module: community.heroku.heroku_space_info
"""

EXAMPLES = r"""
- name: What AWS needs to know
  community.heroku.heroku_space_info:
    name: example-space
    peering_info: true
  register: heroku

- name: Request a peering at AWS
  amazon.aws.ec2_vpc_peering:
    vpc_id: vpc-0a1b2c3d
    peer_vpc_id: "{{ heroku.peering_info['example-space'].vpc_id }}"
    peer_owner_id: "{{ heroku.peering_info['example-space'].aws_account_id }}"
    peer_region: "{{ heroku.peering_info['example-space'].aws_region }}"
  register: aws

- name: Accept it
  community.heroku.heroku_space_peering:
    space: example-space
    pcx_id: "{{ aws.peering_id }}"

- name: Take a peering away
  community.heroku.heroku_space_peering:
    space: example-space
    pcx_id: pcx-0123456789abcdef0
    state: absent
"""

RETURN = r"""
peering:
  description: The peering as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.space_peering import Peering

MODULE = ManagingModule(Peering)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
