"""Proposing the same once more after a mission came to an end."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from families.locks import lock_child, lock_family
from missions import dates, policies
from missions.models import Mission, Offer
from missions.services import mover, offers
from missions.services.terms import Terms
from missions.states import AGAIN
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case


@use_case
def propose_again(mission_id: int, *, actor: User, now: datetime) -> Mission:
    """The same terms from the first free day on; pressed twice it is one proposal. Raises Refused.

    The sum was agreed or asked about before, so that a large one is not asked about again.
    """
    old = Mission.objects.select_related("course", "agreed_offer").get(pk=mission_id)
    if old.state not in AGAIN:
        raise Refused(_("이 미션은 아직 끝나지 않았어요."), code="not_over")
    lock_family(old.family_id)
    lock_child(old.child_id)
    offer = old.agreed_offer or mover.last_offer(old)
    first_day = dates.first_free_day(old.child_id, old.family_id, clock.study_date(now))
    return offers.propose(old.family_id, old.child_id, _terms(old, offer, first_day, actor), actor, now)


def _terms(old: Mission, offer: Offer, first_day: date, actor: User) -> Terms:
    """What was offered last. The parts follow the course as it is now, a word stays with whoever said it."""
    words = dates.course_size(old.course)
    return Terms(
        course=old.course,
        review=old.review,
        first_day=first_day,
        title=offer.title,
        kind=offer.kind,
        weekdays=offer.weekdays,
        on_holidays=offer.on_holidays,
        amount=offer.amount,
        parts=policies.shares(offer.amount, words) if offer.parts else (),
        message=offer.message if offer.by_id == actor.pk else "",
    )
