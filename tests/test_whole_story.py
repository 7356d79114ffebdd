"""Law 2 of domain.md, through the real services: who studies every study day reaches 해냈어요, however often
wrong, without any adult pressing anything; who misses days reaches it in the 보충 기간; who never comes gets
an honest end."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from accounts.models import User
from lessons.calendar import course_length
from lessons.models import Course, StudySession
from lessons.selectors.memory import review_is_open
from lessons.selectors.openings import openings_of
from missions.models import Mission, Offer
from missions.services.offers import accept_mission, propose_mission
from missions.services.sweep import run_daily
from missions.services.terms import Terms
from oneco.lib import clock
from tests.factories import guardian_of, make_child, make_family
from tests.lessons.conftest import content  # noqa: F401
from tests.lessons.pupil import Pupil, always_right, always_wrong, wrong_at_first

ONE_DAY = timedelta(days=1)
AFTER_NIGHT = timedelta(hours=2, minutes=20)
Comes = Callable[[int], bool]


@pytest.fixture
def child(content: None) -> User:  # noqa: F811
    return make_child(make_family())


def agree(child: User, slug: str, first_day: date, weekdays: str = "1111100") -> Mission:
    """A mission proposed by the guardian the day before and accepted at once."""
    family = child.child_profile.home_family
    now = clock.noon(first_day - ONE_DAY)
    terms = Terms(
        course=Course.objects.get(slug=slug),
        first_day=first_day,
        weekdays=weekdays,
        on_holidays=False,
        title="같이 빵 굽기",
        kind=Offer.Kind.TOGETHER,
    )
    mission = propose_mission(family, child=child, terms=terms, actor=guardian_of(family), now=now)
    return accept_mission(mission.pk, actor=child, now=now)


def live(mission: Mission, pupil: Pupil, first_day: date, comes: Comes, days: int = 60) -> str:
    """Let days pass: the sweep every night, and 오늘's first offers on each study day the child comes."""
    study_days = 0
    for n in range(days):
        day = first_day + ONE_DAY * n
        run_daily(now=clock.end_of(day - ONE_DAY) + timedelta(minutes=20))
        mission.refresh_from_db()
        if mission.state not in ("running", "makeup"):
            return mission.state
        opening = openings_of(pupil.child.pk, day)[0]
        if opening.study_day:
            study_days += 1
            if comes(study_days):
                press_all(pupil, day)
    return mission.state


def press_all(pupil: Pupil, day: date) -> None:
    """Do what 오늘 offers until nothing is offered any more: two lessons at most, and the review."""
    for _press in range(12):
        openings = openings_of(pupil.child.pk, day)
        if not openings:
            return
        opening = openings[0]
        if opening.lesson is not None:
            pupil.lesson(opening.enrolment, clock.noon(day))
        elif review_is_open(pupil.child.pk, day, openings) and (opening.makeup or not reviewed(pupil, day)):
            pupil.review(clock.noon(day))
        else:
            return


def reviewed(pupil: Pupil, day: date) -> bool:
    return StudySession.objects.filter(child=pupil.child, day=day, review=1).exists()


def every_day(_n: int) -> bool:
    return True


@pytest.mark.parametrize(
    ("slug", "first_day", "weekdays", "chooses"),
    [
        ("first-week", date(2026, 3, 2), "1111111", always_wrong),
        ("choices-and-needs", date(2026, 2, 12), "1111100", wrong_at_first),  # over 설
        ("choices-and-needs", date(2026, 9, 21), "1010100", always_right),  # over 추석, three days a week
        ("choices-and-needs", date(2028, 2, 25), "1111111", always_wrong),  # over a leap day
    ],
)
def test_who_studies_every_study_day_gets_there(
    child: User, slug: str, first_day: date, weekdays: str, chooses: Callable[..., bool]
) -> None:
    mission = agree(child, slug, first_day, weekdays)
    assert live(mission, Pupil(child, chooses), mission.starts_on, every_day) == "achieved"
    assert mission.lines.get().kind == "earned"


@pytest.mark.parametrize("missed", [4, 12])
def test_who_missed_days_gets_there_in_the_makeup_period(child: User, missed: int) -> None:
    mission = agree(child, "choices-and-needs", date(2026, 3, 2))
    assert live(mission, Pupil(child), mission.starts_on, lambda n: n > missed) == "achieved"
    if missed == 12:
        assert mission.makeup_until is not None


@pytest.mark.parametrize("slug", ["first-week", "choices-and-needs"])
def test_who_missed_everything_and_is_never_right_gets_there_too(child: User, slug: str) -> None:
    """Patience is enough: the makeup days hold two words a day and three days on which the last is asked."""
    mission = agree(child, slug, date(2026, 3, 2))
    over = course_length(mission.course.places.count())
    assert live(mission, Pupil(child, always_wrong), mission.starts_on, lambda n: n > over) == "achieved"


def test_who_never_comes_gets_an_honest_end(child: User) -> None:
    mission = agree(child, "first-week", date(2026, 3, 2))
    assert live(mission, Pupil(child), mission.starts_on, lambda _n: False) == "closed"
    assert not mission.lines.exists()
    assert [e.to_state for e in mission.events.exclude(to_state="")][-3:] == ["running", "makeup", "closed"]
    assert mission.enrolment is not None
    assert mission.enrolment.closed_at is not None
    assert clock.study_date(mission.enrolment.closed_at) == mission.makeup_until


def test_a_sweep_that_slept_for_weeks_ends_in_the_same_state(child: User) -> None:
    mission = agree(child, "first-week", date(2026, 3, 2))
    run_daily(now=clock.noon(date(2026, 4, 20)))
    mission.refresh_from_db()
    assert mission.state == "closed"
    before = list(mission.events.values_list("kind", "to_state"))
    run_daily(now=clock.noon(date(2026, 4, 20)))
    assert list(mission.events.values_list("kind", "to_state")) == before
