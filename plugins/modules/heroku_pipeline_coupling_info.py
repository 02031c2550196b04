#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_pipeline_coupling_info
short_description: Look up which apps are in which pipelines on Heroku
version_added: 1.0.0
description:
  - Returns which apps are in which stages of pipelines, of one app, one pipeline, a team, or all that the token sees.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  app:
    description:
      - The name or ID of an app. An app that is in no pipeline gives an empty list.
    type: str
  pipeline:
    description:
      - The name or ID of the pipeline. When several have the name, the ID is needed.
      - A pipeline without apps can only be found reliably by its ID.
    type: str
  team:
    description:
      - The name or ID of a team, whose apps are looked up.
    type: str
  stage:
    description:
      - Only apps in this stage.
    type: str
    choices: [test, review, development, staging, production]
seealso:
  - module: community.heroku.heroku_pipeline_coupling
  - module: community.heroku.heroku_pipeline_info
"""

EXAMPLES = r"""
- name: The production apps of a pipeline
  community.heroku.heroku_pipeline_coupling_info:
    pipeline: example
    stage: production
  register: heroku

- name: Where an app is
  community.heroku.heroku_pipeline_coupling_info:
    app: example-staging
  register: heroku
"""

RETURN = r"""
pipeline_couplings:
  description: The places of apps, sorted by pipeline and stage.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    created_at:
      description: When the app was put into the pipeline.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The coupling's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    pipeline:
      description: The pipeline.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    stage:
      description: The stage.
      type: str
      sample: production
    updated_at:
      description: When the coupling was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_coupling import PipelineCoupling

MODULE = InfoModule(PipelineCoupling)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
