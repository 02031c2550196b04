# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from heroku_simulator.requestlog import masked
from heroku_simulator.store import MASK


def test_what_is_recorded_holds_no_secret():
    body = {"name": "shop", "token": "t", "config": {"A": "1", "B": None}, "list": [{"url": "https://example.com"}]}
    assert masked(body) == {"name": "shop", "token": MASK, "config": {"A": MASK, "B": None}, "list": [{"url": MASK}]}
    assert masked({"A": "1", "B": 2}, everything=True) == {"A": MASK, "B": 2}


def test_an_address_with_credentials_is_secret_wherever_it_stands():
    assert masked({"name": "https://git:secret@example.com/private.git"}) == {"name": MASK}
    assert masked({"name": "https://example.com/of@home"}) == {"name": "https://example.com/of@home"}
