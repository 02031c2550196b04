# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile

import pytest
import tree
import yaml
from ansible.errors import AnsibleError
from ansible_collections.community.heroku.plugins.doc_fragments.heroku import ModuleDocFragment
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import (
    InfoModule,
    ManagingModule,
    ModuleReporter,
)
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._api.transport import shared_session
from ansible_collections.community.heroku.plugins.module_utils._engine.resource import Resource
from ansible_collections.community.heroku.plugins.module_utils._resources.app import App
from ansible_collections.community.heroku.plugins.plugin_utils import action
from ansible_collections.community.heroku.plugins.plugin_utils.action import (
    environment,
    location,
    plain,
    why_not_here,
)

HERE = {
    "execution": "auto",
    "transport": "local",
    "interpreter": None,
    "become": False,
    "run_async": False,
    "platform": "linux",
}


class TestWhere:
    @pytest.mark.parametrize(
        "change",
        [
            {},
            {"interpreter": "auto"},
            {"interpreter": "auto_legacy_silent"},
            {"interpreter": ""},
            {"interpreter": sys.executable},
            {"interpreter": os.path.join(os.path.dirname(sys.executable), ".", os.path.basename(sys.executable))},
        ],
    )
    def test_here(self, change):
        assert why_not_here(**{**HERE, **change}) is None

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"execution": "module"}, "ansible_heroku_execution says so"),
            (
                {"platform": "darwin"},
                "the libraries of macOS can end a forked process, such as Ansible's workers",
            ),
            ({"transport": "ssh"}, "its connection is ssh"),
            ({"become": True}, "it becomes another user"),
            ({"run_async": True}, "it is asynchronous"),
            ({"interpreter": "/usr/bin/python9.9"}, "its interpreter is /usr/bin/python9.9"),
            ({"interpreter": "python9.9"}, "its interpreter is python9.9"),
        ],
    )
    def test_not_here(self, change, reason):
        assert why_not_here(**{**HERE, **change}) == reason

    def test_two_environments_of_one_interpreter_are_two(self, tmp_path):
        """Each of them has libraries of its own."""
        pythons = []
        for name in ("one", "two"):
            folder = tmp_path / name / "bin"
            folder.mkdir(parents=True)
            (folder / "python").symlink_to(os.path.realpath(sys.executable))
            (folder / "python3").symlink_to("python")
            pythons.append(str(folder / "python"))
        assert location(pythons[0]) != location(pythons[1])
        assert location(pythons[0]) == location(pythons[0] + "3")
        assert why_not_here(**{**HERE, "interpreter": pythons[0]}) == f"its interpreter is {pythons[0]}"

    def test_an_interpreter_found_by_its_name(self, monkeypatch):
        monkeypatch.setenv("PATH", os.path.dirname(sys.executable))
        assert location(os.path.basename(sys.executable)) == location(sys.executable)


class TestPlain:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ({"a": [1, 1.5, True, None, "text"]}, {"a": [1, 1.5, True, None, "text"]}),
            ({1: "one", None: "none", False: "no"}, {"1": "one", "null": "none", "false": "no"}),
            (("a", ("b",)), ["a", ["b"]]),
            (dt.date(2026, 1, 31), "2026-01-31"),
            (dt.datetime(2026, 1, 31, 12, 30), "2026-01-31T12:30:00"),  # noqa: DTZ001 - as YAML gives it
        ],
    )
    def test_types(self, value, expected):
        result = plain({"option": value})["option"]
        assert result == expected
        assert type(result) is type(expected)

    def test_what_ansible_can_hand_to_no_module(self):
        with pytest.raises(TypeError, match="JSON serializable"):
            plain({"option": b"bytes"})

    def test_what_is_passed_is_left_alone(self):
        given = {"a": [1]}
        plain(given)["a"].append(2)
        assert given == {"a": [1]}


class TestEnvironment:
    def test_for_as_long_as_it_lasts(self, monkeypatch):
        monkeypatch.setenv("HEROKU_TEST_SET", "before")
        monkeypatch.delenv("HEROKU_TEST_UNSET", raising=False)
        with environment({"HEROKU_TEST_SET": "during", "HEROKU_TEST_UNSET": 1}):
            assert os.environ["HEROKU_TEST_SET"] == "during"
            assert os.environ["HEROKU_TEST_UNSET"] == "1"
        assert os.environ["HEROKU_TEST_SET"] == "before"
        assert "HEROKU_TEST_UNSET" not in os.environ

    def test_the_folder_for_temporary_files(self, tmp_path):
        before = tempfile.gettempdir()
        with environment({"TMPDIR": str(tmp_path)}):
            assert tempfile.gettempdir() == str(tmp_path)
        assert tempfile.gettempdir() == before

    def test_restored_after_an_error(self, monkeypatch):
        monkeypatch.setenv("HEROKU_TEST_SET", "before")
        with pytest.raises(KeyError), environment({"HEROKU_TEST_SET": "during"}):
            raise KeyError
        assert os.environ["HEROKU_TEST_SET"] == "before"


class TestSessions:
    def test_one_for_a_process_an_address_and_an_account(self):
        first = shared_session("https://api.heroku.com", "one")
        assert shared_session("https://api.heroku.com", "one") is first
        assert shared_session("https://api.heroku.com", "another") is not first
        assert shared_session("https://heroku.example.com", "another") is not first

    def test_another_one_after_a_fork(self):
        code = (
            "import os\n"
            "from ansible_collections.community.heroku.plugins.module_utils._api.transport import shared_session\n"
            "first = shared_session('https://api.heroku.com', 'token')\n"
            "child = os.fork()\n"
            "if not child: os._exit(5 if shared_session('https://api.heroku.com', 'token') is not first else 6)\n"
            "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
        )
        assert run(code).stdout == "5\n"

    def test_tasks_of_one_process_share_a_connection(self, loopback):
        server = loopback({"body": b'{"name": "example"}'})
        module = InfoModule(App)
        params = {name: item.get("default") for name, item in module.arguments["argument_spec"].items()}
        params.update(name="example", api_key="the-token", api_url=server.url)
        for _task in range(3):
            reporter = ModuleReporter(print, print)
            result = module.execute(params, check_mode=False, diff=False, reporter=reporter, session=shared_session)
            assert [app["name"] for app in result["apps"]] == ["example"]
        assert len(server.seen) == 3
        assert len({seen.connection for seen in server.seen}) == 1


def run(code):
    """Run Python code in a process of its own."""
    variables = {**os.environ, "PYTHONPATH": str(tree.link())}
    return subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("waiting_for", ["", "the build of secret-one (pending)"])
def test_parting_words(number, waiting_for):
    """Who ends a task while it waits is told what for, and the task still ends by that signal."""
    done = run(
        "import os, signal, time\n"
        "from ansible_collections.community.heroku.plugins.plugin_utils.action import ModuleReporter, parting_words\n"
        "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
        "reporter = ModuleReporter(print, print)\n"
        "reporter.hide(['secret-one'])\n"
        "with parting_words('web1', reporter):\n"
        f"    reporter.waiting_for = {waiting_for!r}\n"
        f"    os.kill(os.getpid(), {number})\n"
        "    time.sleep(10)\n"
    )
    assert done.returncode == -number
    if waiting_for:
        assert "[web1] Interrupted while waiting for the build of ******** (pending)." in done.stderr
        assert "running the playbook again goes on from there" in done.stderr
    else:
        assert done.stderr == ""


@pytest.mark.parametrize(
    ("signals", "outcome"),
    [
        (["SIGTERM"], "orderly, by SIGTERM"),
        (["SIGTERM", "SIGTERM"], "orderly, by SIGTERM"),  # ansible-core before 2.19, when it is interrupted
        (["SIGINT", "SIGTERM", "SIGTERM"], "orderly, by SIGINT"),
        (["SIGTERM", "SIGINT"], "orderly, by SIGINT"),
        (["SIGINT", "SIGINT"], "at once"),
        (["SIGTERM", "SIGINT", "SIGINT"], "at once"),
    ],
)
def test_only_a_second_interrupt_ends_at_once_what_can_end_in_an_orderly_way(signals, outcome):
    done = run(
        "import os, signal\n"
        "from ansible_collections.community.heroku.plugins.plugin_utils.action import ModuleReporter, parting_words\n"
        "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
        "reporter = ModuleReporter(print, print)\n"
        "stops = []\n"
        "with parting_words('web1', reporter):\n"
        "    with reporter.stoppable(lambda: stops.append(1)):\n"
        f"        for number in {[int(getattr(signal, name)) for name in signals]}:\n"
        "            os.kill(os.getpid(), number)\n"
        "    assert stops\n"
        "    os.kill(os.getpid(), signal.SIGTERM)  # while what was done is told\n"
        "    print('orderly, by', signal.Signals(reporter.ended_by).name)\n"
    )
    if outcome == "at once":
        assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
    else:
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{outcome}\n", "")


def test_parting_words_leave_the_handlers_as_they_were():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with action.parting_words("web1", ModuleReporter(print, print)):
        assert signal.getsignal(signal.SIGTERM) is not before[1]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


class Ageing(Resource):
    """Options on their way out."""

    plural = "sizes"
    controls = {  # noqa: RUF012
        "name": {"type": "str", "removed_in_version": "9.0.0", "removed_from_collection": "community.heroku"},
        "size": {
            "type": "str",
            "aliases": ["dyno_size"],
            "deprecated_aliases": [{"name": "dyno_size", "version": "9.0.0", "collection_name": "community.heroku"}],
        },
        "count": {"type": "int"},
    }
    info_options = controls

    @classmethod
    def find(cls, want, view):
        return [want.get("size")]


class Place(Resource):
    """Where a task runs."""

    plural = "places"
    info_options = {"path": {"type": "path"}}  # noqa: RUF012

    @classmethod
    def find(cls, want, view):
        if not os.path.exists(want["path"]):
            raise InvalidInput("It is not there.")
        return [os.path.realpath(want["path"])]


class Types(Resource):
    """What JSON has no type for."""

    plural = "things"

    @classmethod
    def find(cls, want, view):
        return ({1: (2, (3,)), None: {"4"}, False: dt.date(2026, 1, 31)},)


class TestInProcess:
    @pytest.mark.parametrize("name", ["app", "elsewhere"])
    def test_relative_paths_count_from_the_playbook(self, make, simulator, tmp_path, name):
        (tmp_path / "app").mkdir()
        plugin = make({"api_key": simulator.token, "api_url": simulator.url, "path": name})
        plugin._loader.set_basedir(str(tmp_path))
        before = os.getcwd()
        result = plugin.in_process(InfoModule(Place), "community.heroku.heroku_place_info", plugin._task.args, {})
        assert (
            result.get("places", result.get("msg"))
            == {
                "app": [os.path.realpath(tmp_path / "app")],
                "elsewhere": "It is not there.",
            }[name]
        )
        assert os.getcwd() == before

    @pytest.fixture
    def ageing(self, simulator, make):
        def build(**options):
            options = {"api_key": simulator.token, "api_url": simulator.url, **options}
            module = ManagingModule(Ageing) if "state" in options else InfoModule(Ageing)
            return make().in_process(module, "community.heroku.heroku_ageing", options, {})

        return build

    def test_deprecations(self, ageing):
        deprecations = ageing(name="x", dyno_size="eco")["deprecations"]
        assert all(item["version"] == "9.0.0" for item in deprecations)
        assert all(item["collection_name"] == "community.heroku" for item in deprecations)
        assert all("date" not in item for item in deprecations)
        texts = " ".join(item["msg"] for item in deprecations)
        assert "dyno_size" in texts
        assert "'name'" in texts

    def test_no_deprecations(self, ageing):
        result = ageing(size="eco")
        assert "deprecations" not in result
        assert "warnings" not in result

    def test_alias_and_option(self, ageing):
        result = ageing(size="eco", dyno_size="eco")
        assert result["warnings"] == ["Both option size and its alias dyno_size are set."]

    def test_unsupported(self, ageing):
        result = ageing(colour="canary")
        assert result["failed"]
        assert result["msg"].startswith(
            "Unsupported parameters for (community.heroku.heroku_ageing) module: colour. Supported parameters include: "
        )
        assert "canary" not in str(result)

    def test_wrong_type(self, ageing):
        result = ageing(count="many")
        assert result["failed"]
        assert "'count' is of type" in result["msg"]

    def test_the_token_is_masked_wherever_it_turns_up(self, ageing, simulator):
        assert ageing(size=f"with {simulator.token}")["sizes"] == ["with ********"]

    def test_truth_is_not_masked(self, simulator, make):
        """A token such as True would make Ansible mask C(changed)."""
        options = {"api_key": "False", "api_url": simulator.url}
        assert make().in_process(InfoModule(App), "x", options, {})["changed"] is False

    def test_the_types_of_json(self, make, simulator):
        """An ordinary module's result went through it."""
        options = {"api_key": simulator.token, "api_url": simulator.url}
        result = make().in_process(InfoModule(Types), "x", options, {})
        assert result["things"] == [{"1": [2, [3]], "null": ["4"], "false": "2026-01-31"}]


class TestVariables:
    """How Heroku is reached, said once for a host, a group or everybody."""

    VARIABLES = {"ansible_heroku_api_key": "token-of-a-group"}  # noqa: RUF012

    @pytest.mark.parametrize("given", [{}, {"api_key": None}, {"api_key": ""}])
    def test_for_what_a_task_does_not_say(self, make, given):
        assert make({"name": "example", **given}).with_variables(self.VARIABLES) == {
            "name": "example",
            "api_key": "token-of-a-group",
        }

    def test_not_for_what_it_says(self, make):
        assert make({"api_key": "own"}).with_variables(self.VARIABLES) == {"api_key": "own"}

    def test_an_empty_one_is_none(self, make):
        assert make({"name": "example"}).with_variables({"ansible_heroku_api_url": ""}) == {"name": "example"}

    def test_lookups_have_the_same(self):
        options = yaml.safe_load(ModuleDocFragment.LOOKUP)["options"]
        named = {name: item["vars"][0]["name"] for name, item in options.items() if "vars" in item}
        assert named == action.VARIABLES


class TestSettings:
    @pytest.mark.parametrize(
        ("variables", "expected"),
        [
            ({}, "auto"),
            ({"ansible_heroku_execution": "module"}, "module"),
            ({"ansible_heroku_execution": "auto"}, "auto"),
            ({"ansible_heroku_progress": "never"}, "auto"),
        ],
    )
    def test_a_variable(self, make, variables, expected):
        assert make().setting("execution", variables) == expected

    def test_the_environment(self, make, monkeypatch):
        monkeypatch.setenv("ANSIBLE_HEROKU_EXECUTION", "module")
        assert make().setting("execution", {}) == "module"
        assert make().setting("execution", {"ansible_heroku_execution": "auto"}) == "auto"

    def test_nonsense(self, make):
        with pytest.raises(AnsibleError, match=r"(?i)invalid value.*execution|execution.*invalid value"):
            make().setting("execution", {"ansible_heroku_execution": "sometimes"})
