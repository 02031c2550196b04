# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong, as exceptions.

Whoever talks to Ansible turns them into a failed task, in one place (module.py).
"""

from __future__ import annotations

import traceback
import typing as t

ISSUES = "https://github.com/ansible-collections/community.heroku/issues"

# One sentence for what most likely happened and what to do, by the error's id (behaviour.md 2.1).
HINTS = {
    "delinquent": "The account has an unpaid invoice, or its payment method must be confirmed at https://dashboard.heroku.com/account/billing.",
    "forbidden": "The token's account lacks the permission, or the token lacks the scope.",
    "missing_version": "Something between here and Heroku removed the Accept header.",
    "rate_limit": "The account's pool of API tokens is empty; it regains about 75 a minute.",
    "suspended": "The account is suspended; Heroku's support can tell why.",
    "two_factor": "This needs a second factor: pass the current code as two_factor_code.",
    "invalid_two_factor_code": "The code given as two_factor_code was refused: it may have expired.",
    "unauthorized": "Check api_key, HEROKU_API_KEY, ansible_heroku_api_key or the API's host in ~/.netrc.",
    "vaas_enrolled": "Such accounts need a token: 'heroku authorizations:create' makes one.",
    "verification_required": "Heroku wants a payment method first: https://heroku.com/verify.",
    "verification_needed": "Heroku wants a payment method first: https://heroku.com/verify.",
}


class Failure(Exception):
    """A task cannot be done. C(str()) is the message for the user; C(details) goes into the task's result beside it.

    C(about) is the thing that the task is about, if something had been done to it before.
    """

    about = ""

    def __init__(self, message: str, **details: t.Any) -> None:
        super().__init__(message)
        self.details = details


class InvalidInput(Failure):
    """What the user asked for cannot be right; nothing was sent that changes anything."""


class Timeout(Failure):
    """Something was still under way when wait_timeout ran out; running the task again goes on waiting."""


class Mistake(Failure):
    """Not the user's nor Heroku's, but one in the collection, which C(error) tells of. Its traceback is a detail."""

    def __init__(self, error: Exception) -> None:
        lines = "".join(traceback.format_exception(type(error), error, error.__traceback__)).splitlines()
        super().__init__(
            f"This is a bug in community.heroku: {type(error).__name__}: {error}. Please report it, with the "
            f"traceback, at {ISSUES}.",
            traceback=lines,
        )


class HerokuError(Failure):
    """Heroku refused a request, or gave no usable answer.

    Attributes: C(id) (Heroku's error id, or one of ours: C(connection), C(invalid_response)), C(status) (HTTP status,
    or None when there was no answer), C(message), C(url) (of Heroku's documentation), C(request_id), C(resource) (what
    a 404 was about), C(app) (name of the app that an error is bound to), C(method), C(path), C(retry_after) (seconds
    after which Heroku wants to be asked again, if it says so), C(after_loss) (whether the answer to an earlier attempt
    got lost, so that this refusal may be of what that one did). Envelope: behaviour.md 2.
    """

    usual_hint = ""

    def __init__(
        self,
        message: str,
        *,
        id: str | None = None,  # noqa: A002 - Heroku's own word
        status: int | None = None,
        url: str | None = None,
        request_id: str | None = None,
        resource: str | None = None,
        app: str | None = None,
        method: str = "",
        path: str = "",
        hint: str | None = None,
    ) -> None:
        self.message = message
        self.id = id
        self.status = status
        self.url = url
        self.request_id = request_id
        self.resource = resource
        self.app = app
        self.method = method
        self.path = path
        self.hint = hint or HINTS.get(id or "") or self.usual_hint
        self.retry_after: float | None = None
        self.after_loss = False
        super().__init__(self.text(), error=self.as_dict())

    def text(self) -> str:
        """The whole error in one paragraph: what Heroku said, what to do, and what to quote to Heroku's support."""
        facts = [f"{self.method} {self.path}".strip()]
        facts += [f"HTTP {self.status}"] if self.status else []
        facts += [f"id {self.id}"] if self.id else []
        facts += [f"Request-Id {self.request_id}"] if self.request_id else []
        message = self.message.strip().replace("\n", " ")
        parts = [
            message if message.endswith((".", "!", "?")) or not self.hint else f"{message}.",
            self.hint,
            f"[{', '.join(facts)}]",
            f"See {self.url}" if self.url else "",
        ]
        return " ".join(part for part in parts if part)

    def as_dict(self) -> dict[str, t.Any]:
        """The error's parts for the task's result, so that a playbook can decide by them."""
        return {
            name: getattr(self, name) for name in ("id", "message", "status", "url", "request_id", "method", "path")
        }

    def with_hint(self, hint: str) -> HerokuError:
        """The same error with a better sentence about its cause."""
        self.hint = hint
        self.args = (self.text(),)
        return self

    @property
    def not_found(self) -> bool:
        """The thing, or what it belongs to, is not there."""
        return self.status == 404


class OutcomeUnknown(HerokuError):
    """A POST was sent and no usable answer came.

    It may or may not have taken effect, so it must not simply be sent again (behaviour.md 5.1).
    """

    usual_hint = "It may have taken effect anyway: run the task again, it looks before it changes anything."
