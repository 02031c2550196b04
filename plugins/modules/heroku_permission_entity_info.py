#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_permission_entity_info
short_description: Look up who may do what with the apps and spaces of a Heroku team
version_added: 1.0.0
description:
  - Returns the apps and the private spaces of a team, each with the people who may use it and what they may do.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  team:
    description:
      - The name or ID of the team.
    type: str
    required: true
  type:
    description:
      - Only apps, or only spaces.
    type: str
    choices: [app, space]
  name:
    description:
      - Only what has this name. One that does not exist gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_collaborator
"""

EXAMPLES = r"""
- name: Who may do what
  community.heroku.heroku_permission_entity_info:
    team: acme
  register: heroku

- name: Who may deploy an app
  community.heroku.heroku_permission_entity_info:
    team: acme
    type: app
    name: example
  register: heroku

- name: Say so
  ansible.builtin.debug:
    msg: >-
      {{ heroku.permission_entities[0].users | selectattr('permissions', 'contains', 'deploy')
      | map(attribute='email') }}
"""

RETURN = r"""
permission_entities:
  description: The apps and spaces as Heroku shows them, sorted by type and name.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The ID of the app or space.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: Its name.
      type: str
      sample: example
    team_id:
      description: The ID of the team.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    type:
      description: V(app) or V(space).
      type: str
      sample: app
    users:
      description: Who may use it, sorted by e-mail address.
      type: list
      elements: dict
      sample:
        - email: ops@example.com
          id: 01234567-89ab-cdef-0123-456789abcdef
          permissions: [deploy, manage, operate, view]
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
from ansible_collections.community.heroku.plugins.module_utils._resources.permission_entity import PermissionEntity

MODULE = InfoModule(PermissionEntity)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
