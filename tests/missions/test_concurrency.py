"""Twenty presses at once, with real threads, connections and locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import Notification
from missions import ledger
from missions.models import MissionEvent, PromiseLine
from missions.services import offers, promises, sweep
from oneco.lib.errors import Refused
from tests.missions.world import MONDAY, NOW, World, at, fresh, make_world

pytestmark = [pytest.mark.mysql, pytest.mark.django_db(transaction=True)]

PRESSES = 20
DAY = timedelta(days=1)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def at_once(press: Callable[[], object], times: int = PRESSES) -> list[str]:
    """What became of each press: "done", or the code of its refusal. Anything else fails the test."""
    barrier = Barrier(times)

    def one(_n: int) -> str:
        try:
            barrier.wait()
            press()
        except Refused as no:
            return no.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_twenty_accept_one_offer(world: World) -> None:
    mission = world.propose()
    results = at_once(lambda: offers.accept_mission(mission.pk, actor=world.child, now=NOW))
    assert set(results) == {"done"}
    assert fresh(mission).state == "running"
    assert MissionEvent.objects.filter(mission=mission, kind="accept").count() == 1
    assert world.child.enrolments.count() == 1
    assert Notification.objects.filter(recipient=world.mother, kind="mission_accepted").count() == 1


def test_twenty_give_one_promise(world: World) -> None:
    mission = world.achieved()
    seen = ledger.balance_of(mission).last_line
    results = at_once(
        lambda: promises.deliver_promise(mission.pk, actor=world.mother, now=at(MONDAY + 2 * DAY), seen=seen)
    )
    assert set(results) == {"done"}
    assert PromiseLine.objects.filter(mission=mission, kind="delivered").count() == 1
    assert (fresh(mission).state, ledger.owed(mission)) == ("delivered", 0)


def test_twenty_propose_the_same(world: World) -> None:
    results = at_once(lambda: world.propose())
    assert set(results) == {"done"}
    assert world.child.missions.count() == 1


def test_accept_against_withdraw_has_one_outcome(world: World) -> None:
    mission = world.propose()
    turns = iter([True, False] * (PRESSES // 2))

    def press() -> None:
        if next(turns):
            offers.accept_mission(mission.pk, actor=world.child, now=NOW)
        else:
            offers.withdraw_mission(mission.pk, actor=world.mother, now=NOW)

    at_once(press)
    kinds = set(MissionEvent.objects.filter(mission=mission).values_list("kind", flat=True))
    assert ("accept" in kinds) != ("withdraw" in kinds)
    assert fresh(mission).state == ("running" if "accept" in kinds else "withdrawn")


def test_two_guardians_accept_a_childs_proposal(world: World) -> None:
    mission = world.propose(by=world.child)
    turns = iter([world.mother, world.father] * (PRESSES // 2))
    results = at_once(lambda: offers.accept_mission(mission.pk, actor=next(turns), now=NOW))
    assert results.count("done") == PRESSES // 2
    assert fresh(mission).guardian in (world.mother, world.father)


def test_many_sweeps_at_once_are_one(world: World) -> None:
    mission = world.running()
    at_once(lambda: sweep.run_daily(now=at(MONDAY + 5 * DAY)), times=5)
    assert MissionEvent.objects.filter(mission=mission, kind="fall_short").count() == 1
    assert fresh(mission).state == "makeup"
