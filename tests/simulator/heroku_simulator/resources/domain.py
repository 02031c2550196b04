# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Domains (behaviour.md 3.6), and ACM, which looks after their certificates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import chance, errors
from ..clock import clock, transition
from ..faults import faults
from ..hooks import emit, on
from ..operation import View, operation, resolver, writer
from ..params import boolean, identity, identity_of, text
from ..settings import settings
from ..store import Record, Table
from ..switches import switches
from .account import Account
from .app import App, apps, check_ready, hostname, mention, owner_of
from .dyno_size import dyno_sizes
from .formation import formations
from .sni_endpoint import SniEndpoint, find_endpoint, issue, reference, sni_endpoints, withdraw_issued

if TYPE_CHECKING:
    from ..application import Call

HEROKU = "heroku"
CUSTOM = "custom"
MOST_DOMAINS = 1000
_HOSTNAME = re.compile(r"(?i)(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


@dataclass(kw_only=True)
class Domain(Record):
    """A hostname of an app; ``kind`` is ``heroku`` for the one that the platform gives, which stays."""

    app_id: str
    hostname: str
    kind: str = CUSTOM
    cname: str | None = None
    status: str = "none"
    acm_status: str | None = None
    acm_status_reason: str | None = None
    sni_endpoint_id: str | None = None


domains = Table("domains", Domain, unique=("hostname",), groups=("sni_endpoint_id",), parents={"app_id": apps})


@resolver("domain")
def resolve_domain(call: Call, identity: str) -> Domain:
    """By id or hostname, within the app of the path."""
    domain = domains.find(_fold(identity), "hostname")
    if domain is None or domain.app_id != call.found["app"].id:
        raise errors.not_found("domain name", resource="domain")
    return domain


def _fold(name: str) -> str:
    return name.lower() if switches["fold_case"] == "folded" else name


@writer(Domain)
def write(domain: Domain, view: View) -> dict[str, Any]:
    """The resource ``domain``."""
    endpoint = sni_endpoints.get(domain.sni_endpoint_id)
    return {
        "acm_status": domain.acm_status,
        "acm_status_reason": domain.acm_status_reason,
        "app": mention(apps[domain.app_id]),
        "cname": domain.cname,
        "created_at": domain.created_at,
        "hostname": domain.hostname,
        "id": domain.id,
        "kind": domain.kind,
        "updated_at": domain.updated_at,
        "status": domain.status,
        "sni_endpoint": reference(endpoint) if endpoint else None,
    }


# --- The app's own domain


@on("app.created")
def _own_domain(app: App, actor: Account) -> None:
    if not app.internal_routing:
        domains.add(Domain(app_id=app.id, hostname=hostname(app), kind=HEROKU))


@on("app.renamed")
def _rename_own_domain(app: App, old_name: str) -> None:
    for domain in domains.where("app_id", app.id):
        if domain.kind == HEROKU:
            domains.update(domain, hostname=hostname(app))


@on("sni_endpoint.deleted")
def _unbind(endpoint: SniEndpoint) -> None:
    for domain in domains.where("sni_endpoint_id", endpoint.id):
        domains.update(domain, sni_endpoint_id=None)


# --- What happens later


def add_domain(app: App, name: str, sni_endpoint_id: str | None = None) -> Domain:
    """Add a custom domain: with its DNS target, while its status settles a little later (recorded.md A 2)."""
    at_once = switches["domain_target"] == "at_once"
    waits = at_once or app.space_id is not None or app.acm
    domain = domains.add(
        Domain(
            app_id=app.id,
            hostname=name,
            sni_endpoint_id=sni_endpoint_id,
            status="pending" if waits else "none",
            cname=chance.dns_target() if at_once else None,
        )
    )
    if not at_once:
        clock.after(settings.timings.domain_cname, "domain.cname", domain.id)
    if waits:
        clock.after(settings.timings.domain_status, "domain.status", domain.id)
    if app.acm:
        _begin_acm(app, domain)
    return domain


@transition("domain.cname")
def _cname(domain_id: str) -> None:
    domain = domains.get(domain_id)
    if domain is not None and domain.cname is None:
        domains.update(domain, cname=chance.dns_target())


@transition("domain.status", can_fail=True)
def _status(domain_id: str) -> None:
    domain = domains.get(domain_id)
    if domain is not None and domain.status == "pending":
        domains.update(domain, status="failed" if faults.transition_fails("domain.status") else "succeeded")


def _begin_acm(app: App, domain: Domain) -> None:
    """ACM leaves wildcards out, and apps on Eco dynos (behaviour.md 3.6)."""
    if domain.kind == HEROKU or domain.hostname.startswith("*."):
        return
    domains.update(domain, acm_status="pending", acm_status_reason=None)
    clock.after(settings.timings.acm_verify, "domain.acm_verify", domain.id)


def _reason(domain: Domain) -> str:
    """Why a hostname cannot be verified: its DNS is not there, or leads elsewhere (recorded.md D)."""
    if domain.hostname.endswith((".invalid", ".example")):
        return f"Unable to resolve DNS for {domain.hostname}"
    return "CDN not returning HTTP challenge"


@transition("domain.acm_verify", can_fail=True)
def _acm_verify(domain_id: str) -> None:
    domain = domains.get(domain_id)
    if domain is None or domain.acm_status != "pending":
        return
    if faults.transition_fails("domain.acm_verify"):
        domains.update(domain, acm_status="failing", acm_status_reason=_reason(domain))
        return
    domains.update(domain, acm_status="verified")
    clock.after(settings.timings.acm_issue, "domain.acm_issue", domain.id)


@transition("domain.acm_issue", can_fail=True)
def _acm_issue(domain_id: str) -> None:
    domain = domains.get(domain_id)
    if domain is not None and domain.acm_status == "verified":
        if faults.transition_fails("domain.acm_issue"):
            domains.update(domain, acm_status="failed", acm_status_reason="Certificate could not be issued")
            return
        endpoint = issue(apps[domain.app_id], domain.hostname)
        domains.update(domain, acm_status="cert issued", sni_endpoint_id=endpoint.id)


# --- Operations


# A Python client has always asked for `domain ..; ;`.
@operation("GET", "/apps/{app}/domains", ranges=("hostname", "id"), range_keys={"domain": lambda item: item.hostname})
def list_(call: Call, app: App) -> list[Domain]:
    """Domain List: the app's own one included."""
    return domains.where("app_id", app.id)


@operation("GET", "/apps/{app}/domains/{domain}")
def info(call: Call, app: App, domain: Domain) -> Domain:
    """Domain Info."""
    return domain


def _endpoint_id(app: App, identity: str | None) -> str | None:
    if identity is None:
        return None
    endpoint = find_endpoint(app, identity)
    if endpoint is None:
        raise errors.not_found("SNI endpoint", resource="sni_endpoint")
    return endpoint.id


def _check_free(app: App, name: str) -> None:
    """Raises the 422 for a hostname that is in use, here or elsewhere (behaviour.md 2.2)."""
    other = domains.by("hostname", name)
    if other is not None and other.app_id == app.id:
        raise errors.invalid_params("Domain already added to this app.")
    if other is not None or name.endswith(".herokuapp.com"):
        raise errors.invalid_params(f"{name} is currently in use by another app.")
    wildcard = domains.by("hostname", f"*.{name.partition('.')[2]}")
    if wildcard is not None and wildcard.app_id != app.id:
        other_app = apps[wildcard.app_id]
        raise errors.invalid_params(
            f"{name} conflicts with a wildcard cert on app {other_app.name}, owned by {owner_of(other_app)['email']}. "
            "Please ask the owner to add this domain."
        )


@operation(
    "POST",
    "/apps/{app}/domains",
    params={"hostname": text(required=True), "sni_endpoint": identity(required=True, nullable=True)},
)
def create(call: Call, app: App) -> Domain:
    """Domain Create; the key ``sni_endpoint`` must be there, its value may be null."""
    check_ready(app)
    if not call.account.verified:
        raise errors.verify_to_add_domain()
    name = _fold(call.body["hostname"])
    if not _HOSTNAME.fullmatch(name):
        raise errors.invalid_params("Hostname is not a valid domain name.")
    _check_free(app, name)
    if sum(1 for domain in domains.where("app_id", app.id) if domain.kind == CUSTOM) >= MOST_DOMAINS:
        raise errors.invalid_params(f"An app can have at most {MOST_DOMAINS} domains.")
    domain = add_domain(app, name, _endpoint_id(app, identity_of(call.body["sni_endpoint"])))
    emit("record.changed", app, "domain", "create", domain, call.account)
    return domain


@operation("PATCH", "/apps/{app}/domains/{domain}", params={"sni_endpoint": identity(required=True, nullable=True)})
def update(call: Call, app: App, domain: Domain) -> Domain:
    """Domain Update: which certificate it uses."""
    domains.update(domain, sni_endpoint_id=_endpoint_id(app, identity_of(call.body["sni_endpoint"])))
    emit("record.changed", app, "domain", "update", domain, call.account)
    return domain


@operation("DELETE", "/apps/{app}/domains/{domain}")
def delete(call: Call, app: App, domain: Domain) -> Domain:
    """Domain Delete; the app's own one stays [I]."""
    if domain.kind == HEROKU:
        raise errors.forbidden(f"Cannot delete the domain {domain.hostname}.")
    emit("record.changed", app, "domain", "destroy", domain, call.account)
    domains.remove(domain)
    return domain


# --- ACM: behaviour.md 3.1


@operation("POST", "/apps/{app}/acm", status=200)
def enable_acm(call: Call, app: App) -> App:
    """App Enable ACM."""
    if any(dyno_sizes[item.dyno_size_id].tier == "Eco" for item in formations.where("app_id", app.id)):
        raise errors.paid_dynos_for_tls()
    apps.update(app, acm=True)
    for domain in domains.where("app_id", app.id):
        if domain.acm_status is None:
            _begin_acm(app, domain)
    return app


@operation("DELETE", "/apps/{app}/acm")
def disable_acm(call: Call, app: App) -> App:
    """App Disable ACM."""
    apps.update(app, acm=False)
    withdraw_issued(app)
    for domain in domains.where("app_id", app.id):
        domains.update(domain, acm_status=None, acm_status_reason=None)
    return app


@operation("PATCH", "/apps/{app}/acm", params={"acm_refresh": boolean()})
def refresh_acm(call: Call, app: App) -> App:
    """App Refresh ACM: what failed is tried again."""
    for domain in domains.where("app_id", app.id):
        if app.acm and domain.acm_status in ("failing", "failed"):
            _begin_acm(app, domain)
    return app
