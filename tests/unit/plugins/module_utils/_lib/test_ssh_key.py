# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys are made by ssh-keygen, and what it says about them is what we have to say."""

from __future__ import annotations

import base64
import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from ansible_collections.community.heroku.plugins.module_utils._lib import ssh_key
from ansible_collections.community.heroku.plugins.module_utils._lib.ssh_key import SshKey
from hypothesis import given, settings
from hypothesis import strategies as st

TYPES = {
    "ssh-rsa": ["-t", "rsa", "-b", "2048"],
    "ssh-ed25519": ["-t", "ed25519"],
    "ecdsa-sha2-nistp256": ["-t", "ecdsa", "-b", "256"],
    "ecdsa-sha2-nistp384": ["-t", "ecdsa", "-b", "384"],
    "ecdsa-sha2-nistp521": ["-t", "ecdsa", "-b", "521"],
}
KEYGEN = shutil.which("ssh-keygen")
needs_keygen = pytest.mark.skipif(not KEYGEN, reason="needs ssh-keygen")


def keygen(*arguments: str | Path) -> str:
    return subprocess.run([str(KEYGEN), *map(str, arguments)], capture_output=True, check=True, text=True).stdout


def wire(*pieces: bytes) -> str:
    """Put a key's data together as RFC 4253, 6.6 has it."""
    return base64.b64encode(b"".join(struct.pack(">L", len(piece)) + piece for piece in pieces)).decode()


# As well-formed as any, though nobody knows its other half.
ED25519 = wire(b"ssh-ed25519", bytes(range(32)))
LINE = f"ssh-ed25519 {ED25519} me@example.com"

WELL_FORMED = {
    "ssh-dss": wire(b"ssh-dss", b"p", b"q", b"g", b"y"),
    "sk-ssh-ed25519@openssh.com": wire(b"sk-ssh-ed25519@openssh.com", bytes(32), b"ssh:"),
    "sk-ecdsa-sha2-nistp256@openssh.com": wire(b"sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", bytes(65), b"ssh:"),
    "ssh-new": wire(b"ssh-new", b"one", b"two"),
    "ssh-rsa-cert-v01@openssh.com": base64.b64encode(
        base64.b64decode(wire(b"ssh-rsa-cert-v01@openssh.com", b"nonce")) + struct.pack(">Q", 2**63)
    ).decode(),
}


@pytest.fixture(scope="module", params=TYPES)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    path = tmp_path_factory.mktemp("keys") / "key"
    keygen("-q", *TYPES[request.param], "-N", "", "-C", "me and my laptop", "-f", path)
    return request.param, path


@needs_keygen
class TestWithKeygen:
    """Freshly made pairs of keys."""

    def test_is_what_keygen_says(self, pair: tuple[str, Path]) -> None:
        kind, path = pair
        key = ssh_key.parse(path.with_suffix(".pub").read_text())
        assert (key.type, key.comment) == (kind, "me and my laptop")
        assert f"{key.type} {key.blob} {key.comment}\n" == path.with_suffix(".pub").read_text()
        assert f" MD5:{key.fingerprint} " in keygen("-l", "-E", "md5", "-f", path)
        assert f" {key.sha256} " in keygen("-l", "-f", path)

    @pytest.mark.parametrize("form", ["PEM", "PKCS8", "RFC4716"])
    def test_a_private_key_is_refused_and_never_shown(self, pair: tuple[str, Path], tmp_path: Path, form: str) -> None:
        path = shutil.copy(pair[1], tmp_path / "key")
        path.chmod(0o600)
        try:
            keygen("-p", "-q", "-N", "", "-m", form, "-f", path)
        except subprocess.CalledProcessError:
            assert (pair[0], form) == ("ssh-ed25519", "PEM"), "which OpenSSH 10 does not write any more"
            pytest.skip("this ssh-keygen writes no such key")
        refuse(path.read_text(), "This is a private SSH key, .* `ssh-keygen -y -f FILE` prints its public key")

    def test_a_mangled_private_key_is_never_shown(self, pair: tuple[str, Path]) -> None:
        lines = pair[1].read_text().splitlines()
        refuse(" ".join(lines[1:-1]), "This is a private SSH key")
        refuse("\n".join(lines[2:-1]) + "\nx", "is one line, and these are")
        for line in lines[2:-1]:
            refuse(line, "Give one line")
            refuse(f"ssh-ed25519 {line}", "Give one line")
            refuse(f"{line} {line}", "Give one line")

    def test_other_public_forms_say_how_to_convert(self, pair: tuple[str, Path], tmp_path: Path) -> None:
        kind, path = pair
        expected = ssh_key.parse(path.with_suffix(".pub").read_text())
        forms = {"RFC4716": []}
        if kind == "ssh-rsa":
            forms["PEM"] = ["-m", "PEM"]
        if kind != "ssh-ed25519":
            forms["PKCS8"] = ["-m", "PKCS8"]
        for form, options in forms.items():
            exported = tmp_path / form
            exported.write_text(keygen("-e", "-m", form, "-f", path))
            advice = " ".join(["ssh-keygen", "-i", *options, "-f", "FILE"])
            refuse(exported.read_text(), f"in (PEM format|the format of RFC 4716). `{advice}` converts it")
            assert ssh_key.parse(keygen("-i", *options, "-f", exported)) == expected

    def test_cut_short(self, pair: tuple[str, Path]) -> None:
        kind, blob, comment = pair[1].with_suffix(".pub").read_text().split(None, 2)
        for length in range(4, len(blob), 4):
            refuse(f"{kind} {blob[:length]} {comment}", r"cut short.*Copy the whole line")


def refuse(text: str, message: str) -> None:
    """Expect a message, which holds nothing of the text but words that are in every message or name a type."""
    with pytest.raises(ValueError, match=message) as caught:
        ssh_key.parse(text)
    error: BaseException | None = caught.value
    said = set()
    while error:
        said |= set(re.findall(r"[\w+/=.~-]+", str(error)))
        error = error.__cause__
    leaked = {word for word in re.findall(r"[\w+/=.~-]+", text) if len(word) > 7} & said
    assert leaked <= {*TYPES, *WELL_FORMED}


class TestParse:
    """One line of OpenSSH's."""

    @pytest.mark.parametrize("text", ["{}\n", "{}\r\n", "  {}\t\n\n", "\n{}"])
    def test_white_space_around_does_not_matter(self, text: str) -> None:
        assert ssh_key.parse(text.format(LINE)) == SshKey("ssh-ed25519", ED25519)
        assert ssh_key.parse(text.format(LINE)).comment == "me@example.com"

    @pytest.mark.parametrize("between", [" ", "\t", "  "])
    @pytest.mark.parametrize("comment", ["", "me", "me  and you", "größe", "ssh-rsa AAAA", "/home/me/key.pub"])
    def test_comment(self, between: str, comment: str) -> None:
        assert ssh_key.parse(f"ssh-ed25519{between}{ED25519}{between}{comment}").comment == comment

    @pytest.mark.parametrize("kind", WELL_FORMED)
    def test_types_that_keygen_does_not_make_everywhere(self, kind: str) -> None:
        key = ssh_key.parse(f"{kind} {WELL_FORMED[kind]}")
        assert (key.type, key.blob, key.comment) == (kind, WELL_FORMED[kind], "")

    def test_equal_are_type_and_data(self) -> None:
        other = wire(b"ssh-ed25519", bytes(32))
        assert ssh_key.parse(LINE) == ssh_key.parse(f"ssh-ed25519 {ED25519} somebody else")
        assert len({ssh_key.parse(LINE), ssh_key.parse(LINE + "s")}) == 1
        assert ssh_key.parse(LINE) != ssh_key.parse(f"ssh-ed25519 {other} me@example.com")
        assert SshKey("ssh-rsa", ED25519) != SshKey("ssh-ed25519", ED25519)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", r"The SSH public key is empty\. Give one line"),
            (" \n", "The SSH public key is empty"),
            ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none", "This is a private SSH key"),
            ("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA", "This is a private SSH key"),
            ("-----BEGIN CERTIFICATE-----\nMIIB", "This is PEM, but not of an SSH public key"),
            (f"{LINE}\n{LINE}", "one line, and these are 2"),
            (f"{LINE}\r{LINE}\r\n{LINE}", "one line, and these are 3"),
            (f"# my key\n{LINE}", "one line, and these are 2"),
            ("~/.ssh/laptop.pub", "This is the path of a file, not its content: use `lookup"),
            ("/home/me/id_ed25519", "This is the path of a file"),
            ("../keys/my laptop.pub", "This is the path of a file"),
            ("laptop.pub", "This is the path of a file"),
            (f"no-pty {LINE}", "There are options of authorized_keys before the SSH public key. Leave them out"),
            (f'command="do it now",no-pty {LINE}', "There are options of authorized_keys"),
            (f'environment="A=ssh-rsa" {LINE}', "There are options of authorized_keys"),
            (ED25519, "The type is missing before the data"),
            ("ssh-ed25519", "there is only one word"),
            ("hunter2hunter2", "there is only one word"),
            (f"ssh-ed25519 {ED25519[:-1]}", "is not base64: it was cut short or altered"),
            (f"ssh-ed25519 {ED25519[:9]}*{ED25519[10:]}", "is not base64"),
            (f"ssh-ed25519 {ED25519[:8]}****{ED25519[8:]}", "is not base64"),
            (f"ssh-ed25519 {ED25519[:9]}é{ED25519[10:]}", "is not base64"),
            ("ssh-ed25519 hunter2hunter2", "is not base64"),
            (f"ssh-rsa {ED25519}", "is of type ssh-ed25519, but the line says that it is ssh-rsa"),
            (f"ssh-ed2551 {ED25519}", "is of type ssh-ed25519, but the line begins with another word"),
            (f"hunter2hunter2 {ED25519}", "is of type ssh-ed25519, but the line begins with another word"),
            (f"SSH-ED25519 {ED25519}", "is of type ssh-ed25519, but the line begins with another word"),
            (f"ssh-ed25519 {wire(b'ssh-ed25519')}", "cut short"),
            (f"ssh-ed25519 {wire(b'ssh-ed25519', b'x', b'y')}", "cut short or has something added"),
            (f"ssh-new {wire(b'ssh-new')}", "cut short"),
            (f"ssh-new {wire(b'ssh,new', b'x')}", "cut short, or of something else"),
            (f"ssh-new {wire(b'x' * 65, b'x')}", "cut short, or of something else"),
            (f"ssh-new {wire(bytes([0xFF]) * 4, b'x')}", "cut short, or of something else"),
            ("ssh-new " + wire(b"", b"x"), "cut short, or of something else"),
        ],
    )
    def test_what_is_wrong_and_what_to_do(self, text: str, message: str) -> None:
        refuse(text, message)

    def test_something_added_to_a_known_type(self) -> None:
        refuse("ssh-ed25519 " + base64.b64encode(base64.b64decode(ED25519) + b"123").decode(), "has something added")

    @settings(database=None)
    @given(st.text() | st.text(alphabet="AB=+/ \n-\"'s", max_size=40) | st.binary().map(lambda data: wire(data, data)))
    def test_nothing_but_a_value_error(self, text: str) -> None:
        for line in (text, f"ssh-ed25519 {text}", f"{text} {ED25519}"):
            try:
                key = ssh_key.parse(line)
            except ValueError as error:
                assert "Give one line, `TYPE BASE64 COMMENT`" in str(error)  # noqa: PT017 - most are errors, not all
            else:
                assert line.split()[:2] == [key.type, key.blob]


class TestNormaliseFingerprint:
    """The names that a key goes by."""

    MD5 = "0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9"
    SHA256 = "SHA256:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg"  # of "test"

    @pytest.mark.parametrize("text", [MD5, MD5.upper(), f"MD5:{MD5}", f"md5:{MD5.upper()}", f" {MD5}\n"])
    def test_md5(self, text: str) -> None:
        assert ssh_key.normalise_fingerprint(text) == self.MD5

    @pytest.mark.parametrize("text", [SHA256, f"{SHA256}=", f"sha256:{SHA256[7:]}", f" {SHA256}\n"])
    def test_sha256(self, text: str) -> None:
        assert ssh_key.normalise_fingerprint(text) == self.SHA256

    def test_is_how_a_key_shows_its_own(self) -> None:
        key = ssh_key.parse(LINE)
        assert ssh_key.normalise_fingerprint(f"MD5:{key.fingerprint.upper()}") == key.fingerprint
        assert ssh_key.normalise_fingerprint(f"{key.sha256}=") == key.sha256

    @pytest.mark.parametrize(
        "text",
        [
            "",
            MD5[:-1],
            MD5 + ":00",
            MD5.replace(":", ""),
            MD5.replace("a", "g"),
            f"SHA256:{MD5}",
            f"MD5:{SHA256}",
            SHA256[7:],
            SHA256[:-1],
            SHA256 + "==",
            SHA256[:-1] + "h",  # differs in bits that no hash has
            SHA256.replace("n", "*"),
            LINE,
        ],
    )
    def test_anything_else(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"not the fingerprint of an SSH key\. Give 16 pairs of hex digits"):
            ssh_key.normalise_fingerprint(text)
