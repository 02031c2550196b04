#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_usage_info
short_description: Look up the usage of metered add-ons on Heroku
version_added: 1.0.0
description:
  - Returns how much the metered add-ons of an app, or of all apps of a team, were used in the present month.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  app:
    description:
      - The name or ID of an app.
    type: str
  team:
    description:
      - The name or ID of a team. With O(app), the app is that team's.
    type: str
seealso:
  - module: community.heroku.heroku_addon_info
"""

EXAMPLES = r"""
- name: What an app uses
  community.heroku.heroku_usage_info:
    app: example
  register: heroku

- name: What the apps of a team use
  community.heroku.heroku_usage_info:
    team: acme
  register: heroku

- name: What the add-ons of all of them use
  ansible.builtin.debug:
    msg: "{{ heroku.usage.apps | map(attribute='addons') | flatten }}"
"""

RETURN = r"""
usage:
  description:
    - The usage as Heroku shows it. That of an app is a list C(addons), that of a team a list C(apps), each with its
      C(id) and its C(addons).
  returned: success
  type: dict
  sample:
    addons:
      - id: 01234567-89ab-cdef-0123-456789abcdef
        meters: {storage: {quantity: 1000}}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.usage import Usage

MODULE = InfoModule(Usage)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
