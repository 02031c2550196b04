#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_build_info
short_description: Look up the builds of an app on Heroku
version_added: 1.0.0
description:
  - Returns the builds of an app, the newest first.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  build:
    description:
      - The ID of one build. One that does not exist gives an empty list.
      - Mutually exclusive with O(status).
    type: str
  limit:
    description:
      - How many builds to return at most, up to V(1000).
    type: int
    default: 10
  status:
    description:
      - Only builds with this status, among the newest 1000.
    type: str
    choices: [failed, pending, succeeded]
seealso:
  - module: community.heroku.heroku_build
"""

EXAMPLES = r"""
- name: The last ten builds
  community.heroku.heroku_build_info:
    app: example
  register: heroku

- name: The last build that succeeded
  community.heroku.heroku_build_info:
    app: example
    status: succeeded
    limit: 1
  register: heroku

- name: What it was made of
  ansible.builtin.debug:
    msg: "{{ heroku.builds[0].source_blob.version }} by {{ heroku.builds[0].user.email }}"

- name: Wait for a build that another task started
  community.heroku.heroku_build_info:
    app: example
    build: "{{ started.build.id }}"
  register: heroku
  until: heroku.builds[0].status != 'pending'
  retries: 60
  delay: 10
"""

RETURN = r"""
builds:
  description: The builds as Heroku shows them, the newest first.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    buildpacks:
      description: The buildpacks that were used, in their order.
      type: list
      elements: dict
      sample: [{name: heroku/python, url: "urn:buildpack:heroku/python"}]
    created_at:
      description: When the build began.
      type: str
      sample: "2026-11-21T10:00:00Z"
    generation:
      description: The generation of the platform that it was made for.
      type: str
      sample: cedar
    id:
      description: The build's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    release:
      description: The release that the build made; V(null) until it has succeeded.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    slug:
      description: The slug that the build made; V(null) until it has succeeded.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    source_blob:
      description: What it was made of. C(url) is always V(null).
      type: dict
      sample:
        checksum: SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        url: null
        version: v1.3.0
        version_description: null
    stack:
      description: The stack that it was made for.
      type: str
      sample: heroku-24
    status:
      description: V(pending), V(succeeded) or V(failed).
      type: str
      sample: succeeded
    updated_at:
      description: When it last changed.
      type: str
      sample: "2026-11-21T10:01:00Z"
    user:
      description: Who started it.
      type: dict
      sample: {email: ops@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.build import Build

MODULE = InfoModule(Build)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
