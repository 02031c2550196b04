#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_dyno_size_info
short_description: Look up the dyno sizes of Heroku
version_added: 1.0.0
description:
  - Returns the sizes of dynos with memory and price, all of them or those that an app can use.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - Only this size, by name in any case or by ID. One that does not exist gives an empty list.
    type: str
  app:
    description:
      - The name or ID of an app; only the sizes that it can use.
    type: str
seealso:
  - module: community.heroku.heroku_formation
"""

EXAMPLES = r"""
- name: Which sizes an app can use
  community.heroku.heroku_dyno_size_info:
    app: example
  register: heroku

- name: What a larger dyno costs a month, in cents
  community.heroku.heroku_dyno_size_info:
    name: performance-m
  register: heroku

- name: Show it
  ansible.builtin.debug:
    msg: "{{ heroku.dyno_sizes[0].cost.cents }}"
"""

RETURN = r"""
dyno_sizes:
  description: The dyno sizes as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    architecture:
      description: The architecture of the CPU.
      type: str
      sample: amd64
    compute:
      description: How many virtual CPUs it has at least.
      type: int
      sample: 1
    cost:
      description: The price; V(null) where there is none.
      type: dict
      sample: {cents: 2500, unit: month}
    dedicated:
      description: Whether it is not shared with others.
      type: bool
      sample: false
    generation:
      description: The generation of the platform that it belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: cedar}
    id:
      description: The size's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    memory:
      description: The memory in GB.
      type: float
      sample: 0.5
    name:
      description: The size's name.
      type: str
      sample: Standard-1X
    precise_dyno_units:
      description: How many dyno units it is for an Enterprise account.
      type: float
      sample: 1.0
    private_space_only:
      description: Whether it is for apps in Private Spaces only.
      type: bool
      sample: false
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
from ansible_collections.community.heroku.plugins.module_utils._resources.dyno_size import DynoSize

MODULE = InfoModule(DynoSize)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
