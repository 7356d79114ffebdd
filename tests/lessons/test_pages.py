"""The lesson's pages: with and without script, twice, with nonsense, as the wrong person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lessons.models import Answer, Course, Enrolment, Item, Lesson, StudySession
from lessons.player import PRACTICE
from lessons.selectors.sessions import answers_of, item_of, position_of
from lessons.services.enrolments import open_enrolment
from oneco.lib import clock
from tests.factories import make_child, make_family, make_guardian
from tests.lessons.pupil import Pupil, payload_for

HTMX = {"HX-Request": "true"}


@pytest.fixture
def child(db: None) -> User:
    return make_child(make_family())


@pytest.fixture
def enrolment(child: User, first_week: Course) -> Enrolment:
    return open_enrolment(
        child=child,
        course=first_week,
        family=child.child_profile.home_family,
        first_day=clock.today(),
        weekdays="1111111",
        on_holidays=True,
        now=clock.now(),
    )


@pytest.fixture
def mine(client: Client, child: User) -> Client:
    client.force_login(child)
    return client


@pytest.fixture
def session(mine: Client, enrolment: Enrolment) -> StudySession:
    assert mine.post(reverse("lessons:start", args=[enrolment.pk])).status_code == 302
    return StudySession.objects.get()


def send(client: Client, session: StudySession, payload: dict[str, object], **headers: str):
    """Answer the current step as the page's form does."""
    at = position_of(session, answers_of(session))
    data = {"step": at.index, "attempt": at.attempt, **payload}
    return client.post(reverse("lessons:answer", args=[session.pk]), data, headers=headers)


def go_to(child: User, session: StudySession, type_: str) -> Item:
    """Answer rightly until the current step asks an item of a type."""
    pupil = Pupil(child)
    while True:
        at = position_of(session, answers_of(session))
        item = item_of(at.step) if at.step else None
        if item and item.type == type_ and at.step and at.step.kind == PRACTICE:
            return item
        assert pupil.step(session, clock.now()), f"no {type_} in this lesson"


def wrong_for(session: StudySession, item: Item) -> dict[str, object]:
    order = session.plan["order"][f"{item.version_id}:{item.key}"]
    return payload_for(item.question, order, right=False)


def test_today_offers_the_word_and_one_press_starts_it(mine: Client, enrolment: Enrolment) -> None:
    page = mine.get(reverse("today")).content.decode()
    assert "희소성" in page
    assert "오늘의 단어 시작하기" in page
    response = mine.post(reverse("lessons:start", args=[enrolment.pk]), follow=True)
    assert "짐작해 보기" in response.content.decode()
    assert "하던 곳부터 이어서 하기" in mine.get(reverse("today")).content.decode()


def test_a_fragment_is_the_very_part_of_the_page(mine: Client, session: StudySession) -> None:
    url = reverse("lessons:study", args=[session.pk])
    fragment = mine.get(url, headers=HTMX)
    assert fragment.content.decode().lstrip().startswith('<div id="player"')
    assert "HX-Request" in fragment["Vary"]


def test_no_choice_is_a_sentence_and_422(mine: Client, session: StudySession) -> None:
    response = send(mine, session, {})
    assert response.status_code == 422
    assert "하나를 골라 주세요." in response.content.decode()
    assert not Answer.objects.exists()


def test_an_answer_to_another_step_gets_the_current_one(mine: Client, session: StudySession) -> None:
    send(mine, session, {"choice": "0"})
    stale = mine.post(reverse("lessons:answer", args=[session.pk]), {"step": 0, "attempt": 1, "choice": "1"})
    assert stale.status_code == 422
    assert "이미 지나갔어요" in stale.content.decode()
    again = mine.post(reverse("lessons:answer", args=[session.pk]), {"step": 0, "attempt": 1, "choice": "0"})
    assert again.status_code == 302
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("place", [{"step": "x"}, {"step": "-1"}, {"step": "9" * 30}, {"attempt": ""}, {}])
def test_a_forged_place_is_a_sentence(mine: Client, session: StudySession, place: dict[str, str]) -> None:
    data = {"step": "0", "attempt": "1"} | place if place else {}
    response = mine.post(reverse("lessons:answer", args=[session.pk]), {**data, "choice": "7"})
    assert response.status_code == 422
    assert not Answer.objects.exists()


def test_a_wrong_answer_shows_its_own_why_and_leaves_the_question_open(
    mine: Client, child: User, session: StudySession
) -> None:
    item = go_to(child, session, "MC4")
    wrong = wrong_for(session, item)
    response = send(mine, session, wrong)
    assert response.status_code == 302
    page = mine.get(response["Location"]).content.decode()
    assert item.body["options"][int(str(wrong["choice"]))]["why"] in page
    assert "다시 볼 것" in page
    assert 'name="attempt" value="2"' in page


def test_giving_up_shows_the_answer_which_is_then_entered(
    mine: Client, child: User, session: StudySession
) -> None:
    go_to(child, session, "MC4")
    page = send(mine, session, {"give_up": "1"}, **HTMX).content.decode()
    assert "빨간 동그라미가 맞는 답이에요" in page
    Pupil(child).step(session, clock.now())
    assert Answer.objects.filter(shown=True, right=True).exists()


def test_a_hint_keeps_what_was_typed(mine: Client, child: User, session: StudySession) -> None:
    item = go_to(child, session, "MC4")
    at = position_of(session, answers_of(session))
    response = mine.post(reverse("lessons:hint", args=[session.pk]), {"step": at.index})
    assert item.body["hints"][0] in response.content.decode()
    for nonsense in ({}, {"step": "-1"}, {"step": "1e9"}):
        assert mine.post(reverse("lessons:hint", args=[session.pk]), nonsense).status_code == 422
    forged = mine.post(reverse("lessons:hint", args=[session.pk]), {"step": 0})
    assert forged.status_code == 422


def test_moving_a_card_of_an_order_keeps_no_answer(mine: Client, child: User, session: StudySession) -> None:
    go_to_words(child, session)
    before = Answer.objects.count()
    at = position_of(session, answers_of(session))
    count = len(session.plan["order"][f"{at.step.version}:{at.step.item}"])
    order = [str(i) for i in range(count)]
    response = send(mine, session, {"order": order, "move": "down-0", "text": "<b>쓰던 글</b>"})
    page = response.content.decode()
    assert page.index('name="order" value="1"') < page.index('name="order" value="0"')
    assert "&lt;b&gt;쓰던 글&lt;/b&gt;" in page
    assert Answer.objects.count() == before


def go_to_words(child: User, session: StudySession) -> None:
    pupil = Pupil(child)
    while position_of(session, answers_of(session)).step.kind != "words":
        pupil.step(session, clock.now())


@pytest.mark.parametrize("text", ["가" * 301, "😀" * 4000, "'; DROP TABLE lessons_answer; --" * 20])
def test_too_long_a_sentence_is_refused_and_kept(
    mine: Client, child: User, session: StudySession, text: str
) -> None:
    go_to_words(child, session)
    response = send(mine, session, {"text": text})
    assert response.status_code == 422
    assert "조금 줄여 주세요" in response.content.decode()


def test_a_strangers_session_does_not_exist(client: Client, session: StudySession) -> None:
    client.force_login(make_child(make_family()))
    for name in ("study", "done"):
        assert client.get(reverse(f"lessons:{name}", args=[session.pk])).status_code == 404
    for name in ("answer", "hint"):
        assert client.post(reverse(f"lessons:{name}", args=[session.pk]), {"step": 0}).status_code == 404


def test_the_day_ends_with_shell_praise_and_question(
    mine: Client, child: User, session: StudySession
) -> None:
    done = reverse("lessons:done", args=[session.pk])
    assert mine.get(done)["Location"] == reverse("lessons:study", args=[session.pk])
    Pupil(child).finish(session, clock.now())
    page = mine.get(reverse("lessons:study", args=[session.pk]), follow=True).content.decode()
    for words in ("번째 조개를", "저녁", session.version.content["dinner"], "필요와 욕구"):
        assert words in page
    assert mine.get(reverse("lessons:study", args=[session.pk]), headers=HTMX)["HX-Redirect"] == done


def test_the_guardian_sees_the_childs_sentence_and_a_stranger_does_not(
    client: Client, child: User, session: StudySession
) -> None:
    Pupil(child).finish(session, clock.now())
    guardian = child.memberships.get().family.memberships.get(role="guardian").user
    client.force_login(guardian)
    assert "내 말로 적은 문장이에요." in client.get(reverse("lessons:learned")).content.decode()
    stranger = make_guardian()
    make_family(stranger)
    client.force_login(stranger)
    page = client.get(reverse("lessons:learned"), {"child": child.pk}).content.decode()
    assert "내 말로 적은 문장이에요." not in page
    assert child.display_name not in page


def test_a_word_is_read_again_only_after_it_was_learned(
    mine: Client, child: User, session: StudySession
) -> None:
    url = reverse("lessons:word", args=["U01.1"])
    assert mine.get(url).status_code == 404
    Pupil(child).finish(session, clock.now())
    assert mine.get(url).status_code == 200
    assert mine.get(reverse("lessons:word", args=["U99.9"])).status_code == 404


@pytest.mark.parametrize("month", ["", "2026-13", "9999-01", "abc", "2026-02", "0001-01"])
def test_the_record_shows_any_month_and_survives_nonsense(mine: Client, child: User, month: str) -> None:
    assert mine.get(reverse("lessons:record"), {"month": month}).status_code == 200


def test_trying_needs_no_account_and_leaves_no_row(client: Client, content: None) -> None:
    page = client.get(reverse("landing")).content.decode()
    assert "내 짐작 확인하기" in page
    for _step in range(3):
        state = page.split('name="state" value="')[1].split('"')[0]
        page = client.post(reverse("lessons:try"), {"state": state, "choice": "0"}).content.decode()
    assert "우리 집에서 시작하기" in page
    assert not Answer.objects.exists()
    forged = client.post(reverse("lessons:try"), {"state": "x:y:z", "choice": ""})
    assert forged.status_code == 422
    assert "하나를 골라 주세요." in forged.content.decode()


def test_two_lessons_a_day_and_no_more_is_a_page_with_a_sentence(
    mine: Client, child: User, enrolment: Enrolment
) -> None:
    Enrolment.objects.update(first_day=clock.today() - timedelta(days=3))
    pupil = Pupil(child)
    for _n in range(2):
        pupil.lesson(Enrolment.objects.get(), clock.now())
    response = mine.post(reverse("lessons:start", args=[enrolment.pk]))
    assert response.status_code == 422
    assert "오늘 배울 단어는 다 끝냈어요" in response.content.decode()


def test_a_hint_keeps_the_order_that_was_arranged(mine: Client, child: User, enrolment: Enrolment) -> None:
    Enrolment.objects.update(course=Course.objects.get(slug="choices-and-needs"))
    lesson = Lesson.objects.get(code="U01.8")
    version = lesson.versions.get(published=1)
    item = version.items.filter(type="ORD").first()
    assert item is not None
    session = StudySession.objects.create(
        child=child,
        kind="lesson",
        lesson=lesson,
        version=version,
        enrolment=enrolment,
        day=clock.today(),
        plan={
            "steps": [{"kind": PRACTICE, "item": item.key, "lesson": lesson.pk, "version": version.pk}],
            "spare": [],
            "order": {f"{version.pk}:{item.key}": list(range(len(item.body["steps"])))},
        },
        started_at=clock.now(),
    )
    places = [str(n) for n in reversed(range(len(item.body["steps"])))]
    page = mine.post(reverse("lessons:hint", args=[session.pk]), {"step": 0, "order": places})
    shown = [page.content.decode().index(f'name="order" value="{place}"') for place in places]
    assert shown == sorted(shown)
