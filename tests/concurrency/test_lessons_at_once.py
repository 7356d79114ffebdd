"""A child with twenty fingers: one session, one answer a step, one finish."""

from typing import Any

import pytest
from django.urls import reverse

from lessons import player
from lessons.models import Answer, Card, Course, StudySession
from lessons.selectors.sessions import answers_of, given_of, position_of
from missions.models import Mission, MissionEvent
from oneco.lib import clock
from tests.concurrency.crowd import CROWD, browsers, counts, press, press_all
from tests.factories import guardian_of, make_child, make_family
from tests.lessons.pupil import Pupil
from tests.shelf import fill_shelf
from tests.town import run_mission

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mission(transactional_db: None) -> Mission:
    fill_shelf()
    family = make_family()
    course = Course.objects.get(slug="first-week")
    return run_mission(family, make_child(family), guardian_of(family), course, clock.now())


def begin(mission: Mission) -> StudySession:
    press([mission.child], reverse("lessons:start", args=[mission.enrolment_id]))
    return StudySession.objects.get()


def form_of(session: StudySession, *, right: bool = True) -> dict[str, Any]:
    """What the current step's form sends."""
    at = position_of(session, answers_of(session))
    pupil = Pupil(session.child, lambda _step, _attempt: right)
    return {"step": at.index, "attempt": at.attempt} | pupil.payload(session, at)


def test_twenty_starts_are_one_session(mission: Mission) -> None:
    answers = press([mission.child] * CROWD, reverse("lessons:start", args=[mission.enrolment_id]))
    assert counts(answers) == {302: CROWD}
    session = StudySession.objects.get()
    assert {a["Location"] for a in answers} == {reverse("lessons:study", args=[session.pk])}


def test_the_same_answer_twenty_times_is_one_at_every_step(mission: Mission) -> None:
    session = begin(mission)
    path = reverse("lessons:answer", args=[session.pk])
    for passed in range(1, 5):
        answers = press([mission.child] * CROWD, path, form_of(session))
        assert counts(answers) == {302: CROWD}
        assert len({a["Location"] for a in answers}) == 1
        assert Answer.objects.count() == passed


def test_different_answers_to_one_step_keep_the_first(mission: Mission) -> None:
    session = begin(mission)
    guess = form_of(session)
    people = [mission.child] * CROWD
    presses = [
        (browser, reverse("lessons:answer", args=[session.pk]), guess | {"choice": str(n % 2)})
        for n, browser in enumerate(browsers(people))
    ]
    answers = press_all(presses)
    kept = Answer.objects.get().response["choice"]
    for n, answer in enumerate(answers):
        assert answer.status_code == (302 if n % 2 == kept else 422)


def test_the_last_answer_twenty_times_finishes_once(mission: Mission) -> None:
    session = begin(mission)
    pupil, now = Pupil(mission.child), clock.now()
    while len(rest_of(session)) > 1:
        pupil.step(session, now)
    form = form_of(session)
    answers = press([mission.child] * CROWD, reverse("lessons:answer", args=[session.pk]), form)
    session.refresh_from_db()
    assert session.state == "finished"
    assert {a.status_code for a in answers} == {302}
    assert Card.objects.count() == 1
    assert not MissionEvent.objects.filter(kind="achieve").exists()


def rest_of(session: StudySession) -> list[object]:
    """The steps that are still to be passed."""
    given = answers_of(session)
    at = position_of(session, given)
    return [] if at.step is None else player.steps_of(session.plan, given_of(given))[at.index :]


def test_studying_on_two_phones_at_once_loses_nothing(mission: Mission) -> None:
    session = begin(mission)
    path = reverse("lessons:answer", args=[session.pk])
    phones = browsers([mission.child] * 2)
    for _ in range(60):
        session.refresh_from_db()
        if session.state == "finished":
            break
        form = form_of(session)
        press_all([(phone, path, form) for phone in phones])
    assert session.state == "finished"
    places = list(Answer.objects.order_by("pk").values_list("step", "attempt"))
    assert len(places) == len(set(places))
    assert [step for step, _attempt in places] == sorted(step for step, _attempt in places)
