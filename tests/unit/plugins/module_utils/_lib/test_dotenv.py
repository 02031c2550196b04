# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import shutil
import subprocess

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._lib.dotenv import parse

CANARY = "canary"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("\n  # a comment\n\t\n", {}),
        ("A=1", {"A": "1"}),
        ("A=1\nB=2\n", {"A": "1", "B": "2"}),
        ("A=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("\ufeffA=1", {"A": "1"}),
        ("export A=1", {"A": "1"}),
        ("export=1", {"export": "1"}),
        ("  A = two words  # why", {"A": "two words"}),
        ("A=", {"A": ""}),
        ("A= # nothing", {"A": ""}),
        ("A=#1", {"A": "#1"}),
        ("A=https://x/#part?a=b", {"A": "https://x/#part?a=b"}),
        ("A=pa$$word", {"A": "pa$$word"}),
        ("A=it's", {"A": "it's"}),
        (r"A=C:\new", {"A": r"C:\new"}),
        ("A=''", {"A": ""}),
        ("A='a # b' # c", {"A": "a # b"}),
        (r"A='\n ${B} \' ", {"A": r"\n ${B} " + "\\"}),
        ("A='one\ntwo'\nB=1", {"A": "one\ntwo", "B": "1"}),
        (r'A="a\nb\t\"c\" \\ \$ # d" # e', {"A": 'a\nb\t"c" \\ $ # d'}),
        ('A="one\ntwo"\nB=1', {"A": "one\ntwo", "B": "1"}),
        (r'A="\${B}"', {"A": "${B}"}),
        ("spring.a-b=1", {"spring.a-b": "1"}),
        ("A=ümläut", {"A": "ümläut"}),
        ("A=0755", {"A": "0755"}),
        ("A=yes", {"A": "yes"}),
        ("A={{ x }}", {"A": "{{ x }}"}),
    ],
)
def test_reads(text, expected):
    assert parse(text.encode()) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"A=1\n{CANARY}", "line 2: this is neither"),
        (f"={CANARY}", "line 1: this is neither"),
        (f"A B={CANARY}", "line 1: this is neither"),
        (f"A='{CANARY}", "line 1: the quotes of A are not closed"),
        (f'A=1\n\nB="{CANARY}\nC=1', "line 3: the quotes of B are not closed"),
        (f"A='x'{CANARY}", "line 1: there is more behind the closing quote of A"),
        (f"A='one\ntwo'{CANARY}", "line 2: there is more behind"),
        (f"A=1\nB=2\nA={CANARY}", "line 3: A has a value in line 1 already"),
        (f"A={CANARY}${{B}}", "line 1: A refers to another variable"),
        (f'A="{CANARY}${{B}}"', "line 1: A refers to another variable"),
        (f'A="{CANARY}\\x"', "line 1: A has a backslash that means nothing"),
    ],
)
def test_refuses_by_line_without_the_value(text, message):
    with pytest.raises(InvalidInput) as refused:
        parse(text.encode())
    assert str(refused.value).startswith(message)
    assert CANARY not in str(refused.value)


def test_refuses_what_is_not_utf_8():
    with pytest.raises(InvalidInput, match="line 2: this is not UTF-8"):
        parse(b"A=1\nB=\xff\n")


@pytest.mark.skipif(not shutil.which("sh"), reason="no shell")
def test_a_shell_reads_the_same():
    """The quoted forms, which are a shell's too."""
    text = "A='a # b'\nB=\"x \\\" \\\\ \\$\"\nexport C=plain # comment\nD='one\ntwo'\nE=it\n"
    shell = subprocess.run(
        ["sh", "-c", f'{text}\nprintf "%s\\0" "$A" "$B" "$C" "$D" "$E"'], check=True, capture_output=True, text=True
    )
    assert list(parse(text.encode()).values()) == shell.stdout.split("\0")[:-1]
