# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.community.heroku.plugins.module_utils.resources.review_app import reason


def test_reasons_end_with_one_full_stop() -> None:
    assert reason({"message": "Build failed"}) == reason({"message": "Build failed."}) == "Build failed."
    assert reason({"message": None}) == "Heroku does not say why."
