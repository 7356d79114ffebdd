"""What a mission still owes, and what one reader can do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from families.models import Membership
from missions import policies, wording
from missions.ledger import Promise
from missions.models import MissionEvent, PromiseChange, PromiseLine
from missions.selectors.cards import Known, answers_change, facts_of, gives
from missions.states import AGREED, Action, allows
from oneco.lib import clock
from oneco.lib.korean import day_text


@dataclass(frozen=True)
class Givers:
    """What the children call each guardian, by (family, user), and who of them is still in the family."""

    called: dict[tuple[int, int], str]
    here: frozenset[tuple[int, int]]


def givers_in(families: Iterable[int] | QuerySet[Any, Any]) -> Givers:
    """The guardians of families, those who left included; one query."""
    rows = Membership.objects.filter(family__in=families, role="guardian").order_by("pk")
    called: dict[tuple[int, int], str] = {}
    here: set[tuple[int, int]] = set()
    for family, user, name, display, state in rows.values_list(
        "family", "user", "called", "user__display_name", "state"
    ):
        called[family, user] = name or display
        if state == Membership.State.LIVE:
            here.add((family, user))
    return Givers(called, frozenset(here))


@dataclass(frozen=True)
class Due:
    """One thing owed: `giver` as the child calls it, `on` the day by when it is to be given."""

    giver: str
    thing: str
    on: date | None


@dataclass(frozen=True)
class Change:
    """An open wish. `now` keeps its place under the strike, `new` stands beside it."""

    pk: int
    asks: str
    now: str
    new: str
    mine: bool


@dataclass(frozen=True)
class Keeping:
    """`can` holds the actions whose buttons stand on the page, `seen` the newest line it shows.

    `owed` names what is owed by everybody, `money` how much of it in won the reader gives, `given` the sums
    that wait for the child's word, `let_go` what can still be undone; `partly`: a part of what is owed was
    given already. `not_yet` is the 줬어요 that 아직이에요 would take back (its line and what it gave).
    `pressing`: late for so long that both are asked to choose.
    """

    can: frozenset[str]
    seen: int
    sentence: str
    owed: str
    dues: list[Due]
    money: int
    given: str
    partly: bool
    let_go: str
    not_yet: tuple[int, str] | None
    change: Change | None
    since: int
    pressing: bool
    nudged: bool


def keepings(known: Iterable[Known], givers: Givers, today: date) -> dict[int, Keeping]:
    """By mission; in at most two queries."""
    rows = list(known)
    pks = [k.mission.pk for k in rows]
    asked = [k.mission.pk for k in rows if k.change_by is not None]
    changes = PromiseChange.objects.filter(mission__in=asked, open=1) if asked else []
    by_mission = {change.mission_id: change for change in changes}
    nudges = MissionEvent.objects.filter(mission__in=pks, kind=Action.NUDGE, data__day=today.isoformat())
    nudged = set(nudges.values_list("mission", flat=True))
    return {
        k.mission.pk: _keeping(k, by_mission.get(k.mission.pk), givers, k.mission.pk in nudged, today)
        for k in rows
    }


def _keeping(
    known: Known, change: PromiseChange | None, givers: Givers, nudged: bool, today: date
) -> Keeping:
    balance, facts = known.balance, facts_of(known, today)
    mine = balance.dues_of(known.reader)
    delivery = balance.correctable
    return Keeping(
        can=promise_actions(known, givers, today),
        seen=balance.last_line,
        sentence=wording.keeping(facts),
        owed=facts.owed,
        dues=[_due(known, due, givers) for due in balance.dues],
        money=sum(due.left for due in mine if due.line.unit == PromiseLine.Unit.WON),
        given=facts.unanswered,
        let_go=_things(known, _undoable(known, today)),
        partly=any(due.given for due in balance.dues),
        not_yet=(delivery.pk, _things(known, [delivery])) if delivery else None,
        change=_change(known, change) if change else None,
        since=_since(known, today),
        pressing=balance.due_on is not None and policies.blocks_new_mission(balance.due_on, today),
        nudged=nudged,
    )


def promise_actions(known: Known, givers: Givers, today: date) -> frozenset[str]:
    """What the table lets this reader do about the promise, where there is something to do it to."""
    balance, mission = known.balance, known.mission
    delivery = balance.correctable
    askable = (mission.family_id, mission.guardian_id) in givers.here and bool(
        balance.dues_of(mission.guardian_id)
    )
    possible = {
        Action.DELIVER: gives(known),
        Action.CONFIRM: bool(balance.unanswered),
        Action.NOT_YET: delivery is not None
        and today <= policies.correctable_until(clock.study_date(delivery.at)),
        Action.NUDGE: askable,
        Action.FORGIVE: bool(balance.dues),
        Action.UNDO_FORGIVE: bool(_undoable(known, today)),
        Action.CHANGE: askable and known.change_by is None,
        Action.ANSWER_CHANGE: answers_change(known),
        Action.TAKE_OVER: _can_take_over(known, givers),
    }
    found = {
        action.value
        for action, there_is in possible.items()
        if there_is and (action is Action.DELIVER or allows(known.state, action, known.standing))
    }
    if known.change_by == known.reader and allows(known.state, Action.CHANGE, known.standing):
        found.add("take_back_change")
    return frozenset(found)


def _can_take_over(known: Known, givers: Givers) -> bool:
    """Whether the promiser has gone and the mission waits for another one, or a promise does."""
    mission = known.mission
    left_behind = any((mission.family_id, d.line.giver_id) not in givers.here for d in known.balance.dues)
    gone = (mission.family_id, mission.guardian_id) not in givers.here
    if mission.guardian_id == known.reader:
        return left_behind
    return gone and (known.state in AGREED or left_behind)


def _undoable(known: Known, today: date) -> list[PromiseLine]:
    return [
        line
        for line in known.balance.forgivings
        if today <= policies.undoable_until(clock.study_date(line.at))
    ]


def _since(known: Known, today: date) -> int:
    """On which day it waits: for the oldest that is owed, or else for the child's word; 1 on the first."""
    waiting = [due.line for due in known.balance.dues] or known.balance.unanswered
    return max((today - clock.study_date(waiting[0].at)).days, 0) + 1 if waiting else 1


def _due(known: Known, due: Promise, givers: Givers) -> Due:
    giver = givers.called.get((known.mission.family_id, due.line.giver_id), known.guardian_name)
    return Due(giver, wording.things_text(known.offer.kind, known.offer.title, [due.thing]), due.due_on)


def _things(known: Known, lines: list[PromiseLine]) -> str:
    things = [(line.unit, line.title, abs(line.effect)) for line in lines]
    return wording.things_text(known.offer.kind, known.offer.title, things)


def _change(known: Known, change: PromiseChange) -> Change:
    by_child = change.by_id == known.mission.child_id
    asked = known.balance.dues_asked(known.mission.guardian_id, change.made_at)
    offer = known.offer
    if change.due_on is not None:
        due_on = min((due.due_on for due in asked if due.due_on), default=None)
        now, new = day_text(due_on) if due_on else "", day_text(change.due_on)
    else:
        unit = PromiseLine.Unit.PIECE if change.amount is None else PromiseLine.Unit.WON
        now = wording.things_text(offer.kind, offer.title, [due.thing for due in asked])
        new = wording.things_text(offer.kind, offer.title, [(unit, change.title, change.amount or 1)])
    return Change(
        pk=change.pk,
        asks=known.mission.child.display_name if by_child else known.guardian_name,
        now=now,
        new=new,
        mine=change.by_id == known.reader,
    )
