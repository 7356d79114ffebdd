"""2,000 notices while all below them is killed, stopped and restarted: none lost, none twice unseen."""

import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.post_office import MailServer, PushService, mail_server, push_service
from tests.resilience.installation import (
    ROOT,
    Browser,
    MariaDB,
    Process,
    Redis,
    free_port,
    prepare,
    settings_for,
    wait_until,
)
from tests.resilience.test_worker import command

pytestmark = [pytest.mark.redis, pytest.mark.mysql]

NOTICES = 2_000
READERS = 200
WRITTEN_IN = 45  # seconds
KILLS = 10
AROUND_A_KILL = 3.0  # seconds: a busy machine answers late


@dataclass
class House:
    """The whole installation: two stores, web, worker, and the world outside."""

    folder: Path
    env: dict[str, str]
    redis: Redis
    maria: MariaDB
    stores: dict[str, Process]
    office: MailServer
    service: PushService
    people: dict[str, Any]
    port: int
    worker: Process | None = None
    troubles: list[float] = field(default_factory=list)

    @property
    def delivered(self) -> int:
        return len(self.office.taken) + len(self.service.taken)

    def start_worker(self) -> None:
        self.worker = Process(command(self.folder), log=self.folder / "worker.log", env=self.env)

    def kill_worker(self) -> None:
        assert self.worker is not None
        self.troubles.append(time.monotonic())
        self.worker.stop(signal.SIGKILL)

    def restart(self, name: str, number: int, *, away: float) -> None:
        """Stop a store for some seconds."""
        self.stores[name].stop(number, patience=60)
        time.sleep(away)
        self.stores[name] = (self.redis if name == "redis" else self.maria).start()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with (
        tempfile.TemporaryDirectory(prefix="oneco-chaos.") as shared,
        mail_server() as office,
        push_service() as service,
    ):
        redis, maria = Redis(tmp_path, free_port()), MariaDB(Path(shared), free_port())
        maria.install()
        port = free_port()
        browser = {"p256dh": service.browser.p256dh, "auth": service.browser.auth}
        env = settings_for(
            tmp_path,
            redis,
            DATABASE_URL=maria.url,
            EMAIL_URL=office.url,
            ONECO_ALIVE=str(tmp_path / "alive"),
            VAPID_PRIVATE_KEY=_vapid(),
            TEST_PUSH_SERVICE=service.origin,
            TEST_BROWSER=json.dumps(browser),
            PORT=str(port),
        )
        stores = {"redis": redis.start(), "maria": maria.start()}
        try:
            house = House(tmp_path, env, redis, maria, stores, office, service, prepare(env), port)
            run(house, "people", READERS)
            with Process(
                [sys.executable, "manage.py", "serve", "--only-web"], log=tmp_path / "web.log", env=env
            ) as web:
                wait_until("the server answers", lambda: web.ended or _alive(port))
                yield house
        finally:
            for process in (house.worker, *house.stores.values()):
                if process is not None:
                    process.__exit__(None, None, None)


def _vapid() -> str:
    from accounts.channels.push import new_private_key

    return new_private_key()


def _alive(port: int) -> bool:
    try:
        return Browser(port).get("/healthz").status == 200
    except OSError:
        return False


def run(house: House, *words: object) -> subprocess.CompletedProcess[str]:
    told = [sys.executable, "-m", "tests.resilience.writer", *(str(word) for word in words)]
    done = subprocess.run(told, cwd=ROOT, env=house.env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done


class Visitors(threading.Thread):
    """A guardian who looks around and changes its name, and somebody who forgot a password, all the while."""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True)
        self.browser, self.house = Browser(house.port), house
        self.over = threading.Event()
        self.asked = 0
        self.browser.get("/accounts/login/")
        page = self.browser.post(
            "/accounts/login/", login=house.people["email"], password=house.people["password"]
        )
        assert page.status == 200

    def run(self) -> None:
        stranger = Browser(self.house.port)
        turn = 0
        while not self.over.wait(0.3):
            turn += 1
            self.browser.get(("/home/", "/notices/", "/family/", "/me/")[turn % 4])
            if turn % 4 == 3:
                self.browser.post("/me/", display_name=f"엄마 {turn}")
            if turn % 12 == 0:  # a letter, so that somebody wakes the worker
                stranger.get("/accounts/password/reset/")
                answer = stranger.post("/accounts/password/reset/", email=self.house.people["email"])
                self.browser.seen.append(answer)

    @property
    def answers(self) -> Counter[int]:
        return Counter(page.status for page in self.browser.seen)


def test_nothing_is_lost_and_nothing_comes_twice_unseen(house: House) -> None:
    chance = random.Random(7)
    visitors = Visitors(house)
    visitors.start()
    house.office.delay = 0.02
    house.start_worker()
    told: dict[str, Any] = {}
    writer = threading.Thread(
        target=lambda: told.update(json.loads(run(house, "write", NOTICES, WRITTEN_IN).stdout))
    )
    begun = time.monotonic()
    writer.start()
    for kill in range(1, KILLS + 1):
        before = house.delivered
        wait_until("the worker delivers", lambda at=before: house.delivered >= at + 20)
        time.sleep(chance.uniform(0, 1.0))
        if kill in (3, 7):
            house.restart("redis", signal.SIGKILL if kill == 3 else signal.SIGTERM, away=2)
        if kill == 5:
            house.troubles.append(time.monotonic())
            house.restart("maria", signal.SIGTERM, away=1)
            house.troubles.append(time.monotonic())
        house.kill_worker()
        house.start_worker()
    writer.join()
    wanted = set(keys(house))
    assert len(wanted) == NOTICES
    wait_until("every notice arrived", lambda: wanted <= arrived(house), patience=90)
    seconds = time.monotonic() - begun
    visitors.over.set()
    visitors.join()

    copies = Counter(key for key, _ in takings(house))
    twice = {key for key, count in copies.items() if count > 1}
    sys.stdout.write(
        f"\n{NOTICES} notices in {seconds:.0f} s: worker killed {KILLS} times, Redis stopped twice, MariaDB "
        f"once; all arrived. {sum(copies.values()) - len(copies)} second copies of {len(twice)} notices, "
        f"each with the key of its first.\nSlowest write {told['slowest']:.2f} s, {told['again']} tried "
        f"again. Answers to {sum(visitors.answers.values())} requests: {dict(visitors.answers)}\n"
    )
    for key in twice:
        first = min(at for taken, at in takings(house) if taken == key)
        assert any(abs(first - trouble) < AROUND_A_KILL for trouble in house.troubles), key
    assert not visitors.answers[500]
    assert set(visitors.answers) <= {200, 429, 503}
    wait_until("every mark is written", lambda: not open_ones(house), patience=60)
    assert ended(house) == {"sent"}


def takings(house: House) -> list[tuple[str, float]]:
    """Every yes of the two servers: the key of what they took, and when."""
    mails = [(letter.key, letter.at) for letter in house.office.taken]
    return mails + [(push.topic, push.at) for push in house.service.taken]


def arrived(house: House) -> set[str]:
    return {key for key, _ in takings(house)}


def query(house: House, python: str) -> Any:
    ask = "import django, json; django.setup(); from accounts.models import Delivery as D;"
    ask += f"print(json.dumps({python}))"
    return json.loads(
        subprocess.check_output([sys.executable, "-c", ask], cwd=ROOT, env=house.env, text=True)
    )


def keys(house: House) -> list[str]:
    """The key of every delivery of the 2,000."""
    return list(query(house, "list(D.objects.filter(kind='pin.locked').values_list('key', flat=True))"))


def open_ones(house: House) -> int:
    return int(query(house, "D.objects.filter(state__in=['waiting', 'leased']).count()"))


def ended(house: House) -> set[str]:
    return set(query(house, "list(D.objects.values_list('state', flat=True).distinct())"))
