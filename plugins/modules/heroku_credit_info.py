#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_credit_info
short_description: Look up credits of a Heroku account
version_added: 1.0.0
description:
  - Returns what is used up before the account is charged.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  id:
    description:
      - Only the credit with this ID. One that does not exist gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_invoice_info
"""

EXAMPLES = r"""
- name: What credits there are
  community.heroku.heroku_credit_info:
  register: heroku

- name: How much of them is left, in dollars
  ansible.builtin.debug:
    msg: "{{ heroku.credits | map(attribute='balance') | sum / 100 }}"
"""

RETURN = r"""
credits:
  description: The credits as Heroku shows them, sorted by when they expire.
  returned: success
  type: list
  elements: dict
  contains:
    amount:
      description: What it was worth at first, in cents.
      type: float
      sample: 10000
    balance:
      description: What it is worth now, in cents.
      type: float
      sample: 5000
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    expires_at:
      description: When it expires.
      type: str
      sample: "2027-11-21T10:00:00Z"
    id:
      description: Its ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    title:
      description: What it is called.
      type: str
      sample: gift card
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
from ansible_collections.community.heroku.plugins.module_utils._resources.credit import Credit

MODULE = InfoModule(Credit)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
