# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SNI endpoints of an app, each of them a TLS certificate with its key: behaviour.md 3.7."""

from __future__ import annotations

import datetime as dt
import typing as t
from types import MappingProxyType

from ansible_collections.community.heroku.plugins.module_utils._resources.domain import normalise
from ansible_collections.community.heroku.plugins.module_utils.certificate import (
    check_key,
    check_order,
    fingerprints,
    fits,
    hostnames,
    library_problem,
    parse_chain,
    stored_fingerprints,
    timestamp,
)
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step
from ansible_collections.community.heroku.plugins.module_utils.preflight import check_no_eco
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    APP_OPTIONS,
    AppResource,
)

NOTICE = dt.timedelta(days=14)  # how long before a certificate expires each run says so


def issued_by_heroku(endpoint: dict[str, t.Any]) -> bool:
    """Whether automated certificate management made it, and looks after it."""
    return bool(endpoint["ssl_cert"].get("acm"))


def names_of(endpoints: t.Iterable[dict[str, t.Any]]) -> str:
    """Endpoints as a message lists them."""
    return ", ".join(sorted(endpoint["name"] for endpoint in endpoints))


class Certificate(AppResource):
    """An SNI endpoint, found by its name or id, else by the certificate, else by what the certificate is for.

    The last is how a renewed certificate takes the place of the old one. Heroku never shows the key, so only the chain
    is compared. Endpoints of automated certificate management are Heroku's own and never touched.
    """

    noun = "certificate"
    plural = "certificates"
    options: t.ClassVar[dict[str, t.Any]] = {
        **APP_OPTIONS,
        "name": {"type": "str"},
        "certificate_chain": {"type": "str"},
        "private_key": {"type": "str", "no_log": True},
        "domains": {"type": "list", "elements": "str"},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [("name", "certificate_chain")],
        "required_if": [("state", "present", ("certificate_chain", "private_key"))],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**APP_OPTIONS, "name": {"type": "str"}}
    blank: t.ClassVar[dict[str, t.Any]] = dict.fromkeys(
        ("app", "certificate_chain", "created_at", "display_name", "id", "name", "updated_at")
    )

    chain: t.Sequence[t.Any] = ()  # of certificate_chain, parsed
    app_domains: t.Mapping[str, dict[str, t.Any]] = MappingProxyType({})  # by hostname, if any are to be bound

    # What is given

    def check(self) -> None:
        if self.given("certificate_chain") is None:
            return
        problem = library_problem()
        if problem:
            raise Failure(problem)
        try:
            self.chain = parse_chain(self.params["certificate_chain"])
            if not self.absent:
                check_key(self.chain, self.params["private_key"])
                check_order(self.chain)
        except ValueError as error:
            self.talk.hide_option("certificate_chain")  # what is no certificate may well be a private key
            raise InvalidInput(str(error)) from None
        if not self.absent:
            self.check_hostnames()
            self.say_when_it_expires()

    @property
    def absent(self) -> bool:
        """Whether the certificate is to go."""
        return self.given("state") == "absent"

    @property
    def domains(self) -> list[str]:
        """The hostnames that are to use the certificate, as Heroku spells them."""
        return list(dict.fromkeys(normalise(hostname) for hostname in self.given("domains") or ()))

    def check_hostnames(self) -> None:
        """Raises InvalidInput for a domain that the certificate is not for."""
        names = hostnames(self.chain[0])
        for hostname in self.domains:
            if not fits(names, hostname):
                raise InvalidInput(f"The certificate is for {', '.join(names) or 'no name'}, not for {hostname}.")

    def say_when_it_expires(self) -> None:
        """Warn in good time."""
        end = self.chain[0].not_valid_after_utc
        if end - dt.datetime.now(dt.timezone.utc) < NOTICE:
            self.talk.warn(f"The certificate for {', '.join(hostnames(self.chain[0]))} expires at {timestamp(end)}.")

    def check_dates(self) -> None:
        """Raises InvalidInput for a certificate that no browser would take now."""
        start, end = self.chain[0].not_valid_before_utc, self.chain[0].not_valid_after_utc
        now = dt.datetime.now(dt.timezone.utc)
        if end < now:
            raise InvalidInput(f"The certificate expired at {timestamp(end)}.")
        if start > now:
            raise InvalidInput(f"The certificate is not valid before {timestamp(start)}.")

    # What is there

    def find(self) -> list[dict[str, t.Any]]:
        endpoints = self.fetch_list(self.in_app("/sni-endpoints")) or []
        chosen = (item for item in endpoints if self.given("name") in (None, item["name"], item["id"]))
        return sorted(chosen, key=lambda item: (item["ssl_cert"]["cert_domains"], item["name"]))

    def read(self) -> dict[str, t.Any] | None:
        found = self.find()
        if self.given("name") is None:
            found = self.fitting([endpoint for endpoint in found if not issued_by_heroku(endpoint)])
        elif found and issued_by_heroku(found[0]):
            raise InvalidInput(
                f"{found[0]['name']} belongs to automated certificate management, which Heroku looks after."
            )
        if len(found) > 1:
            raise InvalidInput(
                f"Several certificates of {self.params['app']} fit: give the name of one: {names_of(found)}."
            )
        if self.domains and not self.absent:
            listed = self.fetch_list(self.in_app("/domains")) or ()
            self.app_domains = {domain["hostname"]: domain for domain in listed}
        return found[0] if found else None

    def fitting(self, endpoints: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """Those that hold the very certificate, else those that hold one for the same names, which this one renews."""
        leaf = fingerprints(self.chain[:1])
        same = [item for item in endpoints if stored_fingerprints(item["certificate_chain"])[:1] == leaf]
        if same or self.absent:
            return same
        names = set(hostnames(self.chain[0]))
        return [item for item in endpoints if {name.lower() for name in item["ssl_cert"]["cert_domains"]} == names]

    # What is to be done

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        before = {} if current is None else self.view(current)
        if self.absent:
            return Plan(before, {}, () if current is None else (Step("delete"),), None)
        if current is None and self.given("name") is not None:
            raise InvalidInput(
                f"{self.params['app']} has no certificate {self.params['name']}, and Heroku chooses the name of a new "
                "one: leave name out."
            )
        steps = []
        predicted = {**(self.blank if current is None else current)}
        predicted.setdefault("domains", [])
        if current is None:
            steps.append(Step("create"))
        elif stored_fingerprints(current["certificate_chain"]) != fingerprints(self.chain):
            steps.append(Step("update"))
        if steps:
            predicted.update(
                certificate_chain=self.params["certificate_chain"], ssl_cert=self.predicted_ssl_cert(), updated_at=None
            )
        binds = [Step("bind", {"domain": hostname}) for hostname in self.domains if not self.uses(hostname, current)]
        predicted["domains"] = [
            *predicted["domains"],
            *(self.app_domains[bind.fields["domain"]]["id"] for bind in binds),
        ]
        return Plan(before, self.view(predicted), (*steps, *binds), predicted)

    def uses(self, hostname: str, endpoint: dict[str, t.Any] | None) -> bool:
        """Whether a domain uses the endpoint. Raises InvalidInput when the app has no such domain."""
        if hostname not in self.app_domains:
            raise InvalidInput(
                f"{self.params['app']} has no domain {hostname}: community.heroku.heroku_domain adds it first."
            )
        bound = self.app_domains[hostname]["sni_endpoint"]
        return bool(endpoint and bound and bound["id"] == endpoint["id"])

    def predicted_ssl_cert(self) -> dict[str, t.Any]:
        """What Heroku will say of the certificate; how it spells names in it is its own choice."""
        leaf = self.chain[0]
        return {
            **dict.fromkeys(("acm", "ca_signed?", "id", "issuer", "self_signed?", "subject")),
            "cert_domains": hostnames(leaf),
            "expires_at": timestamp(leaf.not_valid_after_utc),
            "starts_at": timestamp(leaf.not_valid_before_utc),
        }

    def view(self, endpoint: dict[str, t.Any]) -> dict[str, t.Any]:
        """One side of the diff."""
        view = {
            "cert_domains": endpoint["ssl_cert"]["cert_domains"],
            "expires_at": endpoint["ssl_cert"]["expires_at"],
            "fingerprints": stored_fingerprints(endpoint["certificate_chain"]),
        }
        if self.app_domains:
            using = (name for name, domain in self.app_domains.items() if domain["id"] in endpoint["domains"])
            view["domains"] = sorted(using)
        return view

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """What expired is not uploaded, though it may stay where it is."""
        if any(step.action in ("create", "update") for step in plan.steps):
            self.check_dates()
        if current is None:
            check_no_eco(self.client, self.params["app"], "Certificates are")
        return current

    # The writes

    @property
    def pair(self) -> dict[str, str]:
        """The body of both writes: Heroku takes a certificate only with its key."""
        return {name: self.params[name] for name in ("certificate_chain", "private_key")}

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        try:
            return self.client.post(self.in_app("/sni-endpoints"), self.pair)
        except HerokuError as error:
            if error.status == 422:
                error.with_hint(
                    "If it is about dynos: certificates need a formation without Eco dynos, so scale first."
                )
            # Heroku has been seen to say "Conflict" of a certificate that it had just taken (behaviour.md 2.1).
            made = self.made() if error.status == 409 else None
            if made is None:
                raise
            return made

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.patch(self.in_app("/sni-endpoints/{}", current["id"]), self.pair)

    def bind(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        """Let a domain use the certificate."""
        domain = self.app_domains[fields["domain"]]["id"]
        self.client.patch(self.in_app("/domains/{}", domain), {"sni_endpoint": current["id"]})
        return {**current, "domains": [*current["domains"], domain]}

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(self.in_app("/sni-endpoints/{}", current["id"]))
