# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of lists of which a task is about one entry or many."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.community.heroku.plugins.module_utils._engine.members import entry_constraints, entry_options
from ansible_collections.community.heroku.plugins.module_utils._engine.options import STATE_OPTIONS

TRAITS: dict[str, Any] = {"role": {"type": "str", "choices": ["admin", "member"]}, "federated": {"type": "bool"}}
SPEC = {**entry_options("email", "members", TRAITS, needed=("role",)), **STATE_OPTIONS}
VALIDATOR = ArgumentSpecValidator(SPEC, **entry_constraints("email", "members", TRAITS))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"email": "a", "role": "admin", "federated": True}, None),
        ({"email": "a", "state": "absent"}, None),
        ({"members": [{"email": "a", "role": "admin"}], "exclusive": True}, None),
        ({"members": []}, None),
        ({}, "one of the following is required: email, members"),
        ({"role": "admin"}, "one of the following is required: email, members"),
        ({"email": "a", "members": []}, "parameters are mutually exclusive: email|members"),
        ({"federated": True, "members": []}, "parameters are mutually exclusive: federated|members"),
        ({"members": [{"email": "a"}]}, "missing required arguments: role found in members"),
        ({"members": [{"role": "admin"}]}, "missing required arguments: email found in members"),
        ({"members": [], "state": "absent"}, "state is absent but all of the following are missing: email"),
        ({"email": "a", "exclusive": True}, "exclusive is True but all of the following are missing: members"),
    ],
)
def test_what_goes_with_what(options: dict[str, Any], message: str | None):
    assert next(iter(VALIDATOR.validate(options).error_messages), None) == message
