#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_review_app
short_description: Manage review apps on Heroku
version_added: 1.0.0
description:
  - Creates a review app for a branch from a source, waits until it is there, or deletes it.
  - A review app that exists is left as it is. To deploy a newer source, use M(community.heroku.heroku_build) with its
    app.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.confirm
  - community.heroku.heroku.pipeline
  - community.heroku.heroku.state
  - community.heroku.heroku.wait
options:
  branch:
    description:
      - The branch. A pipeline has one review app for a branch at most.
      - A branch of a fork may have the same name. Where there are review apps of several, the task changes and deletes
        nothing until O(pr_number) or O(fork_repo_id) says which is meant.
    type: str
    required: true
  source_blob:
    description:
      - The source. Required to create a review app.
    type: dict
    suboptions:
      url:
        description:
          - Where Heroku gets the source, a compressed tar archive. It may hold credentials, so it is not shown.
        type: str
        required: true
      version:
        description:
          - What the source is, a commit for example.
          - An empty string counts as not given.
        type: str
  environment:
    description:
      - Config vars of the new app, besides those of the stage V(review) of the pipeline, see
        M(community.heroku.heroku_pipeline_config). Values are strings, and secrets.
    type: dict
  pr_number:
    description:
      - The number of the pull request.
      - With O(state=absent), a review app of another pull request is left alone.
    type: int
  fork_repo_id:
    description:
      - The number of the fork at GitHub that has the branch. Review apps of the branch of that name in the pipeline's
        own repository, and in other forks, are left alone.
    type: int
seealso:
  - module: community.heroku.heroku_review_app_config
  - module: community.heroku.heroku_review_app_info
"""

EXAMPLES = r"""
- name: A review app for a branch
  community.heroku.heroku_review_app:
    pipeline: example
    branch: fix-checkout
    source_blob:
      url: https://github.com/acme/shop/archive/fix-checkout.tar.gz
      version: a5c407e4
    environment:
      LOG_LEVEL: debug
    pr_number: 24
  register: heroku

- name: Where it is
  community.heroku.heroku_app_info:
    name: "{{ heroku.review_app.app.id }}"

- name: Delete it
  community.heroku.heroku_review_app:
    pipeline: example
    branch: fix-checkout
    state: absent
"""

RETURN = r"""
review_app:
  description: The review app as Heroku shows it. V(null) when it does not exist.
  returned: success, or when it could not be created
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.review_app import ReviewApp

MODULE = ManagingModule(ReviewApp)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
