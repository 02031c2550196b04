# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Becomes nobody else: what a test can have on every machine."""

from __future__ import annotations

import typing as t

from ansible.plugins.become import BecomeBase

DOCUMENTATION = """
name: nothing
short_description: Become nobody else
description: [Leaves commands as they are.]
options:
  become_user: {description: Whom to become., default: root, vars: [{name: ansible_become_user}]}
  become_exe: {description: With what., default: "", vars: [{name: ansible_become_exe}]}
  become_flags: {description: How., default: "", vars: [{name: ansible_become_flags}]}
  become_pass: {description: With what password., default: "", vars: [{name: ansible_become_pass}]}
"""


class BecomeModule(BecomeBase):
    """Leaves commands as they are."""

    name = "nothing"

    def build_become_command(self, cmd: str, shell: t.Any) -> str:
        """The command itself."""
        return cmd
