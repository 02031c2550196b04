#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_fleet_info
short_description: Write the document of many apps on Heroku from what is live
version_added: 1.0.0
description:
  - Returns what is live as a document for M(community.heroku.heroku_fleet), to take over what exists, to keep a copy of
    it, or to see what somebody changed by hand. Applied to the same account, it changes nothing.
  - It is the smallest document that says everything. What Heroku creates on its own (its own domains, what add-ons
    bring, certificates that it manages) and what is the default is left out. The same things give the same document, in
    the same order.
  - Secrets are kept apart, in a second document of the same form. What no document can say, such as a private
    key, which Heroku does not give back, is listed.
  - It has no code, only what is around it. For an app that does not exist yet, add where its code comes from, as
    C(build), C(slug) or C(release).
  - The playbook C(community.heroku.export) writes all of it into files.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
options:
  teams:
    description:
      - Only apps of these teams, by name or ID. An empty string stands for personal apps, which belong to no team.
    type: list
    elements: str
    default: []
  spaces:
    description:
      - Only apps in these spaces, by name or ID. An empty string stands for apps in no Private Space.
    type: list
    elements: str
    default: []
  pipelines:
    description:
      - Only apps of these pipelines, by name or ID. An empty string stands for apps in no pipeline.
    type: list
    elements: str
    default: []
  names:
    description:
      - Only apps whose name matches one of these patterns, such as V(shop-*).
    type: list
    elements: str
    default: []
  exclude:
    description:
      - No apps whose name matches one of these patterns, whatever else is said; such as V(*-pr-*) for review apps,
        which Heroku creates and deletes automatically.
    type: list
    elements: str
    default: []
  include:
    description:
      - What to export.
      - Of teams, spaces and pipelines, those that the apps are in and those that O(teams), O(spaces) and O(pipelines)
        name; all that the token sees, where none of these nor O(names) is given.
      - V(keys), V(oauth_clients) and V(account_features) are those of the account that the token belongs to.
    type: list
    elements: str
    choices: [teams, spaces, apps, pipelines, keys, oauth_clients, account_features]
    default: [teams, spaces, apps, pipelines]
  sections:
    description:
      - Only these sections of apps, teams, spaces and pipelines, besides their settings. Without any, all.
      - A section costs a request for each app, so fewer sections make a large export faster.
    type: list
    elements: str
    choices:
      - access
      - addons
      - allowed_addon_services
      - attachments
      - buildpacks
      - certificates
      - collaborators
      - config
      - domains
      - drains
      - features
      - formation
      - identity_providers
      - images
      - inbound_ruleset
      - invitations
      - log_drain
      - members
      - peerings
      - review_apps
      - stages
      - telemetry_drains
      - vpns
      - webhooks
    default: []
  show_secrets:
    description:
      - Whether to return RV(secrets), which are the values of config vars, the addresses of log drains, and what is
        sent with the headers of telemetry drains. Set C(no_log) for the task, or all of it is printed and logged.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_fleet
  - plugin: community.heroku.heroku
    plugin_type: inventory
  - plugin: community.heroku.from_terraform
    plugin_type: filter
notes:
  - RV(document) and RV(secrets) are joined by Ansible's own filter, as in the example.
"""

EXAMPLES = r"""
- name: What there is of a team
  community.heroku.heroku_fleet_info:
    teams: [acme]
    exclude: ["*-pr-*"]
  register: live

- name: Keep it in a file
  ansible.builtin.copy:
    content: "{{ live.document | to_nice_yaml(indent=2, sort_keys=false) }}"
    dest: "{{ playbook_dir }}/fleet.yml"
    mode: "0644"
  delegate_to: localhost

- name: The same with secrets
  community.heroku.heroku_fleet_info:
    names: [example]
    include: [apps]
    show_secrets: true
  register: live
  no_log: true

- name: Nothing differs from what was just read
  community.heroku.heroku_fleet:
    document: "{{ live.document | combine(live.secrets, recursive=true, list_merge='append') }}"
"""

RETURN = r"""
document:
  description: The document, without secrets.
  returned: success
  type: dict
  sample:
    apps:
      example:
        team: acme
        region: us
        stack: heroku-24
        buildpacks: [heroku/nodejs]
        addons: ["heroku-postgresql:essential-0"]
        formation: {web: {quantity: 2, size: Standard-1X}}
        domains: [www.example.com]
    pipelines:
      example:
        owner: acme
        stages: {production: [example]}
secrets:
  description: With O(show_secrets), a document of the same form with all that is secret; V(null) without.
  returned: success
  type: dict
  sample:
    apps:
      example:
        config: {SECRET_KEY: 8f2b1c0d}
        drains: ["https://token@logs.example.com/"]
cannot:
  description: What the document cannot say, and why.
  returned: success
  type: list
  elements: dict
  sample:
    - about: apps.example.certificates
      reason: Heroku does not give back the private key of narwhal-1234, which is for www.example.com.
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
from ansible_collections.community.heroku.plugins.module_utils._fleet.export import Export

MODULE = InfoModule(Export)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
