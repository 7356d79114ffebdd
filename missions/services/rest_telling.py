"""Who hears of rest days that were asked for. What moves a mission's last day is told by `rescheduling`."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.services.notify import notify
from families.models import Family
from families.selectors import called_in, guardians_in


def tell_asked(child: User, family: Family, day: date, *, now: datetime) -> None:
    """The guardians of this family are asked for a 쉬는 날."""
    for guardian in guardians_in(family):
        path = reverse("missions:rest_answer", args=[child.pk])
        url = f"{path}?family={family.pk}&day={day.isoformat()}"
        _tell(guardian, "rest_asked", child, family, day, now=now, url=url)


def tell_answered(
    child: User, family: Family, day: date, *, yes: bool, actor: User | None, now: datetime
) -> None:
    """The child hears what became of the day; `actor` is None when nobody answered."""
    url = reverse("missions:rests", args=[child.pk])
    kind = "rest_granted" if yes else "rest_kept"
    _tell(child, kind, child, family, day, now=now, url=url, silent=actor is None)


def _tell(
    person: User, kind: str, child: User, family: Family, day: date, *, now: datetime, **data: Any
) -> None:
    facts = {
        "child": child.display_name,
        "guardian": called_in(family).get(person.pk, ""),
        "voice": family.voice,
        "day": day.isoformat(),
        **data,
    }
    notify(person, kind, f"{kind}:{family.pk}:{child.pk}:{day}:{now.isoformat()}", facts, now=now)
