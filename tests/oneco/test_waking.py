"""Waking the worker: a message when Redis is there, and next to nothing lost when it is not."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from oneco import waking
from tests.resilience.installation import Redis, free_port


@pytest.fixture(autouse=True)
def awake(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """No failure of another test is remembered; what is imported once is imported."""
    import oneco.celery  # noqa: F401

    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    waking.wake_worker()
    monkeypatch.setattr(waking, "_silent_until", 0.0)


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Somebody who takes every line and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as door:
        door.settimeout(0.2)
        yield door


def lines(door: socket.socket) -> int:
    """How many lines were opened to it."""
    count = 0
    while True:
        try:
            door.accept()[0].close()
        except TimeoutError:
            return count
        count += 1


def wake(times: int) -> None:
    for _ in range(times):
        waking.wake_worker()


def test_without_redis_nobody_hears_and_nobody_tries_for_a_while(settings: Settings) -> None:
    wake(20)
    assert waking._silent_until > time.monotonic()


def test_a_visitor_waits_for_a_lost_redis_no_longer_than_a_moment(settings: Settings) -> None:
    assert 2 * settings.WAKE_PATIENCE <= 0.3  # seconds: to be let in, and to be heard


def test_a_redis_that_hangs_costs_one_short_try_for_everybody(
    settings: Settings, silent: socket.socket
) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
    wake(20)
    assert lines(silent) == 1


def test_it_is_tried_again_after_a_while(
    settings: Settings, silent: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
    settings.WAKE_AGAIN_AFTER = 0
    wake(3)
    assert lines(silent) == 3


@pytest.mark.redis
def test_the_message_waits_for_the_worker_and_a_line_that_broke_is_mended(
    settings: Settings, tmp_path: Path
) -> None:
    redis = Redis(tmp_path, free_port())
    settings.CELERY_BROKER_URL = redis.url
    for _life in range(2):
        with redis.start() as store:
            waking.wake_worker()
            assert _messages(redis) == ["oneco.deliver"]
            store.stop()


def _messages(redis: Redis) -> list[str]:
    from redis import Redis as Client

    with Client.from_url(redis.url) as client:
        return [json.loads(raw)["headers"]["task"] for raw in client.lrange("oneco:celery", 0, -1)]
