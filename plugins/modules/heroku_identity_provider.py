#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_identity_provider
short_description: Manage identity providers of teams and enterprise accounts on Heroku
version_added: 1.0.0
description:
  - Lets the members of a team or an enterprise account sign on with an identity provider (SAML), changes its addresses
    and certificates, or removes it.
  - Certificates are public, and compared by their content, not by the layout of their text.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.state
requirements:
  - cryptography >= 42.0.0, to give a certificate
options:
  team:
    description:
      - The name or ID of the team that it belongs to. One of O(team) and O(enterprise_account) is required.
    type: str
  enterprise_account:
    description:
      - The name or ID of the enterprise account that it belongs to.
      - It is served by a variant of the API that Heroku calls a prototype, which cannot remove one.
    type: str
  id:
    description:
      - The ID of an existing identity provider, to change its O(entity_id) too.
      - One of O(id) and O(entity_id) is required.
    type: str
  entity_id:
    description:
      - What the identity provider calls itself. Without O(id) the provider is found by it.
    type: str
  sso_target_url:
    description:
      - Where people are sent to sign on. A new identity provider needs it.
    type: str
  slo_target_url:
    description:
      - Where people are sent to sign off. An empty string removes it.
    type: str
  certificate:
    description:
      - The one public certificate that the identity provider signs with, in PEM format.
      - It takes the place of the one that is there. Where there are several, use O(certificates).
      - A new identity provider needs it, or O(certificates).
    type: str
  certificates:
    description:
      - All public certificates that the identity provider may sign with, in any order, so that a new one can be listed
        beside the old one for a while. Those that are not listed are removed.
      - It is served by a variant of the API that Heroku calls a prototype.
    type: list
    elements: dict
    suboptions:
      body:
        description:
          - The certificate in PEM format.
        type: str
        required: true
      name:
        description:
          - A name for people. If this is not given, it is left as it is.
          - An empty string counts as not given.
        type: str
  enabled:
    description:
      - Whether people sign on with it. If this is not given, it is left as it is.
      - It is served by a variant of the API that Heroku calls a prototype.
    type: bool
seealso:
  - module: community.heroku.heroku_identity_provider_info
  - module: community.heroku.heroku_team_member
"""

EXAMPLES = r"""
- name: The team signs on with our identity provider
  community.heroku.heroku_identity_provider:
    team: acme
    entity_id: https://idp.example.com/entity
    sso_target_url: https://idp.example.com/login
    slo_target_url: https://idp.example.com/logout
    certificate: "{{ lookup('ansible.builtin.file', 'idp.pem') }}"

- name: The next certificate next to the old one
  community.heroku.heroku_identity_provider:
    team: acme
    entity_id: https://idp.example.com/entity
    certificates:
      - name: "2026"
        body: "{{ lookup('ansible.builtin.file', 'idp-2026.pem') }}"
      - name: "2028"
        body: "{{ lookup('ansible.builtin.file', 'idp-2028.pem') }}"

- name: Nobody signs on with it for the time being
  community.heroku.heroku_identity_provider:
    team: acme
    entity_id: https://idp.example.com/entity
    enabled: false

- name: One for the whole enterprise account
  community.heroku.heroku_identity_provider:
    enterprise_account: acme-enterprise
    entity_id: https://idp.example.com/entity
    sso_target_url: https://idp.example.com/login
    certificate: "{{ lookup('ansible.builtin.file', 'idp.pem') }}"

- name: It goes
  community.heroku.heroku_identity_provider:
    team: acme
    entity_id: https://idp.example.com/entity
    state: absent
"""

RETURN = r"""
identity_provider:
  description: The identity provider as Heroku shows it. V(null) when there is none.
  returned: success
  type: dict
  contains:
    certificate:
      description: The certificate in PEM format, the newest if there are several.
      type: str
      sample: "-----BEGIN CERTIFICATE-----..."
    certificates:
      description: All certificates.
      returned: when O(certificates), O(enabled) or O(enterprise_account) is given, or C(all_certificates) to look up
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
      returned: when O(certificates), O(enabled) or O(enterprise_account) is given, or C(all_certificates) to look up
      type: bool
      sample: true
    entity_id:
      description: What it calls itself.
      type: str
      sample: https://idp.example.com/entity
    heroku_acs_url:
      description: Heroku's address that it sends people to.
      returned: when O(certificates), O(enabled) or O(enterprise_account) is given, or C(all_certificates) to look up
      type: str
      sample: https://sso.heroku.com/saml/acme-sso/finalize
    heroku_entity_id:
      description: What Heroku calls itself to it.
      returned: when O(certificates), O(enabled) or O(enterprise_account) is given, or C(all_certificates) to look up
      type: str
      sample: https://sso.heroku.com/saml/acme-sso
    heroku_start_url:
      description: Where people start to sign on.
      returned: when O(certificates), O(enabled) or O(enterprise_account) is given, or C(all_certificates) to look up
      type: str
      sample: https://sso.heroku.com/saml/acme-sso/init
    id:
      description: The identity provider's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: Its name at Heroku.
      returned: when O(certificates), O(enabled) or O(enterprise_account) is given, or C(all_certificates) to look up
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.identity_provider import IdentityProvider

MODULE = ManagingModule(IdentityProvider)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
