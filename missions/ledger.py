"""Reading the 약속 수첩: what is owed is the sum of the lines' effects, per mission and promiser."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from missions import policies
from missions.models import Mission, PromiseLine

Kind = PromiseLine.Kind


@dataclass(frozen=True)
class Balance:
    """What a mission's lines say. `due_on` is of the oldest amount still owed; None when nothing is."""

    owed: int = 0
    due_on: date | None = None
    earned: bool = False
    last_line: int = 0
    # The newest 줬어요 that the child has neither confirmed nor answered with 아직이에요.
    open_delivery: PromiseLine | None = field(default=None, compare=False)
    last_delivery: PromiseLine | None = field(default=None, compare=False)
    confirmed: bool = False


def owed(mission: Mission, giver_id: int | None = None) -> int:
    """What a promiser (the mission's guardian, if none is named here) still owes, in the lines' unit."""
    giver = giver_id or mission.guardian_id
    total = PromiseLine.objects.filter(mission=mission, giver=giver).aggregate(total=Sum("effect"))["total"]
    return total or 0


def balance_of(mission: Mission) -> Balance:
    return balances([mission.pk]).get(mission.pk, Balance())


def balances(missions: Iterable[int]) -> dict[int, Balance]:
    """Balances by mission; one query. Missions without a line are left out."""
    by_mission: dict[int, list[PromiseLine]] = {}
    for line in PromiseLine.objects.filter(mission__in=list(missions)).order_by("pk"):
        by_mission.setdefault(line.mission_id, []).append(line)
    return {pk: _balance(lines) for pk, lines in by_mission.items()}


def overdue_missions(giver_id: int, today: date) -> list[int]:
    """The missions whose promise this guardian owes for so long that a new one has to wait."""
    waiting = (
        PromiseLine.objects.filter(giver=giver_id)
        .values("mission")
        .annotate(total=Sum("effect"))
        .filter(total__gt=0)
        .values_list("mission", flat=True)
    )
    found = balances(list(waiting))
    return [
        pk
        for pk, balance in found.items()
        if balance.due_on and policies.blocks_new_mission(balance.due_on, today)
    ]


def _balance(lines: list[PromiseLine]) -> Balance:
    total = sum(line.effect for line in lines)
    earned = [(line.due_on, line.effect) for line in lines if line.kind == Kind.EARNED and line.due_on]
    answered = {line.refers_to_id for line in lines if line.kind == Kind.CORRECTED}
    answered |= {line.refers_to_id for line in lines if line.kind == Kind.CONFIRMED and line.by_id}
    given = [line for line in lines if line.kind == Kind.DELIVERED]
    unanswered = [line for line in given if line.pk not in answered]
    return Balance(
        owed=total,
        due_on=policies.oldest_due(earned, total),
        earned=bool(earned),
        last_line=lines[-1].pk,
        open_delivery=unanswered[-1] if unanswered else None,
        last_delivery=given[-1] if given else None,
        confirmed=any(line.kind == Kind.CONFIRMED and line.by_id for line in lines),
    )
