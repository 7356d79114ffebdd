"""A mail server and a push service on loopback that can be slow, refuse, put off, hang, or be gone.

Both remember what they said yes to, in the order in which they said it.
"""

import base64
import json
import os
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HANG = 60.0  # seconds, longer than anybody waits


@dataclass
class Mailed:
    """A letter as the mail server took it."""

    to: str
    key: str
    text: str
    at: float
    message: EmailMessage = field(repr=False)


@dataclass
class MailServer:
    """`answers` says what to reply to a step ("connect", "rcpt", "data") for an address: a line of SMTP,
    "hang", "drop", or None for yes."""

    port: int = 0
    taken: list[Mailed] = field(default_factory=list)
    lines: int = 0  # connections
    asked: int = 0  # letters begun
    delay: float = 0.0
    answers: Callable[[str, str], str | None] = lambda step, to: None
    closed: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def keys(self) -> list[str]:
        """The Message-IDs taken, one for each yes."""
        return [letter.key for letter in self.taken]


class _Smtp(socketserver.StreamRequestHandler):
    office: MailServer

    def handle(self) -> None:
        self.office.lines += 1
        if not self.reply("connect", "", "220 office"):
            return
        to = ""
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            verb = verb.upper()
            if verb in ("EHLO", "HELO"):
                self.say("250 office")
            elif verb == "MAIL":
                self.office.asked += 1
                self.say("250 ok")
            elif verb == "RCPT":
                to = rest.partition("<")[2].rpartition(">")[0]
                if not self.reply("rcpt", to, "250 ok"):
                    return
            elif verb == "DATA":
                self.say("354 go on")
                body = self.body()
                time.sleep(self.office.delay)
                if not self.reply("data", to, "250 taken", body):
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def reply(self, step: str, to: str, yes: str, body: bytes | None = None) -> bool:
        """Say yes or what the office was told to say; False when the line is to be closed."""
        answer = self.office.answers(step, to)
        if answer == "hang":
            self.office.closed.wait(HANG)
            return False
        if answer == "drop":
            return False
        if answer is None and body is not None:
            self.office.taken.append(_mailed(to, body))
        self.say(answer or yes)
        return not (answer or "").startswith("421")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def _mailed(to: str, body: bytes) -> Mailed:
    message = message_from_bytes(body, policy=policy.default)
    plain = message.get_body(("plain",))
    text = plain.get_content() if plain else ""
    key = str(message["Message-ID"]).strip("<>").partition("@")[0]
    return Mailed(to, key, text, time.monotonic(), message)


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """A mail server for as long as the block lasts."""
    office = MailServer()
    handler = type("Handler", (_Smtp,), {"office": office})
    with _Threads(("127.0.0.1", port), handler) as server:
        office.port = server.server_address[1]
        yield from _open(server, office)


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is what we came for."""


def _open(server: socketserver.BaseServer, office: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        office.closed.set()
        server.shutdown()
        thread.join()


@dataclass
class Pushed:
    """A push as the service took it, opened with the browser's keys."""

    path: str
    topic: str
    about: dict[str, Any]
    at: float


@dataclass
class Browser:
    """The keys of a browser that subscribed; the service learns only the public ones."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def p256dh(self) -> str:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return _b64(point)

    @property
    def auth(self) -> str:
        return _b64(self.secret)

    def opened(self, body: bytes) -> bytes:
        """What was sealed for this browser (RFC 8291, one record)."""
        salt, point, sealed = body[:16], body[21:86], body[86:]
        mine = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = self.key.exchange(ec.ECDH(), theirs)
        secret = _hkdf(self.secret, b"WebPush: info\0" + mine + point, 32, shared)
        key = _hkdf(salt, b"Content-Encoding: aes128gcm\0", 16, secret)
        nonce = _hkdf(salt, b"Content-Encoding: nonce\0", 12, secret)
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0").removesuffix(b"\2")


@dataclass
class PushService:
    """`answers` gives the status and headers for a path; 201 is yes, 0 is a hang."""

    browser: Browser = field(default_factory=Browser)
    port: int = 0
    taken: list[Pushed] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: Callable[[str], tuple[int, dict[str, str]]] = lambda path: (201, {})
    closed: threading.Event = field(default_factory=threading.Event)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _Push(BaseHTTPRequestHandler):
    service: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.service.asked.append(self.path)
        status, headers = self.service.answers(self.path)
        if not status:
            self.service.closed.wait(HANG)
            return
        if status == 201:
            about = json.loads(self.service.browser.opened(body))
            self.service.taken.append(Pushed(self.path, self.headers["Topic"], about, time.monotonic()))
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the console."""


class _Https(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is what we came for."""


@contextmanager
def push_service() -> Iterator[PushService]:
    """A push service for as long as the block lasts."""
    service = PushService()
    handler = type("Handler", (_Push,), {"service": service})
    with _Https(("127.0.0.1", 0), handler) as server:
        service.port = server.server_address[1]
        yield from _open(server, service)


def _hkdf(salt: bytes, about: bytes, length: int, secret: bytes) -> bytes:
    return HKDF(SHA256(), length, salt, about).derive(secret)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
