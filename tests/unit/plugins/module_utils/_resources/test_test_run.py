# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.community.heroku.plugins.module_utils._engine.values import without
from ansible_collections.community.heroku.plugins.module_utils._resources.test_run import ADDRESSES


def test_addresses_are_left_out() -> None:
    node = {
        "id": "1",
        "dyno": {"id": "2", "attach_url": "rendezvous://secret"},
        "output_stream_url": "https://secret",
        "setup_stream_url": "https://secret",
        "source_blob_url": "https://secret",
        "message": None,
    }
    assert without(node, ADDRESSES) == {"id": "1", "dyno": {"id": "2"}, "message": None}
