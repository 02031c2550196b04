# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of pytest; they are there wherever this package is installed.

``heroku_simulator`` is a simulator for one test: with the default world, an instant clock and a port of its own, unless
the test says otherwise, by what ``Simulator`` takes: ``@pytest.mark.heroku_simulator(world="pipeline", clock="0")``.
``heroku_simulators`` starts more of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .simulator import Simulator

MARK = "heroku_simulator"


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", f"{MARK}(world=None, **more): how the simulator of the test is to start.")


@pytest.fixture
def heroku_simulators() -> Iterator[Callable[..., Simulator]]:
    """Start simulators that end with the test, each with what ``Simulator`` takes; the clock is instant by default."""
    from .simulator import Simulator  # noqa: PLC0415 - only the tests that want one wait for it

    with ExitStack() as stack:
        yield lambda *arguments, **more: stack.enter_context(Simulator(*arguments, **{"clock": "instant", **more}))


@pytest.fixture
def heroku_simulator(request: pytest.FixtureRequest, heroku_simulators: Callable[..., Simulator]) -> Simulator:
    """A simulator that no other test uses."""
    mark = request.node.get_closest_marker(MARK)
    arguments: tuple[Any, ...] = mark.args if mark else ()
    return heroku_simulators(*arguments, **(mark.kwargs if mark else {}))
