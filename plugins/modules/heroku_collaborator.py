#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_collaborator
short_description: Manage the collaborators of apps on Heroku
version_added: 1.0.0
description:
  - Adds people to an app, changes what they may do, or removes them; one person, or a list in one task.
  - The owner of the app and the admins of its team are left alone.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.wait
  - community.heroku.heroku.collaborators
  - community.heroku.heroku.state
options:
  permissions:
    description:
      - What the person may do, for apps of teams with app permissions. V(view) is part of all the others.
      - If this is not given, permissions are left as they are, and new people get what Heroku gives them.
    type: list
    elements: str
    choices: [view, deploy, operate, manage]
  wait:
    description:
      - Whether to wait until people who were removed are gone. They stay visible for some seconds, and cannot be added
        again before that.
    type: bool
    default: true
seealso:
  - module: community.heroku.heroku_collaborator_info
  - module: community.heroku.heroku_team_collaborator
  - module: community.heroku.heroku_app
"""

EXAMPLES = r"""
- name: Let somebody work on a personal app
  community.heroku.heroku_collaborator:
    app: example
    user: someone@example.com

- name: Let somebody deploy an app of a team, and tell them so
  community.heroku.heroku_collaborator:
    app: example-production
    user: someone@example.com
    permissions: [view, deploy]
    silent: false

- name: Exactly these people, whoever was added by hand
  community.heroku.heroku_collaborator:
    app: example-production
    collaborators:
      - user: deployer@example.com
        permissions: [deploy]
      - user: support@example.com
        permissions: [view]
      - user: lead@example.com
        permissions: [deploy, operate, manage]
    exclusive: true

- name: Somebody leaves the company
  community.heroku.heroku_collaborator:
    app: "{{ item }}"
    user: someone@example.com
    state: absent
  loop: [example, example-production]
"""

RETURN = r"""
collaborator:
  description: The collaborator as Heroku shows them. V(null) when they are not one.
  returned: when O(user) is given
  type: dict
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
collaborators:
  description: All collaborators but the owner, by their e-mail addresses, each like RV(collaborator).
  returned: when O(collaborators) is given
  type: list
  elements: dict
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
from ansible_collections.community.heroku.plugins.module_utils._resources.collaborator import Collaborator

MODULE = ManagingModule(Collaborator)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
