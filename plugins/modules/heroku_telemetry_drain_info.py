#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_telemetry_drain_info
short_description: Look up telemetry drains of apps and spaces on Heroku
version_added: 1.0.0
description:
  - Returns the telemetry drains of an app or a space, or one of them.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  app:
    description:
      - The name or ID of an app.
      - One of O(app) and O(space) is required.
    type: str
  space:
    description:
      - The name or ID of a space.
    type: str
  id:
    description:
      - The ID of one drain. A drain that does not exist gives an empty list.
    type: str
  endpoint:
    description:
      - Only the drains that send there.
    type: str
seealso:
  - module: community.heroku.heroku_telemetry_drain
"""

EXAMPLES = r"""
- name: Where the telemetry of an app goes
  community.heroku.heroku_telemetry_drain_info:
    app: example
  register: heroku

- name: What is sent to which collector
  ansible.builtin.debug:
    msg: "{{ item.exporter.endpoint }}: {{ item.signals | join(', ') }}"
  loop: "{{ heroku.telemetry_drains }}"
  loop_control:
    label: "{{ item.id }}"

- name: Those of a space
  community.heroku.heroku_telemetry_drain_info:
    space: example-space
  register: heroku
"""

RETURN = r"""
telemetry_drains:
  description: The drains as Heroku shows them, except for the values of their headers, sorted by endpoint.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: When the drain was added.
      type: str
      sample: "2026-11-21T10:00:00Z"
    exporter:
      description: Where and how it sends. The values of its headers are masked.
      type: dict
      sample:
        endpoint: https://otel.example.com:4318
        headers: {X-Api-Key: (hidden)}
        type: otlphttp
    id:
      description: The drain's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    owner:
      description: The ID of the app or space, and which of them it is.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, type: app}
    signals:
      description: What it sends.
      type: list
      elements: str
      sample: [traces, metrics, logs]
    updated_at:
      description: When the drain was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.telemetry_drain import TelemetryDrain

MODULE = InfoModule(TelemetryDrain)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
