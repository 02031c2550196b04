#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_app_transfer
short_description: Offer apps on Heroku to another person, accept or decline them
version_added: 1.0.0
description:
  - Offers an app to another person, who has to accept it; takes an offer back; accepts or declines an app that somebody
    offers to the token's account.
  - An offer made with O(community.heroku.heroku_app#module:owner) is one of these too.
  - From or to a team there is no offer. M(community.heroku.heroku_app) transfers the app at once in that case.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
options:
  app:
    description:
      - The app's name, or its ID.
    type: str
    required: true
  recipient:
    description:
      - The e-mail address or ID of the person who should get the app. Required with O(state=pending).
      - With another O(state), only a transfer to this person counts.
    type: str
  silent:
    description:
      - Whether Heroku makes a new offer without sending the recipient an e-mail.
    type: bool
    default: false
  state:
    description:
      - V(pending) offers the app, with the token of its owner. Nothing changes when the app is the recipient's already.
        An offer that was declined is made again. One that waits for somebody else is taken back and replaced, since an
        app has only one at a time.
      - V(accepted) and V(declined) answer an offer, with the token of the recipient.
      - V(absent) takes back an offer that was not answered yet, with the token of the owner.
    type: str
    choices: [pending, accepted, declined, absent]
    default: pending
seealso:
  - module: community.heroku.heroku_app
  - module: community.heroku.heroku_app_transfer_info
"""

EXAMPLES = r"""
- name: Offer an app to somebody
  community.heroku.heroku_app_transfer:
    app: example
    recipient: new-owner@example.com

- name: Accept it, as that person
  community.heroku.heroku_app_transfer:
    api_key: "{{ vault_api_key_of_the_new_owner }}"
    app: example
    state: accepted

- name: Decline an app that somebody offers
  community.heroku.heroku_app_transfer:
    app: example
    state: declined

- name: Take an offer back
  community.heroku.heroku_app_transfer:
    app: example
    state: absent
"""

RETURN = r"""
app_transfer:
  description:
    - The transfer as Heroku shows it. V(null) when there is none, after O(state=absent), and when the app is the
      recipient's without a transfer.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.app_transfer import AppTransfer

MODULE = ManagingModule(AppTransfer, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
