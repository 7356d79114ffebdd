"""Redis dies, or hangs, in the middle of a journey: everybody stays signed in and nothing answers 500."""

import signal
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.resilience.installation import (
    Browser,
    Page,
    Process,
    Redis,
    free_port,
    prepare,
    settings_for,
    wait_until,
)

pytestmark = pytest.mark.redis


@dataclass
class Installation:
    port: int
    redis: Redis
    running: Process
    people: dict[str, Any]

    def guardian(self) -> Browser:
        browser = Browser(self.port)
        browser.get("/accounts/login/")
        page = browser.post("/accounts/login/", login=self.people["email"], password=self.people["password"])
        assert (page.status, page.path) == (200, "/home/")
        return browser

    def child(self) -> Browser:
        browser = Browser(self.port)
        browser.get("/in/")
        assert browser.post("/in/", code=self.people["family_code"]).path == "/in/faces/"
        page = browser.post(f"/in/faces/{self.people['child']}/", pin=self.people["pin"])
        assert (page.status, page.path) == (200, "/today/")
        return browser


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    redis = Redis(tmp_path, free_port())
    port = free_port()
    env = settings_for(tmp_path, redis, PORT=str(port), HOST="127.0.0.1")
    with redis.start() as running:
        people = prepare(env)
        command = [sys.executable, "manage.py", "serve", "--only-web"]
        with Process(command, log=tmp_path / "web.log", env=env) as web:
            wait_until("the server answers", lambda: web.ended or _alive(port))
            assert not web.ended
            yield Installation(port, redis, running, people)
        running.__exit__(None, None, None)


def _alive(port: int) -> bool:
    try:
        return Browser(port).get("/healthz").status == 200
    except OSError:
        return False


def study(child: Browser, people: dict[str, Any]) -> str:
    """Begin today's word; the address of its session."""
    page = child.post(f"/study/lesson/{people['enrolment']}/")
    assert page.status == 200
    return page.path


def walk(
    installation: Installation, guardian: Browser, child: Browser, session: str, step: int
) -> list[Page]:
    """What both do next: the child passes a step, the guardian looks around and changes the own name."""
    mission = f"/missions/{installation.people['mission']}/"
    pages = [
        child.get(session),
        child.post(f"{session}answer/", step=step, attempt=1, **({"choice": "0"} if step == 0 else {})),
        child.get("/today/"),
        child.get("/record/"),
        guardian.get("/home/"),
        guardian.get(mission),
        guardian.get("/family/"),
        guardian.get("/me/"),
        guardian.post("/me/", display_name=f"엄마 {step}"),
        guardian.get("/promises/"),
    ]
    assert [page.status for page in pages] == [200] * len(pages), [(p.path, p.status) for p in pages]
    assert not [page.path for page in pages if page.path.startswith(("/accounts/login", "/in/"))]
    assert f"엄마 {step}" in pages[8].html
    assert not [page.path for page in child.seen + guardian.seen if page.status >= 500]
    return pages


def refused_after_guessing(installation: Installation) -> bool:
    """Whether even the right password is refused after six wrong ones: limits hold without Redis."""
    browser, about = Browser(installation.port), installation.people
    for password in [*(f"wrong-{n}" for n in range(6)), about["password"]]:
        browser.get("/accounts/login/")
        page = browser.post("/accounts/login/", login=about["email"], password=password)
    return page.path == "/accounts/login/" and page.status in (200, 422, 429)


def said(name: str, pages: list[Page]) -> None:
    times = sorted(page.seconds for page in pages)
    sys.stdout.write(f"{name}: median {statistics.median(times):.3f} s, slowest {times[-1]:.3f} s\n")


def test_redis_dies_in_the_middle_of_a_journey(installation: Installation) -> None:
    guardian, child = installation.guardian(), installation.child()
    assert Browser(installation.port).get("/readyz").status == 200
    session = study(child, installation.people)
    said("with Redis", walk(installation, guardian, child, session, 0))

    installation.running.stop(signal.SIGKILL)
    said("without Redis", walk(installation, guardian, child, session, 1))
    assert Browser(installation.port).get("/healthz").status == 200
    assert Browser(installation.port).get("/readyz").status == 503
    late = installation.guardian()
    later = installation.child()
    assert refused_after_guessing(installation)

    installation.running = installation.redis.start()
    said("with Redis again", walk(installation, guardian, child, session, 2))
    assert late.get("/home/").path == "/home/"
    assert later.get("/today/").path == "/today/"
    wait_until("ready again", lambda: Browser(installation.port).get("/readyz").status == 200)

    child.get("/today/")
    guardian.get("/home/")
    assert guardian.post("/accounts/logout/").path == "/"
    assert guardian.get("/home/").path == "/accounts/login/"


def test_redis_hangs_in_the_middle_of_a_journey(installation: Installation) -> None:
    guardian, child = installation.guardian(), installation.child()
    session = study(child, installation.people)
    said("with Redis", walk(installation, guardian, child, session, 0))
    installation.running.tell(signal.SIGSTOP)
    try:
        said("with a Redis that hangs", walk(installation, guardian, child, session, 1))
        # Nobody comes back by a session that ended while Redis did not listen.
        gone = installation.guardian()
        kept = gone.cookie
        gone.post("/accounts/logout/")
    finally:
        installation.running.tell(signal.SIGCONT)
    said("awake again", walk(installation, guardian, child, session, 2))
    thief = Browser(installation.port)
    thief.add_header("Cookie", kept)
    assert "sessionid" in kept
    assert thief.get("/home/").path == "/accounts/login/"
