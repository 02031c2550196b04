# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What builds and releases have in common: an output while they are pending. behaviour.md 3.14, 3.15."""

from __future__ import annotations

import typing as t

from .._engine.execute import Run
from .._engine.facts import Need
from .._engine.output import LONGEST_SILENCE, end_of
from .._engine.plan import Desired, Status, Verdict, Wait
from .._engine.resource import Resource
from .._engine.values import Observed, Record
from .common import RELEASES

OUTPUT = "output"  # the key under which what is followed holds the lines that were read
CODE = "code"  # the key under which a release holds what it runs, where Heroku does not tell


def without_address(record: Record) -> Record:
    """A build or release as Heroku shows it, but for the address of its output, which lets anybody read that."""
    return {name: value for name, value in record.items() if name not in ("output_stream_url", OUTPUT, CODE)}


def is_followed(record: Record) -> bool:
    """Whether a build or release is under way, or has an output."""
    return record["status"] == "pending" or bool(record["output_stream_url"])


def follow(want: Desired, wait: Wait, record: Record, run: Run, need: Need) -> Record:
    """One look at a build or release, for ``watch``; returns it as it is then, with the lines so far as ``OUTPUT``.

    What it says meanwhile is read, and said at once: until its end, until it is silent, or until the deadline. ``need``
    is where to look it up. Raises HerokuError.
    """
    output, client, reporter = run.output(wait), run.client, run.reporter
    output.address = record["output_stream_url"] or output.address
    idle = min(LONGEST_SILENCE, want["wait_timeout"])
    output.read(client, reporter, idle=idle, until=run.until(want))
    record = run.facts.refresh(need) or record
    if record["status"] != "pending":
        output.read_rest(client, reporter)
    return {**record, OUTPUT: list(output.lines)}


def look_at_release(want: Desired, wait: Wait, release: Record, run: Run) -> Record:
    """One look, as by ``follow``, at a release of the app in the option ``app``; one that has no more to say stays."""
    if not is_followed(release):
        return release
    return follow(want, wait, release, run, RELEASES.named(release["id"], want["app"]))


def follow_release(want: Desired, wait: Wait, run: Run) -> Record:
    """One look at a release of the app in the option ``app``, for the ``watch`` of a wait aside.

    It is the one whose id the wait is about, or else the newest when this is first called: that of a write. Returns it
    as ``follow`` does; raises HerokuError.
    """
    output, app = run.output(wait), want["app"]
    if output.record is None and wait.about:
        output.record = run.facts.get(RELEASES.named(wait.about[0], app))
    elif output.record is None:
        output.record = run.facts.refresh(RELEASES.newest(1, app, by="version"))[0]
    output.record = look_at_release(want, wait, output.record, run)
    return {OUTPUT: [], **output.record}


def release_of(build: Record, app: str, ask: t.Callable[[Need], t.Any]) -> Record | None:
    """The release that a build brought, from ``ask``, which answers a need; None when there is none yet.

    Heroku's schema does not require a build to tell it (recorded.md E): then it is the newest one, unless that is older
    or runs another slug.
    """
    told = build["release"]
    if isinstance(told, dict):
        return t.cast("Record | None", ask(RELEASES.named(told["id"], app)))
    if told is not None or build["status"] != "succeeded":
        return None
    newest = next(iter(ask(RELEASES.newest(1, app, by="version"))), None)
    if newest is None or newest["created_at"] < build["created_at"]:
        return None
    another = build["slug"] and newest["slug"] and build["slug"]["id"] != newest["slug"]["id"]
    return None if another else newest


def judge_release(want: Desired, release: Record) -> Verdict:
    """How far the release phase is of what ``follow_release`` returned: a pure function, for ``judge``."""
    version, lines = f"v{release['version']}", release[OUTPUT]
    if release["status"] == "pending":
        return Verdict(
            Status.PENDING, "pending", f"the release phase of {version} of {want['app']}", {OUTPUT: lines or None}
        )
    if release["status"] == "succeeded":
        return Verdict(Status.READY)
    return Verdict(
        Status.FAILED,
        f"The release phase of {version} {release['status']}: the dynos go on running the release before it."
        + (end_of(lines) or f" 'heroku releases:output {version} --app {want['app']}' shows why."),
        details={"release": without_address(release), OUTPUT: lines},
    )


class ReleasePhase(Resource):
    """A resource that waits for one thing only, in a wait aside: the release that its writes bring."""

    @classmethod
    def watch(cls, want: Desired, wait: Wait, record: Observed, run: Run) -> Record:
        return follow_release(want, wait, run)

    @classmethod
    def judge(cls, want: Desired, wait: Wait, record: Observed) -> Verdict:
        return judge_release(want, record)
