"""The 약속 수첩: what waits, and every line that was written, with what was left after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as say

from accounts.models import User
from missions import ledger, wording
from missions.ledger import Balance
from missions.models import Mission, PromiseLine
from missions.selectors.cards import MissionCard, PromiseCounts, card_of, know, visible_missions, whole
from missions.selectors.keeping import Givers, Keeping, givers_in, keepings
from oneco.lib import clock
from oneco.lib.korean import day_text, won_text

LINES_A_PAGE = 20
Kind = PromiseLine.Kind


@dataclass(frozen=True)
class Waiting:
    """A promise that waits, with what the reader can do about it."""

    card: MissionCard
    keeping: Keeping


@dataclass(frozen=True)
class Line:
    """One line of the notebook as it is read. `done` carries the seal: the promise is kept.

    `effect` is in `unit` (원 or 개); `left` is what its giver still owed the child in that unit after it.
    """

    day: date
    child: str
    giver: str
    thing: str
    what: str
    course: str
    url: str
    done: bool
    effect: int
    unit: str
    left: int
    due_on: date | None

    @property
    def left_text(self) -> str:
        if not self.left:
            return say("없음")
        return won_text(self.left) if self.unit == PromiseLine.Unit.WON else say("%d개") % self.left


@dataclass(frozen=True)
class Notebook:
    counts: PromiseCounts
    waiting: list[Waiting]
    lines: list[Line]
    several_givers: bool
    page: Page[PromiseLine]


def notebook(user: User, *, today: date, page: int | str = 1) -> Notebook:
    """The 약속 수첩 of a person over all live families."""
    balances = ledger.balances(visible_missions(user))
    givers = givers_in_families_of(user)
    written = _newest_first(balances)
    found = Paginator(written, LINES_A_PAGE).get_page(page)
    return Notebook(
        counts=PromiseCounts(
            kept=sum(balance.kept for balance in balances.values()),
            waiting=sum(balance.waiting for balance in balances.values()),
        ),
        waiting=_waiting(user, balances, givers, today),
        lines=_read(found, balances, givers),
        several_givers=len({line.giver_id for line in written}) > 1,
        page=found,
    )


def promise_of(mission: Mission, user: User, *, today: date) -> Waiting:
    """The promise of one mission that the reader may see."""
    known = know(whole(Mission.objects.filter(pk=mission.pk)), user)
    kept = keepings(known, givers_in([mission.family_id]), today)
    return Waiting(card_of(known[0], today), kept[mission.pk])


def every_line(user: User) -> list[Line]:
    """All lines that a person may see, the oldest first: for taking them along."""
    balances = ledger.balances(visible_missions(user))
    return _read(_newest_first(balances)[::-1], balances, givers_in_families_of(user))


def givers_in_families_of(user: User) -> Givers:
    return givers_in(visible_missions(user).order_by().values("family"))


def _waiting(user: User, balances: Mapping[int, Balance], givers: Givers, today: date) -> list[Waiting]:
    """Missions whose promise somebody still has to do something about: the reader's first."""
    wanted = [pk for pk, balance in balances.items() if _waits(balance, user)]
    known = know(whole(Mission.objects.filter(pk__in=wanted)), user, balances)
    kept = keepings(known, givers, today)
    waiting = [Waiting(card_of(k, today), kept[k.mission.pk]) for k in known]
    shown = [w for w in waiting if balances[w.card.pk].waiting or w.keeping.can]
    return sorted(shown, key=lambda w: (not w.card.waits_for_me, w.card.due_on or today, w.card.pk))


def _waits(balance: Balance, user: User) -> bool:
    return bool(balance.waiting or (user.is_child and balance.forgivings))


def _newest_first(balances: Mapping[int, Balance]) -> list[PromiseLine]:
    lines = [line for balance in balances.values() for line in balance.lines]
    return sorted(lines, key=lambda line: line.pk, reverse=True)


def _read(lines: Iterable[PromiseLine], balances: Mapping[int, Balance], givers: Givers) -> list[Line]:
    shown = list(lines)
    rows = Mission.objects.filter(pk__in={line.mission_id for line in shown})
    missions = {m.pk: m for m in rows.select_related("agreed_offer", "course", "child")}
    left = _left_after(balances)
    return [
        _line(line, missions[line.mission_id], balances[line.mission_id], left[line.pk], givers)
        for line in shown
    ]


def _left_after(balances: Mapping[int, Balance]) -> dict[int, int]:
    """The running sum of each giver, child and unit after each line."""
    sums: dict[tuple[int, int, str], int] = {}
    left = {}
    for line in reversed(_newest_first(balances)):
        account = line.giver_id, line.child_id, line.unit
        sums[account] = left[line.pk] = sums.get(account, 0) + line.effect
    return left


def _line(line: PromiseLine, mission: Mission, balance: Balance, left: int, givers: Givers) -> Line:
    about = next((other for other in balance.lines if other.pk == line.refers_to_id), None)
    thing = about if about is not None and not line.effect else line
    offer = mission.agreed_offer
    assert offer is not None
    corrected = line.kind == Kind.CONFIRMED and all(d.pk != line.refers_to_id for d in balance.deliveries)
    return Line(
        day=clock.study_date(line.at),
        child=mission.child.display_name,
        giver=givers.called.get((mission.family_id, line.giver_id), str(wording.GUARDIAN)),
        thing=wording.things_text(offer.kind, offer.title, [(thing.unit, thing.title, abs(thing.effect))]),
        what=_what(line, about),
        course=mission.course.title,
        url=reverse("missions:detail", args=[mission.pk]),
        done=line.kind == Kind.CONFIRMED and not corrected,
        effect=line.effect,
        unit=line.unit,
        left=left,
        due_on=line.due_on,
    )


def _what(line: PromiseLine, about: PromiseLine | None) -> str:
    if line.kind == Kind.ADJUSTED and not line.effect and line.due_on:
        return say("날짜를 %s로 바꿨어요") % day_text(line.due_on)
    return wording.line_text(
        line.kind,
        effect=line.effect,
        silent=line.by_id is None,
        undone=about is not None and about.kind == Kind.FORGIVEN,
    )
