#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_account_delinquency_info
short_description: Look up whether a Heroku account or team is going to be suspended for non-payment
version_added: 1.0.0
description:
  - Returns when Heroku is going to suspend and to delete the account, or a team, because its invoices are not paid.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  team:
    description:
      - The name or ID of a team to ask about. Without it, it is the account itself.
    type: str
seealso:
  - module: community.heroku.heroku_invoice_info
"""

EXAMPLES = r"""
- name: Stop when the account has not paid
  community.heroku.heroku_account_delinquency_info:
  register: heroku
  failed_when: heroku is failed or heroku.delinquency.scheduled_suspension_time is not none

- name: Whether a team has paid
  community.heroku.heroku_account_delinquency_info:
    team: acme
  register: heroku
"""

RETURN = r"""
delinquency:
  description: What is going to happen, as Heroku shows it.
  returned: success
  type: dict
  contains:
    scheduled_deletion_time:
      description: When it is going to be deleted. V(null) when it has paid.
      type: str
      sample: null
    scheduled_suspension_time:
      description: When it is going to be suspended. V(null) when it has paid.
      type: str
      sample: null
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
from ansible_collections.community.heroku.plugins.module_utils._resources.delinquency import Delinquency

MODULE = InfoModule(Delinquency)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
