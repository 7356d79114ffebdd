"""없던 일로: the child lets go of what it is owed, and may undo it for seven days."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from missions import ledger, policies
from missions.ledger import Promise
from missions.models import Mission, PromiseLine
from missions.services import changing, lines, mover, telling
from missions.services.lines import Kind
from missions.states import Action
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case


@use_case
def forgive_promise(mission_id: int, *, actor: User, now: datetime, seen: int | None = None) -> Mission:
    """Let go of all that is owed, as far as the page showed it: `seen` is its newest line, and the same press
    again writes nothing. Raises Refused."""
    mission = mover.locked(mission_id)
    balance = ledger.balance_of(mission)
    after = lines.newest_seen(balance, seen)
    if mission.lines.filter(key__startswith=f"forgiven:{mission.pk}:{after}:").exists():
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.FORGIVE, standing)
    dues = [due for due in balance.dues if due.line.pk <= after]
    if not dues:
        raise Refused(_("없던 일로 할 약속이 없어요."), code="nothing_owed")
    written = _write(mission, dues, actor, now, f"forgiven:{mission.pk}:{after}")
    lines.mark(mission, Action.FORGIVE, standing=standing, by=actor, now=now, written=written)
    changing.lapse_if_given(mission, now=now)
    telling.tell(
        mission,
        "forgiven",
        telling.both_sides(mission),
        now=now,
        actor=actor,
        key=written[-1].pk,
        promise=lines.dues_of(mission, dues),
    )
    return mission


@use_case
def undo_forgive(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """What was let go in the last seven days is owed again. Raises Refused."""
    mission = mover.locked(mission_id)
    forgivings = ledger.balance_of(mission).forgivings
    if not forgivings and mover.done_by(mission, Action.UNDO_FORGIVE, actor):
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.UNDO_FORGIVE, standing)
    undone = [line for line in forgivings if is_undoable(line, now)]
    if not undone:
        raise Refused(_("되돌릴 것이 없어요. 7일 안에만 되돌릴 수 있어요."), code="too_late")
    written = [
        lines.answer(line, Kind.CORRECTED, mission=mission, by=actor, now=now, key=f"corrected:{line.pk}")
        for line in undone
    ]
    lines.mark(mission, Action.UNDO_FORGIVE, standing=standing, by=actor, now=now, written=written)
    telling.tell(
        mission,
        "unforgiven",
        telling.both_sides(mission),
        now=now,
        actor=actor,
        key=undone[-1].pk,
        promise=lines.things_of(mission, [(line.unit, line.title, -line.effect) for line in undone]),
    )
    return mission


def is_undoable(line: PromiseLine, now: datetime) -> bool:
    return clock.study_date(now) <= policies.undoable_until(clock.study_date(line.at))


def _write(mission: Mission, dues: list[Promise], actor: User, now: datetime, key: str) -> list[PromiseLine]:
    """One line for each promiser and unit."""
    sums: dict[tuple[int, str], list[Promise]] = {}
    for due in dues:
        sums.setdefault((due.line.giver_id, due.line.unit), []).append(due)
    return [
        lines.write(
            mission,
            Kind.FORGIVEN,
            -sum(due.left for due in of_one),
            giver_id=giver_id,
            unit=unit,
            by=actor,
            now=now,
            key=f"{key}:{giver_id}:{unit}",
            title=lines.title_of(of_one),
        )
        for (giver_id, unit), of_one in sums.items()
    ]
