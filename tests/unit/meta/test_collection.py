# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the collection that have to agree with each other do."""

from __future__ import annotations

import re
from typing import Any

import artefact
import matrix
import modules
import pytest
import routing
import topics
import tree
import yaml
from ansible_collections.community.heroku.plugins.module_utils._api.version import VERSION
from ansible_collections.community.heroku.plugins.module_utils._fleet.document import by_every_name
from ansible_collections.community.heroku.plugins.module_utils._fleet.sections import APPS

ROOT = tree.ROOT
TARGETS = ROOT / "tests" / "integration" / "targets"
# Plugins that users name, by folder; all modules of ours begin with heroku_.
NAMED_PLUGINS = ("modules", "inventory", "lookup", "filter", "test", "callback")
SUPPORT = {True: {"check_mode": "full", "diff_mode": "N/A"}, False: {"check_mode": "full", "diff_mode": "full"}}


def load(path: str) -> Any:
    """A YAML file of the project."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_the_version_is_said_once():
    assert load("galaxy.yml")["version"] == VERSION


def test_requires_the_oldest_core_that_is_tested():
    assert load("meta/runtime.yml")["requires_ansible"] == f">={matrix.CORES[0].version}.0"


def test_the_readme_names_the_cores_that_are_tested():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| ansible-core \|.*$", readme, flags=re.MULTILINE)
    assert set(re.findall(r"2\.\d+", row)) == {core.version for core in (*matrix.CORES, *matrix.SMOKE_CORES)}


def test_each_python_that_the_readme_names_is_what_a_core_is_tested_with():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [(first, last)] = re.findall(r"^\| Python on the controller \|.* 3\.(\d+) to 3\.(\d+)", readme, flags=re.MULTILINE)
    preferred = {core.pythons[0] for core in (*matrix.CORES, *matrix.SMOKE_CORES)}
    assert {f"3.{minor}" for minor in range(int(first), int(last) + 1)} == preferred


def test_targets_of_modules_may_run_the_oldest_python_that_is_tested():
    assert load("tests/config.yml")["modules"]["python_requires"] == f">={matrix.TARGET_PYTHONS[0]}"


def test_the_action_group_has_exactly_the_modules():
    assert load("meta/runtime.yml")["action_groups"]["heroku"] == modules.names()


def test_the_action_group_of_an_app_has_exactly_the_modules_that_need_an_app(documentation: dict[str, Any]):
    group = load("meta/runtime.yml")["action_groups"]["app"]
    assert {"heroku_config", "heroku_domain_info"} < set(group) < set(modules.names())
    needed = [name for name in modules.names() if documentation[name]["doc"]["options"].get("app", {}).get("required")]
    assert group == [name for name in needed if documentation[name]["doc"]["options"]["app"]["type"] == "str"]


def test_what_scripts_write_is_fresh(capsys: pytest.CaptureFixture[str]):
    assert routing.main(["--check"]) == 0, capsys.readouterr().err


def test_every_module_has_an_integration_target_of_its_name():
    assert [name for name in modules.names() if not (TARGETS / name / "tasks" / "main.yml").is_file()] == []


def test_the_benchmark_counts_the_requests_of_every_module():
    [play] = yaml.safe_load((tree.ROOT / "tests" / "benchmarks" / "requests.yml").read_text(encoding="utf-8"))
    counted = {task["name"].partition(" | ")[0] for task in play["tasks"] if " | " in task["name"]}
    assert set(modules.names()) - counted == set()


def test_the_readme_lists_every_plugin():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    files = (file for kind in NAMED_PLUGINS for file in (ROOT / "plugins" / kind).glob("*.py"))
    named = set(re.findall(r"`(?:community\.heroku\.)?(\w+)`", readme))
    named |= {f"{name}{modules.INFO}" for name in re.findall(r"`(heroku_\w+)` \+", readme)}
    assert {file.stem for file in files} - named == set()


def test_the_readme_lists_no_module_that_is_not_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (listed,) = re.findall(rf"{topics.MARKS[0]}(.*){topics.MARKS[1]}", readme, flags=re.DOTALL)
    named = set(re.findall(r"`(heroku_\w+)`", listed))
    assert named - set(modules.names()) == set()
    siblings = {f"{name}{modules.INFO}" for name in re.findall(r"`(heroku_\w+)` \+", listed)}
    assert siblings - set(modules.names()) == set()


def test_the_guide_to_the_modules_names_none_that_is_not_there():
    guide = (ROOT / "docs" / "finding.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(heroku_\w+)`", guide))
    assert "heroku_app" in named
    assert named - set(modules.names()) == set()


@pytest.mark.parametrize("heading", ["Requirements", "Installation", "Testing", "Contributing", "License"])
def test_the_readme_has_what_users_look_for(heading: str):
    assert re.search(rf"^#+ .*{heading}", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("name", modules.names())
def test_attributes_say_what_the_module_does(name: str, documentation: dict[str, Any]):
    attributes = documentation[name]["doc"]["attributes"]
    said = {attribute: attributes[attribute]["support"] for attribute in ("check_mode", "diff_mode")}
    assert said == SUPPORT[modules.only_reads(name)]
    assert modules.only_reads(name) or not name.endswith(modules.INFO)
    assert attributes["action_group"]["membership"] == ["community.heroku.heroku"]
    assert modules.arguments(name)["supports_check_mode"] is True


# What a second run may change, and how its documentation says so. All others are held by the targets' tasks "| again"
# (tests/integration/rules.py).
DONE_EACH_TIME = re.compile(
    r"\b(?:each run|always (?:a|reports a) change|(?:changes something|as a change|access token) each time"
    r"|a second run creates another)\b"
)


@pytest.mark.parametrize("name", modules.names())
def test_a_module_is_idempotent_or_says_when_it_is_not(name: str, documentation: dict[str, Any]):
    shown = documentation[name]["doc"]
    attribute = shown["attributes"]["idempotent"]
    told = yaml.safe_dump([shown["description"], shown["options"]], width=10_000)
    assert (attribute["support"] != "full") == bool(DONE_EACH_TIME.search(told))
    if modules.only_reads(name):
        assert attribute["support"] == "full"
    if attribute["support"] != "full":
        options = set(re.findall(r"O\((\w+)", " ".join(attribute["details"])))
        assert options <= set(shown["options"])
        assert attribute["support"] == ("none" if not options and name != "heroku_slug" else "partial")


@pytest.mark.parametrize("name", modules.names())
def test_a_module_says_what_python_it_needs(name: str, documentation: dict[str, Any]):
    assert documentation[name]["doc"]["requirements"].count(f"python >= {matrix.TARGET_PYTHONS[0]}") == 1


@pytest.mark.parametrize("name", modules.names())
def test_the_documentation_is_of_this_module(name: str):
    assert modules.load(name, "DOCUMENTATION")["module"] == name


@pytest.mark.parametrize("name", [name for name in modules.names() if name.endswith(modules.INFO)])
def test_an_info_module_has_no_state(name: str):
    assert "state" not in modules.arguments(name)["argument_spec"]


ROLES = sorted(path.name for path in (ROOT / "roles").iterdir() if path.is_dir())


def options_of(role: str) -> set[str]:
    """The variables that a role's argument spec describes."""
    return set(load(f"roles/{role}/meta/argument_specs.yml")["argument_specs"]["main"]["options"])


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_listed_described_and_tested(role: str):
    assert f"roles/{role}/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    described = (ROOT / "roles" / role / "README.md").read_text(encoding="utf-8")
    assert [name for name in options_of(role) if f"`{name}`" not in described] == []
    assert (TARGETS / f"role_{role}" / "tasks" / "main.yml").is_file()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_says_what_it_supports(role: str):
    attributes = load(f"roles/{role}/meta/argument_specs.yml")["argument_specs"]["main"]["attributes"]
    assert set(attributes) == {"check_mode", "diff_mode", "idempotent"}
    assert [name for name, said in attributes.items() if said["support"] != "full" and not said.get("details")] == []


@pytest.mark.parametrize("role", ROLES)
def test_ansible_masks_no_part_of_a_dict_that_a_role_is_given(role: str):
    """With no_log, ansible-core 2.22 would mask each value inside of it wherever that occurs."""
    pending = dict(load(f"roles/{role}/meta/argument_specs.yml")["argument_specs"]["main"]["options"])
    while pending:
        name, option = pending.popitem()
        assert not option.get("no_log") or option["type"] == "str", name
        pending.update(option.get("options", {}))


def keys_of_an_app() -> set[str]:
    """What a document can say of an app."""
    return {*by_every_name(APPS.own.options), *(key for item in APPS.sections for key in (item.name, *item.beside))}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_knows_the_variables_that_it_describes(role: str):
    (block,) = load(f"roles/{role}/tasks/main.yml")
    assert sorted(block["vars"][f"__{role}_known"]) == sorted(options_of(role))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_uses_the_variables_that_it_describes(role: str):
    """By their names, or, those of the role app, all of them alike, as keys of a document with a prefix."""
    known = rf"__{role}_known: \[[^]]*\]"
    files = (ROOT / "roles" / role / "tasks").glob("*.yml")
    texts = [re.sub(known, "", path.read_text(encoding="utf-8")) for path in files]
    used = set(re.findall(rf"\b{role}_\w+", " ".join(texts)))
    set_inside = rf"(?:register|loop_var): ({role}_\w+)|^ +({role}_\w+):"
    own = {name for text in texts for names in re.findall(set_inside, text, re.MULTILINE) for name in names}
    alike = {f"app_{key}" for key in keys_of_an_app()} if role == "app" else set()
    assert used - own <= options_of(role)
    assert options_of(role) - used <= alike


def test_there_are_no_sanity_ignore_files():
    assert list((ROOT / "tests" / "sanity").glob("ignore*")) == []


# What belongs to a machine, or to the making of the project, and not to the project.
FORBIDDEN = re.compile(
    # written so that this file does not match itself
    r"(?<![\w.$}~-])/" + r"(?:work|farm|root)/"
    r"|\.lib" + r"rary\b"
    r"|shared/" + r"hooks"
    r"|\.py" + r"env/versions/\d"
)


@pytest.mark.parametrize("text", ["see /" + "work/main/x", "at /" + "root/.netrc", "x ../shared/" + "hooks/y"])
def test_what_is_forbidden_is_found(text: str):
    assert FORBIDDEN.search(text)


@pytest.mark.parametrize("text", ["../shared/api/schema.json", "https://example.com/network/", "a/work/b", "/rooted/"])
def test_what_is_allowed_is_not_found(text: str):
    assert not FORBIDDEN.search(text)


def test_no_file_speaks_of_a_machine():
    found = []
    for file in tree.files():
        text = (ROOT / file).read_bytes().decode("utf-8", errors="ignore")
        found += [f"{file}: {match.group()}" for match in FORBIDDEN.finditer(text)]
    assert found == []


def test_every_file_at_the_top_is_shipped_or_left_out_on_purpose():
    ignored = load("galaxy.yml")["build_ignore"]
    top = {file.parts[0] for file in tree.files() if len(file.parts) == 1 and not file.name.startswith(".")}
    shipped = {name for name in artefact.SHIPPED if "/" not in name} | {"galaxy.yml"}
    assert top - shipped - set(ignored) == set()


def announced(kind: str) -> set[str]:
    """The roles or playbooks that the changelog names: of releases, and of the fragments of the next one."""
    fragments = [load(str(file.relative_to(ROOT))) for file in (ROOT / "changelogs" / "fragments").glob("*.yml")]
    entries = [entry for fragment in fragments for entry in fragment.get(f"add object.{kind}", [])]
    for release in load("changelogs/changelog.yaml")["releases"].values():
        entries += release.get("objects", {}).get(kind, [])
    return {entry["name"] for entry in entries}


def test_the_changelog_announces_every_role_and_playbook():
    assert announced("role") == set(ROLES)
    assert announced("playbook") == {file.stem for file in (ROOT / "playbooks").glob("*.yml")}
