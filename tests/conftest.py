"""What every test may rely on."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as examples
from pytest_django import Settings

from oneco.lib import clock

# A busy machine is no slow rule: no example is timed.
examples.register_profile("calm", deadline=None)
examples.load_profile("calm")
SERVICES = {
    "mysql": (
        settings.DATABASES["default"]["ENGINE"].endswith("mysql"),
        "MySQL or MariaDB: DATABASE_URL=mysql://user:password@127.0.0.1:3306/oneco make test",
    ),
    "redis": (bool(settings.REDIS_URL), "Redis: REDIS_URL=redis://127.0.0.1:6379/0 make test"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the CI refuse a green run in which something was skipped."""
    parser.addoption("--nothing-left-out", action="store_true", help="fail when any test was skipped")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs a service that this run was not given."""
    for item in items:
        for name, (given, how) in SERVICES.items():
            if not given and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=how))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a run with skipped tests red where nothing may be left out."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.config.getoption("--nothing-left-out") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests were left out and how to have them."""
    counts = Counter(str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []))
    for how, count in counts.items():
        terminalreporter.write_line(f"Left out: {count} tests. {how.removeprefix('Skipped: ')}")
    terminalreporter.write_line("Browser journeys run with `make e2e`.")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another one cached or counted, and none loses its own to another process."""
    if settings.REDIS_URL:
        cache.delete_pattern("*")  # type: ignore[attr-defined]  # clear() would empty the other workers' too
    else:
        cache.clear()


@pytest.fixture
def travel(db: None, settings: Settings) -> Callable[[timedelta], None]:
    """Turn time travel on for one test; call it with a timedelta to move the clock of every process."""
    settings.ONECO_TIME_TRAVEL = True
    return clock.travel_by
