#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_stack_info
short_description: Look up the stacks of Heroku
version_added: 1.0.0
description:
  - Returns the stacks, all of them or those that an app can be built for.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - Only this stack, by name or ID. One that does not exist gives an empty list.
    type: str
  app:
    description:
      - The name or ID of an app; only the stacks that it can be built for.
    type: str
seealso:
  - module: community.heroku.heroku_app
"""

EXAMPLES = r"""
- name: All stacks
  community.heroku.heroku_stack_info:
  register: heroku

- name: The stack of new apps
  ansible.builtin.debug:
    msg: "{{ heroku.stacks | selectattr('default') | map(attribute='name') | first }}"

- name: Which stacks an app can move to
  community.heroku.heroku_stack_info:
    app: example
  register: heroku

- name: Whether a stack is out of date
  community.heroku.heroku_stack_info:
    name: heroku-22
  register: heroku
  failed_when: heroku.stacks | map(attribute='state') | list != ['public']
"""

RETURN = r"""
stacks:
  description: The stacks as Heroku shows them.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: When the stack came out.
      type: str
      sample: "2024-09-24T10:00:00Z"
    default:
      description: Whether new apps get it.
      type: bool
      sample: true
    id:
      description: The stack's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The stack's name.
      type: str
      sample: heroku-24
    state:
      description: V(beta), V(public), V(deprecated) and the like.
      type: str
      sample: public
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2024-09-24T10:00:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.stack import Stack

MODULE = InfoModule(Stack)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
