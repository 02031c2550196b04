# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where resources meet Ansible.

A module file names its resource here, and this runs it, as an ordinary module or inside the controller.
"""

from __future__ import annotations

import contextlib
import re
import typing as t
from urllib.parse import quote

from ansible.module_utils.ansible_release import __version__ as ansible_version
from ansible.module_utils.basic import AnsibleModule, env_fallback
from ansible_collections.community.heroku.plugins.module_utils.client import (
    DEFAULT_URL,
    HerokuClient,
    check_url,
    find_token,
)
from ansible_collections.community.heroku.plugins.module_utils.errors import Failure, Mistake
from ansible_collections.community.heroku.plugins.module_utils.resource import (
    NO_CONTEXT,
    STATE_OPTIONS,
    Resource,
    Talk,
    converge,
)
from ansible_collections.community.heroku.plugins.module_utils.run_context import OPTION, LockNeeded, RunContext

API_OPTIONS: dict[str, t.Any] = {
    "api_key": {"type": "str", "no_log": True, "fallback": (env_fallback, ["HEROKU_API_KEY"])},
    "api_url": {"type": "str", "default": DEFAULT_URL, "fallback": (env_fallback, ["HEROKU_API_URL"])},
    "two_factor_code": {"type": "str", "no_log": True},
    "connect_timeout": {"type": "float", "default": 10.0},
    "read_timeout": {"type": "float", "default": 60.0},
}
MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
SHORTEST_SECRET = 4  # characters; masking anything shorter would make messages unreadable and hide nothing
DISTINCT_SECRET = 12  # characters; anything shorter may be part of a common word, and is masked where it stands alone


class ModuleTalk(Talk):
    """Collects what is to be hidden, and hands on what is said without it.

    C(warn) and C(say) come from whoever runs the module. Warnings wait for M(tell_warnings), since what one repeats may
    be known to be a secret only when the answer that it came with was read.
    """

    def __init__(self, warn: t.Callable[[str], None], say: t.Callable[[str], None]) -> None:
        self._warn = warn
        self._say = say
        self.secrets: set[str] = set()
        self.hidden_options: set[str] = set()
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def tell_warnings(self) -> None:
        """Hand on the warnings so far, each of them once."""
        for text in dict.fromkeys(self.warnings):
            self._warn(self.censor(text))
        self.warnings.clear()

    def say(self, text: str) -> None:
        self._say(self.censor(text))

    def hide(self, values: t.Iterable[str]) -> None:
        for value in values:
            # Paths hold it percent-encoded; error messages and logs may show one line of it.
            forms = (value, quote(value, safe=""), *(line.strip() for line in value.splitlines()))
            self.secrets.update(form for form in forms if len(form) >= SHORTEST_SECRET)

    def hide_option(self, name: str) -> None:
        self.hidden_options.add(name)

    def censor(self, text: str) -> str:
        """A text from the outside without the secrets that are known."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            pattern = re.escape(secret)
            if len(secret) < DISTINCT_SECRET:
                pattern = rf"(?<![\w-]){pattern}(?![\w-])"
            text = re.sub(pattern, "********", text)
        return text

    def censored(self, value: t.Any) -> t.Any:
        """A part of a result in which every text is censored."""
        if isinstance(value, str):
            return self.censor(value)
        if isinstance(value, dict):
            return {key: self.censored(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.censored(item) for item in value]
        return value


def by_every_name(spec: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """What an argument spec says of each option, by its name and by its aliases."""
    return {name: item for option, item in spec.items() for name in (option, *item.get("aliases", ()))}


def secrets_in(params: t.Mapping[str, t.Any], spec: t.Mapping[str, t.Any]) -> t.Iterator[t.Any]:
    """The values of the options marked no_log, those inside other options too."""
    known = by_every_name(spec)
    for name, value in params.items():
        item = known.get(name, {})
        if item.get("no_log"):
            yield value
        elif item.get("options"):
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict):
                    yield from secrets_in(part, item["options"])


def masked(params: t.Mapping[str, t.Any], spec: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Options without secrets. One that the spec does not know may be a secret with a slip in its name."""
    known = by_every_name(spec)

    def view(value: t.Any, item: t.Mapping[str, t.Any]) -> t.Any:
        if value is None:
            return None
        if item.get("no_log") or not item:
            return MASK
        if isinstance(value, list):
            return [view(part, item) for part in value]
        return masked(value, item["options"]) if isinstance(value, dict) and item.get("options") else value

    return {name: view(value, known.get(name, {})) for name, value in params.items()}


class HerokuModule:
    """A module: its argument spec, and what it does with validated options.

    C(arguments) are the keyword arguments of AnsibleModule.
    """

    def __init__(self, resource: type[Resource], options: dict[str, t.Any], constraints: dict[str, t.Any]) -> None:
        self.resource = resource
        self.arguments: dict[str, t.Any] = {
            "argument_spec": {**options, **API_OPTIONS},
            "supports_check_mode": True,
            **constraints,
        }

    def work(self, resource: Resource, check_mode: bool, context: RunContext) -> dict[str, t.Any]:
        """The result's own keys. Raises Failure."""
        raise NotImplementedError

    def execute(
        self,
        params: t.Mapping[str, t.Any],
        *,
        check_mode: bool,
        diff: bool,
        talk: ModuleTalk,
        session: t.Callable[[str], t.Any] = lambda url: None,
        context: RunContext = NO_CONTEXT,
    ) -> dict[str, t.Any]:
        """Do the task and return its result. A failure, even by a mistake of ours, is one too: C(failed) and C(msg).

        C(params) are validated options; C(session) gives the connections to use for an API URL. Where C(context) has a
        lock that only the controller can take, C(OPTION) in the result is its key, and nothing was changed.
        """
        client = None
        try:
            talk.hide(self.secret_texts(params))
            url = check_url(params["api_url"])
            client = HerokuClient(
                find_token(url, params["api_key"]),
                url,
                two_factor_code=params["two_factor_code"],
                connect_timeout=params["connect_timeout"],
                read_timeout=params["read_timeout"],
                agent=f"ansible-core/{ansible_version}",
                warn=talk.warn,
                say=talk.say,
                session=session(url),
            )
            talk.hide([client.auth.token])
            with contextlib.closing(self.resource(client, params, talk)) as resource:
                result = self.work(resource, check_mode, context)
        except LockNeeded as needed:
            result = {"changed": False, OPTION: needed.key}
        except Exception as error:  # noqa: BLE001 - Ansible would show a message that may hold a secret
            failure = error if isinstance(error, Failure) else Mistake(error)
            result = {"failed": True, "changed": False, **talk.censored(failure.details)}
            result["msg"] = self.explain(failure, talk)
        finally:
            talk.tell_warnings()
        if not diff:
            result.pop("diff", None)
        if client is not None:
            result.update(requests=client.requests_sent, rate_limit_remaining=client.rate_limit_remaining)
        return result

    def explain(self, failure: Failure, talk: ModuleTalk) -> str:
        """The failure's message; one that came midway says what had been done before."""
        done = failure.details.get("done")
        before = f" Done before that, and not undone: {', '.join(done)}." if done else ""
        first, newline, rest = str(failure).partition("\n")
        return talk.censor(f"{first}{before}{newline}{rest}")

    def secrets_of(self, params: t.Mapping[str, t.Any]) -> t.Iterator[t.Any]:
        """The values that are to be masked wherever they turn up."""
        given = {name: value for name, value in params.items() if name not in self.resource.unrepeated}
        return secrets_in(given, self.arguments["argument_spec"])

    def secret_texts(self, params: t.Mapping[str, t.Any]) -> list[str]:
        """Every text inside the values of options marked no_log."""
        found: list[str] = []
        pending = list(self.secrets_of(params))
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                pending += value.values()
            elif isinstance(value, (list, tuple)):
                pending += value
            elif isinstance(value, (str, int)) and not isinstance(value, bool):
                found.append(str(value))
        return found

    def shown(self, params: t.Mapping[str, t.Any], hidden: t.Collection[str] = ()) -> dict[str, t.Any]:
        """The options as the result's C(invocation) shows them; C(hidden) are secrets though not marked no_log."""
        view = masked(params, self.arguments["argument_spec"])
        return {name: MASK if name in hidden and value is not None else value for name, value in view.items()}

    def plain_secrets(self, params: t.Mapping[str, t.Any]) -> set[str]:
        """What Ansible is to mask everywhere in the result: the no_log options that are texts.

        Not the values inside a no_log dict, which Ansible would add too: a value such as "1" would mask half of the
        result. No result holds them.
        """
        values = self.secrets_of(params)
        return {value for value in values if isinstance(value, str) and len(value) >= SHORTEST_SECRET}

    def run(self) -> None:
        """Run as an ordinary module."""
        module = OrdinaryModule(self)
        module.no_log_values = self.plain_secrets(module.params)
        talk = ModuleTalk(module.warn, lambda text: None)
        result = self.execute(
            module.params, check_mode=module.check_mode, diff=module._diff, talk=talk, context=module.context
        )
        result["invocation"] = {"module_args": self.shown(module.params, talk.hidden_options)}
        if result.pop("failed", False):
            module.fail_json(**result)
        module.exit_json(**result)


class OrdinaryModule(AnsibleModule):
    """Ansible's side of a module that runs by itself."""

    def __init__(self, module: HerokuModule) -> None:
        self.module = module
        self.context = NO_CONTEXT
        super().__init__(**module.arguments)

    def _load_params(self) -> None:
        """Take what the action plugin tells of the run out of the options, which are the user's own."""
        super()._load_params()
        self.context = RunContext.of_option(self.params.pop(OPTION, None))

    def fail_json(self, msg: str, **details: t.Any) -> None:
        """Called by Ansible too, when options are wrong: then nobody has said yet how to show them."""
        details.setdefault("invocation", {"module_args": self.module.shown(self.params)})
        super().fail_json(msg, **details)


class ManagingModule(HerokuModule):
    """A module that makes Heroku look as its options say."""

    def __init__(self, resource: type[Resource], absent: bool = True) -> None:
        options = {**resource.options, **(STATE_OPTIONS if absent else {})}
        super().__init__(resource, options, resource.constraints)

    def work(self, resource: Resource, check_mode: bool, context: RunContext) -> dict[str, t.Any]:
        outcome = converge(resource, check_mode=check_mode, context=context)
        headers = dict.fromkeys(("before_header", "after_header"), resource.about())
        return {
            "changed": outcome.plan.changes,
            "diff": {"before": outcome.plan.before, "after": outcome.plan.after, **headers},
            **resource.result(outcome.record),
        }


class InfoModule(HerokuModule):
    """A module that only reads."""

    def __init__(self, resource: type[Resource]) -> None:
        super().__init__(resource, resource.info_options, resource.info_constraints)

    def work(self, resource: Resource, check_mode: bool, context: RunContext) -> dict[str, t.Any]:
        resource.check()
        return {"changed": False, **resource.info(resource.find())}
