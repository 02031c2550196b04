# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all unit tests share."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says nothing on a busy machine: benchmarks measure, tests do not.
settings.register_profile("gates", deadline=None)
settings.load_profile("gates")
