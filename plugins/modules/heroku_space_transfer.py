#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_transfer
short_description: Give a Private Space on Heroku to another team
version_added: 1.0.0
description:
  - Gives a space, with all apps in it, to another team of the same Enterprise Account, at once.
  - The token must belong to an admin of both teams. Members of the old team lose what they were allowed to do in the
    space.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.space
options:
  new_owner:
    description:
      - The name or ID of the team that should have the space.
    type: str
    required: true
seealso:
  - module: community.heroku.heroku_space
  - module: community.heroku.heroku_space_access
"""

EXAMPLES = r"""
- name: Give a space to another team
  community.heroku.heroku_space_transfer:
    space: example-space
    new_owner: acme-platform

- name: Let somebody of that team make apps in it
  community.heroku.heroku_space_access:
    space: example-space
    user: dev@example.com
    permissions: [create_apps]
"""

RETURN = r"""
space:
  description: The space as Heroku shows it.
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
from ansible_collections.community.heroku.plugins.module_utils._resources.space_transfer import SpaceTransfer

MODULE = ManagingModule(SpaceTransfer, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
