# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of config vars."""

from __future__ import annotations

DOCUMENTATION = r"""
name: config_var
short_description: Values of config vars of apps on Heroku
version_added: 1.0.0
description:
  - Returns the value of a config var as it is at Heroku now.
  - However many config vars of an app the templates of a task look up, they are read in one request. They are kept for
    a second, in the memory of the process that runs the task and nowhere else, so the next task, or C(until), reads
    them anew.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku.lookup
options:
  _terms:
    description:
      - The name or ID of an app, a colon, and the name of a config var, such as V(example:DATABASE_URL).
    type: list
    elements: str
    required: true
  default:
    description:
      - What to return for a config var that the app does not have. Without it, that is an error.
    type: raw
notes:
  - Config vars are secrets. The lookup itself prints nothing, but a task that uses the value may, as part of its
    options or its result. Set C(no_log) on such a task unless its module hides what it is given. From ansible-core 2.22
    on, Ansible masks long values in all that it prints after they were looked up; short ones cannot be told from other
    words.
  - While a release phase of the app is under way, Heroku still returns the values from before.
  - In a run in check mode, this sees what earlier tasks of the run would have done. What only Heroku can know by then
    is the string C((known after apply)), and no task of this collection that is not in check mode accepts that.
seealso:
  - module: community.heroku.heroku_config
  - module: community.heroku.heroku_config_info
  - plugin: community.heroku.app
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Let a job reach the app's database
  ansible.builtin.command: ./report.py
  environment:
    DATABASE_URL: "{{ lookup('community.heroku.config_var', 'example:DATABASE_URL') }}"
  no_log: true

- name: Give an app two config vars of another one
  community.heroku.heroku_config:
    app: example-worker
    config:
      REDIS_URL: "{{ lookup('community.heroku.config_var', 'example:REDIS_URL') }}"
      SECRET_KEY: "{{ lookup('community.heroku.config_var', 'example:SECRET_KEY') }}"

- name: Go on without a config var
  ansible.builtin.debug:
    msg: "The log level is {{ lookup('community.heroku.config_var', 'example:LOG_LEVEL', default='info') }}"
"""

RETURN = r"""
_raw:
  description: The values, in the order of the terms.
  type: list
  elements: str
"""

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import mask_everywhere
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.values import UNKNOWN
from ansible_collections.community.heroku.plugins.module_utils._resources.attached import is_to_come
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config
from ansible_collections.community.heroku.plugins.module_utils._resources.config_vars import (
    known_values,
    names_in,
    without_nulls,
)
from ansible_collections.community.heroku.plugins.plugin_utils.lookup import HerokuLookup, foreseen


def parse(term: str) -> tuple[str, str]:
    """The app and the config var that a term names. Raises InvalidInput."""
    app, colon, name = term.partition(":")
    if not (app and colon and name):
        raise InvalidInput(f"{term!r} does not name a config var: write APP:NAME, such as example:DATABASE_URL.")
    return app, name


class LookupModule(HerokuLookup):
    """The lookup."""

    def look_up(self, term: str) -> str:
        app, name = parse(term)
        values = self.ask(lambda view: view.get(Config.kind.of(app)))
        known = without_nulls(values)
        if name in known:
            mask_everywhere(known_values({name: known[name]}).values())
            return foreseen(known[name])
        if any(map(is_to_come, known)):
            return foreseen(UNKNOWN)
        if self.has_default:
            return self.get_option("default")
        raise Failure(
            f"{app} has no config var {name}. It has {', '.join(names_in(known)) or 'none at all'}. "
            "The option default allows that."
        )
