#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_team_feature_info
short_description: Look up features of teams on Heroku
version_added: 1.0.0
description:
  - Returns one feature of a team, or all that there are, enabled or not. Heroku decides which a team has; they cannot
    be switched with the API.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.features
  - community.heroku.heroku.team
seealso:
  - module: community.heroku.heroku_app_feature
  - module: community.heroku.heroku_account_feature
"""

EXAMPLES = r"""
- name: What the team can do
  community.heroku.heroku_team_feature_info:
    team: acme
    enabled: true
  register: heroku

- name: The names of these features
  ansible.builtin.debug:
    msg: "{{ heroku.team_features | map(attribute='name') }}"

- name: Apps of the team have permissions for each person
  community.heroku.heroku_team_feature_info:
    team: acme
    name: org-access-controls
  register: heroku
  failed_when: not heroku.team_features[0].enabled
"""

RETURN = r"""
team_features:
  description: The features as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    description:
      description: What it is for.
      type: str
      sample: App permissions for members of the team
    display_name:
      description: Its name for people.
      type: str
      sample: App permissions
    doc_url:
      description: Where it is documented.
      type: str
      sample: https://devcenter.heroku.com/articles/org-access-controls
    enabled:
      description: Whether the team has it.
      type: bool
      sample: true
    feedback_email:
      description: Where feedback goes.
      type: str
      sample: feedback@heroku.com
    id:
      description: The feature's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: Its name.
      type: str
      sample: org-access-controls
    state:
      description: How far it is.
      type: str
      sample: general
    updated_at:
      description: When it was last changed.
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
from ansible_collections.community.heroku.plugins.module_utils._resources.team_feature import TeamFeature

MODULE = InfoModule(TeamFeature)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
