#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_space_log_drain
short_description: Manage the log drain of a Private Space on Heroku
version_added: 1.0.0
description:
  - A space has one log drain for all of its apps, or none. This sets where it sends the logs, or removes it.
  - Heroku may refuse a drain for a space that was created without one; then set
    O(community.heroku.heroku_space#module:log_drain_url) when the space is created. It may also refuse to remove one.
  - The address of a drain holds credentials, so nothing of it is shown except for its scheme and host.
  - For spaces of the Fir generation, use M(community.heroku.heroku_telemetry_drain).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.space
  - community.heroku.heroku.state
options:
  url:
    description:
      - Where the logs are sent, an address that begins with C(https://).
      - It is compared exactly, except for upper and lower case in scheme and host.
      - Required with O(state=present), and ignored otherwise.
    type: str
seealso:
  - module: community.heroku.heroku_space_log_drain_info
  - module: community.heroku.heroku_space
  - module: community.heroku.heroku_drain
  - module: community.heroku.heroku_telemetry_drain
"""

EXAMPLES = r"""
- name: Send the logs of all apps in a space to a collector
  community.heroku.heroku_space_log_drain:
    space: example-space
    url: "https://example:{{ vault_logs_password }}@logs.example.com/intake"

- name: Send them nowhere any more
  community.heroku.heroku_space_log_drain:
    space: example-space
    state: absent
"""

RETURN = r"""
drain:
  description: The drain as Heroku shows it, except for its address. V(null) when there is none.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.space_log_drain import SpaceLogDrain

MODULE = ManagingModule(SpaceLogDrain)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
