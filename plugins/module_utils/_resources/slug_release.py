# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A slug and the release of it in one, for documents, in which nobody could name the slug."""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from .._api.errors import HerokuError
from .._engine.facts import View
from .._engine.plan import Action, Desired, Plan
from .._engine.values import UNKNOWN, Record, Ref, Value, Values
from .common import WAIT_OPTIONS
from .release import (
    SLUG,
    Release,
    Rollout,
    in_force,
)
from .slug import Slug


class SlugRelease(Release):
    """A slug with this content, as the app runs it.

    Special: the release is of what the first action is answered, so its request refers to that.
    """

    options: t.ClassVar[Record] = {**Slug.options, **WAIT_OPTIONS}
    constraints: t.ClassVar[Record] = {}

    @classmethod
    def check(cls, want: Desired) -> None:
        Slug.check(want)

    @classmethod
    def prepare(cls, want: Desired, stack: contextlib.ExitStack) -> Desired:
        return Slug.prepare(want, stack)

    @classmethod
    def of_slug(cls, want: Desired, slug: Value) -> Desired:
        """The options of a release of this slug."""
        names = ("app", "wait", "wait_timeout")
        return Desired({**{name: want[name] for name in names}, "slug": slug, "description": want.get("commit")})

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        upload = Slug.plan(want, view)
        if not upload.actions:
            return Release.plan(cls.of_slug(want, upload.current["id"]), view)
        releasing = cls.of_slug(want, UNKNOWN)
        current = in_force(cls.releases(releasing, view))
        draft = Rollout({"release": current, "same": []}, {"release": cls.foreseen(releasing, (SLUG, UNKNOWN), None)})
        draft.creation = {"slug": Ref(upload.actions[0].id), **cls.described(want)}
        cls.foresee(releasing, view, draft)
        plan = cls.freeze(releasing, view, draft)
        (release,) = plan.actions
        release = dataclasses.replace(release, after=(upload.actions[-1].id,))
        after = {**plan.after, **{name: value for name, value in upload.after.items() if name != "id"}}
        return dataclasses.replace(plan, after=after, actions=(*upload.actions, release))

    @classmethod
    def described(cls, want: Desired) -> Record:
        """What a release of it is called."""
        return {"description": want["commit"]} if want.get("commit") else {}

    @classmethod
    def secrets_in(cls, want: Desired, action: Action, answer: Value) -> t.Iterable[str]:
        slug = isinstance(answer, dict) and "blob" in answer
        return (Slug if slug else Release).secrets_in(want, action, answer)

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        return {"release": cls.kind.normal(answers[plan.actions[-1].id])}

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        return ""
