#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_log_drain_info
short_description: Look up the log drain of a Private Space on Heroku
version_added: 1.0.0
description:
  - Returns the log drain of a space, if it has one, in one request.
  - The address of a drain holds credentials, so only its scheme and host are returned, unless you ask for more.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.space
options:
  show_url:
    description:
      - Whether to return the whole address, credentials included. Keep the result out of logs with C(no_log).
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_space_log_drain
  - module: community.heroku.heroku_space_info
"""

EXAMPLES = r"""
- name: Where the logs of a space go
  community.heroku.heroku_space_log_drain_info:
    space: example-space
  register: heroku

- name: The host
  ansible.builtin.debug:
    msg: "{{ heroku.drains | map(attribute='host') | first | default('nowhere') }}"

- name: The whole address, to use it for another space
  community.heroku.heroku_space_log_drain_info:
    space: example-space
    show_url: true
  register: heroku
  no_log: true

- name: Use it there
  community.heroku.heroku_space_log_drain:
    space: example-staging
    url: "{{ heroku.drains[0].url }}"
"""

RETURN = r"""
drains:
  description: A list of the one drain, or an empty one.
  returned: success
  type: list
  elements: dict
  contains:
    addon:
      description: Always V(null), since no add-on brings such a drain along.
      type: dict
      sample: null
    app:
      description: Always V(null), since the drain is for all apps of the space.
      type: dict
      sample: null
    created_at:
      description: When the drain was added.
      type: str
      sample: "2026-11-21T10:00:00Z"
    host:
      description: The host, and the port if there is one, of the drain's address.
      type: str
      sample: logs.example.com
    id:
      description: The drain's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    scheme:
      description: The scheme of the drain's address.
      type: str
      sample: https
    token:
      description: What identifies the drain in the lines that the receiver gets.
      type: str
      sample: d.01234567-89ab-cdef-0123-456789abcdef
    updated_at:
      description: When the drain was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    url:
      description: The whole address with M(community.heroku.heroku_space_log_drain_info) and C(show_url), else V(null).
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
from ansible_collections.community.heroku.plugins.module_utils._resources.space_log_drain import SpaceLogDrain

MODULE = InfoModule(SpaceLogDrain)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
