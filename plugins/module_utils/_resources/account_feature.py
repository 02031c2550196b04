# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Features of the account that the token belongs to: behaviour.md 3.17."""

from __future__ import annotations

import typing as t

from .._engine.facts import Kind
from .._engine.values import Spec
from .feature import SELECTION, Feature


class AccountFeature(Feature):
    """A feature of the account."""

    noun = "account_feature"
    plural = "account_features"
    kind = Kind("account_feature", "/account/features")
    info_options: t.ClassVar[Spec] = SELECTION
