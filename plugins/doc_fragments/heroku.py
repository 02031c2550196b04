# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options and attributes that all modules share."""

from __future__ import annotations


class ModuleDocFragment:
    """How to reach the API; C(.attributes), C(.info_attributes): what it supports; and options that several have."""

    DOCUMENTATION = r"""
requirements:
  - python >= 3.9
  - requests >= 2.25.1
options:
  api_key:
    description:
      - The API token.
      - If it is not given, the variable C(ansible_heroku_api_key) is used, then the environment variable
        E(HEROKU_API_KEY), and then the entry for the API's host in C(~/.netrc),
        which C(heroku login) writes. An entry C(default) there does not count.
      - An empty string counts as not given.
    type: str
  api_url:
    description:
      - Where the API is. Only C(https) is accepted, except for a loopback address, such as that of the simulator, which
        is reached without a proxy. It holds no credentials, query or fragment.
      - If it is not given, the variable C(ansible_heroku_api_url) is used, and then the environment variable
        E(HEROKU_API_URL).
      - An empty string counts as not given.
    type: str
    default: https://api.heroku.com
  two_factor_code:
    description:
      - The current code of the second factor. It is sent only when Heroku asks for one.
      - If it is not given, the variable C(ansible_heroku_two_factor_code) is used.
      - An empty string counts as not given.
    type: str
  connect_timeout:
    description:
      - How many seconds a connection may take, more than V(0).
    type: float
    default: 10.0
  read_timeout:
    description:
      - How many seconds Heroku may be silent before and within the answer to one request, more than V(0). A whole
        answer may take five minutes, or this time if it is longer.
    type: float
    default: 60.0
notes:
  - A text option that is empty or holds nothing but white space, such as C(default('')) makes it, is refused before
    anything is sent, unless its description says what an empty string means. C(default(omit)) leaves an option out.
  - Every result says how many requests it took (RV(requests)) and how many API tokens the account has left
    (RV(rate_limit_remaining)).
    An account has 4500 tokens and regains about 75 a minute; tasks slow down before they run out.
  - Set the token once for all modules and lookups with the variable C(ansible_heroku_api_key), or for all modules of a
    play with C(module_defaults) and the group C(group/community.heroku.heroku).
seealso:
  - name: Heroku Platform API reference
    description: What the fields of the returned objects mean.
    link: https://devcenter.heroku.com/articles/platform-api-reference
"""

    # How lookups reach the API.
    LOOKUP = r"""
requirements:
  - python >= 3.9
  - requests >= 2.25.1
options:
  api_key:
    description:
      - The API token.
      - If it is not given in any of these ways, the entry for the API's host in C(~/.netrc) is used, which
        C(heroku login) writes.
    type: str
    env:
      - name: HEROKU_API_KEY
    vars:
      - name: ansible_heroku_api_key
  api_url:
    description:
      - Where the API is. Only C(https) is accepted, except for a loopback address, such as that of the simulator, which
        is reached without a proxy. It holds no credentials, query or fragment.
    type: str
    default: https://api.heroku.com
    env:
      - name: HEROKU_API_URL
    vars:
      - name: ansible_heroku_api_url
  two_factor_code:
    description:
      - The current code of the second factor. It is sent only when Heroku asks for one.
    type: str
    vars:
      - name: ansible_heroku_two_factor_code
  connect_timeout:
    description:
      - How many seconds a connection may take, more than V(0).
    type: float
    default: 10.0
  read_timeout:
    description:
      - How many seconds Heroku may be silent before and within the answer to one request, more than V(0). A whole
        answer may take five minutes, or this time if it is longer.
    type: float
    default: 60.0
notes:
  - Lookups run on the controller, whatever host the task is for.
  - On macOS, where Ansible's workers may not ask the system for proxies, lookups know only those of the environment.
  - The variables of the options are the same for modules, and the inventory plugin takes them as extra variables.
"""

    ATTRIBUTES = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and return the changed status and the resource as a real run would, without
      changing anything.
    support: full
    details:
      - Values that only Heroku can choose, such as the ID of something new, are V(null) in check mode.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff
      mode.
    support: full
  idempotent:
    description: When run twice in a row outside check mode, with the same arguments, the second invocation indicates no
      change.
    support: full
  action_group:
    description: Use C(group/community.heroku.heroku) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - community.heroku.heroku
options: {}
"""

    INFO_ATTRIBUTES = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and return the same as in a real run, since it changes nothing.
    support: full
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff
      mode.
    support: N/A
    details:
      - This module changes nothing.
  idempotent:
    description: When run twice in a row with the same arguments, the second invocation indicates no change.
    support: full
    details:
      - This module changes nothing.
  action_group:
    description: Use C(group/community.heroku.heroku) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - community.heroku.heroku
options: {}
"""

    STATE = r"""
options:
  state:
    description:
      - Whether it should exist.
    type: str
    choices: [present, absent]
    default: present
"""

    CONFIRM = r"""
options:
  confirm:
    description:
      - The name of what should be deleted, to delete it although the setting C(ansible_heroku_protect) protects it. Not
        needed for what is not protected.
      - The setting is a variable, the environment variable E(ANSIBLE_HEROKU_PROTECT), or C(protect) in section
        C([heroku]) of C(ansible.cfg), and lists names and patterns such as C(*-prod) of apps, add-ons, pipelines,
        spaces and teams. An app protects its add-ons, and an add-on the app that it would go with.
      - An empty string counts as not given.
    type: str
"""

    APP = r"""
options:
  app:
    description:
      - The name or ID of the app it belongs to.
      - For all tasks of a play that are about one app, C(module_defaults) can say it once for the group
        C(group/community.heroku.app).
    type: str
    required: true
"""

    TEAM = r"""
options:
  team:
    description:
      - The name or ID of the team.
    type: str
    required: true
"""

    SPACE = r"""
options:
  space:
    description:
      - The name or ID of the Private Space it belongs to.
    type: str
    required: true
"""

    WAIT = r"""
options:
  wait:
    description:
      - Whether to wait until Heroku has finished what the task started, or what an earlier run started and left
        unfinished.
    type: bool
    default: true
  wait_timeout:
    description:
      - How many seconds to wait at most, for all that the task waits for together, and whatever output arrives
        meanwhile. A task that gives up fails; running it again goes on waiting.
    type: int
    default: 1200
"""

    PIPELINE = r"""
options:
  pipeline:
    description:
      - The name or ID of the pipeline. When several have the name, the ID is needed.
      - A pipeline without apps can only be found reliably by its ID.
    type: str
    required: true
"""

    COLLABORATORS = r"""
options:
  user:
    description:
      - The e-mail address of one person, in any case, or the ID of the account.
    type: str
  collaborators:
    description:
      - Several people, instead of O(user).
    type: list
    elements: dict
    suboptions:
      user:
        description:
          - The e-mail address or the ID of the account, as in O(user).
        type: str
        required: true
      permissions:
        description:
          - What the person may do, as in O(permissions).
        type: list
        elements: str
        choices: [view, deploy, operate, manage]
  exclusive:
    description:
      - Whether to remove everybody who is not in O(collaborators), except for the owner of the app and the admins of
        its team.
      - Take care to list the account that the token belongs to, if it is a collaborator.
    type: bool
    default: false
  silent:
    description:
      - Whether to add people without sending them an e-mail.
    type: bool
    default: true
"""

    SOURCE = r"""
options:
  untracked:
    description:
      - Whether to send files of a git checkout that git does not track, except for those that it ignores, by
        C(.gitignore), C(.git/info/exclude) or otherwise. It is what C(git add) would add, and no other repository
        inside.
      - Without it, and where nothing is tracked, there is nothing to send, and the task fails. Of a directory in no
        checkout, such files are always sent.
    type: bool
    default: false
  ignored:
    description:
      - Whether to send what is ignored, too, such as what a tool built.
    type: bool
    default: false
"""

    CONFIG = r"""
options:
  config:
    description:
      - The config vars by name. A name can have any character but C(=). Values are strings, and V(null) removes a
        config var.
      - Whole numbers are taken where they arrive as they are written. What YAML reads as something else than is
        written, such as an unquoted V(0755), V(12:30) or V(1.10), is refused as far as Ansible knows where it was
        written. U(https://github.com/ansible-collections/community.heroku/blob/main/docs/config.md) says when it does.
      - An app can have 64 KiB, names and values together. Heroku documents half of that, so there is a warning before.
      - What is named neither here nor in O(src) is left alone, unless O(purge=true).
    type: dict
  src:
    description:
      - A file with further config vars, one V(NAME=value) in a line, as C(.env) files are. It is read on the
        controller, vaulted or not, and found as files of M(ansible.builtin.copy) are, beside the playbook above all.
      - O(config) takes precedence over the file.
      - Quotes, comments, C(export) and values of several lines are understood. What programs read in different ways,
        above all C(${NAME}), is refused.
        U(https://github.com/ansible-collections/community.heroku/blob/main/docs/config.md) has the rules.
    type: path
  keep:
    description:
      - Names that O(purge) leaves alone. V(*) and V(?) stand for any text and any one character.
    type: list
    elements: str
    default: []
  show:
    description:
      - Names of config vars whose values are not secret and may be returned and shown in a diff.
    type: list
    elements: str
    default: []
"""

    STAGE = r"""
options:
  stage:
    description:
      - The stage, V(test) for Heroku CI or V(review) for review apps. In the other stages, each app has config vars of
        its own.
    type: str
    choices: [test, review]
    required: true
"""

    FEATURES = r"""
options:
  name:
    description:
      - The name or ID of one feature. One that does not exist gives an empty list.
    type: str
  enabled:
    description:
      - Only features that are enabled, or only those that are not.
    type: bool
"""

    ENTERPRISE_ACCOUNT = r"""
options:
  enterprise_account:
    description:
      - The name or ID of the enterprise account.
    type: str
    required: true
"""
