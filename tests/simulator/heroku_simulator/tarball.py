# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a build finds in an uploaded tarball.

``Procfile`` makes the process types. Without one, the first of these markers that is there gives the default ``web``:
``package.json`` with a start script (``npm start``), ``composer.json`` or ``index.php`` (``heroku-php-apache2``),
``config.ru`` (``bundle exec rackup``), ``static.json`` (``bin/boot``). Without any of them the build fails, as it does
when there is a file ``.heroku-simulator-fail``, whose text is then the end of the log.

For the container stack it is ``heroku.yml`` that counts: ``build.docker`` names a Dockerfile by process type, ``run``
the commands, which without it are the ``CMD`` of the Dockerfile, ``release.command`` the release command.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import yaml

NO_MANIFEST = (
    "Your app does not include a heroku.yml build manifest. To deploy your app, either create a heroku.yml: "
    "https://devcenter.heroku.com/articles/build-docker-images-heroku-yml\n"
    "Or change your stack by running: 'heroku stack:set heroku-24'"
)
FAIL_MARKER = ".heroku-simulator-fail"
LARGEST_MEMBER = 1024 * 1024

_PROCFILE_LINE = re.compile(r"([A-Za-z0-9_-]{1,128}):\s*(.+)")
_BARE_WORD = re.compile(r"[A-Za-z0-9_-]{1,128}(?=\s|$)")
_LANGUAGES = MappingProxyType(
    {
        "requirements.txt": "Python",
        "pyproject.toml": "Python",
        "package.json": "Node.js",
        "Gemfile": "Ruby",
        "config.ru": "Ruby",
        "composer.json": "PHP",
        "index.php": "PHP",
        "go.mod": "Go",
        "pom.xml": "Java",
        "static.json": "Static",
    }
)


@dataclass
class Source:
    """What was found: the process types, the language, or why there is nothing to run.

    ``dockerfiles`` are the images to build for the container stack: the path of a Dockerfile by process type.
    """

    process_types: dict[str, str] = field(default_factory=dict)
    declared_by: str = "Procfile"
    language: str | None = None
    problem: list[str] = field(default_factory=list)
    dockerfiles: dict[str, str] = field(default_factory=dict)


def _files(archive: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """The files by their paths. One directory that holds all of them, as in GitHub's archives, does not count."""
    names = {info.name.removeprefix("./"): info for info in archive.getmembers() if info.isfile()}
    tops = {name.partition("/")[0] for name in names if "/" in name}
    if len(tops) == 1 and all("/" in name for name in names):
        return {name.partition("/")[2]: info for name, info in names.items()}
    return names


def _member(archive: tarfile.TarFile, names: dict[str, tarfile.TarInfo], name: str) -> str | None:
    if name not in names:
        return None
    opened = archive.extractfile(names[name])
    return opened.read(LARGEST_MEMBER).decode("utf-8", "replace") if opened else None


def member(content: bytes, name: str) -> str | None:
    """The text of a file at the top level of a tarball; None when it is not there, or it is no tarball."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            return _member(archive, _files(archive), name)
    except (tarfile.TarError, EOFError, OSError):
        return None


def read(content: bytes, *, fir: bool = False, container: bool = False) -> Source:
    """Look into a tarball, compressed or not; only files at its top level count.

    ``fir``: whether names of process types are normalised, as apps of that generation have it. ``container``: whether
    images are built of it, as ``heroku.yml`` says.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            names = _files(archive)
            return _look_for_images(archive, names) if container else _look(archive, names, fir=fir)
    except (tarfile.TarError, EOFError, OSError):
        return Source(problem=["Unable to unpack the source: it is not a tar archive."])


def _look(archive: tarfile.TarFile, names: dict[str, tarfile.TarInfo], *, fir: bool) -> Source:
    source = Source(language=next((language for name, language in _LANGUAGES.items() if name in names), None))
    failure = _member(archive, names, FAIL_MARKER)
    if failure is not None:
        source.problem = failure.splitlines() or ["Build failed."]
        return source
    procfile = _member(archive, names, "Procfile")
    if procfile is not None:
        source.process_types = _process_types(procfile)
        if fir:
            types = source.process_types.items()
            source.process_types = {name.lower().replace("_", "-"): command for name, command in types}
        return source
    web = _default_web(archive, names)
    if web is None:
        source.problem = [
            "No default language could be detected for this app.",
            "HINT: This occurs when Heroku cannot detect the buildpack to use for this application automatically.",
            "See https://devcenter.heroku.com/articles/buildpacks",
        ]
        return source
    source.process_types = {"web": web}
    source.declared_by = "buildpack"
    return source


def _look_for_images(archive: tarfile.TarFile, names: dict[str, tarfile.TarInfo]) -> Source:
    """What ``heroku.yml`` says. The texts were recorded in 2018 and 2021; what comes after the second is ours [I]."""
    manifest = _member(archive, names, "heroku.yml")
    if manifest is None:
        return Source(problem=NO_MANIFEST.splitlines())
    try:
        said = yaml.safe_load(manifest)
        images = {name: item if isinstance(item, str) else item["dockerfile"] for name, item in _images(said).items()}
        commands = {name: _command(item) for name, item in (said.get("run") or {}).items()}
        release = _command(said["release"]) if said.get("release") else None
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        return Source(
            problem=["Your heroku.yml manifest is invalid. Please correct the following issues:", f"{error!r:.200}"]
        )
    missing = sorted(set(images.values()) - set(names))
    if missing:
        return Source(problem=[f"There is no {missing[0]} to build an image of."])
    types = {name: _cmd(_member(archive, names, path) or "") for name, path in images.items() if name != "release"}
    types.update(commands)
    if release is not None:
        types["release"] = release
    return Source(process_types=types, declared_by="heroku.yml", dockerfiles=images)


def _images(manifest: Any) -> dict[str, Any]:
    """The Dockerfiles of a manifest by process type. Raises what a manifest of another shape leads to."""
    images: dict[str, Any] = manifest["build"]["docker"]
    return dict(images.items())


def _command(item: Any) -> str:
    """A command of ``heroku.yml``: a text, or the lines below ``command``."""
    return item if isinstance(item, str) else " && ".join(item["command"])


def _cmd(dockerfile: str) -> str:
    """The last CMD of a Dockerfile, as a command of the shell."""
    found = re.findall(r"^CMD\s+(.+)$", dockerfile, re.MULTILINE | re.IGNORECASE)
    try:
        return " ".join(json.loads(found[-1])) if found else ""
    except ValueError:
        return str(found[-1]).strip()


def _process_types(procfile: str) -> dict[str, str]:
    """What a Procfile declares. A line without a colon is a process type with an empty command (recorded.md A 20)."""
    found: dict[str, str] = {}
    for line in (line.strip() for line in procfile.splitlines()):
        if match := _PROCFILE_LINE.fullmatch(line):
            found[match[1]] = match[2]
        elif match := _BARE_WORD.match(line):
            found[match[0]] = ""
    return found


def _default_web(archive: tarfile.TarFile, names: dict[str, tarfile.TarInfo]) -> str | None:
    """The command that a buildpack would give the type ``web`` without a Procfile."""
    package = _member(archive, names, "package.json")
    if package is not None:
        try:
            if "start" in json.loads(package).get("scripts", {}):
                return "npm start"
        except (ValueError, AttributeError):
            return None
    for marker, command in (
        ("composer.json", "heroku-php-apache2"),
        ("index.php", "heroku-php-apache2"),
        ("config.ru", "bundle exec rackup"),
        ("static.json", "bin/boot"),
    ):
        if marker in names:
            return command
    return None
