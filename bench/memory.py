"""Memory (PSS) of the web process after load, and of the worker: python -m bench.memory [--requests 400]."""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.place import temporary_oneco

SERVE = ["manage.py", "serve", "--only-web"]
# As in docker-compose.yml: beat inside.
WORK = ["-m", "celery", "--app=oneco", "worker", "--pool=threads", "--concurrency=4", "--beat"]
QUIET = ["--without-gossip", "--without-mingle", "--loglevel=ERROR"]
BROWSERS = 8
PATIENCE = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    requests = parser.parse_args().requests
    with temporary_oneco() as var, ExitStack() as running:
        from bench import families

        full = families.full_household()
        port = _free_port()
        processes = {"web": running.enter_context(_started(SERVE, PORT=str(port)))}
        if os.environ.get("REDIS_URL"):
            work = [*WORK, f"--schedule={var / 'beat'}", *QUIET]
            processes["worker, beat inside"] = running.enter_context(_started(work))
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        before = {name: pss_of(process.pid) for name, process in processes.items()}
        _load(f"http://127.0.0.1:{port}", full.pages(), requests)
        after = {name: pss_of(process.pid) for name, process in processes.items()}
        again = {name: pss_of(process.pid) for name, process in processes.items()}
    print(f"PSS in MiB{'started':>18}{'after load':>12}{'read again':>12}")
    for name in processes:
        print(f"{name:<20}{before[name]:>8.0f}{after[name]:>12.0f}{again[name]:>12.0f}")


@contextmanager
def _started(command: list[str], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of our processes on the temporary database."""
    env = os.environ | {"BENCH_SERVES": "1", "MALLOC_ARENA_MAX": "2", **environment}  # as in the Dockerfile
    process = subprocess.Popen([sys.executable, *command], env=env, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def pss_of(pid: int) -> float:
    """Proportional set size of a process and its children, MiB (Linux)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own / 1024 + sum(pss_of(int(child)) for child in children)


def _load(address: str, pages: list[Any], requests: int) -> None:
    """Every page in turn, by as many browsers as the server has threads."""
    from bench.browser import session_cookie

    asked = [(f"{address}{page.path}", session_cookie(page.person)) for page in pages]

    def ask(n: int) -> None:
        path, cookie = asked[n % len(asked)]
        with urllib.request.urlopen(urllib.request.Request(path, headers={"Cookie": cookie})) as answer:
            answer.read()

    with ThreadPoolExecutor(BROWSERS) as browsers:
        list(browsers.map(ask, range(requests)))


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
