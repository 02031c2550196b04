# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Config vars that attachments of add-ons own: behaviour.md 3.2 and 3.5, recorded.md A 1.

An attachment ``NAME`` owns config vars that are called ``NAME`` with an ending, most often ``NAME_URL``.
"""

from __future__ import annotations

from ansible_collections.community.heroku.plugins.module_utils._engine.facts import Kind, View
from ansible_collections.community.heroku.plugins.module_utils._resources.common import NO_APP
from ansible_collections.community.heroku.plugins.module_utils.attached import TELL_CONFIG_VARS, USUAL_ENDING

ATTACHMENTS = Kind(
    "addon_attachment", "/apps/{}/addon-attachments", parent="app", no_parent=NO_APP, headers=TELL_CONFIG_VARS
)
ADDONS = Kind("addon", "/apps/{}/addons", parent="app", no_parent=NO_APP, shape={"config_vars": ()})


def attachment_vars(view: View, app: str) -> frozenset[str]:
    """The names of all config vars of an app that attachments own. One GET, two where they do not tell.

    Attachments tell their config vars when asked to, which is only known of a similar request (behaviour.md 1.1). Where
    they do not, an attachment NAME owns NAME_URL, and an add-on lists the names of its first attachment (behaviour.md
    3.4, 3.5).
    """
    attachments = view.get(ATTACHMENTS.of(app))
    if all("config_vars" in attachment for attachment in attachments):
        return frozenset(name for attachment in attachments for name in attachment["config_vars"])
    listed = {name for addon in view.get(ADDONS.of(app)) for name in addon["config_vars"]}
    return frozenset(listed | {f"{attachment['name']}{USUAL_ENDING}" for attachment in attachments})
