#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_pipeline_coupling
short_description: Put apps into the stages of pipelines on Heroku
version_added: 1.0.0
description:
  - Puts an app into a stage of a pipeline, changes its stage, or takes it out.
  - An app is in one pipeline at most. The task takes it out of another pipeline only with O(move=true).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.state
options:
  pipeline:
    description:
      - The name or ID of the pipeline. When several have the name, the ID is needed to put an app into one of them.
      - A pipeline without apps can only be found reliably by its ID.
      - Required to put an app into a pipeline. With O(state=absent), the app is only taken out of this pipeline, or of
        any when it is left out.
    type: str
  stage:
    description:
      - The stage. Required for an app that is in no pipeline yet, and to move one.
    type: str
    choices: [test, review, development, staging, production]
  move:
    description:
      - Whether to take the app out of the pipeline that it is in, if that is another one. Heroku cannot do that in one
        step, so the app is in no pipeline for a moment. O(stage) has to be given, so that a run that ends in that
        moment can be repeated.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_pipeline
  - module: community.heroku.heroku_pipeline_coupling_info
"""

EXAMPLES = r"""
- name: Put two apps into a pipeline
  community.heroku.heroku_pipeline_coupling:
    app: "{{ item.app }}"
    pipeline: example
    stage: "{{ item.stage }}"
  loop:
    - {app: example-staging, stage: staging}
    - {app: example-production, stage: production}

- name: Move an app over from another pipeline
  community.heroku.heroku_pipeline_coupling:
    app: example-production
    pipeline: example-shop
    stage: production
    move: true

- name: Take it out of whatever pipeline it is in
  community.heroku.heroku_pipeline_coupling:
    app: example-production
    state: absent
"""

RETURN = r"""
pipeline_coupling:
  description: The place of the app as Heroku shows it. V(null) when it is in no pipeline.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_coupling import PipelineCoupling

MODULE = ManagingModule(PipelineCoupling)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
