# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Source code as Heroku's build API takes it: one gzipped tar and its checksum (behaviour.md 3.14).

How an archive made from a directory comes to be the same, byte for byte, on every machine:

* Heroku verifies the checksum of a build against the bytes it was given, and answers with that checksum later. It is
  the one field that can tell whether the code has changed since, so the bytes may depend on nothing but the code.
* Compressors do not promise that: zlib, zlib-ng and their versions make different bytes of the same input. So the gzip
  file holds the tar *uncompressed*, in stored blocks that are framed here. That costs bandwidth when something changed,
  and makes the common run, in which nothing changed, a matter of hashing. Who needs a smaller upload compresses the
  directory and gives the archive (`from_archive`).
* Owners and times of the files are left out, and of the permissions all but "executable" is, as git does. Yet all files
  carry one time, drawn from the content: web servers build `ETag` and `Last-Modified` from a file's size and time, and
  with a constant time browsers would keep what they have when the new file happens to be as long as the old one.

What goes in is what `git push` would send: in a git checkout what git tracks, elsewhere everything but what the
`.gitignore` files name. `.slugignore` takes more away. See `from_directory`.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
import struct
import tarfile
import tempfile
import zlib
from dataclasses import dataclass, field
from typing import IO, Protocol, cast

from .checkout import Checkout
from .ignore import checkout_of, select, without_slugignored

_CHUNK = 1024 * 1024
_SLASH = re.compile(b"/")

# The longest stored block of RFC 1951, 3.2.4: its length is a 16-bit number.
_STORED_BLOCK = 0xFFFF
# RFC 1952, 2.3: magic, deflate, no flags, no time, no extra flags, unknown operating system.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

# Files are dated between 2 January 1980 (zip, and so jar and wheel, know nothing earlier) and 2011, so never in the
# future.
_EARLIEST_TIME = 315619200
_TIME_SPAN = 10**9

# Linux gives up after as many symbolic links.
_MOST_LINKS = 40

# tarfile gives and takes names as text. Translated like this there and here, any bytes stay what they are.
_ENCODING, _ERRORS = "utf-8", "surrogateescape"


class SourceError(Exception):
    """The source cannot be uploaded. The message names the path and says what to do about it."""


@dataclass(frozen=True)
class Source:
    r"""A gzipped tar on disk, ready to be uploaded. Use it in a `with` statement, or call `close()`.

    Attributes:
        path: where the archive of the user is; None for what `from_directory` made, a file without a name. It is gone
            with the process, however that ends.
        checksum: of the bytes of that file, as Heroku writes it: `SHA256:` and 64 hex digits.
        size: of that file, in bytes.
        names: the paths of the files and symbolic links in it, in the archive's order; bytes that are not UTF-8 are
            shown as `\xNN`.
        file: what `from_directory` made, which `close()` gives up.
    """

    path: str | None
    checksum: str
    size: int
    names: tuple[str, ...] = field(repr=False)
    file: IO[bytes] | None = field(default=None, repr=False)

    def open(self) -> IO[bytes]:
        """Open the archive for reading from its beginning, one at a time. Raises OSError."""
        if self.file is None:
            return open(cast(str, self.path), "rb")
        archive = os.fdopen(os.dup(self.file.fileno()), "rb")
        archive.seek(0)
        return archive

    def close(self) -> None:
        """Give the archive up if it was made here. May be called more than once."""
        if self.file is not None:
            self.file.close()

    def __enter__(self) -> Source:  # noqa: PYI034 - typing.Self came with Python 3.11
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def from_directory(
    path: str, tmpdir: str | None = None, below: str = "", *, untracked: bool = False, ignored: bool = False
) -> Source:
    """Pack a directory: the same files make the same checksum on every machine and every Python.

    Packed are regular files and symbolic links, and the directories that hold any.

    In a git checkout that does not ignore the directory as a whole, these are the files that git tracks, in submodules
    too, as they are in the working tree. With `untracked`, those that `git add` would add come with them; with
    `ignored`, those that it would ignore. Other repositories inside are left out.

    Elsewhere, these are all files but `.git` and what the `.gitignore` files of the directory and those below it name;
    with `ignored`, these too. All of git's syntax is understood.

    Then what `.slugignore` names, which is read at the top of the directory only. It has the syntax of `.gitignore` but
    for `!`: Heroku knows no negation there, so such a line does nothing here either.
    Nothing is held in memory but the names. The files are read twice: first to draw their common time from them.

    Parameters:
        path: the directory.
        tmpdir: where the archive is written, as large as the files together; the system's choice without it.
        below: a directory of the archive, with its slash, that everything is put into; the archive's top without it.

    Raises InvalidInput when git cannot say what is to be packed, and SourceError when that is nothing, when something
    cannot be read, and for a symbolic link that leads out of the directory, as what it points to would not be there on
    Heroku.
    """
    root = os.path.realpath(os.fsencode(path))
    if not os.path.isdir(root):
        raise SourceError(f"{path} is not a directory. Give the directory that holds the app's code, or an archive.")
    try:
        names = _choose(root, untracked, ignored)
        if not names:
            raise SourceError(
                f"There is nothing to upload in {path}: it is empty, or .gitignore and .slugignore name all it holds."
            )
        _refuse_links_that_lead_out(root, names)
        return _write_archive(root, names, _common_time(root, names), tmpdir, os.fsencode(below))
    except OSError as error:
        raise SourceError(_explain(error, path)) from error


def _common_time(root: bytes, names: list[bytes]) -> int:
    """The time of all files of an archive, drawn from what they hold."""
    content = _Digest()
    _write_tar(root, names, _EARLIEST_TIME, content)
    return _EARLIEST_TIME + int(content.hexdigest(), 16) % _TIME_SPAN


def _choose(root: bytes, untracked: bool, ignored: bool) -> list[bytes]:
    """The files and symbolic links to pack, as paths from the root, sorted. Raises InvalidInput."""
    top = checkout_of(root)
    files = Checkout(root, top).files(untracked=untracked, ignored=ignored) if top else None
    return select(root, ignored=ignored) if files is None else without_slugignored(root, files)


def from_archive(path: str) -> Source:
    """Take a gzipped tar (`.tar.gz`, `.tgz`) as it is. The checksum is that of its bytes; `close()` leaves it alone.

    Raises SourceError when it is missing, is no gzipped tar, is damaged, cut short, or holds no file.
    """
    advice = "Give a gzipped tar, as `tar -czf FILE -C DIRECTORY .` makes it, or the directory itself."
    digest = _Digest()
    try:
        with open(path, "rb") as archive:
            while chunk := archive.read(_CHUNK):
                digest.write(chunk)
            archive.seek(0)
            if archive.read(2) != _GZIP_HEADER[:2]:
                raise SourceError(f"{path} is not compressed with gzip. {advice}")
            archive.seek(0)
            with gzip.open(archive) as plain:
                with tarfile.open(fileobj=plain, mode="r|", encoding=_ENCODING, errors=_ERRORS) as tar:
                    names = tuple(_show(_bytes(member.name)) for member in tar if not member.isdir())
                # The tar ends before the gzip file does: only its last bytes tell whether all of it is sound.
                while plain.read(_CHUNK):
                    pass
    except (gzip.BadGzipFile, EOFError, zlib.error, tarfile.TarError) as error:
        raise SourceError(f"{path} is damaged, cut short, or not a gzipped tar ({error}). {advice}") from error
    except OSError as error:
        raise SourceError(_explain(error, path)) from error
    if not names:
        raise SourceError(f"{path} holds no file. {advice}")
    return Source(path=path, checksum=digest.checksum, size=digest.size, names=names)


# ---------------------------------------------------------------------------------------------------------------------
# The archive


class _Writable(Protocol):
    def write(self, data: bytes, /) -> object:
        """Take the bytes."""


class _Digest:
    """Takes the SHA-256 and the size of what is written to it, and passes it on if there is somewhere to pass it to."""

    def __init__(self, target: _Writable | None = None) -> None:
        self._sha256 = hashlib.sha256()
        self._target = target
        self.size = 0

    def write(self, data: bytes) -> None:
        self._sha256.update(data)
        self.size += len(data)
        if self._target is not None:
            self._target.write(data)

    def hexdigest(self) -> str:
        return self._sha256.hexdigest()

    @property
    def checksum(self) -> str:
        return f"SHA256:{self.hexdigest()}"


class _StoredGzip:
    """Frames what is written to it as a gzip file without compression (see the head of this file)."""

    def __init__(self, target: _Writable) -> None:
        self._target = target
        self._waiting = bytearray()
        self._crc = 0
        self._length = 0
        target.write(_GZIP_HEADER)

    def write(self, data: bytes) -> None:
        self._crc = zlib.crc32(data, self._crc)
        self._length += len(data)
        self._waiting += data
        # One byte is always held back: the block that closes the file has to say so in its first bit.
        while len(self._waiting) > _STORED_BLOCK:
            self._block(self._waiting[:_STORED_BLOCK], last=False)
            del self._waiting[:_STORED_BLOCK]

    def close(self) -> None:
        self._block(self._waiting, last=True)
        self._target.write(struct.pack("<LL", self._crc, self._length & 0xFFFFFFFF))

    def _block(self, data: bytearray, last: bool) -> None:
        self._target.write(struct.pack("<BHH", last, len(data), len(data) ^ 0xFFFF) + data)


def _write_archive(root: bytes, names: list[bytes], common_time: int, tmpdir: str | None, below: bytes) -> Source:
    file = tempfile.TemporaryFile(dir=tmpdir)  # noqa: SIM115 - it is handed on
    try:
        digest = _Digest(file)
        archive = _StoredGzip(digest)
        _write_tar(root, names, common_time, archive, below)
        archive.close()
        file.flush()
    except BaseException:
        file.close()
        raise
    return Source(None, digest.checksum, digest.size, tuple(_show(below + name) for name in names), file)


def _write_tar(root: bytes, names: list[bytes], common_time: int, target: _Writable, below: bytes = b"") -> None:
    """Write a tar that depends on names, kinds, executable bits and contents only.

    GNU's format keeps any name as the bytes that it is. A directory comes before what is in it, because not everything
    that unpacks a tar makes missing directories.
    """
    written = set()
    stream = cast(IO[bytes], target)  # of which `w|` needs no more than write()
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.GNU_FORMAT, encoding=_ENCODING, errors=_ERRORS) as tar:

        def member(name: bytes, kind: bytes, mode: int) -> tarfile.TarInfo:
            info = tarfile.TarInfo(_text(name))
            info.type, info.mode, info.mtime = kind, mode, common_time
            return info

        for path in names:
            full, name = os.path.join(root, path), below + path
            for slash in _SLASH.finditer(name):
                directory = name[: slash.start()]
                if directory not in written:
                    written.add(directory)
                    tar.addfile(member(directory, tarfile.DIRTYPE, 0o755))
            if os.path.islink(full):
                link = member(name, tarfile.SYMTYPE, 0o777)
                link.linkname = _text(os.readlink(full))
                tar.addfile(link)
                continue
            with open(full, "rb") as content:
                status = os.fstat(content.fileno())
                file = member(name, tarfile.REGTYPE, 0o755 if status.st_mode & stat.S_IXUSR else 0o644)
                file.size = status.st_size
                tar.addfile(file, content)


def _refuse_links_that_lead_out(root: bytes, names: list[bytes]) -> None:
    for name in names:
        full = os.path.join(root, name)
        if os.path.islink(full) and _leads_out(root, name):
            raise SourceError(
                f"The symbolic link {_show(full)} leads out of {_show(root)} (to {_show(os.readlink(full))}), where"
                " Heroku finds nothing. Put the file itself there, make the link relative to a file inside, or name the"
                " link in .slugignore."
            )


def _leads_out(root: bytes, link: bytes) -> bool:
    """Walk the path as the kernel would, following links on the way, and tell whether it ever leaves the root.

    Neither the text of the link nor the real path alone tells: `..` after a link is not what it seems, and a path that
    leaves the root and comes back by the root's name does not come back on Heroku. A loop of links leads nowhere.
    """
    at: list[bytes] = []
    ahead = link.split(b"/")[::-1]
    links = 0
    while ahead and links < _MOST_LINKS:
        part = ahead.pop()
        if part in (b"", b"."):
            continue
        if part == b"..":
            if not at:
                return True
            at.pop()
            continue
        here = os.path.join(root, *at, part)
        if not os.path.islink(here):
            at.append(part)
            continue
        target = os.readlink(here)
        if target.startswith(b"/"):
            return True
        links += 1
        ahead += target.split(b"/")[::-1]
    return False


# ---------------------------------------------------------------------------------------------------------------------


def _explain(error: OSError, path: str) -> str:
    if error.errno is None:
        return f"A file in {path} became shorter while it was packed. Run the task again when nothing writes there."
    where = f" ({_show(os.fsencode(error.filename))})" if error.filename else ""
    return (
        f"Cannot read or pack {path}: {error.strerror}{where}. Check that it exists, that the user who runs the task"
        " may read it, and that there is room for the archive in the directory for temporary files."
    )


def _text(name: bytes) -> str:
    return name.decode(_ENCODING, _ERRORS)


def _bytes(name: str) -> bytes:
    return name.encode(_ENCODING, _ERRORS)


def _show(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")
