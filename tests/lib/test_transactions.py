"""The one decorator: all or nothing, and again when the database was busy."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import OperationalError, connection

from families.models import Family
from oneco.lib import clock
from oneco.lib.transactions import RETRIES, use_case
from tests.factories import make_family

BUSY = OperationalError("database is locked")
DEADLOCK = OperationalError(1213, "Deadlock found when trying to get lock")
GONE = OperationalError(2006, "Server has gone away")


def failing(times: int, error: OperationalError) -> tuple[Callable[[], int], list[int]]:
    """A service that writes a family and fails so many times before it succeeds."""
    runs: list[int] = []

    @use_case
    def service() -> int:
        runs.append(len(runs))
        Family.objects.create(name="가족", code=f"TRY{len(runs)}", created_at=clock.now())
        if len(runs) <= times:
            raise error
        return len(runs)

    return service, runs


@pytest.mark.parametrize("error", [BUSY, DEADLOCK])
def test_a_busy_database_is_tried_twice_more_and_leaves_no_half(db: None, error: OperationalError) -> None:
    service, runs = failing(RETRIES, error)
    assert service() == RETRIES + 1 == len(runs)
    assert [family.code for family in Family.objects.all()] == ["TRY3"]


def test_what_stays_busy_or_is_no_passing_trouble_is_not_hidden(db: None) -> None:
    for error, tries in ((BUSY, RETRIES + 1), (GONE, 1)):
        service, runs = failing(9, error)
        with pytest.raises(OperationalError):
            service()
        assert len(runs) == tries
    assert not Family.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_use_case_inside_another_is_refused() -> None:
    inner, runs = failing(0, BUSY)
    outer = use_case(inner)
    with pytest.raises(RuntimeError, match="durable"):
        outer()
    assert not runs


@pytest.mark.mysql
@pytest.mark.django_db(transaction=True)
def test_two_services_in_a_real_deadlock_both_succeed() -> None:
    """Each holds one family and wants the other's: InnoDB ends one of them, which is run again."""
    first, second = make_family().pk, make_family().pk
    both_hold = Barrier(2, timeout=5)
    runs: list[tuple[int, int]] = []
    failed: list[BaseException] = []

    @use_case
    def rename(mine: int, yours: int) -> None:
        runs.append((mine, yours))
        Family.objects.filter(pk=mine).update(name=f"가족 {mine}")
        with suppress(BrokenBarrierError):  # the second try comes alone
            both_hold.wait()
        Family.objects.filter(pk=yours).update(voice="plain")
        both_hold.abort()

    def in_thread(mine: int, yours: int) -> None:
        try:
            rename(mine, yours)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=in_thread, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not failed
    assert len(runs) == 3, "one of the two was ended by the database and run again"
    assert set(Family.objects.values_list("name", "voice")) == {
        (f"가족 {first}", "plain"),
        (f"가족 {second}", "plain"),
    }
