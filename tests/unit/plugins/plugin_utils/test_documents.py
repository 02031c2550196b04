# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultEditor, VaultLib, VaultSecret
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.plugin_utils.documents import check_keys, load

SECRET = "canary-of-a-document"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("apps: {one: {}}\napps: {two: {}}\n", ", line 2: apps"),
        ("apps:\n  one: {}\n  two: {}\n  one: {}\n", ", line 4: one"),
        ("apps: {one: {config: {A: b, 'A': !vault x}}}\n", ", line 1: A"),
        (
            "x-all: &all {A: b}\napps:\n  one:\n    domains:\n      - hostname: a.b\n        hostname: c.d\n",
            ", line 6: hostname",
        ),
        ('{"apps": {"one": {}, "one": {}}}', ": one"),
        ('{\n\t"apps": {},\n\t"apps": {}\n}', ": apps"),
    ],
)
def test_a_key_that_is_there_twice_is_refused(content: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_keys("fleet.yml", content)
    assert str(refused.value) == f"fleet.yml{place} is there a second time in one mapping, and the first would be lost."


@pytest.mark.parametrize(
    "content",
    [
        "",
        "---\n",
        "apps: {one: {config: {A: b}}, two: {config: {A: b}}}\n",
        "x-a: &a {A: b}\nx-b: &b {B: c}\napps:\n  one: {config: {<<: *a, <<: *b, A: c}}\n",
        "x-a: &a {A: b}\napps: {one: {config: *a}, two: {config: *a}}\n",
        "x-loop: &loop [*loop]\n",
        "apps: {one: {config: {1: a, '1': b}}}\n",
        '{"apps": {"one": {}, "two": {}}}',
        '{\n\t"apps": {}\n}',
        "[a, b]",
    ],
)
def test_all_else_is_not(content: str) -> None:
    check_keys("fleet.yml", content)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f"apps:\n  shop: {{config: {{A: {SECRET}\n", 3),
        (f"apps:\n\tshop: {{config: {{A: {SECRET}}}}}\n", 2),
        (f"apps:\n  shop: {{config: {{A: *{SECRET}}}}}\n", 2),
        (f"apps:\n  shop: {{config: {{A: !{SECRET} x}}}}\n", 2),
        (f"apps: {{shop: {{}}}}\n---\napps: {{other: {{config: {{A: {SECRET}}}}}}}\n", 2),
        (f"apps: {{}}\n{'q' * 2000}: {SECRET}\n", 2),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line_and_without_what_it_says(
    tmp_path: Path, content: str, line: int
) -> None:
    path = tmp_path / "fleet.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        load(str(path), DataLoader(), None)
    told = str(refused.value)
    assert told.startswith(f"{path}, line {line}, column ")
    assert told.endswith(": this is not valid YAML or JSON.")
    assert SECRET not in told


@pytest.mark.parametrize("passwords", [[], ["another"]])
def test_a_vault_that_no_password_opens_is_called_so(tmp_path: Path, passwords: list[str]) -> None:
    path = tmp_path / "fleet.yml"
    path.write_text("apps: {shop: {}}\n", encoding="utf-8")
    right = VaultSecret(b"the right one")
    VaultEditor(VaultLib([("default", right)])).encrypt_file(str(path), right)
    loader = DataLoader()
    loader.set_vault_secrets([("default", VaultSecret(password.encode())) for password in passwords])
    with pytest.raises(InvalidInput) as refused:
        load(str(path), loader, None)
    assert str(refused.value).startswith(f"{path} is vaulted, and no password that Ansible has opens it: ")
