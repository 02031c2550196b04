#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_app_setup_info
short_description: Look up how far the set-up of an app on Heroku is
version_added: 1.0.0
description:
  - Returns a set-up that M(community.heroku.heroku_app_setup) started, or anything else.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  id:
    description:
      - The set-up's ID. Heroku has no list of them. One that does not exist gives an empty list.
    type: str
    required: true
notes:
  - What the C(postdeploy) script printed is returned as it is. Set C(no_log) on the task if it prints secrets.
seealso:
  - module: community.heroku.heroku_app_setup
"""

EXAMPLES = r"""
- name: Start a set-up
  community.heroku.heroku_app_setup:
    app:
      name: example
    path: "{{ playbook_dir }}/app"
    wait: false
  register: started

- name: Wait until it is over
  community.heroku.heroku_app_setup_info:
    id: "{{ started.app_setup.id }}"
  register: heroku
  until: heroku.app_setups[0].status != 'pending'
  retries: 60
  delay: 10
"""

RETURN = r"""
app_setups:
  description: The set-up as Heroku shows it, but without the address of its build's log.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    build:
      description: The build of the source; V(null) until there is one.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, status: succeeded}
    created_at:
      description: When it began.
      type: str
      sample: "2026-11-21T10:00:00Z"
    failure_message:
      description: Why it failed; V(null) otherwise.
      type: str
      sample: null
    id:
      description: The set-up's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    manifest_errors:
      description: What is wrong with the C(app.json).
      type: list
      elements: str
      sample: []
    postdeploy:
      description: What the C(postdeploy) script printed, and its exit code; V(null) when it did not run.
      type: dict
      sample: {exit_code: 0, output: "Seeded 3 tables\n"}
    resolved_success_url:
      description: The page that the C(app.json) wants to be shown in the end.
      type: str
      sample: https://example-0a1b2c3d4e5f.herokuapp.com/welcome
    status:
      description: V(pending), V(succeeded) or V(failed).
      type: str
      sample: succeeded
    updated_at:
      description: When it last changed.
      type: str
      sample: "2026-11-21T10:02:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.app_setup import AppSetup

MODULE = InfoModule(AppSetup)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
