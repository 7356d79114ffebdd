"""Late promises: kindly told, and after a week no new mission until something is asked for or given."""

from datetime import date, timedelta

import pytest

from accounts.models import Notification, User
from families.models import Membership
from lessons.models import Course
from missions import ledger, wording
from missions.models import Mission, MissionEvent
from missions.selectors.promises import notebook, promise_of
from missions.services import changing, forgiving, promises, sweep
from missions.services.changing import Wish
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import add_member, make_child, make_family
from tests.missions.world import MONDAY, World, at, fresh, make_course

DAY = timedelta(days=1)
DONE = MONDAY + DAY
DUE = DONE + 7 * DAY
WEEK = DUE + 7 * DAY  # seven days overdue
FILM = Wish(title="영화 보기")


def may_propose(world: World, day: date, who: User | None = None) -> bool:
    course = make_course(f"c{Course.objects.count()}", 4, "다른 코스")
    try:
        world.propose(by=who, course=course, first_day=day, now=at(day))
    except Refused as no:
        return no.code != "promise_overdue"
    return True


def ask(mission: Mission, by: User, day: date, wish: Wish = FILM) -> int:
    changing.ask_change(mission.pk, actor=by, wish=wish, now=at(day))
    return mission.promise_changes.latest("pk").pk


def told(kind: str) -> list[tuple[User, date]]:
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    return [(notice.recipient, clock.study_date(notice.created_at)) for notice in rows]


def test_a_guardian_waits_from_seven_days_on_and_the_other_one_does_not(world: World) -> None:
    world.achieved()
    assert may_propose(world, WEEK - DAY)
    assert not may_propose(world, WEEK)
    assert may_propose(world, WEEK, world.father)


@pytest.mark.parametrize("by_child", [True, False])
def test_asking_for_a_change_lets_go(world: World, by_child: bool) -> None:
    mission = world.achieved()
    ask(mission, world.child if by_child else world.mother, WEEK)
    assert may_propose(world, WEEK)


def test_a_change_asked_before_it_was_late_does_not(world: World) -> None:
    mission = world.achieved()
    ask(mission, world.child, DUE)
    assert not may_propose(world, WEEK)


def test_asking_and_taking_back_does_not(world: World) -> None:
    mission = world.achieved()
    change = ask(mission, world.mother, WEEK)
    changing.take_back_change(mission.pk, change_id=change, actor=world.mother, now=at(WEEK))
    assert not may_propose(world, WEEK)


def test_a_newly_agreed_day_that_is_missed_by_a_week_blocks_again(world: World) -> None:
    mission = world.achieved()
    change = ask(mission, world.mother, WEEK, Wish(due_on=WEEK + 3 * DAY))
    changing.answer_change(mission.pk, change_id=change, accept=True, actor=world.child, now=at(WEEK))
    assert may_propose(world, WEEK + 9 * DAY)
    assert not may_propose(world, WEEK + 10 * DAY)


def test_a_refused_change_lets_go_too(world: World) -> None:
    mission = world.achieved()
    change = ask(mission, world.mother, WEEK)
    changing.answer_change(mission.pk, change_id=change, accept=False, actor=world.child, now=at(WEEK))
    assert may_propose(world, WEEK)


def test_giving_all_or_letting_go_lets_go_and_a_part_does_not(world: World) -> None:
    mission = world.achieved(kind="money", title="용돈", amount=5000)
    promises.deliver_promise(mission.pk, actor=world.mother, now=at(WEEK), amount=4000)
    assert not may_propose(world, WEEK)
    forgiving.forgive_promise(mission.pk, actor=world.child, now=at(WEEK))
    assert may_propose(world, WEEK)


def test_who_left_a_family_is_not_held_in_another_for_what_it_cannot_give_there(world: World) -> None:
    world.achieved()
    other = make_family(world.mother, name="새 가족")
    make_child(other, world.mother, name="하준")
    assert ledger.overdue_missions(world.mother.pk, WEEK)
    Membership.objects.filter(user=world.mother, family=world.family).update(state="left", left_at=at(WEEK))
    assert not ledger.overdue_missions(world.mother.pk, WEEK)
    add_member(world.family, world.mother)
    assert ledger.overdue_missions(world.mother.pk, WEEK)


def test_both_hear_of_it_the_day_after_and_after_a_week_once_each(world: World) -> None:
    mission = world.achieved()
    for n in range((WEEK - DONE).days + 20):
        day = DONE + n * DAY
        for hour in (3, 4):
            sweep.run_daily(now=at(day, hour))
    for kind, day in (("mission_overdue", DUE + DAY), ("mission_overdue_week", WEEK)):
        assert set(told(kind)) == {(world.child, day), (world.mother, day)}
        assert len(told(kind)) == 2
    assert MissionEvent.objects.filter(mission=mission, kind="overdue").count() == 2


def test_a_sweep_that_slept_tells_only_the_newest(world: World) -> None:
    world.achieved()
    sweep.run_daily(now=at(WEEK + 2 * DAY))
    assert not told("mission_overdue")
    assert len(told("mission_overdue_week")) == 2


def test_nobody_is_told_once_it_is_given_or_has_a_new_day(world: World) -> None:
    mission = world.achieved()
    change = ask(mission, world.child, DUE, Wish(due_on=DUE + 5 * DAY))
    changing.answer_change(mission.pk, change_id=change, accept=True, actor=world.mother, now=at(DUE))
    sweep.run_daily(now=at(DUE + 5 * DAY))
    assert not told("mission_overdue")
    sweep.run_daily(now=at(DUE + 6 * DAY))
    assert len(told("mission_overdue")) == 2
    promises.deliver_promise(mission.pk, actor=world.mother, now=at(DUE + 6 * DAY))
    sweep.run_daily(now=at(DUE + 30 * DAY))
    assert not told("mission_overdue_week")


def test_the_words_are_kind(world: World) -> None:
    world.achieved()
    for day in (DUE + DAY, WEEK):
        sweep.run_daily(now=at(day))
    for notice in Notification.objects.filter(kind__startswith="mission_overdue"):
        sentence = wording.NOTICES[notice.kind](notice.data)
        assert "‘김밥 소풍’" in sentence
        assert sentence.endswith(("봐요.", "있어요."))


def test_both_see_the_three_buttons_from_a_week_on(world: World) -> None:
    mission = world.achieved()
    for day, pressing in ((WEEK - DAY, False), (WEEK, True)):
        child = promise_of(mission, world.child, today=day).keeping
        mother = promise_of(mission, world.mother, today=day).keeping
        assert (child.pressing, mother.pressing) == (pressing, pressing)
        assert {"change", "forgive"} <= child.can
        assert "change" in mother.can
        assert "forgive" not in mother.can
    assert promise_of(mission, world.father, today=WEEK).keeping.can == frozenset()
    assert notebook(world.mother, today=WEEK).waiting[0].card.overdue == 7
    assert fresh(mission).state == "achieved"
