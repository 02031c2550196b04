#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_app_info
short_description: Look up apps on Heroku
version_added: 1.0.0
description:
  - Returns one app, or all apps that the token's account can see.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - The name or ID of one app. An app that does not exist gives an empty list.
    type: str
  team:
    description:
      - Only apps of this team, by name or ID; also those that the account has not joined, of which the team tells less.
        What it does not tell is V(null).
    type: str
  space:
    description:
      - Only apps in this Private Space, by name or ID.
    type: str
seealso:
  - module: community.heroku.heroku_app
  - plugin: community.heroku.heroku
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: All apps
  community.heroku.heroku_app_info:
  register: heroku

- name: The apps of a team
  community.heroku.heroku_app_info:
    team: acme
  register: heroku

- name: Stop unless the app exists
  community.heroku.heroku_app_info:
    name: example
  register: heroku
  failed_when: heroku.apps | length == 0
"""

RETURN = r"""
apps:
  description: The apps as Heroku shows them.
  returned: success
  type: list
  elements: dict
  contains:
    acm:
      description: Whether Heroku looks after the certificates of the app's domains.
      type: bool
      sample: false
    archived_at:
      description: When the app was archived.
      type: str
      sample: null
    build_stack:
      description: The stack that the next build is for.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-24}
    buildpack_provided_description:
      description: What the buildpack calls the app.
      type: str
      sample: Python
    created_at:
      description: When the app was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    generation:
      description: The generation of the platform that the app runs on.
      type: raw
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: cedar}
    git_url:
      description: Where Git pushes deploy to.
      type: str
      sample: https://git.heroku.com/example.git
    id:
      description: The app's ID, which never changes.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    internal_routing:
      description: Whether the app can be reached only from inside its Private Space; V(null) outside of one.
      type: bool
      sample: null
    locked:
      description: Whether only invited members of the team can join the app. Only there when
        O(community.heroku.heroku_app#module:locked) is given.
      type: bool
      sample: false
    maintenance:
      description: Whether the app shows a maintenance page.
      type: bool
      sample: false
    name:
      description: The app's name.
      type: str
      sample: example
    organization:
      description: The owning team under its former name.
      type: dict
      sample: null
    owner:
      description: The owner; for a team's app, an address that represents the team.
      type: dict
      sample: {email: ops@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    region:
      description: The app's region.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: eu}
    released_at:
      description: When the last release was created.
      type: str
      sample: "2026-11-21T10:00:02Z"
    repo_size:
      description: The size of the Git repository in bytes.
      type: int
      sample: null
    slug_size:
      description: The size of the slug in bytes; V(null) before the first deployment.
      type: int
      sample: null
    space:
      description: The Private Space that the app is in.
      type: dict
      sample: null
    stack:
      description: The stack that the app runs on.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-24}
    team:
      description: The owning team.
      type: dict
      sample: null
    updated_at:
      description: When the app was last changed.
      type: str
      sample: "2026-11-21T10:00:02Z"
    web_url:
      description: Where the app answers. It cannot be derived from the name.
      type: str
      sample: https://example-0a1b2c3d4e5f.herokuapp.com/
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
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App

MODULE = InfoModule(App)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
