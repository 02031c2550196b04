#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_info
short_description: Look up Private Spaces on Heroku
version_added: 1.0.0
description:
  - Returns one space, those of a team, or all that the account can see, in one request.
  - Further details take one request for each space and option.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - The name or ID of a space. One that does not exist gives an empty list.
    type: str
  team:
    description:
      - The name or ID of a team; only its spaces.
    type: str
  nat:
    description:
      - Whether to look up the addresses from which the apps of a space reach the outside.
    type: bool
    default: false
  peering_info:
    description:
      - Whether to look up what AWS needs to know to request a peering with a space.
    type: bool
    default: false
  topology:
    description:
      - Whether to look up which dynos run in a space, with their private addresses.
    type: bool
    default: false
  dynos:
    description:
      - Whether to look up the dynos in a space as C(heroku spaces:ps) shows them.
    type: bool
    default: false
  hosts:
    description:
      - Whether to look up the dedicated hosts of a space.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_space
  - module: community.heroku.heroku_space_peering_info
  - module: community.heroku.heroku_space_vpn_info
"""

EXAMPLES = r"""
- name: All spaces of a team
  community.heroku.heroku_space_info:
    team: acme
  register: heroku

- name: From which addresses the apps of a space reach the outside
  community.heroku.heroku_space_info:
    name: example-space
    nat: true
  register: heroku

- name: Let them in
  ansible.builtin.debug:
    msg: "{{ heroku.nat['example-space'].sources }}"

- name: What AWS needs to know to request a peering
  community.heroku.heroku_space_info:
    name: example-space
    peering_info: true
  register: heroku
  failed_when: heroku.peering_info['example-space'] is none
"""

RETURN = r"""
spaces:
  description: The spaces as Heroku shows them, by their names.
  returned: success
  type: list
  elements: dict
  contains:
    cidr:
      description: The network of the space.
      type: str
      sample: 10.0.0.0/16
    created_at:
      description: When the space was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    data_cidr:
      description: The network of Heroku's data services for the space.
      type: str
      sample: 10.1.0.0/16
    generation:
      description: The generation of the platform, V(cedar) or V(fir).
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: cedar}
    id:
      description: The space's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The space's name.
      type: str
      sample: example-space
    organization:
      description: The team, under its old name.
      type: dict
      sample: {name: acme}
    region:
      description: Where the space is.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: frankfurt}
    shield:
      description: Whether it is a Shield space.
      type: bool
      sample: false
    state:
      description: V(allocating), V(allocated) or V(deleting).
      type: str
      sample: allocated
    team:
      description: The team that the space belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme}
    updated_at:
      description: When the space was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
nat:
  description:
    - With O(nat), the outbound addresses by the space's name; V(null) for a space that is not allocated yet.
  returned: success
  type: dict
  sample:
    example-space:
      created_at: "2026-11-21T10:00:00Z"
      sources: [192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4]
      state: enabled
      updated_at: "2026-11-21T10:00:00Z"
peering_info:
  description:
    - With O(peering_info), what is needed to peer, by the space's name; V(null) for a space that is not allocated yet,
      or of the Fir generation.
  returned: success
  type: dict
  sample:
    example-space:
      aws_account_id: "123456789012"
      aws_region: us-east-1
      dyno_cidr_blocks: [10.0.0.0/16]
      space_cidr_blocks: [10.0.0.0/16]
      unavailable_cidr_blocks: [10.1.0.0/16]
      vpc_cidr: 10.0.0.0/16
      vpc_id: vpc-1234567890
topology:
  description: With O(topology), what runs in each space, by the space's name.
  returned: success
  type: dict
  sample:
    example-space:
      apps:
        - domains: [example.com]
          formation:
            - dynos:
                - hostname: 1.web.example.app.localspace
                  id: 01234567-89ab-cdef-0123-456789abcdef
                  number: 1
                  private_ip: 10.0.134.42
              id: 01234567-89ab-cdef-0123-456789abcdef
              process_type: web
          id: 01234567-89ab-cdef-0123-456789abcdef
      version: 1
dynos:
  description: With O(dynos), the dynos of each space by app, by the space's name.
  returned: success
  type: dict
  sample:
    example-space:
      - app_name: example
        dynos:
          - name: web.1
            size: Private-S
            state: up
hosts:
  description: With O(hosts), the dedicated hosts of each space, by the space's name.
  returned: success
  type: dict
  sample:
    example-space:
      - allocated_at: "2026-11-21T10:00:00Z"
        available_capacity_percentage: 67
        host_id: h-05abcdd96ee9ca123
        released_at: null
        state: available
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
from ansible_collections.community.heroku.plugins.module_utils._resources.space import Space

MODULE = InfoModule(Space)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
