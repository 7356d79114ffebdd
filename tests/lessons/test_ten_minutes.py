"""The day's plan keeps to the child's time; what the clock cuts off moves to tomorrow."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lessons import grading, player
from lessons.models import Answer, Card, Course, Enrolment, Item, StudySession
from lessons.planning import (
    PACE,
    PLANNED_SECONDS,
    Choice,
    RecallPick,
    chips_for,
    form_of,
    lesson_plan,
    seconds_of,
)
from lessons.player import CARD, PRACTICE, RECALL, Given, Position, Step, is_time, steps_of
from lessons.selectors.memory import words_to_recall
from lessons.selectors.pace import pace_of
from lessons.selectors.sessions import answers_of, position_of
from lessons.services.answering import answer
from lessons.services.starting import start_lesson, start_three
from oneco.lib.errors import Refused
from tests.factories import make_child, make_family
from tests.lessons.conftest import MONDAY, ONE_DAY, at, enrol
from tests.lessons.pupil import Pupil, always_wrong
from tests.lessons.test_player import ITEMS

RECALLS = [RecallPick(n, 1, "b1", "b2") for n in range(1, 6)]


@pytest.fixture
def child(db: None) -> User:
    return make_child(make_family())


@pytest.fixture
def enrolment(child: User, first_week: Course) -> Enrolment:
    return enrol(child, first_week)


def plan_at(pace: dict[str, float], band: str = "E", items: list[Choice] = ITEMS) -> list[Step]:
    plan = lesson_plan(
        lesson=7, version=9, items=items, recalls=RECALLS, form="scene", band=band, pace=pace
    )  # fmt: skip
    return steps_of(plan, [])


def count(steps: list[Step], kind: str) -> int:
    return sum(step.kind == kind for step in steps)


@pytest.mark.parametrize("slower", [1, 1.5, 2])
def test_a_slower_child_gets_fewer_questions_but_always_ends_in_time(slower: float) -> None:
    pace = {kind: seconds * slower for kind, seconds in PACE.items()}
    steps = plan_at(pace)
    assert count(steps, CARD) == 3
    assert count(steps, PRACTICE) - 1 >= 3, "the estimate and three questions at least"
    assert count(steps, RECALL) >= 1
    assert seconds_of(steps, pace) <= PLANNED_SECONDS or count(steps, RECALL) == 1


def test_a_quick_child_gets_all_of_it_and_the_new_situation_stays() -> None:
    quick = plan_at(dict.fromkeys(PACE, 10))
    assert (count(quick, RECALL), count(quick, PRACTICE)) == (5, 5)
    slow = plan_at(dict.fromkeys(PACE, 60))
    assert [s.item for s in slow if s.kind == PRACTICE][-1] == "t1"


def test_older_children_practise_four_at_least() -> None:
    assert count(plan_at(dict.fromkeys(PACE, 90), band="M"), PRACTICE) == 5


def test_the_form_of_써_보기_is_never_that_of_last_time() -> None:
    assert form_of(["scene", "news"], "scene") == "news"
    assert form_of(["scene", "news"], "trap") == "scene"
    assert form_of(["scene"], "scene") == "scene"


def test_the_clock_never_ends_a_lesson_before_the_word_was_met() -> None:
    steps = [Step(RECALL, item="b1"), Step(CARD, card="scene"), Step(PRACTICE, item="a1")]
    answers = [Given(0, n, False) for n in range(1, 5)]
    assert not is_time(900, answers, steps, Position(1, steps[1]))
    assert is_time(600, answers, steps, Position(2, steps[2]))
    assert not is_time(599, answers, steps, Position(2, steps[2]))
    assert not is_time(900, answers[:2], steps, Position(2, steps[2]))


def test_ten_active_minutes_end_the_day_and_the_rest_waits_for_tomorrow(
    child: User, enrolment: Enrolment
) -> None:
    now = at(MONDAY)
    session = start_lesson(child, enrolment_id=enrolment.pk, now=now)
    pupil = Pupil(child, always_wrong)
    while pupil.step(session, now):
        now += timedelta(seconds=50)
    session.refresh_from_db()
    assert session.cut_short
    assert session.credited_on == MONDAY
    assert 600 <= session.active_seconds < 660
    steps = steps_of(session.plan, [Given(a.step, a.attempt, a.right, a.shown) for a in answers_of(session)])
    passed = max(a.step for a in answers_of(session))
    assert passed < len(steps) - 1, "there was more to do"
    card = Card.objects.get(child=child)
    assert card.due_on == MONDAY + ONE_DAY
    assert [w.lesson for w in words_to_recall(child.pk, MONDAY + ONE_DAY)] == [session.lesson_id]


def test_a_pause_is_not_study(child: User, enrolment: Enrolment) -> None:
    """Coming back an hour after every answer takes no more than a minute of the ten each time."""
    now = at(MONDAY) - timedelta(hours=6)
    session = start_lesson(child, enrolment_id=enrolment.pk, now=now)
    for _step in range(9):
        now += timedelta(hours=1)
        Pupil(child).step(session, now)
    session.refresh_from_db()
    assert session.active_seconds == 540
    assert not position_of(session, answers_of(session)).finished


def test_the_answer_that_the_clock_cut_after_can_be_sent_again(child: User, enrolment: Enrolment) -> None:
    now = at(MONDAY)
    session = start_lesson(child, enrolment_id=enrolment.pk, now=now)
    pupil = Pupil(child)
    last = None
    while (here := position_of(session, answers_of(session))).step is not None:
        last = {"step": here.index, "attempt": here.attempt, "payload": pupil.payload(session, here)}
        now += timedelta(seconds=60)
        answer(session, child=child, now=now, **last)
        session.refresh_from_db()
    before = Answer.objects.count()
    answer(session, child=child, now=now, **last)
    assert Answer.objects.count() == before


def test_the_pace_is_the_median_of_the_childs_own_answers(child: User, enrolment: Enrolment) -> None:
    assert pace_of(child.pk) == dict(PACE)
    Pupil(child).lesson(enrolment, at(MONDAY))
    pace = pace_of(child.pk)
    assert pace[PRACTICE] == 10
    assert pace[RECALL] == PACE[RECALL], "too few to know"


def test_three_words_on_any_day_and_three_more_when_pressed_again(
    child: User, course_of_nine: Enrolment
) -> None:
    pupil = Pupil(child)
    for n in range(4):
        pupil.lesson(course_of_nine, at(MONDAY + ONE_DAY * n))
    saturday = at(MONDAY + ONE_DAY * 5)
    session = start_three(child, now=saturday)
    assert count(steps_of(session.plan, []), RECALL) == 3
    assert start_three(child, now=saturday).pk == session.pk, "an open one goes on"
    pupil.finish(session, saturday)
    again = start_three(child, now=saturday)
    assert again.pk == session.pk
    assert count(steps_of(again.plan, []), RECALL) == 4, "one word was left"
    assert not position_of(again, answers_of(again)).finished
    assert start_three(child, now=saturday).plan == again.plan, "a second press adds nothing"
    before = again.finished_at
    pupil.finish(again, saturday + timedelta(hours=1))
    again.refresh_from_db()
    assert (again.finished_at, position_of(again, answers_of(again)).finished) == (before, True)
    assert start_three(child, now=saturday).plan == again.plan, "nothing is left to add"


def test_what_the_clock_left_of_a_review_comes_before_anything_new(
    child: User, course_of_nine: Enrolment
) -> None:
    for n in range(4):
        Pupil(child).lesson(course_of_nine, at(MONDAY + ONE_DAY * n))
    now = saturday = at(MONDAY + ONE_DAY * 5)
    session = start_three(child, now=saturday)
    while Pupil(child, always_wrong).step(session, now):
        now += timedelta(seconds=55)
    session.refresh_from_db()
    assert session.cut_short
    again = start_three(child, now=saturday)
    assert again.plan == session.plan
    assert not position_of(again, answers_of(again)).finished
    Pupil(child).finish(again, saturday)
    assert count(steps_of(start_three(child, now=saturday).plan, []), RECALL) == 4


def test_no_further_step_is_shown_when_the_ten_minutes_are_over(
    child: User, enrolment: Enrolment, client: Client
) -> None:
    session = start_lesson(child, enrolment_id=enrolment.pk, now=at(MONDAY))
    pupil = Pupil(child)
    here = position_of(session, answers_of(session))
    while here.step is not None and here.step.card != "not":
        pupil.step(session, at(MONDAY))
        here = position_of(session, answers_of(session))
    StudySession.objects.filter(pk=session.pk).update(active_seconds=600)
    client.force_login(child)
    form = {"step": here.index, "attempt": here.attempt}
    answer = client.post(reverse("lessons:answer", args=[session.pk]), form, headers={"HX-Request": "true"})
    session.refresh_from_db()
    assert session.cut_short
    done = reverse("lessons:done", args=[session.pk])
    assert answer.headers["HX-Redirect"] == done
    never_asked = client.get(reverse("lessons:study", args=[session.pk]), {"after": here.index + 1})
    assert never_asked.headers["Location"] == done


@pytest.fixture
def course_of_nine(child: User, content: None) -> Enrolment:
    return enrol(child, Course.objects.get(slug="choices-and-needs"))


def test_nothing_to_recall_is_said_kindly(child: User, enrolment: Enrolment) -> None:
    with pytest.raises(Refused, match="아직 떠올릴 단어가 없어요"):
        start_three(child, now=at(MONDAY))


def test_a_missed_recall_comes_once_more_later_and_earns_no_credit(
    child: User, course_of_nine: Enrolment
) -> None:
    pupil = Pupil(child)
    for n in range(4):
        pupil.lesson(course_of_nine, at(MONDAY + ONE_DAY * n))
    saturday = at(MONDAY + ONE_DAY * 5)
    session = start_three(child, now=saturday)
    first = steps_of(session.plan, [])[0]

    def wrong_once(step: Step, attempt: int) -> bool:
        return step != first or attempt > 1

    Pupil(child, wrong_once).finish(session, saturday)
    steps = steps_of(session.plan, [Given(a.step, a.attempt, a.right) for a in answers_of(session)])
    again = [s for s in steps if s.added]
    assert [(s.lesson, s.item) for s in again] == [(first.lesson, first.again)]
    assert steps.index(again[0]) == 3, "after two others"
    assert not course_of_nine.recalls.filter(lesson=first.lesson).exists()
    assert Answer.objects.filter(session=session, kind=RECALL).count() == 5


def test_the_review_of_a_block_asks_its_scenario(child: User, enrolment: Enrolment) -> None:
    pupil = Pupil(child)
    for n in range(4):
        pupil.lesson(enrolment, at(MONDAY + ONE_DAY * n))
    friday = at(MONDAY + ONE_DAY * 4)
    session = pupil.review(friday)
    assert session.plan["steps"][-1] == {"kind": player.SCENARIO}
    assert session.plan["scenario"]["words"] == ["희소성", "필요와 욕구", "선택", "기회비용"]
    kept = Answer.objects.get(session=session, kind=player.SCENARIO)
    assert kept.response == {"choice": 0}
    assert StudySession.objects.filter(child=child, kind="review").count() == 1


def test_the_youngest_may_choose_the_missing_word(child: User, enrolment: Enrolment) -> None:
    pupil = Pupil(child)
    for n in range(3):
        session = pupil.lesson(enrolment, at(MONDAY + ONE_DAY * n))
    asked = next(step for step in steps_of(session.plan, []) if step.kind == RECALL)
    key = f"{asked.version}:{asked.item}"
    chips = session.plan["chips"][key]
    assert len(chips) == len(set(chips)) == 4
    body = Item.objects.get(version=asked.version, key=asked.item).body
    assert body["accept"][0] in chips
    assert grading.clean(body | {"type": "CZ"}, {"text": "", "chip": chips[0]}) == {"text": chips[0]}


def test_chips_are_the_same_for_one_seed_and_none_where_too_few() -> None:
    body = {"accept": ["기회비용"], "near": [{"text": "비용"}, {"text": "가격"}]}
    chips = chips_for(body, ["선택", "기회 비용", "희소성"], "seed")
    assert sorted(chips) == ["가격", "기회비용", "비용", "선택"]
    assert chips == chips_for(body, ["선택", "기회 비용", "희소성"], "seed")
    assert chips_for({"accept": ["기회비용"]}, ["선택"], "seed") == []


def test_no_two_lessons_running_have_the_same_form_of_써_보기(child: User, course_of_nine: Enrolment) -> None:
    pupil = Pupil(child)
    forms = []
    for n in range(11):
        if n % 5 != 4:
            session = pupil.lesson(course_of_nine, at(MONDAY + ONE_DAY * n))
            forms += [s.card for s in steps_of(session.plan, []) if s.kind == player.APPLY]
    assert len(forms) == 9
    assert all(a != b for a, b in pairwise(forms)), forms
