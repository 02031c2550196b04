#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_identity_provider_info
short_description: Look up identity providers of teams and enterprise accounts on Heroku
version_added: 1.0.0
description:
  - Returns the identity providers that the members of a team or an enterprise account sign on with.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  team:
    description:
      - The name or ID of the team that it belongs to. One of O(team) and O(enterprise_account) is required.
    type: str
  enterprise_account:
    description:
      - The name or ID of the enterprise account that it belongs to.
    type: str
  id:
    description:
      - The ID of one identity provider. One that does not exist gives an empty list.
    type: str
  entity_id:
    description:
      - What one identity provider calls itself. One that does not exist gives an empty list.
    type: str
  all_certificates:
    description:
      - Whether to look up all certificates of each, and the addresses at Heroku. It takes one more request each.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_identity_provider
  - module: community.heroku.heroku_team_info
"""

EXAMPLES = r"""
- name: What the team signs on with
  community.heroku.heroku_identity_provider_info:
    team: acme
    all_certificates: true
  register: heroku

- name: Notice that a certificate is about to expire
  ansible.builtin.assert:
    that:
      - heroku.identity_providers | map(attribute='certificates') | flatten | map(attribute='expires_at') | min > limit
  vars:
    limit: "2027-01-01T00:00:00Z"

- name: One of them
  community.heroku.heroku_identity_provider_info:
    team: acme
    entity_id: https://idp.example.com/entity
  register: heroku
"""

RETURN = r"""
identity_providers:
  description: The identity providers as Heroku shows them.
  returned: success
  type: list
  elements: dict
  contains:
    certificate:
      description: The certificate in PEM format, the newest if there are several.
      type: str
      sample: "-----BEGIN CERTIFICATE-----..."
    certificates:
      description: All certificates.
      returned: when O(community.heroku.heroku_identity_provider#module:certificates),
        O(community.heroku.heroku_identity_provider#module:enabled) or
        O(community.heroku.heroku_identity_provider#module:enterprise_account) is given, or C(all_certificates) to look
        up
      type: list
      elements: dict
      sample:
        - body: "-----BEGIN CERTIFICATE-----..."
          created_at: "2026-11-21T10:00:00Z"
          expires_at: "2028-11-21T10:00:00Z"
          id: 01234567-89ab-cdef-0123-456789abcdef
          name: "2026"
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    enabled:
      description: Whether people sign on with it.
      returned: when O(community.heroku.heroku_identity_provider#module:certificates),
        O(community.heroku.heroku_identity_provider#module:enabled) or
        O(community.heroku.heroku_identity_provider#module:enterprise_account) is given, or C(all_certificates) to look
        up
      type: bool
      sample: true
    entity_id:
      description: What it calls itself.
      type: str
      sample: https://idp.example.com/entity
    heroku_acs_url:
      description: Heroku's address that it sends people to.
      returned: when O(community.heroku.heroku_identity_provider#module:certificates),
        O(community.heroku.heroku_identity_provider#module:enabled) or
        O(community.heroku.heroku_identity_provider#module:enterprise_account) is given, or C(all_certificates) to look
        up
      type: str
      sample: https://sso.heroku.com/saml/acme-sso/finalize
    heroku_entity_id:
      description: What Heroku calls itself to it.
      returned: when O(community.heroku.heroku_identity_provider#module:certificates),
        O(community.heroku.heroku_identity_provider#module:enabled) or
        O(community.heroku.heroku_identity_provider#module:enterprise_account) is given, or C(all_certificates) to look
        up
      type: str
      sample: https://sso.heroku.com/saml/acme-sso
    heroku_start_url:
      description: Where people start to sign on.
      returned: when O(community.heroku.heroku_identity_provider#module:certificates),
        O(community.heroku.heroku_identity_provider#module:enabled) or
        O(community.heroku.heroku_identity_provider#module:enterprise_account) is given, or C(all_certificates) to look
        up
      type: str
      sample: https://sso.heroku.com/saml/acme-sso/init
    id:
      description: The identity provider's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: Its name at Heroku.
      returned: when O(community.heroku.heroku_identity_provider#module:certificates),
        O(community.heroku.heroku_identity_provider#module:enabled) or
        O(community.heroku.heroku_identity_provider#module:enterprise_account) is given, or C(all_certificates) to look
        up
      type: str
      sample: acme-sso
    organization:
      description: The team's name.
      returned: when none of these is given
      type: dict
      sample: {name: acme}
    owner:
      description: What it belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme, type: team}
    slo_target_url:
      description: Where people are sent to sign off.
      type: str
      sample: https://idp.example.com/logout
    sso_target_url:
      description: Where people are sent to sign on.
      type: str
      sample: https://idp.example.com/login
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.identity_provider import IdentityProvider

MODULE = InfoModule(IdentityProvider)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
