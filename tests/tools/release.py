# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a release from the fragments of the changelog, and build what is released. RELEASING.md says when.

    python tests/tools/release.py prepare 1.2.0         # make release VERSION=1.2.0
    python tests/tools/release.py build [--tag 1.2.0]   # make artefact ARGS="--tag 1.2.0"

``prepare`` writes the version and the changelog, and makes a commit and a tag; nothing leaves this machine. ``build``
leaves the artefact and the notes of its version in ``dist/``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import artefact
import yaml
from tree import ROOT

DIST = ROOT / "dist"
GALAXY = Path("galaxy.yml")
CODE = Path("plugins", "module_utils", "_api", "version.py")
CHANGELOG = Path("changelogs", "changelog.yaml")
FRAGMENTS = Path("changelogs", "fragments")
SUMMARY = "release_summary"
# Which part of the version a section of the changelog asks to go up, by https://semver.org.
MAJOR, MINOR, PATCH = range(3)
ASKS = {
    "breaking_changes": MAJOR,
    "removed_features": MAJOR,
    "major_changes": MINOR,
    "minor_changes": MINOR,
    "deprecated_features": MINOR,
}


class Refused(Exception):
    """The release cannot be made so; the text says what to do."""


def parts(version: str) -> tuple[int, ...]:
    """The numbers of a version ``1.2.0``; raises Refused for anything else."""
    if not re.fullmatch(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}", version):
        raise Refused(f"{version} is no version such as 1.2.0")
    return tuple(map(int, version.split(".")))


def load(root: Path, file: Path) -> Any:
    """A YAML file of a checkout."""
    return yaml.safe_load((root / file).read_text(encoding="utf-8"))


def sections(root: Path) -> set[str]:
    """The sections that the fragments of a checkout write into."""
    return {section for file in (root / FRAGMENTS).glob("*.yml") for section in yaml.safe_load(file.read_text("utf-8"))}


def check_version(version: str, released: list[str], written: set[str]) -> None:
    """Raise Refused unless a version comes after those released, far enough for the sections that are written."""
    if SUMMARY not in written:
        raise Refused(f"no fragment has a {SUMMARY}: write {FRAGMENTS}/{version}.yml")
    wanted = parts(version)
    last = max(map(parts, released), default=None)
    if last is None:
        return
    asked = min((ASKS.get(section, PATCH) for section in written), default=PATCH)
    told = ".".join(map(str, last))
    if wanted <= last:
        raise Refused(f"{version} does not come after {told}")
    if wanted[: asked + 1] <= last[: asked + 1]:
        reasons = ", ".join(sorted(section for section in written if ASKS.get(section, PATCH) == asked))
        raise Refused(f"{version} is too near to {told} for what the fragments have: {reasons}")


def write_version(root: Path, version: str) -> None:
    """Write a version wherever it stands."""
    for file, line in ((GALAXY, "version: {}"), (CODE, 'VERSION = "{}"')):
        pattern = "^" + re.escape(line).replace(r"\{\}", r"[\w.+-]+") + "$"
        text, count = re.subn(pattern, line.format(version), (root / file).read_text("utf-8"), flags=re.MULTILINE)
        if count != 1:
            raise Refused(f"{file} does not have one line for the version")
        (root / file).write_text(text, encoding="utf-8")


def run(root: Path, *command: str) -> str:
    """Run a command in a checkout, first looking beside this Python; returns what it prints, raises Refused."""
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PATH": search}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def prepare(root: Path, version: str) -> None:
    """Write version and changelog into a checkout without changes, commit that and tag it. Raises Refused."""
    if run(root, "git", "status", "--porcelain"):
        raise Refused("the work tree has changes: commit or stash them")
    if run(root, "git", "tag", "--list", version):
        raise Refused(f"there is a tag {version}")
    check_version(version, list(load(root, CHANGELOG)["releases"]), sections(root))
    write_version(root, version)
    run(root, "antsibull-changelog", "release", "--version", version)
    run(root, "antsibull-changelog", "lint-changelog-yaml", "--strict", str(CHANGELOG))
    run(root, "git", "add", "--all")
    run(root, "git", "commit", "--message", f"Release {version}")
    run(root, "git", "tag", "--annotate", version, "--message", f"Release {version}")


def build(root: Path, tag: str | None) -> Path:
    """Build the artefact of a checkout into its ``dist`` folder; returns it. Raises Refused where it is not of the tag.

    Of a version that is released, the notes are beside it.
    """
    version = load(root, GALAXY)["version"]
    released = version in load(root, CHANGELOG)["releases"]
    if tag is not None and (tag != version or not released):
        raise Refused(f"{GALAXY} has version {version}, {'' if released else 'not '}in the changelog; the tag is {tag}")
    dist = root / DIST.name
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        built = shutil.copy2(artefact.build(Path(scratch)), dist)
    if released:
        latest = ("--only-latest", "--output-format", "md", "--output", str(dist / "notes.md"))
        run(root, "antsibull-changelog", "generate", *latest)
    return Path(built)


def main(arguments: list[str]) -> int:
    """Prepare or build a release; the exit code is 1 where that is refused."""
    parser = argparse.ArgumentParser(description="Make a release.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("prepare").add_argument("version")
    commands.add_parser("build").add_argument("--tag")
    options = parser.parse_args(arguments)
    try:
        if options.command == "build":
            print(build(ROOT, options.tag).relative_to(ROOT))
        else:
            prepare(ROOT, options.version)
            print(f"Release {options.version} is committed and tagged. Look at it (git show), then let it out:")
            print(f"    git push origin HEAD:main {options.version}")
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
