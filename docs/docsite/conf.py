# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sphinx builds the documentation site; tests/tools/docsite.py calls it."""

project = "community.heroku"
copyright = "community.heroku contributors"  # noqa: A001 - Sphinx reads that name
title = html_title = html_short_title = "community.heroku"

extensions = ["sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
# What Ansible's own documentation is referred to for. docsite.py writes the inventory: a build needs no network.
intersphinx_mapping = {"ansible": ("https://docs.ansible.com/projects/ansible/latest/", "ansible.inv")}
intersphinx_disabled_reftypes = []

html_theme = "sphinx_ansible_theme"
html_theme_options = {
    "display_version": False,
    "topbar_links": {
        "Repository": "https://github.com/ansible-collections/community.heroku",
        "Galaxy": "https://galaxy.ansible.com/ui/repo/published/community/heroku/",
        "Ansible forum": "https://forum.ansible.com/tag/heroku",
    },
    "vcs_pageview_mode": "",
}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_use_index = False
pygments_style = "ansible"
highlight_language = "YAML+Jinja"
default_role = "any"
nitpicky = True
