from datetime import timedelta

import pytest

from accounts.models import Notification
from families.models import Membership
from families.signals import member_left
from missions.models import Mission, MissionEvent
from missions.services import offers, sweep, taking_over
from oneco.lib.errors import Refused
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_course, study

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY


def trail(mission: Mission) -> list[str]:
    return list(MissionEvent.objects.filter(mission=mission).values_list("kind", flat=True))


def test_a_scheduled_mission_starts_on_its_first_day(world: World) -> None:
    mission = world.scheduled()
    first = mission.starts_on
    sweep.run_daily(now=at(first - DAY))
    assert fresh(mission).state == "scheduled"
    sweep.run_daily(now=at(first, 2) + timedelta(minutes=9))
    assert fresh(mission).state == "scheduled"
    sweep.run_daily(now=at(first, 2) + timedelta(minutes=10))
    assert fresh(mission).state == "running"


def test_a_day_is_judged_from_ten_past_two(world: World) -> None:
    mission = world.running()
    saturday = FRIDAY + DAY
    sweep.run_daily(now=at(saturday, 2) + timedelta(minutes=9))
    assert fresh(mission).state == "running"
    sweep.run_daily(now=at(saturday, 2) + timedelta(minutes=10))
    assert fresh(mission).state == "makeup"


def test_missed_made_up_and_achieved(world: World) -> None:
    mission = world.running()
    study(mission, 2, day=MONDAY, recalled_on=MONDAY + DAY)
    sweep.run_daily(now=at(FRIDAY + DAY))
    mission = fresh(mission)
    # Two words are missing: ⌈2÷2⌉ + 3 study days, Monday to Thursday.
    assert (mission.state, mission.makeup_until) == ("makeup", MONDAY + 10 * DAY)
    study(mission, 2, day=MONDAY + 7 * DAY, recalled_on=MONDAY + 8 * DAY)
    assert fresh(mission).state == "achieved"
    assert fresh(mission).lines.get().due_on == MONDAY + 15 * DAY


def test_missed_and_not_made_up_ends_with_the_period(world: World) -> None:
    mission = world.running()
    sweep.run_daily(now=at(FRIDAY + DAY))
    until = fresh(mission).makeup_until
    assert until is not None
    sweep.run_daily(now=at(until))
    assert fresh(mission).state == "makeup"
    sweep.run_daily(now=at(until + DAY))
    mission = fresh(mission)
    assert mission.state == "closed"
    assert mission.enrolment is not None
    assert mission.enrolment.closed_at
    assert not mission.lines.exists()
    world.propose(first_day=until + DAY, now=at(until + DAY))  # 다시 제안하기


def test_an_offer_expires_after_five_days(world: World) -> None:
    mission = world.propose()
    sweep.run_daily(now=at(MONDAY + 5 * DAY))
    assert fresh(mission).state == "proposed"
    sweep.run_daily(now=at(MONDAY + 6 * DAY))
    assert fresh(mission).state == "expired"


def test_a_counter_offer_has_its_own_five_days(world: World) -> None:
    mission = world.propose()
    later = at(MONDAY + 4 * DAY)
    offers.counter_mission(
        mission.pk, actor=world.child, terms=world.terms(first_day=MONDAY + 7 * DAY), now=later
    )
    sweep.run_daily(now=at(MONDAY + 9 * DAY))
    assert fresh(mission).state == "proposed"
    sweep.run_daily(now=at(MONDAY + 10 * DAY))
    assert fresh(mission).state == "expired"


def test_running_it_again_changes_nothing(world: World) -> None:
    mission = world.running()
    for _time in range(3):
        sweep.run_daily(now=at(FRIDAY + DAY))
    assert trail(mission).count("fall_short") == 1


def test_a_month_without_a_sweep_ends_as_if_it_had_run_every_night(world: World) -> None:
    """Two missions one after the other, an offer: caught up at once and swept nightly, the same rows."""
    first = world.running()
    second = world.propose(course=make_course("two", 4, "둘째 코스"), first_day=MONDAY + 7 * DAY)
    offers.accept_mission(second.pk, actor=world.child, now=NOW)
    lonely = world.propose(course=make_course("three", 4, "셋째 코스"), first_day=MONDAY + 50 * DAY)
    end = MONDAY + 30 * DAY
    sweep.run_daily(now=at(end))
    rows = {(m.pk, m.state, m.starts_on, m.ends_on, m.makeup_until) for m in Mission.objects.all()}
    first, second, lonely = fresh(first), fresh(second), fresh(lonely)
    assert (first.state, first.makeup_until) == ("closed", MONDAY + 11 * DAY)
    # The second had to wait for the makeup of the first and moved with it.
    assert (second.starts_on, second.ends_on) == (MONDAY + 14 * DAY, MONDAY + 18 * DAY)
    assert (second.state, second.makeup_until) == ("closed", MONDAY + 25 * DAY)
    assert lonely.state == "expired"
    assert second.enrolment is not None
    assert second.enrolment.first_day == second.starts_on
    sweep.run_daily(now=at(end))
    assert rows == {(m.pk, m.state, m.starts_on, m.ends_on, m.makeup_until) for m in Mission.objects.all()}


def test_nightly_gives_the_same_as_catching_up(world: World) -> None:
    first = world.running()
    second = world.propose(course=make_course("two", 4, "둘째 코스"), first_day=MONDAY + 7 * DAY)
    offers.accept_mission(second.pk, actor=world.child, now=NOW)
    for day in range(31):
        sweep.run_daily(now=at(MONDAY + day * DAY))
    first, second = fresh(first), fresh(second)
    assert (first.state, first.makeup_until) == ("closed", MONDAY + 11 * DAY)
    assert (second.starts_on, second.ends_on, second.makeup_until) == (
        MONDAY + 14 * DAY,
        MONDAY + 18 * DAY,
        MONDAY + 25 * DAY,
    )
    assert second.state == "closed"


def test_three_waiting_missions_move_along_in_their_order(world: World) -> None:
    first = world.running()
    second = world.propose(course=make_course("two", 4, "둘"), first_day=MONDAY + 7 * DAY)
    offers.accept_mission(second.pk, actor=world.child, now=NOW)
    third = world.propose(course=make_course("three", 4, "셋"), first_day=MONDAY + 14 * DAY)
    offers.accept_mission(third.pk, actor=world.child, now=NOW)
    sweep.run_daily(now=at(FRIDAY + DAY))
    first, second, third = fresh(first), fresh(second), fresh(third)
    assert first.makeup_until is not None
    assert first.makeup_until < second.starts_on <= second.ends_on < third.starts_on
    assert trail(third)[-1] == "moved_days"


def test_a_late_sweep_counts_what_was_missing_on_the_last_day(world: World) -> None:
    """Words finished after the last day do not shorten the makeup period they belong to."""
    world.course = make_course("nine", 12, "열두 단어")
    mission = world.running()
    last = mission.ends_on
    study(mission, 10, day=last + 2 * DAY, recalled_on=last + 3 * DAY)
    sweep.run_daily(now=at(last + 4 * DAY))
    event = MissionEvent.objects.get(mission=mission, kind="fall_short")
    assert event.data["missing"] == 12


def test_a_child_that_leaves_ends_its_missions(world: World) -> None:
    running = world.running()
    offered = world.propose(course=make_course("two", 4, "둘"), first_day=MONDAY + 7 * DAY)
    membership = Membership.objects.get(user=world.child, family=world.family)
    Membership.objects.filter(pk=membership.pk).update(state="left", left_at=NOW)
    member_left.send(sender=Membership, membership=membership, now=NOW)
    assert (fresh(running).state, fresh(offered).state) == ("ended", "withdrawn")


def test_a_guardian_that_leaves_is_followed_by_another(world: World) -> None:
    running = world.running()
    offered = world.propose(course=make_course("two", 4, "둘"), first_day=MONDAY + 7 * DAY)
    with pytest.raises(Refused):
        taking_over.take_over_mission(running.pk, actor=world.father, now=NOW)
    membership = Membership.objects.get(user=world.mother, family=world.family)
    Membership.objects.filter(pk=membership.pk).update(state="left", left_at=NOW)
    member_left.send(sender=Membership, membership=membership, now=NOW)
    assert (fresh(running).state, fresh(offered).state) == ("running", "withdrawn")
    told = Notification.objects.filter(kind="mission_promiser_left").values_list("recipient", flat=True)
    assert set(told) == {world.child.pk, world.father.pk}
    taking_over.take_over_mission(running.pk, actor=world.father, now=NOW)
    assert fresh(running).guardian == world.father
