#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_account
short_description: Manage the settings of a Heroku account
version_added: 1.0.0
description:
  - Changes the account that the API token belongs to.
  - Heroku's reference no longer says that the e-mail address and the password can be changed. This module sends what it
    said in 2014; where Heroku refuses that, use the dashboard.
  - It does not delete the account.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
options:
  name:
    description:
      - The user's name. An empty string removes it.
    type: str
  allow_tracking:
    description:
      - Whether third parties may track what the account does.
    type: bool
  beta:
    description:
      - Whether beta features are open to the account.
    type: bool
  email:
    description:
      - The e-mail address, in any case. To change it, O(password) is needed.
    type: str
  new_password:
    description:
      - The password that the account should have. To change it, O(password) is needed.
      - The task signs in with it to find out whether it is the account's password already, which takes a request and
        does not work for accounts with a second factor.
    type: str
  password:
    description:
      - The present password. It is sent only when O(email) or O(new_password) is changed.
    type: str
seealso:
  - module: community.heroku.heroku_account_info
  - module: community.heroku.heroku_account_feature
"""

EXAMPLES = r"""
- name: Do not let others track what the account does
  community.heroku.heroku_account:
    name: Operations
    allow_tracking: false

- name: Change the e-mail address
  community.heroku.heroku_account:
    email: ops@example.com
    password: "{{ vault_heroku_password }}"

- name: Change the password
  community.heroku.heroku_account:
    new_password: "{{ vault_new_heroku_password }}"
    password: "{{ vault_heroku_password }}"
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.account import Account

MODULE = ManagingModule(Account, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
