"""Reading the 약속 수첩: what a mission's lines say is owed, by whom, in which unit, and until when.

What is owed is the sum of the lines' effects (law 4). Which promise is still owed, and so the due date, comes
from replaying the lines: the oldest is always given first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from missions import policies
from missions.models import Mission, PromiseChange, PromiseLine
from missions.states import OWING
from oneco.lib import clock

Kind = PromiseLine.Kind


@dataclass
class Promise:
    """One thing promised and what has become of it, in the unit of its line.

    `given` and `forgiven` say how much went with which line; what was exchanged or moved is in neither.
    """

    line: PromiseLine
    due_on: date | None
    left: int
    given: dict[int, int] = field(default_factory=dict)
    forgiven: dict[int, int] = field(default_factory=dict)

    @property
    def thing(self) -> tuple[str, str, int]:
        """(unit, title, how much is left), as `wording.things_text` reads it."""
        return self.line.unit, self.line.title, self.left


@dataclass(frozen=True)
class Balance:
    """What a mission's lines say."""

    lines: tuple[PromiseLine, ...] = ()
    promises: tuple[Promise, ...] = ()

    @property
    def dues(self) -> list[Promise]:
        """What is still owed by anybody, the oldest first."""
        return [promise for promise in self.promises if promise.left > 0]

    def dues_of(self, giver_id: int | None, seen: int | None = None) -> list[Promise]:
        """What one promiser still owes, as far as a page with line `seen` as its newest could show it."""
        return [
            due
            for due in self.dues
            if due.line.giver_id == giver_id and (seen is None or due.line.pk <= seen)
        ]

    def dues_asked(self, giver_id: int | None, at: datetime) -> list[Promise]:
        """What one promiser owes and owed already at a moment: what a wish of then can still change."""
        return [due for due in self.dues_of(giver_id) if due.line.at <= at]

    @property
    def owed(self) -> int:
        """Greater than 0 while anything is owed; won and pieces together."""
        return sum(promise.left for promise in self.promises)

    @property
    def due_on(self) -> date | None:
        """By when the first of what is owed is to be given; None when nothing is."""
        return min((due.due_on for due in self.dues if due.due_on), default=None)

    @property
    def last_line(self) -> int:
        return self.lines[-1].pk if self.lines else 0

    @property
    def deliveries(self) -> list[PromiseLine]:
        """Every 줬어요 that 아직이에요 has not taken back."""
        corrected = {line.refers_to_id for line in self.lines if line.kind == Kind.CORRECTED}
        return [line for line in self.lines if line.kind == Kind.DELIVERED and line.pk not in corrected]

    @property
    def unanswered(self) -> list[PromiseLine]:
        """Every 줬어요 that waits for the child's word."""
        answered = {line.refers_to_id for line in self.lines if line.kind == Kind.CONFIRMED}
        return [line for line in self.deliveries if line.pk not in answered]

    @property
    def correctable(self) -> PromiseLine | None:
        """The newest 줬어요 to which the child itself has not said 받았어요."""
        received = {line.refers_to_id for line in self.lines if line.kind == Kind.CONFIRMED and line.by_id}
        return next((line for line in reversed(self.deliveries) if line.pk not in received), None)

    @property
    def last_delivery(self) -> PromiseLine | None:
        return next(iter(reversed(self.deliveries)), None)

    @property
    def confirmed(self) -> bool:
        """Whether the child itself has received something."""
        return any(line.kind == Kind.CONFIRMED and line.by_id for line in self.lines)

    @property
    def forgivings(self) -> list[PromiseLine]:
        """Every 없던 일로 that was not undone."""
        undone = {line.refers_to_id for line in self.lines if line.kind == Kind.CORRECTED}
        return [line for line in self.lines if line.kind == Kind.FORGIVEN and line.pk not in undone]

    @property
    def kept(self) -> int:
        """How many promises were given and received; what was forgiven as a whole is none of them."""
        return sum(bool(promise.given) for promise in self.promises if not self._waits(promise))

    @property
    def waiting(self) -> int:
        """How many promises are not given yet, or wait for the child's word."""
        return sum(self._waits(promise) for promise in self.promises)

    def _waits(self, promise: Promise) -> bool:
        return promise.left > 0 or any(line.pk in promise.given for line in self.unanswered)


def owed(mission: Mission, giver_id: int | None = None) -> int:
    """What a promiser (the mission's guardian, if none is named here) still owes: greater than 0 while it
    owes anything; won and pieces together."""
    giver = giver_id or mission.guardian_id
    total = PromiseLine.objects.filter(mission=mission, giver=giver).aggregate(total=Sum("effect"))["total"]
    return total or 0


def balance_of(mission: Mission) -> Balance:
    return balances([mission.pk]).get(mission.pk, Balance())


def balances(missions: Iterable[int] | QuerySet[Mission]) -> dict[int, Balance]:
    """Balances by mission; one query. Missions without a line are left out."""
    by_mission: dict[int, list[PromiseLine]] = {}
    wanted: Any = missions.order_by().values("pk") if isinstance(missions, QuerySet) else list(missions)
    for line in PromiseLine.objects.filter(mission__in=wanted).order_by("pk"):
        by_mission.setdefault(line.mission_id, []).append(line)
    return {pk: Balance(tuple(lines), tuple(_replay(lines))) for pk, lines in by_mission.items()}


def owing() -> Q:
    """Missions for which something is owed, or given on the way and waiting for the child's word."""
    mine = PromiseLine.objects.filter(mission=OuterRef("pk")).order_by().values("mission")
    in_debt = mine.annotate(total=Sum("effect")).filter(total__gt=0)
    unanswered = unanswered_lines().filter(mission=OuterRef("pk"))
    return Q(state__in=OWING) & (Q(Exists(in_debt)) | Q(Exists(unanswered)))


def unanswered_lines() -> QuerySet[PromiseLine]:
    """Every 줬어요 to which neither the child nor time has said anything."""
    answers = PromiseLine.objects.filter(
        refers_to=OuterRef("pk"), kind__in=[Kind.CORRECTED, Kind.CONFIRMED]
    ).order_by()
    return PromiseLine.objects.filter(~Exists(answers), kind=Kind.DELIVERED)


def overdue_missions(giver_id: int, today: date) -> list[int]:
    """The missions whose promise this guardian owes for so long that a new one has to wait: until a change
    was asked for after the day it was due, or all is given. Where it left the family it can do neither."""
    here = {"mission__family__memberships__user": giver_id, "mission__family__memberships__state": "live"}
    mine = PromiseLine.objects.filter(giver=giver_id, **here)
    waiting = mine.order_by().values("mission").annotate(total=Sum("effect")).filter(total__gt=0)
    found = balances(list(waiting.values_list("mission", flat=True)))
    late = {pk: due for pk, balance in found.items() if (due := _late_since(balance, giver_id, today))}
    asked = _last_asked(late) if late else {}
    return [pk for pk, due in late.items() if asked.get(pk, due) <= due]


def _late_since(balance: Balance, giver_id: int, today: date) -> date | None:
    due = min((p.due_on for p in balance.dues_of(giver_id) if p.due_on), default=None)
    return due if due and policies.blocks_new_mission(due, today) else None


def _last_asked(missions: Iterable[int]) -> dict[int, date]:
    """The study date of the newest wish to change something that was not taken back."""
    stood = Q(answered_at=None) | Q(accepted__isnull=False)
    rows = PromiseChange.objects.filter(stood, mission__in=list(missions)).order_by("pk")
    return {pk: clock.study_date(at) for pk, at in rows.values_list("mission", "made_at")}


def _replay(lines: Iterable[PromiseLine]) -> list[Promise]:
    promises: list[Promise] = []
    for line in lines:
        _STEPS[line.kind](promises, line)
    return promises


def _add(promises: list[Promise], line: PromiseLine) -> None:
    promises.append(Promise(line, line.due_on, line.effect))


def _adjust(promises: list[Promise], line: PromiseLine) -> None:
    """Another thing comes, or goes for it; or another date, of what was owed when it was asked."""
    if line.effect > 0:
        _add(promises, line)
    elif line.effect < 0:
        _take(promises, line)
    else:
        for promise in promises:
            if _is_of(promise, line.giver_id) and promise.line.pk <= (line.refers_to_id or line.pk):
                promise.due_on = line.due_on


def _move(promises: list[Promise], line: PromiseLine) -> None:
    """To another promiser: out of the promise it refers to, and in as one of its own."""
    if line.effect > 0:
        _add(promises, line)
    else:
        _take([promise for promise in promises if promise.line.pk == line.refers_to_id], line)


def _deliver(promises: list[Promise], line: PromiseLine) -> None:
    for promise, amount in _take(promises, line):
        promise.given[line.pk] = amount


def _forgive(promises: list[Promise], line: PromiseLine) -> None:
    for promise, amount in _take(promises, line):
        promise.forgiven[line.pk] = amount


def _correct(promises: list[Promise], line: PromiseLine) -> None:
    """What went with a 줬어요 or 없던 일로 is owed again."""
    for promise in promises:
        for went in (promise.given, promise.forgiven):
            promise.left += went.pop(line.refers_to_id or 0, 0)


def _take(promises: list[Promise], line: PromiseLine) -> list[tuple[Promise, int]]:
    """Take a line's negative effect from what its promiser owes in its unit; how much from which promise."""
    taken, rest = [], -line.effect
    for promise in promises:
        part = min(promise.left, rest) if _is_of(promise, line.giver_id, line.unit) else 0
        if part:
            promise.left -= part
            rest -= part
            taken.append((promise, part))
    return taken


def _is_of(promise: Promise, giver_id: int, unit: str | None = None) -> bool:
    return promise.left > 0 and promise.line.giver_id == giver_id and unit in (None, promise.line.unit)


_STEPS: Mapping[str, Callable[[list[Promise], PromiseLine], None]] = {
    Kind.EARNED: _add,
    Kind.ADJUSTED: _adjust,
    Kind.MOVED: _move,
    Kind.DELIVERED: _deliver,
    Kind.FORGIVEN: _forgive,
    Kind.CORRECTED: _correct,
    Kind.CONFIRMED: lambda promises, line: None,
}
