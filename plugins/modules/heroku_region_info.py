#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_region_info
short_description: Look up the regions of Heroku
version_added: 1.0.0
description:
  - Returns the regions where apps and Private Spaces can be created.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - Only this region, by name or ID. One that does not exist gives an empty list.
    type: str
  private_capable:
    description:
      - V(true) for only the regions of Private Spaces, V(false) for only those of the Common Runtime.
    type: bool
seealso:
  - module: community.heroku.heroku_app
"""

EXAMPLES = r"""
- name: All regions
  community.heroku.heroku_region_info:
  register: heroku

- name: Where Private Spaces can be
  community.heroku.heroku_region_info:
    private_capable: true
  register: heroku

- name: Their names
  ansible.builtin.debug:
    msg: "{{ heroku.regions | map(attribute='name') | sort }}"

- name: Where a region is
  community.heroku.heroku_region_info:
    name: eu
  register: heroku
"""

RETURN = r"""
regions:
  description: The regions as Heroku shows them.
  returned: success
  type: list
  elements: dict
  contains:
    country:
      description: The country.
      type: str
      sample: Ireland
    created_at:
      description: When the region came up.
      type: str
      sample: "2013-04-24T10:00:00Z"
    description:
      description: Where it is, in words.
      type: str
      sample: Europe
    id:
      description: The region's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    locale:
      description: The part of the country.
      type: str
      sample: Dublin
    name:
      description: The region's name.
      type: str
      sample: eu
    private_capable:
      description: Whether Private Spaces can be created there.
      type: bool
      sample: false
    provider:
      description: Who runs the machines, and their name for the region.
      type: dict
      sample: {name: amazon-web-services, region: eu-west-1}
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2013-04-24T10:00:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.region import Region

MODULE = InfoModule(Region)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
