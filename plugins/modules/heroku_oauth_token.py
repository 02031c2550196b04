#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_oauth_token
short_description: Exchange a code or a refresh token for an OAuth token of Heroku
version_added: 1.0.0
description:
  - Does what an OAuth client does when somebody has agreed, or when its access token has expired.
  - This is an action. A code works once, so running the task again with it fails; a refresh token gets another access
    token each time. To revoke tokens, remove their authorization.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
attributes:
  idempotent:
    support: none
    details:
      - Each run exchanges something for a token. A code works once.
options:
  client:
    description:
      - The OAuth client.
    type: dict
    required: true
    suboptions:
      secret:
        description:
          - Its secret.
        type: str
        required: true
  grant:
    description:
      - What is exchanged.
    type: dict
    required: true
    suboptions:
      type:
        description:
          - With V(authorization_code), the O(grant.code) that Heroku handed out when somebody agreed; with
            V(refresh_token), the O(refresh_token).
        type: str
        required: true
        choices: [authorization_code, refresh_token]
      code:
        description:
          - The code. It works once, within some minutes.
        type: str
  refresh_token:
    description:
      - What came with the first access token.
    type: dict
    suboptions:
      token:
        description:
          - The refresh token itself.
        type: str
        required: true
  show_token:
    description:
      - Whether to return the tokens, as RV(token) and RV(refresh_token). They are not masked, so set C(no_log) on the
        task. Heroku does not show them again.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_oauth_authorization
  - module: community.heroku.heroku_oauth_client
"""

EXAMPLES = r"""
- name: Let an OAuth client act for this account
  community.heroku.heroku_oauth_authorization:
    description: our dashboard
    scope:
      - read
    client: "{{ dashboard.oauth_client.id }}"
    show_token: true
  register: agreed
  no_log: true

- name: Exchange the code for the client's tokens
  community.heroku.heroku_oauth_token:
    client:
      secret: "{{ vault_dashboard_secret }}"
    grant:
      type: authorization_code
      code: "{{ agreed.code }}"
    show_token: true
  register: tokens
  when: agreed.code is not none
  no_log: true

- name: Get another access token
  community.heroku.heroku_oauth_token:
    client:
      secret: "{{ vault_dashboard_secret }}"
    grant:
      type: refresh_token
    refresh_token:
      token: "{{ vault_dashboard_refresh_token }}"
    show_token: true
  register: tokens
  no_log: true
"""

RETURN = r"""
oauth_token:
  description: The token as Heroku shows it, with V(null) in place of everything secret.
  returned: success
  type: dict
  contains:
    access_token:
      description: The new access token; C(expires_in) is how many seconds it lives.
      type: dict
      sample: {expires_in: 28800, id: 01234567-89ab-cdef-0123-456789abcdef, token: null}
    authorization:
      description: The authorization that it belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    client:
      description: The OAuth client.
      type: dict
      sample: {secret: null}
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    grant:
      description: The grant that all of it came from.
      type: dict
      sample: {code: null, type: authorization_code}
    id:
      description: Its ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    refresh_token:
      description: What gets another access token.
      type: dict
      sample: {expires_in: null, id: 01234567-89ab-cdef-0123-456789abcdef, token: null}
    session:
      description: The session that it belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    user:
      description: The account that it acts for.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
token:
  description: The access token, with O(show_token), else V(null).
  returned: success
  type: str
  sample: null
refresh_token:
  description: The refresh token, with O(show_token), unless it is the one that was given, else V(null).
  returned: success
  type: str
  sample: null
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
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_token import OauthToken

MODULE = ManagingModule(OauthToken, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
