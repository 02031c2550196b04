# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What builds and releases have in common: a history, newest first, and an output while they are pending.

behaviour.md 3.14, 3.15.
"""

from __future__ import annotations

import contextlib
import time
import typing as t
from collections import deque

from ansible_collections.community.heroku.plugins.module_utils.client import PAGE, backoff
from ansible_collections.community.heroku.plugins.module_utils.errors import (
    Failure,
    HerokuError,
    InvalidInput,
    Timeout,
)
from ansible_collections.community.heroku.plugins.module_utils.resource import AppResource, Resource

KEPT_LINES = 1000
LINES_IN_MESSAGE = 20
LONGEST_SILENCE = 30.0  # seconds without a line, after which the status is looked at
READ_ATTEMPTS = 3  # of an output that cannot be read although it is over


def newest(resource: AppResource, path: str, by: str, filters: t.Sequence[str]) -> list[dict[str, t.Any]]:
    """The newest of an app's list, up to the option C(limit), that are as the options named in C(filters) say.

    Heroku does not filter, so with a filter the longest page there is gets searched. Raises InvalidInput for a limit
    beyond it, and HerokuError.
    """
    limit = resource.params["limit"]
    if not 1 <= limit <= PAGE:
        raise InvalidInput(f"limit must be between 1 and {PAGE}, not {limit}.")
    wanted = {name: resource.given(name) for name in filters if resource.given(name) is not None}
    count = PAGE if wanted else limit
    items = resource.of_app(lambda: resource.client.newest(resource.in_app(path), by=by, count=count))
    return [item for item in items if all(item[name] == value for name, value in wanted.items())][:limit]


def without_address(record: dict[str, t.Any]) -> dict[str, t.Any]:
    """A build or release without the address of its output, which lets anybody read it."""
    return {name: value for name, value in record.items() if name != "output_stream_url"}


def new_output() -> deque[str]:
    """Room for the last lines of an output."""
    return deque(maxlen=KEPT_LINES)


def clean(resource: Resource, line: str) -> str:
    """A line of an output, to be shown: without secrets, and the null bytes that keep a silent connection open."""
    return resource.talk.censor(line.replace("\0", ""))


def end_of(output: t.Iterable[str]) -> str:
    """The last lines, to end an error message with; an empty text when there are none."""
    lines = list(output)[-LINES_IN_MESSAGE:]
    return "\n".join(["", "The end of the output:", *lines]) if lines else ""


def follow(
    resource: Resource, path: str, record: dict[str, t.Any], waiting_for: str, output: deque[str]
) -> dict[str, t.Any]:
    """Wait up to wait_timeout until a build or release has left C(pending), and return it as it is then.

    Each line of its output is said at once, and added to C(output). C(path) is where the status is looked up.

    The status is the truth and the output a convenience: one that cannot be read, or not yet (behaviour.md 3.14), is
    no failure. When it is asked for again it comes from its beginning, so the lines that were shown are passed over.
    Raises Timeout with C(output) in its details.
    """
    address = record["output_stream_url"]
    silence = min(LONGEST_SILENCE, resource.params["wait_timeout"])
    shown = 0
    complete = not address

    def read(until: float) -> None:
        nonlocal shown, complete
        with contextlib.suppress(HerokuError):
            for number, line in enumerate(resource.client.stream(address, patience=0, idle=silence, until=until), 1):
                if number > shown:
                    shown = number
                    output.append(clean(resource, line))
                    resource.talk.say(output[-1])
            complete = True

    def ask() -> dict[str, t.Any]:
        if not complete:
            read(resource.deadline)
        return resource.client.get(path)

    resource.talk.hide([address or ""])
    try:
        record = resource.wait_until(
            ask,
            done=lambda answer: answer["status"] != "pending",
            waiting_for=waiting_for,
            state=lambda answer: answer["status"],
        )
    except Timeout as timeout:
        timeout.details["output"] = list(output)
        raise
    for attempt in range(1, READ_ATTEMPTS):
        if complete:
            break
        time.sleep(backoff(attempt))
        read(time.monotonic() + LONGEST_SILENCE)
    return record


def await_release(
    resource: AppResource, release: dict[str, t.Any], output: deque[str] | None = None
) -> dict[str, t.Any]:
    """Wait up to wait_timeout until this release has left C(pending), saying what its release command says.

    The lines go into C(output) too, also those of a command that is over already.
    Returns the release; raises Timeout, and Failure when the command failed.
    """
    lines = new_output() if output is None else output
    if release["status"] == "pending" or release["output_stream_url"]:
        path = resource.in_app("/releases/{}", release["id"])
        waiting_for = f"the release phase of v{release['version']} of {resource.params['app']}"
        release = follow(resource, path, release, waiting_for, lines)
    if release["status"] != "succeeded":
        version = f"v{release['version']}"
        raise Failure(
            f"The release phase of {version} {release['status']}: the dynos go on running the release before it."
            + (end_of(lines) or f" 'heroku releases:output {version} --app {resource.params['app']}' shows why."),
            release=without_address(release),
            output=list(lines),
        )
    return release
