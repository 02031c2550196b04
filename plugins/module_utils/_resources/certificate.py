# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SNI endpoints of an app, each of them a TLS certificate with its key: behaviour.md 3.7."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import typing as t

from .._api.errors import Failure, HerokuError, InvalidInput
from .._engine.attributes import Attribute, Type, computed
from .._engine.facts import View
from .._engine.plan import Action, Change, Desired, Plan, Request, Resend
from .._engine.resource import Draft, Listed
from .._engine.values import UNKNOWN, Observed, Record, Ref, Secret, Spec, Value, Values
from .._lib.certificate import (
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
from .common import APP_OPTIONS
from .domain import ENDPOINTS, Domain, normalise
from .preflight import check_no_eco

NOTICE = dt.timedelta(days=14)  # how long before a certificate expires each run says so
NOW = "now"  # when the task began, beside the options


def issued_by_heroku(endpoint: Record) -> bool:
    """Whether automated certificate management made it, and looks after it."""
    return bool(endpoint["ssl_cert"]["acm"])


def same_chain(wanted: str, have: str | None) -> bool:
    """Whether two texts hold the same certificates in the same order."""
    return stored_fingerprints(wanted) == stored_fingerprints(have or "")


def foreseen_ssl_cert(chain: t.Sequence[t.Any]) -> Record:
    """What Heroku will say of a certificate."""
    return {
        **dict.fromkeys(("ca_signed?", "id", "issuer", "self_signed?", "subject"), UNKNOWN),
        "acm": False,
        "cert_domains": hostnames(chain[0]),
        "expires_at": timestamp(chain[0].not_valid_after_utc),
        "starts_at": timestamp(chain[0].not_valid_before_utc),
    }


@dataclasses.dataclass
class CertificateDraft(Draft):
    """The draft of a certificate, with the domains of the app by hostname if any are to use it."""

    hosts: t.Mapping[str, Record] = dataclasses.field(default_factory=dict)


class Certificate(Listed):
    """An SNI endpoint, found by its name or id, else by the certificate, else by what the certificate is for.

    The last is how a renewed certificate takes the place of the old one. Heroku never shows the key, so only the chain
    is compared. Endpoints of automated certificate management are Heroku's own and never touched.
    """

    noun = "certificate"
    plural = "certificates"
    kind = ENDPOINTS
    scope = ("app",)
    identity = ("name",)
    order = "ssl_cert.cert_domains"
    many = "certificates of {app} that fit"
    told_apart = "name"
    resend = Resend.LOOK
    conflicts_with_itself = True  # behaviour.md 2.1
    stale = ("domain",)
    attributes = (
        Attribute("certificate_chain", Type("str", same_chain)),
        *computed("app", "created_at", "display_name", "id", "name", "ssl_cert", "updated_at"),
        *computed("domains", default=[]),
    )
    controls: t.ClassVar[Spec] = {
        "name": {"type": "str"},
        "private_key": {"type": "str", "no_log": True},
        "domains": {"type": "list", "elements": "str"},
    }
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [("name", "certificate_chain")],
        "required_if": [("state", "present", ("certificate_chain", "private_key"))],
    }
    info_options: t.ClassVar[Spec] = {**APP_OPTIONS, "name": {"type": "str"}}

    # What is given

    @classmethod
    def problem(cls, want: Desired) -> str:
        """What is wrong with the certificate or its key; nothing of them is repeated."""
        if want.get("certificate_chain") is None:
            return ""
        try:
            chain = parse_chain(want["certificate_chain"])
            if not want.absent:
                check_key(chain, want["private_key"])
                check_order(chain)
        except ValueError as error:
            return str(error)
        return ""

    @classmethod
    def hidden_options(cls, want: Desired) -> t.Iterable[str]:
        """What is no certificate may well be a private key."""
        return () if library_problem() or not cls.problem(want) else ("certificate_chain",)

    @classmethod
    def check(cls, want: Desired) -> None:
        if want.get("certificate_chain") is None:
            return
        if library_problem():
            raise Failure(library_problem())
        if cls.problem(want):
            raise InvalidInput(cls.problem(want))
        names = hostnames(parse_chain(want["certificate_chain"])[0])
        for hostname in () if want.absent else cls.domains(want):
            if not fits(names, hostname):
                raise InvalidInput(f"The certificate is for {', '.join(names) or 'no name'}, not for {hostname}.")

    @classmethod
    def prepare(cls, want: Desired, stack: contextlib.ExitStack) -> Desired:
        """What is planned depends on the time, so that is fixed first."""
        return Desired({**want.options, NOW: dt.datetime.now(dt.timezone.utc)})

    @classmethod
    def domains(cls, want: Desired) -> list[str]:
        """The hostnames that are to use the certificate, as Heroku spells them."""
        return list(dict.fromkeys(normalise(hostname) for hostname in want.get("domains", ())))

    # What is there

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        return want.get("name") in (None, record["name"], record["id"])

    @classmethod
    def selected(cls, want: Desired, view: View) -> list[Record]:
        """Those of the name; without one, those that hold the very certificate, else those that this one renews."""
        found = super().selected(want, view)
        if want.get("state") is None:  # the _info module
            return found
        if want.get("name") is not None:
            if found and issued_by_heroku(found[0]):
                raise InvalidInput(
                    f"{found[0]['name']} belongs to automated certificate management, which Heroku looks after."
                )
            return found
        own = [endpoint for endpoint in found if not issued_by_heroku(endpoint)]
        leaf = parse_chain(want["certificate_chain"])[:1]
        same = [item for item in own if stored_fingerprints(item["certificate_chain"])[:1] == fingerprints(leaf)]
        if same or want.absent:
            return same
        names = set(hostnames(leaf[0]))
        return [item for item in own if {name.lower() for name in item["ssl_cert"]["cert_domains"]} == names]

    # What is to be done

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        """As for all, but that the domains that are to use the certificate are read with it."""
        if cls.domains(want) and not want.absent:
            view.get_all(ENDPOINTS.of(want["app"]), Domain.kind.of(want["app"]))
        return super().plan(want, view)

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if current is None and not want.absent and want.get("name") is not None:
            raise InvalidInput(
                f"{want['app']} has no certificate {want['name']}, and Heroku chooses the name of a new one: leave "
                "name out."
            )
        draft = super().draft(want, current)
        if draft.record and draft.writes:
            draft.record["ssl_cert"] = foreseen_ssl_cert(parse_chain(want["certificate_chain"]))
        return CertificateDraft(**vars(draft))

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """What expired is not uploaded, though it may stay where it is."""
        if draft.deletion:
            return
        leaf, now = parse_chain(want["certificate_chain"])[0], want.get(NOW)
        if now and leaf.not_valid_after_utc < now:
            raise InvalidInput(f"The certificate expired at {timestamp(leaf.not_valid_after_utc)}.")
        if now and leaf.not_valid_before_utc > now:
            raise InvalidInput(f"The certificate is not valid before {timestamp(leaf.not_valid_before_utc)}.")
        if draft.creation is not None:
            check_no_eco(view, want["app"], "Certificates are")

    @classmethod
    def foresee(cls, want: Desired, view: View, draft: Draft) -> None:
        """Which domains will use it, and a warning in good time."""
        if want.absent:
            return
        leaf, now = parse_chain(want["certificate_chain"])[0], want.get(NOW)
        if now and leaf.not_valid_after_utc - now < NOTICE:
            names, end = ", ".join(hostnames(leaf)), timestamp(leaf.not_valid_after_utc)
            draft.warnings.append(f"The certificate for {names} expires at {end}.")
        if cls.domains(want):
            cls.foresee_domains(want, view, t.cast(CertificateDraft, draft))

    @classmethod
    def foresee_domains(cls, want: Desired, view: View, draft: CertificateDraft) -> None:
        """Let the domains use it that do not yet. Raises InvalidInput when the app has no such domain."""
        draft.hosts = {domain["hostname"]: domain for domain in view.get(Domain.kind.of(want["app"]))}
        endpoint = {name: draft.record[name] for name in ("id", "name")}
        for hostname in cls.domains(want):
            domain = draft.hosts.get(hostname)
            if domain is None:
                raise InvalidInput(
                    f"{want['app']} has no domain {hostname}: community.heroku.heroku_domain adds it first."
                )
            if draft.current and (domain["sni_endpoint"] or {}).get("id") == draft.current["id"]:
                continue
            draft.updates[f"bind {hostname}"] = {"domain": domain["id"]}
            draft.record["domains"] = [*draft.record["domains"], domain["id"]]
            bound = {**domain, "sni_endpoint": endpoint, "updated_at": UNKNOWN}
            draft.changes.append(Change(Domain.kind.name, (want["app"],), domain, bound))

    @classmethod
    def side(cls, want: Desired, draft: Draft, record: Observed) -> Value:
        """What people know a certificate by, and who uses it."""
        if record is None:
            return {}
        side = {
            "cert_domains": record["ssl_cert"]["cert_domains"],
            "expires_at": record["ssl_cert"]["expires_at"],
            "fingerprints": stored_fingerprints(record["certificate_chain"]),
        }
        hosts = draft.hosts if isinstance(draft, CertificateDraft) else {}
        if hosts:
            side["domains"] = sorted(name for name, domain in hosts.items() if domain["id"] in record["domains"])
        return side

    # The writes

    @classmethod
    def body(cls, want: Desired, call: str, fields: Values) -> Record:
        """Heroku takes a certificate only with its key."""
        return {"certificate_chain": want["certificate_chain"], "private_key": Secret(want["private_key"])}

    @classmethod
    def change(cls, want: Desired, call: str, record_id: Value, fields: Record) -> Action:
        if not call.startswith("bind"):
            return super().change(want, call, record_id, fields)
        after = (record_id.action,) if isinstance(record_id, Ref) else ()
        request = Request("PATCH", "/apps/{}/domains/{}", (want["app"], fields["domain"]), {"sni_endpoint": record_id})
        return Action(cls.id_of(want, call), call, request, answers=False, stale=cls.stale, after=after)

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if action.creates and error.status == 422:
            return "If it is about dynos: certificates need a formation without Eco dynos, so scale first."
        return ""

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record | None:
        """The endpoint that was made or changed does not show yet who uses it since."""
        record = super().outcome(want, plan, answers)
        return record and {**record, "domains": plan.record["domains"]}
