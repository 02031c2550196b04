# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Apps and their fields."""

from __future__ import annotations

DOCUMENTATION = r"""
name: app
short_description: Apps on Heroku, and their fields
version_added: 1.0.0
description:
  - Returns what Heroku shows of an app, such as its web address, or one field of that.
  - However often the templates of a task look an app up, it is read in one request. It is kept for a second, in the
    memory of the process that runs the task and nowhere else, so the next task, or C(until), reads it again.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku.lookup
options:
  _terms:
    description:
      - Names or IDs of apps.
    type: list
    elements: str
    required: true
  field:
    description:
      - Which field of the app to return, instead of all of them. A field inside another one follows a dot, such as
        V(region.name).
    type: str
  default:
    description:
      - What to return for an app that does not exist. Without it, that is an error.
    type: raw
notes:
  - In a run in check mode, this sees what earlier tasks of the run would have done. What only Heroku can know by then
    is the string C((known after apply)), and no task of this collection that is not in check mode accepts that.
seealso:
  - module: community.heroku.heroku_app_info
  - plugin: community.heroku.config_var
    plugin_type: lookup
  - plugin: community.heroku.heroku
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Look whether the app answers
  ansible.builtin.uri:
    url: "{{ lookup('community.heroku.app', 'example', field='web_url') }}"

- name: Where two apps run
  ansible.builtin.debug:
    msg: "{{ query('community.heroku.app', 'example', 'example-eu', field='region.name') }}"

- name: Only where there is such an app
  community.heroku.heroku_app:
    name: example
    maintenance: true
  when: lookup('community.heroku.app', 'example', default=none) is not none
"""

RETURN = r"""
_raw:
  description:
    - The apps as RV(community.heroku.heroku_app_info#module:apps) shows them, or that field of them, in the order of
      the terms.
  type: list
  elements: raw
"""

import typing as t

from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._resources.common import app_of
from ansible_collections.community.heroku.plugins.plugin_utils.lookup import HerokuLookup, foreseen


def pick(app: dict[str, t.Any], field: str) -> t.Any:
    """A field, or one in a field, of an app; None in what is null. Raises InvalidInput when there is no such field."""
    value: t.Any = app
    for name in field.split("."):
        if value is None:
            return None
        if not isinstance(value, dict) or name not in value:
            raise InvalidInput(f"An app has no field {field}. It has {', '.join(sorted(app))}.")
        value = value[name]
    return value


class LookupModule(HerokuLookup):
    """The lookup."""

    def look_up(self, term: str) -> t.Any:
        if not term:
            raise InvalidInput("The name of an app is empty.")
        try:
            app = foreseen(self.ask(lambda view: app_of(view, term)))
        except HerokuError as error:
            if error.not_found and self.has_default:
                return self.get_option("default")
            raise
        field = self.option("field")
        return pick(app, field) if field else app
