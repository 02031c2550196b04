#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_test_run_info
short_description: Look up test runs of Heroku CI
version_added: 1.0.0
description:
  - Returns the newest test runs of a pipeline, or one of them, and, on request, what they consist of.
  - Addresses of sources and outputs are credentials, and not returned.
  - Heroku calls this part of its API a prototype.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.pipeline
options:
  number:
    description:
      - The number of one test run. A number that there is not gives an empty list.
    type: int
  commit_branch:
    description:
      - Only test runs of this branch.
    type: str
  commit_sha:
    description:
      - Only test runs of this commit, with all its characters.
    type: str
  status:
    description:
      - Only test runs in this state.
    type: str
    choices: [pending, cancelled, creating, building, running, succeeded, failed, errored, debugging]
  limit:
    description:
      - How many test runs to return at most, the newest first. 1 to 1000.
    type: int
    default: 10
  test_nodes:
    description:
      - Whether to return the nodes on which the tests ran, for one request for each test run.
    type: bool
    default: false
  test_cases:
    description:
      - Whether to return the single tests, for one request for each test run.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_pipeline_config
"""

EXAMPLES = r"""
- name: The last test run of the main branch
  community.heroku.heroku_test_run_info:
    pipeline: example
    commit_branch: main
    limit: 1
    test_cases: true
  register: heroku

- name: It has passed
  ansible.builtin.assert:
    that: heroku.test_runs[0].status == 'succeeded'
    fail_msg: "{{ heroku.test_cases | rejectattr('passed') | map(attribute='description') }}"
"""

RETURN = r"""
test_runs:
  description: The test runs, the newest first, without the address of their source.
  returned: success
  type: list
  elements: dict
  contains:
    actor_email:
      description: The e-mail address of whoever started it.
      type: str
      sample: me@example.com
    app_setup:
      description: The setup of the app in which it runs.
      type: dict
      sample: null
    clear_cache:
      description: Whether it ran without the cache of the run before.
      type: bool
      sample: false
    commit_branch:
      description: The branch.
      type: str
      sample: main
    commit_message:
      description: The message of the commit.
      type: str
      sample: Fix the checkout
    commit_sha:
      description: The commit.
      type: str
      sample: a5c407e4e7f80d8f0f7f6f2d1d6ac2b3c4d5e6f7
    created_at:
      description: When it was started.
      type: str
      sample: "2026-11-21T10:00:00Z"
    debug:
      description: Whether it was started to be looked into.
      type: bool
      sample: false
    dyno:
      description: The size of its dynos.
      type: dict
      sample: {size: Standard-1X}
    id:
      description: The test run's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    message:
      description: Why it failed, if Heroku says so.
      type: str
      sample: null
    number:
      description: Its number within the pipeline.
      type: int
      sample: 42
    organization:
      description: The team that owns it.
      type: dict
      sample: {name: acme}
    pipeline:
      description: The pipeline.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    status:
      description: How it is.
      type: str
      sample: succeeded
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:05:00Z"
    user:
      description: Who started it.
      type: dict
      sample: {email: me@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    warning_message:
      description: A warning that came with it.
      type: str
      sample: null
test_nodes:
  description: With O(test_nodes), the nodes of the test runs, without the addresses of their output.
  returned: success
  type: list
  elements: dict
  sample:
    - created_at: "2026-11-21T10:00:00Z"
      dyno: {id: 01234567-89ab-cdef-0123-456789abcdef}
      error_status: null
      exit_code: 0
      id: 01234567-89ab-cdef-0123-456789abcdef
      index: 0
      message: null
      pipeline: {id: 01234567-89ab-cdef-0123-456789abcdef}
      status: succeeded
      test_run: {id: 01234567-89ab-cdef-0123-456789abcdef}
      updated_at: "2026-11-21T10:05:00Z"
test_cases:
  description: With O(test_cases), the single tests of the test runs.
  returned: success
  type: list
  elements: dict
  sample:
    - created_at: "2026-11-21T10:05:00Z"
      description: the checkout takes cards
      diagnostic: ""
      directive: ""
      id: 01234567-89ab-cdef-0123-456789abcdef
      number: 1
      passed: true
      test_node: {id: 01234567-89ab-cdef-0123-456789abcdef}
      test_run: {id: 01234567-89ab-cdef-0123-456789abcdef}
      updated_at: "2026-11-21T10:05:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.test_run import CiTestRun

MODULE = InfoModule(CiTestRun)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
