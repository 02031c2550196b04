#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_audit_trail_archive_info
short_description: Look up archives of the audit trail of a Heroku Enterprise account
version_added: 1.0.0
description:
  - Returns the files that hold the events of past months, one a month.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.enterprise_account
options:
  year:
    description:
      - Only the archives of this year, V(2017) or later. What does not exist gives an empty list.
    type: int
  month:
    description:
      - Only the archives of this month, from V(1) to V(12).
    type: int
  show_url:
    description:
      - Whether to return where the archives can be downloaded. Whoever has the address needs no token, so set C(no_log)
        on the task.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_audit_trail_event_info
"""

EXAMPLES = r"""
- name: Which archives there are
  community.heroku.heroku_audit_trail_archive_info:
    enterprise_account: acme-enterprise
  register: heroku

- name: Where that of January is
  community.heroku.heroku_audit_trail_archive_info:
    enterprise_account: acme-enterprise
    year: 2026
    month: 1
    show_url: true
  register: heroku
  no_log: true

- name: Keep it
  ansible.builtin.get_url:
    url: "{{ heroku.audit_trail_archives[0].url }}"
    dest: /srv/audit/heroku-2026-01.json.gz
    mode: "0400"
  no_log: true
"""

RETURN = r"""
audit_trail_archives:
  description: The archives as Heroku shows them, the oldest first.
  returned: success
  type: list
  elements: dict
  contains:
    checksum:
      description: The checksum of the file.
      type: str
      sample: SHA256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
    created_at:
      description: When it was created.
      type: str
      sample: "2026-02-01T10:00:00Z"
    month:
      description: The month that it covers.
      type: str
      sample: "01"
    size:
      description: The size of the file in bytes.
      type: int
      sample: 100
    url:
      description: Where it can be downloaded, with O(show_url), else V(null).
      type: str
      sample: null
    year:
      description: The year that it covers.
      type: int
      sample: 2026
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
from ansible_collections.community.heroku.plugins.module_utils._resources.audit_trail import AuditTrailArchive

MODULE = InfoModule(AuditTrailArchive)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
