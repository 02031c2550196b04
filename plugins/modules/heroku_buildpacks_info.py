#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_buildpacks_info
short_description: Look up the buildpacks of an app on Heroku
version_added: 1.0.0
description:
  - Returns the ordered list of an app's buildpacks. It is empty when Heroku should detect what the app needs.
  - Apps of the generation Fir have their buildpacks in their C(project.toml), so the task fails for them.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
seealso:
  - module: community.heroku.heroku_buildpacks
"""

EXAMPLES = r"""
- name: The buildpacks of an app
  community.heroku.heroku_buildpacks_info:
    app: example
  register: heroku

- name: Their names
  ansible.builtin.debug:
    msg: "{{ heroku.buildpacks | map(attribute='buildpack.name') }}"

- name: Give another app the same ones, if none is private
  community.heroku.heroku_buildpacks:
    app: example-staging
    buildpacks: "{{ heroku.buildpacks | map(attribute='buildpack.url') }}"

- name: Make sure that the app is built with Python last
  community.heroku.heroku_buildpacks_info:
    app: example
  register: heroku
  failed_when: (heroku.buildpacks | map(attribute='buildpack.name') | list)[-1:] != ['heroku/python']
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils._resources.buildpacks import Buildpacks

MODULE = InfoModule(Buildpacks)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
