#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_domain
short_description: Manage custom domains of apps on Heroku
version_added: 1.0.0
description:
  - Adds a custom domain to an app, sets the certificate that it uses, or removes it.
  - Returns the DNS target, which the DNS record of the domain has to point to.
  - The domain that Heroku gives to every app, such as V(example-0a1b2c3d4e5f.herokuapp.com), is never touched.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.wait
  - community.heroku.heroku.state
options:
  hostname:
    description:
      - The hostname, such as V(www.example.com) or V(*.example.com), or the ID of a domain that exists.
      - Upper and lower case mean the same, and so do a name with and without a final dot, and an international name and
        its punycode.
    type: str
    required: true
  sni_endpoint:
    description:
      - The name or ID of the SNI endpoint, which holds the certificate that the domain should use. An empty string
        detaches it.
      - If this is not given, the domain is left with the certificate it has. Leave it out for apps with automated
        certificate management, since Heroku then chooses it.
    type: str
  wait:
    description:
      - Whether to wait until the domain has its DNS target, even if an earlier run added it.
      - This does not wait for certificates (see O(wait_for_acm)) or for the DNS.
    type: bool
    default: true
  wait_for_acm:
    description:
      - Whether to wait, besides that, until Heroku's automated certificate management has issued the certificate of the
        domain.
      - It does so some minutes after the DNS points to the domain's C(cname). Until then the domain's C(acm_status) may
        be V(failing), which is waited out.
      - The app needs O(community.heroku.heroku_app#module:acm). Wildcard domains get none.
    type: bool
    default: false
seealso:
  - module: community.heroku.heroku_domain_info
  - module: community.heroku.heroku_app
  - module: community.heroku.heroku_certificate
"""

EXAMPLES = r"""
- name: A custom domain
  community.heroku.heroku_domain:
    app: example
    hostname: www.example.com
  register: heroku

- name: Point the DNS to it
  community.general.nsupdate:
    server: 192.0.2.53
    zone: example.com
    record: www
    type: CNAME
    value: "{{ heroku.domain.cname }}."

- name: A wildcard domain with a certificate of its own
  community.heroku.heroku_domain:
    app: example
    hostname: "*.example.com"
    sni_endpoint: tokyo-1050

- name: Stop using the certificate
  community.heroku.heroku_domain:
    app: example
    hostname: www.example.com
    sni_endpoint: ""

- name: Take a domain away
  community.heroku.heroku_domain:
    app: example
    hostname: old.example.com
    state: absent

- name: Wait until it has a certificate, once the DNS is right
  community.heroku.heroku_domain:
    app: example
    hostname: www.example.com
    wait_for_acm: true
    wait_timeout: 3600
"""

RETURN = r"""
domain:
  description: The domain as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
  contains:
    acm_status:
      description: How far automated certificate management is with the domain; V(null) without it.
      type: str
      sample: cert issued
    acm_status_reason:
      description: Why automated certificate management fails.
      type: str
      sample: null
    app:
      description: The app that the domain belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    cname:
      description: The DNS target. The DNS record of the hostname has to point to it, as C(CNAME), C(ALIAS) or C(ANAME).
      type: str
      sample: quiet-brook-0a1b2c3d4e5f6071.herokudns.com
    created_at:
      description: When the domain was added.
      type: str
      sample: "2026-11-21T10:00:00Z"
    hostname:
      description: The hostname.
      type: str
      sample: www.example.com
    id:
      description: The domain's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    kind:
      description: V(custom), or V(heroku) for the one that Heroku gave the app.
      type: str
      sample: custom
    sni_endpoint:
      description: The SNI endpoint whose certificate the domain uses.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: tokyo-1050}
    status:
      description: V(none) when there is nothing to wait for, else V(pending), V(succeeded) or V(failed).
      type: str
      sample: none
    updated_at:
      description: When the domain was last changed.
      type: str
      sample: "2026-11-21T10:00:01Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import Domain

MODULE = ManagingModule(Domain)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
