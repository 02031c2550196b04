#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_build
short_description: Build and release an app on Heroku from source
version_added: 1.0.0
description:
  - Builds an app from a directory, an archive or an address, shows the log as it is written, and waits until the build
    is released.
  - A source that the app's last build was made of is not built again. One that is just being built is waited for.
  - A build that failed, or whose release phase failed, does not count, and neither does an older one that was followed
    by another source.
  - Only builds are looked at. After a rollback the source that was built last counts as built; O(force) builds it
    again.
  - With O(state=cancelled) it ends builds that are under way.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.source
attributes:
  idempotent:
    support: partial
    details:
      - With O(force=true), each run builds, except for a source that is just being built.
options:
  path:
    description:
      - A directory with the source, or a gzipped tar of it (C(.tar.gz), C(.tgz)), on the host where the task runs.
      - On the controller (the connection V(local)) a relative path counts from the directory of the playbook, in a role
        too.
      - From a directory in a git checkout, the files that C(git push) would send are sent. These are the files that git
        tracks, including those that were added by force and those of submodules, as they are in the working tree,
        committed or not. It needs git where the task runs. O(untracked) and O(ignored) add others.
      - From any other directory, including one that the checkout ignores as a whole, everything is sent except for
        C(.git) and what the C(.gitignore) files in it name.
      - What C(.slugignore) names is left out of both.
      - The directory is packed in a way that depends on nothing but the names and contents of the files, so its
        checksum tells whether anything changed. An archive counts as it is, byte for byte.
      - Mutually exclusive with O(url). One of the two is required, except for O(state=cancelled).
    type: path
  url:
    description:
      - The address of a gzipped tar that Heroku can download. Only C(https) is accepted, except for a loopback address,
        such as that of the simulator.
      - It may hold a signature or a token, so it is never shown.
      - What it points to is not read. Whether it was built already is decided by O(checksum), else by O(version),
        else by the address itself; give one of the first two when the address changes with each signature, or when it
        does not change with the source.
      - Mutually exclusive with O(path).
    type: str
  checksum:
    description:
      - The SHA-256 of what O(url) points to, as V(SHA256:) and 64 hexadecimal digits. Heroku refuses to build anything
        else.
      - For O(path) it is computed.
      - An empty string counts as not given.
    type: str
  version:
    description:
      - What the source is called, such as the commit or a tag. Heroku shows it with the release.
      - Another version of a source with the same O(checksum) is not built again.
      - An empty string counts as not given.
    type: str
  buildpacks:
    description:
      - The buildpacks to use, in their order, each by its name in the registry (V(heroku/python)), its address or its
        URN.
      - The same source with other buildpacks is built again.
      - Without it the app's own buildpacks are used, or what Heroku detects.
    type: list
    elements: str
  force:
    description:
      - Whether to build even when the source was built already. A task with it changes something each time, except for
        a source that is just being built.
    type: bool
    default: false
  build:
    description:
      - With O(state=cancelled), the ID of the build to end. Without it all builds of the app that are under way are
        ended.
      - Mutually exclusive with O(path) and O(url).
    type: str
  state:
    description:
      - V(cancelled) ends the builds that are under way, and starts none. A build that is over stays as it is. A
        release phase that a build has begun goes on.
    type: str
    choices: [present, cancelled]
    default: present
  wait:
    description:
      - Whether to wait for the build and for the release phase after it, and to fail when either does; with
        O(state=cancelled), whether to wait until the build is over.
      - A task without it returns at once, and does not know whether the build will succeed.
    type: bool
    default: true
  wait_timeout:
    description:
      - How many seconds to wait at most for the build, and then for the release phase. A task that gives up fails;
        running it again goes on waiting.
    type: int
    default: 1200
notes:
  - Run the task on the controller (the connection V(local)) to see the log while it is written. Otherwise it is only in
    the result.
seealso:
  - module: community.heroku.heroku_build_cache
  - module: community.heroku.heroku_build_info
  - module: community.heroku.heroku_formation
  - module: community.heroku.heroku_release
  - module: community.heroku.heroku_release_info
  - module: community.heroku.heroku_slug
"""

EXAMPLES = r"""
- name: Deploy what is next to the playbook
  community.heroku.heroku_build:
    app: example
    path: "{{ playbook_dir }}/app"

- name: Deploy an archive from the CI, under the name of its commit
  community.heroku.heroku_build:
    app: example
    path: /srv/artifacts/example.tar.gz
    version: "{{ commit }}"
  register: build

- name: Show the log of the build
  ansible.builtin.debug:
    var: build.output
  when: build is changed

- name: Deploy a tag from GitHub
  community.heroku.heroku_build:
    app: example
    url: https://github.com/acme/example/archive/refs/tags/v1.3.0.tar.gz
    version: v1.3.0

- name: Deploy from a bucket, with a signed address
  community.heroku.heroku_build:
    app: example
    url: "{{ signed_url }}"
    checksum: SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

- name: Build with two buildpacks, and do not wait
  community.heroku.heroku_build:
    app: example
    path: "{{ playbook_dir }}/app"
    buildpacks:
      - heroku/nodejs
      - https://github.com/acme/buildpack-fonts.git
    wait: false

- name: Build the same source for the new stack
  community.heroku.heroku_build:
    app: example
    path: "{{ playbook_dir }}/app"
    force: true

- name: End whatever is being built
  community.heroku.heroku_build:
    app: example
    state: cancelled

- name: End one build
  community.heroku.heroku_build:
    app: example
    build: 01234567-89ab-cdef-0123-456789abcdef
    state: cancelled
"""

RETURN = r"""
build:
  description:
    - The build as Heroku shows it, but without the address of its log and without that of its source, since either lets
      anybody read it.
  returned: success with O(state=present), and when the build or its release phase failed
  type: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    buildpacks:
      description: The buildpacks that were used, in their order.
      type: list
      elements: dict
      sample: [{name: heroku/python, url: "urn:buildpack:heroku/python"}]
    created_at:
      description: When the build began.
      type: str
      sample: "2026-11-21T10:00:00Z"
    generation:
      description: The generation of the platform that it was made for.
      type: str
      sample: cedar
    id:
      description: The build's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    release:
      description: The release that the build made; V(null) until it has succeeded.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    slug:
      description: The slug that the build made; V(null) until it has succeeded.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef}
    source_blob:
      description: What it was made of. C(url) is always V(null).
      type: dict
      sample:
        checksum: SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        url: null
        version: v1.3.0
        version_description: null
    stack:
      description: The stack that it was made for.
      type: str
      sample: heroku-24
    status:
      description: V(pending), V(succeeded) or V(failed).
      type: str
      sample: succeeded
    updated_at:
      description: When it last changed.
      type: str
      sample: "2026-11-21T10:01:00Z"
    user:
      description: Who started it.
      type: dict
      sample: {email: ops@example.com, id: 01234567-89ab-cdef-0123-456789abcdef}
builds:
  description: The build that O(build) names, or those that were under way; each as in RV(build).
  returned: success with O(state=cancelled)
  type: list
  elements: dict
output:
  description:
    - The log of the build and of the release phase, its last 1000 lines. V(null) when the task waited for neither.
  returned: success with O(state=present), and when the build or its release phase failed
  type: list
  elements: str
  sample: ["-----> Python app detected", "-----> Launching...", "       Released v3"]
release:
  description: The release whose release phase failed, as RV(community.heroku.heroku_release_info#module:releases) shows
    it.
  returned: when the release phase failed
  type: dict
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
from ansible_collections.community.heroku.plugins.module_utils._resources.build import Build

MODULE = ManagingModule(Build, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
