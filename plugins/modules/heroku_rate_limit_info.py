#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_rate_limit_info
short_description: Look up how many API requests a Heroku account has left
version_added: 1.0.0
description:
  - Returns how many API tokens the account has left. Asking for it takes none.
  - An account has 4500 and regains about 75 a minute. They are shared by all tokens, commands and dashboards of the
    account.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
"""

EXAMPLES = r"""
- name: How much is left
  community.heroku.heroku_rate_limit_info:
  register: heroku

- name: Say so
  ansible.builtin.debug:
    msg: "{{ heroku.rate_limit.remaining }} API tokens are left"

- name: Go on when there is enough for a large play
  community.heroku.heroku_rate_limit_info:
  register: heroku
  until: heroku.rate_limit.remaining > 1000
  retries: 30
  delay: 60

- name: Leave this app out of the run when the pool is low
  ansible.builtin.meta: end_host
  when: heroku.rate_limit.remaining < 200
"""

RETURN = r"""
rate_limit:
  description: The account's pool as Heroku shows it.
  returned: success
  type: dict
  contains:
    remaining:
      description: How many API tokens are left.
      type: int
      sample: 4499
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
from ansible_collections.community.heroku.plugins.module_utils._resources.rate_limit import RateLimit

MODULE = InfoModule(RateLimit)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
