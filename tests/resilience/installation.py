"""A small installation of its own: Redis, a database file, the web server or the worker as processes."""

import getpass
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(what: str, fine: Any, *, patience: float = PATIENCE) -> None:
    """Look again and again until `fine()`; fails with a sentence."""
    end = time.monotonic() + patience
    while not fine():
        assert time.monotonic() < end, f"waited {patience:.0f} s in vain until {what}"
        time.sleep(0.1)


class Process:
    """A program that is stopped at the end, whatever happened."""

    def __init__(self, command: list[str], *, log: Path, env: dict[str, str] | None = None) -> None:
        self.log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)

    def __enter__(self) -> "Process":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if kind is not None:
            sys.stdout.write(self.log.read_text(errors="replace")[-4000:])

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def tell(self, number: int) -> None:
        """Send a signal and go on."""
        self._process.send_signal(number)

    def stop(self, number: int = signal.SIGTERM, *, patience: float = 30) -> int:
        """Send a signal and wait; the exit code."""
        self._process.send_signal(number)
        return self._process.wait(timeout=patience)


@dataclass
class Redis:
    """A Redis of this test alone, on one port for all its lives."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Process:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        process = Process(command, log=self.folder / "redis.log")
        wait_until("Redis answers", self._answers)
        return process

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


@dataclass
class MariaDB:
    """A MariaDB of this test alone, on one port for all its lives. Its folder belongs to its own user."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"mysql://root@127.0.0.1:{self.port}/oneco"

    def install(self) -> None:
        """Lay out an empty server and make the database."""
        if os.getuid() == 0:
            shutil.chown(self.folder, "mysql")
        install = ["mariadb-install-db", *self._where, "--skip-test-db"]
        subprocess.run(
            [*install, "--auth-root-authentication-method=normal"], check=True, capture_output=True, cwd="/"
        )
        with self.start() as process:
            self._ask("CREATE DATABASE oneco CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
            process.stop()

    def start(self) -> Process:
        command = ["mariadbd", *self._where, f"--socket={self.folder / 'm.sock'}", f"--port={self.port}"]
        command += ["--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-buffer-pool-size=64M"]
        command += ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci"]
        process = Process(command, log=self.folder / "mariadb.log")
        wait_until("MariaDB answers", lambda: process.ended or self._ask("SELECT 1"))
        return process

    @property
    def _where(self) -> list[str]:
        user = "mysql" if os.getuid() == 0 else getpass.getuser()
        return ["--no-defaults", f"--user={user}", f"--datadir={self.folder / 'data'}"]

    def _ask(self, sql: str) -> bool:
        command = ["mariadb", "--no-defaults", f"--socket={self.folder / 'm.sock'}", "-uroot", "-e", sql]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def settings_for(folder: Path, redis: Redis, **more: str) -> dict[str, str]:
    """The environment of an installation with this Redis and a database file of its own."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.resilience.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'oneco.sqlite3'}",
        "REDIS_URL": redis.url,
        "CELERY_SKIP_CHECKS": "1",
        **more,
    }


def prepare(env: dict[str, str]) -> dict[str, Any]:
    """Migrate, load the lessons and make a family whose child studies every day; how to sign in."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.resilience.inhabitants"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return dict(json.loads(ran.stdout.splitlines()[-1]))


@dataclass
class Page:
    status: int
    path: str
    html: str
    seconds: float


_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """Cookies, redirects and forms; remembers every answer."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.seen: list[Page] = []

    def add_header(self, name: str, value: str) -> None:
        """Send this with every request."""
        self._opener.addheaders.append((name, value))

    @property
    def cookie(self) -> str:
        """Its cookies as a header."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)

    def get(self, path: str) -> Page:
        return self._ask(path, None)

    def post(self, path: str, **data: object) -> Page:
        """Post a form; the token is that of the last page."""
        found = _TOKEN.search(self.seen[-1].html) or _TOKEN.search(self.get("/accounts/login/").html)
        token = found[1] if found else ""
        return self._ask(path, urllib.parse.urlencode({"csrfmiddlewaretoken": token, **data}).encode())

    def _ask(self, path: str, data: bytes | None) -> Page:
        begun = time.monotonic()
        try:
            with self._opener.open(self.base + path, data, timeout=30) as answer:
                status, address, body = answer.status, answer.url, answer.read()
        except urllib.error.HTTPError as error:
            status, address, body = error.code, error.url, error.read()
        page = Page(
            status,
            urllib.parse.urlsplit(address).path,
            body.decode(errors="replace"),
            time.monotonic() - begun,
        )
        self.seen.append(page)
        return page
