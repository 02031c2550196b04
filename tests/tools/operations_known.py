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
}

# Why nothing serves an operation, or none of a resource's.
LEFT_OUT: dict[str, str] = {}
