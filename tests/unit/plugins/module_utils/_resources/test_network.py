# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.community.heroku.plugins.module_utils._resources.network import (
    network,
    same_network,
    same_networks,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.1/32", True),
        ("10.1.2.3/16", "10.1.0.0/16", True),
        (" 10.1.0.0/255.255.0.0", "10.1.0.0/16", True),
        ("10.1.0.0/16", "10.1.0.0/17", False),
        ("10.1.0.0/16", None, False),
    ],
)
def test_one_network(one: str, other: str, same: bool) -> None:
    assert same_network(one, other) is same


@pytest.mark.parametrize("wrong", ["", "localhost", "10.0.0.1/33", "2001:db8::/32", "10.0.0"])
def test_what_is_no_network(wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is Python's
        network(wrong)


def test_networks_are_a_set() -> None:
    assert same_networks(["10.1.0.0/16", "10.0.0.0/16"], ["10.0.1.0/16", "10.1.0.0/16", "10.1.0.0/16"])
    assert not same_networks(["10.1.0.0/16"], None)
