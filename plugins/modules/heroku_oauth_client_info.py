#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_oauth_client_info
short_description: Look up OAuth clients on Heroku
version_added: 1.0.0
description:
  - Returns the OAuth clients of the account without their secrets, or, by its ID, one of somebody else.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - Only the clients with this name. One that does not exist gives an empty list.
    type: str
  id:
    description:
      - Only the client with this ID.
    type: str
seealso:
  - module: community.heroku.heroku_oauth_client
"""

EXAMPLES = r"""
- name: What the account has registered
  community.heroku.heroku_oauth_client_info:
  register: heroku

- name: Where people are sent back to
  ansible.builtin.debug:
    msg: "{{ heroku.oauth_clients | items2dict(key_name='name', value_name='redirect_uri') }}"

- name: Who asks
  community.heroku.heroku_oauth_client_info:
    id: 01234567-89ab-cdef-0123-456789abcdef
  register: heroku
"""

RETURN = r"""
oauth_clients:
  description: The clients as Heroku shows them, without their secrets, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: Its ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    ignores_delinquent:
      description: Whether it works for accounts that have not paid.
      type: bool
      sample: false
    name:
      description: What people see.
      type: str
      sample: our dashboard
    redirect_uri:
      description: Where people are sent back to.
      type: str
      sample: https://dashboard.example.com/auth/heroku/callback
    secret:
      description: Always V(null).
      type: str
      sample: null
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
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_client import OauthClient

MODULE = InfoModule(OauthClient)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
