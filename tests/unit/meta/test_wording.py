# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users read, documentation and messages alike, is in plain English, in the words of the field.

Each expression is one that was in many places, with what says the same.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import tree

INSTEAD = {
    r"\bempty texts?\b": "empty string",
    r"\bat the most\b": "at most",
    r"\b(read|made|make it|makes it|begin|start|provisioned|looked at) anew\b": "again",
    r"\btakes? (it|them) away\b": "removes it",
    r"\bis content with\b": "accepts",
    r"\b(it|that|this) all the same\b": "anyway",
    r"\bhas to be a text\b": "must be a string",
    r"\bis no (valid )?(\w+ )?(name|address|URL|key)\b": "is not a valid name",
    r"\bWhether [^.]{1,60} (is|are) to (be|exist|go|wait)\b": "should",
    r"\b(a|the|each|every) mend\b": "fix",
    r"\blooks? into TLS\b": "inspects TLS",
    r"\bmay be had\b|\bcan be had\b": "is available",
    r"\bsmall scope\b": "limited scope",
}
WORDS = {re.compile(pattern): instead for pattern, instead in INSTEAD.items()}
PLUGINS = sorted((tree.ROOT / "plugins").rglob("*.py"))
TEXTS = [
    path
    for pattern in ("*.md", "docs/*.md", "docs/docsite/rst/*.rst", "docs/simulator/*.md", "roles/**/*.md",
                    "roles/**/*.yml", "playbooks/**/*.yml", "extensions/**/*.yml", "changelogs/fragments/*.yml")
    for path in sorted(tree.ROOT.glob(pattern))
]  # fmt: skip


def read_by_users(path: Path) -> list[str]:
    """The texts in a file that users read: of Python, the strings that are not docstrings."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return [source]
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


@pytest.mark.parametrize("path", [*PLUGINS, *TEXTS], ids=lambda path: str(path.relative_to(tree.ROOT)))
def test_what_users_read_is_in_plain_words(path: Path) -> None:
    for text in read_by_users(path):
        plain = " ".join(text.split())
        found = {match[0]: instead for word, instead in WORDS.items() if (match := word.search(plain))}
        assert not found, f"{path.relative_to(tree.ROOT)}: each of these has a plain word: {found}"
