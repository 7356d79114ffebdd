"""After the 7 days of a withdrawn consent: everything of the child goes, the consents stay as proof."""

import logging
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.services.notify import notify
from families import erasing, limits, selectors
from families.codes import FAMILY_CODE, new_code
from families.locks import lock_families_of_child, lock_family
from families.models import (
    Attempt,
    ChildProfile,
    Consent,
    ConsentRequest,
    Family,
    Invitation,
    Membership,
    RestDay,
)
from families.selectors import UNDO_WITHIN
from oneco.lib.transactions import use_case

log = logging.getLogger(__name__)


def erase_withdrawn(now: datetime) -> int:
    """Erase every child whose consent was taken back, or whose home was deleted, 7 days ago; how many went.

    Each in a transaction of its own: one that fails holds up nobody and is tried again the next time.
    """
    return sum(_try(child, now) for child in list(_due(now).values_list("user", flat=True)))


def _due(now: datetime) -> QuerySet[ChildProfile]:
    """Whose consent, or whose home, has been over for 7 days. Own accounts outlive their home."""
    withdrawn = Q(consent__withdrawal__at__lte=now - UNDO_WITHIN)
    homeless = Q(home_family__closed_at__lte=now - UNDO_WITHIN, user__email=None)
    return ChildProfile.objects.filter(withdrawn | homeless).order_by("pk")


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
    found = _due(now).select_related("user", "consent", "home_family").filter(user=child_id).first()
    if found is None:
        return False
    child, consent = found.user, found.consent
    guardians = _who_hears(child, found.home_family)
    for step in erasing.steps():
        step(child)
    _erase_here(child, consent)
    data = {"url": reverse("families:family")}
    for guardian in guardians:
        notify(guardian, "consent.erased", f"erased:{child_id}", data, now=now)
    return True


def _who_hears(child: User, home: Family) -> list[User]:
    """The guardians of its homes, and whoever deleted the home."""
    deleted = home.closed_at is not None and home.memberships.filter(left_at=home.closed_at)
    deleters = [place.user for place in deleted.select_related("user")] if deleted else []
    return [*selectors.guardians_of(child), *(user for user in deleters if user.is_guardian)]


def _erase_here(child: User, consent: Consent | None) -> None:
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


def forget_closed(now: datetime) -> None:
    """After 7 days a deleted family says nothing of itself; its row stays for consents and ledgers."""
    over = Family.objects.filter(closed_at__lte=now - UNDO_WITHIN).exclude(name="")
    for pk in list(over.values_list("pk", flat=True)):
        _forget_family(pk)


@use_case
def _forget_family(pk: int) -> None:
    family = lock_family(pk)
    family.devices.all().delete()
    ConsentRequest.objects.filter(family=family).delete()
    RestDay.objects.filter(scope=f"family:{pk}").delete()
    Membership.objects.filter(family=family).update(called="")
    Family.objects.filter(pk=pk).update(name="", code=new_code(FAMILY_CODE))
