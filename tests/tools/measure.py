# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coverage of plugins/: measure it in any process, and report it.

    python tests/tools/measure.py        # combine what the tests left in tests/output/coverage, print it, judge it

A process is measured when its environment has ``environment(label)`` and its Python has the coverage package: the
controller, its forked workers, and modules, which run inside their zip. The cores' virtual environments have it.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tree import CACHE, ROOT

CONFIG = ROOT / "tests" / "tools" / "coverage.ini"
DATA = ROOT / "tests" / "output" / "coverage"
FAIL_UNDER = 90  # per cent of lines and branches together


def environment(label: str) -> dict[str, str]:
    """Variables that make every Python process below record its coverage, in files tests/output/coverage/LABEL.*."""
    DATA.mkdir(parents=True, exist_ok=True)
    return {
        "COVERAGE_PROCESS_START": str(CONFIG),
        "COVERAGE_FILE": str(DATA / label),
        "COVERAGE_CHECKOUT": str(ROOT),
    }


def forget(label: str) -> None:
    """Remove what an earlier run with that label left behind."""
    for file in DATA.glob(f"{label}.*"):
        file.unlink()


def main() -> int:
    """Combine, print and judge; the exit code is 2 below the bound, and 1 where nothing was measured."""
    # Without a hash at the end of its name a file is unfinished: Ansible ends the last worker of a run while it writes.
    recorded = sorted(str(file) for file in DATA.glob("*.X*.H*"))
    if not recorded:
        sys.stderr.write(
            f"nothing was measured: {DATA.relative_to(ROOT)} is empty; run the unit and integration steps first\n"
        )
        return 1
    combined = CACHE / "coverage"
    combined.parent.mkdir(parents=True, exist_ok=True)
    coverage = [sys.executable, "-m", "coverage"]
    settings = [f"--rcfile={CONFIG}", f"--data-file={combined}"]
    variables = {**os.environ, "COVERAGE_CHECKOUT": str(ROOT)}
    combine = [*coverage, "combine", "--keep", "--quiet", *settings, *recorded]
    if subprocess.run(combine, cwd=ROOT, env=variables, check=False).returncode:
        return 1  # coverage has said why
    report = [*coverage, "report", *settings, f"--fail-under={FAIL_UNDER}"]
    return subprocess.run(report, cwd=ROOT, env=variables, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
