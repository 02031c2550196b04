# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates for documents, in which each can have a name of the document's own, and the domains that use them."""

from __future__ import annotations

from .._engine.facts import View
from .._engine.plan import Desired
from .._engine.resource import Draft
from .._engine.values import UNKNOWN, Provisional, Record
from .certificate import Certificate
from .domain import Domain

CERTIFICATE = "declared_certificate"  # the options of the certificate that a domain is to use, beside the domain's own


class DeclaredCertificate(Certificate):
    """A certificate that may have a name in the document before it has one at Heroku.

    Special: Heroku chooses the name of a new one. One that no endpoint of the app has is the document's own, and the
    certificate is found as if it had none.
    """

    locked_as = "Certificate"

    @classmethod
    def selected(cls, want: Desired, view: View) -> list[Record]:
        found = super().selected(want, view)
        return found or (super().selected(cls.unnamed(want), view) if cls.may_be_new(want) else [])

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        return super().draft(cls.unnamed(want) if current is None and cls.may_be_new(want) else want, current)

    @staticmethod
    def may_be_new(want: Desired) -> bool:
        """Whether the name need not be Heroku's, since the certificate itself is given too."""
        return want.get("name") is not None and want.get("certificate_chain") is not None

    @staticmethod
    def unnamed(want: Desired) -> Desired:
        """The options without the name."""
        return Desired({**want.options, "name": None})


class CertifiedDomain(Domain):
    """A domain that uses a certificate of the same document, if its ``sni_endpoint`` is the name of one.

    Special: the endpoint is looked for by what the certificate is; the name stands for one that is still to be made.
    """

    locked_as = "Domain"

    @classmethod
    def resolve(cls, want: Desired, view: View) -> Desired:
        if CERTIFICATE not in want.options or want.absent:
            return want
        found = DeclaredCertificate.observe(Desired(want[CERTIFICATE]), view)
        known = found["id"] if found and isinstance(found["id"], str) else Provisional(want["sni_endpoint"])
        return Desired({**want.options, "sni_endpoint": known})

    @classmethod
    def endpoint_of(cls, want: Desired, view: View) -> Record:
        if isinstance(want["sni_endpoint"], Provisional):
            return {"id": UNKNOWN, "name": str(want["sni_endpoint"])}
        return super().endpoint_of(want, view)
