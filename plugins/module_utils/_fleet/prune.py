# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there and not in the document: it is told, and removed where ``prune`` says so.

What Heroku or an add-on makes unasked is no stray. To look for strays costs nothing where the lists were read anyway;
the lists of kinds that are to be removed are read for it.
"""

from __future__ import annotations

import fnmatch
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from .._api.errors import Failure, HerokuError, InvalidInput
from .._engine.facts import Need, View
from .._engine.plan import Desired, Plan
from .._engine.protection import Thing, protecting
from .._engine.resource import HIDDEN
from .._engine.shadow import Digest
from .._engine.values import KNOWN_LATER, Record, Values, holds_unknown
from .._lib.references import place, same_thing
from .._resources.attached import ATTACHMENTS, attachment_vars
from .._resources.common import APPS as ALL_APPS
from .._resources.common import SPACES, TEAMS, handle, unjoined_apps
from .._resources.config_vars import names_in
from .._resources.in_pipeline import COUPLINGS, pipeline_of
from .document import Entry, app_of, is_absent, mapping, selected, slice_of, waiting
from .jobs import Plans, waiting_so
from .order import Work
from .sections import APPS, Section

# Kinds that an app has few of, so that the list of them is as good as one, and tells what else is there.
WHOLE = frozenset({"app_feature", "domain"})
SCOPE = ("team", "space", "pipeline", "name")
SECTIONS = {section.name: section for section in APPS.sections}
PURGED = {"config": "purge", "collaborators": "exclusive"}  # sections with an option that removes all else


@dataclass(frozen=True)
class Stray:
    """How strays of one section are told and removed.

    Parameters:
        own: Whether a record is the user's, and not made by Heroku or an add-on.
        name: What it is told as.
        removal: The options that take it away, but for the app.
    """

    own: t.Callable[[Record], bool]
    name: t.Callable[[Record], str]
    removal: t.Callable[[Record], Record]


def gone_by(option: str, key: str = "") -> t.Callable[[Record], Record]:
    """Removal by an option whose value is a property."""
    return lambda record: {option: record[key or option], "state": "absent"}


def has_another_app(attachment: Record) -> bool:
    """Whether an attachment is of another app's add-on."""
    return not same_thing(attachment["addon"]["app"], attachment["app"])


def same_id(one: Record, other: Record) -> bool:
    """Whether two records are of one thing, as far as their ids are known."""
    return isinstance(one["id"], str) and bool(one["id"] == other["id"])


def site(url: str | None) -> str:
    """Scheme and host of an address, all that is told of it: what else it has may be a secret."""
    if not url or isinstance(url, Digest):
        return KNOWN_LATER if url else ""
    try:
        parts = urlsplit(url if "://" in url else f"//{url}")
    except ValueError:  # a bracket that is not closed
        return HIDDEN
    return f"{parts.scheme}://{place(parts)}" if parts.scheme else place(parts)


STRAYS = {
    "addons": Stray(lambda record: record["state"] == "provisioned", lambda record: record["name"], gone_by("name")),
    "attachments": Stray(has_another_app, lambda record: record["name"], gone_by("name")),
    "certificates": Stray(
        lambda record: not record["ssl_cert"].get("acm"), lambda record: record["name"], gone_by("name")
    ),
    "domains": Stray(lambda record: record["kind"] == "custom", lambda record: record["hostname"], gone_by("hostname")),
    "drains": Stray(lambda record: record["addon"] is None, lambda record: site(record["url"]), gone_by("id")),
    "features": Stray(
        lambda record: bool(record["enabled"]),
        lambda record: record["name"],
        lambda record: {"name": record["name"], "enabled": False},
    ),
    "telemetry_drains": Stray(lambda record: True, lambda record: site(record["exporter"]["endpoint"]), gone_by("id")),
    "webhooks": Stray(lambda record: True, lambda record: site(record["url"]), gone_by("id")),
}
PRUNABLE = (APPS.name, *sorted({*STRAYS, *PURGED}))


def wanted_scope(want: Desired) -> dict[str, str]:
    """What C(prune_scope) says, or an empty dict. Ansible fills options inside an option with null, also of C({})."""
    return {name: value for name, value in (want.get("prune_scope") or {}).items() if value}


def check_prune(want: Desired) -> None:
    """Raises InvalidInput for a removal of apps without saying which could be meant, or of all of them."""
    if APPS.name not in want["prune"]:
        return
    if not wanted_scope(want):
        raise InvalidInput(
            "prune has apps: say in prune_scope of which team, space or pipeline, or of what names, those are that may "
            "be deleted.",
            option="prune_scope",
        )
    if not mapping(APPS.name, mapping("", want.get("document")).get(APPS.name)):
        raise InvalidInput(
            "prune has apps, and the document has none: all apps of prune_scope would go. If that is meant, list them "
            "with state: absent.",
            option="prune",
        )


def purging(entries: t.Sequence[Entry], kinds: t.Collection[str], waits: Values) -> list[Entry]:
    """The entries, in which those sections remove all that is not in the document that can in their one request."""
    found = list(entries)
    for name in [name for name in PURGED if name in kinds]:
        section, option = SECTIONS[name], PURGED[name]
        there = {entry.name for entry in found if entry.group is APPS and entry.section is section}
        for index, entry in enumerate(found):
            if entry.group is APPS and entry.section is section:
                found[index] = entry._replace(options={**entry.options, option: True})
        for entry in entries:
            if entry.section is APPS.own and not is_absent(entry) and entry.name not in there:
                empty: Record = {section.option: {} if name == "config" else [], option: True}
                found.append(entry_of(entry, section, empty, waits))
    return found


def entry_of(app: Entry, section: Section, options: Values, waits: Values) -> Entry:
    """An entry of a section that the document does not have, with the task's waits and the defaults of its module."""
    defaults = {option: item.get("default") for option, item in section.spec.items()}
    asked = waiting(section, {section.scope: scope_of(app), **options}, waits)
    path = f"{APPS.name}.{app.name}.{section.name}"
    return waiting_so(Entry(path, APPS, app.name, section, {**defaults, **asked}), waits)


class Strays:
    """Looks for strays of the apps of a document, by the facts that were read to plan it.

    Parameters:
        works: The jobs of the chosen part of the document.
        plans: Their plans, which tell what of Heroku's the document means.
        want: The task's options.
        protected: Names and patterns of what is never removed.
        declared: The names of all apps of the whole document, whatever part of it was chosen.
    """

    def __init__(
        self,
        works: t.Sequence[Work],
        plans: Plans,
        want: Desired,
        protected: t.Sequence[str],
        declared: t.Collection[str],
    ) -> None:
        self.want = want
        self.protected = protected
        self.declared = declared
        self.owners = [work.entry for work in works if work.entry.section is APPS.own and not work.number]
        self.sections: dict[tuple[str, str], list[Work]] = {}
        self.plans = plans
        for work in works:
            if work.entry.group is APPS:
                self.sections.setdefault((work.entry.name, work.entry.section.name), []).append(work)

    def found(self, view: View) -> dict[str, dict[str, list[Record]]]:
        """The strays by app and section, as records; a config var is one with a name. Raises Missing."""
        found: dict[str, dict[str, list[Record]]] = {}
        needs = [need for entry in self.there() for need in self.needed(entry, view)]
        view.get_all(*needs)
        for entry in self.there():
            for section in SECTIONS:
                strays = self.of_section(entry, section, view)
                if strays:
                    found.setdefault(entry.name, {})[section] = strays
        for app in self.apps(view):
            found[app["name"]] = {"app": [app]}
        return found

    def there(self) -> list[Entry]:
        """The apps of the document that exist, in check mode those too that tasks before this one would make."""
        plans = [self.plans[work.job.id] for entry in self.owners for work in self.sections[entry.name, "app"][:1]]
        exist = (isinstance(plan, Plan) and plan.current for plan in plans)
        return [entry for entry, there in zip(self.owners, exist) if there and not is_absent(entry)]

    def called(self, entry: Entry) -> str:
        """What Heroku calls an app that exists, also where the document gives it another name."""
        plan = self.plans[self.sections[entry.name, APPS.own.name][0].job.id]
        return str(t.cast(Plan, plan).current["name"])

    def needed(self, entry: Entry, view: View) -> list[Need]:
        """The lists of an app that have to be read, since what is not in the document is to be removed."""
        names = [name for name in self.want["prune"] if name in STRAYS]
        needs = [self.need(entry, name) for name in names]
        if "config" in self.names_of_config(entry, view) and not view.knows(ATTACHMENTS.of(self.called(entry))):
            needs.append(ATTACHMENTS.of(self.called(entry)))
        return needs

    def need(self, entry: Entry, section: str) -> Need:
        """The list of a section of an app."""
        return SECTIONS[section].resource.kind.of(self.called(entry))

    def of_section(self, entry: Entry, section: str, view: View) -> list[Record]:
        """The strays of one section of an app, as far as its list was read."""
        if section == "config":
            return [{"name": name} for name in self.stray_config(entry, view)]
        if section == "collaborators":
            return self.stray_people(entry)
        stray, need = STRAYS.get(section), self.need(entry, section)
        if stray is None or not view.knows(need):
            return []
        try:
            records = view.get(need)
        except HerokuError:
            return []
        meant = self.meant(entry, section, view)
        if meant is None:
            return []
        mine = [item for item in records if section != "addons" or is_of(item["app"], entry)]
        told = [item for item in mine if stray.own(item) and not holds_unknown(stray.removal(item))]
        return [item for item in told if not any(item == other or same_id(item, other) for other in meant)]

    def meant(self, entry: Entry, section: str, view: View) -> list[Record] | None:
        """The records of what the document means in a section of an app; None where that cannot be told.

        Raises Missing. What something means that has no plan, since Heroku would refuse it, is no stray all the same.
        """
        records = []
        for work in self.sections.get((entry.name, section), ()):
            plan, (resource, want) = self.plans[work.job.id], work.job.subject
            try:
                there = plan.current if isinstance(plan, Plan) else resource.observe(resource.resolve(want, view), view)
            except Failure:
                return None
            records.append(there)
        return [record for record in records if isinstance(record, dict)]

    # Sections whose list is one thing

    def only_plan(self, entry: Entry, section: str) -> tuple[Desired, Plan] | None:
        """The options and the plan of a section that is one thing, unless that leaves nothing alone by itself."""
        for work in self.sections.get((entry.name, section), ()):
            plan = self.plans[work.job.id]
            want = work.job.subject.want
            if isinstance(plan, Plan) and not want.get(PURGED[section]):
                return want, plan
        return None

    def names_of_config(self, entry: Entry, view: View) -> dict[str, list[str]]:
        """The names of config vars that are not in the document, and that no add-on has that is known."""
        found = self.only_plan(entry, "config")
        if found is None:
            return {}
        want, plan = found
        kept = {name for name in plan.current for pattern in want["keep"] if fnmatch.fnmatchcase(name, pattern)}
        owned = owned_by_addons(self.called(entry), view)
        names = set(names_in(plan.current)) - set(want.get("config", {})) - kept - owned
        return {"config": sorted(names)} if names else {}

    def stray_config(self, entry: Entry, view: View) -> list[str]:
        """The names of config vars that are neither in the document nor an add-on's."""
        names = self.names_of_config(entry, view).get("config", [])
        return sorted(set(names) - attachment_vars(view, self.called(entry))) if names else []

    def stray_people(self, entry: Entry) -> list[Record]:
        """The collaborators that are not in the document."""
        found = self.only_plan(entry, "collaborators")
        if found is None:
            return []
        resource = SECTIONS["collaborators"].resource
        others: t.Callable[[Desired, list[Record]], list[Record]] = resource.others  # type: ignore[attr-defined]
        return [{"name": item["user"]["email"]} for item in others(found[0], found[1].current)]

    # Whole apps

    def apps(self, view: View) -> list[Record]:
        """The apps in the scope of the removal, and of the chosen part, that are nowhere in the whole document."""
        scope = wanted_scope(self.want)
        if not scope:
            return []
        coupled = self.coupled(scope.get("pipeline"), view)
        unjoined = unjoined_apps(view, *self.teams(scope, view))
        found = [
            app
            for app in (*view.get(ALL_APPS.of()), *unjoined)
            if not {app["name"], app["id"]}.intersection(self.declared)
            and all(has(app, what, scope[what]) for what in ("team", "space") if what in scope)
            and fnmatch.fnmatchcase(app["name"], scope.get("name", "*"))
            and (coupled is None or not coupled.isdisjoint((app["id"], app["name"])))
        ]
        part = slice_of(self.want["slice"]) if self.want.get("slice") else None
        return [app for app in found if selected([gone_app(app)], self.want["limit"], part)]

    @staticmethod
    def teams(scope: t.Mapping[str, str], view: View) -> list[str]:
        """The names or ids of the teams whose apps can be in the scope. Raises Missing."""
        if "team" in scope:
            return [scope["team"]]
        space = view.get(SPACES.named(scope["space"])) if "space" in scope else None
        return [space["team"]["name"]] if space else [team["name"] for team in view.get(TEAMS.of())]

    @staticmethod
    def coupled(pipeline: str | None, view: View) -> set[str] | None:
        """The ids of the apps in a pipeline, or the names of those that are only planned; None where none was named.

        Raises InvalidInput for a missing one.
        """
        if not pipeline:
            return None
        found = pipeline_of(view, Desired({"pipeline": pipeline}))
        return {handle(item["app"]) for item in view.get(COUPLINGS.of(handle(found)))}

    # What is to be done about them

    def entries(self, found: t.Mapping[str, t.Mapping[str, list[Record]]]) -> list[Entry]:
        """What takes away the strays that are to be removed."""
        entries = []
        owners = {entry.name: entry for entry in self.owners}
        for app, sections in found.items():
            for section, records in sections.items():
                if section == "app":
                    entries += [gone_app(record) for record in records if self.is_to_go(record)]
                elif section in self.want["prune"] and section in STRAYS:
                    removals = [STRAYS[section].removal(record) for record in records if self.may_go(section, record)]
                    waits = self.want.options
                    entries += [entry_of(owners[app], SECTIONS[section], options, waits) for options in removals]
        return entries

    def is_to_go(self, app: Record) -> bool:
        """Whether an app is to be deleted, and not protected."""
        thing = Thing("app", app["name"], app["id"])
        return APPS.name in self.want["prune"] and protecting(thing, self.protected) is None

    def may_go(self, section: str, record: Record) -> bool:
        """Whether a stray is not protected: an add-on by its own name, or its app's."""
        if section != "addons":
            return True
        things = (
            Thing("addon", record["name"], record["id"]),
            Thing("app", record["app"]["name"], record["app"]["id"]),
        )
        return all(protecting(thing, self.protected) is None for thing in things)


def declared_apps(entries: t.Iterable[Entry]) -> set[str]:
    """What a document calls the apps that it is about in any place, such as a stage of a pipeline."""
    names = set[str]()
    for entry in entries:
        renamed = entry.options.get("new_name") if entry.group is APPS else None
        names.update(filter(None, (app_of(entry), renamed)))
    return names


def left_alone(
    found: t.Mapping[str, t.Mapping[str, list[Record]]], removed: t.Iterable[Entry]
) -> dict[str, dict[str, list[str]]]:
    """The names of strays by app and section, without those that are removed."""
    gone = {(entry.name, entry.section.name, str(entry.section.which(entry.options))) for entry in removed}
    result: dict[str, dict[str, list[str]]] = {}
    for app, sections in found.items():
        for section, records in sections.items():
            stray = STRAYS.get(section)
            names = [
                stray.name(record) if stray else str(record["name"])
                for record in records
                if not {(app, section, str(record.get(key))) for key in ("id", "name", "hostname")} & gone
            ]
            if names:
                result.setdefault(app, {})[section] = sorted(names)
    return result


def whole_apps(found: t.Mapping[str, t.Mapping[str, list[Record]]]) -> dict[str, Record]:
    """The apps among the strays, by the paths of the entries that delete them."""
    return {gone_app(app).path: app for sections in found.values() for app in sections.get("app", ())}


def gone_app(app: Record) -> Entry:
    """What deletes an app that is not in the document."""
    defaults = {option: item.get("default") for option, item in APPS.own.spec.items()}
    return Entry(
        f"apps.{app['name']}", APPS, app["name"], APPS.own, {**defaults, "name": app["name"], "state": "absent"}
    )


def scope_of(entry: Entry) -> str:
    """What an app is called by those jobs that come after its own."""
    return str(entry.options.get("new_name") or entry.name)


def is_of(app: Record, entry: Entry) -> bool:
    """Whether an app is that of an entry."""
    return app["name"] in (entry.name, entry.options.get("new_name"))


def has(app: Record, what: str, name: str) -> bool:
    """Whether an app belongs to the team, or is in the space, of this name or id."""
    return bool(app[what]) and name in (app[what]["id"], app[what]["name"])


def owned_by_addons(app: str, view: View) -> set[str]:
    """The names of config vars that the add-ons of an app list, as far as those were read."""
    need = SECTIONS["addons"].resource.kind.of(app)
    addons = view.get(need) if view.knows(need) else ()
    return {name for addon in addons if isinstance(addon["config_vars"], list) for name in addon["config_vars"]}


def whole_kinds() -> frozenset[str]:
    """The kinds of which the list of an app is asked for in the place of one of them."""
    return WHOLE
