#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_config
short_description: Manage the config vars of an app on Heroku
version_added: 1.0.0
description:
  - Sets and removes config vars, all of them in one request and so with one release and one restart of the app.
  - Values are secrets. They are neither returned nor shown in a diff, unless O(show) lists their names.
  - Config vars that belong to an add-on's attachment are never touched.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.config
  - community.heroku.heroku.app
  - community.heroku.heroku.wait
options:
  purge:
    description:
      - Whether to remove every config var that is neither named in O(config) or O(src), nor matched by O(keep), nor
        belongs to an add-on.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait for the release phase of the app. Until its command has succeeded, the app does not see the
        change.
      - The task fails when the release command fails.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_config_info
"""

EXAMPLES = r"""
- name: Set two config vars and remove one, in one release
  community.heroku.heroku_config:
    app: example
    config:
      SECRET_KEY: "{{ vault_secret_key }}"
      WEB_CONCURRENCY: "3"
      OLD_SETTING: null

- name: Exactly these config vars, and what the add-ons and the feature flags need
  community.heroku.heroku_config:
    app: example
    config:
      SECRET_KEY: "{{ vault_secret_key }}"
    purge: true
    keep:
      - FEATURE_*

- name: What is in a file, except for one value
  community.heroku.heroku_config:
    app: example
    src: production.env
    config:
      LOG_LEVEL: debug

- name: Show the log level in the diff, and wait for the release phase
  community.heroku.heroku_config:
    app: example
    config:
      LOG_LEVEL: debug
    show:
      - LOG_LEVEL
    wait: true
"""

RETURN = r"""
config:
  description: The config vars that O(show) lists, by name.
  returned: success
  type: dict
  sample: {LOG_LEVEL: debug}
names:
  description:
    - The names of all config vars of the app. In check mode, null stands for the config vars of an add-on that an
      earlier task of the run would buy, since nobody can know their names yet.
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config

MODULE = ManagingModule(Config, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
