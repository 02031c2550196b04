# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where clients meet attached one-off dynos, and processes inside dynos: ``rendezvous://HOST:PORT/SECRET``.

A client connects, says the secret and CRLF, gets ``rendezvous`` and CRLF once the dyno is up, and then what the command
puts out, until the command ends and the connection with it. At Heroku that is always TLS; here both are taken on one
port, told apart by their first byte. ``GET /_simulator/certificate`` has the certificate to trust.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .clock import clock
from .connection import reset
from .context import Local
from .faults import faults
from .files import streams
from .resources.dyno import Dyno, attach, dynos, with_secret
from .resources.dyno_process import DynoProcess, begin, waiting

PATIENCE = 10.0  # seconds until a client must have said its secret
_TLS_HANDSHAKE = 0x16
_DELIVERY = 0.2  # seconds


@contextlib.asynccontextmanager
async def serving(listener: socket.socket) -> AsyncIterator[None]:
    """While the block runs, connections to that socket are taken."""
    task = asyncio.create_task(_take_connections(listener))
    try:
        yield
    finally:
        task.cancel()


async def _take_connections(listener: socket.socket) -> None:
    listener.setblocking(False)
    loop = asyncio.get_running_loop()
    meetings = set()
    while True:
        connection, _address = await loop.sock_accept(listener)
        meeting = loop.create_task(_meet(connection))
        meetings.add(meeting)
        meeting.add_done_callback(meetings.discard)


async def _meet(connection: socket.socket) -> None:
    """Whatever a client does, or fails to do, is no trouble of ours."""
    with contextlib.suppress(OSError, asyncio.TimeoutError, TimeoutError, asyncio.LimitOverrunError, ValueError):
        try:
            tls = await _first_byte(connection) == _TLS_HANDSHAKE
        except BaseException:
            connection.close()
            raise
        # From here on the connection is the transport's, which closes it in its own time.
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        secure = _tls.get() if tls else None
        transport, _protocol = await loop.connect_accepted_socket(lambda: protocol, connection, ssl=secure)
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        try:
            await _talk(reader, writer)
        finally:
            writer.close()


async def _first_byte(connection: socket.socket) -> int | None:
    """Look at the first byte without taking it."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    try:
        await asyncio.wait_for(readable.wait(), PATIENCE)
    finally:
        loop.remove_reader(connection)
    first = connection.recv(1, socket.MSG_PEEK)
    return first[0] if first else None


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    secret = (await asyncio.wait_for(reader.readline(), PATIENCE)).decode("latin-1").rstrip("\r\n")
    hit = faults.for_request("CONNECT", "/rendezvous", "")
    broken = {fault.when for fault in hit if fault.fault == "reset"}
    clock.run_due()
    most = 1 if "after" in broken else None
    process = waiting(secret)
    if process is not None and "before" not in broken:
        begin(process)
        clock.settle()
        writer.write(b"rendezvous\r\n")
        await _follow(process, writer, most)
        return
    dyno = with_secret(secret)
    if dyno is None or "before" in broken:
        reset(writer.transport)
        return
    while dyno.state == "starting":
        await clock.changed()
        if dynos.get(dyno.id) is None:
            return
    attach(dyno)
    clock.settle()
    writer.write(b"rendezvous\r\n")
    await _follow(dyno, writer, most)


async def _follow(dyno: Dyno | DynoProcess, writer: asyncio.StreamWriter, most: int | None) -> None:
    """Send the lines of the command as they come; break the connection after so many."""
    stream = streams[dyno.stream_id or ""]
    end = "\r\n" if dyno.tty else "\n"
    sent = 0
    while True:
        clock.run_due()
        fresh = stream.lines[sent:][:most]
        sent += len(fresh)
        writer.writelines(f"{line}{end}".encode() for line in fresh)
        await writer.drain()
        if most is not None and sent >= most:
            await asyncio.sleep(_DELIVERY)  # what is under way when a connection is reset gets lost
            reset(writer.transport)
            return
        over = stream.closed or streams.get(stream.id) is not stream
        if over and sent == len(stream.lines):
            return
        if not fresh:
            await clock.changed()


def _new_certificate() -> tuple[bytes, bytes]:
    """A certificate for loopback that signs itself, and its key, both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Heroku simulator")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, key_cert_sign=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return (
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


_certificate = Local(_new_certificate)


def certificate() -> str:
    """What a client has to trust to speak TLS with us, as PEM."""
    return _certificate.get()[0].decode()


def _new_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "both.pem"
        path.write_bytes(b"".join(_certificate.get()))
        context.load_cert_chain(path)
    return context


_tls = Local(_new_tls)
