# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The runner of the gates tells the truth about them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import matrix
import pytest
import steps
import test as runner


@pytest.fixture(autouse=True)
def _logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(runner, "LOGS", tmp_path / "logs")
    monkeypatch.delenv("CI", raising=False)


def python(code: str, **environment: str) -> steps.Command:
    """A command that runs a piece of Python."""
    return steps.Command([sys.executable, "-c", code], environment)


def step(name: str, *commands: steps.Command, **more: object) -> steps.Step:
    """A step of these commands."""
    return steps.Step(name, "", lambda: list(commands), **more)


def missing() -> list[steps.Command]:
    """Commands of a step whose Python is not here."""
    raise matrix.MissingPython("no Python 3.77")


def run(monkeypatch: pytest.MonkeyPatch, *chosen: steps.Step) -> int:
    """Run all gates, these being all."""
    monkeypatch.setattr(runner, "STEPS", list(chosen))
    monkeypatch.setattr(sys, "argv", ["test.py"])
    return runner.main()


def test_all_is_well(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    assert run(monkeypatch, step("one", python("print('quiet')")), step("two", python(""))) == 0
    out = capfd.readouterr().out
    assert out.endswith("\n2 passed, 0 failed\n")
    assert "quiet" not in out


def test_one_command_that_fails_fails_its_step_and_the_rest_still_runs(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    failing = step("bad", python("print('reason'); raise SystemExit(3)"), python("print('after')"))
    assert run(monkeypatch, failing, step("good", python(""))) == 1
    out = capfd.readouterr().out
    assert out.endswith("\n1 passed, 1 failed\n")
    assert "reason" in out
    assert "after" in out


def test_what_failed_is_named_at_the_end_with_what_tells_why(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    """A log that is cut in its middle still says it."""
    failing = step("bad", python("print('FAI' 'LED tests/x.py::test_y'); print('...'); raise SystemExit(3)"))
    assert run(monkeypatch, failing, step("good", python(""))) == 1
    end = capfd.readouterr().out.splitlines()[-5:]
    assert end[0] == "bad:"
    assert "FAILED tests/x.py::test_y" in end[1]
    assert end[2] == "FAILED: bad"


def test_output_worth_reading_is_shown(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    assert run(monkeypatch, step("one", python("print('figures')"), show=True)) == 0
    assert "figures" in capfd.readouterr().out


def test_a_missing_python_is_said_and_fails_only_where_the_gates_are_the_law(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    lacking = steps.Step("lacking", "", missing)
    assert run(monkeypatch, lacking) == 0
    out = capfd.readouterr().out
    assert "NOT RUN, for want of a Python: lacking" in out
    assert "no Python 3.77" in out
    monkeypatch.setenv("CI", "true")
    assert run(monkeypatch, lacking) == 1
    assert capfd.readouterr().out.endswith("\n0 passed, 1 failed\n")


def test_a_command_that_is_not_there_fails_its_step(monkeypatch: pytest.MonkeyPatch):
    assert run(monkeypatch, step("gone", steps.Command(["/nonexistent/command"]))) == 1


def test_a_step_waits_for_those_it_is_after(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    note = tmp_path / "note"
    last = step("last", python(f"raise SystemExit(open({str(note)!r}).read() != 'x')"), after=("first", "not chosen"))
    first = step("first", python(f"import time; time.sleep(0.3); open({str(note)!r}, 'w').write('x')"))
    assert run(monkeypatch, last, first) == 0


def test_no_more_run_at_a_time_than_there_are_processors_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    code = (
        "import os, pathlib, time\n"
        f"folder = pathlib.Path({str(tmp_path)!r}); mine = folder / f'run-{{os.getpid()}}'; mine.touch()\n"
        "time.sleep(0.3); running = len(list(folder.glob('run-*'))); mine.unlink()\n"
        f"raise SystemExit(running > {runner.AT_A_TIME})"
    )
    assert run(monkeypatch, *(step(f"step-{number}", python(code)) for number in range(5))) == 0


def test_a_command_that_takes_too_long_is_ended_with_all_it_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(runner, "LONGEST_COMMAND", 0.7)
    note = tmp_path / "note"
    child = f"import time; time.sleep(2); open({str(note)!r}, 'w')"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    begun = time.monotonic()
    assert run(monkeypatch, step("slow", python(parent))) == 1
    assert time.monotonic() - begun < 2
    time.sleep(2)
    assert not note.exists()


@pytest.mark.parametrize("ignored", [False, True])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_what_runs(tmp_path: Path, sign: signal.Signals, ignored: bool):
    """Also where a shell started the gates in its background, with interrupts ignored."""
    started, ended = tmp_path / "started", tmp_path / "ended"
    first = f"import time; open({str(started)!r}, 'w'); time.sleep(2); open({str(ended)!r}, 'w')"
    second = f"open({str(ended)!r}, 'w')"
    program = (
        f"import signal; signal.signal(signal.SIGINT, signal.{'SIG_IGN' if ignored else 'SIG_DFL'})\n"
        "import pathlib, sys, test, steps\n"
        f"test.LOGS = pathlib.Path({str(tmp_path)!r}); sys.argv = ['test.py']\n"
        f"commands = [steps.Command([sys.executable, '-c', code]) for code in ({first!r}, {second!r})]\n"
        "test.STEPS = [steps.Step('one', '', lambda: commands)]\n"
        "raise SystemExit(test.main())"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=Path(runner.__file__).parent) as process:
        while not started.exists():
            time.sleep(0.05)
        process.send_signal(sign)
        assert process.wait(timeout=2) == 130
    time.sleep(2)
    assert not ended.exists()


def test_a_command_gets_its_variables(monkeypatch: pytest.MonkeyPatch):
    code = "import os; raise SystemExit(os.environ['A_VARIABLE'] != 'value')"
    assert run(monkeypatch, step("one", python(code, A_VARIABLE="value"))) == 0


def test_an_unknown_step_is_an_error_that_names_the_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "argv", ["test.py", "lnit"])
    with pytest.raises(SystemExit):
        runner.main()
    assert "lint" in capsys.readouterr().err


def test_every_step_is_after_steps_that_there_are():
    names = {gate.name for gate in steps.STEPS}
    assert {name for gate in steps.STEPS for name in gate.after} <= names
