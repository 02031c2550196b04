#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team_member_info
short_description: Look up the members of teams on Heroku
version_added: 1.0.0
description:
  - Returns who is in a team, and who is invited to it. People who are only collaborators of some of its apps are among
    them, with the role V(collaborator).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.team
options:
  email:
    description:
      - The e-mail address of one person, in any case. Somebody who is not in the team gives an empty list.
    type: str
  role:
    description:
      - Only people with this role. V(collaborator) is for people who are only collaborators of some of the team's apps.
    type: str
    choices: [admin, member, viewer, collaborator]
  apps:
    description:
      - Whether to look up which of the team's apps each can see. It takes one more request for each member.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_team_member
"""

EXAMPLES = r"""
- name: Who is in the team, and who is invited
  community.heroku.heroku_team_member_info:
    team: acme
  register: heroku

- name: Who has not accepted yet
  ansible.builtin.debug:
    msg: "{{ heroku.members | selectattr('pending') | map(attribute='email') }}"

- name: Every admin has a second factor
  community.heroku.heroku_team_member_info:
    team: acme
    role: admin
  register: heroku
  failed_when: heroku.members | rejectattr('pending') | rejectattr('two_factor_authentication') | length > 0

- name: Which apps people from outside can see
  community.heroku.heroku_team_member_info:
    team: acme
    role: collaborator
    apps: true
  register: heroku

- name: The role of somebody
  community.heroku.heroku_team_member_info:
    team: acme
    email: someone@example.com
  register: heroku
"""

RETURN = r"""
members:
  description: The members and who is invited, by their addresses.
  returned: success
  type: list
  elements: dict
  contains:
    apps:
      description: The names of the team's apps that they can see.
      returned: by M(community.heroku.heroku_team_member_info), when asked for
      type: list
      elements: str
      sample: [example, example-production]
    created_at:
      description: When they were added or invited.
      type: str
      sample: "2026-11-21T10:00:00Z"
    email:
      description: Their e-mail address.
      type: str
      sample: someone@example.com
    federated:
      description: Whether they sign on with the team's identity provider. V(null) for people who are only invited.
      type: bool
      sample: false
    id:
      description: The ID of the membership, or of the invitation.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    identity_provider:
      description: The identity provider that they sign on with, or V(null).
      type: dict
      sample: null
    invited_by:
      description: Who invited them, as long as they are only invited; else V(null).
      type: dict
      sample: {email: owner@example.com, id: 01234567-89ab-cdef-0123-456789abcdef, name: Olivia Owner}
    pending:
      description: Whether they are invited and have not accepted yet.
      type: bool
      sample: true
    role:
      description: Their role.
      type: str
      sample: member
    two_factor_authentication:
      description: Whether their account has a second factor. V(null) for who is invited.
      type: bool
      sample: true
    updated_at:
      description: When this was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    user:
      description: The account.
      type: dict
      sample: {email: someone@example.com, id: 01234567-89ab-cdef-0123-456789abcdef, name: Someone}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.team_member import TeamMember

MODULE = InfoModule(TeamMember)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
