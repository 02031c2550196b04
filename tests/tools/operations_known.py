# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the table of operations (``operations.py``) cannot read anywhere."""

from __future__ import annotations

# Patterns of operations that are called otherwise today, and what they are called.
RENAMED = (
    (r" /organizations\b", " /teams"),
    (r"/ssl-endpoints\b", "/sni-endpoints"),
    (r"^POST /apps/{}/dynos/actions/restart-all$", "DELETE /apps/{}/dynos"),
    # The lines of a build's output: today the build says where they are streamed.
    (r"^GET /apps/{}/builds/{}/result$", "GET /apps/{}/builds/{}"),
)

# Operations that modules do without, what they use in their place, and why.
INSTEAD: dict[str, tuple[str, str]] = {
    "GET /apps/{}/log-drains/{}": (
        "GET /apps/{}/log-drains",
        "a drain's address is a secret, and paths stand in logs",
    ),
    "POST /teams/{}/members": ("PUT /teams/{}/members", "a PUT whose answer was lost can be repeated"),
    **dict.fromkeys(
        (
            "POST /identity-providers/{}/certificates",
            "PATCH /identity-providers/{}/certificates/{}",
            "DELETE /identity-providers/{}/certificates/{}",
        ),
        ("PATCH /identity-providers/{}", "one write changes all certificates of a provider"),
    ),
    "GET /identity-providers/{}/certificates/{}": (
        "GET /identity-providers/{}",
        "the provider holds all of its certificates",
    ),
}

# Why nothing serves an operation, or none of a resource's.
LEFT_OUT: dict[str, str] = {
    "PATCH /enterprise-accounts/{}": "what an enterprise account is called is in the contract with Heroku",
    "identity-provider-actions": "what it migrates from and to is said nowhere",
    "team-license-collection": "a prototype that says the same as the licenses of a team, by month",
}
