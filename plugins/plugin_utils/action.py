# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every module of the collection inside the controller's worker process, where that means the same.

docs/architecture.md says when it does, and why.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import typing as t

from ansible import constants as C
from ansible import context
from ansible.errors import AnsibleError, AnsibleFileNotFound
from ansible.module_utils.common import json as ansible_json
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.warnings import get_warning_messages
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import (
    HerokuModule,
    ModuleReporter,
    mask_everywhere,
    without_endless_numbers,
)
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._api.transport import shared_session
from ansible_collections.community.heroku.plugins.module_utils._engine.run_context import OPTION, FileLock, RunContext
from ansible_collections.community.heroku.plugins.module_utils._engine.values import Record, Spec, Value, Values
from ansible_collections.community.heroku.plugins.module_utils._lib import dotenv
from ansible_collections.community.heroku.plugins.plugin_utils import documents
from ansible_collections.community.heroku.plugins.plugin_utils.written import Writing

NAME = "community.heroku.heroku"

# In Ansible's main process, before it forks workers: what is loaded by now stays, and no collection of garbage has to
# go through it, neither here, nor in a worker, which would copy it, nor at the end of the run.
gc.freeze()

# Action plugins have no documented options of their own, so these are declared to Ansible's configuration here.
OPTIONS: Spec = {
    "execution": {
        "description": "Where a task of this collection runs.",
        "type": "string",
        "choices": ["auto", "module"],
        "default": "auto",
        "vars": [{"name": "ansible_heroku_execution"}],
        "env": [{"name": "ANSIBLE_HEROKU_EXECUTION"}],
        "ini": [{"section": "heroku", "key": "execution"}],
    },
    "progress": {
        "description": "Whether a task says how far the thing is that it waits for.",
        "type": "string",
        "choices": ["auto", "always", "never"],
        "default": "auto",
        "vars": [{"name": "ansible_heroku_progress"}],
        "env": [{"name": "ANSIBLE_HEROKU_PROGRESS"}],
        "ini": [{"section": "heroku", "key": "progress"}],
    },
    "protect": {
        "description": "Names and patterns of what no task of this collection deletes.",
        "type": "list",
        "default": [],
        "vars": [{"name": "ansible_heroku_protect"}],
        "env": [{"name": "ANSIBLE_HEROKU_PROTECT"}],
        "ini": [{"section": "heroku", "key": "protect"}],
    },
}

# What is the same for many tasks, as variables, such as of a group in the inventory. An option of the task, or of
# module_defaults, counts more; the environment counts less.
VARIABLES = {
    "api_key": "ansible_heroku_api_key",
    "api_url": "ansible_heroku_api_url",
    "two_factor_code": "ansible_heroku_two_factor_code",
}

# Ansible's strategy loads this file in its main process, whose terminal its workers are later cut off from.
ON_TERMINAL = sys.stdout.isatty()
MAIN_STDERR = os.dup(2)
# Callbacks that print for people, line by line, by the last part of their names: what any other prints, progress would
# spoil if a program reads it, or if it is one line.
HUMAN_CALLBACKS = ("counter_enabled", "debug", "default", "default_without_diff", "print_task", "timestamp", "yaml")

display = Display()


def prints_for_people(callback: str, cli_options: Values) -> bool:
    """Whether what C(ansible-playbook) prints is for people to read, to whom a line of progress between is welcome.

    C(ansible) itself, and C(ansible-console), print one thing a host, whatever callback is configured.
    """
    return "start_at_task" in cli_options and callback.rpartition(".")[2] in HUMAN_CALLBACKS


def why_not_here(
    execution: str,
    transport: str,
    interpreter: str | None,
    become: bool,
    run_async: bool,
    platform: str = sys.platform,
) -> str | None:
    """The reason why a task has to run as an ordinary module, or None when running it in this process means the same.

    A task runs here when its connection is C(local), and nothing asks for another user, host or interpreter, or for the
    background; and never on macOS.
    """
    if execution == "module":
        return "ansible_heroku_execution says so"
    if platform == "darwin":
        return "the libraries of macOS can end a forked process, such as Ansible's workers"
    if transport != "local":
        return f"its connection is {transport}"
    if become:
        return "it becomes another user"
    if run_async:
        return "it is asynchronous"
    if interpreter and not interpreter.startswith("auto") and not is_this_one(interpreter):
        return f"its interpreter is {interpreter}"
    return None


def is_this_one(interpreter: str) -> bool:
    """Whether an interpreter is the one that runs this."""
    return interpreter == sys.executable or location(interpreter) == location(sys.executable)


@functools.cache
def location(interpreter: str) -> tuple[str, str]:
    """What tells one interpreter from another.

    The folder counts too: virtual environments made of one interpreter link to it, and each has libraries of its own.
    """
    path = shutil.which(interpreter) or interpreter
    return os.path.realpath(os.path.dirname(path)), os.path.realpath(path)


def how_options_travel() -> Record:
    """The arguments of json.dumps with which this ansible-core hands a module its options."""
    if hasattr(ansible_json, "get_module_encoder"):  # since 2.19
        return {"cls": ansible_json.get_module_encoder("legacy", ansible_json.Direction.CONTROLLER_TO_MODULE)}
    return {"cls": ansible_json.AnsibleJSONEncoder, "vault_to_text": True}


TRAVELLING = how_options_travel()  # in the main process: each worker would have to import it


def plain(options: Values) -> Record:
    """Options as a module would receive them: without vault wrappers or tags, in the types of JSON.

    Raises TypeError for what Ansible can hand to no module: bytes, and sets before ansible-core 2.19.
    """
    return json.loads(json.dumps(options, **TRAVELLING))


def plain_object(value: Value) -> t.Any:
    """What a module turns things of a result into that JSON has no type for: sets, dates and times."""
    return list(value) if isinstance(value, (set, frozenset)) else value.isoformat()


@contextlib.contextmanager
def environment(values: Values) -> t.Iterator[None]:
    """The task's C(environment:) for as long as the task runs."""
    before = {name: os.environ.get(name) for name in values}
    folder = tempfile.tempdir
    os.environ.update({name: str(value) for name, value in values.items()})
    tempfile.tempdir = None  # so that TMPDIR is looked at
    try:
        yield
    finally:
        tempfile.tempdir = folder
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


ENDINGS = (signal.SIGINT, signal.SIGTERM)


def show(text: str) -> None:
    """Print a line of progress.

    A worker prints by putting the text into the queue to the main process. One that is killed while it does so takes
    the queue's lock with it, and the main process then waits for ever: so the signal has to wait for the queue.
    """
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        display.display(text, color=C.COLOR_VERBOSE)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


@contextlib.contextmanager
def directory(path: str) -> t.Iterator[None]:
    """What relative paths count from: for the modules that Ansible runs on the controller, the playbook's directory."""
    before = os.getcwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def parting_words(host: str, reporter: ModuleReporter) -> t.Iterator[None]:
    """While the task runs: when the run is killed during a wait, say what state the thing is in before going down.

    A task about many apps first comes to an orderly end. Meanwhile a second SIGINT, which a person sends, ends it at
    once. SIGTERM does not: Ansible lets SIGINT be followed by it, and before 2.19 sends it twice in a row.
    """

    def leave(number: int, _frame: t.Any) -> None:
        at_once = reporter.ended_by == number == signal.SIGINT
        if (reporter.stop or reporter.ended_by) and not at_once:
            if not reporter.ended_by or number == signal.SIGINT:
                reporter.end(number)
            return
        # A thread that is just printing has to come to its end first, or the queue to the main process stays locked.
        reporter.speaking.acquire(timeout=1.0)
        if reporter.waiting_for:
            text = (
                f"\n[{host}] Interrupted while waiting for {reporter.waiting_for}. "
                "Nothing is lost: running the playbook again goes on from there.\n"
            )
            os.write(MAIN_STDERR, reporter.censor(text).encode())
        signal.signal(number, before[number])
        os.kill(os.getpid(), number)

    before: dict[int, t.Any] = {number: signal.signal(number, leave) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say_the_end(host: str, reporter: ModuleReporter, result: Values) -> None:
    """Say what had been done when a signal ended the task."""
    text = result["msg"] if result.get("failed") else "The run was ended; all of this task had been done before."
    with contextlib.suppress(OSError):
        os.write(MAIN_STDERR, f"\n[{host}] {reporter.censor(text)}\n".encode())


class HerokuAction(ActionBase):
    """One action plugin for all modules; plugins/action/ gives it the name of each of them, and the module."""

    TRANSFERS_FILES = False
    _supports_async = True
    name: str
    module: HerokuModule

    def run(self, tmp: str | None = None, task_vars: Record | None = None) -> Record:
        task_vars = task_vars or {}
        result = super().run(tmp, task_vars)
        name, module = self.name, self.module
        try:
            args = self.prepared(module, task_vars)
        except InvalidInput as error:
            result.update(failed=True, changed=False, msg=str(error))
            return result
        reason = why_not_here(
            execution=self.setting("execution", task_vars),
            transport=self._connection.transport,
            interpreter=self.interpreter(task_vars),
            become=bool(self._connection.become),
            run_async=bool(self._task.async_val),
        )
        options: Record = {}
        if not reason:
            try:
                options = plain(args)
            except TypeError as error:  # Ansible says so better
                reason = f"its options can be handed to no module: {error}"
        mask_everywhere(module.unmistakable(args if reason else options))
        if reason:
            display.vvv(f"{name} runs as an ordinary module: {reason}")
            result.update(self.elsewhere(name, args, task_vars))
            return result
        values: Record = {}
        self._compute_environment_string(values)
        with environment(values):
            result.update(self.in_process(module, name, options, task_vars))
        return result

    def elsewhere(self, name: str, args: Record, task_vars: Record) -> Record:
        """The result of the ordinary module, which runs again under a lock when it needs one out of its reach."""
        context = self.context(task_vars)
        if self._task.async_val and (self._connection.transport != "local" or self._connection.become):
            context = dataclasses.replace(context, locks=None)  # nobody is here any more when it needs one

        def execute(context: RunContext) -> Record:
            options = {**args, OPTION: context.as_option()}
            return self._execute_module(
                module_name=name, module_args=options, task_vars=task_vars, wrap_async=self._task.async_val
            )

        looked = execute(context)
        key = looked.pop(OPTION, None)
        if key is None:
            return looked
        with FileLock(C.DEFAULT_LOCAL_TMP, key).held():
            done = execute(dataclasses.replace(context, locks=None))
        if "requests" in done:
            done["requests"] += looked["requests"]
        return done

    def context(self, task_vars: Record) -> RunContext:
        """What the task has to know of this run, whose temporary folder all its workers share."""
        protected = [str(item).strip() for item in self.setting("protect", task_vars)]
        return RunContext(
            protected=[item for item in protected if item],
            locks=C.DEFAULT_LOCAL_TMP,
            shadow=C.DEFAULT_LOCAL_TMP if context.CLIARGS.get("check") else None,
        )

    def prepared(self, module: HerokuModule, task_vars: Record) -> Record:
        """The task's options, with what stands in files on the controller, wherever the module then runs.

        Raises InvalidInput for one that YAML has read as something else than was written: only the controller can tell.
        """
        args = self.with_variables(task_vars)
        for option, target in module.document_options.items():
            if args.get(option):
                args[target] = module.joined(self.documents(args[option]), args.get(target))
        writing = Writing(self._loader, self._task.get_ds(), task_vars)
        for where, options, spec, resource in module.parts(args):
            writing.boolean_maps = resource.boolean_maps
            complaint = writing.complaint(options, spec, resource.text_maps)
            if complaint:
                raise InvalidInput(f"{where}{complaint}")
        return module.with_dotenv(args, self.dotenv)

    def file(self, name: str) -> str:
        """The path of a file or directory on the controller, found as Ansible finds files. Raises InvalidInput."""
        try:
            return str(self._find_needle("files", os.path.expanduser(name)))
        except AnsibleFileNotFound as error:
            places = ", ".join(dict.fromkeys(error.paths or [error.file_name]))
            raise InvalidInput(
                f"There is no file or directory {name} on the controller. Looked for: {places}."
            ) from None

    def documents(self, paths: Value) -> list[tuple[str, Value]]:
        """What stands in files, and in those of directories, each with its path. Raises InvalidInput."""
        found = []
        for path in paths if isinstance(paths, (list, tuple)) else [paths]:
            where = self.file(str(path))
            found += [(name, documents.load(name, self._loader, self._templar)) for name in documents.files_in(where)]
        return found

    def dotenv(self, name: str) -> dict[str, str]:
        """Names and values of a C(.env) file, vaulted or not, found as Ansible finds files. Raises InvalidInput."""
        path = self.file(name)
        content = documents.opened(path, self._loader)
        try:
            return dotenv.parse(content)
        except InvalidInput as error:
            raise InvalidInput(f"{path}, {error}") from None

    def with_variables(self, task_vars: Record) -> Record:
        """The task's options, and for those that say how to reach Heroku and were not given, the variables."""
        names = {option: name for option, name in VARIABLES.items() if task_vars.get(name) is not None}
        missing = {option: name for option, name in names.items() if self._task.args.get(option) in (None, "")}
        values = {option: self._templar.template(task_vars[name]) for option, name in missing.items()}
        return {**self._task.args, **{option: value for option, value in values.items() if value not in (None, "")}}

    def in_process(self, module: HerokuModule, name: str, options: Record, task_vars: Record) -> Record:
        """The result that the ordinary module would have returned."""
        constraints = {
            key: value for key, value in module.arguments.items() if key not in ("argument_spec", "supports_check_mode")
        }
        options = module.prepare(options)
        told = len(get_warning_messages())
        spec = module.unmarked
        validation = ArgumentSpecValidator(spec, **constraints).validate(without_endless_numbers(options, spec))
        params = validation.validated_parameters
        # What options inside options have to say goes straight to Ansible, which before 2.19 keeps it for the module.
        warnings = list(get_warning_messages()[told:])
        warnings += [
            f"Both option {item['option']} and its alias {item['alias']} are set." for item in validation._warnings
        ]
        reporter = ModuleReporter(warnings.append, self.teller(task_vars), mask_everywhere)
        if validation.error_messages:
            message = validation.errors.msg
            if isinstance(validation.errors[0], UnsupportedError):
                message = f"Unsupported parameters for ({name}) module: {message}"
            outcome = {"failed": True, "msg": module.refusal(message, params)}
        else:
            outcome = self.execute(module, params, reporter, task_vars)
        if self.injects_invocation(task_vars):
            outcome["invocation"] = {"module_args": module.shown(params, reporter.hidden_options)}
        if warnings:
            outcome["warnings"] = warnings
        if validation._deprecations:
            outcome["deprecations"] = [
                {key: value for key, value in item.items() if value is not None} for item in validation._deprecations
            ]
        # As it would have come from another process: with texts as keys, and lists for tuples.
        return json.loads(json.dumps(outcome, default=plain_object))

    def execute(self, module: HerokuModule, params: Record, reporter: ModuleReporter, task_vars: Record) -> Record:
        """What a module does with validated options, here and now."""
        with parting_words(self.host(task_vars), reporter), directory(self._loader.get_basedir()):
            result = module.execute(
                params,
                check_mode=self._task.check_mode,
                diff=self._task.diff,
                reporter=reporter,
                session=shared_session,
                context=self.context(task_vars),
            )
            if reporter.ended_by:
                say_the_end(self.host(task_vars), reporter, result)
        if reporter.ended_by:
            os.kill(os.getpid(), reporter.ended_by)  # which takes its course
        return result

    def interpreter(self, task_vars: Record) -> str | None:
        """The Python that is configured for the host that the task is about, as Ansible itself looks it up."""
        if self._task.delegate_to:
            task_vars = task_vars["ansible_delegated_vars"][self._task.delegate_to]
        configured = C.config.get_config_value("INTERPRETER_PYTHON", variables=task_vars)
        return self._templar.template(configured)

    def teller(self, task_vars: Record) -> t.Callable[[str], None]:
        """What shows a line of progress with the host's name, or does not."""
        wish = self.setting("progress", task_vars)
        heard = ON_TERMINAL and prints_for_people(C.DEFAULT_STDOUT_CALLBACK, context.CLIARGS)
        if wish == "never" or self._task.no_log or (wish == "auto" and not heard):
            return lambda text: None
        host = self.host(task_vars)
        return lambda text: show(f"  [{host}] {text}")

    @staticmethod
    def host(task_vars: Record) -> str:
        """The host's name, as callbacks show it."""
        return str(task_vars.get("inventory_hostname", "localhost"))

    def injects_invocation(self, task_vars: Record) -> bool:
        """Whether this ansible-core puts the options into a result: always before 2.21, by a setting since."""
        try:
            return bool(C.config.get_config_value("INJECT_INVOCATION", variables=task_vars))
        except AnsibleError:
            return True

    def setting(self, option: str, task_vars: Record) -> Value:
        """The value of one of OPTIONS: a variable, the environment, ansible.cfg or the default."""
        if not C.config.has_configuration_definition("action", NAME):
            C.config.initialize_plugin_configuration_definitions("action", NAME, OPTIONS)
        names = [item["name"] for item in OPTIONS[option]["vars"] if item["name"] in task_vars]
        variables = {name: self._templar.template(task_vars[name]) for name in names}
        return C.config.get_config_value(option, plugin_type="action", plugin_name=NAME, variables=variables)
