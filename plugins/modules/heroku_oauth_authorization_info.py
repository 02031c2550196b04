#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_oauth_authorization_info
short_description: Look up OAuth authorizations of a Heroku account
version_added: 1.0.0
description:
  - Returns what may act for the account, with which scope and for how long, without its tokens.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  description:
    description:
      - Only the authorizations with this description. One that does not exist gives an empty list.
    type: str
  id:
    description:
      - Only the authorization with this ID.
    type: str
  team:
    description:
      - The name or ID of a team whose authorizations are meant, which only its admins may see. Without it, they are
        those of the account. It does not matter with O(id).
    type: str
seealso:
  - module: community.heroku.heroku_oauth_authorization
"""

EXAMPLES = r"""
- name: What may act for the account
  community.heroku.heroku_oauth_authorization_info:
  register: heroku

- name: Those that may do everything, and do not expire
  ansible.builtin.debug:
    msg: >-
      {{ heroku.oauth_authorizations | selectattr('access_token') | selectattr('scope', 'contains', 'global')
      | selectattr('access_token.expires_in', 'none') | map(attribute='description') }}

- name: What may act for a team
  community.heroku.heroku_oauth_authorization_info:
    team: acme
  register: heroku

- name: How long a token lives
  community.heroku.heroku_oauth_authorization_info:
    description: deployment
  register: heroku
"""

RETURN = r"""
oauth_authorizations:
  description: The authorizations as Heroku shows them, without their tokens, sorted by description.
  returned: success
  type: list
  elements: dict
  contains:
    access_token:
      description:
        - The token of a direct authorization. Its C(token) is always V(null), its C(expires_in) how many seconds it has
          left, or V(null) when it does not expire.
      type: dict
      sample: {expires_in: 2592000, id: 01234567-89ab-cdef-0123-456789abcdef, token: null}
    client:
      description: The OAuth client that it is for.
      type: dict
      sample: null
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    description:
      description: What it is for.
      type: str
      sample: monitoring
    grant:
      description: What the OAuth client exchanges for tokens, right after it was made. Its C(code) is always V(null).
      type: dict
      sample: null
    id:
      description: Its ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    refresh_token:
      description: What the OAuth client gets another access token with. Its C(token) is always V(null).
      type: dict
      sample: null
    scope:
      description: What its token may do.
      type: list
      elements: str
      sample: [read]
    session:
      description: The session that it belongs to.
      type: dict
      sample: null
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    user:
      description: The account that it acts for.
      type: dict
      sample: {email: ops@example.com, full_name: Operations, id: 01234567-89ab-cdef-0123-456789abcdef}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_authorization import OauthAuthorization

MODULE = InfoModule(OauthAuthorization)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
