#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_enterprise_account_member
short_description: Manage the members of enterprise accounts on Heroku
version_added: 1.0.0
description:
  - Adds people to an enterprise account, changes what they may do in it, or removes them; one person, or a list in one
    task.
  - Somebody keeps the permission V(manage) - a task that would take it from the last one fails before it changes
    anything.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.enterprise_account
  - community.heroku.heroku.state
options:
  user:
    description:
      - The e-mail address of one person, in any case, or the ID of the account.
    type: str
  permissions:
    description:
      - What the person may do. V(view) is part of all the others.
      - It is needed for somebody new, and left as it is if it is not given.
    type: list
    elements: str
    choices: [view, create, manage, billing]
  federated:
    description:
      - Whether somebody new signs on with the identity provider of the enterprise account.
      - Heroku does not show it, so it changes nothing of who is a member already.
    type: bool
  members:
    description:
      - Several people, instead of O(user).
    type: list
    elements: dict
    suboptions:
      user:
        description:
          - The e-mail address or the ID of the account, as in O(user).
        type: str
        required: true
      permissions:
        description:
          - What the person may do, as in O(permissions).
        type: list
        elements: str
        choices: [view, create, manage, billing]
        required: true
      federated:
        description:
          - As in O(federated).
        type: bool
  exclusive:
    description:
      - Whether to remove everybody who is not in O(members).
      - Take care to list the account that the token belongs to.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_enterprise_account_member_info
  - module: community.heroku.heroku_enterprise_account_info
  - module: community.heroku.heroku_team_member
"""

EXAMPLES = r"""
- name: Somebody may create teams
  community.heroku.heroku_enterprise_account_member:
    enterprise_account: acme-enterprise
    user: someone@example.com
    permissions: [view, create]

- name: Exactly these people, whoever was added by hand
  community.heroku.heroku_enterprise_account_member:
    enterprise_account: acme-enterprise
    members:
      - {user: owner@example.com, permissions: [create, manage, billing]}
      - {user: accounting@example.com, permissions: [billing]}
    exclusive: true

- name: Somebody leaves
  community.heroku.heroku_enterprise_account_member:
    enterprise_account: acme-enterprise
    user: someone@example.com
    state: absent
"""

RETURN = r"""
member:
  description: The member as Heroku shows them. V(null) when they are not one.
  returned: when O(user) is given
  type: dict
  contains:
    enterprise_account:
      description: The enterprise account.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme-enterprise}
    id:
      description: The member's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    identity_provider:
      description: The identity provider that they sign on with, or V(null).
      type: dict
      sample: null
    permissions:
      description: What they may do, by name.
      type: list
      elements: dict
      sample:
        - {description: Create teams, name: create}
        - {description: View the enterprise account and its usage, name: view}
    two_factor_authentication:
      description: Whether their account has a second factor.
      type: bool
      sample: true
    user:
      description: The account.
      type: dict
      sample: {email: someone@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
members:
  description: All members, by their e-mail addresses, each like RV(member).
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
from ansible_collections.community.heroku.plugins.module_utils._resources.enterprise_account_member import (
    EnterpriseAccountMember,
)

MODULE = ManagingModule(EnterpriseAccountMember)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
