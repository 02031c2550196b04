# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The buildpacks of an app, in their order (behaviour.md 3.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import errors
from ..operation import View, operation, writer
from ..params import list_of, structure, text
from ..store import Record, Table
from .app import App, apps

if TYPE_CHECKING:
    from ..application import Call

URN = "urn:buildpack:"
REGISTRY = "https://buildpack-registry.s3.amazonaws.com/buildpacks/"
OFFICIAL = "heroku/"
_NAME = re.compile(r"[\w-]+/[\w-]+")
_URL = re.compile(r"(https?|git|ssh)://\S+|git@\S+")


@dataclass(kw_only=True)
class BuildpackInstallation(Record):
    """One buildpack of an app, at its place in the order."""

    app_id: str
    ordinal: int
    url: str

    @property
    def name(self) -> str:
        """The name in the registry, else the url."""
        for prefix in (URN, REGISTRY):
            if self.url.startswith(prefix):
                return self.url.removeprefix(prefix).removesuffix(".tgz")
        return self.url


buildpack_installations = Table(
    "buildpack_installations", BuildpackInstallation, parents={"app_id": apps}, secrets=("url",)
)


def location(buildpack: str) -> str:
    """Where a buildpack is that is given by name, url or urn. Raises the 422 for anything else [I]."""
    if buildpack.startswith(URN):
        buildpack = buildpack.removeprefix(URN)
    elif _URL.fullmatch(buildpack):
        return buildpack
    if not _NAME.fullmatch(buildpack):
        raise errors.invalid_params(f"Couldn't find the buildpack {buildpack}.")
    return f"{URN}{buildpack}" if buildpack.startswith(OFFICIAL) else f"{REGISTRY}{buildpack}.tgz"


@writer(BuildpackInstallation)
def write(item: BuildpackInstallation, view: View) -> dict[str, Any]:
    """The resource ``buildpack-installation``."""
    return {"ordinal": item.ordinal, "buildpack": {"url": item.url, "name": item.name}}


def _installed(app: App) -> list[BuildpackInstallation]:
    """In their order. Raises the error for an app whose buildpacks are in its project.toml."""
    if app.generation == "fir":
        raise errors.cnb_buildpacks()
    return sorted(buildpack_installations.where("app_id", app.id), key=lambda item: item.ordinal)


@operation("GET", "/apps/{app}/buildpack-installations", secret_body=True)
def list_(call: Call, app: App) -> list[BuildpackInstallation]:
    """Buildpack Installation List."""
    return _installed(app)


@operation(
    "PUT",
    "/apps/{app}/buildpack-installations",
    params={"updates": list_of(structure({"buildpack": text(required=True)}), required=True)},
    secret_body=True,
)
def update(call: Call, app: App) -> list[BuildpackInstallation]:
    """Buildpack Installation Update: replaces them all. It makes no release."""
    _installed(app)
    install(app, [location(item["buildpack"]) for item in call.body["updates"]])
    return _installed(app)


def install(app: App, urls: list[str]) -> None:
    """Replace an app's buildpacks."""
    for item in buildpack_installations.where("app_id", app.id):
        buildpack_installations.remove(item)
    for ordinal, url in enumerate(urls):
        buildpack_installations.add(BuildpackInstallation(app_id=app.id, ordinal=ordinal, url=url))
