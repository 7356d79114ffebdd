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
        facts = _facts(guardian, child, family, day, url=url)
        notify(guardian, "rest_asked", _key("asked", child, family, day, now), facts, now=now)


def tell_answered(
    child: User, family: Family, day: date, *, yes: bool, actor: User | None, now: datetime
) -> None:
    """The child hears what became of the day; `actor` is None when nobody answered."""
    url = reverse("missions:rests", args=[child.pk])
    facts = _facts(child, child, family, day, url=url, silent=actor is None)
    if yes:
        notify(child, "rest_granted", _key("granted", child, family, day, now), facts, now=now)
    else:
        notify(child, "rest_kept", _key("kept", child, family, day, now), facts, now=now)


def _facts(person: User, child: User, family: Family, day: date, **data: Any) -> dict[str, Any]:
    return {
        "child": child.display_name,
        "guardian": called_in(family).get(person.pk, ""),
        "voice": family.voice,
        "day": day.isoformat(),
        **data,
    }


def _key(what: str, child: User, family: Family, day: date, now: datetime) -> str:
    return f"child:{child.pk}:rest_{what}:{family.pk}:{day}:{now.isoformat()}"
