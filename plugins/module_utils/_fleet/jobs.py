# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the things that a document asks for to jobs: what depends on what, within an app and across apps."""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import typing as t

from .._api.errors import Failure, InvalidInput
from .._engine.execute import Run, Subject
from .._engine.plan import Desired, Plan
from .._engine.resource import Resource
from .._engine.schedule import Job
from .._engine.values import Record, Values
from .._resources.addon_plan import service_of
from .._resources.common import WAIT_OPTIONS
from .._resources.declared_addon import SIBLINGS, DeclaredAddon
from .._resources.declared_certificate import CERTIFICATE, CertifiedDomain, DeclaredCertificate
from .._resources.in_pipeline import PIPELINE_OWNER
from .._resources.pushed_images import PushedImages
from .._resources.run_on_release import RunOnRelease
from .._resources.slug_release import SlugRelease
from .certificates import bound
from .document import Entry, app_of, is_absent, is_of
from .sections import APPS, CODE, PIPELINES, SPACES, TEAMS, Section

LATER = ("acm", "maintenance")  # settings of an app that come last: certificates for domains, and what ends
OWNERS = ("team", "owner")
Plans = t.Mapping[str, t.Union[Plan, Failure]]  # by the ids of jobs
ACCOUNT = "account"  # the group of what belongs to none
COMPOSED: dict[str, type[Resource]] = {
    "addons": DeclaredAddon,
    "certificates": DeclaredCertificate,
    "domains": CertifiedDomain,
    "images": PushedImages,
    "run": RunOnRelease,
    "slug": SlugRelease,
}  # by section: what does it, where that is not the module's


@dataclasses.dataclass(frozen=True)
class Work:
    """A job with what the document says of it.

    Parameters:
        entry: What the document asks for; its options are what the job is about.
        job: The job.
        number: Which of the jobs of the entry it is; 0 but for what is done at the end.
    """

    entry: Entry
    job: Job
    number: int = 0


def group_of(entry: Entry) -> str:
    """What an entry is shown under: the app by its name, all else with its noun."""
    if entry.group is None:
        return ACCOUNT
    return entry.name if entry.group is APPS else f"{entry.group.noun} {entry.name}"


def unique_of(entry: Entry) -> str:
    """What of an entry nothing else at Heroku can have at the same time; empty if there is nothing."""
    return str(entry.options.get(entry.section.unique) or "").lower()


def parted(entry: Entry) -> list[Entry]:
    """An entry in the parts that are done at different times: an app comes first, and what ends its making last."""
    if entry.section is not APPS.own or is_absent(entry):
        return [entry]
    last = {name: entry.options[name] for name in LATER if entry.options.get(name) is not None}
    if last.get("maintenance"):
        del last["maintenance"]
    if not last:
        return [entry]
    first = {name: value for name, value in entry.options.items() if name not in last}
    names = ("name", "new_name", "force", "state")
    named: Record = {name: entry.options[name] for name in names if name in entry.options}
    return [entry._replace(options=first), entry._replace(options={**named, **last})]


def subject_of(entry: Entry) -> Subject:
    """What the engine plans for an entry."""
    resource = COMPOSED.get(entry.section.name, entry.section.resource)
    options = entry.options
    if resource is not entry.section.resource:
        options = {**{name: item.get("default") for name, item in WAIT_OPTIONS.items()}, **options}
    return Subject(resource, Desired(options))


def identified(entries: t.Sequence[tuple[Entry, Subject, int]]) -> list[str]:
    """What to call each job: its title; with its place, where another has the same."""
    titles = []
    for entry, subject, number in entries:
        title = subject.resource.title(subject.want)
        titles.append(f"{title} settings" if number else title or entry.path)
    counts = collections.Counter(titles)
    return [
        title if counts[title] == 1 else f"{title} ({entry.path})"
        for title, (entry, _subject, _number) in zip(titles, entries)
    ]


def prepared(run: Run, entry: Entry, stack: contextlib.ExitStack) -> Subject:
    """The subject of an entry, its options judged and its local files read. Raises InvalidInput with the place."""
    try:
        return run.prepare(subject_of(entry), stack)
    except InvalidInput as error:
        raise InvalidInput(f"{entry.path}: {error}", **error.details) from None


def jobs_of(entries: t.Iterable[Entry], run: Run, stack: contextlib.ExitStack) -> list[Work]:
    """The jobs for all entries, with what each comes after. Raises InvalidInput, with all that is wrong."""
    entries = with_owners(told_apart(bound(list(entries))))
    check_one_code(entries)
    found: list[tuple[Entry, Subject, int]] = []
    mistakes: list[str] = []
    for entry in entries:
        for number, part in enumerate(parted(entry)):
            try:
                found.append((part, prepared(run, part, stack), number))
            except Failure as error:
                mistakes.append(str(error))
    if mistakes:
        raise InvalidInput("\n".join(dict.fromkeys(mistakes)))
    names = identified(found)
    works = [
        Work(entry, Job(name, group_of(entry), subject, pool=entry.section.pool), number)
        for name, (entry, subject, number) in zip(names, found)
    ]
    order = Order(works)
    return [
        dataclasses.replace(work, job=dataclasses.replace(work.job, after=order.of(work), behind=order.behind(work)))
        for work in works
    ]


def with_owners(entries: t.Sequence[Entry]) -> list[Entry]:
    """The entries, in which what belongs to a pipeline knows its owner: a name may be that of several pipelines."""
    owners = {item.name: item.options.get("owner") for item in entries if item.section is PIPELINES.own}
    return [
        item._replace(options={**item.options, PIPELINE_OWNER: owners[item.name]})
        if item.group is PIPELINES and item.section is not PIPELINES.own and owners.get(item.name)
        else item
        for item in entries
    ]


def check_one_code(entries: t.Iterable[Entry]) -> None:
    """Raises InvalidInput for an app that is to run code from two sources."""
    sources: dict[str, str] = {}
    for entry in entries:
        if entry.group is APPS and entry.section.name in CODE:
            first = sources.setdefault(entry.name, entry.path)
            if first != entry.path:
                raise InvalidInput(f"{entry.path} and {first}: an app runs code from one of them.")


def told_apart(entries: t.Sequence[Entry]) -> list[Entry]:
    """The entries, in which an add-on without a name knows of the others of its app and service.

    Raises InvalidInput for two without one, since each would be taken for the other.
    """
    alike: dict[tuple[str, str], list[Entry]] = collections.defaultdict(list)
    for entry in entries:
        if is_of(entry, "addons"):
            alike[entry.name, service_of(entry.options.get("plan") or "")].append(entry)
    return [with_siblings(entry, alike) for entry in entries]


def with_siblings(entry: Entry, alike: t.Mapping[tuple[str, str], list[Entry]]) -> Entry:
    """An add-on that has no name, with the options of those that have one; any other entry as it is."""
    plan = entry.options.get("plan") or ""
    if not is_of(entry, "addons") or is_named(entry) or is_absent(entry):
        return entry
    others = [item for item in alike[entry.name, service_of(plan)] if item is not entry]
    twin = next((item for item in others if not is_named(item) and not is_absent(item)), None)
    if twin:
        raise InvalidInput(
            f"{twin.path} and {entry.path} are add-ons of {service_of(plan)}, and nothing tells them apart: give one "
            "of them a name, or say what it is attached as (as)."
        )
    return entry._replace(options={**entry.options, SIBLINGS: [item.options for item in others if is_named(item)]})


def is_named(entry: Entry) -> bool:
    """Whether an add-on has a name, or a place that it is attached at."""
    return bool(entry.options.get("name") or entry.options.get("as"))


class Order:
    """What each job comes after, as an index of the jobs tells."""

    def __init__(self, works: t.Sequence[Work]) -> None:
        self.works = works
        self.own: dict[tuple[str, str], list[Work]] = collections.defaultdict(list)  # by group and name
        self.sections: dict[tuple[str, str, str], list[Work]] = collections.defaultdict(list)  # by section too
        self.addons: dict[str, list[Work]] = collections.defaultdict(list)  # by the names that the document gives
        self.freed: dict[tuple[str, str], list[Work]] = collections.defaultdict(list)  # what gives up something unique
        self.place = {work.job.id: index for index, work in enumerate(works)}
        for work in works:
            entry = work.entry
            if entry.group is None:
                continue
            self.sections[entry.group.name, entry.name, entry.section.name].append(work)
            if entry.section is entry.group.own:
                self.own[entry.group.name, entry.name].append(work)
            if entry.section.name == "addons" and entry.options.get("name"):
                self.addons[entry.options["name"]].append(work)
            if is_absent(entry) and unique_of(entry):
                self.freed[entry.section.name, unique_of(entry)].append(work)

    def of(self, work: Work) -> tuple[str, ...]:
        """The ids of the jobs that one comes after."""
        found = [*self.within(work), *self.elsewhere(work)]
        return tuple(dict.fromkeys(item.job.id for item in found if item.job.id != work.job.id))

    def behind(self, work: Work) -> tuple[str, ...]:
        """The ids of the removals of apps: what one wants that nothing else can have may be held by such an app."""
        entry = work.entry
        if entry.group is not APPS or is_absent(entry) or not unique_of(entry):
            return ()
        return tuple(item.job.id for item in self.going(APPS.name) if item.entry.section is APPS.own)

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
        # What only leaves the app needs nothing else of it, and others may wait for what it gives up.
        leaves = is_absent(entry) and entry.section.name in ("attachments", "domains")
        for name in ("app",) if leaves else entry.section.after:
            yield from (item for item in self.of_section(entry, name) if not item.number)
        yield from self.siblings(work)

    def of_section(self, entry: Entry, section: str) -> list[Work]:
        """The jobs of a section beside an entry."""
        return self.sections[entry.group.name if entry.group else "", entry.name, section]

    def siblings(self, work: Work) -> t.Iterator[Work]:
        """What comes before it by what both of them say."""
        entry = work.entry
        if entry.section.name == "addons":
            # The first of a service gets the name that the app looks for, such as DATABASE.
            service = service_of(entry.options.get("plan") or "")
            for item in self.of_section(entry, "addons"):
                same = service_of(item.entry.options.get("plan") or "") == service
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
                yield from self.going(name)

    def before_spaces(self, entry: Entry) -> t.Iterator[Work]:
        """What a space, or something of one, needs of others."""
        if entry.section is SPACES.own:
            yield from self.owners(entry)
            if is_absent(entry):
                yield from self.going(APPS.name)
        elif entry.section.name == "access":
            yield from self.members_of(entry, SPACES.own)

    def members_of(self, entry: Entry, own: Section) -> t.Iterator[Work]:
        """The members of the team that an app or a space belongs to, who may be given permissions."""
        for owner in self.of_section(entry, own.name):
            yield from self.sections[TEAMS.name, owner.entry.options.get("team") or "", "members"]

    def before_apps(self, work: Work) -> t.Iterator[Work]:
        """What an app, or something of one, needs of others."""
        entry, section = work.entry, work.entry.section
        if not is_absent(entry):
            yield from self.freed.get((section.name, unique_of(entry)), ())
        if section is APPS.own and not work.number:
            yield from self.owners(entry)
            yield from self.own["spaces", entry.options.get("space") or ""]
            if is_absent(entry):  # what it pays for may be attached elsewhere, and be detached there first
                yield from (item for item in self.works if is_absent(item.entry) and self.is_attached(item.entry))
        elif section.name == "attachments" and not is_absent(entry):
            yield from self.addons.get(entry.options.get("addon") or "", ())
        elif section.name == "addons" and is_absent(entry):
            yield from (item for item in self.works if is_absent(item.entry) and self.is_attached(item.entry))
        elif section.name == "collaborators":
            yield from self.members_of(entry, APPS.own)

    @staticmethod
    def is_attached(entry: Entry) -> bool:
        """Whether an entry is about an attachment."""
        return entry.section.name == "attachments"

    def owners(self, entry: Entry) -> t.Iterator[Work]:
        """The teams of the document that own what an entry is about."""
        for option in OWNERS:
            yield from self.own[TEAMS.name, entry.options.get(option) or ""]

    def going(self, group: str) -> t.Iterator[Work]:
        """What of a group is to be deleted."""
        for work in self.works:
            if work.entry.group and work.entry.group.name == group and is_absent(work.entry):
                yield work


def waiting_so(entry: Entry, waits: Values) -> Entry:
    """An entry that is done by what waits, though its module does not, with the task's options for that."""
    spec: Values = COMPOSED[entry.section.name].options if entry.section.name in COMPOSED else {}
    names = [name for name in WAIT_OPTIONS if name in spec and name not in entry.section.spec]
    told = {name: waits[name] for name in names if waits.get(name) is not None}
    return entry._replace(options={**entry.options, **told})
