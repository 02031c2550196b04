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
import play
import pytest
import readme
import tree
import yaml

README = (tree.ROOT / "README.md").read_text(encoding="utf-8")
# For those who change the collection, who have a clone.
FOR_DEVELOPERS = ("CONTRIBUTING.md", "docs/architecture.md", "requirements/README.md")
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
    rows = re.findall(r"^\| \[`(\w+)`\]\(playbooks/(\w+)\.yml\) \|", README, flags=re.MULTILINE)
    assert sorted(name for name, _file in rows) == play.names()
    assert [row for row in rows if row[0] != row[1]] == []


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
