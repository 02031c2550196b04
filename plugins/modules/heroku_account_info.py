#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_account_info
short_description: Look up the account that a Heroku token belongs to
version_added: 1.0.0
description:
  - Returns the account of the API token, which is also the quickest way to tell whether the token works.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
seealso:
  - module: community.heroku.heroku_account
"""

EXAMPLES = r"""
- name: Whose token this is
  community.heroku.heroku_account_info:
  register: heroku

- name: Say so
  ansible.builtin.debug:
    msg: "Acting as {{ heroku.account.email }}"

- name: Stop unless the account can buy add-ons
  ansible.builtin.assert:
    that: heroku.account.verified

- name: Try another token
  community.heroku.heroku_account_info:
    api_key: "{{ vault_heroku_deploy_token }}"
  register: deployer
  failed_when: deployer is failed or deployer.account.email != 'deploy@example.com'
"""

RETURN = r"""
account:
  description: The account as Heroku shows it.
  returned: success
  type: dict
  contains:
    allow_tracking:
      description: Whether third parties may track what the account does.
      type: bool
      sample: false
    beta:
      description: Whether beta features are open to the account.
      type: bool
      sample: false
    country_of_residence:
      description: The country of residence.
      type: str
      sample: Germany
    created_at:
      description: When the account was created.
      type: str
      sample: "2014-03-01T10:00:00Z"
    default_organization:
      description: The default team, under its former name.
      type: dict
      sample: null
    default_team:
      description: The team that new apps belong to by default.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme}
    delinquent_at:
      description: When the account fell behind with a payment.
      type: str
      sample: null
    email:
      description: The e-mail address.
      type: str
      sample: ops@example.com
    federated:
      description: Whether an identity provider signs the user in.
      type: bool
      sample: false
    id:
      description: The ID of the account.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    identity_provider:
      description: The identity provider of a federated account.
      type: dict
      sample: null
    last_login:
      description: When the user last signed in.
      type: str
      sample: "2026-11-20T08:00:00Z"
    name:
      description: The user's name.
      type: str
      sample: Operations
    sms_number:
      description: The telephone number for the second factor.
      type: str
      sample: null
    suspended_at:
      description: When the account was suspended.
      type: str
      sample: null
    two_factor_authentication:
      description: Whether the account has a second factor.
      type: bool
      sample: true
    updated_at:
      description: When the account was last changed.
      type: str
      sample: "2026-11-20T08:00:00Z"
    verified:
      description: Whether the account has a payment method.
      type: bool
      sample: true
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
from ansible_collections.community.heroku.plugins.module_utils._resources.account import Account

MODULE = InfoModule(Account)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
