#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_api
short_description: Send any request to Heroku's API
version_added: 1.0.0
description:
  - Sends one request to the Platform API, for what no other module of this collection is about. Token, pages, retries,
    rate limit, second factor, errors and warnings are handled as in all of them.
  - A request that reads changes nothing and is sent in check mode too. Any other one is not sent in check mode, and
    counts as a change each time that it is sent. O(compare) and O(creates) let the task check first whether it is
    needed.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.confirm
attributes:
  idempotent:
    support: partial
    details:
      - With O(compare) or O(creates), a request that is not needed is not sent. Without them, each run sends it and
        counts as a change, except for those that read.
options:
  path:
    description:
      - The path of the API, such as V(/apps/example/dynos), a query included. Names in it that hold other characters
        than letters, digits, C(-), C(.) and C(_) have to be percent-encoded, which the filter
        P(ansible.builtin.urlencode#filter) does.
      - It cannot lead to another host. It is shown in errors and kept in logs, so it must hold no secrets.
    type: str
    required: true
  method:
    description:
      - What to do there. V(GET) and V(HEAD) only read.
    type: str
    choices: [GET, HEAD, POST, PUT, PATCH, DELETE]
    default: GET
  body:
    description:
      - What is sent as JSON. Properties have the names that the API reference gives them.
      - It may hold secrets, so it is never shown, and the strings in it are masked in errors and warnings.
    type: dict
  variant:
    description:
      - What follows C(version=3.) in the C(Accept) header, for operations that have a variant of the API, such as
        V(sdk), V(pipelines) or V(docker-releases).
    type: str
  range:
    description:
      - The C(Range) header, which says in what order a list comes and where it starts, such as
        V(name ..; order=desc,max=10).
      - Mutually exclusive with O(creates) and O(compare).
    type: str
  headers:
    description:
      - More headers. Allowed are C(Accept-Expansion), C(Accept-Inclusion), C(If-Match) and
        C(X-Heroku-Legacy-Provider-Messages).
    type: dict
    default: {}
  paginate:
    description:
      - Whether to go on to the end of a list that comes in pages. Set it to V(false) to get one page only; its size is
        C(max) in O(range), or 200.
    type: bool
    default: true
  status_code:
    description:
      - Which statuses are not a failure. The default is 200 to 299.
      - A request that only reads may be answered by an error, such as 404; RV(response) is then what the error says.
    type: list
    elements: int
    default: []
  read_only:
    description:
      - Whether a V(POST) only reads and changes nothing, as with C(/filters/apps).
    type: bool
    default: false
  creates:
    description:
      - A path. If there is something at it, nothing is sent, and RV(response) is what is there.
      - Set it with a V(POST), so that running the task again creates nothing twice. Should the answer to the request
        get lost, the task looks there for the outcome.
      - Mutually exclusive with O(compare).
    type: str
  compare:
    description:
      - Whether to look first whether O(path) is already as it should be. A V(PATCH) or V(PUT) is not sent when all
        properties of O(body) are there already, where a string also means an object of that name or ID. A V(DELETE) is
        not sent when there is nothing.
      - It needs a path for which Heroku answers a V(GET) with a single object.
    type: bool
    default: false
  show_response:
    description:
      - Whether to return what Heroku answered.
      - Answers may hold secrets (config vars, tokens, signed addresses) that nothing masks. Set this to V(false) where
        the answer is not needed, or else C(no_log) on the task.
    type: bool
    default: true
notes:
  - Where another module of this collection does the same, prefer it. It compares in the right way, knows what to wait
    for, and keeps secrets.
  - A V(POST) whose answer gets lost is not sent again, unless O(creates) shows its outcome.
seealso:
  - module: community.heroku.heroku_app
  - module: ansible.builtin.uri
"""

EXAMPLES = r"""
- name: Every dyno size
  community.heroku.heroku_api:
    path: /dyno-sizes
  register: heroku

- name: The newest ten releases, with all that the newest version of the API says of them
  community.heroku.heroku_api:
    path: /apps/example/releases
    variant: sdk
    range: version ..; order=desc,max=10
    paginate: false
  register: heroku

- name: Whether a name is free
  community.heroku.heroku_api:
    path: /apps/example
    status_code: [200, 403, 404]
  register: heroku
- name: Say so
  ansible.builtin.debug:
    msg: It is taken
  when: heroku.status != 404

- name: Change something, but only if it is not like that already
  community.heroku.heroku_api:
    method: PATCH
    path: /account
    body:
      allow_tracking: false
    compare: true

- name: Make something, but only once
  community.heroku.heroku_api:
    method: POST
    path: /apps
    body:
      name: example
      feature_flags: [new-thing]
    creates: /apps/example

- name: Two apps in one request
  community.heroku.heroku_api:
    method: POST
    path: /filters/apps
    variant: filters
    body:
      in:
        id: [01234567-89ab-cdef-0123-456789abcdef, 01234567-89ab-cdef-0123-456789abcde0]
    read_only: true

- name: Take a process type of an app that runs images away
  community.heroku.heroku_api:
    method: PATCH
    path: /apps/example/formation/worker
    variant: docker-releases
    body:
      docker_image: null

- name: Send the body's secrets, and let nobody see what comes back
  community.heroku.heroku_api:
    method: PATCH
    path: /apps/example/config-vars
    body:
      SECRET_KEY: "{{ vault_secret_key }}"
    compare: true
    show_response: false
"""

RETURN = r"""
response:
  description:
    - What Heroku answered; all items of a list, when it was read to its end. With O(creates) or O(compare), what is
      there when nothing was sent. V(null) when there is no answer, in check mode when something would be sent, and
      without O(show_response).
  returned: success
  type: raw
  sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
status:
  description: The HTTP status. V(null) when nothing was sent.
  returned: success, and when it is not in O(status_code)
  type: int
  sample: 200
etag:
  description: What identifies this state of the answer, for C(If-Match).
  returned: success
  type: str
  sample: '"0123456789abcdef0123456789abcdef"'
next_range:
  description: The O(range) with which a list goes on. V(null) when it was read to its end.
  returned: success
  type: str
  sample: id ]01234567-89ab-cdef-0123-456789abcdef..; max=200
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
from ansible_collections.community.heroku.plugins.module_utils._resources.api import Api

MODULE = ManagingModule(Api, absent=False)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
