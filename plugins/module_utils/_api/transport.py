# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections: what goes over the wire, by which proxy, and how long and large an answer may be.

It knows HTTP and the library C(requests), and nothing of Heroku's protocol.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import multiprocessing
import os
import re
import socket
import ssl
import sys
import threading
import time
import typing as t
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment

from .credentials import is_loopback
from .errors import Failure, HerokuError, InvalidInput, OutcomeUnknown

try:
    import requests
    from requests import Session as PlainSession
    from requests.adapters import HTTPAdapter
    from requests.auth import AuthBase
    from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_environ_proxies, select_proxy
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.exceptions import HTTPError, NewConnectionError

    REQUESTS_IMPORT_ERROR = None
except ImportError as error:
    REQUESTS_IMPORT_ERROR = error
    requests = None  # type: ignore[assignment]
    AuthBase = HTTPAdapter = PlainSession = object  # type: ignore[assignment,misc]
    HTTPConnection = HTTPSConnection = HTTPConnectionPool = HTTPSConnectionPool = object  # type: ignore[assignment,misc]

CONNECTIONS = 32  # kept open to one host, for as many threads
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes, unpacked; the largest pages that Heroku sends have some four million
LONGEST_ANSWER = 300.0  # seconds for a whole answer, unless read_timeout is longer; silence ends it sooner
DEEPEST_ANSWER = 100  # objects and lists inside each other
CHUNK = 16384  # bytes
# What is read of the environment for each request.
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
NETWORK_VARIABLES = (*PROXY_VARIABLES, *(name.upper() for name in PROXY_VARIABLES), *CA_VARIABLES)
LOADED_IN = os.getpid()
# How a TLS handshake can fail, by OpenSSL's name: nothing of the request was sent by then.
TLS_HINTS = {
    "WRONG_VERSION_NUMBER": "The other side does not speak TLS there: check the port of api_url, and https:// in "
    "HTTPS_PROXY, which is for the few proxies that use TLS themselves.",
    "CERTIFICATE_VERIFY_FAILED": "A proxy that inspects TLS has a certificate authority of its own: name its file in "
    "REQUESTS_CA_BUNDLE. A wrong clock makes certificates invalid, too.",
}
HANDSHAKES = (*TLS_HINTS, "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE", "SSLV3_ALERT_HANDSHAKE_FAILURE")
HALF_OF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")  # a surrogate, as JSON spells it
NUMBER = re.compile(r"[0-9]{1,9}")
# A path that no library reads as another one.
PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-]+)+(?:\?[A-Za-z0-9_=&-]*)?")

_limits = threading.local()


class TokenAuth(AuthBase):
    """Bearer authentication. As an auth object it keeps requests from replacing the token by a .netrc entry."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: t.Any) -> t.Any:
        """Add the header."""
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def no_auth(request: t.Any) -> t.Any:
    """An auth object that adds nothing: without one, requests would look for a .netrc entry."""
    return request


# How long one answer may take, from the first byte of its head to the last of its body


class TimedReader(io.RawIOBase):
    """Reads from a socket until a point in time, however often something arrives. Raises TimeoutError after it."""

    def __init__(self, raw: t.Any, connection: socket.socket, deadline: float) -> None:
        self.raw = raw
        self.connection = connection
        self.deadline = deadline

    def readable(self) -> bool:
        """As RawIOBase has it."""
        return True

    def fileno(self) -> int:
        """As RawIOBase has it."""
        return self.raw.fileno()

    def readinto(self, buffer: t.Any) -> t.Any:
        """As RawIOBase has it."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise socket.timeout("the whole answer took too long")
        silence = self.connection.gettimeout()
        self.connection.settimeout(left if silence is None else min(left, silence))
        try:
            return self.raw.readinto(buffer)
        finally:
            with contextlib.suppress(OSError):
                self.connection.settimeout(silence)

    def close(self) -> None:
        """As RawIOBase has it."""
        if not self.closed:
            self.raw.close()
        super().close()


class TimedResponse(http.client.HTTPResponse):
    """A response that ends at the deadline of the thread that asks, see M(answers_until)."""

    def __init__(self, connection: socket.socket, *args: t.Any, **options: t.Any) -> None:
        super().__init__(connection, *args, **options)
        deadline = getattr(_limits, "deadline", None)
        if deadline is not None:
            self.fp = io.BufferedReader(TimedReader(self.fp.detach(), connection, deadline))


class TimedHTTPConnection(HTTPConnection):
    """Plain, to loopback addresses only."""

    response_class = TimedResponse


class TimedHTTPSConnection(HTTPSConnection):
    """With TLS."""

    response_class = TimedResponse


class TimedHTTPPool(HTTPConnectionPool):
    """Plain, to loopback addresses only."""

    ConnectionCls = TimedHTTPConnection


class TimedHTTPSPool(HTTPSConnectionPool):
    """With TLS."""

    ConnectionCls = TimedHTTPSConnection


class Adapter(HTTPAdapter):
    """Makes connections whose answers have a deadline."""

    pools: t.ClassVar[dict[str, t.Any]] = {"http": TimedHTTPPool, "https": TimedHTTPSPool}

    def init_poolmanager(self, *args: t.Any, **options: t.Any) -> None:
        """Called by requests for what goes without a proxy."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self.pools

    def proxy_manager_for(self, proxy: t.Any, **options: t.Any) -> t.Any:
        """Called by requests for each proxy. What goes by SOCKS has connections of its own kind."""
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self.pools
        return manager


@contextlib.contextmanager
def answers_until(deadline: float) -> t.Iterator[None]:
    """Give the answers that this thread reads a time, of time.monotonic(), by which they have to be complete."""
    _limits.deadline = deadline
    try:
        yield
    finally:
        _limits.deadline = None


# Sessions


class Session(PlainSession):
    """Connections that take nothing along that was not meant for the other side: no cookie, and no credentials.

    They can be used by several threads, but never across a fork.
    """

    def __init__(self) -> None:
        super().__init__()
        # What of the environment is looked at is in merge_environment_settings: never ~/.netrc.
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        adapter = Adapter(pool_maxsize=CONNECTIONS)
        for scheme in ("http://", "https://"):
            self.mount(scheme, adapter)
        self._settings: dict[t.Any, t.Any] = {}

    def merge_environment_settings(
        self, url: t.Any, proxies: t.Any, stream: t.Any, verify: t.Any, cert: t.Any
    ) -> t.Any:
        """Called by requests for each request: proxies and certificates, as the environment has them at the moment.

        It goes through the whole environment each time, which takes as long as all else that it does for a request.
        """
        arguments = (proxies, stream, verify, cert)
        known = (urlsplit(url)[:2], repr(arguments), tuple(os.environ.get(name) for name in NETWORK_VARIABLES))
        if known not in self._settings:
            if verify is None or verify is True:
                verify = chosen_authorities() or verify
            self._settings[known] = super().merge_environment_settings(
                url, {**proxies_for(url), **(proxies or {})}, stream, verify, cert
            )
        return dict(self._settings[known])

    def rebuild_auth(self, prepared_request: t.Any, response: t.Any) -> None:  # noqa: ARG002 - its signature
        """Called by requests for the request that follows a redirect: it takes no credentials along."""
        prepared_request.headers.pop("Authorization", None)

    def rebuild_proxies(self, prepared_request: t.Any, proxies: t.Any) -> t.Any:  # noqa: ARG002 - its signature
        """Called by requests for the request that follows a redirect: its proxies are those of its own address."""
        return super().rebuild_proxies(prepared_request, proxies_for(prepared_request.url))  # type: ignore[no-untyped-call]


_sessions: dict[tuple[int, str, str], t.Any] = {}


def new_session() -> t.Any:
    """A connection pool that can be handed to several clients of one account, but never across a fork.

    Raises Failure when the requests library is missing.
    """
    need_requests()
    return Session()


def shared_session(url: str, token: str) -> t.Any:
    """The connections of this process to one API for one account, so that nothing of one is seen by another.

    Keyed by process, so that a fork never shares them. Only the last is kept.
    """
    key = (os.getpid(), url, token)
    if key not in _sessions:
        _sessions.clear()
        _sessions[key] = new_session()
    return _sessions[key]


def need_requests() -> None:
    """Raise Failure when the requests library is missing."""
    if REQUESTS_IMPORT_ERROR is not None:
        raise Failure(
            f"The Python library 'requests' is needed by {sys.executable}, which runs this: "
            f"{sys.executable} -m pip install requests. ({REQUESTS_IMPORT_ERROR})"
        )


# Proxies and certificate authorities


def forked() -> bool:
    """Whether this process is one that another Python process made of itself, as Ansible makes its workers."""
    return os.getpid() != LOADED_IN or multiprocessing.parent_process() is not None


def proxies_for(url: str) -> dict[str, str]:
    """The proxies for an address, by scheme, as requests wants them.

    A loopback address needs none, and whoever named a proxy did not mean to send it a token in clear. Without any
    variable in the environment, macOS is asked for its settings, and that ends a forked process at once: there, the
    environment alone counts.
    """
    if is_loopback(urlsplit(url).hostname) or (forked() and not getproxies_environment()):
        return {}
    return get_environ_proxies(url)


def proxy_of(url: str) -> str | None:
    """Where the proxy for an address is, without its credentials, and the variable that names it; None without one."""
    proxy = select_proxy(url, proxies_for(url))
    if not proxy:
        return None
    names = [*PROXY_VARIABLES, *(name.upper() for name in PROXY_VARIABLES)]
    named = next((name for name in names if os.environ.get(name, "") and os.environ[name] in proxy), None)
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place} (from {named or 'the settings of the system'})"


def chosen_authorities() -> str | None:
    """The file or folder of certificate authorities that the environment names."""
    return next((os.environ[name] for name in CA_VARIABLES if os.environ.get(name)), None)


def authorities() -> str:
    """The file or folder of the certificate authorities that are trusted, for what is not HTTP: as for HTTP."""
    return chosen_authorities() or DEFAULT_CA_BUNDLE_PATH


# Addresses


def check_address(base: str, path: str) -> None:
    """Raise InvalidInput when what would be sent is another path than the one that was built.

    The library resolves parts such as C(..), and decodes C(%2E%2E) to that, which others on the way resolve.
    """
    if PLAIN_PATH.fullmatch(urlsplit(base).path + path):
        return
    request = requests.models.PreparedRequest()
    try:
        request.prepare_url(base + path, None)
        sent = urlsplit(request.url or "").path
    except (requests.RequestException, HTTPError, ValueError):
        sent = ""
    meant = [unquote(part) for part in (urlsplit(base).path + path.partition("?")[0]).split("/")]
    if [unquote(part) for part in sent.split("/")] != meant or "." in meant or ".." in meant:
        raise InvalidInput(
            "A name or ID would lead to another place of the API than the one that is meant. Check the task's options, "
            "and the variables that they are made of."
        )


# Answers


def read_body(response: t.Any) -> bytes:
    """The whole body of an answer, unpacked. Raises TooMuchError for one that does not end."""
    body = bytearray()
    for chunk in response.iter_content(CHUNK):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise TooMuchError
    return bytes(body)


class TooMuchError(Exception):
    """An answer is larger than any that is meant."""


def decode(body: bytes) -> t.Any:
    """JSON as Python has it; None for an empty body. Raises ValueError for what is none, or goes too deep to be used.

    A lone surrogate, which JSON can spell and no output can, becomes a question mark.
    """
    if not body:
        return None
    if HALF_OF_A_PAIR.search(body):
        text = json.dumps(load(body), ensure_ascii=False)
        body = text.encode("utf-8", "replace")
    return load(body)


def load(body: bytes) -> t.Any:
    """Strict JSON. Raises ValueError."""
    try:
        value = json.loads(body, parse_constant=refuse_constant)
    except RecursionError:
        raise ValueError("too deep") from None
    level = [value] if isinstance(value, (dict, list)) else []
    for _depth in range(DEEPEST_ANSWER):
        if not level:
            return value
        level = [
            item
            for holder in level
            for item in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(item, (dict, list))
        ]
    raise ValueError("too deep")


def refuse_constant(name: str) -> t.Any:
    """NaN and the like are no JSON, though Python takes them."""
    raise ValueError(name)


def count_in(header: str | None) -> int | None:
    """The number that a header is, or None: C(²) is a digit too, for Python."""
    text = header or ""
    return int(text) if NUMBER.fullmatch(text) else None


# Errors


def connection_error(error: Exception, method: str, path: str, where: str, proxy: str | None = None) -> HerokuError:
    """A failed connection as an error; for a POST that may have arrived, one that says so.

    C(where) is what did not answer, in words; C(proxy) is what M(proxy_of) says of its address.
    """
    cause = innermost(error)
    reason = getattr(cause, "reason", None)
    handshake = isinstance(cause, ssl.SSLCertVerificationError) or reason in HANDSHAKES
    by_proxy = isinstance(error, requests.exceptions.ProxyError)
    unsent = (
        handshake
        or by_proxy
        or isinstance(error, requests.ConnectTimeout)
        or isinstance(cause, (NewConnectionError, ConnectionRefusedError))
    )
    text = f"No answer from {where}: {type(cause).__name__}."
    if isinstance(error, requests.exceptions.SSLError):
        text = f"No safe connection to {where}: {tls_reason(cause)}."
    elif by_proxy or (proxy and unsent):
        said = str(cause) if str(cause).startswith("Tunnel connection failed") else type(cause).__name__
        text = f"No answer from the proxy {proxy} on the way to {where}: {said}."
    facts: dict[str, t.Any] = {"method": method, "path": path}
    if method == "POST" and not unsent:
        return OutcomeUnknown(text, id="outcome_unknown", **facts)
    if isinstance(error, requests.exceptions.SSLError):
        hint = TLS_HINTS.get(str(reason), "Check the certificate authorities (REQUESTS_CA_BUNDLE) and any proxy.")
        return HerokuError(text, id="tls", hint=hint, **facts)
    hint = "Check the network, HTTPS_PROXY and api_url."
    if proxy and unsent:
        hint = "Check the proxy, and NO_PROXY."
    elif is_loopback(urlsplit(where).hostname):
        hint = "If that is a simulator, see whether it runs, and where: api_url or HEROKU_API_URL say this."
    return HerokuError(text, id="connection", hint=hint, **facts)


def tls_reason(cause: BaseException) -> str:
    """Why TLS failed, in OpenSSL's words."""
    reason = getattr(cause, "verify_message", None) or getattr(cause, "reason", None) or type(cause).__name__
    words = str(reason)
    return (words.replace("_", " ").lower() if words.isupper() else words).rstrip(".")


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
