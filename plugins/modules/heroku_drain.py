#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_drain
short_description: Manage log drains of apps on Heroku
version_added: 1.0.0
description:
  - Adds a log drain, which sends the logs of an app to a service that collects them, or removes one.
  - A drain cannot be changed. To have the logs sent elsewhere, add a new drain, then remove the old one.
  - Drains that an add-on brought along are never touched.
  - The address of a drain holds credentials, so nothing of it is shown except for its scheme and host.
  - For apps of the Fir generation, use M(community.heroku.heroku_telemetry_drain).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.state
options:
  url:
    description:
      - Where the logs are sent, such as V(syslog+tls://logs.example.com:6514) or
        V(https://user:password@logs.example.com/intake).
      - It is compared exactly, except for upper and lower case in scheme and host.
      - Required to add a drain.
    type: str
  token:
    description:
      - The drain's token, to remove a drain whose address is not known. It identifies the drain in what the receiver
        gets.
    type: str
  id:
    description:
      - The drain's ID, to remove a drain whose address is not known.
    type: str
seealso:
  - module: community.heroku.heroku_drain_info
  - module: community.heroku.heroku_telemetry_drain
"""

EXAMPLES = r"""
- name: Send the logs to a collector
  community.heroku.heroku_drain:
    app: example
    url: syslog+tls://logs.example.com:6514
  register: heroku

- name: Tell the collector which token the app's lines have
  ansible.builtin.uri:
    url: https://logs.example.com/sources
    method: POST
    body_format: json
    body:
      name: example
      token: "{{ heroku.drain.token }}"

- name: Send the logs to a service that wants a password
  community.heroku.heroku_drain:
    app: example
    url: "https://example:{{ vault_logs_password }}@logs.example.com/intake"

- name: Do not send them there any more
  community.heroku.heroku_drain:
    app: example
    url: "https://example:{{ vault_logs_password }}@logs.example.com/intake"
    state: absent

- name: Take away a drain whose address nobody knows
  community.heroku.heroku_drain:
    app: example
    token: d.01234567-89ab-cdef-0123-456789abcdef
    state: absent
"""

RETURN = r"""
drain:
  description: The drain as Heroku shows it, except for its address. V(null) when it does not exist.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.drain import Drain

MODULE = ManagingModule(Drain)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
