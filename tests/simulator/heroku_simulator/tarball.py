# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a build finds in an uploaded tarball.

``Procfile`` makes the process types. Without one, the first of these markers that is there gives the default ``web``:
``package.json`` with a start script (``npm start``), ``composer.json`` or ``index.php`` (``heroku-php-apache2``),
``config.ru`` (``bundle exec rackup``), ``static.json`` (``bin/boot``). Without any of them the build fails, as it does
when there is a file ``.heroku-simulator-fail``, whose text is then the end of the log.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
from dataclasses import dataclass, field

FAIL_MARKER = ".heroku-simulator-fail"
LARGEST_MEMBER = 1024 * 1024

_PROCFILE_LINE = re.compile(r"([A-Za-z0-9_-]{1,128}):\s*(.+)")
_BARE_WORD = re.compile(r"[A-Za-z0-9_-]{1,128}(?=\s|$)")
_LANGUAGES = {
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


@dataclass
class Source:
    """What was found: the process types, the language, or why there is nothing to run."""

    process_types: dict[str, str] = field(default_factory=dict)
    declared_by: str = "Procfile"
    language: str | None = None
    problem: list[str] = field(default_factory=list)


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


def read(content: bytes, *, fir: bool = False) -> Source:
    """Look into a tarball, compressed or not; only files at its top level count.

    ``fir``: whether names of process types are normalised, as apps of that generation have it.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            return _look(archive, _files(archive), fir=fir)
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
