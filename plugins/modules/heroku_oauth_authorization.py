#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_oauth_authorization
short_description: Manage OAuth authorizations of a Heroku account, and so API tokens
version_added: 1.0.0
description:
  - Creates an authorization, whose token acts for the account within its scope, gives it a new token, changes its
    description, or removes it, which ends the token.
  - With O(client), the authorization is for an OAuth client, which exchanges a code for its tokens.
  - Results never hold a token that was there before the task. A new one is RV(token), if O(show_token) is set.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.state
attributes:
  idempotent:
    support: partial
    details:
      - With O(regenerate=true), each run creates another token.
options:
  description:
    description:
      - What the authorization is for. It identifies the authorization unless O(id) does, so keep it unique.
    type: str
  id:
    description:
      - The authorization's ID, to change its O(description), or where several have one description.
    type: str
  team:
    description:
      - The name or ID of a team whose authorizations are meant, which only its admins may see. Without it, they are
        those of the account. It does not matter with O(id).
    type: str
  scope:
    description:
      - What the token may do. The order does not matter. Give a token the least it needs.
      - V(identity) shows the account. V(read) and V(write) are about apps without their config vars, which
        V(read-protected) and V(write-protected) include. V(global) is everything, the account too.
      - Required to create an authorization. It cannot be changed later.
    type: list
    elements: str
    choices: [global, identity, read, write, read-protected, write-protected]
  expires_in:
    description:
      - How many seconds the token should live. Without it, it does not expire.
      - It cannot be changed later. A token that lasts longer than this is an error; one that has less time left is not.
    type: int
  client:
    description:
      - The ID of the OAuth client that the authorization is for. Without it, only direct authorizations are looked at,
        which are those of no client.
    type: str
  regenerate:
    description:
      - Whether to revoke the token and create another one each time the task is run, so that the task always reports a
        change.
    type: bool
    default: false
  regenerate_within:
    description:
      - Create another token if the present one has expired, or will within this many seconds.
      - A new token lives as long as the first one did.
    type: int
  show_token:
    description:
      - Whether to return the token that the task created, as RV(token), or the code for O(client), as RV(code). They
        are not masked, so set C(no_log) on the task.
      - A token that was created before is never returned. O(regenerate) is the way to get another one.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_oauth_authorization_info
  - module: community.heroku.heroku_oauth_client
  - module: community.heroku.heroku_oauth_token
  - name: OAuth at Heroku
    description: What the scopes mean.
    link: https://devcenter.heroku.com/articles/oauth
"""

EXAMPLES = r"""
- name: Make a token that a monitoring system can look at apps with
  community.heroku.heroku_oauth_authorization:
    description: monitoring
    scope:
      - read
    show_token: true
  register: heroku
  no_log: true

- name: Hand it over, if it is a new one
  ansible.builtin.copy:
    content: "{{ heroku.token }}"
    dest: /etc/monitoring/heroku-token
    owner: monitoring
    mode: "0400"
  when: heroku.token is not none
  no_log: true

- name: Keep a token that lives for 90 days, and renew it in its last week
  community.heroku.heroku_oauth_authorization:
    description: deployment
    scope:
      - write-protected
    expires_in: 7776000
    regenerate_within: 604800
    show_token: true
  register: heroku
  no_log: true

- name: Make another token, since the present one leaked
  community.heroku.heroku_oauth_authorization:
    description: deployment
    regenerate: true
    show_token: true
  register: heroku
  no_log: true

- name: Describe an authorization in another way
  community.heroku.heroku_oauth_authorization:
    id: 01234567-89ab-cdef-0123-456789abcdef
    description: deployment of the shop

- name: Authorize an OAuth client, and get the code that it exchanges for tokens
  community.heroku.heroku_oauth_authorization:
    description: our dashboard
    scope:
      - identity
    client: 01234567-89ab-cdef-0123-456789abcdef
    show_token: true
  register: heroku
  no_log: true

- name: Create a token for a team
  community.heroku.heroku_oauth_authorization:
    description: deployment
    team: acme
    scope:
      - write-protected
    show_token: true
  register: heroku
  no_log: true

- name: Take an authorization away, with its token
  community.heroku.heroku_oauth_authorization:
    description: monitoring
    state: absent
"""

RETURN = r"""
oauth_authorization:
  description: The authorization as Heroku shows it, without its tokens. V(null) when it does not exist.
  returned: success
  type: dict
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
token:
  description: The token that the task made, with O(show_token), else V(null).
  returned: success
  type: str
  sample: null
code:
  description: The code that O(client) exchanges for tokens, if the task made it, with O(show_token), else V(null).
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
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_authorization import OauthAuthorization

MODULE = ManagingModule(OauthAuthorization)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
