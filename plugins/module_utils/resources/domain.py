# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains of an app: behaviour.md 3.6."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.options import NONE
from ansible_collections.community.heroku.plugins.module_utils.plan import Field, Plan, is_uuid
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_verified
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    WAIT_OPTIONS,
    AppResource,
    being_provisioned,
)

try:
    import idna  # comes with requests
except ImportError:
    idna = None  # type: ignore[assignment]

LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
HOSTNAME = re.compile(rf"(\*\.)?({LABEL}\.)+{LABEL}")
WILDCARD = "*."


def normalise(hostname: str) -> str:
    """A hostname as DNS compares it: lower case, without a final dot, international names as punycode (RFC 5891).

    What cannot be a hostname is returned as it came, but for its case.
    """
    hostname = hostname.strip().lower().removesuffix(".")
    if hostname.isascii() or idna is None:
        return hostname
    prefix = WILDCARD if hostname.startswith(WILDCARD) else ""
    try:
        return prefix + idna.encode(hostname[len(prefix) :], uts46=True).decode("ascii")
    except UnicodeError:
        return hostname


def same_hostname(wanted: str, have: str | None) -> bool:
    """Whether two spellings mean one name."""
    return normalise(wanted) == normalise(have or "")


def ready(domain: dict[str, t.Any]) -> bool:
    """Whether Heroku has done its part: C(none) is the status of a domain that has nothing to wait for."""
    return domain["status"] == "failed" or (domain["status"] != "pending" and domain["cname"] is not None)


def certified(domain: dict[str, t.Any]) -> bool:
    """Whether automated certificate management is done with a domain; C(failing) passes once the DNS is right."""
    return domain["acm_status"] in (None, "cert issued", "ok", "failed")


def acm_state(domain: dict[str, t.Any]) -> str:
    """How far it is, with Heroku's reason when it is stuck."""
    reason = f" ({domain['acm_status_reason']})" if domain["acm_status_reason"] else ""
    return f"{domain['acm_status']}{reason}"


class Domain(AppResource):
    """A custom domain, found by its hostname or id. Domains of kind C(heroku) are Heroku's own and never touched."""

    noun = "domain"
    plural = "domains"
    identity = ("hostname",)
    empty: t.ClassVar[dict[str, str]] = {"sni_endpoint": NONE}
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "hostname": {"type": "str", "required": True},
        "sni_endpoint": {"type": "str"},
        "wait_for_acm": {"type": "bool", "default": False},
        **WAIT_OPTIONS,
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "hostname": {"type": "str"},
        "kind": {"type": "str", "choices": ["heroku", "custom"]},
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("hostname", equal=same_hostname),
        Field("sni_endpoint", reference=True),
    )
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(
            (
                "acm_status",
                "acm_status_reason",
                "app",
                "cname",
                "created_at",
                "hostname",
                "id",
                "sni_endpoint",
                "status",
                "updated_at",
            )
        ),
        "kind": "custom",
    }

    endpoint: dict[str, t.Any] | None = None  # the SNI endpoint that is to be bound, once it was looked up

    @property
    def hostname(self) -> str:
        """The hostname in Heroku's spelling, or the domain's id."""
        return normalise(self.params["hostname"])

    def check(self) -> None:
        if self.given("wait_for_acm"):
            self.check_acm()
        if not self.given("hostname") or HOSTNAME.fullmatch(self.hostname) or is_uuid(self.hostname):
            return
        hint = (
            "" if self.hostname.isascii() else " Names with other letters than a to z may have to be given as punycode."
        )
        raise InvalidInput(
            f"{self.params['hostname']!r} is not a hostname such as www.example.com or *.example.com "
            f"(no scheme, no port, no path).{hint}"
        )

    def check_acm(self) -> None:
        """Whether there could be a certificate to wait for. Raises InvalidInput."""
        if not self.params["wait"]:
            raise InvalidInput("wait_for_acm needs wait.")
        if self.hostname.startswith(WILDCARD):
            raise InvalidInput("Automated certificate management has no certificates for wildcard domains.")

    def read(self) -> dict[str, t.Any] | None:
        domain = self.fetch(self.in_app("/domains/{}", self.hostname))
        if domain and domain["kind"] == "heroku":
            raise InvalidInput(
                f"{domain['hostname']} is the domain that Heroku gave the app; it comes and goes with the app."
            )
        return domain

    def wanted(self) -> dict[str, t.Any]:
        wanted = {**super().wanted(), "hostname": self.hostname}
        if is_uuid(self.hostname):
            del wanted["hostname"]
        return wanted

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if current is None and self.given("state") == "present" and is_uuid(self.hostname):
            raise InvalidInput(
                f"{self.params['app']} has no domain with the id {self.hostname}, and Heroku chooses the id of a new "
                "one: give a hostname."
            )
        plan = super().plan(current)
        if plan.predicted is None:
            return plan
        if self.endpoint:
            plan.predicted["sni_endpoint"] = {name: self.endpoint[name] for name in ("id", "name")}
        if self.params["wait"] and not ready(plan.predicted):
            plan.predicted.update(dict.fromkeys(("cname", "status", "updated_at")))
        if self.given("wait_for_acm") and (current is None or not certified(current)):
            plan.predicted.update(dict.fromkeys(("acm_status", "acm_status_reason", "sni_endpoint", "updated_at")))
        return plan

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """The SNI endpoint that is to be bound has to exist, and so has what issues a certificate."""
        if current is None:
            check_verified(self, "add domains", owner=lambda: self.client.get(self.in_app())["owner"]["id"])
        if current is None and self.given("wait_for_acm") and not self.client.get(self.in_app())["acm"]:
            raise InvalidInput(self.without_acm())
        wanted = self.given("sni_endpoint")
        if wanted and any("sni_endpoint" in step.fields for step in plan.steps):
            self.endpoint = self.fetch(self.in_app("/sni-endpoints/{}", wanted))
            if self.endpoint is None:
                names = ", ".join(sorted(item["name"] for item in self.fetch_list(self.in_app("/sni-endpoints")) or ()))
                raise InvalidInput(
                    f"{self.params['app']} has no SNI endpoint {wanted}; it has {names or 'none'}. "
                    "A certificate has to be added before a domain can use it."
                )
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        # Heroku insists on the key sni_endpoint, be it null.
        body = {"hostname": fields["hostname"], "sni_endpoint": fields.get("sni_endpoint") or None}
        return self.client.post(self.in_app("/domains"), body, again_if=being_provisioned)

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"sni_endpoint": fields["sni_endpoint"] or None}
        return self.client.patch(self.in_app("/domains/{}", current["id"]), body)

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_app("/domains/{}", current["id"]))

    def without_acm(self) -> str:
        """What to tell somebody who waits for a certificate that nobody issues."""
        return (
            f"Automated certificate management does not look after {self.hostname}: {self.params['app']} has it off "
            "(heroku_app with acm: true enables it), or runs on Eco dynos."
        )

    def settle(self, record: dict[str, t.Any] | None) -> dict[str, t.Any] | None:
        if record is None or self.given("state") == "absent" or not self.params["wait"]:
            return record
        if not ready(record):
            path = self.in_app("/domains/{}", record["id"])
            record = self.wait_until(
                ask=lambda: self.client.get(path),
                done=ready,
                waiting_for=f"the DNS target of {record['hostname']}",
                state=lambda domain: domain["status"] if domain["status"] == "pending" else "without one",
            )
        if record["status"] == "failed":
            raise Failure(
                f"Heroku could not set up {record['hostname']}. Delete the domain and add it again; if that fails too, "
                "Heroku's support can tell why.",
                domain=record,
            )
        return self.until_certified(record) if self.given("wait_for_acm") else record

    def until_certified(self, record: dict[str, t.Any]) -> dict[str, t.Any]:
        """The domain once Heroku has issued its certificate. Raises Failure when it will not, and Timeout."""
        if not certified(record):
            path = self.in_app("/domains/{}", record["id"])
            record = self.wait_until(
                ask=lambda: self.client.get(path),
                done=certified,
                waiting_for=f"the certificate of {record['hostname']}",
                state=acm_state,
            )
        if record["acm_status"] is None:
            raise Failure(self.without_acm(), domain=record)
        if record["acm_status"] == "failed":
            raise Failure(
                f"Heroku could not issue a certificate for {record['hostname']}: {acm_state(record)}. Point the DNS to "
                f"{record['cname']}, then let 'heroku certs:auto:refresh' begin anew.",
                domain=record,
            )
        return record

    def find(self) -> list[dict[str, t.Any]]:
        if self.given("hostname"):
            one = self.fetch(self.in_app("/domains/{}", self.hostname))
            found = [one] if one else []
        else:
            found = self.fetch_list(self.in_app("/domains")) or []
        chosen = (domain for domain in found if self.given("kind") in (None, domain["kind"]))
        return sorted(chosen, key=lambda domain: domain["hostname"])
