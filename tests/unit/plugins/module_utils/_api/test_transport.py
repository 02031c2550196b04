# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections: proxies, TLS, cookies, answers without an end, and what is no answer of Heroku's."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import ipaddress
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tree
from ansible_collections.community.heroku.plugins.module_utils._api import client as client_module
from ansible_collections.community.heroku.plugins.module_utils._api import transport
from ansible_collections.community.heroku.plugins.module_utils._api.client import ATTEMPTS
from ansible_collections.community.heroku.plugins.module_utils._api.errors import HerokuError, OutcomeUnknown
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session, proxies_for
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


class RawServer:
    """Accepts connections and lets C(responder) write to each; says what arrived."""

    def __init__(self, responder: Any, context: ssl.SSLContext | None = None) -> None:
        self.responder = responder
        self.context = context
        self.over = threading.Event()
        self.accepted = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            secure = self.context.wrap_socket(connection, server_side=True) if self.context else connection
            with secure:
                secure.recv(65536)
                self.responder(secure, self.over)


@pytest.fixture
def raw() -> Iterator[Any]:
    servers: list[RawServer] = []

    def start(responder: Any, context: ssl.SSLContext | None = None) -> RawServer:
        servers.append(RawServer(responder, context))
        return servers[-1]

    yield start
    for server in servers:
        server.over.set()
        server.listener.close()


def bytes_without_end(head: bytes) -> Any:
    """One byte after the other, in whatever the head begins."""

    def responder(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.wait(0.01):
            connection.sendall(b" ")

    return responder


class TestAnswersWithoutAnEnd:
    """One byte at a time never lets a read time out, so that the whole answer has a time of its own."""

    @pytest.fixture(autouse=True)
    def _short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(client_module, "LONGEST_ANSWER", 0.3)

    @pytest.mark.parametrize(
        "head",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n[",
            b"HTTP/1.1 200 OK\r\n\r\n[",
            b"HTTP/1.1 200 OK\r\nX-Long: ",
            b"HTTP/1.1 20",
            b"HTTP/1.1 500 No\r\nContent-Length: 1000000\r\n\r\n[",
        ],
    )
    def test_time(self, connect: Any, raw: Any, head: bytes) -> None:
        server = raw(bytes_without_end(head))
        began = time.monotonic()
        with pytest.raises(HerokuError, match="did not end within") as caught:
            connect(server, read_timeout=0.25).get("/apps")
        assert time.monotonic() - began < 5
        assert caught.value.id == "endless_response"
        assert server.accepted == 1  # the same again would take as long

    def test_of_a_post_nothing_is_known(self, connect: Any, raw: Any) -> None:
        server = raw(bytes_without_end(b"HTTP/1.1 201 Created\r\nContent-Length: 1000000\r\n\r\n{"))
        with pytest.raises(OutcomeUnknown, match="did not end within"):
            connect(server, read_timeout=0.25).post("/apps", {})
        assert server.accepted == 1

    def test_a_longer_read_timeout_is_granted(self, connect: Any, loopback: Any) -> None:
        def slowly() -> Iterator[bytes]:
            for part in (b'{"a":', b" 1", b"}"):
                time.sleep(0.2)
                yield part

        assert connect(loopback({"body": slowly()}), read_timeout=30).get("/apps") == {"a": 1}


class TestSize:
    def test_an_answer_that_unpacks_to_300_mb(self, connect: Any, loopback: Any) -> None:
        packed = gzip.compress(b"[" + b" " * 300_000_000, compresslevel=1)
        server = loopback({"body": packed, "headers": {"Content-Encoding": "gzip"}})
        with pytest.raises(HerokuError, match="larger than 64 MB"):
            connect(server).get("/apps")
        assert len(server.seen) == 1

    def test_an_error_that_does(self, connect: Any, loopback: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(transport, "LARGEST_ANSWER", 1000)
        with pytest.raises(HerokuError, match="larger than"):
            connect(loopback({"status": 422, "body": b"x" * 2000})).get("/apps")

    def test_a_long_message_is_cut(self, connect: Any, loopback: Any) -> None:
        body = json.dumps({"message": "no " * 100_000}).encode()
        with pytest.raises(HerokuError) as caught:
            connect(loopback({"status": 422, "body": body})).get("/apps")
        assert len(str(caught.value)) < 5000


NONSENSE: dict[str, dict[str, Any]] = {
    "deep": {"body": b"[" * 50_000 + b"]" * 50_000},
    "deep objects": {"body": b'{"a":' * 200 + b"1" + b"}" * 200},
    "not a number": {"body": b'{"a": NaN}'},
    "a huge number": {"body": b'{"a": ' + b"9" * 5000 + b"}"},
    "bytes": {"body": b"\xff\xfe\xff"},
    "a number": {"body": b"5"},
    "a text": {"body": b'"text"'},
    "null": {"body": b"null"},
    "nothing": {"body": b""},
    "a list of texts": {"body": b'["text"]'},
    "not modified": {"status": 304, "body": b""},
    "multiple choices": {"status": 300, "body": b"{}"},
    "a redirect to nowhere": {"status": 302, "headers": {"Location": "http://[::1"}},
    "damaged gzip": {"body": b"no gzip", "headers": {"Content-Encoding": "gzip"}},
}


@pytest.mark.parametrize("method", ["GET", "list"])
@pytest.mark.parametrize("kind", NONSENSE)
def test_what_is_no_answer_of_herokus(connect: Any, loopback: Any, pauses: Any, kind: str, method: str) -> None:
    client = connect(loopback(NONSENSE[kind]))
    with pytest.raises(HerokuError) as caught:
        client.get("/apps") if method == "GET" else client.list("/apps")
    assert caught.value.id in {"invalid_response", "redirect", "connection"}


@pytest.mark.parametrize("name", ["RateLimit-Remaining", "RateLimit-Multiplier", "Retry-After"])
@pytest.mark.parametrize("value", ["²", "-1", "1e9", "9" * 40, "", "nan", "Fri, 31 Dec 99999 23:59:59 GMT", "x" * 9000])
def test_odd_headers_are_passed_over(connect: Any, loopback: Any, pauses: Any, name: str, value: str) -> None:
    headers = {name: value.encode().decode("latin-1")}
    server = loopback({"status": 503, "headers": headers}, {"headers": headers})
    client = connect(server)
    assert client.get("/account") == {}
    assert client.rate_limit_remaining is None
    assert max(pauses) <= 120


def test_half_a_letter_cannot_break_what_is_printed(connect: Any, loopback: Any) -> None:
    answer = connect(loopback({"body": rb'{"name": "a\ud800b", "whole": "\ud83d\ude00"}'})).get("/apps/a")
    assert answer == {"name": "a?b", "whole": "😀"}
    with pytest.raises(HerokuError) as caught:
        connect(loopback({"status": 422, "body": rb'{"message": "No \udc00."}'})).get("/apps/a")
    str(caught.value).encode()


class TestProxies:
    def test_none_for_a_loopback_address(self, connect: Any, loopback: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """The token would go to the proxy in clear."""
        proxy, server = loopback(), loopback({"body": b'{"it": "answers"}'})
        for name in PROXIES:
            monkeypatch.setenv(name, proxy.url)
        client = connect(server)
        assert client.get("/account") == {"it": "answers"}
        assert list(client.stream(server.url)) == ['{"it": "answers"}']
        assert proxy.seen == []

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.2", "[::1]"])
    def test_whatever_it_is_called(self, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
        for name in PROXIES:
            monkeypatch.setenv(name, "http://proxy.example:3128")
        assert proxies_for(f"http://{host}:5000/apps") == {}
        assert proxies_for("https://api.heroku.com/apps")["https"] == "http://proxy.example:3128"

    def test_not_after_a_redirect_either(self, connect: Any, loopback: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        proxy, target = loopback(), loopback({"body": b"line"})
        server = loopback({"status": 302, "headers": {"Location": target.url}})
        monkeypatch.setenv("http_proxy", proxy.url)
        assert list(connect(server).stream(server.url)) == ["line"]
        assert proxy.seen == []

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_one_that_does_not_answer_is_named(
        self, connect: Any, loopback: Any, pauses: Any, monkeypatch: pytest.MonkeyPatch, method: str
    ) -> None:
        gone = loopback()
        gone.close()
        place = gone.url.partition("//")[2]
        monkeypatch.setenv("https_proxy", f"http://somebody:secret-of-somebody@{place}")

        class Server:
            url = "https://api.heroku.com"

        with pytest.raises(HerokuError) as caught:
            connect(Server).request(method, "/account")
        assert f"No answer from the proxy http://{place} (from https_proxy) on the way to https://api" in str(
            caught.value
        )
        assert "secret-of-somebody" not in str(caught.value)
        assert not isinstance(caught.value, OutcomeUnknown)
        assert len(pauses) == ATTEMPTS - 1

    def test_one_that_refuses_says_why(
        self, connect: Any, raw: Any, pauses: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
        monkeypatch.setenv("https_proxy", raw(lambda connection, _over: connection.sendall(refusal)).url)

        class Server:
            url = "https://api.heroku.com"

        with pytest.raises(HerokuError, match="407 Proxy Authentication Required"):
            connect(Server).get("/account")


DEADLY = """
import multiprocessing, os, signal, sys, urllib.request
parent = os.getpid()
def deadly(answer):
    # As macOS has it: the environment, else the settings of the system, which a forked process does not survive.
    def ask(*args):
        if urllib.request.getproxies_environment():
            return answer(*args)
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGSEGV)
        return {} if answer is urllib.request.getproxies_environment else False
    return ask
urllib.request.getproxies = deadly(urllib.request.getproxies_environment)
urllib.request.proxy_bypass = deadly(urllib.request.proxy_bypass_environment)
%s
def work():
    from ansible_collections.community.heroku.plugins.module_utils._api import transport
    transport.proxies_for("https://api.heroku.com/apps")
    try:
        transport.new_session().get("https://192.0.2.1/apps", timeout=0.01)
    except transport.requests.RequestException:
        pass
child = multiprocessing.get_context("fork").Process(target=work)
child.start()
child.join()
print(child.exitcode)
"""


@pytest.mark.parametrize("variables", [{}, {"https_proxy": "http://192.0.2.2:1"}, {"no_proxy": "*"}])
@pytest.mark.parametrize(
    "loaded", ["", "import ansible_collections.community.heroku.plugins.module_utils._api.transport"]
)
def test_a_forked_process_survives_the_question_for_proxies(variables: dict[str, str], loaded: str) -> None:
    """Whether the library was loaded before the fork, as by the strategy, or behind it, as for a lookup."""
    environment = {"PYTHONPATH": str(tree.link()), "PATH": "/usr/bin:/bin", **variables}
    code = DEADLY % loaded
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "0\n", done.stderr


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that signs itself, for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the test")])
    now = dt.datetime.now(dt.timezone.utc)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


class TestTls:
    def tls(self, raw: Any, certificate: Path) -> Any:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        server = raw(lambda connection, _over: connection.sendall(answer), context)
        server.url = server.url.replace("http:", "https:")
        return server

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_it_says_why(self, connect: Any, raw: Any, certificate: Path, pauses: Any, method: str) -> None:
        with pytest.raises(HerokuError, match=r"self-signed certificate.*REQUESTS_CA_BUNDLE") as caught:
            connect(self.tls(raw, certificate)).request(method, "/apps")
        assert caught.value.id == "tls"
        assert not isinstance(caught.value, OutcomeUnknown)  # nothing was sent
        assert pauses == []

    def test_an_authority_of_ones_own(
        self, connect: Any, raw: Any, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        assert connect(self.tls(raw, certificate)).get("/apps") == {}

    def test_somebody_who_does_not_speak_it(self, connect: Any, raw: Any) -> None:
        server = raw(lambda connection, _over: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
        server.url = server.url.replace("http:", "https:")
        with pytest.raises(HerokuError, match="does not speak TLS") as caught:
            connect(server).get("/apps")
        assert caught.value.id == "tls"


def test_cookies_stay_where_they_were(connect: Any, loopback: Any) -> None:
    """Not even for the account that got them: of two tasks in one process, each would see the other's."""
    server = loopback({"headers": {"Set-Cookie": "session=of-the-first; Path=/"}})
    with new_session() as session:
        for token in ("one", "one", "another"):
            connect(server, token, session=session).get("/account")
    assert [seen.headers.get("Cookie") for seen in server.seen] == [None] * 3
