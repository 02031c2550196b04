# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains of an app: behaviour.md 3.6."""

from __future__ import annotations

import re
import typing as t

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import REFERENCE, Attribute, Type, computed
from .._engine.facts import Kind, View
from .._engine.options import NONE
from .._engine.plan import Action, Desired, Status, Verdict, Wait
from .._engine.resource import Draft, Resource
from .._engine.values import UNKNOWN, Record, Spec, Values
from .._lib.references import is_uuid
from .common import APP_OPTIONS, NO_APP, WAIT_OPTIONS, app_of
from .preflight import check_verified

try:
    import idna  # comes with requests
except ImportError:
    idna = None  # type: ignore[assignment]

LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
HOSTNAME = re.compile(rf"(\*\.)?({LABEL}\.)+{LABEL}")
LONGEST = 253  # characters of a name (RFC 1035, 2.3.4)
WILDCARD = "*."
HEROKUS = ".herokuapp.com"
BY_ACM = ("acm_status", "acm_status_reason", "sni_endpoint", "updated_at")
BY_DNS = ("cname", "status", "updated_at")
CERTIFIED = (None, "cert issued", "ok", "failed")  # "failing" passes once the DNS is right
ENDPOINTS = Kind(
    "sni_endpoint",
    "/apps/{}/sni-endpoints",
    parent="app",
    no_parent=NO_APP,
    shape={
        **dict.fromkeys(("certificate_chain", "display_name")),
        "domains": [],
        "ssl_cert": {"acm": False, "cert_domains": [], "expires_at": None},
    },
)


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


def ready(domain: Record) -> bool:
    """Whether Heroku has done its part: "none" is the status of a domain that has nothing to wait for."""
    return domain["status"] == "failed" or (domain["status"] != "pending" and domain["cname"] is not None)


def acm_state(domain: Record) -> str:
    """How far certificate management is, with Heroku's reason when it is stuck."""
    reason = f" ({domain['acm_status_reason']})" if domain["acm_status_reason"] else ""
    return f"{domain['acm_status']}{reason}"


class Domain(Resource):
    """A custom domain, found by its hostname or id. Domains of kind "heroku" are Heroku's own and never touched."""

    noun = "domain"
    plural = "domains"
    kind = Kind(
        "domain",
        "/apps/{}/domains",
        keys=("id", "hostname"),
        parent="app",
        no_parent=NO_APP,
        shape=dict.fromkeys(("acm_status", "acm_status_reason", "cname", "sni_endpoint", "status")),
    )
    scope = ("app",)
    key = "hostname"
    empty: t.ClassVar[dict[str, str]] = {"sni_endpoint": NONE}
    attributes = (
        Attribute("hostname", Type("str", same_hostname), spec={"required": True}),
        Attribute("sni_endpoint", REFERENCE),
        *computed("acm_status", "acm_status_reason", "app", "cname", "created_at", "id", "status", "updated_at"),
        *computed("kind", default="custom"),
    )
    controls: t.ClassVar[Spec] = {"wait_for_acm": {"type": "bool", "default": False}, **WAIT_OPTIONS}
    info_options: t.ClassVar[Spec] = {
        **APP_OPTIONS,
        "hostname": {"type": "str"},
        "kind": {"type": "str", "choices": ["heroku", "custom"]},
    }

    @classmethod
    def check(cls, want: Desired) -> None:
        hostname = normalise(want.get("hostname", ""))
        if want.get("wait_for_acm") and not want["wait"]:
            raise InvalidInput("wait_for_acm needs wait.")
        if want.get("wait_for_acm") and hostname.startswith(WILDCARD):
            raise InvalidInput("Automated certificate management has no certificates for wildcard domains.")
        if len(hostname) > LONGEST:
            raise InvalidInput(f"hostname has {len(hostname)} characters, and DNS has {LONGEST} at most.")
        if hostname and not HOSTNAME.fullmatch(hostname) and not is_uuid(hostname):
            hint = " Names with other letters than a to z may have to be given as punycode."
            raise InvalidInput(
                f"{want['hostname']!r} is not a hostname such as www.example.com or *.example.com "
                f"(no scheme, no port, no path).{'' if hostname.isascii() else hint}"
            )

    @classmethod
    def observe(cls, want: Desired, view: View) -> Record | None:
        domain = cls.look(want, view, cls.kind.named(normalise(want["hostname"]), want["app"]))
        if domain and domain["kind"] == "heroku":
            raise InvalidInput(
                f"{domain['hostname']} is the domain that Heroku gave the app; it comes and goes with the app."
            )
        return domain

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        hostname = normalise(want["hostname"])
        desired = {**super().desired(want, current), "hostname": hostname}
        if is_uuid(hostname):
            del desired["hostname"]
        return desired

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """The SNI endpoint that is to be bound has to exist, and so has what issues a certificate."""
        if draft.creation is not None and draft.creation["hostname"].endswith(HEROKUS):
            raise InvalidInput(f"{want['hostname']} is one of Heroku's own domains, which each app gets automatically.")
        if draft.creation is not None:
            check_verified(view, "add domains", owner=lambda: app_of(view, want["app"])["owner"]["id"])
        if draft.creation is not None and want.get("wait_for_acm") and not app_of(view, want["app"])["acm"]:
            raise InvalidInput(cls.without_acm(want))
        if want.get("sni_endpoint") and "sni_endpoint" in draft.changed:
            endpoint = cls.endpoint_of(want, view)
            draft.record["sni_endpoint"] = {name: endpoint[name] for name in ("id", "name")}

    @classmethod
    def endpoint_of(cls, want: Desired, view: View) -> Record:
        """The SNI endpoint that the domain is to use. Raises InvalidInput for one that the app does not have."""
        endpoint: Record | None = view.get(ENDPOINTS.named(want["sni_endpoint"], want["app"]))
        if endpoint is None:
            known = [item["name"] for item in view.get(ENDPOINTS.of(want["app"])) if isinstance(item["name"], str)]
            names = ", ".join(sorted(known)) or "none"
            raise InvalidInput(
                f"{want['app']} has no SNI endpoint {want['sni_endpoint']}; it has {names}. "
                "Add the certificate before a domain uses it."
            )
        return endpoint

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """What waiting brings."""
        if draft.record is None or not want["wait"]:
            return
        hostname = want["hostname"] if draft.current is None else draft.record["hostname"]
        if draft.current is None or not ready(draft.record):
            draft.record.update(dict.fromkeys(BY_DNS, UNKNOWN))
        draft.waits.append(Wait("dns", f"the DNS target of {hostname}"))
        if want["wait_for_acm"]:
            if draft.current is None or draft.current["acm_status"] not in CERTIFIED:
                draft.record.update(dict.fromkeys(BY_ACM, UNKNOWN))
            draft.waits.append(Wait("certificate", f"the certificate of {hostname}"))

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        """Heroku insists on the key ``sni_endpoint``, be it null."""
        hostname = {"hostname": fields["hostname"]} if call == "create" else {}
        return {**hostname, "sni_endpoint": fields.get("sni_endpoint") or None}

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if "in use by another app" in error.message:
            return (
                "A hostname belongs to one app at Heroku: remove it there first, or let Heroku's support look into it."
            )
        return ""

    @staticmethod
    def without_acm(want: Desired) -> str:
        """What to tell somebody who waits for a certificate that nobody issues."""
        return (
            f"Automated certificate management does not cover {want['hostname']}: {want['app']} has it off "
            "(heroku_app with acm: true enables it), or runs on Eco dynos."
        )

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Record) -> Verdict:
        return cls.judge_dns(record) if wait.name == "dns" else cls.judge_certificate(want, record)

    @staticmethod
    def judge_dns(record: Record) -> Verdict:
        """Whether the domain has its DNS target."""
        if record["status"] == "failed":
            return Verdict(
                Status.FAILED,
                f"Heroku could not set up {record['hostname']}. Delete the domain and add it again; if that fails too, "
                "Heroku's support can tell why.",
            )
        if ready(record):
            return Verdict(Status.READY)
        return Verdict(Status.PENDING, "pending" if record["status"] == "pending" else "without one")

    @classmethod
    def judge_certificate(cls, want: Desired, record: Record) -> Verdict:
        """Whether Heroku has issued its certificate."""
        if record["acm_status"] is None:
            return Verdict(Status.FAILED, cls.without_acm(want))
        if record["acm_status"] == "failed":
            return Verdict(
                Status.FAILED,
                f"Heroku could not issue a certificate for {record['hostname']}: {acm_state(record)}. Point the DNS to "
                f"{record['cname']}, then let 'heroku certs:auto:refresh' start again.",
            )
        return Verdict(Status.READY if record["acm_status"] in CERTIFIED else Status.PENDING, acm_state(record))

    @classmethod
    def find(cls, want: Desired, view: View) -> list[Record]:
        if want.get("hostname"):
            one = view.get(cls.kind.named(normalise(want["hostname"]), want["app"]))
            found = [one] if one else []
        else:
            found = view.get(cls.kind.of(want["app"]))
        chosen = (domain for domain in found if want.get("kind") in (None, domain["kind"]))
        return sorted(chosen, key=lambda domain: domain["hostname"])
