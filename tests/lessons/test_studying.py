"""A session from start to end through the services, and what it leaves behind."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from lessons.models import Answer, Card, Course, Enrolment, Recall, StudySession
from lessons.player import PRACTICE, RECALL
from lessons.selectors.openings import openings_of
from lessons.selectors.progress import first_tries, progress_of
from lessons.selectors.sessions import answers_of, position_of
from lessons.services.answering import NotCurrent, answer, take_hint
from lessons.services.enrolments import close_enrolment
from lessons.services.starting import start_lesson, start_review
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import make_child, make_family
from tests.lessons.conftest import MONDAY, ONE_DAY, at, enrol
from tests.lessons.pupil import Pupil, always_wrong, wrong_at_first


@pytest.fixture
def child(db: None) -> User:
    return make_child(make_family())


@pytest.fixture
def enrolment(child: User, first_week: Course) -> Enrolment:
    return enrol(child, first_week)


def study_day(pupil: Pupil, enrolment: Enrolment, day: date) -> None:
    """All that 오늘 offers on a day, as a diligent child would press it."""
    for _press in range(3):
        opening = next(iter(openings_of(pupil.child.pk, day)), None)
        if opening is None or Enrolment.objects.get(pk=enrolment.pk).closed_at:
            return
        if opening.lesson is not None and not opening.done_today:
            pupil.lesson(enrolment, at(day))
        elif opening.review and not StudySession.objects.filter(child=pupil.child, day=day, review=1):
            pupil.review(at(day))


def test_a_child_who_knows_everything_completes_the_first_week_in_five_days(
    child: User, enrolment: Enrolment
) -> None:
    pupil = Pupil(child)
    for n in range(5):
        study_day(pupil, enrolment, MONDAY + ONE_DAY * n)
    progress = progress_of(enrolment)
    assert (progress.finished, progress.recalled, progress.complete) == (4, 4, True)
    assert Card.objects.filter(child=child).count() == 4
    right, asked = first_tries(enrolment.pk)
    assert right == asked > 0


def test_a_child_who_is_always_wrong_gets_there_by_patience(child: User, enrolment: Enrolment) -> None:
    """Law 2: from the third study day a word is asked, an answer entered after it was shown counts."""
    pupil = Pupil(child, always_wrong)
    day = MONDAY
    while not progress_of(enrolment).complete:
        study_day(pupil, enrolment, day)
        day += ONE_DAY
        assert day <= MONDAY + ONE_DAY * 7, "five study days and three of makeup are enough"


def test_missed_items_come_again_and_the_second_try_passes(child: User, enrolment: Enrolment) -> None:
    session = Pupil(child, wrong_at_first).lesson(enrolment, at(MONDAY))
    assert session.state == "finished"
    practised = Answer.objects.filter(session=session, kind=PRACTICE)
    assert practised.filter(attempt=1, right=False).exists()
    assert session.active_seconds > 0
    assert session.credited_on == MONDAY


def test_a_lesson_is_resumed_where_it_was_and_its_plan_never_changes(
    child: User, enrolment: Enrolment
) -> None:
    session = start_lesson(child, enrolment_id=enrolment.pk, now=at(MONDAY))
    pupil = Pupil(child)
    for _step in range(4):
        pupil.step(session, at(MONDAY))
    before = position_of(session, answers_of(session))
    again = start_lesson(child, enrolment_id=enrolment.pk, now=at(MONDAY + ONE_DAY))
    assert again.pk == session.pk
    assert again.plan == session.plan
    assert position_of(again, answers_of(again)) == before


def test_the_same_answer_twice_is_one_row_and_another_one_is_refused(
    child: User, enrolment: Enrolment
) -> None:
    session = start_lesson(child, enrolment_id=enrolment.pk, now=at(MONDAY))

    def press(choice: str, step: int = 0) -> None:
        answer(session, child=child, step=step, attempt=1, payload={"choice": choice}, now=at(MONDAY))

    press("1")
    press("1")
    assert Answer.objects.count() == 1
    with pytest.raises(NotCurrent):
        press("2")
    with pytest.raises(NotCurrent):
        press("0", step=9)
    with pytest.raises(Refused):
        answer(session, child=child, step=1, attempt=99, payload={}, now=at(MONDAY))
    assert Answer.objects.count() == 1


def test_nonsense_is_refused_with_a_sentence_and_writes_nothing(child: User, enrolment: Enrolment) -> None:
    session = start_lesson(child, enrolment_id=enrolment.pk, now=at(MONDAY))
    for payload in ({}, {"choice": "9"}, {"choice": "-1"}, {"choice": "둘"}, {"choice": ["0", "1"]}):
        with pytest.raises(Refused) as refused:
            answer(session, child=child, step=0, attempt=1, payload=payload, now=at(MONDAY))
        assert refused.value.field == "choice"
    assert not Answer.objects.exists()


def test_two_lessons_a_day_are_the_most(child: User, first_week: Course) -> None:
    enrolment = enrol(child, first_week, MONDAY)
    pupil = Pupil(child)
    thursday = MONDAY + ONE_DAY * 3
    pupil.lesson(enrolment, at(thursday))
    pupil.lesson(enrolment, at(thursday))
    with pytest.raises(Refused, match="오늘 배울 단어는 다 끝냈어요"):
        pupil.lesson(enrolment, at(thursday))


def test_nothing_opens_before_the_first_day_or_after_the_end(child: User, enrolment: Enrolment) -> None:
    with pytest.raises(Refused):
        start_lesson(child, enrolment_id=enrolment.pk, now=at(MONDAY - ONE_DAY))
    close_enrolment(enrolment, now=at(MONDAY))
    with pytest.raises(Refused):
        start_lesson(child, enrolment_id=enrolment.pk, now=at(MONDAY))


def test_a_review_needs_its_day_and_a_word(child: User, enrolment: Enrolment) -> None:
    with pytest.raises(Refused, match="복습하는 날이 아니에요"):
        start_review(child, now=at(MONDAY))
    with pytest.raises(Refused, match="아직 떠올릴 단어가 없어요"):
        start_review(child, now=at(MONDAY + ONE_DAY * 4))


def test_a_recall_with_a_hint_does_not_count_before_the_third_day(child: User, enrolment: Enrolment) -> None:
    pupil = Pupil(child)
    pupil.lesson(enrolment, at(MONDAY))
    for n, counts in ((1, False), (2, False), (3, True)):
        now = at(MONDAY + ONE_DAY * n)
        session = start_lesson(child, enrolment_id=enrolment.pk, now=now)
        first = child.cards.get(lesson__code="U01.1").lesson_id
        while (step := position_of(session, answers_of(session))).step is not None:
            if step.step.kind == RECALL and step.step.lesson == first:
                take_hint(session, child=child, step=step.index, now=now)
            pupil.step(session, now)
        assert Recall.objects.filter(enrolment=enrolment, lesson=first).exists() is counts


def test_a_lesson_begun_before_two_and_finished_after_belongs_to_the_next_day(
    child: User, enrolment: Enrolment
) -> None:
    late = clock.end_of(MONDAY) - timedelta(minutes=1)
    session = start_lesson(child, enrolment_id=enrolment.pk, now=late)
    Pupil(child).finish(session, late + timedelta(minutes=2))
    session.refresh_from_db()
    assert (session.day, session.credited_on) == (MONDAY, MONDAY + ONE_DAY)


def test_a_hint_beyond_the_third_and_at_another_step_changes_nothing(
    child: User, enrolment: Enrolment
) -> None:
    session = start_lesson(child, enrolment_id=enrolment.pk, now=at(MONDAY))
    with pytest.raises(NotCurrent):
        take_hint(session, child=child, step=0, now=at(MONDAY))
    pupil = Pupil(child)
    while (here := position_of(session, answers_of(session))).step.kind != PRACTICE or here.step.item == "":
        pupil.step(session, at(MONDAY))
    while position_of(session, answers_of(session)).index == here.index:
        pupil.step(session, at(MONDAY))
    here = position_of(session, answers_of(session))
    taken = [take_hint(session, child=child, step=here.index, now=at(MONDAY)) for _ in range(5)]
    assert taken == [1, 2, 3, 3, 3]


def test_a_course_whose_first_words_were_learned_elsewhere_has_something_for_every_day(
    child: User, enrolment: Enrolment
) -> None:
    """A word is learned once: on its day in another course it is recalled instead."""
    pupil = Pupil(child)
    for n in range(5):
        study_day(pupil, enrolment, MONDAY + ONE_DAY * n)
    close_enrolment(enrolment, now=at(MONDAY + ONE_DAY * 4))
    second = enrol(child, Course.objects.get(slug="choices-and-needs"), MONDAY + ONE_DAY * 7)
    for n in range(7, 19):
        day = MONDAY + ONE_DAY * n
        study_day(pupil, second, day)
        assert StudySession.objects.filter(child=child, credited_on=day).exists(), day
    assert progress_of(second).complete
