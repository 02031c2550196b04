#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_invoice_info
short_description: Look up invoices of a Heroku account or team
version_added: 1.0.0
description:
  - Returns what the account, or a team, was charged.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  team:
    description:
      - The name or ID of a team whose invoices are wanted; only its admins may see them. Without it, they are the
        account's own.
    type: str
  number:
    description:
      - Only the invoice with this number. One that does not exist gives an empty list.
    type: int
seealso:
  - module: community.heroku.heroku_credit_info
  - module: community.heroku.heroku_account_delinquency_info
"""

EXAMPLES = r"""
- name: What the account was charged
  community.heroku.heroku_invoice_info:
  register: heroku

- name: What was not paid
  ansible.builtin.debug:
    msg: "{{ heroku.invoices | rejectattr('state', 'equalto', 1) | map(attribute='number') }}"

- name: An invoice of a team
  community.heroku.heroku_invoice_info:
    team: acme
    number: 9403943
  register: heroku
"""

RETURN = r"""
invoices:
  description: The invoices as Heroku shows them, sorted by number.
  returned: success
  type: list
  elements: dict
  contains:
    addons_total:
      description: What add-ons cost, in cents. Teams only.
      type: int
      sample: 25000
    charges_total:
      description: All charges, in cents.
      type: float
      sample: 100000
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    credits_total:
      description: What was paid by credits, in cents.
      type: float
      sample: 0
    database_total:
      description: What databases cost, in cents. Teams only.
      type: int
      sample: 25000
    dyno_units:
      description: How many dyno units were used. Teams only.
      type: float
      sample: 1.92
    id:
      description: Its ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    number:
      description: Its number.
      type: int
      sample: 9403943
    payment_status:
      description: How far the payment is, in words. Teams only.
      type: str
      sample: Paid
    period_end:
      description: The last day that it is for.
      type: str
      sample: 01/31/2026
    period_start:
      description: The first day that it is for.
      type: str
      sample: 01/01/2026
    platform_total:
      description: What the platform itself costs, in cents. Teams only.
      type: int
      sample: 50000
    state:
      description: How far the payment is, V(0) for pending, V(1) for successful, V(2) for failed.
      type: int
      sample: 1
    total:
      description: The amount due, in cents.
      type: float
      sample: 100000
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    weighted_dyno_hours:
      description: How many hours dynos ran. Teams only.
      type: float
      sample: 1488
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
from ansible_collections.community.heroku.plugins.module_utils._resources.invoice import Invoice

MODULE = InfoModule(Invoice)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
