#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_dyno
short_description: Restart, stop or wait for the dynos of an app on Heroku
version_added: 1.0.0
description:
  - Restarts dynos, stops them, or waits until they are up on the newest release.
  - A restart is always a change, even the second time. O(state=up), the default, never changes anything.
  - How many dynos there are is set with M(community.heroku.heroku_formation), and a command of its own is run with
    M(community.heroku.heroku_run).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.wait
attributes:
  idempotent:
    support: partial
    details:
      - With O(state=restarted) and O(state=stopped), each run restarts or stops dynos.
options:
  dyno:
    description:
      - Only this dyno, by name (such as V(web.1)) or ID.
      - Without O(dyno) and O(type), this is about all dynos of the formation. One-off dynos are not waited for then,
        but a restart of everything ends them.
    type: str
  type:
    description:
      - Only the dynos of this process type. It may have none at the moment, but the app has to have it.
    type: str
  state:
    description:
      - V(up) changes nothing. With O(wait) it waits until the dynos are up and run the newest release that did not
        fail; a release phase that is under way is waited for first.
      - V(restarted) restarts the dynos, then waits as V(up) does. Without dynos there is nothing to do.
      - V(stopped) stops them. Heroku soon starts a dyno of the formation again, so this is for one-off dynos and for
        getting rid of a process that hangs. To have none running, scale to V(0).
    type: str
    choices: [up, restarted, stopped]
    default: up
  wait:
    description:
      - Whether to wait until the dynos are up, or have stopped.
      - A dyno that crashes fails the task. An V(idle) one, which sleeps until a request comes, counts as up.
seealso:
  - module: community.heroku.heroku_dyno_info
  - module: community.heroku.heroku_formation
  - module: community.heroku.heroku_log
  - module: community.heroku.heroku_run
"""

EXAMPLES = r"""
- name: Restart everything, one app after the other, and go on when it is up
  community.heroku.heroku_dyno:
    app: "{{ item }}"
    state: restarted
  loop: [example-api, example-web]

- name: Restart the workers, without waiting
  community.heroku.heroku_dyno:
    app: example
    type: worker
    state: restarted
    wait: false

- name: Go on only when what was deployed last is up
  community.heroku.heroku_dyno:
    app: example
    wait_timeout: 300

- name: End a task that was started by hand
  community.heroku.heroku_dyno:
    app: example
    dyno: run.4711
    state: stopped
"""

RETURN = r"""
dynos:
  description: The selected dynos, by name, as Heroku shows them.
  returned: success, and when a dyno crashed
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    command:
      description: The command that it runs.
      type: str
      sample: bin/web
    created_at:
      description: When it was started.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The dyno's ID; another one after each start.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The dyno's name.
      type: str
      sample: web.1
    release:
      description: The release that it runs.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, version: 12}
    size:
      description: The dyno's size.
      type: str
      sample: Standard-1X
    state:
      description: V(starting), V(up), V(idle), V(crashed) or V(down).
      type: str
      sample: up
    type:
      description: The process type; V(run) for most one-off dynos.
      type: str
      sample: web
    updated_at:
      description: When its state last changed.
      type: str
      sample: "2026-11-21T10:00:05Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.dyno import Dyno

MODULE = ManagingModule(Dyno, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
