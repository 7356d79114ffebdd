"""Every state × action × person by the real services: done as the table says, or refused with a sentence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from missions import ledger
from missions.models import Mission
from missions.policies import standing
from missions.services import (
    changing,
    closing,
    ending,
    forgiving,
    offers,
    promises,
    sweep,
    taking_over,
)
from missions.states import TABLE, Action, State, allows
from oneco.lib.errors import Refused
from tests.factories import make_guardian, make_staff
from tests.missions.machine import rows
from tests.missions.world import MONDAY, NOW, World, at, fresh, thrown_away

DAY = timedelta(days=1)
LATER = at(MONDAY + DAY)
Rows = dict[str, list[tuple[Any, ...]]]
Service = Callable[[World, Mission, User], object]


def _expired(world: World) -> Mission:
    mission = world.propose(first_day=MONDAY + 20 * DAY)
    sweep.run_daily(now=at(MONDAY + 6 * DAY))
    return fresh(mission)


def _makeup(world: World) -> Mission:
    mission = world.running()
    sweep.run_daily(now=at(MONDAY + 5 * DAY))
    return fresh(mission)


def _closed(world: World) -> Mission:
    mission = world.running()
    sweep.run_daily(now=at(MONDAY + 40 * DAY))
    return fresh(mission)


def _ended(world: World) -> Mission:
    mission = world.running()
    return ending.end_mission(mission.pk, actor=world.mother, now=NOW, reason="이사", title="함께 고른 간식")


def _delivered(world: World) -> Mission:
    mission = world.achieved()
    return promises.deliver_promise(mission.pk, actor=world.mother, now=LATER)


def _settled(world: World) -> Mission:
    mission = _delivered(world)
    return promises.confirm_promise(mission.pk, actor=world.child, now=LATER)


IN: dict[State, Callable[[World], Mission]] = {
    State.PROPOSED: lambda w: w.propose(first_day=MONDAY + 7 * DAY),
    State.DECLINED: lambda w: offers.decline_mission(w.propose().pk, actor=w.child, now=NOW),
    State.WITHDRAWN: lambda w: offers.withdraw_mission(w.propose().pk, actor=w.mother, now=NOW),
    State.EXPIRED: _expired,
    State.SCHEDULED: World.scheduled,
    State.RUNNING: World.running,
    State.MAKEUP: _makeup,
    State.ENDED: _ended,
    State.CLOSED: _closed,
    State.ACHIEVED: World.achieved,
    State.DELIVERED: _delivered,
    State.SETTLED: _settled,
}


def _by(service: Callable[..., object], **more: Any) -> Service:
    return lambda world, mission, actor: service(mission.pk, actor=actor, now=LATER, **more)


def _longer(world: World, mission: Mission, actor: User) -> object:
    until = (mission.makeup_until or mission.ends_on) + DAY
    return ending.lengthen_makeup(mission.pk, actor=actor, until=until, now=LATER)


def _counter(world: World, mission: Mission, actor: User) -> object:
    terms = world.terms(weekdays="1111000", first_day=MONDAY + DAY)
    return offers.counter_mission(mission.pk, actor=actor, terms=terms, now=LATER)


def _deliver(world: World, mission: Mission, actor: User) -> object:
    seen = ledger.balance_of(mission).last_line
    return promises.deliver_promise(mission.pk, actor=actor, now=LATER, seen=seen)


PRESSES: dict[Action, Service] = {
    Action.COUNTER: _counter,
    Action.ACCEPT: _by(offers.accept_mission),
    Action.DECLINE: _by(offers.decline_mission),
    Action.WITHDRAW: _by(offers.withdraw_mission),
    Action.ASK_STOP: _by(ending.ask_to_stop),
    Action.ASK_MORE: _by(ending.ask_for_more),
    Action.KEEP_ON: _by(ending.keep_on),
    Action.END: _by(ending.end_mission, reason="이사"),
    Action.LENGTHEN: _longer,
    Action.TAKE_OVER: _by(taking_over.take_over_mission),
    Action.CLOSE: _by(closing.close_mission, reason="부탁을 받았어요"),
    Action.DELIVER: _deliver,
    Action.CONFIRM: _by(promises.confirm_promise),
    Action.NOT_YET: _by(promises.mark_not_yet),
    Action.NUDGE: _by(promises.nudge_promiser),
    Action.FORGIVE: _by(forgiving.forgive_promise),
    Action.UNDO_FORGIVE: _by(forgiving.undo_forgive),
    Action.CHANGE: _by(changing.ask_change, wish=changing.Wish(title="영화 보기")),
    Action.ANSWER_CHANGE: _by(changing.answer_change, change_id=0, accept=True),
}
# Nobody presses these: days and answers do. ASK_END is what END becomes once three quarters are learned.
NOT_PRESSED = {
    Action.PROPOSE,
    Action.EXPIRE,
    Action.BEGIN,
    Action.FALL_SHORT,
    Action.ACHIEVE,
    Action.CLOSE_PERIOD,
    Action.RESUME,
    Action.SETTLE,
    Action.ASK_END,
}


def test_every_action_is_pressed_here_or_done_by_time() -> None:
    assert set(PRESSES) | NOT_PRESSED == set(Action)
    assert set(IN) == set(State)


@pytest.mark.parametrize("state", list(State), ids=str)
def test_each_press_is_done_as_the_table_says_or_refused(world: World, state: State) -> None:
    mission = IN[state](world)
    assert mission.state == state
    people = [world.child, world.mother, world.father, make_guardian(name="남"), make_staff()]
    before = rows()
    for action, press in PRESSES.items():
        for actor in people:
            with thrown_away():
                _hold_to_the_table(world, fresh(mission), action, press, actor, before)


def _hold_to_the_table(
    world: World, mission: Mission, action: Action, press: Service, actor: User, before: Rows
) -> None:
    who = standing(
        is_child=actor.is_child,
        is_staff=actor.is_staff,
        actor=actor.pk,
        guardian=mission.guardian_id,
        child_offered=mission.offers.latest("n").by_id == mission.child_id,
    )
    stranger = actor.display_name == "남"
    state = State(mission.state)
    try:
        press(world, mission, actor)
    except Refused as no:
        _is_a_sentence(str(no), to_child=actor.is_child)
        refused = True
    else:
        refused = False
    what = f"{action} in {state} by {actor}"
    if refused or stranger or not allows(state, action, who):
        assert rows() == before, what  # a refusal, or a press that finds its own result, writes nothing
        assert refused or _did_so_before(mission, action, actor), what
        return
    assert fresh(mission).state in (TABLE[state][action].to, state), what


def _is_a_sentence(text: str, *, to_child: bool) -> None:
    assert text.endswith("요."), text
    assert not to_child or "거절" not in text, text


def _did_so_before(mission: Mission, action: Action, actor: User) -> bool:
    """A second press is quiet: it finds what the first one did (whoever holds a mission took it over)."""
    done = mission.events.filter(kind=action.value, by=actor).exists()
    return done or (action is Action.TAKE_OVER and mission.guardian_id == actor.pk)
