#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_review_app_info
short_description: Look up review apps on Heroku
version_added: 1.0.0
description:
  - Returns the review apps of a pipeline, or the one that an app is.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  pipeline:
    description:
      - The name or ID of the pipeline. When several have the name, the ID is needed.
      - One of O(pipeline) and O(app) is required.
    type: str
  app:
    description:
      - The name or ID of an app. One that is not a review app gives an empty list.
    type: str
  branch:
    description:
      - Only the review app of this branch.
    type: str
  status:
    description:
      - Only review apps in this state.
    type: str
    choices: [pending, creating, created, deleting, deleted, errored]
seealso:
  - module: community.heroku.heroku_review_app
"""

EXAMPLES = r"""
- name: Review apps that could not be created
  community.heroku.heroku_review_app_info:
    pipeline: example
    status: errored
  register: heroku

- name: Why
  ansible.builtin.debug:
    msg: "{{ item.branch }}: {{ item.message }}"
  loop: "{{ heroku.review_apps }}"
"""

RETURN = r"""
review_apps:
  description: The review apps, sorted by branch.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app; V(null) before it is created.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    app_setup:
      description: The setup that makes the app; V(null) if there is none.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    branch:
      description: The branch.
      type: str
      sample: fix-checkout
    created_at:
      description: When it was asked for.
      type: str
      sample: "2026-11-21T10:00:00Z"
    creator:
      description: Who asked for it.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    error_status:
      description: How far it was when it failed.
      type: str
      sample: null
    fork_repo:
      description: The fork that has the branch.
      type: dict
      sample: null
    id:
      description: The review app's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    message:
      description: Why it failed.
      type: str
      sample: null
    pipeline:
      description: The pipeline.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    pr_number:
      description: The number of the pull request.
      type: int
      sample: 24
    status:
      description: Its status, C(pending), C(creating), C(created), C(deleting), C(deleted) or C(errored).
      type: str
      sample: created
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:02:00Z"
    wait_for_ci:
      description: Whether it waits for Heroku CI.
      type: bool
      sample: false
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
from ansible_collections.community.heroku.plugins.module_utils._resources.review_app import ReviewApp

MODULE = InfoModule(ReviewApp)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
