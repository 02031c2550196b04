#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team
short_description: Manage teams on Heroku
version_added: 1.0.0
description:
  - Creates a team, renames it, makes it the default, or deletes it.
  - With O(enterprise_account) a new team is an enterprise team, else a self-service team, which someone has to pay for.
  - The limit of members and the licenses of a team are shown, but can only be changed by Heroku.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.confirm
  - community.heroku.heroku.state
options:
  name:
    description:
      - The name or ID of the team. Names of teams are unique at Heroku.
    type: str
    required: true
  new_name:
    description:
      - What the team should be called. If it has that name already, nothing is changed.
      - An empty string counts as not given.
    type: str
  default:
    description:
      - Whether new apps of the account belong to this team when they name none.
      - If this is not given, it is left as it is.
    type: bool
  enterprise_account:
    description:
      - The name or ID of the enterprise account that a new team belongs to. It cannot be changed later.
    type: str
  addons_controls:
    description:
      - Whether members may only install add-ons of the services that the team allows.
        See M(community.heroku.heroku_allowed_addon_service).
      - If this is not given, it is left as it is.
    type: bool
  billing:
    description:
      - Who pays for a new self-service team, and how. It is sent only when the team is created, and never shown. It
        changes nothing for a team that exists.
      - Heroku may take the payment method of the account if this is not given.
    type: dict
    suboptions:
      address_1:
        description: Street address. An empty string counts as not given.
        type: str
      address_2:
        description: Second line of the street address. An empty string counts as not given.
        type: str
      card_number:
        description: Number of the credit card. An empty string counts as not given.
        type: str
      city:
        description: City. An empty string counts as not given.
        type: str
      country:
        description: Country. An empty string counts as not given.
        type: str
      cvv:
        description: Verification value of the credit card. An empty string counts as not given.
        type: str
      device_data:
        description:
          - What the payment service says about the device, for O(billing.nonce). An empty string counts as not given.
        type: str
      expiration_month:
        description: Month in which the credit card expires. An empty string counts as not given.
        type: str
      expiration_year:
        description: Year in which the credit card expires. An empty string counts as not given.
        type: str
      first_name:
        description: First name of the holder. An empty string counts as not given.
        type: str
      last_name:
        description: Last name of the holder. An empty string counts as not given.
        type: str
      nonce:
        description: What the payment service gave in place of a card number. An empty string counts as not given.
        type: str
      other:
        description: Anything else that belongs to the address. An empty string counts as not given.
        type: str
      postal_code:
        description: Postal code. An empty string counts as not given.
        type: str
      state:
        description: State or region. An empty string counts as not given.
        type: str
  state:
    description:
      - Whether the team should exist.
      - V(absent) deletes it with all that it has. A team that still owns apps is not deleted.
seealso:
  - module: community.heroku.heroku_team_info
  - module: community.heroku.heroku_team_member
  - module: community.heroku.heroku_allowed_addon_service
"""

EXAMPLES = r"""
- name: A team of the enterprise account
  community.heroku.heroku_team:
    name: acme-web
    enterprise_account: acme-enterprise

- name: A self-service team, paid by card
  community.heroku.heroku_team:
    name: acme-labs
    billing: "{{ vault_billing }}"

- name: New apps belong to this team
  community.heroku.heroku_team:
    name: acme-web
    default: true

- name: Members install only what is allowed
  community.heroku.heroku_team:
    name: acme-web
    addons_controls: true

- name: Another name
  community.heroku.heroku_team:
    name: acme-labs
    new_name: acme-research

- name: The team goes
  community.heroku.heroku_team:
    name: acme-research
    state: absent
"""

RETURN = r"""
team:
  description: The team as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
  contains:
    addons_controls:
      description: Whether members may only install add-ons of the services that the team allows.
      returned: when O(addons_controls) is given
      type: bool
      sample: true
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    credit_card_collections:
      description: Whether charges go to a credit card.
      type: bool
      sample: true
    default:
      description: Whether it is the account's default team.
      type: bool
      sample: false
    enterprise_account:
      description: The enterprise account that it belongs to, or V(null).
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme-enterprise}
    delinquency:
      description: When it will be suspended and deleted for not paying; both are V(null) when it pays.
      returned: by M(community.heroku.heroku_team_info), when asked for
      type: dict
      sample: {scheduled_deletion_time: null, scheduled_suspension_time: null}
    id:
      description: The team's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    identity_provider:
      description: Its identity provider for single sign-on, or V(null).
      type: dict
      sample:
        id: 01234567-89ab-cdef-0123-456789abcdef
        name: acme-sso
        owner: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme, type: team}
    licenses:
      description: Its licenses.
      returned: by M(community.heroku.heroku_team_info), when asked for
      type: list
      elements: dict
      sample:
        - code: add
          consumed: 12
          end_date: "2026-12-31"
          name: HerokuDynoUnits1
          qty: 100
          start_date: "2026-01-01"
    membership_limit:
      description: How many members it may have, or V(null).
      type: int
      sample: 25
    name:
      description: Its name.
      type: str
      sample: acme
    preferences:
      description: C(addons_controls) as above, and C(default_permission), the role that new people get, or V(null).
      returned: by M(community.heroku.heroku_team_info), when asked for
      type: dict
      sample: {addons_controls: false, default_permission: null}
    provisioned_licenses:
      description: Whether it has licenses, as enterprise teams have.
      type: bool
      sample: false
    role:
      description: The role that the token's account has in it.
      type: str
      sample: admin
    type:
      description: V(enterprise), or V(team) for a self-service team.
      type: str
      sample: team
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
from ansible_collections.community.heroku.plugins.module_utils._resources.team import Team

MODULE = ManagingModule(Team)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
