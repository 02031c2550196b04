#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_formation_info
short_description: Look up the process types of an app on Heroku
version_added: 1.0.0
description:
  - Returns the process types of an app with the quantity and size of their dynos.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  type:
    description:
      - Only this process type, by name or ID. One that the app does not have gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_formation
"""

EXAMPLES = r"""
- name: What the app runs
  community.heroku.heroku_formation_info:
    app: example
  register: heroku

- name: How many web dynos
  community.heroku.heroku_formation_info:
    app: example
    type: web
  register: heroku

- name: Stop unless it is running
  ansible.builtin.assert:
    that: heroku.formation | map(attribute='quantity') | sum > 0
"""

RETURN = r"""
formation:
  description: The process types as Heroku shows them, by name. Empty before the first release with code.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    command:
      description: The command that the dynos run.
      type: str
      sample: gunicorn example.wsgi
    created_at:
      description: When the process type first came with a release.
      type: str
      sample: "2026-11-21T10:00:00Z"
    dyno_size:
      description: The size of the dynos.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: Standard-1X}
    id:
      description: The ID of the process type.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    quantity:
      description: How many dynos run.
      type: int
      sample: 2
    size:
      description: The name of the size, as Heroku writes it.
      type: str
      sample: Standard-1X
    type:
      description: The process type.
      type: str
      sample: web
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:02Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.formation import Formation

MODULE = InfoModule(Formation)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
