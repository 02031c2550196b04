#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_addon_info
short_description: Look up add-ons on Heroku
version_added: 1.0.0
description:
  - Returns one add-on, or all add-ons of an app, of a team or of every app that the token's account can see.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  app:
    description:
      - Only add-ons of this app, by name or ID, and those of other apps that are attached to it.
      - Mutually exclusive with O(team).
    type: str
  team:
    description:
      - Only add-ons of the apps of this team, by name or ID.
    type: str
  addon:
    description:
      - The name or ID of one add-on. An add-on that does not exist gives an empty list.
      - Mutually exclusive with O(team).
    type: str
  addon_service:
    description:
      - Only add-ons of this service, such as V(heroku-postgresql).
    type: str
seealso:
  - module: community.heroku.heroku_addon
"""

EXAMPLES = r"""
- name: The add-ons of an app
  community.heroku.heroku_addon_info:
    app: example
  register: heroku

- name: Every database of a team, and what it costs
  community.heroku.heroku_addon_info:
    team: acme
    addon_service: heroku-postgresql
  register: heroku

- name: Stop unless a database is ready
  community.heroku.heroku_addon_info:
    addon: example-reporting
  register: heroku
  failed_when: heroku.addons | selectattr("state", "eq", "provisioned") | length == 0

- name: All add-ons of all apps, in one request for every thousand
  community.heroku.heroku_addon_info:
  register: heroku
"""

RETURN = r"""
addons:
  description: The add-ons as Heroku shows them, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    actions:
      description: What the provider offers to do with the add-on.
      type: list
      elements: dict
      sample: []
    addon_service:
      description: The service that the add-on belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-postgresql}
    app:
      description: The app that the add-on belongs to, which pays for it.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    billed_price:
      description: What the add-on costs.
      type: dict
      sample: {cents: 500, contract: false, unit: month}
    billing_entity:
      description: The app or the team that the add-on is billed to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example, type: app}
    config_vars:
      description: The names of the config vars that the add-on sets. There may be none until it is provisioned.
      type: list
      elements: str
      sample: [DATABASE_URL]
    created_at:
      description: When the add-on was bought.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The add-on's ID, which never changes.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The add-on's name.
      type: str
      sample: postgresql-swiftly-12345
    plan:
      description: The add-on's plan.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: "heroku-postgresql:essential-0"}
    provider_id:
      description: The provider's name for the add-on.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    provision_message:
      description: What the provider says about setting up the add-on.
      type: str
      sample: Created postgresql-swiftly-12345 as DATABASE_URL
    state:
      description: V(provisioning), V(provisioned), V(deprovisioning) or V(deprovisioned).
      type: str
      sample: provisioned
    updated_at:
      description: When the add-on was last changed.
      type: str
      sample: "2026-11-21T10:00:30Z"
    web_url:
      description: The provider's page for the add-on.
      type: str
      sample: https://addons-sso.heroku.com/apps/example/addons/01234567-89ab-cdef-0123-456789abcdef
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
from ansible_collections.community.heroku.plugins.module_utils._resources.addon import Addon

MODULE = InfoModule(Addon)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
