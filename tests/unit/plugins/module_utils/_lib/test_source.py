# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is packed is held against git, how it is packed against GNU tar and gzip."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import re
import resource
import shutil
import socket
import subprocess
import tarfile
import tempfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ansible_collections.community.heroku.plugins.module_utils._api.errors import InvalidInput
from ansible_collections.community.heroku.plugins.module_utils._lib import source
from ansible_collections.community.heroku.plugins.module_utils._lib.ignore import select
from ansible_collections.community.heroku.plugins.module_utils._lib.source import SourceError
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

MEBIBYTE = 1024 * 1024
JANUARY_1980 = 315619200

# Without the excludes of whoever runs the tests.
GIT_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "XDG_CONFIG_HOME": os.devnull,
}
HAS_GNU_TAR = shutil.which("tar") and b"GNU tar" in subprocess.check_output(["tar", "--version"])


def git_version() -> tuple[int, ...]:
    """The git that is there, such as (2, 39)."""
    said = subprocess.run(["git", "--version"], capture_output=True, check=True, text=True).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:2]))


needs_git = pytest.mark.skipif(not shutil.which("git"), reason="needs git")
needs_gnu_tar = pytest.mark.skipif(not HAS_GNU_TAR, reason="needs GNU tar")


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def packed(root: Path, **options: bool) -> list[str]:
    with source.from_directory(str(root), **options) as result:
        return list(result.names)


def members(root: Path) -> dict[str, tarfile.TarInfo]:
    with source.from_directory(str(root)) as result, result.open() as file, tarfile.open(fileobj=file) as tar:
        return {member.name: member for member in tar}


def content(packed: source.Source) -> bytes:
    with packed.open() as file:
        return file.read()


def checksum(root: Path) -> str:
    with source.from_directory(str(root)) as result:
        return result.checksum


def run(*command: str, cwd: Path, stdin: bytes = b"") -> bytes:
    return subprocess.run(command, cwd=cwd, env=GIT_ENVIRONMENT, input=stdin, capture_output=True, check=True).stdout


class TestArchive:
    """The bytes that are uploaded."""

    def test_describes_what_it_wrote(self, tmp_path: Path) -> None:
        write(tmp_path, {"Procfile": "web: true\n", "app/main.py": "print()\n"})
        with source.from_directory(str(tmp_path)) as result:
            uploaded = content(result)
        assert result.checksum == "SHA256:" + hashlib.sha256(uploaded).hexdigest()
        assert result.size == len(uploaded)
        assert result.names == ("Procfile", "app/main.py")

    @needs_gnu_tar
    def test_is_what_gnu_tar_writes(self, tmp_path: Path) -> None:
        """The whole file is foretold: whatever of it Python, zlib or this machine had a say in would show."""
        root = write(
            tmp_path / "app",
            {"Procfile": "web: true\n", "bin/run": "#!/bin/sh\n", "bin/größe": "", "data": os.urandom(300_000)},
        )
        for path in root.rglob("*"):
            path.chmod(0o755 if path.name in {"bin", "run"} else 0o644)
        (root / "bin/link").symlink_to("run")
        listed = b"\0".join([b"Procfile", b"bin", b"bin/gr\xc3\xb6\xc3\x9fe", b"bin/link", b"bin/run", b"data"])

        def gnu_tar(time: int) -> bytes:
            options = [f"--mtime=@{time}", "--owner=0", "--group=0", "--numeric-owner"]
            return run(
                "tar", "-cf-", "--format=gnu", "--no-recursion", *options, "--null", "-T-", cwd=root, stdin=listed
            )

        time = JANUARY_1980 + int(hashlib.sha256(gnu_tar(JANUARY_1980)).hexdigest(), 16) % 10**9
        expected = gnu_tar(time)
        with source.from_directory(str(root)) as result:
            uploaded = content(result)
        assert gzip.decompress(uploaded) == expected
        assert uploaded[:10] == b"\x1f\x8b\x08" + bytes(6) + b"\xff"
        # Ten bytes of head, eight of tail, five for each block of at most 65535: no room for any choice.
        assert len(uploaded) == 18 + len(expected) + 5 * -(-len(expected) // 65535)

    @needs_gnu_tar
    def test_unpacks_to_the_same_tree(self, tmp_path: Path) -> None:
        root = tmp_path / "app"
        long = "/".join(["directory with a long name"] * 6)
        write(
            root, {"a": "1", f"{long}/file": os.urandom(70_000), "new\nline": "", "sp ace": "x", "big": b"\1" * 65535}
        )
        (root / long / "link").symlink_to("./" * 60 + "file")
        not_utf8 = os.path.join(os.fsencode(root), b"latin\xe9")
        with contextlib.suppress(OSError):  # on a file system that knows UTF-8 only
            Path(os.fsdecode(not_utf8)).write_bytes(b"e")
        with source.from_directory(str(root)) as result:
            unpacked = tmp_path / "unpacked"
            unpacked.mkdir()
            run("tar", "-xzf", "-", cwd=unpacked, stdin=content(result))
        run("diff", "-r", "--no-dereference", str(root), str(unpacked), cwd=tmp_path)

    def test_depends_on_the_content_only(self, tmp_path: Path) -> None:
        first = write(tmp_path / "first", {"a": "1", "b/c": "2", "b/d": "3"})
        second = write(tmp_path / "second", {"b/d": "3", "b/c": "2", "a": "1"})
        (second / "a").chmod(0o600)
        (second / "b").chmod(0o700)
        (second / "empty").mkdir()
        os.utime(second / "a", (1, 1))
        assert checksum(first) == checksum(second)

    @pytest.mark.parametrize(
        "change",
        [
            lambda root: write(root, {"a": "2"}),
            lambda root: (root / "a").chmod(0o755),
            lambda root: (root / "a").rename(root / "c"),
            lambda root: write(root, {"c": ""}),
            lambda root: (root / "link").symlink_to("a"),
            lambda root: ((root / "b").unlink(), (root / "b").symlink_to("a")),
        ],
        ids=["content", "executable", "renamed", "added", "link", "file to link"],
    )
    def test_every_change_tells(self, tmp_path: Path, change: object) -> None:
        root = write(tmp_path, {"a": "1", "b": ""})
        before = checksum(root)
        change(root)  # type: ignore[operator]
        assert checksum(root) != before

    def test_files_carry_a_time_that_changes_with_any_of_them(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"index.html": "old", "b/c": "2"})
        before = members(root)
        write(root, {"index.html": "new"})
        after = members(root)
        times = {member.mtime for member in before.values()}, {member.mtime for member in after.values()}
        assert len(times[0]) == len(times[1]) == 1
        assert times[0] != times[1]
        assert all(JANUARY_1980 <= time < JANUARY_1980 + 10**9 for each in times for time in each)

    def test_keeps_no_owner_and_of_the_mode_only_executable(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"plain": "", "run": "", "group": "", "d/x": ""})
        for name, mode in {"plain": 0o600, "run": 0o700, "group": 0o670, "d": 0o777}.items():
            (root / name).chmod(mode)
        found = members(root)
        modes = {name: member.mode for name, member in found.items()}
        assert modes == {"plain": 0o644, "run": 0o755, "group": 0o644, "d": 0o755, "d/x": 0o644}
        assert {(each.uid, each.gid, each.uname, each.gname) for each in found.values()} == {(0, 0, "", "")}

    def test_a_directory_comes_before_what_is_in_it(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"b/c/d": "", "b/c/e": "", "b-c": "", "empty/.gitignore": "*"})
        assert list(members(root)) == ["b-c", "b", "b/c", "b/c/d", "b/c/e"]

    def test_may_put_everything_below_a_directory(self, tmp_path: Path) -> None:
        (tmp_path / "app" / "lib").mkdir(parents=True)
        (tmp_path / "app" / "lib" / "a").write_text("a")
        with source.from_directory(str(tmp_path / "app"), below="app/") as packed:
            assert packed.names == ("app/lib/a",)
            with packed.open() as file, tarfile.open(fileobj=file) as tar:
                assert tar.getnames() == ["app", "app/lib", "app/lib/a"]
            with packed.open() as file:
                (tmp_path / "copy.tgz").write_bytes(file.read())
            with source.from_archive(str(tmp_path / "copy.tgz")) as same:
                assert same.checksum == packed.checksum
        with source.from_directory(str(tmp_path / "app")) as other:
            assert other.checksum != packed.checksum

    def test_hard_links_are_files(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"a": "same"})
        os.link(root / "a", root / "b")
        assert [(member.type, member.size) for member in members(root).values()] == [(tarfile.REGTYPE, 4)] * 2

    def test_memory_does_not_grow_with_the_files(self, tmp_path: Path) -> None:
        with (tmp_path / "large").open("wb") as large:
            large.truncate(64 * MEBIBYTE)
        tracemalloc.start()
        try:
            checksum(tmp_path)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 8 * MEBIBYTE

    def test_has_no_name_that_could_be_left_behind(self, tmp_path: Path) -> None:
        root, room = write(tmp_path / "app", {"a": "1"}), tmp_path / "room"
        room.mkdir()
        with source.from_directory(str(root), tmpdir=str(room)) as result:
            assert list(room.iterdir()) == []
            assert content(result) == content(result) != b""
        result.close()

    def test_says_when_a_file_shrinks_meanwhile(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root, room = write(tmp_path / "app", {"a": "1" * MEBIBYTE}), tmp_path / "room"
        room.mkdir()
        addfile = tarfile.TarFile.addfile
        written: list[object] = []

        def shrink_once_the_archive_is_begun(self: tarfile.TarFile, *arguments: object) -> None:
            if written:
                os.truncate(root / "a", 10)
            addfile(self, *arguments)  # type: ignore[arg-type]

        begin = tempfile.TemporaryFile

        def begun(**options: object) -> object:
            written.append(options)
            return begin(**options)

        monkeypatch.setattr(tempfile, "TemporaryFile", begun)
        monkeypatch.setattr(tarfile.TarFile, "addfile", shrink_once_the_archive_is_begun)
        with pytest.raises(SourceError, match=r"became shorter while it was packed\. Run the task again"):
            source.from_directory(str(root), tmpdir=str(room))
        assert list(room.iterdir()) == []


class TestRefusals:
    """What cannot be packed says so."""

    def test_nothing_there(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match=r"There is nothing to upload in .*: it is empty, or"):
            source.from_directory(str(tmp_path))

    def test_everything_ignored(self, tmp_path: Path) -> None:
        write(tmp_path, {".gitignore": "*\n", "a": "1"})
        with pytest.raises(SourceError, match="There is nothing to upload"):
            source.from_directory(str(tmp_path))

    @pytest.mark.parametrize("name", ["file", "missing"])
    def test_no_directory(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, {"file": ""})
        with pytest.raises(SourceError, match=f"{name} is not a directory. Give the directory"):
            source.from_directory(str(tmp_path / name))

    def test_no_room(self, tmp_path: Path) -> None:
        write(tmp_path, {"a": ""})
        with pytest.raises(SourceError, match=r"No such file or directory .*missing.*room for the archive"):
            source.from_directory(str(tmp_path), tmpdir=str(tmp_path / "missing"))

    def test_no_room_left(self, tmp_path: Path) -> None:
        write(tmp_path, {"a": b"1" * MEBIBYTE})
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (MEBIBYTE // 2, hard))
        try:
            with pytest.raises(
                SourceError, match=r"Cannot read or pack .*: File too large\. Check .* that there is room"
            ):
                source.from_directory(str(tmp_path))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    @pytest.mark.parametrize("name", ["secret", "directory", ".gitignore"])
    def test_unreadable(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, {"a": "", "secret": "", "directory/a": "", ".gitignore": ""})
        (tmp_path / name).chmod(0)
        try:
            with pytest.raises(SourceError, match=f"Permission denied .*{name}"):
                source.from_directory(str(tmp_path))
        finally:
            (tmp_path / name).chmod(0o700)


class TestLinks:
    """Symbolic links stay links and stay inside."""

    @pytest.mark.parametrize(
        ("where", "target"),
        [
            ("link", "a"),
            ("link", "./d/../a"),
            ("link", "missing"),
            ("link", "link"),
            ("link", "d"),
            ("link", "d/up"),
            ("link", "d/up/chain"),
            ("d/link", "../a"),
            ("d/link", ".."),
        ],
    )
    def test_inside(self, tmp_path: Path, where: str, target: str) -> None:
        root = write(tmp_path, {"a": "", "d/b": ""})
        (root / "d/up").symlink_to("..")
        (root / "chain").symlink_to("d/b")
        (root / where).symlink_to(target)
        link = members(root)[where]
        assert (link.type, link.linkname) == (tarfile.SYMTYPE, target)

    def test_a_linked_directory_is_not_entered(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"d/b": ""})
        (root / "again").symlink_to("d")
        assert packed(root) == ["again", "d/b"]

    @pytest.mark.parametrize(
        ("where", "target"),
        [
            ("link", ".."),
            ("link", "../outside"),
            ("link", "/etc/passwd"),
            ("link", "d/../../outside"),
            ("link", "d/./../../outside"),
            ("link", "d//../../outside"),
            ("d/link", "../../outside"),
            ("link", "../app/a"),  # comes back by the name of the directory, which is another on Heroku
            ("link", "up/../outside"),  # reads as if it stayed inside
            ("link", "up/../app/a"),
        ],
    )
    def test_leading_out(self, tmp_path: Path, where: str, target: str) -> None:
        root = write(tmp_path / "app", {"a": "", "d/e/b": "", ".gitignore": "up\n"})
        write(tmp_path, {"outside": ""})
        (root / "up").symlink_to("d/..")
        (root / where).symlink_to(target)
        with pytest.raises(
            SourceError, match=rf"link .*app/{where} leads out of .*app \(to .*name the link in \.slugignore"
        ):
            source.from_directory(str(root))

    def test_leading_out_by_an_absolute_path_to_inside(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"a": ""})
        (root / "link").symlink_to(root / "a")
        with pytest.raises(SourceError, match="leads out"):
            source.from_directory(str(root))

    def test_leading_out_does_not_matter_where_it_is_not_packed(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"a": "", ".slugignore": "link"})
        (root / "link").symlink_to("/etc/passwd")
        assert packed(root) == [".slugignore", "a"]

    def test_the_directory_itself_may_be_a_link(self, tmp_path: Path) -> None:
        root = write(tmp_path / "app", {"a": ""})
        (tmp_path / "current").symlink_to("app")
        assert packed(tmp_path / "current") == ["a"]
        assert checksum(tmp_path / "current") == checksum(root)


class TestSelection:
    """What goes in."""

    def test_special_files_do_not(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, {"a": ""})
        os.mkfifo(tmp_path / "fifo")
        monkeypatch.chdir(tmp_path)  # the path of a socket must be short
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket")
            assert packed(tmp_path) == ["a"]

    def test_git_does_not(self, tmp_path: Path) -> None:
        write(tmp_path, {"a": "", ".git/config": "", "sub/.git": "gitdir: ..", "sub/b": "", "sub/.github/c": ""})
        assert packed(tmp_path) == ["a", "sub/.github/c", "sub/b"]

    @pytest.mark.parametrize(
        ("gitignore", "names", "kept"),
        [
            ("# comment\n\n   \nlog", "log d/log logs #", "logs #"),
            ("#a", "#a a", "#a a"),
            ("*.log\n!keep.log", "a.log keep.log d/a.log", "keep.log"),
            ("!keep.log\n*.log", "keep.log a", "a"),
            ("/log", "log d/log", "d/log"),
            ("d/log", "d/log e/d/log", "e/d/log"),
            ("log/", "log d/log/x", "log"),
            ("d/\n!d/x", "d/x a", "a"),
            ("d/*\n!d/x", "d/x d/y", "d/x"),
            ("**/log", "log d/log d/e/log logs", "logs"),
            ("d/**", "d/ab d/cd/e a", "a"),
            ("d/**/f", "d/f d/e/f d/e/g/f d/ef f", "d/ef f"),
            ("?/**/f", "d/f d/e/f d/e/g/f d/ef f", "d/ef f"),
            ("/d**/f", "d/f de/f x/f", "x/f"),
            ("x?/d**/f", "xy/df xy/d/f xy/d/e/f", "xy/df xy/d/e/f"),
            ("?", "a ab é", "ab é"),
            ("[a-c]", "a c d -", "d -"),
            ("[!a-c]", "a c d !", "a c"),
            ("[^a]", "a b", "a"),
            ("[]-]", "] - a", "a"),
            ("[[:digit:]_]", "1 _ a", "a"),
            ("[[:digits:]]", "1 a", "1 a"),
            ("[a", "[a a", "[a a"),
            (r"\!a", "!a a", "a"),
            (r"\#a", "#a a", "a"),
            (r"\*", "* a", "a"),
            ("a\\", "a a\\", "a a\\"),
            ("a ", "a", ""),
            ("a\r\nb\r", "a b c", "c"),
            ("\ufeffa", "a b", "b"),
            ("a.b", "a.b axb", "axb"),
            ("A", "a A", "a"),
        ],
    )
    def test_gitignore(self, tmp_path: Path, gitignore: str, names: str, kept: str) -> None:
        write(tmp_path, dict.fromkeys(names.split(), ""))
        (tmp_path / ".gitignore").write_bytes(gitignore.encode())
        assert packed(tmp_path) == sorted([".gitignore", *kept.split()], key=os.fsencode)

    def test_an_escaped_space_at_the_end_of_a_pattern_counts(self, tmp_path: Path) -> None:
        write(tmp_path, {".gitignore": "a\\  \nb\\\\ ", "a": "", "a ": "", "a  ": "", "b\\": "", "b\\ ": ""})
        assert packed(tmp_path) == [".gitignore", "a", "a  ", "b\\ "]

    def test_the_nearest_gitignore_decides(self, tmp_path: Path) -> None:
        write(tmp_path, {".gitignore": "*.log\n/d/e/f", "d/.gitignore": "!x.log\n/a\n", "a": "", "x.log": ""})
        write(tmp_path, {"d/x.log": "", "d/y.log": "", "d/a": "", "d/e/a": "", "d/e/f": "", "d/e/x.log": ""})
        assert packed(tmp_path) == [".gitignore", "a", "d/.gitignore", "d/e/a", "d/e/x.log", "d/x.log"]

    def test_a_gitignore_that_is_no_file_is_none(self, tmp_path: Path) -> None:
        write(tmp_path, {"rules": "a", "a": "", "d/.gitignore/b": ""})
        (tmp_path / ".gitignore").symlink_to("rules")
        assert packed(tmp_path) == [".gitignore", "a", "d/.gitignore/b", "rules"]

    def test_slugignore_takes_more_away(self, tmp_path: Path) -> None:
        write(tmp_path, {".slugignore": "*.md\n/doc\nspec/\n!README.md\n", ".gitignore": "log\n!b.md\n"})
        write(tmp_path, {"README.md": "", "b.md": "", "doc/x": "", "d/spec/x": "", "d/doc": "", "log": "", "a": ""})
        assert packed(tmp_path) == [".gitignore", ".slugignore", "a", "d/doc"]

    def test_slugignore_cannot_bring_back(self, tmp_path: Path) -> None:
        write(tmp_path, {".slugignore": "!a\n", ".gitignore": "a\n", "a": "", "b": ""})
        assert packed(tmp_path) == [".gitignore", ".slugignore", "b"]

    def test_slugignore_is_read_at_the_top_only(self, tmp_path: Path) -> None:
        write(tmp_path, {"d/.slugignore": "a\n", "d/a": "", ".git/HEAD": "", ".slugignore": "b"})
        write(tmp_path, {"d/b": ""})
        assert packed(tmp_path) == [".slugignore", "d/.slugignore", "d/a"]
        assert packed(tmp_path / "d") == [".slugignore", "b"]

    def test_the_rest_of_the_checkout_has_its_say(self, tmp_path: Path) -> None:
        write(tmp_path, {".gitignore": "above"})  # outside of the checkout
        top = write(
            tmp_path / "top", {".git/HEAD": "", ".gitignore": ".env\n/services/web/tmp\n", "services/.gitignore": "*.o"}
        )
        write(top, {"services/web/" + name: "" for name in [".env", "tmp/x", "a.o", "above", "d/tmp", "main"]})
        assert packed(top / "services/web") == ["above", "d/tmp", "main"]

    @pytest.mark.parametrize("rule", ["dist/\n*.js\n", "*", "/web"])
    def test_the_rest_of_the_checkout_has_none_over_what_it_ignores(self, tmp_path: Path, rule: str) -> None:
        write(tmp_path, {".git/HEAD": "", ".gitignore": rule, "web/dist/app.js": "", "web/dist/.gitignore": "*.map"})
        write(tmp_path, {"web/dist/app.map": ""})
        assert packed(tmp_path / "web/dist") == [".gitignore", "app.js"]


NAMES = [
    "a",
    "b",
    "c",
    "ab",
    "ba",
    "abc",
    "a b",
    "b ",
    "a.b",
    "-",
    "]",
    "[",
    "[a]",
    "\\",
    "*",
    "a*",
    "^",
    "!a",
    "#a",
    "é",
]
TOKENS = [
    *["a", "b", "c", ".", "é", "-", "^", "!", "#", " ", "/", "*", "?", "**", "**/", "/**", "[", "]", "\\"],
    *["\\ ", "\\*", "\\/", "\\a", "\\!", "\\#", "[ab]", "[!a]", "[^b]", "[a-b]", "[b-a]", "[]a]", "[!]a]", "[--a]"],
    *["[a-c-e]", "[\\]]", "[\\a-b]", "[a-\\b]", "[é]", "[/]", "[a/b]", "[[:alpha:]]", "[[:alpha:]-]", "[![:punct:]]"],
    *["[[:foo:]]", "[[:]", "[[:]]", "[[:a]:]"],
]
PATTERNS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "!", "/", "!/"]),
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6).map("".join),
    st.sampled_from(["", "", "/", "/*", "/**", " ", "\r"]),
)
# Git took the asterisks of a**/b for any number of directories, as we do; 2.55 takes them for a single asterisk.
BESIDE_OTHERS = re.compile(r"[^/!]\*\*|\*\*[^/\r ]")
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("checkout")
    run("git", "init", "-q", cwd=root)
    return root


@needs_git
@settings(max_examples=200, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    paths=st.lists(PATHS, min_size=1, max_size=12),
    rules=st.dictionaries(
        st.integers(min_value=0, max_value=4), st.lists(PATTERNS, min_size=1, max_size=4), min_size=1, max_size=3
    ),
)
@example(paths=["ab/b", "a/c/b", "ab"], rules={0: ["a**/b"]})
@example(paths=["b", "c"], rules={0: ["[b-a]"]})
@example(paths=["a/b", "a/c"], rules={0: ["a", "!a/b"]})
@example(paths=["a/b", "a/c"], rules={0: ["*", "!a", "!b"], 1: ["c"]})
def test_ignores_what_git_ignores(checkout: Path, paths: list[str], rules: dict[int, list[str]]) -> None:
    """`git check-ignore` is asked about every file of a generated tree with `.gitignore` files at several levels."""
    if git_version() >= (2, 55):
        assume(not any(BESIDE_OTHERS.search(line) for lines in rules.values() for line in lines))
    for entry in checkout.iterdir():
        if entry.name != ".git":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    files = []
    for path in paths:
        try:
            write(checkout, {path: ""})
        except (NotADirectoryError, FileExistsError, IsADirectoryError):
            continue  # another path made this one a file or a directory
        files.append(path)
    directories = sorted({str(parent) for path in files for parent in Path(path).parents})
    for index, lines in rules.items():
        if index < len(directories):
            write(checkout, {f"{directories[index]}/.gitignore": "\n".join(lines)})
    everything = [str(path.relative_to(checkout)) for path in checkout.rglob("*") if not path.is_dir()]
    candidates = {name for name in everything if not name.startswith(".git/")}

    command = subprocess.run(
        ["git", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=checkout,
        env=GIT_ENVIRONMENT,
        input=b"\0".join(os.fsencode(name) for name in candidates),
        capture_output=True,
        check=False,
    )
    assert command.returncode in {0, 1}, command.stderr  # 1: nothing is ignored
    kept = candidates - {os.fsdecode(name) for name in command.stdout.split(b"\0")}
    assert {os.fsdecode(name) for name in select(os.fsencode(checkout))} == kept


BRACKETS = [
    *[
        "[a]",
        "[!a]",
        "[^a]",
        "[a-y]",
        "[!a-y]",
        "[y-a]",
        "[]-a]",
        "[!]-a]",
        "[a-]",
        "[--/]",
        "[.-0]",
        "[\\\\]",
        "[\\]]",
        "[[]",
    ],
    *[
        "[[:]",
        "[[:a]",
        "[a-[:digit:]]",
        "[[:digit:]-z]",
        "[[:digit:][:upper:]_]",
        "[!\xff]",
        "[\x80-\xff]",
        "[[::]]",
        "?",
    ],
    *(f"[[:{name}:]]" for name in "alnum alpha blank cntrl digit graph lower print punct space upper xdigit".split()),
    *["[[:word:]]", "[[:ALPHA:]]", "[![:alnum:]]"],
]


@pytest.fixture(scope="module")
def every_byte(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a file for each byte that a file's name may hold."""
    root = tmp_path_factory.mktemp("bytes")
    run("git", "init", "-q", cwd=root)
    for byte in set(range(1, 256)) - set(b"/"):
        try:
            (root / os.fsdecode(b"name" + bytes([byte]))).touch()
        except OSError:
            continue  # a file system that knows UTF-8 only
    return root


@needs_git
@pytest.mark.parametrize("bracket", BRACKETS)
def test_brackets_hold_the_bytes_that_git_says(every_byte: Path, bracket: str) -> None:
    (every_byte / ".gitignore").write_bytes(b"name" + bracket.encode("latin-1"))
    kept = run("git", "ls-files", "--others", "-z", "--exclude-per-directory=.gitignore", cwd=every_byte)
    names = kept.decode("utf-8", "backslashreplace").split("\0")
    chosen = select(os.fsencode(every_byte))
    assert sorted(name.decode("utf-8", "backslashreplace") for name in chosen) == sorted(names[:-1])


@needs_git
class TestCheckout:
    """In a git checkout, git says what it would send."""

    @pytest.fixture(autouse=True)
    def _own_git(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in GIT_ENVIRONMENT.items():
            monkeypatch.setenv(name, value)

    @pytest.fixture
    def repository(self, tmp_path: Path) -> Path:
        """Tracked files, one by force, one that is gone; untracked ones; ignored ones; another repository inside."""
        root = write(tmp_path / "shop", {".gitignore": "*.log\n/node_modules\n", "main": "1", "gone": "", "d/e": "old"})
        run("git", "init", "-q", cwd=root)
        write(root, {"forced.log": "", ".git/info/exclude": "/local\n"})
        run("git", "add", ".", cwd=root)
        run("git", "add", "-f", "forced.log", cwd=root)
        write(root, {"d/e": "new", "new": "", "local": "", "x.log": "", "node_modules/x": "", "inner/file": ""})
        (root / "gone").unlink()
        run("git", "init", "-q", cwd=root / "inner")
        return root

    TRACKED = (".gitignore", "d/e", "forced.log", "main")

    def test_what_is_tracked_is_sent_as_it_is(self, repository: Path) -> None:
        assert packed(repository) == sorted(self.TRACKED)
        assert packed(repository / "d") == ["e"]
        with source.from_directory(str(repository)) as result, result.open() as file, tarfile.open(fileobj=file) as tar:
            assert tar.extractfile("d/e").read() == b"new"  # type: ignore[union-attr]

    def test_others_are_sent_when_they_are_asked_for(self, repository: Path) -> None:
        assert packed(repository, untracked=True) == sorted([*self.TRACKED, "new"])
        ignored = ["local", "node_modules/x", "x.log"]
        assert packed(repository, ignored=True) == sorted([*self.TRACKED, *ignored])
        assert packed(repository, untracked=True, ignored=True) == sorted([*self.TRACKED, "new", *ignored])

    def test_it_is_what_git_would_send(self, repository: Path) -> None:
        """Git itself: the tree that a commit of the working tree's tracked files would have."""
        run("git", "add", "-u", cwd=repository)
        run("git", "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "x", cwd=repository)
        tree = run("git", "ls-tree", "-r", "--name-only", "HEAD", cwd=repository).decode().splitlines()
        assert packed(repository) == tree

    def test_slugignore_takes_away_what_is_tracked(self, repository: Path) -> None:
        write(repository, {".slugignore": "d\n*.log\n"})
        run("git", "add", ".slugignore", cwd=repository)
        assert packed(repository) == [".gitignore", ".slugignore", "main"]

    def test_a_directory_that_is_ignored_as_a_whole_is_no_part_of_it(self, repository: Path) -> None:
        assert packed(repository / "node_modules") == ["x"]

    def test_one_that_only_this_machine_ignores_is_none_either(self, repository: Path) -> None:
        write(repository, {"mine/a": "", ".git/info/exclude": "/mine\n"})
        assert packed(repository / "mine") == ["a"]

    def test_where_nothing_is_tracked_nothing_is_sent(self, repository: Path) -> None:
        write(repository, {"fresh/a": ""})
        with pytest.raises(InvalidInput, match=r"git tracks no file in .*fresh.*untracked=true"):
            packed(repository / "fresh")
        assert packed(repository / "fresh", untracked=True) == ["a"]

    def test_submodules(self, repository: Path, tmp_path: Path) -> None:
        commit = ("git", "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "x")
        library = write(tmp_path / "library", {"lib": "", "b": ""})
        run("git", "init", "-q", cwd=library)
        run("git", "add", ".", cwd=library)
        run(*commit, cwd=library)
        add = ("git", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library), "vendor")
        run(*add, cwd=repository)
        write(repository, {"vendor/untracked": ""})
        assert packed(repository) == sorted([*self.TRACKED, ".gitmodules", "vendor/b", "vendor/lib"])
        run("git", "submodule", "--quiet", "deinit", "-f", "vendor", cwd=repository)
        with pytest.raises(InvalidInput, match="submodule that is not checked out"):
            packed(repository)

    def test_without_git(self, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(InvalidInput, match="There is no git where this task runs"):
            packed(repository)
        assert packed(repository / "node_modules") == ["x"]

    def test_a_repository_of_somebody_else(self, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        with pytest.raises(InvalidInput, match=r"git does not say what is in .*ownership"):
            packed(repository)

    def test_what_a_hook_of_git_sets_leads_nowhere(self, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_DIR", "/nowhere")
        monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
        assert packed(repository) == sorted(self.TRACKED)


def test_elsewhere_ignored_files_are_sent_when_they_are_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.log\n", "a": "", "x.log": "", ".slugignore": "b\n", "b": ""})
    assert packed(tmp_path, untracked=True) == [".gitignore", ".slugignore", "a"]
    assert packed(tmp_path, ignored=True) == [".gitignore", ".slugignore", "a", "x.log"]


class TestFromArchive:
    """An archive that the user made."""

    @pytest.fixture
    def archive(self, tmp_path: Path) -> Path:
        root = write(tmp_path / "app", {"Procfile": "web: true\n", "d/a": os.urandom(100_000)})
        path = tmp_path / "app.tgz"
        with tarfile.open(path, "w:gz") as tar:
            tar.add(root, arcname=".")
        return path

    def test_is_taken_as_it_is(self, archive: Path) -> None:
        content = archive.read_bytes()
        with source.from_archive(str(archive)) as result:
            assert result.path == str(archive)
            assert result.checksum == "SHA256:" + hashlib.sha256(content).hexdigest()
            assert result.size == len(content)
            assert sorted(result.names) == ["./Procfile", "./d/a"]
        assert archive.read_bytes() == content

    def test_one_made_here_is_the_same(self, tmp_path: Path) -> None:
        root = write(tmp_path, {"a": "", "d/é": "x" * 200_000})
        with source.from_directory(str(root)) as made:
            (tmp_path / "copy.tgz").write_bytes(content(made))
        taken = source.from_archive(str(tmp_path / "copy.tgz"))
        assert (taken.checksum, taken.size, taken.names) == (made.checksum, made.size, made.names)

    @pytest.mark.parametrize("cut", [1, 4, 8, 9, 5_000, 99_000])
    def test_cut_short(self, archive: Path, cut: int) -> None:
        os.truncate(archive, archive.stat().st_size - cut)
        with pytest.raises(SourceError, match=r"is damaged, cut short, or not a gzipped tar .* Give a gzipped tar"):
            source.from_archive(str(archive))

    @pytest.mark.parametrize("at", [-1, -5, -5_000, 5_000])
    def test_damaged(self, archive: Path, at: int) -> None:
        content = bytearray(archive.read_bytes())
        content[at] ^= 0xFF
        archive.write_bytes(content)
        with pytest.raises(SourceError, match="is damaged, cut short, or not a gzipped tar"):
            source.from_archive(str(archive))

    def test_gzip_of_something_else(self, archive: Path) -> None:
        archive.write_bytes(gzip.compress(b"not a tar" * 1000))
        with pytest.raises(SourceError, match="or not a gzipped tar"):
            source.from_archive(str(archive))

    @pytest.mark.parametrize("kind", ["tar", "tar.bz2", "zip", "empty"])
    def test_another_kind(self, archive: Path, kind: str) -> None:
        if kind == "zip":
            with zipfile.ZipFile(archive, "w") as other:
                other.writestr("a", "")
        elif kind == "empty":
            archive.write_bytes(b"")
        else:
            with tarfile.open(archive, "w:bz2" if kind == "tar.bz2" else "w") as tar:
                tar.add(__file__, arcname="a")
        with pytest.raises(SourceError, match=r"is not compressed with gzip\. Give a gzipped tar, as `tar -czf"):
            source.from_archive(str(archive))

    def test_without_files(self, archive: Path) -> None:
        with tarfile.open(archive, "w:gz") as tar:
            directory = tarfile.TarInfo("d")
            directory.type = tarfile.DIRTYPE
            tar.addfile(directory, io.BytesIO())
        with pytest.raises(SourceError, match="holds no file"):
            source.from_archive(str(archive))

    @pytest.mark.parametrize("name", ["missing.tgz", "."])
    def test_not_there(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(SourceError, match=r"Cannot read or pack .*(No such file|Is a directory)"):
            source.from_archive(str(tmp_path / name))

    def test_leaves_nothing_behind(self, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        room = archive.parent / "room"
        room.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(room))
        source.from_archive(str(archive)).close()
        assert list(room.iterdir()) == []
