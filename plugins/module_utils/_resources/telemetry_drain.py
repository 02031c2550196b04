# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Telemetry drains of apps and spaces of the Fir generation: behaviour.md 3.18.

Heroku shows the values of their headers in clear. They are credentials, so in results only their names are left.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t
from urllib.parse import urlsplit

from .._api.errors import HerokuError, InvalidInput
from .._engine.attributes import TEXTS, Attribute, Type, computed
from .._engine.facts import Kind, View, part_of, records_in
from .._engine.plan import Action, Desired, Resend
from .._engine.resource import HIDDEN, Draft, Listed
from .._engine.secrets import secrets_within, without_credentials
from .._engine.texts import check_value
from .._engine.values import Observed, Record, Secret, Spec, Values
from .._lib.references import is_uuid, same_address
from .common import app_of, space_of
from .preflight import check_room

# The limits of Heroku's schema.
HEADER = re.compile(r"[A-Za-z0-9_-]{1,100}")
MOST_HEADERS = 20
MOST_DRAINS = 5  # of an app, or of a space
LONGEST = 1000  # characters of an endpoint, and of a header's value
OWNER: Record = {"app": {"type": "str"}, "space": {"type": "str"}}
WAYS: Record = {"id": {"type": "str"}, "endpoint": {"type": "str"}}
EXPORTER = ("exporter_type", "endpoint", "headers")  # what is sent as a whole, or what is missing would be lost


def same_headers(wanted: Values, have: t.Mapping[str, str] | None) -> bool:
    """Whether two sets of HTTP headers are the same one; the case of their names does not matter (RFC 9110, 5.1)."""
    ours, theirs = ({name.lower(): str(value) for name, value in (item or {}).items()} for item in (wanted, have))
    return ours == theirs


def with_headers(drain: Record) -> Record:
    """A drain whose exporter has headers, be they none."""
    return {**drain, "exporter": {**drain["exporter"], "headers": drain["exporter"]["headers"] or {}}}


def secrets_of(found: Observed) -> list[str]:
    """The values of the headers of drains, and the credentials in their addresses."""
    exporters = [drain["exporter"] for drain in records_in(found)]
    values = [value for exporter in exporters for value in exporter["headers"].values()]
    return [*values, *(part for exporter in exporters for part in secrets_within(exporter["endpoint"] or ""))]


def shown(drain: Record) -> Record:
    """A drain as results show it: as Heroku does, but for the values of headers and credentials in the address."""
    exporter = drain["exporter"]
    masked = {
        **exporter,
        "endpoint": without_credentials(exporter["endpoint"] or "") or None,
        "headers": dict.fromkeys(exporter["headers"], HIDDEN),
    }
    return {**drain, "exporter": masked}


def check_headers(headers: dict[t.Any, t.Any]) -> None:
    """Raises InvalidInput, which says nothing of the values."""
    if len(headers) > MOST_HEADERS:
        raise InvalidInput(f"There are {len(headers)} headers, and {MOST_HEADERS} are allowed.")
    for name, value in headers.items():
        if not isinstance(name, str) or not HEADER.fullmatch(name):
            raise InvalidInput(f"{name!r} cannot be the name of a header.")
        check_value(f"headers.{name}", value)
        if len(str(value)) > LONGEST:
            raise InvalidInput(f"The value of the header {name} is longer than {LONGEST} characters.")


class TelemetryDrain(Listed):
    """A telemetry drain of an app or of a space, found by its id or by where it sends to.

    An id outweighs the endpoint, which is then the wanted one.
    """

    noun = "telemetry_drain"
    plural = "telemetry_drains"
    kind = Kind(
        "telemetry_drain",
        "/apps/{}/telemetry-drains",
        keys=("id",),
        parent="app",
        shape={"exporter": {**dict.fromkeys(("type", "endpoint")), "headers": {}}, "owner": None, "signals": ()},
        canonical=with_headers,
        secrets=secrets_of,
    )
    of_space = dataclasses.replace(kind, path="/spaces/{}/telemetry-drains", parent="space")
    collection = "/telemetry-drains"
    scope = ("app", "space")
    identity = ("id",)  # endpoints may hold credentials
    order = "exporter.endpoint"
    many = "telemetry drains with this endpoint"
    resend = Resend.LOOK
    text_maps = ("headers",)
    attributes = (
        Attribute("endpoint", Type("str", same_address, public=without_credentials), at="exporter.endpoint"),
        Attribute("exporter_type", at="exporter.type", spec={"choices": ["otlphttp", "otlp"]}),
        Attribute("signals", TEXTS, spec={"choices": ["traces", "metrics", "logs"]}),
        Attribute("headers", Type("dict", same_headers), "exporter.headers", spec={"secret": True}, secret=True),
        *computed("created_at", "id", "owner", "updated_at"),
    )
    controls: t.ClassVar[Spec] = {**OWNER, "id": WAYS["id"]}
    constraints: t.ClassVar[Spec] = {
        "required_one_of": [tuple(OWNER), tuple(WAYS)],
        "mutually_exclusive": [tuple(OWNER)],
    }
    info_options: t.ClassVar[Spec] = {**OWNER, **WAYS}
    info_constraints: t.ClassVar[Spec] = {
        "required_one_of": [tuple(OWNER)],
        "mutually_exclusive": [tuple(OWNER), tuple(WAYS)],
    }

    @classmethod
    def kind_of(cls, want: Desired) -> Kind:
        return cls.of_space if want.get("space") else cls.kind

    @classmethod
    def check(cls, want: Desired) -> None:
        endpoint = want.get("endpoint")
        if endpoint is not None and len(endpoint) > LONGEST:
            raise InvalidInput(f"endpoint must have 1 to {LONGEST} characters.")
        is_url = endpoint is None or urlsplit(endpoint).scheme in ("http", "https")
        if want.get("exporter_type") == "otlphttp" and not is_url:
            raise InvalidInput(
                f"endpoint {without_credentials(endpoint)!r} is not a URL, such as https://otel.example.com:4318."
            )
        if want.get("id") is not None and not is_uuid(want["id"]):
            raise InvalidInput(f"{want['id']!r} is not the id of a telemetry drain.")
        if want.get("signals") == []:
            raise InvalidInput("signals is empty: name at least one of traces, metrics and logs.")
        check_headers(want.get("headers", {}))

    # What is there

    @classmethod
    def home(cls, want: Desired, view: View) -> Record:
        """The app or space that the drains belong to. Raises HerokuError, with what to do when it does not exist."""
        if want.get("app"):
            return app_of(view, want["app"])
        return space_of(view, want["space"])

    @classmethod
    def look(cls, want: Desired, view: View, need: t.Any) -> Observed:
        """The service of these drains does not say what it is that it did not find."""
        try:
            return view.get(need)
        except HerokuError as error:
            if not error.not_found:
                raise
            if not want.absent:
                cls.home(want, view)
            return None

    @classmethod
    def matches(cls, want: Desired, record: Record) -> bool:
        if want.get("id") is not None:
            return bool(record["id"] == want["id"])
        return want.get("endpoint") is None or same_address(want["endpoint"], record["exporter"]["endpoint"] or "")

    # What is to be done about it

    @classmethod
    def desired(cls, want: Desired, current: Record | None) -> Record:
        desired = super().desired(want, current)
        if "headers" in desired:
            desired["headers"] = {name: str(value) for name, value in desired["headers"].items()}
        return desired

    @classmethod
    def draft(cls, want: Desired, current: Record | None) -> Draft:
        if current is None and not want.absent:
            if want.get("id") is not None:
                raise InvalidInput(f"There is no telemetry drain with the id {want['id']}.")
            missing = [name for name in ("exporter_type", "signals") if want.get(name) is None]
            if missing:
                raise InvalidInput(f"A new telemetry drain needs {', '.join(missing)}.")
        draft = super().draft(want, current)
        if current is None and draft.record:
            draft.record["exporter"]["headers"] = (draft.creation or {}).get("headers", {})
        return draft

    @classmethod
    def preflight(cls, want: Desired, view: View, draft: Draft) -> None:
        """A new drain names its owner by id, and only the Fir generation has such drains, and room for some only."""
        if draft.creation is None:
            return
        home = cls.home(want, view)
        if part_of(home, "generation.name") == "cedar":
            raise InvalidInput(
                f"{home['name']} is of the Cedar generation, which has no telemetry drains: "
                "community.heroku.heroku_drain is for its logs."
            )
        owner = "app" if want.get("app") else "space"
        check_room(view.get(cls.kind_of(want).of(*cls.scope_of(want))), MOST_DRAINS, "telemetry drains", owner)
        draft.record["owner"] = {"id": home["id"], "type": owner}

    # The writes, whose bodies need more of the record than what changes

    @classmethod
    def actions(cls, want: Desired, draft: Draft) -> list[Action]:
        if draft.deletion:
            return super().actions(want, draft)
        exporter = {
            **draft.record["exporter"],
            "headers": {name: Secret(value) for name, value in draft.record["exporter"]["headers"].items()},
        }
        if draft.creation is not None:
            body = {"owner": draft.record["owner"], "signals": draft.creation["signals"], "exporter": exporter}
            action = cls.creation(want, draft)
            return [dataclasses.replace(action, request=dataclasses.replace(action.request, body=body))]
        fields = draft.updates["update"]
        body = {name: fields[name] for name in ("signals",) if name in fields}
        if any(name in fields for name in EXPORTER):
            body["exporter"] = exporter
        return [cls.action(want, "update", "PATCH", draft.current["id"], body=body)]

    @classmethod
    def result(cls, want: Desired, record: Record | None) -> Record:
        return {"telemetry_drain": record and shown(record)}

    @classmethod
    def info(cls, want: Desired, found: list[Record]) -> Record:
        return {"telemetry_drains": list(map(shown, found))}
