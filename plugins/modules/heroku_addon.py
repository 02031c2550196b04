#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_addon
short_description: Manage add-ons of apps on Heroku
version_added: 1.0.0
description:
  - Buys an add-on for an app, changes its plan or its name, or deletes it.
  - An add-on that is there already is found by its name, else by the name it is attached under, else as the app's
    only add-on of the service, so that running a task again never buys a second one.
  - A purchase whose answer got lost is not repeated either, however late Heroku makes it. A new add-on without O(name)
    gets a name in Heroku's style that follows from the app, the service and O(as), and Heroku refuses a second one of
    that name. When something else has that name, such as an add-on of somebody else, another name of that kind is used.
  - An app can lose the config vars of an add-on that stays attached, by a rollback to a release before the add-on was
    there. They are brought back by attaching the add-on again under the same names, which makes a release.
  - An unknown plan fails before anything is bought, in check mode too, and the message lists the existing plans.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.wait
options:
  plan:
    description:
      - The plan, such as V(heroku-postgresql:essential-0), or its ID. Required with O(state=present).
      - A service without a plan, such as V(heroku-postgresql), buys the service's default plan, and accepts
        any plan that is there.
      - Without O(name) and O(as) this also says which add-on is meant. With O(state=present) that is the app's only
        one of the service, whose plan is then changed, or the only one that has the plan. With O(state=absent) it is
        only one that has the plan.
      - The plan of an add-on can be changed within its service, as far as the service allows it. V(heroku-postgresql)
        does within the essential tier, and among the other plans, but not from one to the other. A change to a cheaper
        plan is made, with a warning.
    type: str
  name:
    description:
      - The name of the add-on, which no other add-on on Heroku has, or its ID. One such as V(redis-steady-12345) is
        chosen if there is none.
      - An add-on that is not found by this name, but by O(as), is renamed.
    type: str
  as:
    description:
      - The name that a new add-on is attached to the app under, in any case. The names of its config vars begin with
        it. Heroku chooses a name if there is none.
      - An add-on that is there already is also found by this, but the names it is attached under are not changed;
        M(community.heroku.heroku_addon_attachment) does that.
    type: str
  config:
    description:
      - Options for the provider, which come into play when the add-on is bought and cannot be read or changed later.
      - Values are strings, whole numbers and booleans. They are treated as secrets. Fractions belong in quotes, as
        V("1.10") does.
    type: dict
  confirm:
    description:
      - The name of the app, to buy an add-on in spite of Heroku's warnings. These are about add-ons that are not
        connected with the app's Private Space, and about config vars of yours that the add-on would overwrite, such as
        a C(CACHE_URL) where O(as) is V(CACHE).
      - With O(state=absent), the name of the add-on, to delete it although the setting C(ansible_heroku_protect)
        protects it or its app.
      - An empty string counts as not given.
    type: str
  force:
    description:
      - Whether to delete an add-on even if other apps have it attached. Without it such a deletion fails, in check mode
        too, and the message names the apps.
    type: bool
    default: false
  own:
    description:
      - What to do when the add-on that O(as) or O(name) means belongs to another app, and is only attached to this one.
        V(true) makes that an error, V(false) accepts it. If this is not given, an add-on that was found by
        O(as) is used with a warning that names both apps.
      - V(true) keeps an app from going on with the database of another one, such as staging with that of production.
    type: bool
  wait:
    description:
      - Whether to wait until the provider has set up the add-on and its config vars are there, even if an earlier run
        bought it; with O(state=absent), until it is gone.
      - A provider that fails fails the task with the provider's message.
    type: bool
    default: true
  state:
    description:
      - Whether the add-on should exist. V(absent) deletes it with all its data.
      - An add-on that belongs to another app, and is only attached to this one, is never changed or deleted.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: community.heroku.heroku_addon_info
  - module: community.heroku.heroku_addon_attachment
  - module: community.heroku.heroku_addon_service_info
  - module: community.heroku.heroku_config
"""

EXAMPLES = r"""
- name: A database, ready to use when the task ends
  community.heroku.heroku_addon:
    app: example
    plan: heroku-postgresql:essential-0

- name: A second database under a name of its own, with an option for the provider
  community.heroku.heroku_addon:
    app: example
    plan: heroku-postgresql:essential-1
    name: example-reporting
    as: REPORTING
    config:
      version: "17"

- name: Any Redis will do; a larger one is left as it is
  community.heroku.heroku_addon:
    app: example
    plan: heroku-redis

- name: More memory for the Redis that is attached as CACHE
  community.heroku.heroku_addon:
    app: example
    plan: heroku-redis:premium-1
    as: CACHE

- name: A database of its own, whatever else is attached
  community.heroku.heroku_addon:
    app: example-staging
    plan: heroku-postgresql:essential-0
    as: DATABASE
    own: true

- name: A large Kafka cluster, without waiting for it
  community.heroku.heroku_addon:
    app: example
    plan: heroku-kafka:standard-0
    wait: false

- name: Delete a database that other apps have attached, too
  community.heroku.heroku_addon:
    app: example
    name: example-reporting
    force: true
    state: absent
"""

RETURN = r"""
addon:
  description: The add-on as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
  contains:
    actions:
      description: What the provider offers to do with the add-on.
      type: list
      elements: dict
      sample: []
    addon_service:
      description: The service that the add-on belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: heroku-postgresql}
    app:
      description: The app that the add-on belongs to, which pays for it.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    billed_price:
      description: What the add-on costs.
      type: dict
      sample: {cents: 500, contract: false, unit: month}
    billing_entity:
      description: The app or the team that the add-on is billed to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example, type: app}
    config_vars:
      description: The names of the config vars that the add-on sets. There may be none until it is provisioned.
      type: list
      elements: str
      sample: [DATABASE_URL]
    created_at:
      description: When the add-on was bought.
      type: str
      sample: "2026-11-21T10:00:00Z"
    id:
      description: The add-on's ID, which never changes.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The add-on's name.
      type: str
      sample: postgresql-swiftly-12345
    plan:
      description: The add-on's plan.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: "heroku-postgresql:essential-0"}
    provider_id:
      description: The provider's name for the add-on.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    provision_message:
      description: What the provider says about setting up the add-on.
      type: str
      sample: Created postgresql-swiftly-12345 as DATABASE_URL
    state:
      description: V(provisioning), V(provisioned), V(deprovisioning) or V(deprovisioned).
      type: str
      sample: provisioned
    updated_at:
      description: When the add-on was last changed.
      type: str
      sample: "2026-11-21T10:00:30Z"
    web_url:
      description: The provider's page for the add-on.
      type: str
      sample: https://addons-sso.heroku.com/apps/example/addons/01234567-89ab-cdef-0123-456789abcdef
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
from ansible_collections.community.heroku.plugins.module_utils._resources.addon import Addon

MODULE = ManagingModule(Addon)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
