#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team_invitation
short_description: Manage invitations to teams on Heroku
version_added: 1.0.0
description:
  - Invites somebody to a team, changes the role of the invitation, revokes it, or accepts one of your own.
  - Only self-service teams with the feature C(team-invite-acceptance) invite people.
    M(community.heroku.heroku_team_member) adds people in the way that the team uses.
  - Somebody who is in the team already is not invited again; their role is left as it is.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.team
options:
  email:
    description:
      - The e-mail address of who is invited, in any case.
      - Required if O(state=present) or O(state=absent).
    type: str
  role:
    description:
      - The role that they will have. Required if O(state=present).
    type: str
    choices: [admin, member, viewer]
  token:
    description:
      - The token in the e-mail of the invitation. Whoever has it and the account can accept, so it is a secret.
      - Required if O(state=accepted).
    type: str
  state:
    description:
      - V(present) invites, unless the person is in the team already.
      - V(absent) revokes the invitation. It does not remove a member.
      - V(accepted) makes the account of the API token a member, by O(token); it changes nothing for who is one already.
    type: str
    choices: [present, absent, accepted]
    default: present
seealso:
  - module: community.heroku.heroku_team_invitation_info
  - module: community.heroku.heroku_team_member
"""

EXAMPLES = r"""
- name: Invite somebody
  community.heroku.heroku_team_invitation:
    team: acme-labs
    email: someone@example.com
    role: member

- name: Invite them as an admin instead
  community.heroku.heroku_team_invitation:
    team: acme-labs
    email: someone@example.com
    role: admin

- name: Revoke the invitation
  community.heroku.heroku_team_invitation:
    team: acme-labs
    email: someone@example.com
    state: absent

- name: The account of a robot accepts its invitation
  community.heroku.heroku_team_invitation:
    api_key: "{{ vault_robot_api_key }}"
    team: acme-labs
    token: "{{ vault_invitation_token }}"
    state: accepted
"""

RETURN = r"""
invitation:
  description:
    - The invitation as Heroku shows it. V(null) when there is none, or when it was accepted.
  returned: success
  type: dict
  contains:
    created_at:
      description: When it was sent.
      type: str
      sample: "2026-11-21T10:00:00Z"
    email:
      description: The address that it is for.
      type: str
      sample: someone@example.com
    id:
      description: The invitation's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    invited_by:
      description: Who invited.
      type: dict
      sample: {email: owner@example.com, id: 01234567-89ab-cdef-0123-456789abcdef, name: Olivia Owner}
    role:
      description: The role in the team.
      type: str
      sample: member
    team:
      description: The team.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme-labs}
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    user:
      description: The account that is invited.
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.team_invitation import TeamInvitation

MODULE = ManagingModule(TeamInvitation, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
