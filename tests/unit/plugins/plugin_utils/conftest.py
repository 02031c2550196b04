# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import connection_loader
from ansible.template import Templar
from ansible_collections.community.heroku.plugins.plugin_utils.action import ActionModule


@pytest.fixture
def make():
    """Make the action plugin for a task with these options."""

    def build(task_args=None, **attributes):
        loader = DataLoader()
        task = Task()
        task.args = task_args or {}
        task.check_mode = attributes.pop("check_mode", False)
        task.diff = attributes.pop("diff", False)
        for name, value in attributes.items():
            setattr(task, name, value)
        context = PlayContext()
        connection = connection_loader.get("local", context)
        return ActionModule(task, connection, context, loader, Templar(loader), None)

    return build
