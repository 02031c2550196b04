#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_telemetry_drain
short_description: Manage telemetry drains of apps and spaces on Heroku
version_added: 1.0.0
description:
  - Adds a telemetry drain, which sends OpenTelemetry traces, metrics and logs to a collector, changes it, or removes
    it.
  - These are for apps and spaces of the Fir generation. M(community.heroku.heroku_drain) is for the logs of others.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.state
options:
  app:
    description:
      - The name or ID of the app whose telemetry is sent.
      - One of O(app) and O(space) is required.
    type: str
  space:
    description:
      - The name or ID of the space whose apps' telemetry is sent.
    type: str
  id:
    description:
      - The drain's ID, to change its O(endpoint), or where there are several with one endpoint.
      - One of O(id) and O(endpoint) is required.
    type: str
  endpoint:
    description:
      - The collector's address, such as V(https://otel.example.com:4318) for O(exporter_type=otlphttp) or
        V(otel.example.com:4317) for O(exporter_type=otlp). It identifies the drain unless O(id) does.
      - It is shown in results, so it must not hold credentials. O(headers) is for them.
    type: str
  exporter_type:
    description:
      - How to send, V(otlphttp) for OTLP over HTTP or V(otlp) for OTLP over gRPC.
      - Required to add a drain.
    type: str
    choices: [otlphttp, otlp]
  headers:
    description:
      - The headers to send with it, all of them, at most 20. V({}) removes all of them.
      - Their values are secrets, and shown nowhere.
    type: dict
  signals:
    description:
      - What to send. The order does not matter.
      - Required to add a drain.
    type: list
    elements: str
    choices: [traces, metrics, logs]
seealso:
  - module: community.heroku.heroku_telemetry_drain_info
  - module: community.heroku.heroku_drain
"""

EXAMPLES = r"""
- name: Send everything of an app to a collector
  community.heroku.heroku_telemetry_drain:
    app: example
    endpoint: https://otel.example.com:4318
    exporter_type: otlphttp
    headers:
      X-Api-Key: "{{ vault_otel_key }}"
    signals:
      - traces
      - metrics
      - logs

- name: Send traces only from now on
  community.heroku.heroku_telemetry_drain:
    app: example
    endpoint: https://otel.example.com:4318
    signals:
      - traces

- name: Send the metrics of all apps of a space, over gRPC
  community.heroku.heroku_telemetry_drain:
    space: example-space
    endpoint: otel.example.com:4317
    exporter_type: otlp
    signals:
      - metrics

- name: Send them elsewhere
  community.heroku.heroku_telemetry_drain:
    space: example-space
    id: 01234567-89ab-cdef-0123-456789abcdef
    endpoint: otel.example.net:4317

- name: Take a drain away
  community.heroku.heroku_telemetry_drain:
    app: example
    endpoint: https://otel.example.com:4318
    state: absent
"""

RETURN = r"""
telemetry_drain:
  description: The drain as Heroku shows it, except for the values of its headers. V(null) when it does not exist.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.telemetry_drain import TelemetryDrain

MODULE = ManagingModule(TelemetryDrain)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
