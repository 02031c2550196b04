#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_review_app_config_info
short_description: Look up whether and how a pipeline on Heroku has review apps
version_added: 1.0.0
description:
  - Returns the settings for the review apps of a pipeline.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.pipeline
seealso:
  - module: community.heroku.heroku_review_app_config
  - module: community.heroku.heroku_review_app_info
"""

EXAMPLES = r"""
- name: Whether a pipeline has review apps
  community.heroku.heroku_review_app_config_info:
    pipeline: example
  register: heroku

- name: Say so
  ansible.builtin.debug:
    msg: "{{ 'yes' if heroku.review_app_configs else 'no' }}"
"""

RETURN = r"""
review_app_configs:
  description: The settings; an empty list when the pipeline has no review apps, and one item otherwise.
  returned: success
  type: list
  elements: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils._resources.review_app_config import ReviewAppConfig

MODULE = InfoModule(ReviewAppConfig)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
