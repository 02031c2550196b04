#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_run
short_description: Run a command on a one-off dyno of an app on Heroku
version_added: 1.0.0
description:
  - Runs a command with the code and the config vars of an app on a dyno of its own, shows its output while it comes,
    and returns it with the exit code.
  - Each run of the task runs the command, so it is always a change. In check mode nothing is run.
  - When Heroku's answer gets lost, the task looks whether the command was begun. It is never begun twice.
  - The command is not repeated in results, diffs, errors or logs of the task, but Heroku shows it to everybody who may
    see the app's dynos or logs. Secrets belong in O(env) or in config vars.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.wait
attributes:
  idempotent:
    support: none
    details:
      - Each run of the task runs the command.
options:
  command:
    description:
      - What the shell of the dyno should run, or the name of a process type.
      - There is no input, so a command that asks something waits until the task gives up. Redirect its input, as in
        C(bin/setup < /dev/null).
      - Apps of the Fir generation need C(launcher) before the command.
    type: str
    required: true
  attach:
    description:
      - Whether the task connects to the dyno and reads the output from there. That is exact, and needs access to
        Heroku's port 5000, which a firewall may block. The certificate is verified.
      - With V(false), the output and the exit code are read from the app's log. The command goes on when the task is
        interrupted, which suits commands that take long; but a log may lose lines.
    type: bool
    default: true
  env:
    description:
      - Variables for the command, besides the app's config vars.
      - Their values are masked wherever they turn up, in the output too.
    type: dict
  show_command:
    description:
      - Whether the command is not secret and may be shown in the diff and in RV(dyno.command).
    type: bool
    default: false
  size:
    description:
      - The size of the dyno, by name in any case or by ID. Without it, Heroku chooses.
      - An empty string counts as not given.
    type: str
  success_codes:
    description:
      - The exit codes with which the task does not fail. C(failed_when) works too, since a failed task has the same
        return values.
    type: list
    elements: int
    default: [0]
  time_to_live:
    description:
      - After how many seconds Heroku ends the command, at most V(86400), which is the default there.
    type: int
  type:
    description:
      - The process type that the dyno is listed under; V(run) at Heroku without it.
      - An empty string counts as not given.
    type: str
  wait:
    description:
      - Whether to wait until the command is over. With V(false), which needs O(attach=false), it is only begun.
  wait_timeout:
    description:
      - How many seconds to wait at most. A task that gives up fails, and does not end the command.
        Running the task again runs the command again.
seealso:
  - module: community.heroku.heroku_dyno
  - module: community.heroku.heroku_dyno_size_info
  - module: community.heroku.heroku_log
"""

EXAMPLES = r"""
- name: Migrate the database
  community.heroku.heroku_run:
    app: example
    command: bin/rails db:migrate

- name: A script with a secret, on a larger dyno
  community.heroku.heroku_run:
    app: example
    command: bin/import --from "$SOURCE_URL"
    env:
      SOURCE_URL: "{{ vault_source_url }}"
    size: performance-m
    wait_timeout: 3600
  register: heroku

- name: What it said last
  ansible.builtin.debug:
    msg: "{{ heroku.output[-1] }}"

- name: A check that ends with 1 when there is something to do
  community.heroku.heroku_run:
    app: example
    command: bin/pending
    success_codes: [0, 1]
  register: pending
  changed_when: false

- name: Begin something that takes hours, and go on
  community.heroku.heroku_run:
    app: example
    command: bin/reindex
    attach: false
    wait: false
    time_to_live: 86400
"""

RETURN = r"""
dyno:
  description: The dyno that the command runs or ran on.
  returned: success, and when the command failed
  type: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    command:
      description: The command. V(null) unless O(show_command=true).
      type: str
      sample: bin/rails db:migrate
    created_at:
      description: When it was started.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The dyno's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The dyno's name.
      type: str
      sample: run.4711
    release:
      description: The release whose code it runs.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, version: 12}
    size:
      description: The dyno's size.
      type: str
      sample: Standard-1X
    type:
      description: The process type.
      type: str
      sample: run
exit_code:
  description: The command's exit code; V(null) in check mode, and when it is not over.
  returned: success, and when the command failed
  type: int
  sample: 0
output:
  description:
    - The lines that the command put out, standard output and errors in one, up to the last 1000.
    - V(null) in check mode, and when it was not waited for.
  returned: success, and when the command failed
  type: list
  elements: str
  sample: ["Migrating to CreateAccounts (20261121100000)"]
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
from ansible_collections.community.heroku.plugins.module_utils._resources.run import OneOff

MODULE = ManagingModule(OneOff, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
