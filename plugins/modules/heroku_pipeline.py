#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_pipeline
short_description: Manage pipelines on Heroku
version_added: 1.0.0
description:
  - Creates a pipeline, renames it, hands it over to another owner, or deletes it. Its apps stay when it is deleted.
  - The names of pipelines are not unique. When several that the token sees have the name, the task fails and lists
    their IDs and owners; O(owner) or O(id) say which is meant. It never creates a second pipeline of the name unless
    O(allow_duplicate=true).
  - A pipeline without apps can only be found reliably by its ID, so put an app into a new pipeline in the same play,
    with M(community.heroku.heroku_pipeline_coupling), or keep RV(pipeline.id).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.confirm
  - community.heroku.heroku.state
options:
  name:
    description:
      - The name of the pipeline. With O(id), the name that it should have.
      - One of O(name) and O(id) is required.
    type: str
  id:
    description:
      - The ID of the pipeline.
    type: str
  owner:
    description:
      - Who owns the pipeline, to choose among several of the same name, and for a new one. A team by name or ID, or a
        person by e-mail address or ID. Heroku reveals who an e-mail address belongs to only for the token's account and
        for members of its teams.
      - Without it, a new pipeline belongs to the token's account.
    type: str
  new_name:
    description:
      - The name that the pipeline should have. The task finds it by either name.
      - An empty string counts as not given.
    type: str
  new_owner:
    description:
      - Who should own the pipeline, in the forms of O(owner). It is handed over at once.
      - An empty string counts as not given.
    type: str
  allow_duplicate:
    description:
      - Whether to create a new pipeline for O(owner) although another owner has one of that name.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_pipeline_coupling
  - module: community.heroku.heroku_pipeline_info
  - module: community.heroku.heroku_pipeline_promotion
"""

EXAMPLES = r"""
- name: A pipeline, and an app in it
  community.heroku.heroku_pipeline:
    name: example
  register: heroku

- name: An empty pipeline is only found by its ID, so use that for the first app
  community.heroku.heroku_pipeline_coupling:
    app: example-staging
    pipeline: "{{ heroku.pipeline.id }}"
    stage: staging

- name: The pipeline of a team
  community.heroku.heroku_pipeline:
    name: example
    owner: acme

- name: Rename it
  community.heroku.heroku_pipeline:
    name: example
    new_name: example-shop

- name: Hand it over to a team
  community.heroku.heroku_pipeline:
    name: example-shop
    new_owner: acme

- name: Delete the one of several that has this ID; its apps stay
  community.heroku.heroku_pipeline:
    id: 01234567-89ab-cdef-0123-456789abcdef
    state: absent
"""

RETURN = r"""
pipeline:
  description: The pipeline as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
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
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline import Pipeline

MODULE = ManagingModule(Pipeline)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
