#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_allowed_addon_service
short_description: Manage which add-on services teams on Heroku allow
version_added: 1.0.0
description:
  - Adds add-on services to the list of those that members of a team may install, or removes them; one, or a list in one
    task.
  - The list only applies where the team controls add-ons, which O(community.heroku.heroku_team#module:addons_controls)
    switches on. Add-ons that are installed already stay.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.team
  - community.heroku.heroku.state
options:
  addon_service:
    description:
      - The name or ID of one add-on service, such as V(heroku-postgresql).
    type: str
  addon_services:
    description:
      - Several services, instead of O(addon_service).
    type: list
    elements: str
  exclusive:
    description:
      - Whether to remove all services that are not in O(addon_services).
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_allowed_addon_service_info
  - module: community.heroku.heroku_team
  - module: community.heroku.heroku_addon_service_info
"""

EXAMPLES = r"""
- name: Members may install databases
  community.heroku.heroku_allowed_addon_service:
    team: acme
    addon_service: heroku-postgresql

- name: Exactly these services, whatever was allowed by hand
  community.heroku.heroku_allowed_addon_service:
    team: acme
    addon_services: [heroku-postgresql, heroku-redis, papertrail]
    exclusive: true

- name: The list counts
  community.heroku.heroku_team:
    name: acme
    addons_controls: true

- name: No more of this service
  community.heroku.heroku_allowed_addon_service:
    team: acme
    addon_service: papertrail
    state: absent
"""

RETURN = r"""
allowed_addon_service:
  description: The entry of the list as Heroku shows it. V(null) when there is none.
  returned: when O(addon_service) is given
  type: dict
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
allowed_addon_services:
  description: All entries of the list, by the names of the services, each like RV(allowed_addon_service).
  returned: when O(addon_services) is given
  type: list
  elements: dict
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
from ansible_collections.community.heroku.plugins.module_utils._resources.allowed_addon_service import (
    AllowedAddonService,
)

MODULE = ManagingModule(AllowedAddonService)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
