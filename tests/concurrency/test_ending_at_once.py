"""Somebody ends a mission, or leaves the family, at the very moment of somebody else's press."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from families.models import Membership
from families.services import homes, members
from lessons.models import Answer, Course, Recall, StudySession
from lessons.selectors.sessions import answers_of, position_of
from lessons.services.answering import answer
from lessons.services.starting import start_review
from missions.models import EndWish, Mission, PromiseLine
from missions.services import ending, offers
from missions.services.sweep import run_daily
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.concurrency.crowd import at_once
from tests.factories import add_member, guardian_of, make_child, make_family, make_guardian
from tests.lessons.pupil import Pupil
from tests.missions.world import MONDAY, World, at, fresh, make_world, study
from tests.shelf import fill_shelf
from tests.town import run_mission

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
ROUNDS = 4


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def pressed(*jobs: Callable[[], object]) -> list[str]:
    """What became of each press: "done", or the code of its refusal. Anything else fails the test."""

    def one(job: Callable[[], object]) -> str:
        try:
            job()
        except Refused as no:
            return no.code
        return "done"

    return at_once([lambda job=job: one(job) for job in jobs])


def one_answer_before_the_goal(now_back: timedelta) -> tuple[Mission, StudySession]:
    """A child whose next right answer is the last recall of its mission."""
    family = make_family()
    course = Course.objects.get(slug="first-week")
    begun = clock.now() - now_back
    mission = run_mission(family, make_child(family), guardian_of(family), course, begun)
    assert mission.enrolment is not None
    pupil = Pupil(mission.child)
    for day in range(4):
        pupil.lesson(mission.enrolment, begun + day * DAY)
    session = start_review(mission.child, now=clock.now())
    while Recall.objects.filter(enrolment=mission.enrolment).count() < 3:
        assert pupil.step(session, clock.now())
    return fresh(mission), session


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_end_and_the_finishing_answer_have_one_outcome(transactional_db: None, _round: int) -> None:
    fill_shelf()
    mission, session = one_answer_before_the_goal(timedelta(days=4))
    assert mission.state == "running"
    mother, child = guardian_of(mission.family), mission.child
    place = position_of(session, answers_of(session))
    payload = Pupil(child).payload(session, place)
    ending.ask_to_stop(mission.pk, actor=child, now=clock.now())
    results = pressed(
        lambda: ending.end_mission(mission.pk, actor=mother, now=clock.now()),
        lambda: answer(
            session, child=child, step=place.index, attempt=place.attempt, payload=payload, now=clock.now()
        ),
    )
    assert results[1] == "done"
    assert Answer.objects.filter(session=session, step=place.index).exists()
    assert Recall.objects.count() == 4
    after = fresh(mission)
    assert (after.state, results[0]) in {("achieved", "not_allowed_state"), ("ended", "done")}
    assert PromiseLine.objects.count() == (after.state == "achieved")
    assert not EndWish.objects.filter(answered_at=None).exists()
    assert after.enrolment is not None
    assert after.enrolment.closed_at


def test_the_end_and_the_days_sweep_have_one_outcome(world: World) -> None:
    mission = world.running()
    now = at(MONDAY + 5 * DAY)
    results = pressed(
        lambda: ending.end_mission(mission.pk, actor=world.mother, now=now, reason="이사"),
        lambda: run_daily(now=now),
        lambda: run_daily(now=now),
    )
    assert results == ["done"] * 3
    assert fresh(mission).state == "ended"
    kinds = list(mission.events.values_list("kind", flat=True))
    assert (kinds.count("end"), kinds.count("fall_short")) in {(1, 0), (1, 1)}


def test_both_sides_ending_at_once_end_it_once(world: World) -> None:
    mission = world.running(kind="money", title="용돈", amount=4_000)
    study(mission, 3, day=MONDAY)
    now = at(MONDAY)
    ending.end_mission(mission.pk, actor=world.mother, now=now, reason="이사", amount=3_000)
    results = pressed(
        lambda: ending.end_mission(mission.pk, actor=world.child, now=now),
        lambda: ending.keep_on(mission.pk, actor=world.child, now=now),
        lambda: ending.end_mission(mission.pk, actor=world.child, now=now),
    )
    after = fresh(mission)
    lines = list(PromiseLine.objects.values_list("effect", flat=True))
    assert (after.state, lines) in [("ended", [3_000]), ("running", [])]
    assert results[1] in {"done", "not_allowed_state"}


def test_two_wishes_at_once_are_one(world: World) -> None:
    mission = world.running()
    study(mission, 3, day=MONDAY)
    now = at(MONDAY)
    pressed(
        lambda: ending.ask_to_stop(mission.pk, actor=world.child, now=now),
        lambda: ending.ask_to_stop(mission.pk, actor=world.child, now=now),
        lambda: ending.end_mission(mission.pk, actor=world.mother, now=now, reason="이사"),
    )
    ended = fresh(mission).state == "ended"
    assert EndWish.objects.count() == 1
    assert EndWish.objects.filter(answered_at=None).count() == (not ended)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_leaving_and_accepting_have_one_outcome(world: World, _round: int) -> None:
    mission = world.propose()
    now = at(MONDAY)
    place = Membership.objects.get(family=world.family, user=world.mother)
    results = pressed(
        lambda: members.leave(place, now=now),
        lambda: offers.accept_mission(mission.pk, actor=world.child, now=now),
    )
    assert results[0] == "done"
    after = fresh(mission)
    assert (after.state, results[1]) in {("running", "done"), ("withdrawn", "not_allowed_state")}
    assert (after.enrolment is not None) == (after.state == "running")


def test_a_child_taken_out_of_a_home_while_it_accepts_leaves_nothing_open(world: World) -> None:
    aunt, now = make_guardian(name="이모"), at(MONDAY)
    second = make_family(aunt)
    place = add_member(second, world.child)
    mission = offers.propose_mission(second, child=world.child, terms=world.terms(), actor=aunt, now=now)
    results = pressed(
        lambda: homes.end_second_home(place, actor=aunt, now=now),
        lambda: offers.accept_mission(mission.pk, actor=world.child, now=now),
    )
    assert results[0] == "done"
    assert fresh(mission).state in {"ended", "withdrawn"}
    enrolment = fresh(mission).enrolment
    assert enrolment is None or enrolment.closed_at
