# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A slip in a role's variable is told from a variable that only begins like the role's."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.community.heroku.plugins.filter.misspelt import SHORTEST, FilterModule

ROLES = sorted((Path(__file__).parents[3] / "roles").iterdir())
misspelt = FilterModule().filters()["misspelt"]


def options(role):
    """The variables of a role."""
    specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    return sorted(specs["argument_specs"]["main"]["options"])


def slips(name):
    """Every name that is one slip after the prefix away."""
    first = name.index("_") + 1
    for place in range(first, len(name)):
        head, letter, tail = name[:place], name[place], name[place + 1 :]
        yield from (head + tail, head + "x" + tail, head + "x" + letter + tail)
        if tail:
            yield head + tail[0] + letter + tail[1:]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_slip_in_every_variable_of_a_role_is_found(role):
    known = options(role)
    for name in known:
        for slip in set(slips(name)) - set(known):
            expected = len(name) >= SHORTEST and slip.rstrip("s") != name.rstrip("s")
            assert (slip in misspelt([slip], [name])) is expected, (slip, name)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_no_variable_of_a_role_is_a_misspelling_of_another(role):
    assert misspelt(options(role), options(role)) == {}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_a_role_sets_no_variable_that_it_would_take_for_a_misspelling(role):
    texts = [file.read_text(encoding="utf-8") for file in (role / "tasks").glob("*.yml")]
    words = {word for text in texts for word in text.replace("(", " ").replace(":", " ").split()}
    own = {word for word in words if word.startswith(f"{role.name}_") and word.isidentifier()}
    assert f"{role.name}_result" in own
    assert misspelt(own, options(role)) == {}


@pytest.mark.parametrize(
    "name",
    ["app_port", "app_user", "app_version", "app_env", "app_domain", "app_acl", "app_path", "app_dir", "app_home"],
)
def test_what_people_call_their_own_variables_is_no_misspelling(name):
    assert misspelt([name], options(ROLES[0])) == {}


def test_it_takes_lists():
    with pytest.raises(AnsibleFilterError, match="two lists"):
        misspelt("app_confg", ["app_config"])
