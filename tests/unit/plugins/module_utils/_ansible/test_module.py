# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import tree
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import (
    API_OPTIONS,
    MASK,
    HerokuModule,
    InfoModule,
    ManagingModule,
    ModuleReporter,
)
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure
from ansible_collections.community.heroku.plugins.module_utils._api.transport import new_session
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Facts
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.module_utils._resources.config import Config
from ansible_collections.community.heroku.plugins.module_utils._resources.run import OneOff

APPS = ManagingModule(App)
CONFIG = ManagingModule(Config, absent=False)
RUN = ManagingModule(OneOff, absent=False)


class Told:
    """A ModuleReporter, and what came through it."""

    def __init__(self):
        self.warned = []
        self.said = []
        self.reporter = ModuleReporter(self.warned.append, self.said.append)


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def execute(simulator, told):
    """Run a module with these options against the simulator; C(diff) and C(check_mode) as keywords."""
    sessions = []

    def run(module, *, diff=True, check_mode=False, **params):
        spec = module.arguments["argument_spec"]
        given = {
            **{name: item.get("default") for name, item in spec.items()},
            "api_key": simulator.token,
            "api_url": simulator.url,
            **params,
        }
        session = new_session()
        sessions.append(session)
        return module.execute(
            given, check_mode=check_mode, diff=diff, reporter=told.reporter, session=lambda url, token: session
        )

    yield run
    for session in sessions:
        session.close()


class TestTalk:
    def test_censoring(self, told):
        told.reporter.hide(["secret-one", "secret-one-and-more"])
        assert told.reporter.censor("a secret-one-and-more, a secret-one") == "a ********, a ********"

    @pytest.mark.parametrize(
        ("text", "censored"),
        [
            ("PATCH /apps/shop-production/config-vars", "PATCH /apps/shop-production/config-vars"),
            ("production_mode reproductions", "production_mode reproductions"),
            ("postgres://user:production@host", "postgres://user:********@host"),
            ("MODE=production, 'production'.", "MODE=********, '********'."),
            ("production", "********"),
        ],
    )
    def test_what_may_be_a_common_word_is_a_secret_where_it_stands_alone(self, told, text, censored):
        told.reporter.hide(["production"])
        assert told.reporter.censor(text) == censored

    def test_what_is_no_common_word_is_a_secret_everywhere(self, told):
        told.reporter.hide(["a+b(c)\\d?long*one"])
        assert told.reporter.censor("xa+b(c)\\d?long*oney") == "x********y"

    @pytest.mark.parametrize("short", ["", "1", "no", "abc"])
    def test_what_is_too_short_would_only_spoil_the_text(self, told, short):
        told.reporter.hide([short])
        assert told.reporter.censor("1 no abc") == "1 no abc"

    def test_one_line_of_a_secret_is_a_secret(self, told):
        told.reporter.hide(["-----BEGIN KEY-----\nMIIabc\n  MIIdef  \n-----END KEY-----\n"])
        assert told.reporter.censor("there are MIIabc and MIIdef") == "there are ******** and ********"

    def test_a_secret_in_a_path(self, told):
        told.reporter.hide(["https://user:word@logs.example.com/?token=x"])
        text = "GET /apps/example/log-drains/https%3A%2F%2Fuser%3Aword%40logs.example.com%2F%3Ftoken%3Dx"
        assert told.reporter.censor(text) == "GET /apps/example/log-drains/********"

    def test_what_is_said_is_censored_at_once(self, told):
        told.reporter.hide(["secret-one"])
        told.reporter.say("the secret-one")
        assert told.said == ["the ********"]

    def test_warnings_wait_for_secrets_that_are_known_only_later(self, told):
        told.reporter.warn("the secret-one")
        told.reporter.warn("the secret-one")
        assert told.warned == []
        told.reporter.hide(["secret-one"])
        told.reporter.tell_warnings()
        told.reporter.tell_warnings()
        assert told.warned == ["the ********"]

    def test_parts_of_a_result(self, told):
        told.reporter.hide(["secret-one"])
        given = {"lines": ["a secret-one", ("secret-one", 1)], "status": 404, "id": None, "deep": {"x": "secret-one"}}
        assert told.reporter.secrets.censored(given) == {
            "lines": ["a ********", ["********", 1]],
            "status": 404,
            "id": None,
            "deep": {"x": "********"},
        }
        assert given["deep"]["x"] == "secret-one"


class TestResult:
    def test_of_a_change(self, execute, simulator):
        result = execute(APPS, name="example", state="present")
        assert result["changed"] is True
        headers = {"before_header": "app example", "after_header": "app example"}
        assert result["diff"] == {"before": {}, "after": {"name": "example"}, **headers}
        assert result["app"]["name"] == "example"
        assert result["requests"] == 3  # it is looked for, may make apps, and is made
        assert result["rate_limit_remaining"] == 4497
        assert "failed" not in result

    def test_of_no_change(self, execute, simulator):
        execute(APPS, name="example")
        result = execute(APPS, name="example", diff=False)
        assert result["changed"] is False
        assert "diff" not in result
        assert result["requests"] == 1

    def test_of_a_look(self, execute, simulator):
        execute(APPS, name="example")
        result = execute(InfoModule(App))
        assert result["changed"] is False
        assert [app["name"] for app in result["apps"]] == ["example"]
        assert "diff" not in result

    def test_of_check_mode(self, execute, simulator):
        result = execute(APPS, name="example", check_mode=True)
        assert result["changed"] is True
        assert result["app"]["id"] is None
        assert simulator.requests()[-1]["method"] == "GET"


class TestFailures:
    def test_of_heroku(self, execute, simulator):
        result = execute(CONFIG, app="no-such-app", config={"A": "1"})
        assert result["failed"] is True
        assert result["changed"] is False
        assert result["msg"].startswith("Couldn't find that app. Check the app's name")
        assert result["error"]["status"] == 404
        assert result["requests"] == 1
        assert result["rate_limit_remaining"] == 4499

    def test_before_anything_is_sent(self, execute, simulator):
        result = execute(CONFIG, app="example", api_url="http://api.heroku.com")
        assert result["failed"] is True
        assert "api_url must be an https URL" in result["msg"]
        assert "requests" not in result

    def test_without_a_token(self, execute, simulator):
        assert "There is no API token" in execute(APPS, name="example", api_key=None)["msg"]

    @pytest.mark.parametrize("by_variable", [False, True])
    def test_a_token_that_is_refused_is_told_with_where_it_came_from(self, execute, monkeypatch, by_variable):
        monkeypatch.setenv("HEROKU_API_KEY", "another-token" if by_variable else "")
        result = execute(APPS, name="example", api_key=None if by_variable else "another-token")
        assert result["error"]["status"] == 401
        place = "environment variable HEROKU_API_KEY" if by_variable else "option api_key or the variable"
        assert f"The token came from the {place}" in result["msg"]
        assert "another-token" not in json.dumps(result)

    def test_midway(self, execute, simulator):
        simulator.backdoor("POST", "faults", {"fault": "error", "status": 422, "path": "/apps/*/acm"})
        result = execute(APPS, name="example", maintenance=True, acm=True)
        assert result["failed"] is True
        assert result["changed"] is True
        assert result["done"] == ["create", "update"]
        assert result["msg"].endswith("Done before that to app example, and not undone: create, update.")
        assert "diff" not in result

    def test_a_mistake_of_ours(self, execute, simulator):
        """It fails as other things do: with what had been done, and no secret, though the error's message has one."""

        class Broken(App):
            @classmethod
            def outcome(cls, want, plan, answers):
                raise KeyError(simulator.token)

        result = execute(ManagingModule(Broken), name="example")
        assert result["failed"] is True
        assert result["changed"] is True
        assert result["done"] == ["create"]
        assert result["msg"].startswith("This is a bug in community.heroku: KeyError: '********'.")
        assert result["msg"].endswith("Done before that to app example, and not undone: create.")
        assert any("in outcome" in line for line in result["traceback"])
        assert simulator.token not in json.dumps(result)

    def test_a_mistake_before_anything_is_done(self, execute, simulator):
        class Broken(App):
            @classmethod
            def draft(cls, want, current):
                return int(simulator.token)

        result = execute(ManagingModule(Broken), name="example")
        assert result["changed"] is False
        assert result["requests"] == 1
        assert "done" not in result
        assert simulator.token not in json.dumps(result)


class Closing(App):
    """Counts what it holds."""

    held = 0

    @classmethod
    def prepare(cls, want, stack):
        Closing.held += 1
        stack.callback(cls.let_go)
        return want

    @classmethod
    def let_go(cls):
        Closing.held -= 1


@pytest.mark.parametrize("fault", [{}, {"fault": "forbidden"}])
def test_what_a_resource_holds_is_let_go(execute, simulator, fault):
    if fault:
        simulator.backdoor("POST", "faults", fault)
    assert execute(ManagingModule(Closing), name="example").get("failed", False) is bool(fault)
    assert Closing.held == 0


class TestSecrets:
    """Nothing of them in messages, warnings or results; and not so much masked that nobody can read the rest."""

    @pytest.fixture
    def app(self, execute, simulator):
        execute(APPS, name="example")
        execute(CONFIG, app="example", config={"OLD": "canary-standing", "ONE": "1", "URL": "line-one\nline-two"})

    def test_an_error_that_repeats_what_was_given(self, execute, app, simulator, told):
        message = "Cannot set canary-given to canary-standing."
        simulator.backdoor("POST", "faults", {"fault": "error", "status": 422, "method": "PATCH", "message": message})
        result = execute(CONFIG, app="example", config={"NEW": "canary-given"})
        assert result["error"]["message"] == "Cannot set ******** to ********."
        assert "canary" not in json.dumps(result)

    def test_an_error_that_repeats_one_line(self, execute, app, simulator):
        simulator.backdoor(
            "POST", "faults", {"fault": "error", "status": 422, "method": "PATCH", "message": "No:\nline-one\nline-two"}
        )
        result = execute(CONFIG, app="example", config={"NEW": "x"})
        assert "line-one" not in json.dumps(result)

    def test_an_error_that_repeats_the_token(self, execute, simulator):
        simulator.backdoor("POST", "faults", {"fault": "error", "status": 401, "message": f"Bad: {simulator.token}"})
        result = execute(APPS, name="example")
        assert result["error"]["message"] == "Bad: ********"
        assert simulator.token not in json.dumps(result)

    def test_an_error_that_repeats_a_token_of_the_environment(self, execute, simulator, monkeypatch):
        monkeypatch.setenv("HEROKU_API_KEY", "canary-of-the-environment")
        fault = {"fault": "error", "status": 401, "message": "Bad: canary-of-the-environment"}
        simulator.backdoor("POST", "faults", fault)
        assert "canary" not in json.dumps(execute(APPS, name="example", api_key=None))

    def test_a_warning_that_repeats_what_stands(self, connect, loopback, told):
        """It comes in the very answer that brings the values."""
        server = loopback({"body": b'{"OLD": "canary-standing"}', "headers": {"Warning-Message": "canary-standing!"}})
        client = connect(server, warn=told.reporter.warn)
        Facts(client, told.reporter.hide).get(Config.kind.of("example"))
        told.reporter.tell_warnings()
        assert told.warned == ["********!"]

    def test_warnings_are_told_when_the_task_fails_too(self, execute, simulator, told):
        fault = {"fault": "error", "status": 422, "headers": {"Warning-Message": "Take care."}}
        simulator.backdoor("POST", "faults", fault)
        assert execute(APPS, name="example")["failed"]
        assert told.warned == ["Take care."]

    def test_short_values_do_not_mask_the_result(self, execute, app):
        result = execute(CONFIG, app="example", config={"ONE": "2", "TWO": "app"})
        assert result["names"] == ["OLD", "ONE", "TWO", "URL"]
        assert "canary" not in json.dumps(result)
        assert "line-one" not in json.dumps(result)

    def test_a_name_is_shown_though_a_config_var_has_the_same_text(self, execute, simulator):
        result = execute(CONFIG, app="no-such-app", config={"NAME": "no-such-app"})
        assert result["error"]["path"] == "/apps/no-such-app/config-vars"

    def test_an_error_that_repeats_a_password_of_an_address(self, execute, app, simulator):
        fault = {"fault": "error", "status": 422, "method": "PATCH", "message": "canary-word of ada was refused."}
        simulator.backdoor("POST", "faults", fault)
        result = execute(CONFIG, app="example", config={"NEW": "postgres://ada:canary-word@db.example.com/shop"})
        assert result["error"]["message"] == "******** of ada was refused."

    def test_an_error_that_quotes_a_command(self, execute, app, simulator):
        message = "Cannot run `import --from canary-place` now"
        simulator.backdoor("POST", "faults", {"fault": "error", "status": 422, "method": "POST", "message": message})
        result = execute(RUN, app="example", command="import --from canary-place")
        assert result["error"]["message"] == "Cannot run `********` now"

    def test_words_of_a_command_are_no_secrets_though_it_looks_like_settings(self, execute, app, simulator):
        message = "rake is not there: MODE=fast rake now"
        simulator.backdoor("POST", "faults", {"fault": "error", "status": 422, "method": "POST", "message": message})
        result = execute(RUN, app="example", command="MODE=fast rake now")
        assert result["error"]["message"] == "rake is not there: ********"

    def test_details_of_a_failure(self, execute, simulator):
        class Talkative(App):
            @classmethod
            def secrets(cls, want):
                return ["canary-in-a-log"]

            @classmethod
            def observe(cls, want, view):
                raise Failure("It says canary-in-a-log.", output=["one", "two canary-in-a-log"], release={"n": 1})

        result = execute(ManagingModule(Talkative), name="example")
        assert result["msg"] == "It says ********."
        assert result["output"] == ["one", "two ********"]
        assert result["release"] == {"n": 1}


class Nested(Resource):
    """Options with secrets in all places where they may be."""

    controls = {  # noqa: RUF012
        "name": {"type": "str", "aliases": ["label"]},
        "password": {"type": "str", "no_log": True, "aliases": ["word"]},
        "vars": {"type": "dict", "secret": True},
        "number": {"type": "int", "secret": True},
        "receiver": {"type": "dict", "options": {"url": {"type": "str"}, "secret": {"type": "str", "no_log": True}}},
        "receivers": {
            "type": "list",
            "elements": "dict",
            "options": {"secret": {"type": "str", "no_log": True, "aliases": ["key"]}},
        },
    }


NESTED = ManagingModule(Nested)
GIVEN = {
    "name": "example",
    "label": "example",
    "password": "canary-1",
    "word": "canary-1",
    "vars": {"A": "canary-2", "B": ["canary-3", 4444, True, None], "C": "1"},
    "number": 5555,
    "receiver": {"url": "https://example.com", "secret": "canary-6"},
    "receivers": [{"secret": "canary-7"}, {"key": "canary-8"}, {"secret": None}],
    "api_key": None,
    "state": "present",
}


class TestOptions:
    def test_invocation(self):
        assert NESTED.shown(GIVEN) == {
            "name": "example",
            "label": "example",
            "password": MASK,
            "word": MASK,
            "vars": MASK,
            "number": MASK,
            "receiver": {"url": "https://example.com", "secret": MASK},
            "receivers": [{"secret": MASK}, {"key": MASK}, {"secret": None}],
            "api_key": None,
            "state": "present",
        }

    def test_an_option_that_turned_out_to_be_a_secret(self):
        assert NESTED.shown({"name": "canary", "state": None}, {"name", "state"}) == {"name": MASK, "state": None}

    def test_an_option_that_nobody_knows(self):
        """A secret whose name has a slip in it."""
        assert NESTED.shown({"pasword": "canary", "vras": {"A": "canary"}, "x": None}) == {
            "pasword": MASK,
            "vras": MASK,
            "x": None,
        }

    def test_names_are_those_texts_at_any_depth_that_are_no_secrets(self):
        assert set(NESTED.names_of(GIVEN)) == {"example", "https://example.com", "present"}
        assert set(NESTED.unmistakable({**GIVEN, "password": "example"})).isdisjoint({"example"})

    def test_what_is_hidden_in_texts(self):
        texts = NESTED.secret_texts(GIVEN)
        assert set(texts) == {*(f"canary-{number}" for number in (1, 2, 3, 6, 7, 8)), "4444", "5555", "1"}

    @pytest.mark.parametrize(
        ("value", "hidden", "plain"),
        [
            ("https://u:canary-1@a.example/in?key=canary-2&in=json", {"canary-1", "canary-2"}, {"https", "json"}),
            ("KEY=https://a.example/canary-1", {"//a.example/canary-1"}, {"https"}),
            ("KEY=canary-1,OTHER=canary-2", {"canary-1", "canary-2"}, set()),
            ("https://a.example,KEY=canary-1", {"canary-1"}, {"https"}),
        ],
    )
    def test_what_of_an_address_is_no_secret(self, told, value, hidden, plain):
        """A text may be another notation of a dict, whose values are hidden each by itself."""
        NESTED.keep_secret({"password": value, "api_key": None, "two_factor_code": None}, told.reporter)
        assert {text for text in hidden if text not in told.reporter.secrets} == set()
        assert {text for text in plain if text in told.reporter.secrets} == set()

    def test_what_no_result_holds(self):
        """Secrets that are texts; not what is inside of a dict of them, and nothing that is too short."""
        plain = NESTED.plain_secrets({**GIVEN, "api_key": "canary-9", "two_factor_code": "abc"})
        texts = [*(f"canary-{number}" for number in range(1, 10)), "abc", "example"]
        shown = ["canary-2", "canary-3", "canary-4", "canary-5", "abc", "example"]
        assert [text for text in texts if plain.censor(text) == text] == shown

    def test_what_ansible_hears_of_the_spec(self):
        spec = NESTED.arguments["argument_spec"]
        assert spec["vars"] == {"type": "dict"}
        assert spec["password"] == {"type": "str", "no_log": True, "aliases": ["word"]}

    def test_every_module_has_the_options_of_the_api(self):
        for module in (NESTED, CONFIG, InfoModule(App)):
            assert isinstance(module, HerokuModule)
            assert API_OPTIONS.items() <= module.spec.items()
            assert module.arguments["supports_check_mode"] is True
        assert "state" in NESTED.arguments["argument_spec"]
        assert "state" not in CONFIG.arguments["argument_spec"]


class TestOrdinaryModule:
    """As Ansible runs it on a host: a process that reads its options from standard input."""

    def run(self, module, **arguments):
        code = (
            "import sys, json\n"
            "from ansible.module_utils import basic\n"
            f"from ansible_collections.community.heroku.plugins.modules.{module} import main\n"
            "main()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps({"ANSIBLE_MODULE_ARGS": arguments}),
            env={"PYTHONPATH": str(tree.link()), "PATH": str(Path(sys.executable).parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        return json.loads(done.stdout), done

    def test_success(self, simulator):
        options = {"api_key": simulator.token, "api_url": simulator.url, "name": "example"}
        result, _done = self.run("heroku_app", **options, _ansible_check_mode=True, _ansible_diff=True)
        assert result["changed"] is True
        assert result["diff"]["after"] == {"name": "example"}
        assert simulator.requests()[-1]["method"] == "GET"

    def test_failure(self, simulator):
        simulator.backdoor("POST", "faults", {"fault": "error", "status": 422, "message": f"No {simulator.token}!"})
        result, done = self.run("heroku_app", api_key=simulator.token, api_url=simulator.url, name="example")
        assert done.returncode == 1
        assert result["failed"] is True
        assert result["changed"] is False
        assert result["error"]["message"] == "No ********!"
        assert simulator.token not in done.stdout + done.stderr

    @pytest.mark.parametrize(
        "options",
        [
            {"app": "example", "confg": {"A": "canary-slip"}, "config": {"B": "canary-config"}},
            {"app": "example", "config": {"B": "canary-config"}, "purge": "perhaps"},
            {"config": {"B": "canary-config"}},
            {"app": "example", "config": ["canary-config"]},
            {"app": "example", "config": "canary-config"},
        ],
    )
    def test_wrong_options_do_not_show_the_right_secrets(self, options):
        result, done = self.run("heroku_config", api_key="canary-token", **options)
        assert result["failed"] is True
        assert "canary" not in done.stdout + done.stderr

    def test_short_values_do_not_mask_the_result(self, simulator):
        options = {"api_key": simulator.token, "api_url": simulator.url}
        self.run("heroku_app", **options, name="example-11")
        result, done = self.run("heroku_config", **options, app="example-11", config={"A": "1", "B": "e", "C": "true"})
        assert result["names"] == ["A", "B", "C"]
        assert "*****" not in done.stdout
