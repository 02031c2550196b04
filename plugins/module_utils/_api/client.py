# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only place that speaks HTTP. It knows Heroku's protocol (behaviour.md 1) and nothing of Ansible."""

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
import typing as t
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from .clock import SYSTEM, Clock
from .credentials import DEFAULT_URL, check_url
from .errors import HerokuError, InvalidInput, OutcomeUnknown
from .lines import lines_of
from .pace import LOW_WATER, Turn, pace_of
from .races import passing
from .transport import (
    LARGEST_ANSWER,
    LONGEST_ANSWER,
    TokenAuth,
    TooMuchError,
    answers_until,
    check_address,
    connection_error,
    count_in,
    decode,
    innermost,
    new_session,
    no_auth,
    proxy_of,
    read_body,
)
from .version import VERSION

with contextlib.suppress(ImportError):  # new_session() says what is missing
    import requests
    from requests.auth import HTTPBasicAuth
    from urllib3.exceptions import InvalidHeader, ReadTimeoutError
    from urllib3.util.retry import Retry

ACCEPT = "application/vnd.heroku+json; version=3"
PAGE = 1000
Items = list[t.Any]  # in HerokuClient, "list" is a method

# Sending these twice does no harm (a PATCH repeats the same body), so a lost answer is simply asked for again.
REPEATABLE = ("GET", "HEAD", "PATCH", "PUT", "DELETE")
ATTEMPTS = 6
LONGEST_PAUSE = 60.0  # seconds between two attempts, where Heroku does not ask for a longer one
LEAST_SHARE = 10.0  # seconds between two attempts at an empty pool, however long they have gone on
RATE_LIMIT_PATIENCE = 900.0  # seconds of waiting on 429 in one request before giving up
LONGEST_RETRY_AFTER = 120.0  # seconds; what a 503 asks for beyond that is not waited for, but tried sooner
LONGEST_RACE_PAUSE = 10.0  # seconds
LONGEST_FRESH = 30.0  # seconds for which what was made counts as new
LONGEST_TIMEOUT = 86400.0  # seconds
LONGEST_NAME = 2048  # characters of one part of a path; drains are named by their addresses
LONGEST_MESSAGE = 4000  # characters
WAIT_NEWS = 60.0  # seconds; in a longer wait there is a line each time that so many are over
TWO_FACTOR_HEADER = "Heroku-Two-Factor-Code"
INVALID_HINT = "Something between here and Heroku may have made or changed the answer: check api_url and any proxy."


@dataclass
class Reply:
    """An answer of Heroku: HTTP status, decoded body (None when empty) and headers (looked up without case)."""

    status: int
    body: t.Any
    headers: t.Mapping[str, str]


@dataclass
class Call:
    """One request, and what has come of its attempts so far: each kind of trouble has a patience of its own."""

    method: str
    path: str
    data: bytes | None
    headers: dict[str, str]
    auth: t.Any
    base: str
    clock: Clock
    started: float = field(init=False)
    attempts: int = 0
    failed: int = 0  # lost answers and 5xx
    limited: int = 0  # 429
    limited_for: float = 0.0  # seconds
    raced: int = 0  # errors that pass by themselves
    authorised: bool = False  # whether the second factor has been given

    def __post_init__(self) -> None:
        self.started = self.clock.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return self.clock.monotonic() - self.started


def segments(path: str, *values: str) -> str:
    """A path whose C({}) are filled with percent-encoded values, so that a drain URL or a wildcard is one segment.

    Raises InvalidInput for an empty value (C(/apps/) is the list of all apps, and no app), for C(.) and C(..), which
    lead elsewhere however they are encoded, and for what can be no name of anything.
    """
    return path.format(*(segment(str(value)) for value in values))


def segment(value: str) -> str:
    """One percent-encoded part of a path. Raises InvalidInput, with a message that never repeats a long value."""
    check = "Check the task's options, and the variables that they are made of."
    if not value:
        raise InvalidInput(f"A name or ID is empty. {check}")
    if value in (".", ".."):
        raise InvalidInput(f"A name or ID is {value!r}, which cannot be one. {check}")
    if len(value) > LONGEST_NAME:
        raise InvalidInput(f"A name or ID has {len(value)} characters; it can have at most {LONGEST_NAME}. {check}")
    try:
        if "\0" in value:
            raise UnicodeError
        return quote(value, safe="")
    except UnicodeError:
        raise InvalidInput(f"A name or ID holds a NUL character or a lone surrogate. {check}") from None


def check_timeout(name: str, seconds: float) -> float:
    """A number of seconds that a connection or an answer may take. Raises InvalidInput for what is no such time."""
    if not 0 < seconds <= LONGEST_TIMEOUT:  # not a number is neither
        raise InvalidInput(f"{name} must be more than 0 and at most {LONGEST_TIMEOUT:.0f} seconds, not {seconds}.")
    return seconds


class HerokuClient:
    """Talks to the Platform API v3. Several threads may use one client at a time.

    Parameters: C(token); C(url) of the API; C(token_source), where the token came from, in words; C(two_factor_code)
    answers a 403 C(two_factor); C(connect_timeout) and C(read_timeout) in seconds; C(agent) is added to the User-Agent;
    C(warn) is called with each text that Heroku, or this client, wants a person to see; C(say) with what a person who
    waits would like to know; C(session) from M(new_session) or M(shared_session) to go on using its connections;
    C(clock) is what pauses between requests are counted by.

    C(requests_sent) counts every request, retries included; C(rate_limit_remaining) is the account's pool as last
    reported (None before that). Raises InvalidInput for a URL or a timeout that is none.
    """

    def __init__(
        self,
        token: str,
        url: str = DEFAULT_URL,
        *,
        token_source: str = "",
        two_factor_code: str | None = None,
        connect_timeout: float = 10,
        read_timeout: float = 60,
        agent: str = "",
        warn: t.Callable[[str], None] = lambda text: None,
        say: t.Callable[[str], None] = lambda text: None,
        session: t.Any = None,
        clock: Clock = SYSTEM,
    ) -> None:
        self.url = check_url(url)
        self.token_source = token_source
        self.two_factor_code = two_factor_code or None
        self.timeout = (
            check_timeout("connect_timeout", connect_timeout),
            check_timeout("read_timeout", read_timeout),
        )
        self.warn = warn
        self.say = say
        self.session = session or new_session()
        self.auth = TokenAuth(token)
        self.headers = {"Accept": ACCEPT, "User-Agent": f"community.heroku/{VERSION} {agent}".strip()}
        self.requests_sent = 0
        self.rate_limit_remaining: int | None = None
        self.clock = clock
        self._pace = pace_of(self.url, token, clock)
        self._lock = threading.Lock()
        self._told: set[str] = set()
        self._created: dict[str, float] = {}  # names and ids of what was made, and when

    # What resources call

    def get(self, path: str, **options: t.Any) -> t.Any:
        """The body of a GET, an object or a list of objects. Options and errors: M(request)."""
        reply = self.request("GET", path, **options)
        if not (isinstance(reply.body, dict) or is_list_of_objects(reply.body)):
            raise unusable("Heroku answered with something other than an object or a list of objects.", reply, path)
        return reply.body

    def list(self, path: str, by: str = "id", **options: t.Any) -> Items:
        """Every item of a list, page by page of 1000, in the order of the field C(by) (behaviour.md 1.4)."""
        items = self.pages(path, f"{by} ..; max={PAGE}", **options)
        if not is_list_of_objects(items):
            raise unusable("Heroku answered with a list of something other than objects.", None, path)
        return items

    def pages(self, path: str, first: str, **options: t.Any) -> Items:
        """Every item of a list from the Range C(first) on, page by page. Raises HerokuError for what is no list."""
        items: Items = []
        wanted: str | None = first
        seen: set[str] = set()
        while wanted:
            if wanted in seen:
                raise unusable("Heroku's pages of a list form a loop.", None, path)
            seen.add(wanted)
            reply = self.request("GET", path, range=wanted, **options)
            if not isinstance(reply.body, list):
                raise unusable("Heroku answered with something other than a list.", reply, path)
            items += reply.body
            wanted = following_range(reply, wanted, path)
        return items

    def newest(self, path: str, by: str, count: int = 1, **options: t.Any) -> Items:
        """The last C(count) items of a list in the order of the field C(by), the newest first: one page, not more."""
        reply = self.request("GET", path, range=f"{by} ..; order=desc,max={count}", **options)
        if not is_list_of_objects(reply.body):
            raise unusable("Heroku answered with something other than a list of objects.", reply, path)
        return reply.body

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
        auth: t.Any = None,
        base: str = "",
    ) -> Reply:
        """Send one request and its retries.

        C(path) starts with a slash; C(body) is sent as JSON; C(range) is the Range header; C(auth) takes the place of
        the token, and C(base), a URL that was checked, that of the API's. Errors that are known to pass by themselves
        are those of races.py. Raises InvalidInput for a path that leads elsewhere than it says, HerokuError, and
        OutcomeUnknown for a POST without an answer.
        """
        base = base or self.url
        check_address(base, path)
        sending = dict(self.headers, **(headers or {}))
        if range is not None:
            sending["Range"] = range
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            sending["Content-Type"] = "application/json"
        call = Call(method, path, data, sending, auth or self.auth, base, self.clock)
        while True:
            try:
                reply = self._once(call)
            except HerokuError as error:
                if error.id == "two_factor" and self.two_factor_code:
                    self._give_second_factor(call, error)
                    continue
                pause, reason = self._pause_after(call, error)
                self._sleep(pause, f"{reason} Trying again in {pause:.0f} s.")
            else:
                self._remember(call, reply)
                return reply

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

    def _once(self, call: Call) -> Reply:
        call.attempts += 1
        turn = self._pace.turn()
        try:
            self._wait_for(turn)
            response, content = self._answer(call)
            pause = self._note(response, turn)
        finally:
            turn.end()
        self._sleep(pause)
        if response.status_code >= 400:
            raise self._refusal(call, response, content)
        return decoded_reply(call, response, content)

    def _wait_for(self, turn: Turn) -> None:
        """Wait until it is a request's turn."""
        seconds = turn.wait()
        if seconds > 0:
            self.say("Keeping to the pace at which API tokens come back.")
        while seconds > 0:
            self.clock.sleep(seconds)
            seconds = turn.wait()

    def _answer(self, call: Call) -> tuple[t.Any, bytes]:
        """Send; returns the response and its whole body. Raises HerokuError when there is none."""
        longest = max(LONGEST_ANSWER, self.timeout[1])
        deadline = time.monotonic() + longest  # of the connection, whatever the clock
        try:
            with answers_until(deadline):
                response = self._send(call)
                with contextlib.closing(response):
                    return response, read_body(response)
        except TooMuchError:
            raise spoilt(
                call, "endless_response", f"The answer is larger than {LARGEST_ANSWER // 1024 // 1024} MB."
            ) from None
        except (requests.RequestException, OSError) as error:
            if time.monotonic() >= deadline:
                text = f"The answer did not end within {longest:.0f} s."
                raise spoilt(call, "endless_response", text) from None
            raise connection_error(error, call.method, call.path, call.base, proxy_of(call.base)) from None
        except ValueError:  # of the library, which looks at where a redirect leads
            raise spoilt(call, "invalid_response", "The headers of the answer are not valid.") from None

    def _send(self, call: Call) -> t.Any:
        """Send, following a redirect of a GET within the API's own origin only: the token goes nowhere else."""
        url = call.base + call.path
        for _redirect in (1, 2, 3, 4):
            self._count()
            response = self.session.request(
                call.method,
                url,
                data=call.data,
                headers=call.headers,
                auth=call.auth,
                timeout=self.timeout,
                allow_redirects=False,
                stream=True,
            )
            if not response.is_redirect:
                return response
            response.close()
            try:
                url = urljoin(url, response.headers["Location"])
                place = origin(url)
            except ValueError:
                place = "an address that is none"
            if call.method != "GET" or place != origin(call.base):
                raise HerokuError(
                    f"The API redirects to {place}, where the token is not sent. Check api_url.",
                    id="redirect",
                    status=response.status_code,
                    method=call.method,
                    path=call.path,
                )
        raise HerokuError(
            "The API redirects in a loop.",
            id="redirect",
            status=response.status_code,
            method=call.method,
            path=call.path,
        )

    def _count(self) -> None:
        with self._lock:
            self.requests_sent += 1

    def _note(self, response: t.Any, turn: Turn) -> float:
        """Take note of what the head of an answer says: warnings, and the account's API tokens.

        Returns the seconds to pause, the longer the fewer tokens are left.
        """
        for name in ("X-Heroku-Warning", "Warning-Message"):
            self._tell_once(response.headers.get(name, ""))
        multiplier = count_in(response.headers.get("RateLimit-Multiplier"))
        if multiplier:
            self._pace.multiply(multiplier)
        remaining = count_in(response.headers.get("RateLimit-Remaining"))
        if remaining is None:
            return 0.0
        self.rate_limit_remaining = remaining
        if response.status_code == 429:
            return 0.0
        if remaining < LOW_WATER:
            self._tell_once(f"The account has fewer than {LOW_WATER} API tokens left: requests are slowed down.")
        return turn.answered(remaining)

    def _tell_once(self, text: str) -> None:
        text = text.strip()[:LONGEST_MESSAGE]
        with self._lock:
            if not text or text in self._told:
                return
            self._told.add(text)
        self.warn(text)

    def _sleep(self, seconds: float, reason: str = "") -> None:
        """Wait, say why, and in a long wait say each minute how long it still takes."""
        if seconds > 0 and reason:
            self.say(reason)
        while seconds > WAIT_NEWS:
            self.clock.sleep(WAIT_NEWS)
            seconds -= WAIT_NEWS
            self.say(f"Still waiting; going on in {seconds:.0f} s.")
        if seconds > 0:
            self.clock.sleep(seconds)

    def _remember(self, call: Call, reply: Reply) -> None:
        """Know for a while what was made: Heroku may not find it yet, as races.py has it."""
        if call.method == "DELETE":
            self._created.pop(call.path.partition("?")[0].rpartition("/")[2], None)
        body = reply.body if isinstance(reply.body, dict) else {}
        for name in ("id", "name"):
            if call.method == "DELETE":
                self._created.pop(str(body.get(name)), None)
            elif reply.status == 201 and isinstance(body.get(name), str):
                self._created[quote(body[name], safe="")] = self.clock.monotonic()

    # When something goes wrong

    def _refusal(self, call: Call, response: t.Any, content: bytes) -> HerokuError:
        """What Heroku refuses, as an error; of a token, with where it came from."""
        error = api_error(response, content, call.method, call.path)
        if error.id == "unauthorized" and error.status == 401 and self.token_source and call.auth is self.auth:
            error.with_hint(
                f"The token came from {self.token_source}. It may have expired or been revoked; "
                "'heroku authorizations:create' makes a new one."
            )
        return error

    def _pause_after(self, call: Call, error: HerokuError) -> tuple[float, str]:
        """Seconds until it is worth sending the call again, and why; raises the error when it is not."""
        if error.status == 429:
            call.limited += 1
            pause = self._rate_limit_pause(error, call.limited)
            call.limited_for += pause
            if call.limited_for > RATE_LIMIT_PATIENCE:
                raise tried(error, call)
            self._pace.hold(pause)
            return pause, "The account's API token pool is empty."
        race = passing(error, self._just_created)
        if race and call.seconds < race.patience:
            call.raced += 1
            return min(backoff(call.raced), LONGEST_RACE_PAUSE), error.message.strip()
        if may_pass(error, call.method) and call.failed + 1 < ATTEMPTS:
            call.failed += 1
            told = f"Heroku answered {error.status}: {error.message.strip()}" if error.status else error.message
            return pause_after(error, call.failed), f"{told} That was attempt {call.failed} of {ATTEMPTS}."
        raise tried(error, call)

    def _just_created(self, name: str) -> bool:
        """Whether this client made what a part of a path names, a short time ago."""
        return self.clock.monotonic() - self._created.get(name, float("-inf")) < LONGEST_FRESH

    def _rate_limit_pause(self, error: HerokuError, attempt: int) -> float:
        """Seconds until it is worth asking again: at least what Retry-After says.

        Of a pool that is reported empty, others want their share too: whoever has waited longer asks more often, so
        that nobody is overtaken for ever.
        """
        if error.retry_after is not None:
            return max(error.retry_after, backoff(attempt))
        if self.rate_limit_remaining == 0:
            return max(LONGEST_PAUSE / attempt, LEAST_SHARE) * random.uniform(0.5, 1.0)
        return backoff(attempt if self.rate_limit_remaining else attempt + 1)

    def _give_second_factor(self, call: Call, error: HerokuError) -> None:
        """Pre-authorise the app that asks for a second factor, or give this call its code (recorded.md A 8).

        A code counts once: where it pre-authorised an app, the call goes without it. Raises HerokuError when the code
        was refused.
        """
        code = self.two_factor_code or ""
        if TWO_FACTOR_HEADER in call.headers or (error.app and call.authorised):
            raise error.with_hint("The code given as two_factor_code was refused: it may have expired.") from None
        if error.app:
            call.authorised = True
            self.request("PUT", segments("/apps/{}/pre-authorizations", error.app), headers={TWO_FACTOR_HEADER: code})
        else:
            call.headers[TWO_FACTOR_HEADER] = code

    # What is not the API but belongs to it: log streams and uploads, at addresses that Heroku hands out

    def stream(
        self, url: str, patience: float = 30, idle: float = 3600, until: float = float("inf")
    ) -> t.Iterator[str]:
        """The lines of a build's or release's output as they arrive.

        The address is a secret of its own; the token is not sent.

        An address that answers 404 is asked again for C(patience) seconds: the stream appears a moment after the build
        (behaviour.md 3.14). Raises HerokuError when the stream cannot be read, or (its id is C(silence)) says nothing
        for C(idle) seconds, or (its id is C(deadline)) goes on at C(until), a time of the client's clock, whatever
        arrives.
        """
        deadline = self.clock.monotonic() + patience
        attempt = 0
        while True:
            attempt += 1
            self._count()
            try:
                with self.session.get(url, stream=True, timeout=(self.timeout[0], idle), auth=no_auth) as response:
                    if response.status_code == 404 and self.clock.monotonic() < deadline:
                        self.clock.sleep(backoff(attempt) / 2)
                        continue
                    if response.status_code >= 400:
                        raise HerokuError(
                            "The output stream cannot be read.",
                            id="stream",
                            status=response.status_code,
                            method="GET",
                            path="(output stream)",
                        )
                    for line in lines_of(response, idle=idle, deadline=until, clock=self.clock):
                        yield line.decode("utf-8", "replace")
                    return
            except requests.RequestException as error:
                trouble = connection_error(error, "GET", "(output stream)", "the output stream", proxy_of(url))
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
            self._count()
            try:
                with opened() as source:
                    response = self.session.put(url, data=source, timeout=(self.timeout[0], 3600), auth=no_auth)
                if response.status_code < 400:
                    return
                error = HerokuError(
                    "The upload was refused.", id="upload", status=response.status_code, method="PUT", path="(upload)"
                )
            except requests.RequestException as cause:
                error = connection_error(cause, "PUT", "(upload)", "the upload address", proxy_of(url))
            if not may_pass(error, "PUT") or attempt >= ATTEMPTS:
                raise error
            self._sleep(backoff(attempt), f"{error.message} Uploading again, attempt {attempt + 1} of {ATTEMPTS}.")


def is_list_of_objects(value: t.Any) -> bool:
    """Whether an answer is a list in which every item is an object."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def unusable(text: str, reply: Reply | None, path: str) -> HerokuError:
    """What a GET was answered with is nothing that can be worked with."""
    return HerokuError(
        text, id="invalid_response", status=reply.status if reply else None, method="GET", path=path, hint=INVALID_HINT
    )


def following_range(reply: Reply, wanted: str, path: str) -> str | None:
    """The Range of the page behind this one, or None when it is the last.

    C(wanted) is the Range that was asked for. Heroku's lists by name stop to say Next-Range after some pages though the
    status says that there is more (recorded.md B): then it goes on behind the last item. Raises HerokuError when
    nothing says where.
    """
    following = reply.headers.get("Next-Range")
    if following or reply.status != 206:
        return following or None
    field_name, _space, rest = wanted.partition(" ")
    last = reply.body[-1] if reply.body else None
    behind = last.get(field_name) if isinstance(last, dict) else None
    if not isinstance(behind, (str, int)):
        raise unusable("Heroku says that a list has more pages, but not where.", reply, path)
    return f"{field_name} ]{behind}..;{rest.partition(';')[2]}"


def decoded_reply(call: Call, response: t.Any, content: bytes) -> Reply:
    """An answer that is no refusal. Raises HerokuError, or OutcomeUnknown for a POST, when it is none of Heroku's."""
    problem = ""
    body = None
    try:
        body = decode(content)
    except ValueError:
        kind = response.headers.get("Content-Type", "no type")
        problem = (
            f"The answer is not JSON ({kind}), or cannot be parsed: a proxy may have made it, or it was cut short."
        )
    if not 200 <= response.status_code < 300:
        problem = (
            f"The answer has the status {response.status_code}, which Heroku never sends: a proxy may have made it."
        )
    if not problem:
        return Reply(response.status_code, body, response.headers)
    kind_of_error = OutcomeUnknown if call.method == "POST" else HerokuError
    raise kind_of_error(problem, id="invalid_response", status=response.status_code, method=call.method, path=call.path)


def spoilt(call: Call, kind: str, text: str) -> HerokuError:
    """An answer that cannot be taken. One that took too long or grew too large would do so again (may_pass)."""
    kind_of_error = OutcomeUnknown if call.method == "POST" else HerokuError
    hint = "" if call.method == "POST" else INVALID_HINT
    return kind_of_error(text, id=kind, method=call.method, path=call.path, hint=hint)


def tried(error: HerokuError, call: Call) -> HerokuError:
    """An error with how often and how long it was tried, if it was more than once."""
    error.after_loss = call.failed > 0
    if call.attempts > 1:
        elapsed = f"It was tried {call.attempts} times in {call.seconds:.0f} s."
        error.with_hint(" ".join(part for part in (error.hint, elapsed) if part))
    return error


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def backoff(attempt: int) -> float:
    """Seconds to wait after the n-th failure: doubling from one second, capped.

    With jitter, so that parallel tasks do not march in step.
    """
    return min(LONGEST_PAUSE, 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.0)


def pause_after(error: HerokuError, attempt: int) -> float:
    """Seconds to wait after the n-th failure: what Heroku asks for in Retry-After, within reason, if that is longer."""
    return max(backoff(attempt), min(error.retry_after or 0.0, LONGEST_RETRY_AFTER))


def may_pass(error: HerokuError, method: str) -> bool:
    """Whether sending the same request again is harmless and may help."""
    if error.id == "connection":
        return True  # for a POST that may have been received it would be another id
    return method in REPEATABLE and (error.id == "invalid_response" or (error.status or 0) >= 500)


def api_error(response: t.Any, content: bytes, method: str, path: str) -> HerokuError:
    """An error answer as an exception: `message` or `error`, with id, url and Request-Id (behaviour.md 2).

    The container registry answers with Docker's `errors`, each with a `code` and a `message`.
    """
    try:
        body = decode(content)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        body = {}
    errors = body.get("errors")
    told = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    message = (
        body.get("message")
        or body.get("error")
        or told.get("message")
        or f"The answer is an error without an explanation ({response.reason})."
    )
    app = body.get("app")
    name = app.get("name") if isinstance(app, dict) else None
    resource = body.get("resource")
    kind = OutcomeUnknown if method == "POST" and response.status_code >= 500 else HerokuError
    error = kind(
        str(message)[:LONGEST_MESSAGE],
        id=str(body.get("id") or told.get("code") or "") or None,
        status=response.status_code,
        url=body.get("url"),
        request_id=response.headers.get("Request-Id"),
        resource=resource if isinstance(resource, str) else None,
        app=name if isinstance(name, str) else None,
        method=method,
        path=path,
    )
    error.retry_after = retry_after_in(response.headers.get("Retry-After"))
    return error


def retry_after_in(header: str | None) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date; None for none, and for nonsense."""
    if header:
        with contextlib.suppress(InvalidHeader, ValueError, OverflowError, TypeError):
            return Retry(0).parse_retry_after(header)
    return None
