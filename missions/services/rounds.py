"""One offer of a mission: written, compared, and answered by somebody who has seen it. Inner services."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from missions import dates, policies
from missions.models import Mission, Offer
from missions.services import mover
from missions.services.terms import Terms
from missions.wording import OFFER_CHANGED
from oneco.lib import clock
from oneco.lib.errors import Refused


def same(offer: Offer, terms: Terms) -> bool:
    names = ("title", "kind", "amount", "weekdays", "on_holidays", "message")
    same = all(getattr(offer, name) == getattr(terms, name) for name in names)
    return same and tuple(offer.parts) == terms.parts and offer.mission.review == terms.review


def is_countered(mission: Mission, actor: User, terms: Terms, reason: str, seen: int) -> bool:
    """Whether a second press of the same counter-offer finds the first one's."""
    offer = mover.last_offer(mission)
    pressed = (offer.n, offer.by_id, offer.reason)
    return pressed == (seen + 1, actor.pk, reason) and same(offer, terms)


def check_seen(mission: Mission, seen: int | None) -> None:
    """An answer is to the offer it was pressed on. Raises Refused."""
    if mission.state == Mission.State.PROPOSED and seen not in (None, mover.last_offer(mission).n):
        raise Refused(OFFER_CHANGED, code="offer_changed")


def check_answerable(mission: Mission, now: datetime) -> None:
    """An offer past its 5 days takes no answer, even before the sweep has marked it."""
    made_on = clock.study_date(mover.last_offer(mission).made_at)
    if clock.study_date(now) > policies.answer_until(made_on):
        raise Refused(_("답할 기한이 지났어요. 언제든 다시 제안할 수 있어요."), code="offer_expired")


def write_offer(
    mission: Mission,
    n: int,
    terms: Terms,
    period: dates.Period,
    actor: User,
    now: datetime,
    reason: str = "",
) -> Offer:
    return Offer.objects.create(
        mission=mission,
        n=n,
        by=actor,
        first_day=period.starts_on,
        last_day=period.ends_on,
        weekdays=terms.weekdays,
        on_holidays=terms.on_holidays,
        title=terms.title,
        kind=terms.kind,
        amount=terms.amount,
        message=terms.message,
        parts=list(terms.parts),
        reason=reason,
        made_at=now,
    )
