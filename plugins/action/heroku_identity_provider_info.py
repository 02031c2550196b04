# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tests/tools/routing.py: run `make docs`.

from __future__ import annotations

# Ansible loads this in its parent process, once: what it imports, all workers inherit.
from ansible_collections.community.heroku.plugins.modules.heroku_identity_provider_info import MODULE
from ansible_collections.community.heroku.plugins.plugin_utils.action import HerokuAction


class ActionModule(HerokuAction):
    name = "community.heroku.heroku_identity_provider_info"
    module = MODULE
