#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_addon_attachment
short_description: Attach add-ons to apps on Heroku
version_added: 1.0.0
description:
  - Attaches an add-on to an app, the one it was bought for or another one, or detaches it.
  - An attachment sets config vars of the app, whose names begin with the name of the attachment. To attach or to
    detach makes a release and restarts the app.
  - An app can lose the config vars of an attachment that stays, by a rollback to a release before it was there. They
    are brought back by attaching the add-on again under the same name.
  - Nothing about an attachment can be changed, so a change replaces it. That is only done with O(confirm).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.state
options:
  addon:
    description:
      - The name or ID of the add-on. It is needed with O(state=present).
      - With O(state=absent), an attachment of another add-on stays, even if it has the O(name).
    type: str
  name:
    description:
      - The name of the attachment, such as V(DATABASE), or the ID of one that exists. Heroku writes names in upper
        case; here the case does not matter.
      - Without it the task accepts any attachment of the O(addon) to the app, and Heroku chooses the name of
        a new one.
    type: str
  namespace:
    description:
      - What of the add-on to attach, such as V(credential:analytics) for a credential of a Postgres database. An
        empty string is the default one.
      - If this is not given, any namespace will do, and a new attachment gets the default one.
    type: str
  namespace_config:
    description:
      - The namespace as keys and values, for add-ons that take it in this form.
      - It is only used when an attachment is made, since Heroku does not show it afterwards.
    type: dict
  confirm:
    description:
      - The name of the app, to confirm that an attachment that has the O(name), but is of another add-on or
        namespace, should be replaced.
      - It also confirms that config vars of yours, such as C(CACHE_URL) for the O(name) V(CACHE), are overwritten, and
        that the add-on is attached to an app in a Private Space although it is not part of its
        network.
      - An empty string counts as not given.
    type: str
  wait:
    description:
      - Whether to wait for the release phase of the release that this makes. Until its command has succeeded, the app
        does not see the change.
      - The task fails when the release command fails.
    type: bool
    default: false
  wait_timeout:
    description:
      - How many seconds to wait at most. A task that gives up fails.
    type: int
    default: 1200
seealso:
  - module: community.heroku.heroku_addon_attachment_info
  - module: community.heroku.heroku_addon
"""

EXAMPLES = r"""
- name: Let another app use the database
  community.heroku.heroku_addon_attachment:
    app: example-reports
    addon: postgresql-curly-12345
    name: DATABASE

- name: Let it use a credential that may only read
  community.heroku.heroku_addon_attachment:
    app: example-reports
    addon: postgresql-curly-12345
    name: READONLY
    namespace: credential:readonly

- name: Keep the old database attached under another name
  community.heroku.heroku_addon_attachment:
    app: example
    addon: postgresql-curly-12345
    name: OLD_DATABASE

- name: Make another database the main one
  community.heroku.heroku_addon_attachment:
    app: example
    addon: postgresql-flat-67890
    name: DATABASE
    confirm: example

- name: Detach a cache, and wait until the app runs without it
  community.heroku.heroku_addon_attachment:
    app: example
    name: SHARED_CACHE
    state: absent
    wait: true
"""

RETURN = r"""
addon_attachment:
  description: The attachment as Heroku shows it, except for the address of its logs, which is a secret. V(null) when it
    does not exist.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.addon_attachment import AddonAttachment

MODULE = ManagingModule(AddonAttachment)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
