"""The day's sweep over many open missions: python -m bench.sweep [--missions 100000] [--due 0 1000].

How long the sweep takes on a day on which so many of them fall due, what it adds to the memory of its
process, and how it stands against one UPDATE over the same indexed rows.
"""

import argparse
import logging
import resource
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from bench.place import temporary_database

R = TypeVar("R")
DAY = timedelta(days=1)
MONDAY = date(2026, 3, 9)
CHUNK = 2_000
SPREAD = 30  # days over which the other missions end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--missions", type=int, default=100_000)
    parser.add_argument("--due", type=int, nargs="+", default=[0, 1_000])
    options = parser.parse_args()
    with temporary_database():
        logging.disable(logging.WARNING)
        fill(options.missions)
        floor = min(_timed(_update_all)[0] for _ in range(5))
        print(f"{options.missions:,} missions under way. One UPDATE over all of them: {floor:.2f} s.")
        print(f"{'fall due':>10}{'seconds':>10}{'rows a second':>15}{'× the UPDATE':>14}{'memory, MiB':>13}")
        for n, due in enumerate(options.due):
            print(_line(options.missions, due, MONDAY + n * DAY, floor))


def _line(missions: int, due: int, day: date, floor: float) -> str:
    """Sweep one day on which `due` missions end; `rows a second` counts all that are open."""
    from missions.services.sweep import run_daily

    _end_on(day, due)
    before = _peak()
    spent, swept = _timed(lambda: run_daily(now=_night_after(day)))
    assert swept["judged"] == due, swept
    if not due:  # nothing was written: it can be asked again
        spent = min(spent, *(_timed(lambda: run_daily(now=_night_after(day)))[0] for _ in range(4)))
    figures = (due, spent, missions / spent, floor / spent, _peak() - before)
    return "{:>10,}{:>10.2f}{:>15,.0f}{:>14.2f}{:>13.1f}".format(*figures)


def fill(count: int) -> None:
    """So many children with a mission that has begun and ends after the days that are measured."""
    from django.db.models import OuterRef, Subquery

    from lessons.models import Course, CourseLesson, Lesson, Unit
    from missions.models import Mission, Offer
    from oneco.lib import clock

    unit = Unit.objects.create(code="U01", ko="선택", order=1)
    course = Course.objects.create(slug="bench", title="재는 코스", summary="…", difficulty=1, order=1)
    for n in range(1, 5):
        facts = {"unit": unit, "ko": f"단어{n}", "en": "word", "band": "E", "order": n}
        lesson = Lesson.objects.create(code=f"U01.{n}", **facts)
        CourseLesson.objects.create(course=course, lesson=lesson, order=n)
    for start in range(0, count, CHUNK):
        _fill_chunk(course, range(start, min(start + CHUNK, count)), clock.noon(MONDAY - 7 * DAY))
    offer = Offer.objects.filter(mission=OuterRef("pk")).values("pk")
    Mission.objects.update(agreed_offer=Subquery(offer))


def _fill_chunk(course: Any, numbers: range, now: datetime) -> None:
    from accounts.models import User
    from families.models import Family, Membership
    from lessons.models import Enrolment
    from missions.models import Mission, Offer

    begun = MONDAY - 4 * DAY
    families = Family.objects.bulk_create(
        Family(name="가족", code=f"B{n:09}", created_at=now) for n in numbers
    )
    guardians = User.objects.bulk_create(
        User(email=f"g{n}@example.com", role="guardian", display_name="엄마") for n in numbers
    )
    children = User.objects.bulk_create(User(role="child", display_name="서하") for _ in numbers)
    people = [*zip(families, guardians, strict=True), *zip(families, children, strict=True)]
    Membership.objects.bulk_create(
        Membership(family=family, user=user, role=user.role, joined_at=now) for family, user in people
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(child=child, course=course, family=family, first_day=begun, opened_at=now)
        for child, family in zip(children, families, strict=True)
    )
    rows = zip(numbers, families, guardians, children, enrolments, strict=True)
    missions = Mission.objects.bulk_create(
        Mission(
            family=family,
            guardian=guardian,
            child=child,
            course=course,
            enrolment=enrolment,
            state="running",
            starts_on=begun,
            ends_on=MONDAY + (30 + n % SPREAD) * DAY,
            created_at=now,
            moved_at=now,
        )
        for n, family, guardian, child, enrolment in rows
    )
    Offer.objects.bulk_create(
        Offer(
            mission=mission,
            n=1,
            by=guardian,
            first_day=begun,
            last_day=mission.ends_on,
            weekdays="1111100",
            title="김밥 소풍",
            kind="together",
            made_at=now,
        )
        for mission, guardian in zip(missions, guardians, strict=True)
    )


def _end_on(day: date, count: int) -> None:
    """Let so many missions under way end on a day."""
    from missions.models import Mission

    chosen = Mission.objects.filter(state="running").order_by("-pk").values_list("pk", flat=True)[:count]
    for pk in list(chosen):
        Mission.objects.filter(pk=pk).update(ends_on=day)


def _update_all() -> int:
    """What a database alone needs: one statement that writes a label into every row under way."""
    from missions.models import Mission
    from oneco.lib import clock

    far = MONDAY + 365 * DAY
    return Mission.objects.filter(state="running", ends_on__lte=far).update(moved_at=clock.noon(MONDAY))


def _night_after(day: date) -> datetime:
    from oneco.lib import clock

    return clock.end_of(day) + timedelta(minutes=15)


def _timed(run: Callable[[], R]) -> tuple[float, R]:
    begun = time.perf_counter()
    result = run()
    return time.perf_counter() - begun, result


def _peak() -> float:
    """The most memory this process has held so far, MiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
