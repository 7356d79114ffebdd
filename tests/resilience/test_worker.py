"""A real Celery worker: it works, says so, outlives Redis, and stops when told."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.resilience.installation import ROOT, Process, Redis, free_port, prepare, settings_for, wait_until

pytestmark = pytest.mark.redis

WORKER = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["worker"]


def command(folder: Path) -> list[str]:
    """The very command of the container, with a schedule file of its own."""
    words = [word for word in WORKER["command"] if not word.startswith("--schedule=")]
    return [sys.executable, "-m", *words, f"--schedule={folder / 'beat'}"]


@pytest.fixture
def redis(tmp_path: Path) -> Redis:
    return Redis(tmp_path, free_port())


@pytest.fixture
def env(tmp_path: Path, redis: Redis) -> dict[str, str]:
    return settings_for(tmp_path, redis, ONECO_ALIVE=str(tmp_path / "alive"))


@pytest.fixture
def worker(tmp_path: Path, redis: Redis, env: dict[str, str]) -> Iterator[tuple[Process, Process]]:
    with redis.start() as store:
        prepare(env)
        with Process(command(tmp_path), log=tmp_path / "worker.log", env=env) as process:
            yield process, store


def health(env: dict[str, str]) -> int:
    """What the container's health check says: 0 is fine."""
    _cmd, python, *words = WORKER["healthcheck"]["test"]
    assert python == "python"
    check = [sys.executable, *words]
    return subprocess.run(check, cwd=ROOT, env=env, capture_output=True, check=False).returncode


def runs(env: dict[str, str]) -> str:
    """The jobs that have run."""
    ask = (
        "import django; django.setup();"
        "from oneco.lib.models import ScheduledRun as R;"
        "print(sorted(set(R.objects.values_list('job', flat=True))))"
    )
    return subprocess.check_output([sys.executable, "-c", ask], cwd=ROOT, env=env, text=True).strip()


def test_the_worker_works_says_so_and_stops_when_told(
    worker: tuple[Process, Process], env: dict[str, str], redis: Redis
) -> None:
    process, store = worker
    sign = Path(env["ONECO_ALIVE"])
    assert health(env) != 0
    wait_until("the worker did its first work", lambda: process.ended or sign.exists())
    assert health(env) == 0
    assert (
        runs(env) == "['daily', 'deliver', 'digest', 'load_content', 'remind', 'tidy']"
    )  # the lessons were loaded before

    store.stop()
    sign.unlink()
    with redis.start():
        wait_until("the worker works again", lambda: process.ended or sign.exists(), patience=90)
        assert health(env) == 0
        assert process.stop() == 0
