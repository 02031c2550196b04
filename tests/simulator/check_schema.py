# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hold what the simulator recorded (``--record FILE``) against Heroku's own JSON hyper-schema.

    python tests/simulator/check_schema.py RECORDING...

Responses must have exactly the properties that the schema gives, with its types, formats, patterns and enums; requests
nothing that it does not know. Where the real service is known to differ, a loosening below says so, and every
loosening that was needed is printed. The schema is no part of this project: ``--schema`` or ``HEROKU_SCHEMA`` says
where it is, and without it there is nothing to check.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_SCHEMA = Path(os.environ.get("HEROKU_SCHEMA", ROOT / ".." / "shared" / "api" / "heroku-v3-schema.json"))
MASK = "(secret)"
REQUEST, RESPONSE = "request", "response"


@dataclass(frozen=True)
class Loosening:
    """Where the service is known to say or to take more than the schema.

    ``path`` is a path template (``*`` in it is any text), ``at`` a pattern for the place in the body, ``names`` the
    properties that may be there or missing.
    """

    side: str
    method: str
    path: str
    at: str
    names: tuple[str, ...]
    because: str


LOOSENINGS = (
    Loosening(
        RESPONSE, "*", "*addons*", r"(\d+/)?state", (), "add-ons are `deprovisioning` for a while (behaviour.md 1.3)"
    ),
    Loosening(
        RESPONSE, "*", "*addons*", r"(\d+/)?(plan|addon_service)", ("*",), "Accept-Expansion nests the whole record"
    ),
    Loosening(RESPONSE, "*", "*spaces*", r"(\d+/)?region", ("*",), "Accept-Expansion nests the whole record"),
    Loosening(
        RESPONSE,
        "POST",
        "/actions/addon-attachments/resolve",
        r"\d+(/addon)?",
        ("plan", "config_vars"),
        "Accept-Inclusion adds them",
    ),
    Loosening(RESPONSE, "GET", "*addon-attachments*", r"(\d+)?", ("config_vars",), "Accept-Inclusion adds them"),
    Loosening(REQUEST, "PUT", "/teams/{}/invitations", "role", (), "`viewer` is a role, but not in this enum"),
    Loosening(RESPONSE, "*", "*sni-endpoints*", r"(\d+/)?ssl_cert", ("acm",), "the CLI reads ssl_cert.acm"),
    Loosening(RESPONSE, "*", "*team*", r"(\d+/)?role", (), "`viewer` is a role, but not in the enum of responses"),
    Loosening(RESPONSE, "*", "*config-vars*", "", ("*",), "old apps have config vars with other names"),
    Loosening(RESPONSE, "*", "*inbound-ruleset*", r"(\d+)?", ("applied",), "the official command looks for it"),
    Loosening(RESPONSE, "*", "*peerings*", r"(\d+)?", ("cidr_block",), "3.sdk has it, though not this link"),
    Loosening(REQUEST, "PATCH", "/account", "", ("eco_dynos_enabled", "pipeline_cost_consent"), "3.sdk takes them"),
    Loosening(REQUEST, "POST", "/apps/{}/log-sessions", "", ("dyno",), "3.sdk calls it so"),
    Loosening(REQUEST, "POST", "/apps/{}/releases", "slug", (), "the required slug is empty beside an image"),
    Loosening(REQUEST, "POST", "/actions/*/resolve", "(addon|addon_attachment)", (), "APP::ATTACHMENT is a name too"),
    Loosening(REQUEST, "*", "*formation*", r"(updates/\d+)?", ("size",), "clients send `size`"),
    Loosening(REQUEST, "*", "*formation*", r"(updates/\d+/)?quantity", (), "the CLI sends quantities as strings"),
    Loosening(REQUEST, "*", "*addons*", "plan", (), "the CLI sends the plan as {name: ...}"),
    Loosening(REQUEST, "POST", "/apps/{}/addons", "config/.*", (), "the CLI sends true for an option without value"),
    Loosening(REQUEST, "PATCH", "/apps/{}/addons/{}", "", ("plan",), "the CLI renames with the name alone"),
    Loosening(REQUEST, "POST", "/addon-attachments", "(addon|app)", (), "the CLI sends {name: ...}"),
    Loosening(REQUEST, "PATCH", "/apps/{}/config-vars", ".*", ("*",), "null removes a config var"),
    Loosening(REQUEST, "POST", "/apps/{}/releases", "", ("slug", "release"), "two links share the path"),
    Loosening(REQUEST, "POST", "/teams/apps", "", ("kernel", "feature_flags"), "the CLI sends them when asked to"),
    Loosening(REQUEST, "POST", "/apps", "feature_flags", (), "the CLI sends a text"),
    Loosening(REQUEST, "PATCH", "/teams/apps/{}", "", ("locked", "owner"), "three links share the path"),
    Loosening(REQUEST, "POST", "/pipelines", "", ("generation",), "the CLI sends the generation"),
    Loosening(REQUEST, "PUT", "/spaces/{}/inbound-ruleset", "", ("*",), "the CLI sends the whole record back"),
    Loosening(REQUEST, "POST", "/oauth/authorizations", "expires_in", (), "the CLI sends a string"),
    Loosening(REQUEST, "POST", "/oauth/authorizations", "", ("scope",), "the CLI sends none for everything"),
    Loosening(REQUEST, "PATCH", "/oauth/authorizations/{}", "", ("client",), "the CLI sends no client"),
    Loosening(REQUEST, "POST", "/oauth/tokens", "", ("refresh_token",), "a grant's code needs no refresh token"),
    Loosening(RESPONSE, "GET", "/oauth/clients/{}", "", ("secret",), "only its owner is told the secret"),
    Loosening(
        RESPONSE,
        "DELETE",
        "/oauth/tokens/{}",
        "(grant|refresh_token|session)",
        (),
        "the token of a direct authorization came without them",
    ),
    Loosening(
        RESPONSE,
        "POST",
        "/users/{}/gateway-tokens/oauth-authorization",
        "(grant|refresh_token|session)",
        (),
        "null where it has none, as other authorizations",
    ),
    Loosening(REQUEST, "PATCH", "/account", "", ("email", "password", "new_password"), "of the 2014 reference"),
    Loosening(RESPONSE, "*", "*apps*", r"(\d+)?", ("process_tier",), "`heroku ps` reads it"),
    Loosening(
        RESPONSE,
        "*",
        "*webhook-events*",
        r"(\d+/)?payload",
        ("created_at", "id", "published_at", "sequence", "updated_at"),
        "recorded so (recorded.md A 17)",
    ),
    Loosening(
        RESPONSE, "*", "*formation*", r"(\d+)?", ("docker_image",), "3.docker-releases has it (recorded.md A 21)"
    ),
    Loosening(REQUEST, "*", "*formation*", r"(updates/\d+)?", ("docker_image",), "3.docker-releases takes it"),
    Loosening(
        RESPONSE, "*", "/app-setups*", r"(build|postdeploy)/\w+", (), "objects of nulls are possible (recorded.md F)"
    ),
    Loosening(RESPONSE, "*", "*pipeline-coupling*", r"(\d+/)?pipeline", ("name",), "recorded so (recorded.md A 14)"),
    Loosening(RESPONSE, "GET", "/spaces/{}/hosts", r"\d+/released_at", (), "a host in use was not released"),
    Loosening(REQUEST, "POST", "/spaces", "generation", (), "a name or an object"),
)

# Calls that clients make and the schema does not have (cli-requests.md, Notes A).
NOT_IN_SCHEMA = {
    ("POST", "/account/keys"): "undocumented, but used by the official command",
    ("DELETE", "/account/keys/{}"): "undocumented, but used by the official command",
    ("PUT", "/apps/{}/pre-authorizations"): "used by the official command for a second factor",
    ("GET", "/teams/apps"): "used by the official command",
    ("GET", "/spaces/{}/dynos"): "used by the official command",
    ("GET", "/addons/{}/config/{}"): "the official command looks there whether a credential exists",
    ("GET", "/apps/{}/builds/{}/result"): "of the 2014 reference",
    ("GET", "/accounts/{}/actions/get-quota"): "used by the official command",
    ("GET", "/oauth/sessions"): "used by the official command",
    ("GET", "/schema"): "the schema itself",
    ("DELETE", "/oauth/sessions/{}"): "used by the official command",
    **{
        (method, f"/pipelines/{{}}/{rest}"): "used by the official command"
        for method, rest in (
            ("GET", "webhooks"),
            ("POST", "webhooks"),
            ("GET", "webhooks/{}"),
            ("PATCH", "webhooks/{}"),
            ("DELETE", "webhooks/{}"),
            ("GET", "webhook-events"),
            ("GET", "webhook-events/{}"),
            ("GET", "webhook-deliveries"),
            ("GET", "webhook-deliveries/{}"),
        )
    },
}

_FORMATS = {
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "date": r"\d{4}-\d\d-\d\d",
    "email": r"[^@\s]+@[^@\s]+",
    "ipv4": r"\d{1,3}(\.\d{1,3}){3}",
}
_ERROR = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["message"]}, {"required": ["error"]}],
    "properties": {name: {"type": "string"} for name in ("id", "message", "error", "url", "resource")},
}


def _format_checker() -> jsonschema.FormatChecker:
    checker = jsonschema.FormatChecker(formats=())
    for name, pattern in _FORMATS.items():

        def matches(value: Any, pattern: str = pattern) -> bool:
            return not isinstance(value, str) or re.fullmatch(pattern, value) is not None

        checker.checks(name)(matches)
    return checker


def _strict(node: Any, side: str) -> Any:
    """A copy in which objects have just the properties that are named (and in responses, all of them)."""
    if isinstance(node, list):
        return [_strict(item, side) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _strict(value, side) for key, value in node.items()}
    kinds = node.get("type", ["object"])
    named = node.get("properties")
    if isinstance(named, dict) and "object" in ([kinds] if isinstance(kinds, str) else kinds):
        copy.setdefault("additionalProperties", False)
        if side == RESPONSE:
            copy["required"] = list(named)
    if isinstance(node.get("patternProperties"), dict):
        copy.setdefault("additionalProperties", False)
    return copy


class Schema:
    """One edition of the hyper-schema, looked up by method and path."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._documents = {side: _strict_document(document, side) for side in (REQUEST, RESPONSE)}
        self._links: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
        for noun, resource in document["definitions"].items():
            for link in resource.get("links", []):
                key = (link["method"].upper(), normal_path(unquote(link["href"])))
                self._links.setdefault(key, []).append((noun, link))

    def knows(self, method: str, path: str) -> bool:
        """Whether there is such an operation."""
        return (method, path) in self._links

    def problems(self, side: str, method: str, path: str, body: Any) -> list[jsonschema.ValidationError]:
        """What is wrong with a body; where several links share a path, by the one that it fits best."""
        found = [list(self._check(side, noun, link, body)) for noun, link in self._links[(method, path)]]
        return min(found, key=len)

    def _check(self, side: str, noun: str, link: dict[str, Any], body: Any) -> Iterator[jsonschema.ValidationError]:
        if side == RESPONSE and link.get("rel") == "empty" and body == {}:
            return
        name = "schema" if side == REQUEST else "targetSchema"
        if name in link:
            schema = _strict(link[name], side)
        elif side == REQUEST or link.get("rel") == "empty":
            return
        else:
            schema = {"$ref": f"#/definitions/{noun}"}
            if link.get("rel") == "instances":
                schema = {"type": "array", "items": schema}
        document = {**self._documents[side], "allOf": [schema]}
        document.pop("$schema", None)
        validator = jsonschema.Draft4Validator(document, format_checker=_format_checker())
        for problem in validator.iter_errors(body):
            yield from _leaves(problem)


def _strict_document(document: dict[str, Any], side: str) -> dict[str, Any]:
    definitions = {noun: _strict(deepcopy(resource), side) for noun, resource in document["definitions"].items()}
    return {"definitions": definitions}


def _leaves(problem: jsonschema.ValidationError) -> Iterator[jsonschema.ValidationError]:
    """Of an alternative, what is wrong with the branch that comes closest; masked values are never wrong."""
    if problem.instance == MASK:
        return
    if problem.context:
        branches: dict[Any, list[jsonschema.ValidationError]] = {}
        for item in problem.context:
            branches.setdefault(item.schema_path[0], []).extend(_leaves(item))
        whole = problem.validator == "allOf"
        # A branch that has no problem left once masked values are forgiven fits.
        alternatives: Any = problem.validator_value
        tried = [branches.get(index, []) for index in range(len(alternatives))]
        if whole:
            yield from (item for branch in tried for item in branch)
        elif all(tried):
            yield from min(tried, key=len)
        return
    yield problem


def normal_path(path: str) -> str:
    """A path template without the names of its variables; ``~`` stands for an account."""
    return re.sub(r"\{[^}]*\}|(?<=/)~", "{}", path)


def _loosening(side: str, method: str, path: str, problem: jsonschema.ValidationError) -> Loosening | None:
    at = "/".join(str(part) for part in problem.absolute_path)
    for item in LOOSENINGS:
        if item.side != side or item.method not in ("*", method) or not _path_fits(item.path, path):
            continue
        if not re.fullmatch(item.at, at):
            continue
        if problem.validator in ("additionalProperties", "required"):
            names = _names(problem)
            if item.names and ("*" in item.names or names <= set(item.names)):
                return item
        elif not item.names or "*" in item.names:
            return item
    return None


def _path_fits(pattern: str, path: str) -> bool:
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), path) is not None


def _names(problem: jsonschema.ValidationError) -> set[str]:
    """The properties that a problem is about."""
    schema: Any = problem.schema
    body: Any = problem.instance
    if problem.validator == "required":
        return {name for name in schema["required"] if name not in body}
    return {name for name in body if name not in schema.get("properties", {})}


class Check:
    """Counts what was checked and collects what was wrong."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self._schemas = schemas
        self.counts: Counter[str] = Counter()
        self.operations: set[tuple[str, str]] = set()
        self.loosenings: Counter[Loosening] = Counter()
        self.violations: Counter[str] = Counter()

    def exchange(self, record: dict[str, Any]) -> None:
        """Check one recorded exchange."""
        method, path = record["method"], normal_path(re.sub(r":text(?=\})", "", record["path"]))
        schema = self._schemas.get(record["variant"], self._schemas[""])
        if record["status"] >= 400:
            self.counts["errors"] += 1
            for problem in jsonschema.Draft4Validator(_ERROR).iter_errors(record["response"]):
                self._violation("error", method, path, problem)
            return
        if not schema.knows(method, path):
            schema = next((item for item in self._schemas.values() if item.knows(method, path)), schema)
        self.operations.add((method, path))
        if not schema.knows(method, path):
            if (method, path) not in NOT_IN_SCHEMA:
                self.violations[f"{method} {path}: the schema has no such operation"] += 1
            return
        for side in (REQUEST, RESPONSE):
            body = record[side]
            if (side == REQUEST and body is None) or record["status"] == 304:
                continue
            self.counts[f"{side}s"] += 1
            for problem in schema.problems(side, method, path, body):
                loosening = _loosening(side, method, path, problem)
                if loosening:
                    self.loosenings[loosening] += 1
                else:
                    self._violation(side, method, path, problem)

    def _violation(self, side: str, method: str, path: str, problem: jsonschema.ValidationError) -> None:
        at = "/".join("[]" if isinstance(part, int) else str(part) for part in problem.absolute_path) or "(all)"
        detail = f"{problem.validator} {problem.validator_value}"
        if problem.validator in ("additionalProperties", "required"):
            detail = f"{problem.validator}: {', '.join(sorted(_names(problem)))}"
        self.violations[f"{side} {method} {path} at {at}: {detail}"[:300]] += 1

    def report(self) -> None:
        """Print what was found."""
        for text, count in sorted(self.violations.items()):
            print(f"VIOLATION ({count}x) {text}")
        for item, count in self.loosenings.items():
            print(f"loosened ({count}x) {item.side} {item.method} {item.path} at /{item.at}: {item.because}")
        print(
            f"{len(self.operations)} operations, {self.counts['responses']} responses, "
            f"{self.counts['requests']} requests, {self.counts['errors']} errors checked; "
            f"{sum(self.violations.values())} violations"
        )


def main(arguments: list[str] | None = None) -> int:
    """Check recordings. Returns the exit code: 1 when something does not fit."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    options.add_argument("recordings", nargs="*", type=Path)
    options.add_argument("--schema", type=Path, default=DEFAULT_SCHEMA, help="Heroku's hyper-schema of version 3")
    options.add_argument("--sdk-schema", type=Path, help="that of version 3.sdk (default: beside the other)")
    given = options.parse_args(arguments)
    if not given.schema.exists():
        print("schema check: not run, Heroku's hyper-schema is not here (--schema or HEROKU_SCHEMA says where it is)")
        return 0
    if not given.recordings:
        print("schema check: nothing was recorded", file=sys.stderr)
        return 1
    sdk = given.sdk_schema or given.schema.with_name("heroku-v3.sdk-schema.json")
    schemas = {"": Schema(json.loads(given.schema.read_text(encoding="utf-8")))}
    schemas["sdk"] = Schema(json.loads(sdk.read_text(encoding="utf-8"))) if sdk.exists() else schemas[""]
    check = Check(schemas)
    for recording in given.recordings:
        with recording.open(encoding="utf-8") as lines:
            for line in lines:
                check.exchange(json.loads(line))
    check.report()
    return 1 if check.violations else 0


if __name__ == "__main__":
    sys.exit(main())
