# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the documentation site with antsibull-docs and Sphinx, and check its links. A warning is an error.

    python tests/tools/docsite.py [--artefact] [--to tests/output/docsite]

Of the checkout as it is, or of the artefact that users install. Needs no network: what the pages refer to in Ansible's
own documentation stands in ANSIBLE below.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import artefact
import tree
import venvs
import yaml

COLLECTION = "community.heroku"
CONF = tree.ROOT / "docs" / "docsite" / "conf.py"
STYLE = tree.ROOT / "docs" / "docsite" / "site.css"
# What antsibull-docs calls a page of a plugin or a role in the list that the navigation is made of.
ENTRY = re.compile(
    r"^    (?P<page>(?P<name>\w+)_(?P<kind>module|filter|inventory|lookup|callback|role))$", re.MULTILINE
)
# Labels and variables of Ansible's documentation: the role that they are, and the page and anchor.
ANSIBLE = {
    "action_plugins": ("std:label", "plugins/action.html#action-plugins"),
    "ansible_configuration_settings": (
        "std:label",
        "reference_appendices/config.html#ansible-configuration-settings",
    ),
    "callback_plugins": ("std:label", "plugins/callback.html#callback-plugins"),
    "common_return_values": ("std:label", "reference_appendices/common_return_values.html#common-return-values"),
    **{
        f"ansible_collections.ansible.builtin.{name}_{kind}": (
            "std:label",
            f"collections/ansible/builtin/{name}_{kind}.html",
        )
        for name, kind in (("copy", "module"), ("uri", "module"), ("urlencode", "filter"))
    },
    **{
        name: ("std:envvar", f"reference_appendices/config.html#envvar-{name}")
        for name in (
            "ANSIBLE_CACHE_PLUGIN",
            "ANSIBLE_CACHE_PLUGIN_CONNECTION",
            "ANSIBLE_CACHE_PLUGIN_PREFIX",
            "ANSIBLE_CACHE_PLUGIN_TIMEOUT",
            "ANSIBLE_CALLBACKS_ENABLED",
        )
    },
}


def inventory() -> bytes:
    """ANSIBLE in the form that Sphinx reads (its version 2)."""
    lines = (f"{name} {role} 1 {page} {name}\n" for name, (role, page) in ANSIBLE.items())
    head = "# Sphinx inventory version 2\n# Project: ansible\n# Version: latest\n"
    head += "# The remainder of this file is compressed using zlib.\n"
    return head.encode() + zlib.compress("".join(lines).encode())


class Page(HTMLParser):
    """The links of a page, and what can be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for each tag."""
        values = dict(attrs)
        self.anchors |= {value for name in ("id", "name") if (value := values.get(name))}
        target = values.get("href" if tag in ("a", "link") else "src")
        if target:
            self.links.append(target)


def dead_links(site: Path) -> list[str]:
    """Links within the site that lead to no page, or to no place in one."""
    pages = {file.resolve(): Page(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")}
    dead = []
    for file, page in pages.items():
        for link in page.links:
            address, anchor = urldefrag(link)
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            target = (file.parent / unquote(urlsplit(address).path)).resolve() if address else file
            if not target.exists() or (anchor and target in pages and unquote(anchor) not in pages[target].anchors):
                dead.append(f"{file.relative_to(site.resolve())}: {link}")
    return sorted(set(dead))


def run(python: Path, command: str, *arguments: str | Path, **environment: str) -> None:
    """Run a command of a virtual environment. Raises subprocess.CalledProcessError, the command having said why."""
    search_path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": search_path, **environment}
    subprocess.run([str(python.with_name(command)), *map(str, arguments)], env=environment, check=True)


def with_short_names(index: str) -> str:
    """The index page with the plugins' own names in its navigation, as C(heroku_app), C(app (lookup)).

    Their pages are called by the full name and what they are for, which the navigation has no room for.
    """

    def named(entry: re.Match[str]) -> str:
        kind = "" if entry["kind"] == "module" else f" ({entry['kind']})"
        return f"    {entry['name']}{kind} <{entry['page']}>"

    return ENTRY.sub(named, index)


def build(collections: Path, site: Path, python: Path) -> None:
    """Build the site of the collection in a collections folder. Raises subprocess.CalledProcessError."""
    with tempfile.TemporaryDirectory() as scratch:
        pages = Path(scratch) / "rst"
        pages.mkdir(mode=0o700)
        options: list[str | Path] = [
            "collection",
            "--use-current",
            "--squash-hierarchy",
            "--fail-on-error",
            "--dest-dir",
            pages,
        ]
        run(python, "antsibull-docs", *options, COLLECTION, ANSIBLE_COLLECTIONS_PATH=str(collections), HOME=scratch)
        shutil.copy(CONF, pages)
        (pages / "static").mkdir()
        shutil.copy(STYLE, pages / "static")
        (pages / "ansible.inv").write_bytes(inventory())
        index = pages / "index.rst"
        index.write_text(with_short_names(index.read_text(encoding="utf-8")), encoding="utf-8")
        shutil.rmtree(site, ignore_errors=True)
        run(
            python, "sphinx-build", "-b", "html", "-W", "--keep-going", "-q", "-d", Path(scratch) / "trees", pages, site
        )


def without_empty_changelog(collection: Path) -> None:
    """Let the site have no page of changes as long as nothing was released: it would have no title."""
    changelog = yaml.safe_load((collection / "changelogs" / "changelog.yaml").read_text(encoding="utf-8"))
    if not changelog["releases"]:
        (collection / "docs" / "docsite" / "config.yml").write_text("changelog:\n  write_changelog: false\n", "utf-8")


def main() -> int:
    """Build the site, and check it."""
    parser = argparse.ArgumentParser(description="Build the documentation site.")
    parser.add_argument("--artefact", action="store_true", help="of the artefact that users install")
    parser.add_argument("--to", type=Path, default=tree.ROOT / "tests" / "output" / "docsite", help="the folder")
    options = parser.parse_args()
    python = venvs.ensure("docsite")
    with tempfile.TemporaryDirectory() as scratch:
        collections = Path(scratch) / "collections"
        if options.artefact:
            artefact.install(artefact.build(Path(scratch)), Path(scratch))
        else:
            tree.copy(collections)
        without_empty_changelog(collections / tree.INSIDE)
        build(collections, options.to, python)
    dead = dead_links(options.to)
    print("".join(f"dead link: {link}\n" for link in dead), end="")
    print(f"{len(list(options.to.rglob('*.html')))} pages in {options.to}, {len(dead)} dead links")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
