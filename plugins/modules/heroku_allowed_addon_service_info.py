#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_allowed_addon_service_info
short_description: Look up which add-on services teams on Heroku allow
version_added: 1.0.0
description:
  - Returns the add-on services that members of a team may install, if the team controls that.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.team
options:
  addon_service:
    description:
      - The name or ID of one add-on service. One that is not allowed gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_allowed_addon_service
  - module: community.heroku.heroku_team_info
"""

EXAMPLES = r"""
- name: What members may install
  community.heroku.heroku_allowed_addon_service_info:
    team: acme
  register: heroku

- name: The names of these services
  ansible.builtin.debug:
    msg: "{{ heroku.allowed_addon_services | map(attribute='addon_service.name') }}"

- name: Whether databases are allowed
  community.heroku.heroku_allowed_addon_service_info:
    team: acme
    addon_service: heroku-postgresql
  register: heroku
"""

RETURN = r"""
allowed_addon_services:
  description: The entries of the list as Heroku shows them, by the names of the services.
  returned: success
  type: list
  elements: dict
  contains:
    added_at:
      description: When it was added.
      type: str
      sample: "2026-11-21T10:00:00Z"
    added_by:
      description: Who added it.
      type: dict
      sample: {email: owner@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    addon_service:
      description: The add-on service.
      type: dict
      sample: {human_name: Heroku Postgres, id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-postgresql}
    id:
      description: The entry's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
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
from ansible_collections.community.heroku.plugins.module_utils._resources.allowed_addon_service import (
    AllowedAddonService,
)

MODULE = InfoModule(AllowedAddonService)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
