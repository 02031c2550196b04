#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_release
short_description: Release a slug or an image on Heroku, or roll back
version_added: 1.0.0
description:
  - Releases a slug or an OCI image on an app, or goes back to an earlier release, shows the output of the release phase
    as it is written, and waits until it is over.
  - A release is recognised by what it runs. When the app runs the wanted slug or image already, nothing is released.
    When a release of it is under way, the task waits for it. One that failed does not count.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.wait
options:
  slug:
    description:
      - The ID of a slug, of this app or of another one.
      - One of O(slug), O(oci_image) and O(rollback) is required, and they are mutually exclusive.
    type: str
  oci_image:
    description:
      - The ID of an OCI image, or its digest (V(sha256:) and 64 hexadecimal digits). Apps of the Fir generation run
        images. Those of Heroku's container registry, which apps of the Cedar generation can run, are released by
        M(community.heroku.heroku_container_release).
    type: str
  rollback:
    description:
      - What to roll back to, by its version (V(12) or V(v12)) or its ID. Heroku rolls back only to a release that
        succeeded and had code.
      - V(previous) rolls back to the last good release before the newest code. When the app runs older code than the
        newest already, because it was rolled back or because the release phase of the newest code failed, nothing is
        done, so a second run does not go back further. A build that failed makes no release, and does not count.
      - Heroku brings back the code and the config vars of that release, and leaves add-ons alone. An app that runs the
        same code already is rolled back anyway to a release that has other config vars, those of add-ons apart;
        with V(previous), which goes by the code, it is left as it is.
    type: str
  description:
    description:
      - What the release is for. Heroku writes one of its own without it, and always for a rollback.
      - It says nothing about whether the release is made.
      - Mutually exclusive with O(rollback).
      - An empty string counts as not given.
    type: str
  wait:
    description:
      - Whether to wait for the release phase, and to fail when it does.
      - A task without it returns at once, and does not know whether the release will take effect.
    type: bool
    default: true
notes:
  - Run the task on the controller (the connection V(local)) to see the output while it is written. Otherwise it is only
    in the result.
seealso:
  - module: community.heroku.heroku_build
  - module: community.heroku.heroku_container_release
  - module: community.heroku.heroku_release_info
  - module: community.heroku.heroku_slug
"""

EXAMPLES = r"""
- name: Release a slug
  community.heroku.heroku_release:
    app: example
    slug: "{{ made.slug.id }}"
    description: "Deploy {{ commit }}"
  register: heroku

- name: Show the output of the release phase
  ansible.builtin.debug:
    var: heroku.output
  when: heroku.output is not none

- name: Release what staging runs
  community.heroku.heroku_release:
    app: example
    slug: "{{ staging.slugs[0].id }}"

- name: Release an image
  community.heroku.heroku_release:
    app: example-fir
    oci_image: sha256:dc14ae5fbc1e7230e0a782bf216fb46500e210631703bcc6bab8acf2c6a23f42

- name: Go back to an earlier release
  community.heroku.heroku_release:
    app: example
    rollback: v41

- name: Deploy
  community.heroku.heroku_build:
    app: example
    path: "{{ playbook_dir }}/app"
  register: deployed

- name: Try what was deployed, and go back when it is not well
  when: deployed is changed
  block:
    - name: Try it
      ansible.builtin.uri:
        url: https://www.example.com/health
  rescue:
    - name: Go back
      community.heroku.heroku_release:
        app: example
        rollback: previous
"""

RETURN = r"""
release:
  description:
    - The release that the app runs, or will run when its release phase is over, as Heroku shows it, but without the
      address of its output, since it lets anybody read it.
  returned: success, and when the release phase failed
  type: dict
  contains:
    addon_plan_names:
      description: The plans of the add-ons that the app had.
      type: list
      elements: str
      sample: ["heroku-postgresql:essential-0"]
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    artifacts:
      description: What the release runs.
      type: list
      elements: dict
      sample: [{id: 01234567-89ab-cdef-0123-456789abcdef, type: slug}]
    created_at:
      description: When it was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    current:
      description: Whether the app runs it.
      type: bool
      sample: true
    description:
      description: What changed.
      type: str
      sample: Deploy a5c407e4
    eligible_for_rollback:
      description: Whether the app can go back to it.
      type: bool
      sample: true
    id:
      description: The ID of the release.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    slug:
      description: The slug that it runs; V(null) before the first code.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    status:
      description: V(pending) while the release phase runs, then V(succeeded) or V(failed); or V(expired).
      type: str
      sample: succeeded
    updated_at:
      description: When it last changed.
      type: str
      sample: "2026-11-21T10:00:02Z"
    user:
      description: Who made it.
      type: dict
      sample: {email: ops@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
    version:
      description: Its number. The command line writes it with a C(v).
      type: int
      sample: 12
output:
  description:
    - The output of the release phase, its last 1000 lines. V(null) when there was none, or when the task did not wait.
  returned: success, and when the release phase failed
  type: list
  elements: str
  sample: ["Running release v12 commands...", "+ bin/migrate"]
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
from ansible_collections.community.heroku.plugins.module_utils._resources.release import Release

MODULE = ManagingModule(Release, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
