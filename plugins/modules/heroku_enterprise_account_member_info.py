#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_enterprise_account_member_info
short_description: Look up the members of enterprise accounts on Heroku
version_added: 1.0.0
description:
  - Returns who is in an enterprise account, and what they may do there.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.enterprise_account
options:
  user:
    description:
      - The e-mail address of one person, in any case, or the ID of the account.
      - Somebody who is not a member gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_enterprise_account_member
"""

EXAMPLES = r"""
- name: Who is in the enterprise account
  community.heroku.heroku_enterprise_account_member_info:
    enterprise_account: acme-enterprise
  register: heroku

- name: Their addresses
  ansible.builtin.debug:
    msg: "{{ heroku.members | map(attribute='user.email') }}"

- name: What somebody may do
  community.heroku.heroku_enterprise_account_member_info:
    enterprise_account: acme-enterprise
    user: someone@example.com
  register: heroku
"""

RETURN = r"""
members:
  description: The members as Heroku shows them, by their e-mail addresses.
  returned: success
  type: list
  elements: dict
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
from ansible_collections.community.heroku.plugins.module_utils._resources.enterprise_account_member import (
    EnterpriseAccountMember,
)

MODULE = InfoModule(EnterpriseAccountMember)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
