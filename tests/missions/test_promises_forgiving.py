"""없던 일로: by the child alone, undone within seven days, and never told as given."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from missions import ledger, wording
from missions.models import Mission
from missions.selectors.cards import open_missions_of_child, open_missions_of_guardian, promise_counts
from missions.selectors.detail import mission_page
from missions.services import changing, forgiving, promises, sweep
from missions.services.changing import Wish
from oneco.lib.errors import Refused
from tests.missions.world import MONDAY, World, at, fresh, make_world, study

DAY = timedelta(days=1)
DONE = MONDAY + DAY
LET_GO = DONE + DAY
LATER = at(LET_GO)
MONEY = {"kind": "money", "title": "용돈", "amount": 5000}


def forgive(mission: Mission, world: World) -> None:
    seen = ledger.balance_of(mission).last_line
    forgiving.forgive_promise(mission.pk, actor=world.child, now=LATER, seen=seen)


def test_the_child_lets_go_of_what_is_owed_once(world: World) -> None:
    mission = world.achieved(**MONEY)
    seen = ledger.balance_of(mission).last_line
    for _press in range(2):
        forgiving.forgive_promise(mission.pk, actor=world.child, now=LATER, seen=seen)
    assert list(mission.lines.values_list("kind", "effect")) == [("earned", 5000), ("forgiven", -5000)]
    assert (fresh(mission).state, ledger.owed(mission)) == ("delivered", 0)
    told = Notification.objects.get(kind="mission_forgiven")
    assert told.recipient == world.mother
    assert wording.NOTICES[told.kind](told.data).startswith("서하가 ‘용돈 5,000원’ 약속을 없던 일로 했어요.")


def test_nobody_else_lets_go(world: World) -> None:
    mission = world.achieved()
    for person in (world.mother, world.father):
        with pytest.raises(Refused) as no:
            forgiving.forgive_promise(mission.pk, actor=person, now=LATER)
        assert no.value.status == 403
    assert mission.lines.count() == 1


def test_nothing_owed_is_nothing_to_let_go(world: World) -> None:
    mission = world.running()
    with pytest.raises(Refused) as no:
        forgiving.forgive_promise(mission.pk, actor=world.child, now=LATER)
    assert no.value.code == "nothing_owed"


@pytest.mark.parametrize("days", [0, 7])
def test_it_can_be_undone_for_seven_days(world: World, days: int) -> None:
    mission = world.achieved(**MONEY)
    forgive(mission, world)
    for _press in range(2):
        forgiving.undo_forgive(mission.pk, actor=world.child, now=at(LET_GO + days * DAY))
    assert (fresh(mission).state, ledger.owed(mission)) == ("achieved", 5000)
    assert list(mission.lines.values_list("effect", flat=True)) == [5000, -5000, 5000]
    forgive(mission, world)
    assert fresh(mission).state == "delivered"


def test_after_seven_days_it_cannot(world: World) -> None:
    mission = world.achieved()
    forgive(mission, world)
    with pytest.raises(Refused) as no:
        forgiving.undo_forgive(mission.pk, actor=world.child, now=at(LET_GO + 8 * DAY))
    assert no.value.code == "too_late"
    with pytest.raises(Refused):
        forgiving.undo_forgive(mission.pk, actor=world.mother, now=LATER)


def test_time_closes_it_and_nobody_is_told_that_it_was_given(world: World) -> None:
    mission = world.achieved()
    forgive(mission, world)
    sweep.run_daily(now=at(LET_GO + 8 * DAY))
    assert fresh(mission).state == "settled"
    assert not mission.lines.filter(kind="confirmed").exists()
    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert "mission_settled_forgiven" in kinds
    assert not kinds & {"mission_settled", "mission_delivered", "mission_confirmed"}
    for person in (world.child, world.mother, world.father):
        card = mission_page(fresh(mission), person, today=LET_GO + 8 * DAY).card
        assert "없던 일로" in card.sentence
        assert (card.label, card.kept) == ("없던 일", False)
        assert promise_counts(person).kept == 0


def test_before_time_closes_it_no_page_says_that_it_was_given(world: World) -> None:
    mission = world.achieved()
    forgive(mission, world)
    mine = open_missions_of_child(world.child, today=LET_GO)[0]
    hers = open_missions_of_guardian(world.mother, today=LET_GO)[0]
    assert mine.sentence == "약속을 없던 일로 했어요. 3월\u00a018일\u2060(수)\u2060까지 되돌릴 수 있어요."
    assert hers.sentence == "서하가 약속을 없던 일로 했어요."
    assert (mine.waits_for_me, hers.waits_for_me) == ("", "")
    assert (promise_counts(world.child).kept, promise_counts(world.child).waiting) == (0, 0)
    assert not mission_page(fresh(mission), world.child, today=LET_GO).next_steps


def test_what_was_given_before_is_kept_and_only_the_rest_is_let_go(world: World) -> None:
    mission = world.achieved(**MONEY)
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER, amount=3000)
    forgive(mission, world)
    assert fresh(mission).state == "delivered"
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER)
    assert fresh(mission).state == "settled"
    assert promise_counts(world.child).kept == 1
    card = mission_page(fresh(mission), world.child, today=LET_GO).card
    assert (card.kept, card.sentence) == (True, "약속한 것을 받고, 나머지는 없던 일로 했어요.")
    forgiving.undo_forgive(mission.pk, actor=world.child, now=LATER)
    assert (fresh(mission).state, ledger.owed(mission)) == ("achieved", 2000)


def test_a_part_is_let_go_on_the_way_and_the_mission_goes_on(db: None) -> None:
    world = make_world(words=12)
    mission = world.running(kind="money", title="용돈", amount=9000, parts=(2000, 3000, 4000))
    study(mission, 4, day=MONDAY + 4 * DAY)
    now = at(MONDAY + 5 * DAY)
    forgiving.forgive_promise(mission.pk, actor=world.child, now=now)
    assert (fresh(mission).state, ledger.owed(mission)) == ("running", 0)
    forgiving.undo_forgive(mission.pk, actor=world.child, now=now)
    assert (fresh(mission).state, ledger.owed(mission)) == ("running", 2000)


def test_a_wish_to_change_it_closes_with_it(world: World) -> None:
    mission = world.achieved()
    changing.ask_change(mission.pk, actor=world.mother, wish=Wish(title="영화 보기"), now=LATER)
    forgive(mission, world)
    assert not mission.promise_changes.filter(open=1).exists()
