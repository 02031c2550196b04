#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_buildpacks
short_description: Set the buildpacks of an app on Heroku
version_added: 1.0.0
description:
  - Sets the ordered list of an app's buildpacks, all in one request. What is not listed is removed.
  - It takes effect when the app is built the next time. Nothing is released or restarted.
  - Apps of the generation Fir have their buildpacks in their C(project.toml), so the task fails for them.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
options:
  buildpacks:
    description:
      - The buildpacks in their order, each by its name in the registry, such as V(heroku/python), by the address of
        an archive or a Git repository, or by its C(urn:).
      - All spellings of one buildpack mean the same. An empty list removes all buildpacks, so that Heroku detects
        one.
      - Credentials in an address are secret. They are not shown.
    type: list
    elements: str
    required: true
seealso:
  - module: community.heroku.heroku_buildpacks_info
  - module: community.heroku.heroku_build
"""

EXAMPLES = r"""
- name: One buildpack
  community.heroku.heroku_buildpacks:
    app: example
    buildpacks: [heroku/python]

- name: Node.js for the assets, then Python, then one of our own
  community.heroku.heroku_buildpacks:
    app: example
    buildpacks:
      - heroku/nodejs
      - heroku/python
      - https://github.com/acme/buildpack-fonts.git#v3

- name: A private buildpack
  community.heroku.heroku_buildpacks:
    app: example
    buildpacks:
      - "https://{{ vault_github_token }}@github.com/acme/buildpack-private.git"

- name: Let Heroku detect what the app needs
  community.heroku.heroku_buildpacks:
    app: example
    buildpacks: []
"""

RETURN = r"""
buildpacks:
  description: The app's buildpacks in their order, as Heroku shows them, with secrets in addresses masked.
  returned: success
  type: list
  elements: dict
  contains:
    ordinal:
      description: The place in the order, from 0.
      type: int
      sample: 0
    buildpack:
      description: Where the buildpack is, and its name in the registry, which is the address for one that is not in
        there.
      type: dict
      sample: {name: heroku/python, url: "urn:buildpack:heroku/python"}
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
from ansible_collections.community.heroku.plugins.module_utils._resources.buildpacks import Buildpacks

MODULE = ManagingModule(Buildpacks, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
