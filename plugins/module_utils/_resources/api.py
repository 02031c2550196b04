# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any one request to the API, for what no other resource here is about."""

from __future__ import annotations

import json
import re
import typing as t
from urllib.parse import unquote

from .._api.client import ACCEPT, HerokuClient, segments
from .._api.errors import Failure, HerokuError, InvalidInput
from .._engine.facts import Kind, Need, View
from .._engine.plan import Action, Desired, Plan, Request, Resend
from .._engine.protection import Thing
from .._engine.resource import HIDDEN, NEWLY_HIDDEN, Operation
from .._engine.values import UNKNOWN, Observed, Record, Secret, Spec, Value, Values
from .._lib.references import same_reference
from .common import CONFIRM_OPTIONS

READS = ("GET", "HEAD")
# Headers that ask for more, or for less, than usual. All others belong to the client (behaviour.md 1.1).
HEADERS = ("accept-expansion", "accept-inclusion", "if-match", "x-heroku-legacy-provider-messages")
NO_ENDPOINT = "Check path and method; https://devcenter.heroku.com/articles/platform-api-reference lists what there is."
VARIANT = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def check_path(option: str, path: str) -> None:
    """Raises InvalidInput unless this is a path of the API and nothing else: the token goes where it leads."""
    plain = unquote(path.partition("?")[0])
    if not path.startswith("/") or plain.startswith("//") or "\\" in plain or "#" in path:
        raise InvalidInput(f"{option} must be a path of the API: a slash, and no host before it, as in /apps/example.")
    if any(part in (".", "..") for part in plain.split("/")):
        raise InvalidInput(f"{option} must not have the parts . and .. in it.")
    if any(ord(character) <= 32 or ord(character) == 127 for character in path):
        raise InvalidInput(f"{option} must not have white space in it: write %20 for a space.")


def covers(wanted: Value, have: Value) -> bool:
    """Whether what is wanted stands already: each property, and whatever else there may be.

    A text means an ``{id, name}`` object too, and null that nothing is there.
    """
    if isinstance(wanted, dict):
        return isinstance(have, dict) and all(covers(value, have.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(have, list) and len(wanted) == len(have) and all(map(covers, wanted, have))
    if isinstance(wanted, str) and isinstance(have, dict):
        return same_reference(wanted, have)
    return bool(wanted == have) and isinstance(wanted, bool) is isinstance(have, bool)


def ask(client: HerokuClient, need: Need) -> Record:
    """The answer to a request that changes nothing: its body, status and headers, and all pages of a list.

    The need's scope holds the request as JSON. Raises HerokuError, and Failure for a status that was not expected.
    """
    wanted = json.loads(need.scope[0])
    method, path, accepted = wanted["method"], wanted["path"], wanted.get("status_code") or ()
    try:
        reply = client.request(
            method, path, body=wanted.get("body"), range=wanted.get("range"), headers=wanted["headers"]
        )
    except HerokuError as error:
        if error.status not in accepted:
            raise (error.with_hint(NO_ENDPOINT) if is_no_endpoint(error) else error) from None
        said = {"id": error.id, "message": error.message, "url": error.url}
        return {"body": said, "status": error.status, "headers": {}}
    check_status(method, path, reply.status, accepted)
    headers, body = {name.lower(): value for name, value in reply.headers.items()}, reply.body
    if headers.get("next-range") and wanted.get("paginate") and method == "GET" and isinstance(body, list):
        body = body + client.pages(path, headers.pop("next-range"), headers=wanted["headers"])
    return {"body": body, "status": reply.status, "headers": headers}


def is_no_endpoint(error: HerokuError) -> bool:
    """Whether Heroku has no such path; where a thing is not there, it says what kind of thing."""
    return error.not_found and not error.resource


def check_status(method: str, path: str, status: int, accepted: t.Collection[int]) -> None:
    """Raises Failure for an answer whose status is none of those that are accepted, if any are said."""
    if accepted and status not in accepted:
        listed = ", ".join(map(str, accepted))
        raise Failure(f"Heroku answered {method} {path} with {status}, and status_code lists {listed}.", status=status)


def hidden_texts(value: Value) -> t.Any:
    """A body with its texts as secrets."""
    if isinstance(value, dict):
        return {key: hidden_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [hidden_texts(item) for item in value]
    return Secret(value) if isinstance(value, str) else value


ANSWERS = Kind("response", "", document=True, ask=ask)
LOOKS = Kind("look", "", document=True, optional=True, ask=ask)  # whose 404 says that nothing is there


def look_at(path: str, headers: t.Mapping[str, str]) -> Need:
    """The need for what is at a path, if anything."""
    return LOOKS.of(Secret(json.dumps({"method": "GET", "path": path, "headers": dict(headers)}, sort_keys=True)))


class Api(Operation):
    """A request. What reads is done as the read of the task; what writes may look first whether there is need to.

    A record holds the ``body`` of an answer, and its ``status`` and ``headers`` where the task sent the request itself.
    """

    noun = "response"
    kind = ANSWERS
    controls: t.ClassVar[Spec] = {
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
    constraints: t.ClassVar[Spec] = {
        "mutually_exclusive": [("creates", "range"), ("compare", "creates"), ("compare", "range")]
    }

    # The path of one app, add-on, pipeline, space or team, or of an add-on of an app.
    protectable = re.compile(r"/(?:apps/[^/]+/)?(app|addon|pipeline|space|team)s/[^/]+", re.ASCII)

    @classmethod
    def title(cls, want: Desired) -> str:
        return f"{want['method']} {want['path']}"

    @classmethod
    def scope_of(cls, want: Desired) -> tuple[str, ...]:
        """What tasks of one run that could make the same thing have in common."""
        return (want.get("creates") or want["path"],)

    @staticmethod
    def reads(want: Desired) -> bool:
        """Whether the request changes nothing."""
        return want["method"] in READS or bool(want["read_only"])

    @staticmethod
    def headers(want: Desired) -> dict[str, str]:
        """Those of the options, for a request and for looking first."""
        variant = {"Accept": f"{ACCEPT}.{want['variant']}"} if want.get("variant") else {}
        return {**want["headers"], **variant}

    @classmethod
    def check(cls, want: Desired) -> None:
        method = want["method"]
        check_path("path", want["path"])
        if want.get("creates"):
            check_path("creates", want["creates"])
        if want.get("variant") and not VARIANT.fullmatch(want["variant"]):
            raise InvalidInput("variant is what comes after version=3., such as sdk.")
        for name, value in want["headers"].items():
            if str(name).lower() not in HEADERS:
                raise InvalidInput(f"headers cannot have {name}. They can have {', '.join(HEADERS)}.")
            if not isinstance(value, str) or not value.isprintable():
                raise InvalidInput(f"headers.{name} must be a string of one line.")
        if method in READS and want.get("body") is not None:
            raise InvalidInput(f"A {method} has no body.")
        if want["read_only"] and method != "POST" and method not in READS:
            raise InvalidInput(f"read_only is for a POST that only reads. A {method} changes something.")
        if cls.reads(want) and (want.get("creates") or want["compare"]):
            raise InvalidInput("creates and compare are for requests that change something.")
        if want["compare"] and method == "POST":
            raise InvalidInput("compare is for PUT, PATCH and DELETE. A POST has creates.")
        if not cls.reads(want) and any(status >= 400 for status in want["status_code"]):
            raise InvalidInput(
                "An error can be accepted of a request that reads only. compare and creates look first whether one "
                "that writes is needed."
            )

    # What has to change

    @classmethod
    def plan(cls, want: Desired, view: View) -> Plan:
        """Special: only the options say what is to be sent, and whether to look first."""
        if cls.reads(want):
            names = ("method", "path", "body", "range", "paginate", "status_code")
            request = {**{name: want.get(name) for name in names}, "headers": cls.headers(want)}
            answer = view.get(ANSWERS.of(Secret(json.dumps(request, sort_keys=True))))
            return cls.planned(want, view, answer, answer)
        looked_at = want["path"] if want["compare"] else want.get("creates")
        headers = {name: value for name, value in cls.headers(want).items() if name.lower() != "if-match"}
        found = view.get(look_at(looked_at, headers)) if looked_at else None
        current = found and {"body": found["body"]}
        if want["compare"]:
            return cls.compared(want, view, current)
        if current is not None:
            return cls.planned(want, view, current, current)
        request = {"method": want["method"], "path": want["path"], "body": sorted(want.get("body", {}))}
        return cls.planned(
            want, view, None, None, sides=({}, request), verb="create" if want.get("creates") else "send"
        )

    @classmethod
    def compared(cls, want: Desired, view: View, current: Record | None) -> Plan:
        """The plan of a request that is sent only where something is otherwise."""
        path, wanted = want["path"], want.get("body", {})
        if want["method"] == "DELETE":
            before, verb = ({}, "") if current is None else ({"path": path}, "send")
            return cls.planned(want, view, current, {"body": None}, sides=(before, {}), verb=verb)
        have = current and current["body"]
        if not isinstance(have, dict):
            what = "nothing" if current is None else "no single object"
            raise InvalidInput(f"There is {what} at {path} to compare the body with.")
        changed = {name for name, value in wanted.items() if not covers(value, have.get(name))}
        before = dict.fromkeys(sorted(wanted), HIDDEN)
        after = {name: NEWLY_HIDDEN if name in changed else HIDDEN for name in before}
        return cls.planned(want, view, current, current, sides=(before, after), verb="send" if changed else "")

    @classmethod
    def planned(
        cls,
        want: Desired,
        view: View,
        current: Observed,
        record: Observed,
        *,
        sides: tuple[Record, Record] = ({}, {}),
        verb: str = "",
    ) -> Plan:
        """A plan that sends the request if there is a verb for it; what it will be answered is not known."""
        return Plan(
            title=cls.title(want),
            before=sides[0],
            after=sides[1],
            current=current,
            record=dict.fromkeys(("body", "status", "headers"), UNKNOWN) if verb else record,
            actions=(cls.sending(want, verb),) if verb else (),
            deletes=cls.doomed(want, view) if verb else (),
            seen=view.used,
        )

    @classmethod
    def doomed(cls, want: Desired, view: View) -> tuple[tuple[Thing, ...], ...]:
        """The one thing that is deleted, which is looked up for its name, with what is protected together with it.

        An add-on's app, an app's add-ons. One GET, two for an app; none for any other request, or if nothing at all is
        protected.
        """
        path = want["path"].partition("?")[0]
        match = cls.protectable.fullmatch(path.rstrip("/"))
        if want["method"] != "DELETE" or match is None or not view.protects:
            return ()
        found = view.get(look_at(path, {}))
        if found is None:
            return ()
        thing, related = found["body"], []
        if "plan" in thing:
            related = [Thing("app", thing["app"]["name"], thing["app"]["id"])]
        elif path.startswith("/apps/"):
            addons = view.get(look_at(segments("/apps/{}/addons", thing["id"]), {})) or {"body": ()}
            related = [
                Thing("addon", item["name"], item["id"]) for item in addons["body"] if item["app"]["id"] == thing["id"]
            ]
        return ((Thing(match[1], thing["name"], thing["id"]), *related),)

    # The write, and what it was answered

    @classmethod
    def sending(cls, want: Desired, verb: str) -> Action:
        """The write. Only what may be looked for is ever sent twice."""
        headers = {**cls.headers(want), **({"Range": want["range"]} if want.get("range") else {})}
        path = want["path"].replace("{", "{{").replace("}", "}}")
        request = Request(want["method"], path, (), hidden_texts(want.get("body")), headers, whole=True)
        resend = Resend.SAFE if want["method"] != "POST" else Resend.LOOK if verb == "create" else Resend.NEVER
        return Action(cls.id_of(want, verb), verb, request, resend, creates=verb == "create")

    @classmethod
    def explain(cls, want: Desired, action: Action, error: HerokuError) -> str:
        if is_no_endpoint(error):
            return NO_ENDPOINT
        if error.id != "outcome_unknown" or action.verb == "create":
            return ""
        return (
            "It may have taken effect anyway, so it was not sent again. Check that first; with creates, "
            "the task looks by itself."
        )

    @classmethod
    def gone_is_done(cls, want: Desired, error: HerokuError) -> bool:
        """Who did not ask to look first is told that nothing was there."""
        return bool(want["compare"]) or error.after_loss

    @classmethod
    def outcome(cls, want: Desired, plan: Plan, answers: Values) -> Record:
        """Raises Failure for a status that was not expected: the request took effect all the same."""
        record = answers[plan.actions[0].id] or {"body": None}
        if record.get("status"):
            check_status(want["method"], want["path"], record["status"], want["status_code"])
        return t.cast(Record, record)

    @classmethod
    def result(cls, want: Desired, record: Record | None) -> Record:
        record = record or {"body": None}
        headers = record.get("headers", {})
        told = {name: UNKNOWN if headers is UNKNOWN else headers.get(name) for name in ("etag", "next-range")}
        return {
            "response": record["body"] if want["show_response"] else None,
            "status": record.get("status"),
            "etag": told["etag"],
            "next_range": told["next-range"],
        }
