#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_app_transfer_info
short_description: Look up transfers of apps on Heroku
version_added: 1.0.0
description:
  - Returns the transfers of apps that the token's account offered or was offered, those that were answered included.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  app:
    description:
      - Only transfers of this app, by name or ID.
    type: str
seealso:
  - module: community.heroku.heroku_app_transfer
"""

EXAMPLES = r"""
- name: What was offered
  community.heroku.heroku_app_transfer_info:
  register: heroku

- name: Accept whatever ops@example.com offers
  community.heroku.heroku_app_transfer:
    app: "{{ item.app.id }}"
    state: accepted
  loop: >-
    {{ heroku.app_transfers | selectattr('state', 'equalto', 'pending')
       | selectattr('owner.email', 'equalto', 'ops@example.com') }}
"""

RETURN = r"""
app_transfers:
  description: The transfers as Heroku shows them, sorted by the app's name.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    created_at:
      description: When the app was offered.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The transfer's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    owner:
      description: Who offered the app.
      type: dict
      sample: {email: ops@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    recipient:
      description: To whom it was offered.
      type: dict
      sample: {email: new-owner@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    state:
      description: V(pending), V(accepted) or V(declined).
      type: str
      sample: pending
    updated_at:
      description: When it last changed.
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
from ansible_collections.community.heroku.plugins.module_utils._resources.app_transfer import AppTransfer

MODULE = InfoModule(AppTransfer)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
