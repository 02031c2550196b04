# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import functools
import json
import re
import socket
import subprocess
import sys
import threading
from email.utils import formatdate
from time import time
from urllib.parse import unquote

import pytest
import simulated
from ansible_collections.community.heroku.plugins.module_utils._api.client import (
    ATTEMPTS,
    LONGEST_PAUSE,
    LONGEST_RETRY_AFTER,
    RATE_LIMIT_PATIENCE,
    WAIT_NEWS,
    segments,
)
from ansible_collections.community.heroku.plugins.module_utils._api.credentials import check_url, find_token
from ansible_collections.community.heroku.plugins.module_utils._api.errors import (
    Failure,
    HerokuError,
    InvalidInput,
    OutcomeUnknown,
)
from ansible_collections.community.heroku.plugins.module_utils._api.pace import LONGEST_GAP, LOW_WATER, REFILL_INTERVAL
from ansible_collections.community.heroku.plugins.module_utils._api.races import RACES
from ansible_collections.community.heroku.plugins.module_utils._api.transport import NETWORK_VARIABLES, new_session

API = "https://api.heroku.com"
# A request of each method, for a simulator with the app `example`.
REQUESTS = {
    "GET": ("/apps/example", None),
    "PATCH": ("/apps/example", {"maintenance": True}),
    "PUT": ("/apps/example/pre-authorizations", {}),
    "DELETE": ("/apps/example", None),
    "POST": ("/apps", {"name": "another"}),
}
REPEATED = [method for method in REQUESTS if method != "POST"]


@pytest.fixture
def example(connect, simulator):
    """A simulator with the app `example`, and an empty log."""
    connect(simulator).post("/apps", {"name": "example"})
    simulator.backdoor("DELETE", "requests")
    return simulator


def send(client, method):
    """The answer to the request of that method."""
    path, body = REQUESTS[method]
    return client.request(method, path, body=body)


def let_time_pass_in_pauses(simulator, pauses):
    """Stop the simulator's clock, but for the pauses that the client makes."""
    simulator.backdoor("POST", "clock", {"mode": "0"})
    pauses.meanwhile.append(lambda seconds: simulator.backdoor("POST", "clock", {"advance": seconds}))


def tokens_left(simulator, number):
    """Take API tokens from the account that owns everything until so many are left."""
    state = simulator.backdoor("GET", "state?secrets=1")
    state["tables"]["accounts"][0].update(rate_limit_tokens=number, rate_limit_at=state["clock"]["now"])
    simulator.backdoor("PUT", "state", state)


def names(simulator):
    """The names of the apps that there are."""
    return {app["name"] for app in simulator.backdoor("GET", "state")["tables"]["apps"]}


class TestToken:
    @pytest.fixture
    def netrc(self, monkeypatch, tmp_path):
        file = tmp_path / "a netrc"
        file.write_text("machine api.heroku.com\n  login owner@example.com\n  password from-netrc\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(file))
        return file

    @pytest.mark.parametrize(
        ("given", "environment", "expected"),
        [
            ("from-option", {"HEROKU_API_KEY": "from-environment"}, "from-option"),
            (None, {"HEROKU_API_KEY": "from-environment"}, "from-environment"),
            ("", {"HEROKU_API_KEY": "from-environment"}, "from-environment"),
            (" \n", {"HEROKU_API_KEY": " from-environment\n"}, "from-environment"),
            (None, {}, "from-netrc"),
            (None, {"HEROKU_API_KEY": ""}, "from-netrc"),
        ],
    )
    def test_order(self, netrc, given, environment, expected):
        found = find_token(API, given, environment)
        assert found.text == expected
        assert {"from-option": "api_key", "from-environment": "HEROKU_API_KEY", "from-netrc": str(netrc)}[
            expected
        ] in found.source

    def test_environment_of_the_process(self, monkeypatch):
        monkeypatch.setenv("HEROKU_API_KEY", "from-environment")
        assert find_token(API).text == "from-environment"

    def test_netrc_in_the_home_directory(self, monkeypatch, tmp_path):
        (tmp_path / ".netrc").write_text("machine api.heroku.com login x password from-home\n", encoding="utf-8")
        monkeypatch.setenv("HOME", str(tmp_path))
        assert find_token(API).text == "from-home"

    def test_netrc_has_another_host_only(self, netrc):
        with pytest.raises(InvalidInput, match=r"api_key.*HEROKU_API_KEY.*heroku login.*heroku\.example\.com"):
            find_token("https://heroku.example.com:8443")

    @pytest.mark.parametrize(
        ("text", "token"),
        [
            ("machine api.heroku.com\n  login a@b.c\n  password SECRET\n  method interactive\n", "SECRET"),
            ("machine api.heroku.com\n  method interactive\n  login a@b.c\n  password SECRET\n", "SECRET"),
            ("machine api.heroku.com protocol https login a@b.c password SECRET", "SECRET"),
            ("machine api.heroku.com\n  login\n  password SECRET\n", "SECRET"),
            ('machine api.heroku.com login "" password SECRET', "SECRET"),
            ('machine api.heroku.com login x password "SEC\\"RET"', 'SEC"RET'),
            ("machine other stray words here login x\nmachine api.heroku.com login x password SECRET", "SECRET"),
            ("# password no\nmachine API.heroku.com # a comment\n login x password SECRET", "SECRET"),
            ("macdef init\nmachine api.heroku.com password NO\n\nmachine api.heroku.com password SECRET", "SECRET"),
            ("machine api.heroku.com password SECRET\nmacdef init\nmachine api.heroku.com password NO\n", "SECRET"),
            ("machine api.heroku.com password OLD\nmachine api.heroku.com password SECRET", "SECRET"),
            ("machine bücher.example password \udcff\nmachine api.heroku.com password SECRET", "SECRET"),
            ("default login x password SECRET", None),
            ("machine git.heroku.com login x password SECRET\ndefault login y password NO", None),
            ("machine", None),
            ("", None),
        ],
    )
    def test_what_is_found_in_a_netrc(self, netrc, text, token):
        netrc.write_bytes(text.encode("utf-8", "surrogateescape"))
        if token is None:
            with pytest.raises(InvalidInput, match="There is no API token"):
                find_token(API)
        else:
            assert find_token(API).text == token

    @pytest.mark.parametrize(
        "text", ["machine api.heroku.com login x", "machine api.heroku.com password", "machine api.heroku.com"]
    )
    def test_an_entry_without_a_password_is_named(self, netrc, text):
        netrc.write_text(f"machine other login x password no\n\n{text}\nmachine more password no", encoding="utf-8")
        with pytest.raises(InvalidInput, match=rf"{netrc}, line 3: the entry for api\.heroku\.com has no password"):
            find_token(API)

    def test_a_netrc_that_cannot_be_read(self, netrc, monkeypatch):
        monkeypatch.setenv("NETRC", str(netrc.parent))
        with pytest.raises(InvalidInput, match="cannot be read: Is a directory"):
            find_token(API)
        assert find_token(API, "given").text == "given"

    @pytest.mark.parametrize(
        ("given", "environment", "source"),
        [
            ("wrong-token", {}, "the option api_key or the variable ansible_heroku_api_key"),
            ("", {"HEROKU_API_KEY": "wrong-token"}, "the environment variable HEROKU_API_KEY"),
            ("wrong-token", {"HEROKU_API_KEY": "wrong-token"}, "the environment variable HEROKU_API_KEY"),
            ("", {}, "line 1"),
        ],
    )
    def test_a_token_that_is_refused_says_where_it_came_from(
        self, connect, simulator, netrc, given, environment, source
    ):
        netrc.write_text("machine 127.0.0.1 password wrong-token\n", encoding="utf-8")
        token = find_token(simulator.url, given, environment)
        with pytest.raises(HerokuError, match=rf"The token came from .*{source}") as caught:
            connect(simulator, token.text, token_source=token.source).get("/account")
        assert "wrong-token" not in str(caught.value)

    def test_none(self):
        with pytest.raises(InvalidInput, match="There is no API token"):
            find_token(API)

    @pytest.mark.parametrize("token", ["two words", "line\nbreak", "umlaut-ä", "nul-\0"])
    def test_what_no_token_holds(self, token):
        with pytest.raises(InvalidInput, match="characters that no token has") as caught:
            find_token(API, token)
        assert token not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://api.heroku.com", "https://api.heroku.com"),
        ("https://api.heroku.com/", "https://api.heroku.com"),
        ("https://proxy.example.com:8443/heroku/", "https://proxy.example.com:8443/heroku"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:5000/", "http://[::1]:5000"),
    ],
)
def test_urls_that_are_taken(url, cleaned):
    assert check_url(url) == cleaned


@pytest.mark.parametrize(
    "url",
    [
        "http://api.heroku.com",
        "http://localhost.example.com",
        "http://127.0.0.1@example.com",
        "http://127.0.0.1.nip.io",
        "https://somebody:secret-of-somebody@api.heroku.com",
        "api.heroku.com",
        "ftp://localhost",
        "https://",
        "https://[::1",
        "https://api.heroku.com:https",
        "https://api.heroku.com?token=x",
        "https://api.heroku.com/?",
        "https://api.heroku.com#x",
        "https://api.heroku.com/#",
        "https://@api.heroku.com",
        "https://secret-of-somebody@api.heroku.com",
        "https://api.heroku.com/a/../b",
        "https://api.heroku.com\n",
        "https://api.her oku.com",
        "",
    ],
)
def test_urls_that_are_refused(url):
    with pytest.raises(InvalidInput, match="api_url must be an https URL") as caught:
        check_url(url)
    assert "secret-of-somebody" not in str(caught.value)


def test_values_in_paths_are_one_segment():
    assert (
        segments("/apps/{}/log-drains/{}", "an app", "https://user@logs.example.com/?a=b")
        == "/apps/an%20app/log-drains/https%3A%2F%2Fuser%40logs.example.com%2F%3Fa%3Db"
    )
    assert segments("/apps/{}/domains/{}", "example", "*.example.com").endswith("/%2A.example.com")


@pytest.mark.parametrize("values", [("", "x"), ("example", "")])
def test_an_empty_name_is_not_sent(values: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput, match="A name or ID is empty"):
        segments("/apps/{}/domains/{}", *values)


class TestRequest:
    def test_headers(self, connect, loopback):
        server = loopback()
        connect(server, "the-token", agent="ansible-core/2.19").get("/account")
        headers = server.seen[0].headers
        assert headers["Authorization"] == "Bearer the-token"
        assert headers["Accept"] == "application/vnd.heroku+json; version=3"
        assert re.fullmatch(r"community\.heroku/\d+\.\d+\.\d+\S* ansible-core/2\.19", headers["User-Agent"])
        assert "Content-Type" not in headers
        assert "Range" not in headers

    def test_body(self, connect, loopback):
        server = loopback()
        connect(server).patch("/apps/example", {"name": "größer", "maintenance": None})
        assert json.loads(server.seen[0].body) == {"name": "größer", "maintenance": None}
        assert server.seen[0].headers["Content-Type"] == "application/json"

    def test_a_post_without_options_is_an_empty_object(self, connect, loopback):
        server = loopback()
        connect(server).post("/apps/example/acm")
        assert server.seen[0].body == b"{}"

    def test_a_netrc_entry_does_not_replace_the_token(self, connect, loopback, monkeypatch, tmp_path):
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login x password from-netrc\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        server = loopback()
        connect(server, "the-token").get("/account")
        assert server.seen[0].headers["Authorization"] == "Bearer the-token"

    def test_one_connection_for_all(self, connect, loopback):
        server = loopback()
        client = connect(server)
        for _request in range(5):
            client.get("/account")
        assert len({seen.connection for seen in server.seen}) == 1
        assert client.requests_sent == 5

    @pytest.mark.parametrize("status", [200, 201, 202, 206])
    def test_an_answer_without_a_body(self, connect, loopback, status):
        assert connect(loopback({"status": status, "body": b""})).delete("/apps/example") is None

    def test_tokens_left_are_known(self, connect, simulator):
        client = connect(simulator)
        assert client.rate_limit_remaining is None
        client.get("/account")
        assert client.rate_limit_remaining == 4499

    def test_without_the_library(self):
        """Where requests is missing, importing works and using says what to install."""
        code = (
            "import sys; sys.modules['requests'] = None\n"
            "from ansible_collections.community.heroku.plugins.module_utils._api import client, errors\n"
            "try: client.HerokuClient('token')\n"
            "except errors.Failure as failure: print(failure)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"needed by {sys.executable}" in done.stdout
        assert f"{sys.executable} -m pip install requests" in done.stdout


class TestRedirects:
    def test_within_the_api(self, connect, loopback):
        server = loopback({"status": 307, "headers": {"Location": "/elsewhere?a=b"}}, {"body": b'{"id": 1}'})
        client = connect(server, "the-token")
        assert client.get("/account") == {"id": 1}
        assert [seen.path for seen in server.seen] == ["/account", "/elsewhere?a=b"]
        assert server.seen[1].headers["Authorization"] == "Bearer the-token"
        assert client.requests_sent == 2

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_to_another_origin_nothing_is_sent(self, connect, loopback, status):
        other = loopback()
        location = other.url.replace("127.0.0.1", "localhost")
        server = loopback({"status": status, "headers": {"Location": f"{location}/account"}})
        with pytest.raises(
            HerokuError, match=r"redirects to http://localhost:\d+, where the token is not sent"
        ) as caught:
            connect(server).get("/account")
        assert caught.value.id == "redirect"
        assert other.seen == []
        assert len(server.seen) == 1

    def test_another_port_is_another_origin(self, connect, loopback):
        other = loopback()
        server = loopback({"status": 302, "headers": {"Location": f"{other.url}/account"}})
        with pytest.raises(HerokuError, match="redirects"):
            connect(server).get("/account")
        assert other.seen == []

    def test_the_second_factor_is_not_sent_either(self, connect, loopback):
        other = loopback()
        server = loopback(
            {"status": 403, "body": b'{"id": "two_factor", "message": "Two-factor code required"}'},
            {"status": 302, "headers": {"Location": f"{other.url}/account"}},
        )
        with pytest.raises(HerokuError, match="redirects"):
            connect(server, two_factor_code="123456").get("/account")
        assert server.seen[1].headers["Heroku-Two-Factor-Code"] == "123456"
        assert other.seen == []

    @pytest.mark.parametrize("method", ["post", "patch", "put"])
    def test_what_writes_is_not_redirected(self, connect, loopback, method):
        server = loopback({"status": 308, "headers": {"Location": "/elsewhere"}}, {})
        with pytest.raises(HerokuError, match="redirects"):
            getattr(connect(server), method)("/apps", {})
        assert len(server.seen) == 1

    def test_circles(self, connect, loopback):
        server = loopback({"status": 302, "headers": {"Location": "/account"}})
        with pytest.raises(HerokuError, match="loop"):
            connect(server).get("/account")
        assert len(server.seen) < 6


class TestEnvironment:
    """A session lives on from task to task, and each may have an C(environment:) of its own."""

    @pytest.fixture(autouse=True)
    def nothing_set(self, monkeypatch):
        for name in NETWORK_VARIABLES:
            monkeypatch.delenv(name, raising=False)

    def settings(self, session, url="https://api.heroku.com/apps"):
        return session.merge_environment_settings(url, {}, False, None, None)

    def test_proxies_are_those_of_the_moment(self, monkeypatch):
        session = new_session()
        for proxy in ("http://one.example:3128", "http://two.example:3128"):
            monkeypatch.setenv("HTTPS_PROXY", proxy)
            assert self.settings(session)["proxies"]["https"] == proxy
        monkeypatch.setenv("no_proxy", "api.heroku.com")
        assert "https" not in self.settings(session)["proxies"]
        assert self.settings(session, "https://elsewhere.example/")["proxies"]["https"] == "http://two.example:3128"

    def test_certificates_are_those_of_the_moment(self, monkeypatch):
        session = new_session()
        assert self.settings(session)["verify"] is True
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/ssl/ours.pem")
        assert self.settings(session)["verify"] == "/etc/ssl/ours.pem"

    def test_one_answer_does_not_change_another(self, monkeypatch):
        monkeypatch.setenv("HTTPS_PROXY", "http://one.example:3128")
        session = new_session()
        self.settings(session)["verify"] = False
        assert self.settings(session)["verify"] is True


class TestTimeouts:
    def test_reading(self, connect, loopback, pauses):
        server = loopback({"hang": threading.Event()})
        with pytest.raises(HerokuError, match="ReadTimeoutError") as caught:
            connect(server, read_timeout=0.03).get("/account")
        assert caught.value.id == "connection"
        assert len(server.seen) == ATTEMPTS
        server.answers[0].hang.set()

    def test_reading_the_answer_of_a_post(self, connect, loopback, pauses):
        server = loopback({"hang": threading.Event()})
        with pytest.raises(OutcomeUnknown):
            connect(server, read_timeout=0.3).post("/apps", {})
        assert len(server.seen) == 1
        server.answers[0].hang.set()

    def test_connecting(self, connect, pauses):
        """A listener that accepts nobody: when its queue is full, connecting takes for ever, and nothing was sent."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(0)
            waiting = []
            for _place in range(4):
                caller = socket.socket()
                caller.setblocking(False)
                caller.connect_ex(listener.getsockname())
                waiting.append(caller)

            class Server:
                url = f"http://127.0.0.1:{listener.getsockname()[1]}"

            with pytest.raises(HerokuError, match="ConnectTimeoutError") as caught:
                connect(Server, connect_timeout=0.03).post("/apps", {})
            for caller in waiting:
                caller.close()
        assert not isinstance(caught.value, OutcomeUnknown)
        assert len(pauses) == ATTEMPTS - 1


@pytest.fixture(scope="module")
def many_apps(tmp_path_factory):
    """A simulator with 2,500 apps."""
    world = tmp_path_factory.mktemp("world") / "world.yml"
    world.write_text('apps: [{name: "app-{n}", count: 2500}]\n', encoding="utf-8")
    with simulated.simulator("--world", str(world)) as simulator:
        yield simulator


class TestLists:
    def test_page_by_page(self, connect, many_apps):
        many_apps.backdoor("DELETE", "requests")
        client = connect(many_apps)
        apps = client.list("/apps")
        assert {app["name"] for app in apps} == {f"app-{number}" for number in range(1, 2501)}
        assert len(apps) == 2500
        ids = [app["id"] for app in apps]
        assert ids == sorted(ids)
        seen = many_apps.requests()
        assert [entry["status"] for entry in seen] == [206, 206, 200]
        assert [entry["headers"]["range"] for entry in seen] == [
            "id ..; max=1000",
            f"id ]{ids[999]}..; max=1000",
            f"id ]{ids[1999]}..; max=1000",
        ]
        assert client.requests_sent == 3

    def test_by_another_field(self, connect, many_apps):
        names = [app["name"] for app in connect(many_apps).list("/apps", by="name")]
        assert names == sorted(f"app-{number}" for number in range(1, 2501))

    def test_the_newest(self, connect, many_apps):
        many_apps.backdoor("DELETE", "requests")
        found = connect(many_apps).newest("/apps/app-7/releases", by="version")
        assert [release["version"] for release in found] == [2]
        assert many_apps.requests()[0]["headers"]["range"] == "version ..; order=desc,max=1"

    def test_a_list_without_ranges(self, connect, loopback):
        server = loopback({"body": b'[{"id": 1}, {"id": 2}]'})
        assert connect(server).list("/pipelines") == [{"id": 1}, {"id": 2}]
        assert len(server.seen) == 1

    def test_a_page_fails_in_the_middle(self, connect, many_apps, pauses):
        many_apps.backdoor("POST", "faults", {"fault": "unavailable", "skip": 1, "count": 2})
        assert len(connect(many_apps).list("/apps")) == 2500
        assert pauses == [1, 2]

    def test_no_list(self, connect, loopback):
        with pytest.raises(HerokuError, match="other than a list"):
            connect(loopback({"body": b'{"id": 1}'})).list("/apps")

    @pytest.mark.parametrize("length", [1, 2, 5])
    def test_pages_in_circles(self, connect, loopback, length):
        pages = [
            {"status": 206, "body": b"[]", "headers": {"Next-Range": f"id ]{number}..; max=1000"}}
            for number in range(length)
        ]
        server = loopback(*pages * 10)
        with pytest.raises(HerokuError, match="loop"):
            connect(server).list("/apps")
        assert len(server.seen) == length + 1

    def test_more_pages_than_are_announced(self, connect, loopback):
        """The status says that there is more, and no header where, as of lists by name after some pages."""
        server = loopback(
            {"status": 206, "body": b'[{"name": "a"}]', "headers": {"Next-Range": "name ]a..; max=1000"}},
            {"status": 206, "body": b'[{"name": "b"}]'},
            {"status": 206, "body": b'[{"name": "c"}]'},
            {"status": 200, "body": b'[{"name": "d"}]'},
        )
        assert [item["name"] for item in connect(server).list("/apps", by="name")] == ["a", "b", "c", "d"]
        assert [seen.headers["Range"] for seen in server.seen[1:]] == [
            f"name ]{name}..; max=1000" for name in ("a", "b", "c")
        ]

    @pytest.mark.parametrize("body", [b"[]", b'[{"id": 1}]', b'[{"name": null}]', b'[{"name": {}}]'])
    def test_more_pages_and_nobody_knows_where(self, connect, loopback, body):
        with pytest.raises(HerokuError, match="more pages, but not where"):
            connect(loopback({"status": 206, "body": body})).list("/apps", by="name")


class TestErrors:
    def test_message(self, connect, simulator):
        with pytest.raises(HerokuError) as caught:
            connect(simulator).get("/apps/no-such-app")
        error = caught.value
        assert (error.status, error.id, error.resource) == (404, "not_found", "app")
        assert error.message == "Couldn't find that app."
        assert error.not_found
        assert re.fullmatch(r"[0-9a-f-]{36}", error.request_id)
        assert str(error) == (
            f"Couldn't find that app. [GET /apps/no-such-app, HTTP 404, id not_found, Request-Id {error.request_id}]"
        )

    def test_error(self, connect, loopback):
        """A body of the older kind, with the key `error`."""
        server = loopback({"status": 400, "body": b'{"id": "missing_version", "error": "Please specify a version."}'})
        with pytest.raises(HerokuError, match=r"Please specify a version\. Something .* removed the Accept header"):
            connect(server).get("/account")

    def test_a_hint(self, connect, simulator):
        with pytest.raises(HerokuError, match=r"account suspended@example\.com was suspended") as caught:
            connect(simulator, "simulator-token-suspended").get("/account")
        assert (caught.value.status, caught.value.id) == (403, "suspended")
        assert "Heroku's support" in str(caught.value)

    def test_url_and_app(self, connect, loopback):
        body = {"id": "x", "message": "No.", "url": "https://help.example.com", "app": {"id": "1", "name": "example"}}
        server = loopback({"status": 422, "body": json.dumps(body).encode(), "headers": {"Request-Id": "a,b"}})
        with pytest.raises(HerokuError) as caught:
            connect(server).post("/apps", {})
        assert caught.value.app == "example"
        assert str(caught.value) == ("No. [POST /apps, HTTP 422, id x, Request-Id a,b] See https://help.example.com")
        assert caught.value.details["error"] == {
            "id": "x",
            "message": "No.",
            "method": "POST",
            "path": "/apps",
            "request_id": "a,b",
            "status": 422,
            "url": "https://help.example.com",
        }

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"null", b'"text"', b"<html>", b"{}", b'{"message": null}', b"\xff\xfe"]
    )
    def test_without_an_explanation(self, connect, loopback, body):
        with pytest.raises(HerokuError, match="an error without an explanation") as caught:
            connect(loopback({"status": 418, "body": body})).get("/apps")
        assert caught.value.status == 418
        assert caught.value.id is None

    def test_unauthorized_says_where_tokens_come_from(self, connect, simulator):
        with pytest.raises(HerokuError, match="Check api_key, HEROKU_API_KEY") as caught:
            connect(simulator, "wrong").get("/account")
        assert caught.value.status == 401

    def test_nobody_listens(self, connect, loopback, pauses):
        server = loopback()
        server.close()
        with pytest.raises(HerokuError, match=f"No answer from {server.url}.*see whether it runs") as caught:
            connect(server).get("/account")
        assert caught.value.id == "connection"
        assert len(pauses) == ATTEMPTS - 1


@pytest.fixture(scope="module")
def _guarded(tmp_path_factory):
    world = tmp_path_factory.mktemp("world") / "world.yml"
    world.write_text("apps: [{name: guarded, owner: careful@example.com, two_factor: true}]\n", encoding="utf-8")
    with simulated.simulator("--clock", "instant", "--world", str(world)) as simulator:
        yield simulator


class TestSecondFactor:
    @pytest.fixture
    def guarded(self, _guarded):
        _guarded.backdoor("POST", "reset")
        return _guarded

    def test_by_the_account(self, connect, guarded):
        client = connect(guarded, "simulator-token-careful", two_factor_code="123456")
        client.post("/apps", {"name": "example"})
        assert [entry["status"] for entry in guarded.requests()] == [403, 201]
        assert client.requests_sent == 2

    def test_by_an_app_that_is_then_pre_authorized(self, connect, guarded):
        client = connect(guarded, "simulator-token-careful", two_factor_code="123456")
        assert client.get("/apps/guarded")["name"] == "guarded"
        client.get("/apps/guarded")
        assert [(entry["method"], unquote(entry["path"]), entry["status"]) for entry in guarded.requests()] == [
            ("GET", "/apps/guarded", 403),
            ("PUT", "/apps/guarded/pre-authorizations", 200),
            ("GET", "/apps/guarded", 200),
            ("GET", "/apps/guarded", 200),
        ]

    @pytest.mark.parametrize("app", [{}, {"app": {"id": "1", "name": "guarded"}}])
    def test_a_code_that_is_refused(self, connect, loopback, app):
        """As Heroku was recorded to say it: with an id of its own, and by the same 403 once more."""
        demand = {"status": 403, "body": json.dumps({"id": "two_factor", "message": "A second one.", **app}).encode()}
        wrong = {"id": "invalid_two_factor_code", "message": "Supplied two-factor auth code is invalid."}
        for refusal in ({"status": 403, "body": json.dumps(wrong).encode()}, demand):
            server = loopback(demand, refusal)
            with pytest.raises(HerokuError, match="two_factor_code was refused"):
                connect(server, two_factor_code="123456").get("/apps/guarded")
            assert len(server.seen) == 2

    def test_a_code_counts_once(self, connect, loopback):
        demand = {"id": "two_factor", "message": "A second one.", "app": {"name": "guarded"}}
        server = loopback({"status": 403, "body": json.dumps(demand).encode()}, {})
        connect(server, two_factor_code="123456").patch("/apps/guarded", {"maintenance": True})
        codes = [seen.headers.get("Heroku-Two-Factor-Code") for seen in server.seen]
        assert codes == [None, "123456", None]

    def test_an_app_that_asks_again_after_it_was_pre_authorised(self, connect, loopback):
        demand = {"id": "two_factor", "message": "A second one.", "app": {"name": "guarded"}}
        asked = {"status": 403, "body": json.dumps(demand).encode()}
        server = loopback(asked, {}, asked)
        with pytest.raises(HerokuError, match="two_factor_code was refused"):
            connect(server, two_factor_code="123456").get("/apps/guarded")
        assert [seen.path for seen in server.seen] == [
            "/apps/guarded",
            "/apps/guarded/pre-authorizations",
            "/apps/guarded",
        ]

    def test_without_a_code(self, connect, guarded):
        with pytest.raises(HerokuError, match="two_factor_code") as caught:
            connect(guarded, "simulator-token-careful").post("/apps", {"name": "example"})
        assert (caught.value.status, caught.value.id) == (403, "two_factor")
        assert len(guarded.requests()) == 1

    @pytest.mark.parametrize("path", ["/apps", "/apps/guarded/acm"])
    def test_with_a_wrong_code(self, connect, guarded, path):
        with pytest.raises(HerokuError, match="two_factor_code was refused") as caught:
            connect(guarded, "simulator-token-careful", two_factor_code="000000").post(path, {})
        assert caught.value.id == "invalid_two_factor_code"
        assert [entry["status"] for entry in guarded.requests()] == [403, 403]

    def test_the_code_is_sent_only_when_asked_for(self, connect, loopback):
        server = loopback()
        connect(server, two_factor_code="123456").get("/account")
        assert "Heroku-Two-Factor-Code" not in server.seen[0].headers


@pytest.mark.parametrize("header", ["X-Heroku-Warning", "Warning-Message"])
def test_warnings_are_told_once(connect, loopback, header):
    server = loopback(
        {"headers": {header: "This stack is old."}},
        {"headers": {header: " This stack is old. "}},
        {"headers": {header: "And so is this."}},
    )
    client = connect(server)
    for _request in range(4):
        client.get("/apps")
    assert client.heard == ["This stack is old.", "And so is this."]


def test_a_warning_on_an_error_is_told(connect, loopback):
    client = connect(loopback({"status": 404, "headers": {"Warning-Message": "It has moved."}}))
    with pytest.raises(HerokuError):
        client.get("/apps")
    assert client.heard == ["It has moved."]


class TestRateLimit:
    """429: it did nothing, so that everything is sent again, a POST too."""

    @pytest.mark.parametrize("method", REQUESTS)
    def test_waits_longer_and_longer(self, connect, example, pauses, method):
        example.backdoor("POST", "faults", {"fault": "rate_limit", "count": 4})
        client = connect(example)
        assert send(client, method).status in (200, 201)
        assert pauses == [2, 4, 8, 16]
        assert len(example.requests()) == client.requests_sent == 5
        assert client.heard[-1] == "The account's API token pool is empty. Trying again in 16 s."

    def test_a_pool_that_is_not_empty_is_asked_again_sooner(self, connect, loopback, pauses):
        server = loopback({"status": 429, "headers": {"RateLimit-Remaining": "3"}}, {})
        connect(server).get("/account")
        assert pauses == [1]

    def test_an_empty_pool_is_asked_the_more_often_the_longer_it_takes(self, connect, loopback, pauses):
        """Many processes want the next token: whoever comes last is not to be the first each time."""
        empty = {"status": 429, "headers": {"RateLimit-Remaining": "0"}}
        connect(loopback(*[empty] * 8, {})).get("/account")
        assert pauses == [60, 30, 20, 15, 12, 10, 10, 10]

    def test_pauses_are_capped_and_so_is_patience(self, connect, simulator, pauses):
        simulator.backdoor("POST", "faults", {"fault": "rate_limit"})
        with pytest.raises(HerokuError, match="regains about 75 a minute") as caught:
            connect(simulator).get("/account")
        assert caught.value.status == 429
        assert max(pauses) == LONGEST_PAUSE
        assert RATE_LIMIT_PATIENCE - LONGEST_PAUSE < sum(pauses) <= RATE_LIMIT_PATIENCE

    def test_retry_after_in_seconds(self, connect, example, pauses):
        """As the simulator has it with that switch: a pool of ten tokens regains one in six minutes."""
        example.backdoor("POST", "switches", {"retry_after": "present"})
        example.backdoor("POST", "settings", {"rate_limit": 10})
        let_time_pass_in_pauses(example, pauses)
        tokens_left(example, 0)
        client = connect(example)
        client.get("/account")
        assert [entry["status"] for entry in example.requests()] == [429, 200]
        assert pauses[:6] == [WAIT_NEWS] * 6

    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ("7", 7),
            ("0", 1),  # not at once: that could go on for ever
            (formatdate(time() + 3600), None),  # later than anybody waits
            (formatdate(0), 1),
            ("soon", 2),
            ("-5", 2),
            ("1.5", 2),
            ("901", None),
        ],
    )
    def test_forms_of_retry_after(self, connect, loopback, pauses, header, expected):
        server = loopback({"status": 429, "headers": {"Retry-After": header}}, {})
        if expected is None:
            with pytest.raises(HerokuError):
                connect(server).get("/account")
            assert pauses == []
        else:
            connect(server).get("/account")
            assert pauses == [expected]

    def test_retry_after_as_a_date(self, connect, loopback, pauses):
        server = loopback({"status": 429, "headers": {"Retry-After": formatdate(time() + 100, usegmt=True)}}, {})
        connect(server).get("/account")
        assert 95 < sum(pauses) <= 100

    def test_it_takes_no_patience_from_other_trouble(self, connect, example, pauses):
        example.backdoor(
            "POST",
            "faults",
            [{"fault": "rate_limit", "count": ATTEMPTS}, {"fault": "unavailable", "count": ATTEMPTS - 1}],
        )
        assert send(connect(example), "GET").status == 200


class TestSlowingDown:
    @pytest.fixture
    def slow(self, example, pauses):
        """A simulator with two tokens more than low water, where time passes only while the client waits."""
        let_time_pass_in_pauses(example, pauses)
        tokens_left(example, LOW_WATER + 2)
        return example

    def test_before_the_pool_is_dry_and_says_so(self, connect, slow, pauses):
        client = connect(slow)
        for _request in range(2):
            client.get("/account")
        assert pauses == []
        assert client.heard == []
        client.get("/account")
        assert pauses == [pytest.approx(REFILL_INTERVAL * (LOW_WATER / (LOW_WATER - 1)) ** 2, abs=0.2)]
        assert client.heard == [f"The account has fewer than {LOW_WATER} API tokens left: requests are slowed down."]
        client.get("/account")
        assert len(client.heard) == 1

    def test_tasks_of_one_request_each_do_not_empty_it(self, connect, slow, pauses):
        """A new client for each request, as each task has one."""
        for _task in range(2 * LOW_WATER):
            client = connect(slow)
            client.get("/account")
        assert {entry["status"] for entry in slow.requests()} == {200}
        assert client.rate_limit_remaining > LOW_WATER - 5

    def test_several_processes_together_do_not_empty_it(self, connect, slow, pauses):
        """Ten side by side, each of which sends again as soon as it has made its pause."""
        pauses.meanwhile.clear()
        now, next_at = 0.0, [0.0] * 10
        for _request in range(150):
            turn = min(next_at)
            slow.backdoor("POST", "clock", {"advance": turn - now})
            now, before = turn, len(pauses)
            connect(slow).get("/account")
            next_at[next_at.index(turn)] = now + sum(pauses[before:])
        assert {entry["status"] for entry in slow.requests()} == {200}

    def test_the_fewer_the_slower(self, connect, loopback, pauses):
        server = loopback(*({"headers": {"RateLimit-Remaining": str(left)}} for left in (49, 25, 5, 1, 0)))
        client = connect(server)
        for _request in range(5):
            client.get("/account")
        assert pauses == [pytest.approx(pause, abs=0.2) for pause in (0.8, 3.2, LONGEST_GAP, LONGEST_GAP, LONGEST_GAP)]

    def test_an_account_with_a_larger_pool_waits_less(self, connect, loopback, pauses):
        headers = {"RateLimit-Remaining": "10", "RateLimit-Multiplier": "5"}
        connect(loopback({"headers": headers})).get("/account")
        assert pauses == [pytest.approx(REFILL_INTERVAL / 5 * (LOW_WATER / 10) ** 2, abs=0.2)]

    def test_answers_without_a_count_cost_no_time(self, connect, loopback, pauses):
        server = loopback({"headers": {"RateLimit-Remaining": "10"}}, {})
        client = connect(server)
        for _request in range(3):
            client.get("/pipelines")
        assert len(pauses) == 1


FAULTS = [
    {"fault": "unavailable", "when": "before"},
    {"fault": "unavailable", "when": "after"},
    {"fault": "error", "status": 500, "when": "after"},
    {"fault": "html", "status": 502, "when": "before"},
    {"fault": "html", "status": 200, "when": "after"},
    {"fault": "reset", "when": "before"},
    {"fault": "reset", "when": "after"},
    {"fault": "truncate"},
]
names_of_faults = [" ".join(str(part) for part in fault.values()) for fault in FAULTS]


class TestLostAnswers:
    @pytest.mark.parametrize("fault", FAULTS, ids=names_of_faults)
    @pytest.mark.parametrize("method", REPEATED)
    def test_what_does_no_harm_is_sent_again(self, connect, example, pauses, method, fault):
        example.backdoor("POST", "faults", {**fault, "method": method, "count": 3})
        client = connect(example)
        if method == "DELETE" and fault.get("when") != "before":
            # It was done the first time. That this 404 means success is for the resource to say.
            with pytest.raises(HerokuError) as caught:
                send(client, method)
            assert caught.value.not_found
        else:
            assert send(client, method).status == 200
        assert pauses in ([1, 2, 4], [1, 2, 4][: len(example.requests()) - 1])
        assert len({entry["path"] for entry in example.requests()}) == 1
        assert names(example) == (set() if method == "DELETE" else {"example"})

    @pytest.mark.parametrize("fault", FAULTS, ids=names_of_faults)
    def test_a_post_is_not(self, connect, example, pauses, fault):
        example.backdoor("POST", "faults", {**fault, "method": "POST"})
        with pytest.raises(OutcomeUnknown, match="It may have taken effect anyway"):
            send(connect(example), "POST")
        assert pauses == []
        assert len(example.requests()) == 1
        assert names(example) == ({"example"} if fault.get("when") == "before" else {"example", "another"})

    @pytest.mark.parametrize(("header", "expected"), [("7", 7), ("0", 1), ("3600", LONGEST_RETRY_AFTER), ("soon", 1)])
    def test_retry_after_is_waited_for(self, connect, loopback, pauses, header, expected):
        server = loopback({"status": 503, "headers": {"Retry-After": header}}, {})
        connect(server).get("/account")
        assert sum(pauses) == expected

    @pytest.mark.parametrize("method", REPEATED)
    def test_not_for_ever(self, connect, example, pauses, method):
        example.backdoor("POST", "faults", {"fault": "unavailable"})
        client = connect(example)
        with pytest.raises(HerokuError, match=r"Could not complete the action.*tried 6 times in 3\d s") as caught:
            send(client, method)
        assert [text.rpartition(" That was ")[2] for text in client.heard] == [
            f"attempt {number} of 6. Trying again in {pause} s." for number, pause in enumerate((1, 2, 4, 8, 16), 1)
        ]
        assert all(text.startswith("Heroku answered 503: Could not complete") for text in client.heard)
        assert caught.value.status == 503
        assert pauses == [1, 2, 4, 8, 16]
        assert len(example.requests()) == ATTEMPTS

    @pytest.mark.parametrize("fault", [{"fault": "unauthorized"}, {"fault": "forbidden"}, {"fault": "not_found"}])
    @pytest.mark.parametrize("method", REQUESTS)
    def test_refusals_are_final(self, connect, example, pauses, method, fault):
        example.backdoor("POST", "faults", {**fault, "count": 1})
        with pytest.raises(HerokuError):
            send(connect(example), method)
        assert len(example.requests()) == 1

    @pytest.mark.parametrize("method", REQUESTS)
    def test_a_connection_that_was_never_made(self, connect, loopback, pauses, method):
        """Nothing was sent, so that a POST is tried again too: here until somebody listens."""
        gone = loopback()
        gone.close()
        port = int(gone.url.rpartition(":")[2])
        started = []
        pauses.meanwhile.append(
            lambda seconds: len(pauses) == 2 and started.append(loopback({"body": b"{}"}, port=port))
        )
        assert send(connect(gone), method).status == 200
        assert pauses == [1, 2]
        assert len(started[0].seen) == 1

    def test_a_body_that_is_no_json(self, connect, loopback, pauses):
        server = loopback({"body": b"<html>", "headers": {"Content-Type": "text/html"}})
        with pytest.raises(HerokuError, match=r"not JSON \(text/html\)") as caught:
            connect(server).get("/account")
        assert caught.value.id == "invalid_response"
        assert len(server.seen) == ATTEMPTS

    def test_a_body_cut_short(self, connect, loopback, pauses):
        server = loopback({"body": b'{"name": "example"}', "cut": 9}, {"body": b'{"name": "example"}'})
        assert connect(server).get("/apps/example") == {"name": "example"}
        assert pauses == [1]

    def test_a_slow_answer_is_an_answer(self, connect, example):
        example.backdoor("POST", "faults", {"fault": "slow", "bytes_per_second": 20000})
        assert send(connect(example), "GET").body["name"] == "example"

    def test_a_connection_closed_while_idle(self, connect, loopback, pauses):
        """The server may close a connection between two tasks."""
        server = loopback({"headers": {"Connection": "close"}}, {})
        client = connect(server)
        client.get("/account")
        client.get("/account")
        assert pauses == []


RACES_MET = {
    # by the name of each race: a request that meets it, and the answer
    "app_not_provisioned": ("POST", "/apps/x/webhooks", 422, {"id": "app_not_provisioned", "message": "Not yet."}),
    "no_log_channel": ("POST", "/apps/x/log-drains", 503, {"message": "App hasn't yet been assigned a log channel."}),
    "space_not_ready": ("PUT", "/spaces/x/inbound-ruleset", 503, {"message": "The space is not ready."}),
    "space_try_again": ("POST", "/spaces/x/vpn-connections", 422, {"message": "Please try again later."}),
    "vpn_not_seen_yet": ("POST", "/spaces/x/vpn-connections", 422, {"message": "Name is already taken"}),
    "no_release_to_run": ("POST", "/apps/x/dynos", 409, {"message": "Conflict"}),
    "still_a_collaborator": (
        "POST",
        "/teams/apps/x/collaborators",
        422,
        {"message": "a is already a collaborator on x"},
    ),
    "not_seen_yet": ("GET", "/spaces/x/vpn-connections/new", 404, {"id": "not_found", "message": "VPN is not found"}),
}


NEW = {"status": 201, "body": b'{"name": "new", "id": "1"}'}
MISSING = {"status": 404, "body": b'{"id": "not_found", "resource": "app", "message": "No such app."}'}


class TestRaces:
    """What is known to pass by itself: one table, for every request."""

    def server(self, loopback, race, times):
        _method, _path, status, body = RACES_MET[race]
        refused = {"status": status, "body": json.dumps(body).encode()}
        made = [{"status": 201, "body": b'{"name": "new", "id": "1"}'}] if race == "not_seen_yet" else []
        return loopback(*made, *[refused] * times, {"body": b'{"it": "works"}'})

    def ask(self, client, race):
        method, path, _status, _body = RACES_MET[race]
        if race == "not_seen_yet":
            client.post("/spaces/x/vpn-connections", {"name": "new"})
        return client.request(method, path, body=None if method == "GET" else {}).body

    def test_each_has_an_example(self):
        assert set(RACES_MET) == {race.name for race in RACES}

    @pytest.mark.parametrize("race", RACES_MET)
    def test_until_it_has_passed(self, connect, loopback, pauses, race):
        client = connect(self.server(loopback, race, 3))
        assert self.ask(client, race) == {"it": "works"}
        assert pauses == [1, 2, 4]
        assert client.heard[0] == f"{RACES_MET[race][3]['message']} Trying again in 1 s."

    @pytest.mark.parametrize("race", RACES_MET)
    def test_only_so_long(self, connect, loopback, pauses, race):
        patience = next(item.patience for item in RACES if item.name == race)
        with pytest.raises(HerokuError, match=r"It was tried \d+ times in \d+ s") as caught:
            self.ask(connect(self.server(loopback, race, 1000)), race)
        assert RACES_MET[race][3]["message"] == caught.value.message
        assert patience <= sum(pauses) <= patience + 60

    @pytest.mark.parametrize(
        ("request_line", "status", "message"),
        [
            ("POST /apps/x/webhooks", 422, "No."),
            ("POST /apps/x/webhooks", 409, "Conflict"),
            ("POST /apps/x/webhooks", 422, "Please try again later."),
            ("POST /spaces/x/vpn-connections", 503, "Could not complete the action. Please try again later."),
            ("GET /spaces/x/vpn-connections/old", 404, "VPN is not found"),
            ("DELETE /apps/x/collaborators/a", 422, "already a collaborator"),
        ],
    )
    def test_other_errors_are_not_meant(self, connect, loopback, pauses, request_line, status, message):
        method, path = request_line.split()
        server = loopback({"status": status, "body": json.dumps({"message": message}).encode()})
        with pytest.raises(HerokuError, match=message):
            connect(server).request(method, path, body={})
        assert pauses == []

    @pytest.mark.parametrize("path", ["/apps/new", "/apps/1/config-vars", "/apps/new/domains/www.example.com"])
    def test_what_was_just_made_is_looked_for_again(self, connect, loopback, pauses, path):
        client = connect(loopback(NEW, MISSING, {}))
        client.post("/apps", {})
        assert client.get(path) == {}
        assert pauses == [1]

    @pytest.mark.parametrize("path", ["/apps/other", "/apps/other/domains/www.example.com", "/apps/x/dynos/new"])
    def test_what_was_not_is_not(self, connect, loopback, pauses, path):
        client = connect(loopback(NEW, MISSING))
        client.post("/apps", {})
        with pytest.raises(HerokuError, match="No such app"):
            client.get(path)
        assert pauses == []

    def test_something_of_what_was_made_may_be_missing(self, connect, loopback, pauses):
        missing = {"status": 404, "body": b'{"id": "not_found", "resource": "domain", "message": "No such domain."}'}
        client = connect(loopback(NEW, missing))
        client.post("/apps", {})
        with pytest.raises(HerokuError, match="No such domain"):
            client.get("/apps/new/domains/www.example.com")
        assert pauses == []

    def test_what_was_deleted_is_gone_at_once(self, connect, loopback, pauses):
        client = connect(loopback(NEW, {"body": b'{"name": "new", "id": "1"}'}, MISSING))
        client.post("/apps", {})
        client.delete("/apps/1")
        with pytest.raises(HerokuError, match="No such app"):
            client.get("/apps/new")
        assert pauses == []


class TestStream:
    def lines(self, client, server, path="/stream?signature=1", **options):
        return list(client.stream(server.url + path, **options))

    def test_not_there_at_first(self, connect, loopback, pauses):
        server = loopback({"status": 404}, {"status": 404}, {"body": [b"one\n", b"two\nth", b"ree\r\n\nfive"]})
        client = connect(server)
        assert self.lines(client, server) == ["one", "two", "three", "", "five"]
        assert pauses == [0.5, 1]
        assert client.requests_sent == 3

    def test_never_there(self, connect, loopback, pauses):
        server = loopback({"status": 404})
        with pytest.raises(HerokuError, match="cannot be read") as caught:
            self.lines(connect(server), server, patience=20)
        assert caught.value.status == 404
        assert 20 <= sum(pauses) <= 20 + LONGEST_PAUSE / 2

    def test_letters_of_several_bytes_and_of_none(self, connect, loopback):
        text = "größe".encode()
        server = loopback({"body": [text[:3], text[3:] + b"\n", b"\xff\n"]})
        assert self.lines(connect(server), server) == ["größe", "\ufffd"]

    def test_lines_come_as_they_are_written(self, connect, loopback):
        read = threading.Event()

        def written():
            yield b"one\n"
            yield b"two\n" if read.wait(10) else b"nobody read the first line meanwhile\n"

        server = loopback({"body": written()})
        stream = connect(server).stream(server.url)
        assert next(stream) == "one"
        read.set()
        assert list(stream) == ["two"]

    def test_it_can_be_left(self, connect, loopback):
        server = loopback({"body": (b"again\n" for _line in iter(int, 1))})
        stream = connect(server).stream(server.url)
        next(stream)
        stream.close()

    def test_without_token(self, connect, loopback, monkeypatch, tmp_path):
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login x password from-netrc\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        target = loopback({"body": b"line"})
        server = loopback({"status": 302, "headers": {"Location": target.url}})
        assert self.lines(connect(server, two_factor_code="123456"), server) == ["line"]
        for seen in server.seen + target.seen:
            assert "Authorization" not in seen.headers
            assert "Heroku-Two-Factor-Code" not in seen.headers

    @pytest.mark.parametrize(
        "answers",
        [
            [{"status": 403}],
            [{"status": 500}],
            [{"reset": True}],
            [{"body": b"line\n", "cut": 2}],
            [{"hang": threading.Event()}],
        ],
    )
    def test_what_fails_does_not_show_the_address(self, connect, loopback, answers):
        server = loopback(*answers)
        with pytest.raises(HerokuError) as caught:
            self.lines(connect(server), server, idle=0.03)
        assert "signature" not in str(caught.value)
        assert "signature" not in str(caught.value.details)


class TestUpload:
    @pytest.fixture
    def source(self, tmp_path):
        file = tmp_path / "source.tgz"
        file.write_bytes(b"packed" * 1000)
        return functools.partial(file.open, "rb")

    def test_without_token(self, connect, loopback, source, monkeypatch, tmp_path):
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login x password from-netrc\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        target = loopback({"body": b""})
        server = loopback({"status": 307, "headers": {"Location": target.url + "/blob"}})
        client = connect(server)
        client.upload(server.url + "/blob?signature=1", source)
        assert [seen.method for seen in server.seen + target.seen] == ["PUT", "PUT"]
        for seen in server.seen + target.seen:
            assert seen.body == b"packed" * 1000
            assert seen.headers["Content-Length"] == "6000"
            assert "Authorization" not in seen.headers
            assert "Content-Type" not in seen.headers

    @pytest.mark.parametrize("answer", [{"status": 500}, {"status": 503}, {"reset": True}])
    def test_it_is_repeated_from_the_beginning(self, connect, loopback, source, pauses, answer):
        server = loopback(answer, answer, {"body": b""})
        connect(server).upload(server.url, source)
        assert [len(seen.body) for seen in server.seen] == [6000] * 3
        assert pauses == [1, 2]

    @pytest.mark.parametrize(("answer", "times"), [({"status": 403}, 1), ({"status": 500}, 6), ({"reset": True}, 6)])
    def test_what_fails_does_not_show_the_address(self, connect, loopback, source, pauses, answer, times):
        server = loopback(answer)
        with pytest.raises(Failure) as caught:
            connect(server).upload(server.url + "/blob?signature=1", source)
        assert len(server.seen) == times
        assert "signature" not in str(caught.value)
        assert "signature" not in str(caught.value.details)

    def test_a_real_one(self, connect, simulator, source):
        """The simulator's storage refuses uploads that bring a token, as such storage does."""
        client = connect(simulator)
        blob = client.post("/sources")["source_blob"]
        client.upload(blob["put_url"], source)
        with pytest.raises(HerokuError):
            client.upload(blob["put_url"] + "0", source)
