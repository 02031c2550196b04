# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of all that is removed has to go first, since something of the document needs its name, or its room.

All else that is removed goes last, so that nothing is lost for something that then cannot be made.
"""

from __future__ import annotations

import typing as t

from .._api.errors import Failure, HerokuError
from .._engine.facts import Missing, Need, View, part_of, records_in
from .._engine.plan import Plan
from .._engine.values import Record
from .._resources.common import ADDONS
from .._resources.domain import Domain
from .._resources.in_pipeline import COUPLING
from .document import is_absent
from .jobs import Plans
from .order import SETS_CONFIG, Work, is_own, names_in_the_way, unique_of
from .sections import APPS, PIPELINES, SPACES, TEAMS

HOLDING = (*SETS_CONFIG, "config")  # sections that may be in each other's way, by the config vars of an app
# What an app has that nothing else can have meanwhile, by section: how it is read, and the way to its name.
HELD = {"addons": (ADDONS, "name"), "domains": (Domain.kind, "hostname"), "stages": (COUPLING, "pipeline.name")}


def is_unmet(plan: Plan | Failure) -> bool:
    """Whether something is not so yet."""
    return isinstance(plan, Failure) or bool(plan.actions)


class Room:
    """What the document lacks, by the plans of its jobs alone."""

    def __init__(self, works: t.Sequence[Work], plans: Plans) -> None:
        unmet = [work for work in works if is_unmet(plans[work.job.id])]
        coming = [work for work in unmet if work.entry.group is APPS and not is_absent(work.entry)]
        self.names = {
            (work.entry.section.name, name)
            for work in coming
            if unique_of(work.entry)
            for name in names_in_the_way(work.entry)
        }
        refused = [work.entry for work in unmet if isinstance(plans[work.job.id], Failure)]
        self.refused = {(entry.name, entry.section.name) for entry in refused if entry.group is APPS}
        self.names |= {("stages", entry.name) for entry in refused if entry.group is PIPELINES and entry.section.each}
        self.owners = {
            (work.entry.group.noun, work.entry.name)
            for work in unmet
            if work.entry.group in (TEAMS, SPACES) and is_own(work) and is_absent(work.entry)
        }

    def wanted(self, work: Work, app: Record | None, view: View) -> bool:
        """Whether what a removal takes away is in the way of something; ``app`` is the record of one that is deleted.

        Raises Missing.
        """
        if app is not None:
            of_owner = any(app[noun] and name in app[noun].values() for noun, name in self.owners)
            return of_owner or not self.held_by(app, view).isdisjoint(self.names)
        entry = work.entry
        alike = HOLDING if entry.section.name in SETS_CONFIG else (entry.section.name,)
        beside = any((entry.name, name) in self.refused for name in alike)
        return beside or (entry.section.name, unique_of(entry)) in self.names

    def held_by(self, app: Record, view: View) -> set[tuple[str, str]]:
        """The names that an app has, by section, as far as names of that section are lacking at all. Raises Missing."""
        lacking = dict(self.names)
        needs = {section: kind.of(app["name"]) for section, (kind, _path) in HELD.items() if section in lacking}
        return {
            (section, str(part_of(record, HELD[section][1])).lower())
            for section, records in answers_of(view, needs).items()
            for record in records
        }


def answers_of(view: View, needs: t.Mapping[str, Need]) -> dict[str, list[Record]]:
    """The records that these needs are answered with; none where Heroku refuses. Raises Missing, with all of them."""
    missing: list[Need] = []
    found: dict[str, list[Record]] = {}
    for name, need in needs.items():
        try:
            found[name] = records_in(view.get(need))
        except Missing as error:
            missing += error.needs
        except HerokuError:
            found[name] = []
    if missing:
        raise Missing(missing)
    return found
