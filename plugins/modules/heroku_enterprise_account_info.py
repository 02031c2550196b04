#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_enterprise_account_info
short_description: Look up enterprise accounts on Heroku
version_added: 1.0.0
description:
  - Returns one enterprise account, or all that the account of the token is a member of.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - The name or ID of one enterprise account. One that does not exist gives an empty list.
    type: str
  teams:
    description:
      - Whether to look up the teams of each enterprise account too. It takes one more request for each account.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_enterprise_account_member
  - module: community.heroku.heroku_team
  - module: community.heroku.heroku_team_usage_info
"""

EXAMPLES = r"""
- name: All enterprise accounts
  community.heroku.heroku_enterprise_account_info:
  register: heroku

- name: What the token's account may do in one
  community.heroku.heroku_enterprise_account_info:
    name: acme-enterprise
  register: heroku
  failed_when: "'create' not in heroku.enterprise_accounts[0].permissions"

- name: Its teams
  community.heroku.heroku_enterprise_account_info:
    name: acme-enterprise
    teams: true
  register: heroku

- name: The names of these teams
  ansible.builtin.debug:
    msg: "{{ heroku.enterprise_accounts[0].teams | map(attribute='name') }}"
"""

RETURN = r"""
enterprise_accounts:
  description: The enterprise accounts as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The enterprise account's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    identity_provider:
      description: Its identity provider for single sign-on, or V(null).
      type: dict
      sample: null
    name:
      description: Its name.
      type: str
      sample: acme-enterprise
    partner_benefits:
      description: Whether it has the benefits of a partner.
      type: bool
      sample: false
    permissions:
      description: What the token's account may do in it.
      type: list
      elements: str
      sample: [view, create, manage, billing]
    teams:
      description: Its teams by name, each as M(community.heroku.heroku_team_info) returns it.
      returned: when O(teams=true)
      type: list
      elements: dict
    trial:
      description: Whether it is a trial.
      type: bool
      sample: false
    updated_at:
      description: When it was last changed.
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils._resources.enterprise_account import EnterpriseAccount

MODULE = InfoModule(EnterpriseAccount)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
