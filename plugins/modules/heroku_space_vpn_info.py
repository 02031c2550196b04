#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_vpn_info
short_description: Look up VPN connections of a Private Space on Heroku
version_added: 1.0.0
description:
  - Returns the VPN connections of a space in one request.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.space
options:
  name:
    description:
      - The name or ID of a connection. One that does not exist gives an empty list.
    type: str
  show_keys:
    description:
      - Whether to return the pre-shared keys of the tunnels. Keep the result out of logs with C(no_log).
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_space_vpn
  - module: community.heroku.heroku_space_info
"""

EXAMPLES = r"""
- name: All VPN connections of a space
  community.heroku.heroku_space_vpn_info:
    space: example-space
  register: heroku

- name: Tunnels that are down
  ansible.builtin.debug:
    msg: "{{ heroku.vpn_connections | map(attribute='tunnels') | flatten | selectattr('status', 'eq', 'DOWN') }}"

- name: What the gateway has to be told
  community.heroku.heroku_space_vpn_info:
    space: example-space
    name: office
    show_keys: true
  register: heroku
  no_log: true
"""

RETURN = r"""
vpn_connections:
  description: The connections as Heroku shows them, by their names, except for the keys of their tunnels.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The connection's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    ike_version:
      description: The version of the protocol IKE.
      type: int
      sample: 1
    name:
      description: The connection's name.
      type: str
      sample: office
    public_ip:
      description: The address of the gateway on your side.
      type: str
      sample: 192.0.2.1
    routable_cidrs:
      description: The networks behind the gateway, sorted.
      type: list
      elements: str
      sample: [172.16.0.0/16]
    space_cidr_block:
      description: The network of the space.
      type: str
      sample: 10.0.0.0/16
    status:
      description: V(pending), V(provisioning), V(active), V(deprovisioning) or V(failed).
      type: str
      sample: active
    status_message:
      description: Details of the status.
      type: str
      sample: supplied CIDR block already in use
    tunnels:
      description:
        - The tunnels, once there are some. C(pre_shared_key) is V(null), except with
          M(community.heroku.heroku_space_vpn_info) and C(show_keys).
      type: list
      elements: dict
      sample:
        - customer_ip: 192.0.2.1
          ip: 52.44.146.197
          last_status_change: "2026-11-21T10:00:00Z"
          pre_shared_key: null
          status: UP
          status_message: status message
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
from ansible_collections.community.heroku.plugins.module_utils._resources.space_vpn import Vpn

MODULE = InfoModule(Vpn)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
