#!/usr/bin/python
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: heroku_certificate
short_description: Manage TLS certificates of apps on Heroku
version_added: 1.0.0
description:
  - Adds a certificate with its key to an app, as an SNI endpoint, renews it, lets domains use it, or removes it.
  - A certificate is found by O(name), else by O(certificate_chain), else by the names that it is for. So a renewed
    certificate takes the place of the old one, and the domains that use it go on doing so.
  - Heroku never shows the key, so only the certificates are compared. A new key comes with a new certificate.
  - Before anything is sent, the task checks that the key is that of the certificate, that each certificate of the chain
    is issued by the next one, that the certificate is for the O(domains), and that it is valid now.
  - A certificate that expires within 14 days gives a warning.
  - Certificates of automated certificate management (O(community.heroku.heroku_app#module:acm)) are never
    touched.
author:
  - community.heroku contributors (@ansible-collections)
extends_documentation_fragment:
  - community.heroku.heroku
  - community.heroku.heroku.attributes
  - community.heroku.heroku.app
  - community.heroku.heroku.state
requirements:
  - cryptography >= 42.0.0, except for O(state=absent) with O(name)
options:
  name:
    description:
      - The name or ID of the certificate's SNI endpoint, such as V(tokyo-1050). Heroku chooses the name of a new one.
    type: str
  certificate_chain:
    description:
      - The content, in PEM format, of the certificate and of those that issued it, its own first.
      - Line endings, and text between the certificates, do not matter.
      - With O(state=absent), the certificate that should go.
    type: str
  private_key:
    description:
      - The content, in PEM format, of the certificate's key, which must not be encrypted.
    type: str
  domains:
    description:
      - The hostnames of domains of the app that should use the certificate. Other domains are left alone.
      - The domains have to exist.
      - With automated certificate management, Heroku chooses the certificates of domains, so leave this out.
    type: list
    elements: str
notes:
  - Heroku takes certificates for apps without Eco dynos only, so scale a new app first.
seealso:
  - module: community.heroku.heroku_certificate_info
  - module: community.heroku.heroku_domain
  - module: community.heroku.heroku_app
"""

EXAMPLES = r"""
- name: A certificate, and the domains that use it
  community.heroku.heroku_certificate:
    app: example
    certificate_chain: "{{ lookup('ansible.builtin.file', 'example.com.pem') }}"
    private_key: "{{ vault_example_com_key }}"
    domains:
      - example.com
      - www.example.com
  register: heroku

- name: When it expires
  ansible.builtin.debug:
    msg: "{{ heroku.certificate.ssl_cert.expires_at }}"

- name: The renewed certificate, in its place
  community.heroku.heroku_certificate:
    app: example
    certificate_chain: "{{ lookup('ansible.builtin.file', '/etc/letsencrypt/live/example.com/fullchain.pem') }}"
    private_key: "{{ lookup('ansible.builtin.file', '/etc/letsencrypt/live/example.com/privkey.pem') }}"

- name: A certificate for more names in place of another one
  community.heroku.heroku_certificate:
    app: example
    name: tokyo-1050
    certificate_chain: "{{ lookup('ansible.builtin.file', 'example.net.pem') }}"
    private_key: "{{ vault_example_net_key }}"

- name: Take a certificate away
  community.heroku.heroku_certificate:
    app: example
    name: tokyo-1050
    state: absent
"""

RETURN = r"""
certificate:
  description: The SNI endpoint as Heroku shows it. V(null) when it does not exist.
  returned: success
  type: dict
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

from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ManagingModule
from ansible_collections.community.heroku.plugins.module_utils._resources.certificate import Certificate

MODULE = ManagingModule(Certificate)


def main() -> None:
    MODULE.run()


if __name__ == "__main__":
    main()
