# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Telemetry drains of apps and spaces of the Fir generation: behaviour.md 3.18.

Heroku shows the values of their headers in clear. They are credentials, so in results only their names are left.
"""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from ansible_collections.community.heroku.plugins.module_utils._resources.common import NO_SPACE
from ansible_collections.community.heroku.plugins.module_utils.client import segments
from ansible_collections.community.heroku.plugins.module_utils.errors import HerokuError, InvalidInput
from ansible_collections.community.heroku.plugins.module_utils.plan import (
    Field,
    Plan,
    hidden,
    is_uuid,
    same_address,
    same_set,
)
from ansible_collections.community.heroku.plugins.module_utils.resource import NO_APP, Resource
from ansible_collections.community.heroku.plugins.module_utils.secrets import secrets_within, without_credentials
from ansible_collections.community.heroku.plugins.module_utils.texts import check_value

# The limits of Heroku's schema.
HEADER = re.compile(r"[A-Za-z0-9_-]{1,100}")
MOST_HEADERS = 20
LONGEST = 1000  # characters of an endpoint, and of a header's value
OWNER: dict[str, t.Any] = {"app": {"type": "str"}, "space": {"type": "str"}}
WAYS: dict[str, t.Any] = {"id": {"type": "str"}, "endpoint": {"type": "str"}}


def same_headers(wanted: t.Mapping[str, t.Any], have: t.Mapping[str, str] | None) -> bool:
    """Whether two sets of HTTP headers are the same one; the case of their names does not matter (RFC 9110, 5.1)."""
    ours, theirs = ({name.lower(): str(value) for name, value in (item or {}).items()} for item in (wanted, have))
    return ours == theirs


class TelemetryDrain(Resource):
    """A telemetry drain of an app or of a space, found by its id or by where it sends to.

    Records have C(exporter_type), C(endpoint) and C(headers) beside the rest, as the options have; results have them
    within C(exporter), as Heroku shows them.
    """

    noun = "telemetry_drain"
    plural = "telemetry_drains"
    places = ("app", "space")
    identity = ("id",)
    options: t.ClassVar[dict[str, t.Any]] = {
        **OWNER,
        **WAYS,
        "exporter_type": {"type": "str", "choices": ["otlphttp", "otlp"]},
        "headers": {"type": "dict", "secret": True},
        "signals": {"type": "list", "elements": "str", "choices": ["traces", "metrics", "logs"]},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [tuple(OWNER), tuple(WAYS)],
        "mutually_exclusive": [tuple(OWNER)],
    }
    info_options: t.ClassVar[dict[str, t.Any]] = {**OWNER, **WAYS}
    info_constraints: t.ClassVar[dict[str, t.Any]] = {
        "required_one_of": [tuple(OWNER)],
        "mutually_exclusive": [tuple(OWNER), tuple(WAYS)],
    }
    fields: t.ClassVar[tuple[Field, ...]] = (
        Field("endpoint", equal=same_address, address=True),
        Field("exporter_type"),
        Field("signals", equal=same_set),
        Field("headers", equal=same_headers, secret=True),
    )
    blank: t.ClassVar[dict[str, t.Any]] = {
        **dict.fromkeys(("created_at", "endpoint", "exporter_type", "id", "owner", "signals", "updated_at")),
        "headers": {},
    }

    text_maps = ("headers",)

    owner: dict[str, t.Any] | None = None  # of a new drain, as Heroku wants it

    def check(self) -> None:
        endpoint, kind = self.given("endpoint"), self.given("exporter_type")
        if endpoint is not None and not 1 <= len(endpoint) <= LONGEST:
            raise InvalidInput(f"endpoint must have 1 to {LONGEST} characters.")
        if endpoint and kind == "otlphttp" and urlsplit(endpoint).scheme not in ("http", "https"):
            raise InvalidInput(
                f"endpoint {without_credentials(endpoint)!r} is no URL, such as https://otel.example.com:4318."
            )
        if self.given("id") is not None and not is_uuid(self.params["id"]):
            raise InvalidInput(f"{self.params['id']!r} is not the id of a telemetry drain.")
        if self.given("signals") == []:
            raise InvalidInput("signals is empty: name at least one of traces, metrics and logs.")
        self.check_headers(self.given("headers") or {})

    @staticmethod
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

    # What is there

    @property
    def home(self) -> str:
        """The path of what the drains belong to."""
        return (
            segments("/apps/{}", self.params["app"])
            if self.given("app")
            else segments("/spaces/{}", self.params["space"])
        )

    def ask_home(self) -> dict[str, t.Any]:
        """What the drains belong to. Raises HerokuError, with what to do when it does not exist."""
        try:
            return self.client.get(self.home)
        except HerokuError as error:
            if error.not_found:
                error.with_hint(NO_APP if self.given("app") else NO_SPACE)
            raise

    def presented(self, drain: dict[str, t.Any]) -> dict[str, t.Any]:
        """Heroku's object in the form of our records."""
        record = {name: value for name, value in drain.items() if name != "exporter"}
        exporter = drain["exporter"]
        headers = exporter.get("headers") or {}
        self.talk.hide([*headers.values(), *secrets_within(exporter["endpoint"])])
        return {**record, "exporter_type": exporter["type"], "endpoint": exporter["endpoint"], "headers": headers}

    def matches(self, drain: dict[str, t.Any]) -> bool:
        """Whether a drain is one that the options mean; an id outweighs the endpoint, which is then the wanted one."""
        if self.given("id") is not None:
            return drain["id"] == self.params["id"]
        return self.given("endpoint") is None or same_address(self.params["endpoint"], drain["endpoint"])

    def find(self) -> list[dict[str, t.Any]]:
        listed = self.or_none(lambda: self.client.list(f"{self.home}/telemetry-drains"))
        if listed is None and self.given("state") != "absent":
            self.ask_home()  # this service does not say what it is that it did not find
        found = filter(self.matches, map(self.presented, listed or ()))
        return sorted(found, key=lambda drain: drain["endpoint"])

    def read(self) -> dict[str, t.Any] | None:
        found = self.find()
        if len(found) > 1:
            ids = ", ".join(sorted(drain["id"] for drain in found))
            raise InvalidInput(f"Several telemetry drains have this endpoint. Give the id of one: {ids}.")
        return found[0] if found else None

    # What is to be done about it

    def wanted(self) -> dict[str, t.Any]:
        wanted = super().wanted()
        if "headers" in wanted:
            wanted["headers"] = {name: str(value) for name, value in wanted["headers"].items()}
        return wanted

    def plan(self, current: dict[str, t.Any] | None) -> Plan:
        if current is None and self.given("state") != "absent":
            if self.given("id") is not None:
                raise InvalidInput(f"There is no telemetry drain with the id {self.params['id']}.")
            missing = [name for name in ("exporter_type", "signals") if self.given(name) is None]
            if missing:
                raise InvalidInput(f"A new telemetry drain needs {', '.join(missing)}.")
        plan = super().plan(current)
        if self.owner:
            plan.predicted["owner"] = self.owner
        return plan

    def examine(self, current: dict[str, t.Any] | None, plan: Plan) -> dict[str, t.Any] | None:
        """A new drain names its owner by id, and only the Fir generation has such drains."""
        if current is None:
            home = self.ask_home()
            if home["generation"]["name"] != "fir":
                raise InvalidInput(
                    f"{home['name']} is of the Cedar generation, which has no telemetry drains: "
                    "community.heroku.heroku_drain is for its logs."
                )
            self.owner = {"id": home["id"], "type": "app" if self.given("app") else "space"}
        return current

    def create(self, fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {"owner": self.owner, "signals": fields["signals"], "exporter": exporter({**self.blank, **fields})}
        return self.presented(self.client.post("/telemetry-drains", body))

    def update(self, current: dict[str, t.Any], fields: dict[str, t.Any]) -> dict[str, t.Any]:
        body = {name: value for name, value in fields.items() if name == "signals"}
        if set(fields) - set(body):
            body["exporter"] = exporter({**current, **fields})
        return self.presented(self.client.patch(segments("/telemetry-drains/{}", current["id"]), body))

    def delete(self, current: dict[str, t.Any]) -> dict[str, t.Any]:
        return self.client.delete(segments("/telemetry-drains/{}", current["id"]))

    def result(self, record: dict[str, t.Any] | None) -> dict[str, t.Any]:
        return {self.noun: None if record is None else shown(record)}

    def info(self, found: list[dict[str, t.Any]]) -> dict[str, t.Any]:
        return {self.plural: [shown(record) for record in found]}


def exporter(record: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The exporter of a record as Heroku has it; it is always sent as a whole, or what is missing would be lost."""
    return {"type": record["exporter_type"], "endpoint": record["endpoint"], "headers": record["headers"]}


def shown(record: dict[str, t.Any]) -> dict[str, t.Any]:
    """A record as results show it: as Heroku does, but for the values of headers and credentials in the address."""
    masked = {
        **record,
        "endpoint": record["endpoint"] and without_credentials(record["endpoint"]),
        "headers": {name: hidden(False) for name in record["headers"]},
    }
    rest = {name: value for name, value in record.items() if name not in ("exporter_type", "endpoint", "headers")}
    return {**rest, "exporter": exporter(masked)}
