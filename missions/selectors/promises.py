"""The 약속 수첩: what waits, and every line that was written."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as say

from accounts.models import User
from missions import wording
from missions.models import Mission, MissionEvent, PromiseLine
from missions.selectors.cards import (
    MissionCard,
    PromiseCounts,
    card_of,
    know,
    promise_counts,
    visible_missions,
    whole,
)
from missions.selectors.detail import possible_actions
from missions.states import PROMISED, State
from oneco.lib import clock

LINES_A_PAGE = 20


@dataclass(frozen=True)
class Waiting:
    """A promise that waits, with what the reader can do about it."""

    card: MissionCard
    title: str
    can: frozenset[str]
    seen: int
    since: int
    nudged: bool


@dataclass(frozen=True)
class Line:
    """One line of the notebook as it is read. `done` carries the seal: the promise is kept."""

    day: date
    title: str
    what: str
    url: str
    done: bool


@dataclass(frozen=True)
class Notebook:
    counts: PromiseCounts
    waiting: list[Waiting]
    lines: list[Line]
    page: Page[PromiseLine]


def notebook(user: User, *, today: date, page: int | str = 1) -> Notebook:
    """The 약속 수첩 of a person over all live families."""
    missions = visible_missions(user)
    known = know(whole(missions.filter(state__in=PROMISED)), user)
    nudged = _nudged([k.mission.pk for k in known], today)
    waiting = [
        Waiting(
            card=(card := card_of(k, today)),
            title=_title(k.mission.child.display_name, card.promise),
            can=possible_actions(k),
            seen=k.balance.last_line,
            since=max((today - clock.study_date(k.mission.moved_at)).days, 0) + 1,
            nudged=k.mission.pk in nudged,
        )
        for k in known
    ]
    waiting.sort(key=lambda w: (not w.card.waits_for_me, w.card.due_on or today, w.card.pk))
    lines = (
        PromiseLine.objects.filter(mission__in=missions)
        .select_related("mission__agreed_offer", "mission__course", "child")
        .order_by("-at", "-pk")
    )
    found = Paginator(lines, LINES_A_PAGE).get_page(page)
    return Notebook(promise_counts(user), waiting, [_line(line) for line in found], found)


def _nudged(missions: list[int], today: date) -> set[int]:
    rows = MissionEvent.objects.filter(mission__in=missions, kind="nudge", data__day=today.isoformat())
    return set(rows.values_list("mission", flat=True))


def _title(child: str, promise: str) -> str:
    return say("%(child)s · %(promise)s") % {"child": child, "promise": promise}


def _line(line: PromiseLine) -> Line:
    mission: Mission = line.mission
    offer = mission.agreed_offer
    assert offer is not None
    promise = wording.promise_text(offer.kind, offer.title, offer.amount)
    return Line(
        day=clock.study_date(line.at),
        title=_title(line.child.display_name, promise),
        what=f"{wording.line_text(line.kind, silent=line.by_id is None)} · ‘{mission.course.title}’",
        url=reverse("missions:detail", args=[mission.pk]),
        done=line.kind == PromiseLine.Kind.CONFIRMED and mission.state == State.SETTLED,
    )
