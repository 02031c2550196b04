# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Code and documentation say the same of what an empty text means, for every text option of every module."""

from __future__ import annotations

import importlib
import sys

import modules
import pytest
import tree
import yaml

sys.path.insert(0, str(tree.link()))

from ansible_collections.community.heroku.plugins.doc_fragments import heroku as fragments
from ansible_collections.community.heroku.plugins.module_utils._engine.options import NONE, OMITTED

OMITTED_SENTENCE = "An empty string counts as not given."
REFUSED = "refused"


def fragment(name):
    part = name.partition("community.heroku.heroku")[2].lstrip(".").upper() or "DOCUMENTATION"
    return yaml.safe_load(getattr(fragments.ModuleDocFragment, part)).get("options", {})


def documented_options(module):
    """What the documentation says of each option of a module, fragments included."""
    found = {}
    documentation = modules.load(module, "DOCUMENTATION")
    for name in documentation.get("extends_documentation_fragment", []):
        if name.startswith("community.heroku."):
            found.update(fragment(name))
    return {**found, **documentation.get("options", {})}


def text_options(spec, documented, above=""):
    """Path and description of every option of a spec that is a text, or a list of texts."""
    for name, item in spec.items():
        about = documented[name]
        kinds = {item.get("type", "str"), item.get("elements")}
        if kinds & {"str", "path"} and not item.get("choices"):
            description = about["description"]
            yield f"{above}{name}", " ".join([description] if isinstance(description, str) else description)
        if "options" in item:
            yield from text_options(item["options"], about["suboptions"], f"{above}{name}.")


def documented_meaning(description):
    """What a description says of an empty text."""
    if OMITTED_SENTENCE in description:
        return OMITTED
    return NONE if "empty string" in " ".join(description.split()) else REFUSED


@pytest.mark.parametrize("module", modules.names())
def test_the_documentation_says_what_an_empty_text_means(module):
    made = importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{module}").MODULE
    described = dict(text_options(made.arguments["argument_spec"], documented_options(module)))
    meanings = {path: made.empty.get(path, REFUSED) for path in described}
    assert {path: documented_meaning(text) for path, text in described.items()} == meanings
    assert set(meanings.values()) <= {OMITTED, NONE, REFUSED}


@pytest.mark.parametrize("module", modules.names())
def test_nothing_is_said_of_options_that_there_are_not(module):
    made = importlib.import_module(f"ansible_collections.community.heroku.plugins.modules.{module}").MODULE
    own = set(getattr(made.resource, "empty", {})) if not modules.only_reads(module) else set()
    described = dict(text_options(made.arguments["argument_spec"], documented_options(module)))
    assert own <= set(described)


def test_the_fragment_says_what_holds_for_the_others():
    notes = yaml.safe_load(fragments.ModuleDocFragment.DOCUMENTATION)["notes"]
    assert any("is refused before anything is sent" in note and "default(omit)" in note for note in notes)
