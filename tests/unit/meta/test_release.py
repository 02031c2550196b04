# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A release is made of the fragments by one command, and GitHub's workflows run what people run."""

from __future__ import annotations

import re
import shutil
import tarfile
from pathlib import Path
from typing import Any

import matrix
import pytest
import release
import tree
import yaml

WORKFLOWS = sorted((tree.ROOT / ".github").glob("*/**/*.yml"))
TARGETS = set(re.findall(r"^([a-z]+):", (tree.ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A committed checkout of nothing but what a release touches, with a fragment and no release yet."""
    root = tmp_path / "ansible_collections" / "community" / "heroku"
    others = (".gitignore", "LICENSE", "README.md", "changelogs/config.yaml")
    for file in (release.GALAXY, release.CODE, *map(Path, others)):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tree.ROOT / file, root / file)
    (root / release.CHANGELOG).write_text("---\nancestor: null\nreleases: {}\n", encoding="utf-8")
    (root / release.FRAGMENTS).mkdir()
    release.run(root, "git", "init", "--quiet")
    release.run(root, "git", "config", "user.name", "A maintainer")
    release.run(root, "git", "config", "user.email", "maintainer@example.com")
    commit(root, first="release_summary: The first one.", new="minor_changes: [heroku_app - does more.]")
    return root


def commit(root: Path, **fragments: str) -> None:
    """Commit a checkout with these fragments."""
    for name, text in fragments.items():
        (root / release.FRAGMENTS / f"{name}.yml").write_text(f"---\n{text}\n", encoding="utf-8")
    release.run(root, "git", "add", "--all")
    release.run(root, "git", "commit", "--quiet", "--allow-empty", "--message", "Work")


def test_a_release_is_the_version_the_changelog_a_commit_and_a_tag(checkout: Path):
    release.prepare(checkout, "1.4.0")
    assert release.load(checkout, release.GALAXY)["version"] == "1.4.0"
    assert '\nVERSION = "1.4.0"\n' in (checkout / release.CODE).read_text(encoding="utf-8")
    told = (checkout / "CHANGELOG.rst").read_text(encoding="utf-8")
    assert "v1.4.0\n" in told
    assert "heroku_app - does more." in told
    assert list((checkout / release.FRAGMENTS).glob("*.yml")) == []
    assert release.run(checkout, "git", "status", "--porcelain") == ""
    assert release.run(checkout, "git", "describe", "--exact-match").strip() == "1.4.0"


@pytest.mark.parametrize(
    ("version", "released", "sections"),
    [
        ("0.1.0", [], ["breaking_changes"]),
        ("1.4.1", ["1.4.0", "1.3.9"], ["bugfixes", "security_fixes", "known_issues"]),
        ("1.10.0", ["1.4.0", "1.9.0"], ["minor_changes", "bugfixes"]),
        ("1.5.0", ["1.4.0"], ["deprecated_features"]),
        ("2.0.0", ["1.4.0"], ["removed_features", "minor_changes"]),
    ],
)
def test_a_version_that_goes_up_as_far_as_the_fragments_ask_is_taken(
    version: str, released: list[str], sections: list[str]
):
    release.check_version(version, released, {release.SUMMARY, *sections})


@pytest.mark.parametrize(
    ("version", "section", "refusal"),
    [
        ("1.4.0", "bugfixes", r"1\.4\.0 does not come after 1\.4\.0"),
        ("1.3.9", "bugfixes", r"1\.3\.9 does not come after 1\.4\.0"),
        ("1.4.1", "minor_changes", r"1\.4\.1 is too near to 1\.4\.0 .*: minor_changes"),
        ("1.4.1", "deprecated_features", r"1\.4\.1 is too near to 1\.4\.0 .*: deprecated_features"),
        ("1.5.0", "breaking_changes", r"1\.5\.0 is too near to 1\.4\.0 .*: breaking_changes"),
        ("1.5.0", "removed_features", r"1\.5\.0 is too near to 1\.4\.0 .*: removed_features"),
        *((text, "bugfixes", "no version such as") for text in ("1.5", "v1.5.0", "1.5.0-beta", "01.5.0", "")),
    ],
)
def test_another_version_is_refused(version: str, section: str, refusal: str):
    with pytest.raises(release.Refused, match=refusal):
        release.check_version(version, ["1.0.0", "1.4.0", "1.3.0"], {release.SUMMARY, "bugfixes", section})


def test_a_release_without_a_summary_is_refused(checkout: Path):
    (checkout / release.FRAGMENTS / "first.yml").unlink()
    commit(checkout)
    with pytest.raises(release.Refused, match="no fragment has a release_summary"):
        release.prepare(checkout, "1.4.0")


def test_a_work_tree_with_changes_is_refused_and_left_alone(checkout: Path):
    (checkout / "README.md").write_text("Changed.\n", encoding="utf-8")
    with pytest.raises(release.Refused, match="has changes"):
        release.prepare(checkout, "1.4.0")
    assert release.load(checkout, release.CHANGELOG)["releases"] == {}


def test_the_artefact_is_built_where_the_tag_is_what_is_released(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tree, "ROOT", checkout)
    version = release.load(checkout, release.GALAXY)["version"]
    assert release.build(checkout, None).name == f"community-heroku-{version}.tar.gz"
    with pytest.raises(release.Refused, match=r"not in the changelog"):
        release.build(checkout, version)
    release.prepare(checkout, "1.4.0")
    with pytest.raises(release.Refused, match=r"the tag is 1\.4\.1"):
        release.build(checkout, "1.4.1")
    built = release.build(checkout, "1.4.0")
    assert built.parent == checkout / "dist"
    with tarfile.open(built) as archive:
        assert {"MANIFEST.json", "CHANGELOG.rst"} < set(archive.getnames())
    assert "does more" in (checkout / "dist" / "notes.md").read_text(encoding="utf-8")


def strings(value: Any) -> list[str]:
    """All texts in a document."""
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in strings(part)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_runs_targets_that_there_are(file: Path):
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    run = {target for text in strings(workflow) for target in re.findall(r"(?<![\w`])make ([a-z]+)\b", text)}
    jobs = workflow.get("jobs", {}).values()
    run |= {target for job in jobs for target in job.get("strategy", {}).get("matrix", {}).get("target", [])}
    assert run - TARGETS == set()
    assert run or "test.yml" not in str(file)


def test_the_nightly_run_has_the_gates_that_are_too_long_for_others():
    nightly = yaml.safe_load((tree.ROOT / ".github" / "workflows" / "nightly.yml").read_text(encoding="utf-8"))
    assert {"matrix", "inputs", "faults", "conformance", "stress", "devel"} <= set(
        nightly["jobs"]["long"]["strategy"]["matrix"]["target"]
    )


def test_workflows_set_up_every_python_that_something_is_tested_on():
    action = (tree.ROOT / ".github" / "actions" / "set-up" / "action.yml").read_text(encoding="utf-8")
    [setting] = [step["with"] for step in yaml.safe_load(action)["runs"]["steps"]]
    needed = {python for core in (*matrix.CORES, *matrix.SMOKE_CORES) for python in core.pythons}
    assert set(setting["python-version"].split()) == needed | set(matrix.TARGET_PYTHONS)


def test_every_action_of_others_is_pinned_to_a_commit():
    used = [use for file in WORKFLOWS for use in re.findall(r"uses: (\S+)", file.read_text(encoding="utf-8"))]
    assert len(used) > 5
    assert [use for use in used if not re.fullmatch(r"\./.+|[\w-]+/[\w-]+@[0-9a-f]{40}", use)] == []
