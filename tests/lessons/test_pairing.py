"""The card for two: opened by a 복습하는 날, answered once, and nobody's promise hangs on it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from families.models import Family, Membership
from lessons.models import Course, Enrolment, Lesson, PairCard, StudySession
from lessons.selectors.pairing import waiting_pair_cards
from lessons.services.pairing import answer_pair_card
from oneco.lib.errors import Refused
from tests.factories import add_member, guardian_of, make_child, make_family, make_guardian
from tests.lessons.conftest import MONDAY, ONE_DAY, at, enrol
from tests.lessons.pupil import Pupil

FRIDAY = MONDAY + ONE_DAY * 4


@pytest.fixture
def family(content: None) -> Family:
    return make_family()


@pytest.fixture
def child(family: Family) -> User:
    return make_child(family)


@pytest.fixture
def enrolment(child: User) -> Enrolment:
    return enrol(child, Course.objects.get(slug="first-week"))


def study_a_week(child: User, enrolment: Enrolment) -> StudySession:
    pupil = Pupil(child)
    for n in range(4):
        session = pupil.lesson(enrolment, at(MONDAY + ONE_DAY * n))
        StudySession.objects.filter(pk=session.pk).update(sentence=f"{session.lesson.ko}은 {n}번째 말이에요.")
    return pupil.review(at(FRIDAY))


@pytest.fixture
def card(child: User, enrolment: Enrolment) -> PairCard:
    study_a_week(child, enrolment)
    return PairCard.objects.get()


def test_a_review_day_opens_one_with_the_childs_newest_sentence(card: PairCard, enrolment: Enrolment) -> None:
    assert (card.enrolment_id, card.lesson.ko, card.sentence) == (
        enrolment.pk,
        "기회비용",
        "(   )은 3번째 말이에요.",
    )
    assert (card.opened_on, card.open_until) == (FRIDAY, FRIDAY + timedelta(days=7))
    assert len(card.choices) == 3
    assert card.lesson_id in card.choices


def test_the_guardians_of_the_home_hear_of_it(card: PairCard, family: Family) -> None:
    heard = Notification.objects.get(kind="pair.opened")
    assert heard.recipient == guardian_of(family)
    assert heard.data["url"] == reverse("lessons:pair", args=[card.pk])


def test_other_days_open_none(child: User, enrolment: Enrolment) -> None:
    Pupil(child).lesson(enrolment, at(MONDAY))
    assert not PairCard.objects.exists()


def test_a_review_without_a_sentence_opens_none(child: User, enrolment: Enrolment) -> None:
    pupil = Pupil(child)
    for n in range(4):
        pupil.lesson(enrolment, at(MONDAY + ONE_DAY * n))
    StudySession.objects.update(sentence="")
    pupil.review(at(FRIDAY))
    assert not PairCard.objects.exists()


def test_the_first_answer_stays(card: PairCard, family: Family, child: User) -> None:
    guardian = guardian_of(family)
    answer_pair_card(card, by=guardian, lesson_id=card.lesson_id, now=at(FRIDAY))
    with pytest.raises(Refused, match="이미 끝났어요"):
        answer_pair_card(card, by=child, lesson_id=card.choices[0], now=at(FRIDAY))
    card.refresh_from_db()
    assert (card.chosen_id, card.answered_by) == (card.lesson_id, guardian)
    assert Notification.objects.get(kind="pair.answered").recipient == child


def test_the_same_answer_twice_is_one_and_no_fault(card: PairCard, family: Family) -> None:
    for _press in range(2):
        answer_pair_card(card, by=guardian_of(family), lesson_id=card.lesson_id, now=at(FRIDAY))
    assert Notification.objects.filter(kind="pair.answered").count() == 1


def test_the_child_enters_what_it_heard_on_the_telephone(card: PairCard, child: User) -> None:
    answer_pair_card(card, by=child, lesson_id=card.choices[0], now=at(FRIDAY))
    card.refresh_from_db()
    assert card.answered_by == child
    assert not Notification.objects.filter(kind="pair.answered").exists(), "it knows already"


def test_it_is_over_after_seven_days_and_asks_nobody_any_more(card: PairCard, child: User) -> None:
    last, after = FRIDAY + ONE_DAY * 7, FRIDAY + ONE_DAY * 8
    assert waiting_pair_cards(child, last) == [card]
    assert waiting_pair_cards(child, after) == []
    with pytest.raises(Refused):
        answer_pair_card(card, by=child, lesson_id=card.lesson_id, now=at(after))


def test_a_word_that_is_not_on_it_is_refused(card: PairCard, child: User) -> None:
    with pytest.raises(Refused) as refused:
        answer_pair_card(card, by=child, lesson_id=999, now=at(FRIDAY))
    assert refused.value.field == "choice"


@pytest.mark.parametrize("word", ["기회비용", "기회 비용"])
def test_the_sentence_never_names_the_word(child: User, enrolment: Enrolment, word: str) -> None:
    pupil = Pupil(child)
    for n in range(4):
        session = pupil.lesson(enrolment, at(MONDAY + ONE_DAY * n))
    StudySession.objects.filter(pk=session.pk).update(sentence=f"{word}은 가장 아까운 하나예요.")
    pupil.review(at(FRIDAY))
    assert PairCard.objects.get().sentence == "(   )은 가장 아까운 하나예요."


def test_a_sentence_full_of_the_word_is_cut_to_the_card(child: User, enrolment: Enrolment) -> None:
    pupil = Pupil(child)
    for n in range(4):
        session = pupil.lesson(enrolment, at(MONDAY + ONE_DAY * n))
    Lesson.objects.filter(pk=session.lesson_id).update(ko="돈")
    StudySession.objects.filter(pk=session.pk).update(sentence="돈" * 300)
    assert pupil.review(at(FRIDAY)).is_finished
    sentence = PairCard.objects.get().sentence
    assert "돈" not in sentence
    assert len(sentence) == PairCard._meta.get_field("sentence").max_length


def test_a_home_that_the_child_left_keeps_no_card_of_it(
    card: PairCard, family: Family, child: User, client: Client
) -> None:
    Membership.objects.filter(user=child, family=family).update(state="left")
    for person in (child, guardian_of(family)):
        client.force_login(person)
        assert client.get(reverse("lessons:pair", args=[card.pk])).status_code == 404
        assert client.post(reverse("lessons:pair", args=[card.pk]), {"choice": 1}).status_code == 404
        assert waiting_pair_cards(person, FRIDAY) == []


def test_a_guardian_of_another_home_does_not_see_it(card: PairCard, child: User, client: Client) -> None:
    """Sentences stay in the home they belong to, also for a child of two homes."""
    other = make_family()
    add_member(other, child)
    client.force_login(guardian_of(other))
    assert client.get(reverse("lessons:pair", args=[card.pk])).status_code == 404
    assert waiting_pair_cards(guardian_of(other), FRIDAY) == []
    client.force_login(make_guardian())
    assert client.get(reverse("lessons:pair", args=[card.pk])).status_code == 404


def test_the_page_keeps_to_the_card(card: PairCard, family: Family, client: Client) -> None:
    PairCard.objects.update(open_until=FRIDAY + timedelta(days=3000))
    client.force_login(guardian_of(family))
    address = reverse("lessons:pair", args=[card.pk])
    page = client.get(address).content.decode()
    assert "(   )은 3번째 말이에요." in page
    assert client.post(address, {}).status_code == 422
    assert "하나를 골라 주세요." in client.post(address, {"choice": "없음"}).content.decode()
    assert client.post(address, {"choice": card.lesson_id}).status_code == 302
    assert "서로 통했어요" in client.get(address).content.decode()
