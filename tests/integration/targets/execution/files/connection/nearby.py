# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection that is not called local, and reaches this machine all the same."""

from __future__ import annotations

from ansible.plugins.connection.local import Connection as LocalConnection

DOCUMENTATION = """
name: nearby
short_description: Reach this machine under another name
description: [Does what the connection local does.]
extends_documentation_fragment: [connection_pipelining]
"""


class Connection(LocalConnection):
    """The connection local, under another name."""

    transport = "nearby"
