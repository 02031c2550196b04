#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_slug_info
short_description: Look up a slug of an app on Heroku
version_added: 1.0.0
description:
  - Returns the slug that an app runs, that of another release, or one by its ID. Heroku lists no slugs.
  - An app can run the slug of another app, after a promotion for example. A slug is looked up in the app that it was
    made for, and in those that it was released on.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  slug:
    description:
      - The ID of a slug. One that does not exist gives an empty list.
      - Mutually exclusive with O(release).
    type: str
  release:
    description:
      - A release, by its version (V(12) or V(v12)) or its ID, to return the slug that it runs. Without code, or when it
        does not exist, it gives an empty list.
      - Without it and O(slug) it is the release that the app runs, among the newest 50.
    type: str
seealso:
  - module: community.heroku.heroku_release_info
  - module: community.heroku.heroku_slug
"""

EXAMPLES = r"""
- name: What the app runs
  community.heroku.heroku_slug_info:
    app: example
  register: heroku

- name: Say which commit that is
  ansible.builtin.debug:
    msg: "{{ heroku.slugs[0].commit }}"

- name: What ran with an earlier release
  community.heroku.heroku_slug_info:
    app: example
    release: v12
  register: heroku

- name: One slug
  community.heroku.heroku_slug_info:
    app: example
    slug: 01234567-89ab-cdef-0123-456789abcdef
  register: heroku
"""

RETURN = r"""
slugs:
  description: The slug as Heroku shows it, but without the address of its content, since that lets anybody download it;
    an empty list when there is none.
  returned: success
  type: list
  elements: dict
  contains:
    buildpack_provided_description:
      description: What made it, in the words of the buildpack.
      type: str
      sample: Python
    checksum:
      description: The SHA-256 of its content; V(null) where it was not told.
      type: str
      sample: SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    commit:
      description: The commit that it was made of.
      type: str
      sample: 60883d9e8947a57e04dc9124f25df004866a2051
    commit_description:
      description: The commit in words.
      type: str
      sample: Fix the login
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    deleted_at:
      description: When Heroku deleted its content; V(null) while it is there.
      type: str
      sample: null
    id:
      description: Its ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    process_types:
      description: The process types, and the command of each.
      type: dict
      sample: {web: bin/web}
    size:
      description: How large it is, in bytes; V(null) until Heroku knows.
      type: int
      sample: 2048
    stack:
      description: The stack that it was made for.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-24}
    updated_at:
      description: When it last changed.
      type: str
      sample: "2026-11-21T10:00:02Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.slug import Slug

MODULE = InfoModule(Slug)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
