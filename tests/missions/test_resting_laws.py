"""Whatever rest days come and go: the days are those that a new computation gives, and never far away."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest
from holidays import country_holidays
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from families.models import RestDay
from families.rests import free_left, home_scope
from lessons.calendar import Calendar, course_length
from lessons.models import Course, CourseLesson
from lessons.selectors.days import calendar_of, rest_scopes
from lessons.selectors.openings import openings_of
from lessons.selectors.record import streak_of
from lessons.services.starting import start_lesson
from missions import shifts
from missions.models import Mission, MissionEvent
from missions.services import offers, resting, sweep
from missions.services.rest_plans import Wish
from missions.shifts import Agreed, Days, Off
from missions.states import State
from oneco.front import today_page
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import make_child, make_family, make_guardian
from tests.lessons.conftest import content  # noqa: F401
from tests.lessons.pupil import Pupil, always_right, always_wrong
from tests.missions.world import MONDAY, World, at, fresh, make_course
from tests.test_whole_story import agree, press_all

DAY = timedelta(days=1)
HOLIDAYS = frozenset(country_holidays("KR", years=range(2025, 2032)))
NONE: frozenset[date] = frozenset()
weeks = st.text("01", min_size=7, max_size=7).filter(lambda text: "1" in text)
on_rows = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


# --- the two of a child ----------------------------------------------------------------------------------


@given(taken=st.sets(st.integers(0, 90), max_size=8), day=st.integers(0, 90))
def test_no_28_days_ever_hold_more_than_two_taken_without_asking(taken: set[int], day: int) -> None:
    days = {MONDAY + n * DAY for n in taken}
    chosen = MONDAY + day * DAY
    holds = [sum(first <= d < first + 28 * DAY for d in days | {chosen}) for first in _around(chosen)]
    free = free_left(days - {chosen}, chosen)
    assert (free > 0) == (max(holds) <= 2)


def _around(day: date) -> list[date]:
    return [day - n * DAY for n in range(28)]


# --- the pure rule, against counting on the fingers ------------------------------------------------------


@dataclass
class Fingers:
    """Days counted one by one."""

    week: str
    off: frozenset[date]

    def study(self, first: date, count: int) -> date:
        """The count-th study day from `first` on."""
        day, found = first - DAY, 0
        while found < count:
            day += DAY
            found += self.week[day.weekday()] == "1" and day not in self.off
        return day


@given(
    start=st.dates(date(2025, 1, 1), date(2028, 12, 1)),
    weeks=st.tuples(weeks, weeks),
    words=st.tuples(st.integers(4, 12), st.integers(4, 12)),
    gap=st.integers(0, 20),
    toggles=st.lists(st.sets(st.integers(0, 60), min_size=1, max_size=9), max_size=9),
)
@settings(max_examples=80)
def test_any_rests_that_come_and_go_leave_what_a_new_computation_gives(
    start: date, weeks: tuple[str, str], words: tuple[int, int], gap: int, toggles: list[set[int]]
) -> None:
    """One that runs and one that waits behind it; the second never lies before its own first day."""
    lengths = [course_length(n) for n in words]
    rests: frozenset[date] = NONE
    first = _agreed(1, State.RUNNING, start, start, weeks[0], lengths[0])
    wanted = first.days.ends_on + (gap + 1) * DAY
    second = _agreed(2, State.SCHEDULED, wanted, wanted, weeks[1], lengths[1])
    for toggle in toggles:
        new = rests ^ {start + n * DAY for n in toggle}
        row = [_changed(one, rests, new) for one in (first, second)]
        first, second = (
            replace(one, days=days) for one, days in zip(row, shifts.replan(row, start), strict=True)
        )
        rests = new
    counted = [Fingers(week, HOLIDAYS | rests) for week in weeks]
    assert first.days == Days(first.days.starts_on, counted[0].study(first.days.starts_on, lengths[0]))
    begins = counted[1].study(max(wanted, first.days.ends_on + DAY), 1)
    assert second.days == Days(begins, counted[1].study(begins, lengths[1]))
    taken = [d for d in rests if weeks[0][d.weekday()] == "1" and d not in HOLIDAYS]
    inside = sum(first.wanted <= d <= first.days.last for d in taken)
    assert first.rested(Off(HOLIDAYS, rests), first.days) == inside


def _agreed(key: int, state: State, wanted: date, first: date, week: str, length: int) -> Agreed:
    """A mission as it was agreed, before any rest day."""
    calendar = Calendar(wanted, week, HOLIDAYS)
    starts_on = calendar.next_study_day(first)
    days = Days(starts_on, Calendar(starts_on, week, HOLIDAYS).nth(length))
    off = Off(HOLIDAYS, NONE)
    return Agreed(key, state, days, None, length, wanted, week, off, off)


def _changed(one: Agreed, before: frozenset[date], after: frozenset[date]) -> Agreed:
    return replace(one, before=Off(HOLIDAYS, before), after=Off(HOLIDAYS, after))


# --- the rows --------------------------------------------------------------------------------------------


def _length(mission: Mission) -> int:
    return course_length(CourseLesson.objects.filter(course=mission.course_id).count())


def _rested(mission: Mission) -> int:
    """How many of its study days rest days have taken out."""
    assert mission.enrolment is not None
    scopes = rest_scopes(mission.child_id, mission.family_id)
    days = set(RestDay.objects.filter(scope__in=scopes, state="taken").values_list("date", flat=True))
    week, free = mission.enrolment.weekdays, mission.enrolment.on_holidays
    inside = (d for d in days if mission.starts_on <= d <= (mission.makeup_until or mission.ends_on))
    return sum(week[d.weekday()] == "1" and (free or d not in HOLIDAYS) for d in inside)


def _press(world: World, hand: Random, today: date) -> None:
    """Somebody takes, gives back, or answers something."""
    kind = hand.choice(["rest", "sick", "exam", "trip"])
    first = today + hand.randint(-3, 25) * DAY
    last = first + (0 if kind == "rest" else hand.randint(0, 16)) * DAY
    wish = Wish(kind, first, last, world.child, world.family)
    actor = hand.choice([world.child, world.mother, world.father])
    act = hand.choice(["take", "take", "back", "answer"])
    if act == "take":
        resting.take_rests(wish, actor=actor, now=at(today))
    elif act == "back":
        resting.give_back_rests(wish, actor=actor, now=at(today))
    else:
        scope = home_scope(world.child.pk, world.family.pk)
        asked = RestDay.objects.filter(scope=scope, state="asked").order_by("pk").first()
        day = asked.date if asked else first
        one = Wish("rest", day, day, world.child, world.family)
        resting.answer_rest_wish(one, yes=hand.random() < 0.5, actor=actor, now=at(today))


def _rows() -> list[object]:
    missions = Mission.objects.order_by("pk").values_list(
        "pk", "state", "starts_on", "ends_on", "makeup_until"
    )
    rests = RestDay.objects.order_by("pk").values_list("pk", "scope", "date", "kind", "state")
    return [list(missions), list(rests), MissionEvent.objects.count()]


@pytest.mark.django_db
@given(hand=st.randoms(use_true_random=False), week=weeks, words=st.integers(4, 12))
@settings(on_rows, max_examples=12)
def test_any_presses_leave_the_last_day_where_it_belongs_and_near(
    hand: Random, week: str, words: int
) -> None:
    world = _household(words)
    mission = world.running(weekdays=week)
    second = None
    if (mission.ends_on - MONDAY).days < 60:
        made = world.propose(course=_course(4), first_day=mission.ends_on + DAY)
        second = offers.accept_mission(made.pk, actor=world.child, now=at(MONDAY))
    for today in sorted(MONDAY + hand.randint(0, 20) * DAY for _ in range(12)):
        sweep.run_daily(now=at(today))
        resting.take_silent_rests(now=at(today))
        before = _rows()
        try:
            _press(world, hand, today)
        except Refused:
            assert _rows() == before
        mission = fresh(mission)
        assert _rested(mission) <= shifts.MOST_RESTED
        if mission.state in ("running", "makeup", "scheduled") and mission.enrolment is not None:
            calendar = calendar_of(mission.enrolment)
            assert calendar.nth(_length(mission)) == mission.ends_on
            if mission.makeup_until is not None:
                assert calendar.index(mission.makeup_until) == _length(mission) + (mission.makeup_days or 0)
        if second is not None and fresh(second).state == "scheduled":
            later = fresh(second)
            assert later.starts_on > (mission.makeup_until or mission.ends_on) or mission.state == "closed"
            assert later.enrolment is not None
            assert calendar_of(later.enrolment).nth(5) == later.ends_on


def _household(words: int) -> World:
    """A family of its own for each example: nothing of another one is in its way."""
    mother, father = make_guardian(name="엄마"), make_guardian(name="아빠")
    family = make_family(mother, father)
    return World(mother, father, make_child(family, mother), family, _course(words))


def _course(words: int) -> Course:
    return make_course(f"course{Course.objects.count()}", words, "코스")


# --- law 2: patience is always enough, illness or not ----------------------------------------------------


@pytest.mark.django_db
@given(
    ill=st.sets(st.integers(0, 20), max_size=9),
    given_back=st.sets(st.integers(0, 20), max_size=3),
    right=st.booleans(),
    start=st.dates(date(2026, 1, 1), date(2028, 12, 1)),
)
@settings(on_rows, max_examples=3)
def test_who_is_ill_now_and_then_gets_there_too(
    content: None,  # noqa: F811
    ill: set[int],
    given_back: set[int],
    right: bool,
    start: date,
) -> None:
    family = make_family()
    child = make_child(family)
    mission = agree(child, "first-week", start)
    pupil = Pupil(child, always_right if right else always_wrong)
    for n in range(60):
        day = mission.starts_on + n * DAY
        sweep.run_daily(now=clock.end_of(day - DAY) + timedelta(minutes=20))
        mission = fresh(mission)
        if mission.state not in ("scheduled", "running", "makeup"):
            break
        if n in ill:
            resting.take_rests(Wish("sick", day, day + DAY, child, family), actor=child, now=clock.noon(day))
        if n in given_back:
            with suppress(Refused):
                wish = Wish("sick", day, day + 3 * DAY, child, family)
                resting.give_back_rests(wish, actor=child, now=clock.noon(day))
        if openings_of(child.pk, day)[0].study_day:
            press_all(pupil, day)
    assert mission.state == "achieved"
    assert not (right and mission.events.filter(kind="fall_short").exists())


# --- what a rest day leaves alone ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_lesson_that_was_begun_stays_open_on_a_day_that_became_one_of_rest(content: None) -> None:  # noqa: F811
    family = make_family()
    child = make_child(family)
    mission = agree(child, "first-week", MONDAY)
    sweep.run_daily(now=at(MONDAY))
    assert mission.enrolment_id is not None
    begun = start_lesson(child, enrolment_id=mission.enrolment_id, now=at(MONDAY))
    resting.take_rests(Wish("sick", MONDAY, MONDAY, child, family), actor=child, now=at(MONDAY))
    (opening,) = openings_of(child.pk, MONDAY)
    assert not opening.study_day
    assert begun.pk in {session.pk for session in today_page(child, MONDAY).left_open}
    assert Pupil(child).finish(begun, at(MONDAY)).credited_on == MONDAY
    assert fresh(mission).ends_on == MONDAY + 7 * DAY


@pytest.mark.django_db
def test_illness_breaks_no_streak_also_when_it_is_told_two_days_later(content: None) -> None:  # noqa: F811
    family = make_family()
    child = make_child(family)
    agree(child, "first-week", MONDAY, "1111111")
    sweep.run_daily(now=at(MONDAY))
    press_all(Pupil(child), MONDAY)
    thursday = MONDAY + 3 * DAY
    assert streak_of(child.pk, family.pk, thursday) == 0
    wish = Wish("sick", MONDAY + DAY, MONDAY + 2 * DAY, child, family)
    resting.take_rests(wish, actor=child, now=at(thursday))
    assert streak_of(child.pk, family.pk, thursday) == 1
    press_all(Pupil(child), thursday)
    assert streak_of(child.pk, family.pk, thursday) == 2
