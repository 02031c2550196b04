#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_certificate_info
short_description: Look up TLS certificates of apps on Heroku
version_added: 1.0.0
description:
  - Returns the certificates of an app, those of automated certificate management included, or one of them.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.info_attributes
  - community.heroku.heroku.app
options:
  name:
    description:
      - The name or ID of one SNI endpoint. One that does not exist gives an empty list.
    type: str
seealso:
  - module: community.heroku.heroku_certificate
"""

EXAMPLES = r"""
- name: The certificates of an app
  community.heroku.heroku_certificate_info:
    app: example
  register: heroku

- name: When they expire
  ansible.builtin.debug:
    msg: "{{ heroku.certificates | map(attribute='ssl_cert') | items2dict('subject', 'expires_at') }}"

- name: Fail in good time
  ansible.builtin.assert:
    that: (item.ssl_cert.expires_at | ansible.builtin.to_datetime('%Y-%m-%dT%H:%M:%SZ') - now(utc=true)).days > 20
  loop: "{{ heroku.certificates | rejectattr('ssl_cert.acm') }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
certificates:
  description: The SNI endpoints as Heroku shows them, sorted by the names that they are for.
  returned: success
  type: list
  elements: dict
  contains:
    app:
      description: The app that the certificate belongs to.
      type: dict
      sample: {id: 01234567-89ab-cdef-0123-456789abcdef, name: example}
    certificate_chain:
      description: The certificates in PEM format.
      type: str
      sample: "-----BEGIN CERTIFICATE----- ..."
    created_at:
      description: When the endpoint was created.
      type: str
      sample: "2026-11-21T10:00:00Z"
    display_name:
      description: Another name of the endpoint, if it has one.
      type: str
      sample: null
    domains:
      description: The IDs of the domains that use the certificate.
      type: list
      elements: str
      sample: [01234567-89ab-cdef-0123-456789abcdef]
    id:
      description: The endpoint's ID.
      type: str
      sample: 01234567-89ab-cdef-0123-456789abcdef
    name:
      description: The endpoint's name.
      type: str
      sample: tokyo-1050
    ssl_cert:
      description: What is in the certificate. The question marks are part of the names.
      type: dict
      sample:
        acm: false
        ca_signed?: true
        cert_domains: [example.com, www.example.com]
        expires_at: "2027-02-19T10:00:00Z"
        id: 01234567-89ab-cdef-0123-456789abcdef
        issuer: "/C=US/O=Example CA/CN=R1"
        self_signed?: false
        starts_at: "2026-11-21T10:00:00Z"
        subject: /CN=example.com
    updated_at:
      description: When the endpoint was last changed.
      type: str
      sample: "2026-11-21T10:00:00Z"
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
from ansible_collections.community.heroku.plugins.module_utils._resources.certificate import Certificate

MODULE = InfoModule(Certificate)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
