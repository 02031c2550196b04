#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_domain_info
short_description: Look up domains of apps on Heroku
version_added: 1.0.0
description:
  - Returns one domain of an app, or all of them, the one that Heroku gave the app included.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  hostname:
    description:
      - The hostname or ID of one domain. A domain that does not exist gives an empty list.
    type: str
  kind:
    description:
      - Only the domains that were added (V(custom)), or only the one that Heroku gave the app (V(heroku)).
    type: str
    choices: [heroku, custom]
seealso:
  - module: community.heroku.heroku_domain
"""

EXAMPLES = r"""
- name: The custom domains of an app
  community.heroku.heroku_domain_info:
    app: example
    kind: custom
  register: heroku

- name: Where the DNS records have to point to
  ansible.builtin.debug:
    msg: "{{ heroku.domains | items2dict(key_name='hostname', value_name='cname') }}"

- name: Wait until the certificate is there
  community.heroku.heroku_domain_info:
    app: example
    hostname: www.example.com
  register: heroku
  until: heroku.domains[0].acm_status == "cert issued"
  retries: 60
  delay: 60
"""

RETURN = r"""
domains:
  description: The domains as Heroku shows them, sorted by hostname.
  returned: success
  type: list
  elements: dict
  contains:
    acm_status:
      description: How far automated certificate management is with the domain; V(null) without it.
      type: str
      sample: cert issued
    acm_status_reason:
      description: Why automated certificate management fails.
      type: str
      sample: null
    app:
      description: The app that the domain belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    cname:
      description: The DNS target. The DNS record of the hostname has to point to it, as C(CNAME), C(ALIAS) or C(ANAME).
      type: str
      sample: quiet-brook-0a1b2c3d4e5f6071.herokudns.com
    created_at:
      description: When the domain was added.
      type: str
      sample: "2026-11-21T10:00:00Z"
    hostname:
      description: The hostname.
      type: str
      sample: www.example.com
    id:
      description: The domain's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    kind:
      description: V(custom), or V(heroku) for the one that Heroku gave the app.
      type: str
      sample: custom
    sni_endpoint:
      description: The SNI endpoint whose certificate the domain uses.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: tokyo-1050}
    status:
      description: V(none) when there is nothing to wait for, else V(pending), V(succeeded) or V(failed).
      type: str
      sample: none
    updated_at:
      description: When the domain was last changed.
      type: str
      sample: "2026-11-21T10:00:01Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import Domain

MODULE = InfoModule(Domain)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
