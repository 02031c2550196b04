#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_container_release
short_description: Release images of Heroku's container registry
version_added: 1.0.0
description:
  - Says which image each process type of an app runs, as C(heroku container:release) does, shows the output of the
    release phase as it is written, and waits until it is over. The images have to be in Heroku's container registry,
    where C(docker push) puts them.
  - All process types are released in one request, which makes one release. A process type that already runs its image
    is left out, and when all of them do, nothing is released. When a release of these images is under way, the task
    waits for it. A release whose release phase failed does not count.
  - A process type that is not named keeps the image that it runs. A new one comes with its image;
    M(community.heroku.heroku_formation) says how many dynos it has.
  - This is for apps on the stack V(container), which are of the Cedar generation. Those of the Fir generation run OCI
    images, one for all process types, and have no such registry; M(community.heroku.heroku_release) releases them, with
    the option O(community.heroku.heroku_release#module:oci_image).
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.wait
options:
  updates:
    description:
      - The process types to release images for.
    type: list
    elements: dict
    required: true
    suboptions:
      type:
        description:
          - The process type. The image of V(release) is not run but is the release phase.
        type: str
        required: true
      docker_image:
        description:
          - The image, by its ID (V(sha256:) and 64 hexadecimal digits) or by a tag.
          - The ID of an image is the digest of its config. It may be in any repository of the app, so that one image
            can run all process types.
          - With a tag, it is the image that the registry has as C(APP/TYPE:TAG) when the task runs. The registry is
            asked for its ID each time, which costs a request but no API token. In check mode too the image has to be
            there, unless an earlier task of the run would make the app.
          - Beware of what C(docker inspect) calls the ID. With Docker's newer image store (containerd) it is the digest
            of the manifest, which Heroku does not know. A tag avoids this.
        type: str
        default: latest
  registry_url:
    description:
      - Where the registry is, for tags. The API token is sent there, as the password. Only C(https) is accepted, but
        for a loopback address.
      - Without it, it is V(https://registry.heroku.com) for the API at V(https://api.heroku.com). An API whose host
        does not begin with C(api.), such as that of the simulator, has it at its own address.
      - An empty string counts as not given.
    type: str
  wait:
    description:
      - Whether to wait for the release phase, and to fail when it does.
      - A task without it returns at once, and knows neither the release nor whether it will take effect.
    type: bool
    default: true
notes:
  - Images cannot be promoted in a pipeline. They have to be pushed for each of its apps, and released there.
  - To remove a process type, as C(heroku container:rm) does, see the examples of M(community.heroku.heroku_api).
  - Run the task on the controller (the connection V(local)) to see the output while it is written. Otherwise it is only
    in the result.
seealso:
  - module: community.heroku.heroku_release
  - module: community.heroku.heroku_formation
  - name: Container Registry & Runtime
    description: What Heroku runs, and how it gets into the registry.
    link: https://devcenter.heroku.com/articles/container-registry-and-runtime
"""

EXAMPLES = r"""
- name: An app that runs images
  community.heroku.heroku_app:
    name: example
    build_stack: container

- name: Log in to the registry
  community.docker.docker_login:
    registry_url: registry.heroku.com
    username: _
    password: "{{ vault_heroku_api_key }}"

- name: Build and push
  community.docker.docker_image_build:
    name: registry.heroku.com/example/web
    tag: "{{ commit }}"
    path: "{{ playbook_dir }}/app"
    outputs:
      - type: image
        push: true

- name: Release what was pushed
  community.heroku.heroku_container_release:
    app: example
    updates:
      - type: web
        docker_image: "{{ commit }}"

- name: Release three images in one release, after the migrations of the third
  community.heroku.heroku_container_release:
    app: example
    updates:
      - type: web
      - type: worker
      - type: release
  register: heroku

- name: Show the output of the release phase
  ansible.builtin.debug:
    var: heroku.output
  when: heroku.output is not none

- name: Release one image for two process types, by its ID
  community.heroku.heroku_container_release:
    app: example
    updates:
      - type: web
        docker_image: sha256:dc14ae5fbc1e7230e0a782bf216fb46500e210631703bcc6bab8acf2c6a23f42
      - type: worker
        docker_image: sha256:dc14ae5fbc1e7230e0a782bf216fb46500e210631703bcc6bab8acf2c6a23f42
"""

RETURN = r"""
formation:
  description: All process types of the app as Heroku shows them, by name.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    command:
      description: The command that the dynos run.
      type: str
      sample: gunicorn example.wsgi
    created_at:
      description: When the process type first came with a release.
      type: str
      sample: "2026-11-21T10:00:00Z"
    docker_image:
      description: The image that the dynos run; its RV(ignore:id) is V(null) where they run none.
      type: dict
      sample: {id: "sha256:dc14ae5fbc1e7230e0a782bf216fb46500e210631703bcc6bab8acf2c6a23f42"}
    dyno_size:
      description: The size of the dynos.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: Standard-1X}
    id:
      description: The ID of the process type.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    quantity:
      description: How many dynos run.
      type: int
      sample: 2
    size:
      description: The name of the size, as Heroku writes it.
      type: str
      sample: Standard-1X
    type:
      description: The process type.
      type: str
      sample: web
    updated_at:
      description: When it was last changed.
      type: str
      sample: "2026-11-21T10:00:02Z"
release:
  description:
    - The release that was made, or waited for, as M(community.heroku.heroku_release) returns it. V(null) when there was
      none, and without O(wait).
  returned: success, and when the release phase failed
  type: dict
  sample:
    current: true
    description: Deployed web (dc14ae5fbc1e)
    status: succeeded
    version: 12
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
from ansible_collections.community.heroku.plugins.module_utils._resources.container_release import ContainerRelease

MODULE = ManagingModule(ContainerRelease, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
