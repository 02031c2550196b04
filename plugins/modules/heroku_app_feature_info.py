#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_app_feature_info
short_description: Look up features of apps on Heroku
version_added: 1.0.0
description:
  - Returns one feature of an app, or all that there are, enabled or not.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.features
  - community.heroku.heroku.app
seealso:
  - module: community.heroku.heroku_app_feature
"""

EXAMPLES = r"""
- name: All features that the app could use
  community.heroku.heroku_app_feature_info:
    app: example
  register: heroku

- name: Those that it does use
  community.heroku.heroku_app_feature_info:
    app: example
    enabled: true
  register: heroku

- name: Their names
  ansible.builtin.debug:
    msg: "{{ heroku.app_features | map(attribute='name') }}"

- name: Whether preboot is on
  community.heroku.heroku_app_feature_info:
    app: example
    name: preboot
  register: heroku
  failed_when: not heroku.app_features[0].enabled
"""

RETURN = r"""
app_features:
  description: The features as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: When the feature was published.
      type: str
      sample: "2026-01-01T12:00:00Z"
    description:
      description: What the feature does.
      type: str
      sample: Provide seamless web dyno deploys
    display_name:
      description: The feature's display name.
      type: str
      sample: Preboot
    doc_url:
      description: Where it is explained.
      type: str
      sample: https://devcenter.heroku.com/articles/preboot
    enabled:
      description: Whether it is enabled.
      type: bool
      sample: true
    feedback_email:
      description: Where to send feedback about it.
      type: str
      sample: feedback@heroku.com
    id:
      description: The feature's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The feature's name.
      type: str
      sample: preboot
    state:
      description: V(general) for what C(heroku features) lists, V(public), V(beta) and the like for C(heroku labs).
      type: str
      sample: general
    updated_at:
      description: When it was last enabled or disabled.
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import InfoModule
from ansible_collections.community.heroku.plugins.module_utils._resources.app_feature import AppFeature

MODULE = InfoModule(AppFeature)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
