"""A running Oneco of a test's own: its server, its database, its clock, and nothing of the test process."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FIRST_MOMENT = "2026-03-09T16:00"  # a Monday; no 공휴일 in the two weeks after it
READY_WITHIN = 30


def manage(var: Path, *arguments: str) -> str:
    """Run a management command on the installation in `var`, in the embedded default."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=_environment(var),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


def prepare(var: Path) -> None:
    """Make an installation as `make run` would, without the demo family."""
    var.mkdir(parents=True)
    manage(var, "migrate", "--verbosity=0")
    manage(var, "load_content")
    manage(var, "collectstatic", "--noinput", "--verbosity=0")


class Oneco:
    """One running installation, made from a prepared one."""

    def __init__(self, prepared: Path, var: Path) -> None:
        self.var = var
        var.mkdir()
        shutil.copy(prepared / "oneco.sqlite3", var / "oneco.sqlite3")
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = var / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def start(self) -> None:
        """Serve from FIRST_MOMENT on; returns when the first page is served."""
        self.travel(FIRST_MOMENT)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "serve", "--only-web"],
                env=_environment(self.var) | {"PORT": str(self.port)},
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        if self._process is not None:
            self._ended = self._process.poll() is not None
            self._process.terminate()
            self._process.wait(timeout=20)

    def travel(self, to: str) -> None:
        """Move the clock, and judge the days passed over."""
        manage(self.var, "travel", to)

    def daily(self) -> None:
        manage(self.var, "daily")

    def tick(self) -> None:
        """Run what is due now, and carry what waits."""
        manage(self.var, "tick")

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What stands in the database; JSON comes as text."""
        with closing(sqlite3.connect(self.var / "oneco.sqlite3", timeout=10)) as database:
            database.row_factory = sqlite3.Row
            return database.execute(query, values).fetchall()

    def value(self, query: str, *values: Any) -> Any:
        """The one value of a query's one row, None when there is no row."""
        found = self.rows(query, *values)
        return found[0][0] if found else None

    def loaded(self, query: str, *values: Any) -> Any:
        """The one JSON value of a query."""
        return json.loads(self.value(query, *values))

    def failures(self) -> list[str]:
        """What the server's log holds of errors, and whether it went away by itself."""
        assert self._process is not None
        gone = [f"the server ended with {self._process.returncode}"] if self._ended else []
        return gone + [
            line for line in self.log.read_text().splitlines() if "Traceback" in line or " ERROR " in line
        ]

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise AssertionError(f"The server did not come up: {self.log.read_text()}")


def _environment(var: Path) -> dict[str, str]:
    """Nothing of the caller's settings: the embedded default, with a clock that can be moved."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "ONECO_TIME_TRAVEL": "1",
        "E2E_VAR": str(var),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
