#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_slug
short_description: Create a slug for an app on Heroku without a build
version_added: 1.0.0
description:
  - Creates a slug of code that is ready to run, such as what a CI has built, and uploads it. Nothing runs it before it
    is released, with M(community.heroku.heroku_release).
  - Heroku lists no slugs. So the one to compare with is that of the app's newest release, whatever became of that
    release. When it has the same content (by checksum), process types and stack, it is returned and nothing is created.
  - A slug that was made and never released cannot be found again, and a second run creates another. Such slugs cost
    nothing.
  - Apps of the Fir generation run images, and no slugs.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.source
attributes:
  idempotent:
    support: partial
    details:
      - A slug that was not released cannot be found again, and a second run creates another.
options:
  path:
    description:
      - A directory that holds the app, or a gzipped tar (C(.tar.gz), C(.tgz)), on the host where the task runs.
      - On the controller (the connection V(local)) a relative path counts from the directory of the playbook, in a role
        too.
      - A directory becomes the app's home directory. From one in a git checkout, the files that C(git push) would send
        are packed, as with the option O(community.heroku.heroku_build#module:path); a directory that C(.gitignore)
        names as a whole, such as C(dist), is packed with everything in it. It is packed in a way that depends on
        nothing but the names and contents of the files.
      - In an archive everything must be below C(./app), as C(tar -czf slug.tar.gz ./app) makes it. It counts as it is,
        byte for byte.
    type: path
    required: true
  process_types:
    description:
      - The process types, and the command of each. C(release) is the release phase.
      - There is no C(Procfile) in a slug; the types are what is given here.
    type: dict
    required: true
  stack:
    description:
      - The stack that the code was made for, by name or ID. Without it, that of the app's next build.
      - An empty string counts as not given.
    type: str
  commit:
    description:
      - The commit that the code was made of. Heroku shows its beginning with the release.
      - Another commit with the same content does not make a new slug, and neither do the other two descriptions.
      - An empty string counts as not given.
    type: str
  commit_description:
    description:
      - The commit in words.
      - An empty string counts as not given.
    type: str
  buildpack_provided_description:
    description:
      - What made it, such as the language.
      - An empty string counts as not given.
    type: str
seealso:
  - module: community.heroku.heroku_build
  - module: community.heroku.heroku_release
  - module: community.heroku.heroku_slug_info
"""

EXAMPLES = r"""
- name: Make a slug of what the CI has built
  community.heroku.heroku_slug:
    app: example
    path: "{{ playbook_dir }}/dist"
    process_types:
      web: bin/server --port $PORT
      release: bin/migrate
    commit: "{{ commit }}"
    buildpack_provided_description: Go
  register: made

- name: Release it; in check mode a new slug has no ID yet
  community.heroku.heroku_release:
    app: example
    slug: "{{ made.slug.id }}"
  when: made.slug.id is not none

- name: Create a slug of an archive, for a given stack
  community.heroku.heroku_slug:
    app: example
    path: /srv/artifacts/example-slug.tar.gz
    process_types:
      web: bin/server --port $PORT
    stack: heroku-24
"""

RETURN = r"""
slug:
  description: The slug as Heroku shows it, but without the address of its content, since that lets anybody download it.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.slug import Slug

MODULE = ManagingModule(Slug, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
