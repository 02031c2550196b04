#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_build_cache
short_description: Destroy the build cache of an app on Heroku
version_added: 1.0.0
description:
  - Destroys what earlier builds of an app have kept, such as installed packages, so that the next build begins with
    nothing.
  - Heroku does not say whether there is anything in the cache. So this is an action, and each run of it changes
    something.
  - What the app runs is not touched, and nothing is built.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
attributes:
  idempotent:
    support: none
    details:
      - Heroku does not say whether there is anything in the cache, so each run destroys it.
seealso:
  - module: community.heroku.heroku_build
"""

EXAMPLES = r"""
- name: Destroy the build cache
  community.heroku.heroku_build_cache:
    app: example

- name: Build the same source again, from nothing
  community.heroku.heroku_build:
    app: example
    path: "{{ playbook_dir }}/app"
    force: true
"""

RETURN = r"""
app:
  description: The app.
  returned: success
  type: dict
  sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.build_cache import BuildCache

MODULE = ManagingModule(BuildCache, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
