from datetime import timedelta

import pytest
from django.db.models import Sum

from accounts.models import Notification
from missions import ledger
from missions.models import Mission, PromiseLine
from missions.services import promises, sweep
from oneco.lib.errors import Refused
from tests.missions.world import MONDAY, World, at, fresh

DAY = timedelta(days=1)
DONE = MONDAY + DAY  # the day on which world.achieved() is achieved
LATER = at(DONE + DAY)


def lines(mission: Mission) -> list[tuple[str, int]]:
    return list(PromiseLine.objects.filter(mission=mission).values_list("kind", "effect"))


def test_the_last_recall_achieves_the_mission_and_writes_what_is_owed(world: World) -> None:
    mission = world.achieved(kind="money", title="용돈", amount=5000)
    line = mission.lines.get()
    assert mission.state == "achieved"
    assert (line.kind, line.unit, line.effect, line.due_on) == ("earned", "won", 5000, DONE + 7 * DAY)
    assert (line.giver, line.child) == (world.mother, world.child)
    assert mission.enrolment is not None
    assert mission.enrolment.closed_at
    assert Notification.objects.filter(kind="mission_achieved").count() == 2


def test_given_then_received(world: World) -> None:
    mission = world.achieved()
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER)
    assert (fresh(mission).state, ledger.owed(mission)) == ("delivered", 0)
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER)
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER)
    assert fresh(mission).state == "settled"
    assert lines(mission) == [("earned", 1), ("delivered", -1), ("confirmed", 0)]
    with pytest.raises(Refused):
        promises.mark_not_yet(mission.pk, actor=world.child, now=LATER)


def test_not_yet_and_given_again(world: World) -> None:
    mission = world.achieved(kind="money", title="용돈", amount=5000)
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER)
    promises.mark_not_yet(mission.pk, actor=world.child, now=LATER)
    promises.mark_not_yet(mission.pk, actor=world.child, now=LATER)
    assert (fresh(mission).state, ledger.owed(mission)) == ("achieved", 5000)
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER)
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER)
    assert [effect for _kind, effect in lines(mission)] == [5000, -5000, 5000, -5000, 0]
    assert fresh(mission).state == "settled"


def test_a_replayed_press_of_an_old_page_writes_nothing(world: World) -> None:
    mission = world.achieved()
    seen = ledger.balance_of(mission).last_line
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER, seen=seen)
    promises.mark_not_yet(mission.pk, actor=world.child, now=LATER)
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER, seen=seen)
    assert fresh(mission).state == "achieved"
    assert ledger.owed(mission) == 1


def test_only_the_promiser_gives_and_only_the_child_answers(world: World) -> None:
    mission = world.achieved()
    for person in (world.father, world.child):
        with pytest.raises(Refused):
            promises.deliver_promise(mission.pk, actor=person, now=LATER)
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER)
    for act in (promises.confirm_promise, promises.mark_not_yet):
        with pytest.raises(Refused):
            act(mission.pk, actor=world.mother, now=LATER)
    assert lines(mission) == [("earned", 1), ("delivered", -1)]


def test_seven_silent_days_settle_and_not_yet_stays_possible_for_thirty(world: World) -> None:
    mission = world.achieved()
    given_on = DONE + DAY
    promises.deliver_promise(mission.pk, actor=world.mother, now=at(given_on))
    sweep.run_daily(now=at(given_on + 7 * DAY))
    assert fresh(mission).state == "delivered"
    sweep.run_daily(now=at(given_on + 8 * DAY))
    assert fresh(mission).state == "settled"
    with pytest.raises(Refused) as no:
        promises.mark_not_yet(mission.pk, actor=world.child, now=at(given_on + 31 * DAY))
    assert no.value.code == "too_late"
    promises.mark_not_yet(mission.pk, actor=world.child, now=at(given_on + 30 * DAY))
    assert (fresh(mission).state, ledger.owed(mission)) == ("achieved", 1)


def test_a_nudge_once_a_day_and_only_when_something_is_owed(world: World) -> None:
    running = world.running()
    with pytest.raises(Refused):
        promises.nudge_promiser(running.pk, actor=world.child, now=LATER)
    mission = running
    from tests.missions.world import study

    study(mission, 99, day=MONDAY, recalled_on=DONE)
    for _press in range(3):
        promises.nudge_promiser(mission.pk, actor=world.child, now=LATER)
    promises.nudge_promiser(mission.pk, actor=world.child, now=LATER + DAY)
    assert Notification.objects.filter(recipient=world.mother, kind="mission_nudge").count() == 2
    assert mission.events.filter(kind="nudge").count() == 2


def test_the_law_of_the_ledger(world: World) -> None:
    """Per guardian, child and unit: what was earned, corrected and given adds up to what is owed."""
    mission = world.achieved(kind="money", title="용돈", amount=7000)
    steps = [
        lambda: promises.deliver_promise(mission.pk, actor=world.mother, now=LATER),
        lambda: promises.mark_not_yet(mission.pk, actor=world.child, now=LATER),
        lambda: promises.deliver_promise(mission.pk, actor=world.mother, now=LATER),
        lambda: promises.confirm_promise(mission.pk, actor=world.child, now=LATER),
    ]
    for step in steps:
        step()
        sums = dict(mission.lines.values_list("kind").annotate(total=Sum("effect")))
        owed = sums["earned"] + sums.get("corrected", 0) + sums.get("delivered", 0)
        assert owed == ledger.owed(mission) >= 0


def test_an_achieved_mission_waits_for_its_guardian_however_long(world: World) -> None:
    mission = world.achieved()
    sweep.run_daily(now=at(DONE + 200 * DAY))
    assert fresh(mission).state == "achieved"
