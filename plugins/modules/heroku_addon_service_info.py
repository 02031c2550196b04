#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_addon_service_info
short_description: Look up add-on services of Heroku
version_added: 1.0.0
description:
  - Returns one add-on service or all of them, and on request what they cost and where they are available.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - The name of a service, such as V(heroku-postgresql), or its ID. One that does not exist gives an empty list.
    type: str
  plans:
    description:
      - Whether to return the plans of each service, with their prices. It takes one more request for each.
    type: bool
    default: false
  region_capabilities:
    description:
      - Whether to return in which regions each service is available. It takes one more request for all of them.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_addon
  - module: community.heroku.heroku_region_info
"""

EXAMPLES = r"""
- name: All services
  community.heroku.heroku_addon_service_info:
  register: heroku

- name: Those that several apps can share
  ansible.builtin.debug:
    msg: "{{ heroku.addon_services | selectattr('supports_sharing') | map(attribute='name') }}"

- name: The plans of Heroku Postgres
  community.heroku.heroku_addon_service_info:
    name: heroku-postgresql
    plans: true
  register: heroku

- name: What they cost, in cents a month
  ansible.builtin.debug:
    msg: "{{ heroku.addon_services[0].plans | items2dict(key_name='name', value_name='price') }}"

- name: The cheapest plan, and an add-on with it
  community.heroku.heroku_addon:
    app: example
    plan: "{{ heroku.addon_services[0].plans[0].name }}"

- name: In which regions a service is part of the network of Private Spaces
  community.heroku.heroku_addon_service_info:
    name: heroku-redis
    region_capabilities: true
  register: heroku
"""

RETURN = r"""
addon_services:
  description: The services as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    cli_plugin_name:
      description: The plugin of the C(heroku) command for it.
      type: str
      sample: null
    created_at:
      description: When the service was published.
      type: str
      sample: "2026-01-01T12:00:00Z"
    human_name:
      description: The service's display name.
      type: str
      sample: Heroku Postgres
    id:
      description: The service's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The service's name, with which the names of its plans begin.
      type: str
      sample: heroku-postgresql
    plans:
      description: The plans as Heroku shows them, the cheapest first.
      returned: with O(plans=true)
      type: list
      elements: dict
      contains:
        addon_service:
          description: The service.
          type: dict
          sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-postgresql}
        compliance:
          description: The rules that the plan complies with, such as V(HIPAA) and V(PCI).
          type: list
          elements: str
          sample: null
        created_at:
          description: When the plan was published.
          type: str
          sample: "2026-01-01T12:00:00Z"
        default:
          description: Whether this is the plan of an add-on that names the service alone.
          type: bool
          sample: true
        description:
          description: What the plan is.
          type: str
          sample: Heroku Postgres Essential 0
        human_name:
          description: The plan's display name.
          type: str
          sample: Essential 0
        id:
          description: The plan's ID.
          type: str
          sample: 01234567-89ab-cdef-0123-456789abcdef
        installable_inside_private_network:
          description: Whether apps in Private Spaces can have it.
          type: bool
          sample: false
        installable_outside_private_network:
          description: Whether other apps can have it.
          type: bool
          sample: true
        name:
          description: The plan's name.
          type: str
          sample: heroku-postgresql:essential-0
        price:
          description: What the plan costs.
          type: dict
          sample: {cents: 500, contract: false, unit: month}
        space_default:
          description: Whether it is the default in Private Spaces.
          type: bool
          sample: false
        state:
          description: The maturity of the plan, such as V(ga).
          type: str
          sample: ga
        updated_at:
          description: When the plan was last changed.
          type: str
          sample: "2026-01-01T12:00:00Z"
        visible:
          description: Whether the plan is shown to everybody.
          type: bool
          sample: true
    region_capabilities:
      description: The regions, by name, in which the service is available.
      returned: with O(region_capabilities=true)
      type: list
      elements: dict
      contains:
        id:
          description: The ID of the pair of service and region.
          type: str
          sample: 01234567-89ab-cdef-0123-456789abcdef
        region:
          description: The region, as M(community.heroku.heroku_region_info) returns it.
          type: dict
          sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: virginia, private_capable: true}
        supports_private_networking:
          description: Whether the service is part of the network of Private Spaces in that region.
          type: bool
          sample: true
    state:
      description: V(alpha), V(beta), V(ga) or V(shutdown).
      type: str
      sample: ga
    supported_generations:
      description: The generations of the platform whose apps can have it.
      type: list
      elements: dict
      sample: [{id: 01234567-89ab-cdef-0123-456789abcdef, name: cedar}]
    supports_multiple_installations:
      description: Whether an app can have it more than once.
      type: bool
      sample: true
    supports_sharing:
      description: Whether an add-on of it can be attached to other apps.
      type: bool
      sample: true
    updated_at:
      description: When the service was last changed.
      type: str
      sample: "2026-01-01T12:00:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_service import AddonService

MODULE = InfoModule(AddonService)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
