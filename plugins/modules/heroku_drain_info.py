#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_drain_info
short_description: Look up log drains of apps on Heroku
version_added: 1.0.0
description:
  - Returns the log drains of an app, those of its add-ons included, or one of them.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  url:
    description:
      - The address of one drain. A drain that does not exist gives an empty list.
    type: str
  token:
    description:
      - The token of one drain.
    type: str
  id:
    description:
      - The ID of one drain.
    type: str
  show_url:
    description:
      - Whether to return the whole addresses. They hold credentials and are not masked, so set C(no_log) on the task.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_drain
"""

EXAMPLES = r"""
- name: Where the logs of an app go
  community.heroku.heroku_drain_info:
    app: example
  register: heroku

- name: Drains that no add-on looks after
  ansible.builtin.debug:
    msg: "{{ heroku.drains | rejectattr('addon') | map(attribute='host') }}"

- name: Copy the drains of one app to another
  community.heroku.heroku_drain_info:
    app: example
    show_url: true
  register: heroku
  no_log: true

- name: Add them
  community.heroku.heroku_drain:
    app: example-staging
    url: "{{ item }}"
  loop: "{{ heroku.drains | rejectattr('addon') | map(attribute='url') }}"
  no_log: true
"""

RETURN = r"""
drains:
  description: The drains as Heroku shows them, except for their addresses, by which they are sorted.
  returned: success
  type: list
  elements: dict
  contains:
    addon:
      description: The add-on that brought the drain along; V(null) for one that was added.
      type: dict
      sample: null
    app:
      description: The app whose logs are sent.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    created_at:
      description: When the drain was added.
      type: str
      sample: "2026-11-21T10:00:00Z"
    host:
      description: The host, and the port if there is one, of the drain's address.
      type: str
      sample: logs.example.com:6514
    id:
      description: The drain's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    scheme:
      description: The scheme of the drain's address.
      type: str
      sample: syslog+tls
    token:
      description: What identifies the drain in the lines that the receiver gets.
      type: str
      sample: d.01234567-89ab-cdef-0123-456789abcdef
    updated_at:
      description: When the drain was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    url:
      description: The whole address with M(community.heroku.heroku_drain_info) and C(show_url), else V(null).
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils._resources.drain import Drain

MODULE = InfoModule(Drain)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
