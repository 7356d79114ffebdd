"""쉬는 날, 시험기간, 아픈 날, 여행: the doors. Each first holds everything whose days it may move."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from families.locks import lock_child, lock_families_of_child, lock_family
from families.models import Family, RestDay
from families.rests import parts_of
from families.services.resting import answer_rest, remove_rests, write_rests
from lessons.models import Enrolment
from missions.models import Mission
from missions.selectors.shifting import Change, Shift, missions_under, shifts_by
from missions.services import rescheduling, rest_telling
from missions.services.rest_plans import (
    Plan,
    Wish,
    asked_rest,
    not_too_far,
    plan_giving_back,
    plan_rests,
)
from missions.wording import rests as wording
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

State = RestDay.State
SILENCE = timedelta(hours=48)


@use_case
def take_rests(wish: Wish, *, actor: User, now: datetime) -> Plan:
    """Take rest days, or ask for one; every mission they concern moves. All or nothing. Raises Refused.

    Days that are taken already stay as they are, so that a second press changes nothing.
    """
    _hold(wish.scope)
    plan = plan_rests(wish, actor=actor, today=clock.study_date(now))
    if not plan.days:
        return plan
    write_rests(wish.scope, plan.days, kind=wish.kind, state=plan.state, by=actor, now=now)
    if plan.asks:
        rest_telling.tell_asked(wish.child, wish.family, wish.first, now=now)
        return plan
    _move(plan.shifts, plan.days, why="came", actor=actor, now=now)
    return plan


@use_case
def give_back_rests(wish: Wish, *, actor: User, now: datetime) -> Plan:
    """Let rest days that lie ahead be study days again; what was only asked for can always be taken back.

    Days already given back stay as they are. Raises Refused.
    """
    _hold(wish.scope)
    plan = plan_giving_back(wish, actor=actor, today=clock.study_date(now))
    remove_rests(wish.scope, plan.days, kind=wish.kind)
    _move(plan.shifts, plan.days, why="went", actor=actor, now=now)
    return plan


@use_case
def answer_rest_wish(wish: Wish, *, yes: bool, actor: User, now: datetime) -> None:
    """Say yes or no to a 쉬는 날 that a child asked for; the same again changes nothing. Raises Refused."""
    _hold(wish.scope)
    rest = asked_rest(wish, actor)
    answer = State.TAKEN if yes else State.REFUSED
    if rest.state == answer:
        return
    if rest.state != State.ASKED:
        raise Refused(wording.REST_ANSWERED, code="rest_answered")
    if yes:
        _grant(rest, why="granted", actor=actor, now=now)
    else:
        answer_rest(rest, state=State.REFUSED)
        rest_telling.tell_answered(wish.child, wish.family, wish.first, now=now, yes=False, actor=actor)


def take_silent_rests(*, now: datetime) -> int:
    """Let every 쉬는 날 count that nobody answered for 48 hours. How many there were. Safe to run twice."""
    waiting = RestDay.objects.filter(state=State.ASKED, at__lte=now - SILENCE).order_by("pk")
    return sum(_take_silent(pk, now=now) for pk in waiting.values_list("pk", flat=True))


def follow_rests(scope: str, *, added: frozenset[date], removed: frozenset[date], now: datetime) -> None:
    """Let missions follow rest days that were written elsewhere. Inner: families and child are held."""
    missions = missions_under(scope)
    hold_missions(missions)
    change = Change(scope, added=added, removed=removed, written=True)
    moved = shifts_by(change, missions, clock.study_date(now))
    why = "came" if added else "went"
    _move(moved, sorted(added or removed), why=why, actor=None, now=now)


@use_case
def _take_silent(rest_id: int, *, now: datetime) -> bool:
    peek = RestDay.objects.filter(pk=rest_id).first()
    if peek is None:
        return False
    _hold(peek.scope)
    rest = RestDay.objects.filter(pk=rest_id, state=State.ASKED, at__lte=now - SILENCE).first()
    if rest is None:
        return False
    try:
        _grant(rest, why="silent", actor=None, now=now)
    except Refused:  # nothing waits for ever: what cannot be moved any more is answered too
        child, family = _child_and_family(rest.scope)
        answer_rest(rest, state=State.REFUSED)
        rest_telling.tell_answered(child, family, rest.date, now=now, yes=False, actor=None)
    return True


def _grant(rest: RestDay, *, why: str, actor: User | None, now: datetime) -> None:
    change = Change(rest.scope, added=frozenset({rest.date}))
    moved = shifts_by(change, missions_under(rest.scope), clock.study_date(now))
    not_too_far(moved)
    answer_rest(rest, state=State.TAKEN)
    if not any(shift.moves for shift in moved):
        child, family = _child_and_family(rest.scope)
        rest_telling.tell_answered(child, family, rest.date, now=now, yes=True, actor=actor)
    _move(moved, [rest.date], why=why, actor=actor, now=now)


def _move(moved: Iterable[Shift], days: list[date], *, why: str, actor: User | None, now: datetime) -> None:
    for shift in moved:
        if shift.moves:
            rescheduling.apply(shift, days=days, why=why, actor=actor, now=now)


def _hold(scope: str) -> None:
    """Hold the families, children, enrolments and missions for which rest days of this scope count."""
    child, family = parts_of(scope)
    missions = missions_under(scope)
    if child is not None:
        lock_families_of_child(child, *[] if family is None else [family])
    elif family is not None:
        lock_family(family)
        for pk in sorted(set(missions.values_list("child", flat=True))):
            lock_child(pk)
    hold_missions(missions)


def hold_missions(missions: QuerySet[Mission]) -> None:
    """Hold missions with their enrolments; the families and children above them are held."""
    held = dict(missions.values_list("pk", "enrolment_id"))
    list(Enrolment.objects.select_for_update().filter(pk__in=list(held.values())).order_by("pk"))
    list(Mission.objects.select_for_update().filter(pk__in=held).order_by("pk"))


def _child_and_family(scope: str) -> tuple[User, Family]:
    child, family = parts_of(scope)
    assert child is not None
    assert family is not None
    return User.objects.get(pk=child), Family.objects.get(pk=family)
