"""A wish to change what is owed: another date, or another thing. Either side asks, the other one answers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from families.selectors import is_live_member
from missions import ledger, policies
from missions.ledger import Promise
from missions.models import Mission, PromiseChange, PromiseLine
from missions.services import lines, mover, telling
from missions.services.lines import Kind
from missions.states import Action
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

Unit = PromiseLine.Unit


@dataclass(frozen=True)
class Wish:
    """What is asked for: another date, or another thing (with `amount` in won it is 용돈)."""

    due_on: date | None = None
    title: str = ""
    amount: int | None = None


@use_case
def ask_change(mission_id: int, *, actor: User, wish: Wish, now: datetime) -> Mission:
    """Ask to give what is owed on another date, or to give another thing; the same again changes nothing.
    Raises Refused."""
    mission = mover.locked(mission_id)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.CHANGE, standing)
    standing_wish = mission.promise_changes.filter(open=1).first()
    if standing_wish is not None:
        _refuse_another(standing_wish, actor, wish)
        return mission
    dues = ledger.balance_of(mission).dues_of(mission.guardian_id)
    _can_be_answered(mission, dues)
    _check(wish, dues, clock.study_date(now))
    change = PromiseChange.objects.create(
        mission=mission,
        by=actor,
        title=wish.title.strip(),
        amount=wish.amount,
        due_on=wish.due_on,
        made_at=now,
    )
    mover.move(mission, Action.CHANGE, standing=standing, by=actor, now=now, data={"change": change.pk})
    telling.tell(
        mission,
        "change_asked",
        telling.both_sides(mission),
        now=now,
        actor=actor,
        key=change.pk,
        **_told(mission, change, dues),
    )
    return mission


@use_case
def answer_change(mission_id: int, *, change_id: int, accept: bool, actor: User, now: datetime) -> Mission:
    """좋아요 or 이번에는 안 할래요, by the side that did not ask. Raises Refused."""
    mission = mover.locked(mission_id)
    change = _change(mission, change_id)
    if change.answered_at is not None:
        if change.accepted is accept and mover.done_by(mission, Action.ANSWER_CHANGE, actor):
            return mission
        raise Refused(_("이미 답한 일이에요."), code="change_answered")
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.ANSWER_CHANGE, standing)
    if (change.by_id == mission.child_id) == actor.is_child:
        raise Refused(_("지금은 상대가 답할 차례예요."), code="not_allowed_turn")
    dues = _asked_for(mission, change)
    if not dues:
        raise Refused(_("바꿀 약속이 남아 있지 않아요."), code="nothing_owed")
    _close(change, accept, now)
    if accept:
        _carry_out(mission, change, dues, actor, now)
    data = {"change": change.pk, "accepted": accept}
    mover.move(mission, Action.ANSWER_CHANGE, standing=standing, by=actor, now=now, data=data)
    telling.tell(
        mission,
        "change_answered",
        telling.both_sides(mission),
        now=now,
        actor=actor,
        key=change.pk,
        accepted=accept,
        **_told(mission, change, dues),
    )
    return mission


@use_case
def take_back_change(mission_id: int, *, change_id: int, actor: User, now: datetime) -> Mission:
    """The one who asked takes it back; what was promised stays as it is. Raises Refused."""
    mission = mover.locked(mission_id)
    change = _change(mission, change_id)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.CHANGE, standing)
    if change.by_id != actor.pk:
        raise Refused(_("부탁한 사람만 거둬들일 수 있어요."), code="not_allowed_role", status=403)
    if change.accepted is not None:
        raise Refused(_("이미 답한 일이에요."), code="change_answered")
    if change.answered_at is None:
        _lapse(mission, change, by=actor, now=now)
    return mission


def lapse_if_given(mission: Mission, *, now: datetime) -> None:
    """A wish closes by itself when nothing is left of what it asked to change (inner service, the mission
    is held)."""
    change = mission.promise_changes.filter(open=1).first()
    if change is not None and not _asked_for(mission, change):
        _lapse(mission, change, by=None, now=now)


def lapse(mission: Mission, *, now: datetime) -> None:
    """Close an open wish that nobody can answer any more (inner service, the mission is held)."""
    change = mission.promise_changes.filter(open=1).first()
    if change is not None:
        _lapse(mission, change, by=None, now=now)


def _lapse(mission: Mission, change: PromiseChange, *, by: User | None, now: datetime) -> None:
    _close(change, None, now)
    mover.note(mission, "change_closed", by=by, now=now, data={"change": change.pk})


def _close(change: PromiseChange, accepted: bool | None, now: datetime) -> None:
    change.accepted, change.answered_at = accepted, now
    change.save(update_fields=["accepted", "answered_at"])


def _change(mission: Mission, pk: int) -> PromiseChange:
    change = mission.promise_changes.filter(pk=pk).first()
    if change is None:
        raise Refused(_("답할 것이 없어요."), code="no_change")
    return change


def _refuse_another(change: PromiseChange, actor: User, wish: Wish) -> None:
    asked = Wish(change.due_on, change.title, change.amount)
    if change.by_id != actor.pk or asked != Wish(wish.due_on, wish.title.strip(), wish.amount):
        raise Refused(_("먼저 부탁한 것의 답을 기다리고 있어요."), code="change_open")


def _can_be_answered(mission: Mission, dues: list[Promise]) -> None:
    if not dues:
        raise Refused(_("바꿀 약속이 남아 있지 않아요."), code="nothing_owed")
    if mission.guardian is None or not is_live_member(mission.guardian, mission.family):
        raise Refused(_("약속한 보호자가 가족에서 나가서 바꿀 수 없어요."), code="promiser_left")


def _check(wish: Wish, dues: list[Promise], today: date) -> None:
    if wish.due_on is not None:
        _check_date(wish.due_on, dues, today)
        return
    if not wish.title.strip():
        raise Refused(_("무엇으로 바꿀지 적어 주세요."), field="title", code="no_title")
    if len(wish.title) > 100:
        raise Refused(_("약속은 100자까지 적을 수 있어요."), field="title", code="title_too_long")
    if wish.amount is not None and not 0 < wish.amount <= policies.MOST_AMOUNT:
        raise Refused(_("금액을 숫자로 적어 주세요."), field="amount", code="wrong_amount")


def _check_date(day: date, dues: list[Promise], today: date) -> None:
    if not today <= day <= today + timedelta(days=policies.MOST_DAYS_LATER):
        raise Refused(_("오늘부터 90일 안에서 골라 주세요."), field="due_on", code="day_out_of_bounds")
    if all(due.due_on == day for due in dues):
        raise Refused(_("지금 약속한 날과 같아요."), field="due_on", code="same_day")


def _asked_for(mission: Mission, change: PromiseChange) -> list[Promise]:
    """What was owed when the change was asked for, and still is."""
    return ledger.balance_of(mission).dues_asked(mission.guardian_id, change.made_at)


def _carry_out(
    mission: Mission, change: PromiseChange, dues: list[Promise], actor: User, now: datetime
) -> None:
    if change.due_on is not None:
        _write(mission, 0, change, dues[-1].line.unit, actor, now, "date", change.due_on, dues[-1].line)
        return
    for unit, of_unit in lines.by_unit(dues).items():
        _write(mission, -sum(due.left for due in of_unit), change, unit, actor, now, f"out:{unit}")
    oldest = min((due.due_on for due in dues if due.due_on), default=None)
    due_on = policies.next_due(oldest, clock.study_date(now))
    unit = Unit.PIECE if change.amount is None else Unit.WON
    _write(mission, change.amount or 1, change, unit, actor, now, "in", due_on)


def _write(
    mission: Mission,
    effect: int,
    change: PromiseChange,
    unit: str,
    actor: User,
    now: datetime,
    key: str,
    due_on: date | None = None,
    refers_to: PromiseLine | None = None,
) -> None:
    assert mission.guardian_id is not None
    lines.write(
        mission,
        Kind.ADJUSTED,
        effect,
        giver_id=mission.guardian_id,
        unit=unit,
        by=actor,
        now=now,
        key=f"changed:{change.pk}:{key}",
        title=change.title if effect > 0 else "",
        due_on=due_on,
        refers_to=refers_to,
    )


def _told(mission: Mission, change: PromiseChange, dues: list[Promise]) -> dict[str, object]:
    """What a notice of a change says: what is owed, and the date or the thing that is asked for."""
    told: dict[str, object] = {"promise": lines.dues_of(mission, dues)}
    if change.due_on is not None:
        return told | {"new_day": change.due_on}
    unit = Unit.PIECE if change.amount is None else Unit.WON
    return told | {"new_thing": lines.things_of(mission, [(unit, change.title, change.amount or 1)])}
