# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Simulators in one's own process: ``with Simulator() as simulator``, their transport, and the fixtures of pytest."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
import requests
import wheel
from heroku_simulator import PortError, Simulator, WorldError
from tree import ROOT

MANY = 100


@pytest.fixture(params=["port", "adapter"])
def either(request, user_of):
    """A simulator, and a session that reaches it: by a port, or by a transport."""
    with Simulator(clock="instant", port=0 if request.param == "port" else None) as started, requests.Session() as used:
        if request.param == "adapter":
            used.mount(started.url, started.adapter())
        yield user_of(started, used)


def test_an_app_and_its_build_as_over_the_wire(either):
    either.app()
    build = either.build({"Procfile": "web: bin/web"})
    assert either.get(f"/apps/shop/builds/{build['id']}")["status"] == "succeeded"
    assert "-----> " in either.text(build["output_stream_url"])
    assert either.get("/apps/shop/formation")[0]["command"] == "bin/web"
    either.get("/apps/none", status=404)
    assert [entry["status"] for entry in either.running.requests()][-1] == 404


def test_an_upload_of_a_file_and_of_pieces(either):
    blob = either.post("/sources")["source_blob"]
    for content in (io.BytesIO(b"from a file"), iter([b"from ", b"pieces"]), "a text"):
        either._session.put(blob["put_url"], data=content, timeout=30).raise_for_status()
        assert either.text(blob["get_url"]) in ("from a file", "from pieces", "a text")


def test_a_log_is_followed_while_others_write(either):
    either.app()
    session = either.post("/apps/shop/log-sessions", {"tail": True})
    with either._session.get(session["logplex_url"], stream=True, timeout=30) as stream:
        lines = stream.iter_lines(chunk_size=1)
        next(lines)
        either.running.backdoor("POST", "log", {"app": "shop", "text": "hello"})
        assert any(b"hello" in line for line in lines)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"fault": "reset"}, requests.ConnectionError),
        ({"fault": "reset", "when": "after"}, requests.ConnectionError),
        ({"fault": "late_commit", "lost": True}, requests.ConnectionError),
        ({"fault": "truncate"}, requests.exceptions.ChunkedEncodingError),
        ({"fault": "silence"}, requests.ReadTimeout),
        ({"fault": "latency", "seconds": 30}, requests.ReadTimeout),
    ],
)
def test_faults_of_connections(either, fault, error):
    either.fault(**fault, count=1)
    headers = {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {either.running.token}"}
    with pytest.raises(error):
        either._session.post(f"{either.url}/apps", json={"name": "shop"}, headers=headers, timeout=0.5)
    either.get("/apps")


def test_an_answer_without_end_is_left(either):
    either.fault(fault="endless", count=1)
    headers = {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {either.running.token}"}
    with either._session.get(f"{either.url}/apps", headers=headers, stream=True, timeout=5) as answer:
        pieces = answer.iter_content(2)
        assert next(pieces) == b"[]"
        assert next(pieces).isspace()
    either.get("/apps")


def test_many_side_by_side_each_know_what_is_theirs(user_of):
    with ExitStack() as stack:
        all_of_them = []
        for number in range(MANY):
            session = stack.enter_context(requests.Session())
            simulator = stack.enter_context(Simulator(clock="instant", port=None if number % 5 else 0))
            if number % 5:
                session.mount(simulator.url, simulator.adapter())
            all_of_them.append(user_of(simulator, session))
        for number, api in enumerate(all_of_them):
            api.app(f"app-{number}")
            api.switch(if_match="ignored" if number % 2 else "honoured")
        for number, api in enumerate(all_of_them):
            assert [app["name"] for app in api.get("/apps")] == [f"app-{number}"]
            assert api.running.backdoor("GET", "switches")["if_match"]["answer"] == ("honoured", "ignored")[number % 2]
            assert len(api.running.requests()) == 2
        assert len({api.url for api in all_of_them}) == MANY


def test_a_world_as_a_mapping_is_the_simulators_own():
    given = {"apps": [{"name": "shop", "config": {"A": "1"}}], "switches": {"if_match": "ignored"}}
    with Simulator(given, port=None, clock="0", switches={"create_apps": "open"}, seed=3, token="mine") as simulator:
        given["apps"][0]["config"]["A"] = "2"
        simulator.backdoor("POST", "faults", {"fault": "html"})
        simulator.reset()
        state = simulator.backdoor("GET", "state?secrets=1")
        assert [app["config"] for app in state["tables"]["apps"]] == [{"A": "1"}]
        assert (state["switches"]["if_match"], state["switches"]["create_apps"]) == ("ignored", "open")
        assert (state["clock"]["mode"], simulator.token) == ("0", "mine")
        assert simulator.backdoor("GET", "faults") == []


def test_it_ends_and_can_be_started_again_from_nothing(user_of):
    simulator = Simulator(clock="instant")
    with simulator:
        with requests.Session() as session:
            user_of(simulator, session).app()
        assert "BEGIN CERTIFICATE" in simulator.certificate()
        address = urlsplit(simulator.url)
        names = {thread.name for thread in threading.enumerate()}
    assert "heroku_simulator" in names
    assert "heroku_simulator" not in {thread.name for thread in threading.enumerate()} - names
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port))
    with pytest.raises(RuntimeError, match="does not run"):
        simulator.requests()
    simulator.stop()
    with simulator:
        assert simulator.backdoor("GET", "state")["tables"]["apps"] == []
        with pytest.raises(RuntimeError, match="runs already"):
            simulator.start()


def test_what_cannot_start_says_why(tmp_path):
    with pytest.raises(WorldError, match="nonsense"):
        Simulator({"nonsense": 1})
    with pytest.raises(WorldError, match=r"none\.yml"):
        Simulator(tmp_path / "none.yml")
    with pytest.raises(WorldError, match="no account nobody@example"):
        Simulator({"apps": [{"name": "shop", "owner": "nobody@example.com"}]}).start()
    with pytest.raises(ValueError, match="no switch 'x'"):
        Simulator(switches={"x": "y"}).start()
    with pytest.raises(ValueError, match="fast"):
        Simulator(clock="fast")
    with pytest.raises(OSError, match="exchanges"):
        Simulator(record=tmp_path / "none" / "exchanges").start()
    with socket.create_server(("127.0.0.1", 0)) as used, pytest.raises(PortError, match="in use"):
        Simulator(port=used.getsockname()[1]).start()


def test_a_wrong_question_at_the_back_door():
    with Simulator(port=None) as simulator, pytest.raises(ValueError, match="fault must be one of"):
        simulator.backdoor("POST", "faults", {"fault": "rain"})


def test_what_is_asked_is_recorded(user_of, tmp_path):
    with Simulator(port=None, record=tmp_path / "exchanges") as simulator, requests.Session() as session:
        session.mount(simulator.url, simulator.adapter())
        user_of(simulator, session).app()
    assert '"/apps"' in (tmp_path / "exchanges").read_text()


def test_the_fixtures_of_pytest(tmp_path):
    (tmp_path / "test_suite.py").write_text(wheel.SUITE)
    command = [sys.executable, "-m", "pytest", "-q", "--strict-markers", "-W", "error"]
    command += ["-p", "heroku_simulator.pytest_plugin", "-p", "no:cacheprovider", str(tmp_path)]
    path = {"PYTHONPATH": str(ROOT / "tests" / "simulator"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path, env=path)
    assert "5 passed" in done.stdout, done.stdout + done.stderr
