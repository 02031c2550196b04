# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the simulator's own package as a user does, install it, and use it: its command, its fixtures, its examples."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "heroku_simulator"
COMMAND = "heroku-simulator"
# What users do with the fixtures.
SUITE = """
import pytest

names = []

@pytest.mark.parametrize("number", range(3))
def test_each_test_has_one_of_its_own(heroku_simulator, number):
    assert heroku_simulator.requests() == []
    assert heroku_simulator.backdoor("GET", "clock")["mode"] == "instant"
    heroku_simulator.exchange("GET", "/apps").head()
    names.append(heroku_simulator.url)

def test_no_two_were_the_same():
    assert len(set(names)) == 3

@pytest.mark.heroku_simulator("pipeline", clock="0", port=None)
def test_the_mark(heroku_simulator, heroku_simulators):
    assert len(heroku_simulator.backdoor("GET", "state")["tables"]["pipelines"]) == 1
    assert heroku_simulator.backdoor("GET", "clock")["mode"] == "0"
    assert heroku_simulators(token="mine").token == "mine"
"""


def run(*command: str, **more: str) -> str:
    """Run a command with more environment variables; returns what it prints.

    Raises subprocess.CalledProcessError, the command having said why.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, env={**environment, **more}, check=True, stdout=subprocess.PIPE, text=True, timeout=300
    ).stdout


def build(folder: Path, scratch: Path) -> Path:
    """Build the wheel of the package in a folder; returns its path, below ``scratch``."""
    run(sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", str(scratch / "wheels"), str(folder))
    (wheel,) = (scratch / "wheels").glob("*.whl")
    return wheel


def complaints(wheel: Path, folder: Path) -> Iterator[str]:
    """What is wrong with the files in a wheel of the package in a folder."""
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
        about = {name.partition(".dist-info/")[2] for name in archive.namelist()} - {""}
    wanted = {str(file.relative_to(folder)) for file in (folder / PACKAGE).rglob("*") if file.is_file()}
    wanted = {name for name in wanted if "__pycache__" not in name}
    yield from (f"{wheel.name} lacks {name}" for name in sorted(wanted - inside))
    yield from (f"{wheel.name} has {name}" for name in sorted(inside - wanted))
    yield from (
        f"{wheel.name} lacks its {name}" for name in ("entry_points.txt", "licenses/LICENSE") if name not in about
    )


def install(wheel: Path, scratch: Path) -> Path:
    """Install a wheel with all that it asks for, and pytest; returns the folder of commands, below ``scratch``."""
    commands = scratch / "environment" / "bin"
    run(sys.executable, "-m", "uv", "venv", "--quiet", "--python", sys.executable, str(commands.parent))
    pip = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(commands / "python"))
    run(*pip, f"{wheel}[requests]", "pytest")
    return commands


def answer(commands: Path) -> str:
    """Start the command, ask it something, stop it; returns the e-mail address of the account that its token is of."""
    process = subprocess.Popen(
        [str(commands / COMMAND), "--port", "0", "--clock", "instant"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        headers = {"Accept": "application/vnd.heroku+json; version=3", "Authorization": f"Bearer {ready['token']}"}
        request = urllib.request.Request(f"{ready['url']}/account", headers=headers)  # noqa: S310 - on loopback
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            found: str = json.loads(response.read())["email"]
        return found
    finally:
        process.terminate()
        process.communicate()


def blocks(text: str, language: str) -> list[str]:
    """The blocks of one language in Markdown."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def typed(pages: list[Path], commands: Path, wheel: Path, scratch: Path) -> Iterator[str]:
    """Type the shell commands of the manual, page by page, and run its Python; tells what fails.

    What it installs is the wheel, and a port that is free stands for the one that it names.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    install = f"{sys.executable} -m uv pip install --quiet --python {commands / 'python'} {wheel}"
    lines = "\n".join(block for page in pages for block in blocks(page.read_text(encoding="utf-8"), "shell"))
    script = lines.replace("pip install ./tests/simulator", install).replace("5001", port)
    more = {"PATH": f"{commands}{os.pathsep}{os.environ['PATH']}"}
    stop = "trap 'kill $(jobs -p)' EXIT"
    yield from _trial("the commands of the manual", ["bash", "-euxc", f"{stop}\n{script}"], scratch, more)
    for page in pages:
        for number, block in enumerate(blocks(page.read_text(encoding="utf-8"), "python"), 1):
            file = scratch / f"test_{page.parent.name}_{page.stem}_{number}.py"
            file.write_text(block, encoding="utf-8")
            tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider"] if "\ndef test_" in block else []
            run_it = [str(commands / "python"), *tests, str(file)]
            yield from _trial(f"the Python in {page.parent.name}/{page.name}, {number}", run_it, scratch, more)


def _trial(what: str, command: list[str], folder: Path, more: dict[str, str]) -> Iterator[str]:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        yield f"{what}: {done.stdout}{done.stderr}"


def use(commands: Path, version: str, scratch: Path) -> Iterator[str]:
    """Use what was installed in ways that users do; tells what went wrong."""
    said = run(str(commands / COMMAND), "--version").strip()
    if said != f"{COMMAND} {version}":
        yield f"{COMMAND} --version says {said}"
    if "examples:" not in run(str(commands / COMMAND), "--help"):
        yield f"{COMMAND} --help has no examples"
    if answer(commands) != "owner@example.com":
        yield f"{COMMAND} does not serve the default world"
    suite = scratch / "test_suite.py"
    suite.write_text(SUITE, encoding="utf-8")
    done = run(str(commands / "pytest"), "-q", "--strict-markers", "-W", "error", "-p", "no:cacheprovider", str(suite))
    if "5 passed" not in done:
        yield f"the fixtures of pytest do not work: {done}"


def main(folder: Path, manual: Path, scratch: Path) -> list[str]:
    """Build, install and use the package in a folder, as its manual says. Returns what is wrong with it."""
    wheel = build(folder, scratch)
    version = wheel.name.split("-")[1]
    commands = install(wheel, scratch)
    pages = [manual / "README.md", *sorted(set(manual.glob("*.md")) - {manual / "README.md"})]
    found = [*complaints(wheel, folder), *use(commands, version, scratch)]
    for typist in (pages, [folder / "README.md"]):
        found += typed(typist, commands, wheel, scratch)
    return found
