# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What YAML has read as something else than was written never reaches Heroku, in any option of any module."""

from __future__ import annotations

from typing import Any

import modules
import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.plugin_utils.written import Origin, Writing, places

# As it may be written, and whether Heroku would be sent just that.
SCALARS = {
    "0755": False,
    "0x1F": False,
    "0b11": False,
    "1_000": False,
    "12:30": False,
    "+5": False,
    "1.10": False,
    "1e+3": True,  # a text for YAML 1.1
    "yes": False,
    "off": False,
    "2026-01-05 12:00:00": False,
    "2026-01-05": True,
    "8080": True,
    "-1": True,
    "0": True,
    "1.5": True,
    "'0755'": True,
    '"yes"': True,
    "0o17": True,
}


def options_of(spec: dict[str, Any], text_maps: tuple[str, ...], above: str = "") -> list[str]:
    """Every option that is a text, as a flow mapping with SCALAR in place of it."""
    found = []
    for name, item in spec.items():
        kind, dotted = item.get("type", "str"), above + name
        if dotted in text_maps:
            found.append(f"{{{name}: {{NAME: SCALAR}}}}")
        elif item.get("options"):
            inner = options_of(item["options"], text_maps, f"{dotted}.")
            found += [f"{{{name}: [{part}]}}" if kind == "list" else f"{{{name}: {part}}}" for part in inner]
        elif kind in ("str", "path"):
            found.append(f"{{{name}: SCALAR}}")
        elif kind == "list" and item.get("elements") == "str":
            found.append(f"{{{name}: [SCALAR]}}")
    return found


@pytest.fixture
def complain(tmp_path):
    """What is said about options that are written like this, in the YAML of a file."""
    loader, number = DataLoader(), 0

    def judge(text: str, spec: dict[str, Any], text_maps: tuple[str, ...] = (), variables: Any = None) -> str:
        nonlocal number
        number += 1
        file = tmp_path / f"{number}.yml"
        file.write_text(f"# a comment\n---\nmodule: {text}\n", encoding="utf-8")
        task = loader.load_from_file(str(file))
        return Writing(loader, task, variables or {}).complaint(task["module"], spec, text_maps)

    return judge


@pytest.mark.parametrize("module", modules.names())
def test_every_text_of_every_module(complain, module):
    spec, text_maps = modules.arguments(module)["argument_spec"], modules.resource(module).text_maps
    judged = 0
    for option in options_of(spec, text_maps):
        for scalar in ("0755", "12:30", "8080"):
            said = complain(option.replace("SCALAR", scalar), spec, text_maps)
            # Before ansible-core 2.19, nothing tells where an item of a list was written (docs/config.md).
            told = scalar != "8080" and (Origin is not None or "[SCALAR]" not in option)
            assert bool(said) is told, (option, scalar, said)
            judged += 1
    assert judged


@pytest.mark.parametrize("scalar", SCALARS)
def test_each_way_to_write(complain, scalar):
    spec = {"app": {"type": "str"}, "config": {"type": "dict"}}
    for option in (
        f"{{app: {scalar}}}",
        f"{{config: {{A: &anchor {scalar}}}}}",
        f"\n  config:\n    A:   {scalar} # why",
    ):
        said = complain(option, spec, ("config",))
        assert (said == "") is SCALARS[scalar], (option, said)
        if said:
            assert "in quotes" in said


def test_shows_no_value(complain):
    said = complain("{config: {PIN: 04321}}", {"config": {"type": "dict"}}, ("config",))
    assert "config.PIN" in said
    assert "4321" not in said
    assert str(0o4321) not in said


def test_says_where_it_is_written(complain):
    said = complain("\n  config:\n    MODE: 0755", {"config": {"type": "dict"}}, ("config",))
    assert "config.MODE" in said
    assert ".yml, line 5)" in said


@pytest.mark.parametrize("name", ["yes", "off", "12", "1.5", "null"])
def test_a_name_that_yaml_reads_as_something_else(complain, name):
    said = complain(f"{{config: {{{name}: x}}}}", {"config": {"type": "dict"}}, ("config",))
    assert "write the name in quotes" in said


@pytest.mark.parametrize("quantity", ["+1", "'+1'", "' + 2 '"])
@pytest.mark.parametrize("module", modules.names())
def test_no_number_of_any_module_is_relative(complain, module, quantity):
    spec = modules.arguments(module)["argument_spec"]

    def numbers(part: dict[str, Any]) -> Any:
        for name, item in part.items():
            if item.get("type") == "int":
                yield f"{{{name}: {quantity}}}"
            elif item.get("options"):
                for inner in numbers(item["options"]):
                    yield f"{{{name}: [{inner}]}}" if item["type"] == "list" else f"{{{name}: {inner}}}"

    for option in numbers(spec):
        assert "has a plus" in complain(option, spec), option
        assert complain(option.replace(quantity, "010"), spec) == ""


def test_what_cannot_be_known_is_taken_as_it_is():
    spec = {"config": {"type": "dict"}}
    assert Writing(DataLoader(), None, {}).complaint({"config": {"A": 493}}, spec, ("config",)) == ""


def test_aliases_are_options_too():
    spec = {"team": {"type": "str", "aliases": ["organization"]}}
    assert [place.option for place in places({"organization": 1}, spec, ())] == ["organization"]


def test_booleans_stay_what_they_are_where_they_are_known(tmp_path):
    file = tmp_path / "task.yml"
    file.write_text("{config: {ha: yes, version: 1.10}}", encoding="utf-8")
    loader = DataLoader()
    args = loader.load_from_file(str(file))
    said = Writing(loader, None, {}, ("config",)).complaint(args, {"config": {"type": "dict"}}, ("config",))
    assert "config.version is written without quotes" in said


@pytest.fixture
def vaulted(tmp_path):
    """Write an encrypted file, and return its path and the secrets that open it."""
    secrets = [("default", VaultSecret(b"password"))]

    def write(name: str, text: str) -> Any:
        file = tmp_path / name
        file.write_bytes(VaultLib(secrets).encrypt(text, secrets[0][1]))
        return file, secrets

    return write


def test_looks_into_files_of_a_vault(vaulted):
    file, secrets = vaulted("vars.yml", "---\nconfig:\n  MODE: 0755\n")
    loader = DataLoader()
    loader.set_vault_secrets(secrets)
    args = loader.load_from_file(str(file))
    said = Writing(loader, None, {}).complaint(args, {"config": {"type": "dict"}}, ("config",))
    assert "vars.yml, line 3)" in said


def test_config_from_a_vaulted_file(vaulted, make):
    file, secrets = vaulted("shop.env", "A=1\nB='two'\n")
    action = make({"app": "shop", "src": str(file), "config": {"B": "3", "C": None}})
    action._loader.set_vault_secrets(secrets)
    options = action.prepared(modules.module("heroku_config"), {})
    assert options["config"] == {"A": "1", "B": "3", "C": None}
    assert action._task.args["config"] == {"B": "3", "C": None}


def test_config_from_a_file_that_nobody_opens(vaulted, make):
    file, _secrets = vaulted("shop.env", "A=canary\n")
    with pytest.raises(
        InvalidInput, match=r"shop\.env is vaulted, and no password that Ansible has opens it"
    ) as failed:
        make({"app": "shop", "src": str(file)}).prepared(modules.module("heroku_config"), {})
    assert "canary" not in str(failed.value)
