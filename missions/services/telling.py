"""Who hears of a mission's steps. Rows only; the wording stands in `missions.wording.NOTICES`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.services.notify import notify
from families.selectors import called_in, guardians_in, is_live_member
from missions.models import Mission, Offer
from missions.wording import course_text, promise_text


def tell(
    mission: Mission,
    kind: str,
    people: Iterable[User],
    *,
    now: datetime,
    actor: User | None = None,
    key: object = "",
    **data: Any,
) -> None:
    """Tell these people, without the one who did it. `key` tells repeats of a kind apart."""
    facts = {**_facts(mission, actor), **{name: _plain(value) for name, value in data.items()}}
    for person in people:
        if actor is None or person.pk != actor.pk:
            notify(person, f"mission_{kind}", f"mission:{mission.pk}:{kind}:{key}", facts, now=now)


def child_side(mission: Mission) -> list[User]:
    return [mission.child]


def guardian_side(mission: Mission) -> list[User]:
    """The named guardian; every live one while none is named, or when the named one has left the family."""
    if mission.guardian and is_live_member(mission.guardian, mission.family):
        return [mission.guardian]
    return list(guardians_in(mission.family))


def both_sides(mission: Mission) -> list[User]:
    return child_side(mission) + guardian_side(mission)


def _facts(mission: Mission, actor: User | None) -> dict[str, Any]:
    offer: Offer = mission.agreed_offer or mission.offers.latest("n")
    called = called_in(mission.family)
    guardian = mission.guardian
    return {
        "child": mission.child.display_name,
        "guardian": (called.get(guardian.pk) or guardian.display_name) if guardian else "",
        "actor": (called.get(actor.pk) or actor.display_name) if actor else "",
        "course": course_text(mission.course.title, review=mission.review),
        "review": mission.review,
        "promise": promise_text(offer.kind, offer.title, offer.amount),
        "voice": mission.family.voice,
        "url": reverse("missions:detail", args=[mission.pk]),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
