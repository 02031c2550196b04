# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of the account: behaviour.md 3.17."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.resources.feature import INFO_OPTIONS, OPTIONS, Feature


class AccountFeature(Feature):
    """A feature of the account that the token belongs to."""

    noun = "account_feature"
    plural = "account_features"
    options: t.ClassVar[dict[str, t.Any]] = OPTIONS
    info_options: t.ClassVar[dict[str, t.Any]] = INFO_OPTIONS
    features = "/account/features"
