"""줬어요 with a sum, 받았어요 and 아직이에요 for each sum, in every state in which something may be owed."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from missions import ledger, wording
from missions.models import Mission, PromiseLine
from missions.services import promises, sweep
from oneco.lib.errors import Refused
from tests.missions.world import MONDAY, World, at, fresh, make_world, study

DAY = timedelta(days=1)
FIRST = MONDAY + 4 * DAY
MONEY = {"kind": "money", "title": "용돈", "amount": 5000}
SHARES = {"kind": "money", "title": "용돈", "amount": 9000, "parts": (2000, 3000, 4000)}
DONE = MONDAY + DAY
LATER = at(DONE + DAY)


def lines(mission: Mission) -> list[tuple[str, int]]:
    return list(mission.lines.order_by("pk").values_list("kind", "effect"))


def give(mission: Mission, world: World, amount: int | None = None, now: object = LATER) -> Mission:
    seen = ledger.balance_of(mission).last_line
    return promises.deliver_promise(
        mission.pk,
        actor=world.mother,
        now=now,
        seen=seen,
        amount=amount,  # type: ignore[arg-type]
    )


def first_part(world: World) -> Mission:
    """A mission under way whose first part of 2,000원 was earned on FIRST."""
    mission = world.running(**SHARES)
    study(mission, 4, day=FIRST)
    return fresh(mission)


def test_a_part_is_given_and_the_rest_stays_owed(world: World) -> None:
    mission = world.achieved(**MONEY)
    give(mission, world, 3000)
    assert (fresh(mission).state, ledger.owed(mission)) == ("achieved", 2000)
    give(mission, world)
    assert (fresh(mission).state, ledger.owed(mission)) == ("delivered", 0)
    assert lines(mission) == [("earned", 5000), ("delivered", -3000), ("delivered", -2000)]


def test_the_same_press_again_writes_nothing_whatever_its_sum(world: World) -> None:
    mission = world.achieved(**MONEY)
    seen = ledger.balance_of(mission).last_line
    for amount in (3000, 3000, 1000, None):
        promises.deliver_promise(mission.pk, actor=world.mother, now=LATER, seen=seen, amount=amount)
    assert lines(mission) == [("earned", 5000), ("delivered", -3000)]


@pytest.mark.parametrize("amount", [0, -1, 5001, 10**12])
def test_a_sum_that_cannot_be_is_refused_at_its_field(world: World, amount: int) -> None:
    mission = world.achieved(**MONEY)
    with pytest.raises(Refused) as no:
        give(mission, world, amount)
    assert (no.value.field, no.value.code) == ("amount", "wrong_amount")
    assert lines(mission) == [("earned", 5000)]


def test_only_money_is_given_in_parts(world: World) -> None:
    mission = world.achieved()
    with pytest.raises(Refused) as no:
        give(mission, world, 1)
    assert no.value.code == "no_money"


def test_a_press_that_saw_a_line_of_another_mission_is_refused(world: World) -> None:
    mission = world.achieved()
    with pytest.raises(Refused) as no:
        promises.deliver_promise(mission.pk, actor=world.mother, now=LATER, seen=10**6)
    assert no.value.code == "moved"


@pytest.fixture
def long_world(db: None) -> World:
    return make_world(words=12)


def test_what_was_earned_after_the_page_was_opened_is_not_given_by_its_button(long_world: World) -> None:
    mission = first_part(long_world)
    seen = ledger.balance_of(mission).last_line
    study(mission, 4, day=FIRST + 7 * DAY)
    promises.deliver_promise(mission.pk, actor=long_world.mother, now=at(FIRST + 8 * DAY), seen=seen)
    assert ledger.owed(mission) == 3000


def test_a_part_is_given_and_received_while_the_mission_goes_on(long_world: World) -> None:
    mission = first_part(long_world)
    now = at(FIRST + DAY)
    give(mission, long_world, now=now)
    assert [line.effect for line in ledger.balance_of(mission).unanswered] == [-2000]
    promises.confirm_promise(mission.pk, actor=long_world.child, now=now)
    promises.confirm_promise(mission.pk, actor=long_world.child, now=now)
    assert fresh(mission).state == "running"
    assert lines(mission) == [("earned", 2000), ("delivered", -2000), ("confirmed", 0)]
    assert fresh(mission).moved_at == mission.moved_at


def test_not_yet_is_about_the_newest_sum_and_twice_is_once(world: World) -> None:
    mission = world.achieved(**MONEY)
    give(mission, world, 3000)
    give(mission, world)
    newest = ledger.balance_of(mission).correctable
    assert newest is not None
    for _press in range(2):
        promises.mark_not_yet(mission.pk, actor=world.child, now=LATER, line=newest.pk)
    assert (fresh(mission).state, ledger.owed(mission)) == ("achieved", 2000)
    assert [kind for kind, _ in lines(mission)].count("corrected") == 1
    told = Notification.objects.filter(kind="mission_not_yet").latest("pk")
    assert "용돈 2,000원" in wording.NOTICES["mission_not_yet"](told.data)


def test_received_is_about_what_the_page_had_shown(world: World) -> None:
    mission = world.achieved(**MONEY)
    give(mission, world, 3000)
    seen = ledger.balance_of(mission).last_line
    give(mission, world)
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER, seen=seen)
    assert fresh(mission).state == "delivered"
    assert [line.effect for line in ledger.balance_of(mission).unanswered] == [-2000]
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER)
    assert fresh(mission).state == "settled"


def test_received_confirms_every_sum_that_waits(world: World) -> None:
    mission = world.achieved(**MONEY)
    give(mission, world, 3000)
    give(mission, world)
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER)
    assert [kind for kind, _ in lines(mission)][-2:] == ["confirmed", "confirmed"]
    assert fresh(mission).state == "settled"
    with pytest.raises(Refused) as no:
        promises.mark_not_yet(mission.pk, actor=world.child, now=LATER)
    assert no.value.code == "already_confirmed"


def test_received_after_a_part_moves_nothing_while_something_is_owed(world: World) -> None:
    mission = world.achieved(**MONEY)
    give(mission, world, 3000)
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER)
    assert fresh(mission).state == "achieved"


def test_seven_silent_days_settle_a_sum_given_on_the_way(long_world: World) -> None:
    mission = first_part(long_world)
    given_on = FIRST + DAY
    give(mission, long_world, now=at(given_on))
    sweep.run_daily(now=at(given_on + 7 * DAY))
    assert ledger.balance_of(mission).unanswered
    for _night in range(2):
        sweep.run_daily(now=at(given_on + 8 * DAY))
    assert not ledger.balance_of(mission).unanswered
    line = mission.lines.get(kind="confirmed")
    assert line.by is None
    assert fresh(mission).state == "running"
    told = Notification.objects.filter(kind="mission_settled")
    assert {notice.recipient for notice in told} == {long_world.mother, long_world.child}


def test_not_yet_stays_possible_for_thirty_days_after_silence_on_the_way(long_world: World) -> None:
    mission = first_part(long_world)
    given_on = FIRST + DAY
    give(mission, long_world, now=at(given_on))
    sweep.run_daily(now=at(given_on + 8 * DAY))
    with pytest.raises(Refused) as no:
        promises.mark_not_yet(mission.pk, actor=long_world.child, now=at(given_on + 31 * DAY))
    assert no.value.code == "too_late"
    promises.mark_not_yet(mission.pk, actor=long_world.child, now=at(given_on + 30 * DAY))
    assert ledger.owed(mission) == 2000


def test_what_was_earned_is_given_after_the_period_has_closed(long_world: World) -> None:
    mission = first_part(long_world)
    end = mission.ends_on + 60 * DAY
    sweep.run_daily(now=at(end))
    assert fresh(mission).state == "closed"
    give(mission, long_world, 1500, now=at(end))
    give(mission, long_world, now=at(end))
    promises.confirm_promise(mission.pk, actor=long_world.child, now=at(end))
    assert (fresh(mission).state, ledger.owed(mission)) == ("closed", 0)


def test_the_notice_of_a_part_names_its_sum_and_what_is_left(world: World) -> None:
    mission = world.achieved(**MONEY)
    give(mission, world, 3000)
    told = Notification.objects.get(kind="mission_delivered")
    assert told.recipient == world.child
    assert wording.NOTICES["mission_delivered"](told.data) == (
        "엄마가 ‘용돈 3,000원’ 약속에 ‘줬어요’를 눌렀어요. 받았는지 알려 주세요."
        " 남은 것은 용돈 2,000원이에요."
    )


def test_the_oldest_promise_is_given_first_and_the_next_ones_day_counts(long_world: World) -> None:
    mission = first_part(long_world)
    study(mission, 4, day=FIRST + 7 * DAY)
    assert ledger.balance_of(mission).due_on == FIRST + 7 * DAY
    now = at(FIRST + 8 * DAY)
    give(mission, long_world, 1999, now=now)
    assert ledger.balance_of(mission).due_on == FIRST + 7 * DAY
    give(mission, long_world, 1, now=now)
    assert ledger.balance_of(mission).due_on == FIRST + 14 * DAY
    assert ledger.balance_of(mission).waiting == 2  # one waits for the child's word, one for the mother
    assert PromiseLine.objects.filter(kind="delivered").count() == 2
