# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Apps as hosts, see docs/inventory.md: what is read, what that means, and what Ansible is told."""

from __future__ import annotations

DOCUMENTATION = r"""
name: heroku
short_description: Apps on Heroku as hosts
version_added: 1.0.0
description:
  - Every app that the token sees becomes a host, with what Heroku says about it as variables, and with groups by
    team, region, stack, space, pipeline and pipeline stage.
  - You cannot log in to an app. Its host has the connection C(local), so that the modules of this collection can
    be run for a group of apps.
  - The file's name must be C(heroku.yml) or C(heroku.yaml), or end in C(.heroku.yml) or C(.heroku.yaml).
author:
  - community.heroku contributors (@ansible-collections)
requirements:
  - python >= 3.9
  - requests >= 2.25.1
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
options:
  plugin:
    description:
      - Says that the file is for this plugin.
    type: str
    required: true
    choices: [community.heroku.heroku]
  api_key:
    description:
      - The API token. It may be a template, such as a lookup in a vault.
      - If it is not given here, the extra variable C(ansible_heroku_api_key) (C(--extra-vars)) is used, then the
        environment variable, and then the entry for the API's host in C(~/.netrc), which C(heroku login) writes. Other
        variables, such as those of groups, are for tasks, since an inventory is read before it has any.
    type: str
    env:
      - name: HEROKU_API_KEY
  api_url:
    description:
      - Where the API is. Only C(https) is accepted, except for a loopback address, such as that of the simulator. It
        may be a template.
    type: str
    default: https://api.heroku.com
    env:
      - name: HEROKU_API_URL
  two_factor_code:
    description:
      - The current code of the second factor. It is sent only when Heroku asks for one. It may be a template.
    type: str
  connect_timeout:
    description:
      - How many seconds a connection may take, more than V(0).
    type: float
    default: 10.0
  read_timeout:
    description:
      - How many seconds Heroku may be silent before and within the answer to one request, more than V(0).
    type: float
    default: 60.0
  threads:
    description:
      - How many requests may be under way at the same time, from V(1) to V(32).
      - When the account has few API tokens left, they all slow down to the pace at which tokens come back.
    type: int
    default: 8
  teams:
    description:
      - Only apps of these teams, by name or ID. An empty string stands for personal apps, which belong to no team.
      - The items may be templates, like those of O(spaces), O(pipelines), O(names) and O(exclude).
    type: list
    elements: str
    default: []
  spaces:
    description:
      - Only apps in these spaces, by name or ID. An empty string stands for apps in no Private Space.
    type: list
    elements: str
    default: []
  pipelines:
    description:
      - Only apps of these pipelines, by name or ID. An empty string stands for apps in no pipeline.
      - Pipeline names are not unique; a name means all pipelines that have it.
      - This needs the same two lists as V(pipeline) in O(include).
    type: list
    elements: str
    default: []
  names:
    description:
      - Only apps whose name matches one of these patterns, such as V(shop-*).
    type: list
    elements: str
    default: []
  exclude:
    description:
      - No apps whose name matches one of these patterns, whatever else is set.
    type: list
    elements: str
    default: []
  include:
    description:
      - What to read besides the apps themselves.
      - V(pipeline) sets the variables C(heroku_pipeline) and C(heroku_stage), both V(null) for an app in no pipeline.
        It costs two requests, one for each list.
      - V(addons) sets C(heroku_addons), a list of the add-ons that are billed to the app. It costs one request.
      - V(formation) and V(domains) set C(heroku_formation) and C(heroku_domains), lists of what the app has. Heroku
        has these for one app at a time only, so each costs one request for each app that the filters leave.
      - V(config) sets C(heroku_config), a dictionary of the config vars with their values. It also costs one request
        for each app. Whoever sees the variables of a host then sees these secrets. They are never written to the
        cache, but read again each time.
      - A list costs one more request for each further 1000 items.
      - Where the token may not read something of an app, there is a warning and the variable is not set. With
        O(strict) it is an error.
    type: list
    elements: str
    choices: [pipeline, addons, formation, domains, config]
    default: []
  config_names:
    description:
      - With V(config) in O(include), only config vars whose name matches one of these patterns.
    type: list
    elements: str
    default: ["*"]
  hostname:
    description:
      - A template for the name of an app's host, in which the host's variables can be used.
      - Without it, hosts have the names of their apps.
    type: str
  hostvars_prefix:
    description:
      - What the names of the variables start with. Each field of the app that the API shows becomes a variable, such
        as C(heroku_region).
    type: str
    default: heroku_
  group:
    description:
      - The group of all apps. The names of the groups of O(group_by) start with it and an underscore.
      - If it is empty, there is no group of all apps, and the names of the others start with what they are grouped by.
    type: str
    default: heroku
  group_by:
    description:
      - What to make groups by, for example C(heroku_team_acme), C(heroku_region_eu), C(heroku_stack_heroku_24),
        C(heroku_space_inner), C(heroku_pipeline_shop) and C(heroku_stage_production). An empty list makes no such
        groups.
      - Characters that cannot be in the name of a group become underscores.
      - V(pipeline) and V(stage) make groups only if pipelines are read, which is when O(include) has V(pipeline) or
        O(pipelines) is given.
    type: list
    elements: str
    choices: [team, region, stack, space, pipeline, stage]
    default: [team, region, stack, space, pipeline, stage]
  local:
    description:
      - Whether to set C(ansible_connection) to V(local) and C(ansible_python_interpreter) to the controller's own
        Python, so that tasks for an app run on the controller.
      - Set it to V(false) if something else defines how to reach the hosts.
    type: bool
    default: true
notes:
  - The apps are read from the list of all apps, one request for each 1000, and the filters applied to it.
  - With O(cache), what was read is kept for each token and O(api_url). It is used for as long as it has everything
    that the file asks for.
  - Tasks for these hosts need C(gather_facts=false), or they gather facts about the controller, once for each app.
seealso:
  - module: community.heroku.heroku_app_info
  - name: Heroku Platform API reference
    description: What the fields of the variables mean.
    link: https://devcenter.heroku.com/articles/platform-api-reference
"""

EXAMPLES = r"""
# Such as shop.heroku.yml: the apps of one team except for its review apps, with pipeline and stage, which takes three
# requests for up to 1000 apps. A play for "heroku_stage_production" then runs for each of the team's production apps.
# The first line alone means every app that the token sees; the token comes from HEROKU_API_KEY or ~/.netrc.
plugin: community.heroku.heroku
teams: [acme]
exclude: ["*-pr-*"]
include: [pipeline, addons, domains]

# Or the token from a file that Ansible Vault encrypted.
# api_key: "{{ lookup('ansible.builtin.unvault', '/etc/ansible/heroku_token') | trim }}"

# Groups by the services of the add-ons and by what the app is like, and variables made of others.
strict: true
compose:
  owner_email: heroku_owner.email
  plans: heroku_addons | map(attribute='plan.name') | list
groups:
  in_maintenance: heroku_maintenance
  never_deployed: heroku_slug_size is none
  on_old_stack: heroku_build_stack.name != 'heroku-24'
keyed_groups:
  - prefix: heroku_addon
    key: heroku_addons | map(attribute='addon_service.name') | list

# Hosts named after their app's first custom domain where it has one.
hostname: >-
  {{ heroku_domains | selectattr('kind', 'equalto', 'custom') | map(attribute='hostname') | first
     | default(heroku_name) }}

# Kept in a file for ten minutes. "ansible-playbook --flush-cache" reads again.
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: /var/tmp/heroku_inventory
cache_timeout: 600

# The production apps of two pipelines only:
#   pipelines: [shop, billing]
#   group_by: [stage]
# One config var of each app, nothing else of its config:
#   include: [config]
#   config_names: [LOG_LEVEL]
"""

import contextlib
import hashlib
import os
import re
import typing as t
from operator import itemgetter

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ModuleReporter, client_for
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Facts, Kind, Need, View
from ansible_collections.community.heroku.plugins.module_utils._engine.options import closest
from ansible_collections.community.heroku.plugins.module_utils._engine.report import plural
from ansible_collections.community.heroku.plugins.module_utils._lib.references import same_reference
from ansible_collections.community.heroku.plugins.module_utils._resources.common import APPS, FORMATION
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config
from ansible_collections.community.heroku.plugins.module_utils._resources.domain import Domain
from ansible_collections.community.heroku.plugins.module_utils._resources.in_pipeline import PIPELINES
from ansible_collections.community.heroku.plugins.module_utils._resources.pipeline_coupling import ALL as COUPLINGS
from ansible_collections.community.heroku.plugins.module_utils._resources.selection import FILTERS, matches, wanted

try:
    from ansible.template import trust_as_template  # ansible-core 2.19 and later
except ImportError:

    def trust_as_template(text: str) -> str:
        """Before that, every text of ours is a template."""
        return text


PLUGIN = re.compile(r"^plugin:\s*['\"]?community\.heroku\.heroku['\"]?\s*$", re.MULTILINE)
LONGEST_HEAD = 4096  # characters in which a file says what it is for
MOST_NAMED = 5  # apps in one warning
FILES = ("heroku.yml", "heroku.yaml")
MOST_THREADS = 32
# Account-wide lists (behaviour.md 3.1, 3.4, 3.12), and what Heroku has for one app at a time only (3.2, 3.3, 3.6).
ADDONS = Kind("addon", "/addons")  # as Heroku shows them to everybody
PER_APP = {"formation": FORMATION, "domains": Domain.kind}
CONFIG = {"config": Config.kind}
# A template, since the controller that runs the tasks may be another one than that which read the inventory.
LOCAL = {
    "ansible_connection": trust_as_template("local"),
    "ansible_python_interpreter": trust_as_template("{{ ansible_playbook_python }}"),
}
GONE = object()  # in place of an answer about an app that was deleted meanwhile

App = dict[str, t.Any]
Read = t.Callable[[list[Need]], list[t.Any]]


# What the answers mean: pure functions


def is_inventory_file(path: str) -> bool:
    """Whether a file's name is one that this plugin reads."""
    name = os.path.basename(path)
    return name in FILES or name.endswith(tuple(f".{ending}" for ending in FILES))


def names_this_plugin(path: str) -> bool:
    """Whether a YAML file says at its beginning that it is for this plugin."""
    if not path.endswith((".yml", ".yaml")):
        return False
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return PLUGIN.search(file.read(LONGEST_HEAD)) is not None
    except OSError:
        return False


def refusal(refused: t.Mapping[str, HerokuError], apps: list[App]) -> str:
    """One warning for all that the token may not read of some apps, by the paths that were refused."""
    first = str(next(iter(refused.values())))
    if len(refused) == 1:
        return first
    names = {app["id"]: app["name"] for app in apps}
    parts = [path.split("/") for path in refused]  # /apps/ID/KIND
    kinds, concerned = sorted({part[3] for part in parts}), sorted({names.get(part[2], part[2]) for part in parts})
    rest = len(concerned) - MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return (
        f"The token may not read the {' and '.join(kinds)} of {plural(len(concerned), 'app')} "
        f"({', '.join(concerned[:MOST_NAMED])}{more}), and these variables are not set for them. Of the "
        f"first, Heroku says: {first}"
    )


def add_pipelines(apps: list[App], pipelines: list[dict[str, t.Any]], couplings: list[dict[str, t.Any]]) -> None:
    """Give each app its C(pipeline) and C(stage), None where it is in none. It is in one at most (behaviour.md 3.12).

    A coupling knows only the pipeline's id. Of a pipeline that the token cannot list, there is nothing else.
    """
    by_id = {pipeline["id"]: pipeline for pipeline in pipelines}
    by_app = {coupling["app"]["id"]: coupling for coupling in couplings}
    for app in apps:
        coupling = by_app.get(app["id"])
        app["stage"] = coupling["stage"] if coupling else None
        app["pipeline"] = (
            by_id.get(coupling["pipeline"]["id"], {"name": None, **coupling["pipeline"]}) if coupling else None
        )


def add_addons(apps: list[App], addons: list[dict[str, t.Any]]) -> None:
    """Give each app the C(addons) that are billed to it (behaviour.md 3.4)."""
    by_app: dict[str, list[dict[str, t.Any]]] = {}
    for addon in addons:
        by_app.setdefault(addon["app"]["id"], []).append(addon)
    for app in apps:
        app["addons"] = by_app.get(app["id"], [])


def add_per_app(apps: list[App], kinds: t.Mapping[str, Kind], read: Read) -> list[App]:
    """Give each app a field for each of the kinds, by its name; returns the apps that are still there.

    A field whose answer is None is not set.
    """
    questions = [(app, name, kind.of(app["id"])) for app in apps for name, kind in kinds.items()]
    gone = set()
    for (app, name, _need), answer in zip(questions, read([need for _app, _name, need in questions])):
        if answer is GONE:
            gone.add(app["id"])
        elif answer is not None:
            app[name] = answer
    return [app for app in apps if app["id"] not in gone]


def unmatched(apps: list[App], filters: t.Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Option and item of each filter by name or id that no app at all matches: most often a typing error."""
    return [
        (option, item)
        for option, items in filters.items()
        for item in items
        if not any(same_reference(item, app.get(FILTERS[option])) for app in apps)
    ]


def never_template(value: t.Any) -> t.Any:
    """What comes from the API, so that it stays as it is: before ansible-core 2.19, every text may be a template.

    Only texts with a brace are marked, since C(ansible-inventory) of these versions prints a mark as part of the text.
    """
    if isinstance(value, dict):
        return {key: never_template(item) for key, item in value.items()}
    if isinstance(value, list):
        return [never_template(item) for item in value]
    return wrap_var(value) if isinstance(value, str) and "{" in value else value


def group_names(app: App, group: str, group_by: list[str]) -> list[str]:
    """The names of an app's groups, as yet with characters that Ansible does not allow."""
    names = [group] if group else []
    for field in group_by:
        value = app.get(field)
        if isinstance(value, dict):
            value = value.get("name") or value.get("id")
        if value:
            names.append("_".join(part for part in (group, field, value) if part))
    return names


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    NAME = "community.heroku.heroku"

    def verify_file(self, path: str) -> bool:
        if not super().verify_file(path):
            return False
        if not is_inventory_file(path) and names_this_plugin(path):
            self.display.warning(
                f"{path} is for community.heroku.heroku, but is not named as its files must be: heroku.yml or "
                "heroku.yaml, or a name that ends in .heroku.yml or .heroku.yaml. It is ignored."
            )
        return is_inventory_file(path)

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        config = self._read_config_data(path)
        self.configured = frozenset(config)
        # Standard output belongs to the inventory, so all that a person should know goes where warnings go.
        self.reporter = ModuleReporter(self.display.warning, self.display.warning)
        self.refused: dict[str, HerokuError] = {}  # what the token may not read of some apps, by path
        try:
            self.check(config)
            with self.reader() as (facts, account):
                apps = self.remembered(facts, f"{self.get_cache_key(path)}_{account}", cache)
                if "config" in self.get_option("include"):
                    apps = add_per_app(apps, CONFIG, lambda needs: self.config_vars(facts, needs))
            if self.refused:
                self.reporter.warn(refusal(self.refused, apps))
            self.populate(apps)
        except Failure as failure:
            raise AnsibleParserError(self.reporter.censor(str(failure))) from None
        finally:
            self.reporter.tell_warnings()

    # Options

    def check(self, config: t.Mapping[str, t.Any]) -> None:
        """Raise InvalidInput for what Ansible lets pass: it ignores options that do not exist."""
        unknown = sorted(set(config) - set(self.option_definitions))
        if unknown:
            known = sorted(set(self.option_definitions) - {"plugin"})
            alike = {name: closest(name, known) for name in unknown}
            guesses = [f" {name}: did you mean {meant}?" for name, meant in alike.items() if meant]
            raise InvalidInput(
                f"There is no option {', '.join(unknown)}.{''.join(guesses)} The options are {', '.join(known)}."
            )
        if not 1 <= self.get_option("threads") <= MOST_THREADS:
            raise InvalidInput(f"threads must be from 1 to {MOST_THREADS}, not {self.get_option('threads')}.")

    def templated(self, name: str, variables: t.Mapping[str, t.Any] | None = None) -> t.Any:
        """An option's value with its templates filled in. Raises InvalidInput."""
        self.templar.available_variables = self._vars if variables is None else variables
        try:
            return self.templar.template(self.get_option(name))
        except AnsibleError as error:
            raise InvalidInput(f"The template of {name} cannot be filled in: {error}") from None

    def said(self, name: str) -> t.Any:
        """An option that is a variable for tasks too: what the file says, else the extra variable. Raises InvalidInput.

        Other variables, such as those of groups, are not there yet: they belong to what is read here.
        """
        variable = f"ansible_heroku_{name}"
        if name in self.configured or self._vars.get(variable) in (None, ""):
            return self.templated(name)
        try:
            self.templar.available_variables = self._vars
            return self.templar.template(self._vars[variable])
        except AnsibleError as error:
            raise InvalidInput(f"The template of {variable} cannot be filled in: {error}") from None

    def texts(self, name: str) -> list[str]:
        """The items of an option that is a list."""
        return [str(item) for item in self.templated(name)]

    # Reading

    @contextlib.contextmanager
    def reader(self) -> t.Iterator[tuple[Facts, str]]:
        """The store of facts, and a text that stands for the account in the cache and does not tell the token."""
        timeouts = {name: self.get_option(name) for name in ("connect_timeout", "read_timeout")}
        texts = {name: str(self.said(name) or "") for name in ("api_url", "api_key", "two_factor_code")}
        client = client_for({**timeouts, **texts}, self.reporter)
        facts = Facts(client, self.reporter.hide, threads=self.get_option("threads"))
        try:
            yield facts, hashlib.sha256(f"{client.url} {client.auth.token}".encode()).hexdigest()[:12]
        finally:
            client.session.close()

    def remembered(self, facts: Facts, key: str, cache: bool) -> list[App]:
        """The apps from the cache, if it may be used and has all that is needed, else from the API, and then cached."""
        caching = self.get_option("cache")
        if caching and cache:
            with contextlib.suppress(KeyError):
                kept = self._cache[key]
                return self.find(lambda needs: [self.from_cache(kept, need.path) for need in needs])
        answers: dict[str, t.Any] = {}

        def ask(needs: list[Need]) -> list[t.Any]:
            replies = self.ask(facts, needs)
            answers.update((need.path, reply) for need, reply in zip(needs, replies) if reply is not GONE)
            return replies

        apps = self.find(ask)
        if caching:
            self._cache[key] = answers
        return apps

    def from_cache(self, kept: t.Mapping[str, t.Any], path: str) -> t.Any:
        """What was kept of a path. Raises KeyError when there is nothing, or nothing that O(strict) lets pass.

        None was kept of what the token may not read, which is a warning each time, and an error with O(strict): so
        with that, it is asked for again.
        """
        if kept[path] is None:
            if self.get_option("strict"):
                raise KeyError(path)
            self.reporter.warn(f"The token may not read {path}, as was found when the cache was made.")
        return kept[path]

    def find(self, read: Read) -> list[App]:
        """The apps that the filters leave, and all that is included but config vars. C(read) answers questions."""
        include, filters = self.get_option("include"), {option: self.texts(option) for option in FILTERS}
        kinds = [APPS]
        if "pipeline" in include or filters["pipelines"]:
            kinds += [PIPELINES, COUPLINGS]
        if "addons" in include:
            kinds += [ADDONS]
        lists = dict(zip(kinds, read([kind.of() for kind in kinds])))
        apps = [dict(app) for app in sorted(lists[APPS], key=itemgetter("name"))]
        if COUPLINGS in lists:
            add_pipelines(apps, lists[PIPELINES], lists[COUPLINGS])
        if ADDONS in lists:
            add_addons(apps, lists[ADDONS])
        for option, item in unmatched(apps, filters):
            self.reporter.warn(f"{option}: no app that the token sees matches {item!r}.")
        names, exclude = self.texts("names"), self.texts("exclude")
        left = [app for app in apps if wanted(app, filters, names, exclude)]
        return add_per_app(left, {name: kind for name, kind in PER_APP.items() if name in include}, read)

    def config_vars(self, facts: Facts, needs: list[Need]) -> list[t.Any]:
        """The config vars of apps, those whose names match."""
        names = self.texts("config_names")
        return [
            {key: value for key, value in config.items() if matches(key, names)} if isinstance(config, dict) else config
            for config in self.ask(facts, needs)
        ]

    def ask(self, facts: Facts, needs: list[Need]) -> list[t.Any]:
        """The answers to questions, in their order. Raises the first Failure."""
        left = facts.client.rate_limit_remaining
        if left is not None and left < len(needs):
            self.reporter.say(
                f"{len(needs)} requests are needed, and the account has {left} API tokens left: this will take a while."
            )
        facts.fetch(needs, is_fatal=self.is_fatal)
        view = facts.view()
        return [self.readable(view, need) for need in needs]

    def is_fatal(self, need: Need, error: Failure) -> bool:
        """Whether there is no inventory with an error; there is one without an app that was deleted meanwhile."""
        if not need.scope or not isinstance(error, HerokuError):
            return True
        return not error.not_found and (error.status != 403 or bool(self.get_option("strict")))

    def readable(self, view: View, need: Need) -> t.Any:
        """The answer to a question; GONE if its app is, None if the token may not read it. Raises Failure."""
        try:
            return view.get(need)
        except HerokuError as error:
            if self.is_fatal(need, error):
                raise
            if error.not_found:
                return GONE
            self.refused[need.path] = error
            return None

    # Hosts

    def populate(self, apps: list[App]) -> None:
        """Make the hosts, their variables and their groups. Raises InvalidInput, before the first host is made."""
        hosts: dict[str, tuple[App, dict[str, t.Any]]] = {}
        for app in apps:
            variables = {f"{self.get_option('hostvars_prefix')}{field}": never_template(app[field]) for field in app}
            host = str(self.templated("hostname", variables) or "") if self.get_option("hostname") else app["name"]
            if not host.strip():
                raise InvalidInput(f"hostname gives the app {app['name']} no name at all.")
            if host in hosts:
                raise InvalidInput(f"hostname gives two apps the name {host}: {hosts[host][0]['name']}, {app['name']}.")
            hosts[host] = app, variables
        for host, (app, variables) in hosts.items():
            self.inventory.add_host(host)
            for name, value in {**variables, **(LOCAL if self.get_option("local") else {})}.items():
                self.inventory.set_variable(host, name, value)
            for name in group_names(app, self.get_option("group"), self.get_option("group_by")):
                self.inventory.add_child(self.inventory.add_group(self._sanitize_group_name(name)), host)
            strict = self.get_option("strict")
            self._set_composite_vars(self.get_option("compose"), variables, host, strict)
            self._add_host_to_composed_groups(self.get_option("groups"), {}, host, strict)
            self._add_host_to_keyed_groups(self.get_option("keyed_groups"), {}, host, strict)
