# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Let a simulated app write a line into its log again and again, so that whoever begins to wait for it gets a new one.

python write_later.py SIMULATOR_URL APP TEXT
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request

TIMES = 60


def main(url: str, app: str, text: str) -> None:
    """Write the line, twice a second."""
    line = json.dumps({"app": app, "text": text}).encode()
    for _time in range(TIMES):
        urllib.request.urlopen(urllib.request.Request(f"{url}/_simulator/log", data=line), timeout=30).close()
        time.sleep(0.5)


if __name__ == "__main__":
    main(*sys.argv[1:])
