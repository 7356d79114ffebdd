"""The last guardian deletes the family: everybody is out at once, for 7 days it can be undone."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from families import selectors
from families.locks import lock_whole_family
from families.models import ChildProfile, Family, Invitation, Membership
from families.services import consents, members
from families.services.members import LEFT, LIVE, WAITING
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case

OTHERS_STAY = _("다른 보호자가 있는 가족은 지울 수 없어요. ‘나가기’로 나갈 수 있어요.")


@use_case
def delete_family(membership: Membership, *, now: datetime) -> None:
    """Close a family by its only live guardian. Raises Refused while another one is there.

    PIN profiles at home here are stopped and erased after 7 days; own accounts and children at home elsewhere
    leave. Twice is once.
    """
    family = lock_whole_family(membership.family_id)
    if not Family.objects.filter(pk=family.pk, closed_at=None).update(closed_at=now):
        return
    if selectors.guardians_in(family).exclude(pk=membership.user_id).exists():
        raise Refused(OTHERS_STAY, code="others")
    for place in _children(family):
        profile = _home_profile(place)
        if profile is None:
            members.end_place(place, by=membership.user, now=now)
        elif profile.user.is_active:
            if profile.consent is not None:
                consents.take_back(profile.consent, membership.user, now)
            consents.stop(profile, membership.user, now)
    Membership.objects.filter(family=family, state=WAITING).update(state=LEFT, left_at=None)
    family.invitations.filter(state=Invitation.State.OPEN).update(state=Invitation.State.REVOKED)
    members.end_place(membership, by=membership.user, now=now)


@use_case
def reopen_family(membership: Membership, *, now: datetime) -> None:
    """Undo that within 7 days: who did it, or a guardian who left shortly before, is there again.

    The PIN profiles go on; those that rest on a consent when that guardian is legal and gives it anew. Raises
    Refused.
    """
    family = lock_whole_family(membership.family_id)
    since = now - selectors.UNDO_WITHIN
    if not all(ended and ended > since for ended in (membership.left_at, family.closed_at)):
        raise Refused(consents.TOO_LATE, code="too_late")
    Family.objects.filter(pk=family.pk).update(closed_at=None)
    members.take_place_again(membership, now=now)
    for place in _children(family):
        profile = _home_profile(place)
        if profile is not None and _stopped_with(profile, family):
            if profile.consent is not None:
                if membership.legal_at is None:
                    continue
                profile.consent = consents.give_again(profile.consent, membership.user, now)
                profile.save(update_fields=["consent"])
            consents.go_on(profile, membership.user, now)


def _stopped_with(profile: ChildProfile, family: Family) -> bool:
    """Whether a child was stopped by the end of the family, and not by a withdrawal before it."""
    withdrawal = getattr(profile.consent, "withdrawal", None)
    return not profile.user.is_active and (withdrawal is None or withdrawal.at == family.closed_at)


def _children(family: Family) -> list[Membership]:
    live = family.memberships.filter(role="child", state=LIVE)
    return list(live.select_related("user", "family").order_by("user_id"))


def _home_profile(place: Membership) -> ChildProfile | None:
    """The PIN profile that is at home in the place's family; None for own accounts and guests."""
    profiles = ChildProfile.objects.select_related("user", "home_family", "consent__withdrawal")
    return profiles.filter(user=place.user_id, home_family=place.family_id).exclude(pin="").first()
