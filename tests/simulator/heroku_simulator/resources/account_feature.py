# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Features of accounts (behaviour.md 3.17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..feature import Feature, Held, Setting, find, held, switch, write
from ..operation import operation, resolver, writer
from ..params import boolean
from ..store import Table
from .account import Account, accounts

if TYPE_CHECKING:
    from ..application import Call


@dataclass(kw_only=True)
class AccountFeature(Feature):
    """A feature that accounts have."""


@dataclass(kw_only=True)
class AccountFeatureSetting(Setting):
    """Whether an account has a feature switched on."""


@dataclass(kw_only=True)
class FeatureOfAccount(Held):
    """A feature as an account has it."""


account_features = Table("account_features", AccountFeature, unique=("name",))
account_feature_settings: Table[Setting] = Table(
    "account_feature_settings", AccountFeatureSetting, parents={"holder_id": accounts}
)

writer(FeatureOfAccount)(write)


def _of(account: Account, feature: AccountFeature) -> FeatureOfAccount:
    return held(feature, account_feature_settings, account.id, FeatureOfAccount)


@resolver("account_feature")
def resolve_account_feature(call: Call, identity: str) -> AccountFeature:
    """By id or name."""
    return find(account_features, identity)


@operation("GET", "/account/features", ranges=("id", "name"), range_keys={"name": lambda item: item.feature.name})
def list_(call: Call) -> list[FeatureOfAccount]:
    """Account Feature List."""
    return [_of(call.account, feature) for feature in account_features]


@operation("GET", "/account/features/{account_feature}")
def info(call: Call, account_feature: AccountFeature) -> FeatureOfAccount:
    """Account Feature Info."""
    return _of(call.account, account_feature)


@operation("PATCH", "/account/features/{account_feature}", params={"enabled": boolean(required=True)})
def update(call: Call, account_feature: AccountFeature) -> FeatureOfAccount:
    """Account Feature Update."""
    switch(account_feature, account_feature_settings, call.account.id, call.body["enabled"])
    return _of(call.account, account_feature)
