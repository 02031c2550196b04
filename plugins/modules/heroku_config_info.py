#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_config_info
short_description: Look up the config vars of an app on Heroku
version_added: 1.0.0
description:
  - Returns the names of the config vars of an app, now or at a past release, and the values of those that O(show)
    lists.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  release:
    description:
      - A release, by its version (V(12) or V(v12)) or its ID, to return the config vars that it came with.
      - Without it, those that the app has now.
    type: str
  show:
    description:
      - Names of the config vars whose values are returned. They are not masked, so set C(no_log) on the task if they
        are secrets.
    type: list
    elements: str
    default: []
seealso:
  - module: community.heroku.heroku_config
  - module: community.heroku.heroku_release_info
"""

EXAMPLES = r"""
- name: Which config vars there are
  community.heroku.heroku_config_info:
    app: example
  register: heroku

- name: The address of the database
  community.heroku.heroku_config_info:
    app: example
    show:
      - DATABASE_URL
  register: heroku
  no_log: true

- name: What the log level was before the last deploy
  community.heroku.heroku_config_info:
    app: example
    release: v41
    show:
      - LOG_LEVEL
  register: heroku
"""

RETURN = r"""
config:
  description: The config vars that O(show) lists, by name.
  returned: success
  type: dict
  sample: {LOG_LEVEL: debug}
names:
  description:
    - The names of all config vars of the app, or of the release. In check mode, null stands for the config vars of an
      add-on that an earlier task of the run would buy, since nobody can know their names yet.
  returned: success
  type: list
  elements: str
  sample: [DATABASE_URL, LOG_LEVEL, SECRET_KEY]
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
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config

MODULE = InfoModule(Config)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
