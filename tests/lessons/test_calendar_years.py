"""Law 3 on the real calendar of 2025 to 2028: what a person counts day by day is what the rules say."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import example, given, settings
from hypothesis import strategies as st

from families.models import Family, RestDay
from families.rests import child_scope, home_scope
from lessons.calendar import EVERY_DAY, Calendar, course_length, is_review_day, last_day, opened
from lessons.models import Course, Enrolment
from lessons.selectors.record import calendar_rows, month_of, table_of
from lessons.selectors.study import study_of
from lessons.services.enrolments import open_enrolment
from oneco.lib import clock
from tests.factories import add_member, make_child, make_family

DAY = timedelta(days=1)
# 2029 to 2031 too: a course begun on the last day of 2028 on one day of the week goes on that long.
HOLIDAYS = frozenset(country_holidays("KR", years=range(2025, 2032)))
weeks = st.text("01", min_size=7, max_size=7).filter(lambda text: "1" in text)
starts = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 1, 27), "임시공휴일"),
        (date(2025, 10, 8), "추석 대체"),
        (date(2026, 3, 2), "삼일절 대체"),
        (date(2026, 5, 25), "부처님오신날 대체"),
        (date(2026, 8, 17), "광복절 대체"),
        (date(2026, 10, 5), "개천절 대체"),
        (date(2027, 2, 9), "설 대체"),
        (date(2027, 5, 5), "어린이날"),
        (date(2028, 1, 26), "설 앞날"),
        (date(2028, 10, 3), "개천절이자 추석"),
    ],
)
def test_the_table_knows_the_days_that_are_easily_forgotten(day: date, name: str) -> None:
    assert day in HOLIDAYS, name


@given(
    start=starts,
    week=weeks,
    on_holidays=st.booleans(),
    rests=st.frozensets(st.integers(0, 300), max_size=28),
    lessons=st.integers(4, 20),
)
@example(date(2025, 9, 29), "1111100", False, frozenset(), 20)  # over 추석, seven days off in a row
@example(date(2026, 12, 28), "1111100", False, frozenset({3, 5}), 4)  # over the end of a year
@example(date(2028, 2, 28), EVERY_DAY, True, frozenset({1}), 4)  # a rest on the leap day
@example(date(2028, 12, 31), "0000001", False, frozenset(range(28)), 20)  # Sundays alone
@settings(max_examples=200)
def test_a_person_who_counts_day_by_day_agrees(
    start: date, week: str, on_holidays: bool, rests: frozenset[int], lessons: int
) -> None:
    off = frozenset(start + DAY * n for n in rests) | (frozenset() if on_holidays else HOLIDAYS)
    calendar = Calendar(start, week, off)
    length = course_length(lessons)
    day, k, known, since_review = start, 0, 0, 0
    while k < length:
        rested = (day - start).days in rests
        studies = week[day.weekday()] == "1" and not rested and (on_holidays or day not in HOLIDAYS)
        k += studies
        review = studies and (since_review == 4 or known == lessons)
        grown = studies and not review
        known += grown
        since_review = 0 if review else since_review + grown
        assert calendar.is_study_day(day) == studies
        assert calendar.index(day) == k
        assert opened(lessons, k) == known
        assert (studies and is_review_day(lessons, k)) == review
        if studies:
            assert calendar.nth(k) == calendar.next_study_day(day) == day
        day += DAY
    assert last_day(calendar, lessons) == day - DAY
    assert (known, since_review) == (lessons, 0)


# --- what the calendars on the pages show ----------------------------------------------------------------


@pytest.fixture
def family(db: None) -> Family:
    return make_family()


def enrol(family: Family, course: Course, first: date, week: str = "1111100") -> Enrolment:
    return open_enrolment(
        child=make_child(family),
        course=course,
        family=family,
        first_day=first,
        weekdays=week,
        on_holidays=False,
        now=clock.noon(first),
    )


def rest(enrolment: Enrolment, *days: date) -> None:
    for day in days:
        RestDay.objects.create(
            scope=child_scope(enrolment.child_id),
            date=day,
            kind="sick",
            state="taken",
            by=enrolment.child,
            at=clock.noon(day),
        )


def test_rests_ahead_stand_on_the_calendar_over_the_end_of_the_year(
    family: Family, first_week: Course
) -> None:
    """Monday the 28th to Thursday, 공휴일 on Friday the 1st; Thursday and the next Monday are rest days."""
    way = enrol(family, first_week, date(2026, 12, 28))
    rest(way, date(2026, 12, 31), date(2027, 1, 4))
    study = study_of(way.child_id, date(2026, 12, 28))
    rows = [[(cell.date.day, cell.state) for cell in row[:5]] for row in calendar_rows(study, way.pk)]
    assert rows == [
        [(28, "today"), (29, "coming"), (30, "coming"), (31, "rest"), (1, "none")],
        [(4, "rest"), (5, "coming"), (6, "coming"), (7, "none"), (8, "none")],
    ]
    table = table_of(calendar_rows(study, way.pk), "")
    assert [(week["month"], week["day"]) for week in table["weeks"]] == [("12월", "28일"), ("1월", "4일")]


@pytest.mark.parametrize(
    ("first", "weeks", "ends"),
    [
        (date(2026, 3, 1), 6, (31, "화")),  # begins on a Sunday
        (date(2027, 2, 1), 4, (28, "일")),  # exactly four weeks
        (date(2028, 2, 1), 5, (29, "화")),  # a leap year
        (date(2026, 12, 1), 5, (31, "목")),
    ],
)
def test_a_month_begins_and_ends_where_it_does(
    family: Family, first_week: Course, first: date, weeks: int, ends: tuple[int, str]
) -> None:
    way = enrol(family, first_week, first, EVERY_DAY)
    month = month_of(way.child_id, first, first)
    inside = [cell for row in month.weeks for cell in row if not cell.outside]
    assert len(month.weeks) == weeks
    assert (inside[0].date, inside[-1].date.day, "월화수목금토일"[inside[-1].date.weekday()]) == (
        first,
        *ends,
    )
    assert all(row[0].date.weekday() == 0 for row in month.weeks)
    assert month.after == (inside[-1].date + DAY).replace(day=1)


def test_a_sunday_of_rest_shows_only_where_sundays_are_studied(family: Family, first_week: Course) -> None:
    sunday = date(2026, 3, 15)
    usual, daily = (enrol(family, first_week, date(2026, 3, 9), week) for week in ("1111100", EVERY_DAY))
    for way, state in ((usual, "none"), (daily, "rest")):
        rest(way, sunday)
        assert study_of(way.child_id, date(2026, 3, 9)).cell(sunday).state == state
    before = study_of(daily.child_id, date(2026, 3, 9))
    rest(daily, date(2026, 3, 8))
    assert before.cell(date(2026, 3, 8)).state == "none"


def test_a_rest_day_of_one_home_leaves_the_other_its_day(family: Family, first_week: Course) -> None:
    day = date(2026, 3, 10)
    ours = enrol(family, first_week, date(2026, 3, 9))
    child, home = ours.child, make_family()
    add_member(home, child)
    course = Course.objects.exclude(pk=first_week.pk).order_by("pk")[0]
    open_enrolment(
        child=child,
        course=course,
        family=home,
        first_day=date(2026, 3, 9),
        weekdays=EVERY_DAY,
        on_holidays=True,
        now=clock.noon(date(2026, 3, 9)),
    )
    scope = home_scope(child.pk, family.pk)
    RestDay.objects.create(scope=scope, date=day, kind="rest", state="taken", by=child, at=clock.noon(day))
    study = study_of(child.pk, day)
    assert study.cell(day).state == "today"
    assert study.within({family.pk}).cell(day).state == "rest"
    assert study.within({home.pk}).cell(day).state == "today"
