# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only place that speaks HTTP. It knows Heroku's protocol (behaviour.md 1) and nothing of Ansible."""

from __future__ import annotations

import contextlib
import json
import os
import random
import time
import typing as t
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from ansible_collections.community.heroku.plugins.module_utils.errors import (
    Failure,
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
)
from ansible_collections.community.heroku.plugins.module_utils.lines import lines_of
from ansible_collections.community.heroku.plugins.module_utils.version import VERSION

try:
    import requests
    from requests import Session as PlainSession
    from requests.auth import AuthBase, HTTPBasicAuth
    from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_netrc_auth
    from urllib3.exceptions import HTTPError, InvalidHeader, NewConnectionError, ReadTimeoutError
    from urllib3.util.retry import Retry

    REQUESTS_IMPORT_ERROR = None
except ImportError as error:
    REQUESTS_IMPORT_ERROR = error
    requests = None  # type: ignore[assignment]
    AuthBase = PlainSession = object  # type: ignore[assignment,misc]

DEFAULT_URL = "https://api.heroku.com"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ACCEPT = "application/vnd.heroku+json; version=3"
PAGE = 1000
# What requests reads from the environment.
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
NETWORK_VARIABLES = (
    *PROXY_VARIABLES,
    *(name.upper() for name in PROXY_VARIABLES),
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
)
Items = list[t.Any]  # in HerokuClient, "list" is a method

# Sending these twice does no harm (a PATCH repeats the same body), so a lost answer is simply asked for again.
REPEATABLE = ("GET", "HEAD", "PATCH", "PUT", "DELETE")
ATTEMPTS = 6
RATE_LIMIT_PATIENCE = 900.0  # seconds of waiting on 429 in one request before giving up
LONGEST_PAUSE = 60.0  # seconds
REFILL_INTERVAL = 60.0 / 75  # seconds until a token is back (behaviour.md 1.5), for a multiplier of 1
LOW_WATER = 50  # tokens; below this every answer is followed by a pause in which at least one token comes back


@dataclass
class Reply:
    """An answer of Heroku: HTTP status, decoded body (None when empty) and headers (looked up without case)."""

    status: int
    body: t.Any
    headers: t.Mapping[str, str]


class TokenAuth(AuthBase):
    """Bearer authentication. As an auth object it keeps requests from replacing the token by a .netrc entry."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: t.Any) -> t.Any:
        """Add the header."""
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class Session(PlainSession):
    """Connections that take no credentials along when they are redirected: requests would look into .netrc again."""

    def __init__(self) -> None:
        super().__init__()
        self._settings: dict[t.Any, t.Any] = {}

    def merge_environment_settings(
        self, url: t.Any, proxies: t.Any, stream: t.Any, verify: t.Any, cert: t.Any
    ) -> t.Any:
        """Called by requests for each request: proxies and certificates, as the environment has them at the moment.

        It goes through the whole environment each time, which takes as long as all else that it does for a request.
        """
        given = (proxies, stream, verify, cert)
        known = (urlsplit(url)[:2], repr(given), tuple(os.environ.get(name) for name in NETWORK_VARIABLES))
        if known not in self._settings:
            self._settings[known] = super().merge_environment_settings(url, *given)
        return dict(self._settings[known])

    def rebuild_auth(self, prepared_request: t.Any, response: t.Any) -> None:  # noqa: ARG002 - its signature
        """Called by requests for the request that follows a redirect."""
        prepared_request.headers.pop("Authorization", None)


def new_session() -> t.Any:
    """A connection pool that can be handed to several clients, one after the other, but never across a fork.

    Raises Failure when the requests library is missing.
    """
    need_requests()
    return Session()


def need_requests() -> None:
    """Raise Failure when the requests library is missing."""
    if REQUESTS_IMPORT_ERROR is not None:
        raise Failure(
            "The Python library 'requests' is needed where this task runs: pip install requests. "
            f"({REQUESTS_IMPORT_ERROR})"
        )


def check_url(url: str) -> str:
    """The API's base URL without a trailing slash.

    Raises InvalidInput unless it is https, or http to a loopback address.
    """
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        usable = secure and parts.hostname and parts.port != 0 and parts.username is None
    except ValueError:  # a port that is no number, a bracket that is not closed
        usable = False
    if not usable:
        raise InvalidInput(
            "api_url must be an https URL (http is for loopback addresses only), and hold no credentials."
        )
    return url.rstrip("/")


def find_token(url: str, token: str | None = None, environment: t.Mapping[str, str] | None = None) -> str:
    """The API token: the one given, else HEROKU_API_KEY, else the password of the API host's entry in ~/.netrc.

    That is the order of the official command. C(environment) stands in for the process's own. Raises InvalidInput when
    there is none.
    """
    need_requests()
    environment = os.environ if environment is None else environment
    token = (token or "").strip() or environment.get("HEROKU_API_KEY", "").strip()
    if not token:
        entry = get_netrc_auth(url)
        token = entry[1] if entry else ""
    if not token:
        raise InvalidInput(
            "There is no API token. Pass api_key, or set the variable ansible_heroku_api_key or the environment "
            "variable HEROKU_API_KEY, or let 'heroku login' write an entry for "
            f"{urlsplit(url).hostname} to ~/.netrc. 'heroku authorizations:create' makes a token for machines."
        )
    if any(ord(character) < 33 or ord(character) > 126 for character in token):
        raise InvalidInput("The API token holds characters that no token has (white space, or letters outside ASCII).")
    return token


def segments(path: str, *values: str) -> str:
    """A path whose C({}) are filled with percent-encoded values, so that a drain URL or a wildcard is one segment.

    Raises InvalidInput for an empty value (C(/apps/) is the list of all apps, and no app), and for C(.) and C(..),
    which lead elsewhere however they are encoded.
    """
    if "" in values:
        raise InvalidInput("A name or ID is empty. Check the task's options, and the variables that they are made of.")
    for value in values:
        if value in (".", ".."):
            raise InvalidInput(f"A name or ID is {value!r}, which is none of anything. Check the task's options.")
    return path.format(*(quote(str(value), safe="") for value in values))


class HerokuClient:
    """Talks to the Platform API v3.

    Parameters: C(token); C(url) of the API; C(two_factor_code) answers a 403 C(two_factor); C(connect_timeout) and
    C(read_timeout) in seconds; C(agent) is added to the User-Agent; C(warn) is called with each text that Heroku, or
    this client, wants a person to see; C(say) with what a person who waits would like to know; C(session) from
    M(new_session) to go on using its connections.

    C(requests_sent) counts every request, retries included; C(rate_limit_remaining) is the account's pool as last
    reported (None before that).
    """

    def __init__(
        self,
        token: str,
        url: str = DEFAULT_URL,
        *,
        two_factor_code: str | None = None,
        connect_timeout: float = 10,
        read_timeout: float = 60,
        agent: str = "",
        warn: t.Callable[[str], None] = lambda text: None,
        say: t.Callable[[str], None] = lambda text: None,
        session: t.Any = None,
    ) -> None:
        self.url = check_url(url)
        self.two_factor_code = two_factor_code
        self.timeout = (connect_timeout, read_timeout)
        self.warn = warn
        self.say = say
        self.session = session or new_session()
        self.auth = TokenAuth(token)
        self.headers = {"Accept": ACCEPT, "User-Agent": f"community.heroku/{VERSION} {agent}".strip()}
        self.requests_sent = 0
        self.rate_limit_remaining: int | None = None
        self._refill = REFILL_INTERVAL
        self._told: set[str] = set()

    # What resources call

    def get(self, path: str, **options: t.Any) -> t.Any:
        """The body of a GET. Options and errors: M(request)."""
        return self.request("GET", path, **options).body

    def list(self, path: str, by: str = "id", **options: t.Any) -> Items:
        """Every item of a list, page by page of 1000, in the order of the field C(by) (behaviour.md 1.4)."""
        return self.pages(path, f"{by} ..; max={PAGE}", **options)

    def pages(self, path: str, first: str, **options: t.Any) -> Items:
        """Every item of a list from the Range C(first) on, page by page."""
        items: Items = []
        wanted: str | None = first
        while wanted:
            reply = self.request("GET", path, range=wanted, **options)
            if not isinstance(reply.body, list):
                raise HerokuError(
                    "Heroku answered with something other than a list.",
                    id="invalid_response",
                    status=reply.status,
                    method="GET",
                    path=path,
                )
            items += reply.body
            following = reply.headers.get("Next-Range")
            if following == wanted:
                raise HerokuError(
                    "Heroku's pages go round in circles.",
                    id="invalid_response",
                    status=reply.status,
                    method="GET",
                    path=path,
                )
            wanted = following
        return items

    def newest(self, path: str, by: str, count: int = 1, **options: t.Any) -> Items:
        """The last C(count) items of a list in the order of the field C(by), the newest first: one page, not more."""
        return self.request("GET", path, range=f"{by} ..; order=desc,max={count}", **options).body

    def post(self, path: str, body: t.Any = None, **options: t.Any) -> t.Any:
        """The body of a POST. Raises OutcomeUnknown when it may have taken effect although no answer came."""
        return self.request("POST", path, body={} if body is None else body, **options).body

    def patch(self, path: str, body: t.Any, **options: t.Any) -> t.Any:
        """The body of a PATCH."""
        return self.request("PATCH", path, body=body, **options).body

    def put(self, path: str, body: t.Any, **options: t.Any) -> t.Any:
        """The body of a PUT."""
        return self.request("PUT", path, body=body, **options).body

    def delete(self, path: str, **options: t.Any) -> t.Any:
        """The body of a DELETE: the deleted object (behaviour.md 1.3)."""
        return self.request("DELETE", path, **options).body

    def request(
        self,
        method: str,
        path: str,
        *,
        body: t.Any = None,
        range: str | None = None,  # noqa: A002 - the header's own name
        headers: t.Mapping[str, str] | None = None,
        again_if: t.Callable[[HerokuError], bool] | None = None,
        patience: float = 120,
        auth: t.Any = None,
    ) -> Reply:
        """Send one request and its retries.

        C(path) starts with a slash; C(body) is sent as JSON; C(range) is the Range header; C(again_if) says of which
        errors the resource knows that they pass by themselves: those are tried again for C(patience) seconds; C(auth)
        takes the place of the token. Raises HerokuError, and OutcomeUnknown for a POST without an answer.
        """
        sending = dict(self.headers, **(headers or {}))
        if range is not None:
            sending["Range"] = range
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            sending["Content-Type"] = "application/json"
        deadline = time.monotonic() + patience
        waited = 0.0
        limited = expected = failed = 0  # how often each kind of trouble came: each has a patience of its own
        while True:
            try:
                return self._once(method, path, data, sending, auth or self.auth)
            except HerokuError as error:
                if error.id == "two_factor" and self.two_factor_code:
                    if "Heroku-Two-Factor-Code" in sending:
                        raise error.with_hint(
                            "The code given as two_factor_code was refused: it may have expired."
                        ) from None
                    sending.update(self._second_factor(error))
                    continue
                if error.status == 429:
                    limited += 1
                    pause = self._rate_limit_pause(error, limited)
                    waited += pause
                    if waited > RATE_LIMIT_PATIENCE:
                        raise
                    self.say(f"The account's API token pool is empty; going on in {pause:.0f} s.")
                elif again_if is not None and again_if(error) and time.monotonic() < deadline:
                    expected += 1
                    pause = min(backoff(expected), 10)
                    self.say(f"{error.message.strip()} Trying again in {pause:.0f} s.")
                elif may_pass(error, method) and failed + 1 < ATTEMPTS:
                    failed += 1
                    pause = backoff(failed)
                else:
                    raise
                time.sleep(pause)

    def password_works(self, email: str, password: str) -> bool:
        """Whether an account has that password, which Heroku takes with the e-mail address in place of a token.

        Raises HerokuError for an account with a second factor, among others (behaviour.md 2.1).
        """
        try:
            self.request("GET", "/account", auth=HTTPBasicAuth(email.encode(), password.encode()))
        except HerokuError as error:
            if error.status == 401 and error.id == "unauthorized":
                return False
            raise
        return True

    # How one request goes

    def _once(self, method: str, path: str, data: bytes | None, headers: t.Mapping[str, str], auth: t.Any) -> Reply:
        try:
            response = self._send(method, path, data, headers, auth)
        except requests.RequestException as error:
            raise connection_error(error, method, path, self.url) from None
        self._note(response)
        if response.status_code >= 400:
            raise api_error(response, method, path)
        try:
            decoded = response.json() if response.content else None
        except ValueError:
            kind = response.headers.get("Content-Type", "no type")
            problem = OutcomeUnknown if method == "POST" else HerokuError
            raise problem(
                f"The answer is not JSON ({kind}): a proxy may have made it, or it was cut short.",
                id="invalid_response",
                status=response.status_code,
                method=method,
                path=path,
            ) from None
        return Reply(response.status_code, decoded, response.headers)

    def _send(self, method: str, path: str, data: bytes | None, headers: t.Mapping[str, str], auth: t.Any) -> t.Any:
        """Send, following a redirect of a GET within the API's own origin only: the token goes nowhere else."""
        url = self.url + path
        for _redirect in (1, 2, 3, 4):
            self.requests_sent += 1
            response = self.session.request(
                method, url, data=data, headers=headers, auth=auth, timeout=self.timeout, allow_redirects=False
            )
            if not response.is_redirect:
                return response
            target = urljoin(url, response.headers["Location"])
            if method != "GET" or origin(target) != origin(self.url):
                raise HerokuError(
                    f"The API redirects to {origin(target)}, where the token is not sent. Check api_url.",
                    id="redirect",
                    status=response.status_code,
                    method=method,
                    path=path,
                )
            url = target
        raise HerokuError(
            "The API redirects in circles.", id="redirect", status=response.status_code, method=method, path=path
        )

    def _note(self, response: t.Any) -> None:
        for name in ("X-Heroku-Warning", "Warning-Message"):
            self._tell_once(response.headers.get(name, ""))
        multiplier = response.headers.get("RateLimit-Multiplier", "")
        if multiplier.isdigit() and int(multiplier):
            self._refill = REFILL_INTERVAL / int(multiplier)
        remaining = response.headers.get("RateLimit-Remaining", "")
        if remaining.isdigit():
            self.rate_limit_remaining = int(remaining)
            if int(remaining) < LOW_WATER and response.status_code != 429:
                self._slow_down(int(remaining))

    def _tell_once(self, text: str) -> None:
        text = text.strip()
        if text and text not in self._told:
            self._told.add(text)
            self.warn(text)

    def _slow_down(self, tokens_left: int) -> None:
        """Wait, the longer the fewer tokens are left, so that several processes too find their pace.

        This comes after an answer and not before the next request because most tasks send one request only.
        """
        self._tell_once(f"The account has fewer than {LOW_WATER} API tokens left: requests are slowed down.")
        time.sleep(min(LONGEST_PAUSE, self._refill * LOW_WATER / max(tokens_left, 1)))

    def _rate_limit_pause(self, error: HerokuError, attempt: int) -> float:
        """Seconds until it is worth asking again: at least what Retry-After says, longer for a pool reported empty."""
        if error.retry_after is not None:
            return max(error.retry_after, backoff(attempt))
        return backoff(attempt if self.rate_limit_remaining else attempt + 1)

    def _second_factor(self, error: HerokuError) -> dict[str, str]:
        """Pre-authorise the app that asks for a second factor, or give this request its header (behaviour.md 1.1)."""
        header = {"Heroku-Two-Factor-Code": self.two_factor_code or ""}
        if error.app:
            self.request("PUT", segments("/apps/{}/pre-authorizations", error.app), headers=header)
        return header

    # What is not the API but belongs to it: log streams and uploads, at addresses that Heroku hands out

    def stream(
        self, url: str, patience: float = 30, idle: float = 3600, until: float = float("inf")
    ) -> t.Iterator[str]:
        """The lines of a build's or release's output as they arrive.

        The address is a secret of its own; the token is not sent.

        An address that answers 404 is asked again for C(patience) seconds: the stream appears a moment after the build
        (behaviour.md 3.14). Raises HerokuError when the stream cannot be read, or (its id is C(silence)) says nothing
        for C(idle) seconds, or (its id is C(deadline)) goes on at C(until), a time of time.monotonic(), whatever
        arrives.
        """
        deadline = time.monotonic() + patience
        attempt = 0
        while True:
            attempt += 1
            self.requests_sent += 1
            try:
                with self.session.get(url, stream=True, timeout=(self.timeout[0], idle), auth=no_auth) as response:
                    if response.status_code == 404 and time.monotonic() < deadline:
                        time.sleep(backoff(attempt) / 2)
                        continue
                    if response.status_code >= 400:
                        raise HerokuError(
                            "The output stream cannot be read.",
                            id="stream",
                            status=response.status_code,
                            method="GET",
                            path="(output stream)",
                        )
                    for line in lines_of(response, idle=idle, deadline=until):
                        yield line.decode("utf-8", "replace")
                    return
            except requests.RequestException as error:
                trouble = connection_error(error, "GET", "(output stream)", "the output stream")
                if isinstance(innermost(error), ReadTimeoutError):
                    trouble.id = "silence"
                raise trouble from None

    def upload(self, url: str, opened: t.Callable[[], t.IO[bytes]]) -> None:
        """PUT a file, which C(opened) opens, to an address that Heroku handed out, without the token.

        Raises HerokuError; a failed PUT is tried again.
        """
        attempt = 0
        while True:
            attempt += 1
            self.requests_sent += 1
            try:
                with opened() as source:
                    response = self.session.put(url, data=source, timeout=(self.timeout[0], 3600), auth=no_auth)
                if response.status_code < 400:
                    return
                error = HerokuError(
                    "The upload was refused.", id="upload", status=response.status_code, method="PUT", path="(upload)"
                )
            except requests.RequestException as cause:
                error = connection_error(cause, "PUT", "(upload)", "the upload address")
            if not may_pass(error, "PUT") or attempt >= ATTEMPTS:
                raise error
            time.sleep(backoff(attempt))


def authorities() -> str:
    """The file or folder of the certificate authorities that are trusted, for what is not HTTP: as for HTTP."""
    chosen = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return chosen or DEFAULT_CA_BUNDLE_PATH


def no_auth(request: t.Any) -> t.Any:
    """An auth object that adds nothing: without one, requests would look for a .netrc entry."""
    return request


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def backoff(attempt: int) -> float:
    """Seconds to wait after the n-th failure: doubling from one second, capped.

    With jitter, so that parallel tasks do not march in step.
    """
    return min(LONGEST_PAUSE, 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.0)


def may_pass(error: HerokuError, method: str) -> bool:
    """Whether sending the same request again is harmless and may help."""
    if error.id == "connection":
        return True  # for a POST that may have been received it would be another id
    return method in REPEATABLE and (error.id == "invalid_response" or (error.status or 0) >= 500)


def connection_error(error: Exception, method: str, path: str, where: str) -> HerokuError:
    """A failed connection as an error; for a POST that may have arrived, one that says so."""
    cause = innermost(error)
    text = f"No answer from {where}: {type(cause).__name__}."
    unsent = isinstance(error, requests.ConnectTimeout) or isinstance(
        cause, (NewConnectionError, ConnectionRefusedError)
    )
    if method == "POST" and not unsent:
        return OutcomeUnknown(text, id="outcome_unknown", method=method, path=path)
    if isinstance(error, requests.exceptions.SSLError):
        return HerokuError(
            text,
            id="tls",
            method=method,
            path=path,
            hint="Check the certificate authorities (REQUESTS_CA_BUNDLE) and any proxy.",
        )
    return HerokuError(
        text, id="connection", method=method, path=path, hint="Check the network, HTTPS_PROXY and api_url."
    )


def innermost(error: BaseException) -> BaseException:
    """The error at the root of requests' and urllib3's wrappings, whose texts would show addresses that are secrets."""
    while True:
        reason = getattr(error, "reason", None)
        wrapped = [
            item for item in (reason, *error.args) if isinstance(item, (HTTPError, OSError)) and item is not error
        ]
        if not wrapped or isinstance(error, NewConnectionError):
            return error
        error = wrapped[0]


def api_error(response: t.Any, method: str, path: str) -> HerokuError:
    """An error answer as an exception: `message` or `error`, with id, url and Request-Id (behaviour.md 2)."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        body = {}
    message = (
        body.get("message")
        or body.get("error")
        or f"The answer is an error without an explanation ({response.reason})."
    )
    app = body.get("app")
    kind = OutcomeUnknown if method == "POST" and response.status_code >= 500 else HerokuError
    error = kind(
        str(message),
        id=str(body["id"]) if body.get("id") else None,
        status=response.status_code,
        url=body.get("url"),
        request_id=response.headers.get("Request-Id"),
        resource=body.get("resource"),
        app=app.get("name") if isinstance(app, dict) else None,
        method=method,
        path=path,
    )
    if response.headers.get("Retry-After"):
        with contextlib.suppress(InvalidHeader, ValueError):
            error.retry_after = Retry(0).parse_retry_after(response.headers["Retry-After"])
    return error
