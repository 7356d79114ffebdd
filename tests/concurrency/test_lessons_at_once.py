"""A child with twenty fingers: one session, one answer a step, one finish."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notification
from lessons import player
from lessons.models import (
    Answer,
    Bookmark,
    Card,
    Course,
    Enrolment,
    ErrorReport,
    Lesson,
    PairCard,
    Praise,
    StudySession,
)
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


def learned(mission: Mission) -> StudySession:
    """A word of yesterday: the mission began a day earlier."""
    assert mission.enrolment is not None
    yesterday = clock.now() - timedelta(days=1)
    Enrolment.objects.filter(pk=mission.enrolment.pk).update(first_day=clock.study_date(yesterday))
    return Pupil(mission.child).lesson(mission.enrolment, yesterday)


def test_three_words_asked_for_on_twenty_phones_are_three(mission: Mission) -> None:
    learned(mission)
    answers = press([mission.child] * CROWD, reverse("lessons:start_three"))
    session = StudySession.objects.get(kind="review")
    assert {a["Location"] for a in answers} == {reverse("lessons:study", args=[session.pk])}
    assert len(session.plan["steps"]) == 1


def test_more_words_asked_for_on_twenty_phones_are_added_once(mission: Mission) -> None:
    day = clock.today()
    session = learned(mission)
    review = StudySession.objects.create(
        child=mission.child,
        kind="review",
        day=day,
        plan={"steps": [], "spare": []},
        state="finished",
        started_at=clock.now(),
        finished_at=clock.now(),
        credited_on=day,
    )
    answers = press([mission.child] * CROWD, reverse("lessons:start_three"))
    assert counts(answers) == {302: CROWD}
    review.refresh_from_db()
    assert [step["lesson"] for step in review.plan["steps"]] == [session.lesson_id]


def test_a_review_that_grows_while_another_phone_answers_loses_nothing(mission: Mission) -> None:
    learned(mission)
    press([mission.child], reverse("lessons:start_three"))
    review = StudySession.objects.get(kind="review")
    form = form_of(review)
    more, path = reverse("lessons:start_three"), reverse("lessons:answer", args=[review.pk])
    pages = [(more, {}), (path, form)] * (CROWD // 2)
    phones = browsers([mission.child] * CROWD)
    press_all([(phone, page, data) for phone, (page, data) in zip(phones, pages, strict=True)])
    review.refresh_from_db()
    assert review.is_finished
    assert Answer.objects.filter(session=review).count() == len(review.plan["steps"]) == 1


def test_a_free_word_on_twenty_phones_is_one_session(mission: Mission) -> None:
    code = Lesson.objects.exclude(places__course=mission.course).values_list("code", flat=True)[0]
    answers = press([mission.child] * CROWD, reverse("lessons:start_free", args=[code]))
    assert counts(answers) == {302: CROWD}
    assert StudySession.objects.get().kind == "free"


def test_the_card_for_two_is_answered_once(mission: Mission) -> None:
    guardian, card = guardian_of(mission.family), card_for(mission)
    people = [guardian, mission.child] * (CROWD // 2)
    presses = [
        (browser, reverse("lessons:pair", args=[card.pk]), {"choice": str(card.choices[n % 2])})
        for n, browser in enumerate(browsers(people))
    ]
    answers = press_all(presses)
    card.refresh_from_db()
    for n, answer in enumerate(answers):
        same = (people[n].pk, card.choices[n % 2]) == (card.answered_by_id, card.chosen_id)
        assert answer.status_code == (302 if same else 422)
    told = Notification.objects.filter(kind="pair.answered").count()
    assert told == (card.answered_by_id == guardian.pk)


def card_for(mission: Mission) -> PairCard:
    assert mission.enrolment is not None
    session = learned(mission)
    assert session.lesson is not None
    words = list(mission.course.lessons.values_list("pk", flat=True))
    return PairCard.objects.create(
        session=session,
        enrolment=mission.enrolment,
        lesson=session.lesson,
        sentence="(   )은 아까운 것이에요.",
        choices=words[:3],
        opened_on=clock.today(),
        open_until=clock.today() + timedelta(days=7),
    )


def test_praise_and_bookmark_pressed_twenty_times_are_one(mission: Mission) -> None:
    session, guardian = learned(mission), guardian_of(mission.family)
    assert session.lesson is not None
    words = {"text": "끝까지 해냈네!"}
    answers = press([guardian] * CROWD, reverse("lessons:praise", args=[session.pk]), words)
    assert counts(answers) == {302: CROWD}
    assert Praise.objects.get().text == words["text"]
    assert Notification.objects.filter(kind="praise").count() == 1
    press([mission.child] * CROWD, reverse("lessons:bookmark", args=[session.lesson.code]), {"on": "1"})
    assert Bookmark.objects.count() == 1


def test_the_same_report_twenty_times_is_one(mission: Mission) -> None:
    session = learned(mission)
    assert session.lesson is not None
    path = reverse("lessons:report", args=[session.lesson.code])
    answers = press([mission.child] * CROWD, path, {"text": "둘째 보기의 글자가 틀렸어요."})
    assert counts(answers) == {302: CROWD}
    assert ErrorReport.objects.count() == 1
