#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_pipeline_config
short_description: Manage the config vars of a pipeline on Heroku
version_added: 1.0.0
description:
  - Sets and removes the config vars that Heroku CI and new review apps of a pipeline get, all of them in one request.
  - Values are secrets. They are neither returned nor shown in a diff, unless O(show) lists their names.
  - Review apps that exist already keep what they have.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.config
  - community.heroku.heroku.pipeline
  - community.heroku.heroku.stage
options:
  purge:
    description:
      - Whether to remove every config var that is neither named in O(config) or O(src), nor matched by
        O(keep).
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_config
  - module: community.heroku.heroku_pipeline_config_info
  - module: community.heroku.heroku_review_app_config
"""

EXAMPLES = r"""
- name: What review apps need
  community.heroku.heroku_pipeline_config:
    pipeline: example
    stage: review
    config:
      SECRET_KEY: "{{ vault_review_secret_key }}"
      LOG_LEVEL: debug
    show:
      - LOG_LEVEL

- name: Exactly these config vars for tests
  community.heroku.heroku_pipeline_config:
    pipeline: example
    stage: test
    config:
      WITH_COVERAGE: "1"
    purge: true
"""

RETURN = r"""
config:
  description: The config vars that O(show) lists, by name.
  returned: success
  type: dict
  sample: {LOG_LEVEL: debug}
names:
  description: The names of all config vars of the stage.
  returned: success
  type: list
  elements: str
  sample: [LOG_LEVEL, SECRET_KEY]
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
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_config import PipelineConfig

MODULE = ManagingModule(PipelineConfig, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
