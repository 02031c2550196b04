#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_access
short_description: Manage what members of a team may do in a Private Space on Heroku
version_added: 1.0.0
description:
  - Sets the permissions of one member of the space's team.
  - Who is a member is decided by the team; nobody is added or removed here. Admins of the team have all permissions,
    and keep them; to take one away fails, in check mode too.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.space
options:
  user:
    description:
      - The e-mail address, in any case, or the account ID of a member of the team.
    type: str
    required: true
  permissions:
    description:
      - All permissions that the member should have. Heroku knows only one. An empty list removes all of them.
    type: list
    elements: str
    choices: [create_apps]
    required: true
seealso:
  - module: community.heroku.heroku_space_access_info
  - module: community.heroku.heroku_space
"""

EXAMPLES = r"""
- name: Let somebody create apps in a space
  community.heroku.heroku_space_access:
    space: example-space
    user: dev@example.com
    permissions: [create_apps]

- name: Let several people do so
  community.heroku.heroku_space_access:
    space: example-space
    user: "{{ item }}"
    permissions: [create_apps]
  loop:
    - dev@example.com
    - ops@example.com

- name: Do not let somebody create apps any more
  community.heroku.heroku_space_access:
    space: example-space
    user: dev@example.com
    permissions: []
"""

RETURN = r"""
space_access:
  description: What the member may do, as Heroku shows it.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.space_access import SpaceAccess

MODULE = ManagingModule(SpaceAccess, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
