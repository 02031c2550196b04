#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_pipeline_info
short_description: Look up pipelines on Heroku
version_added: 1.0.0
description:
  - Returns the pipelines that the token sees, or those of a name or an owner.
  - What is in them and what runs there is returned on request, which costs one request for each pipeline and kind.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - The name of pipelines. Several may have it. A name that none has gives an empty list.
    type: str
  id:
    description:
      - The ID of one pipeline.
    type: str
  owner:
    description:
      - Only pipelines of this owner, a team by name or ID, or a person by e-mail address or ID.
    type: str
  couplings:
    description:
      - Whether to return which apps are in which stage.
    type: bool
    default: false
  latest_builds:
    description:
      - Whether to return the latest build of each app.
    type: bool
    default: false
  latest_deployments:
    description:
      - Whether to return the latest release of each app that brought new code.
    type: bool
    default: false
  latest_releases:
    description:
      - Whether to return the latest release of each app.
    type: bool
    default: false
  pipeline_stacks:
    description:
      - Whether to return the stacks on which review apps and tests run that name none.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_pipeline
  - module: community.heroku.heroku_pipeline_coupling_info
"""

EXAMPLES = r"""
- name: All pipelines
  community.heroku.heroku_pipeline_info:
  register: heroku

- name: What runs in one
  community.heroku.heroku_pipeline_info:
    name: example
    couplings: true
    latest_releases: true
  register: heroku

- name: Each app with its version
  ansible.builtin.debug:
    msg: "{{ item.app.name }} runs v{{ item.version }}"
  loop: "{{ heroku.latest_releases }}"

- name: The pipelines of a team
  community.heroku.heroku_pipeline_info:
    owner: acme
"""

RETURN = r"""
pipelines:
  description: The pipelines, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: When the pipeline was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    generation:
      description: The generation of the apps that it can have.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: cedar}
    id:
      description: The pipeline's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The pipeline's name.
      type: str
      sample: example
    owner:
      description: Who owns it, and whether that is a C(user) or a C(team); V(null) when nobody does.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, type: team}
    updated_at:
      description: When the pipeline was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
couplings:
  description: With O(couplings), which apps are in which stage.
  returned: success
  type: list
  elements: dict
  sample:
    - app: {id: 01234567-89ab-cdef-0123-456789abcdef}
      created_at: "2026-11-21T10:00:00Z"
      id: 01234567-89ab-cdef-0123-456789abcdef
      pipeline: {id: 01234567-89ab-cdef-0123-456789abcdef}
      stage: production
      updated_at: "2026-11-21T10:00:00Z"
latest_builds:
  description: With O(latest_builds), the latest build of each app, without the addresses of its source and its output.
  returned: success
  type: list
  elements: dict
  sample:
    - app: {id: 01234567-89ab-cdef-0123-456789abcdef}
      buildpacks: [{name: heroku/python, url: "urn:buildpack:heroku/python"}]
      created_at: "2026-11-21T10:00:00Z"
      id: 01234567-89ab-cdef-0123-456789abcdef
      release: {id: 01234567-89ab-cdef-0123-456789abcdef}
      slug: {id: 01234567-89ab-cdef-0123-456789abcdef}
      source_blob: {checksum: null, url: null, version: v1.3.0, version_description: null}
      stack: heroku-24
      status: succeeded
      updated_at: "2026-11-21T10:01:00Z"
      user: {email: me@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
latest_deployments:
  description: With O(latest_deployments), the latest release of each app that brought new code.
  returned: success
  type: list
  elements: dict
  sample:
    - addon_plan_names: ["heroku-postgresql:essential-0"]
      app: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example-staging}
      artifacts: [{id: 01234567-89ab-cdef-0123-456789abcdef, type: slug}]
      created_at: "2026-11-21T10:00:00Z"
      current: true
      description: Deploy a5c407e4
      eligible_for_rollback: true
      id: 01234567-89ab-cdef-0123-456789abcdef
      slug: {id: 01234567-89ab-cdef-0123-456789abcdef}
      status: succeeded
      updated_at: "2026-11-21T10:00:00Z"
      user: {email: me@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
      version: 12
latest_releases:
  description: With O(latest_releases), the latest release of each app.
  returned: success
  type: list
  elements: dict
  sample:
    - addon_plan_names: ["heroku-postgresql:essential-0"]
      app: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example-staging}
      artifacts: [{id: 01234567-89ab-cdef-0123-456789abcdef, type: slug}]
      created_at: "2026-11-21T10:00:00Z"
      current: true
      description: Deploy a5c407e4
      eligible_for_rollback: true
      id: 01234567-89ab-cdef-0123-456789abcdef
      slug: {id: 01234567-89ab-cdef-0123-456789abcdef}
      status: succeeded
      updated_at: "2026-11-21T10:00:00Z"
      user: {email: me@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
      version: 12
pipeline_stacks:
  description: With O(pipeline_stacks), the stack of each pipeline; V(null) for one without apps.
  returned: success
  type: list
  elements: dict
  sample:
    - pipeline: {id: 01234567-89ab-cdef-0123-456789abcdef}
      stack: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-24}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline import Pipeline

MODULE = InfoModule(Pipeline)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
