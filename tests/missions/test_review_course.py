"""복습 코스: a finished course is gone over in half the days, and done when every word is recalled once."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from lessons.calendar import course_length
from lessons.models import Card, Course, Lesson, Recall, StudySession
from lessons.selectors.openings import openings_of
from lessons.selectors.progress import progress_of
from lessons.services.enrolments import close_enrolment
from lessons.services.starting import start_three
from missions.models import Mission, Offer
from missions.services import offers
from missions.services.sweep import run_daily
from missions.services.terms import Terms
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import add_member, guardian_of, make_child, make_family, make_guardian
from tests.lessons.conftest import content  # noqa: F401
from tests.lessons.pupil import Pupil, always_right, always_wrong
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course
from tests.test_whole_story import Comes, every_day, live

DAY = timedelta(days=1)
on_rows = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def terms(course: Course, first_day: date = MONDAY, **changes: object) -> Terms:
    facts: dict = {"course": course, "first_day": first_day, "title": "저녁 산책", "kind": "together"}
    return Terms(**(facts | {"review": True} | changes))


def learn(child: User, course: Course, day: date) -> Mission:
    """A mission of the course that was done long ago: words finished, cards made, promise kept."""
    family = child.child_profile.home_family
    mission = offers.propose_mission(
        family, child=child, terms=terms(course, day, review=False), actor=guardian_of(family), now=at(day)
    )
    mission = offers.accept_mission(mission.pk, actor=child, now=at(day))
    assert mission.enrolment is not None
    for place in course.places.select_related("lesson"):
        StudySession.objects.create(
            child=child, kind="lesson", lesson=place.lesson, version=place.lesson.versions.get(published=1),
            enrolment=mission.enrolment, day=day, plan={}, state="finished", started_at=at(day),
            finished_at=at(day), credited_on=day,
        )  # fmt: skip
        Card.objects.create(
            child=child, lesson=place.lesson, stability=3 + place.order, difficulty=5,
            learned_on=day, rated_on=day, due_on=day + DAY,
        )  # fmt: skip
    close_enrolment(mission.enrolment, now=at(day))
    Mission.objects.filter(pk=mission.pk).update(state="settled")
    return fresh(mission)


def course_of(words: int) -> Course:
    """A course of so many of the nine words of U01."""
    course = Course.objects.create(
        slug=f"own-{Course.objects.count()}",
        title="우리 코스",
        summary="…",
        difficulty=1,
        order=99,
        reviews=[],
    )
    for order, lesson in enumerate(Lesson.objects.filter(unit__code="U01").order_by("order")[:words], 1):
        course.places.create(lesson=lesson, order=order)
    return course


def review(child: User, course: Course, first_day: date, weekdays: str = "1111111") -> Mission:
    """A review mission that is agreed the day before it begins."""
    family = child.child_profile.home_family
    wanted = terms(course, first_day, weekdays=weekdays)
    now = clock.noon(first_day - DAY)
    mission = offers.propose_mission(family, child=child, terms=wanted, actor=guardian_of(family), now=now)
    return offers.accept_mission(mission.pk, actor=child, now=now)


@pytest.fixture
def child(content: None) -> User:  # noqa: F811
    return make_child(make_family())


@pytest.mark.parametrize(("words", "days"), [(4, 3), (5, 4), (8, 5), (9, 6), (11, 7), (20, 13)])
def test_it_takes_half_the_days(words: int, days: int) -> None:
    assert course_length(words, review=True) == days


def test_only_a_course_that_was_finished_can_be_gone_over(child: User) -> None:
    course = Course.objects.get(slug="first-week")
    family = child.child_profile.home_family
    mother = guardian_of(family)
    with pytest.raises(Refused) as no:
        offers.propose_mission(family, child=child, terms=terms(course), actor=mother, now=NOW)
    assert (no.value.code, no.value.field) == ("course_not_done", "course")
    learn(child, course, MONDAY - 60 * DAY)
    with pytest.raises(Refused) as no:
        offers.propose_mission(family, child=child, terms=terms(course, review=False), actor=mother, now=NOW)
    assert no.value.code == "course_done"
    mission = offers.propose_mission(family, child=child, terms=terms(course), actor=mother, now=NOW)
    assert (mission.review, mission.starts_on, mission.ends_on) == (True, MONDAY, MONDAY + 2 * DAY)
    again = offers.propose_mission(family, child=child, terms=terms(course), actor=mother, now=NOW)
    assert again == mission


def test_a_course_done_in_the_other_home_is_gone_over_in_this_one(child: User) -> None:
    course = Course.objects.get(slug="first-week")
    learn(child, course, MONDAY - 60 * DAY)
    father = make_guardian(name="아빠")
    other = make_family(father)
    add_member(other, child)
    mission = offers.propose_mission(other, child=child, terms=terms(course), actor=father, now=NOW)
    assert mission.review


def test_parts_are_not_shared_out_in_a_review(child: User) -> None:
    course = Course.objects.get(slug="choices-and-needs")
    learn(child, course, MONDAY - 60 * DAY)
    family = child.child_profile.home_family
    split = terms(course, kind="money", title="용돈", amount=3000, parts=(1000, 1000, 1000))
    with pytest.raises(Refused) as no:
        offers.propose_mission(family, child=child, terms=split, actor=guardian_of(family), now=NOW)
    assert no.value.code == "wrong_parts"


def test_every_study_day_is_a_review_and_no_lesson_opens(child: User) -> None:
    course = Course.objects.get(slug="choices-and-needs")
    learn(child, course, MONDAY - 60 * DAY)
    mission = review(child, course, MONDAY, weekdays="1010100")
    assert mission.ends_on == MONDAY + 11 * DAY  # six study days: Mo We Fr Mo We Fr
    for n in range(12):
        opening = openings_of(child.pk, MONDAY + n * DAY)[0]
        assert opening.lesson is None
        assert opening.review == opening.study_day == (n % 7 in (0, 2, 4))
        assert not opening.review_day
        assert not opening.makeup
    session = Pupil(child).review(at(MONDAY))
    assert "scenario" not in session.plan
    assert session.shell


def test_a_recall_before_the_first_day_counts_for_nothing(child: User) -> None:
    course = Course.objects.get(slug="first-week")
    learn(child, course, MONDAY - 60 * DAY)
    mission = review(child, course, MONDAY)
    Pupil(child).finish(start_three(child, now=at(MONDAY - DAY)), at(MONDAY - DAY))
    assert not Recall.objects.filter(enrolment=mission.enrolment).exists()
    run_daily(now=clock.end_of(MONDAY - DAY) + timedelta(minutes=20))
    Pupil(child).review(at(MONDAY))
    assert Recall.objects.filter(enrolment=mission.enrolment).count() == 4
    assert fresh(mission).state == "achieved"


def test_missing_counts_the_words_not_yet_recalled(child: User) -> None:
    course = Course.objects.get(slug="choices-and-needs")
    learn(child, course, MONDAY - 60 * DAY)
    mission = review(child, course, MONDAY)
    assert mission.enrolment is not None
    assert progress_of(mission.enrolment).missing == 9
    Pupil(child).review(at(MONDAY))
    assert progress_of(mission.enrolment).missing == 3


def test_a_word_that_joined_the_course_since_is_not_asked_for(world: World) -> None:
    grown = make_course("grown", 3, "자란 코스")
    done = learn(world.child, world.course, MONDAY - 60 * DAY)
    assert done.enrolment is not None
    mission = review(world.child, world.course, MONDAY)
    world.course.places.create(lesson=grown.places.all()[0].lesson, order=5)
    assert mission.enrolment is not None
    progress = progress_of(mission.enrolment)
    assert (progress.total, progress.missing) == (4, 4)


# --- law 2 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [4, 6, 7, 8, 9])
def test_who_is_always_wrong_gets_there_within_the_days(child: User, words: int) -> None:
    """Eight words in five days are the tightest: each has to come up on three of them."""
    course = course_of(words)
    learn(child, course, MONDAY - 60 * DAY)
    mission = review(child, course, MONDAY)
    assert live(mission, Pupil(child, always_wrong), MONDAY, every_day) == "achieved"
    assert fresh(mission).makeup_until is None
    assert mission.lines.get().effect == 1


@pytest.mark.parametrize("chooses", [always_right, always_wrong])
def test_who_missed_everything_gets_there_in_the_makeup_period(
    child: User, chooses: Callable[..., bool]
) -> None:
    course = course_of(8)
    learn(child, course, MONDAY - 60 * DAY)
    mission = review(child, course, MONDAY)
    assert live(mission, Pupil(child, chooses), MONDAY, lambda n: n > 5) == "achieved"


def test_who_never_comes_gets_an_honest_end(child: User) -> None:
    course = Course.objects.get(slug="first-week")
    learn(child, course, MONDAY - 60 * DAY)
    mission = review(child, course, MONDAY)
    assert live(mission, Pupil(child), MONDAY, lambda _n: False) == "closed"


@given(
    rights=st.lists(st.booleans(), min_size=1, max_size=9),
    comes=st.one_of(st.just([]), st.lists(st.booleans(), min_size=5, max_size=5)),
    words=st.integers(4, 9),
)
@settings(on_rows, max_examples=6)
def test_patience_is_always_enough(
    content: None,  # noqa: F811
    rights: Sequence[bool],
    comes: Sequence[bool],
    words: int,
) -> None:
    """Misses in any pattern, on every study day or after missing some of the five."""
    child = make_child(make_family())
    course = course_of(words)
    learn(child, course, MONDAY - 60 * DAY)
    mission = review(child, course, MONDAY)
    turn = iter(range(10**6))
    pupil = Pupil(child, lambda _step, _attempt: rights[next(turn) % len(rights)])
    come: Comes = (lambda n: n > len(comes) or comes[n - 1]) if comes else every_day
    assert live(mission, pupil, MONDAY, come) == "achieved"
    if all(comes):
        assert fresh(mission).makeup_until is None


def test_the_offer_of_a_review_keeps_its_kind_when_it_is_answered_with_another(child: User) -> None:
    course = course_of(8)
    learn(child, course, MONDAY - 60 * DAY)
    family = child.child_profile.home_family
    mother = guardian_of(family)
    mission = offers.propose_mission(family, child=child, terms=terms(course), actor=mother, now=NOW)
    offers.counter_mission(mission.pk, actor=child, terms=terms(course, weekdays="1010100"), now=NOW)
    offer = mission.offers.latest("n")
    assert (offer.first_day, offer.last_day) == (MONDAY, MONDAY + 9 * DAY)
    accepted = offers.accept_mission(mission.pk, actor=mother, now=NOW)
    assert accepted.enrolment is not None
    assert accepted.enrolment.review
    assert accepted.ends_on == offer.last_day
    assert offer.kind == Offer.Kind.TOGETHER
