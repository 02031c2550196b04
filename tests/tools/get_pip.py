# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ansible-test takes for its download of get-pip.py: sanity.py puts it where that one is looked for.

The pip that Python brings along installs the pip that is asked for, so a package registry is all that is needed.
ansible-test runs this file with the arguments of get-pip.py: options, and requirements such as ``pip==25.2``.
"""

from __future__ import annotations

import subprocess
import sys


def main(arguments: list[str]) -> int:
    """Install the requirements among the arguments; returns pip's exit code."""
    requirements = [argument for argument in arguments if argument not in ("--no-setuptools", "--no-wheel")]
    # In its own process: ensurepip ignores pip's configuration, and would make the pip below ignore it too.
    subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", *requirements], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
