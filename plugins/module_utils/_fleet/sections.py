# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one table of what a document of many apps can say.

Validation, schema, jobs, export and removal follow from it and from the options of the resources. A section takes the
options of its module, in the module's words; the table says only how they are written down.
"""

from __future__ import annotations

import enum
import typing as t
from dataclasses import dataclass

from .._engine.options import STATE_OPTIONS
from .._engine.resource import Resource
from .._engine.values import Observed, Record, Values
from .._resources.account_feature import AccountFeature
from .._resources.addon import Addon
from .._resources.addon_attachment import AddonAttachment
from .._resources.allowed_addon_service import AllowedAddonService
from .._resources.app import App
from .._resources.app_feature import AppFeature
from .._resources.build import Build
from .._resources.buildpacks import Buildpacks
from .._resources.certificate import Certificate
from .._resources.collaborator import Collaborator
from .._resources.common import WAIT_OPTIONS
from .._resources.config import Config
from .._resources.container_release import ContainerRelease
from .._resources.domain import Domain, normalise
from .._resources.drain import Drain
from .._resources.formation import Formation
from .._resources.identity_provider import IdentityProvider
from .._resources.key import Key
from .._resources.oauth_client import OauthClient
from .._resources.pipeline import Pipeline
from .._resources.pipeline_config import PipelineConfig
from .._resources.pipeline_coupling import PipelineCoupling
from .._resources.release import Release
from .._resources.review_app_config import ReviewAppConfig
from .._resources.run import OneOff
from .._resources.slug import Slug
from .._resources.space import Space
from .._resources.space_access import SpaceAccess
from .._resources.space_inbound_ruleset import InboundRuleset
from .._resources.space_log_drain import SpaceLogDrain
from .._resources.space_peering import Peering
from .._resources.space_vpn import Vpn
from .._resources.team import Team
from .._resources.team_invitation import TeamInvitation
from .._resources.team_member import TeamMember
from .._resources.telemetry_drain import TelemetryDrain
from .._resources.webhook import Webhook

WAITING = tuple(WAIT_OPTIONS)  # options that the task sets for all that a document does not set apart
BUILDS = "build"  # the pool of what works long at Heroku, and of which there are few at a time


class Form(enum.Enum):
    """How the options of a section are written down."""

    OWN = "beside the group's other keys"
    ONE = "one mapping of options"
    LIST = "a list, each entry a mapping of options"
    MAP = "a mapping, each key with a mapping of options; or a list of such keys, and of mappings with the key"
    VALUE = "the value of one option; its other options stand beside it, as SECTION_OPTION"


@dataclass(frozen=True)
class Section:
    """One key of a document, and the resource that it is about.

    Parameters:
        name: The key.
        module: The module whose options it takes.
        resource: The module's resource type.
        form: How the options are written down.
        scope: The option that the group's name fills, such as ``app``.
        option: The option whose value an entry is, instead of a mapping of options (VALUE; MAP of such values).
        by: The option that the keys of a MAP are, or those of a VALUE whose entries are dicts.
        scalar: The option that an entry means which is no mapping (of a VALUE whose entries are dicts: theirs).
        each: The option of a MAP of lists that each entry of a list is: one thing each.
        without: Options that a document has no use for, since it says the same otherwise.
        told_by: The options of which the first that is given tells one from others, where the resource does not say.
        unique: The option that no two things at Heroku have the same value of, whatever they hang on.
        folded: Brings spellings of one value of what tells it from others, or is unique, into one.
        absent: Whether the module has ``state``.
        after: Sections of the same group that come first.
        pool: What bounds how many are worked on at a time, beside the task's ``forks``.
    """

    name: str
    module: str
    resource: type[Resource]
    form: Form
    scope: str = ""
    option: str = ""
    by: str = ""
    scalar: str = ""
    each: str = ""
    without: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    unique: str = ""
    folded: t.Callable[[str], str] = str.lower
    absent: bool = True
    after: tuple[str, ...] = ()
    pool: str = ""

    @property
    def spec(self) -> Record:
        """The module's argument spec, but for how to reach Heroku."""
        return {**self.resource.options, **(STATE_OPTIONS if self.absent else {})}

    @property
    def options(self) -> Record:
        """Those options of the module that an entry can give: what the document says by its place is none of them."""
        placed = (self.scope, self.by, *self.without)
        return {name: item for name, item in self.spec.items() if name not in placed}

    def which(self, options: Values) -> Observed:
        """What tells one thing from others of its section and scope; None when nothing does."""
        names = self.told_by or self.resource.identity or (self.resource.key,)
        return next((options[name] for name in names if options.get(name) is not None), None)

    @property
    def inner(self) -> Record | None:
        """The options of each entry of a VALUE that is a list of dicts; None for others."""
        found = self.spec[self.option].get("options") if self.option else None
        return t.cast("Record | None", found)

    @property
    def beside(self) -> dict[str, str]:
        """The keys beside a VALUE (or a MAP of values, or of lists), with the option that each of them is."""
        if not self.option and not self.each:
            return {}
        own = (self.option, self.each, *(STATE_OPTIONS if self.each else ()))
        return {f"{self.name}_{name}": name for name in self.options if name not in own}


@dataclass(frozen=True)
class Group:
    """What a document has many of by name, and the sections below each of them.

    ``noun`` is what one is called in results and messages; of apps, which are what a fleet is of, the name alone.
    """

    name: str
    noun: str
    own: Section
    sections: tuple[Section, ...]

    @property
    def all(self) -> tuple[Section, ...]:
        """Its own section, and those below."""
        return (self.own, *self.sections)


PROTECTED = "protected"  # beside an OWN section: as if ansible_heroku_protect had the name
# What has to be there before code is released.
BEFORE_CODE = tuple("app buildpacks config addons attachments drains telemetry_drains webhooks".split())
CODE = ("build", "slug", "release", "images")

APPS = Group(
    "apps",
    "app",
    Section("app", "heroku_app", App, Form.OWN, by="name"),
    (
        Section(
            "buildpacks", "heroku_buildpacks", Buildpacks, Form.VALUE, "app", "buildpacks", absent=False, after=("app",)
        ),
        Section("config", "heroku_config", Config, Form.VALUE, "app", "config", absent=False, after=("app",)),
        Section(
            "addons", "heroku_addon", Addon, Form.LIST, "app", scalar="plan", unique="name", after=("app", "config")
        ),
        Section(
            "attachments",
            "heroku_addon_attachment",
            AddonAttachment,
            Form.LIST,
            "app",
            scalar="addon",
            after=("app", "config", "addons"),
        ),
        Section(
            "drains",
            "heroku_drain",
            Drain,
            Form.LIST,
            "app",
            scalar="url",
            told_by=("url", "token", "id"),
            after=("app",),
        ),
        Section(
            "telemetry_drains",
            "heroku_telemetry_drain",
            TelemetryDrain,
            Form.LIST,
            "app",
            without=("space",),
            told_by=("id", "endpoint"),
            after=("app",),
        ),
        Section(
            "webhooks",
            "heroku_webhook",
            Webhook,
            Form.LIST,
            "app",
            without=("show_secret",),
            told_by=("id", "url"),
            after=("app",),
        ),
        Section(
            "build",
            "heroku_build",
            Build,
            Form.ONE,
            "app",
            scalar="path",
            without=("build", "state"),
            absent=False,
            after=BEFORE_CODE,
            pool=BUILDS,
        ),
        Section("slug", "heroku_slug", Slug, Form.ONE, "app", absent=False, after=BEFORE_CODE, pool=BUILDS),
        Section(
            "release",
            "heroku_release",
            Release,
            Form.ONE,
            "app",
            without=("rollback",),
            absent=False,
            after=BEFORE_CODE,
            pool=BUILDS,
        ),
        Section(
            "images",
            "heroku_container_release",
            ContainerRelease,
            Form.VALUE,
            "app",
            "updates",
            by="type",
            scalar="docker_image",
            absent=False,
            after=BEFORE_CODE,
            pool=BUILDS,
        ),
        Section(
            "run", "heroku_run", OneOff, Form.ONE, "app", scalar="command", absent=False, after=(*BEFORE_CODE, *CODE)
        ),
        Section(
            "formation",
            "heroku_formation",
            Formation,
            Form.VALUE,
            "app",
            "updates",
            by="type",
            scalar="quantity",
            absent=False,
            after=("app", *CODE, "run"),
        ),
        Section(
            "features",
            "heroku_app_feature",
            AppFeature,
            Form.MAP,
            "app",
            by="name",
            scalar="enabled",
            absent=False,
            after=("app", "formation"),
        ),
        Section("certificates", "heroku_certificate", Certificate, Form.LIST, "app", after=("app", "formation")),
        Section(
            "domains",
            "heroku_domain",
            Domain,
            Form.LIST,
            "app",
            scalar="hostname",
            unique="hostname",
            folded=normalise,
            after=("app", "formation"),
        ),
        Section(
            "collaborators",
            "heroku_collaborator",
            Collaborator,
            Form.VALUE,
            "app",
            "collaborators",
            scalar="user",
            without=("user", "permissions", "state"),
            after=("app",),
        ),
    ),
)
PIPELINES = Group(
    "pipelines",
    "pipeline",
    Section("pipeline", "heroku_pipeline", Pipeline, Form.OWN, by="name", without=("id", "allow_duplicate")),
    (
        Section(
            "stages",
            "heroku_pipeline_coupling",
            PipelineCoupling,
            Form.MAP,
            "pipeline",
            by="stage",
            each="app",
            told_by=("app",),
            after=("pipeline",),
        ),
        Section(
            "config",
            "heroku_pipeline_config",
            PipelineConfig,
            Form.MAP,
            "pipeline",
            "config",
            by="stage",
            without=("src",),
            absent=False,
            after=("pipeline",),
        ),
        Section("review_apps", "heroku_review_app_config", ReviewAppConfig, Form.ONE, "pipeline", after=("pipeline",)),
    ),
)
TEAMS = Group(
    "teams",
    "team",
    Section("team", "heroku_team", Team, Form.OWN, by="name"),
    (
        Section(
            "members",
            "heroku_team_member",
            TeamMember,
            Form.VALUE,
            "team",
            "members",
            without=("email", "role", "federated", "state"),
            after=("team",),
        ),
        Section(
            "invitations",
            "heroku_team_invitation",
            TeamInvitation,
            Form.MAP,
            "team",
            by="email",
            scalar="role",
            without=("token",),
            absent=False,
            after=("team",),
        ),
        Section(
            "allowed_addon_services",
            "heroku_allowed_addon_service",
            AllowedAddonService,
            Form.VALUE,
            "team",
            "addon_services",
            without=("addon_service", "state"),
            after=("team",),
        ),
        Section(
            "identity_providers",
            "heroku_identity_provider",
            IdentityProvider,
            Form.LIST,
            "team",
            without=("enterprise_account",),
            after=("team",),
        ),
    ),
)
SPACES = Group(
    "spaces",
    "space",
    Section("space", "heroku_space", Space, Form.OWN, by="name"),
    (
        Section(
            "access",
            "heroku_space_access",
            SpaceAccess,
            Form.MAP,
            "space",
            "permissions",
            by="user",
            absent=False,
            after=("space",),
        ),
        Section(
            "inbound_ruleset",
            "heroku_space_inbound_ruleset",
            InboundRuleset,
            Form.VALUE,
            "space",
            "rules",
            absent=False,
            after=("space",),
        ),
        Section(
            "log_drain", "heroku_space_log_drain", SpaceLogDrain, Form.ONE, "space", scalar="url", after=("space",)
        ),
        Section("peerings", "heroku_space_peering", Peering, Form.LIST, "space", scalar="pcx_id", after=("space",)),
        Section("vpns", "heroku_space_vpn", Vpn, Form.MAP, "space", by="name", after=("space",)),
        Section(
            "telemetry_drains",
            "heroku_telemetry_drain",
            TelemetryDrain,
            Form.LIST,
            "space",
            without=("app",),
            told_by=("id", "endpoint"),
            after=("space",),
        ),
    ),
)
GROUPS = (TEAMS, SPACES, APPS, PIPELINES)
# What belongs to the account.
ACCOUNT = (
    Section(
        "keys", "heroku_key", Key, Form.LIST, scalar="public_key", told_by=("public_key", "fingerprint", "comment")
    ),
    Section(
        "oauth_clients",
        "heroku_oauth_client",
        OauthClient,
        Form.MAP,
        by="name",
        scalar="redirect_uri",
        without=("id", "rotate_credentials", "show_secret"),
    ),
    Section(
        "account_features",
        "heroku_account_feature",
        AccountFeature,
        Form.MAP,
        by="name",
        scalar="enabled",
        absent=False,
    ),
)
DEFAULTS = "defaults"  # the key with what all apps have that do not say otherwise
KEYS = (*(group.name for group in GROUPS), DEFAULTS, *(section.name for section in ACCOUNT))
