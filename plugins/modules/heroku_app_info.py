#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_app_info
short_description: Look up apps on Heroku
version_added: 1.0.0
description:
  - Returns one app, or all apps that the token's account can see.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - The name or ID of one app. An app that does not exist gives an empty list.
    type: str
  team:
    description:
      - Only apps of this team, by name or ID.
    type: str
  space:
    description:
      - Only apps in this Private Space, by name or ID.
    type: str
seealso:
  - module: community.heroku.heroku_app
  - plugin: community.heroku.heroku
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: All apps
  community.heroku.heroku_app_info:
  register: heroku

- name: The apps of a team
  community.heroku.heroku_app_info:
    team: acme
  register: heroku

- name: Stop unless the app exists
  community.heroku.heroku_app_info:
    name: example
  register: heroku
  failed_when: heroku.apps | length == 0
"""

RETURN = r"""
apps:
  description: The apps as Heroku shows them.
  returned: success
  type: list
  elements: dict
  contains: {}
requests:
  description: How many requests the task sent.
  returned: always
  type: int
  sample: 1
"""

from ansible_collections.community.heroku.plugins.module_utils.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils.resources.app import App

MODULE = InfoModule(App)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
