"""Waiting work runs once per slot, and one broken job does not stop the others."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from families.models import Attempt
from oneco import work
from oneco.lib import clock
from oneco.lib.models import ScheduledRun

NIGHT = datetime(2026, 3, 4, 2, 9, tzinfo=clock.KST)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the jobs that ran, in place of their work."""
    names: list[str] = []

    def broken(now: datetime) -> None:
        names.append("broken")
        raise RuntimeError

    jobs = (
        work.Job("broken", work._hour, broken),
        work.Job("daily", work._hour, lambda now: names.append("daily")),
    )
    monkeypatch.setattr(work, "JOBS", jobs)
    return names


def test_a_job_runs_once_per_slot_and_a_broken_one_stops_nobody(db: None, ran: list[str]) -> None:
    assert work.run_due(NIGHT) == ["broken", "daily"]
    assert work.run_due(NIGHT) == []
    assert ran == ["broken", "daily"]


def test_a_day_is_judged_from_ten_past_two(db: None, ran: list[str]) -> None:
    work.run_due(NIGHT)
    assert work.run_due(NIGHT + timedelta(minutes=1)) == ["broken", "daily"]
    assert ScheduledRun.objects.filter(job="daily", slot="2026-03-04T02").exists()


def test_a_loop_asks_the_database_once_per_slot(
    db: None, ran: list[str], django_assert_num_queries: Callable[..., object]
) -> None:
    done: dict[str, str] = {}
    work.run_due(NIGHT, done)
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        work.run_due(NIGHT, done)


def test_tidying_drops_old_records_only(db: None) -> None:
    now = clock.now()
    for age in (1, 30):
        ScheduledRun.objects.create(job="daily", slot=str(age), started_at=now - timedelta(days=age))
    work.tidy(now)
    assert list(ScheduledRun.objects.values_list("slot", flat=True)) == ["1"]


def test_addresses_of_who_tried_a_code_are_not_kept(db: None) -> None:
    now = clock.now()
    for key in ("code@203.0.113.5", "invite@203.0.113.5", "strange-pin:1", "pin:1@2"):
        for age in (1, 25):
            Attempt.objects.create(key=key, outcome="wrong", at=now - timedelta(hours=age))
    work.tidy(now)
    old = Attempt.objects.filter(at__lt=now - timedelta(days=1))
    assert list(old.values_list("key", flat=True)) == ["pin:1@2"]
    assert Attempt.objects.count() == 5


def test_travel_moves_the_clock_and_judges(travel: object) -> None:
    told = StringIO()
    call_command("travel", "2031-03-03T16:00", stdout=told)
    assert clock.today().isoformat() == "2031-03-03"
    call_command("travel", "+1d", stdout=told)
    assert clock.today().isoformat() == "2031-03-04"
    assert "2031-03-04 16:00" in told.getvalue()


def test_travel_refuses_what_is_no_time(travel: object) -> None:
    with pytest.raises(CommandError, match="neither a moment"):
        call_command("travel", "tomorrow")


def test_travel_needs_to_be_turned_on(db: None, settings: Settings) -> None:
    settings.ONECO_TIME_TRAVEL = False
    with pytest.raises(CommandError, match="ONECO_TIME_TRAVEL"):
        call_command("travel", "+1d")
