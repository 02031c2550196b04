#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_log
short_description: Read the log of an app on Heroku
version_added: 1.0.0
description:
  - Returns the last lines of an app's log, or waits for a line that says something, and shows the log until then.
  - It changes nothing, and does the same in check mode.
  - Heroku keeps the last 1500 lines. To have them all, use M(community.heroku.heroku_drain).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  dyno:
    description:
      - Only the lines about this dyno, such as V(web.1), or of V(router).
    type: str
  type:
    description:
      - Only the lines about dynos of this process type.
    type: str
  source:
    description:
      - Only the lines that the app wrote (V(app)), or that Heroku wrote (V(heroku)).
      - What people and deploys do is in lines of V(app) about the dyno V(api).
    type: str
  lines:
    description:
      - How many lines of the past to begin with, from V(0) to V(1500).
      - The log of an app of the Fir generation has no history; only O(wait_for) is useful there.
    type: int
    default: 100
  wait_for:
    description:
      - A regular expression. The task waits until it matches anywhere in a line, of the past lines, too; with
        O(lines=0), only new lines count.
    type: str
  wait_timeout:
    description:
      - How many seconds O(wait_for) waits at most. Then the task fails.
    type: int
    default: 300
seealso:
  - module: community.heroku.heroku_drain
  - module: community.heroku.heroku_dyno
  - module: community.heroku.heroku_run
"""

EXAMPLES = r"""
- name: What the app said last
  community.heroku.heroku_log:
    app: example
    source: app
    lines: 20
  register: heroku

- name: Why a dyno crashed
  community.heroku.heroku_log:
    app: example
    dyno: web.1
  register: heroku

- name: Wait until the server listens
  community.heroku.heroku_log:
    app: example
    type: web
    wait_for: Listening on port [0-9]+
    wait_timeout: 120
"""

RETURN = r"""
lines:
  description: The lines, oldest first, up to the last 1500.
  returned: success, and when none matched in time
  type: list
  elements: str
  sample: ["2026-11-21T10:00:00.123456+00:00 app[web.1]: Listening on port 3000"]
matched:
  description: The line that matched O(wait_for); V(null) without it.
  returned: success
  type: str
  sample: "2026-11-21T10:00:00.123456+00:00 app[web.1]: Listening on port 3000"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.log import Log

MODULE = InfoModule(Log)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
