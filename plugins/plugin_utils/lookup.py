# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lookups have in common: the client, what was read already, and errors as Ansible wants them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import typing as t

from ansible import constants as C
from ansible import context
from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display
from ansible_collections.community.heroku.plugins.module_utils._ansible.module import ModuleReporter, client_for
from ansible_collections.community.heroku.plugins.module_utils._api.errors import Failure
from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Facts, Missing, Need, View
from ansible_collections.community.heroku.plugins.module_utils._engine.shadow import Changes, Digest, Shadow
from ansible_collections.community.heroku.plugins.module_utils._engine.values import (
    KNOWN_LATER,
    UNKNOWN,
    Observed,
    Record,
    Value,
    concealed,
)

# A task evaluates each of its templates by itself, one after the other: what one of them read is good for the next.
# It is no longer by the time that C(until) looks again, or another task does.
KEPT = 1.0  # seconds
# What was read and when, in this process only: a process begins with a copy of what its parent had.
_read: dict[tuple[int, str, str], tuple[float, t.Any]] = {}


def kept(key: tuple[int, str, str]) -> Value:
    """What was read a moment ago, or None. Everything older is forgotten."""
    earliest = time.monotonic() - KEPT
    for old in [known for known, (read_at, _answer) in _read.items() if read_at < earliest]:
        _read.pop(old, None)
    return _read[key][1] if key in _read else None


def foreseen(value: Value) -> Value:
    """A value as a template gets it: words in the place of what nobody can know in a run in check mode."""
    return KNOWN_LATER if value is UNKNOWN or isinstance(value, Digest) else concealed(value, KNOWN_LATER)


class HerokuLookup(LookupBase):
    """A lookup that reads things of apps. A subclass has M(look_up), which is called once for each term."""

    def look_up(self, term: str) -> Observed:
        """The value for one term. Raises Failure."""
        raise NotImplementedError

    def run(self, terms: list[t.Any], variables: Record | None = None, **kwargs: t.Any) -> list[t.Any]:
        """The values of the terms, in their order."""
        self.set_options(var_options=variables, direct=kwargs)
        self.has_default = "default" in kwargs
        self.reporter = ModuleReporter(Display().warning, lambda text: None)
        self.facts: Facts | None = None  # of this evaluation, however long it takes
        with contextlib.ExitStack() as self.connections:
            try:
                return [self.look_up(str(term)) for term in terms]
            except Failure as failure:
                raise AnsibleLookupError(self.reporter.censor(str(failure))) from None
            finally:
                self.reporter.tell_warnings()

    def option(self, name: str) -> str:
        """A text; one that comes from a variable may be a template."""
        value = self.get_option(name)
        return "" if value is None else str(self._templar.template(value))

    def ask(self, question: t.Callable[[View], Observed]) -> Observed:
        """The answer to a question to the facts; in a run in check mode, as they would be by then. Raises Failure."""
        facts = self.facts = self.facts or self.new_facts()
        account = f"{facts.client.url} {facts.client.auth.token}"
        changes = Shadow(C.DEFAULT_LOCAL_TMP, account).changes() if context.CLIARGS.get("check") else ()
        see = Changes(changes).over
        while True:
            try:
                return question(see(facts.view()))
            except Missing as missing:
                for need in missing.needs:
                    self.read(facts, need, (os.getpid(), hashlib.sha256(account.encode()).hexdigest(), need.path))

    @staticmethod
    def read(facts: Facts, need: Need, key: tuple[int, str, str]) -> None:
        """Read a fact, once in a moment. Raises Failure."""
        answer = kept(key)
        if answer is None:
            _read[key] = time.monotonic(), facts.get(need)
        else:
            facts.prime(need, answer)

    def new_facts(self) -> Facts:
        """An empty store, whose connections are closed with the evaluation. Raises Failure."""
        timeouts = {name: self.get_option(name) for name in ("connect_timeout", "read_timeout")}
        texts = {name: self.option(name) for name in ("api_url", "api_key", "two_factor_code")}
        client = client_for({**timeouts, **texts}, self.reporter)
        self.connections.callback(client.session.close)
        return Facts(client, self.reporter.hide)
