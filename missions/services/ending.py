"""Ending early: 그만하고 싶어요, the guardian's end with 지금까지 한 만큼, going on, a longer makeup.

A wish to end is a row (EndWish); one is open at a time, and whatever ends the mission closes it.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from lessons.selectors.days import calendar_of
from missions import policies
from missions.models import EndWish, Mission, Offer, PromiseLine
from missions.selectors.ending import Reached, open_wish, reached_by
from missions.services import judging, mover, rescheduling, telling
from missions.states import Action, Who
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.korean import won_text
from oneco.lib.transactions import use_case


@use_case
def ask_to_stop(mission_id: int, *, actor: User, now: datetime, reason: str = "") -> Mission:
    """그만하고 싶어요: the child's dated wish, which the guardian answers. Raises Refused."""
    mission = mover.locked(mission_id)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.ASK_STOP, standing)
    wish = open_wish(mission)
    if wish is not None and wish.by_id != actor.pk:
        raise Refused(_("보호자가 먼저 그만두자고 했어요. 미션에서 답해 주세요."), code="other_wish_is_open")
    if wish is None:
        _wish(mission, actor, now, reason=reason)
        mover.move(mission, Action.ASK_STOP, standing=standing, by=actor, now=now)
        telling.tell(
            mission,
            "stop_asked",
            telling.guardian_side(mission),
            now=now,
            actor=actor,
            key=now.isoformat(),
        )
    return mission


@use_case
def ask_for_more(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """조금 더 해 볼까요?: the guardian's answer to the child's wish; the child may refuse. Raises Refused."""
    mission = mover.locked(mission_id)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.ASK_MORE, standing)
    wish = open_wish(mission)
    if wish is None or wish.by_id != mission.child_id:
        raise Refused(_("답할 것이 없어요. 아이가 계속하기로 했을 수 있어요."), code="no_wish")
    if wish.more_asked_on is None:
        EndWish.objects.filter(pk=wish.pk).update(more_asked_on=clock.study_date(now))
        mover.move(mission, Action.ASK_MORE, standing=standing, by=actor, now=now)
        telling.tell(mission, "more_asked", telling.child_side(mission), now=now, actor=actor, key=wish.pk)
    return mission


@use_case
def keep_on(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """The child goes on: it takes its own wish back, or does not agree to the guardian's. Raises Refused."""
    mission = mover.locked(mission_id)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.KEEP_ON, standing)
    wish = open_wish(mission)
    if wish is not None:
        _go_on(mission, wish, standing=standing, by=actor, now=now)
    return mission


@use_case
def end_mission(
    mission_id: int, *, actor: User, now: datetime, reason: str = "", amount: int = 0, title: str = ""
) -> Mission:
    """End a mission that is under way, or ask the child to agree once three quarters are learned.

    A guardian gives a reason, unless it answers the child's wish, and for 지금까지 한 만큼 an `amount` in won
    where 용돈 was promised, else a `title`. A child ends what both want to end. Raises Refused.
    """
    mission = mover.locked(mission_id)
    if mover.done_by(mission, Action.END, actor):
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.END, standing)
    wish = open_wish(mission)
    if Who.CHILD in standing:
        _end_by_child(mission, wish, standing=standing, actor=actor, now=now)
        return mission
    if wish is not None and wish.by_id != mission.child_id:
        return mission  # asked already: the child's answer is awaited
    reached = reached_by(mission)
    _check_given(mission, reached, amount=amount, title=title)
    if wish is None and not reason.strip():
        raise Refused(_("왜 그만두는지 한 줄 적어 주세요."), field="reason", code="no_reason")
    if wish is None and reached.child_decides:
        _ask_to_end(mission, actor, standing=standing, now=now, reason=reason, amount=amount, title=title)
        return mission
    _end(mission, standing=standing, by=actor, now=now, reason=reason, amount=amount, title=title)
    return mission


@use_case
def lengthen_makeup(mission_id: int, *, actor: User, until: date, now: datetime) -> Mission:
    """Give more time in the makeup period, up to the study day `until`. Raises Refused."""
    mission = mover.locked(mission_id)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.LENGTHEN, standing)
    assert mission.makeup_until is not None
    assert mission.enrolment is not None
    if until == mission.makeup_until:
        return mission
    if until < mission.makeup_until:
        raise Refused(_("지금보다 뒤의 날을 골라 주세요."), field="until", code="not_later")
    if (until - mission.starts_on).days > policies.MOST_DAYS_LONG:
        raise Refused(_("첫날부터 365일 안에서 골라 주세요."), field="until", code="too_long")
    calendar = calendar_of(mission.enrolment)
    days = calendar.index(until) - calendar.index(mission.ends_on)
    before = mission.makeup_until
    mover.move(
        mission,
        Action.LENGTHEN,
        standing=standing,
        by=actor,
        now=now,
        data={"before": before.isoformat(), "after": until.isoformat()},
        makeup_until=until,
        makeup_days=days,
    )
    telling.tell(
        mission, "lengthened", telling.child_side(mission), now=now, actor=actor, key=until, until=until
    )
    rescheduling.move_waiting(mission, behind=until, now=now)
    return mission


def answer_silence(mission: Mission, *, now: datetime) -> None:
    """Three study dates without an answer (inner service, the mission is held): the child's wish ends the
    mission; a wish that waits for the child lets it go on."""
    wish = open_wish(mission)
    if wish is None:
        return
    if wish.by_id == mission.child_id and wish.more_asked_on is None:
        _end(mission, standing=mover.TIME, by=None, now=now)
    else:
        _go_on(mission, wish, standing=mover.TIME, by=None, now=now)


def _end_by_child(
    mission: Mission, wish: EndWish | None, *, standing: frozenset[Who], actor: User, now: datetime
) -> None:
    """The child agrees to the guardian's wish, or holds to its own after 조금 더 해 볼까요?"""
    if wish is None or (wish.by_id == mission.child_id and wish.more_asked_on is None):
        raise Refused(_("먼저 ‘그만하고 싶어요’라고 말하고 답을 기다려요."), code="ask_first")
    _end(mission, standing=standing, by=actor, now=now, amount=wish.amount, title=wish.title)


def _ask_to_end(
    mission: Mission,
    actor: User,
    *,
    standing: frozenset[Who],
    now: datetime,
    reason: str,
    amount: int,
    title: str,
) -> None:
    wish = _wish(mission, actor, now, reason=reason, amount=amount, title=title)
    mover.move(mission, Action.ASK_END, standing=standing, by=actor, now=now)
    telling.tell(mission, "end_asked", telling.child_side(mission), now=now, actor=actor, key=wish.pk)


def _end(
    mission: Mission,
    *,
    standing: frozenset[Who],
    by: User | None,
    now: datetime,
    reason: str = "",
    amount: int = 0,
    title: str = "",
) -> None:
    judging.end(mission, standing=standing, by=by, now=now, reason=reason)
    if amount or title:
        _give_so_far(mission, amount=amount, title=title, now=now)


def _give_so_far(mission: Mission, *, amount: int, title: str, now: datetime) -> None:
    """지금까지 한 만큼: one line of the 약속 수첩, due like everything that was earned."""
    assert mission.guardian_id is not None
    PromiseLine.objects.create(
        mission=mission,
        giver_id=mission.guardian_id,
        child_id=mission.child_id,
        kind=PromiseLine.Kind.EARNED,
        unit=PromiseLine.Unit.WON if amount else PromiseLine.Unit.PIECE,
        effect=amount or 1,
        title=title,
        due_on=policies.due_on(clock.study_date(now)),
        at=now,
        key=f"earned:{mission.pk}:end",
    )


def _go_on(
    mission: Mission, wish: EndWish, *, standing: frozenset[Who], by: User | None, now: datetime
) -> None:
    EndWish.objects.filter(pk=wish.pk).update(outcome=EndWish.Outcome.WENT_ON, answered_at=now)
    mover.move(mission, Action.KEEP_ON, standing=standing, by=by, now=now)
    people = telling.both_sides(mission) if by is None else telling.guardian_side(mission)
    telling.tell(mission, "kept_on", people, now=now, actor=by, key=wish.pk)


def _wish(mission: Mission, actor: User, now: datetime, **words: object) -> EndWish:
    return EndWish.objects.create(mission=mission, by=actor, made_on=clock.study_date(now), **words)


def _check_given(mission: Mission, reached: Reached, *, amount: int, title: str) -> None:
    """지금까지 한 만큼 is 용돈 up to what is not earned yet where 용돈 was promised, else a thing."""
    offer = mission.agreed_offer
    assert offer is not None
    if offer.kind != Offer.Kind.MONEY:
        if amount:
            raise Refused(_("용돈을 약속한 미션이 아니에요."), field="amount", code="not_money")
    elif title:
        raise Refused(_("용돈으로 약속한 미션이에요. 금액으로 적어 주세요."), field="title", code="is_money")
    elif amount > reached.most:
        raise Refused(
            _("약속한 것에서 남은 %s까지 적을 수 있어요.") % won_text(reached.most),
            field="amount",
            code="too_much",
        )
