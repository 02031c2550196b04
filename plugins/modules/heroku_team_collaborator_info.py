#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team_collaborator_info
short_description: Look up the collaborators of apps of teams on Heroku
version_added: 1.0.0
description:
  - Returns who may use an app of a team, and what they may do, by the team's view of the app. Admins of the team are
    not among them, unless they were added too.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  user:
    description:
      - The e-mail address of one person, in any case, or the ID of the account. Somebody who is not a collaborator
        gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_team_collaborator
  - module: community.heroku.heroku_collaborator_info
"""

EXAMPLES = r"""
- name: Who may use an app of the team
  community.heroku.heroku_team_collaborator_info:
    app: example-production
  register: heroku

- name: Those who were given permissions
  ansible.builtin.debug:
    msg: >-
      {{ heroku.collaborators | selectattr('role', 'equalto', 'collaborator')
      | rejectattr('permissions', 'equalto', []) | map(attribute='user.email') }}

- name: What somebody may do
  community.heroku.heroku_team_collaborator_info:
    app: example-production
    user: someone@example.com
  register: heroku
"""

RETURN = r"""
collaborators:
  description: The collaborators as Heroku shows them, by their e-mail addresses.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    created_at:
      description: When they were added.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The collaborator's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    permissions:
      description: What they may do with an app of a team, by name.
      type: list
      elements: dict
      sample:
        - {description: Can deploy code to the app, name: deploy}
        - {description: Can manage config vars and view the app, name: view}
    role:
      description: V(owner), V(collaborator), or their role in the team.
      type: str
      sample: collaborator
    updated_at:
      description: When they were last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    user:
      description: The account.
      type: dict
      sample: {email: someone@example.com, federated: false, id: 01234567-89ab-cdef-0123-456789abcdef}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.team_collaborator import TeamCollaborator

MODULE = InfoModule(TeamCollaborator)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
