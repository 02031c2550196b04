# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Heroku certainly refuses, and a read can tell before anything is written: behaviour.md 2 and 3.

Each check costs the requests that it names, and is called from M(Resource.examine), so only by tasks that are about to
write, in check mode too. Where the token may not look, Heroku judges.
"""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import HerokuClient, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.resource import Resource

VERIFY = "https://heroku.com/verify"


def look(ask: t.Callable[[], t.Any]) -> t.Any:
    """The answer to a question that the token may not be allowed to ask: None for a 403. Raises HerokuError."""
    try:
        return ask()
    except HerokuError as error:
        if error.status != 403:
            raise
        return None


def check_verified(resource: Resource, deed: str, of: str | None = None) -> None:
    """Raises InvalidInput when the account has to be verified before C(deed), such as C(make an app). One GET.

    With C(of), the id of the account that it depends on, nothing is said of another one.
    """
    account = look(lambda: resource.client.get("/account"))
    if account and account.get("verified") is False and of in (None, account["id"]):
        raise InvalidInput(
            f"The account {account['email']} cannot {deed} before it is verified, which takes payment information: "
            f"{VERIFY}"
        )


def check_no_eco(client: HerokuClient, app: str, thing: str) -> None:
    """Raises InvalidInput when an app, by name or id, runs on Eco dynos (behaviour.md 2.2). One GET.

    C(thing) begins the message, such as C(Certificates are).
    """
    formation = look(lambda: client.list(segments("/apps/{}/formation", app)))
    eco = sorted(item["type"] for item in formation or () if (item["size"] or "").lower() == "eco")
    if eco:
        raise InvalidInput(
            f"{thing} not for Eco dynos, and {', '.join(eco)} of {app} "
            f"{'has' if len(eco) == 1 else 'have'} that size: community.heroku.heroku_formation changes it."
        )
