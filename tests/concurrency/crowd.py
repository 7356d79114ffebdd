"""Many people pressing at the same moment: real threads, each with a database connection of its own."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

CROWD = 20
T = TypeVar("T")

_KOREAN_SENTENCE = re.compile(r"[가-힣]+(요|다|세요)[.?!]?")


def at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """What each job returned; all of them begin together."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def browsers(people: Sequence[User]) -> list[Client]:
    """A signed-in browser for each, every one at an address of its own."""
    made = [
        Client(raise_request_exception=False, REMOTE_ADDR=f"10.1.{n}.7") for n, _person in enumerate(people)
    ]
    for browser, person in zip(made, people, strict=True):
        browser.force_login(person)
    return made


def press(people: Sequence[User], path: str, data: dict[str, Any] | None = None) -> list[HttpResponse]:
    """Everybody posts the same to the same address at once; nobody may see anything but a kind page."""
    return press_all([(browser, path, data or {}) for browser in browsers(people)])


def press_all(presses: Sequence[tuple[Client, str, dict[str, Any]]]) -> list[HttpResponse]:
    """Each browser posts its own; see `press`."""
    answers = at_once([lambda p=p: p[0].post(p[1], p[2]) for p in presses])
    for answer in answers:
        assert answer.status_code in (200, 302, 403, 404, 422), answer.status_code
        if answer.status_code != 302:
            assert _KOREAN_SENTENCE.search(answer.content.decode())
    return answers


def counts(answers: Sequence[HttpResponse]) -> dict[int, int]:
    """How many answers of each status there are."""
    found: dict[int, int] = {}
    for answer in answers:
        found[answer.status_code] = found.get(answer.status_code, 0) + 1
    return found
