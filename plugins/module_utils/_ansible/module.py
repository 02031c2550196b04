# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where resources meet Ansible.

A module file names its resource here, and this runs it, as an ordinary module or inside the controller.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import signal
import threading
import typing as t

from ansible.module_utils.ansible_release import __version__ as ansible_version
from ansible.module_utils.basic import AnsibleModule, env_fallback

from .._api.client import HerokuClient
from .._api.credentials import DEFAULT_URL, check_url, find_token
from .._api.errors import Failure, InvalidInput, Mistake
from .._engine.execute import Run, Subject
from .._engine.options import OMITTED, STATE_OPTIONS, check_required, check_texts, prepared, shortened, suggestions
from .._engine.plan import Desired
from .._engine.report import Reporter
from .._engine.resource import Resource
from .._engine.run_context import OPTION, LockNeeded, RunContext
from .._engine.secrets import WORD, Secrets, distinctive, secrets_within, without_credentials_inside
from .._engine.values import KNOWN_LATER, Record, Spec, Value, Values, concealed, unknown_paths

try:
    from ansible.module_utils.secrets import register_secrets  # since ansible-core 2.22
except ImportError:
    register_secrets = None

API_OPTIONS: Spec = {
    "api_key": {"type": "str", "no_log": True, "fallback": (env_fallback, ["HEROKU_API_KEY"])},
    "api_url": {"type": "str", "default": DEFAULT_URL, "fallback": (env_fallback, ["HEROKU_API_URL"])},
    "two_factor_code": {"type": "str", "no_log": True},
    "connect_timeout": {"type": "float", "default": 10.0},
    "read_timeout": {"type": "float", "default": 60.0},
}
# What lets one in is masked also where it is part of a name.
ALWAYS_SECRET = ("api_key", "two_factor_code")
# Options that ask for a secret in the result.
TELLING = ("show_key", "show_keys", "show_secret", "show_secrets", "show_token", "show_url")
# What an empty text means, whatever the module: see options.py.
COMMON_EMPTY = dict.fromkeys(("api_key", "api_url", "two_factor_code", "confirm"), OMITTED)
LONGEST_WAIT = 31 * 86400  # seconds
LOOK_FOR_PARENT = 0.25  # seconds from one look to the next
LARGEST_NUMBER = 2**63 - 1  # ids of other services, such as GitHub, are the largest numbers there are
# What is a number to Python's Decimal, which Ansible asks, and no integer to be written out.
NO_INTEGER = re.compile(r"\s*[+-]?(inf(inity)?|s?nan\d*|[\d._]*e[+-]?\d+)\s*|.{41,}", re.IGNORECASE | re.DOTALL)
NO_CONTEXT = RunContext()
MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
Sessions = t.Callable[[str, str], t.Any]  # gives the connections for an API URL and a token
# How a text begins that Ansible may read as a dict or a list. An address by itself is neither, whatever its query has.
NOTATION = re.compile(r"\s*[\[{]|(?![A-Za-z][\w+.-]*://[^\s,]*$)[^\s=]+=")
SCHEME = re.compile(r"[A-Za-z][\w+.-]*:(?=//)")  # of an address: no secret, and in half of all results


def mapping(option: str, value: Value) -> Values:
    """The value of an option that something is put into, or an empty dict. Raises InvalidInput."""
    if value is not None and not isinstance(value, t.Mapping):
        raise InvalidInput(f"{option} must be a dict.")
    return value or {}


class ModuleReporter(Reporter):
    """Collects what is to be hidden, and hands on what is said without it.

    C(warn), C(say) and C(everywhere), which takes secrets that whoever runs the module is to mask too, come from there.
    Warnings wait for M(tell_warnings), since what one repeats may
    be known to be a secret only when the answer that it came with was read.
    """

    def __init__(
        self,
        warn: t.Callable[[str], None],
        say: t.Callable[[str], None],
        everywhere: t.Callable[[t.Iterable[str]], None] = lambda values: None,
    ) -> None:
        self._warn = warn
        self._say = say
        self.hide_everywhere = everywhere
        self.speaking = threading.RLock()  # what is said comes from any thread of a fleet, one line at a time
        self.secrets = Secrets()
        self.hidden_options: set[str] = set()
        self.warnings: list[str] = []
        self.stop: t.Callable[[], None] | None = None
        self.ended_by = 0  # the number of the signal that has ended the run

    @contextlib.contextmanager
    def stoppable(self, stop: t.Callable[[], None]) -> t.Iterator[None]:
        self.stop = stop
        over = threading.Event()
        threading.Thread(target=self.watch, args=(os.getppid(), over), daemon=True).start()
        try:
            yield
        finally:
            self.stop = None
            over.set()

    def watch(self, parent: int, over: threading.Event) -> None:
        """End the run when its parent process is gone.

        A playbook that is killed leaves its workers alone, and before ansible-core 2.19 one that SIGTERM ends does too.
        """
        while not over.wait(LOOK_FOR_PARENT):
            if os.getppid() != parent:
                self.end(signal.SIGTERM)
                return

    def end(self, number: int) -> None:
        """End what can be ended in an orderly way, because of a signal; nobody hears any more how it goes."""
        self.ended_by = number
        self._say = lambda text: None
        if self.stop:
            self.stop()

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def tell_warnings(self) -> None:
        """Hand on the warnings so far, each of them once."""
        for text in dict.fromkeys(self.warnings):
            self._warn(self.censor(text))
        self.warnings.clear()

    def say(self, text: str) -> None:
        with self.speaking:
            self._say(self.censor(text))

    def hide(self, values: t.Iterable[str]) -> None:
        self.secrets.hide(values)

    def hide_option(self, name: str) -> None:
        self.hidden_options.add(name)

    def censor(self, text: str) -> str:
        """A text from the outside without the secrets that are known."""
        return self.secrets.censor(text)


def mask_everywhere(values: t.Iterable[str]) -> None:
    """Let Ansible mask secrets in all that it prints from now on, where it can: since ansible-core 2.22.

    It masks a text wherever it occurs, and so gets only those that nothing else can look like.
    """
    if register_secrets is not None:
        register_secrets(filter(distinctive, values))


def by_every_name(spec: Values) -> Record:
    """What an argument spec says of each option, by its name and by its aliases."""
    return {name: item for option, item in spec.items() for name in (option, *item.get("aliases", ()))}


def is_secret(item: Values) -> bool:
    """Whether an option of the argument spec is a secret as a whole.

    C(no_log) says it of texts. C(secret) is our own mark, for dicts and lists of secrets: with C(no_log), Ansible would
    mask each of their values wherever it occurs, and a value such as "1" is in half of what it prints.
    """
    return bool(item.get("no_log") or item.get("secret"))


def holds_secrets(item: Values) -> bool:
    """Whether an option is a secret, or has one among the options inside it."""
    return is_secret(item) or any(map(holds_secrets, item.get("options", {}).values()))


def without_marks(spec: Values, *marks: str) -> Record:
    """An argument spec without these marks, in the options inside options neither."""
    plain = {name: {key: value for key, value in item.items() if key not in marks} for name, item in spec.items()}
    for item in plain.values():
        if "options" in item:
            item["options"] = without_marks(item["options"], *marks)
    return plain


def secrets_in(params: Values, spec: Values) -> t.Iterator[Value]:
    """The values of the options that are secrets, those inside other options too.

    What stands where options with secrets among them ought to be, and is none, is taken for a secret.
    """
    known = by_every_name(spec)
    for name, value in params.items():
        item = known.get(name, {})
        if value is None:
            continue
        if is_secret(item):
            yield value
        elif item.get("options"):
            for part in value if isinstance(value, list) and item["type"] == "list" else [value]:
                if isinstance(part, dict):
                    yield from secrets_in(part, item["options"])
                elif holds_secrets(item):
                    yield part


def texts_in(value: Value) -> t.Iterator[str]:
    """Every text and number inside a value; of a text that is a dict or a list in another notation, its words too."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            if item is not None:
                yield from texts_in(item)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield str(value)
        if isinstance(value, str) and NOTATION.match(value):
            yield from WORD.findall(SCHEME.sub("", value))


def names_in(params: Values, spec: Values) -> t.Iterator[str]:
    """The texts of the options that are no secrets: what the user calls things."""
    known = by_every_name(spec)
    for name, value in params.items():
        item = known.get(name, {})
        if value is None or is_secret(item):
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, str) and item and not holds_secrets(item):
                yield part
            elif isinstance(part, dict) and item.get("options"):
                yield from names_in(part, item["options"])


def masked(params: Values, spec: Values) -> Record:
    """Options without secrets. One that the spec does not know may be a secret with a slip in its name."""
    known = by_every_name(spec)

    def view(value: Value, item: Values, among: bool = False) -> Value:
        if value is None:
            return None
        if is_secret(item) or not item:
            return MASK
        if isinstance(value, list) and not among:
            return [view(part, item, among=True) for part in value]
        if isinstance(value, dict) and item.get("options"):
            return masked(value, item["options"])
        return MASK if holds_secrets(item) else public(value)

    return {name: view(value, known.get(name, {})) for name, value in params.items()}


def public(value: Value) -> Value:
    """An option's value in which no address holds credentials."""
    if isinstance(value, dict):
        return {key: public(item) for key, item in value.items()}
    if isinstance(value, list):
        return [public(item) for item in value]
    return without_credentials_inside(value) if isinstance(value, str) else value


def without_endless_numbers(options: Values, spec: Values) -> Record:
    """Options as they were given, in which no integer is infinite or takes for ever to write out.

    Ansible's own validation ends in a traceback with C(.inf) and does not end with C(1e999999999): it gets a text that
    is no number, and says so.
    """
    known = by_every_name(spec)

    def view(value: Value, item: Values) -> Value:
        if isinstance(value, list):
            return [view(part, item) for part in value]
        if item.get("options"):
            return without_endless_numbers(value, item["options"]) if isinstance(value, dict) else value
        if "int" not in (item.get("type"), item.get("elements")):
            return value
        endless = isinstance(value, float) and not math.isfinite(value)
        if endless or (isinstance(value, str) and NO_INTEGER.fullmatch(value)):
            return f"{value!s:.40} (no integer)"
        return value

    return {name: view(value, known.get(name, {})) for name, value in options.items()}


def check_numbers(params: Values, spec: Values, where: str = "") -> None:
    """Raise InvalidInput for a number that none of the options can be: below zero, infinite, or not a number at all.

    What more an option asks for is for its resource to say, and for the client of its timeouts.
    """
    for name, item in spec.items():
        value = params.get(name)
        if value is None:
            continue
        many = value if isinstance(value, list) else [value]
        if item.get("options"):
            for part in many:
                if isinstance(part, dict):
                    check_numbers(part, item["options"], f"{where}{name}.")
        elif "int" in (item.get("type"), item.get("elements")) or item.get("type") == "float":
            most = LONGEST_WAIT if name.endswith("_timeout") else LARGEST_NUMBER
            for number in many:
                if not 0 <= number <= most:  # not a number is neither
                    raise InvalidInput(f"{where}{name} must be a number from 0 to {most}, not {number:.20g}.")


def client_for(params: Values, reporter: ModuleReporter, session: Sessions = lambda url, token: None) -> HerokuClient:
    """The client that the options of a module, or of another plugin, ask for; what lets one in is kept secret.

    Raises InvalidInput for an address that is none, and Failure when there is no token.
    """
    url = check_url(params["api_url"])
    token = find_token(url, params["api_key"])
    client = HerokuClient(
        token.text,
        url,
        token_source=token.source,
        two_factor_code=params["two_factor_code"],
        connect_timeout=params["connect_timeout"],
        read_timeout=params["read_timeout"],
        agent=f"ansible-core/{ansible_version}",
        warn=reporter.warn,
        say=reporter.say,
        session=session(url, token.text),
    )
    reporter.secrets.hide([client.auth.token, *filter(None, [client.two_factor_code])], always=True)
    reporter.hide_everywhere([client.auth.token])
    return client


def check_decided(params: Values, check_mode: bool) -> None:
    """Raise InvalidInput where what lookups give in check mode in the place of what is not known would be written."""
    if not check_mode and any(KNOWN_LATER in text for text in texts_in(dict(params))):
        raise InvalidInput(
            f"An option holds the string {KNOWN_LATER!r}, which lookups of this collection give in check mode in the "
            "place of what does not exist yet. The task would write it, since it has check_mode: false."
        )


Part = tuple[str, Values, Values, type[Resource]]


class HerokuModule:
    """A module: its argument spec, and what it does with validated options.

    C(spec) is the argument spec with our own marks; C(arguments) are the keyword arguments of AnsibleModule, which does
    not know them; C(unmarked) is the spec without C(no_log) too, of which Ansible would mask short values wherever they
    occur.
    C(document_options) are options that name files with documents, and the options that these belong to.
    """

    document_options: t.ClassVar[t.Mapping[str, str]] = {}

    def __init__(self, resource: type[Resource], options: Spec, constraints: Spec) -> None:
        self.resource = resource
        self.spec: Record = {**options, **API_OPTIONS}
        self.empty: dict[str, str] = COMMON_EMPTY
        self.unmarked = without_marks(self.spec, "no_log", "secret")
        self.arguments: Record = {
            "argument_spec": without_marks(self.spec, "secret"),
            "supports_check_mode": True,
            **constraints,
        }

    def prepare(self, options: Values) -> Record:
        """A task's options as Ansible is to validate them."""
        return prepared(options, self.arguments["argument_spec"], self.empty)

    # What the controller reads first, wherever the module then runs

    def joined(self, documents: t.Sequence[tuple[str, Value]], value: Value) -> Value:
        """The value of an option that documents of files belong to, each with its path. Raises InvalidInput."""
        raise NotImplementedError

    def parts(self, options: Values) -> t.Iterator[Part]:
        """The options as they are to be written: where, which, their argument spec, and the resource they are of."""
        yield "", options, self.arguments["argument_spec"], self.resource

    def with_dotenv(self, options: Record, read: t.Callable[[str], dict[str, str]]) -> Record:
        """The options with what stands in .env files, which ``read`` gives by their names. Raises InvalidInput."""
        for option, target in self.resource.dotenv_options.items():
            if options.get(option):
                options[target] = {**read(str(options[option])), **mapping(target, options.get(target))}
        return options

    def apply(self, subject: Subject, run: Run, check_mode: bool) -> Record:
        """The result's own keys. Raises Failure."""
        raise NotImplementedError

    def execute(
        self,
        params: Values,
        *,
        check_mode: bool,
        diff: bool,
        reporter: ModuleReporter,
        session: Sessions = lambda url, token: None,
        context: RunContext = NO_CONTEXT,
    ) -> Record:
        """Do the task and return its result. A failure, even by a mistake of ours, is one too: C(failed) and C(msg).

        C(params) are validated options; C(session) gives the connections to use for an API URL and a token. Where
        C(context) has a lock that only the controller can take, C(OPTION) in the result is its key, and nothing was
        changed.
        """
        client = None
        try:
            self.check(params, reporter)
            check_decided(params, check_mode)
            client = client_for(params, reporter, session)
            run = Run.of(client, reporter, context)
            with contextlib.ExitStack() as stack:
                subject = run.prepare(Subject(self.resource, Desired(params)), stack)
                result = self.apply(subject, run, check_mode)
        except LockNeeded as needed:
            result = {"changed": False, OPTION: needed.key}
        except Exception as error:  # noqa: BLE001 - Ansible would show a message that may hold a secret
            failure = error if isinstance(error, Failure) else Mistake(error)
            result = {"failed": True, "changed": False, **reporter.secrets.censored(failure.details)}
            result["msg"] = self.explain(failure, reporter)
        finally:
            reporter.tell_warnings()
        self.mask_told(params, result, reporter)
        result = self.plain_secrets(params).censored(result)
        if not diff:
            result.pop("diff", None)
        if client is not None:
            result.update(requests=client.requests_sent, rate_limit_remaining=client.rate_limit_remaining)
        return result

    def check(self, params: Values, reporter: ModuleReporter) -> None:
        """Judge what holds for the options of all modules, and tell which of them are secrets. Raises InvalidInput."""
        check_texts(params, self.spec, self.empty)
        self.keep_secret(params, reporter)
        check_numbers(params, self.arguments["argument_spec"])
        check_required(params, self.spec)

    def explain(self, failure: Failure, reporter: ModuleReporter) -> str:
        """The failure's message; one that came midway says what had been done before."""
        done = failure.details.get("done")
        thing = f" to {failure.about}" if failure.about else ""
        before = f" Done before that{thing}, and not undone: {', '.join(done)}." if done else ""
        first, newline, rest = str(failure).partition("\n")
        return reporter.censor(f"{first}{before}{newline}{rest}")

    def secrets_of(self, params: Values) -> t.Iterator[Value]:
        """The values that are to be masked wherever they turn up."""
        masked_options = {name: value for name, value in params.items() if name not in self.resource.unrepeated}
        return secrets_in(masked_options, self.spec)

    def names_of(self, params: Values) -> t.Iterator[str]:
        """The texts of the options that are no secrets: what the user calls things."""
        return names_in(params, self.spec)

    def secret_texts(self, params: Values) -> list[str]:
        """Every text inside the values of the options that are secrets."""
        return [text for value in self.secrets_of(params) for text in texts_in(value)]

    def credentials(self, params: Values) -> list[str]:
        """What says who one is in the addresses that the other options hold."""
        return [part for text in texts_in(dict(params)) for part in secrets_within(text)]

    def keep_secret(self, params: Values, reporter: ModuleReporter) -> None:
        """Tell what is to be hidden of the options, and what is to be seen: the names that they give things."""
        texts, names = self.secret_texts(params), set(self.names_of(params))
        reporter.secrets.show(names)
        reporter.hide([*texts, *self.credentials(params)])
        credentials = (params[name] for name in ALWAYS_SECRET if isinstance(params.get(name), str))
        reporter.secrets.hide(credentials, always=True)
        reporter.hide_everywhere(text for text in texts if text not in names)

    def unmistakable(self, params: Values) -> t.Iterator[str]:
        """The secret texts that are no name of something too."""
        names = set(self.names_of(params))
        yield from (text for text in self.secret_texts(params) if text not in names)

    @staticmethod
    def mask_told(params: Values, result: Record, reporter: ModuleReporter) -> None:
        """Let Ansible mask the secrets that a result tells because an option such as show_token asks for them."""
        if any(params.get(option) for option in TELLING):
            mask_everywhere(text for text in texts_in(result) if text in reporter.secrets)

    def shown(self, params: Values, hidden: t.Collection[str] = ()) -> Record:
        """The options as the result's C(invocation) shows them; C(hidden) are secrets too."""
        view = masked(params, self.spec)
        return {name: MASK if name in hidden and value is not None else value for name, value in view.items()}

    def refusal(self, message: str, params: Values) -> str:
        """What Ansible says of wrong options, without the secrets among them."""
        reporter = ModuleReporter(lambda text: None, lambda text: None)
        self.keep_secret(params, reporter)
        reporter.hide(text for name in self.resource.unrepeated for text in texts_in(params.get(name)))
        if message.startswith("Unsupported parameters"):
            message = " ".join([message, *suggestions(params, self.spec)])
        return shortened(without_credentials_inside(reporter.censor(message)))

    def plain_secrets(self, params: Values) -> Secrets:
        """What no result holds, whoever put it there: the secrets that are texts.

        Not the values inside a dict of secrets: one such as "true" would mask half of the result. No result holds them.
        """
        plain = Secrets()
        plain.show(self.names_of(params))
        plain.hide(value for value in self.secrets_of(params) if isinstance(value, str))
        return plain

    def run(self) -> None:
        """Run as an ordinary module."""
        module = OrdinaryModule(self)
        reporter = ModuleReporter(module.warn, lambda text: None)
        result = self.execute(
            module.params, check_mode=module.check_mode, diff=module._diff, reporter=reporter, context=module.context
        )
        result["invocation"] = {"module_args": self.shown(module.params, reporter.hidden_options)}
        if result.pop("failed", False):
            module.fail_json(**result)
        module.exit_json(**result)


class OrdinaryModule(AnsibleModule):
    """Ansible's side of a module that runs by itself."""

    params: Record

    def __init__(self, module: HerokuModule) -> None:
        self.module = module
        self.context = NO_CONTEXT
        super().__init__(**module.arguments)
        self.keep_to_itself()

    def keep_to_itself(self) -> None:
        """Give Ansible none of the options marked no_log.

        Before 2.22 it would mask them in the result, short ones wherever they occur. Since then it lists them in the
        result, which for an asynchronous task is a file; our action plugin has named them in the controller already.
        """
        self.no_log_values: set[str] = set()
        if hasattr(self, "_new_secrets"):
            self._new_secrets.flush()

    def log(self, msg: str, log_args: t.Any = None) -> None:
        """Called by Ansible with the options, for the syslog of the host: nothing is written there."""

    def _load_params(self) -> None:
        """Called by Ansible for the options as they were given.

        What the action plugin tells of the run is taken out of them, which are the user's own; those are prepared.
        """
        super()._load_params()
        self.context = RunContext.of_option(self.params.pop(OPTION, None))
        self.params = without_endless_numbers(self.module.prepare(self.params), self.module.spec)

    def fail_json(self, msg: str, **details: t.Any) -> None:
        """Called by Ansible too, when options are wrong: then nobody has said yet how to show them."""
        if "invocation" not in details:
            self.keep_to_itself()
            msg = self.module.refusal(msg, self.params)
            details["invocation"] = {"module_args": self.module.shown(self.params)}
        super().fail_json(msg, **details)


class ManagingModule(HerokuModule):
    """A module that makes Heroku look as its options say."""

    def __init__(self, resource: type[Resource], absent: bool = True) -> None:
        options = {**resource.options, **(STATE_OPTIONS if absent else {})}
        super().__init__(resource, options, resource.constraints)
        self.empty = {**COMMON_EMPTY, **resource.empty}

    def apply(self, subject: Subject, run: Run, check_mode: bool) -> Record:
        plan, record = run.converge(subject, check_mode=check_mode)
        resource, want = subject
        result = {**resource.result(want, record), **resource.extras(want, plan, run.journal.answers)}
        unknown = {"unknown": sorted(unknown_paths(result))} if check_mode else {}
        changed = bool(plan.actions) if check_mode else run.journal.changed
        return {"changed": changed, "diff": plan.diff, **concealed(result), **unknown}


class InfoModule(HerokuModule):
    """A module that only reads."""

    def __init__(self, resource: type[Resource]) -> None:
        super().__init__(resource, resource.info_options, resource.info_constraints)
        self.empty = {**COMMON_EMPTY, **resource.info_empty}

    def apply(self, subject: Subject, run: Run, check_mode: bool) -> Record:
        found = subject.resource.info(subject.want, run.find(subject, check_mode=check_mode))
        unknown = sorted(unknown_paths(found)) if check_mode else []
        return {"changed": False, **concealed(found), **({"unknown": unknown} if unknown else {})}
