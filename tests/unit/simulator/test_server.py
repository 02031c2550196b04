# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import http.client
import json
import os
import pty
import re
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests
import venvs
from heroku_simulator.cli import main, parser
from stress import broken_invariants
from tree import ROOT

CLIENTS = 100


def start(*arguments):
    command = [str(venvs.ensure("simulator")), str(ROOT / "tests" / "simulator"), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return process, json.loads(process.stdout.readline())


def test_it_says_what_it_needs():
    command = [str(venvs.ensure("simulator")), "-S", str(ROOT / "tests" / "simulator")]  # -S: nothing installed is seen
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "requirements/simulator.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_tells_a_person_what_to_export():
    terminal, other_end = pty.openpty()
    command = [str(venvs.ensure("simulator")), str(ROOT / "tests" / "simulator"), "--token", "it's mine"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=other_end, text=True)
    try:
        ready = json.loads(process.stdout.readline())
        shown = ""
        while "Ctrl-C" not in shown:
            shown += os.read(terminal, 1000).decode()
        export, more = shown.splitlines()[:2]
        assert export.split() == ["export", f"HEROKU_API_URL={ready['url']}", """HEROKU_API_KEY='it'"'"'s""", "mine'"]
        assert ready["url"] in more
    finally:
        process.kill()
        process.communicate()
        os.close(other_end)
        os.close(terminal)


@pytest.fixture
def refusal(capsys):
    """What the command says when it does not start with these arguments."""

    def refuse(*arguments):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code
        printed = capsys.readouterr()
        assert (code, printed.out) == (2, "")
        return printed.err

    return refuse


def test_a_refusal_of_the_command(tmp_path):
    command = [str(venvs.ensure("simulator")), str(ROOT / "tests" / "simulator"), "--world", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{tmp_path / 'none'}: No such file or directory\n"


def test_a_port_that_is_used_is_one_line(refusal):
    with socket.create_server(("127.0.0.1", 0)) as used:
        port = str(used.getsockname()[1])
        (line,) = refusal("--port", port).splitlines()
    assert port in line
    assert "--port" in line


# For each option, values that it cannot have.
BAD = {
    "--port": ["-1", "65536", "http", ""],
    "--world": ["/nowhere/world.yml", "/", os.devnull + "/x"],
    "--clock": ["fast", "-1", "nan", ""],
    "--latency-ms": ["-1", "nan", "inf", "slow"],
    "--rate-limit": ["0", "-1", "1.5", "many"],
    "--switch": ["x", "no_such_switch=1", "="],
    "--seed": ["x", "1.5"],
    "--record": ["/nowhere/exchanges.jsonl", "/"],
}


@pytest.mark.parametrize(("option", "value"), [(option, value) for option, values in BAD.items() for value in values])
def test_a_bad_value_is_told_in_a_line(refusal, option, value):
    said = refusal(option, value).splitlines()[-1]
    assert option in said or value.partition("=")[0] in said


def test_each_option_has_bad_values_here():
    told = parser().format_help()
    assert set(re.findall(r"^  (--[a-z-]+)", told, re.MULTILINE)) - set(BAD) == {"--token", "--version"}  # any is good


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_even_with_open_connections(number):
    process, ready = start("--clock", "0")
    try:
        address = urlsplit(ready["url"])
        with requests.Session() as session:
            session.headers.update(
                {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {ready['token']}"}
            )
            session.post(f"{ready['url']}/apps", json={"name": "shop"}, timeout=10)
            blob = session.post(f"{ready['url']}/sources", timeout=10).json()["source_blob"]
            build = session.post(
                f"{ready['url']}/apps/shop/builds", json={"source_blob": {"url": blob["get_url"]}}, timeout=10
            ).json()
            session.post(f"{ready['url']}/_simulator/clock", json={"advance": 0.5}, timeout=10)
            with (
                socket.create_connection((address.hostname, address.port)),
                requests.get(build["output_stream_url"], stream=True, timeout=10),
            ):
                started = time.monotonic()
                process.send_signal(number)
                assert process.wait(10) == 0
                assert time.monotonic() - started < 2
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()


def test_the_token_and_the_port_that_were_asked_for():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process, ready = start("--port", str(port), "--token", "my-own-token")
    try:
        assert ready == {"url": f"http://127.0.0.1:{port}", "token": "my-own-token"}
    finally:
        process.terminate()
        process.communicate()


def test_many_clients_at_once_each_get_their_own_data(api):
    """Mixed writes from many connections, then the state is looked at as a whole."""
    for number in range(CLIENTS):
        api.app(f"app-{number}")
    address = urlsplit(api.url)
    headers = {
        "Accept": "application/vnd.heroku+json; version=3",
        "Authorization": f"Bearer {api.running.token}",
        "Content-Type": "application/json",
    }

    def client(number):
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        try:
            for turn in range(10):
                body = json.dumps({"OWN": f"{number}-{turn}"})
                for method, path, data in (
                    ("PATCH", "config-vars", body),
                    ("GET", "config-vars", None),
                    ("POST", "addons", json.dumps({"plan": "scheduler"}) if turn == 5 else None),
                ):
                    if method == "POST" and data is None:
                        continue
                    connection.request(method, f"/apps/app-{number}/{path}", body=data, headers=headers)
                    response = connection.getresponse()
                    answer = json.loads(response.read())
                    assert response.status < 300, answer
                    if path == "config-vars":
                        assert answer == {"OWN": f"{number}-{turn}"}
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(CLIENTS)))
    tables = api.running.backdoor("GET", "state?secrets=1")["tables"]
    assert broken_invariants(tables) == []
    for app in tables["apps"]:
        assert app["config"]["OWN"].startswith(app["name"].removeprefix("app-") + "-")
    assert sum(1 for release in tables["releases"] if release["description"].startswith("Attach ")) == CLIENTS


def test_the_invariants_of_the_state_are_found_broken(api):
    api.app()
    api.patch("/apps/shop/config-vars", {"A": "1"})
    tables = api.running.backdoor("GET", "state?secrets=1")["tables"]
    lost = tables["releases"].pop(0)
    tables["apps"].append(tables["apps"][0])
    assert broken_invariants(tables)[0] == "apps: 2 records with one id"
    assert any("has the releases" in problem for problem in broken_invariants(tables))
    tables["releases"].append({**lost, "app_id": "gone"})
    assert any("app_id gone" in problem for problem in broken_invariants(tables))


@pytest.mark.parametrize("sent", [b"", b'{"name": "sh'])
def test_half_a_request_is_none(api, running, sent):
    """Of a client that dies while it sends its body: the app would have a random name."""
    parts = urlsplit(running.url)
    head = (
        f"POST /apps HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {running.token}\r\n"
        "Accept: application/vnd.heroku+json; version=3\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        connection.sendall(head.encode() + sent)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):  # until the server has closed it too
            pass
    assert api.get("/apps") == []
