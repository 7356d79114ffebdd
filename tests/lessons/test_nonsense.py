"""Whatever is typed or forged: a sentence or 404, never a 500, and nothing is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lessons.models import Answer, Course, Enrolment, Praise, StudySession
from lessons.selectors.sessions import answers_of, position_of
from lessons.services.starting import start_lesson
from oneco.lib import clock
from tests.factories import guardian_of, make_child, make_family, signed_in
from tests.lessons.conftest import enrol
from tests.lessons.pupil import Pupil

TEXTS = [
    "가" * 3400,  # 10 kB
    "🦦" * 2500,
    "'; DROP TABLE lessons_answer; --",
    "<script>alert(1)</script>",
    "-99999999999999999999",
    "1e400",
    "\x00\u202e",
    "",
]
FIELDS = ("text", "number", "choice", "reason", "answer", "order", "card-0", "pair-0", "chip", "line", "word")


@pytest.fixture
def child(content: None) -> User:
    return make_child(make_family())


@pytest.fixture
def enrolment(child: User) -> Enrolment:
    return enrol(child, Course.objects.get(slug="first-week"), clock.today())


@pytest.mark.parametrize("text", TEXTS)
def test_every_step_survives_every_text(child: User, enrolment: Enrolment, text: str) -> None:
    client = signed_in(child)
    session = start_lesson(child, enrolment_id=enrolment.pk, now=clock.now())
    address = reverse("lessons:answer", args=[session.pk])
    pupil = Pupil(child)
    while (at := position_of(session, answers_of(session))).step is not None:
        kept = Answer.objects.filter(session=session).count()
        place = {"step": at.index, "attempt": at.attempt}
        forged = client.post(address, place | {"step": text, "item": "99999", "text": "x"})
        assert forged.status_code == 422
        assert Answer.objects.filter(session=session).count() == kept
        answer = client.post(address, place | dict.fromkeys(FIELDS, text))
        assert answer.status_code in (302, 422), at.step
        assert "<script>alert" not in answer.content.decode()
        if answer.status_code == 422:
            assert Answer.objects.filter(session=session).count() == kept
            pupil.step(session, clock.now())
    session.refresh_from_db()
    assert session.state == "finished"


def test_a_finished_session_takes_no_more_answers(child: User, enrolment: Enrolment) -> None:
    session = Pupil(child).lesson(enrolment, clock.now())
    before = Answer.objects.count()
    place = {"step": 99, "attempt": 1, "choice": "0"}
    answer = signed_in(child).post(reverse("lessons:answer", args=[session.pk]), place)
    assert answer.status_code in (302, 422)
    assert Answer.objects.count() == before


def test_two_tabs_on_one_lesson_show_the_same_step(child: User, enrolment: Enrolment) -> None:
    session = start_lesson(child, enrolment_id=enrolment.pk, now=clock.now())
    address = reverse("lessons:answer", args=[session.pk])
    first, second = signed_in(child), signed_in(child)
    assert first.post(address, {"step": 0, "attempt": 1, "choice": "1"}).status_code == 302
    late = second.post(address, {"step": 0, "attempt": 1, "choice": "2"})
    assert late.status_code == 422
    assert "이미 지나갔어요" in late.content.decode()
    assert Answer.objects.get(session=session).response == {"choice": 1}


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_about_words_survives_too(child: User, enrolment: Enrolment, text: str) -> None:
    session = Pupil(child).lesson(enrolment, clock.now())
    own, mother = signed_in(child), signed_in(guardian_of(enrolment.family))
    presses: list[tuple[Client, str]] = [
        (mother, reverse("lessons:praise", args=[session.pk])),
        (own, reverse("lessons:report", args=["U01.1"])),
        (own, reverse("lessons:bookmark", args=["U01.1"])),
    ]
    for client, address in presses:
        answer = client.post(address, {"text": text, "on": text, "next": text})
        assert answer.status_code in (200, 302, 422)
        assert "<script>alert" not in answer.content.decode()
    for client in (own, mother):
        page = client.get(reverse("lessons:search"), {"q": text, "child": text})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
    for name in ("record", "words", "mistakes", "map"):
        strange = dict.fromkeys(("month", "week", "page", "show"), text)
        assert own.get(reverse(f"lessons:{name}"), strange).status_code == 200
    assert all(len(p.text) <= 100 for p in Praise.objects.all())
    assert StudySession.objects.count() == 1
