"""Keeping what was promised: 줬어요, 받았어요, 아직이에요, 약속 받을래요, and silence. Lines only grow."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from missions import ledger, policies, wording
from missions.models import Mission, PromiseLine
from missions.services import mover, telling
from missions.states import Action, State
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

Kind = PromiseLine.Kind


@use_case
def deliver_promise(mission_id: int, *, actor: User, now: datetime, seen: int | None = None) -> Mission:
    """줬어요: the promiser gave all that is owed. Raises Refused.

    `seen` is the newest line on the page that was pressed: the same press again writes nothing.
    """
    mission = mover.locked(mission_id)
    balance = ledger.balance_of(mission)
    after = balance.last_line if seen is None else seen
    key = f"delivered:{mission.pk}:{after}"
    if _written(key) or _is_given(mission, actor):
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.DELIVER, standing)
    owed = ledger.owed(mission, actor.pk)
    if owed <= 0:
        raise Refused(_("줄 약속이 남아 있지 않아요."), code="nothing_owed")
    line = _write(mission, Kind.DELIVERED, -owed, by=actor, now=now, key=key)
    mover.move(mission, Action.DELIVER, standing=standing, by=actor, now=now, data={"line": line.pk})
    telling.tell(mission, "delivered", telling.child_side(mission), now=now, actor=actor, key=line.pk)
    return mission


@use_case
def confirm_promise(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """받았어요: the child has it, and the promise is kept. Raises Refused."""
    mission = mover.locked(mission_id)
    delivery = ledger.balance_of(mission).open_delivery
    if delivery is None and mission.state == State.SETTLED:
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.CONFIRM, standing)
    if delivery is None:
        raise Refused(_("받았다고 적을 것이 없어요."), code="nothing_delivered")
    _write(mission, Kind.CONFIRMED, 0, by=actor, now=now, key=f"confirmed:{delivery.pk}", refers_to=delivery)
    mover.move(mission, Action.CONFIRM, standing=standing, by=actor, now=now, data={"line": delivery.pk})
    telling.tell(mission, "confirmed", telling.guardian_side(mission), now=now, actor=actor, key=delivery.pk)
    return mission


@use_case
def mark_not_yet(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """아직이에요: what was said to be given has not arrived, and is owed again. Raises Refused.

    After silence it stays possible for 30 days after the last 줬어요, after 받았어요 never.
    """
    mission = mover.locked(mission_id)
    delivery = ledger.balance_of(mission).open_delivery
    if delivery is None and mission.state == State.ACHIEVED and mover.done_by(mission, Action.NOT_YET, actor):
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.NOT_YET, standing)
    _still_correctable(delivery, now)
    assert delivery is not None
    _write(
        mission,
        Kind.CORRECTED,
        -delivery.effect,
        by=actor,
        now=now,
        key=f"corrected:{delivery.pk}",
        refers_to=delivery,
    )
    mover.move(mission, Action.NOT_YET, standing=standing, by=actor, now=now, data={"line": delivery.pk})
    telling.tell(mission, "not_yet", telling.both_sides(mission), now=now, actor=actor, key=delivery.pk)
    return mission


@use_case
def nudge_promiser(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """약속 받을래요: a friendly word to the promiser, once a study date. Raises Refused."""
    mission = mover.locked(mission_id)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.NUDGE, standing)
    if ledger.owed(mission) <= 0:
        raise Refused(_("아직 받을 약속이 없어요."), code="nothing_owed")
    today = clock.study_date(now)
    if not nudged_on(mission, today):
        mover.move(
            mission, Action.NUDGE, standing=standing, by=actor, now=now, data={"day": today.isoformat()}
        )
        telling.tell(mission, "nudge", telling.guardian_side(mission), now=now, actor=actor, key=today)
    return mission


def settle(mission: Mission, *, now: datetime) -> None:
    """Seven silent days after 줬어요 (inner service, the mission is held): 확인 없이 마침."""
    delivery = ledger.balance_of(mission).open_delivery
    mover.move(mission, Action.SETTLE, standing=mover.TIME, by=None, now=now)
    if delivery is not None:
        _write(mission, Kind.CONFIRMED, 0, by=None, now=now, key=f"silent:{delivery.pk}", refers_to=delivery)
    telling.tell(
        mission, "settled", telling.both_sides(mission), now=now, key=delivery.pk if delivery else ""
    )


@use_case
def take_over_mission(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """Another guardian takes a mission whose promiser has left the family; what was owed before stays
    with the one who left. Raises Refused."""
    mission = mover.locked(mission_id)
    if mission.guardian_id == actor.pk:
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.TAKE_OVER, standing)
    if mission.guardian_id in {guardian.pk for guardian in telling.guardians_in(mission.family)}:
        raise Refused(
            wording.refusal(State(mission.state), Action.TAKE_OVER, "bystander", to_child=False),
            code="promiser_is_here",
            status=403,
        )
    mover.move(mission, Action.TAKE_OVER, standing=standing, by=actor, now=now, guardian=actor)
    telling.tell(mission, "taken_over", telling.child_side(mission), now=now, actor=actor, key=actor.pk)
    return mission


def nudged_on(mission: Mission, day: object) -> bool:
    return mission.events.filter(kind=Action.NUDGE.value, data__day=str(day)).exists()


def _is_given(mission: Mission, actor: User) -> bool:
    """Whether a second press of 줬어요 finds the first one's result."""
    return mission.guardian_id == actor.pk and mission.state in (State.DELIVERED, State.SETTLED)


def _written(key: str) -> bool:
    return PromiseLine.objects.filter(key=key).exists()


def _still_correctable(delivery: PromiseLine | None, now: datetime) -> None:
    if delivery is None:
        raise Refused(_("이미 받았다고 적었어요."), code="already_confirmed")
    if clock.study_date(now) > policies.correctable_until(clock.study_date(delivery.at)):
        raise Refused(_("‘줬어요’ 뒤로 30일이 지나서 바꿀 수 없어요."), code="too_late")


def _write(
    mission: Mission,
    kind: str,
    effect: int,
    *,
    by: User | None,
    now: datetime,
    key: str,
    refers_to: PromiseLine | None = None,
) -> PromiseLine:
    earned = mission.lines.filter(kind=Kind.EARNED).first()
    assert earned is not None
    return PromiseLine.objects.create(
        mission=mission,
        giver_id=earned.giver_id,
        child_id=mission.child_id,
        kind=kind,
        unit=earned.unit,
        effect=effect,
        refers_to=refers_to,
        by=by,
        at=now,
        key=key,
    )
