"""Writing into the 약속 수첩. Inner services: the mission is held already."""

from datetime import date, datetime

from accounts.models import User
from missions import ledger, wording
from missions.ledger import Balance, Promise
from missions.models import Mission, PromiseLine
from missions.services import mover
from missions.states import Action, State, Who
from oneco.lib.errors import Refused

Kind = PromiseLine.Kind


def write(
    mission: Mission,
    kind: str,
    effect: int,
    *,
    giver_id: int,
    unit: str,
    by: User | None,
    now: datetime,
    key: str,
    title: str = "",
    due_on: date | None = None,
    refers_to: PromiseLine | None = None,
) -> PromiseLine:
    """Write one line; `effect` in the unit. The database refuses a key that was written before."""
    return PromiseLine.objects.create(
        mission=mission,
        giver_id=giver_id,
        child_id=mission.child_id,
        kind=kind,
        unit=unit,
        effect=effect,
        title=title,
        due_on=due_on,
        refers_to=refers_to,
        by=by,
        at=now,
        key=key,
    )


def newest_seen(balance: Balance, seen: int | None) -> int:
    """The newest line that a press was looking at; the newest there is where its page named none. Raises
    Refused for a line that is none of this mission's."""
    if seen and all(line.pk != seen for line in balance.lines):
        raise Refused(wording.MOVED_MEANWHILE, code="moved")
    return balance.last_line if seen is None else seen


def answer(
    line: PromiseLine, kind: str, *, mission: Mission, by: User | None, now: datetime, key: str
) -> PromiseLine:
    """Write what was said to a line: 받았어요 changes nothing, anything else makes its amount owed again."""
    effect = 0 if kind == Kind.CONFIRMED else -line.effect
    return write(
        mission,
        kind,
        effect,
        giver_id=line.giver_id,
        unit=line.unit,
        by=by,
        now=now,
        key=key,
        title=line.title,
        refers_to=line,
    )


def mark(
    mission: Mission,
    action: Action,
    *,
    standing: frozenset[Who],
    by: User | None,
    now: datetime,
    written: list[PromiseLine],
) -> None:
    """Write the event of lines, and move the mission where the table says. It stays while something of it is
    open: 해냈어요 while anything is owed, 줬어요 while a sum waits for the child's word. Raises Refused."""
    balance = ledger.balance_of(mission)
    open_still = {State.ACHIEVED: balance.owed > 0, State.DELIVERED: bool(balance.unanswered)}
    data = {"lines": [line.pk for line in written]}
    if open_still.get(State(mission.state)) and action in (Action.DELIVER, Action.FORGIVE, Action.CONFIRM):
        mover.check(mission, action, standing)
        mover.note(mission, action.value, by=by, now=now, data=data)
    else:
        mover.move(mission, action, standing=standing, by=by, now=now, data=data)


def thing_of(mission: Mission, line: PromiseLine) -> str:
    """What a line is about: "용돈 3,000원", "김밥 소풍"."""
    return things_of(mission, [(line.unit, line.title, abs(line.effect))])


def things_of(mission: Mission, things: list[tuple[str, str, int]]) -> str:
    """Several things in a few words; each as (unit, title, amount)."""
    offer = mission.agreed_offer
    assert offer is not None
    return wording.things_text(offer.kind, offer.title, things)


def dues_of(mission: Mission, dues: list[Promise]) -> str:
    """What is owed, in a few words."""
    return things_of(mission, [due.thing for due in dues])


def title_of(things: list[Promise]) -> str:
    """The own titles of things, where they are not the offer's."""
    titles = dict.fromkeys(thing.line.title for thing in things)
    return ", ".join(title for title in titles if title)[:100]


def by_unit(dues: list[Promise]) -> dict[str, list[Promise]]:
    """What is owed, won and pieces apart."""
    found: dict[str, list[Promise]] = {}
    for due in dues:
        found.setdefault(due.line.unit, []).append(due)
    return found
