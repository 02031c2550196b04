#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_dyno_info
short_description: Look up the dynos of an app on Heroku
version_added: 1.0.0
description:
  - Returns the dynos of an app with what they run and their state, one-off dynos included.
  - The command of a one-off dyno is shown as it was given.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  dyno:
    description:
      - Only this dyno, by name or ID. One that does not exist gives an empty list.
    type: str
  type:
    description:
      - Only the dynos of this process type; those of one-off commands are V(run).
    type: str
seealso:
  - module: community.heroku.heroku_dyno
  - module: community.heroku.heroku_formation_info
"""

EXAMPLES = r"""
- name: All dynos
  community.heroku.heroku_dyno_info:
    app: example
  register: heroku

- name: Fail when one of them crashed
  community.heroku.heroku_dyno_info:
    app: example
  register: heroku
  failed_when: heroku.dynos | selectattr('state', 'equalto', 'crashed') | list != []

- name: Which one-off commands are running
  community.heroku.heroku_dyno_info:
    app: example
    type: run
  register: heroku
"""

RETURN = r"""
dynos:
  description: The dynos as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    command:
      description: The command that it runs.
      type: str
      sample: bin/web
    created_at:
      description: When it was started.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The dyno's ID; another one after each start.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The dyno's name.
      type: str
      sample: web.1
    release:
      description: The release that it runs.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, version: 12}
    size:
      description: The dyno's size.
      type: str
      sample: Standard-1X
    state:
      description: V(starting), V(up), V(idle), V(crashed) or V(down).
      type: str
      sample: up
    type:
      description: The process type; V(run) for most one-off dynos.
      type: str
      sample: web
    updated_at:
      description: When its state last changed.
      type: str
      sample: "2026-11-21T10:00:05Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.dyno import Dyno

MODULE = InfoModule(Dyno)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
