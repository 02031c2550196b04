# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The output of a build is read from a server that does what a bad connection does."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ModuleReporter
from ansible_collections.community.heroku.plugins.module_utils._api.client import HerokuClient
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Timeout
from ansible_collections.community.heroku.plugins.module_utils._engine.execute import Run, Subject
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Kind
from ansible_collections.community.heroku.plugins.module_utils._engine.output import end_of
from ansible_collections.community.heroku.plugins.module_utils._engine.plan import Desired, Status, Verdict, Wait
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._resources import following

BUILD = "/apps/example/builds/1"


class Server(ThreadingHTTPServer):
    """Gives the prepared logs and statuses one after the other, the last of them for ever."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.logs: list[tuple[list[bytes], str]] = []
        self.statuses: list[str] = []
        self.credentials: list[str | None] = []
        self.over = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is nothing to talk about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its signature
        """Stay silent."""

    def do_GET(self) -> None:
        if self.path == BUILD:
            body = json.dumps({"status": next_of(self.server.statuses)}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.server.credentials.append(self.headers["Authorization"])
        chunks, end = next_of(self.server.logs)
        if end == "missing":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in chunks:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.flush()
        if end in ("chatty", "endless"):
            self.reporter(b"once more\n" if end == "chatty" else b"once more, ")
        if end == "complete":
            self.wfile.write(b"0\r\n\r\n")
            return
        if end == "silent":
            self.server.over.wait(30)
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def reporter(self, text: bytes) -> None:
        """Say the same twenty times a second for ten seconds, unless nobody listens or the test is over."""
        with contextlib.suppress(OSError):
            for _time in range(200):
                if self.server.over.wait(0.05):
                    return
                self.wfile.write(b"%x\r\n%s\r\n" % (len(text), text))
                self.wfile.flush()


def next_of(prepared: list[Any]) -> Any:
    return prepared.pop(0) if len(prepared) > 1 else prepared[0]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.over.set()
        running.shutdown()
        thread.join()


class Build(Resource):
    """What waits for a build; nothing else is needed of it here."""

    noun = "build"
    kind = Kind("build", "/apps/{}/builds", shape={"output_stream_url": None})

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Any, run: Run) -> Any:
        return following.follow(want, wait, record, run, cls.kind.named("1", "example"))

    @classmethod
    def judge(cls, _want: Desired, _wait: Wait, record: Any) -> Verdict:
        lines = {"output": record.get("output")}
        return Verdict(Status.PENDING if record["status"] == "pending" else Status.READY, record["status"], "", lines)


def by_engine(client: HerokuClient, wait_timeout: int, reporter: ModuleReporter, record: dict[str, Any]) -> Any:
    """What a wait brings whose watch follows the output: the status, and the lines."""
    want = Desired({"app": "example", "wait_timeout": wait_timeout})
    run, wait = Run.of(client, reporter), Wait("build", "the build", aside=True)
    found: list[Any] = []

    class Seen(Build):
        @classmethod
        def watch(cls, want: Desired, wait: Wait, record: Any, run: Run) -> Any:
            found.append(super().watch(want, wait, record, run))
            return found[-1]

    run.drive(run.wait_steps(Subject(Seen, want), wait, record))
    return {"status": found[-1]["status"]}, found[-1]["output"]


def followed(server: Server, wait_timeout: int = 30) -> tuple[dict[str, Any], list[str], list[str]]:
    """What became of the build, what was kept of its output, and what was said."""
    url = f"http://127.0.0.1:{server.server_port}"
    said: list[str] = []
    reporter = ModuleReporter(lambda text: None, said.append)
    reporter.hide(["hush-hush"])
    client = HerokuClient("token", url)
    record = {"status": "pending", "output_stream_url": f"{url}/log/signed"}
    with client.session:
        answer, output = by_engine(client, wait_timeout, reporter, record)
    return answer, output, said


def test_a_log_is_kept_and_said_line_by_line(server: Server) -> None:
    server.logs = [([b"one\ntw", b"o\n", b"three"], "complete")]
    server.statuses = ["succeeded"]
    assert followed(server) == ({"status": "succeeded"}, ["one", "two", "three"], ["one", "two", "three"])
    assert server.credentials == [None]


def test_a_log_that_breaks_off_is_read_again_without_repeating_lines(server: Server) -> None:
    server.logs = [([b"one\ntwo\nthr"], "cut"), ([b"one\ntwo\nthree\nfour\n"], "complete")]
    server.statuses = ["pending", "succeeded"]
    assert followed(server)[1] == ["one", "two", "three", "four"]


def test_a_log_that_breaks_off_is_read_again_also_when_the_build_is_over(server: Server) -> None:
    server.logs = [([b"one\n"], "cut"), ([b"one\ntwo\n"], "complete")]
    server.statuses = ["failed"]
    assert followed(server)[:2] == ({"status": "failed"}, ["one", "two"])


def test_a_log_may_come_later_than_the_build(server: Server) -> None:
    server.logs = [([], "missing"), ([b"one\n"], "complete")]
    server.statuses = ["pending", "succeeded"]
    answer, output, said = followed(server)
    assert answer == {"status": "succeeded"}
    assert output == ["one"]
    assert said == ["Waiting for the build: pending", "one"]


def test_a_log_that_never_comes_is_no_failure(server: Server) -> None:
    server.logs = [([], "missing")]
    server.statuses = ["succeeded"]
    assert followed(server)[:2] == ({"status": "succeeded"}, [])


def test_silence_does_not_outlast_the_timeout_and_the_log_so_far_is_in_the_error(server: Server) -> None:
    server.logs = [([b"one\n"], "silent")]
    server.statuses = ["pending"]
    with pytest.raises(Timeout) as raised:
        followed(server, wait_timeout=1)
    assert raised.value.details["output"] == ["one"]
    assert "the build after 1 s: it is still pending" in str(raised.value)


@pytest.mark.parametrize("end", ["chatty", "endless"])
def test_output_that_goes_on_does_not_outlast_the_timeout(server: Server, end: str) -> None:
    server.logs = [([b"one\n"], end)]
    server.statuses = ["pending"]
    began = time.monotonic()
    with pytest.raises(Timeout, match="the build after 1 s: it is still pending") as raised:
        followed(server, wait_timeout=1)
    assert 1 <= time.monotonic() - began < 3
    assert raised.value.details["output"][0] == "one"


def test_output_that_goes_on_does_not_hide_that_the_build_is_over(server: Server) -> None:
    server.logs = [([b"one\n"], "chatty"), ([b"one\n"], "complete")]
    server.statuses = ["succeeded"]
    assert followed(server, wait_timeout=1)[0] == {"status": "succeeded"}


def test_a_build_that_ends_behind_a_silent_log_is_noticed(server: Server) -> None:
    server.logs = [([b"one\n"], "silent"), ([b"one\ntwo\n"], "complete")]
    server.statuses = ["succeeded"]
    assert followed(server, wait_timeout=1)[:2] == ({"status": "succeeded"}, ["one", "two"])


def test_secrets_and_null_bytes_are_taken_out(server: Server) -> None:
    server.logs = [([b"\0\0password is hush-hush\n", b"\xff\n"], "complete")]
    server.statuses = ["succeeded"]
    _answer, output, said = followed(server)
    assert output == said == ["password is ********", "\N{REPLACEMENT CHARACTER}"]


def test_only_the_end_of_a_long_log_is_kept(server: Server) -> None:
    server.logs = [([b"".join(b"%d\n" % number for number in range(3000))], "complete")]
    server.statuses = ["succeeded"]
    _answer, output, said = followed(server)
    assert output == [str(number) for number in range(2000, 3000)]
    assert len(said) == 3000


def test_the_end_of_an_output() -> None:
    assert end_of([]) == ""
    assert end_of(["one", "two"]) == "\nThe end of the output:\none\ntwo"
    assert end_of(str(number) for number in range(30)).splitlines()[2:] == [str(number) for number in range(10, 30)]
