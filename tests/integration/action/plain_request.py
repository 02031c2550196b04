# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One HTTP request without the collection, for what integration targets look up or set up behind its back.

It takes C(url), C(method), C(headers), C(body) (sent as JSON), C(status_code) (one, or a list of those that are right)
as ansible.builtin.uri does, and returns C(status) and C(json). That module would do, but it starts a Python process for
each request, which made up a quarter of the time of all targets.
"""

from __future__ import annotations

import contextlib
import json
import typing as t
import urllib.error
import urllib.request

from ansible.plugins.action import ActionBase

OPTIONS = {"url", "method", "headers", "body", "status_code"}


class ActionModule(ActionBase):
    """The action; targets call it by its short name."""

    TRANSFERS_FILES = False

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        result = super().run(tmp, task_vars)
        given = dict(self._task.args)
        if unknown := set(given) - OPTIONS:
            return {**result, "failed": True, "msg": f"plain_request has no option {', '.join(sorted(unknown))}"}
        # Templates of ansible-core 2.19 and later are tagged texts; JSON makes plain ones of them.
        given = json.loads(json.dumps(given, default=str))
        expected = given.get("status_code", 200)
        body = given.get("body")
        request = urllib.request.Request(
            given["url"],
            data=None if body is None else json.dumps(body).encode(),
            method=given.get("method", "GET"),
            headers={"Content-Type": "application/json", **given.get("headers", {})},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                status, text = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        result.update(changed=False, status=status)
        with contextlib.suppress(ValueError):  # the back door answers some requests with nothing
            result["json"] = json.loads(text)
        if status not in (int(code) for code in (expected if isinstance(expected, list) else [expected])):
            result.update(failed=True, msg=f"HTTP {status}, which is not {expected}: {text.decode(errors='replace')}")
        return result
