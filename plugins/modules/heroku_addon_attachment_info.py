#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_addon_attachment_info
short_description: Look up the attachments of add-ons to apps on Heroku
version_added: 1.0.0
description:
  - Returns the attachments of an app, of an add-on, or all that the account can see, in one request each.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  app:
    description:
      - The name or ID of an app; only its attachments.
    type: str
  addon:
    description:
      - The name or ID of an add-on; only the attachments of this one.
    type: str
  name:
    description:
      - The name, in any case, or the ID of an attachment. One that does not exist gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_addon_attachment
  - module: community.heroku.heroku_addon_info
"""

EXAMPLES = r"""
- name: What is attached to an app
  community.heroku.heroku_addon_attachment_info:
    app: example
  register: heroku

- name: Which add-on is behind each name
  ansible.builtin.debug:
    msg: "{{ heroku.addon_attachments | items2dict(key_name='name', value_name='addon') }}"

- name: Which apps use a database
  community.heroku.heroku_addon_attachment_info:
    addon: postgresql-curly-12345
  register: heroku

- name: The add-on that an app uses as its database
  community.heroku.heroku_addon_attachment_info:
    app: example
    name: DATABASE
  register: heroku
  failed_when: heroku.addon_attachments | length != 1

- name: All attachments that the account can see
  community.heroku.heroku_addon_attachment_info:
  register: heroku
"""

RETURN = r"""
addon_attachments:
  description: The attachments as Heroku shows them, except for the addresses of their logs, which are secrets.
  returned: success
  type: list
  elements: dict
  contains:
    addon:
      description: The add-on, and the app that pays for it.
      type: dict
      sample:
        app: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
        id: 01234567-89ab-cdef-0123-456789abcdef
        name: postgresql-curly-12345
    app:
      description: The app that it is attached to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example-reports}
    created_at:
      description: When it was attached.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The attachment's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The attachment's name, with which the names of its config vars begin.
      type: str
      sample: DATABASE
    namespace:
      description: What of the add-on is attached; V(null) for the default.
      type: str
      sample: credential:readonly
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
    web_url:
      description: Where the add-on's dashboard is.
      type: str
      sample:
        https://addons-sso.heroku.com/apps/01234567-89ab-cdef-0123-456789abcdef/addons/01234567-89ab-cdef-0123-456789abcdef
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
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_attachment import AddonAttachment

MODULE = InfoModule(AddonAttachment)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
