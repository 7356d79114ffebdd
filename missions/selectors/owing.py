"""What a guardian still has to give, mission by mission."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from missions import wording
from missions.ledger import Promise, balances
from missions.models import Mission
from missions.selectors.cards import visible_missions


@dataclass(frozen=True)
class Owed:
    """What is left of one mission's promises, and by when the first of it is to be given."""

    child: str
    thing: str
    due_on: date | None


def owed_by(guardian: User) -> list[Owed]:
    """Everything a guardian owes in its live families, what is due first at the top. Two queries."""
    missions = visible_missions(guardian).filter(lines__giver=guardian)
    dues = {pk: found for pk, b in balances(missions).items() if (found := b.dues_of(guardian.pk))}
    rows = Mission.objects.filter(pk__in=dues).select_related("child", "agreed_offer").order_by("pk")
    owed = [_owed(row, dues[row.pk]) for row in rows]
    return sorted(owed, key=lambda each: each.due_on or date.max)


def _owed(mission: Mission, dues: list[Promise]) -> Owed:
    offer = mission.agreed_offer
    assert offer is not None
    thing = wording.things_text(offer.kind, offer.title, [due.thing for due in dues])
    return Owed(mission.child.display_name, thing, min((d.due_on for d in dues if d.due_on), default=None))
