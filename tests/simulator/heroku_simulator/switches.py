# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What nobody knows for sure about Heroku: each is a switch here with the answers that the evidence allows.

Set one by ``--switch name=answer``, in the world file under ``switches:``, or through ``/_simulator/switches``. The
first answer is the default. Nothing else in the simulator chooses between two readings of the evidence.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .context import per_simulator


@dataclass(frozen=True)
class Switch:
    """One unknown: its answers (the default first), what it decides, and where the evidence is discussed."""

    answers: tuple[str, ...]
    decides: str
    source: str


SWITCHES: Mapping[str, Switch] = MappingProxyType(
    {
        "retry_after": Switch(("absent", "present"), "whether a 429 carries Retry-After", "behaviour.md 8.3 (1)"),
        "noop_config_patch": Switch(
            ("no_release", "release"), "whether a PATCH config-vars that changes nothing makes a release", "8.3 (2)"
        ),
        "config_after_failed_release": Switch(
            ("kept", "dropped"), "whether a config change stays stored when its release command fails", "8.3 (3)"
        ),
        "config_patch_body": Switch(
            ("old", "new"), "which values PATCH config-vars answers while a release command runs", "8.3 (4)"
        ),
        "if_match": Switch(("honoured", "ignored"), "whether If-Match is looked at (412 when it fails)", "8.3 (5)"),
        "verification_status": Switch(("402", "422"), "the status of verification_required", "8.3 (7)"),
        "verification_id": Switch(
            ("verification_required", "verification_needed"), "the error id for an unverified account", "8.3 (8)"
        ),
        "old_error_key": Switch(
            ("message", "error"), "which property tells of missing credentials and of a suspended account", "2.1"
        ),
        "log_channel_status": Switch(
            ("422", "503"), "the status of a log drain on an app without a log channel yet", "8.3 (7)"
        ),
        "review_apps_enabled_status": Switch(
            ("409", "422"), "the status of enabling review apps a second time", "8.3 (7)"
        ),
        "fold_case": Switch(
            ("folded", "as_sent"), "whether hostnames become lower case and attachment names upper case", "8.3 (9)"
        ),
        "config_size": Switch(("32768", "65536"), "how many bytes the config of one app may have", "8.3 (10)"),
        "old_app_name": Switch(("not_found", "found"), "whether a renamed app answers to its old name", "8.3 (11)"),
        "rollback_to_current": Switch(
            ("release", "refused"), "what a rollback to the current release does", "8.3 (12)"
        ),
        "team_app_size": Switch(
            ("Basic", "Standard-1X"), "the first dyno size of apps of teams that are not enterprise teams", "8.3 (14)"
        ),
        "satellite_lists": Switch(
            ("complete", "paginated"), "whether lists of pipelines and couplings come in pages", "8.3 (15)"
        ),
        "empty_pipelines": Switch(
            ("listed", "not_by_name", "not_listed"),
            "whether lists of pipelines have those without apps: all lists, only those without a filter by name, or "
            "none",
            "3.12",
        ),
        "promotion_outside_pipeline": Switch(
            ("refused", "target_fails"),
            "what a promotion to an app that is not in the pipeline does: 422, or that target fails",
            "3.12",
        ),
        "review_app_region": Switch(
            ("id", "name"), "how a review app config answers the region that it was given by name", "3.13"
        ),
        "review_apps_need_config": Switch(
            ("no", "yes"), "whether review apps can only be made in a pipeline with a review app config", "3.13"
        ),
        "deleted_review_apps": Switch(
            ("gone", "kept"), "whether a review app that was deleted is gone, or kept with the status deleted", "3.13"
        ),
        "config_value_types": Switch(
            ("refused", "coerced"), "what happens to config values that are numbers or booleans", "3.2"
        ),
        "tier_mix": Switch(
            ("all_types", "running_types"), "whether types at quantity 0 count when dyno tiers are mixed", "3.3"
        ),
        "batch_formation_body": Switch(
            ("all_types", "changed_types"),
            "which process types PATCH formation answers with",
            "3.3 and cli-requests.md",
        ),
        "addon_config_vars": Switch(
            ("when_set", "at_once"),
            "whether an add-on names its config_vars while it is provisioning, or once the provider has set them",
            "3.4",
        ),
        "app_addons": Switch(
            ("billed_and_attached", "billed"),
            "whether an app's add-ons include those of other apps attached to it",
            "3.4",
        ),
        "unjoined_apps": Switch(
            ("listed", "left_out"),
            "whether the list of all apps has those of teams that the account has not joined",
            "3.1",
        ),
        "see_addons": Switch(
            ("deploy_or_operate", "view"), "which permission on a team's app lets somebody see its add-ons", "2.1"
        ),
        "failed_addons": Switch(
            ("gone", "kept"),
            "whether an add-on that could not be provisioned is gone after a while, or stays listed",
            "3.4",
        ),
        "resolve_several": Switch(
            ("error", "list"), "whether several matches of a resolution are 422 multiple_matches or a list", "2.2"
        ),
        "attachment_in_use_status": Switch(
            ("423", "400"), "the status of confirmation_required when an attachment's name is in use", "2.2"
        ),
        "unknown_collaborator": Switch(
            ("not_found", "invited"), "what adding a collaborator without an account does", "3.9"
        ),
        "unknown_member": Switch(
            ("invited", "not_found"), "what adding a member without an account to a team does", "3.10"
        ),
        "team_invitations": Switch(
            ("enforced", "lenient"),
            "whether a team takes people only in its own way, by invitation or without one",
            "3.10",
        ),
        "allowed_service_body": Switch(
            ("created", "all"), "which of a team's allowed add-on services the answer to a new one lists", "the schema"
        ),
        "second_identity_provider": Switch(
            ("refused", "allowed"), "whether a team can have more than one identity provider", "the schema"
        ),
        "identity_provider_migration": Switch(
            ("unchanged", "to_enterprise_account"),
            "what becomes of the identity provider of a team that is migrated",
            "the schema",
        ),
        "builds_above_limit": Switch(
            ("wait", "refused"), "what happens to a build above the number that an account may run at once", "3.14"
        ),
        "create_apps": Switch(
            ("enforced", "open"),
            "whether members of a team need the permission create_apps to make apps in its spaces",
            "3.11",
        ),
        "space_access_of_admins": Switch(
            ("no_effect", "refused"), "what taking permissions on a space from an admin of the team does", "3.11"
        ),
        "ruleset_applied": Switch(("absent", "present"), "whether inbound rulesets have the property applied", "3.11"),
        "space_log_drain_later": Switch(
            ("allowed", "refused"),
            "whether a space that was made without a log drain can get one",
            "3.11 and the schema",
        ),
        "space_log_drain_removal": Switch(
            ("empty_url", "refused"), "whether an empty url takes the log drain of a space away", "3.11 and the schema"
        ),
        "deleted_peerings": Switch(
            ("gone", "kept"), "whether a deleted peering is gone, or kept with the status deleted", "3.11"
        ),
        "vpn_update": Switch(
            ("provisioned", "at_once"), "whether a VPN connection whose networks change is provisioned again", "3.11"
        ),
        "app_of_failed_setup": Switch(("kept", "deleted"), "what becomes of the app when its setup fails", "3.20"),
        "addon_delete_answer": Switch(
            ("immediate", "deferred"), "whether deleting an add-on is 200 deprovisioned or 202 deprovisioning", "1.3"
        ),
        "basic_auth_status": Switch(
            ("401", "403"), "the status of e-mail and password from an account with two-factor authentication", "2.1"
        ),
        "feature_release": Switch(
            ("none", "release"), "whether enabling or disabling an app feature makes a release", "3.17"
        ),
        "webhook_secret_header": Switch(
            ("generated", "always"), "whether Heroku-Webhook-Secret also comes for a secret that was given", "3.19"
        ),
        "account_credentials": Switch(
            ("accepted", "refused"),
            "whether PATCH /account still takes email, password and new_password, as it did in 2014",
            "8.2",
        ),
        "optional_properties": Switch(
            ("present", "left_out"),
            "whether answers have what the schema does not require: all of it, or nothing that is null or optional",
            "recorded.md E",
        ),
        "domain_target": Switch(
            ("at_once", "later"),
            "whether a new domain has its DNS target at once, and is pending, or gets it later, without a status",
            "recorded.md A 2",
        ),
        "malformed_range_status": Switch(
            ("400", "416"), "the status of bad_request for a Range header that cannot be read", "recorded.md A 7"
        ),
        "pending_buildpacks": Switch(
            ("null", "empty"), "what a build says of its buildpacks while nothing was detected", "recorded.md A 15"
        ),
        "numeric_booleans": Switch(
            ("refused", "taken"), "what 0 and 1 are where true or false is expected", "the issue threads of clients"
        ),
        "list_etags": Switch(
            ("true", "stale"),
            "whether the ETag of a list that comes in pages follows its content, or never changes",
            "recorded.md B",
        ),
        "range_by_name": Switch(
            ("complete", "ends_early"),
            "whether a list by name tells Next-Range to its end, or for three pages, though it stays 206",
            "recorded.md B",
        ),
        "empty_config_value": Switch(("stored", "refused"), "what happens to an empty config value", "recorded.md F"),
        "write_validators": Switch(
            ("sent", "absent"),
            "whether the answers to accepted writes have an ETag and a Last-Modified",
            "recorded.md F",
        ),
        "app_setup_parts": Switch(
            ("null", "objects"),
            "what an app setup says of a build and a postdeploy that are not there yet: null, or objects of nulls",
            "recorded.md F",
        ),
        "drain_without_scheme": Switch(
            ("refused", "taken"), "what a log drain whose url has no scheme leads to", "recorded.md F"
        ),
        "enterprise_basic": Switch(
            ("refused", "allowed"), "whether apps of enterprise teams can have Basic dynos", "recorded.md F"
        ),
        "deleted_spaces": Switch(
            ("gone", "deleting"),
            "whether a deleted space is gone at once, or after the time `space_delete`",
            "the threads of clients",
        ),
        "unknown_range_field": Switch(
            ("refused", "ignored"), "what a Range on a field that cannot be sorted by does (416 or id)", "1.4"
        ),
    }
)


class Switches:
    """The answers in force."""

    def __init__(self) -> None:
        self._set: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self._set.get(name) or SWITCHES[name].answers[0]

    def status(self, name: str) -> int:
        """The answer of a switch that decides a number."""
        return int(self[name])

    def set(self, name: str, answer: str) -> None:
        """Raises ValueError when there is no such switch or answer."""
        if name not in SWITCHES:
            meant = difflib.get_close_matches(name, SWITCHES)
            hint = f"did you mean {' or '.join(meant)}?" if meant else f"there are {', '.join(SWITCHES)}"
            raise ValueError(f"there is no switch {name!r}; {hint}")
        if answer not in SWITCHES[name].answers:
            raise ValueError(f"switch {name} can be {' or '.join(SWITCHES[name].answers)}, not {answer!r}")
        self._set[name] = answer

    def reset(self) -> None:
        """Back to the defaults."""
        self._set.clear()

    def dump(self) -> dict[str, str]:
        """All switches with the answer in force."""
        return {name: self[name] for name in SWITCHES}


switches = per_simulator(Switches)
