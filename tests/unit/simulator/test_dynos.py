# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

import pytest
from heroku_simulator import commands

STATUS = ' ; echo "\uffff heroku-command-exit-status: $?"'


@pytest.fixture
def shop(api):
    api.app()
    api.deploy(web="bin/web", worker="bin/work")
    return api


def states(api):
    return {dyno["name"]: dyno["state"] for dyno in api.get("/apps/shop/dynos")}


def log(api, **session):
    """The app's log without the times."""
    url = api.post("/apps/shop/log-sessions", session)["logplex_url"]
    return [line.partition(" ")[2] for line in api.text(url).splitlines()]


def meet(dyno, *, tls=None):
    """What a client that comes to the rendezvous reads."""
    url = urlsplit(dyno["attach_url"])
    assert url.scheme == "rendezvous"
    connection = socket.create_connection((url.hostname, url.port), timeout=30)
    with tls.wrap_socket(connection, server_hostname=url.hostname) if tls else connection as speaking:
        speaking.sendall(f"{url.path[1:]}\r\n".encode())
        received = b""
        while chunk := speaking.recv(4096):
            received += chunk
        return received.decode()


def test_what_commands_do():
    commands.set_table(
        [
            {"pattern": "greet (.*)", "output": "Hello \\1\n$DYNO ${NOTHING}!", "exit_code": 3, "seconds": 2},
            {"pattern": "sh -c 'exit 4'"},
        ]
    )
    greeted = commands.outcome_of("greet you", {"DYNO": "run.1"})
    assert greeted == commands.Outcome(["Hello you", "run.1 !"], 3, 2)
    assert commands.outcome_of('greet you ; echo "was $?."', {}).lines[-1] == "was 3."
    assert commands.outcome_of("launcher greet you", {"DYNO": "run.1"}) == greeted
    assert commands.outcome_of('greet you ; echo "was $?."', {}).exit_code == 0
    assert commands.outcome_of('exit 2 ; echo "was $?."', {}) == commands.Outcome([], 2, None)
    assert commands.outcome_of("sh -c 'exit 4' ; echo \"$?\"", {}).lines == ["4"]
    assert commands.outcome_of("bin/quiet && false", {}).exit_code == 1
    assert not commands.command_fails("bin/falsehood")
    with pytest.raises(ValueError, match="not a regular expression"):
        commands.set_table([{"pattern": "("}])


def test_a_detached_command_writes_into_the_log(frozen):
    frozen.app()
    dyno = frozen.post("/apps/shop/dynos", {"command": "echo hello", "attach": False, "size": "standard-1x"})
    assert (dyno["attach_url"], dyno["state"], dyno["size"]) == (None, "starting", "Standard-1X")
    frozen.clock(advance=3)
    assert states(frozen) == {dyno["name"]: "up"}
    frozen.clock(advance=1)
    assert states(frozen) == {}
    assert log(frozen, dyno_name=dyno["name"]) == [
        f"heroku[{dyno['name']}]: State changed from starting to up",
        f"heroku[{dyno['name']}]: Starting process with command `echo hello`",
        f"app[{dyno['name']}]: hello",
        f"heroku[{dyno['name']}]: Process exited with status 0",
        f"heroku[{dyno['name']}]: State changed from up to complete",
    ]
    assert log(frozen, source="app", dyno="run") == [f"app[{dyno['name']}]: hello"]


def test_an_attached_command_speaks_to_its_client(shop):
    shop.patch("/apps/shop/config-vars", {"GREETING": "hi"})
    body = {"command": f"echo $GREETING $WHO{STATUS}", "attach": True, "env": {"WHO": "you"}, "force_no_tty": True}
    dyno = shop.post("/apps/shop/dynos", body)
    assert states(shop)[dyno["name"]] == "up"
    assert meet(dyno) == "rendezvous\r\nhi you\n\uffff heroku-command-exit-status: 0\n"
    assert dyno["name"] not in states(shop)
    assert not [line for line in log(shop, dyno_name=dyno["name"]) if line.startswith("app")]
    # On a terminal, lines end as there; and the same secret does not open twice.
    again = shop.post("/apps/shop/dynos", {"command": "echo x", "attach": True})
    assert meet(again) == "rendezvous\r\nx\r\n"
    with pytest.raises(ConnectionResetError):
        meet(again)


def test_attached_over_tls(shop):
    trusting = ssl.create_default_context(cadata=shop.text(f"{shop.url}/_simulator/certificate"))
    dyno = shop.post("/apps/shop/dynos", {"command": "false" + STATUS, "attach": True, "force_no_tty": True})
    assert meet(dyno, tls=trusting).endswith("status: 1\n")
    dyno = shop.post("/apps/shop/dynos", {"command": "ls", "attach": True})
    with pytest.raises(ssl.SSLCertVerificationError):
        meet(dyno, tls=ssl.create_default_context())


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_broken_rendezvous(shop, when):
    shop.fault(fault="reset", method="CONNECT", path="/rendezvous", when=when, count=1)
    dyno = shop.post("/apps/shop/dynos", {"command": "echo x", "attach": True})
    with pytest.raises(ConnectionResetError):
        meet(dyno)


def test_a_client_that_never_comes_and_a_command_that_never_ends(frozen):
    frozen.app()
    attached = frozen.post("/apps/shop/dynos", {"command": "ls", "attach": True})
    frozen.post("/apps/shop/dynos", {"command": "ls", "time_to_live": 4})
    frozen.clock(advance=4)
    assert list(states(frozen)) == [attached["name"]]
    frozen.clock(advance=60)
    assert states(frozen) == {}
    lines = log(frozen, dyno_name="run")
    assert any("Error R13" in line for line in lines)
    assert any("exited with status 143" in line for line in lines)


def test_what_is_refused(shop):
    for body in ({}, {"command": "ls", "time_to_live": 86401}, {"command": "ls", "size": "huge"}):
        shop.post("/apps/shop/dynos", body, status=422)
    shop.post("/apps/shop/dynos", {"command": "ls", "env": {"A": 1}}, status=422)
    shop.as_("simulator-token-other").post("/apps/shop/dynos", {"command": "ls"}, status=403)


@pytest.mark.parametrize("env", [{"A": 1}, {"A": None}, {"": "x"}, {"A=B": "x"}, {"A\0": "x"}, ["A"]])
def test_an_environment_that_cannot_be(shop, env):
    error = shop.post("/apps/shop/dynos", {"command": "ls", "env": env}, status=422)
    assert error["message"] == "Env must be an object of strings."
    source = {"url": "https://example.com/source.tgz"}
    setup = {"source_blob": source, "overrides": {"env": env}}
    assert shop.post("/app-setups", setup, status=422)["message"] == "Overrides:env must be an object of strings."


def test_restarting_and_stopping(frozen):
    frozen.app()
    frozen.clock(advance=1)
    frozen.deploy(web="bin/web", worker="bin/work")
    frozen.patch("/apps/shop/formation", {"updates": [{"type": "worker", "quantity": 1}]})
    frozen.clock(advance=3)
    before = {dyno["name"]: dyno["id"] for dyno in frozen.get("/apps/shop/dynos")}
    assert frozen.send("DELETE", "/apps/shop/formations/worker", status=202).json() == {}
    assert states(frozen) == {"web.1": "up", "worker.1": "starting"}
    frozen.send("POST", "/apps/shop/dynos/web.1/actions/stop", status=202)
    assert states(frozen)["web.1"] == "down"
    frozen.clock(advance=6)
    after = {dyno["name"]: dyno["id"] for dyno in frozen.get("/apps/shop/dynos")}
    assert set(states(frozen).values()) == {"up"}
    assert set(before) == set(after)
    assert not set(before.values()) & set(after.values())
    one_off = frozen.post("/apps/shop/dynos", {"command": "ls"})["name"]
    frozen.send("POST", f"/apps/shop/dynos/{one_off}/actions/stop", status=202)
    assert one_off not in states(frozen)
    frozen.send("POST", "/apps/shop/formations/none/actions/stop", status=404)
    assert "heroku[worker.1]: Restarting" in log(frozen)


def test_a_release_leaves_one_off_dynos_alone(frozen):
    frozen.app()
    dyno = frozen.post("/apps/shop/dynos", {"command": "ls", "type": "worker"})
    frozen.deploy(worker="bin/work")
    assert dyno["name"] in states(frozen)


def test_a_process_inside_a_dyno(api):
    """The schema: Dyno Processes Create answers where to attach; the official command: for Fir only."""
    api.post("/spaces", {"name": "fir-space", "team": "acme", "generation": "fir"})
    api.post("/teams/apps", {"name": "fir-app", "team": "acme", "space": "fir-space"})
    api.build({"Procfile": "web: bin/web"}, "fir-app")
    (dyno,) = api.get("/apps/fir-app/dynos")
    path = f"/apps/fir-app/dynos/{dyno['name']}"
    body = {"command": "echo $GREETING $DYNO", "env": {"GREETING": "hi"}}
    process = api.post(path, body, variant="run-inside")
    assert set(process) == {"attach_url"}
    assert meet(process) == f"rendezvous\r\nhi {dyno['name']}\r\n"
    with pytest.raises(ConnectionResetError):
        meet(process)
    assert api.get("/apps/fir-app/dynos") == [dyno]
    assert api.post(path, {}, status=422)["message"] == "Require params: command."
    for when in ("before", "after"):
        api.fault(fault="reset", method="CONNECT", path="/rendezvous", when=when, count=1)
        process = api.post(path, body)
        with pytest.raises(ConnectionResetError):
            meet(process)


def test_processes_that_cannot_run(frozen):
    frozen.app()
    frozen.deploy()
    frozen.clock(advance=10)
    frozen.post("/apps/shop/dynos/web.1", {"command": "ls"}, status=422)
    frozen.post("/apps/shop/dynos/web.2", {"command": "ls"}, status=404)
