#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_webhook_info
short_description: Look up webhooks of apps on Heroku
version_added: 1.0.0
description:
  - Returns the webhooks of an app, or one of them, and what they delivered.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  url:
    description:
      - Only the webhooks with this URL. One that does not exist gives empty lists.
    type: str
  id:
    description:
      - Only the webhook with this ID.
    type: str
  deliveries:
    description:
      - How many of the newest deliveries to return, from V(0) to V(1000). With O(url) or O(id), those to that webhook
        among the newest 1000 of the app.
    type: int
    default: 0
  events:
    description:
      - How many of the newest events to return, from V(0) to V(1000). With O(url) or O(id), those that the webhook is
        for.
      - Heroku lists all events of an app that it still has, so this takes a request for each 1000 of them.
    type: int
    default: 0
seealso:
  - module: community.heroku.heroku_webhook
"""

EXAMPLES = r"""
- name: Who is notified of what
  community.heroku.heroku_webhook_info:
    app: example
  register: heroku

- name: The newest deliveries
  community.heroku.heroku_webhook_info:
    app: example
    url: https://hooks.example.com/heroku
    deliveries: 20
  register: heroku

- name: Those that failed
  ansible.builtin.debug:
    msg: "{{ heroku.deliveries | selectattr('status', 'equalto', 'failed') }}"

- name: What happened last
  community.heroku.heroku_webhook_info:
    app: example
    events: 1
  register: heroku
"""

RETURN = r"""
webhooks:
  description: The webhooks as Heroku shows them, sorted by URL.
  returned: success
  type: list
  elements: dict
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
deliveries:
  description: The newest deliveries as Heroku shows them, the newest first, as many as O(deliveries) says.
  returned: success
  type: list
  elements: dict
  sample:
    - created_at: "2026-11-21T10:00:00Z"
      event: {id: 01234567-89ab-cdef-0123-456789abcdef, include: "api:release"}
      id: 01234567-89ab-cdef-0123-456789abcdef
      last_attempt:
        code: 200
        created_at: "2026-11-21T10:00:00Z"
        error_class: null
        id: 01234567-89ab-cdef-0123-456789abcdef
        status: succeeded
        updated_at: "2026-11-21T10:00:00Z"
      next_attempt_at: null
      num_attempts: 1
      status: succeeded
      updated_at: "2026-11-21T10:00:00Z"
      webhook: {id: 01234567-89ab-cdef-0123-456789abcdef, level: notify}
events:
  description:
    - The newest events as Heroku shows them, the newest first, as many as O(events) says. Those of one second are in no
      particular order.
    - Signed addresses, such as that of a build's log, are left out of their data.
  returned: success
  type: list
  elements: dict
  sample:
    - created_at: "2026-11-21T10:00:00Z"
      id: 01234567-89ab-cdef-0123-456789abcdef
      include: "api:release"
      payload:
        action: create
        actor: {email: me@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
        data: {version: 11}
        previous_data: {}
        resource: release
        version: "application/vnd.heroku+json; version=3"
      updated_at: "2026-11-21T10:00:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.webhook import Webhook

MODULE = InfoModule(Webhook)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
