"""A guardian left: another one takes over, with what was earned or without it, or time ends it."""

from datetime import timedelta

import pytest

from accounts.models import Notification, User
from families.models import Membership
from families.signals import member_left
from missions import ledger, wording
from missions.models import Mission
from missions.selectors.promises import promise_of
from missions.services import offers, promises, sweep, taking_over
from oneco.lib.errors import Refused
from tests.factories import add_member, make_guardian
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course, make_world, study

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY
LEFT = FRIDAY + DAY
SHARES = {"kind": "money", "title": "용돈", "amount": 9000, "parts": (2000, 3000, 4000)}


@pytest.fixture
def world(db: None) -> World:
    return make_world(words=12)


def leave(world: World, who: User | None = None, day: object = LEFT) -> None:
    membership = Membership.objects.get(user=who or world.mother, family=world.family, state="live")
    now = at(day)  # type: ignore[arg-type]
    Membership.objects.filter(pk=membership.pk).update(state="left", left_at=now)
    member_left.send(sender=Membership, membership=membership, now=now)


def take(mission: Mission, by: User, *, with_promises: bool = False) -> None:
    taking_over.take_over_mission(mission.pk, actor=by, now=at(LEFT), with_promises=with_promises)


def with_a_part(world: World) -> Mission:
    mission = world.running(**SHARES)
    study(mission, 4, day=FRIDAY)
    return mission


def test_what_was_earned_before_stays_with_the_one_who_left(world: World) -> None:
    mission = with_a_part(world)
    leave(world)
    take(mission, world.father)
    take(mission, world.father)
    assert fresh(mission).guardian == world.father
    assert (ledger.owed(mission, world.mother.pk), ledger.owed(mission, world.father.pk)) == (2000, 0)
    study(mission, 4, day=FRIDAY + 7 * DAY)
    assert (ledger.owed(mission, world.mother.pk), ledger.owed(mission, world.father.pk)) == (2000, 3000)


def test_the_one_who_takes_over_may_take_what_was_earned_too(world: World) -> None:
    mission = with_a_part(world)
    leave(world)
    for _press in range(2):
        take(mission, world.father, with_promises=True)
    assert list(mission.lines.order_by("pk").values_list("kind", "giver", "effect")) == [
        ("earned", world.mother.pk, 2000),
        ("moved", world.mother.pk, -2000),
        ("moved", world.father.pk, 2000),
    ]
    assert ledger.balance_of(mission).due_on == LEFT + 7 * DAY
    promises.deliver_promise(mission.pk, actor=world.father, now=at(LEFT))
    assert ledger.balance_of(mission).owed == 0


def test_who_took_over_without_may_take_it_later(world: World) -> None:
    mission = with_a_part(world)
    leave(world)
    take(mission, world.father)
    assert "take_over" in promise_of(mission, world.father, today=LEFT).keeping.can
    take(mission, world.father, with_promises=True)
    assert ledger.owed(mission, world.father.pk) == 2000
    assert "take_over" not in promise_of(mission, world.father, today=LEFT).keeping.can


def test_it_can_be_taken_over_again_and_again(world: World) -> None:
    mission = with_a_part(world)
    grandmother = make_guardian(name="할머니")
    add_member(world.family, grandmother)
    leave(world)
    take(mission, world.father, with_promises=True)
    leave(world, world.father)
    take(mission, grandmother, with_promises=True)
    owed = [ledger.owed(mission, who.pk) for who in (world.mother, world.father, grandmother)]
    assert owed == [0, 0, 2000]


def test_not_yet_after_the_move_is_owed_by_the_one_who_said_it_was_given(world: World) -> None:
    mission = with_a_part(world)
    promises.deliver_promise(mission.pk, actor=world.mother, now=at(FRIDAY))
    leave(world)
    take(mission, world.father, with_promises=True)
    promises.mark_not_yet(mission.pk, actor=world.child, now=at(LEFT))
    assert ledger.owed(mission, world.mother.pk) == 2000
    take(mission, world.father, with_promises=True)
    assert ledger.owed(mission, world.father.pk) == 2000


def test_a_promise_of_a_mission_that_is_over_is_taken_only_with_what_is_owed(world: World) -> None:
    mission = with_a_part(world)
    sweep.run_daily(now=at(mission.ends_on + 60 * DAY))
    assert fresh(mission).state == "closed"
    leave(world)
    with pytest.raises(Refused) as no:
        take(mission, world.father)
    assert no.value.code == "nothing_to_take"
    take(mission, world.father, with_promises=True)
    assert ledger.owed(mission, world.father.pk) == 2000


def test_an_achieved_promise_is_taken_over_and_kept(world: World) -> None:
    mission = world.achieved()
    leave(world)
    take(mission, world.father, with_promises=True)
    promises.deliver_promise(mission.pk, actor=world.father, now=at(LEFT))
    promises.confirm_promise(mission.pk, actor=world.child, now=at(LEFT))
    assert fresh(mission).state == "settled"


def test_nobody_takes_it_while_the_promiser_is_here(world: World) -> None:
    mission = with_a_part(world)
    for with_promises in (True, False):
        with pytest.raises(Refused) as no:
            take(mission, world.father, with_promises=with_promises)
        assert no.value.code == "promiser_is_here"
    with pytest.raises(Refused):
        take(mission, world.child)
    assert not ledger.owed(mission, world.father.pk)


def test_who_comes_back_gives_what_it_still_owes(world: World) -> None:
    mission = with_a_part(world)
    leave(world)
    take(mission, world.father)
    Membership.objects.filter(user=world.mother, family=world.family).update(state="live", left_at=None)
    promises.deliver_promise(mission.pk, actor=world.mother, now=at(LEFT))
    assert ledger.owed(mission, world.mother.pk) == 0
    assert "deliver" not in promise_of(mission, world.mother, today=LEFT).keeping.can


def test_after_seven_days_alone_time_ends_it_with_what_was_earned(world: World) -> None:
    mission = with_a_part(world)
    scheduled = world.propose(
        course=make_course("two", 4, "둘"), first_day=mission.ends_on + 40 * DAY, now=NOW
    )
    offers.accept_mission(scheduled.pk, actor=world.child, now=NOW)
    leave(world)
    sweep.run_daily(now=at(LEFT + 7 * DAY))
    assert fresh(mission).state == "running"
    for _night in range(2):
        sweep.run_daily(now=at(LEFT + 8 * DAY))
    assert (fresh(mission).state, fresh(scheduled).state) == ("ended", "withdrawn")
    assert mission.enrolment is not None
    mission.enrolment.refresh_from_db()
    assert mission.enrolment.closed_at
    assert ledger.owed(mission, world.mother.pk) == 2000
    told = Notification.objects.filter(kind="mission_left_alone")
    assert {notice.recipient for notice in told} == {world.child, world.father}
    assert told.count() == 4
    assert "이어 맡은 보호자가 없어서" in wording.NOTICES["mission_left_alone"](told[0].data)


def test_taken_over_or_come_back_time_ends_nothing(world: World) -> None:
    mission = with_a_part(world)
    leave(world)
    take(mission, world.father)
    sweep.run_daily(now=at(LEFT + 8 * DAY))
    assert fresh(mission).state == "running"


def test_who_left_hears_nothing_of_the_family_any_more(world: World) -> None:
    mission = with_a_part(world)
    leave(world)
    before = Notification.objects.filter(recipient=world.mother).count()
    study(mission, 4, day=FRIDAY + 7 * DAY)
    sweep.run_daily(now=at(FRIDAY + 30 * DAY))
    assert Notification.objects.filter(recipient=world.mother).count() == before
    assert Notification.objects.filter(recipient=world.father, kind="mission_part_earned").exists()
