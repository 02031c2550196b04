#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_webhook
short_description: Manage webhooks of apps on Heroku
version_added: 1.0.0
description:
  - Adds a webhook, by which Heroku tells a server what happens to an app, changes it, or removes it.
  - Heroku never shows the secret and the authorization of a webhook, so they cannot be compared. O(update_secrets)
    says when they are sent.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.state
attributes:
  idempotent:
    support: partial
    details:
      - With O(update_secrets=always), each run sends O(secret) and O(authorization).
options:
  url:
    description:
      - Where the notifications are sent. It identifies the webhook unless O(id) does.
      - It is shown in results, so it must not hold credentials. O(authorization) is for them.
    type: str
  id:
    description:
      - The webhook's ID, to change its O(url), or where an app has several webhooks with one URL.
    type: str
  include:
    description:
      - What to be notified of, such as V(api:release), V(api:build), V(api:app), V(api:addon), V(api:addon-attachment),
        V(api:collaborator), V(api:domain), V(api:dyno), V(api:formation) or V(api:sni-endpoint). The order does not
        matter.
      - Required to create a webhook.
    type: list
    elements: str
  level:
    description:
      - With V(notify), Heroku tries to send a notification once; with V(sync), until it is received, up to a limit.
      - Required to create a webhook.
    type: str
    choices: [notify, sync]
  secret:
    description:
      - What Heroku signs notifications with, in the header C(Heroku-Webhook-Hmac-SHA256).
      - If it is not given when the webhook is created, Heroku makes one up. O(show_secret) is how to get it.
    type: str
  authorization:
    description:
      - The C(Authorization) header to send notifications with. An empty string removes it.
    type: str
  update_secrets:
    description:
      - When O(secret) and O(authorization) are sent. With V(on_create), only when the webhook is created; with
        V(always), each time, so that the task always reports a change if one of them is given.
    type: str
    choices: [on_create, always]
    default: on_create
  show_secret:
    description:
      - Whether to return a secret that Heroku made up, as RV(secret). It is not masked, so set C(no_log) on the task.
      - Heroku shows it when the webhook is created, and never again.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_webhook_info
  - name: App webhooks
    description: What the notifications look like.
    link: https://devcenter.heroku.com/articles/app-webhooks
"""

EXAMPLES = r"""
- name: Get notified of releases
  community.heroku.heroku_webhook:
    app: example
    url: https://hooks.example.com/heroku
    include:
      - api:release
    level: notify
    secret: "{{ vault_webhook_secret }}"

- name: Get notified of builds too, with retries
  community.heroku.heroku_webhook:
    app: example
    url: https://hooks.example.com/heroku
    include:
      - api:release
      - api:build
    level: sync

- name: Change the secret
  community.heroku.heroku_webhook:
    app: example
    url: https://hooks.example.com/heroku
    secret: "{{ vault_new_webhook_secret }}"
    update_secrets: always

- name: Have Heroku make up a secret, and keep it
  community.heroku.heroku_webhook:
    app: example
    url: https://other.example.com/heroku
    include:
      - api:dyno
    level: notify
    show_secret: true
  register: heroku
  no_log: true

- name: Send notifications elsewhere
  community.heroku.heroku_webhook:
    app: example
    id: 01234567-89ab-cdef-0123-456789abcdef
    url: https://new.example.com/heroku

- name: Take a webhook away
  community.heroku.heroku_webhook:
    app: example
    url: https://hooks.example.com/heroku
    state: absent
"""

RETURN = r"""
webhook:
  description: The webhook as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
  contains:
    app:
      description: The app that the webhook is about.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    created_at:
      description: When the webhook was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The webhook's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    include:
      description: What it notifies of.
      type: list
      elements: str
      sample: ["api:release", "api:build"]
    level:
      description: V(notify) or V(sync).
      type: str
      sample: notify
    updated_at:
      description: When the webhook was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    url:
      description: Where the notifications are sent.
      type: str
      sample: https://hooks.example.com/heroku
secret:
  description: The secret that Heroku made up for a new webhook, with O(show_secret), else V(null).
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
from ansible_collections.community.heroku.plugins.module_utils._resources.webhook import Webhook

MODULE = ManagingModule(Webhook)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
