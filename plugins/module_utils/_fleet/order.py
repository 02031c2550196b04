# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What depends on what, within an app and across apps, and what goes before something else can take its place."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from .._engine.schedule import Job
from .._resources.addon_plan import service_of
from .._resources.declared_certificate import CERTIFICATE
from .document import Entry, app_of, is_absent
from .sections import APPS, PIPELINES, SPACES, TEAMS, Section

OWNERS = ("team", "owner")
WILDCARD = "*."
SETS_CONFIG = ("addons", "attachments")  # sections whose things own config vars
LEAVE_ALONE = ("attachments", "domains", "addons")  # what goes of these sections needs nothing else of its app


@dataclasses.dataclass(frozen=True)
class Work:
    """A job with what the document says of it.

    Parameters:
        entry: What the document asks for; its options are what the job is about.
        job: The job.
        number: Which of the jobs of the entry it is; 0 but for what is done at the end.
        last: Whether it comes after all else of its app, and where it deletes the app after all else there is.
    """

    entry: Entry
    job: Job
    number: int = 0
    last: bool = False


def unique_of(entry: Entry) -> str:
    """What of an entry nothing else at Heroku can have at the same time, in one spelling; empty if there is nothing."""
    return entry.section.folded(str(entry.options.get(entry.section.unique) or ""))


def names_in_the_way(entry: Entry) -> set[str]:
    """What nothing else may be called while an entry is made: its unique name, or a wildcard that has the hostname."""
    name = unique_of(entry)
    return {name, f"{WILDCARD}{name.partition('.')[2]}"} if entry.section.name == "domains" else {name} - {""}


def is_own(work: Work) -> bool:
    """Whether a job is about an app, a pipeline, a team or a space itself."""
    return work.entry.group is not None and work.entry.section is work.entry.group.own


def ordered(works: t.Sequence[Work]) -> list[Work]:
    """The same in the same order, each job with what it comes after.

    What comes last has an order of its own, and comes after all else of its app, or after all that there is.
    """
    soon, late = ([work for work in works if work.last is last] for last in (False, True))
    order, end = Order(soon), Order(late)
    after = {work.job.id: part.of(work) for part in (order, end) for work in part.works}
    for work in late:
        before = soon if is_own(work) else order.beside[work.job.group]
        after[work.job.id] += tuple(item.job.id for item in before)
    wishes = [*order.wishes(), *end.wishes(), *((work.job.id, ids(order.users(work))) for work in late)]
    behind = without_circles(after, wishes)
    return [
        dataclasses.replace(
            work,
            job=dataclasses.replace(work.job, after=after[work.job.id], behind=behind.get(work.job.id, ())),
        )
        for work in works
    ]


def ids(works: t.Iterable[Work]) -> list[str]:
    """The ids of jobs."""
    return [work.job.id for work in works]


def without_circles(
    after: t.Mapping[str, t.Iterable[str]], wishes: t.Iterable[tuple[str, t.Sequence[str]]]
) -> dict[str, tuple[str, ...]]:
    """Which jobs each can come behind, of those that it should; those that are wished first count more.

    Parameters:
        after: What each job comes after in any case.
        wishes: Jobs, each with those that it should come behind; one job may be there several times.
    """
    later: dict[str, set[str]] = collections.defaultdict(set)
    for name, first in after.items():
        for earlier in first:
            later[earlier].add(name)
    granted: dict[str, list[str]] = collections.defaultdict(list)
    for name, wished in wishes:
        found, ahead = {name}, [name]
        while ahead and wished:
            new = later[ahead.pop()] - found
            found |= new
            ahead += new
        for earlier in wished:
            if earlier not in found:
                later[earlier].add(name)
                granted[name].append(earlier)
    return {name: tuple(dict.fromkeys(earlier)) for name, earlier in granted.items()}


class Order:
    """What each job comes after, as an index of the jobs tells."""

    def __init__(self, works: t.Sequence[Work]) -> None:
        self.works = works
        self.own: dict[tuple[str, str], list[Work]] = collections.defaultdict(list)  # by group and name
        self.sections: dict[tuple[str, str, str], list[Work]] = collections.defaultdict(list)  # by section too
        self.beside: dict[str, list[Work]] = collections.defaultdict(list)  # by what they are shown under
        self.addons: dict[str, list[Work]] = collections.defaultdict(list)  # by the names that the document gives
        self.freed: dict[tuple[str, str], list[Work]] = collections.defaultdict(list)  # what gives up something unique
        self.going: dict[str, list[Work]] = collections.defaultdict(list)  # what is to be gone, by group
        self.place = {work.job.id: index for index, work in enumerate(works)}
        for work in works:
            entry = work.entry
            self.beside[work.job.group].append(work)
            if entry.group is None:
                continue
            self.sections[entry.group.name, entry.name, entry.section.name].append(work)
            if is_own(work):
                self.own[entry.group.name, entry.name].append(work)
            if entry.section.name == "addons" and entry.options.get("name"):
                self.addons[entry.options["name"]].append(work)
            if is_absent(entry):
                self.going[entry.group.name].append(work)
                self.freed[entry.section.name, unique_of(entry)].append(work)
        self.attached = [work for work in works if work.entry.section.name == "attachments"]

    def of(self, work: Work) -> tuple[str, ...]:
        """The ids of the jobs that one comes after."""
        found = [*self.within(work), *self.elsewhere(work)]
        return tuple(dict.fromkeys(item.job.id for item in found if item.job.id != work.job.id))

    def wishes(self) -> t.Iterator[tuple[str, list[str]]]:
        """Jobs, each with those that it should come behind, be they done or not: the most important ones first."""
        if any(self.going.values()):
            for rule in (self.holders, self.users, self.room):
                for work in self.works:
                    yield work.job.id, ids(rule(work))

    # What goes, and what takes its place

    def holders(self, work: Work) -> t.Iterator[Work]:
        """What goes and may have something that one wants, and that nothing else can have."""
        entry = work.entry
        if entry.group is APPS and not is_absent(entry) and unique_of(entry):
            yield from filter(is_own, self.going[APPS.name])
            for name in names_in_the_way(entry):
                yield from self.freed.get((entry.section.name, name), ())

    def users(self, work: Work) -> t.Iterator[Work]:
        """What stays and may use, until it is done, what is to go."""
        entry = work.entry
        if not is_absent(entry):
            return
        if entry.group is APPS and (is_own(work) or entry.section.name == "addons"):
            yield from (item for item in self.attached if not is_absent(item.entry))
        elif entry.group is TEAMS and is_own(work):
            for item in self.works:
                if is_own(item) and item.entry.group is not TEAMS and not is_absent(item.entry):
                    yield item

    def room(self, work: Work) -> t.Iterator[Work]:
        """What goes of the same kind, or has config vars of the app: there may be no room for one before."""
        entry, section = work.entry, work.entry.section
        if entry.group is None or is_absent(entry) or is_own(work) or section.name == "certificates":
            return  # a certificate goes once no domain uses it any more
        names = SETS_CONFIG if section.name in (*SETS_CONFIG, "config") and entry.group is APPS else (section.name,)
        for name in names:
            yield from (item for item in self.of_section(entry, name) if is_absent(item.entry))
        if section.each:
            yield from (item for item in self.going[PIPELINES.name] if is_own(item) or item.entry.section is section)
            yield from filter(is_own, self.going[APPS.name])

    # Within one app, or one of another group

    def within(self, work: Work) -> t.Iterator[Work]:
        """What comes before it in the same group."""
        entry = work.entry
        if entry.group is None:
            return
        if work.number:  # the settings that come last
            for section in entry.group.all:
                yield from (item for item in self.of_section(entry, section.name) if not item.number)
            return
        leaves = is_absent(entry) and entry.section.name in LEAVE_ALONE
        for name in ("app",) if leaves else entry.section.after:
            yield from (item for item in self.of_section(entry, name) if not item.number)
        yield from self.siblings(work)

    def of_section(self, entry: Entry, section: str) -> list[Work]:
        """The jobs of a section beside an entry."""
        return self.sections[entry.group.name if entry.group else "", entry.name, section]

    def siblings(self, work: Work) -> t.Iterator[Work]:
        """What comes before it by what both of them say."""
        entry = work.entry
        if entry.section.name == "addons" and not is_absent(entry):
            # The first of a service gets the name that the app looks for, such as DATABASE.
            service = service_of(entry.options.get("plan") or "")
            for item in self.of_section(entry, "addons"):
                same = service_of(item.entry.options.get("plan") or "") == service and not is_absent(item.entry)
                if same and self.place[item.job.id] < self.place[work.job.id]:
                    yield item
        elif entry.section.name == "domains":
            yield from self.certificates_before(entry)
        elif entry.section.name == "certificates":
            hosts = {host.lower() for host in entry.options.get("domains") or ()}
            for item in self.of_section(entry, "domains"):
                # One that is to go needs no domain any more, and one that domains are to use comes before them.
                if item.entry.options["hostname"].lower() in hosts or (is_absent(entry) and not hosts):
                    yield item

    def certificates_before(self, entry: Entry) -> t.Iterator[Work]:
        """The certificates that a domain is to use."""
        for item in self.of_section(entry, "certificates"):
            if CERTIFICATE in entry.options and entry.options["sni_endpoint"] == item.entry.options.get("name"):
                yield item

    # Across groups

    def elsewhere(self, work: Work) -> t.Iterator[Work]:
        """What comes before it in other groups."""
        entry = work.entry
        if entry.group is APPS:
            yield from self.before_apps(work)
        elif entry.group is PIPELINES:
            yield from self.owners(entry)
            if entry.section.each:
                yield from (item for item in self.own["apps", app_of(entry) or ""] if not item.number)
            elif entry.section.name == "review_apps":
                target = entry.options.get("deploy_target") or {}
                yield from self.own["spaces", target.get("id") or ""]
        elif entry.group is SPACES:
            yield from self.before_spaces(entry)
        elif entry.group is TEAMS and is_absent(entry):
            for name in (APPS.name, PIPELINES.name, SPACES.name):
                yield from self.going[name]

    def before_spaces(self, entry: Entry) -> t.Iterator[Work]:
        """What a space, or something of one, needs of others."""
        if entry.section is SPACES.own:
            yield from self.owners(entry)
            if is_absent(entry):
                yield from self.going[APPS.name]
        elif entry.section.name == "access":
            yield from self.members_of(entry, SPACES.own)

    def members_of(self, entry: Entry, own: Section) -> t.Iterator[Work]:
        """The members of the team that an app or a space belongs to, who may be given permissions."""
        for owner in self.of_section(entry, own.name):
            yield from self.sections[TEAMS.name, owner.entry.options.get("team") or "", "members"]

    def before_apps(self, work: Work) -> t.Iterator[Work]:
        """What an app, or something of one, needs of others."""
        entry, section = work.entry, work.entry.section
        if not is_absent(entry) and unique_of(entry):
            yield from self.freed.get((section.name, unique_of(entry)), ())
        if section is APPS.own and not work.number:
            yield from self.owners(entry)
            yield from self.own["spaces", entry.options.get("space") or ""]
            if is_absent(entry):  # what it pays for may be attached elsewhere, and be detached there first
                yield from (item for item in self.attached if is_absent(item.entry))
        elif section.name == "attachments" and not is_absent(entry):
            yield from self.addons.get(entry.options.get("addon") or "", ())
        elif section.name == "addons" and is_absent(entry):
            yield from (item for item in self.attached if is_absent(item.entry))
        elif section.name == "collaborators":
            yield from self.members_of(entry, APPS.own)

    def owners(self, entry: Entry) -> t.Iterator[Work]:
        """The teams of the document that own what an entry is about."""
        for option in OWNERS:
            yield from self.own[TEAMS.name, entry.options.get(option) or ""]
