# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any one request to the API, for what no other resource here is about."""

from __future__ import annotations

import re
import typing as t
from types import MappingProxyType
from urllib.parse import unquote

from ansible_collections.community.heroku.plugins.module_utils.client import ACCEPT, Reply, segments
from ansible_collections.community.heroku.plugins.module_utils.errors import (
    Failure,
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
)
from ansible_collections.community.heroku.plugins.module_utils.plan import Plan, Step, hidden, same_reference
from ansible_collections.community.heroku.plugins.module_utils.protection import Thing
from ansible_collections.community.heroku.plugins.module_utils.resource import CONFIRM_OPTIONS, Resource

READS = ("GET", "HEAD")
# Headers that ask for more, or for less, than usual. All others belong to the client (behaviour.md 1.1).
HEADERS = ("accept-expansion", "accept-inclusion", "if-match", "x-heroku-legacy-provider-messages")
VARIANT = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def check_path(option: str, path: str) -> None:
    """Raises InvalidInput unless this is a path of the API and nothing else: the token goes where it leads."""
    plain = unquote(path.partition("?")[0])
    if not path.startswith("/") or plain.startswith("//") or "\\" in plain or "#" in path:
        raise InvalidInput(f"{option} is a path of the API, such as /apps/example: no host, and a slash to begin with.")
    if any(part in (".", "..") for part in plain.split("/")):
        raise InvalidInput(f"{option} must not have the parts . and .. in it.")
    if any(ord(character) <= 32 or ord(character) == 127 for character in path):
        raise InvalidInput(f"{option} must not have white space in it: write %20 for a blank.")


def covers(wanted: t.Any, have: t.Any) -> bool:
    """Whether what is wanted stands already: each property, and whatever else there may be.

    A text means an C({id, name}) object too, and null that nothing is there.
    """
    if isinstance(wanted, dict):
        return isinstance(have, dict) and all(covers(value, have.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(have, list) and len(wanted) == len(have) and all(map(covers, wanted, have))
    if isinstance(wanted, str) and isinstance(have, dict):
        return same_reference(wanted, have)
    return bool(wanted == have) and isinstance(wanted, bool) is isinstance(have, bool)


class Api(Resource):
    """A request. What reads is done as the read of the task; what writes may look first whether there is need to."""

    noun = "response"
    options: t.ClassVar[dict[str, t.Any]] = {
        "path": {"type": "str", "required": True},
        "method": {"type": "str", "choices": [*READS, "POST", "PUT", "PATCH", "DELETE"], "default": "GET"},
        "body": {"type": "dict", "secret": True},
        "variant": {"type": "str"},
        "range": {"type": "str"},
        "headers": {"type": "dict", "default": {}, "secret": True},
        "paginate": {"type": "bool", "default": True},
        "status_code": {"type": "list", "elements": "int", "default": []},
        "read_only": {"type": "bool", "default": False},
        "creates": {"type": "str"},
        **CONFIRM_OPTIONS,
        "compare": {"type": "bool", "default": False},
        "show_response": {"type": "bool", "default": True},
    }
    constraints: t.ClassVar[dict[str, t.Any]] = {
        "mutually_exclusive": [("creates", "range"), ("compare", "creates"), ("compare", "range")]
    }

    # The path of one app, add-on, pipeline, space or team, or of an add-on of an app.
    protectable = re.compile(r"/(?:apps/[^/]+/)?(app|addon|pipeline|space|team)s/[^/]+", re.ASCII)

    doomed: t.Mapping[str, t.Any] = MappingProxyType({})  # what the request deletes, once it was looked up
    reply: Reply | None = None  # the answer, once there is one

    @property
    def reads(self) -> bool:
        """Whether the request changes nothing."""
        return self.params["method"] in READS or self.params["read_only"]

    def check(self) -> None:
        method = self.params["method"]
        check_path("path", self.params["path"])
        if self.given("creates"):
            check_path("creates", self.params["creates"])
        if self.given("variant") and not VARIANT.fullmatch(self.params["variant"]):
            raise InvalidInput("variant is what comes after version=3., such as sdk.")
        for name, value in self.params["headers"].items():
            if str(name).lower() not in HEADERS:
                raise InvalidInput(f"headers cannot have {name}. They can have {', '.join(HEADERS)}.")
            if not isinstance(value, str) or not value.isprintable():
                raise InvalidInput(f"headers.{name} must be a text in one line.")
        if method in READS and self.given("body") is not None:
            raise InvalidInput(f"A {method} has no body.")
        if self.params["read_only"] and method != "POST" and method not in READS:
            raise InvalidInput(f"read_only is for a POST that only asks. A {method} changes something.")
        if self.reads and (self.given("creates") or self.params["compare"]):
            raise InvalidInput("creates and compare are for requests that change something.")
        if self.params["compare"] and method == "POST":
            raise InvalidInput("compare is for PUT, PATCH and DELETE. A POST has creates.")
        if not self.reads and any(status >= 400 for status in self.params["status_code"]):
            raise InvalidInput(
                "An error can be accepted of a request that reads only. compare and creates look first whether one "
                "that writes is needed."
            )

    def read(self) -> t.Any:
        if self.reads:
            self.reply = self.send_once()
            return self.reply.body
        looked_at = self.params["path"] if self.params["compare"] else self.given("creates")
        headers = {name: value for name, value in self.headers.items() if name.lower() != "if-match"}
        return self.or_none(lambda: self.client.get(looked_at, headers=headers)) if looked_at else None

    def plan(self, current: t.Any) -> Plan:
        method, path, body = self.params["method"], self.params["path"], self.given("body") or {}
        if self.reads or (self.given("creates") and current is not None):
            return Plan({}, {}, (), current)
        if self.params["compare"]:
            if method == "DELETE":
                return Plan(
                    {} if current is None else {"path": path}, {}, (Step("send"),) if current is not None else (), None
                )
            if not isinstance(current, dict):
                what = "nothing" if current is None else "no single object"
                raise InvalidInput(f"There is {what} at {path} to compare the body with.")
            changed = {name for name, value in body.items() if not covers(value, current.get(name))}
            before, after = ({name: hidden(name in names) for name in sorted(body)} for names in ((), changed))
            return Plan(before, after, (Step("send"),) if changed else (), None if changed else current)
        request = {"method": method, "path": path, "body": sorted(body)}
        return Plan({}, request, (Step("create" if self.given("creates") else "send"),), None)

    @property
    def headers(self) -> dict[str, str]:
        """Those of the options, for a request and for looking first."""
        variant = {"Accept": f"{ACCEPT}.{self.params['variant']}"} if self.given("variant") else {}
        return {**self.params["headers"], **variant}

    def about(self) -> str:
        return f"{self.params['method']} {self.params['path']}"

    def scope(self) -> str:
        return str(self.given("creates") or self.params["path"])

    def deletes(self, current: t.Any, plan: Plan) -> Thing | None:
        """The one thing that is deleted, which is looked up for its name. One GET, none for any other request."""
        path = self.params["path"].partition("?")[0]
        match = self.protectable.fullmatch(path.rstrip("/"))
        if self.params["method"] != "DELETE" or match is None:
            return None
        self.doomed = self.or_none(lambda: self.client.get(path)) or {}
        return Thing(match[1], self.doomed["name"], self.doomed["id"]) if self.doomed else None

    def related(self, current: t.Any) -> t.Iterable[Thing]:
        """The app of an add-on; the add-ons of an app, which take one GET."""
        if "plan" in self.doomed:
            return (Thing("app", self.doomed["app"]["name"], self.doomed["app"]["id"]),)
        if not self.params["path"].startswith("/apps/"):
            return ()
        addons = self.client.list(segments("/apps/{}/addons", self.doomed["id"]))
        return [Thing("addon", item["name"], item["id"]) for item in addons if item["app"]["id"] == self.doomed["id"]]

    def send_once(self) -> Reply:
        """The request, and for a list what follows the first page. Raises HerokuError, and Failure for its status."""
        method, path, accepted = self.params["method"], self.params["path"], self.params["status_code"]
        try:
            reply = self.client.request(
                method, path, body=self.given("body"), range=self.given("range"), headers=self.headers
            )
        except HerokuError as error:
            if error.status not in accepted:
                raise
            said = {"id": error.id, "message": error.message, "url": error.url}
            return Reply(error.status or 0, said, {})
        if accepted and reply.status not in accepted:
            raise Failure(
                f"Heroku answered {method} {path} with {reply.status}, and status_code lists "
                f"{', '.join(map(str, accepted))}.",
                status=reply.status,
            )
        following = reply.headers.get("Next-Range")
        if following and self.params["paginate"] and method == "GET" and isinstance(reply.body, list):
            reply.body += self.client.pages(path, following, headers=self.headers)
            reply.headers = {name: value for name, value in reply.headers.items() if name.lower() != "next-range"}
        return reply

    def create(self, fields: dict[str, t.Any]) -> t.Any:
        self.reply = self.send_once()
        return self.reply.body

    def send(self, current: t.Any, fields: dict[str, t.Any]) -> t.Any:
        """Write, once: nothing tells whether a POST without an answer took effect."""
        try:
            return self.create(fields)
        except OutcomeUnknown as error:
            hint = (
                "It may have taken effect all the same, so it was not sent again. Look before you do; with creates, "
                "the task looks by itself."
            )
            raise Failure(str(error.with_hint(hint)), error=error.as_dict()) from None

    def result(self, record: t.Any) -> dict[str, t.Any]:
        headers = {name.lower(): value for name, value in (self.reply.headers if self.reply else {}).items()}
        return {
            "response": record if self.params["show_response"] else None,
            "status": self.reply.status if self.reply else None,
            "etag": headers.get("etag"),
            "next_range": headers.get("next-range"),
        }
