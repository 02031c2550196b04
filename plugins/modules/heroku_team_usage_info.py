#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team_usage_info
short_description: Look up what teams on Heroku used
version_added: 1.0.0
description:
  - Returns what a team, or an enterprise account with all its teams, used by day or by month.
  - Dynos are counted in dyno units, add-ons in credits.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  team:
    description:
      - The name or ID of the team. A name takes one more request.
      - One of O(team) and O(enterprise_account) is required.
    type: str
  enterprise_account:
    description:
      - The name or ID of the enterprise account. A name takes one more request.
    type: str
  period:
    description:
      - Whether to return a record a day or a record a month.
    type: str
    choices: [daily, monthly]
    default: daily
  start:
    description:
      - The first day, as in V(2026-11-01), or month, as in V(2026-11).
    type: str
    required: true
  end:
    description:
      - The last day or month. Heroku takes the present one if this is not given.
    type: str
seealso:
  - module: community.heroku.heroku_team_info
  - module: community.heroku.heroku_enterprise_account_info
"""

EXAMPLES = r"""
- name: What the team used in a week
  community.heroku.heroku_team_usage_info:
    team: acme
    start: "2026-11-01"
    end: "2026-11-07"
  register: heroku

- name: Dyno units of each day
  ansible.builtin.debug:
    msg: "{{ heroku.usage | items2dict(key_name='date', value_name='dynos') }}"

- name: What all teams used since the beginning of the year
  community.heroku.heroku_team_usage_info:
    enterprise_account: acme-enterprise
    period: monthly
    start: "2026-01"
  register: heroku
"""

RETURN = r"""
usage:
  description: What was used, oldest first, as Heroku shows it.
  returned: success
  type: list
  elements: dict
  contains:
    addons:
      description: Credits used for add-ons.
      type: float
      sample: 250.0
    apps:
      description: The same for each app. Only of a team.
      type: list
      elements: dict
      returned: when O(team) is given
      sample: [{addons: 12.34, app_name: example, data: 12.34, dynos: 1.548, partner: 0.0}]
    connect:
      description: The most rows that Heroku Connect synchronized.
      type: int
      returned: when O(period=monthly)
      sample: 15000
    data:
      description: Credits used for Heroku's own data services.
      type: float
      sample: 34.89
    date:
      description: The day.
      type: str
      returned: when O(period=daily)
      sample: "2026-11-01"
    dynos:
      description: Dyno units used.
      type: float
      sample: 1.548
    id:
      description: The ID of the team or enterprise account.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    month:
      description: The month.
      type: str
      returned: when O(period=monthly)
      sample: "2026-11"
    name:
      description: The name of the team or enterprise account.
      type: str
      sample: acme
    partner:
      description: Credits used for add-ons of others.
      type: float
      sample: 12.34
    space:
      description: Space credits used.
      type: float
      sample: 1.548
    teams:
      description: The same for each team, with its apps. Only of an enterprise account.
      type: list
      elements: dict
      returned: when O(enterprise_account) is given
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
from ansible_collections.community.heroku.plugins.module_utils._resources.team_usage import TeamUsage

MODULE = InfoModule(TeamUsage)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
