# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What types the README's commands types all of them; and no document tells a user of the artefact to run make."""

from __future__ import annotations

import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import demo
import guides
import play
import pytest
import readme
import tree
import yaml

README = (tree.ROOT / "README.md").read_text(encoding="utf-8")
# For those who change the collection, who have a clone.
FOR_DEVELOPERS = ("CONTRIBUTING.md", "docs/architecture.md", "requirements/README.md")
BLOB = "https://github.com/ansible-collections/community.heroku/blob/main/"
SITE = "https://ansible-collections.github.io/community.heroku/"
BOTH = """
```shell
make demo
```

```shell
export A=1
```

```shell
ansible-playbook a.yml
```

```yaml
make: no
```
"""


def addresses(text: str) -> list[str]:
    """What Markdown links to."""
    return re.findall(r"(?:\]\(|^\[[\w-]+\]: |<(?=https?:))([^)>\s]+)", text, flags=re.MULTILINE)


def source_of(address: str) -> Path:
    """The file of this checkout that is behind an address of ours: itself, or what a page of the site is made of."""
    if address.startswith(BLOB):
        return tree.ROOT / address.removeprefix(BLOB)
    page = address.removeprefix(SITE)
    guide = tree.ROOT / "docs" / "docsite" / "rst" / f"{Path(page).stem}.rst"
    return guide if page else tree.ROOT / "docs" / "docsite" / "conf.py"


def test_each_way_gets_its_own_commands_and_those_for_both():
    assert readme.commands(BOTH, "clone") == ["make demo", "export A=1"]
    assert readme.commands(BOTH, "installed") == ["export A=1", "ansible-playbook a.yml"]


def test_a_block_for_both_ways_is_refused():
    with pytest.raises(ValueError, match="in one block"):
        readme.commands("```shell\nmake demo\nansible-playbook a.yml\n```\n", "clone")


def test_a_stand_in_for_a_command_that_is_no_longer_there_is_refused():
    with pytest.raises(ValueError, match="git clone old"):
        readme.script(["make demo"], {"git clone old": ":"})


def test_the_first_command_that_fails_is_the_last_one(capfd: pytest.CaptureFixture[str]):
    typed = readme.script(["echo one", "false", "echo two"], {"echo one": "echo instead"})
    assert subprocess.run(["bash", "-c", typed], check=False).returncode == 1
    assert "instead" in (out := capfd.readouterr().out)
    assert "$ false" in out
    assert "two" not in out


def test_no_command_of_the_readme_is_outside_of_the_blocks_that_are_typed():
    untyped = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^(?:    |\t)\S.*$", untyped, flags=re.MULTILINE)
    assert indented == [], "put commands between ```shell and ```, anything else between ```yaml and the like"


def test_the_readme_lists_every_playbook_and_no_other():
    named = re.findall(rf"\[`(\w+)`\]\({re.escape(BLOB)}playbooks/(\w+)\.yml\)", README)
    assert sorted(name for name, _file in named) == play.names()
    assert [pair for pair in named if pair[0] != pair[1]] == []


def test_the_readme_has_full_addresses_only():
    """Galaxy and Automation Hub show it, where no file stands beside it."""
    assert [address for address in addresses(README) if not address.startswith("https://")] == []


def test_each_address_of_ours_in_the_readme_leads_to_a_file():
    ours = [address for address in addresses(README) if address.startswith((BLOB, SITE))]
    assert len(ours) > 35
    assert [address for address in ours if not source_of(address).is_file()] == []


def test_each_reference_in_the_readme_is_defined_once_and_used():
    defined = re.findall(r"^\[([\w-]+)\]: ", README, flags=re.MULTILINE)
    used = set(re.findall(r"\]\[([\w-]+)\]", README))
    assert sorted(defined) == sorted(used)


def test_the_readme_shows_every_guide():
    shown = {source_of(address) for address in addresses(README) if address.startswith(SITE)}
    assert [guide.stem for guide in guides.guides() if guide not in shown] == []


def test_addresses_of_every_form_are_found():
    assert addresses("[a](docs/a.md) [b][c]\n\n[c]: https://example.com\n<http://d.example>") == [
        "docs/a.md",
        "https://example.com",
        "http://d.example",
    ]


def test_files_that_the_readme_shows_are_written():
    text = "```yaml\n# a.yml\na: 1\n```\n\n```yaml\nb: 2\n```\n"
    assert readme.files(text) == {"a.yml": "# a.yml\na: 1\n"}
    assert {"site.yml", "fleet.yml"} <= set(readme.files(README))


def documents() -> list[Path]:
    """What users read: Markdown and playbooks that are shipped."""
    ignored = yaml.safe_load((tree.ROOT / "galaxy.yml").read_text(encoding="utf-8"))["build_ignore"]

    def shipped(file: Path) -> bool:
        return not any(fnmatch(str(part), name) for part in (file, *file.parents[:-1]) for name in ignored)

    found = [file for file in tree.files() if file.suffix == ".md" or file.parts[0] == "playbooks"]
    return [file for file in found if shipped(file) and str(file) not in FOR_DEVELOPERS]


def make_only(text: str) -> list[str]:
    """The headings of sections that say to run make without saying, nor the first line, that it takes a clone."""
    if re.search(r"\AEvery .*\bclone\b", text.partition("\n")[2].strip()):
        return []
    sections = re.split(
        r"^(?=#+ )", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), flags=re.MULTILINE
    )
    using = [section for section in sections if re.search(r"`make \w+|^    make \w+", section, flags=re.MULTILINE)]
    return [section.splitlines()[0] for section in using if not re.search(r"\bclone\b", section)]


def test_who_is_told_to_run_make_is_told_that_it_takes_a_clone():
    wrong = {str(file): make_only((tree.ROOT / file).read_text(encoding="utf-8")) for file in documents()}
    assert {file: headings for file, headings in wrong.items() if headings} == {}


def test_make_for_those_who_have_none_is_noticed():
    assert make_only("# A\n\n`make demo` shows it.\n\n# B\n\nIn a clone, `make demo` shows it.\n") == ["# A"]


@pytest.mark.parametrize("paint", ["{}", "\x1b[0;33m{}\x1b[0m"])
def test_the_recap_is_read_in_colour_too(paint: str):
    counts = " ".join(paint.format(f"{count:11}") for count in ("ok=9", "changed=7", "failed=0"))
    printed = f"changed=3\nPLAY RECAP *****\n{paint.format('localhost')}    : {counts}\n"
    assert demo.recap(printed) == {"ok": 9, "changed": 7, "failed": 0}
