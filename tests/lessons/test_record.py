"""기록: months and weeks to the day, and catching up from a missed one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lessons.models import Course, Enrolment, StudySession
from lessons.selectors.record import RecordPage, record_page
from lessons.services.enrolments import open_enrolment
from oneco.lib import clock
from tests.factories import make_child, make_family, make_guardian, signed_in
from tests.lessons.pupil import Pupil

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)


@pytest.fixture
def child(db: None) -> User:
    return make_child(make_family(make_guardian()))


def begin(child: User, course: Course, first_day: date, weekdays: str = "1111111") -> Enrolment:
    return open_enrolment(
        child=child,
        course=course,
        family=child.child_profile.home_family,
        first_day=first_day,
        weekdays=weekdays,
        on_holidays=True,
        now=clock.noon(first_day),
    )


def week(child: User, today: date, monday: date) -> RecordPage:
    return record_page(child.pk, today, month=monday.replace(day=1), week=monday)


def states(page: RecordPage) -> list[str]:
    assert page.week is not None
    return [day.cell.state for day in page.week.days]


def test_a_week_shows_each_day_with_its_words_sunday_too(child: User, first_week: Course) -> None:
    enrolment = begin(child, first_week, MONDAY + 4 * DAY)  # Friday
    pupil = Pupil(child)
    pupil.lesson(enrolment, clock.noon(MONDAY + 4 * DAY))
    pupil.lesson(enrolment, clock.noon(MONDAY + 6 * DAY))
    page = week(child, MONDAY + 6 * DAY, MONDAY)
    assert states(page) == ["none"] * 4 + ["done", "missed", "done"]
    assert page.week is not None
    assert page.week.days[6].words == [("U01.2", "필요와 욕구")]
    assert (page.week.shells, page.week.before, page.week.after) == (2, date(2026, 2, 23), date(2026, 3, 9))


def test_a_lesson_ended_after_midnight_stands_on_its_evening(child: User, first_week: Course) -> None:
    enrolment = begin(child, first_week, MONDAY)
    Pupil(child).lesson(enrolment, datetime(2026, 3, 9, 1, 50, tzinfo=clock.KST))  # Sunday's evening
    assert states(week(child, date(2026, 3, 9), MONDAY))[6] == "done"
    assert states(week(child, date(2026, 3, 9), date(2026, 3, 9)))[0] == "today"


@pytest.mark.parametrize(
    ("today", "month"), [(date(2026, 2, 28), 2), (date(2028, 2, 29), 2), (date(2026, 5, 31), 5)]
)
def test_month_ends_are_whole(child: User, first_week: Course, today: date, month: int) -> None:
    Pupil(child).lesson(begin(child, first_week, today - DAY), clock.noon(today))
    page = record_page(child.pk, today, month=today.replace(day=1), week=None).month
    cells = [cell for row in page.weeks for cell in row if not cell.outside]
    assert [cell.date.day for cell in cells] == list(range(1, today.day + 1))
    assert cells[-1].state == "done"
    assert cells[-2].state == "missed"
    assert (page.before.month, page.after.month) == (month - 1, month + 1)
    rows = page.table["weeks"]
    assert any(day and day["now"] for row in rows for day in row["days"])


def test_december_is_followed_by_january(child: User) -> None:
    page = record_page(child.pk, date(2026, 12, 31), month=date(2026, 12, 1), week=None).month
    assert (page.before, page.after) == (date(2026, 11, 1), date(2027, 1, 1))


# --- catching up -------------------------------------------------------------------------------------------


def caught(child: User, today: date) -> list[str]:
    page = record_page(child.pk, today, month=today.replace(day=1), week=None)
    assert [c.word for c in week(child, today, today - today.weekday() * DAY).catch_ups] in (
        [c.word for c in page.catch_ups],
        [],
    )
    return [c.word for c in page.catch_ups]


def test_a_missed_day_offers_the_next_open_lesson(child: User, first_week: Course) -> None:
    enrolment = begin(child, first_week, MONDAY)
    assert caught(child, MONDAY) == []  # today's own word is no catching up
    assert caught(child, MONDAY + DAY) == ["희소성"]
    Pupil(child).lesson(enrolment, clock.noon(MONDAY + DAY))
    assert caught(child, MONDAY + DAY) == []  # what is left is today's own
    assert caught(child, MONDAY + 2 * DAY) == ["필요와 욕구"]


def test_on_a_rest_day_what_was_missed_can_be_caught_up(child: User, first_week: Course) -> None:
    begin(child, first_week, MONDAY + 4 * DAY, "1111100")  # Friday
    assert caught(child, MONDAY + 5 * DAY) == ["희소성"]


def test_one_press_starts_it(child: User, first_week: Course, travel: Callable[[timedelta], None]) -> None:
    enrolment = begin(child, first_week, clock.today())
    travel(DAY)
    client = signed_in(child)
    record = reverse("lessons:record")
    this_week, last_week = clock.today(), clock.today() - DAY
    shown = [client.get(record, {"week": day.isoformat()}).content.decode() for day in (this_week, last_week)]
    start = reverse("lessons:start", args=[enrolment.pk])
    assert any(start in page and "‘희소성’ 따라잡기" in page for page in shown)
    assert client.post(start)["Location"] == reverse("lessons:study", args=[StudySession.objects.get().pk])


def test_nothing_missed_offers_nothing(child: User, first_week: Course) -> None:
    Pupil(child).lesson(begin(child, first_week, MONDAY), clock.noon(MONDAY))
    assert caught(child, MONDAY) == []
    assert caught(child, MONDAY + DAY) == []


# --- the page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"month": "2026-13"},
        {"month": "²026-01"},
        {"week": "2026-02-30"},
        {"week": ""},
        {"week": "9999-12-31"},
        {"week": "0001-01-01"},
        {"week": "<b>"},
        {"week": "2026-03-08", "month": "x" * 5000},
    ],
)
def test_nonsense_in_the_address_is_this_month_or_week(child: User, query: dict[str, str]) -> None:
    assert signed_in(child).get(reverse("lessons:record"), query).status_code == 200


def test_everything_learned_is_one_press_from_the_record(child: User) -> None:
    page = signed_in(child).get(reverse("lessons:record")).content.decode()
    for name in ("map", "words", "mistakes", "search"):
        assert f'"{reverse(f"lessons:{name}")}"' in page
    assert f'"{reverse("lessons:words")}?show=marked"' in page


def test_guardians_have_their_own_page(client: Client, child: User) -> None:
    guardian = child.child_profile.home_family.memberships.get(role="guardian").user
    assert signed_in(guardian).get(reverse("lessons:record")).status_code == 403
    assert client.get(reverse("lessons:record"))["Location"].startswith("/in/")
