#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_app_setup
short_description: Set up apps on Heroku from an app.json
version_added: 1.0.0
description:
  - Creates an app and, in one go, whatever the C(app.json) at the top of its source says that it needs. Heroku sets its
    config vars, buys its add-ons, builds and releases it, scales it, and runs its C(postdeploy) script.
  - The log of the build is shown as it is written, and problems in the C(app.json) are reported.
  - An app is set up once. Of an app that exists already, nothing is set up again and nothing is compared; use
    M(community.heroku.heroku_config), M(community.heroku.heroku_build) and the other modules to change it.
  - Heroku knows a set-up by its ID only, so nobody can tell how an app that exists was created. If something
    was deployed to it, it counts as set up. If nothing was yet, the task waits for the build that is under way, as
    after an interrupted run, and fails if there is none or it failed.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.source
options:
  app:
    description:
      - The app that should be created.
    type: dict
    required: true
    suboptions:
      name:
        description:
          - What it is called, which also tells whether it was set up already.
        type: str
        required: true
      organization:
        description:
          - The name or ID of the team that should own it.
          - An empty string counts as not given.
        type: str
        aliases: [team]
      personal:
        description:
          - Whether it should be the account's own even if the account has a default team.
          - Mutually exclusive with O(app.organization).
        type: bool
      space:
        description:
          - The name or ID of the Private Space that it is created in.
          - An empty string counts as not given.
        type: str
      region:
        description:
          - The name or ID of the region that it is created in, such as V(eu).
          - An empty string counts as not given.
        type: str
      stack:
        description:
          - The name or ID of the stack that it is built for. Without it, C(app.json) or Heroku decides.
          - An empty string counts as not given.
        type: str
      locked:
        description:
          - Whether only invited members of the team can join it.
        type: bool
  path:
    description:
      - A directory with the source, or a gzipped tar of it (C(.tar.gz), C(.tgz)), on the host where the task runs, as
        in O(community.heroku.heroku_build#module:path).
      - An C(app.json) that is missing, no valid JSON, or lacks a value fails before anything is sent.
      - Mutually exclusive with O(url).
    type: path
  url:
    description:
      - The address of a gzipped tar that Heroku can download. Only C(https) is accepted, except for a loopback address,
        such as that of the simulator. It may hold a signature or a token, so it is never shown.
      - Mutually exclusive with O(path).
    type: str
  checksum:
    description:
      - The SHA-256 of what O(url) points to, as V(SHA256:) and 64 hexadecimal digits. Heroku refuses to build anything
        else.
      - For O(path) it is computed.
      - An empty string counts as not given.
    type: str
  version:
    description:
      - What the source is called, such as the commit or a tag. Heroku shows it with the release.
      - An empty string counts as not given.
    type: str
  overrides:
    description:
      - What should differ from C(app.json).
    type: dict
    suboptions:
      env:
        description:
          - Config vars by name, in addition to those of C(app.json) and in place of those of the same name. The values
            are secrets, and never shown.
        type: dict
      buildpacks:
        description:
          - The buildpacks to use in place of those in C(app.json), in their order.
        type: list
        elements: str
  wait:
    description:
      - Whether to wait until the app is set up, and to fail when that fails.
    type: bool
    default: true
  wait_timeout:
    description:
      - How many seconds to wait at most for the build, and then for what comes after it. A task that gives up
        fails; running it again goes on waiting for the build.
    type: int
    default: 1200
notes:
  - Heroku may leave an app behind whose set-up failed. Delete it with M(community.heroku.heroku_app) before the next
    attempt.
  - What the C(postdeploy) script prints is returned; the values in O(overrides.env) are masked in it.
seealso:
  - module: community.heroku.heroku_app_setup_info
  - module: community.heroku.heroku_app
  - module: community.heroku.heroku_build
  - name: app.json Schema
    description: What an app.json can say.
    link: https://devcenter.heroku.com/articles/app-json-schema
"""

EXAMPLES = r"""
- name: Set an app up from the directory beside the playbook
  community.heroku.heroku_app_setup:
    app:
      name: example
      region: eu
    path: "{{ playbook_dir }}/app"
  register: setup

- name: What its postdeploy script said
  ansible.builtin.debug:
    var: setup.app_setup.postdeploy.output
  when: setup is changed

- name: Set up an app of a team from GitHub, with values of its own
  community.heroku.heroku_app_setup:
    app:
      name: example-demo
      team: acme
      locked: true
    url: https://github.com/acme/example/archive/refs/tags/v1.3.0.tar.gz
    version: v1.3.0
    overrides:
      env:
        SECRET_KEY: "{{ vault_secret_key }}"
        LOG_LEVEL: debug
      buildpacks:
        - heroku/python

- name: Start it, and look later
  community.heroku.heroku_app_setup:
    app:
      name: example-later
    path: /srv/artifacts/example.tar.gz
    wait: false
  register: setup
"""

RETURN = r"""
app:
  description: The app.
  returned: success, and when the set-up failed
  type: dict
  sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
app_setup:
  description:
    - The set-up as Heroku shows it, but without the address of its build's log. V(null) when the app was there already.
  returned: success, and when the set-up failed
  type: dict
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
output:
  description: The log of the build, its last 1000 lines. V(null) when the task did not wait for one.
  returned: success, and when the set-up failed
  type: list
  elements: str
  sample: ["-----> Python app detected", "-----> Launching...", "       Released v5"]
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
from ansible_collections.community.heroku.plugins.module_utils._resources.app_setup import AppSetup

MODULE = ManagingModule(AppSetup, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
