#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_pipeline_promotion
short_description: Promote code within a pipeline on Heroku
version_added: 1.0.0
description:
  - Releases what runs on one app of a pipeline, or what an earlier release of it ran, on other apps of the pipeline.
    Config vars and add-ons of the targets stay as they are.
  - Only targets that run other code are promoted. When all of them run it already, nothing is done.
  - The task waits for the release phase of each target, and fails when one of them fails, saying which and why.
  - A second run goes on waiting for what a run before started.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.wait
options:
  app:
    description:
      - The name or ID of the app whose code is promoted.
    type: str
    required: true
  release:
    description:
      - The release of O(app) to promote, by version, with or without a C(v), or by ID. Without it, the current one.
    type: str
  targets:
    description:
      - The names or IDs of the apps to promote to. They must be in the pipeline that O(app) is in.
      - One of O(targets) and O(stage) is required.
    type: list
    elements: str
  stage:
    description:
      - Promote to all apps in this stage of the pipeline, except for O(app).
    type: str
    choices: [test, review, development, staging, production]
seealso:
  - module: community.heroku.heroku_pipeline_coupling
  - module: community.heroku.heroku_release_info
"""

EXAMPLES = r"""
- name: Promote from staging to production
  community.heroku.heroku_pipeline_promotion:
    app: example-staging
    stage: production

- name: Promote an earlier release to one app
  community.heroku.heroku_pipeline_promotion:
    app: example-staging
    release: v12
    targets:
      - example-canary
  register: heroku

- name: What became of it
  ansible.builtin.debug:
    msg: "{{ item.app.name }}: {{ item.status }}"
  loop: "{{ heroku.targets }}"
"""

RETURN = r"""
pipeline_promotion:
  description: The promotion as Heroku shows it. V(null) when all targets ran the code already.
  returned: success, or when a target failed
  type: dict
  contains:
    created_at:
      description: When the promotion was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The promotion's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    pipeline:
      description: The pipeline.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    source:
      description: The app and the release that were promoted.
      type: dict
      sample:
        app: {id: 01234567-89ab-cdef-0123-456789abcdef}
        release: {id: 01234567-89ab-cdef-0123-456789abcdef}
    status:
      description: How far it is, C(pending) or C(completed).
      type: str
      sample: completed
    updated_at:
      description: When the promotion was last changed.
      type: str
      sample: "2026-11-21T10:00:05Z"
source:
  description: The app and the release whose code the targets should run.
  returned: success, or when a target failed
  type: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example-staging}
    release:
      description: The release.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, version: 12}
targets:
  description: What became of each target, sorted by the app's name.
  returned: success, or when a target failed
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example-production}
    error_message:
      description: Why it failed; V(null) if it did not.
      type: str
      sample: null
    promoted:
      description: Whether the task promoted to it. V(false) for an app that ran the code already.
      type: bool
      sample: true
    release:
      description: The release that runs the code there; V(null) when there is none, or none yet.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    status:
      description: How it is, C(pending), C(succeeded) or C(failed).
      type: str
      sample: succeeded
output:
  description: The last lines that the release commands of the targets wrote. V(null) when there were none.
  returned: success, or when a target failed
  type: list
  elements: str
  sample: ["Running release v8 commands...", "Migrations applied"]
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
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_promotion import PipelinePromotion

MODULE = ManagingModule(PipelinePromotion, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
