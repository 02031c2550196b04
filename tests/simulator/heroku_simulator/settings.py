# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the command line and the world file set for a whole simulator."""

from __future__ import annotations

from dataclasses import dataclass, field

from .context import per_simulator

RATE_LIMIT = 4500  # tokens in the pool of an account


@dataclass
class Timings:
    """How long things take, in virtual seconds. The world file sets them under ``timings:``."""

    enable_logplex: float = 0.2
    log_channel: float = 2
    app_in_space: float = 10
    build_line: float = 0.5
    release_command: float = 5
    stream_available: float = 0.2
    dyno_start: float = 3
    one_off: float = 5
    await_client: float = 60
    log_session: float = 300
    domain_cname: float = 1
    domain_status: float = 3
    acm_verify: float = 60
    acm_issue: float = 300
    space_allocate: float = 480
    space_delete: float = 120
    ruleset_apply: float = 30
    peering_provision: float = 60
    vpn_visible: float = 1
    vpn_start: float = 30
    vpn_provision: float = 600
    vpn_delete: float = 300
    addon_deprovision: float = 5
    failed_addon: float = 60
    collaborator_gone: float = 5
    webhook_delivery: float = 1
    app_setup_manifest: float = 1
    promotion: float = 2
    review_app_create: float = 2
    review_app_delete: float = 5
    test_run_step: float = 10


@dataclass
class Settings:
    """The settings of a simulator."""

    url: str = ""
    rendezvous: str = ""
    building: bool = False  # the world is being made, and logs begin only after that
    token: str | None = None
    latency: float = 0.0
    rate_limit: int = RATE_LIMIT
    timings: Timings = field(default_factory=Timings)


settings = per_simulator(Settings)
