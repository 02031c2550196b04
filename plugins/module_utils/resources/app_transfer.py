# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers of an app from one person to another: behaviour.md 3.20. With a team on either side there is no offer."""

from __future__ import annotations

import typing as t

from ansible_collections.community.heroku.plugins.module_utils.client import HerokuClient, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import (
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
)
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, is_uuid, same_reference
from ansible_collections.community.heroku.plugins.module_utils.resource import APP_OPTIONS, NO_APP, Resource

PENDING = "pending"
STATES = (PENDING, "accepted", "declined")
PATH = "/account/app-transfers"


def same_person(wanted: str, have: t.Mapping[str, t.Any] | None) -> bool:
    """Whether an e-mail address, in any case, or an id means this C({id, email}) object."""
    return wanted.lower() in (((have or {}).get("email") or "").lower(), (have or {}).get("id"))


def transfers_of(client: HerokuClient, app: str) -> list[dict[str, t.Any]]:
    """The transfers of an app that the account has a part in, the oldest first but for the pending one at the end."""
    found = [transfer for transfer in client.list(PATH) if same_reference(app, transfer["app"])]
    return sorted(found, key=lambda item: (item["state"] == PENDING, item["updated_at"], item["created_at"]))


def pending_transfer(client: HerokuClient, app: str) -> dict[str, t.Any] | None:
    """The transfer of an app that waits to be accepted, if there is one."""
    last = transfers_of(client, app)[-1:]
    return last[0] if last and last[0]["state"] == PENDING else None


def offer(client: HerokuClient, app: str, recipient: str, silent: bool = False) -> dict[str, t.Any]:
    """Offer an app, by name or id, to a person. Raises HerokuError."""
    try:
        return client.post(PATH, {"app": app, "recipient": recipient, **({"silent": True} if silent else {})})
    except HerokuError as error:
        if error.not_found and error.resource != "app":
            raise error.with_hint("Only people who have an account at Heroku can be offered an app.") from None
        raise


class AppTransfer(Resource):
    """The last transfer of an app: what became of it decides what is to be done.

    An app has one transfer that is pending at the most. Those that were accepted or declined stay in Heroku's list.
    """

    noun = "app_transfer"
    plural = "app_transfers"
    identity = ("recipient",)
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "recipient": {"type": "str"},
        "silent": {"type": "bool", "default": False},
        "state": {"type": "str", "choices": [*STATES, "absent"], "default": PENDING},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {"required_if": [("state", PENDING, ("recipient",))]}
    info_options: t.ClassVar[dict[str, t.Any]] = {"app": {"type": "str"}}

    app: dict[str, t.Any] | None = None  # the app that is to be offered, once it was looked at
    arrived = False  # whether the app is the recipient's already

    def check(self) -> None:
        recipient = self.given("recipient")
        if recipient is not None and "@" not in recipient and not is_uuid(recipient):
            raise InvalidInput(
                f"recipient {recipient!r} is no e-mail address. An app is handed to a team with the option team of "
                "community.heroku.heroku_app."
            )

    def read(self) -> dict[str, t.Any] | None:
        transfers = transfers_of(self.client, self.params["app"])
        if self.given("recipient") and self.params["state"] != PENDING:
            transfers = [item for item in transfers if same_person(self.params["recipient"], item["recipient"])]
        return transfers[-1] if transfers else None

    # What is to be done

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if self.params["state"] == "absent":
            waits = current is not None and current["state"] == PENDING
            return Plan(side(current) if waits else {}, {}, (Step("delete"),) if waits else (), None)
        return self.plan_offer(current) if self.params["state"] == PENDING else self.plan_answer(current)

    def plan_offer(self, current: dict[str, t.Any] | None) -> Plan:
        """Make the offer, unless it was made already or is no longer needed."""
        stands = current is not None and current["state"] == PENDING
        if self.arrived or (stands and self.means(current)):
            return Plan(side(current), side(current), (), current)
        recipient = self.params["recipient"]
        app = self.app or {}
        predicted = {
            "app": {"id": app.get("id"), "name": app.get("name")},
            "created_at": None,
            "id": None,
            "owner": app.get("owner"),
            "recipient": {"id": recipient, "email": None} if is_uuid(recipient) else {"id": None, "email": recipient},
            "state": PENDING,
            "updated_at": None,
        }
        return Plan(side(current), side(predicted), (Step("replace" if stands else "create"),), predicted)

    def plan_answer(self, current: dict[str, t.Any] | None) -> Plan:
        """Accept or decline. Raises InvalidInput when there is nothing to answer."""
        app, state = self.params["app"], self.params["state"]
        if current is None:
            raise InvalidInput(
                f"Nobody offers the app {app} to this account. Check the app's name, and whose token this is: its "
                "owner offers an app, and its recipient accepts it."
            )
        if current["state"] not in (PENDING, state):
            raise InvalidInput(f"The transfer of {app} was {current['state']} already. Its owner can offer it anew.")
        answered = {**current, "state": state, "updated_at": None}
        if current["state"] == state:
            return Plan(side(current), side(current), (), current)
        return Plan(side(current), side(answered), (Step("answer", {"state": state}),), answered)

    def means(self, transfer: t.Any) -> bool:
        """Whether a transfer is to the recipient that is wanted."""
        return same_person(self.params["recipient"], transfer["recipient"])

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        if self.params["state"] == PENDING:
            self.look_at_app(current)
        elif current is not None:
            self.look_at_account(current)
        return current

    def look_at_app(self, current: dict[str, t.Any] | None) -> None:
        """Who owns the app now. Raises InvalidInput when it cannot be offered, and HerokuError."""
        accepted = current is not None and current["state"] == "accepted" and self.means(current)
        try:
            self.app = app = self.client.get(segments("/apps/{}", self.params["app"]))
        except HerokuError as error:
            if accepted and error.status in (403, 404):  # the new owner has it, and shares it with nobody
                self.arrived = True
                return
            raise error.with_hint(NO_APP) if error.not_found else error from None
        if app["team"]:
            raise InvalidInput(
                f"{app['name']} belongs to the team {app['team']['name']}, so there is nothing to offer: "
                "community.heroku.heroku_app hands it over at once, with owner."
            )
        self.arrived = same_person(self.params["recipient"], app["owner"])

    def look_at_account(self, current: dict[str, t.Any]) -> None:
        """Raises InvalidInput when the account is not the one that can answer, or take back, this transfer."""
        account = self.client.get("/account")
        party = "owner" if self.params["state"] == "absent" else "recipient"
        if current[party]["id"] != account["id"]:
            raise InvalidInput(
                f"Only {current[party]['email']}, the {party} of this transfer, can do that; the token belongs to "
                f"{account['email']}."
                + (" The recipient declines an app with state=declined." if party == "owner" else "")
            )

    # The writes

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return offer(self.client, self.params["app"], self.params["recipient"], self.params["silent"])

    def made(self) -> dict[str, t.Any] | None:
        transfer = pending_transfer(self.client, self.params["app"])
        return transfer if transfer and self.means(transfer) else None

    def replace(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Take the offer to somebody else back, then make this one: there is only one at a time.

        When Heroku refuses this one, such as one to nobody that it knows, the other is made again.
        """
        self.or_none(lambda: self.delete(current))
        try:
            return self.create(fields)
        except OutcomeUnknown:
            raise
        except HerokuError:
            offer(self.client, current["app"]["id"], current["recipient"]["id"], silent=True)
            raise

    def answer(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Accept or decline. An answer that arrived, but whose own answer was lost, is refused the second time."""
        path = segments(PATH + "/{}", current["id"])
        try:
            return self.client.patch(path, fields)
        except HerokuError as error:
            if error.status != 422:
                raise
            transfer = self.client.get(path)
            if transfer["state"] != fields["state"]:
                raise
            return transfer

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(segments(PATH + "/{}", current["id"]))

    # Looking up

    def find(self) -> list[dict[str, t.Any]]:
        app = self.given("app")
        found = transfers_of(self.client, app) if app else self.client.list(PATH)
        return sorted(found, key=lambda item: (item["app"]["name"], item["created_at"], item["id"]))


def side(transfer: dict[str, t.Any] | None) -> dict[str, t.Any]:
    """One side of a diff."""
    if transfer is None:
        return {}
    recipient = transfer["recipient"]
    return {"recipient": recipient["email"] or recipient["id"], "state": transfer["state"]}
