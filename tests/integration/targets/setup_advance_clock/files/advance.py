# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Advance a simulator's clock by an hour, once a path has been asked for so many times from now on.

python advance.py SIMULATOR_URL PATH TIMES
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from urllib.parse import urlencode


def main(url: str, path: str, times: int) -> None:
    """Wait for the requests, then advance the clock."""
    log = f"{url}/_simulator/requests"
    with urllib.request.urlopen(log, timeout=30) as answer:
        since = max((entry["number"] for entry in json.load(answer)), default=0)
    seen = 0
    while seen < times:
        time.sleep(0.1)
        with urllib.request.urlopen(f"{log}?{urlencode({'path': path, 'since': since})}", timeout=30) as answer:
            seen = len(json.load(answer))
    advance = urllib.request.Request(f"{url}/_simulator/clock", data=b'{"advance": 3600}', method="POST")
    urllib.request.urlopen(advance, timeout=30).close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
