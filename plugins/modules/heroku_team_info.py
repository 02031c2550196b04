#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team_info
short_description: Look up teams on Heroku
version_added: 1.0.0
description:
  - Returns one team, those of an enterprise account, or all that the account of the token is in.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  name:
    description:
      - The name or ID of one team. One that does not exist gives an empty list.
    type: str
  enterprise_account:
    description:
      - The name or ID of an enterprise account, for all of its teams.
    type: str
  preferences:
    description:
      - Whether to look up the preferences of each team too. It takes one more request for each team.
    type: bool
    default: false
  delinquency:
    description:
      - Whether to look up when each team will lose its service for not paying. It takes one more request for each team.
    type: bool
    default: false
  licenses:
    description:
      - Whether to look up the licenses of each team. It takes one more request for each team.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_team
  - module: community.heroku.heroku_team_member_info
  - module: community.heroku.heroku_team_usage_info
  - module: community.heroku.heroku_enterprise_account_info
"""

EXAMPLES = r"""
- name: All teams that the token's account is in
  community.heroku.heroku_team_info:
  register: heroku

- name: Those where it is an admin
  ansible.builtin.debug:
    msg: "{{ heroku.teams | selectattr('role', 'equalto', 'admin') | map(attribute='name') }}"

- name: Teams of the enterprise account with their licenses
  community.heroku.heroku_team_info:
    enterprise_account: acme-enterprise
    licenses: true
  register: heroku

- name: Notice that a team is about to lose its service
  community.heroku.heroku_team_info:
    name: acme
    delinquency: true
  register: heroku
  failed_when: heroku.teams[0].delinquency.scheduled_suspension_time is not none
"""

RETURN = r"""
teams:
  description: The teams as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    addons_controls:
      description: Whether members may only install add-ons of the services that the team allows.
      returned: when O(community.heroku.heroku_team#module:addons_controls) is given
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils._resources.team import Team

MODULE = InfoModule(Team)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
