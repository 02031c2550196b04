# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which certificate of a document each domain of it uses: a certificate lists domains, or a domain names it.

Pure functions.
"""

from __future__ import annotations

import contextlib
import typing as t

from .._api.errors import InvalidInput
from .._engine.plan import Desired
from .._engine.values import Record
from .._lib.certificate import hostnames, library_problem, parse_chain
from .._resources.certificate import Certificate
from .._resources.declared_certificate import CERTIFICATE
from .._resources.domain import normalise
from .document import Entry, is_absent, is_of

NEEDED = ("app", "name", "certificate_chain", "domains", "state")  # to find a certificate; its key is not


def bound(entries: t.Sequence[Entry]) -> list[Entry]:
    """The entries, in which a domain that names a certificate of its app has that one's options beside its own.

    Such a certificate does not wait for the domain, be it listed there too. Raises InvalidInput for a domain with two
    certificates, and for two certificates of an app that Heroku could not tell apart.
    """
    by_app: dict[str, list[Entry]] = {}
    for entry in entries:
        if is_of(entry, "certificates") and not is_absent(entry):
            by_app.setdefault(entry.name, []).append(entry)
    for certificates in by_app.values():
        check_told_apart(certificates)
    listed = {app: hosts_of(certificates) for app, certificates in by_app.items()}
    found = [with_certificate(entry, by_app, listed) for entry in entries]
    named = {(entry.name, normalise(entry.options["hostname"])) for entry in found if CERTIFICATE in entry.options}
    return [without_hosts(entry, named) for entry in found]


def with_certificate(
    entry: Entry, by_app: t.Mapping[str, list[Entry]], listed: t.Mapping[str, t.Mapping[str, Entry]]
) -> Entry:
    """A domain with the certificate that it names; any other entry as it is."""
    wanted = entry.options.get("sni_endpoint")
    if not is_of(entry, "domains") or wanted is None or is_absent(entry):
        return entry
    meant = next((item for item in by_app.get(entry.name, ()) if item.options.get("name") == wanted), None)
    other = listed.get(entry.name, {}).get(normalise(entry.options["hostname"]))
    if other and other is not meant:
        raise InvalidInput(
            f"{entry.path} should use {wanted or 'no certificate'}, but {other.path} lists it among its domains: leave "
            "one out.",
            option=entry.path,
        )
    if meant is None:
        return entry
    options = {name: meant.options.get(name) for name in NEEDED}
    return entry._replace(options={**entry.options, CERTIFICATE: options})


def without_hosts(entry: Entry, named: t.Collection[tuple[str, str]]) -> Entry:
    """A certificate without the domains that name it; any other entry as it is."""
    if not is_of(entry, "certificates") or not entry.options.get("domains"):
        return entry
    left = [host for host in entry.options["domains"] if (entry.name, normalise(host)) not in named]
    return entry._replace(options={**entry.options, "domains": left})


def hosts_of(certificates: t.Iterable[Entry]) -> dict[str, Entry]:
    """The domains that certificates of an app list, each with the certificate. Raises InvalidInput for one twice."""
    found: dict[str, Entry] = {}
    for entry in certificates:
        for host in Certificate.domains(Desired(entry.options)):
            first = found.setdefault(host, entry)
            if first is not entry:
                raise InvalidInput(f"{entry.path} and {first.path} are both for {host}: leave one out.")
    return found


def check_told_apart(certificates: t.Iterable[Entry]) -> None:
    """Raises InvalidInput for two certificates of an app for the same names: each would renew the other."""
    found: dict[frozenset[str], Entry] = {}
    for entry in certificates:
        names = names_in(entry.options)
        first = found.setdefault(names, entry) if names else entry
        if first is not entry:
            raise InvalidInput(
                f"{entry.path} and {first.path} are certificates for the same names, {', '.join(sorted(names))}, and "
                "would take each other's place: leave one out."
            )


def names_in(options: Record) -> frozenset[str]:
    """The names that a certificate is for; none of what is no certificate, which its module says."""
    if library_problem() or not options.get("certificate_chain"):
        return frozenset()
    with contextlib.suppress(ValueError):
        return frozenset(hostnames(parse_chain(options["certificate_chain"])[0]))
    return frozenset()
