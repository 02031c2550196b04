#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team_member
short_description: Manage the members of teams on Heroku
version_added: 1.0.0
description:
  - Adds people to a team, changes their roles, or removes them; one person, or a list in one task.
  - Where the team lets people accept first (a self-service team with the feature C(team-invite-acceptance)), adding is
    an invitation, and an invitation that waits counts as being there. Its role is changed, and it is revoked, in
    the same way.
  - A team keeps an admin - a task that would leave none fails before it changes anything.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.team
  - community.heroku.heroku.state
options:
  email:
    description:
      - The e-mail address of one person, in any case.
    type: str
  role:
    description:
      - The role of the person. It is needed for somebody new, and left as it is if it is not given.
    type: str
    choices: [admin, member, viewer]
  federated:
    description:
      - Whether the person signs on with the identity provider of the team. Invitations do not have it.
      - If this is not given, it is left as it is.
    type: bool
  members:
    description:
      - Several people, in place of O(email).
    type: list
    elements: dict
    suboptions:
      email:
        description:
          - The e-mail address, as in O(email).
        type: str
        required: true
      role:
        description:
          - The role, as in O(role).
        type: str
        choices: [admin, member, viewer]
        required: true
      federated:
        description:
          - As in O(federated).
        type: bool
  exclusive:
    description:
      - Whether to remove everybody who is not in O(members), and to revoke the invitations of everybody else.
      - People who are only collaborators of some of the team's apps are left alone, though Heroku lists them among the
        members.
      - Take care to list the account that the token belongs to.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_team_member_info
  - module: community.heroku.heroku_team_invitation
  - module: community.heroku.heroku_team_collaborator
"""

EXAMPLES = r"""
- name: Somebody joins the team
  community.heroku.heroku_team_member:
    team: acme
    email: someone@example.com
    role: member

- name: They become an admin
  community.heroku.heroku_team_member:
    team: acme
    email: someone@example.com
    role: admin

- name: Exactly these people, whoever was added by hand
  community.heroku.heroku_team_member:
    team: acme
    members:
      - {email: owner@example.com, role: admin}
      - {email: deployer@example.com, role: member}
      - {email: auditor@example.com, role: viewer}
    exclusive: true

- name: Somebody leaves, or is not to come after all
  community.heroku.heroku_team_member:
    team: acme
    email: someone@example.com
    state: absent
"""

RETURN = r"""
member:
  description: The member, or who is invited, in one form. V(null) when they are neither.
  returned: when O(email) is given
  type: dict
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
members:
  description: All members, and, if requested, who is invited, by their addresses, each like RV(member).
  returned: when O(members) is given
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
from ansible_collections.community.heroku.plugins.module_utils._resources.team_member import TeamMember

MODULE = ManagingModule(TeamMember)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
