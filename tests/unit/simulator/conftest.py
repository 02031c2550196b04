# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulator for the tests of this folder, started once, reset before each test, and a small client for it."""

from __future__ import annotations

import datetime as dt
import io
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tree import ROOT

sys.path.insert(0, str(ROOT / "tests" / "simulator"))

from heroku_simulator import Simulator
from heroku_simulator.context import Context

ACCEPT = "application/vnd.heroku+json; version=3"


class Api:
    """One user of the API. Every call asserts its status, 2xx unless another one is expected."""

    def __init__(self, running: Simulator, session: requests.Session, token: str | None = None) -> None:
        self.running = running
        self.url = running.url
        self._session = session
        self._token = token or running.token

    def as_(self, token: str) -> Api:
        """The same simulator with another token."""
        return Api(self.running, self._session, token)

    def send(
        self, method: str, path: str, body: Any = None, *, status: int | None = None, variant: str = "", **headers: Any
    ) -> requests.Response:
        """Send a request. A header given as None is left out."""
        response = self.ask(method, path, body, variant=variant, **headers)
        if status is None:
            assert 200 <= response.status_code < 300, (method, path, response.status_code, response.text)
        else:
            assert response.status_code == status, (method, path, response.status_code, response.text)
        return response

    def ask(self, method: str, path: str, body: Any = None, *, variant: str = "", **headers: Any) -> requests.Response:
        """Send a request, whatever its status will be."""
        sent = {
            "Accept": f"{ACCEPT}.{variant}" if variant else ACCEPT,
            "Authorization": f"Bearer {self._token}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self._session.request(method, self.url + path, json=body, headers=sent, timeout=30)

    def get(self, path: str, **more: Any) -> Any:
        return self.send("GET", path, **more).json()

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("POST", path, body, **more).json()

    def patch(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("PATCH", path, body, **more).json()

    def delete(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("DELETE", path, body, **more).json()

    def app(self, name: str = "shop", **more: Any) -> dict[str, Any]:
        """Make an app."""
        return self.post("/apps", {"name": name, **more})

    def deploy(self, app: str = "shop", **process_types: str) -> dict[str, Any]:
        """Release a slug with these process types; returns the release."""
        slug = self.post(f"/apps/{app}/slugs", {"process_types": process_types or {"web": "bin/web"}})
        return self.post(f"/apps/{app}/releases", {"slug": slug["id"]})

    def upload(self, files: dict[str, str]) -> dict[str, str]:
        """Upload files; returns the source that builds, app setups and review apps take."""
        blob = self.post("/sources")["source_blob"]
        self._session.put(blob["put_url"], data=self.tarball(files), timeout=30).raise_for_status()
        return {"url": blob["get_url"]}

    def build(self, files: dict[str, str], app: str = "shop", **source: Any) -> dict[str, Any]:
        """Upload files and build them; returns the build as it was answered at first."""
        return self.post(f"/apps/{app}/builds", {"source_blob": {**self.upload(files), **source}})

    @staticmethod
    def tarball(files: dict[str, str]) -> bytes:
        """Files as a compressed archive."""
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for name, text in files.items():
                info = tarfile.TarInfo(f"./{name}")
                info.size = len(text.encode())
                archive.addfile(info, io.BytesIO(text.encode()))
        return buffer.getvalue()

    @staticmethod
    def pair(hostname: str) -> dict[str, str]:
        """A certificate for a hostname, signed by itself, that ends with the year 2026, and its private key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, hostname)])
        start, end = (dt.datetime(year, 1, 1, tzinfo=dt.timezone.utc) for year in (2026, 2027))
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        builder = builder.serial_number(1).not_valid_before(start).not_valid_after(end)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(hostname)]), critical=False)
        chain = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()
        private_key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return {"certificate_chain": chain, "private_key": private_key}

    @staticmethod
    def public_key() -> str:
        """A public key for SSH."""
        made = ed25519.Ed25519PrivateKey.generate().public_key()
        return made.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()

    def certificate(self) -> str:
        """A certificate alone, as identity providers have one."""
        return self.pair("idp.example.com")["certificate_chain"]

    def text(self, url: str) -> str:
        """What lies at a url that needs no credentials."""
        response = self._session.get(url, timeout=30)
        assert response.status_code == 200, response.text
        return response.text

    def descriptions(self, app: str = "shop") -> list[str]:
        """The descriptions of all releases, oldest first."""
        return [release["description"] for release in self.get(f"/apps/{app}/releases")]

    def fault(self, **fault: Any) -> None:
        """Put a fault in."""
        self.running.backdoor("POST", "faults", fault)

    def clock(self, **body: Any) -> None:
        """Set the clock, or move it."""
        self.running.backdoor("POST", "clock", body)

    def switch(self, **answers: str) -> None:
        """Set switches."""
        self.running.backdoor("POST", "switches", answers)


@pytest.fixture(autouse=True)
def _context() -> Iterator[None]:
    """What a test that calls the simulator's own functions changes by them, nobody else sees."""
    with Context().active():
        yield


@pytest.fixture(scope="session")
def running() -> Iterator[Simulator]:
    # For the step `schema`, which holds all that is said here against Heroku's own schema.
    exchanges = ROOT / "tests" / "output" / "units" / "exchanges.jsonl"
    exchanges.parent.mkdir(parents=True, exist_ok=True)
    exchanges.unlink(missing_ok=True)
    with Simulator(clock="instant", token="token-of-the-tests", record=exchanges) as started:
        yield started


@pytest.fixture(scope="session")
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        yield opened


@pytest.fixture
def api(running: Simulator, session: requests.Session) -> Api:
    """The first account of the default world, on an instant clock."""
    running.reset()
    return Api(running, session)


@pytest.fixture(scope="session")
def user_of() -> type[Api]:
    """Make a user of any simulator, with a session."""
    return Api


@pytest.fixture
def frozen(api: Api) -> Api:
    """The same with a clock that stands still until it is moved."""
    api.clock(mode="0")
    return api


@pytest.fixture
def other(api: Api) -> Api:
    """Another account."""
    return api.as_("simulator-token-other")


@pytest.fixture
def make_api(session: requests.Session) -> Iterator[Callable[..., Api]]:
    """Start one more simulator, with what ``Simulator`` takes."""
    with ExitStack() as stack:
        yield lambda **how: Api(stack.enter_context(Simulator(**how)), session)
