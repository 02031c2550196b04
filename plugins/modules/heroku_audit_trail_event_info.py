#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_audit_trail_event_info
short_description: Look up the audit trail of a Heroku Enterprise account
version_added: 1.0.0
description:
  - Returns what people did on one day. Older events are in the archives.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.enterprise_account
options:
  day:
    description:
      - The day, such as V(2026-01-31). The default is the present day in UTC.
    type: str
  actor:
    description:
      - Only what the person with this e-mail address did.
    type: str
  action:
    description:
      - Only such actions, for example V(create), V(update) or V(destroy).
    type: str
  type:
    description:
      - Only what was done to such things, for example V(app) or V(release).
    type: str
seealso:
  - module: community.heroku.heroku_audit_trail_archive_info
"""

EXAMPLES = r"""
- name: What happened today
  community.heroku.heroku_audit_trail_event_info:
    enterprise_account: acme-enterprise
  register: heroku

- name: Which apps were created on one day
  community.heroku.heroku_audit_trail_event_info:
    enterprise_account: acme-enterprise
    day: "2026-01-31"
    type: app
    action: create
  register: heroku

- name: Say so
  ansible.builtin.debug:
    msg: "{{ item.actor.email }} made {{ item.app.name }}"
  loop: "{{ heroku.audit_trail_events }}"
  loop_control:
    label: "{{ item.id }}"
"""

RETURN = r"""
audit_trail_events:
  description: The events as Heroku shows them, sorted by time.
  returned: success
  type: list
  elements: dict
  contains:
    action:
      description: What was done.
      type: str
      sample: create
    actor:
      description: Who did it.
      type: dict
      sample: {email: ops@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    app:
      description: The app that it was done to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    created_at:
      description: When it was done.
      type: str
      sample: "2026-01-31T10:00:00Z"
    data:
      description: Further details, without addresses that are credentials.
      type: dict
      sample: {}
    enterprise_account:
      description: The enterprise account.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme-enterprise}
    id:
      description: The event's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    owner:
      description: The owner of the app.
      type: dict
      sample: {email: acme@herokumanager.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    request:
      description: Where the request came from.
      type: dict
      sample: {ip_address: 192.0.2.1}
    team:
      description: The team.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: acme}
    type:
      description: What it was done to.
      type: str
      sample: app
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
from ansible_collections.community.heroku.plugins.module_utils._resources.audit_trail import AuditTrailEvent

MODULE = InfoModule(AuditTrailEvent)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
