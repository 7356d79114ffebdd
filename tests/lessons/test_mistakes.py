"""오답노트: what was missed first, why, and when it was made good."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from lessons.models import Answer, Course, Enrolment, Item, StudySession
from lessons.selectors.mistakes import mistake_page
from lessons.services.enrolments import open_enrolment
from lessons.services.starting import start_three
from oneco.lib import clock
from tests.factories import make_child, make_family, make_guardian, signed_in
from tests.lessons.pupil import Pupil, always_wrong, wrong_at_first

DAY = timedelta(days=1)
START = clock.noon(date(2026, 3, 2))


@pytest.fixture
def child(db: None) -> User:
    return make_child(make_family(make_guardian()))


@pytest.fixture
def enrolment(child: User, first_week: Course) -> Enrolment:
    return open_enrolment(
        child=child,
        course=first_week,
        family=child.child_profile.home_family,
        first_day=date(2026, 3, 2),
        weekdays="1111111",
        on_holidays=True,
        now=START,
    )


def notes(child: User, **query: str) -> str:
    answer = signed_in(child).get(reverse("lessons:mistakes"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_mistake_the_page_is_kind(child: User) -> None:
    assert "헷갈려도 괜찮아요" in notes(child)


def test_whoever_was_always_right_has_no_notes(child: User, enrolment: Enrolment) -> None:
    Pupil(child).lesson(enrolment, START)
    assert mistake_page(child.pk, None, everything=True).any is False


def test_each_question_missed_at_first_stands_once_with_why_and_answer(
    child: User, enrolment: Enrolment
) -> None:
    session = Pupil(child, wrong_at_first).lesson(enrolment, START)
    page = mistake_page(child.pk, None, everything=False)
    asked = Answer.objects.filter(session=session, kind="practice", attempt=1, right=False)
    assert {m.key for m in page.mistakes} == set(asked.values_list("item_key", flat=True))
    assert [m.day for m in page.mistakes] == [date(2026, 3, 2)] * len(page.mistakes)
    choice = Item.objects.filter(version=session.version, type="MC4", key__in=[m.key for m in page.mistakes])
    item = choice.first()
    assert item is not None
    note = next(m for m in page.mistakes if m.key == item.key)
    chosen = asked.get(item_key=item.key).response["choice"]
    assert note.chosen == item.body["options"][chosen]["text"]
    assert note.why == item.body["options"][chosen]["why"]
    assert note.right == [("", next(o["text"] for o in item.body["options"] if o.get("right")))]
    assert note.why in notes(child)


def test_right_on_a_later_day_makes_it_good_and_the_same_day_does_not(
    child: User, enrolment: Enrolment
) -> None:
    Pupil(child, wrong_at_first).lesson(enrolment, START)
    Pupil(child).finish(start_three(child, now=START + DAY), START + DAY)
    assert "다시 볼 문제가 하나도 없어요" in notes(child)
    page = notes(child, show="all")
    assert "맞혔어요" in page
    assert "다시 맞힌 문제" in page
    assert "다시 볼 문제" not in page.replace("다시 볼 문제가", "")
    done = mistake_page(child.pk, None, everything=True).mistakes
    assert {m.done_on for m in done} == {date(2026, 3, 3)}


def test_missed_again_later_it_is_open_again(child: User, enrolment: Enrolment) -> None:
    Pupil(child, wrong_at_first).lesson(enrolment, START)
    Pupil(child).finish(start_three(child, now=START + DAY), START + DAY)
    recalled = Answer.objects.filter(kind="recall").latest("pk")
    late = StudySession.objects.create(
        child=child,
        kind="review",
        day=date(2026, 3, 9),
        plan={"steps": [{"kind": "recall", "lesson": recalled.lesson_id, "version": 0}]},
        started_at=START + 7 * DAY,
    )
    session = StudySession.objects.filter(kind="lesson").earliest("pk")
    late.plan["steps"][0]["version"] = session.version_id
    late.save()
    missed = Answer.objects.filter(session=session, kind="practice", attempt=1, right=False).earliest("pk")
    Answer.objects.create(
        session=late,
        child=child,
        step=0,
        attempt=1,
        kind="recall",
        lesson_id=missed.lesson_id,
        item_key=missed.item_key,
        response={"gave_up": True},
        right=False,
        shown=True,
        day=date(2026, 3, 9),
        answered_at=START + 7 * DAY,
    )
    (note,) = mistake_page(child.pk, None, everything=False).mistakes
    assert (note.key, note.day, note.chosen, note.why) == (missed.item_key, date(2026, 3, 9), "", "")
    assert note.right


def test_an_answer_entered_after_it_was_shown_makes_nothing_good(child: User, enrolment: Enrolment) -> None:
    Pupil(child, always_wrong).lesson(enrolment, START)
    Pupil(child, always_wrong).finish(start_three(child, now=START + DAY), START + DAY)
    assert not any(m.done_on for m in mistake_page(child.pk, None, everything=True).mistakes)


@pytest.mark.parametrize("page", ["0", "99", "abc", "-1"])
def test_pages_that_cannot_be_are_the_nearest(child: User, enrolment: Enrolment, page: str) -> None:
    Pupil(child, wrong_at_first).lesson(enrolment, START)
    assert "고른 답" in notes(child, page=page)


def test_many_notes_come_in_pages(child: User, enrolment: Enrolment) -> None:
    pupil = Pupil(child, wrong_at_first)
    for n in range(4):
        pupil.lesson(enrolment, START + n * DAY)
    first = notes(child, show="all")
    assert "page=2" in first
    assert "더 새로운 문제" in notes(child, show="all", page="2")


def test_the_notes_are_the_childs_alone(child: User, enrolment: Enrolment) -> None:
    guardian = child.child_profile.home_family.memberships.get(role="guardian").user
    assert signed_in(guardian).get(reverse("lessons:mistakes")).status_code == 403
    other = make_child(child.child_profile.home_family, guardian, name="지호")
    Pupil(child, wrong_at_first).lesson(enrolment, START)
    assert "헷갈려도 괜찮아요" in notes(other)
