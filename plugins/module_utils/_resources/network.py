# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks and addresses, which can be written in several ways."""

from __future__ import annotations

import ipaddress
import typing as t


def network(cidr: str) -> str:
    """A network in the one spelling in which all are compared: 10.0.0.1 is 10.0.0.1/32, 10.1.2.3/16 is 10.1.0.0/16.

    Raises ValueError for what is not an IPv4 network.
    """
    return str(ipaddress.IPv4Network(cidr.strip(), strict=False))


def same_network(wanted: str, have: str | None) -> bool:
    """Whether two spellings mean one network."""
    try:
        return network(wanted) == network(have or "")
    except ValueError:
        return wanted == have


def networks(cidrs: t.Iterable[str] | None) -> list[str]:
    """Networks in one spelling and one order, each once."""
    return sorted({network(cidr) for cidr in cidrs or ()})


def same_networks(wanted: t.Iterable[str], have: t.Iterable[str] | None) -> bool:
    """Whether two lists mean the same networks."""
    return networks(wanted) == networks(have)
