#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_fleet
short_description: Manage many apps on Heroku, and all that hangs on them, in one task
version_added: 1.0.0
description:
  - Brings many apps in line with one document, which declares for each of them what the other modules of this
    collection declare one at a time; pipelines, teams, spaces, SSH keys and OAuth clients, too.
  - Everything is planned first, with shared reads, and then applied, many apps in parallel, each thing as soon as what
    it needs is there, across apps, too. An error stops what depends on it and nothing else. A run that failed, or was
    killed, resumes when it runs again.
  - When SIGINT or SIGTERM ends the playbook while the task runs in the controller, or the playbook is killed, nothing
    more is started, requests under way are finished, and a message on standard error says for each app what was done. A
    second SIGINT ends it at once.
  - With C(--check --diff) the whole plan is printed, also on an account where nothing exists yet.
  - What the document does not name is left alone.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
options:
  document:
    description:
      - What should exist. One of O(document) and O(src) is required, and both are joined.
      - C(apps) is a mapping of apps by name. Each has the options of M(community.heroku.heroku_app), and any of
        C(buildpacks) (see M(community.heroku.heroku_buildpacks)),
        C(config) (M(community.heroku.heroku_config)),
        C(addons) (M(community.heroku.heroku_addon)),
        C(attachments) (M(community.heroku.heroku_addon_attachment)),
        C(drains) (M(community.heroku.heroku_drain)),
        C(telemetry_drains) (M(community.heroku.heroku_telemetry_drain)),
        C(webhooks) (M(community.heroku.heroku_webhook)),
        C(collaborators) (M(community.heroku.heroku_collaborator)),
        C(features) (M(community.heroku.heroku_app_feature)),
        C(certificates) (M(community.heroku.heroku_certificate)),
        C(domains) (M(community.heroku.heroku_domain)),
        C(formation) (M(community.heroku.heroku_formation)),
        C(run) (M(community.heroku.heroku_run)),
        and one of C(build) (M(community.heroku.heroku_build)),
        C(slug) (M(community.heroku.heroku_slug), which is then released),
        C(release) (M(community.heroku.heroku_release)) and
        C(images) (images of the container registry by process type, see M(community.heroku.heroku_container_release)).
      - C(pipelines) is a mapping of pipelines by name, with the options of M(community.heroku.heroku_pipeline), and
        C(stages) (lists of apps by stage, see M(community.heroku.heroku_pipeline_coupling)),
        C(config) (config vars by stage, see M(community.heroku.heroku_pipeline_config)) and
        C(review_apps) (M(community.heroku.heroku_review_app_config)).
      - C(teams) is a mapping of teams by name, with the options of M(community.heroku.heroku_team), and
        C(members) (M(community.heroku.heroku_team_member)),
        C(invitations) (roles by e-mail address, see M(community.heroku.heroku_team_invitation)),
        C(allowed_addon_services) (M(community.heroku.heroku_allowed_addon_service)) and
        C(identity_providers) (M(community.heroku.heroku_identity_provider)).
      - C(spaces) is a mapping of Private Spaces by name, with the options of M(community.heroku.heroku_space), and
        C(access) (permissions by e-mail address, see M(community.heroku.heroku_space_access)),
        C(inbound_ruleset) (a list of rules, see M(community.heroku.heroku_space_inbound_ruleset)),
        C(log_drain) (M(community.heroku.heroku_space_log_drain)),
        C(peerings) (M(community.heroku.heroku_space_peering)),
        C(vpns) (by name, see M(community.heroku.heroku_space_vpn)) and
        C(telemetry_drains) (M(community.heroku.heroku_telemetry_drain)).
      - C(keys) is a list of public SSH keys (M(community.heroku.heroku_key)), C(oauth_clients) a mapping of OAuth
        clients by name (M(community.heroku.heroku_oauth_client)).
      - C(defaults) is merged into each of C(apps). Mappings are merged recursively; lists and everything else are
        replaced by what the app says. V(null) removes a default.
      - Each section has the options of its module, under the same names, except for those that follow from the place.
        Where one option says it all, such as a hostname, an add-on's plan, or a drain's address, its value alone is
        enough. C(formation) is a mapping of process types, each with its options or with a quantity alone. A mapping by
        name can also be a list of names, and of mappings with the name, such as C(features=[preboot]).
      - C(run) runs its command after the task has released code, and only then. A task that was killed after the
        release does not run it when it runs again. What each release needs, such as a migration, belongs in the release
        phase, the process type C(release) of the Procfile.
      - No two entries may be about the same thing. What is renamed with C(new_name) counts under both of its names. An
        add-on's C(name) and a hostname can be in several apps if all but one have C(state=absent); then it is taken
        from those first.
      - What has C(state=absent) is removed before anything that needs its name, its config vars or its place, be it an
        add-on, an attachment, a drain, a domain, a coupling, or an app with all that it has. An add-on is removed once
        no entry of the document uses it any more, and a certificate once no domain does.
      - An image is in C(images) by its ID or a tag. The registry takes images only for apps that exist, so images for
        an app that the same task would create make it fail, in check mode too. Push them once the app is there, and run
        the task again.
      - The C(name) of one of C(certificates) can be the document's own, where the app has none of that name; then the
        certificate is found as M(community.heroku.heroku_certificate) finds one without it. A domain whose
        C(sni_endpoint) is that name uses it, from the first run on.
      - Of the add-ons of an app, one of each service needs neither C(name) nor C(as). It is not one of those that have
        either.
      - Further options of a section that is the value of one option go next to it, such as C(config_purge),
        C(config_src), C(collaborators_exclusive) or C(formation_if_missing); so does C(stages_move) of a pipeline.
      - C(state=absent) removes what it is set on, be it an app or an entry of a list.
      - C(protected=true) at an app, pipeline, team or space keeps it from being deleted, as if
        C(ansible_heroku_protect) had its name.
      - Keys that begin with C(x-) are yours, such as those that hold YAML anchors. Any other unknown key fails the
        task, and the message says what was probably meant.
      - What is secret as an option of a module is secret in a document, too, and is never shown.
      - A JSON schema for editors comes with the collection, as C(extensions/fleet.schema.json).
    type: dict
  src:
    description:
      - Files with documents in YAML or JSON, and directories of them, on the controller, vaulted or not. They are
        looked for next to the playbook, and in its directory C(files).
      - Templates in them are resolved as in files of variables. Put V(!unsafe) before a string that must not be
        resolved.
      - Several files are joined; the same thing in two of them is an error that names both.
    type: list
    elements: path
  limit:
    description:
      - Only apps whose names match one of these patterns, and what belongs to them; V(*) and V(?) are wildcards. The
        whole document is validated anyway. With O(prune), only what matches is removed.
      - A pattern that matches no app of the document fails the task, unless O(prune_scope) adds other apps.
      - Teams, spaces, pipelines and what the account has are left as they are, and have to exist where such an app
        needs them. Its stage in a pipeline belongs to the app. Where several pipelines have the name, the one of the
        C(owner) in the document is meant, or of the C(new_owner).
    type: list
    elements: str
    default: []
  slice:
    description:
      - Only one part of the document, such as V(2/4) for the second of four, so that several machines can share the
        work. Which part an app belongs to depends on nothing but its name.
      - What does not belong to an app, such as teams, spaces and pipelines, is in the first part. The other parts need
        it to be there, as with O(limit).
      - Apps that are not in the document belong to parts in the same way, so that each part removes only its own.
      - An empty string counts as not given.
    type: str
  prune:
    description:
      - The kinds of things to remove from apps of the document where the document does not have them. Nothing else is
        ever removed. RV(unmanaged) lists what that would be.
      - V(apps) removes whole apps that the document does not name anywhere, whatever O(limit) and O(slice) choose of
        it. It needs O(prune_scope), and a document with at least one app.
      - What Heroku or an add-on created on its own is never removed, and neither is what is protected, or what an entry
        may mean that cannot be planned.
      - These removals come last, and are left out when something of the app, or for a whole app anything, could not be
        done. What is in the way of something in the document is removed first, such as an app with a hostname that
        another one should get.
    type: list
    elements: str
    choices: [apps, addons, attachments, certificates, collaborators, config, domains, drains, features,
      telemetry_drains, webhooks]
    default: []
  prune_scope:
    description:
      - Which apps may be removed. An app has to fit all that is given.
    type: dict
    suboptions:
      team:
        description:
          - The team that they belong to, by name.
        type: str
      space:
        description:
          - The Private Space that they are in, by name.
        type: str
      pipeline:
        description:
          - The pipeline that they are in, by name.
        type: str
      name:
        description:
          - A pattern of their names; V(*) and V(?) are wildcards.
        type: str
  forks:
    description:
      - How many requests are under way side by side.
    type: int
    default: 10
  builds:
    description:
      - How many builds and releases of code are under way at the same time.
    type: int
    default: 4
  wait:
    description:
      - Whether to wait for what Heroku does in the background, where the document does not say so, and for what
        O(prune) removes. Without it, each module's own default applies.
    type: bool
  wait_timeout:
    description:
      - How many seconds to wait for each thing at most, where the document does not say so. Without it, each module's
        own default applies.
    type: int
  details:
    description:
      - Whether to return of each thing what its module would return.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_app
"""

EXAMPLES = r"""
- name: Two apps
  community.heroku.heroku_fleet:
    document:
      defaults:
        region: eu
        config: {LOG_LEVEL: info}
      apps:
        example-shop:
          config: {SECRET_KEY: "{{ vault_secret_key }}"}
          addons: [heroku-postgresql:essential-0]
          domains: [www.example.com]
          formation: {web: 2}
        example-api:
          attachments: [{addon: example-shop-database, name: SHARED}]
          collaborators: [ann@example.com]

- name: What should exist, in files, one for each team
  community.heroku.heroku_fleet:
    src: [fleet/]
    wait_timeout: 1800

- name: An organisation
  community.heroku.heroku_fleet:
    document:
      teams:
        acme:
          members: [{email: ann@example.com, role: admin}]
      apps:
        example-staging: {team: acme, build: {path: app, version: "{{ commit }}"}}
        example-production:
          team: acme
          protected: true
          acm: true
          addons:
            - {plan: "heroku-postgresql:standard-0", as: DATABASE, name: example-production-database}
          domains: [www.example.com, {hostname: example.com}]
          drains: ["https://logs.example.com/in?token={{ vault_logs_token }}"]
          features: {http-session-affinity: true}
          formation: {web: {quantity: 2, size: standard-1x}, worker: {quantity: 1, size: standard-1x}}
      pipelines:
        example:
          owner: acme
          stages:
            staging: [example-staging]
            production: [example-production]

- name: An app that runs images, with a certificate of its own
  community.heroku.heroku_fleet:
    document:
      apps:
        example-shop:
          stack: container
          images: {web: "{{ commit }}", worker: "{{ commit }}"}
          formation: {web: {quantity: 2, size: standard-1x}, worker: {quantity: 1, size: standard-1x}}
          certificates:
            - name: shop
              certificate_chain: "{{ lookup('ansible.builtin.file', 'example.com.pem') }}"
              private_key: "{{ vault_example_com_key }}"
          domains: [{hostname: www.example.com, sni_endpoint: shop}]

- name: Take away domains and config vars of these apps that the document does not have
  community.heroku.heroku_fleet:
    src: [fleet.yml]
    prune: [domains, config]

- name: Remove apps of a team that nobody declares any more
  community.heroku.heroku_fleet:
    src: [fleet.yml]
    prune: [apps]
    prune_scope: {team: acme, name: "review-*"}

- name: Only the apps that begin with shop
  community.heroku.heroku_fleet:
    src: [fleet.yml]
    limit: ["shop-*"]

- name: The second of four job slices of the Automation Platform
  community.heroku.heroku_fleet:
    src: [fleet.yml]
    slice: "{{ awx_job_slice_number | default(1) }}/{{ awx_job_slice_count | default(1) }}"
  register: heroku

- name: Which apps were changed
  ansible.builtin.debug:
    msg: "{{ item.key }}: {{ item.value.done | join(', ') }}"
  loop: "{{ heroku.apps | dict2items }}"
  when: item.value.changed
"""

RETURN = r"""
apps:
  description:
    - The outcome for each app of the document, by name. C(pipelines), C(teams) and C(spaces) have the same form where
      the document has any, and C(account) is for SSH keys and OAuth clients. The records themselves, such as C(app),
      are left out when the task fails.
  returned: when the document is valid
  type: dict
  sample:
    example-shop:
      app: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example-shop}
      changed: true
      done: [add app, add domain www.example.com]
      failed: []
      left: []
cost:
  description:
    - What the add-ons, dynos and spaces of the document cost a month, by Heroku's own prices of plans and dyno sizes.
      What is paid by contract or by use, and what has no price there, is listed and not counted.
  returned: when the document is valid
  type: dict
  contains:
    before:
      description: The present sum in US cents as C(cents), whether it is a lower bound (C(at_least)), and what has no
        price (C(unpriced)).
      type: dict
      sample: {cents: 500, at_least: false, unpriced: []}
    after:
      description: The sum as it will be.
      type: dict
      sample: {cents: 3000, at_least: false, unpriced: []}
    difference:
      description: The difference in US cents, V(null) where it cannot be known.
      type: int
      sample: 2500
unmanaged:
  description:
    - What exists and is not in the document, and stays, by app and section. It covers the sections that the document
      has for an app, and those of O(prune); whole apps are C(app), where O(prune_scope) says which to look at. What
      Heroku or an add-on created on its own is not listed. Of an address, only scheme and host are.
  returned: when the document is valid
  type: dict
  sample: {example-shop: {domains: [old.example.com], config: [LEGACY]}}
summary:
  description: How many things are added, changed and destroyed, as planned.
  returned: when the document is valid
  type: dict
  contains:
    add:
      description: How many are new.
      type: int
      sample: 12
    change:
      description: How many are changed.
      type: int
      sample: 3
    destroy:
      description: How many are taken away.
      type: int
      sample: 1
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.fleet import FleetModule

MODULE = FleetModule()


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
