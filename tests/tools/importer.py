# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let galaxy-importer judge the artefact as Automation Hub does where collections are certified.

Galaxy and the hub run it on what is uploaded; here it has the stricter settings of certification, and whatever it warns
of is an error. Sanity is apart from it (sanity.py --artefact): the importer would run that in a container.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import artefact
import venvs

# docs of galaxy-importer: what a certified collection is held to, beyond what a community collection is.
SETTINGS = """
[galaxy-importer]
CHECK_REQUIRED_TAGS = True
REQUIRE_V1_OR_GREATER = True
"""
# As its RUN_FLAKE8 does, but once for all files rather than once for each, which takes a minute.
RUN_FLAKE8 = """
import subprocess, sys
from galaxy_importer.constants import FLAKE8_IGNORE_ERRORS, FLAKE8_MAX_LINE_LENGTH, FLAKE8_SELECT_ERRORS
command = [sys.executable, "-m", "flake8", "--exit-zero", "--isolated", "--extend-ignore", FLAKE8_IGNORE_ERRORS]
command += ["--select", FLAKE8_SELECT_ERRORS, "--max-line-length", str(FLAKE8_MAX_LINE_LENGTH), "plugins"]
for line in subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
    print(f"WARNING: {line}")
"""
COMPLAINT = re.compile(r"(?:WARNING|ERROR|CRITICAL): (?P<text>.*)")
# The importer runs flake8 without any settings. PEP 8 itself asks for the operator at the beginning of a line, and for
# blanks around the colon of a slice whose ends are expressions: the formatter writes both.
FORMATTED = re.compile(r"\S+\.py:\d+:\d+: (?:W503|E203) ")


def complaints(output: str) -> list[str]:
    """What the importer complains of in what it printed, but for what the formatter wants so."""
    found = [match.group("text") for match in map(COMPLAINT.match, output.splitlines()) if match]
    return [text for text in found if not FORMATTED.match(text)]


def run(python: Path, scratch: Path) -> tuple[int, str]:
    """Build the artefact below ``scratch`` and let the importer judge it; returns its exit code and what it printed."""
    settings = scratch / "galaxy-importer.cfg"
    settings.write_text(SETTINGS, encoding="utf-8")
    environment = {
        **os.environ,
        "GALAXY_IMPORTER_CONFIG": str(settings),
        "HOME": str(scratch),
        # It calls ansible-doc, ansible-lint and flake8 by name.
        "PATH": os.pathsep.join([str(python.parent), os.environ["PATH"]]),
    }
    built = artefact.build(scratch)
    files = scratch / "files"
    with tarfile.open(built) as archive:
        archive.extractall(files, filter="data")
    code, printed = 0, ""
    for folder, command in ((files, ["-c", RUN_FLAKE8]), (scratch, ["-m", "galaxy_importer.main", str(built)])):
        done = subprocess.run(
            [str(python), *command],
            cwd=folder,
            env=environment,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        code, printed = code or done.returncode, printed + done.stdout
    return code, printed


def main() -> int:
    """Run it; the exit code is 1 where the artefact would not be taken, or not without a warning."""
    with tempfile.TemporaryDirectory() as scratch:
        code, output = run(venvs.ensure("importer"), Path(scratch))
    found = complaints(output)
    for complaint in found:
        print(complaint)
    print(output.splitlines()[-1])
    return 1 if code or found or not output.endswith("Importer processing completed successfully\n") else 0


if __name__ == "__main__":
    sys.exit(main())
