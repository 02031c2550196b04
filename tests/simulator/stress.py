# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Let many clients read and write at once, each its own app, then look at the state as a whole.

    python tests/simulator/stress.py [--seconds 30] [--clients 100]

Starts a simulator on loopback, and ends it. No answer may hold what belongs to another client, every reference must
resolve, and the releases of each app must be numbered without gaps. Ends with 1 when something is wrong.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Tables = dict[str, list[dict[str, Any]]]

# Fields called so that hold no id of a record: what is made up for other services, or stands for nothing simulated.
NOT_REFERENCES = frozenset("aws_account_id aws_vpc_id certificate_id manager_id pcx_id provider_id vpc_id".split())


class Client:
    """One client: an app of its own, whose state it knows. ``wrong`` collects what it was told and cannot be."""

    def __init__(self, url: str, token: str, number: int) -> None:
        address = urlsplit(url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        self._headers = {
            "Accept": "application/vnd.heroku+json; version=3",
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }
        self._chance = random.Random(number)
        self._config: dict[str, str] = {}
        self._domains: set[str] = set()
        self.app = f"stress-{number}"
        self.counts: Counter[str] = Counter()
        self.longest = 0.0
        self.wrong: list[str] = []

    def run(self, until: float) -> None:
        """Make the app, then read and write until then."""
        self._send("POST", "/apps", {"name": self.app})
        actions: list[Callable[[], None]] = [
            *[self._read_config, self._read_app, self._read_releases] * 2,
            self._list_apps,
            self._write_config,
            self._add_domain,
            self._remove_domain,
        ]
        try:
            while time.monotonic() < until:
                self._chance.choice(actions)()
        except (OSError, http.client.HTTPException) as problem:
            self.wrong.append(f"{self.app}: {problem!r}")
        finally:
            self._connection.close()

    def _send(self, method: str, path: str, body: Any = None) -> Any:
        started = time.monotonic()
        data = None if body is None else json.dumps(body)
        self._connection.request(method, path, body=data, headers=self._headers)
        response = self._connection.getresponse()
        answer = json.loads(response.read())
        self.longest = max(self.longest, time.monotonic() - started)
        self.counts["reads" if method == "GET" else "writes"] += 1
        if response.status >= 300:
            self.wrong.append(f"{method} {path}: {response.status} {answer}")
        return answer

    def _expect(self, what: str, found: Any, wanted: Any) -> None:
        if found != wanted:
            self.wrong.append(f"{what} of {self.app} is {found!r}, not {wanted!r}")

    def _read_config(self) -> None:
        self._expect("config", self._send("GET", f"/apps/{self.app}/config-vars"), self._config)

    def _read_app(self) -> None:
        self._expect("name", self._send("GET", f"/apps/{self.app}").get("name"), self.app)

    def _read_releases(self) -> None:
        releases = self._send("GET", f"/apps/{self.app}/releases")
        self._expect("app of releases", {release["app"]["name"] for release in releases}, {self.app})

    def _list_apps(self) -> None:
        names = [app["name"] for app in self._send("GET", "/apps")]
        self._expect("times that it is listed", names.count(self.app), 1)

    def _write_config(self) -> None:
        self._config = {"OWNER": self.app, "TURN": str(self.counts.total())}
        self._expect("config", self._send("PATCH", f"/apps/{self.app}/config-vars", self._config), self._config)

    def _add_domain(self) -> None:
        hostname = f"www{self.counts.total()}.{self.app}.example"
        if len(self._domains) < 20:
            made = self._send("POST", f"/apps/{self.app}/domains", {"hostname": hostname, "sni_endpoint": None})
            self._expect("hostname", made.get("hostname"), hostname)
            self._domains.add(hostname)

    def _remove_domain(self) -> None:
        if self._domains:
            self._send("DELETE", f"/apps/{self.app}/domains/{self._domains.pop()}")


def broken_invariants(tables: Tables) -> list[str]:
    """What cannot be in a state as the back door dumps it, in words."""
    found = [f"{name}: {count} records with one id" for name, count in _doubles(tables)]
    ids = {row["id"] for rows in tables.values() for row in rows}
    for name, rows in tables.items():
        for row in rows:
            found += [
                f"{name}: {field} {value} of {row['id']} is nothing"
                for field, value in row.items()
                if field.endswith("_id") and value is not None and field not in NOT_REFERENCES and value not in ids
            ]
    versions: dict[str, list[int]] = {}
    for release in tables["releases"]:
        versions.setdefault(release["app_id"], []).append(release["version"])
    for app in tables["apps"]:
        numbers = sorted(versions.get(app["id"], []))
        if numbers != list(range(1, app["last_version"] + 1)):
            found.append(f"apps: {app['name']} has the releases {numbers}, the last being {app['last_version']}")
    return found


def _doubles(tables: Tables) -> Iterator[tuple[str, int]]:
    for name, rows in tables.items():
        yield from ((name, count) for count in Counter(row["id"] for row in rows).values() if count > 1)


def stress(url: str, token: str, clients: int, seconds: float) -> list[str]:
    """Run the clients against a simulator and print figures; returns what is wrong."""
    everyone = [Client(url, token, number) for number in range(clients)]
    begun = time.monotonic()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda client: client.run(begun + seconds), everyone))
    took = time.monotonic() - begun
    counts = sum((client.counts for client in everyone), Counter[str]())
    print(
        f"{clients} clients, {counts['reads']} reads, {counts['writes']} writes in {took:.1f} s, "
        f"{counts.total() / took:.0f} a second; the longest took {max(client.longest for client in everyone):.2f} s",
        flush=True,
    )
    return [problem for client in everyone for problem in client.wrong]


def main(arguments: list[str] | None = None) -> int:
    """Start a simulator and stress it. Returns the exit code."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--clients", type=int, default=100)
    given = options.parse_args(arguments)
    command = [sys.executable, str(Path(__file__).parent), "--clock", "instant", "--rate-limit", "100000000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    # Whatever happens, this ends.
    limit = threading.Timer(given.seconds + 120, process.kill)
    limit.start()
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        problems = stress(ready["url"], ready["token"], given.clients, given.seconds)
        connection = http.client.HTTPConnection(urlsplit(ready["url"]).netloc, timeout=60)
        connection.request("GET", "/_simulator/state?secrets=1")
        tables: Tables = json.loads(connection.getresponse().read())["tables"]
        problems += broken_invariants(tables)
    finally:
        limit.cancel()
        process.terminate()
        process.communicate()
    for problem in problems[:20]:
        print(problem)
    print(f"{sum(map(len, tables.values()))} records checked, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
