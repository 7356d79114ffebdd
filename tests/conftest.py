"""What every test may rely on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from pytest_django import Settings

from oneco.lib import clock


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs a service that this run was not given, saying how to have it."""
    missing = {
        "mysql": (
            not settings.DATABASES["default"]["ENGINE"].endswith("mysql"),
            "needs DATABASE_URL=mysql://user:password@127.0.0.1:3306/oneco",
        ),
        "redis": (not settings.REDIS_URL, "needs REDIS_URL=redis://127.0.0.1:6379/0"),
    }
    for item in items:
        for name, (left_out, how) in missing.items():
            if left_out and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=how))


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another one cached or counted."""
    cache.clear()


@pytest.fixture
def travel(db: None, settings: Settings) -> Callable[[timedelta], None]:
    """Turn time travel on for one test; call it with a timedelta to move the clock of every process."""
    settings.ONECO_TIME_TRAVEL = True
    return clock.travel_by
