# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What webhooks of apps, add-ons and pipelines have in common (behaviour.md 3.19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from . import errors
from .chance import hexadecimal
from .operation import Reply
from .params import list_of, one_of, text
from .store import Record, Table
from .switches import switches

MOST_WEBHOOKS = 10
LEVELS = ("notify", "sync")
ENTITIES = tuple(
    f"api:{name}"
    for name in (
        "addon-attachment addon app build collaborator domain dyno formation release sni-endpoint"  # [K]
    ).split()
)
SECRET_HEADER = "Heroku-Webhook-Secret"
# What of a webhook is masked in the state.
SECRETS = ("url", "secret", "authorization")


@dataclass(kw_only=True)
class Webhook(Record):
    """A subscription; what it signs and authorises with is never shown again."""

    url: str
    include: list[str]
    level: str
    secret: str | None = None
    authorization: str | None = None


def written(webhook: Webhook) -> dict[str, Any]:
    """What is shown of a webhook, beside what it is of."""
    return {
        "created_at": webhook.created_at,
        "id": webhook.id,
        "include": webhook.include,
        "level": webhook.level,
        "updated_at": webhook.updated_at,
        "url": webhook.url,
    }


def webhook_params(required: bool) -> dict[str, Any]:
    """What a webhook is made of, whatever it is of."""
    return {
        "include": list_of(text(), required=required),
        "level": one_of(*LEVELS, required=required),
        "url": text(required=required),
        "secret": text(nullable=True),
        "authorization": text(nullable=True),
    }


def check_webhook(body: dict[str, Any]) -> None:
    """Raises the 422 for what makes no webhook [I: texts]."""
    unknown = sorted(set(body.get("include", ())) - set(ENTITIES))
    if unknown:
        raise errors.invalid_params(f"Include is invalid: {', '.join(unknown)}")
    if "include" in body and not body["include"]:
        raise errors.invalid_params("Include can't be blank")
    if "url" in body and (urlsplit(body["url"]).scheme not in ("http", "https") or not urlsplit(body["url"]).netloc):
        raise errors.invalid_params("Url is invalid")


def told(given: str | None) -> bool:
    """Whether the secret of a new webhook is told in a header: one that was made up is (behaviour.md 3.19)."""
    return given is None or switches["webhook_secret_header"] == "always"


def subscribe(table: Table[Any], webhook: Webhook, noun: str) -> Reply:
    """Keep a new webhook of an app or a pipeline. A secret that was made up is told once, in a header."""
    if table.count(f"{noun}_id", getattr(webhook, f"{noun}_id")) >= MOST_WEBHOOKS:
        article = "An" if noun[0] in "aeiou" else "A"
        raise errors.invalid_params(f"{article} {noun} can have at most {MOST_WEBHOOKS} webhooks.")
    given = webhook.secret
    webhook.secret = given or hexadecimal(60)
    table.add(webhook)
    return Reply(webhook, headers={SECRET_HEADER: webhook.secret} if told(given) else {})
