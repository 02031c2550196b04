# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers of an app from one person to another: behaviour.md 3.20. With a team on either side there is no offer."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.facts import View
from .._engine.plan import Action, Change, Desired, Plan
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Observed, Record, Spec, Value, Values
from .._lib.references import is_uuid
from .app import App
from .common import ACCOUNT, APP_OPTIONS, APPS, app_of
from .people import foreseen_person
from .transfers import PENDING, TRANSFERS, explain_transfer, same_person, transfer_action, transfers_of

ACCEPTED = "accepted"
STATES = (PENDING, ACCEPTED, "declined")


def is_pending(transfer: Record | None) -> bool:
    """Whether there is a transfer, and it waits to be answered."""
    return transfer is not None and transfer["state"] == PENDING


class AppTransfer(Resource):
    """The last transfer of an app: what became of it decides what is to be done.

    An app has one transfer that is pending at the most. Those that were accepted or declined stay in Heroku's list.
    To offer it to somebody else takes two writes: the offer that stands is taken back first.
    """

    noun = "app_transfer"
    plural = "app_transfers"
    kind = TRANSFERS
    options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        "recipient": {"type": "str"},
        "silent": {"type": "bool", "default": False},
        "state": {"type": "str", "choices": [*STATES, "absent"], "default": PENDING},
    }
    constraints: t.ClassVar[Spec] = {"required_if": [("state", PENDING, ("recipient",))]}
    info_options: t.ClassVar[Spec] = {"app": {"type": "str"}}

    @classmethod
    def check(cls, want: Desired) -> None:
        recipient = want.get("recipient")
        if recipient is not None and "@" not in recipient and not is_uuid(recipient):
            raise InvalidInput(
                f"recipient {recipient!r} is not an e-mail address. An app is handed to a team with the option team of "
                "community.heroku.heroku_app."
            )

    @classmethod
    def title(cls, want: Desired) -> str:
        return " ".join([want["app"], "app transfer", want.get("recipient", "")]).strip()

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        """The last transfer, of those to the recipient if it is to be answered; to be taken back, a pending one."""
        transfers = transfers_of(view, want["app"])
        if want.get("recipient") and want["state"] != PENDING:
            transfers = [item for item in transfers if same_person(want["recipient"], item["recipient"])]
        last = transfers[-1] if transfers else None
        return None if want.absent and not is_pending(last) else last

    # What is to be done

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if want.absent:
            return super().draft(want, current)
        if want["state"] != PENDING:
            return cls.draft_answer(want, current)
        if is_pending(current) and cls.fits(want, current):
            return Draft(current, current)
        predicted = {
            **dict.fromkeys(("app", "created_at", "id", "owner", "updated_at"), UNKNOWN),
            "recipient": foreseen_person(want["recipient"]),
            "state": PENDING,
        }
        return Draft(current, predicted, creation={"recipient": want["recipient"]})

    @classmethod
    def draft_answer(cls, want: Desired, current: Record | None) -> Draft:
        """Accept or decline. Raises InvalidInput when there is nothing to answer."""
        app, state = want["app"], want["state"]
        if current is None:
            raise InvalidInput(
                f"Nobody offers the app {app} to this account. Check the app's name, and whose token this is: its "
                "owner offers an app, and its recipient accepts it."
            )
        if current["state"] == state:
            return Draft(current, current)
        if not is_pending(current):
            raise InvalidInput(f"The transfer of {app} was {current['state']} already. Its owner can offer it again.")
        answered = {**current, "state": state, "updated_at": UNKNOWN}
        return Draft(current, answered, updates={"answer": {"state": state}})

    @classmethod
    def fits(cls, want: Desired, transfer: Observed) -> bool:
        """Whether a transfer is to the recipient that is wanted."""
        return same_person(want["recipient"], transfer["recipient"])

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        if draft.creation is not None:
            cls.look_at_app(want, view, draft)
        else:
            cls.look_at_account(want, view, draft.current)

    @classmethod
    def look_at_app(cls, want: Desired, view: View, draft: Draft) -> None:
        """Who owns the app now: there is nothing to do once it is the recipient's.

        Raises InvalidInput when it cannot be offered, and HerokuError.
        """
        current = draft.current
        accepted = current is not None and current["state"] == ACCEPTED and cls.fits(want, current)
        try:
            app = app_of(view, want["app"])
        except HerokuError as error:
            if accepted and error.status in (403, 404):  # the new owner has it, and shares it with nobody
                draft.creation, draft.record = None, current
                return
            raise
        if app["team"]:
            raise InvalidInput(
                f"{app['name']} belongs to the team {app['team']['name']}, so there is nothing to offer: "
                "community.heroku.heroku_app hands it over at once, with owner."
            )
        if isinstance(app["owner"], dict) and same_person(want["recipient"], app["owner"]):
            draft.creation, draft.record = None, current
            return
        draft.record.update(app={"id": app["id"], "name": app["name"]}, owner=app["owner"])

    @classmethod
    def look_at_account(cls, want: Desired, view: View, current: Record) -> None:
        """Raises InvalidInput when the account is not the one that can answer, or take back, this transfer."""
        account = view.get(ACCOUNT.of())
        party = "owner" if want.absent else "recipient"
        if isinstance(current[party]["id"], str) and current[party]["id"] != account["id"]:
            raise InvalidInput(
                f"Only {current[party]['email']}, the {party} of this transfer, can do that; the token belongs to "
                f"{account['email']}." + (" The recipient declines an app with state=declined." if want.absent else "")
            )

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        if record is None:
            return {}
        email = record["recipient"]["email"]
        return {"recipient": email if isinstance(email, str) else record["recipient"]["id"], "state": record["state"]}

    @classmethod
    def changes(cls, want: Desired, draft: Draft) -> list[Change]:
        """What was answered before stays in the list beside a new offer; an app that is accepted is the recipient's."""
        before = draft.current if draft.creation is None or is_pending(draft.current) else None
        answered = Change(cls.kind.name, (), before, draft.record)
        return [answered, cls.handed_over(draft.record)] if want["state"] == ACCEPTED else [answered]

    @classmethod
    def handed_over(cls, transfer: Record) -> Change:
        """The app that a transfer brings, of which nothing but the name can be seen before."""
        unknown = {item.key: UNKNOWN for item in App.attributes if item.name != "locked"}
        nobody = dict.fromkeys(("organization", "space", "team"))
        app = {**APPS.shape, **unknown, **nobody, **transfer["app"], "owner": transfer["recipient"]}
        return Change(APPS.name, (), transfer["app"], app)

    # The writes

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        if draft.creation is None:
            return super().actions(want, draft)
        back = cls.action(want, "delete", "DELETE", draft.current["id"]) if is_pending(draft.current) else None
        creation = transfer_action(cls.id_of(want, "create"), want["app"], want["recipient"], want["silent"])
        after = (back.id,) if back else ()
        creation = dataclasses.replace(creation, verb="create", answers=True, after=after, creates=True)
        return [back, creation] if back else [creation]

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Value:
        return dict(fields)

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        return explain_transfer(error) if action.verb == "create" else ""

    @classmethod
    def undo(cls, want: Desired, plan: Plan, action: Action) -> list[Action]:
        """The offer that was taken back is made again when Heroku refuses the new one, such as one to nobody."""
        if action.verb != "create" or not action.after:
            return []
        former = plan.current
        again = transfer_action(cls.id_of(want, "restore"), former["app"]["id"], former["recipient"]["id"], silent=True)
        return [dataclasses.replace(again, verb="restore")]

    # Looking up

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        app = want.get("app")
        found = transfers_of(view, app) if app else view.get(TRANSFERS.of())
        return sorted(found, key=lambda item: (str(item["app"]["name"]), str(item["created_at"]), str(item["id"])))
