# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


def test_an_addon_that_reads_logs_brings_a_drain_along(api):
    api.app()
    addon = api.post("/apps/shop/addons", {"plan": "papertrail"})
    (drain,) = api.get("/apps/shop/log-drains")
    assert drain["addon"]["id"] == addon["id"]
    assert api.delete(f"/apps/shop/log-drains/{drain['id']}", status=403)["id"] == "forbidden"
    api.delete(f"/apps/shop/addons/{addon['id']}")
    assert api.get("/apps/shop/log-drains") == []
