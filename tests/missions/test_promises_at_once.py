"""Presses on one promise at the same moment, with real threads, connections and locks: one outcome."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from missions import ledger
from missions.models import Mission, PromiseChange
from missions.services import changing, forgiving, promises, sweep, taking_over
from missions.services.changing import Wish
from tests.factories import add_member, make_guardian
from tests.missions.test_concurrency import at_once
from tests.missions.world import MONDAY, World, at, fresh, make_world, study

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
NOW = at(MONDAY + 2 * DAY)
MONEY = {"kind": "money", "title": "용돈", "amount": 5000}


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def in_turns(*presses: Callable[[], object], times: int = 12) -> list[str]:
    """Each press as often as the others, all at the same moment."""
    turns = iter(list(presses) * (times // len(presses)))
    return at_once(lambda: next(turns)(), times)


def effects(mission: Mission, kind: str) -> list[int]:
    return list(mission.lines.filter(kind=kind).order_by("pk").values_list("effect", flat=True))


def test_two_deliveries_that_saw_the_same_page_are_one(world: World) -> None:
    mission = world.achieved(**MONEY)
    seen = ledger.balance_of(mission).last_line

    def give(amount: int) -> object:
        return promises.deliver_promise(mission.pk, actor=world.mother, now=NOW, seen=seen, amount=amount)

    assert set(in_turns(lambda: give(3000), lambda: give(2000))) == {"done"}
    (given,) = effects(mission, "delivered")
    assert given in (-3000, -2000)
    assert ledger.owed(mission) == 5000 + given
    assert fresh(mission).state == "achieved"


def test_giving_against_letting_go_has_one_outcome(world: World) -> None:
    mission = world.achieved(**MONEY)
    seen = ledger.balance_of(mission).last_line
    in_turns(
        lambda: promises.deliver_promise(mission.pk, actor=world.mother, now=NOW, seen=seen),
        lambda: forgiving.forgive_promise(mission.pk, actor=world.child, now=NOW, seen=seen),
    )
    outcome = effects(mission, "delivered"), effects(mission, "forgiven")
    assert outcome in (([-5000], []), ([], [-5000]))
    assert (fresh(mission).state, ledger.owed(mission)) == ("delivered", 0)
    assert mission.events.filter(to_state="delivered").count() == 1


def test_yes_and_no_to_one_wish_are_one_answer(world: World) -> None:
    mission = world.achieved(**MONEY)
    changing.ask_change(mission.pk, actor=world.child, wish=Wish(title="영화 보기"), now=NOW)
    change = PromiseChange.objects.get()

    def answer(*, accept: bool) -> object:
        return changing.answer_change(
            mission.pk, change_id=change.pk, accept=accept, actor=world.mother, now=NOW
        )

    results = in_turns(lambda: answer(accept=True), lambda: answer(accept=False))
    assert set(results) == {"done", "change_answered"}
    assert results.count("done") == 6
    change.refresh_from_db()
    assert effects(mission, "adjusted") == ([-5000, 1] if change.accepted else [])
    assert mission.events.filter(kind="answer_change").count() == 1


def test_answering_against_taking_back_is_one_of_them(world: World) -> None:
    mission = world.achieved()
    changing.ask_change(mission.pk, actor=world.child, wish=Wish(title="영화 보기"), now=NOW)
    pk = PromiseChange.objects.get().pk
    in_turns(
        lambda: changing.answer_change(mission.pk, change_id=pk, accept=True, actor=world.mother, now=NOW),
        lambda: changing.take_back_change(mission.pk, change_id=pk, actor=world.child, now=NOW),
    )
    accepted = PromiseChange.objects.get().accepted
    assert accepted in (True, None)
    assert len(effects(mission, "adjusted")) == (2 if accepted else 0)


def test_both_sides_ask_at_once_and_one_wish_is_open(world: World) -> None:
    mission = world.achieved()
    results = in_turns(
        lambda: changing.ask_change(mission.pk, actor=world.child, wish=Wish(title="책"), now=NOW),
        lambda: changing.ask_change(mission.pk, actor=world.mother, wish=Wish(title="영화"), now=NOW),
    )
    assert results.count("done") == 6
    assert results.count("change_open") == 6
    assert PromiseChange.objects.count() == 1


def test_received_against_not_yet_is_one_of_them(world: World) -> None:
    mission = world.achieved(**MONEY)
    promises.deliver_promise(mission.pk, actor=world.mother, now=NOW)
    line = mission.lines.get(kind="delivered").pk
    in_turns(
        lambda: promises.confirm_promise(mission.pk, actor=world.child, now=NOW, seen=line),
        lambda: promises.mark_not_yet(mission.pk, actor=world.child, now=NOW, line=line),
    )
    kinds = [kind for kind in ("confirmed", "corrected") if effects(mission, kind)]
    assert len(kinds) == 1
    assert fresh(mission).state == {"confirmed": "settled", "corrected": "achieved"}[kinds[0]]


def test_a_part_is_earned_once_by_many_sweeps_and_the_last_answer(transactional_db: None) -> None:
    world = make_world(words=12)
    mission = world.running(kind="money", title="용돈", amount=9000, parts=(2000, 3000, 4000))
    friday = MONDAY + 4 * DAY
    study(mission, 4, day=MONDAY)
    in_turns(
        lambda: sweep.run_daily(now=at(friday)),
        lambda: study(fresh(mission), 0, day=friday),
        times=8,
    )
    assert effects(mission, "earned") == [2000]


def test_two_guardians_take_over_at_once(world: World) -> None:
    mission = world.achieved(**MONEY)
    grandmother = make_guardian(name="할머니")
    add_member(world.family, grandmother)
    world.mother.memberships.update(state="left", left_at=NOW)
    in_turns(
        *(
            lambda who=who: taking_over.take_over_mission(  # type: ignore[misc]
                mission.pk, actor=who, now=NOW, with_promises=True
            )
            for who in (world.father, grandmother)
        )
    )
    assert sorted(effects(mission, "moved")) == [-5000, 5000]
    assert ledger.owed(fresh(mission)) == 5000
