"""Where one day ends and the next begins: 02:00, midnight, Sundays, month ends, holidays, 29 February."""

from datetime import date, datetime, time, timedelta

import pytest

from accounts.models import User
from families.holidays import holidays_between
from families.models import Holiday
from lessons.models import Answer, Card, Course, Enrolment, Recall, StudySession
from lessons.player import CARD, RECALL
from lessons.selectors.days import calendar_of
from lessons.selectors.memory import words_to_recall
from lessons.selectors.openings import openings_of
from lessons.selectors.record import Month, month_of, record_page, shells_of, streak_of, weeks_of
from lessons.selectors.sessions import answers_of, position_of
from lessons.selectors.study import COMING, DONE, MISSED, NONE, TODAY
from lessons.services.enrolments import open_enrolment
from lessons.services.starting import start_lesson, start_review, start_three
from oneco.lib import clock
from oneco.lib.clock import KST
from oneco.lib.errors import Refused
from tests.factories import make_child, make_family
from tests.lessons.conftest import MONDAY, at
from tests.lessons.pupil import Pupil

ONE_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TUESDAY = MONDAY + ONE_DAY


def seoul(day: date, hour: int, minute: int) -> datetime:
    """A moment as the clock on the wall shows it."""
    return datetime.combine(day, time(hour, minute), KST)


@pytest.fixture
def child(db: None) -> User:
    return make_child(make_family())


def enrol(
    child: User, course: Course, first_day: date, weekdays: str = "1111100", **terms: bool
) -> Enrolment:
    return open_enrolment(
        child=child,
        course=course,
        family=child.child_profile.home_family,
        first_day=first_day,
        weekdays=weekdays,
        now=at(first_day),
        **({"on_holidays": False} | terms),
    )


@pytest.fixture
def daily(child: User, first_week: Course) -> Enrolment:
    """The first week from Monday 2 March 2026, every day of the week."""
    return enrol(child, first_week, MONDAY, "1111111", on_holidays=True)


def streak_on(child: User, day: date) -> int:
    return streak_of(child.pk, child.child_profile.home_family_id, day)


# --- two o'clock -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(23, 59, MONDAY), (0, 1, TUESDAY), (1, 59, TUESDAY), (2, 0, TUESDAY), (2, 1, TUESDAY)],
)
def test_a_lesson_belongs_to_the_day_that_a_child_would_name(
    child: User, daily: Enrolment, hour: int, minute: int, day: date
) -> None:
    """Monday's word, finished on the wall's Monday evening or Tuesday: Monday's until two at night."""
    ends = seoul(day, hour, minute)
    session = start_lesson(child, enrolment_id=daily.pk, now=seoul(MONDAY, 23, 40))
    pupil = Pupil(child)
    while not position_of(session, answers_of(session)).finished:
        pupil.step(session, ends)
    session.refresh_from_db()
    belongs = TUESDAY if (day, hour) == (TUESDAY, 2) else MONDAY
    assert (session.day, session.credited_on) == (MONDAY, belongs)
    card = Card.objects.get()
    assert (card.learned_on, card.rated_on) == (belongs, belongs)
    assert set(Answer.objects.values_list("day", flat=True)) == {belongs}
    cells = {cell.date: cell.state for cell in weeks_of([child.pk], TUESDAY)[child.pk]}
    assert (cells[MONDAY], cells[TUESDAY]) == ((DONE, TODAY) if belongs == MONDAY else (MISSED, DONE))
    assert (shells_of(child.pk), streak_on(child, TUESDAY)) == (1, 1)


def test_the_next_word_opens_at_two_and_not_at_midnight(child: User, daily: Enrolment) -> None:
    Pupil(child).lesson(daily, at(MONDAY))
    for early in (seoul(MONDAY, 23, 59), seoul(TUESDAY, 0, 1), seoul(TUESDAY, 1, 59)):
        with pytest.raises(Refused, match="오늘 배울 단어는 다 끝냈어요"):
            start_lesson(child, enrolment_id=daily.pk, now=early)
    assert start_lesson(child, enrolment_id=daily.pk, now=seoul(TUESDAY, 2, 0)).day == TUESDAY


def test_a_mission_begins_at_two_on_its_first_day(child: User, daily: Enrolment) -> None:
    for early in (seoul(MONDAY - ONE_DAY, 23, 59), seoul(MONDAY, 0, 1), seoul(MONDAY, 1, 59)):
        with pytest.raises(Refused):
            start_lesson(child, enrolment_id=daily.pk, now=early)
    assert start_lesson(child, enrolment_id=daily.pk, now=seoul(MONDAY, 2, 0)).day == MONDAY


def test_two_lessons_a_day_are_counted_by_the_day_they_end_on(child: User, daily: Enrolment) -> None:
    """Begun before two and finished after, a lesson takes one of the new day's two."""
    wednesday, pupil = MONDAY + ONE_DAY * 2, Pupil(child)
    late = start_lesson(child, enrolment_id=daily.pk, now=seoul(wednesday, 1, 59))
    pupil.finish(late, seoul(wednesday, 2, 1))
    pupil.lesson(daily, seoul(wednesday, 2, 30))
    with pytest.raises(Refused, match="오늘 배울 단어는 다 끝냈어요"):
        start_lesson(child, enrolment_id=daily.pk, now=seoul(wednesday, 20, 0))
    assert openings_of(child.pk, wednesday)[0].done_today == 2


def test_a_word_learned_late_is_not_recalled_the_same_night(child: User, daily: Enrolment) -> None:
    """Finished at 02:01 it was learned on that day; finished at 01:59, the new day may ask for it."""
    pupil = Pupil(child)
    late = start_lesson(child, enrolment_id=daily.pk, now=seoul(TUESDAY, 1, 50))
    pupil.finish(late, seoul(TUESDAY, 2, 1))
    assert words_to_recall(child.pk, TUESDAY) == []
    with pytest.raises(Refused, match="아직 떠올릴 단어가 없어요"):
        start_three(child, now=seoul(TUESDAY, 23, 59))
    assert len(words_to_recall(child.pk, TUESDAY + ONE_DAY)) == 1
    assert start_three(child, now=seoul(TUESDAY + ONE_DAY, 2, 0)).day == TUESDAY + ONE_DAY


def test_a_review_across_two_oclock_rates_each_word_on_its_own_day(child: User, daily: Enrolment) -> None:
    pupil, friday = Pupil(child), MONDAY + ONE_DAY * 4
    for n in range(4):
        start = start_lesson(child, enrolment_id=daily.pk, now=at(MONDAY + ONE_DAY * n))
        _leave_recalls_out(start)
        pupil.finish(start, at(MONDAY + ONE_DAY * n))
    saturday = friday + ONE_DAY
    session = start_review(child, now=seoul(saturday, 1, 58))
    pupil.step(session, seoul(saturday, 1, 59))
    pupil.step(session, seoul(saturday, 2, 0))
    pupil.finish(session, seoul(saturday, 2, 1))
    session.refresh_from_db()
    assert (session.day, session.credited_on) == (friday, saturday)
    days = Answer.objects.filter(session=session, kind=RECALL).order_by("step").values_list("day", flat=True)
    assert list(days) == [friday, saturday, saturday, saturday]
    assert sorted(Card.objects.values_list("rated_on", flat=True)) == list(days)
    assert sorted(Recall.objects.values_list("recalled_on", flat=True)) == list(days)
    cells = {cell.date: cell.state for cell in weeks_of([child.pk], saturday)[child.pk]}
    assert (cells[friday], cells[saturday]) == (MISSED, DONE)
    assert streak_on(child, saturday) == 5, "Friday is repaired by the words asked after two"
    again = start_three(child, now=seoul(saturday, 12, 0))
    assert again.pk != session.pk, "each day has a review of its own"
    asked = [step["lesson"] for step in again.plan["steps"] if step["kind"] == RECALL]
    assert asked == [session.plan["steps"][0]["lesson"]], "the one word not asked on this day"


def _leave_recalls_out(session: StudySession) -> None:
    """Words asked only in the review that the test is about."""
    session.plan["steps"] = [step for step in session.plan["steps"] if step["kind"] != RECALL]
    session.save(update_fields=["plan"])


def test_a_memory_counts_study_days_and_no_hours(child: User, daily: Enrolment, first_week: Course) -> None:
    """Two minutes around two o'clock are a day, and so are the 48 hours of two long days."""
    other = make_child(make_family())
    theirs = enrol(other, first_week, MONDAY, "1111111", on_holidays=True)
    for who, enrolment, learned, asked in (
        (child, daily, seoul(TUESDAY, 1, 59), seoul(TUESDAY, 2, 1)),
        (other, theirs, seoul(MONDAY, 2, 0), seoul(TUESDAY + ONE_DAY, 1, 59)),
    ):
        session = start_lesson(who, enrolment_id=enrolment.pk, now=learned)
        pupil = Pupil(who)
        while not position_of(session, answers_of(session)).finished:
            pupil.step(session, learned)
        pupil.finish(start_three(who, now=asked), asked)
    cards = list(Card.objects.order_by("child").values_list("stability", "difficulty", "rated_on"))
    assert cards[0] == cards[1]


def test_a_lesson_left_open_over_days_belongs_to_the_day_it_is_finished_on(
    child: User, daily: Enrolment
) -> None:
    session = start_lesson(child, enrolment_id=daily.pk, now=seoul(TUESDAY, 0, 1))
    pupil = Pupil(child)
    while position_of(session, answers_of(session)).step.kind != CARD:
        pupil.step(session, seoul(TUESDAY, 1, 59))
    friday = MONDAY + ONE_DAY * 4
    again = start_lesson(child, enrolment_id=daily.pk, now=seoul(friday, 23, 59))
    assert again.pk == session.pk
    pupil.finish(again, seoul(friday + ONE_DAY, 0, 1))
    again.refresh_from_db()
    assert (again.day, again.credited_on) == (MONDAY, friday)
    assert streak_on(child, friday) == 1


# --- holidays, as the real table has them -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("first_day", "days"),
    [
        (date(2026, 2, 12), [(2, 12), (2, 13), (2, 19), (2, 20), (2, 23)]),  # 설: Monday to Wednesday
        (date(2027, 2, 4), [(2, 4), (2, 5), (2, 10), (2, 11), (2, 12)]),  # 설 and its 대체공휴일 on Tuesday
        (date(2026, 9, 22), [(9, 22), (9, 23), (9, 28), (9, 29), (9, 30)]),  # 추석: Thursday to Saturday
        (date(2027, 9, 13), [(9, 13), (9, 17), (9, 20), (9, 21), (9, 22)]),  # 추석: Tuesday to Thursday
    ],
)
def test_over_설_and_추석_the_days_wait_and_nothing_is_missed(
    child: User, first_week: Course, first_day: date, days: list[tuple[int, int]]
) -> None:
    enrolment, pupil = enrol(child, first_week, first_day), Pupil(child)
    study_days = [date(first_day.year, *each) for each in days]
    finished, day = 0, first_day
    while day <= study_days[-1]:
        opening = openings_of(child.pk, day)[0]
        assert opening.study_day is (day in study_days)
        if opening.study_day and not opening.review_day:
            pupil.lesson(enrolment, at(day))
            finished += 1
        elif opening.review_day:
            pupil.review(at(day))
        else:
            with pytest.raises(Refused):
                start_lesson(child, enrolment_id=enrolment.pk, now=at(day))
        month = month_of(child.pk, day.replace(day=1), day)
        cell = next(cell for row in month.weeks for cell in row if cell.date == day)
        assert cell.state == (DONE if day in study_days else NONE)
        assert streak_on(child, day) == sum(d <= day for d in study_days)
        day += ONE_DAY
    assert finished == 4
    assert calendar_of(enrolment).nth(5) == study_days[-1]


def test_a_word_left_from_before_can_be_caught_up_on_a_holiday(child: User, first_week: Course) -> None:
    enrolment = enrol(child, first_week, date(2026, 2, 12))
    seollal = date(2026, 2, 17)
    opening = openings_of(child.pk, seollal)[0]
    assert (opening.study_day, opening.k, opening.lesson.ko) == (False, 2, "희소성")
    session = Pupil(child).lesson(enrolment, seoul(seollal + ONE_DAY, 1, 50))
    assert session.credited_on == seollal
    cells = {c.date: c.state for c in weeks_of([child.pk], seollal)[child.pk]}
    assert cells[seollal] == DONE
    assert shells_of(child.pk) == 1
    assert streak_on(child, seollal) == 0, "two study days were missed, and a holiday is none"


def test_on_holidays_too_means_every_holiday(child: User, first_week: Course) -> None:
    """첫 주 맛보기 counts 공휴일 as days like others."""
    enrolment = enrol(child, first_week, date(2026, 2, 16), "1111111", on_holidays=True)
    assert calendar_of(enrolment).nth(5) == date(2026, 2, 20)


def test_a_holiday_that_staff_add_or_take_out_moves_the_days(child: User, first_week: Course) -> None:
    enrolment = enrol(child, first_week, date(2026, 9, 22))
    Holiday.objects.create(date=date(2026, 9, 23), name="임시공휴일")
    Holiday.objects.create(date=date(2026, 9, 24), name="추석 연휴", is_holiday=False)
    calendar = calendar_of(enrolment)
    assert [calendar.nth(k) for k in (1, 2, 3)] == [date(2026, 9, d) for d in (22, 24, 28)]
    assert date(2026, 9, 23) in holidays_between(date(2026, 9, 1), date(2026, 9, 30))


# --- 29 February, month ends, Sundays ---------------------------------------------------------------------


def test_the_leap_day_is_a_day(child: User, first_week: Course) -> None:
    """2028: Tuesday 29 February, and 1 March is a holiday."""
    leap, march = date(2028, 2, 29), date(2028, 3, 1)
    enrolment, pupil = enrol(child, first_week, leap - ONE_DAY), Pupil(child)
    assert [calendar_of(enrolment).nth(k) for k in (1, 2, 3)] == [leap - ONE_DAY, leap, date(2028, 3, 2)]
    pupil.lesson(enrolment, at(leap - ONE_DAY))
    session = start_lesson(child, enrolment_id=enrolment.pk, now=seoul(leap, 23, 59))
    while not position_of(session, answers_of(session)).finished:
        pupil.step(session, seoul(march, 1, 59))
    session.refresh_from_db()
    assert session.credited_on == leap
    february = month_of(child.pk, date(2028, 2, 1), march)
    assert _days_of(february) == 29
    assert (february.shells, month_of(child.pk, march, march).shells) == (2, 0)
    assert (february.after, february.before) == (march, date(2028, 1, 1))
    assert streak_on(child, date(2028, 3, 2)) == 2
    card = Card.objects.get(lesson=session.lesson_id)
    assert card.due_on > leap


@pytest.mark.parametrize(
    ("last", "length"),
    [(date(2026, 3, 31), 31), (date(2026, 4, 30), 30), (date(2026, 12, 31), 31), (date(2027, 2, 28), 28)],
)
def test_the_last_evening_of_a_month_counts_in_that_month(
    child: User, first_week: Course, last: date, length: int
) -> None:
    """Half past midnight on the first is the month before; half past two is not."""
    enrolment, pupil = enrol(child, first_week, last, "1111111", on_holidays=True), Pupil(child)
    first = last + ONE_DAY
    for night, hour in ((first, 0), (first, 2)):
        session = start_lesson(child, enrolment_id=enrolment.pk, now=seoul(night, hour, 30))
        pupil.finish(session, seoul(night, hour, 31))
    old, new = month_of(child.pk, last.replace(day=1), first), month_of(child.pk, first, first)
    assert (old.shells, new.shells) == (1, 1)
    assert (_days_of(old), old.after, new.before) == (length, first, last.replace(day=1))
    assert old.more, "the next month can be opened"
    beside = {cell.date: cell for row in new.weeks for cell in row}
    assert beside.get(last) is None or beside[last].outside
    assert streak_on(child, first) == 2
    page = record_page(child.pk, first, month=first, week=first - timedelta(days=first.weekday()))
    assert page.week is not None
    assert [day.cell.state for day in page.week.days if day.cell.date in (last, first)] in (
        [DONE, DONE],
        [DONE],  # the month ends with the week
    )


def test_sunday_night_belongs_to_the_week_that_ends(child: User, first_week: Course) -> None:
    sunday = date(2026, 3, 8)
    enrolment, pupil = enrol(child, first_week, sunday, "1111111", on_holidays=True), Pupil(child)
    session = start_lesson(child, enrolment_id=enrolment.pk, now=seoul(sunday, 23, 59))
    pupil.finish(session, seoul(sunday + ONE_DAY, 0, 1))
    monday = sunday + ONE_DAY
    before, after = (clock.study_date(seoul(monday, *wall)) for wall in ((1, 59), (2, 0)))
    old = {cell.date: cell.state for cell in weeks_of([child.pk], before)[child.pk]}
    assert max(old) == sunday
    assert old[sunday] == DONE
    new = weeks_of([child.pk], after)[child.pk]
    assert [(cell.date, cell.state) for cell in new][:2] == [(monday, TODAY), (monday + ONE_DAY, COMING)]
    page = record_page(child.pk, monday, month=date(2026, 3, 1), week=MONDAY)
    assert page.week is not None
    assert (page.week.shells, page.week.last, page.week.after) == (1, sunday, monday)


def _days_of(month: Month) -> int:
    return sum(not cell.outside for row in month.weeks for cell in row)
