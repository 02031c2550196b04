# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token pool of an account: a leaky bucket that refills steadily (behaviour.md 1.5)."""

from __future__ import annotations

import math

from .clock import clock
from .errors import rate_limit
from .resources.account import Account
from .settings import settings

# 4500 tokens come back at 75 a minute: the whole pool in an hour, whatever its size.
REFILL_SECONDS = 3600.0


def _capacity(account: Account) -> float:
    return settings.rate_limit * account.rate_limit_multiplier


def _refill(account: Account) -> float:
    now = clock.now()
    capacity = _capacity(account)
    tokens = capacity if account.rate_limit_tokens is None else account.rate_limit_tokens
    tokens = min(capacity, tokens + max(0.0, now - account.rate_limit_at) * capacity / REFILL_SECONDS)
    account.rate_limit_tokens = tokens
    account.rate_limit_at = now
    return tokens


def remaining(account: Account) -> int:
    """How many requests the account may make now."""
    return math.floor(_refill(account))


def take(account: Account) -> None:
    """Take one token. Raises the 429 of the catalogue when there is none."""
    tokens = _refill(account)
    if tokens < 1:
        raise rate_limit(math.ceil((1 - tokens) * REFILL_SECONDS / _capacity(account)))
    account.rate_limit_tokens = tokens - 1
