# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens: what clients send to say who they are (behaviour.md 3.21)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..store import Record, Table
from .account import accounts


@dataclass(kw_only=True)
class OauthToken(Record):
    """A bearer token and what it may be used for."""

    token: str
    account_id: str
    scope: list[str] = field(default_factory=lambda: ["global"])
    expires_at: str | None = None


oauth_tokens = Table(
    "oauth_tokens", OauthToken, unique=("token",), parents={"account_id": accounts}, secrets=("token",)
)
