#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_access_info
short_description: Look up what members of a team may do in a Private Space on Heroku
version_added: 1.0.0
description:
  - Returns the members of the space's team with their permissions in the space, in one request.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.space
options:
  user:
    description:
      - The e-mail address, in any case, or the account ID of a member. Somebody else gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_space_access
  - module: community.heroku.heroku_space_info
"""

EXAMPLES = r"""
- name: Who may do what in a space
  community.heroku.heroku_space_access_info:
    space: example-space
  register: heroku

- name: Who may create apps
  ansible.builtin.debug:
    msg: "{{ item.user.email }}"
  loop: "{{ heroku.space_accesses }}"
  when: "'create_apps' in item.permissions | map(attribute='name')"

- name: What one person may do
  community.heroku.heroku_space_access_info:
    space: example-space
    user: dev@example.com
  register: heroku
"""

RETURN = r"""
space_accesses:
  description: The members as Heroku shows them, by their e-mail addresses.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: Since when the member has access.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The space's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    permissions:
      description: The permissions, by their names.
      type: list
      elements: dict
      sample: [{description: Create apps in the space, name: create_apps}]
    space:
      description: The space.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example-space}
    updated_at:
      description: When the permissions were last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    user:
      description: The member.
      type: dict
      sample: {email: dev@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.space_access import SpaceAccess

MODULE = InfoModule(SpaceAccess)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
