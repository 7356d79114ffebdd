"""Laws 2, 3 and 5 of domain.md, tried with many children and many ways of pressing."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.apps import apps
from holidays import country_holidays
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from families.models import Holiday, RestDay
from lessons.calendar import Calendar, is_review_day, last_day, opened
from lessons.models import Course, Enrolment, StudySession
from lessons.player import Step
from lessons.selectors.days import calendar_of, rest_scopes
from lessons.selectors.openings import openings_of
from lessons.selectors.sessions import answers_of, position_of
from lessons.services.answering import answer, take_hint
from lessons.services.enrolments import open_enrolment
from lessons.services.starting import start_free, start_lesson, start_review, start_three
from oneco.lib.errors import Refused
from tests.factories import make_child, make_family
from tests.lessons.conftest import MONDAY, TABLES, at
from tests.lessons.pupil import Pupil
from tests.test_whole_story import agree, every_day, live

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
# Each example makes its own family, so that nothing of another one is in its way.
on_rows = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
some_weekdays = st.text("01", min_size=7, max_size=7).filter(lambda text: "1" in text)


# --- law 3: what is open follows from the days alone -----------------------------------------------------


class Diary:
    """The calendar as a person would count it: day after day, four words and a review."""

    def __init__(self, lessons: int) -> None:
        self.lessons, self.open, self.since_review, self.days = lessons, 0, 0, 0

    @property
    def over(self) -> bool:
        return self.open == self.lessons and self.since_review == 0

    def turn(self, *, study_day: bool) -> bool:
        """One more day; whether it is a 복습하는 날."""
        if not study_day or self.over:
            return False
        self.days += 1
        if self.since_review == 4 or self.open == self.lessons:
            self.since_review = 0
            return True
        self.open, self.since_review = self.open + 1, self.since_review + 1
        return False


@given(
    start=st.dates(date(2025, 1, 1), date(2029, 12, 31)),
    weekdays=some_weekdays,
    off=st.frozensets(st.integers(0, 200), max_size=60),
    lessons=st.integers(1, 20),
)
def test_what_is_open_is_what_a_person_would_count(
    start: date, weekdays: str, off: frozenset[int], lessons: int
) -> None:
    calendar = Calendar(start, weekdays, frozenset(start + ONE_DAY * n for n in off))
    diary, day, last = Diary(lessons), start, start
    while not diary.over:
        study_day = weekdays[day.weekday()] == "1" and (day - start).days not in off
        review = diary.turn(study_day=study_day)
        k = calendar.index(day)
        assert (opened(lessons, k), study_day and is_review_day(lessons, k)) == (diary.open, review)
        day, last = day + ONE_DAY, day
    assert last_day(calendar, lessons) == last
    assert diary.days == calendar.index(last)
    for n in range(60):
        k = calendar.index(last + ONE_DAY * (n + 1))
        assert opened(lessons, k) == lessons
        assert k == calendar.index(last) or not is_review_day(lessons, k), "no makeup day is one"


@given(
    start=st.dates(date(2026, 1, 1), date(2028, 12, 1)),
    weekdays=some_weekdays,
    on_holidays=st.booleans(),
    rests=st.dictionaries(st.integers(0, 40), st.sampled_from(["child", "home", "family"]), max_size=12),
    asked=st.sets(st.integers(0, 40), max_size=5),
    added=st.sets(st.integers(0, 40), max_size=4),
    removed=st.sets(st.integers(0, 40), max_size=4),
)
@settings(on_rows, max_examples=12)
def test_the_rows_open_as_much_as_the_days_say(
    first_week: Course,
    start: date,
    weekdays: str,
    on_holidays: bool,
    rests: dict[int, str],
    asked: set[int],
    added: set[int],
    removed: set[int],
) -> None:
    """Rest days of every scope, those only asked for, and 공휴일 as staff changed them."""
    child = make_child(make_family())
    enrolment = _enrol(child, first_week, start, weekdays=weekdays, on_holidays=on_holidays)
    scopes = dict(zip(("family", "child", "home"), rest_scopes(child.pk, enrolment.family_id), strict=True))
    for n in rests.keys() | asked:
        RestDay.objects.create(
            scope=scopes[rests.get(n, "child")],
            date=start + ONE_DAY * n,
            kind=RestDay.Kind.REST,
            state=RestDay.State.TAKEN if n in rests else RestDay.State.ASKED,
            by=child,
            at=at(start),
        )
    Holiday.objects.all().delete()
    for n in added | removed:
        Holiday.objects.create(date=start + ONE_DAY * n, is_holiday=n not in removed)
    known = country_holidays("KR", years=[start.year, start.year + 1, start.year + 2])
    diary, day, n = Diary(4), start, 0
    while not diary.over:
        holiday = (day in known or n in added) and n not in removed
        study_day = weekdays[day.weekday()] == "1" and n not in rests and (on_holidays or not holiday)
        review = diary.turn(study_day=study_day)
        opening = openings_of(child.pk, day)[0] if n % 3 == 0 or study_day else None
        if opening is not None:
            assert (opening.study_day, opening.review_day) == (study_day, review)
            assert opened(4, opening.k) == diary.open
        day, n = day + ONE_DAY, n + 1
    assert last_day(calendar_of(enrolment), 4) == day - ONE_DAY


def _enrol(child: User, course: Course, first_day: date, **terms: Any) -> Enrolment:
    return open_enrolment(
        child=child,
        course=course,
        family=child.child_profile.home_family,
        first_day=first_day,
        now=at(first_day),
        **({"weekdays": "1111111", "on_holidays": True} | terms),
    )


# --- law 2: patience is always enough --------------------------------------------------------------------


def by_turns(rights: Sequence[bool]) -> Callable[[Step, int], bool]:
    """A child that is right and wrong in this pattern, over and over."""
    turn = iter(range(10**6))
    return lambda _step, _attempt: rights[next(turn) % len(rights)]


some_days = st.dates(date(2026, 1, 1), date(2028, 12, 1))


@given(rights=st.lists(st.booleans(), min_size=1, max_size=9), start=some_days, weekdays=some_weekdays)
@settings(on_rows, max_examples=3)
def test_who_comes_every_day_gets_there_however_often_wrong(
    content: None, rights: list[bool], start: date, weekdays: str
) -> None:
    child = make_child(make_family())
    mission = agree(child, "first-week", start, weekdays)
    assert live(mission, Pupil(child, by_turns(rights)), mission.starts_on, every_day) == "achieved"


@given(comes=st.lists(st.booleans(), min_size=12, max_size=12), start=some_days)
@settings(on_rows, max_examples=3)
def test_who_missed_days_gets_there_by_the_end_of_makeup(
    content: None, comes: list[bool], start: date
) -> None:
    child = make_child(make_family())
    mission = agree(child, "choices-and-needs", start)
    state = live(mission, Pupil(child), mission.starts_on, lambda n: n > len(comes) or comes[n - 1])
    assert state == "achieved"


# --- law 5: twice is once --------------------------------------------------------------------------------


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything the lessons and the missions keep of people."""
    models = [model for app in ("lessons", "missions") for model in apps.get_app_config(app).get_models()]
    kept = [model for model in models if model not in TABLES]
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in kept}


Request = Callable[[datetime], Any]
PRESSES = [
    "right",
    "right",
    "right",
    "wrong",
    "hint",
    "give up",
    "ahead",
    "lesson",
    "review",
    "three",
    "free",
]


class Hand:
    """A child's presses, kept as requests that can be sent again at another moment; "ahead" is forged."""

    def __init__(self, child: User, enrolment: Enrolment, now: datetime) -> None:
        self.child, self.enrolment, self.now, self.right = child, enrolment, now, True
        self.pupil = Pupil(child, lambda _step, _attempt: self.right)

    def press(self, what: str) -> Request:
        """One press, sent once."""
        self.now += timedelta(seconds=20)
        request = self._request(what)
        self.send(request)
        return request

    def send(self, request: Request) -> None:
        """A request that is refused is one too."""
        with suppress(Refused):
            request(self.now)

    def _request(self, what: str) -> Request:
        child, enrolment = self.child, self.enrolment.pk
        match what:
            case "lesson":
                return lambda now: start_lesson(child, enrolment_id=enrolment, now=now)
            case "review":
                return lambda now: start_review(child, now=now)
            case "three":
                return lambda now: start_three(child, now=now)
            case "free":
                return lambda now: start_free(child, code="U01.6", now=now)
        return self._at_the_step(what)

    def _at_the_step(self, what: str) -> Request:
        child = self.child
        session = StudySession.objects.filter(child=child, state="open").order_by("pk").last()
        here = position_of(session, answers_of(session)) if session else None
        if session is None or here is None or here.step is None:
            return lambda now: None
        if what == "hint":
            taken = session.hints.filter(step=here.index).count()
            place = {"step": here.index, "rung": taken + 1}
            return lambda now: take_hint(session, child=child, now=now, **place)
        self.right = what == "right"
        payload = self.pupil.payload(session, here) | ({"give_up": "1"} if what == "give up" else {})
        place = {"step": here.index, "attempt": here.attempt + (what == "ahead")}
        return lambda now: answer(session, child=child, payload=payload, now=now, **place)


@given(
    first=st.lists(st.booleans(), min_size=1, max_size=6),
    presses=st.lists(st.sampled_from(PRESSES), min_size=6, max_size=30),
    again=st.randoms(use_true_random=False),
)
@settings(on_rows, max_examples=6)
def test_every_press_sent_again_leaves_the_same_rows(
    first_week: Course, first: list[bool], presses: list[str], again: Random
) -> None:
    """At once, as by a double press, and late and in another order, as by a bad line or an old tab."""
    child = make_child(make_family())
    enrolment = _enrol(child, first_week, MONDAY)
    Pupil(child, by_turns(first)).lesson(enrolment, at(MONDAY))
    hand = Hand(child, enrolment, at(MONDAY + ONE_DAY))
    sent = []
    for what in ["lesson", *presses]:
        request = hand.press(what)
        once = rows()
        hand.send(request)
        assert rows() == once, what
        sent += [request] if what != "ahead" else []
    hand.now += timedelta(minutes=5)
    again.shuffle(sent)
    for request in sent:
        hand.send(request)
    assert rows() == once
