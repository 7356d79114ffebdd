"""News reaches people without Redis, past a lost Redis, and past a Redis that hangs."""

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.post_office import MailServer, mail_server
from tests.resilience.installation import (
    Browser,
    Process,
    Redis,
    free_port,
    prepare,
    settings_for,
    wait_until,
)
from tests.resilience.test_worker import command


@pytest.fixture
def office() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def serve(folder: Path, env: dict[str, str], port: int) -> Process:
    web = Process([sys.executable, "manage.py", "serve", "--only-web"], log=folder / "web.log", env=env)
    wait_until("the server answers", lambda: web.ended or _alive(port))
    return web


def _alive(port: int) -> bool:
    try:
        return Browser(port).get("/healthz").status == 200
    except OSError:
        return False


def forget_password(port: int, email: str) -> float:
    """Ask for a letter as a visitor does; how long the answer took."""
    browser = Browser(port)
    browser.get("/accounts/password/reset/")
    page = browser.post("/accounts/password/reset/", email=email)
    assert (page.status, page.path) == (200, "/accounts/password/reset/done/")
    return page.seconds


@pytest.mark.redis
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_what_was_written_without_redis_arrives_when_it_is_back(
    tmp_path: Path, office: MailServer, number: int
) -> None:
    redis, port = Redis(tmp_path, free_port()), free_port()
    env = settings_for(
        tmp_path, redis, PORT=str(port), EMAIL_URL=office.url, ONECO_ALIVE=str(tmp_path / "alive")
    )
    with ExitStack() as running:
        store = running.enter_context(redis.start())
        email = prepare(env)["email"]
        running.enter_context(serve(tmp_path, env, port))
        running.enter_context(Process(command(tmp_path), log=tmp_path / "worker.log", env=env))
        with_redis = forget_password(port, email)
        wait_until("the first letter arrives", lambda: len(office.taken) == 1)

        store.tell(number)
        without = [forget_password(port, email) for _ in range(2)]
        sys.stdout.write(f"with Redis {with_redis:.2f} s, without {without[0]:.2f} and {without[1]:.2f} s\n")
        if number == signal.SIGSTOP:
            store.tell(signal.SIGCONT)
        else:
            store.stop(signal.SIGKILL)
            running.enter_context(redis.start())
        wait_until("the others arrive", lambda: len(office.taken) == 3, patience=120)
    assert len(set(office.keys())) == 3


def test_without_redis_at_all_tick_carries(tmp_path: Path, office: MailServer) -> None:
    port = free_port()
    env = settings_for(tmp_path, Redis(tmp_path, port), PORT=str(port), EMAIL_URL=office.url)
    del env["REDIS_URL"]
    with ExitStack() as running:
        email = prepare(env)["email"]
        running.enter_context(serve(tmp_path, env, port))
        tick = [sys.executable, "manage.py", "tick", "--forever", "--every", "0.2"]
        ticker = running.enter_context(Process(tick, log=tmp_path / "tick.log", env=env))
        forget_password(port, email)
        wait_until("the letter arrives", lambda: ticker.ended or len(office.taken) == 1)
        assert office.taken[0].to == email
        assert ticker.stop() == 0
