"""A child of two homes: only the word and its shell cross from one to the other."""

import pytest

from accounts.models import User
from families.models import Family
from lessons.models import Card, Course, Enrolment, PairCard, Recall, StudySession
from lessons.selectors.openings import openings_of
from lessons.selectors.progress import progress_of
from lessons.selectors.record import shells_of, streak_of, weeks_of
from lessons.services.enrolments import open_enrolment
from lessons.services.starting import start_lesson
from tests.factories import add_member, make_child, make_family
from tests.lessons.conftest import MONDAY, ONE_DAY, at
from tests.lessons.pupil import Pupil


@pytest.fixture
def homes(content: None) -> tuple[Family, Family]:
    return make_family(name="엄마 집"), make_family(name="아빠 집")


@pytest.fixture
def child(homes: tuple[Family, Family]) -> User:
    child = make_child(homes[0])
    add_member(homes[1], child)
    return child


def enrol_in(family: Family, child: User, slug: str, weekdays: str = "1111111") -> Enrolment:
    return open_enrolment(
        child=child,
        course=Course.objects.get(slug=slug),
        family=family,
        first_day=MONDAY,
        weekdays=weekdays,
        on_holidays=True,
        now=at(MONDAY),
    )


@pytest.fixture
def both(homes: tuple[Family, Family], child: User) -> tuple[Enrolment, Enrolment]:
    return enrol_in(homes[0], child, "first-week"), enrol_in(homes[1], child, "choices-and-needs")


def test_a_word_finished_in_one_home_is_finished_in_the_other(
    child: User, both: tuple[Enrolment, Enrolment]
) -> None:
    here, there = both
    Pupil(child).lesson(here, at(MONDAY))
    opening = next(o for o in openings_of(child.pk, MONDAY + ONE_DAY) if o.enrolment == there)
    assert (opening.lesson.code, opening.finished) == ("U01.2", 1)
    assert (progress_of(here).finished, progress_of(there).finished) == (1, 1)
    assert Card.objects.filter(child=child).count() == 1


def test_a_lesson_begun_here_and_finished_there_takes_no_place(
    child: User, both: tuple[Enrolment, Enrolment]
) -> None:
    here, there = both
    for day in (MONDAY, MONDAY + ONE_DAY):
        start_lesson(child, enrolment_id=here.pk, now=at(day))
        Pupil(child).lesson(there, at(day))
    assert StudySession.objects.filter(enrolment=here, state="open").count() == 2
    opening = next(o for o in openings_of(child.pk, MONDAY + 2 * ONE_DAY) if o.enrolment == here)
    assert opening.lesson is not None
    assert opening.lesson.code == "U01.3"


def test_one_recall_is_credited_in_both_and_one_review_serves_both(
    child: User, both: tuple[Enrolment, Enrolment]
) -> None:
    here, there = both
    pupil = Pupil(child)
    for n in range(4):
        pupil.lesson(here, at(MONDAY + ONE_DAY * n))
    pupil.review(at(MONDAY + ONE_DAY * 4))
    assert StudySession.objects.filter(child=child, kind="review").count() == 1
    recalled = Recall.objects.values_list("enrolment", "lesson__code")
    assert {code for pk, code in recalled if pk == here.pk} == {"U01.1", "U01.2", "U01.3", "U01.4"}
    assert {code for pk, code in recalled if pk == there.pk} == {"U01.1", "U01.2", "U01.3", "U01.4"}


def test_each_home_counts_its_own_study_days_and_the_shells_are_the_childs(
    homes: tuple[Family, Family], child: User
) -> None:
    here = enrol_in(homes[0], child, "first-week")
    enrol_in(homes[1], child, "choices-and-needs", weekdays="0000011")
    pupil = Pupil(child)
    for n in range(3):
        pupil.lesson(here, at(MONDAY + ONE_DAY * n))
    wednesday = MONDAY + ONE_DAY * 2
    assert streak_of(child.pk, homes[0].pk, wednesday) == 3
    assert streak_of(child.pk, homes[1].pk, wednesday) == 0
    assert shells_of(child.pk) == 3


def test_a_guardians_week_shows_its_own_homes_days_and_every_shell(
    child: User, both: tuple[Enrolment, Enrolment]
) -> None:
    here, there = both
    Enrolment.objects.filter(pk=there.pk).update(weekdays="1010000")
    Pupil(child).lesson(here, at(MONDAY + ONE_DAY))

    def week(home: Enrolment | None) -> list[str]:
        families = {home.family_id} if home else None
        cells = weeks_of([child.pk], MONDAY + 3 * ONE_DAY, families=families)[child.pk]
        return [cell.state for cell in cells][:5]

    assert week(there) == ["missed", "done", "missed", "none", "none"]
    assert week(here) == week(None) == ["missed", "done", "missed", "today", "coming"]


def test_the_card_for_two_asks_only_what_was_said_in_its_home(
    child: User, both: tuple[Enrolment, Enrolment]
) -> None:
    """Both courses have their 복습하는 날 on Friday, but every sentence was said in the first home."""
    here, _there = both
    pupil = Pupil(child)
    for n in range(4):
        pupil.lesson(here, at(MONDAY + ONE_DAY * n))
    pupil.review(at(MONDAY + ONE_DAY * 4))
    assert [card.enrolment for card in PairCard.objects.all()] == [here]


def test_a_word_begun_in_both_homes_is_credited_in_both_and_learned_once(
    child: User, both: tuple[Enrolment, Enrolment]
) -> None:
    here, there = both
    pupil = Pupil(child)
    pupil.lesson(here, at(MONDAY))
    monday_there = next(o for o in openings_of(child.pk, MONDAY) if o.enrolment == there)
    assert monday_there.lesson is None, "today's word was learned elsewhere"
    assert monday_there.study_day
    assert Card.objects.get(child=child).learned_on == MONDAY
