#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_key
short_description: Manage SSH keys of an account on Heroku
version_added: 1.0.0
description:
  - Adds a public SSH key to the account that the token belongs to, or removes one.
  - Keys are compared as keys. Another comment or other white space makes no difference.
  - Heroku has no Git over SSH any more. Other uses of these keys are up to the account.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.state
options:
  public_key:
    description:
      - The public key as one line, such as C(~/.ssh/id_ed25519.pub) holds. Required with O(state=present).
      - The comment of a key that is there already is not changed.
      - Mutually exclusive with O(fingerprint) and O(comment).
    type: str
  fingerprint:
    description:
      - The fingerprint of the key to remove, either as MD5, as Heroku shows it, or as SHA256, as C(ssh-keygen -l) does.
    type: str
  comment:
    description:
      - The exact comment of the key to remove. Several keys with the same comment make the task fail.
    type: str
seealso:
  - module: community.heroku.heroku_key_info
"""

EXAMPLES = r"""
- name: Add a key
  community.heroku.heroku_key:
    public_key: "{{ lookup('ansible.builtin.file', '~/.ssh/id_ed25519.pub') }}"

- name: Remove a key, with only its text at hand
  community.heroku.heroku_key:
    public_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMOp8yB23tY/BunYwhOJc1LdURitz1FYessJ/gtnKsy4
    state: absent

- name: Remove a key by the fingerprint that Heroku shows
  community.heroku.heroku_key:
    fingerprint: ab:53:a6:fd:51:3a:ce:70:23:92:ff:bd:39:17:d8:6d
    state: absent

- name: Remove a key by the fingerprint that ssh-keygen shows
  community.heroku.heroku_key:
    fingerprint: SHA256:ewEs2XnIfgIUuLk7bYEUbmrUZYKDRtS4aGRGqCeH5tg
    state: absent

- name: Remove the key of a laptop that was lost
  community.heroku.heroku_key:
    comment: username@host
    state: absent
"""

RETURN = r"""
key:
  description: The key as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
  contains:
    comment:
      description: The comment behind the key.
      type: str
      sample: username@host
    created_at:
      description: When the key was added.
      type: str
      sample: "2026-11-21T10:00:00Z"
    email:
      description: The comment once more, under its former name.
      type: str
      sample: username@host
    fingerprint:
      description: The MD5 fingerprint.
      type: str
      sample: ab:53:a6:fd:51:3a:ce:70:23:92:ff:bd:39:17:d8:6d
    id:
      description: The key's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    public_key:
      description: The public key as it was uploaded.
      type: str
      sample: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMOp8yB23tY/BunYwhOJc1LdURitz1FYessJ/gtnKsy4 username@host
    updated_at:
      description: When the key was last changed.
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
from ansible_collections.community.heroku.plugins.module_utils._resources.key import Key

MODULE = ManagingModule(Key)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
