#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team_invitation_info
short_description: Look up invitations to teams on Heroku
version_added: 1.0.0
description:
  - Returns the invitations to a team that nobody has accepted yet.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.team
options:
  email:
    description:
      - The e-mail address of one person, in any case. Somebody who is not invited gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_team_invitation
  - module: community.heroku.heroku_team_member_info
"""

EXAMPLES = r"""
- name: Who has not accepted yet
  community.heroku.heroku_team_invitation_info:
    team: acme-labs
  register: heroku

- name: Their addresses
  ansible.builtin.debug:
    msg: "{{ heroku.invitations | map(attribute='email') }}"

- name: Whether somebody is invited
  community.heroku.heroku_team_invitation_info:
    team: acme-labs
    email: someone@example.com
  register: heroku
"""

RETURN = r"""
invitations:
  description: The invitations as Heroku shows them, by the addresses that they are for.
  returned: success
  type: list
  elements: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils._resources.team_invitation import TeamInvitation

MODULE = InfoModule(TeamInvitation)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
