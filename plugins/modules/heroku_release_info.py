#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_release_info
short_description: Look up the releases of an app on Heroku
version_added: 1.0.0
description:
  - Returns the releases of an app, the newest first.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  release:
    description:
      - One release, by its version (V(12) or V(v12)) or its ID. One that does not exist gives an empty list.
      - Mutually exclusive with O(status) and O(current).
    type: str
  limit:
    description:
      - How many releases to return at most, up to V(1000).
    type: int
    default: 10
  status:
    description:
      - Only releases with this status, among the newest 1000.
    type: str
    choices: [expired, failed, pending, succeeded]
  current:
    description:
      - V(true) for only the release that the app runs, V(false) for only the others, among the newest 1000.
    type: bool
  output:
    description:
      - Whether to return what the release phases said, too, as RV(outputs). This takes one more request for each
        release that had one.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_build
  - module: community.heroku.heroku_config_info
  - module: community.heroku.heroku_release
  - module: community.heroku.heroku_slug_info
"""

EXAMPLES = r"""
- name: The last ten releases
  community.heroku.heroku_release_info:
    app: example
  register: heroku

- name: What the app runs
  community.heroku.heroku_release_info:
    app: example
    current: true
  register: heroku

- name: Say so
  ansible.builtin.debug:
    msg: "v{{ heroku.releases[0].version }}: {{ heroku.releases[0].description }}"

- name: One release
  community.heroku.heroku_release_info:
    app: example
    release: v12
  register: heroku

- name: The last release whose release phase failed
  community.heroku.heroku_release_info:
    app: example
    status: failed
    limit: 1
  register: heroku

- name: What the release phase of a release said
  community.heroku.heroku_release_info:
    app: example
    release: v12
    output: true
  register: heroku

- name: Show it
  ansible.builtin.debug:
    var: heroku.outputs['12']
"""

RETURN = r"""
releases:
  description: The releases as Heroku shows them, but without the address of their output, since it lets anybody read
    it.
  returned: success
  type: list
  elements: dict
  contains:
    addon_plan_names:
      description: The plans of the add-ons that the app had.
      type: list
      elements: str
      sample: ["heroku-postgresql:essential-0"]
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    artifacts:
      description: What the release runs.
      type: list
      elements: dict
      sample: [{id: 01234567-89ab-cdef-0123-456789abcdef, type: slug}]
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    current:
      description: Whether the app runs it.
      type: bool
      sample: true
    description:
      description: What changed.
      type: str
      sample: Deploy a5c407e4
    eligible_for_rollback:
      description: Whether the app can go back to it.
      type: bool
      sample: true
    id:
      description: The ID of the release.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    slug:
      description: The slug that it runs; V(null) before the first code.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    status:
      description: V(pending) while the release phase runs, then V(succeeded) or V(failed); or V(expired).
      type: str
      sample: succeeded
    updated_at:
      description: When it last changed.
      type: str
      sample: "2026-11-21T10:00:02Z"
    user:
      description: Who made it.
      type: dict
      sample: {email: ops@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    version:
      description: Its number. The command line writes it with a C(v).
      type: int
      sample: 12
outputs:
  description: What the release phase of each release said, its last 1000 lines, by the number of the release. V(null)
    for one that had none, whose release phase still runs, or whose output Heroku has no longer.
  returned: success with O(output=true)
  type: dict
  sample: {"12": ["Running release v12 commands...", "+ bin/migrate"]}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.release import Release

MODULE = InfoModule(Release)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
