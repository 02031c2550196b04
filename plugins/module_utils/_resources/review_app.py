# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Review apps: behaviour.md 3.13. A branch has one at the most, and so may one of the same name in a fork."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.errors import InvalidInput
from .._engine.attributes import INT, Attribute, computed
from .._engine.execute import Run
from .._engine.facts import Kind, Need, View
from .._engine.options import OMITTED
from .._engine.plan import Desired, Moment, Resend, Status, Verdict, Wait
from .._engine.protection import Thing
from .._engine.resource import Draft
from .._engine.texts import as_texts, check_texts
from .._engine.values import UNKNOWN, Observed, Record, Secret, Spec, Values
from .._lib.references import is_uuid
from .common import APPS, CONFIRM_OPTIONS, NO_APP, WAIT_OPTIONS
from .in_pipeline import PIPELINE_ID, InPipeline
from .sources import check_address

STATUSES = ["pending", "creating", "created", "deleting", "deleted", "errored"]
UNDER_WAY = ("pending", "creating")
LEAVING = ("deleting", "deleted")
BY_MAKING = ("app", "app_setup", "updated_at")  # what changes while a review app is made
READY, GONE = "ready", "gone"  # the waits
REVIEW_APPS = Kind(
    "review_app",
    "/pipelines/{}/review-apps",
    parent="pipeline",
    shape={
        **dict.fromkeys(("app", "app_setup", "creator", "error_status", "fork_repo", "message", "pr_number")),
        "wait_for_ci": False,
    },
)
ONE = dataclasses.replace(REVIEW_APPS, path="/review-apps", partial=True, parent="")
OF_APP = dataclasses.replace(
    REVIEW_APPS, path="/apps/{}/review-app", document=True, optional=True, parent="app", no_parent=NO_APP
)


def fork_of(review_app: Record) -> int | None:
    """The number of the fork that has the branch, if it is one's."""
    return review_app["fork_repo"] and review_app["fork_repo"]["id"]


def sources_of(review_apps: t.Iterable[Record]) -> set[tuple[int | None, int | None]]:
    """The forks and pull requests that review apps are made of."""
    return {(fork_of(item), item["pr_number"]) for item in review_apps}


def source_in_words(review_app: Record) -> str:
    """What a review app is made of, for messages."""
    fork, request = fork_of(review_app), review_app["pr_number"]
    where = "of the pipeline's own repository" if fork is None else f"of the fork {fork}"
    return where if request is None else f"pull request {request} {where}"


def reason(review_app: Record) -> str:
    """Why a review app was not made, as far as Heroku says."""
    return f"{(review_app['message'] or 'Heroku does not say why.').rstrip('.')}."


class ReviewApp(InPipeline):
    """The review app of a branch. Heroku cannot change one, it makes and deletes them.

    What is observed is the one that is there; one that is being deleted is among the facts too, to wait for it.
    """

    noun = "review_app"
    plural = "review_apps"
    identity = ("branch",)
    kind = REVIEW_APPS
    collection = "/review-apps"
    resend = Resend.LOOK
    empty: t.ClassVar[dict[str, str]] = {"source_blob.version": OMITTED}
    text_maps = ("environment",)
    attributes = (
        Attribute("branch", spec={"required": True}),
        Attribute("pr_number", INT, fixed="Delete the review app first, with state: absent."),
        *computed("created_at", "creator", "error_status", "fork_repo", "id", "message", "pipeline", "wait_for_ci"),
        *computed("app", "app_setup", "updated_at"),
        *computed("status", default="pending"),
    )
    controls: t.ClassVar[Spec] = {
        "source_blob": {
            "type": "dict",
            "options": {"url": {"type": "str", "required": True, "no_log": True}, "version": {"type": "str"}},
        },
        "environment": {"type": "dict", "secret": True},
        "fork_repo_id": {"type": "int"},
        **CONFIRM_OPTIONS,
        **WAIT_OPTIONS,
    }
    info_options: t.ClassVar[Spec] = {
        "pipeline": {"type": "str"},
        "app": {"type": "str"},
        "branch": {"type": "str"},
        "status": {"type": "str", "choices": STATUSES},
    }
    info_constraints: t.ClassVar[Spec] = {
        "required_one_of": [("pipeline", "app")],
        "mutually_exclusive": [("pipeline", "app")],
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("source_blob"):
            check_address(want["source_blob"]["url"])
        check_texts("environment", want.get("environment", {}), removes=True)

    # Which review app is meant

    @classmethod
    def matching(cls, want: Desired, view: View) -> list[Record]:
        """All review apps that the options mean, whatever becomes of them, in the order in which they were made.

        Raises InvalidInput where that is not clear: a branch of the pipeline's repository and one of a fork may have
        the same name, and so may those of two pull requests.
        """
        found = [
            item
            for item in cls.look(want, view, cls.kind.of(*cls.scope_of(want))) or ()
            if item["branch"] == want["branch"] and want.get("fork_repo_id") in (None, fork_of(item))
        ]
        there = [item for item in found if item["status"] not in LEAVING]
        if want.get("pr_number") is not None and (want.absent or len(sources_of(there)) > 1):
            found, there = (
                [item for item in items if item["pr_number"] == want["pr_number"]] for items in (found, there)
            )
        if len(sources_of(there)) > 1:
            each = ", ".join(f"{item['id']} ({source_in_words(item)})" for item in there)
            raise InvalidInput(
                f"There are {len(there)} review apps of branches {want['branch']}: {each}. Give pr_number or "
                "fork_repo_id."
            )
        return sorted(found, key=lambda item: (str(item["created_at"]), str(item["id"])))

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        there = [item for item in cls.matching(want, view) if item["status"] not in LEAVING]
        return there[-1] if there else None

    # What is to be done about it

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        branch = want["branch"]
        if current is None and not want.absent and not want.get("source_blob"):
            raise InvalidInput(f"The branch {branch} has no review app yet: give source_blob.")
        if current and not want.absent and current["status"] == "errored":
            raise InvalidInput(
                f"The review app of the branch {branch} could not be made: {reason(current)} Delete it "
                "with state: absent to make another one."
            )
        return super().draft(want, current)

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        if draft.creation is not None:
            pipeline, fork = want[PIPELINE_ID], want.get("fork_repo_id")
            draft.record["pipeline"] = {"id": pipeline if is_uuid(pipeline) else UNKNOWN}
            draft.record["fork_repo"] = UNKNOWN if fork is None else {"id": fork}
        if not want["wait"]:
            return
        leaving = [item for item in cls.matching(want, view) if item["status"] == "deleting"]
        going = draft.current if draft.deletion else leaving[-1] if leaving else None
        if going and (want.absent or draft.creation is not None):
            what = f"the old review app of the branch {want['branch']} to go"
            moment = Moment.END if want.absent else Moment.WRITE
            draft.waits.append(Wait(GONE, what, (going["id"],), aside=True, moment=moment))
        if draft.record and draft.record["status"] in UNDER_WAY:
            draft.record.update({**dict.fromkeys(BY_MAKING, UNKNOWN), "status": "created"})
            draft.waits.append(Wait(READY, f"the review app of the branch {want['branch']}"))

    @classmethod
    def deletes(cls, view: View, draft: Draft) -> tuple[tuple[Thing | Need, ...], ...]:
        """The app that goes with a review app."""
        app = draft.current["app"] if draft.deletion else None
        return ((APPS.named(app["id"]),),) if app and isinstance(app["id"], str) else ()

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        body = {**fields, "pipeline": want[PIPELINE_ID]}
        blob = want["source_blob"]
        body["source_blob"] = {**blob, "url": Secret(blob["url"])}
        if want.get("environment") is not None:
            texts = as_texts(want["environment"])
            body["environment"] = {name: None if text is None else Secret(text) for name, text in texts.items()}
        if want.get("fork_repo_id") is not None:
            body["fork_repo_id"] = want["fork_repo_id"]
        return body

    # Waiting

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Observed, run: Run) -> Observed:
        review_app = wait.about[0] if wait.about else record["id"]
        return run.facts.refresh(ONE.named(review_app))

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Observed) -> Verdict:
        if wait.name == GONE:
            gone = record is None or record["status"] == "deleted"
            return Verdict(Status.READY) if gone else Verdict(Status.PENDING, record["status"])
        if record["status"] in UNDER_WAY:
            return Verdict(Status.PENDING, record["status"])
        if record["status"] == "created":
            return Verdict(Status.READY)
        return Verdict(
            Status.FAILED, f"The review app of the branch {want['branch']} is {record['status']}: {reason(record)}"
        )

    # Looking up

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("app"):
            one = view.get(OF_APP.of(want["app"]))
            found = [one] if one else []
        else:
            found = cls.look(want, view, cls.kind.of(*cls.scope_of(want)))
        wanted = {name: want[name] for name in ("branch", "status") if want.get(name) is not None}
        chosen = (item for item in found if all(item[name] == value for name, value in wanted.items()))
        return sorted(chosen, key=lambda item: (item["branch"], str(item["created_at"]), str(item["id"])))
