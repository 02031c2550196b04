# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a command as a person does: on a terminal, of 80 columns, that shows colours.

    python tests/tools/terminal.py COMMAND [ARGUMENT ...]

Prints what the command puts on the terminal, and ends with its exit code, or with 1 if it showed no colour.
"""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios

SIZE = (24, 80)  # rows and columns
COLOUR = b"\x1b["
# What keeps programs from showing colours.
COLOURLESS = ("NO_COLOR", "ANSIBLE_NOCOLOR")


def run(command: list[str]) -> tuple[int, bytes]:
    """The exit code of a command that has a terminal, and all that it put there, which is copied to our output."""
    process, terminal = pty.fork()
    if process == 0:  # what is imported here has no threads that the fork could hurt
        environment = {name: value for name, value in os.environ.items() if name not in COLOURLESS}
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        os.execvpe(command[0], command, {**environment, "TERM": "xterm-256color"})  # noqa: S606 - no shell is wanted
    shown = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that nobody has the other end open
            break
        if not part:
            break
        shown += part
        sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown


def main(command: list[str]) -> int:
    """Run it; the exit code is its own, or 1 if it was not told that it has a terminal."""
    code, shown = run(command)
    if not code and COLOUR not in shown:
        print("there was a terminal, and nothing was in colour", file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
