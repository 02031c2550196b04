# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the things that a document asks for to jobs: what depends on what, within an app and across apps."""

from __future__ import annotations

import collections
import contextlib
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
from .._resources.declared_certificate import CertifiedDomain, DeclaredCertificate
from .._resources.in_pipeline import PIPELINE_OWNERS
from .._resources.pushed_images import PushedImages
from .._resources.run_on_release import RunOnRelease
from .._resources.slug_release import SlugRelease
from .certificates import bound
from .document import Entry, is_absent, is_of
from .order import Work, ordered
from .sections import APPS, CODE, PIPELINES

LATER = ("acm", "maintenance")  # settings of an app that come last: certificates for domains, and what ends
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


def group_of(entry: Entry) -> str:
    """What an entry is shown under: the app by its name, all else with its noun."""
    if entry.group is None:
        return ACCOUNT
    return entry.name if entry.group is APPS else f"{entry.group.noun} {entry.name}"


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
    return ordered(works_of(entries, run, stack))


def works_of(entries: t.Iterable[Entry], run: Run, stack: contextlib.ExitStack) -> list[Work]:
    """The jobs for all entries, in no order yet. Raises InvalidInput, with all that is wrong."""
    entries = told_apart(bound(list(entries)))
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
    return [
        Work(entry, Job(name, group_of(entry), subject, pool=entry.section.pool), number)
        for name, (entry, subject, number) in zip(identified(found), found)
    ]


def with_owners(entries: t.Sequence[Entry]) -> list[Entry]:
    """The entries of a whole document, in which what belongs to a pipeline knows whose that is, also without it.

    A name may be that of several pipelines.
    """
    own = {item.name: item.options for item in entries if item.section is PIPELINES.own}
    owners = {
        name: [options[option] for option in ("new_owner", "owner") if options.get(option)]
        for name, options in own.items()
    }
    return [
        item._replace(options={**item.options, PIPELINE_OWNERS: owners[item.name]})
        if item.group is PIPELINES and item.section is not PIPELINES.own and owners.get(item.name)
        else item
        for item in entries
    ]


def check_one_code(entries: t.Iterable[Entry]) -> None:
    """Raises InvalidInput for an app that is to run code from two sources."""
    sources: dict[str, str] = {}
    for entry in entries:
        if entry.section.name in CODE:
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
    if not is_of(entry, "addons") or is_named(entry):
        return entry
    others = [item for item in alike[entry.name, service_of(plan)] if item is not entry]
    twin = next((item for item in others if not is_named(item) and could_be_one(item, entry)), None)
    if twin:
        raise InvalidInput(
            f"{twin.path} and {entry.path} are add-ons of {service_of(plan)}, and nothing tells them apart: give one "
            "of them a name, or say what it is attached as (as)."
        )
    return entry._replace(options={**entry.options, SIBLINGS: [item.options for item in others if is_named(item)]})


def could_be_one(one: Entry, other: Entry) -> bool:
    """Whether two add-ons of a service, without names, could mean the same; one that goes by its plan is told by it."""
    going = [entry.options["plan"] for entry in (one, other) if is_absent(entry)]
    return not going or (len(going) == 1 and going[0] == service_of(going[0]))


def is_named(entry: Entry) -> bool:
    """Whether an add-on has a name, or a place that it is attached at."""
    return bool(entry.options.get("name") or entry.options.get("as"))


def waiting_so(entry: Entry, waits: Values) -> Entry:
    """An entry that is done by what waits, though its module does not, with the task's options for that."""
    spec: Values = COMPOSED[entry.section.name].options if entry.section.name in COMPOSED else {}
    names = [name for name in WAIT_OPTIONS if name in spec and name not in entry.section.spec]
    told = {name: waits[name] for name in names if waits.get(name) is not None}
    return entry._replace(options={**entry.options, **told})
