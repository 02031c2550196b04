#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_formation
short_description: Scale the process types of an app on Heroku
version_added: 1.0.0
description:
  - Sets how many dynos of which size an app runs of each process type.
  - All process types are changed in one request, since Heroku judges the tier of their dynos together. An app goes from
    V(Basic) to V(Standard-1X) when one task names all of its process types, including those of quantity V(0).
  - Process types come and go with releases. They cannot be created or deleted here; one that is not named is left
    alone.
  - Heroku checks tiers and quantities only when the change is made. Check mode does not know its rules.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
options:
  updates:
    description:
      - The process types to change.
    type: list
    elements: dict
    required: true
    aliases: [formation]
    suboptions:
      type:
        description:
          - The process type, as the app's C(Procfile) names it.
        type: str
        required: true
      quantity:
        description:
          - How many dynos should run.
          - Without it the quantity is left as it is, which suits an app that is scaled automatically.
        type: int
      size:
        description:
          - The size of the dynos, by name in any case or by ID, such as V(basic), V(Standard-2X) or V(performance-m).
          - A Shield dyno is the same as a Private one to Heroku, which returns it as V(Private-L), for instance.
          - Without it the size is left as it is.
          - An empty string counts as not given.
        type: str
        aliases: [dyno_size]
  if_missing:
    description:
      - What to do when the app has no process type of that name. It has none at all before its first release with code.
      - V(fail) fails, and says which there are.
      - V(wait) waits for a release that brings all of them. In check mode it does not wait, but predicts the result.
      - V(ignore) leaves out those that are missing.
    type: str
    choices: [fail, wait, ignore]
    default: fail
  wait_timeout:
    description:
      - How many seconds O(if_missing=wait) waits at most. A task that gives up fails; running it again goes on
        waiting.
    type: int
    default: 1200
seealso:
  - module: community.heroku.heroku_formation_info
  - module: community.heroku.heroku_build
"""

EXAMPLES = r"""
- name: Two web dynos and one worker
  community.heroku.heroku_formation:
    app: example
    updates:
      - type: web
        quantity: 2
        size: Standard-1X
      - type: worker
        quantity: 1
        size: Standard-1X

- name: Larger web dynos, however many there are
  community.heroku.heroku_formation:
    app: example
    updates:
      - type: web
        size: performance-m

- name: Stop the worker
  community.heroku.heroku_formation:
    app: example
    updates:
      - type: worker
        quantity: 0

- name: Scale as soon as the build that runs elsewhere is released
  community.heroku.heroku_formation:
    app: example
    updates:
      - type: web
        quantity: 2
    if_missing: wait
    wait_timeout: 600

- name: Scale what is there, also before the first release
  community.heroku.heroku_formation:
    app: example
    updates: "{{ formation }}"
    if_missing: ignore
  vars:
    formation:
      - {type: web, quantity: 2}
      - {type: clock, quantity: 1}
"""

RETURN = r"""
formation:
  description: All process types of the app as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    command:
      description: The command that the dynos run.
      type: str
      sample: gunicorn example.wsgi
    created_at:
      description: When the process type first came with a release.
      type: str
      sample: "2026-11-21T10:00:00Z"
    dyno_size:
      description: The size of the dynos.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: Standard-1X}
    id:
      description: The ID of the process type.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    quantity:
      description: How many dynos run.
      type: int
      sample: 2
    size:
      description: The name of the size, as Heroku writes it.
      type: str
      sample: Standard-1X
    type:
      description: The process type.
      type: str
      sample: web
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:02Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.formation import Formation

MODULE = ManagingModule(Formation, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
