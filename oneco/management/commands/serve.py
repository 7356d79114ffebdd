"""Prepare everything and serve it: the whole of `make run` in one process start."""

import hashlib
import io
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from oneco.lib import env
from oneco.lib.network import home_address
from oneco.server import Server


class Command(BaseCommand):
    help = "Migrate, load the content, seed the demo family, collect static files, serve, and tick beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only-web", action="store_true", help="serve only, as in a container")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve on HOST and PORT until SIGINT or SIGTERM."""
        host, port = settings.HOST, env.whole("PORT", 8000, least=1, most=65535)
        _refuse_taken(host, port)
        sign_ins = "" if options["only_web"] else self._prepare()
        ticker = None if options["only_web"] else _start_ticker()
        try:
            Server(host, port, lambda: self._greet(host, port, sign_ins)).run()
        finally:
            if ticker:
                _end(ticker)

    def _prepare(self) -> str:
        """Bring database, content, demo and static files up to date; what the demo has to say."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("load_content", stdout=io.StringIO())
        self._collect_static()
        told = io.StringIO()
        if settings.EMBEDDED:
            call_command("seed_demo", stdout=told)
        connections.close_all()
        return told.getvalue()

    def _collect_static(self) -> None:
        """Collect, hash and compress the static files when they changed since the last time."""
        stamp, now = settings.STATIC_ROOT / ".collected", _static_fingerprint()
        if settings.DEBUG or (stamp.exists() and stamp.read_text() == now):
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(now)

    def _greet(self, host: str, port: int, sign_ins: str) -> None:
        reachable = home_address() if host in ("0.0.0.0", "::") else host  # noqa: S104
        self.stdout.write(f"\n원코 · Oneco  http://{reachable or host}:{port}\n{sign_ins}\nCtrl-C로 멈춰요.")
        self.stdout.flush()


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            raise CommandError(
                f"{host}:{port}: {wrong.strerror}. Another port: PORT={port + 1} make run"
            ) from None


def _start_ticker() -> subprocess.Popen[bytes]:
    tick = [sys.executable, str(settings.BASE_DIR / "manage.py"), "tick", "--forever"]
    # Ctrl-C reaches this process alone, which then ends the other.
    return subprocess.Popen(tick, start_new_session=True)  # noqa: S603 - our own command


def _end(ticker: subprocess.Popen[bytes]) -> None:
    ticker.terminate()
    try:
        ticker.wait(timeout=10)
    except subprocess.TimeoutExpired:  # a mail server that hangs; what it had in hand is tried again
        ticker.kill()


def _static_fingerprint() -> str:
    """Changes whenever a file to collect is added, removed, resized or touched."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            seen.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return seen.hexdigest()
