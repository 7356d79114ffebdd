"""Reading the second home of a PIN profile."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from accounts.models import User
from families.ages import is_14
from families.models import ChildProfile, Family, Membership
from families.selectors import LIVE, UNDO_WITHIN, children_of, families_of, is_live_member
from oneco.lib.clock import KST


def shares_with_other_home(child: User, *, now: datetime) -> bool:
    """Whether word and shell of a child may cross to another home; from 14 on no consent is needed."""
    return may_cross(ChildProfile.objects.select_related("sharing__withdrawal").get(user=child), now=now)


def may_cross(profile: ChildProfile, *, now: datetime) -> bool:
    """The same of a profile that was loaded with its consent to sharing."""
    if is_14(profile.birth_year, profile.birth_month, now.astimezone(KST).date()):
        return True
    return profile.sharing is not None and not hasattr(profile.sharing, "withdrawal")


def second_places_of(child: User) -> list[Membership]:
    """The live places of a PIN profile outside its home family."""
    live = Membership.objects.filter(user=child, state=LIVE).select_related("family", "user")
    return list(live.exclude(family=F("user__child_profile__home_family")))


def may_undo_end(place: Membership, profile: ChildProfile, guardian: User) -> bool:
    """Whether a guardian is of the side that took a child out of its second home.

    Where the one who did it belongs to both, it was the home.
    """
    by_home = place.left_by is not None and is_live_member(place.left_by, profile.home_family)
    return is_live_member(guardian, profile.home_family if by_home else place.family)


def bringable(guardian: User, family: Family) -> list[User]:
    """The PIN profiles of a guardian's own home that are not in this family yet, and could be."""
    mine = children_of(guardian).filter(
        is_active=True, email=None, child_profile__home_family__in=families_of(guardian)
    )
    here = Membership.objects.filter(family=family, present=1).values("user")
    mine = mine.exclude(pk__in=here).select_related("child_profile__sharing__withdrawal")
    return [child for child in mine if child.child_profile.pin]


def taken_out_here(family: Family, now: datetime) -> list[Membership]:
    """PIN profiles whose second home this was until its own guardians ended it within 7 days (one query)."""
    ended = Membership.objects.filter(
        family=family,
        role="child",
        state=Membership.State.LEFT,
        left_at__gt=now - UNDO_WITHIN,
        user__email=None,
    )
    by_home = Membership.objects.filter(
        user=OuterRef("left_by"), family=OuterRef("user__child_profile__home_family"), state=LIVE
    )
    back = Membership.objects.filter(user=OuterRef("user"), family=family, present=1)
    ended = ended.exclude(left_by=F("user")).filter(~Exists(by_home), ~Exists(back), left_by__isnull=False)
    return list(ended.select_related("user").order_by("-left_at"))


@dataclass(frozen=True)
class SharingPage:
    """다른 집, for a guardian of the child's home. The other home has no name here."""

    child: User
    shares: bool
    place: Membership | None
    ended: Membership | None
    may_withdraw: bool
    may_renew: bool
    until: datetime | None


def sharing_page(child: User, guardian: User, *, now: datetime) -> SharingPage:
    """What crosses to a second home now, and what this guardian may do about it."""
    profile = ChildProfile.objects.select_related("home_family", "sharing__withdrawal").get(user=child)
    withdrawal = getattr(profile.sharing, "withdrawal", None)
    legal = Membership.objects.filter(
        family=profile.home_family, user=guardian, state=LIVE, legal_at__isnull=False
    ).exists()
    until = withdrawal.at + UNDO_WITHIN if withdrawal else None
    return SharingPage(
        child=child,
        shares=shares_with_other_home(child, now=now),
        place=next(iter(second_places_of(child)), None),
        ended=None if withdrawal else _taken_out_by_home(profile, guardian, now),
        may_withdraw=legal and profile.sharing is not None and withdrawal is None,
        may_renew=legal and until is not None and now < until,
        until=until,
    )


def _taken_out_by_home(profile: ChildProfile, guardian: User, now: datetime) -> Membership | None:
    """The second home that the home's guardians ended within 7 days and not yet undone."""
    live = Membership.objects.filter(user=profile.user_id, present=1).values("family")
    ended = Membership.objects.filter(
        user=profile.user_id, state=Membership.State.LEFT, left_at__gt=now - UNDO_WITHIN
    )
    places = ended.exclude(family__in=live).select_related("left_by", "family").order_by("-left_at")
    return next((place for place in places if may_undo_end(place, profile, guardian)), None)
