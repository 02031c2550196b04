#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_oauth_client
short_description: Manage OAuth clients on Heroku
version_added: 1.0.0
description:
  - Registers an application that people can let act for them, changes it, gives it a new secret, or removes it,
    which ends all that people let it do.
  - Results never hold a secret that was there before the task. A new one is RV(secret), if O(show_secret) is set.
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
      - With O(rotate_credentials=true), each run creates another secret.
options:
  name:
    description:
      - What people see when they are asked. It identifies the client unless O(id) does, so keep it unique.
    type: str
  id:
    description:
      - The client's ID, to change its O(name), or where several have one name.
    type: str
  redirect_uri:
    description:
      - Where people are sent back to when they have agreed. Required to create a client.
    type: str
  rotate_credentials:
    description:
      - Whether to give the client another secret, each time the task is run, so that the task always reports a change.
        The old one ends at once.
    type: bool
    default: false
  show_secret:
    description:
      - Whether to return the secret that the task created, as RV(secret). It is not masked, so set C(no_log) on the
        task.
      - A secret that was created before is never returned. O(rotate_credentials) is the way to get another one.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_oauth_client_info
  - module: community.heroku.heroku_oauth_token
  - name: OAuth at Heroku
    description: How an application gets people's agreement.
    link: https://devcenter.heroku.com/articles/oauth
"""

EXAMPLES = r"""
- name: Register an application
  community.heroku.heroku_oauth_client:
    name: our dashboard
    redirect_uri: https://dashboard.example.com/auth/heroku/callback
    show_secret: true
  register: heroku
  no_log: true

- name: Give it its credentials, if they are new
  community.heroku.heroku_config:
    app: our-dashboard
    config:
      HEROKU_OAUTH_ID: "{{ heroku.oauth_client.id }}"
      HEROKU_OAUTH_SECRET: "{{ heroku.secret }}"
  when: heroku.secret is not none

- name: Have people sent elsewhere
  community.heroku.heroku_oauth_client:
    name: our dashboard
    redirect_uri: https://www.example.com/auth/heroku/callback

- name: Change its secret
  community.heroku.heroku_oauth_client:
    name: our dashboard
    rotate_credentials: true
    show_secret: true
  register: heroku
  no_log: true

- name: Rename it
  community.heroku.heroku_oauth_client:
    id: 01234567-89ab-cdef-0123-456789abcdef
    name: the dashboard

- name: Take it away
  community.heroku.heroku_oauth_client:
    name: the dashboard
    state: absent
"""

RETURN = r"""
oauth_client:
  description: The client as Heroku shows it, without its secret. V(null) when it does not exist.
  returned: success
  type: dict
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
secret:
  description: The secret that the task made, with O(show_secret), else V(null).
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
from ansible_collections.community.heroku.plugins.module_utils._resources.oauth_client import OauthClient

MODULE = ManagingModule(OauthClient)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
