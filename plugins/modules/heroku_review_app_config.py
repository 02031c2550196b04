#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_review_app_config
short_description: Manage whether and how a pipeline on Heroku has review apps
version_added: 1.0.0
description:
  - Enables review apps for a pipeline, changes how they are created, or disables them. What is not given is left alone.
  - The pipeline must be connected to GitHub, which Heroku's API cannot do. Connect it in the dashboard first.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.pipeline
  - community.heroku.heroku.state
options:
  repo:
    description:
      - The repository at GitHub, such as V(acme/shop). Required to enable review apps.
      - Heroku does not show the name again, so it is not compared.
      - An empty string counts as not given.
    type: str
  automatic_review_apps:
    description:
      - Whether each pull request gets a review app automatically.
    type: bool
  base_name:
    description:
      - What the names of review apps begin with. An empty string removes it.
    type: str
  deploy_target:
    description:
      - Where review apps are created.
    type: dict
    suboptions:
      id:
        description:
          - A region of the Common Runtime by name or ID, or a Private Space by name or ID.
        type: str
        required: true
      type:
        description:
          - Which of both it is.
        type: str
        choices: [region, space]
        required: true
  destroy_stale_apps:
    description:
      - Whether review apps are deleted that were not deployed for O(stale_days).
    type: bool
  stale_days:
    description:
      - After how many days without a deployment a review app is stale, 1 to 30.
    type: int
  wait_for_ci:
    description:
      - Whether a review app is created only when Heroku CI has passed.
    type: bool
seealso:
  - module: community.heroku.heroku_pipeline_config
  - module: community.heroku.heroku_review_app
  - module: community.heroku.heroku_review_app_config_info
"""

EXAMPLES = r"""
- name: Review apps for all pull requests, in Europe, for a week
  community.heroku.heroku_review_app_config:
    pipeline: example
    repo: acme/shop
    automatic_review_apps: true
    deploy_target:
      id: eu
      type: region
    destroy_stale_apps: true
    stale_days: 7

- name: No more review apps
  community.heroku.heroku_review_app_config:
    pipeline: example
    state: absent
"""

RETURN = r"""
review_app_config:
  description: The settings as Heroku shows them. V(null) when the pipeline has no review apps.
  returned: success
  type: dict
  contains:
    automatic_review_apps:
      description: Whether each pull request gets a review app automatically.
      type: bool
      sample: true
    base_name:
      description: What the names of review apps begin with.
      type: str
      sample: example
    deploy_target:
      description: Where review apps are created. A region by ID or by name, as Heroku says it.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, type: region}
    destroy_stale_apps:
      description: Whether stale review apps are deleted.
      type: bool
      sample: true
    pipeline_id:
      description: The pipeline's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    repo:
      description: The repository, by its number at GitHub.
      type: dict
      sample: {id: 123456}
    stale_days:
      description: After how many days a review app is stale.
      type: int
      sample: 7
    wait_for_ci:
      description: Whether a review app is created only when Heroku CI has passed.
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
from ansible_collections.community.heroku.plugins.module_utils._resources.review_app_config import ReviewAppConfig

MODULE = ManagingModule(ReviewAppConfig)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
