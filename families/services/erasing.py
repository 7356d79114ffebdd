"""After the 7 days of a withdrawn consent: everything of the child goes, the consents stay as proof."""

import logging
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.services.notify import notify
from families import erasing, limits, selectors
from families.locks import lock_families_of_child
from families.models import (
    Attempt,
    ChildProfile,
    Consent,
    ConsentRequest,
    Invitation,
    Membership,
    RestDay,
)
from families.selectors import UNDO_WITHIN
from oneco.lib.transactions import use_case

log = logging.getLogger(__name__)


def erase_withdrawn(now: datetime) -> int:
    """Erase every child whose consent was taken back 7 days ago; how many went.

    Each in a transaction of its own: one that fails holds up nobody and is tried again the next time.
    """
    due = ChildProfile.objects.filter(consent__withdrawal__at__lte=now - UNDO_WITHIN).order_by("pk")
    return sum(_try(child, now) for child in list(due.values_list("user", flat=True)))


def _try(child_id: int, now: datetime) -> bool:
    try:
        return erase_child(child_id, now=now)
    except Exception:
        log.exception("child %s was not erased", child_id)
        return False


@use_case
def erase_child(child_id: int, *, now: datetime) -> bool:
    """Erase a child whose 7 days are over. False when it is gone already, or was consented to again."""
    try:
        lock_families_of_child(child_id)
    except User.DoesNotExist:
        return False
    profile = ChildProfile.objects.select_related("user", "consent").filter(
        user=child_id, consent__withdrawal__at__lte=now - UNDO_WITHIN
    )
    found = profile.first()
    if found is None or found.consent is None:
        return False
    child, consent = found.user, found.consent
    guardians = list(selectors.guardians_of(child))
    for step in erasing.steps():
        step(child)
    _erase_here(child, consent)
    data = {"url": reverse("families:family")}
    for guardian in guardians:
        notify(guardian, "consent.erased", f"consent:{consent.pk}:erased", data, now=now)
    return True


def _erase_here(child: User, consent: Consent) -> None:
    places = Membership.objects.filter(user=child)
    families = list(places.values_list("family", flat=True))
    people = set(Membership.objects.filter(family__in=families).values_list("user", flat=True))
    erasing.forget_news(people, [f"child:{child.pk}:"])
    Attempt.objects.filter(key__startswith=limits.pin_key_of_any_device(child.pk)).delete()
    Attempt.objects.filter(key=limits.strange_pin_key(child.pk)).delete()
    scope = f"child:{child.pk}"
    RestDay.objects.filter(Q(scope=scope) | Q(scope__startswith=f"{scope}@") | Q(by=child)).delete()
    Invitation.objects.filter(used_by=child).update(used_by=None)
    _forget_draft(consent)
    places.delete()
    child.delete()


def _forget_draft(consent: Consent | None) -> None:
    """What the guardian typed before the consent was confirmed names the child too."""
    while consent is not None:
        ConsentRequest.objects.filter(pk=consent.receipt.get("request")).update(draft={})
        consent = Consent.objects.filter(pk=consent.receipt.get("again_after")).first()
