# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Demands for a second factor (behaviour.md 1.1 and 2.1): by an account for all that it writes, or by an app.

A ``Heroku-Two-Factor-Code`` header satisfies the demand for one request; ``PUT /apps/{app}/pre-authorizations`` with
that header satisfies an app's for a while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import errors
from .clock import clock
from .operation import Reply, operation
from .resources.app import App, apps

if TYPE_CHECKING:
    from .application import Call

PRE_AUTHORIZATION_SECONDS = 600
HEADER = "heroku-two-factor-code"


def _has_code(call: Call) -> bool:
    """Whether the right code was sent. Raises the error for a wrong one (recorded.md A 8)."""
    code = call.headers.get(HEADER)
    if code is not None and code != call.account.two_factor_code:
        raise errors.invalid_two_factor_code()
    return code is not None


def demand(call: Call) -> None:
    """Raises the 403 when a second factor is needed and was not sent."""
    account = call.caller
    if account is None or not account.two_factor_code or _has_code(call):
        return
    app = call.found.get("app")
    if isinstance(app, App) and app.two_factor:
        if app.pre_authorized_until.get(account.id, 0.0) < clock.now():
            raise errors.two_factor({"id": app.id, "name": app.name})
    elif account.two_factor_demand == "all" or (account.two_factor_demand == "writes" and call.method != "GET"):
        raise errors.two_factor()


@operation("PUT", "/apps/{app}/pre-authorizations", access="view")
def pre_authorize(call: Call, app: App) -> Reply:
    """Let the caller use an app that demands a second factor for ten minutes."""
    if call.account.two_factor_code and not _has_code(call):
        raise errors.two_factor({"id": app.id, "name": app.name})
    until = {**app.pre_authorized_until, call.account.id: clock.now() + PRE_AUTHORIZATION_SECONDS}
    apps.update(app, touch=False, pre_authorized_until=until)
    return Reply({})
