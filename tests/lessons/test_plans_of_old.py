"""What was begun before a change of the plan's form goes on as it was planned."""

from datetime import timedelta

import pytest

from accounts.models import User
from lessons import player
from lessons.models import Course, Enrolment, StudySession
from lessons.player import PRACTICE, RECALL, Step
from lessons.selectors.presenting import page_of
from lessons.selectors.sessions import answers_of, given_of, position_of
from lessons.services.starting import start_lesson, start_three
from tests.factories import make_child, make_family
from tests.lessons.conftest import MONDAY, ONE_DAY, at, enrol
from tests.lessons.pupil import Pupil, wrong_at_first

OF_TODAY = ("between", "chips", "scenario")


@pytest.fixture
def child(content: None) -> User:
    return make_child(make_family())


@pytest.fixture
def enrolment(child: User) -> Enrolment:
    return enrol(child, Course.objects.get(slug="choices-and-needs"))


def grown_old(session: StudySession) -> StudySession:
    """The same session with a plan as 0.1 froze it."""
    steps = [
        {
            k: v
            for k, v in step.items()
            if k not in ("again", "part") and (k, step["kind"]) != ("card", "apply")
        }
        for step in session.plan["steps"]
        if step["kind"] != "scenario"
    ]
    session.plan = {k: v for k, v in session.plan.items() if k not in OF_TODAY} | {"steps": steps}
    session.save(update_fields=["plan"])
    return session


def way_of(session: StudySession) -> list[Step]:
    return player.steps_of(session.plan, given_of(answers_of(session)))


def test_a_lesson_of_old_adds_no_step_for_a_missed_recall(child: User, enrolment: Enrolment) -> None:
    pupil, now = Pupil(child, wrong_at_first), at(MONDAY + ONE_DAY)
    pupil.lesson(enrolment, at(MONDAY))
    session = grown_old(start_lesson(child, enrolment_id=enrolment.pk, now=now))
    while (here := position_of(session, answers_of(session))).step is not None:
        for step in range(here.index + 1):
            assert page_of(session, after=step) is not None
        now += timedelta(seconds=5)
        pupil.step(session, now)
    session.refresh_from_db()
    assert session.is_finished
    assert not session.cut_short
    assert {step.kind for step in way_of(session) if step.added} == {PRACTICE}
    for given in answers_of(session):
        assert way_of(session)[given.step].kind == given.kind


def test_words_are_appended_to_a_review_of_old(child: User, enrolment: Enrolment) -> None:
    pupil = Pupil(child)
    for n in range(4):
        pupil.lesson(enrolment, at(MONDAY + ONE_DAY * n))
    saturday = at(MONDAY + ONE_DAY * 5)
    session = grown_old(start_three(child, now=saturday))
    Pupil(child, wrong_at_first).finish(session, saturday)
    again = start_three(child, now=saturday)
    assert [step.part for step in way_of(again) if step.kind == RECALL] == [0, 0, 0, 1]
    pupil.finish(again, saturday)
    assert position_of(again, answers_of(again)).finished
