"""Keeping what was promised: 줬어요, 받았어요, 아직이에요, 약속 받을래요, and silence. Lines only grow."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from missions import ledger, policies, wording
from missions.ledger import Balance, Promise
from missions.models import Mission, PromiseLine
from missions.services import changing, lines, mover, telling
from missions.services.lines import Kind
from missions.states import Action, State, Who
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.korean import won_text
from oneco.lib.transactions import use_case

Unit = PromiseLine.Unit


@use_case
def deliver_promise(
    mission_id: int, *, actor: User, now: datetime, seen: int | None = None, amount: int | None = None
) -> Mission:
    """줬어요: a promiser gave what it owes or, with `amount` (won), a part of the 용돈. Raises Refused.

    `seen` is the newest line on the page that was pressed: what was earned later is not given by this press,
    and the same press again writes nothing.
    """
    mission = mover.locked(mission_id)
    balance = ledger.balance_of(mission)
    after = lines.newest_seen(balance, seen)
    if _pressed_before(mission, f"delivered:{mission.pk}:{after}:") or _is_given(mission, balance, actor):
        return mission
    standing = _standing_of_giver(mission, balance, actor)
    mover.check(mission, Action.DELIVER, standing)
    gifts = _gifts(balance.dues_of(actor.pk, after), amount)
    written = [
        lines.write(
            mission,
            Kind.DELIVERED,
            -given,
            giver_id=actor.pk,
            unit=unit,
            by=actor,
            now=now,
            key=f"delivered:{mission.pk}:{after}:{unit}",
            title=title,
        )
        for unit, (given, title) in gifts.items()
    ]
    lines.mark(mission, Action.DELIVER, standing=standing, by=actor, now=now, written=written)
    left = ledger.balance_of(mission).dues_of(actor.pk)
    changing.lapse_if_given(mission, now=now)
    telling.tell(
        mission,
        "delivered",
        telling.child_side(mission),
        now=now,
        actor=actor,
        key=written[-1].pk,
        promise=lines.things_of(mission, [(line.unit, line.title, -line.effect) for line in written]),
        rest=lines.dues_of(mission, left),
    )
    return mission


@use_case
def confirm_promise(mission_id: int, *, actor: User, now: datetime, seen: int | None = None) -> Mission:
    """받았어요: the child has what was given, as far as its page showed it (`seen`, as above). With all of it
    the promise is kept. Raises Refused."""
    mission = mover.locked(mission_id)
    unanswered = [line for line in ledger.balance_of(mission).unanswered if seen is None or line.pk <= seen]
    settled = mission.state == State.SETTLED and actor.pk == mission.child_id
    if not unanswered and (settled or mover.done_by(mission, Action.CONFIRM, actor)):
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.CONFIRM, standing)
    if not unanswered:
        raise Refused(_("받았다고 적을 것이 없어요."), code="nothing_delivered")
    for line in unanswered:
        lines.answer(line, Kind.CONFIRMED, mission=mission, by=actor, now=now, key=f"confirmed:{line.pk}")
    lines.mark(mission, Action.CONFIRM, standing=standing, by=actor, now=now, written=unanswered)
    telling.tell(
        mission,
        "confirmed",
        telling.guardian_side(mission),
        now=now,
        actor=actor,
        key=unanswered[-1].pk,
        promise=lines.things_of(mission, [(line.unit, line.title, -line.effect) for line in unanswered]),
    )
    return mission


@use_case
def mark_not_yet(mission_id: int, *, actor: User, now: datetime, line: int | None = None) -> Mission:
    """아직이에요: what was said to be given has not arrived, and is owed again. Raises Refused.

    `line` is the 줬어요 that the page named, the newest one where it named none. After silence it stays
    possible for 30 days, after 받았어요 never.
    """
    mission = mover.locked(mission_id)
    balance = ledger.balance_of(mission)
    delivery = balance.correctable if line is None else _delivery(balance, line)
    if _is_corrected(mission, delivery, actor):
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.NOT_YET, standing)
    _still_correctable(balance, delivery, now)
    assert delivery is not None
    written = lines.answer(
        delivery, Kind.CORRECTED, mission=mission, by=actor, now=now, key=f"corrected:{delivery.pk}"
    )
    lines.mark(mission, Action.NOT_YET, standing=standing, by=actor, now=now, written=[written])
    telling.tell(
        mission,
        "not_yet",
        telling.both_sides(mission),
        now=now,
        actor=actor,
        key=delivery.pk,
        promise=lines.thing_of(mission, delivery),
    )
    return mission


@use_case
def nudge_promiser(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """약속 받을래요: a friendly word to the promiser, once a study date. Raises Refused."""
    mission = mover.locked(mission_id)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.NUDGE, standing)
    dues = ledger.balance_of(mission).dues_of(mission.guardian_id)
    if not dues:
        raise Refused(_("아직 받을 약속이 없어요."), code="nothing_owed")
    today = clock.study_date(now)
    if not nudged_on(mission, today):
        mover.move(
            mission, Action.NUDGE, standing=standing, by=actor, now=now, data={"day": today.isoformat()}
        )
        telling.tell(
            mission,
            "nudge",
            telling.guardian_side(mission),
            now=now,
            actor=actor,
            key=today,
            promise=lines.dues_of(mission, dues),
        )
    return mission


def settle(mission: Mission, *, now: datetime) -> None:
    """Seven silent days after the last promise was given or let go (inner service, the mission is held)."""
    written = _confirm_silently(mission, ledger.balance_of(mission).unanswered, now)
    mover.move(mission, Action.SETTLE, standing=mover.TIME, by=None, now=now)
    if not written:
        telling.tell(mission, "settled_forgiven", telling.both_sides(mission), now=now)


def silent_lines(day: date) -> QuerySet[PromiseLine]:
    """Every 줬어요 whose seven silent days are over with study date `day`."""
    given_by = clock.end_of(day - timedelta(days=policies.SILENT_DAYS))
    return ledger.unanswered_lines().filter(at__lt=given_by)


def confirm_silent(mission: Mission, day: date, now: datetime) -> None:
    """확인 없이 마침 of what was given on the way, seven silent days ago (inner service)."""
    _confirm_silently(mission, list(silent_lines(day).filter(mission=mission).order_by("pk")), now)


def _confirm_silently(mission: Mission, given: list[PromiseLine], now: datetime) -> list[PromiseLine]:
    for line in given:
        lines.answer(line, Kind.CONFIRMED, mission=mission, by=None, now=now, key=f"silent:{line.pk}")
        telling.tell(
            mission,
            "settled",
            telling.both_sides(mission),
            now=now,
            key=line.pk,
            promise=lines.thing_of(mission, line),
        )
    return given


def nudged_on(mission: Mission, day: object) -> bool:
    return mission.events.filter(kind=Action.NUDGE.value, data__day=str(day)).exists()


def _pressed_before(mission: Mission, key: str) -> bool:
    return mission.lines.filter(key__startswith=key).exists()


def _is_given(mission: Mission, balance: Balance, actor: User) -> bool:
    """Whether a second press of 줬어요 finds the first one's result."""
    mine = any(line.by_id == actor.pk for line in balance.deliveries)
    return mine and not balance.dues_of(actor.pk) and mission.state in (State.DELIVERED, State.SETTLED)


def _standing_of_giver(mission: Mission, balance: Balance, actor: User) -> frozenset[Who]:
    """Who owes something gives it, although another guardian may have taken over the mission since."""
    standing = mover.standing_of(mission, actor)
    return standing | {Who.PROMISER} if balance.dues_of(actor.pk) else standing


def _gifts(dues: list[Promise], amount: int | None) -> dict[str, tuple[int, str]]:
    """How much is given in each unit, and how it is called. Raises Refused."""
    if not dues:
        raise Refused(_("줄 약속이 남아 있지 않아요."), code="nothing_owed")
    if amount is not None:
        dues = [due for due in dues if due.line.unit == Unit.WON]
    gifts = {
        unit: (sum(due.left for due in of_unit), lines.title_of(of_unit))
        for unit, of_unit in lines.by_unit(dues).items()
    }
    return gifts if amount is None else _part(gifts, amount)


def _part(gifts: dict[str, tuple[int, str]], amount: int) -> dict[str, tuple[int, str]]:
    owed, title = gifts.get(Unit.WON, (0, ""))
    if not owed:
        raise Refused(_("나눠서 줄 용돈이 없어요."), field="amount", code="no_money")
    if not 0 < amount <= owed:
        raise Refused(
            _("1원부터 %s까지 적을 수 있어요.") % won_text(owed), field="amount", code="wrong_amount"
        )
    return {Unit.WON: (amount, title)}


def _delivery(balance: Balance, pk: int) -> PromiseLine:
    found = [line for line in balance.lines if line.pk == pk and line.kind == Kind.DELIVERED]
    if not found:
        raise Refused(wording.MOVED_MEANWHILE, code="moved")
    return found[0]


def _is_corrected(mission: Mission, delivery: PromiseLine | None, actor: User) -> bool:
    """Whether a second press of 아직이에요 finds the first one's result."""
    if delivery is not None:
        return mission.lines.filter(key=f"corrected:{delivery.pk}").exists()
    return mission.state == State.ACHIEVED and mover.done_by(mission, Action.NOT_YET, actor)


def _still_correctable(balance: Balance, delivery: PromiseLine | None, now: datetime) -> None:
    received = {line.refers_to_id for line in balance.lines if line.kind == Kind.CONFIRMED and line.by_id}
    if delivery is None or delivery.pk in received:
        raise Refused(_("이미 받았다고 적었어요."), code="already_confirmed")
    if clock.study_date(now) > policies.correctable_until(clock.study_date(delivery.at)):
        raise Refused(_("‘줬어요’ 뒤로 30일이 지나서 바꿀 수 없어요."), code="too_late")
