#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space
short_description: Manage Private Spaces on Heroku
version_added: 1.0.0
description:
  - Creates a Private Space for a team, and waits until it is allocated, which takes some minutes; renames or deletes
    one.
  - Everything but the name is chosen when the space is created. A task that asks for something else fails before it
    writes anything. M(community.heroku.heroku_space_transfer) gives a space to another team.
  - Heroku deletes a space only when no apps are left in it. This module never deletes apps.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.confirm
  - community.heroku.heroku.state
  - community.heroku.heroku.wait
options:
  name:
    description:
      - The space's name, or its ID.
    type: str
    required: true
  new_name:
    description:
      - What the space should be called. A space that has this name already is not renamed again, so the task can run
        again.
      - An empty string counts as not given.
    type: str
  team:
    description:
      - The name or ID of the team that the space is for. Required to create one.
      - An empty string counts as not given.
    type: str
  region:
    description:
      - The name or ID of the region, such as V(virginia) or V(frankfurt). Only some regions have spaces, and C(us) and
        C(eu) are not among them.
      - An empty string counts as not given.
    type: str
  shield:
    description:
      - Whether it should be a Shield space.
    type: bool
  cidr:
    description:
      - The network of the space, a C(/16) out of the private ones.
      - An empty string counts as not given.
    type: str
  data_cidr:
    description:
      - The network of Heroku's data services for the space, from a C(/16) to a C(/20) within the private address
        ranges.
      - An empty string counts as not given.
    type: str
  generation:
    description:
      - The generation of the platform.
    type: str
    choices: [cedar, fir]
  log_drain_url:
    description:
      - Where the logs of all apps in a new space are sent, an address that begins with C(https://).
      - It is sent when the space is created, and never compared afterwards.
        M(community.heroku.heroku_space_log_drain) changes it later.
      - An empty string counts as not given.
    type: str
seealso:
  - module: community.heroku.heroku_space_info
  - module: community.heroku.heroku_space_transfer
  - module: community.heroku.heroku_space_access
  - module: community.heroku.heroku_space_inbound_ruleset
  - module: community.heroku.heroku_space_log_drain
"""

EXAMPLES = r"""
- name: Make a space, and wait until it is there
  community.heroku.heroku_space:
    name: example-space
    team: acme
    region: frankfurt
  register: heroku

- name: Create a space whose networks do not collide with ours
  community.heroku.heroku_space:
    name: example-space
    team: acme
    region: virginia
    cidr: 172.20.0.0/16
    data_cidr: 172.21.0.0/16

- name: Start two spaces, without waiting
  community.heroku.heroku_space:
    name: "{{ item }}"
    team: acme
    wait: false
  loop: [example-one, example-two]

- name: Wait for both
  community.heroku.heroku_space:
    name: "{{ item }}"
    wait_timeout: 3600
  loop: [example-one, example-two]

- name: Send the logs of all apps in a Shield space to a collector
  community.heroku.heroku_space:
    name: example-shield
    team: acme
    shield: true
    log_drain_url: "https://example:{{ vault_logs_password }}@logs.example.com/intake"

- name: Rename a space
  community.heroku.heroku_space:
    name: example-space
    new_name: example-production

- name: Delete a space that has no apps
  community.heroku.heroku_space:
    name: example-production
    state: absent
"""

RETURN = r"""
space:
  description: The space as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
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
from ansible_collections.community.heroku.plugins.module_utils._resources.space import Space

MODULE = ManagingModule(Space)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
