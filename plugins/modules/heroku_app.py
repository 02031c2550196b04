#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_app
short_description: Manage apps on Heroku
version_added: 1.0.0
description:
  - Creates an app, renames it, changes its settings, hands it to another owner or deletes it.
  - The region and the space of an app cannot be changed. A task that asks for it fails before it writes anything.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.confirm
options:
  name:
    description:
      - The app's name, or its ID.
    type: str
    required: true
  new_name:
    description:
      - What the app should be called. It keeps its ID, and the old name becomes free for anybody.
      - An app that has this name already is left as it is, so the task can run again.
      - An empty string counts as not given.
    type: str
  team:
    description:
      - The name or ID of the team that should own the app.
      - An app that somebody else owns is handed to the team at once.
      - Mutually exclusive with O(owner).
      - An empty string counts as not given.
    type: str
  owner:
    description:
      - The person or the team that should own the app, by e-mail address, by the name of the team, or by the ID of
        either; V(self) is the account of the token. A new app is created first and then handed over.
      - Anything else is refused, in check mode too. An ID that is not a team's means a person.
      - From or to a team, this takes effect at once. From one person to another it is an offer, returned as
        RV(app_transfer).
        The other person has to accept it, and until then running the task again changes nothing. An offer to somebody
        else that is still open is an error; M(community.heroku.heroku_app_transfer) takes it back.
      - An empty string counts as not given.
    type: str
  space:
    description:
      - The name or ID of the Private Space that a new app is created in. It cannot be changed later.
      - An empty string counts as not given.
    type: str
  region:
    description:
      - The name or ID of the region that a new app is created in, such as V(us) or V(eu). It cannot be changed later.
      - An empty string counts as not given.
    type: str
  build_stack:
    description:
      - The name or ID of the stack that builds are made for, such as V(heroku-24).
      - An app that was deployed runs on its old stack until the next build.
      - An empty string counts as not given.
    type: str
    aliases: [stack]
  internal_routing:
    description:
      - Whether a new app in a Private Space can be reached only from inside it. It cannot be changed later.
    type: bool
  locked:
    description:
      - Whether only invited members of the team can join the app. Only for apps of a team.
    type: bool
  maintenance:
    description:
      - Whether the app shows a maintenance page instead of answering.
    type: bool
  acm:
    description:
      - Whether Heroku obtains and renews TLS certificates for the app's domains (automated certificate management).
    type: bool
  force:
    description:
      - Whether to delete an app although other apps use its add-ons. They lose the data, and the config vars with it.
    type: bool
    default: false
  state:
    description:
      - Whether the app should exist. V(absent) deletes it with its add-ons and all their data. The diff and RV(addons)
        list them, in check mode too.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.heroku.heroku_app_info
  - module: community.heroku.heroku_app_transfer
  - module: community.heroku.heroku_config
"""

EXAMPLES = r"""
- name: An app in Europe
  community.heroku.heroku_app:
    name: example
    region: eu
    build_stack: heroku-24

- name: A team's app in a Private Space, reachable only from inside
  community.heroku.heroku_app:
    name: example-internal
    team: acme
    space: acme-production
    internal_routing: true
    locked: true

- name: Show the maintenance page while the database moves
  community.heroku.heroku_app:
    name: example
    maintenance: true

- name: Rename an app
  community.heroku.heroku_app:
    name: example
    new_name: example-classic

- name: Hand an app to a team
  community.heroku.heroku_app:
    name: example
    team: acme

- name: Let Heroku look after the certificates
  community.heroku.heroku_app:
    name: example
    acm: true

- name: Delete an app, its add-ons and their data
  community.heroku.heroku_app:
    name: example
    state: absent

- name: Delete it though it is protected
  community.heroku.heroku_app:
    name: example
    state: absent
    confirm: example
  vars:
    ansible_heroku_protect: ["exam*", "*-prod"]
"""

RETURN = r"""
addons:
  description: The add-ons that go with the app.
  returned: with O(state=absent)
  type: list
  elements: dict
  contains:
    attached_to:
      description: The names of the other apps that have it attached.
      type: list
      elements: str
      sample: [example-reports]
    name:
      description: The add-on's name.
      type: str
      sample: postgresql-curved-12345
    plan:
      description: The name of its plan.
      type: str
      sample: heroku-postgresql:standard-0
app:
  description: The app as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
  contains:
    acm:
      description: Whether Heroku looks after the certificates of the app's domains.
      type: bool
      sample: false
    archived_at:
      description: When the app was archived.
      type: str
      sample: null
    build_stack:
      description: The stack that the next build is for.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-24}
    buildpack_provided_description:
      description: What the buildpack calls the app.
      type: str
      sample: Python
    created_at:
      description: When the app was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    generation:
      description: The generation of the platform that the app runs on.
      type: raw
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: cedar}
    git_url:
      description: Where Git pushes deploy to.
      type: str
      sample: https://git.heroku.com/example.git
    id:
      description: The app's ID, which never changes.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    internal_routing:
      description: Whether the app can be reached only from inside its Private Space; V(null) outside of one.
      type: bool
      sample: null
    locked:
      description: Whether only invited members of the team can join the app. Only there when O(locked) is given.
      type: bool
      sample: false
    maintenance:
      description: Whether the app shows a maintenance page.
      type: bool
      sample: false
    name:
      description: The app's name.
      type: str
      sample: example
    organization:
      description: The owning team under its former name.
      type: dict
      sample: null
    owner:
      description: The owner; for a team's app, an address that represents the team.
      type: dict
      sample: {email: ops@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    region:
      description: The app's region.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: eu}
    released_at:
      description: When the last release was created.
      type: str
      sample: "2026-11-21T10:00:02Z"
    repo_size:
      description: The size of the Git repository in bytes.
      type: int
      sample: null
    slug_size:
      description: The size of the slug in bytes; V(null) before the first deployment.
      type: int
      sample: null
    space:
      description: The Private Space that the app is in.
      type: dict
      sample: null
    stack:
      description: The stack that the app runs on.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-24}
    team:
      description: The owning team.
      type: dict
      sample: null
    updated_at:
      description: When the app was last changed.
      type: str
      sample: "2026-11-21T10:00:02Z"
    web_url:
      description: Where the app answers. It cannot be derived from the name.
      type: str
      sample: https://example-0a1b2c3d4e5f.herokuapp.com/
app_transfer:
  description: The transfer to O(owner) that waits to be accepted, or V(null).
  returned: success
  type: dict
  sample: null
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
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App

MODULE = ManagingModule(App)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
