"""Promises that are late: both sides hear of it the day after, and once more after a week. Kindly."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from missions import ledger, policies
from missions.ledger import Balance
from missions.models import Mission, MissionEvent, PromiseLine
from missions.services import lines, mover, telling
from missions.states import OWING
from oneco.lib.transactions import use_case

CHUNK = 500
EVENT = "overdue"
# What lies further back was told, or is no news any more.
LOOKS_BACK = timedelta(days=30)


def late_and_untold(today: date) -> Iterator[int]:
    """Missions whose promise is late on a study date in a way that nobody was told of yet; in chunks."""
    due = PromiseLine.objects.filter(
        mission=OuterRef("pk"), due_on__range=(today - LOOKS_BACK, today - policies.ONE_DAY)
    )
    found = Mission.objects.filter(Exists(due), state__in=OWING).order_by("pk")
    last = 0
    while ids := list(found.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        told = _told(ids)
        for pk, balance in ledger.balances(ids).items():
            news = _news(balance, today)
            if news and news not in told.get(pk, set()):
                yield pk
        last = ids[-1]


@use_case
def tell_overdue(mission_id: int, today: date, now: datetime) -> bool:
    """Tell both sides once; whether there was something to tell."""
    mission = mover.locked(mission_id)
    balance = ledger.balance_of(mission)
    news = _news(balance, today)
    if news is None or news in _told([mission.pk]).get(mission.pk, set()):
        return False
    due, week = news
    mover.note(mission, EVENT, by=None, now=now, data={"due": due, "week": week})
    promise = lines.dues_of(mission, balance.dues)
    if week:
        telling.tell(mission, "overdue_week", telling.both_sides(mission), now=now, key=due, promise=promise)
    else:
        telling.tell(mission, "overdue", telling.both_sides(mission), now=now, key=due, promise=promise)
    return True


def _news(balance: Balance, today: date) -> tuple[str, bool] | None:
    """Since when something is late (ISO), and whether for a week; None when nothing is."""
    due = balance.due_on
    if due is None or not policies.overdue_days(due, today):
        return None
    return due.isoformat(), policies.blocks_new_mission(due, today)


def _told(missions: list[int]) -> dict[int, set[tuple[str, bool]]]:
    found: dict[int, set[tuple[str, bool]]] = {}
    rows = MissionEvent.objects.filter(mission__in=missions, kind=EVENT)
    for pk, data in rows.values_list("mission", "data"):
        found.setdefault(pk, set()).add((data["due"], data["week"]))
    return found
